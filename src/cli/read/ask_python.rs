//! Asks a Python of the same version which instructions a piece of code compiles to. Only on request; the code is
//! compiled, never run.

use crate::cli::error::CliError;
use crate::nav::Navigator;
use crate::nav::script::{Compiled, Instruction};
use serde::Deserialize;
use std::env;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const ASK: &str = include_str!("ask_python.py");

/// Stands for whichever Python of the right version the search path has.
pub const ANY: &str = "python3";

/// What the other Python says.
#[derive(Deserialize)]
struct Answer {
    version: (u32, u32, u32, String),
    /// Why the code is none; the rest is then empty.
    error: Option<String>,
    /// Name, line in the code, what goes with it.
    #[serde(default)]
    instructions: Vec<(String, Option<u32>, Option<String>)>,
}

/// Major and minor version of the sources of the index, and the whole as it is written there.
fn wanted(navigator: &Navigator) -> Option<(u32, u32, String)> {
    let revision = navigator.revision();
    let named = || revision.rev.strip_prefix('v').map(ToOwned::to_owned);
    let version = navigator.manifest().python.clone().or_else(named)?;
    let mut numbers = version.split('.').map(|part| {
        let end = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        part[..end].parse::<u32>().ok()
    });
    let (major, minor) = (numbers.next()??, numbers.next()??);
    Some((major, minor, version))
}

/// The first of some programs on the search path.
fn on_path(names: &[String]) -> Option<PathBuf> {
    let folders: Vec<PathBuf> = env::split_paths(&env::var_os("PATH")?).collect();
    names.iter().find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|path| path.is_file()))
}

/// The instructions of some code by the Python at `program`; a name without a folder is looked for on the search path.
pub fn ask(navigator: &Navigator, program: &Path, code: &str) -> Result<Compiled, CliError> {
    let rev = &navigator.revision().rev;
    let Some((major, minor, version)) = wanted(navigator) else {
        return Err(CliError::new(format!("the version of {rev} is not known, so no Python can be asked for it"))
            .hint("leave --ask-python out: the sources are followed then"));
    };
    let other = format!("give one with --ask-python=PATH, or leave it out: the sources of {rev} are followed then");
    let name = program.to_string_lossy();
    let program = if program.components().nth(1).is_some() {
        program.to_owned()
    } else {
        let exact = (name == ANY).then(|| format!("python{major}.{minor}"));
        let names: Vec<String> = exact.into_iter().chain([name.to_string()]).collect();
        on_path(&names).ok_or_else(|| CliError::new(format!("no {name} on the search path")).hint(other.as_str()))?
    };
    let shown = program.display();
    let failed = |why: &str| CliError::new(format!("cannot ask {shown}: {why}")).hint(other.as_str());
    // -I keeps the user's own modules and variables out, -S those of the site.
    let mut child = Command::new(&program)
        .args(["-I", "-S", "-X", "utf8", "-c", ASK])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| failed(&error.to_string()))?;
    let sent = child.stdin.take().map_or(Ok(()), |mut to| to.write_all(code.as_bytes()));
    let output = child.wait_with_output().map_err(|error| failed(&error.to_string()))?;
    let answer = serde_json::from_slice::<Answer>(&output.stdout).ok().filter(|_| sent.is_ok());
    let Some(answer) = answer else {
        let told = String::from_utf8_lossy(&output.stderr);
        let last = told.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("it does not answer as a Python does");
        return Err(failed(last));
    };
    let (has_major, has_minor, micro, full) = answer.version;
    if (has_major, has_minor) != (major, minor) {
        return Err(CliError::new(format!(
            "{shown} is Python {full}, {rev} is {version}: their instructions are not the same"
        ))
        .hint(format!("ask a Python {major}.{minor}: --ask-python=PATH")));
    }
    if let Some(error) = answer.error {
        return Err(CliError::new(format!("{shown} cannot compile it: {error}")));
    }
    let mut asked =
        format!("the instructions are those of {shown}, Python {full}, which compiled the code and ran nothing");
    if full != version {
        let near = if version.starts_with(&format!("{major}.{minor}.{micro}")) {
            "not the same build"
        } else {
            "another release"
        };
        asked.extend(["; ", rev, " is ", &version, ", ", near]);
    }
    let instructions = answer.instructions.into_iter().map(|(name, line, detail)| Instruction {
        name,
        detail,
        by: String::new(),
        node: line.map(|line| ("", line)),
        certain: true,
    });
    Ok(Compiled { instructions: instructions.collect(), errors: Vec::new(), asked: Some(asked) })
}
