//! The phrases by which news is read, by language, as data: `news/<language>.yaml`.

use std::collections::BTreeMap;
use std::rc::Rc;

use actlas_facts::Finding;
use actlas_text::pattern::{Lists, Memory, Pattern, SetIx, Sets};
use actlas_text::{Word, fold};
use actlas_yaml::Node;

use crate::load::yaml::Reader;
use crate::model::{EventKind, InstrumentIx, Pacts, Position};
use crate::source::PactFiles;

/// Where the names of a cue stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    /// Before it, or within.
    Before,
    /// After it.
    After,
    /// Before it, and only where the sentence ends right after.
    Bare,
    /// In a list below it, or behind its colon: `signatories: X, Y`.
    Head,
}

/// What a phrase is a sign of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    /// A position.
    Cue(Position, Side),
    /// A release kept back.
    Event(EventKind),
    /// An instrument by its name.
    Full(InstrumentIx),
    /// A word that can be several instruments.
    Short(InstrumentIx),
    /// What a cell of a table, or what stands beside a name of a list, says by itself.
    Cell(Cell),
    /// One of the words below.
    Word(WordKind),
}

/// What the words of a cell say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cell {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Neither: `unknown`, `not applicable`.
    Open,
    /// Above a column: where somebody stands.
    Status,
    /// Above a column: who they are.
    Company,
    /// A position.
    At(Position),
}

impl Cell {
    const ALL: &[(Cell, &str)] = &[
        (Cell::Yes, "yes"),
        (Cell::No, "no"),
        (Cell::Open, "open"),
        (Cell::Status, "status"),
        (Cell::Company, "company"),
    ];
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $key:literal,)*) => {
        /// Words that are no position themselves.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum WordKind { $($(#[$doc])* $name,)* }

        impl WordKind {
            const ALL: &[(WordKind, &str)] = &[$((WordKind::$name, $key)),*];
        }
    };
}

kinds! {
    /// Says, announces, writes.
    Says = "says",
    /// Hearsay.
    Reports = "reports",
    /// Whoever keeps an instrument.
    Keeper = "keeper",
    /// A list of names.
    List = "list",
    /// The first person.
    Own = "own",
    /// The door stays open.
    Later = "later",
    /// More names follow.
    Among = "among",
    /// The name that follows is only compared.
    Unlike = "unlike",
    /// Another clause begins.
    Break = "breaks",
    /// The company spoken of.
    Company = "company",
    /// What companies are: the names follow.
    Kind = "kinds",
    /// A place or another relation follows.
    Preposition = "prepositions",
    /// Written with a capital, but no organisation.
    NotName = "not-names",
    /// The Act.
    Act = "act",
    /// A reason follows.
    Why = "why",
    /// Not, never: before what it negates.
    Not = "not",
    /// The same behind its verb.
    NotAfter = "not-after",
    /// No negation, though it looks so: `not only`, `not binding`.
    NotOnly = "not-only",
    /// None of those who are named: `neither`, `none of`.
    Nobody = "nobody",
    /// Neither of two who were named before: `neither company`.
    Neither = "neither",
    /// What follows is denied.
    Denies = "denies",
    /// What stands before is denied.
    Denied = "denied",
    /// What would have been.
    Unreal = "unreal",
    /// A condition.
    If = "if",
    /// A verb that begins a condition where it begins a sentence before a name: `unterzeichnet X, wird Y`.
    IfFirst = "if-first",
    /// A condition ends with these words: `서명하면`.
    IfAfter = "if-after",
    /// Somebody is asked to do what follows.
    Asks = "asks",
    /// Somebody is asked to do what stands before.
    Asked = "asked",
    /// What somebody else does is told: `that`, `criticises`.
    Tells = "tells",
    /// All but the names that follow.
    Except = "except",
    /// All but the names before.
    Excepted = "excepted",
    /// Whoever is named next only says it: `according to`.
    Source = "source",
    /// Whoever is named right before only says it: `Politico zufolge`.
    SourceAfter = "source-after",
    /// Said by nobody who is named ahead: `it was reported`.
    Impersonal = "impersonal",
    /// Others, who are called by the name that follows: `employees of`.
    OthersOf = "others-of",
    /// Others, who are called by the name before: `Orange County`.
    OthersAfter = "others-after",
    /// An instrument that is none of ours.
    Elsewhere = "elsewhere",
    /// A question that is open follows: `whether`.
    Whether = "whether",
    /// The same behind or amid what is asked.
    InDoubt = "in-doubt",
    /// Unlike those who are named before.
    UnlikeAfter = "unlike-after",
    /// Something is told of what was just named: `which`, `whose`.
    Relative = "relatives",
    /// A pronoun that begins a clause about the name before it: `which`.
    Which = "which",
    /// The same where the clause is about what belongs to that name: `whose`.
    Whose = "whose",
    /// Somebody or something follows: `the`, `its`.
    Determiner = "determiners",
    /// Right behind a verb its object follows: `a`, `the`.
    Article = "articles",
    /// What stands for an instrument that was named: `the text`.
    Paper = "papers",
    /// What else is signed or joined: `open letter`, `lawsuit`.
    Object = "objects",
    /// A verb whose object can be others: `joined X in refusing`.
    Joins = "joins",
    /// What follows was said in error: `an earlier version`.
    Retracted = "retracted",
    /// What the sentence before says is not so: `that is wrong`.
    Untrue = "untrue",
    /// What the clause before says is denied in one of its own: `but the company denied it`.
    TakenBack = "taken-back",
    /// Who speaks for an organisation: `spokeswoman`.
    Voice = "voices",
    /// A set of companies whose clause says what they did: `among the companies`.
    Set = "sets",
    /// What else happened on the date that follows: `launched`, `founded`.
    Happened = "happened",
    /// Somebody belongs to who is named beside: `subsidiary`, `owned by`.
    Kin = "kin",
}

