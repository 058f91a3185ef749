//! An index on disk: what is written is what is read, and what cannot be read says why.

use crate::made;
use cpynav::index::{self, Manifest, OpenError, Reader, Report};
use cpynav::model::SymbolGraph;
use std::fs;
use tempfile::tempdir;

#[test]
fn what_is_written_is_read() {
    let folder = tempdir().unwrap();
    made::write(folder.path(), "v3.13.5");
    let graph = made::sample();
    let [indexed] = index::catalogue(folder.path()).try_into().unwrap();
    let reader = Reader::open(&indexed.folder).unwrap();
    for (id, definition) in graph.definitions.iter().enumerate() {
        assert_eq!(&reader.definition(id as u32).unwrap().definition, definition);
    }
    for (number, name) in graph.names.iter().enumerate() {
        assert_eq!(&reader.name(number as u32).unwrap(), name);
    }
    let links: usize = (0..reader.definitions()).map(|id| reader.links(id).unwrap().out.len()).sum();
    assert_eq!(links, graph.links.len());
    for (id, file) in graph.files.iter().enumerate() {
        assert_eq!(reader.path(id as u32), &*file.path);
        assert_eq!(reader.file(&file.path), Some(id as u32));
        assert_eq!(reader.blob(id as u32).unwrap().0, file.blob);
    }
    assert_eq!(reader.file("Lib/none.py"), None);
    assert!(reader.definition(reader.definitions()).is_err());
}

#[test]
fn an_index_is_replaced_whole_and_leaves_nothing_behind() {
    let folder = tempdir().unwrap();
    made::write(folder.path(), "v3.13.5");
    let before = Reader::open(&index::catalogue(folder.path())[0].folder).unwrap();
    made::write(folder.path(), "v3.13.5");
    assert_eq!(before.by_symbol("PyList_Append").unwrap().len(), 1);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_cancelled_run_leaves_the_old_index() {
    let folder = tempdir().unwrap();
    made::write(folder.path(), "v3.13.5");
    let place = index::catalogue(folder.path()).remove(0).folder;
    let manifest = Manifest::new(made::revision("/src/cpython", "v3.13.5"));
    let result = index::write(&place, &SymbolGraph::default(), &manifest, &Report::default(), &mut |_, _| false);
    assert!(result.is_err());
    assert_eq!(Reader::open(&place).unwrap().definitions() as usize, made::sample().definitions.len());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn an_index_of_nothing_opens() {
    let folder = tempdir().unwrap();
    let manifest = Manifest::new(made::revision("/src/cpython", "main"));
    let place = folder.path().join("empty");
    index::write(&place, &SymbolGraph::default(), &manifest, &Report::default(), &mut |_, _| true).unwrap();
    let reader = Reader::open(&place).unwrap();
    assert!(reader.by_dotted("list").unwrap().is_empty());
    assert_eq!(reader.paths().count(), 0);
    assert_eq!(reader.file("a"), None);
}

#[test]
fn other_formats_and_damage_are_told_apart() {
    let folder = tempdir().unwrap();
    assert!(matches!(Reader::open(folder.path()), Err(OpenError::Missing)));
    made::write(folder.path(), "v3.13.5");
    let place = index::catalogue(folder.path()).remove(0).folder;

    let manifest = place.join("manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, text.replace(&format!("\"format\": {}", index::FORMAT), "\"format\": 0")).unwrap();
    assert!(matches!(Reader::open(&place), Err(OpenError::OldFormat { found: 0, want: index::FORMAT })));

    fs::write(&manifest, "{").unwrap();
    assert!(matches!(Reader::open(&place), Err(OpenError::Damaged(_))));

    fs::write(&manifest, text).unwrap();
    fs::remove_file(place.join("meta.json")).unwrap();
    assert!(matches!(Reader::open(&place), Err(OpenError::Damaged(_))));
}

/// Whatever bytes stand there: an error or another answer, no panic.
#[test]
fn damaged_files_never_panic() {
    let folder = tempdir().unwrap();
    made::write(folder.path(), "v3.13.5");
    let place = index::catalogue(folder.path()).remove(0).folder;
    let ask = || -> anyhow::Result<()> {
        let reader = Reader::open(&place)?;
        let _ = (reader.by_symbol("PyList_Append"), reader.by_dotted("list.append"), reader.by_scope("builtins.list"));
        let _ = (reader.by_folded("append"), reader.starting_with("", 1000), reader.misspelt("appedn", 2));
        for id in 0..reader.definitions() {
            let _ =
                (reader.definition(id), reader.links(id), reader.weight(id), reader.blob(id), reader.path(id).len());
        }
        for number in 0..reader.names() {
            let _ = (reader.name(number), reader.rule(0), reader.condition(1));
        }
        Ok(())
    };
    ask().unwrap();
    for name in ["records", "keys", "folds", "folded", "weights", "tables", "paths"] {
        let file = place.join(name);
        let whole = fs::read(&file).unwrap();
        for at in (0..whole.len()).step_by(whole.len().div_ceil(150)) {
            let mut damaged = whole.clone();
            damaged[at] ^= 0xa5;
            fs::write(&file, &damaged).unwrap();
            let _ = ask();
            fs::write(&file, &whole[..at]).unwrap();
            let cut = ask();
            let is_told = matches!(name, "records" | "keys" | "folds" | "weights");
            assert!(cut.is_err() || !is_told, "{name} cut after {at} bytes");
        }
        fs::write(&file, &whole).unwrap();
    }
    ask().unwrap();
}

#[cfg(unix)]
#[test]
fn reading_writes_nothing_into_the_folder() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempdir().unwrap();
    made::write(folder.path(), "v3.13.5");
    let place = index::catalogue(folder.path()).remove(0).folder;
    let files = || {
        let mut names: Vec<_> = fs::read_dir(&place).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let before = files();
    fs::set_permissions(&place, fs::Permissions::from_mode(0o555)).unwrap();
    let found = Reader::open(&place).unwrap().by_symbol("PyList_Append").unwrap();
    fs::set_permissions(&place, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(files(), before);
    // An index may be shared: what one user writes another may read.
    for name in files() {
        let mode = fs::metadata(place.join(&name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o444, 0o444 & fs::metadata(place.join("tables")).unwrap().permissions().mode(), "{name:?}");
    }
}
