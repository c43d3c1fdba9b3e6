//! Dependencies between rooms point one way. The table is the design's; an arrow that is not in it is
//! either a mistake or a change of the design, and then `ARCHITECTURE.md` changes with it.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may panic; that is how it fails"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// What each room may use of the other rooms.
const MAY_USE: &[(&str, &[&str])] = &[
    ("actlas-logic", &[]),
    ("actlas-yaml", &[]),
    ("actlas-files", &[]),
    ("actlas-facts", &["actlas-logic"]),
    ("actlas-law", &["actlas-facts", "actlas-files", "actlas-logic", "actlas-yaml"]),
    ("actlas-intake", &["actlas-facts", "actlas-yaml"]),
    ("actlas-text", &[]),
    ("actlas-screen", &["actlas-facts", "actlas-files", "actlas-text", "actlas-yaml"]),
    ("actlas-assess", &["actlas-facts", "actlas-files", "actlas-law", "actlas-logic"]),
    ("actlas-pact", &["actlas-facts", "actlas-files", "actlas-law", "actlas-text", "actlas-yaml"]),
    ("actlas-atlas", &["actlas-assess", "actlas-facts", "actlas-law", "actlas-pact"]),
    ("actlas-papers", &["actlas-assess", "actlas-facts", "actlas-law"]),
    (
        "actlas",
        &[
            "actlas-assess",
            "actlas-atlas",
            "actlas-facts",
            "actlas-files",
            "actlas-intake",
            "actlas-law",
            "actlas-logic",
            "actlas-pact",
            "actlas-papers",
            "actlas-screen",
            "actlas-text",
        ],
    ),
    (
        "actlas-bench",
        &[
            "actlas-assess",
            "actlas-facts",
            "actlas-intake",
            "actlas-law",
            "actlas-logic",
            "actlas-screen",
            "actlas-yaml",
        ],
    ),
    ("xtask", &["actlas-facts", "actlas-intake", "actlas-law", "actlas-yaml"]),
];

/// Crates that reach files, clocks or the network, which only the outer rooms may.
const OUTER: &[&str] = &["anyhow", "calamine", "clap", "rust_xlsxwriter", "ureq"];
const INNER_ROOMS: &[&str] = &[
    "actlas-logic",
    "actlas-yaml",
    "actlas-files",
    "actlas-facts",
    "actlas-law",
    "actlas-text",
    "actlas-screen",
    "actlas-assess",
    "actlas-pact",
    "actlas-atlas",
    "actlas-papers",
];

/// The dependencies of each crate that ship with it.
fn arrows() -> BTreeMap<String, BTreeSet<String>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let ships = |dependency: &&Value| dependency["kind"].as_str() != Some("dev");
    let names = |package: &Value| {
        let dependencies = package["dependencies"].as_array().unwrap();
        let names = dependencies.iter().filter(ships);
        names.map(|at| at["name"].as_str().unwrap().to_owned()).collect()
    };
    packages.iter().map(|at| (at["name"].as_str().unwrap().to_owned(), names(at))).collect()
}

#[test]
fn rooms_use_only_the_rooms_they_may() {
    let arrows = arrows();
    let rooms: BTreeSet<&str> = MAY_USE.iter().map(|(room, _)| *room).collect();
    let found: BTreeSet<&str> = arrows.keys().map(String::as_str).collect();
    assert_eq!(found, rooms, "every room stands in the table, and only rooms do");
    for (room, may) in MAY_USE {
        let uses = arrows[*room].iter().filter(|name| rooms.contains(name.as_str()));
        let wrong: Vec<&String> = uses.filter(|name| !may.contains(&name.as_str())).collect();
        assert!(wrong.is_empty(), "{room} may not use {wrong:?}");
    }
}

#[test]
fn logic_has_no_dependency_and_inner_rooms_reach_nothing_outside() {
    let arrows = arrows();
    assert_eq!(arrows["actlas-logic"], BTreeSet::new());
    for room in INNER_ROOMS {
        for crate_name in OUTER {
            assert!(!arrows[*room].contains(*crate_name), "{room} uses {crate_name}");
        }
    }
}

/// The inner rooms compute; they open no file, read no clock and print nothing.
#[test]
fn inner_rooms_touch_neither_files_nor_clocks() {
    const FORBIDDEN: &[&str] =
        &["std::fs", "std::net", "std::env::", "SystemTime", "Instant", "now_utc", "println!"];
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut read = 0;
    for room in INNER_ROOMS {
        let mut folders = vec![crates.join(room.trim_start_matches("actlas-")).join("src")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|end| end == "rs") {
                    let text = std::fs::read_to_string(&path).unwrap();
                    read += 1;
                    for word in FORBIDDEN {
                        assert!(!text.contains(word), "{} says {word}", path.display());
                    }
                }
            }
        }
    }
    assert!(read > 30, "{read} files");
}
