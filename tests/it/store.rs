//! The store keeps what it is given, survives damage, and never shows half a pack.

use cpynav::store::{Key, PackWriter, Packs, sweep};
use std::fs;
use std::path::{Path, PathBuf};

fn key(number: u32) -> Key {
    let mut key = [7; 20];
    key[..4].copy_from_slice(&number.wrapping_mul(0x9e37_79b9).to_be_bytes());
    key
}

fn value(number: u32) -> Vec<u8> {
    format!("entry {number} ").repeat((number % 97) as usize).into_bytes()
}

fn write(folder: &Path, numbers: impl Iterator<Item = u32>) {
    let writer = PackWriter::create(folder).unwrap();
    numbers.for_each(|number| writer.add(key(number), &value(number)).unwrap());
    writer.finish().unwrap();
}

fn packs(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn what_goes_in_comes_out_across_many_packs() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), 0..2000);
    write(folder.path(), 1500..3000);
    let store = Packs::open(folder.path());
    assert_eq!((store.count(), store.damaged(), store.keys().len()), (2, 0, 3000));
    for number in 0..3000 {
        assert_eq!(store.get(&key(number)).as_deref(), Some(&value(number)[..]), "{number}");
    }
    assert!(!store.contains(&key(3000)) && store.get(&key(3000)).is_none());
}

#[test]
fn entries_larger_than_a_block_and_empty_ones_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let large: Vec<u8> = (0..1_000_000_u32).flat_map(u32::to_le_bytes).collect();
    let writer = PackWriter::create(folder.path()).unwrap();
    writer.add(key(1), &large).unwrap();
    writer.add(key(2), b"").unwrap();
    writer.finish().unwrap();
    let store = Packs::open(folder.path());
    assert!(store.get(&key(1)).is_some_and(|bytes| bytes == large));
    assert_eq!(store.get(&key(2)), Some(Vec::new()));
}

#[test]
fn a_folder_that_is_missing_is_an_empty_store() {
    let folder = tempfile::tempdir().unwrap();
    let store = Packs::open(&folder.path().join("nothing"));
    assert_eq!((store.get(&key(1)), store.count()), (None, 0));
}

#[test]
fn a_pack_that_is_not_finished_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let writer = PackWriter::create(folder.path()).unwrap();
    writer.add(key(1), &vec![1; 100_000]).unwrap();
    assert_eq!(Packs::open(folder.path()).count(), 0, "unfinished packs are not seen");
    drop(writer);
    assert!(packs(folder.path()).is_empty());
    PackWriter::create(folder.path()).unwrap().finish().unwrap();
    assert!(packs(folder.path()).is_empty(), "an empty pack is not written");
}

#[test]
fn two_writers_at_once_do_not_meet() {
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for offset in [0, 400, 800] {
            let folder = folder.path();
            scope.spawn(move || write(folder, offset..offset + 1000));
        }
    });
    let store = Packs::open(folder.path());
    assert_eq!((store.count(), store.keys().len()), (3, 1800));
    assert!((0..1800).all(|number| store.get(&key(number)) == Some(value(number))));
}

#[test]
fn many_threads_fill_one_pack() {
    let folder = tempfile::tempdir().unwrap();
    let writer = PackWriter::create(folder.path()).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let writer = &writer;
            scope.spawn(move || {
                (0..1000).for_each(|number| writer.add(key(number * 4 + thread), &value(number * 4 + thread)).unwrap());
            });
        }
    });
    writer.finish().unwrap();
    let store = Packs::open(folder.path());
    assert!((0..4000).all(|number| store.get(&key(number)) == Some(value(number))));
}

#[test]
fn a_truncated_pack_is_passed_over_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), 0..500);
    let whole = fs::read(&packs(folder.path())[0]).unwrap();
    write(folder.path(), 500..1000);
    for length in [0, 7, 8, 20, whole.len() / 2, whole.len() - 1] {
        fs::write(&packs(folder.path())[0], &whole[..length]).unwrap();
        let store = Packs::open(folder.path());
        assert_eq!(store.get(&key(1)), None, "{length}");
        assert_eq!(store.get(&key(700)), Some(value(700)), "{length}");
        assert_eq!(store.damaged(), 1, "{length}");
    }
}

#[test]
fn a_flipped_byte_never_gives_wrong_bytes() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), 0..300);
    let path = packs(folder.path())[0].clone();
    let whole = fs::read(&path).unwrap();
    for at in (0..whole.len()).step_by(97) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x41;
        fs::write(&path, bytes).unwrap();
        let store = Packs::open(folder.path());
        for number in (0..300).step_by(29) {
            assert!(store.get(&key(number)).is_none_or(|bytes| bytes == value(number)), "byte {at}, entry {number}");
        }
    }
}

#[test]
fn sweeping_keeps_what_is_wanted_in_one_pack() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), 0..600);
    write(folder.path(), 300..900);
    fs::write(folder.path().join("0-broken.pack"), b"no pack").unwrap();
    let open_before = Packs::open(folder.path());
    let wanted: std::collections::HashSet<Key> = (200..400).map(key).collect();
    let swept = sweep(folder.path(), |key| wanted.contains(key)).unwrap();
    assert_eq!((swept.kept, swept.dropped, swept.damaged), (200, 700, 1));
    assert!(swept.after < swept.before);
    let store = Packs::open(folder.path());
    assert_eq!((store.count(), store.keys().len()), (1, 200));
    assert_eq!(open_before.get(&key(350)), Some(value(350)), "a reader from before finds the new pack");
    assert_eq!(sweep(folder.path(), |_| false).unwrap().kept, 0);
    assert!(packs(folder.path()).is_empty());
}
