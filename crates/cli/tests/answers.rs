//! What people answer: whom a question is about, and what becomes of an answer.
#![expect(clippy::expect_used, reason = "a test may panic; that is how it fails")]

mod runs;

use std::fs;

use runs::{ANSWER, folder, run, run_with};

#[test]
fn an_interview_adds_lines_of_its_own_to_answers_alone() {
    let folder = folder("interview");
    let ask = |file: &str| {
        let words = ["ask", "A-1", "a.jsonl", "--attest", "Ann", "--interactive", file];
        run_with(&folder, &words, "n\nq\n")
    };
    fs::write(folder.join("open.facts.jsonl"), ANSWER).expect("a file without a last end of line");
    let ran = ask("open.facts.jsonl");
    assert_eq!(ran.code, 0, "{}", ran.told);
    let text = fs::read_to_string(folder.join("open.facts.jsonl")).expect("answers");
    assert!(text.starts_with(&format!("{ANSWER}\n{{")) && text.ends_with("}\n"), "{text}");
    assert!(text.lines().count() > 1);
    let used = run(&folder, &["classify", "a.jsonl", "--answers", "open.facts.jsonl"]);
    assert!(!used.told.contains("facts-line-unreadable"), "{}", used.told);
    for other in ["systems.csv", "c.toml", "article.txt"] {
        let before = fs::read(folder.join(other)).expect("a file");
        let ran = ask(other);
        assert_eq!(ran.code, 2, "{other}: {}", ran.told);
        assert!(ran.told.contains(&format!("line 1 of `{other}` is no answer")), "{}", ran.told);
        assert_eq!(fs::read(folder.join(other)).expect("a file"), before);
    }
}

/// Three uses, of which one ranks people. What is answered about payslips says nothing of it.
const SUITE: &str = r#"{"id":"mu","name":"HR suite","uses":[{"id":"screen","purpose":"Ranks and evaluates job applicants"},{"id":"pay","purpose":"Prints payslips for employees"},{"id":"chat","purpose":"A chatbot answers questions of applicants"}]}"#;

