//! How what phrases find is meant, by the grammar of languages.

use actlas_facts::{Record, Text};
use actlas_screen::{Lexicon, LexiconFiles, Screener};

use crate::model::vocabulary;

const ENTRIES: &str = "
entries:
  - id: rate
    why: it rates people
    says: {hiring_tasks: [evaluate]}
    phrases: [\"ranks ..3 applicants\", \"applicants without ..2 ranks\", \"score people\"]
    yes: [It ranks applicants.]
    no: [It ranks goods.]
";

fn says_something(lexicon: &Lexicon, language: &str, text: &str, found: bool) {
    let texts = vec![Text { field: "purpose".to_owned(), text: text.to_owned() }];
    let record = Record { language: language.to_owned(), texts, ..Record::default() };
    let screened = Screener::new(lexicon).screen(&record);
    assert_eq!(!screened.proposals.is_empty(), found, "{language} {text}");
}

/// A lexicon of these files, without findings.
fn lexicon(files: &[(String, String)]) -> Lexicon {
    let files = LexiconFiles { files: files.iter().cloned().collect(), ..LexiconFiles::default() };
    let (lexicon, findings) = Lexicon::load(&files, &vocabulary());
    assert_eq!(findings, []);
    lexicon
}

fn check_english(grammar: &str, cases: &[(&str, bool)]) {
    let text = format!("reviewed: []\ngrammar:\n{grammar}{ENTRIES}");
    let lexicon = lexicon(&[("en/entries.yaml".to_owned(), text)]);
    cases.iter().for_each(|(text, found)| says_something(&lexicon, "en", text, *found));
}

/// What is not only so, or goes without people, is so.
#[test]
fn a_negation_that_is_void_negates_nothing() {
    let grammar =
        "  negation: [not, without]\n  voids: [only, human help]\n  before: 4\n  after: 3\n";
    let cases = [
        ("It not ranks applicants.", false),
        ("Not only ranks it applicants.", true),
        ("It ranks applicants not.", false),
        ("It ranks applicants not only here.", true),
        ("It ranks applicants without human help.", true),
        ("It ranks not only applicants.", true),
        ("It ranks not applicants.", false),
    ];
    check_english(grammar, &cases);
}

#[test]
fn a_postposition_reaches_back_only() {
    let grammar = "  postposed: [without]\n  voids: [help]\n  before: 4\n  after: 2\n";
    let cases = [
        ("It ranks applicants without.", false),
        ("Chairs without it ranks applicants.", true),
        ("It ranks applicants help without.", true),
        ("Applicants without it ranks.", true),
    ];
    check_english(grammar, &cases);
}

#[test]
fn what_is_spoken_of_follows() {
    let grammar = "  about: [\"course on\"]\n  before: 4\n  after: 3\n";
    let cases = [
        ("A course on how it ranks applicants.", false),
        ("It ranks applicants for a course on chairs.", true),
    ];
    check_english(grammar, &cases);
}

#[test]
fn a_label_with_no_is_not_done() {
    let grammar = "  refusal: [\"no\", none]\n";
    let cases = [
        ("Ranks applicants: no", false),
        ("Ranks applicants | No | Chairs | Yes", false),
        ("Ranks applicants: no, it does not", false),
        ("Ranks applicants: no chairs are counted", true),
        ("Ranks applicants: yes", true),
        ("Chairs: no\nRanks applicants: yes", true),
        ("Ranks applicants: yes\nChairs: none", true),
    ];
    check_english(grammar, &cases);
}

#[test]
fn what_stands_under_a_heading_of_exclusion_is_not_done() {
    let grammar = "  heading: [\"out of scope [uses]\"]\n";
    let cases = [
        ("Out of scope: ranks applicants.", false),
        ("These are out of scope: chairs; ranks applicants", false),
        ("Out of scope: chairs. It ranks applicants.", true),
        ("Out of scope: chairs\nIt ranks applicants.", true),
        ("Out of scope:\n- chairs\n- ranks applicants", false),
        ("Out of scope:\n- chairs\n\nIt ranks applicants.", true),
        ("Out of scope:\n- chairs\nIn scope:\n- ranks applicants", true),
        ("## Out of scope uses\n\nChairs.\n\nRanks applicants.", false),
        ("## Out of scope uses\n\nChairs.\n\n## Uses\n\nRanks applicants.", true),
        ("Nothing out of scope ranks applicants.", true),
        ("Out of scope is little: it ranks applicants.", true),
    ];
    check_english(grammar, &cases);
}

/// Words of a text that are borrowed from English stand under the negations of its own language.
#[test]
fn a_text_negates_what_it_borrows() {
    let german = "reviewed: []\ngrammar: {negation: [kein], denial: [\"gibt es nicht\"], refusal: [nein], before: 4}\n";
    let english = format!("reviewed: []\n{ENTRIES}");
    let files = [("en/entries.yaml", english.as_str()), ("de/grammar.yaml", german)];
    let lexicon = lexicon(&files.map(|(path, text)| (path.to_owned(), text.to_owned())));
    let check = |text: &str, found: bool| says_something(&lexicon, "de", text, found);
    check("Das ist ein score people.", true);
    check("Das ist kein score people.", false);
    check("Ein score people gibt es nicht.", false);
    check("Score people: nein", false);
    says_something(&lexicon, "en", "kein score people", true);
}

/// The grammars that are built in, by sentences of which a word is found: `language|+|sentence` where it is stated,
/// `-` where it is taken back.
#[test]
fn what_languages_take_back() {
    let entry = "entries:\n  - {id: rate, why: it rates, says: {hiring_tasks: [evaluate]}, phrases: [zugzug], yes: [Zugzug.], \
                 no: [Zug.]}\n";
    let embedded = LexiconFiles::embedded();
    let grammars = embedded.files.iter().filter(|(path, _)| path.ends_with("/grammar.yaml"));
    let mut files: Vec<(String, String)> =
        grammars.map(|(path, text)| (path.clone(), format!("reviewed: []\n{text}"))).collect();
    let of = |(path, _): &(String, String)| path.replace("grammar", "entries");
    let entries = files.iter().map(|at| (of(at), format!("reviewed: []\n{entry}")));
    files.extend(entries.collect::<Vec<_>>());
    let lexicon = lexicon(&files);
    let mut screener = Screener::new(&lexicon);
    let mut wrong = String::new();
    for line in include_str!("grammar.txt").lines() {
        let [language, wanted, text] = line.split('|').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let text = text.replace("\\n", "\n").replace("{}", "Zugzug");
        let texts = vec![Text { field: "purpose".to_owned(), text }];
        let record = Record { language: language.to_owned(), texts, ..Record::default() };
        let stated = !screener.screen(&record).proposals.is_empty();
        if stated != (wanted == "+") {
            wrong += &format!("{line}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
