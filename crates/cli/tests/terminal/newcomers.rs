//! What somebody meets who uses it for the first time: exit codes, options that do not go together, messages
//! that say what to do, and readers who have seen enough.

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;

use super::{actlas, folder_with, run};

const HIRING: &str = "id,name,purpose\nA-1,CV ranking,Ranks applicants for a vacancy\n";

/// A folder with a register, a folder of registers of which one is empty, and a configuration.
fn folder(name: &str) -> PathBuf {
    let files = [
        ("a.csv", HIRING),
        ("mixed/a.csv", HIRING),
        ("mixed/empty.csv", ""),
        ("hollow/empty.csv", ""),
        ("broken/a.csv", HIRING),
        ("broken/page.csv", "<!DOCTYPE html><html><body>Not a register</body></html>\n"),
        ("actlas.toml", "inputs = [\"a.csv\"]\n"),
    ];
    let folder = folder_with(&format!("newcomers-{name}"), &files);
    fs::create_dir_all(folder.join("out")).expect("a folder");
    folder
}

#[test]
fn a_folder_is_one_input() {
    let folder = folder("folder");
    for (words, code) in [
        (&["classify", "mixed"][..], 0),
        (&["classify", "mixed", "--strict"], 3),
        (&["classify", "hollow"], 3),
        (&["classify", "mixed/a.csv", "mixed/empty.csv"], 3),
        (&["classify", "broken"], 3),
        (&["duties", "mixed"], 0),
        (&["calendar", "mixed"], 0),
        (&["screen", "mixed"], 0),
        (&["map", "mixed", "-o", "out"], 0),
        (&["ask", "mixed", "--format", "html"], 0),
        (&["draft", "fria", "hollow"], 3),
        (&["why", "A-1", "hollow"], 3),
        (&["ask", "A-1", "hollow"], 3),
        (&["why", "A-9", "mixed"], 2),
    ] {
        let ran = run(&folder, words);
        assert_eq!(ran.code, code, "{words:?}: {}", ran.told);
    }
    let told = run(&folder, &["classify", "mixed"]).told;
    assert!(told.contains("warning[file-empty]: mixed/empty.csv"), "{told}");
}

#[test]
fn a_file_is_no_folder_and_a_folder_no_file() {
    let folder = folder("kinds");
    for words in [
        &["map", "a.csv", "-o", "a.csv"][..],
        &["map", "a.csv", "-o", "actlas.toml"],
        &["law", "book", "-o", "a.csv"],
        &["man", "a.csv"],
        &["pact", "site", "-o", "a.csv"],
        &["classify", "a.csv", "-o", "out"],
        &["ask", "a.csv", "--format", "html", "-o", "out"],
        &["duties", "a.csv", "--format", "xlsx", "-o", "out"],
        &["check", "--write", "junit=out"],
    ] {
        let ran = run(&folder, words);
        assert_eq!(ran.code, 2, "{words:?}: {}", ran.told);
        let says = ran.told.contains("and a folder is written")
            || ran.told.contains("and a file is written");
        assert!(says, "{words:?}: {}", ran.told);
    }
    assert_eq!(fs::read_to_string(folder.join("a.csv")).expect("a file"), HIRING);
    let ran = run(&folder, &["classify", "a.csv", "-o", "none/of/these.txt"]);
    assert_eq!(ran.code, 4);
    assert!(ran.told.contains("make the folder first"), "{}", ran.told);
}

