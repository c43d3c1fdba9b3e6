use std::fs;

use crate::{example, folder, pact, shown};

#[test]
fn init_never_overwrites() {
    let file = folder("init").join("pledge.yaml");
    let args = ["init", "--org", "Meta", "--commit", "dev-7", "-o", shown(&file)];
    let first = pact(&args);
    assert_eq!(first.code, 0, "{}", first.err);
    fs::write(&file, "mine").unwrap();
    let again = pact(&args);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("is not overwritten"), "{}", again.err);
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
}

#[test]
fn a_new_pledge_can_be_reported_at_once() {
    let file = folder("new").join("pledge.yaml");
    assert_eq!(pact(&["init", "--org", "Meta", "-o", shown(&file)]).code, 0);
    let report = pact(&["report", shown(&file)]);
    assert_eq!((report.code, report.err.as_str()), (0, ""));
    assert!(report.out.contains("0 of 3 commitments done"), "{}", report.out);
    assert!(report.out.contains("No register was given"), "{}", report.out);
}

/// What was typed is wrong: exit code 2, and the message names what there is.
#[test]
fn wrong_words_are_usage() {
    let check = |args: &[&str], wanted: &str| {
        let ran = pact(args);
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.err);
        assert!(ran.err.contains(wanted), "{args:?}: {}", ran.err);
    };
    let file = folder("wrong").join("p.yaml");
    check(&["positions", "--org", "Mistrall"], "name-unresolved");
    check(&["positions", "--instrument", "pact"], "ai-pact");
    check(&["positions", "--on", "soon"], "is no day");
    check(&["init", "--org", "M", "--commit", "dev-99", "-o", shown(&file)], "commitment-unknown");
    check(&["report", "nowhere.yaml"], "nowhere.yaml");
    check(&["positions", "--pacts", "crates"], "no organisations.yaml");
    assert!(!file.exists());
}

#[test]
fn evidence_that_is_gone_is_told_and_counts_for_nothing() {
    let folder = folder("gone");
    let text = fs::read_to_string(crate::root().join(example("pledge.yaml"))).unwrap();
    let file = folder.join("pledge.yaml");
    fs::write(&file, text).unwrap();
    let report = pact(&["report", shown(&file), "--on", "2026-11-21"]);
    assert_eq!(report.code, 0);
    assert!(report.err.contains("error[evidence-file-gone]"), "{}", report.err);
    assert!(report.out.contains("0 of 5 commitments done"), "{}", report.out);
    let lint = pact(&["lint", shown(&file)]);
    assert_eq!(lint.code, 1, "{}", lint.err);
    assert!(lint.err.contains("pledge.yaml:"), "a finding names file and line: {}", lint.err);
}

#[test]
fn a_pledge_without_a_findable_instrument_is_told() {
    let file = folder("broken").join("pledge.yaml");
    fs::write(&file, "format: 1\norganisation: Meta\ninstrument: nothing\n").unwrap();
    let report = pact(&["report", shown(&file)]);
    assert_eq!(report.code, 2);
    assert!(report.err.contains("instrument-unknown"), "{}", report.err);
}

#[test]
fn a_register_without_records_ends_with_3() {
    let file = folder("empty").join("systems.csv");
    fs::write(&file, "id,name\n").unwrap();
    let pledge = example("pledge.yaml");
    assert_eq!(pact(&["report", &pledge, "--register", shown(&file)]).code, 3);
}

#[test]
fn the_built_in_data_and_the_examples_have_no_error() {
    let ran =
        pact(&["lint", &example("pledge.yaml"), &example("story.yaml"), "--on", "2026-11-21"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("warning[position-without-source]"), "{}", ran.err);
    let from_disk = pact(&["lint", "--pacts", "pacts"]);
    assert_eq!(from_disk.out, pact(&["lint"]).out, "the folder and what is built in are the same");
}

#[test]
fn every_verb_shows_an_example() {
    for verb in ["positions", "init", "report", "gap", "site", "lint"] {
        let ran = pact(&[verb, "--help"]);
        assert_eq!(ran.code, 0, "{verb}");
        assert!(ran.out.contains("Example"), "{verb}");
        assert!(ran.out.contains(&format!("actlas pact {verb}")), "{verb}");
    }
}

#[test]
fn a_pledge_can_come_from_standard_input() {
    use std::io::Write as _;
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_actlas"))
        .args(["pact", "report", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let text = "format: 1\norganisation: Meta\ninstrument: ai-pact\npledged: no\n";
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stdout).contains("Nothing is pledged"));
}