/// Whether a text writes diacritics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Letters {
    Accented,
    Plain,
}

impl Letters {
    pub(super) fn of(text: &str) -> Letters {
        let mut letters = text.chars().filter(|at| at.is_alphabetic());
        if letters.any(|at| !at.is_ascii()) { Letters::Accented } else { Letters::Plain }
    }
}

/// The phrases of one language.
#[derive(Debug, Default)]
pub(super) struct Tongue {
    sets: Sets,
    lists: Lists,
    phrases: Vec<(Mark, Pattern)>,
    starts: BTreeMap<SetIx, Vec<usize>>,
    /// Words as phrases mean them, by their folded form, where other diacritics make another word of it:
    /// `firmará`, not `firmara`.
    spelled: BTreeMap<String, String>,
}

/// A mark in a text, by words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) mark: Mark,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The phrases of all languages.
#[derive(Debug, Default)]
pub(super) struct Book {
    tongues: BTreeMap<String, Tongue>,
}

const INSTRUMENTS: &str = "news/instruments.yaml";
/// The language of names that are used everywhere.
const ANY: &str = "any";

impl Book {
    pub(super) fn load(files: &PactFiles, pacts: &Pacts) -> (Book, Vec<Finding>) {
        let mut reader = Reader::pacts();
        let mut book = Book::default();
        for (path, text) in &files.files {
            let language = path.strip_prefix("news/").and_then(|at| at.strip_suffix(".yaml"));
            let Some(language) = language.filter(|at| *at != "instruments") else { continue };
            if let Some(tree) = reader.tree(path, text) {
                book.language(&mut reader, path, language, &tree);
            }
        }
        let text = files.files.get(INSTRUMENTS);
        if let Some(tree) = text.and_then(|text| reader.tree(INSTRUMENTS, text)) {
            book.instruments(&mut reader, &tree, pacts);
        }
        for tongue in book.tongues.values_mut() {
            for (at, (_, pattern)) in tongue.phrases.iter().enumerate() {
                for set in pattern.starts() {
                    tongue.starts.entry(set).or_default().push(at);
                }
            }
        }
        (book, reader.findings)
    }

    /// Languages with phrases of their own.
    pub(super) fn languages(&self) -> impl Iterator<Item = &str> {
        let reads =
            |tongue: &Tongue| tongue.phrases.iter().any(|(mark, _)| matches!(mark, Mark::Cue(..)));
        self.tongues.iter().filter(move |(_, tongue)| reads(tongue)).map(|(code, _)| code.as_str())
    }

    fn language(&mut self, reader: &mut Reader, path: &str, language: &str, tree: &Node) {
        let mut known = vec![
            "format", "language", "lists", "before", "after", "bare", "heads", "cells", "events",
            "spelled",
        ];
        known.extend(WordKind::ALL.iter().map(|(_, key)| *key));
        reader.only(path, tree, &known);
        reader.format(path, tree);
        let tongue = self.tongues.entry(language.to_owned()).or_default();
        if let Some(lists) = tree.get("lists") {
            for (name, _) in lists.map().unwrap_or_default() {
                let name = name.text().unwrap_or_default().to_owned();
                tongue.lists.insert(name.clone(), reader.texts(path, lists, &name));
            }
        }
        let sides = [
            ("before", Side::Before),
            ("after", Side::After),
            ("bare", Side::Bare),
            ("heads", Side::Head),
        ];
        for (key, side) in sides {
            let Some(node) = tree.get(key) else { continue };
            let words: Vec<&str> = Position::ALL.iter().map(|at| at.as_str()).collect();
            reader.only(path, node, &words);
            for position in Position::ALL {
                tongue.add(reader, path, node, position.as_str(), Mark::Cue(*position, side));
            }
        }
        if let Some(node) = tree.get("cells") {
            tongue.cells(reader, path, node);
        }
        if let Some(node) = tree.get("events") {
            let words: Vec<&str> = EventKind::ALL.iter().map(|at| at.as_str()).collect();
            reader.only(path, node, &words);
            for kind in EventKind::ALL {
                tongue.add(reader, path, node, kind.as_str(), Mark::Event(*kind));
            }
        }
        for (kind, key) in WordKind::ALL {
            tongue.add(reader, path, tree, key, Mark::Word(*kind));
        }
        let spelled = reader.texts(path, tree, "spelled").into_iter();
        tongue.spelled = spelled.map(|word| (fold(&word), word)).collect();
    }

