//! Profiles of other tools: read by what stands in them, refused in one line, merged, carried to another release.

use crate::support::{Files, Indexed, fixture, root};
use cpynav::profile::{Format, Metric, Profile, read};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

fn sample(name: &str) -> PathBuf {
    root().join("fixtures/profiles").join(name)
}

fn profile(name: &str) -> Profile {
    read(&sample(name)).unwrap()
}

/// Lines of a profile as `listobject.c:60 200`.
fn lines(profile: &Profile) -> Vec<String> {
    let name = |file: u32| profile.files[file as usize].rsplit('/').next().unwrap().to_owned();
    profile.lines.iter().map(|&(file, line, cost)| format!("{}:{line} {cost}", name(file))).collect()
}

fn own() -> &'static Indexed {
    static OWN: OnceLock<Indexed> = OnceLock::new();
    OWN.get_or_init(|| Indexed::new(fixture("cpython")))
}

/// The cards of a list as `file symbol ranges`, and its exit code.
fn cards(index: &Indexed, arguments: &[&str]) -> (Vec<Value>, i32) {
    let output = index.run(&[&["read", "--format", "json"], arguments].concat());
    let rows = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"));
    (rows, output.status.code().unwrap())
}

fn told(cards: &[Value]) -> Vec<String> {
    cards
        .iter()
        .map(|card| format!("{} {} {}", card["file"], card["symbol"], card["hot_lines"]).replace('"', ""))
        .collect()
}

#[test]
fn callgrind_is_read_with_inlined_lines_short_names_and_recursion() {
    let profile = profile("callgrind.out");
    assert_eq!((profile.format, profile.metric), (Format::Callgrind, Metric::Instructions));
    assert_eq!(profile.files[0], "/build/mini/Objects/listobject.c");
    let expected = ["55 100", "57 100", "60 200", "66 40", "68 60"];
    let lines = lines(&profile);
    for line in expected {
        assert!(lines.contains(&format!("listobject.c:{line}")), "{line} is not in {lines:?}");
    }
    assert!(lines.contains(&"refcount.h:1 50".to_owned()), "inlined code stands at its own line");
    assert!(lines.contains(&"listobject.c:14 54".to_owned()), "levels of a recursion are one function");
    let function = |name: &str| profile.functions.iter().find(|function| function.symbol == name).unwrap();
    let resize = function("list_resize");
    assert_eq!((resize.own, resize.inclusive, resize.calls), (250, 250, 21), "inclusive of the outermost only");
    assert_eq!(function("app1").inclusive, 700);
    assert_eq!((profile.total, profile.unnamed), (1000, 200));
}

#[test]
fn every_format_is_known_by_what_stands_in_it() {
    let perf = profile("perf.txt");
    assert_eq!((perf.format, perf.total, perf.unnamed), (Format::Perf, 6, 1));
    assert_eq!(lines(&perf), ["listobject.c:57 1", "listobject.c:60 2", "listobject.c:68 1"]);
    let plain = profile("perf-plain.txt");
    assert_eq!((plain.format, plain.total, plain.lines.len()), (Format::Perf, 2, 0));
    assert_eq!(plain.functions.iter().find(|function| function.symbol == "app1").unwrap().own, 2);
    let gcov = profile("work.gcov.json");
    assert_eq!((gcov.format, gcov.metric, gcov.functions[0].calls), (Format::Gcov, Metric::Executions, 20));
    let lcov = profile("work.info");
    assert_eq!((lcov.format, lines(&lcov)), (Format::Lcov, lines(&gcov)));
    let stacks = profile("work.stacks");
    assert_eq!((stacks.format, stacks.total), (Format::Stacks, 45));
}

#[test]
fn samples_in_one_line_and_lines_of_code_put_into_others_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("flat.perf");
    let sample = |symbol: &str| {
        format!("  python 139 27.7520:  250000 cpu-clock:ppp:   12c045 {symbol}+0x5 (/usr/bin/python)\n")
    };
    fs::write(&path, sample("app1") + &sample("app1") + &sample("[unknown]").replace("+0x5", "")).unwrap();
    let flat = read(&path).unwrap();
    assert_eq!((flat.format, flat.total, flat.unnamed), (Format::Perf, 3, 1));
    assert_eq!(flat.functions.iter().find(|function| function.symbol == "app1").unwrap().own, 2);
    // Most of its cost lies in a header: that says nothing against the version.
    let at = |place: &str| format!("{}  /build/mini/{place}\n", sample("app1"));
    fs::write(&path, at("Objects/listobject.c:60") + &at("Include/refcount.h:13") + &at("Include/refcount.h:13"))
        .unwrap();
    assert_eq!(lines(&read(&path).unwrap()), ["listobject.c:60 1", "refcount.h:13 2"]);
    let text = own().run(&["read", "--no-pager", "--from", path.to_str().unwrap()]).stdout;
    let text = String::from_utf8(text).unwrap();
    assert!(text.contains("app1") && !text.contains("another version"), "{text}");
}

