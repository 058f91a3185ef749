//! What many releases side by side cost: CPU and disk after each of `CPYNAV_REVS=v3.8.0,v3.9.0,…`, in that order.

mod shared;

use shared::{clone, cpynav, timed};
use std::path::Path;

fn main() {
    let Some(repository) = clone() else { return println!("no clone: CPYNAV_CPYTHON names one") };
    let repo = repository.to_str().expect("a path that can be typed");
    let revs = std::env::var("CPYNAV_REVS").unwrap_or_else(|_| "HEAD".to_owned());
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (mut all, mut first) = (0.0, None);
    println!("releases  cpu s  of the first  all cpu s  MB on disk");
    for (number, rev) in (1..).zip(revs.split(',')) {
        let ((), cost) = timed(|| cpynav(folder.path(), &["index", "--repo", repo, rev]));
        all += cost.cpu;
        let share = cost.cpu / *first.get_or_insert(cost.cpu);
        let disk = bytes(folder.path()) as f64 / 1e6;
        println!("{number:>2} {rev:<8} {:>5.2}  {share:>12.2}  {all:>9.2}  {disk:>10.1}", cost.cpu);
    }
}

fn bytes(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let size = |entry: std::fs::DirEntry| match entry.metadata() {
        Ok(metadata) if metadata.is_dir() => bytes(&entry.path()),
        Ok(metadata) => metadata.len(),
        Err(_) => 0,
    };
    entries.map(size).sum()
}
