//! A connection to a remote: what it has, and fetching some of it.

use super::fetch::{Depth, Step, Watch, stopped};
use super::{SourceError, web};
use git2::{AutotagOption, Direction, FetchOptions, Oid, ProxyOptions, Remote, RemoteCallbacks, Repository};
use std::cell::{Cell, RefCell};

/// What libgit2 is built with here.
const PROTOCOLS: [&str; 3] = ["https://", "http://", "git://"];

/// Ask for all history, also what a shallow clone left out (`GIT_FETCH_DEPTH_UNSHALLOW`).
const UNSHALLOW: i32 = i32::MAX;

/// A branch or tag of the remote.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Head {
    name: String,
    id: Oid,
    /// For `HEAD`: the branch it stands on.
    symref: Option<String>,
}

/// An open connection.
pub(super) struct Connection<'r> {
    remote: Remote<'r>,
    url: String,
    heads: Vec<Head>,
}

impl<'r> Connection<'r> {
    /// Connects and asks what there is.
    pub fn open(repository: &'r Repository, url: &str, watch: Watch<'_>) -> Result<Self, SourceError> {
        if !watch(Step::Connecting) {
            return Err(SourceError::Cancelled);
        }
        let shown = web::without_secrets(url);
        if !PROTOCOLS.iter().any(|protocol| url.starts_with(protocol)) {
            return Err(SourceError::Protocol { web: web::web_address(url), url: shown });
        }
        let mut remote = repository.remote_anonymous(url).map_err(SourceError::fetching(&shown))?;
        let mut heads = Vec::new();
        {
            let mut proxy = ProxyOptions::new();
            proxy.auto();
            let connection =
                remote.connect_auth(Direction::Fetch, None, Some(proxy)).map_err(SourceError::fetching(&shown))?;
            for head in connection.list().map_err(SourceError::fetching(&shown))? {
                heads.push(Head {
                    name: head.name().to_owned(),
                    id: head.oid(),
                    symref: head.symref_target().map(str::to_owned),
                });
            }
        }
        Ok(Connection { remote, url: shown, heads })
    }

    /// Returns where a reference of the remote points.
    pub fn tip(&self, full: &str) -> Option<Oid> {
        self.heads.iter().find(|head| head.name == full).map(|head| head.id)
    }

    /// Returns the full names of the remote's references.
    pub fn names(&self) -> Vec<&str> {
        self.heads.iter().map(|head| head.name.as_str()).collect()
    }

    /// Returns the full name of the branch the remote's `HEAD` stands on.
    pub fn default_branch(&self) -> Option<String> {
        let head = self.heads.iter().find(|head| head.name == "HEAD")?;
        // Old servers do not tell the name: any branch that points at the same commit is as good.
        let same = || self.heads.iter().find(|other| other.id == head.id && other.name.starts_with("refs/heads/"));
        head.symref.clone().or_else(|| Some(same()?.name.clone()))
    }

    /// Fetches by refspecs.
    pub fn fetch(&mut self, specs: &[String], depth: Depth, watch: Watch<'_>) -> Result<(), SourceError> {
        let watch = RefCell::new(watch);
        let cancelled = Cell::new(false);
        let tell = |step| {
            let go_on = (watch.borrow_mut())(step);
            cancelled.set(cancelled.get() || !go_on);
            go_on
        };
        let mut callbacks = RemoteCallbacks::new();
        callbacks.transfer_progress(|stats| {
            let received = stats.received_objects() == stats.total_objects() && stats.total_deltas() > 0;
            tell(if received {
                Step::Resolving { deltas: stats.indexed_deltas() as u64, total: stats.total_deltas() as u64 }
            } else {
                Step::Receiving {
                    objects: stats.received_objects() as u64,
                    total: stats.total_objects() as u64,
                    bytes: stats.received_bytes() as u64,
                }
            })
        });
        callbacks.sideband_progress(|text| tell(Step::Remote(last_line(text))));
        let mut proxy = ProxyOptions::new();
        proxy.auto();
        let mut options = FetchOptions::new();
        options.remote_callbacks(callbacks).proxy_options(proxy).download_tags(AutotagOption::None);
        options.update_fetchhead(false);
        match depth {
            Depth::One => drop(options.depth(1)),
            Depth::Unshallow => drop(options.depth(UNSHALLOW)),
            Depth::All => {}
        }
        let done = self.remote.fetch(specs, Some(&mut options), None);
        drop(options);
        done.map_err(|error| {
            let stop = cancelled.get() || stopped(&error);
            if stop { SourceError::Cancelled } else { SourceError::fetching(&self.url)(error) }
        })
    }
}

