//! Options: one that can do nothing where it is given is refused or told, and words are taken as we print them.
#![expect(clippy::expect_used, reason = "a test may panic; that is how it fails")]

mod runs;

use std::fs;
use std::path::Path;

use runs::{REGISTER, folder, run};

/// The standard output of a run that went well.
fn out(folder: &Path, words: &[&str]) -> String {
    let ran = run(folder, words);
    assert_eq!(ran.code, 0, "{words:?}: {}", ran.told);
    String::from_utf8_lossy(&ran.out).into_owned()
}

/// Runs that are refused before anything is read or written, with what is told.
fn refused(folder: &Path, runs: &[(&[&str], &str)]) {
    for (words, says) in runs {
        let ran = run(folder, words);
        assert_eq!((ran.code, ran.out.is_empty()), (2, true), "{words:?}: {}", ran.told);
        assert!(ran.told.contains(says), "{words:?}: {}", ran.told);
    }
}

#[test]
fn a_role_is_of_the_verbs_that_list_duties() {
    let folder = folder("role");
    let role = ["--role", "provider"];
    for words in [
        &["classify", "a.jsonl"][..],
        &["why", "A-1", "a.jsonl"],
        &["ask", "A-1", "a.jsonl"],
        &["pact", "report", "pledge.yaml", "--register", "a.jsonl"],
    ] {
        let words = [words, &role[..]].concat();
        refused(
            &folder,
            &[(&words, "`--role` is of duties, calendar, drift, draft, map and pact gap")],
        );
    }
    for words in
        [&["duties", "a.jsonl"][..], &["calendar", "a.jsonl"], &["map", "a.jsonl", "-o", "new"]]
    {
        out(&folder, &[words, &role[..]].concat());
    }
}

#[test]
fn an_option_that_a_format_has_no_place_for_is_refused() {
    let folder = folder("idle");
    refused(
        &folder,
        &[
            (&["classify", "a.jsonl", "--all", "--format", "csv"], "`--all` is of `--format text`"),
            (&["classify", "a.jsonl", "--all", "-o", "x.parquet"], "`--all` is of `--format text`"),
            (
                &["classify", "a.jsonl", "--missing", "all", "-o", "x.parquet"],
                "`--missing` is of text",
            ),
            (
                &["drift", "a.jsonl", "--against", "a.jsonl", "--title", "x"],
                "`--title` is of `--format svg`",
            ),
            (&["calendar", "a.jsonl", "--title", "x"], "`--title` is of `--format ics`"),
            (
                &["calendar", "a.jsonl", "--title", "x", "-o", "x.csv"],
                "`--title` is of `--format ics`",
            ),
            (&["pact", "report", "pledge.yaml", "--attest", "Ann"], "--register <INPUT>"),
            (&["pact", "gap", "pledge.yaml", "--answers", "a.facts.jsonl"], "--register <INPUT>"),
        ],
    );
}

#[test]
fn text_lists_what_all_asks_for() {
    let folder = folder("all");
    let chat = r#"{"id":"C-1","name":"Tool","purpose":"A chatbot answers questions of citizens"}"#;
    fs::write(folder.join("chat.jsonl"), chat).expect("a file");
    let count = |more: &[&str], words: &str| {
        let words_of = [&["classify", "chat.jsonl"][..], more].concat();
        out(&folder, &words_of).matches(words).count()
    };
    assert_eq!((count(&[], "nothing stated: "), count(&["--all"], "nothing stated: ")), (0, 1));
    assert_eq!(count(&[], "\n  ask: "), 2);
    assert!(count(&["--missing", "all"], "\n  ask: ") > 3);
}

#[test]
fn a_table_of_duties_has_the_ceilings_in_euro() {
    let folder = folder("ceilings");
    let table = |more: &[&str]| {
        let words = [&["duties", "a.jsonl", "--format", "csv"][..], more].concat();
        let text = out(&folder, &words);
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        let at =
            rows.headers().expect("a header").iter().position(|name| name == "ceiling_at_most");
        let at = at.expect("a column of ceilings");
        let cells =
            rows.records().map(|row| row.expect("a row").get(at).unwrap_or_default().to_owned());
        cells.collect::<Vec<_>>()
    };
    assert!(table(&[]).iter().all(String::is_empty));
    let with = table(&["--turnover", "1000000000"]);
    assert!(with.iter().any(|cell| cell == "30000000"), "{with:?}");
}