#[test]
fn an_interview_says_which_use_it_asks_about() {
    let folder = folder("uses");
    fs::write(folder.join("mu.jsonl"), SUITE).expect("a file");
    let words = [
        "ask",
        "mu",
        "mu.jsonl",
        "--attest",
        "Ann",
        "--interactive",
        "x.facts.jsonl",
        "--no-screen",
    ];
    let ran = run_with(&folder, &words, &"n\n".repeat(12));
    assert_eq!(ran.code, 0, "{}", ran.told);
    let shown = String::from_utf8_lossy(&ran.out).into_owned();
    for purpose in ["`screen`: Ranks and", "`pay`: Prints payslips", "`chat`: A chatbot answers"] {
        assert!(shown.contains(&format!("of the use {purpose}")), "{shown}");
    }
    let text = fs::read_to_string(folder.join("x.facts.jsonl")).expect("answers");
    let told = |of_use: &str| text.lines().filter(|line| line.contains(of_use)).count();
    let of_uses = ["screen", "pay", "chat"].map(|of| told(&format!(r#""use":"{of}""#)));
    assert!(of_uses.iter().all(|count| *count > 1), "{of_uses:?}: {text}");
    // What is of the system is said once, and nothing is asked twice.
    let mut lines: Vec<&str> = text.lines().collect();
    assert_eq!(told(r#""fact":"builds_face_database""#), 1, "{text}");
    lines.sort_unstable();
    assert!(lines.windows(2).all(|two| two.first() != two.last()), "{text}");
    let used = run(&folder, &["classify", "mu.jsonl", "--answers", "x.facts.jsonl"]);
    assert!(!used.told.contains("answer-for-every-use"), "{}", used.told);
}

#[test]
fn an_answer_about_one_use_leaves_the_others() {
    let folder = folder("one-use");
    fs::write(folder.join("mu.jsonl"), SUITE).expect("a file");
    let page = run(&folder, &["ask", "mu.jsonl", "--format", "html"]);
    let page = String::from_utf8_lossy(&page.out).into_owned();
    let asked = |of: &str| page.matches(&format!("data-use=\"{of}\"")).count();
    let of_uses = ["screen", "pay", "chat"].map(asked);
    assert!(of_uses.iter().all(|count| (1..=12).contains(count)), "{of_uses:?}");
    let json = run(&folder, &["ask", "mu", "mu.jsonl", "--format", "json", "-n", "40"]);
    let json: serde_json::Value = serde_json::from_slice(&json.out).expect("an object");
    let questions = json.pointer("/questions").and_then(|at| at.as_array()).expect("questions");
    let about = |at: &serde_json::Value| {
        [&at["id"], &at["use"], &at["purpose"]].map(|word| word.as_str().map(str::to_owned))
    };
    let about: Vec<_> = questions.iter().map(about).collect();
    let [_, of_use, purpose] = about.first().expect("a question");
    assert!(of_use.is_some() && purpose.is_some(), "{about:?}");
    assert!((1..about.len()).all(|at| !about[..at].contains(&about[at])), "{about:?}");
    let answers = |with: &str| {
        let facts = ["value_judgement", "recommends_on_case", "performs_profiling"]
            .map(|fact| (fact, "false"));
        let sets = ["hiring_tasks", "worker_tasks"].map(|fact| (fact, "\"none\""));
        let line = |(fact, value): (&str, &str)| {
            format!(
                r#"{{"id":"mu"{with},"fact":"{fact}","value":{value},"act":"attest","by":"A","at":"2026"}}"#
            )
        };
        facts.into_iter().chain(sets).map(|at| line(at) + "\n").collect::<String>()
    };
    let classify = |with: &str| {
        fs::write(folder.join("x.facts.jsonl"), answers(with)).expect("a file");
        let words = ["classify", "mu.jsonl", "--answers", "x.facts.jsonl"];
        let ran = run(&folder, &words);
        (String::from_utf8_lossy(&ran.out).into_owned(), ran.told)
    };
    let (out, told) = classify(r#","use":"pay""#);
    assert!(
        out.contains("listed high-risk use, 4(a)") && !told.contains("answer-for"),
        "{out}{told}"
    );
    let (_, told) = classify("");
    assert!(told.contains("warning[answer-for-every-use]: x.facts.jsonl:1 (`mu`): "), "{told}");
}

#[test]
fn answers_that_cannot_be_read_are_no_answers() {
    let folder = folder("answers");
    fs::write(folder.join("bytes.facts.jsonl"), b"\xff\xfe\x00x").expect("a file");
    for (file, says) in [("registers", "is a folder"), ("bytes.facts.jsonl", "holds no answer")] {
        let ran = run(&folder, &["classify", "a.jsonl", "--answers", file]);
        assert_eq!(ran.code, 2, "{file}: {}", ran.told);
        assert!(ran.told.contains(&format!("`{file}` {says}")), "{}", ran.told);
    }
    let ran = run(&folder, &["pact", "review", "bytes.facts.jsonl", "-o", "page.html"]);
    assert_eq!(ran.code, 2);
    assert!(ran.told.contains("`bytes.facts.jsonl` is not UTF-8"), "{}", ran.told);
}

#[test]
fn nobody_attests_under_no_name() {
    let folder = folder("no-name");
    for name in ["", "  "] {
        let ran = run(&folder, &["classify", "a.jsonl", "--attest", name]);
        assert_eq!((ran.code, ran.out.is_empty()), (2, true), "{}", ran.told);
        assert!(ran.told.contains("a name is needed"), "{}", ran.told);
    }
}

#[test]
fn a_folder_without_phrases_is_no_lexicon() {
    let folder = folder("no-lexicon");
    let ran = run(&folder, &["classify", "a.jsonl", "--lexicon", "registers"]);
    assert_eq!((ran.code, ran.out.is_empty()), (2, true), "{}", ran.told);
    assert!(ran.told.contains("`registers` holds no lexicon"), "{}", ran.told);
}

/// What a person rejected is told wherever the answer is, and the answer is the one of nothing stated.
#[test]
fn a_rejection_is_told_in_every_output() {
    let folder = folder("rejected");
    let reject = r#"{"id":"A-1","fact":"hiring_tasks","value":["evaluate"],"act":"reject","by":"Bob","at":"2026-11-21","why":"no candidates"}"#;
    fs::write(folder.join("r.facts.jsonl"), reject).expect("a file");
    let register = r#"{"id":"A-1","name":"Screener","purpose":"It scores applicants."}"#;
    fs::write(folder.join("a.jsonl"), register).expect("a file");
    let told = |words: &[&str]| {
        let ran = run(&folder, &[words, &["--answers", "r.facts.jsonl"]].concat());
        assert_eq!(ran.code, 0, "{}", ran.told);
        assert_eq!(ran.told.contains("rejection-unmatched"), words.contains(&"--no-screen"));
        String::from_utf8_lossy(&ran.out).into_owned()
    };
    let outcome =
        |out: &str| -> serde_json::Value { serde_json::from_str(out).expect("an object") };
    let json = outcome(&told(&["classify", "a.jsonl", "--format", "jsonl"]));
    let evidence = json["evidence"].as_array().expect("a list");
    let of_bob: Vec<_> = evidence.iter().filter(|at| at["by"] == "Bob").collect();
    assert!(
        !of_bob.is_empty() && of_bob.iter().all(|at| at["layer"] == "rejected"),
        "{evidence:?}"
    );
    assert!(!json["indicated"]["points"].to_string().contains("annex3.4a"), "{json}");
    let unread = outcome(&told(&["classify", "a.jsonl", "--format", "jsonl", "--no-screen"]));
    assert_ne!(json["receipt"]["facts"], unread["receipt"]["facts"]);
    let why = told(&["why", "A-1", "a.jsonl"]);
    assert!(why.contains("rejected by Bob, 21 November 2026: no candidates. It states"), "{why}");
    let why = outcome(&told(&["why", "A-1", "a.jsonl", "--format", "json"]));
    assert_eq!(why["rejected"][0]["by"], "Bob");
}

/// A row above moves the numbers of those below; an answer that was given to one of them stays with it or is told.
#[test]
fn an_answer_to_a_number_names_the_organisation() {
    let folder = folder("numbered");
    let register = |rows: &str| {
        let text = format!("name,purpose,organisation\n{rows}");
        fs::write(folder.join("noid.csv"), text).expect("a file");
    };
    let own = "Chatbot,It ranks candidates for nursing jobs.,HR\n";
    register(own);
    let ran = run_with(
        &folder,
        &["ask", "noid:1", "noid.csv", "--attest", "Ann", "--interactive", "x.facts.jsonl"],
        "n\nq\n",
    );
    assert_eq!(ran.code, 0, "{}", ran.told);
    let line = fs::read_to_string(folder.join("x.facts.jsonl")).expect("answers");
    assert!(line.contains(r#""organisation":"HR""#), "{line}");
    let page = run(&folder, &["ask", "noid.csv", "--format", "html"]);
    assert!(String::from_utf8_lossy(&page.out).contains("data-organisation=\"HR\""));
    let told = || run(&folder, &["classify", "noid.csv", "--answers", "x.facts.jsonl"]).told;
    let is_told = |told: &str| told.contains("answer-of-another") || told.contains("answer-amb");
    assert!(!is_told(&told()), "{}", told());
    register(&format!("Chatbot,It tells opening hours.,Library\n{own}"));
    assert!(told().contains("warning[answer-of-another]"), "{}", told());
    let old = line.replace(r#","organisation":"HR""#, "");
    fs::write(folder.join("x.facts.jsonl"), old).expect("a file");
    assert!(told().contains("warning[answer-ambiguous]"), "{}", told());
    fs::write(folder.join("x.facts.jsonl"), "\n").expect("a file");
    assert!(told().contains("warning[answers-empty]: x.facts.jsonl"), "{}", told());
}
