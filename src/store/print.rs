//! Text -> 64 bits that are the same on all systems and in all versions: keys of look-ups, signs that a text is the same.

use std::hash::Hasher;

/// The bits of a text; sixteen bytes a step.
pub fn fingerprint(bytes: &[u8]) -> u64 {
    let mut state = mix(bytes.len() as u64, 0);
    let (whole, rest) = bytes.as_chunks::<16>();
    for chunk in whole {
        state = step(state, u128::from_le_bytes(*chunk));
    }
    if !rest.is_empty() {
        state = step(state, few(rest));
    }
    mix(state, OTHER.rotate_left(7))
}

/// Fewer than sixteen bytes as a number, without a loop: its halves overlap, and there they are the same.
fn few(bytes: &[u8]) -> u128 {
    let behind = |half: usize| 8 * (bytes.len() - half);
    if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk()) {
        u128::from(u64::from_le_bytes(*first)) | u128::from(u64::from_le_bytes(*last)) << behind(8)
    } else if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk()) {
        u128::from(u32::from_le_bytes(*first)) | u128::from(u32::from_le_bytes(*last)) << behind(4)
    } else {
        bytes.iter().rev().fold(0, |all, byte| all << 8 | u128::from(*byte))
    }
}

/// Makes one of two; which of them comes first counts.
pub fn joined(one: u64, other: u64) -> u64 {
    mix(one, other ^ OTHER.rotate_left(7))
}

/// The bits of a value that is made of texts and numbers, piece by piece. Only the program that took them knows them
/// again.
#[derive(Debug, Default)]
pub(super) struct Print(u64);

impl Hasher for Print {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = joined(self.0, fingerprint(bytes));
    }

    fn write_u8(&mut self, number: u8) {
        self.write_u64(number.into());
    }

    fn write_u16(&mut self, number: u16) {
        self.write_u64(number.into());
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(number.into());
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = joined(self.0, number);
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
const OTHER: u64 = 0xd1b5_4a32_d192_ed03;

fn step(state: u64, both: u128) -> u64 {
    mix(both as u64 ^ state, (both >> 64) as u64).rotate_left(29)
}

/// Both halves of the product: every bit of both numbers counts.
fn mix(one: u64, other: u64) -> u64 {
    let product = u128::from(one ^ OTHER) * u128::from(other ^ ODD);
    (product as u64) ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_bytes_are_a_number_of_sixteen() {
        let all: Vec<u8> = (1..16).collect();
        for length in 0..16 {
            let mut padded = [0; 16];
            padded[..length].copy_from_slice(&all[..length]);
            assert_eq!(few(&all[..length]), u128::from_le_bytes(padded));
        }
    }

    #[test]
    fn texts_are_told_apart() {
        let texts = (0..40).flat_map(|length| ["a".repeat(length), "\0".repeat(length), format!("{length} b")]);
        let mut all: Vec<u64> = texts.map(|text| fingerprint(text.as_bytes())).collect();
        let pairs = all.windows(2).map(|pair| joined(pair[0], pair[1])).collect::<Vec<_>>();
        let count = all.len() + pairs.len();
        all.extend(pairs);
        all.sort_unstable();
        all.dedup();
        // Two of the 120 texts are empty.
        assert_eq!(all.len(), count - 1);
        assert_ne!(joined(1, 2), joined(2, 1));
        assert_ne!(joined(1, 0), joined(2, 0));
    }
}
