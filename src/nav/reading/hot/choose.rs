//! Weights of lines and a budget -> the lines to read: those whose weight per line of reading is best.
//!
//! A list costs one per line and one per place. For a price per line, the best choice in a function follows from one pass
//! over its lines; the price at which the budget is just spent is found by halving.

use super::measured::{HotFunction, HotLine};

/// What continues within so many lines is the same place.
const SAME_PLACE: u32 = 3;
/// Halvings of the price: more than a price's digits tell apart.
const HALVINGS: u32 = 48;

/// Returns for each function the lines to read, in rising order; none where it is not worth its place.
pub fn choose(functions: &[HotFunction], budget: u32) -> Vec<Vec<u32>> {
    let budget = budget as usize;
    let most = functions.iter().flat_map(|function| &function.lines).map(|line| line.rank).fold(0.0, f64::max);
    let (mut low, mut high) = (0.0, most);
    for _ in 0..HALVINGS {
        let price = f64::midpoint(low, high);
        let cost: usize = functions.iter().map(|function| cost(&best(&function.lines, price))).sum();
        if cost > budget { low = price } else { high = price }
    }
    let mut chosen: Vec<Vec<u32>> = functions.iter().map(|function| best(&function.lines, high)).collect();
    fill(functions, &mut chosen, budget);
    chosen
}

/// Lines to read and places to find.
pub fn cost(lines: &[u32]) -> usize {
    let places = lines.iter().enumerate().filter(|&(at, &line)| at == 0 || line > lines[at - 1] + SAME_PLACE).count();
    lines.len() + places
}

/// The choice of lines that is worth most when a line and a place cost `price` each.
fn best(lines: &[HotLine], price: f64) -> Vec<u32> {
    // For each line: the best value of a choice that ends with it, and the line before it in that choice.
    let mut ends: Vec<(f64, Option<usize>)> = Vec::with_capacity(lines.len());
    // The best of all choices before each line, and its last line.
    let mut so_far: (f64, Option<usize>) = (0.0, None);
    for (at, line) in lines.iter().enumerate() {
        let mut value = (so_far.0 - price, so_far.1);
        for before in (0..at).rev().take_while(|&before| line.line - lines[before].line <= SAME_PLACE) {
            if ends[before].0 > value.0 {
                value = (ends[before].0, Some(before));
            }
        }
        value.0 += line.rank - price;
        ends.push(value);
        if value.0 > so_far.0 {
            so_far = (value.0, Some(at));
        }
    }
    let mut out = Vec::new();
    let mut at = so_far.1;
    while let Some(index) = at {
        out.push(lines[index].line);
        at = ends[index].1;
    }
    out.reverse();
    out
}

/// Spends what is left: the price jumps over the last lines.
fn fill(functions: &[HotFunction], chosen: &mut [Vec<u32>], budget: usize) {
    let mut spent: usize = chosen.iter().map(|lines| cost(lines)).sum();
    let mut rest: Vec<(f64, usize, u32)> = Vec::new();
    for (index, function) in functions.iter().enumerate() {
        let left = function.lines.iter().filter(|line| line.rank > 0.0 && !chosen[index].contains(&line.line));
        rest.extend(left.map(|line| (line.rank, index, line.line)));
    }
    rest.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    for (_, index, line) in rest {
        if spent >= budget {
            break;
        }
        let mut with = chosen[index].clone();
        let at = with.partition_point(|known| *known < line);
        with.insert(at, line);
        let more = spent - cost(&chosen[index]) + cost(&with);
        if more <= budget {
            spent = more;
            chosen[index] = with;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{best, cost};
    use crate::nav::reading::hot::measured::HotLine;

    fn lines(of: &[(u32, f64)]) -> Vec<HotLine> {
        of.iter().map(|&(line, rank)| HotLine { line, rank, share: rank }).collect()
    }

    #[test]
    fn a_place_is_paid_once() {
        assert_eq!(cost(&[10, 11, 14, 18]), 6);
        assert_eq!(cost(&[]), 0);
    }

    #[test]
    fn lines_are_chosen_that_are_worth_their_price() {
        let some = lines(&[(1, 5.0), (2, 0.1), (3, 4.0), (20, 1.5), (40, 9.0)]);
        assert_eq!(best(&some, 1.0), [1, 3, 40]);
        assert_eq!(best(&some, 0.05), [1, 2, 3, 20, 40]);
        assert_eq!(best(&some, 10.0), Vec::<u32>::new());
    }
}
