//! The ending of a file says in which format it is written, every verb that prints writes a file too, and
//! a failing exit code always has its reason on the screen.

use std::fs;
use std::path::PathBuf;

use super::{folder_with, run};

const HIRING: &str = "id,name,purpose\nA-1,CV ranking,Ranks applicants for a vacancy by their CV\n";
const PLEDGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/pact/pledge.yaml");
const NEWS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/pact/news");

fn folder(name: &str) -> PathBuf {
    let files =
        [("a.csv", HIRING), ("mixed/a.csv", HIRING), ("mixed/none.csv", "id,name,purpose\n")];
    folder_with(&format!("formats-{name}"), &files)
}

#[test]
fn the_ending_decides_the_format() {
    let folder = folder("endings");
    for (words, ending, format) in [
        (&["classify", "a.csv"][..], "jsonl", "jsonl"),
        (&["classify", "a.csv"], "NDJSON", "jsonl"),
        (&["classify", "a.csv"], "csv", "csv"),
        (&["classify", "a.csv"], "txt", "text"),
        // What promises nothing leaves it at the default.
        (&["classify", "a.csv"], "log", "text"),
        (&["classify", "a.csv"], "2026", "text"),
        (&["why", "A-1", "a.csv"], "html", "html"),
        (&["why", "A-1", "a.csv"], "json", "json"),
        (&["ask", "A-1", "a.csv"], "json", "json"),
        (&["ask", "A-1", "a.csv"], "txt", "text"),
        (&["duties", "a.csv"], "md", "md"),
        (&["duties", "a.csv"], "html", "html"),
        (&["calendar", "a.csv"], "ics", "ics"),
        (&["calendar", "a.csv"], "svg", "svg"),
        (&["drift", "a.csv", "--from", "known=2026-06-01"], "svg", "svg"),
        (&["draft", "fria", "a.csv"], "html", "html"),
        (&["draft", "fria", "a.csv"], "txt", "markdown"),
        (&["pact", "positions", "--org", "Meta"], "json", "json"),
        (&["pact", "positions", "--org", "Meta"], "csv", "csv"),
        (&["pact", "positions", "--org", "Meta"], "svg", "svg"),
        (&["pact", "gap", PLEDGE], "json", "json"),
        (&["law", "show", "art.6"], "json", "json"),
        (&["law", "diff", "--known", "2026-06-01", "--known", "2026-11-21"], "json", "json"),
        (&["law", "explain-dates", "in August 2026"], "json", "json"),
        (&["law", "coverage"], "md", "md"),
    ] {
        let name = format!("result.{ending}");
        let asked = run(&folder, &[words, &["--format", format, "-o", "wanted"]].concat());
        assert_eq!(asked.code, 0, "{words:?}: {}", asked.told);
        let ran = run(&folder, &[words, &["-o", &name]].concat());
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{words:?} {name}: {}", ran.told);
        let read = |name: &str| fs::read(folder.join(name)).expect("a file");
        assert!(read(&name) == read("wanted"), "{words:?} -o {name} is not --format {format}");
    }
    for (name, start) in [("questions.xlsx", &b"PK"[..]), ("questions.html", b"<!DOCTYPE html>")] {
        let ran = run(&folder, &["ask", "a.csv", "-o", name]);
        assert_eq!(ran.code, 0, "{}", ran.told);
        assert!(fs::read(folder.join(name)).expect("a file").starts_with(start), "{name}");
    }
}

#[test]
fn an_ending_that_says_otherwise_is_refused() {
    let folder = folder("otherwise");
    for words in [
        &["classify", "a.csv", "--format", "csv", "-o", "x.jsonl"][..],
        &["classify", "a.csv", "--format", "text", "-o", "x.html"],
        &["classify", "a.csv", "-o", "x.xlsx"],
        &["duties", "a.csv", "--format", "csv", "-o", "x.xlsx"],
        &["calendar", "a.csv", "-o", "x.html"],
        &["draft", "fria", "a.csv", "-o", "x.docx"],
        &["draft", "fria", "a.csv", "-o", "x.pdf"],
        &["screen", "a.csv", "-o", "x.csv"],
        &["pact", "positions", "-o", "x.html"],
        &["pact", "read", NEWS, "-o", "x.csv"],
        &["pact", "read", NEWS, "--brief", "-o", "x.jsonl"],
        &["pact", "read", NEWS, "--to", "x.csv", "-o", "y.jsonl"],
        &["law", "facts", "-o", "x.json"],
    ] {
        let ran = run(&folder, words);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{words:?}: {}", ran.told);
        assert!(ran.told.starts_with("error: `"), "{words:?}: {}", ran.told);
        assert_eq!(ran.told.lines().count(), 1, "{words:?}: {}", ran.told);
        assert!(!folder.join("x.csv").exists(), "{words:?}");
    }
    let ran = run(&folder, &["classify", "a.csv", "--format", "csv", "-o", "x.jsonl"]);
    assert!(ran.told.contains("`.csv`") && ran.told.contains("`.jsonl`"), "{}", ran.told);
    // A plain ending promises nothing.
    let ran = run(&folder, &["classify", "a.csv", "--format", "csv", "-o", "x.txt"]);
    assert_eq!(ran.code, 0, "{}", ran.told);
}

