//! What commands print, as files: `golden/<name>.txt` holds the command, its output, what it tells on
//! standard error and its exit code. `ACTLAS_GOLDEN=write cargo test -p actlas --test golden` writes them
//! anew; the difference is then read like any other change.
#![expect(clippy::expect_used, clippy::panic, reason = "a test may panic; that is how it fails")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// All answers are about this day, so that they do not change with the calendar.
const ON: [&str; 4] = ["--on", "2026-11-21", "--known", "2026-11-21"];
const INPUT: &str = "crates/cli/tests/input";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn run(words: &[&str]) -> String {
    let done = Command::new(env!("CARGO_BIN_EXE_actlas"))
        .args(words)
        .current_dir(root())
        .env("NO_COLOR", "1")
        .output()
        .expect("the binary runs");
    let mut text = format!("$ actlas {}\n", words.join(" "));
    text += &String::from_utf8_lossy(&done.stdout);
    // How far it got is said every few seconds, so how often depends on the machine.
    let told: String = String::from_utf8_lossy(&done.stderr)
        .split_inclusive('\n')
        .filter(|line| !line.ends_with(" …\n"))
        .collect();
    if !told.is_empty() {
        text += &format!("--- told\n{told}");
    }
    text += &format!("--- exit {}\n", done.status.code().unwrap_or(-1));
    text
}

/// Hashes of pack and lexicon change with every comma in them and say nothing about an answer.
fn without_hashes(text: &str) -> String {
    const MARKS: [&str; 2] = ["\"sha256:", " sha256:"];
    MARKS.into_iter().fold(text.to_owned(), |text, mark| without_hashes_after(&text, mark))
}

fn without_hashes_after(text: &str, mark: &str) -> String {
    let mut parts = text.split(mark);
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept += mark;
        kept += "…";
        kept += part.trim_start_matches(|c: char| c.is_ascii_hexdigit());
    }
    kept
}

/// A register is attested on the day it is read.
fn without_days_of_attesting(text: &str) -> String {
    const MARK: &str = "\"at\":\"";
    let mut parts = text.split(MARK);
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept += MARK;
        kept += "…";
        kept += part.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-');
    }
    kept
}

