//! From a key to the frame that shows it: a run of a thousand keys on a real index, without a terminal around.
//!
//! `CPYNAV_INDEX_DIR=<folder of indexes> [CPYNAV_REV=main] cargo bench --bench tui`; without `CPYNAV_INDEX_DIR` the
//! embedded sample is measured. `frame` is what a person waits for: the key is taken, the answers that come within the
//! loop's patience are taken in, the frame is drawn. `whole` is until the last answer to the key is on the screen: results,
//! source, links, hot lines, colours. Colours may come once more, when the whole of a long file was parsed.
//! `program` is the whole program in a terminal of its own: from its start to the first frame, and its memory once it
//! rests after a search, a jump and a page.

use cpynav::nav::Selection;
use cpynav::pipeline::{self, Silent};
use cpynav::places::Places;
use cpynav::source::Source;
use cpynav::tui::{Action, Desk, Key, Opening, Phase, State, Theme, Worker, draw};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// So many of the slowest keys are told.
const SHOWN: usize = 8;
const SIZE: (u16, u16) = (120, 40);

/// Names to look for, each typed letter by letter; between them what readers do.
const WORDS: [&str; 24] = [
    "list.append",
    "dict.get",
    "garbage collector",
    "_PyEval_EvalFrameDefault",
    "os.path.join",
    "PyObject_Call",
    "BINARY_OP",
    "heapq.heappush",
    "weak reference",
    "str.join",
    "import_find_and_load",
    "generator",
    "PyList_Appedn",
    "int.__add__",
    "json.dumps",
    "type_new",
    "threading.Lock",
    "unicode decode utf8",
    "asyncio.run",
    "if_stmt",
    "Py_DECREF",
    "compile function",
    "set.add",
    "sorted",
];
const DEEDS: [&str; 8] = [
    "<enter>jjjjwwgp<ctrl-o>",
    "<enter><pagedown><pagedown><pageup>gr<enter><ctrl-o>",
    "<enter>ojjj<enter><ctrl-o>",
    "<esc>jjjkj<enter>G<ctrl-u><ctrl-u>gg",
    "<enter>/return<enter>nnN",
    "<enter>www<enter><ctrl-o><tab><ctrl-o>",
    "<enter><ctrl-w>jjjj<enter><ctrl-o>",
    "<enter>:topics<esc>tmemory<enter>j<ctrl-o>",
];

fn keys() -> Vec<Key> {
    let mut all = Vec::new();
    for round in 0.. {
        for (at, words) in WORDS.iter().enumerate() {
            let deed = DEEDS[(at + round) % DEEDS.len()];
            all.extend(read(&format!("s<ctrl-u>{words}{deed}")));
        }
        if all.len() >= 1000 {
            break;
        }
    }
    all.truncate(1000);
    all
}

fn read(mut text: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    while let Some(first) = text.chars().next() {
        let named = text.strip_prefix('<').and_then(|rest| rest.split_once('>'));
        if let Some((name, rest)) = named {
            keys.push(name.parse().expect("a key of the table"));
            text = rest;
        } else {
            keys.push(Key::char(first));
            text = &text[first.len_utf8()..];
        }
    }
    keys
}