#[test]
fn what_is_printed_of_law_and_pact_is_written_too() {
    let folder = folder("printed");
    for words in [
        &["law", "show", "art.6"][..],
        &["law", "show", "O-LIT-1"],
        &["law", "show", "U-32", "--format", "json"],
        &["law", "diff", "--known", "2026-06-01", "--known", "2026-11-21"],
        &["law", "explain-dates"],
        &["law", "explain-dates", "in August 2026"],
        &["law", "facts"],
        &["law", "coverage"],
        &["pact", "positions", "--org", "Meta"],
        &["pact", "positions", "--format", "json"],
        &["pact", "gap", PLEDGE],
        &["pact", "read", NEWS],
        &["pact", "read", NEWS, "--summary"],
        &["pact", "read", NEWS, "--brief"],
        &["ask", "A-1", "a.csv"],
    ] {
        let printed = run(&folder, words);
        assert_eq!(printed.code, 0, "{words:?}: {}", printed.told);
        assert!(!printed.out.is_empty(), "{words:?}");
        let ran = run(&folder, &[words, &["-o", "result"]].concat());
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{words:?}: {}", ran.told);
        let written = fs::read_to_string(folder.join("result")).expect("a file");
        assert_eq!(written, printed.out, "{words:?}");
    }
    // Where nothing was read, nothing is written.
    fs::write(folder.join("nothing.txt"), "").expect("a file");
    let ran = run(&folder, &["pact", "read", "nothing.txt", "-o", "claims.jsonl"]);
    assert_eq!(ran.code, 3, "{}", ran.told);
    assert!(!folder.join("claims.jsonl").exists());
    // What fails leaves what was there, and what cannot be written is told.
    let before = fs::read(folder.join("result")).expect("a file");
    let ran = run(&folder, &["law", "show", "art.999", "-o", "result"]);
    assert_eq!(ran.code, 2, "{}", ran.told);
    assert_eq!(fs::read(folder.join("result")).expect("a file"), before);
    let ran = run(&folder, &["law", "show", "art.6", "-o", "none/result"]);
    assert_eq!(ran.code, 4, "{}", ran.told);
    assert!(ran.told.contains("make the folder first"), "{}", ran.told);
    let left = fs::read_dir(&folder).expect("a folder").filter_map(Result::ok);
    let left = left.filter(|at| at.file_name().to_string_lossy().ends_with(".part"));
    assert_eq!(left.count(), 0);
}

#[test]
fn a_failing_code_has_its_reason_on_the_screen() {
    let folder = folder("quiet");
    let loud = run(&folder, &["classify", "mixed", "--strict"]);
    assert_eq!(loud.code, 3);
    assert!(loud.told.contains("mixed/none.csv"), "{}", loud.told);
    let lenient = run(&folder, &["classify", "mixed", "-q"]);
    assert_eq!((lenient.code, lenient.told.as_str()), (0, ""));
    for verb in [&["classify"][..], &["duties"], &["calendar"], &["map", "-o", "atlas"]] {
        let ran = run(&folder, &[verb, &["mixed", "--strict", "-q"]].concat());
        assert_eq!(ran.code, 3, "{verb:?}: {}", ran.told);
        assert_eq!(ran.told.lines().count(), 1, "{verb:?}: {}", ran.told);
        assert!(ran.told.contains("1 file of a folder without a record"), "{}", ran.told);
    }
    for words in [
        &["classify", "mixed/none.csv", "-q"][..],
        &["pact", "review", "empty.jsonl", "-o", "r.html", "-q"],
        &["pact", "read", "mixed", "-q"],
    ] {
        fs::write(folder.join("empty.jsonl"), "").expect("a file");
        let ran = run(&folder, words);
        assert_eq!(ran.code, 3, "{words:?}: {}", ran.told);
        assert_eq!(ran.told.lines().count(), 1, "{words:?}: {}", ran.told);
    }
}

#[test]
fn nobody_takes_part_in_what_does_not_exist() {
    let folder = folder("before");
    let ask =
        |on: &str| run(&folder, &["pact", "positions", "--instrument", "ai-pact", "--on", on]);
    let before = ask("2024-09-24");
    let says = "did not exist yet on 24 September 2024: Launch in Brussels, 25 September 2024";
    assert!(before.out.contains(says), "{}", before.out);
    assert!(!before.out.contains("0 take part"), "{}", before.out);
    let after = ask("2024-09-25");
    assert!(!after.out.contains("not exist") && after.out.contains("take part"), "{}", after.out);
    // The code on disinformation is older than its first recorded signature.
    let old = ["pact", "positions", "--instrument", "disinformation-code", "--on", "2020-01-01"];
    assert!(!run(&folder, &old).out.contains("not exist"));
    let all = run(&folder, &["pact", "positions", "--on", "2017-06-01"]).out;
    assert_eq!(all.matches("did not exist yet").count(), 7, "{all}");
    let meta = ["pact", "positions", "--org", "Meta", "--on", "2017-06-01"];
    let meta = run(&folder, &meta).out;
    assert!(meta.contains("no position of Meta is recorded by that day"), "{meta}");
}

#[test]
fn what_was_meant_is_guessed_and_never_taken() {
    let folder = folder("meant");
    for typed in ["a-1", "CV ranking", "ranking"] {
        for verb in ["why", "ask"] {
            let ran = run(&folder, &[verb, typed, "a.csv"]);
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{typed}: {}", ran.told);
            assert!(ran.told.contains("is `A-1` meant?"), "{typed}: {}", ran.told);
        }
    }
    let ran = run(&folder, &["why", "nothing like it", "a.csv"]);
    assert!(ran.told.contains("lists the ids"), "{}", ran.told);
    let many: String = (0..9).map(|at| format!("S-{at},System,Sorts mail\n")).collect();
    fs::write(folder.join("many.csv"), format!("id,name,purpose\n{many}")).expect("a file");
    let ran = run(&folder, &["draft", "fria", "many.csv"]);
    assert!(ran.told.contains("S-4 and 4 more"), "{}", ran.told);
}
