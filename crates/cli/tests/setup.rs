//! What a packager expects: the version with its law, completions that a shell can read, a man page for
//! every verb.
#![expect(clippy::expect_used, reason = "a test may panic; that is how it fails")]

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn actlas(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_actlas"))
        .args(words)
        .current_dir(root())
        .env("NO_COLOR", "1")
        .output()
        .expect("the binary runs")
}

fn says(words: &[&str]) -> String {
    let done = actlas(words);
    assert!(done.status.success(), "{words:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("output is UTF-8")
}

#[test]
fn the_version_tells_the_hashes_of_every_receipt() {
    let version = says(&["--version"]);
    assert_eq!(says(&["-V"]), version);
    let part = |name: &str| {
        let line = version.lines().find_map(|line| line.strip_prefix(name));
        line.map(|rest| rest.trim().to_owned()).expect(name)
    };
    let input = "crates/cli/tests/input/good.jsonl";
    let outcome = says(&["classify", input, "--format", "jsonl"]);
    let first = outcome.lines().next().expect("a record");
    let outcome: Value = serde_json::from_str(first).expect("an outcome");
    let receipt = |name: &str| outcome["receipt"][name].as_str().unwrap_or_default().to_owned();
    assert_eq!(part("actlas "), receipt("engine"));
    assert_eq!(part("law "), receipt("law"));
    assert_eq!(part("lexicon "), receipt("lexicon"));
    assert!(receipt("law").starts_with("sha256:") && receipt("lexicon").starts_with("sha256:"));
    assert!(part("pacts ").starts_with("sha256:"));
}

/// All verbs, as the help names them: `map`, `law show`, …
fn verbs(of: &[&str]) -> BTreeSet<String> {
    let help = says(&[of, &["--help"]].concat());
    let mut found = BTreeSet::new();
    let commands = help.split("Commands:\n").nth(1).unwrap_or_default();
    for line in commands.lines().take_while(|line| !line.is_empty()) {
        let is_name = line.starts_with("  ") && !line.starts_with("   ");
        let Some(name) = line.split_whitespace().next().filter(|name| is_name && *name != "help")
        else {
            continue;
        };
        found.insert([of, &[name]].concat().join(" "));
        found.extend(verbs(&[of, &[name]].concat()));
    }
    found
}

#[test]
fn every_verb_has_a_man_page() {
    let folder = std::env::temp_dir().join(format!("actlas-man-{}", std::process::id()));
    let path = folder.to_str().expect("a plain path");
    says(&["man", path]);
    let verbs = verbs(&[]);
    assert!(verbs.contains("map") && verbs.contains("law show") && verbs.contains("pact read"));
    for verb in &verbs {
        let page = folder.join(format!("actlas-{}.1", verb.replace(' ', "-")));
        let text = fs::read_to_string(&page).unwrap_or_default();
        assert!(text.contains(".SH NAME") && text.contains(".SH SYNOPSIS"), "{}", page.display());
    }
    let page = fs::read_to_string(folder.join("actlas.1")).expect("the first page");
    assert!(page.contains("Exit codes"), "{page}");
    says(&["man", path]);
    assert_eq!(fs::read_to_string(folder.join("actlas.1")).expect("again"), page);
    fs::remove_dir_all(&folder).expect("it is ours");
}

#[test]
fn completions_know_every_verb_and_bash_can_read_them() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let text = says(&["completions", shell]);
        for verb in verbs(&[]) {
            let last = verb.rsplit(' ').next().unwrap_or_default();
            assert!(text.contains(last), "{shell} does not know `{verb}`");
        }
    }
    let check = Command::new("bash").arg("-n").stdin(Stdio::piped()).stderr(Stdio::piped()).spawn();
    // A machine without bash has nothing to complete with it.
    let Ok(mut check) = check else { return };
    let text = says(&["completions", "bash"]);
    check.stdin.take().expect("piped").write_all(text.as_bytes()).expect("bash reads");
    let done = check.wait_with_output().expect("bash ends");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(done.stderr.is_empty());
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error() {
    let done = actlas(&["man", "Cargo.toml/man1"]);
    assert_eq!(done.status.code(), Some(4));
    let told = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(told.contains("cannot write `Cargo.toml/man1`"), "{told}");
    assert_eq!(actlas(&["completions", "tcsh"]).status.code(), Some(2));
}
