//! However many threads judge, what is written is the same, byte for byte.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test may panic; that is how it fails"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// More records than fit into the queues, some of which have findings: ids given twice, facts that
/// contradict each other, lines that are none.
fn register(folder: &Path) -> PathBuf {
    const PURPOSES: [&str; 4] = [
        "Ranks applicants for a vacancy by how well their CV fits",
        "Answers questions of citizens about permits",
        "Predicts which offender will commit a crime again",
        "Detects unusual traffic in the internal network",
    ];
    let mut lines = String::new();
    for at in 0..2_500u32 {
        let id = if at % 97 == 0 { 1 } else { at };
        let purpose = PURPOSES[at as usize % PURPOSES.len()];
        let facts = match at % 5 {
            0 => "\"performs_profiling\": true",
            1 => "\"performs_profiling\": \"perhaps\"",
            2 => "\"no_such_fact\": true",
            _ => "",
        };
        let _ = writeln!(
            lines,
            "{{\"id\": \"R{id}\", \"purpose\": \"{purpose} ({at})\", \"facts\": {{{facts}}}}}"
        );
        if at % 500 == 7 {
            lines.push_str("{\"id\": \n");
        }
    }
    fs::create_dir_all(folder).expect("a folder is made");
    let path = folder.join("register.jsonl");
    fs::write(&path, lines).expect("a register is written");
    path
}

fn run(words: &[&str], threads: &str) -> Output {
    let mut done = Command::new(env!("CARGO_BIN_EXE_actlas"))
        .args(words)
        .args(["--on", "2026-11-21", "--known", "2026-11-21", "--threads", threads])
        .env("NO_COLOR", "1")
        .output()
        .expect("the binary runs");
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    // How far it got is said every few seconds, so how often depends on the machine.
    let told = String::from_utf8_lossy(&done.stderr).into_owned();
    let told = told.split_inclusive('\n').filter(|line| !line.ends_with(" …\n"));
    done.stderr = told.collect::<String>().into_bytes();
    done
}

#[test]
fn classify_writes_the_same() {
    let path = register(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("threads-classify"));
    let path = path.display().to_string();
    for words in [
        &["classify", path.as_str(), "--format", "jsonl"][..],
        &["classify", path.as_str(), "--format", "jsonl", "--no-screen"],
        &["classify", path.as_str(), "--format", "csv"],
        &["classify", path.as_str()],
    ] {
        let one = run(words, "1");
        assert!(one.stdout.len() > 100_000, "{words:?} writes something of every record");
        assert!(!one.stderr.is_empty(), "{words:?} tells what it found");
        for threads in ["2", "5"] {
            let many = run(words, threads);
            assert!(one.stdout == many.stdout, "{words:?} writes the same on {threads} threads");
            assert_eq!(one.stderr, many.stderr, "{words:?} tells the same on {threads} threads");
        }
    }
}

#[test]
fn map_writes_the_same() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("threads-map");
    let path = register(&folder).display().to_string();
    let files = |threads: &str| {
        let out = folder.join(threads);
        run(&["map", &path, "-o", &out.display().to_string()], threads);
        ["atlas.html", "cells.csv", "systems.csv", "systems.jsonl"]
            .map(|name| fs::read(out.join(name)).expect("the file is written"))
    };
    assert!(files("1") == files("3"), "the files are the same");
}
