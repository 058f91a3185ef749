//! What following a branch costs: commit by commit (the middle of many), and from one patch release to the next, beside
//! a full index and `ctags -R` over the tree.
//!
//! `CPYNAV_COMMITS=20` says how many commits before `CPYNAV_REV` (or the default branch) are followed;
//! `CPYNAV_PATCH=v3.14.6..v3.14.7` names two patch releases.

mod shared;

use shared::{check_out, clone, cpynav, ctags, median, run, skipped, snapshot, timed};
use std::process::Command;

fn main() {
    let Some(repository) = clone() else { return println!("no clone: CPYNAV_CPYTHON names one") };
    let (_source, snapshot) = snapshot();
    let repo = repository.to_str().expect("a path that can be typed");
    let wanted: usize = std::env::var("CPYNAV_COMMITS").ok().and_then(|it| it.parse().ok()).unwrap_or(20);
    let commits = commits(repo, &snapshot.revision.commit, wanted + 1);
    let Some((first, later)) = commits.split_first() else { return skipped("git") };

    let folder = tempfile::tempdir().expect("a temporary folder");
    let index = |rev: &str| timed(|| cpynav(folder.path(), &["index", "--repo", repo, rev])).1;
    let full = index(first);
    println!("full index: cpu {:.2} s  wall {:.2} s", full.cpu, full.wall);
    let costs: Vec<_> = later.iter().map(|commit| index(commit)).collect();
    let each: Vec<String> = costs.iter().map(|cost| format!("{:.2}", cost.cpu)).collect();
    println!("cpu s of {} commits: {}", costs.len(), each.join(" "));
    let cpu = median(costs.iter().map(|cost| cost.cpu).collect());
    let wall = median(costs.iter().map(|cost| cost.wall).collect());
    println!("one commit, the middle: cpu {cpu:.2} s  wall {wall:.2} s");
    println!("one commit / full index: {:.2}", cpu / full.cpu.max(0.01));

    let tree = tempfile::tempdir().expect("a temporary folder");
    check_out(&snapshot, tree.path());
    let tags = folder.path().join("tags");
    if run(&mut ctags(tree.path(), &tags)).is_none() {
        skipped("ctags");
    } else {
        let peers = (0..3).map(|_| timed(|| run(&mut ctags(tree.path(), &tags))).1.cpu).collect();
        println!("one commit / ctags over the tree: {:.2}", cpu / median(peers).max(0.01));
    }

    let patch = std::env::var("CPYNAV_PATCH").ok();
    if let Some((old, new)) = patch.as_deref().and_then(|patch| patch.split_once("..")) {
        let fresh = tempfile::tempdir().expect("a temporary folder");
        let index = |rev: &str| timed(|| cpynav(fresh.path(), &["index", "--repo", repo, rev])).1.cpu;
        let (full, next) = (index(old), index(new));
        println!("{new} after {old}: cpu {next:.2} s of {full:.2} s, {:.2} of a full index", next / full.max(0.01));
    }
}

/// The last commits up to one, the oldest first.
fn commits(repo: &str, last: &str, count: usize) -> Vec<String> {
    let mut git = Command::new("git");
    git.args(["-C", repo, "log", "--first-parent", "--no-merges", "--format=%H", "-n"])
        .arg(count.to_string())
        .arg(last);
    let Ok(output) = git.output() else { return Vec::new() };
    let mut commits: Vec<String> = String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect();
    commits.reverse();
    commits
}