fn main() {
    program();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let sample = Selection { repo: Some(Source::sample().repository().to_owned()), rev: None };
    let real = std::env::var_os("CPYNAV_INDEX_DIR").is_some();
    let places = Places::find((!real).then_some(folder.path()));
    let selection = if real { Selection { repo: None, rev: std::env::var("CPYNAV_REV").ok() } } else { sample.clone() };
    if !real {
        pipeline::run(&Source::sample(), None, &places, &Silent).expect("the sample can be indexed");
    }
    let none = || Box::new(|_: &dyn pipeline::Progress| Err("there is no such index".to_owned()));
    let opening = Opening { places, selection, build: none(), sample, build_sample: none(), open: None, list: None };

    let mut terminal = Terminal::new(TestBackend::new(SIZE.0, SIZE.1)).expect("a screen");
    let begun = Instant::now();
    let worker = Worker::start(Box::new(opening));
    let mut desk = Desk { state: State::new(SIZE, Theme::default()), worker };
    while desk.state.phase == Phase::Opening {
        let reply = desk.worker.replies.recv().expect("the worker tells what it opened");
        desk.act(Action::Reply(reply));
    }
    terminal.draw(|frame| draw(&desk.state, frame)).expect("a frame");
    println!("opened {}; first frame {:.1} ms", desk.state.revision, ms(begun.elapsed()));

    let (mut frames, mut wholes, mut draws) = (Vec::new(), Vec::new(), Vec::new());
    let mut slow: Vec<(Duration, String)> = Vec::new();
    for key in keys() {
        let begun = Instant::now();
        desk.act(Action::Key(key));
        while let Some(reply) = desk.awaited(begun) {
            desk.act(Action::Reply(reply));
        }
        let drawing = Instant::now();
        terminal.draw(|frame| draw(&desk.state, frame)).expect("a frame");
        draws.push(drawing.elapsed());
        let frame = begun.elapsed();
        frames.push(frame);
        let mut late = String::new();
        while desk.state.tickets.any_waiting() {
            let reply = desk.worker.replies.recv().expect("the worker answers");
            let _ = write!(late, " {}", format!("{reply:?}").split('(').next().unwrap_or_default());
            desk.act(Action::Reply(reply));
        }
        terminal.draw(|frame| draw(&desk.state, frame)).expect("a frame");
        let whole = begun.elapsed();
        wholes.push(whole);
        slow.push((whole, format!("{key} at {:?}, frame {:.1}, then{late}", desk.state.prompt.text(), ms(frame))));
    }
    println!("{} keys; slowest until whole:", frames.len());
    slow.sort_by_key(|(time, _)| std::cmp::Reverse(*time));
    for (time, what) in slow.iter().take(SHOWN) {
        println!("{:7.2} ms: {what}", ms(*time));
    }
    for (name, mut times) in [("frame", frames), ("draw", draws), ("whole", wholes)] {
        times.sort_unstable();
        let at = |hundredth: usize| ms(times[(times.len() - 1) * hundredth / 100]);
        println!("{name:6} ms: median {:.2}  p90 {:.2}  p99 {:.2}  most {:.2}", at(50), at(90), at(99), at(100));
    }
    for line in std::fs::read_to_string("/proc/self/status").unwrap_or_default().lines() {
        if line.starts_with("VmRSS") || line.starts_with("RssAnon") || line.starts_with("VmHWM") {
            println!("{line}");
        }
    }
}

/// Starts the program in a terminal, looks at it as a person does, and tells times and memory.
#[cfg(unix)]
fn program() {
    use std::io::{Read, Write};
    let Some(index) = std::env::var_os("CPYNAV_INDEX_DIR") else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut firsts = Vec::new();
    let mut memory = String::new();
    for _ in 0..9 {
        let (pty, pts) = pty_process::blocking::open().expect("a terminal");
        pty.resize(pty_process::Size::new(SIZE.1, SIZE.0)).expect("a size");
        let mut command = pty_process::blocking::Command::new(env!("CARGO_BIN_EXE_cpynav"))
            .env("CPYNAV_INDEX_DIR", &index)
            .env("CPYNAV_STATE", folder.path().join("state.json"))
            .env("CPYNAV_CONFIG", folder.path().join("none.toml"))
            .env("TERM", "xterm-256color");
        if let Ok(revision) = std::env::var("CPYNAV_REV") {
            command = command.args(["--rev", &revision]);
        }
        let begun = Instant::now();
        let mut child = command.spawn(pts).expect("the program starts");
        let cells = |count: u16| count.try_into().expect("a size");
        let mut seen = vt100::Parser::new(cells(SIZE.1), cells(SIZE.0), 0);
        // Colours stand between the letters of what is sent: only the screen has the words.
        let mut until = |wanted: &str| {
            let mut buffer = [0; 1 << 14];
            while !seen.screen().contents().contains(wanted) {
                let count = (&pty).read(&mut buffer).expect("the program draws");
                seen.process(&buffer[..count]);
            }
            begun.elapsed()
        };
        until("search");
        firsts.push(until("_PyEval_EvalFrameDefault"));
        (&pty).write_all(b"list.append\r").expect("keys");
        until("list_append_impl(");
        (&pty).write_all(b"\x1b[6~").expect("keys");
        std::thread::sleep(Duration::from_millis(300));
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let wanted = ["VmRSS", "RssAnon", "VmHWM"];
        let told = status.lines().filter(|line| wanted.iter().any(|name| line.starts_with(name)));
        memory = told.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join(", ");
        (&pty).write_all(b"q").expect("keys");
        child.wait().expect("the program ends");
    }
    firsts.sort_unstable();
    let (middle, most) = (ms(firsts[firsts.len() / 2]), ms(firsts[firsts.len() - 1]));
    println!(
        "program: first frame with an open index, {} starts: median {middle:.1} ms, most {most:.1} ms",
        firsts.len()
    );
    println!("program: memory at rest: {memory}");
}

#[cfg(not(unix))]
fn program() {}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
