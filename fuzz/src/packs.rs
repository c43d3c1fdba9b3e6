//! Packs of law.

use std::collections::BTreeMap;

use actlas_law::{Choices, Lowered, Pack, PackFiles, View, lint, scenario};

use crate::Seen;
use crate::readers::parts;

pub const WORDS: &[&str] = &[
    "all:",
    "any:",
    "none:",
    "not:",
    "at_least:",
    "unless:",
    "fact: ",
    "rule: ",
    "is: ",
    "reading: ",
    "kind: ",
    "of: ",
    "id: ",
    "versions:",
    "act: ",
    "from: ",
    "cite: ",
    "- ",
    "  ",
    "\n",
    ": ",
    "[",
    "]",
    "{",
    "}",
    "&a ",
    "*a",
    "2026-08-02",
    "true",
    "null",
    "\n=== rules/x.yaml\n",
    "\n=== facts/x.yaml\n",
    "compute: ",
    "question: ",
];

/// A pack from its files: loaded, linted, seen on a day, lowered to a program, its scenarios run. A line
/// `=== NAME` begins a file.
pub fn pack(bytes: &[u8]) -> u64 {
    let mut files = BTreeMap::new();
    for (name, body) in parts(bytes) {
        files.insert(name, String::from_utf8_lossy(&body).into_owned());
    }
    let files = PackFiles { files };
    let mut seen = Seen::new();
    let (pack, found) = Pack::load(&files);
    for finding in &found {
        let words = finding.fact.chars().filter(|c| c.is_ascii_lowercase());
        seen.add(&words.take(16).collect::<String>());
    }
    if found.iter().any(|finding| finding.severity == actlas_facts::Severity::Error) {
        return seen.number();
    }
    for finding in lint::check(&pack) {
        seen.add(finding.code.0);
    }
    match View::new(&pack, pack.state, pack.state) {
        Ok(view) => {
            let lowered = Lowered::new(view, Choices::defaults(&pack));
            seen.add(&format!("{} inputs", lowered.program().inputs()));
            let (scenarios, found) = scenario::load(&pack, &files);
            found.iter().for_each(|finding| seen.add(finding.code.0));
            for scenario in scenarios {
                seen.add(&format!("{} failures", scenario.run(&lowered).len()));
            }
        }
        Err(_) => seen.add("no view"),
    }
    seen.number()
}