#[test]
fn a_compressed_profile_is_the_same_profile() {
    use std::io::Write;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("packed");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(&fs::read(sample("callgrind.out")).unwrap()).unwrap();
    let bytes = packed.finish().unwrap();
    fs::write(&path, &bytes).unwrap();
    assert_eq!(lines(&read(&path).unwrap()), lines(&profile("callgrind.out")));
    fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    assert!(read(&path).unwrap_err().to_string().contains("is cut off"));
}

#[test]
fn what_is_no_profile_is_refused_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let half = |name: &str| {
        let text = fs::read_to_string(sample(name)).unwrap();
        text[..text.len() / 2].to_owned()
    };
    let cases: &[(&str, String, &str)] = &[
        ("cut.callgrind", half("callgrind.out"), "is cut off: its last line, `totals:`, is missing"),
        (
            "bad.callgrind",
            "# callgrind format\nevents: Ir\nfn=(7)\ntotals: 1\n".to_owned(),
            "line 3: the name (7) was never given",
        ),
        ("cut.gcov", half("work.gcov.json"), "is cut off: its JSON ends too early"),
        ("cut.info", half("work.info"), "is cut off: its last record has no end"),
        ("bad.info", "TN:\nSF:a.c\nDA:x,1\nend_of_record\n".to_owned(), "line 3: is no line of an lcov trace file"),
        ("empty", " \n".to_owned(), "is empty"),
        ("poem", "a text\nof some lines\n".to_owned(), "is in no known format"),
        ("perf.data", "PERFILE2rest".to_owned(), "is perf's own recording"),
        ("report", "# To display the perf.data header info\n".to_owned(), "is what `perf report` prints"),
        ("list.c.gcov", "        -:    0:Source:list.c\n".to_owned(), "is a listing of gcov for people"),
        ("spy", fs::read_to_string(sample("py-spy.stacks")).unwrap(), "has no frames of C"),
        ("other.stacks", "main;work 3\n".to_owned(), "names no file and no function of CPython"),
    ];
    for (name, text, expected) in cases {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        let output = own().run(&["read", "--from", path.to_str().unwrap()]);
        let errors = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{name}: {errors}");
        assert!(errors.contains(expected), "{name}: {errors}");
        let told: Vec<&str> = errors.lines().filter(|line| !line.starts_with("hint:")).collect();
        assert_eq!(told.len(), 1, "{name}: {errors}");
    }
}

#[test]
fn a_list_is_made_from_a_profile_of_ones_own() {
    for name in ["callgrind.out", "perf.txt", "perf-plain.txt", "work.gcov.json", "work.info", "work.stacks"] {
        let (rows, code) = cards(own(), &["--from", sample(name).to_str().unwrap()]);
        let app1 = rows.iter().find(|row| row["symbol"] == "app1").unwrap_or_else(|| panic!("{name}: {rows:?}"));
        assert_eq!((code, &app1["file"], &app1["source"]), (0, &"Objects/listobject.c".into(), &"profile".into()));
    }
}

#[test]
fn a_profile_of_another_version_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.out");
    let text = fs::read_to_string(sample("callgrind.out")).unwrap();
    let text = text.replace("/build/mini/", "/build/python3.1-3.1.4/").replace("\n66 40", "\n166 40");
    let text = text.replace("\n55 100", "\n155 100").replace("\n14 50", "\n144 50").replace("\n14 4", "\n144 4");
    fs::write(&path, text).unwrap();
    let output = own().run(&["read", "--from", path.to_str().unwrap()]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("recorded with another version than v3.99.0 (its paths say 3.1.4)"), "{text}");
    let way = "`cpynav profile bundle --rev v3.1.4 -o OUT old.out`, then `cpynav read hot --rev v3.99.0 --from OUT`";
    assert!(text.contains(way), "{text}");
    let bundle = folder.path().join("made.bin");
    let refused = own().run(&["profile", "bundle", "-o", bundle.to_str().unwrap(), path.to_str().unwrap()]);
    let errors = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(2), "{errors}");
    assert!(errors.contains("recorded with another version than v3.99.0") && errors.contains(way), "{errors}");
    assert!(!bundle.exists());
}

#[test]
fn of_several_profiles_what_they_share_comes_first() {
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("other.stacks");
    fs::write(&other, "app1 10\nlist_dealloc 20\n").unwrap();
    let one = sample("work.stacks");
    let (rows, _) = cards(own(), &["--budget", "3", "--from", one.to_str().unwrap(), other.to_str().unwrap()]);
    assert_eq!(rows[0]["symbol"], "app1");
    assert_eq!(rows[0]["runs_in"], serde_json::json!([2, 2]), "{}", rows[0]);
}

/// The miniature with a bundle made of a sample, then edited.
fn edited(edit: impl Fn(&mut Files)) -> (Indexed, tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("made.bin").to_str().unwrap().to_owned();
    let made = own().run(&["profile", "bundle", "-o", &path, sample("callgrind.out").to_str().unwrap()]);
    assert!(made.status.success(), "{made:?}");
    let mut files = fixture("cpython");
    edit(&mut files);
    (Indexed::new(files), folder, path)
}