fn check(name: &str, words: &[&str]) {
    let found = without_days_of_attesting(&without_hashes(&run(words)));
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(format!("{name}.txt"));
    if std::env::var_os("ACTLAS_GOLDEN").is_some() {
        fs::write(&path, found).expect("the golden file is written");
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    if found != expected {
        let differs = found.lines().zip(expected.lines()).position(|(a, b)| a != b);
        let at = differs.unwrap_or_else(|| found.lines().count().min(expected.lines().count()));
        panic!(
            "{} differs from line {}:\n  expected {:?}\n  found    {:?}",
            path.display(),
            at + 1,
            expected.lines().nth(at),
            found.lines().nth(at)
        );
    }
}

fn on_day(name: &str, words: &[&str]) {
    check(name, &[words, &ON].concat());
}

#[test]
fn duties() {
    let story = "examples/story";
    on_day("duties-story", &["duties", story, "--role", "provider"]);
    on_day("duties-story-jsonl", &["duties", story, "--format", "jsonl", "--role", "provider"]);
    on_day("duties-story-md", &["duties", story, "--format", "md", "--role", "provider"]);
    let bank = "crates/cli/tests/input/duties.jsonl";
    on_day("duties-bank", &["duties", bank, "--no-screen", "--all"]);
    on_day("duties-bank-csv", &["duties", bank, "--no-screen", "--format", "csv"]);
    let money = ["--turnover", "120000000", "--size", "mid-cap", "--role", "deployer"];
    on_day("duties-bank-ceilings", &[&["duties", bank, "--no-screen"], &money[..]].concat());
    let shown = "crates/cli/tests/input/duties.facts.jsonl";
    let evidence = ["duties", bank, "--no-screen", "--answers", shown];
    on_day("evidence", &[&evidence[..], &["--role", "deployer"]].concat());
    on_day("evidence-csv", &[&evidence[..], &["--format", "csv", "--role", "deployer"]].concat());
    on_day("duties-html", &[&evidence[..], &["--format", "html", "--role", "importer"]].concat());
    on_day("duties-xlsx-needs-a-file", &["duties", bank, "--format", "xlsx"]);
    check("duties-bad-turnover", &["duties", bank, "--turnover", "a lot"]);
    on_day("calendar-story", &["calendar", story]);
    on_day("calendar-bank", &["calendar", bank, "--no-screen"]);
    on_day("calendar-bank-csv", &["calendar", bank, "--no-screen", "--format", "csv"]);
    on_day("calendar-bank-svg", &["calendar", bank, "--no-screen", "--format", "svg"]);
    let views = ["--from", "known=2026-06-01", "--to", "known=2026-11-21"];
    let drift = ["drift", bank, "--no-screen", "--on", "2026-11-21"];
    check("drift-views", &[&drift[..], &views[..]].concat());
    check("drift-nothing", &[&drift[..], &views[..2], &["--to", "known=2026-06-01"]].concat());
    let old = ["--against", "crates/cli/tests/input/duties-before.jsonl"];
    on_day("drift-registers", &[&drift[..3], &old[..]].concat());
    on_day("drift-jsonl", &[&drift[..3], &old[..], &["--format", "jsonl"]].concat());
    on_day("drift-svg", &[&drift[..3], &old[..], &["--format", "svg"]].concat());
    let stated = ["--answers", "crates/cli/tests/input/hired.facts.jsonl"];
    let none = ["--against-answers", "none"];
    on_day("drift-answers", &[&drift[..3], &stated[..], &none[..]].concat());
    let readings = ["--from", "U-28=commission", "--to", "U-28=text"];
    let register = ["drift", "examples/registers", "examples/story"];
    on_day("drift-readings", &[&register[..], &readings[..]].concat());
    check("drift-bad-view", &["drift", bank, "--from", "tomorrow"]);
    let long = ["--on", "2028-01-11", "--known", "2026-11-21"];
    check(
        "duties-incident",
        &[&["duties", bank, "--no-screen", "--role", "provider"], &long[..]].concat(),
    );
}

#[test]
fn drafts() {
    let of = ["examples/drafts/systems.jsonl", "--no-screen"];
    let answers = ["--answers", "examples/drafts/answers.facts.jsonl"];
    let draft = |name: &str, words: &[&str]| {
        on_day(name, &[&["draft"], words, &of[..], &answers[..]].concat());
    };
    draft("draft-annex-iv", &["annex-iv", "--id", "ranking"]);
    draft("draft-annex-viii-b", &["annex-viii-b", "--id", "duplicates"]);
    draft("draft-annex-xi", &["annex-xi", "--id", "model"]);
    draft("draft-art6-4", &["art6-4", "--id", "duplicates"]);
    draft("draft-fria", &["fria", "--id", "benefits"]);
    draft("draft-fria-html", &["fria", "--id", "benefits", "--format", "html"]);
    draft("draft-literacy", &["literacy-plan", "--id", "benefits"]);
    draft("draft-no-such-paper", &["annex-xx", "--id", "ranking"]);
    draft("draft-no-id", &["annex-v"]);
    draft("draft-no-such-id", &["annex-v", "--id", "Ranking"]);
    draft("draft-wrong-kind", &["annex-xii", "--id", "ranking"]);
    let before = ["--on", "2026-07-01", "--known", "2026-07-01"];
    let exempt = ["draft", "annex-viii-b", "--id", "duplicates"];
    check("draft-annex-viii-b-before", &[&exempt[..], &of[..], &before[..]].concat());
}

#[test]
fn checking() {
    let input = |name: &str| format!("{INPUT}/check-{name}.toml");
    for format in ["text", "json", "sarif", "junit", "github"] {
        let words = ["check", "examples/check/actlas.toml", "--format", format];
        on_day(&format!("check-{format}"), &words);
    }
    on_day("check-inputs", &["check", &input("inputs")]);
    on_day("check-good", &["check", &input("good")]);
    on_day("check-bad", &["check", &input("bad")]);
    on_day("check-broken", &["check", &input("broken")]);
    on_day("check-empty", &["check", &input("empty")]);
    on_day("check-missing", &["check", &input("not-there")]);
    let bad = format!("{INPUT}/contradictory.yaml");
    on_day("duties-bad-input", &["duties", &bad, "--no-screen"]);
    on_day("calendar-bad-input", &["calendar", &bad, "--no-screen"]);
}

#[test]
fn classify() {
    on_day("classify-story", &["classify", "examples/story"]);
    on_day("classify-reported", &["classify", "examples/registers/reported.yaml"]);
    on_day("classify-story-jsonl", &["classify", "examples/story", "--format", "jsonl"]);
    on_day("classify-csv", &["classify", "examples/registers/reported.yaml", "--format", "csv"]);
    let contradictory = format!("{INPUT}/contradictory.csv");
    on_day("classify-contradictory", &["classify", &contradictory, "--no-screen"]);
    on_day(
        "classify-no-assumption",
        &["classify", "examples/registers/reported.yaml", "--assume", "none"],
    );
}

#[test]
fn classify_under_the_text_of_another_day() {
    check(
        "classify-before-the-amendment",
        &[
            "classify",
            "examples/registers/reported.yaml",
            "--on",
            "2026-07-26",
            "--known",
            "2026-07-26",
        ],
    );
    check(
        "classify-published-but-not-in-force",
        &[
            "classify",
            "examples/registers/reported.yaml",
            "--on",
            "2026-07-26",
            "--known",
            "2026-07-24",
        ],
    );
}

#[test]
fn why_and_ask() {
    on_day("why-pattern", &["why", "us-doj-pattern", "examples/registers", "--of", "annex3.6d"]);
    on_day("why-class", &["why", "us-doj-pattern", "examples/registers", "--of", "high_risk"]);
    on_day("why-model", &["why", "meta-llama-3.1-405b", "examples/story"]);
    on_day("ask-pattern", &["ask", "us-doj-pattern", "examples/registers"]);
    on_day("ask-json", &["ask", "meta-ai", "examples/story", "--format", "json"]);
}

#[test]
fn law() {
    on_day("law-show-article-6", &["law", "show", "art.6"]);
    check(
        "law-show-before",
        &["law", "show", "art.5", "--on", "2026-07-26", "--known", "2026-07-26"],
    );
    on_day("law-show-rule", &["law", "show", "annex3.5b"]);
    // A protection goes with the start that a published act has moved before it is in force.
    check(
        "law-show-foreseen",
        &["law", "show", "art111.2", "--on", "2026-07-25", "--known", "2026-07-25"],
    );
    check("law-diff", &["law", "diff", "--known", "2026-07-23", "--known", "2026-11-21"]);
    check("law-diff-nothing", &["law", "diff", "--known", "2026-07-26", "--known", "2026-07-27"]);
    on_day("explain-2027", &["law", "explain-dates", "before the Act takes effect in 2027"]);
    on_day("explain-2026", &["law", "explain-dates", "expected to take effect in August 2026"]);
    let numbers = "since 02/02/2025, not 31 February 2026, nor 2/8/2026";
    on_day("explain-numbers", &["law", "explain-dates", numbers]);
    on_day("explain-all", &["law", "explain-dates"]);
}

/// Bad input is told with its place, the rest goes on, and the exit code says what happened.
#[test]
fn bad_input() {
    let path = |name: &str| format!("{INPUT}/{name}");
    on_day("bad-jsonl", &["classify", &path("broken.jsonl")]);
    on_day("bad-jsonl-strict", &["classify", &path("broken.jsonl"), "--strict"]);
    on_day("bad-csv", &["classify", &path("broken.csv")]);
    on_day("bad-empty", &["classify", &path("empty.csv")]);
    on_day("bad-folder", &["classify", &path("folder")]);
    on_day("bad-nonsense", &["classify", &path("nonsense.txt")]);
    on_day("bad-missing-file", &["classify", &path("not-there.csv")]);
    on_day(
        "bad-answers",
        &["classify", &path("good.jsonl"), "--answers", &path("bad.facts.jsonl")],
    );
    on_day("bad-id", &["why", "nobody", &path("good.jsonl")]);
}

#[test]
fn bad_usage() {
    let good = format!("{INPUT}/good.jsonl");
    check("usage-day", &["classify", &good, "--on", "2026-02-30"]);
    on_day("usage-reading", &["classify", &good, "--reading", "U-32=nonsense"]);
    on_day("usage-reading-idle", &["classify", &good, "--reading", "U-07=used"]);
    on_day("usage-role", &["duties", &good, "--role", "king"]);
    on_day("usage-provision", &["law", "show", "art.999"]);
    check(
        "usage-before-the-act",
        &["classify", &good, "--on", "2020-01-01", "--known", "2020-01-01"],
    );
}

/// What is attested stands in both layers; what needs a reason and has none stays proposed.
#[test]
fn attesting() {
    let good = format!("{INPUT}/good.jsonl");
    on_day("attest", &["classify", &good, "--attest", "Ann Example", "--format", "jsonl"]);
    on_day("answers", &["classify", &good, "--answers", &format!("{INPUT}/good.facts.jsonl")]);
}

/// An interview asks again what it cannot read, keeps each answer at once, and its file is read back.
#[test]
fn an_interview() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("interview.facts.jsonl");
    let _ = fs::remove_file(&file);
    let path = file.to_str().expect("a path");
    let good = format!("{INPUT}/good.jsonl");
    let mut child = Command::new(env!("CARGO_BIN_EXE_actlas"))
        .args(["ask", "A-2", &good, "--attest", "Ann Example", "--interactive", path])
        .current_dir(root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut typed = child.stdin.take().expect("a pipe");
    typed.write_all(b"perhaps\nn\n\nq\n").expect("it listens");
    drop(typed);
    let done = child.wait_with_output().expect("it ends");
    let told = String::from_utf8_lossy(&done.stdout);
    assert!(told.contains("`perhaps` is no answer here"), "{told}");
    let lines = fs::read_to_string(&file).expect("answers");
    assert!(lines.lines().count() > 1, "a bundle answers several facts: {lines}");
    assert!(lines.lines().all(|line| line.contains(r#""by":"Ann Example""#)), "{lines}");
    let used = run(
        &[&["classify", &good, "--answers", path, "--format", "jsonl"], ON.as_slice()].concat()
    );
    let second = used.lines().nth(2).expect("two outcomes");
    let outcome: serde_json::Value = serde_json::from_str(second).expect("an outcome");
    let excluded = outcome.pointer("/established/excluded").and_then(|at| at.as_array());
    assert!(excluded.is_some_and(|at| at.len() > 20), "{second}");
}

/// The same input gives the same bytes.
#[test]
fn the_same_twice() {
    let words =
        [&["classify", "examples/registers", "examples/story", "--format", "jsonl"], ON.as_slice()]
            .concat();
    assert_eq!(run(&words), run(&words));
}
