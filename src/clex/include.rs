//! Which file an `#include "path"` means.

use std::cmp::Reverse;

/// Returns the file that `path` means in `folder`, of those whose last part is the same: the one it leads to from
/// there, else one that ends so, those of `Include/` first, then the nearest.
pub fn included<'p, K: Copy>(
    candidates: impl Iterator<Item = (K, &'p str)> + Clone,
    folder: &str,
    path: &str,
) -> Option<K> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "." => {}
            _ => parts.push(part),
        }
    }
    let direct = parts.join("/");
    if let Some((key, _)) = candidates.clone().find(|(_, known)| *known == direct) {
        return Some(key);
    }
    let ends = |known: &str| known == path || known.strip_suffix(path).is_some_and(|front| front.ends_with('/'));
    let shared = |known: &str| known.bytes().zip(folder.bytes()).take_while(|(a, b)| a == b).count();
    let near = candidates.filter(|(_, known)| ends(known));
    let (key, _) =
        near.max_by_key(|(_, known)| (known.starts_with("Include/"), shared(known), Reverse(known.len())))?;
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::included;

    #[test]
    fn relative_then_include_then_near() {
        let files = ["Include/a.h", "Modules/a.h", "Modules/x/a.h", "Modules/x/clinic/b.c.h"];
        let find = |folder: &str, path: &str| {
            let base = path.rsplit('/').next().unwrap();
            let alike = files.iter().filter(|file| file.ends_with(&format!("/{base}"))).map(|file| (*file, *file));
            included(alike, folder, path)
        };
        assert_eq!(find("Modules/x", "a.h"), Some("Modules/x/a.h"));
        assert_eq!(find("Modules/x", "../a.h"), Some("Modules/a.h"));
        assert_eq!(find("Python", "a.h"), Some("Include/a.h"));
        assert_eq!(find("Python", "clinic/b.c.h"), Some("Modules/x/clinic/b.c.h"));
        assert_eq!(find("Python", "c.h"), None);
    }
}
