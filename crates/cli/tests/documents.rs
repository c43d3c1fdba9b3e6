//! The commands that the documents and every `--help` show are understood by the binary.
#![expect(clippy::expect_used, reason = "a test may panic; that is how it fails")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn actlas(words: &[String]) -> (i32, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_actlas"))
        .args(words)
        .current_dir(root())
        .output()
        .expect("the binary runs");
    let text = String::from_utf8_lossy(&done.stdout) + String::from_utf8_lossy(&done.stderr);
    (done.status.code().unwrap_or(-1), text.into_owned())
}

/// The words of a command, up to what the shell does with its output, and up to a remark.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), String::new(), None);
    for at in line.chars().chain([' ']) {
        match (at, quoted) {
            ('"' | '\'', None) => quoted = Some(at),
            (at, Some(quote)) if at == quote => quoted = None,
            ('|' | '>' | '<' | '#' | '&', None) => break,
            (' ', None) if word.is_empty() => {}
            (' ', None) => words.push(std::mem::take(&mut word)),
            (at, _) => word.push(at),
        }
    }
    words
}

fn documents() -> Vec<PathBuf> {
    let docs = fs::read_dir(root().join("docs")).expect("documents");
    let mut found: Vec<PathBuf> = docs.map(|entry| entry.expect("an entry").path()).collect();
    for name in ["README.md", "examples/README.md", "examples/pact/README.md", "CONTRIBUTING.md"] {
        found.push(root().join(name));
    }
    found.push(root().join("examples/pact/news/README.md"));
    found.retain(|path| path.extension().is_some_and(|end| end == "md"));
    found.sort();
    found
}

/// A line of a block that begins with `actlas`, with what follows a `\` at its end.
fn commands(text: &str) -> Vec<String> {
    let text = text.replace("\\\n", " ");
    let (mut found, mut fenced) = (Vec::new(), false);
    for line in text.lines() {
        fenced ^= line.trim_start().starts_with("```");
        let command = line.trim_start().trim_start_matches("$ ");
        if command.starts_with("actlas ") && (fenced || line.starts_with("    ")) {
            found.push(command.to_owned());
        }
    }
    // Several in one line, as in `actlas pact read … && actlas pact review …`.
    let more = found.iter().filter_map(|line| Some(line.split_once("&& actlas")?.1));
    let more: Vec<String> = more.map(|rest| format!("actlas{rest}")).collect();
    found.extend(more);
    found
}

/// Whether a command is understood: `--help` behind it is only reached if all before it is.
fn check(from: &str, line: &str) {
    let mut words = words(line);
    words.remove(0);
    words.push("--help".to_owned());
    let (code, text) = actlas(&words);
    assert_eq!(code, 0, "{from}: `{line}`: {text}");
}

#[test]
fn commands_of_the_documents_are_understood() {
    let mut count = 0;
    for path in documents() {
        let text = fs::read_to_string(&path).expect("a document");
        for line in commands(&text) {
            check(&path.display().to_string(), &line);
            count += 1;
        }
    }
    assert!(count > 60, "{count} commands are shown");
}

#[test]
fn commands_of_every_help_are_understood() {
    let mut left: Vec<Vec<String>> = vec![Vec::new()];
    let mut count = 0;
    while let Some(verb) = left.pop() {
        let asked = [verb.as_slice(), &["--help".to_owned()]].concat();
        let (code, help) = actlas(&asked);
        assert_eq!(code, 0, "{verb:?}");
        let listed = help.split_once("Commands:\n").map_or("", |(_, rest)| rest);
        let listed = listed.lines().take_while(|line| !line.is_empty());
        let names = listed.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
        for name in names.filter_map(|line| line.split_whitespace().next()) {
            if name != "help" {
                left.push([verb.as_slice(), &[name.to_owned()]].concat());
            }
        }
        let (_, examples) = help.split_once("\nExample").unwrap_or_default();
        for line in examples.replace(": actlas", "\nactlas").replace("s:\n", "\n").lines() {
            // A long example is broken at the width of the page.
            let line = line.trim();
            if line.starts_with("actlas ") {
                check(&format!("help of {verb:?}"), line);
                count += 1;
            }
        }
    }
    assert!(count > 30, "{count} examples are shown");
}

#[test]
fn words_of_a_command() {
    let line = "actlas law explain-dates \"in August 2026\" -o 'a b'  > dates.txt # all";
    let want = ["actlas", "law", "explain-dates", "in August 2026", "-o", "a b"];
    assert_eq!(words(line), want);
}

/// Every key of an outcome has its row on the page.
#[test]
fn every_key_of_an_outcome_has_a_row() {
    let page = fs::read_to_string(root().join("docs/outcome.md")).expect("the page");
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `")?.split_once(" |"));
    let names: String = rows.map(|(names, _)| format!("`{names},")).collect();
    for register in ["examples/pact/systems.csv", "examples/story", "examples/registers"] {
        let words = format!("classify {register} --format jsonl --all");
        let (_, out) = actlas(&words.split(' ').map(str::to_owned).collect::<Vec<_>>());
        let mut keys = 0;
        for line in out.lines().filter(|line| line.starts_with('{')) {
            let outcome: serde_json::Value = serde_json::from_str(line).expect("JSON");
            for key in outcome.as_object().expect("an object").keys() {
                keys += 1;
                let said =
                    names.contains(&format!("`{key}`")) || page.contains(&format!("as `{key}`"));
                assert!(said, "docs/outcome.md says nothing of `{key}`");
            }
        }
        assert!(keys > 0, "{register}");
    }
}