#[test]
fn every_verb_that_prints_an_answer_writes_it_too() {
    let folder = folder("written");
    for (words, code) in [
        (&["classify", "a.csv"][..], 0),
        (&["screen", "a.csv"], 0),
        (&["why", "A-1", "a.csv"], 0),
        (&["why", "A-1", "a.csv", "--format", "html"], 0),
        (&["duties", "a.csv", "--format", "md"], 0),
        (&["calendar", "a.csv", "--format", "ics"], 0),
        (&["drift", "a.csv", "--from", "known=2026-06-01"], 0),
        (&["draft", "fria", "a.csv"], 0),
    ] {
        let printed = run(&folder, words);
        assert_eq!(printed.code, code, "{words:?}: {}", printed.told);
        let to = [words, &["-o", "result"]].concat();
        let ran = run(&folder, &to);
        assert_eq!((ran.code, ran.out.as_str()), (code, ""), "{words:?}: {}", ran.told);
        let written = fs::read_to_string(folder.join("result")).expect("a file");
        assert_eq!(written, printed.out, "{words:?}");
        let over = run(&folder, &[words, &["-o", "a.csv"]].concat());
        assert_eq!(over.code, 2, "{words:?}: {}", over.told);
        assert_eq!(fs::read_to_string(folder.join("a.csv")).expect("a file"), HIRING);
    }
    let over = ["drift", "a.csv", "--against", "mixed", "-o", "mixed/a.csv"];
    assert_eq!(run(&folder, &over).code, 2);
}

#[test]
fn formats_go_by_one_name_everywhere() {
    let folder = folder("formats");
    for format in ["md", "markdown"] {
        for words in [&["duties", "a.csv"][..], &["draft", "fria", "a.csv"], &["law", "coverage"]] {
            let ran = run(&folder, &[words, &["--format", format]].concat());
            assert_eq!(ran.code, 0, "{words:?} {format}: {}", ran.told);
        }
    }
}

#[test]
fn what_does_not_go_together_is_refused() {
    let folder = folder("refused");
    for words in [
        &["ask", "a.csv", "--format", "xlsx", "-o", "q.xlsx", "--interactive", "x.facts.jsonl"][..],
        &["pact", "report", "pledge.yaml", "--format", "html", "-o", "out"],
        &["law", "diff", "--known", "2026-11-21", "--known", "2026-06-01"],
        &["law", "explain-dates", "--input", "a.csv", "--id", "A-1"],
        &["drift", "a.csv", "--against-answers", "none"],
        &["drift", "a.csv", "--from", "known=2026-06-01", "--summary", "--format", "svg"],
        &["check", "--write", "sarif=one", "--write", "junit=one"],
    ] {
        let ran = run(&folder, words);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{words:?}: {}", ran.told);
        assert!(ran.told.starts_with("error:"), "{words:?}: {}", ran.told);
    }
}

#[test]
fn a_sheet_may_be_of_one_system() {
    let folder = folder("sheet");
    fs::write(
        folder.join("two.csv"),
        format!("{HIRING}A-2,Chat,Answers customers\nA-3,Old,Was used,\n"),
    )
    .expect("a file");
    let sheet = ["--format", "xlsx", "-o", "q.xlsx"];
    let ran = run(&folder, &[&["ask", "A-1", "two.csv", "-n", "4"], &sheet[..]].concat());
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (0, "4 questions about 1 record: q.xlsx\n"),
        "{}",
        ran.told
    );
    let ran = run(&folder, &[&["ask", "two.csv", "-n", "4"], &sheet[..]].concat());
    assert!(ran.out.starts_with("12 questions about 3 records"), "{}", ran.out);
    let ran = run(&folder, &[&["ask", "A-9", "two.csv"], &sheet[..]].concat());
    assert_eq!(ran.code, 2);
    assert!(ran.told.contains("no record `A-9`"), "{}", ran.told);
    // "That product" is asked about after the product.
    let page = run(&folder, &["ask", "A-1", "two.csv", "--format", "html"]).out;
    let place = |words: &str| page.find(words).unwrap_or_else(|| panic!("asks {words}"));
    assert!(place("Which Union product-safety law") < place("What is it to that product?"));
}

