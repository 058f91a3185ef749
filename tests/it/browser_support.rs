//! A page in a real browser, driven over its own pipe of messages: keys go in, what a person would see comes out.

use serde_json::{Value, json};
use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the browser is called on different systems.
const NAMES: &[&str] = &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/// A running browser with one page.
pub struct Browser {
    child: Child,
    to: Option<ChildStdin>,
    from: Receiver<Value>,
    next: u64,
    session: String,
    events: Vec<Value>,
    _profile: TempDir,
}

/// The browser of this machine.
fn program() -> Option<PathBuf> {
    let folders: Vec<PathBuf> = env::split_paths(&env::var_os("PATH")?).collect();
    let all = NAMES.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    all.into_iter().find(|path| path.is_file())
}

impl Browser {
    /// Starts the browser; says so where this machine has none.
    pub fn start() -> Option<Browser> {
        let Some(program) = program() else {
            eprintln!("skipped: no chromium on this machine to open the page in");
            return None;
        };
        let profile = tempfile::tempdir().unwrap();
        // The browser reads messages from descriptor 3 and writes to 4.
        let mut child = Command::new("sh")
            .args(["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 >/dev/null 2>&1"])
            .arg(program)
            .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-pipe"])
            .args(["--disable-dev-shm-usage", "--disable-background-networking", "--window-size=1200,1000"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (to, out) = (child.stdin.take(), child.stdout.take().unwrap());
        let (sender, from) = channel();
        thread::spawn(move || {
            for message in BufReader::new(out).split(0) {
                let Ok(message) = message else { return };
                let Ok(message) = serde_json::from_slice(&message) else { return };
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let (session, events) = (String::new(), Vec::new());
        let mut browser = Browser { child, to, from, next: 0, session, events, _profile: profile };
        let target = browser.ask("Target.createTarget", &json!({"url": "about:blank"}));
        let attached = browser.ask("Target.attachToTarget", &json!({"targetId": target["targetId"], "flatten": true}));
        attached["sessionId"].as_str().unwrap().clone_into(&mut browser.session);
        for domain in ["Page", "Runtime", "Log", "Network"] {
            browser.ask(&format!("{domain}.enable"), &json!({}));
        }
        Some(browser)
    }

    /// Sends a command and waits for its answer; keeps what happens meanwhile.
    pub fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.next += 1;
        let mut message = json!({"id": self.next, "method": method, "params": params});
        if !self.session.is_empty() {
            message["sessionId"] = json!(self.session);
        }
        let to = self.to.as_mut().unwrap();
        to.write_all(message.to_string().as_bytes()).unwrap();
        to.write_all(&[0]).unwrap();
        to.flush().unwrap();
        loop {
            let mut message = self.from.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no answer to {method}"));
            if message["id"] == json!(self.next) {
                assert!(message["error"].is_null(), "{method}: {message}");
                return message["result"].take();
            }
            self.events.push(message);
        }
    }

    fn wait_for(&mut self, event: &str) {
        let from = self.events.iter().position(|one| one["method"] == event);
        if let Some(at) = from {
            self.events.remove(at);
            return;
        }
        loop {
            let message = self.from.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("{event} never happened"));
            if message["method"] == event {
                return;
            }
            self.events.push(message);
        }
    }

    /// Opens a page.
    pub fn open(&mut self, page: &Path) {
        self.ask("Page.navigate", &json!({"url": format!("file://{}", page.display())}));
        self.wait_for("Page.loadEventFired");
    }

    /// Loads the page again.
    pub fn reload(&mut self) {
        self.ask("Page.reload", &json!({}));
        self.wait_for("Page.loadEventFired");
    }

    /// What an expression of the page is.
    pub fn value(&mut self, expression: &str) -> Value {
        let params = json!({"expression": expression, "returnByValue": true});
        let answer = self.ask("Runtime.evaluate", &params);
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {answer}");
        answer["result"]["value"].clone()
    }

    /// Presses a key: its name, its number, and the text it writes.
    pub fn press(&mut self, key: &str, number: u32, text: &str) {
        let mut down = json!({"type": "keyDown", "key": key, "windowsVirtualKeyCode": number});
        if !text.is_empty() {
            down["text"] = json!(text);
        }
        self.ask("Input.dispatchKeyEvent", &down);
        let up = json!({"type": "keyUp", "key": key, "windowsVirtualKeyCode": number});
        self.ask("Input.dispatchKeyEvent", &up);
    }

    /// Types letters.
    pub fn letters(&mut self, text: &str) {
        for letter in text.chars() {
            let number = u32::from(letter.to_ascii_uppercase());
            self.press(&letter.to_string(), number, &letter.to_string());
        }
    }

    /// What went wrong, and what was asked of a network.
    pub fn faults(&mut self) -> Vec<String> {
        let of = |one: &Value| match one["method"].as_str().unwrap_or_default() {
            "Runtime.exceptionThrown" | "Log.entryAdded" | "Runtime.consoleAPICalled" => {
                Some(one["params"].to_string())
            }
            "Network.requestWillBeSent" => {
                let url = one["params"]["request"]["url"].as_str().unwrap_or_default();
                (!url.starts_with("file:") && !url.starts_with("data:")).then(|| format!("asks for {url}"))
            }
            _ => None,
        };
        self.events.iter().filter_map(of).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // A browser whose pipe is closed ends by itself, and its helpers with it.
        drop(self.to.take());
        for _ in 0..100 {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            thread::sleep(Duration::from_millis(50));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