#[test]
fn a_sheet_is_of_workbooks() {
    let folder = folder("sheet");
    let told = |words: &[&str]| run(&folder, words).told;
    for input in ["systems.csv", "a.jsonl", "registers"] {
        let told = told(&["classify", input, "--sheet", "Systems"]);
        assert!(told.contains("no input is a workbook, so there is no sheet `Systems`"), "{told}");
    }
    out(&folder, &["duties", "a.jsonl", "-o", "book.xlsx"]);
    let told = told(&["classify", "book.xlsx", "--sheet", "Systems"]);
    assert!(!told.contains("no input is a workbook"), "{told}");
}

#[test]
fn pacts_are_checked_for_the_day_that_is_asked_about() {
    let folder = folder("lint-on");
    let early = run(&folder, &["pact", "lint", "--on", "2024-10-01"]);
    assert_eq!(early.code, 1, "{}", early.told);
    assert!(
        early.told.contains("positions.csv") && early.told.contains("date-in-future"),
        "{}",
        early.told
    );
    let today = run(&folder, &["pact", "lint"]);
    assert!(!today.told.contains("date-in-future"), "{}", today.told);
}

/// A name with an ending promises a format; one that is a dash promises nothing on disk.
#[test]
fn outputs_are_named_as_what_they_are() {
    let folder = folder("named");
    fs::write(folder.join("claims.jsonl"), "").expect("a file");
    refused(
        &folder,
        &[
            (&["pact", "review", "claims.jsonl", "-o", "x.csv"], "let the file end with `.html`"),
            (&["pact", "init", "--org", "Meta", "-o", "x.json"], "let the file end with `.yaml`"),
            (
                &["pact", "report", "nothing.yaml", "-o", "x.md"],
                "several go into a folder: write `-o x`",
            ),
            (&["map", "a.jsonl", "-o", "x.csv"], "several go into a folder: write `-o x`"),
        ],
    );
    let place = "name a place on disk";
    refused(
        &folder,
        &[
            (
                &["classify", "a.jsonl", "-o", "-"],
                "leave the option out to write to standard output",
            ),
            (
                &["law", "show", "art.6", "-o", "-"],
                "leave the option out to write to standard output",
            ),
            (&["pact", "positions", "-o", "-"], "leave the option out to write to standard output"),
            (&["map", "a.jsonl", "-o", "-"], place),
            (&["pact", "init", "--org", "Meta", "-o", "-"], place),
            (&["pact", "read", "article.txt", "--to", "-"], place),
            (&["ask", "A-1", "a.jsonl", "--interactive", "-"], place),
            (&["check", "c.toml", "--write", "json=-"], "write it as FORMAT=FILE"),
        ],
    );
    assert!(!folder.join("-").exists());
    out(&folder, &["classify", "a.jsonl", "-o", "./-"]);
    assert!(folder.join("-").exists());
}

/// What we print is understood when it is typed.
#[test]
fn a_point_is_asked_for_as_we_print_it() {
    let folder = folder("of");
    let why = |of: &str| out(&folder, &["why", "A-1", "a.jsonl", "--of", of]);
    let by_id = why("annex3.4a");
    for of in [
        "Annex III, point 4(a)",
        "annex III 4a",
        "4(a)",
        "4(a) Recruitment and selection",
        "Recruitment and selection",
    ] {
        assert_eq!(why(of), by_id, "{of}");
    }
    let json = out(
        &folder,
        &["why", "A-1", "a.jsonl", "--of", "Annex III, point 4(a)", "--format", "json"],
    );
    assert!(json.contains("\"annex3.4a\": {"), "{json}");
    refused(
        &folder,
        &[(&["why", "A-1", "a.jsonl", "--of", "Annex IX, point 4"], "is no point, class or rule")],
    );
}

