//! Sorting of lists with many large items: numbers are sorted, then each item is moved to its place, most never.

use std::cmp::Ordering;

/// Sorts a list, equal items staying in order; returns the new place for each old one.
pub fn sort_by<T>(list: &mut [T], compare: impl Fn(&T, &T) -> Ordering) -> Vec<u32> {
    let mut order: Vec<u32> = (0..list.len() as u32).collect();
    order.sort_by(|&one, &other| compare(&list[one as usize], &list[other as usize]));
    let mut places = vec![0; order.len()];
    for (new, &old) in order.iter().enumerate() {
        places[old as usize] = new as u32;
    }
    let mut ahead = places.clone();
    for at in 0..list.len() {
        while ahead[at] as usize != at {
            let place = ahead[at] as usize;
            list.swap(at, place);
            ahead.swap(at, place);
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_and_their_places_agree() {
        let before = [(5, 'a'), (1, 'b'), (5, 'c'), (3, 'd'), (1, 'e'), (9, 'f')];
        let mut after = before;
        let places = sort_by(&mut after, |one, other| one.0.cmp(&other.0));
        assert_eq!(after.map(|(_, letter)| letter), ['b', 'e', 'd', 'a', 'c', 'f']);
        for (old, item) in before.iter().enumerate() {
            assert_eq!(after[places[old] as usize], *item);
        }
    }
}
