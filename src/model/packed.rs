//! Values <-> bytes, for facts in the cache: every text of a file stands there once, and all texts are looked at once.
//!
//! ```text
//! length of the texts, the texts one after the other, the values, field by field
//! ```
//! A number takes seven bits a byte, the low ones first. A text is its number in the order of first use; the length of a
//! new one follows. Decoding is a tenth of an update: the general way by serde took twice as long.

use rustc_hash::FxHashMap as HashMap;

/// So long is a text.
const TEXT: usize = 16;

/// What can be written, and read again.
pub(super) trait Packed: Sized {
    /// Appends it.
    fn put<'v>(&'v self, out: &mut Out<'v>);

    /// Takes it from the front. Damaged bytes give some value and are remembered.
    fn take(from: &mut In<'_>) -> Self;
}

/// Returns the bytes of a value.
pub(super) fn pack<T: Packed>(value: &T) -> Vec<u8> {
    let mut out = Out::default();
    value.put(&mut out);
    let mut bytes = Vec::with_capacity(out.text.len() + out.bytes.len() + 5);
    put_number(out.text.len() as u32, &mut bytes);
    bytes.extend_from_slice(out.text.as_bytes());
    bytes.extend_from_slice(&out.bytes);
    bytes
}

/// Returns the value of bytes; nothing where they are damaged.
pub(super) fn unpack<T: Packed>(mut bytes: &[u8]) -> Option<T> {
    let length = take_number(&mut bytes)?;
    let (text, bytes) = bytes.split_at_checked(length as usize)?;
    let text = std::str::from_utf8(text).ok()?;
    let mut from = In { bytes, text, known: Vec::with_capacity(text.len() / TEXT), damaged: false };
    let value = T::take(&mut from);
    (!from.damaged && from.bytes.is_empty() && from.text.is_empty()).then_some(value)
}

/// Values being written.
#[derive(Default)]
pub(super) struct Out<'v> {
    bytes: Vec<u8>,
    text: String,
    known: HashMap<&'v str, u32>,
}

impl Out<'_> {
    /// Appends a number.
    pub fn number(&mut self, number: u32) {
        put_number(number, &mut self.bytes);
    }
}

/// Values being read.
pub(super) struct In<'b> {
    bytes: &'b [u8],
    /// The texts that were not used yet.
    text: &'b str,
    known: Vec<&'b str>,
    damaged: bool,
}

impl<'b> In<'b> {
    #[inline]
    fn number(&mut self) -> u32 {
        self.or_damaged(take_number)
    }

    #[inline]
    fn text(&mut self) -> &'b str {
        let number = self.number() as usize;
        match self.known.get(number) {
            Some(known) => known,
            None => self.new_text(number),
        }
    }

    fn new_text(&mut self, number: usize) -> &'b str {
        let length = self.number() as usize;
        let new = self.text.split_at_checked(length).filter(|_| number == self.known.len());
        let (text, rest) = new.unwrap_or_else(|| {
            self.damaged = true;
            ("", "")
        });
        self.text = rest;
        self.known.push(text);
        text
    }

    /// Takes the length of a row of things, each of which is a byte or more.
    fn length(&mut self) -> usize {
        let length = self.number() as usize;
        self.damaged |= length > self.bytes.len();
        if self.damaged { 0 } else { length }
    }

    /// Takes something or remembers that it is not there.
    #[inline]
    pub fn or_damaged<T: Default>(&mut self, take: impl FnOnce(&mut &'b [u8]) -> Option<T>) -> T {
        take(&mut self.bytes).unwrap_or_else(|| {
            self.damaged = true;
            T::default()
        })
    }
}

/// Appends a number.
pub(super) fn put_number(mut number: u32, bytes: &mut Vec<u8>) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Takes a number from the front. Nearly all have a byte or two.
#[inline]
pub(super) fn take_number(bytes: &mut &[u8]) -> Option<u32> {
    match **bytes {
        [one, ref rest @ ..] if one < 0x80 => {
            *bytes = rest;
            Some(one.into())
        }
        [one, two, ref rest @ ..] if two < 0x80 => {
            *bytes = rest;
            Some(u32::from(one & 0x7f) | u32::from(two) << 7)
        }
        _ => take_long(bytes),
    }
}