#[test]
fn a_line_of_the_law_is_said_once() {
    let folder = folder("law");
    let shown = out(&folder, &["law", "show", "annex3"]);
    assert_eq!(
        shown.matches("Article 6(2) (listed uses, Annex III): applies").count(),
        1,
        "{shown}"
    );
    let diff = |to: &str| out(&folder, &["law", "diff", "--known", "2026-06-01", "--known", to]);
    for (to, says) in
        [("2026-06-01", "both days are 2026-06-01"), ("2026-06-02", "nothing was published")]
    {
        let same = diff(to);
        assert!(
            same.contains(says) && same.contains("no date and no rule of this pack differs"),
            "{same}"
        );
        assert!(!same.contains("\ndates") && !same.contains("\nrules"), "{same}");
    }
    assert!(diff("2026-11-21").contains("\ndates\n  "));
}

/// What the reader of JSON says is ours to say.
#[test]
fn lines_that_cannot_be_read_are_told_in_our_words() {
    let folder = folder("json");
    let lines = "{\"id\": 5, \"fact\": \"x\"}\n{\"id\"\n";
    let answer = fs::read_to_string(folder.join("a.facts.jsonl")).expect("an answer");
    fs::write(folder.join("bad.facts.jsonl"), format!("{lines}{answer}")).expect("a file");
    fs::write(folder.join("claims.jsonl"), "{}\n[1]\n").expect("a file");
    fs::write(folder.join("others.jsonl"), "{\"id\n").expect("a file");
    let mut told = run(&folder, &["classify", "a.jsonl", "--answers", "bad.facts.jsonl"]).told;
    for words in [
        &["pact", "review", "claims.jsonl", "-o", "x.html"][..],
        &["pact", "positions", "--claims", "claims.jsonl", "--reviewed", "claims.jsonl"],
        &["eval", "others", "others.jsonl"],
    ] {
        told += &run(&folder, words).told;
    }
    for says in [
        "bad.facts.jsonl:1: `5` stands where a text is expected (column 8)",
        "bad.facts.jsonl:2: it ends before it is whole",
        "claims.jsonl:1: the line is no claim: `kind` is missing",
        "`others.jsonl`, line 1: ",
    ] {
        assert!(told.contains(says), "{says}: {told}");
    }
    for theirs in [" at line 1", "invalid type", " expected a", "EOF", "struct"] {
        assert!(!told.contains(theirs), "{theirs}: {told}");
    }
}

#[test]
fn one_is_not_said_in_the_plural() {
    let folder = folder("one");
    fs::write(folder.join("pledge.yaml"), "format: 1\norganisation: PwC\ninstrument: nothing\n")
        .expect("a file");
    let linted =
        String::from_utf8_lossy(&run(&folder, &["pact", "lint", "pledge.yaml"]).out).into_owned();
    assert!(linted.contains(" 1 error, "), "{linted}");
    fs::write(
        folder.join("one.toml"),
        "inputs = [\"a.jsonl\"]\n[policy]\nnew-prohibited = \"off\"\n",
    )
    .expect("a file");
    let all = [run(&folder, &["check", "one.toml"]), run(&folder, &["classify", "a.jsonl"])];
    for ran in all {
        let out = String::from_utf8_lossy(&ran.out).into_owned();
        let plurals = ["1 records", "1 systems", "1 rules", "1 points", "1 errors"];
        let mut wrong = plurals.iter().filter(|at| out.contains(&format!(" {at}")));
        assert_eq!(wrong.next(), None, "{out}");
    }
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

/// What a configuration names and is not there is told with the line that names it.
#[test]
fn a_missing_file_is_told_where_it_is_named() {
    let folder = folder("named-missing");
    fs::write(folder.join("kept.jsonl"), REGISTER).expect("a file");
    for (text, says) in [
        ("inputs = [\"kept.jsonl\",\n\"gone.csv\"]\n", "d.toml:2: `inputs` names `gone.csv`"),
        ("inputs = \"gone.csv\"\n", "d.toml:1: `inputs` names `gone.csv`"),
        ("inputs = [\"a.jsonl\"]\nanswers = [\"gone\"]\n", "d.toml:2: `answers` names `gone`"),
        ("inputs = [\"a.jsonl\"]\n\nmapping = \"gone\"\n", "d.toml:3: `mapping` names `gone`"),
    ] {
        fs::write(folder.join("d.toml"), text).expect("a file");
        refused(&folder, &[(&["check", "d.toml"], says)]);
    }
}
