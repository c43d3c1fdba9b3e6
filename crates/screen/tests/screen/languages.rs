//! In which language texts are read.

use actlas_facts::{Record, Text};
use actlas_screen::{Lexicon, LexiconFiles, Screener};

use crate::model::vocabulary;

const GERMAN: &str = "Das System ist für die Stadt und wird von der Verwaltung mit dem Ziel genutzt, dass die \
                      Anträge der Bürger nach dem Eingang und nicht nach der Art sortiert werden. ";
const FRENCH: &str = "Le système est pour la ville et il est utilisé par les agents dans le but de trier les \
                      demandes des habitants selon la date, et la machine trie aussi les lettres. ";

/// Whether the French entry is found, in a name and in texts.
fn found(name: &str, texts: &[String]) -> bool {
    let entry = "entries:\n  - {id: sort, why: it sorts, says: {hiring_tasks: [evaluate]}, phrases: [la machine trie], \
                 yes: [La machine trie.], no: [La machine.]}\n";
    let grammar = "reviewed: []\ngrammar: {negation: [pas], breaks: [mais], before: 4, after: 0}\n";
    let files = [("fr/entries.yaml", entry), ("fr/grammar.yaml", grammar)];
    let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
    let files = LexiconFiles { files: files.into(), ..LexiconFiles::default() };
    let vocabulary = vocabulary();
    let (lexicon, findings) = Lexicon::load(&files, &vocabulary);
    assert_eq!(findings, []);
    let text = |text: &String| Text { field: "text".to_owned(), text: text.clone() };
    let texts = texts.iter().map(text).collect();
    let record = Record { name: name.to_owned(), texts, ..Record::default() };
    !Screener::new(&lexicon).screen(&record).proposals.is_empty()
}

#[test]
fn a_text_is_read_in_its_own_language_and_a_name_in_that_of_the_first_texts() {
    let name = "La machine trie";
    assert!(found(name, &[FRENCH.to_owned()]));
    assert!(!found(name, &[GERMAN.to_owned()]), "a name is read in the language of the texts");
    assert!(!found(name, &["Stand 2026".to_owned(), GERMAN.to_owned()]), "by several of them");
    assert!(found("", &[GERMAN.repeat(4), FRENCH.to_owned()]), "each text in its own");
    let plain = FRENCH.replace("la machine trie", "on trie").repeat(40);
    let texts = [GERMAN.repeat(2), GERMAN.repeat(3) + &plain];
    assert!(!found(name, &texts), "what follows their opening counts no more");
}

/// Registers say a thing in one language and again in another, in one cell.
#[test]
fn a_part_in_another_language_is_read_in_that_too() {
    let part = "La machine trie aussi les lettres des habitants de la ville.";
    assert!(found("", &[GERMAN.to_owned() + part]), "a sentence");
    assert!(found("", &[GERMAN.to_owned() + "\n" + part]), "a line");
    let slash = "Sortierung der Post für die Stadt mit der Maschine / la machine trie les lettres de la ville";
    assert!(found("", &[GERMAN.to_owned() + slash]), "between slashes");
    assert!(!found("", &[GERMAN.to_owned() + "Die Maschine: la machine trie"]), "a loan");
    let denied = "Ce n'est pas vrai que la machine trie les lettres des habitants.";
    assert!(!found("", &[GERMAN.to_owned() + denied]), "its negations hold");
}

/// Two languages have a word in common that only one of them means.
#[test]
fn a_word_inside_what_another_language_finds_is_of_that_one() {
    let entry = |phrase: &str, fact: &str| {
        format!(
            "entries:\n  - {{id: one, why: it does, says: {{{fact}: [evaluate]}}, phrases: [{phrase}], \
             yes: [{phrase}.], no: [None.]}}\n"
        )
    };
    let grammar = "reviewed: []\ngrammar: {negation: [not], breaks: [but], before: 4, after: 0}\n";
    let files = [
        ("en/entries.yaml", entry("resume scanner", "hiring_tasks")),
        ("es/entries.yaml", entry("resume", "hiring_tasks")),
        ("en/grammar.yaml", grammar.to_owned()),
        ("es/grammar.yaml", grammar.to_owned()),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text));
    let files = LexiconFiles { files: files.into(), ..LexiconFiles::default() };
    let vocabulary = vocabulary();
    let (lexicon, findings) = Lexicon::load(&files, &vocabulary);
    assert_eq!(findings, []);
    let check = |name: &str, expected: &[&str]| {
        let record = Record { name: name.to_owned(), ..Record::default() };
        let screened = Screener::new(&lexicon).screen(&record);
        let by: Vec<&str> = screened.proposals.iter().map(|at| at.by.as_str()).collect();
        assert_eq!(by, expected, "{name}");
    };
    check("Resume scanner", &["en:one"]);
    check("Resume", &["es:one"]);
    check("Resume, resume scanner", &["en:one", "es:one"]);
}