/// A server sends several states of a line at once: the last one counts. What it sends is not trusted.
fn last_line(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    let line = text.split(['\r', '\n']).map(str::trim).rfind(|line| !line.is_empty()).unwrap_or_default();
    line.chars().filter(|c| !c.is_control()).collect()
}

/// Returns the refspecs for revisions, `default` (a full name) when none is asked for; a revision that the remote does
/// not have comes back with near names.
pub(super) fn wanted(
    names: &[&str],
    default: Option<&str>,
    revs: &[String],
) -> Result<Vec<String>, (String, Vec<String>)> {
    if revs.is_empty() {
        return Ok(default.iter().map(|full| format!("+{full}:{full}")).collect());
    }
    let one = |rev: &String| {
        let known = [format!("refs/tags/{rev}"), format!("refs/heads/{rev}"), format!("refs/tags/v{rev}"), rev.clone()];
        if let Some(full) = known.iter().find(|full| full.starts_with("refs/") && names.contains(&full.as_str())) {
            return Ok(format!("+{full}:{full}"));
        }
        if rev == "HEAD" {
            return default.map(|full| format!("+{full}:{full}")).ok_or_else(|| (rev.clone(), Vec::new()));
        }
        let is_commit = rev.len() == 40 && rev.bytes().all(|byte| byte.is_ascii_hexdigit());
        // Kept under a name of our own: what no reference reaches would be thrown away one day.
        if is_commit { Ok(format!("+{rev}:refs/cpynav/{rev}")) } else { Err((rev.clone(), near(names, rev))) }
    };
    revs.iter().map(one).collect()
}

fn near(names: &[&str], rev: &str) -> Vec<String> {
    let short = |full: &&str| full.strip_prefix("refs/tags/").or(full.strip_prefix("refs/heads/")).map(str::to_owned);
    let mut near: Vec<String> =
        names.iter().filter_map(short).filter(|name| name.contains(rev) && !name.ends_with("^{}")).collect();
    near.sort_by_key(|name| (name.len(), name.clone()));
    near.truncate(5);
    near
}

#[cfg(test)]
mod tests {
    use super::{last_line, wanted};

    const NAMES: [&str; 4] = ["HEAD", "refs/heads/main", "refs/heads/3.13", "refs/tags/v3.13.5"];

    fn ask(rev: &str) -> Result<Vec<String>, (String, Vec<String>)> {
        wanted(&NAMES, Some("refs/heads/main"), &[rev.to_owned()])
    }

    #[test]
    fn only_what_is_asked_for_is_fetched() {
        let spec = |full: &str| Ok(vec![format!("+{full}:{full}")]);
        assert_eq!(wanted(&NAMES, Some("refs/heads/main"), &[]), spec("refs/heads/main"));
        assert_eq!(ask("3.13"), spec("refs/heads/3.13"));
        assert_eq!(ask("3.13.5"), spec("refs/tags/v3.13.5"));
        assert_eq!(ask("HEAD"), spec("refs/heads/main"));
    }

    #[test]
    fn what_the_remote_lacks_is_said_with_near_names() {
        assert_eq!(ask("3.1"), Err(("3.1".into(), vec!["3.13".into(), "v3.13.5".into()])));
    }

    #[test]
    fn of_what_a_server_says_the_last_line_is_shown_without_controls() {
        assert_eq!(last_line(b"Counting:  5%\rCounting: 10%\r"), "Counting: 10%");
        assert_eq!(last_line(b"\x1b[31mred\x07\n"), "[31mred");
    }

    #[test]
    fn a_commit_in_full_can_be_fetched() {
        let commit = "0123456789012345678901234567890123456789";
        assert_eq!(ask(commit), Ok(vec![format!("+{commit}:refs/cpynav/{commit}")]));
    }
}
