//! Git's own server on this machine, for what is fetched over the network.

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A server of the folders below one; ends with the value.
pub struct Server {
    child: Child,
    port: u16,
}

impl Server {
    /// Starts one; `None` where git has no server.
    pub fn start(folder: &Path) -> Option<Server> {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        // Not through `git daemon`, which would leave its own child behind.
        let tools = Command::new("git").arg("--exec-path").output().ok()?;
        let tools = String::from_utf8(tools.stdout).ok()?;
        let mut child = Command::new(Path::new(tools.trim()).join("git-daemon"))
            .args(["--listen=127.0.0.1", "--export-all", "--reuseaddr"])
            .arg(format!("--port={port}"))
            .arg(format!("--base-path={}", folder.display()))
            .arg(folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let patience = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if child.try_wait().unwrap().is_some() || Instant::now() > patience {
                let _ = child.kill();
                return None;
            }
            std::thread::yield_now();
        }
        Some(Server { child, port })
    }

    /// Returns the address of a repository below the folder.
    pub fn url(&self, repository: &Path) -> String {
        format!("git://127.0.0.1:{}/{}", self.port, repository.file_name().unwrap().to_string_lossy())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