#[test]
fn answers_that_exclude_points_are_a_change() {
    let folder = folder("drift");
    let answer = |fact: &str, value: &str| {
        format!(
            "{{\"id\":\"A-1\",\"fact\":\"{fact}\",\"value\":{value},\"act\":\"attest\",\"by\":\"Ann\",\
             \"at\":\"2026-11-21\"}}\n"
        )
    };
    fs::write(folder.join("a.facts.jsonl"), answer("uses_biometric_data", "false"))
        .expect("a file");
    let answers = ["--answers", "a.facts.jsonl", "--against-answers", "none"];
    let ran = run(&folder, &[&["drift", "a.csv"], &answers[..]].concat());
    assert!(ran.out.contains("nothing stated → excluded: 1(a) Remote"), "{}", ran.out);
    assert!(ran.out.contains("\n1 record: 1 changed, 0 added, 0 gone\n"), "{}", ran.out);
    let ran = run(&folder, &[&["drift", "a.csv", "--format", "jsonl"], &answers[..]].concat());
    let says = "{\"point\":\"annex3.1a\",\"from\":\"nothing_stated\",\"to\":\"excluded\"}";
    assert!(ran.out.contains(says), "{}", ran.out);
    let ran = run(&folder, &[&["drift", "a.csv", "--summary"], &answers[..]].concat());
    assert!(ran.out.starts_with("1 record: 1 changed"), "{}", ran.out);
}

#[test]
fn the_law_is_found_by_the_words_of_its_readers() {
    let folder = folder("law");
    let head = |what: &str| {
        let ran = run(&folder, &["law", "show", what]);
        assert_eq!(ran.code, 0, "{what}: {}", ran.told);
        ran.out
    };
    let point = head("annex3.4a");
    let rest = |text: &str| text.split_once("annex3.4a ").map(|(_, rest)| rest.to_owned());
    for cited in ["Annex III, point 4(a)", "annex III 4a", "anx.III.4.a"] {
        assert_eq!(rest(&head(cited)), rest(&point), "{cited}");
    }
    assert!(head("art.5.1.f").contains("art5.1f "));
    let duty = head("O-LIT-1");
    assert!(duty.starts_with("O-LIT-1 AI literacy  Article 4\n"), "{duty}");
    assert!(duty.contains("as worded by Regulation (EU) 2026/1744, point 5"), "{duty}");
    let before = ["law", "show", "o-lit-1", "--on", "2026-06-01", "--known", "2026-06-01"];
    assert!(run(&folder, &before).out.contains("as worded by Regulation (EU) 2024/1689\n"));
    assert!(head("U-32").contains("U-32=text: "));
    for what in ["O-LIT-1", "U-32"] {
        let ran = run(&folder, &["law", "show", what, "--format", "json"]);
        serde_json::from_str::<serde_json::Value>(&ran.out).expect("JSON");
    }
    let ran = run(&folder, &["classify", "a.csv", "--reading", "U-99=text"]);
    assert!(ran.told.contains("there are ") && ran.told.contains("U-32"), "{}", ran.told);
}

/// A day in the head of a paper carries the reservation that `duties` gives it.
#[test]
fn a_paper_dates_its_duty_as_duties_does() {
    let folder = folder("paper");
    let on = ["--on", "2026-11-21", "--known", "2026-11-21"];
    let ran = run(&folder, &[&["draft", "annex-iv", "a.csv"], &on[..]].concat());
    assert_eq!(ran.code, 0, "{}", ran.told);
    let line = ran.out.lines().find(|line| line.starts_with("- Duty: O-PRV-11 ")).expect("a duty");
    assert!(
        line.contains("from 2 December 2027 unless it is an existing system (Art. 113(c)(i))"),
        "{line}"
    );
}

#[test]
fn nothing_to_explain_is_an_answer() {
    let folder = folder("why");
    fs::write(folder.join("b.csv"), "id,name,kind\nM,Plain,model\n").expect("a file");
    let ran = run(&folder, &["why", "M", "b.csv"]);
    assert_eq!(ran.code, 0, "{}", ran.told);
    assert!(ran.out.contains("`actlas ask` asks what would bear on a point"), "{}", ran.out);
}

