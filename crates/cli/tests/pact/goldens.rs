//! Whole outputs, to be read by a person when they change.

use std::path::Path;
use std::{env, fs};

use crate::{example, pact};

/// The hash of the data changes with every row; everything else must not change unseen.
fn without_hash(text: &str) -> String {
    let mut rest = text;
    let mut clean = String::new();
    while let Some((before, after)) = rest.split_once("sha256:") {
        clean += before;
        clean += "sha256:…";
        rest = after.trim_start_matches(|c: char| c.is_ascii_hexdigit());
    }
    clean + rest
}

fn golden(name: &str, args: &[&str]) {
    let ran = pact(args);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pact/golden").join(name);
    let text = without_hash(&ran.out);
    if env::var_os("ACTLAS_GOLDEN").is_some_and(|value| value == "write") {
        fs::write(&path, &text).unwrap();
    }
    let wanted = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        text == wanted,
        "{name} differs; review it after ACTLAS_GOLDEN=write cargo test -p actlas --test pact"
    );
    assert_eq!(without_hash(&pact(args).out), text, "the same input gives the same output");
}

const DAYS: [&str; 4] = ["--on", "2026-11-21", "--known", "2026-11-21"];

#[test]
fn positions_of_some_organisations() {
    let orgs = ["--org", "Meta", "--org", "推特", "--org", "Mistral"];
    golden("positions.txt", &[&["positions", "--on", "2026-11-21"], &orgs[..]].concat());
    golden(
        "positions.svg",
        &[&["positions", "--on", "2026-11-21", "--format", "svg"], &orgs[..]].concat(),
    );
}

#[test]
fn positions_on_the_day_of_the_launch() {
    golden("launch.txt", &["positions", "--instrument", "ai-pact", "--on", "2024-09-25"]);
    golden(
        "launch.json",
        &[
            "positions",
            "--instrument",
            "ai-pact",
            "--on",
            "2024-09-25",
            "--org",
            "Microsoft",
            "--format",
            "json",
        ],
    );
    golden(
        "launch.csv",
        &[
            "positions",
            "--instrument",
            "ai-pact",
            "--on",
            "2024-09-25",
            "--org",
            "Meta",
            "--format",
            "csv",
        ],
    );
}

#[test]
fn a_report_with_its_map() {
    let (pledge, systems) = (example("pledge.yaml"), example("systems.csv"));
    let args = ["report", &pledge, "--register", &systems];
    golden("report.md", &[&args[..], &DAYS[..]].concat());
    golden("report.html", &[&args[..], &DAYS[..], &["--format", "html"]].concat());
}

#[test]
fn a_gap_with_and_without_a_register() {
    let (pledge, systems) = (example("pledge.yaml"), example("systems.csv"));
    golden("gap.txt", &[&["gap", &pledge, "--register", &systems][..], &DAYS[..]].concat());
    golden("gap-alone.json", &[&["gap", &pledge, "--format", "json"][..], &DAYS[..]].concat());
}
