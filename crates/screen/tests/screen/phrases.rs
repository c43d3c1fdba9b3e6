//! Phrases in clauses of any length.

use actlas_facts::{Record, Text};
use actlas_screen::{Lexicon, Screener};

use crate::model::{english, vocabulary};

const ENTRIES: &str = "
entries:
  - id: rate
    why: it rates people
    says: {hiring_tasks: [evaluate]}
    phrases: [\"(ranks|rates the|rates) .. (applicants|(young|old) people)\"]
    yes: [It ranks applicants.]
    no: [It ranks goods.]
";

/// The first words of a clause are looked up otherwise than those far back in a long one.
#[test]
fn a_phrase_is_found_wherever_it_stands() {
    let vocabulary = vocabulary();
    let lexicon = english(ENTRIES, &vocabulary);
    let mut screener = Screener::new(&lexicon);
    let mut check = |before: usize, phrase: &str, found: bool| {
        let text = format!("{}{phrase} {}", "blue ".repeat(before), "blue ".repeat(80));
        let texts = vec![Text { field: "purpose".to_owned(), text }];
        let record = Record { language: "en".to_owned(), texts, ..Record::default() };
        let screened = screener.screen(&record);
        let quotes: Vec<(usize, &str)> =
            screened.proposals.iter().map(|at| (at.quote.start, at.quote.text.as_str())).collect();
        let wanted = [(before * 5, phrase)];
        assert_eq!(quotes, if found { &wanted[..] } else { &[] }, "{before} {phrase}");
    };
    for before in (0..140).filter(|at| at % 13 == 0 || (50..70).contains(at)) {
        check(before, "ranks applicants", true);
        check(before, "rates the one two three four five six applicants", true);
        check(before, "rates the one two three four five six old people", true);
        check(before, "rates the one two three four five six seven applicants", false);
        check(before, "rates the one two three four five six old goods", false);
        check(before, "ranks but not applicants", false);
    }
}

fn says_something(lexicon: &Lexicon, text: &str, found: bool) {
    let texts = vec![Text { field: "purpose".to_owned(), text: text.to_owned() }];
    let record = Record { language: "en".to_owned(), texts, ..Record::default() };
    let screened = Screener::new(lexicon).screen(&record);
    assert_eq!(!screened.proposals.is_empty(), found, "{text}");
}

/// A question whose answer is no asks after what is not done.
#[test]
fn an_answer_takes_back_what_was_asked() {
    let vocabulary = vocabulary();
    let grammar = "grammar:\n  refusal: [\"no\", \"not at all\"]\n";
    let lexicon = english(&format!("{grammar}{ENTRIES}"), &vocabulary);
    let check = |text: &str, found: bool| says_something(&lexicon, text, found);
    check("Who ranks applicants? It does.", true);
    check("Who ranks applicants? No. It counts chairs.", false);
    check("Who ranks applicants? No, it counts chairs.", false);
    check("It ranks applicants? Not at all.", false);
    check("It ranks applicants? No chairs are counted.", true);
    check("It ranks applicants. No.", true);
    check("Chairs? No. It ranks applicants.", true);
    check("It ranks applicants?", true);
}

/// A negation of several words that holds the first word of a phrase negates the phrase.
#[test]
fn a_negation_may_hold_the_first_word_of_what_it_negates() {
    let vocabulary = vocabulary();
    let grammar = "grammar:\n  negation: [\"no one ranks\"]\n  before: 2\n";
    let lexicon = english(&format!("{grammar}{ENTRIES}"), &vocabulary);
    let check = |text: &str, found: bool| says_something(&lexicon, text, found);
    check("There one ranks applicants.", true);
    check("There no one ranks applicants.", false);
}

/// A sentence is the same whether its lines were wrapped, or a web page was copied.
#[test]
fn wrapping_and_marks_of_pages_change_nothing() {
    let vocabulary = vocabulary();
    let grammar = "grammar:\n  negation: [not]\n  before: 4\n";
    let lexicon = english(&format!("{grammar}{ENTRIES}"), &vocabulary);
    let check = |text: &str, found: bool| says_something(&lexicon, text, found);
    let before = "The tool writes minutes for the council";
    check(&format!("{before} and it does not say that it\n rates applicants."), false);
    check(&format!("{before} and it does not say that it\n\nrates applicants."), true);
    check(&format!("{before} and it rates\n young people."), true);
    check("It does not&nbsp;say it rates&nbsp;applicants.", false);
    check("It rates&nbsp;appli&shy;cants.", true);
    check("It rates <b>appli\u{ad}cants</b>.", true);
    check("<p>It does not.</p><p>It rates applicants.</p>", true);
}
