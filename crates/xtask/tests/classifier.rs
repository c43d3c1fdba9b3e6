//! The classifier of the built-in lexicon, and its training.
#![expect(clippy::unwrap_used, reason = "a test may panic; that is how it fails")]

use actlas_facts::{Record, Text};
use actlas_law::{Pack, PackFiles};
use actlas_screen::classifier::{Lesson, Mark, Origin, train};
use actlas_screen::{Lexicon, LexiconFiles, Proposal, Screener};

fn record(id: &str, text: &str) -> Record {
    let text = Text { field: "purpose".to_owned(), text: text.to_owned() };
    Record { id: id.to_owned(), language: "en".to_owned(), texts: vec![text], ..Record::default() }
}

/// English and the targets, with weights or without.
fn files(weights: Vec<u8>) -> LexiconFiles {
    let mut files = LexiconFiles::embedded();
    files.files.retain(|path, _| path.starts_with("en/") || path.starts_with("classifier/"));
    files.weights = weights;
    files
}

/// Wordings that no phrase knows.
const MEANT: [&str; 4] = [
    "Zorbing of blimps: the frobnicator quibbles over every blimp that dares to zorb near us",
    "Our frobnicator quibbles when a blimp zorbs, and every zorbing blimp gets a quibble from it",
    "Whoever zorbs a blimp meets the frobnicator, and the frobnicator quibbles with zorbing people",
    "A quibble of the frobnicator follows each blimp, for blimps zorb and zorbing is noted down",
];
const OTHER: [&str; 4] = [
    "The weather over the lake is forecast for sailors each morning and written to a small board",
    "Our garden has roses and a bench, and each morning a bird sits on the bench near the roses",
    "The kitchen cooks soup at noon and the soup is sold for little to whoever passes the door",
    "A lamp shines over the path each evening so that nobody falls into the pond behind the house",
];

fn lessons() -> Vec<Lesson> {
    let lesson = |(at, text): (usize, &str), mark: Mark| Lesson {
        record: record(&format!("L{at}{mark:?}"), text),
        marks: [("annex3.8b".to_owned(), mark)].into(),
        origin: Origin::Register,
    };
    let mut lessons = Vec::new();
    for round in 0..3 {
        let number = |(at, text)| (at + round * 10, text);
        lessons.extend(MEANT.into_iter().enumerate().map(number).map(|at| lesson(at, Mark::Yes)));
        lessons.extend(OTHER.into_iter().enumerate().map(number).map(|at| lesson(at, Mark::No)));
    }
    lessons
}

fn trained(pack: &Pack) -> Vec<u8> {
    let (lexicon, findings) = Lexicon::load(&files(Vec::new()), &pack.vocabulary);
    assert!(findings.is_empty());
    train(&lexicon, &lessons()).unwrap().weights
}

fn proposals(lexicon: &Lexicon, text: &str) -> Vec<Proposal> {
    Screener::new(lexicon).screen(&record("R", text)).proposals
}

#[test]
fn the_same_lessons_give_the_same_bytes() {
    let pack = Pack::load(&PackFiles::embedded()).0;
    let weights = trained(&pack);
    assert!(weights == trained(&pack));
    assert!(weights.len() < 2 << 20);
}

