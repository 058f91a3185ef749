//! A remote's URL -> the web address people can open, without secrets.

/// Returns the `https` address behind a remote's URL; `None` for local ones.
pub(super) fn web_address(url: &str) -> Option<String> {
    let (host, path) = match url.split_once("://") {
        Some(("file", _)) => return None,
        Some((_, rest)) => rest.split_once('/')?,
        // `user@host:path`, but not a path of a file system.
        None if url.starts_with(['/', '.', '~']) => return None,
        None => url.split_once(':').filter(|(host, _)| host.len() > 1 && !host.contains('/'))?,
    };
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let host = host.split_once(':').map_or(host, |(host, _)| host);
    let path = path.trim_matches('/').trim_end_matches(".git");
    let local = host.is_empty() || host == "localhost" || host.starts_with("127.") || !host.contains('.');
    (!local && !path.is_empty()).then(|| format!("https://{host}/{path}"))
}

/// Returns a URL without the user and password that may stand in it.
pub(super) fn without_secrets(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let host_end = rest.find('/').unwrap_or(rest.len());
    match rest[..host_end].rfind('@') {
        Some(at) if scheme != "ssh" => format!("{scheme}://{}", &rest[at + 1..]),
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{web_address, without_secrets};

    #[test]
    fn remotes_become_web_addresses() {
        for url in [
            "https://github.com/python/cpython.git",
            "https://me:secret@github.com/python/cpython",
            "git@github.com:python/cpython.git",
            "ssh://git@github.com:22/python/cpython.git/",
            "git://github.com/python/cpython",
        ] {
            assert_eq!(web_address(url).as_deref(), Some("https://github.com/python/cpython"), "{url}");
        }
    }

    #[test]
    fn local_remotes_have_none() {
        for url in ["/src/cpython", "../cpython", "file:///src/cpython", "git://127.0.0.1:9418/x", "C:/src", "backup:x"]
        {
            assert_eq!(web_address(url), None, "{url}");
        }
    }

    #[test]
    fn secrets_are_not_shown() {
        assert_eq!(without_secrets("https://me:token@host/x.git"), "https://host/x.git");
        assert_eq!(without_secrets("https://host/a@b"), "https://host/a@b");
        assert_eq!(without_secrets("git@host:x"), "git@host:x");
    }
}
