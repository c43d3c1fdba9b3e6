//! Options: one that can do nothing where it is given is refused or told, and words are taken as we print them.
#![expect(clippy::expect_used, reason = "a test may panic; that is how it fails")]

mod runs;

use std::path::Path;

use runs::{folder, run};

/// The standard output of a run that went well.
fn out(folder: &Path, words: &[&str]) -> String {
    let ran = run(folder, words);
    assert_eq!(ran.code, 0, "{words:?}: {}", ran.told);
    String::from_utf8_lossy(&ran.out).into_owned()
}

/// Dates that name part of a year are spans, and what names no days says so.
#[test]
fn a_part_of_a_year_is_read() {
    let folder = folder("dates");
    let explain = |text: &str| out(&folder, &["law", "explain-dates", text]);
    assert!(
        explain("the second quarter of 2026")
            .contains("quarter of 2026”: 1 April 2026 to 30 June 2026\n")
    );
    assert!(explain("by H1 2027").contains("“H1 2027”: 1 January 2027 to 30 June 2027\n"));
    let summer = "“summer 2026”: 1 January 2026 to 31 December 2026, the whole year, because these words name no days";
    assert!(explain("in summer 2026").contains(summer));
    let json = out(&folder, &["law", "explain-dates", "in summer 2026", "--format", "json"]);
    assert!(json.contains("\"vague\": true"), "{json}");
}
