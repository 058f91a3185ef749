//! Text -> 64 bits that are the same on all systems and in all versions: keys of look-ups, signs that a text is the same.

/// The bits of a text; sixteen bytes a step.
pub fn fingerprint(bytes: &[u8]) -> u64 {
    let mut state = mix(bytes.len() as u64, 0);
    let (whole, rest) = bytes.as_chunks::<16>();
    for chunk in whole {
        state = step(state, u128::from_le_bytes(*chunk));
    }
    if !rest.is_empty() {
        let mut padded = [0; 16];
        padded[..rest.len()].copy_from_slice(rest);
        state = step(state, u128::from_le_bytes(padded));
    }
    mix(state, OTHER.rotate_left(7))
}

/// Makes one of two; which of them comes first counts.
pub fn joined(one: u64, other: u64) -> u64 {
    mix(one, other ^ OTHER.rotate_left(7))
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