#[test]
fn only_errors_are_told_where_they_are_wanted() {
    let folder = folder("quiet");
    let loud = run(&folder, &["classify", "mixed"]);
    let quiet = run(&folder, &["--quiet", "classify", "mixed"]);
    assert!(loud.told.contains("warning[") && loud.told.contains("read mixed/a.csv"));
    assert_eq!((quiet.told.as_str(), &quiet.out, quiet.code), ("", &loud.out, loud.code));
    let ran = run(&folder, &["classify", "broken", "-q"]);
    assert!(ran.told.starts_with("error[file-not-a-register]: broken/page.csv"), "{}", ran.told);
}

#[test]
fn a_folder_without_articles_says_so() {
    let folder = folder("news");
    let ran = run(&folder, &["pact", "read", "mixed"]);
    assert_eq!(ran.code, 3);
    assert!(ran.told.contains("no article was read"), "{}", ran.told);
}

/// `actlas … 2>&1 | head -1`: standard error is closed while it is told to.
#[cfg(unix)]
#[test]
fn nobody_who_listens_is_no_reason_to_panic() {
    let folder = folder("pipe");
    let many: String = (0..20).map(|at| format!("line {at} is no claim\n")).collect();
    fs::write(folder.join("none.jsonl"), many).expect("a file");
    let mut child = actlas(&folder, &["pact", "review", "none.jsonl", "-o", "r.html"])
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    drop(child.stderr.take());
    // No claim was read.
    assert_eq!(child.wait().expect("it ends").code(), Some(3));
}

/// `actlas check | head -1` in a script with `pipefail`: the gate stays shut.
#[test]
fn a_gate_stays_shut_when_its_reader_has_seen_enough() {
    let folder = folder("gate");
    for format in ["text", "json", "github"] {
        let mut child = actlas(&folder, &["check", "--format", format])
            .stdout(Stdio::piped())
            .spawn()
            .expect("it runs");
        drop(child.stdout.take());
        assert_eq!(child.wait().expect("it ends").code(), Some(1), "{format}");
    }
}

/// A register with breaches is taken as it is, but not without a name and a reason.
#[test]
fn what_fails_can_be_accepted_one_by_one() {
    let folder = folder("accept");
    let ran = run(&folder, &["check", "--format", "accept", "--on", "2026-11-21"]);
    assert_eq!(ran.code, 1, "{}", ran.told);
    assert!(
        ran.out.contains("[[accept]]\nrule = \"owner\"\nid = \"A-1\"\nby = \"\"\n"),
        "{}",
        ran.out
    );
    let put = |accepts: &str| {
        let text = format!("inputs = [\"a.csv\"]\n{accepts}");
        fs::write(folder.join("actlas.toml"), text).expect("a file");
        run(&folder, &["check", "--on", "2026-11-21"])
    };
    let unsigned = put(&ran.out);
    assert_eq!(unsigned.code, 2, "{}", unsigned.out);
    assert!(unsigned.told.contains("without `by`, `why`"), "{}", unsigned.told);
    let signed =
        ran.out.replace("by = \"\"", "by = \"Ann\"").replace("why = \"\"", "why = \"known\"");
    let signed = put(&signed);
    assert_eq!(signed.code, 0, "{}", signed.told);
    assert!(signed.out.contains("accepted[owner]"), "{}", signed.out);
}

#[test]
fn a_folder_stands_for_the_configuration_in_it() {
    let folder = folder("config");
    let ran = run(&folder, &["check", "."]);
    assert_eq!(ran.code, 1, "{}", ran.told);
    assert!(ran.out.starts_with("error[owner]: ./a.csv:2"), "{}", ran.out);
    let ran = run(&folder, &["check", "mixed"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.told.contains("mixed/actlas.toml") && ran.told.contains("inputs = ["),
        "{}",
        ran.told
    );
}