    /// Names of instruments. Those of `any` and of English are known in every language.
    fn instruments(&mut self, reader: &mut Reader, tree: &Node, pacts: &Pacts) {
        reader.only(INSTRUMENTS, tree, &["format", "instruments"]);
        reader.format(INSTRUMENTS, tree);
        let languages: Vec<String> = self.tongues.keys().cloned().collect();
        for node in reader.entries(INSTRUMENTS, tree, "instruments") {
            reader.only(INSTRUMENTS, node, &["id", "full", "short"]);
            let id = reader.required(INSTRUMENTS, node, "id");
            let Some(instrument) = pacts.find_instrument(&id) else {
                reader.wrong(INSTRUMENTS, node.at, format!("there is no instrument `{id}`"));
                continue;
            };
            for (key, mark) in
                [("full", Mark::Full(instrument)), ("short", Mark::Short(instrument))]
            {
                let Some(names) = node.get(key) else { continue };
                for (language, _) in names.map().unwrap_or_default() {
                    let language = language.text().unwrap_or_default();
                    let everywhere = language == ANY || (language == "en" && key == "full");
                    if everywhere {
                        for code in &languages {
                            let Some(tongue) = self.tongues.get_mut(code) else { continue };
                            tongue.add(reader, INSTRUMENTS, names, language, mark);
                        }
                    } else {
                        let tongue = self.tongues.entry(language.to_owned()).or_default();
                        tongue.add(reader, INSTRUMENTS, names, language, mark);
                    }
                }
            }
        }
    }

    /// The phrases for a language; those of English where it has none.
    pub(super) fn tongue(&self, language: Option<&str>) -> Option<&Tongue> {
        let own = language.and_then(|language| self.tongues.get(language));
        own.or_else(|| self.tongues.get("en"))
    }
}

impl Tongue {
    fn add(&mut self, reader: &mut Reader, path: &str, node: &Node, key: &str, mark: Mark) {
        for text in reader.texts(path, node, key) {
            match Pattern::read(&text, &self.lists, &mut self.sets) {
                Ok(pattern) => self.phrases.push((mark, pattern)),
                Err(says) => reader.wrong(path, node.at, format!("`{key}`: {says}")),
            }
        }
    }

    fn cells(&mut self, reader: &mut Reader, path: &str, node: &Node) {
        let mut known: Vec<&str> = Cell::ALL.iter().map(|(_, key)| *key).collect();
        known.extend(Position::ALL.iter().map(|at| at.as_str()));
        reader.only(path, node, &known);
        for (cell, key) in Cell::ALL {
            self.add(reader, path, node, key, Mark::Cell(*cell));
        }
        for position in Position::ALL {
            self.add(reader, path, node, position.as_str(), Mark::Cell(Cell::At(*position)));
        }
    }

    /// Whether a mark is of a word that differs from the one its phrase means in its diacritics alone. In a text
    /// without any, nobody can tell.
    pub(super) fn is_other_word(
        &self,
        mark: &Found,
        text: &str,
        words: &[Word],
        letters: Letters,
    ) -> bool {
        let told = matches!(
            mark.mark,
            Mark::Cue(Position::Signed | Position::Announced | Position::Declined, _)
                | Mark::Word(WordKind::If)
        );
        let within = words.get(mark.start..mark.end).unwrap_or_default();
        told && within.iter().any(|word| {
            let original = text.get(word.start..word.end).unwrap_or_default();
            let told = letters == Letters::Accented || !original.is_ascii();
            let meant = self.spelled.get(word.folded);
            told && meant.is_some_and(|meant| original.to_lowercase() != *meant)
        })
    }

    /// What the words are, for [`Tongue::find`].
    pub(super) fn read(&self, words: &[Word]) -> Vec<Rc<[SetIx]>> {
        let mut memory = Memory::default();
        words.iter().map(|word| memory.sets(&self.sets, word.folded)).collect()
    }

    /// The marks among some words; places count from `from`.
    pub(super) fn find(&self, sets: &[Rc<[SetIx]>], from: usize) -> Vec<Found> {
        let mut found = Vec::new();
        for (at, word) in sets.iter().enumerate() {
            for set in word.iter() {
                for phrase in self.starts.get(set).into_iter().flatten() {
                    let Some((mark, pattern)) = self.phrases.get(*phrase) else { continue };
                    let Some(end) = pattern.match_at(sets, at) else { continue };
                    found.push(Found { mark: *mark, start: from + at, end: from + end });
                }
            }
        }
        found.sort_by_key(|at| (at.start, at.end, at.mark));
        found.dedup();
        found
    }
}
