//! Whether a branch has moved since it was indexed, as far as a glance into the repository's folder tells: git itself
//! would cost more than the answer.

use super::Navigator;
use std::fs;
use std::path::{Path, PathBuf};

/// Repositories with more packed references than this are not looked through.
const PACKED: u64 = 4 << 20;

impl Navigator {
    /// Returns a note for the person when the branch that answers is somewhere else by now.
    pub fn moved(&self) -> Option<String> {
        let revision = self.revision();
        let folder = git_folder(Path::new(&revision.repository))?;
        let now = branch(&folder, &revision.rev)?;
        (now != revision.commit).then(|| {
            let then = revision.commit.get(..12).unwrap_or(&revision.commit);
            format!("{} has moved; this answers from {then}, as indexed (cpynav update)", revision.rev)
        })
    }
}

fn git_folder(repository: &Path) -> Option<PathBuf> {
    let inside = repository.join(".git");
    let folder = if inside.is_dir() { inside } else { repository.to_owned() };
    folder.join("HEAD").is_file().then_some(folder)
}

fn branch(folder: &Path, name: &str) -> Option<String> {
    let reference = format!("refs/heads/{name}");
    if let Ok(text) = fs::read_to_string(folder.join(&reference)) {
        return Some(text.trim().to_owned());
    }
    let packed = folder.join("packed-refs");
    if fs::metadata(&packed).ok()?.len() > PACKED {
        return None;
    }
    let text = fs::read_to_string(packed).ok()?;
    let mut lines = text.lines();
    lines.find_map(|line| line.strip_suffix(&reference)?.strip_suffix(' ').map(str::to_owned))
}