fn take_long(bytes: &mut &[u8]) -> Option<u32> {
    let mut number = 0;
    for shift in [0, 7, 14, 21, 28] {
        let byte = *bytes.split_off_first()?;
        number |= u32::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

impl Packed for u32 {
    fn put<'v>(&'v self, out: &mut Out<'v>) {
        put_number(*self, &mut out.bytes);
    }

    fn take(from: &mut In<'_>) -> Self {
        from.number()
    }
}

impl Packed for u16 {
    fn put<'v>(&'v self, out: &mut Out<'v>) {
        put_number((*self).into(), &mut out.bytes);
    }

    fn take(from: &mut In<'_>) -> Self {
        from.number() as u16
    }
}

impl Packed for bool {
    fn put<'v>(&'v self, out: &mut Out<'v>) {
        out.bytes.push((*self).into());
    }

    fn take(from: &mut In<'_>) -> Self {
        from.number() == 1
    }
}

impl Packed for Box<str> {
    fn put<'v>(&'v self, out: &mut Out<'v>) {
        let next = out.known.len() as u32;
        let number = *out.known.entry(self).or_insert(next);
        put_number(number, &mut out.bytes);
        if number == next {
            put_number(self.len() as u32, &mut out.bytes);
            out.text.push_str(self);
        }
    }

    fn take(from: &mut In<'_>) -> Self {
        from.text().into()
    }
}

/// Bytes that their owner reads.
impl Packed for Box<[u8]> {
    fn put<'v>(&'v self, out: &mut Out<'v>) {
        put_number(self.len() as u32, &mut out.bytes);
        out.bytes.extend_from_slice(self);
    }

    fn take(from: &mut In<'_>) -> Self {
        let length = from.length();
        let (own, rest) = from.bytes.split_at(length);
        from.bytes = rest;
        own.into()
    }
}

impl<T: Packed> Packed for Option<T> {
    fn put<'v>(&'v self, out: &mut Out<'v>) {
        out.bytes.push(self.is_some().into());
        if let Some(value) = self {
            value.put(out);
        }
    }

    fn take(from: &mut In<'_>) -> Self {
        bool::take(from).then(|| T::take(from))
    }
}

impl<T: Packed> Packed for Box<T> {
    fn put<'v>(&'v self, out: &mut Out<'v>) {
        (**self).put(out);
    }

    fn take(from: &mut In<'_>) -> Self {
        Box::new(T::take(from))
    }
}

impl<T: Packed> Packed for Vec<T> {
    fn put<'v>(&'v self, out: &mut Out<'v>) {
        put_number(self.len() as u32, &mut out.bytes);
        for value in self {
            value.put(out);
        }
    }

    fn take(from: &mut In<'_>) -> Self {
        (0..from.length()).map(|_| T::take(from)).collect()
    }
}

impl<T: Packed, U: Packed> Packed for (T, U) {
    fn put<'v>(&'v self, out: &mut Out<'v>) {
        self.0.put(out);
        self.1.put(out);
    }

    fn take(from: &mut In<'_>) -> Self {
        (T::take(from), U::take(from))
    }
}

/// Packs structs field by field.
macro_rules! packed {
    ($($name:ident { $($field:ident),* $(,)? })*) => {$(
        impl crate::model::packed::Packed for $name {
            fn put<'v>(&'v self, out: &mut crate::model::packed::Out<'v>) {
                let $name { $($field),* } = self;
                $($field.put(out);)*
            }

            fn take(from: &mut crate::model::packed::In<'_>) -> Self {
                $(let $field = crate::model::packed::Packed::take(from);)*
                $name { $($field),* }
            }
        }
    )*};
}
pub(super) use packed;