#[test]
fn lines_are_carried_to_where_they_moved() {
    let (before, _folder, bundle) = edited(|_| {});
    let (rows, _) = cards(&before, &["--from", &bundle]);
    let old = told(&rows);
    assert!(old.contains(&"Objects/listobject.c app1 [[55,55],[57,57],[60,60]]".to_owned()), "{old:?}");
    // Five lines more at the top, one in the middle.
    let (after, _folder, bundle) = edited(|files| {
        let (_, text) = files.iter_mut().find(|(path, _)| path == "Objects/listobject.c").unwrap();
        let added = String::from_utf8(text.clone()).unwrap().replacen(
            "    if (list_resize(self, n + 1) < 0) {",
            "    n += 0;\n    if (list_resize(self,   n + 1) < 0) {",
            1,
        );
        *text = format!("\n\n\n\n\n{added}").into_bytes();
    });
    let (rows, _) = cards(&after, &["--from", &bundle]);
    let new = told(&rows);
    assert!(new.contains(&"Objects/listobject.c app1 [[60,60],[62,62],[66,66]]".to_owned()), "{new:?}");
    let text = String::from_utf8(after.run(&["read", "--from", &bundle, "--no-pager"]).stdout).unwrap();
    assert!(text.contains("could not be carried"), "{text}");
    let hot = after.run(&["read", "hot", "--from", &bundle, "--no-pager"]);
    assert_eq!(String::from_utf8(hot.stdout).unwrap(), text, "hot is what --from makes");
}

#[test]
fn a_carried_bundle_makes_both_lists_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let profile = sample("callgrind.out").to_str().unwrap().to_owned();
    let told = |arguments: &[&str]| {
        let output = own().run(arguments);
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    };
    let (code, out, _) = told(&["profile", "bundle", "-o", &path("work"), &profile]);
    assert!(code == 0 && out.contains("20 % of it has no symbol"), "{out}");
    let (code, _, errors) = told(&["read", "startup", "--from", &path("work")]);
    assert!(code == 2 && errors.contains("holds no run that does nothing"), "{errors}");
    assert!(errors.contains("cpynav profile bundle --startup FILE"), "{errors}");
    told(&["profile", "bundle", "-o", &path("both"), "--startup", &profile, &profile]);
    let (code, out, _) = told(&["read", "startup", "--from", &path("both"), "--no-pager"]);
    assert!(code == 0 && out.contains("app1"), "{out}");
    let (code, out, _) = told(&["read", "startup", "--from", &profile, "--no-pager"]);
    assert!(code == 0 && out.starts_with("What every run goes through") && out.contains("app1"), "{out}");
    let (code, _, errors) = told(&["read", "memory", "--from", &profile]);
    assert!(code == 2 && errors.starts_with("error: memory is not made from profiles\n"), "{errors}");
    let (code, _, errors) = told(&["profile", "bundle", "-o", &path("again"), &path("work")]);
    assert!(code == 2 && errors.contains("is a bundle already"), "{errors}");
    let (code, _, errors) =
        told(&["profile", "bundle", "-o", &path("none"), sample("py-spy.stacks").to_str().unwrap()]);
    assert!(code == 2 && !folder.path().join("none").exists(), "{errors}");
}

#[test]
fn a_budget_is_kept_and_a_list_is_the_same_twice() {
    let from = sample("callgrind.out");
    let from = from.to_str().unwrap();
    for budget in [2, 3, 5, 8, 200] {
        let (rows, _) = cards(own(), &["--from", from, "--budget", &budget.to_string()]);
        let mut cost = 0;
        for row in &rows {
            let mut end = i64::MIN / 2;
            for range in row["hot_lines"].as_array().unwrap() {
                let (first, last) = (range[0].as_i64().unwrap(), range[1].as_i64().unwrap());
                cost += last - first + 1 + i64::from(first > end + 3);
                end = last;
            }
        }
        assert!(cost <= budget, "{cost} of {budget}");
    }
    let twice = || own().run(&["read", "--from", from, "--format", "json"]).stdout;
    assert_eq!(twice(), twice());
    let hot = || own().run(&["read", "hot", "--format", "json"]).stdout;
    assert_eq!(hot(), hot());
}

#[test]
fn how_to_record_a_profile_is_told_for_every_tool() {
    let output = own().run(&["profile", "record-help"]);
    let text = String::from_utf8(output.stdout).unwrap();
    for tool in ["callgrind", "perf script", "gcov --json-format", "lcov", "stackcollapse", "py-spy"] {
        assert!(text.contains(tool), "{tool}");
    }
}

#[test]
fn an_estimate_is_called_one() {
    let (rows, code) = cards(own(), &["hot", "--static", "--budget", "80"]);
    assert_eq!((code, &rows[0]["source"], &rows[0]["share"]), (0, &"static".into(), &0.0.into()));
    let told = told(&rows);
    assert!(told.iter().any(|row| row.contains("Python/generated_cases.c.h BINARY_OP")), "{told:?}");
}
