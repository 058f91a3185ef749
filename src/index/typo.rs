//! How many changes lie between a name as typed and a name as it is: Myers' bit-parallel edit distance, with Hyyrö's
//! step for two letters in the wrong order.

/// A name of at most 64 characters to compare many others with.
pub(super) struct Typed {
    /// For each byte where it stands in the name, a bit per place.
    places: [u64; 256],
    /// Which letters it has, a bit for each.
    letters: u64,
    length: u32,
}

/// The bit of a letter or digit of a folded name; others share them.
fn bit(byte: u8) -> u64 {
    1 << (byte & 31 | !byte >> 1 & 32)
}

fn letters(name: &[u8]) -> u64 {
    name.iter().fold(0, |letters, &byte| letters | bit(byte))
}

impl Typed {
    /// Prepares a folded name; longer ones than 64 bytes are no slip of the finger any more.
    pub fn new(name: &str) -> Option<Typed> {
        let length = name.len() as u32;
        if !(1..=64).contains(&length) {
            return None;
        }
        let mut places = [0; 256];
        for (at, byte) in name.bytes().enumerate() {
            places[usize::from(byte)] |= 1 << at;
        }
        Some(Typed { places, letters: letters(name.as_bytes()), length })
    }

    /// Returns the number of insertions, deletions, replacements and exchanged neighbours, if it is at most `most`.
    pub fn distance(&self, other: &[u8], most: u32) -> Option<u32> {
        if self.length.abs_diff(other.len() as u32) > most {
            return None;
        }
        self.compare(other, most, 1)
    }

    /// Returns the number of changes between this and the end of a longer name, if it is at most `most`.
    pub fn distance_to_end(&self, other: &[u8], most: u32) -> Option<u32> {
        let skipped = other.len().checked_sub((self.length + most) as usize)?;
        self.compare(&other[skipped..], most, 0)
    }

    /// `start` is 0 where the other name may begin anywhere.
    fn compare(&self, other: &[u8], most: u32, start: u64) -> Option<u32> {
        // Each letter that the other has nowhere is a change; told much sooner than the distance.
        if (self.letters & !letters(other)).count_ones() > most {
            return None;
        }
        let last = 1_u64 << (self.length - 1);
        let (mut more, mut less, mut distance) = (u64::MAX, 0_u64, self.length);
        let (mut diagonal, mut equal_before) = (u64::MAX, 0_u64);
        for (at, &byte) in other.iter().enumerate() {
            let equal = self.places[usize::from(byte)];
            let exchanged = ((!diagonal & equal) << 1) & equal_before;
            diagonal = (((equal & more).wrapping_add(more)) ^ more) | equal | less | exchanged;
            let (mut up, mut down) = (less | !(diagonal | more), more & diagonal);
            distance += u32::from(up & last != 0);
            distance -= u32::from(down & last != 0);
            up = up << 1 | start;
            down <<= 1;
            more = down | !(diagonal | up);
            less = up & diagonal;
            equal_before = equal;
            // What is still to come can take away at most one each.
            if distance > most + (other.len() - at - 1) as u32 {
                return None;
            }
        }
        (distance <= most).then_some(distance)
    }
}

#[cfg(test)]
mod tests {
    use super::Typed;

    #[test]
    fn distances_are_those_of_levenshtein() {
        let distance = |a: &str, b: &str| Typed::new(a).unwrap().distance(b.as_bytes(), 9);
        assert_eq!(distance("kitten", "sitting"), Some(3));
        assert_eq!(distance("pytyperedy", "pytypeready"), Some(1));
        assert_eq!(distance("abc", "abc"), Some(0));
        assert_eq!(distance("abc", "cab"), Some(2));
        assert_eq!(distance("lookdcit", "lookdict"), Some(1));
        assert_eq!(Typed::new("movetoed").unwrap().distance_to_end(b"ordereddictmovetoend", 1), Some(1));
        assert_eq!(Typed::new("movetoed").unwrap().distance_to_end(b"move", 1), None);
        assert_eq!(Typed::new("abcdef").unwrap().distance(b"uvwxyz", 2), None);
        assert!(Typed::new("").is_none() && Typed::new(&"x".repeat(65)).is_none());
        assert_eq!(distance(&"x".repeat(64), &"x".repeat(63)), Some(1));
    }
}
