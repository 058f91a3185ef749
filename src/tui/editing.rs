//! Opens the editor on a file: the one on this disk where it is the same, else a copy.

use super::document::Document;
use super::editor;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Component, Path, PathBuf};

/// A folder of copies, removed at the end.
#[derive(Debug)]
pub struct Copies {
    folder: PathBuf,
}

impl Copies {
    fn make() -> Result<Self> {
        let base = std::env::temp_dir();
        for number in 0..100 {
            let folder = base.join(format!("cpynav-{}-{number}", std::process::id()));
            let mut builder = fs::DirBuilder::new();
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            match builder.create(&folder) {
                Ok(()) => return Ok(Copies { folder }),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error).with_context(|| format!("making {}", folder.display())),
            }
        }
        bail!("no folder for copies can be made in {}", base.display())
    }

    /// Writes a copy; write-protected, so that nobody takes it for the file itself.
    fn write(&self, document: &Document) -> Result<PathBuf> {
        let path = self.folder.join(inside(document.file()).context("the path leads out of the repository")?);
        if !path.exists() {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(&path, &document.source.text).with_context(|| format!("writing {}", path.display()))?;
            let mut permissions = fs::metadata(&path)?.permissions();
            permissions.set_readonly(true);
            fs::set_permissions(&path, permissions)?;
        }
        Ok(path)
    }
}

impl Drop for Copies {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Returns the path when it stays inside its folder.
fn inside(file: &str) -> Option<&Path> {
    let path = Path::new(file);
    path.components().all(|part| matches!(part, Component::Normal(_))).then_some(path)
}

/// Opens the editor and waits for it.
pub fn edit(
    editor: &str,
    root: Option<&Path>,
    copies: &mut Option<Copies>,
    document: &Document,
    line: u32,
) -> Result<()> {
    let own = root.and_then(|root| Some(root.join(inside(document.file())?)));
    let own =
        own.filter(|path| fs::read(path).is_ok_and(|bytes| String::from_utf8_lossy(&bytes) == document.source.text));
    let path = if let Some(path) = own {
        path
    } else {
        if copies.is_none() {
            *copies = Some(Copies::make()?);
        }
        copies.as_ref().context("the folder for copies was just made")?.write(document)?
    };
    let mut command = editor::command(editor, &path, line)?;
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("starting {program} (set $VISUAL or $EDITOR)"))?;
    if !status.success() {
        bail!("{program} ended with {status}");
    }
    Ok(())
}