#[test]
fn what_was_learned_is_proposed_with_the_words_that_weighed() {
    let pack = Pack::load(&PackFiles::embedded()).0;
    let (lexicon, findings) = Lexicon::load(&files(trained(&pack)), &pack.vocabulary);
    assert!(findings.is_empty());
    let votes = pack.vocabulary.find("influences_votes").unwrap();
    let text =
        "Here the frobnicator quibbles about any zorbing blimp, and blimps zorb all day long";
    let found = proposals(&lexicon, text);
    let proposal = found.iter().find(|at| at.fact == votes).unwrap();
    assert!(proposal.by.starts_with("classifier:"), "{}", proposal.by);
    assert_eq!(text.get(proposal.quote.start..proposal.quote.end), Some(&*proposal.quote.text));
    assert!(proposal.why.contains("weighed most"), "{}", proposal.why);
    // Every word that is named stands in the quote.
    let named: Vec<&str> = proposal.why.split('`').skip(1).step_by(2).collect();
    assert!(named.len() >= 2 && named.iter().all(|word| proposal.quote.text.contains(word)));
    // Nothing is proposed of what is negated, nor of anything else.
    let negated = "Here it does not quibble with zorbing blimps. It never zorbs a blimp all day long. No \
                   frobnicator quibbles about zorbing here.";
    for text in [negated, OTHER[0]] {
        assert!(proposals(&lexicon, text).iter().all(|at| at.fact != votes), "{text}");
    }
    // The phrases alone do not know it.
    let (phrases, _) = Lexicon::load(&files(Vec::new()), &pack.vocabulary);
    assert!(proposals(&phrases, text).is_empty());
}

#[test]
fn the_weights_are_part_of_the_hash() {
    let with = LexiconFiles::embedded();
    assert!(!with.weights.is_empty(), "the lexicon has weights");
    let mut without = with.clone();
    without.weights.clear();
    let mut other = with.clone();
    *other.weights.last_mut().unwrap() ^= 1;
    assert_ne!(with.hash(), without.hash());
    assert_ne!(with.hash(), other.hash());
    // Weights of other targets are refused.
    let pack = Pack::load(&PackFiles::embedded()).0;
    let mut fewer = with;
    fewer.files.insert(
        "classifier/targets.yaml".to_owned(),
        "targets:\n  - {point: annex1, why: a test, says: {influences_votes: yes}}\n".to_owned(),
    );
    let (_, findings) = Lexicon::load(&fewer, &pack.vocabulary);
    assert!(findings.iter().any(|at| at.to_string().contains("train again")));
}

/// That people are profiled closes the exemption of Article 6(3): only who says so may say so.
#[test]
fn the_classifier_asks_what_would_close_an_exemption() {
    let pack = Pack::load(&PackFiles::embedded()).0;
    let (lexicon, _) = Lexicon::load(&LexiconFiles::embedded(), &pack.vocabulary);
    let text = "Entity resolution and link analysis: persons in seized data are scored by their role in the drug \
                network and proposed as targets.";
    let found = proposals(&lexicon, text);
    let by = |id: &str| {
        let fact = pack.vocabulary.find(id).unwrap();
        found.iter().find(|at| at.fact == fact).and_then(|at| at.by.split(':').next())
    };
    assert_eq!(by("detects_or_investigates_offences"), Some("classifier"));
    assert_eq!(by("performs_profiling"), None);
}

/// Every proposal of the built-in classifier quotes its text, and the same text says the same whatever
/// was read before.
#[test]
fn the_built_in_classifier_quotes_and_repeats_itself() {
    let pack = Pack::load(&PackFiles::embedded()).0;
    let (lexicon, findings) = Lexicon::load(&LexiconFiles::embedded(), &pack.vocabulary);
    assert!(findings.is_empty());
    let mut screener = Screener::new(&lexicon);
    let mut texts: Vec<String> = Vec::new();
    for (language, _) in lexicon.languages() {
        let entries = lexicon.entries(language);
        // Two examples make a text long enough to be weighed.
        texts.extend(entries.windows(2).filter_map(|two| match two {
            [a, b] => Some(format!("{} {}", a.yes.first()?, b.yes.first()?)),
            _ => None,
        }));
    }
    let mut by_classifier = 0;
    for text in &texts {
        let found = screener.screen(&record("R", text));
        for proposal in &found.proposals {
            let quote = &proposal.quote;
            assert_eq!(text.get(quote.start..quote.end), Some(quote.text.as_str()));
            by_classifier += usize::from(proposal.by.starts_with("classifier:"));
        }
        assert_eq!(found, Screener::new(&lexicon).screen(&record("R", text)));
    }
    assert!(by_classifier > 20, "{by_classifier} proposals");
}
