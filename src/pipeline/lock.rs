//! One writer per index folder: a locked file that says which process it is.

use super::PipelineError;
use crate::places::Places;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::time::Duration;

/// How often, and how long each time, a lock that names nobody is waited for.
const PAUSES: u32 = 40;
const PAUSE: Duration = Duration::from_millis(5);

/// Held while a process writes below the index folder; the system lets go of it even after a crash.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
}

impl Lock {
    /// Takes the lock, or says who has it. What a killed writer left behind is removed.
    pub fn take(places: &Places) -> Result<Lock, PipelineError> {
        let failed = |error| PipelineError::Io { what: format!("lock {}", places.lock().display()), error };
        places
            .make_index()
            .map_err(|error| PipelineError::Io { what: format!("make {}", places.index.display()), error })?;
        let mut options = OpenOptions::new();
        let mut file =
            options.read(true).write(true).create(true).truncate(false).open(places.lock()).map_err(failed)?;
        for pause in (0..=PAUSES).rev() {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) => {
                    let mut owner = String::new();
                    // Where a locked file cannot be read the number is simply not told.
                    let _ = file.rewind().and_then(|()| file.read_to_string(&mut owner));
                    let process = owner.trim().parse().ok();
                    if process.is_some() || pause == 0 {
                        return Err(PipelineError::Busy { process });
                    }
                    // Nobody's any more: a program that was just being started holds on until it runs.
                    std::thread::sleep(PAUSE);
                }
                Err(TryLockError::Error(error)) => return Err(failed(error)),
            }
        }
        file.set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| writeln!(file, "{}", std::process::id()))
            .map_err(failed)?;
        tidy(&places.index);
        Ok(Lock { file })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // An empty file names nobody; the lock itself ends with the file's handle.
        let _ = self.file.set_len(0);
    }
}

/// Removes half-written indexes and packs. Only the holder of the lock may: nobody else is writing.
fn tidy(index: &Path) {
    for entry in fs::read_dir(index).into_iter().flatten().flatten() {
        let path = entry.path();
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            let _ = fs::remove_dir_all(path);
        } else if path.is_dir() {
            for file in fs::read_dir(path).into_iter().flatten().flatten() {
                if file.path().extension().is_some_and(|extension| extension == "tmp") {
                    let _ = fs::remove_file(file.path());
                }
            }
        }
    }
}
