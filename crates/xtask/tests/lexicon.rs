//! The built-in lexicon is what it says it is.

use std::cell::RefCell;

use actlas_facts::{Record, Text};
use actlas_law::{Pack, PackFiles};
use actlas_screen::{Lexicon, LexiconFiles, Screener};
use proptest::prelude::*;

fn pack() -> Pack {
    Pack::load(&PackFiles::embedded()).0
}

/// Every entry is found in the texts it says it is found in, and not in the others.
#[test]
fn entries_are_found_where_they_say() {
    let pack = pack();
    let (lexicon, mut findings) = Lexicon::load(&LexiconFiles::embedded(), &pack.vocabulary);
    findings.extend(Screener::new(&lexicon).check_examples());
    let words: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(words.is_empty(), "{}", words.join("\n"));
    for (language, _) in lexicon.languages() {
        let entries = lexicon.entries(language);
        assert!(!entries.is_empty(), "{language} has no entry");
        for entry in entries {
            assert!(!entry.yes.is_empty() && !entry.no.is_empty(), "{}: no example", entry.at);
            assert!(!entry.why.is_empty(), "{}: no reason", entry.at);
        }
    }
}

/// What is learned of an idea in one language is used in all: they have the same.
#[test]
fn every_language_has_words_for_every_idea() {
    let files = LexiconFiles::embedded();
    let ideas = |text: &str| -> Vec<String> {
        let tree = actlas_yaml::parse(text).unwrap().pop().unwrap();
        let concepts = tree.get("concepts").unwrap().map().unwrap();
        let named = |(name, words): &(actlas_yaml::Node, actlas_yaml::Node)| {
            let name = name.text().unwrap().to_owned();
            assert!(words.list().is_some_and(|at| !at.is_empty()), "{name}: no words");
            name
        };
        concepts.iter().map(named).collect()
    };
    let english = ideas(&files.files["en/concepts.yaml"]);
    let folders: std::collections::BTreeSet<&str> =
        files.files.keys().filter_map(|path| path.split_once('/')).map(|(of, _)| of).collect();
    for folder in folders.into_iter().filter(|of| *of != "classifier") {
        let own = files.files.get(&format!("{folder}/concepts.yaml"));
        assert_eq!(own.map(|text| ideas(text)), Some(english.clone()), "{folder}");
    }
}

/// A misspelt idea would be one that no text has.
#[test]
fn what_targets_need_are_ideas() {
    let files = LexiconFiles::embedded();
    let tree = |path: &str| actlas_yaml::parse(&files.files[path]).unwrap().pop().unwrap();
    let (concepts, targets) = (tree("en/concepts.yaml"), tree("classifier/targets.yaml"));
    let mut groups = 0;
    for target in targets.get("targets").unwrap().list().unwrap() {
        for group in target.get("needs").and_then(actlas_yaml::Node::list).unwrap_or_default() {
            groups += 1;
            for idea in group.list().unwrap() {
                let name = idea.text().unwrap();
                let known = concepts.get("concepts").unwrap().get(name).is_some();
                assert!(known, "{name} is no idea");
            }
        }
    }
    assert!(groups > 20, "{groups} groups");
}

/// The facts read into a text, with who read them.
fn read(language: &str, text: &str) -> Vec<(String, String)> {
    let pack = pack();
    let lexicon = Lexicon::embedded(&pack.vocabulary);
    let record = Record { language: language.to_owned(), ..record(text) };
    let id = |fact| pack.vocabulary.get(fact).map(|at| at.id.clone()).unwrap_or_default();
    let screened = Screener::new(&lexicon).screen(&record);
    screened.proposals.into_iter().map(|at| (id(at.fact), at.by)).collect()
}

#[test]
fn what_ends_a_sentence_takes_back_what_it_says() {
    for (language, text, fact, found) in [
        (
            "en",
            "It recognises the emotions of callers by their voice.",
            "infers_emotions_or_intentions",
            true,
        ),
        ("en", "Emotion recognition is not used.", "infers_emotions_or_intentions", false),
        ("en", "Emotion recognition does not take place.", "infers_emotions_or_intentions", false),
        ("en", "It ranks applicants for a job.", "hiring_tasks", true),
        ("en", "The ranking of job applicants is not carried out at all.", "hiring_tasks", false),
        // What is not done with a result is done to reach it.
        (
            "en",
            "It ranks applicants for a job, which is not used to reject anybody alone.",
            "hiring_tasks",
            true,
        ),
        (
            "en",
            "The ranking of job applicants is not used to reject anybody alone.",
            "hiring_tasks",
            true,
        ),
        (
            "en",
            "It ranks applicants for a job and recordings are not stored.",
            "hiring_tasks",
            true,
        ),
        (
            "de",
            "Eine Emotionserkennung findet nicht statt.",
            "infers_emotions_or_intentions",
            false,
        ),
        (
            "fr",
            "La reconnaissance des émotions n'est pas utilisée.",
            "infers_emotions_or_intentions",
            false,
        ),
        ("nl", "Emotieherkenning wordt niet toegepast.", "infers_emotions_or_intentions", false),
    ] {
        let read = read(language, text);
        assert_eq!(read.iter().any(|(of, _)| of == fact), found, "{text}: {read:?}");
    }
}

/// What goes on beside a listed use in the same house is none.
#[test]
fn a_field_alone_is_no_use() {
    for text in [
        "Predicts the demand for face masks in the coming months.",
        "Reads the invoices of the suppliers of the fire brigade and books the amounts.",
        "Plans meals in the reception centre for asylum seekers and orders food.",
        "Onboarding. Shows employees a free parking space in the garage of the company.",
    ] {
        let found: Vec<_> =
            read("en", text).into_iter().filter(|(_, by)| by.starts_with("classifier")).collect();
        assert!(found.is_empty(), "{text}: {found:?}");
    }
}

/// A prohibition is never shown by what a text merely reads like.
#[test]
fn the_classifier_asks_whether_faces_were_gathered_at_large() {
    for text in [
        "Matches the selfie of a new customer with the photograph on the identity card.",
        "Collects pictures of faces from social networks on the internet into a gallery to name people.",
    ] {
        let read = read("en", text);
        let said = read
            .iter()
            .any(|(fact, by)| fact == "untargeted_face_scraping" && by.starts_with("classifier"));
        assert!(!said, "{text}: {read:?}");
    }
}

/// A text whose language is not clear is read in all of them.
#[test]
fn the_same_words_say_the_same_once() {
    let read = read("", "A chatbot");
    let said: Vec<&str> = read
        .iter()
        .filter(|(fact, _)| fact == "interacts_with_people")
        .map(|(_, by)| by.as_str())
        .collect();
    assert!(matches!(said.as_slice(), [by] if by.starts_with("en:")), "{read:?}");
}

fn record(text: &str) -> Record {
    let text = Text { field: "purpose".to_owned(), text: text.to_owned() };
    Record { id: "R".to_owned(), texts: vec![text], ..Record::default() }
}

/// What was learned of words is forgotten when they are too many: their numbers are given anew.
#[test]
fn a_screener_reads_the_same_after_it_has_forgotten() {
    let pack = pack();
    let lexicon = Lexicon::embedded(&pack.vocabulary);
    let text = "Which prisoners may leave early? The board gets a risk figure for each man, saying how \
                probable another burglary or assault is.";
    let first = Screener::new(&lexicon).screen(&record(text));
    let by_classifier = first.proposals.iter().any(|at| at.by.starts_with("classifier"));
    assert!(by_classifier, "the text is there to be weighed");
    let mut screener = Screener::new(&lexicon);
    let many: Vec<String> = (0..70_000).map(|at| format!("w{at}x")).collect();
    for words in many.chunks(10_000) {
        screener.screen(&record(&format!("The machine knows the word {}.", words.join(" "))));
    }
    assert_eq!(screener.screen(&record(text)), first);
}

/// What is read into a text stands in it.
#[test]
fn quotes_are_words_of_the_text() {
    let pack = pack();
    let (lexicon, _) = Lexicon::load(&LexiconFiles::embedded(), &pack.vocabulary);
    let screener = RefCell::new(Screener::new(&lexicon));
    let mut pieces: Vec<String> = Vec::new();
    for (language, _) in lexicon.languages() {
        let entries = lexicon.entries(language);
        pieces.extend(entries.iter().flat_map(|at| at.yes.iter().chain(&at.no).cloned()));
    }
    let piece = prop::sample::select(pieces);
    let noise = "[ \\t\\n.,;:–—\u{301}\u{200b}🙂]{0,4}";
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(200));
    let texts = prop::collection::vec((piece, noise), 0..5);
    let mut proposed = 0;
    let compared = runner.run(&texts, |parts| {
        let text: String = parts.iter().map(|(piece, noise)| format!("{piece}{noise}")).collect();
        let record = record(&text);
        let screened = screener.borrow_mut().screen(&record);
        for proposal in &screened.proposals {
            let quote = &proposal.quote;
            prop_assert_eq!(text.get(quote.start..quote.end), Some(quote.text.as_str()));
            prop_assert!(!quote.text.is_empty());
        }
        // The same text says the same, whatever was read before.
        prop_assert_eq!(&screener.borrow_mut().screen(&record), &screened);
        prop_assert_eq!(&Screener::new(&lexicon).screen(&record), &screened);
        Ok(())
    });
    if let Err(error) = compared {
        panic!("{error}");
    }
    let mut screener = screener.borrow_mut();
    for (language, _) in lexicon.languages() {
        for entry in lexicon.entries(language) {
            let found = entry.yes.iter().map(|text| screener.screen(&record(text)).proposals.len());
            proposed += found.sum::<usize>();
        }
    }
    assert!(proposed > 100, "{proposed} proposals");
}

/// Negation, exclusion and imagination are not use; mentions in other words are.
#[test]
fn what_is_not_meant_is_not_proposed() {
    let pack = pack();
    let (lexicon, _) = Lexicon::load(&LexiconFiles::embedded(), &pack.vocabulary);
    let mut screener = Screener::new(&lexicon);
    let mut says = |text: &str, fact: &str| {
        let ix = pack.vocabulary.find(fact).unwrap();
        screener.screen(&record(text)).proposals.iter().any(|at| at.fact == ix)
    };
    assert!(says("The tool ranks applicants for jobs.", "hiring_tasks"));
    assert!(!says("The tool does not rank applicants for jobs.", "hiring_tasks"));
    assert!(!says("The tool never scores or ranks applicants.", "hiring_tasks"));
    assert!(!says("It could rank applicants one day.", "hiring_tasks"));
    assert!(!says("Applicants rank us among the best.", "hiring_tasks"));
    assert!(says("It does not chat, but it ranks applicants.", "hiring_tasks"));
    assert!(!says("Use for example in the contest.", "education_tasks"), "`exam` is not in it");
    assert!(!says("", "hiring_tasks"));
}
