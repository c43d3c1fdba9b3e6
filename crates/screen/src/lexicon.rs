//! The lexicon: which phrases state which facts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use actlas_facts::{FactIx, Finding, Knowledge, Place, Raw, Vocabulary};
use actlas_text::Language;
use actlas_text::pattern::{Lists, Pattern, SetIx, Sets};
use actlas_yaml::{Node, Plain, Value};

use crate::classifier::{Classifier, Ideas, Target, Weights, features};
use crate::codes::{LEXICON_INVALID, LEXICON_UNREADABLE};
use crate::grammar::{Grammar, Kind};
use crate::source::{LexiconFiles, WEIGHTS_FILE};

/// Where the words of an entry are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    /// In names, purposes and other texts.
    Texts,
    /// In the name of the organisation and its unit.
    Organisation,
}

/// Phrases, and the facts they state.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Unique within the language.
    pub id: String,
    /// What the words mean, in one sentence.
    pub why: String,
    /// What they state.
    pub says: Vec<(FactIx, Knowledge)>,
    /// What they state where they are negated.
    pub negated: Vec<(FactIx, Knowledge)>,
    /// Texts in which the entry must be found.
    pub yes: Vec<String>,
    /// Texts in which it must not.
    pub no: Vec<String>,
    /// The file and line.
    pub at: Place,
    pub(crate) field: Field,
    phrases: Vec<Pattern>,
    unless: Vec<Pattern>,
}

/// The lexicon of one language.
#[derive(Debug)]
pub(crate) struct OfLanguage {
    pub(crate) entries: Vec<Entry>,
    pub(crate) grammar: Grammar,
    pub(crate) sets: Sets,
    pub(crate) ideas: Ideas,
    /// Phrases by the set they start with.
    starts: Vec<Vec<PhraseIx>>,
    pub(crate) reviewed: bool,
}

/// A phrase of a language: what it is a phrase of, and which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum PhraseIx {
    Grammar(Kind, usize),
    Phrase(usize, usize),
    Unless(usize, usize),
}

impl OfLanguage {
    /// The phrases that start with a set.
    pub(crate) fn starting(&self, set: SetIx) -> &[PhraseIx] {
        self.starts.get(set.at()).map(Vec::as_slice).unwrap_or_default()
    }

    pub(crate) fn phrase(&self, ix: PhraseIx) -> Option<&Pattern> {
        match ix {
            PhraseIx::Grammar(kind, at) => self.grammar.of(kind).get(at),
            PhraseIx::Phrase(entry, at) => self.entries.get(entry)?.phrases.get(at),
            PhraseIx::Unless(entry, at) => self.entries.get(entry)?.unless.get(at),
        }
    }

    /// The field that a phrase is looked for in, if it is not looked for everywhere.
    pub(crate) fn field(&self, ix: PhraseIx) -> Option<Field> {
        match ix {
            PhraseIx::Phrase(entry, _) | PhraseIx::Unless(entry, _) => {
                self.entries.get(entry).map(|entry| entry.field)
            }
            _ => None,
        }
    }

    fn index(&mut self) {
        let mut all: Vec<(PhraseIx, &Pattern)> = Vec::new();
        for (kind, _) in Kind::ALL {
            let phrases = self.grammar.of(kind).iter().enumerate();
            all.extend(phrases.map(|(at, of)| (PhraseIx::Grammar(kind, at), of)));
        }
        for (number, entry) in self.entries.iter().enumerate() {
            let phrases = entry.phrases.iter().enumerate();
            all.extend(phrases.map(|(at, of)| (PhraseIx::Phrase(number, at), of)));
            let unless = entry.unless.iter().enumerate();
            all.extend(unless.map(|(at, of)| (PhraseIx::Unless(number, at), of)));
        }
        let mut starts: Vec<Vec<PhraseIx>> = vec![Vec::new(); self.sets.len()];
        let mut used: Vec<SetIx> = Vec::new();
        for (ix, pattern) in all {
            used.extend(pattern.sets());
            for set in pattern.starts() {
                if let Some(phrases) = starts.get_mut(set.at()) {
                    phrases.push(ix);
                }
            }
        }
        self.starts = starts;
        self.sets.keep(&used);
    }
}

/// All languages.
#[derive(Debug, Default)]
pub struct Lexicon {
    languages: BTreeMap<Language, Folder>,
    targets: Vec<Target>,
    /// Facts that only qualify others, with those.
    qualifies: BTreeMap<FactIx, Vec<FactIx>>,
    classifier: Option<Classifier>,
    /// The hash of its files.
    pub hash: String,
}

/// The files of one language, and what they hold once somebody asks for it.
#[derive(Debug, Default)]
struct Folder {
    files: Vec<(String, String)>,
    vocabulary: Vocabulary,
    read: OnceLock<(OfLanguage, Vec<Finding>)>,
}

impl Folder {
    fn read(&self) -> &(OfLanguage, Vec<Finding>) {
        self.read.get_or_init(|| {
            let mut findings = Vec::new();
            let trees: Vec<(&str, Node)> = self
                .files
                .iter()
                .filter_map(|(path, text)| Some((path.as_str(), tree(path, text, &mut findings)?)))
                .collect();
            let of = Loader::new(&self.vocabulary, &mut findings).language(&trees);
            (of, findings)
        })
    }
}

fn tree(path: &str, text: &str, findings: &mut Vec<Finding>) -> Option<Node> {
    match actlas_yaml::parse(text) {
        Ok(mut documents) if documents.len() == 1 => documents.pop(),
        Ok(_) => {
            let says = "the file holds more or less than one document";
            findings.push(Finding::new(LEXICON_UNREADABLE, Place::file(path), says));
            None
        }
        Err(error) => {
            let place = Place::file(path).line(error.at.line);
            findings.push(Finding::new(LEXICON_UNREADABLE, place, error.message));
            None
        }
    }
}

impl Lexicon {
    /// Reads a lexicon for a vocabulary. The findings name every error; what could be read is usable.
    pub fn load(files: &LexiconFiles, vocabulary: &Vocabulary) -> (Lexicon, Vec<Finding>) {
        let (lexicon, mut findings) = Lexicon::open(files, vocabulary);
        for folder in lexicon.languages.values() {
            findings.extend(folder.read().1.iter().cloned());
        }
        (lexicon, findings)
    }

    /// The lexicon that is built in. A language is read when the first text needs it, because most
    /// registers need two of twenty-four; a test reads them all.
    pub fn embedded(vocabulary: &Vocabulary) -> Lexicon {
        Lexicon::open(&LexiconFiles::embedded(), vocabulary).0
    }

    fn open(files: &LexiconFiles, vocabulary: &Vocabulary) -> (Lexicon, Vec<Finding>) {
        let mut findings = Vec::new();
        let mut lexicon = Lexicon { hash: files.hash(), ..Lexicon::default() };
        lexicon.open_classifier(files, vocabulary, &mut findings);
        let mut foreign: BTreeSet<&str> = BTreeSet::new();
        for (path, text) in &files.files {
            let Some((folder, _)) = path.split_once('/').filter(|_| path != TARGETS_FILE) else {
                continue;
            };
            let Some(language) = Language::ALL.iter().find(|at| at.code() == folder) else {
                if foreign.insert(folder) {
                    let says = format!("`{folder}` is no official language of the Union");
                    findings.push(Finding::new(LEXICON_INVALID, Place::file(folder), says));
                }
                continue;
            };
            let of = lexicon
                .languages
                .entry(*language)
                .or_insert_with(|| Folder { vocabulary: vocabulary.clone(), ..Folder::default() });
            of.files.push((path.clone(), text.clone()));
        }
        (lexicon, findings)
    }

    /// Reads what the classifier proposes, and its weights.
    fn open_classifier(
        &mut self,
        files: &LexiconFiles,
        vocabulary: &Vocabulary,
        findings: &mut Vec<Finding>,
    ) {
        let Some(text) = files.files.get(TARGETS_FILE) else { return };
        let Some(tree) = tree(TARGETS_FILE, text, findings) else { return };
        let mut loader = Loader::new(vocabulary, findings);
        self.targets = loader.targets(&tree);
        self.qualifies = loader.qualifies(&tree);
        if files.weights.is_empty() {
            return;
        }
        let mut wrong = |says: String| {
            findings.push(Finding::new(LEXICON_INVALID, Place::file(WEIGHTS_FILE), says));
        };
        match Weights::read(&files.weights) {
            Ok(weights) => {
                let points = weights.heads.iter().map(|head| &head.point);
                if points.eq(self.targets.iter().map(|target| &target.point)) {
                    let targets = self.targets.clone();
                    self.classifier = Some(Classifier { weights, targets });
                } else {
                    wrong(
                        "the weights are of other points than the targets; train again".to_owned(),
                    );
                }
            }
            Err(error) => wrong(error),
        }
    }

    /// The facts that a fact only qualifies, if it says nothing by itself.
    pub(crate) fn qualified_by(&self, fact: FactIx) -> Option<&[FactIx]> {
        self.qualifies.get(&fact).map(Vec::as_slice)
    }

    /// What the classifier may propose.
    pub(crate) fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// The classifier, if there are weights.
    pub(crate) fn classifier(&self) -> Option<&Classifier> {
        self.classifier.as_ref()
    }

    /// The same lexicon without its classifier.
    #[must_use]
    pub fn phrases_only(mut self) -> Lexicon {
        self.classifier = None;
        self
    }

    /// A language, if there is a lexicon of it.
    pub(crate) fn of(&self, language: Language) -> Option<&OfLanguage> {
        self.languages.get(&language).map(|folder| &folder.read().0)
    }

    /// The languages it knows.
    pub(crate) fn known(&self) -> impl Iterator<Item = Language> {
        self.languages.keys().copied()
    }

    /// The languages it knows, and whether a reader of the language has checked each.
    pub fn languages(&self) -> impl Iterator<Item = (Language, bool)> {
        self.languages.iter().map(|(language, folder)| (*language, folder.read().0.reviewed))
    }

    /// The entries of a language.
    pub fn entries(&self, language: Language) -> &[Entry] {
        self.of(language).map(|of| of.entries.as_slice()).unwrap_or_default()
    }

    /// How many phrases it holds.
    pub fn phrases(&self) -> usize {
        let of = |folder: &Folder| -> usize {
            folder.read().0.entries.iter().map(|entry| entry.phrases.len()).sum()
        };
        self.languages.values().map(of).sum()
    }
}

/// The file that says what the classifier proposes.
const TARGETS_FILE: &str = "classifier/targets.yaml";

struct Loader<'l> {
    vocabulary: &'l Vocabulary,
    findings: &'l mut Vec<Finding>,
    lists: Lists,
    sets: Sets,
    ids: BTreeSet<String>,
}

impl<'l> Loader<'l> {
    fn new(vocabulary: &'l Vocabulary, findings: &'l mut Vec<Finding>) -> Loader<'l> {
        let (lists, sets, ids) = (Lists::new(), Sets::default(), BTreeSet::new());
        Loader { vocabulary, findings, lists, sets, ids }
    }

    fn wrong(&mut self, path: &str, node: &Node, says: impl Into<String>) {
        let place = Place::file(path).line(node.at.line);
        self.findings.push(Finding::new(LEXICON_INVALID, place, says));
    }

    fn language(&mut self, trees: &[(&str, Node)]) -> OfLanguage {
        for (path, tree) in trees {
            self.only(path, tree, &["reviewed", "lists", "grammar", "entries", "concepts"]);
            for (name, items) in tree.get("lists").and_then(Node::map).unwrap_or_default() {
                let name = name.text().unwrap_or_default().to_owned();
                let items = self.texts(path, items);
                self.lists.entry(name).or_default().extend(items);
            }
        }
        let mut grammar = Grammar::default();
        let mut entries = Vec::new();
        let mut ideas = Ideas::default();
        let mut reviewed = !trees.is_empty();
        for (path, tree) in trees {
            if let Some(concepts) = tree.get("concepts") {
                self.ideas(path, concepts, &mut ideas);
                continue;
            }
            if let Some(node) = tree.get("grammar") {
                let keys = Kind::ALL.map(|(_, key)| key);
                self.only(path, node, &[&keys[..], &["before", "after"]].concat());
                for (kind, key) in Kind::ALL {
                    grammar.add(kind, self.patterns(path, node.get(key)));
                }
                let number = |key: &str| node.get(key).and_then(Node::text)?.parse().ok();
                grammar.before = number("before").unwrap_or(grammar.before);
                grammar.after = number("after").unwrap_or(grammar.after);
            }
            reviewed &= tree.get("reviewed").and_then(Node::list).is_some_and(|at| !at.is_empty());
            for node in tree.get("entries").and_then(Node::list).unwrap_or_default() {
                entries.extend(self.entry(path, node));
            }
        }
        let sets = std::mem::take(&mut self.sets);
        let mut of = OfLanguage { entries, grammar, sets, ideas, starts: Vec::new(), reviewed };
        of.index();
        of
    }

    fn ideas(&mut self, path: &str, concepts: &Node, ideas: &mut Ideas) {
        for (name, words) in concepts.map().unwrap_or_default() {
            let found = self.texts(path, words);
            if let Err(error) = ideas.add(name.text().unwrap_or_default(), &found) {
                self.wrong(path, words, error);
            }
        }
    }

    fn targets(&mut self, tree: &Node) -> Vec<Target> {
        let path = TARGETS_FILE;
        self.only(path, tree, &["targets", "qualifies"]);
        let mut targets = Vec::new();
        for node in tree.get("targets").and_then(Node::list).unwrap_or_default() {
            self.only(path, node, &["point", "why", "says", "asks", "also", "needs"]);
            let text =
                |key: &str| node.get(key).and_then(Node::text).unwrap_or_default().to_owned();
            let (point, why) = (text("point"), text("why"));
            let says = self.says(path, node.get("says"));
            if point.is_empty() || why.is_empty() || says.is_empty() {
                self.wrong(path, node, "a target needs `point`, `why` and `says`");
                continue;
            }
            let (asks, also) =
                (self.says(path, node.get("asks")), self.says(path, node.get("also")));
            let needs = node.get("needs").and_then(Node::list).unwrap_or_default();
            let needs = needs.iter().map(|group| self.group(path, group)).collect();
            targets.push(Target { point, why, says, asks, also, needs });
        }
        targets
    }

    /// The features of ideas by their names.
    fn group(&mut self, path: &str, group: &Node) -> Vec<u32> {
        let names = group.list().unwrap_or_default();
        if names.is_empty() {
            self.wrong(path, group, "a group of ideas is a list of their names");
        }
        let name = |node: &Node| features::idea(node.text().unwrap_or_default());
        names.iter().map(name).collect()
    }

    fn qualifies(&mut self, tree: &Node) -> BTreeMap<FactIx, Vec<FactIx>> {
        let path = TARGETS_FILE;
        let mut qualifies = BTreeMap::new();
        for (fact, others) in tree.get("qualifies").and_then(Node::map).unwrap_or_default() {
            let mut found = Vec::new();
            for node in std::iter::once(fact).chain(others.list().unwrap_or_default()) {
                match self.vocabulary.find(node.text().unwrap_or_default()) {
                    Some(ix) => found.push(ix),
                    None => self.wrong(path, node, "no such fact"),
                }
            }
            if let Some((fact, others)) = found.split_first() {
                qualifies.insert(*fact, others.to_vec());
            }
        }
        qualifies
    }

    fn only(&mut self, path: &str, node: &Node, keys: &[&str]) {
        for (key, _) in node.map().unwrap_or_default() {
            let name = key.text().unwrap_or_default();
            if !keys.contains(&name) {
                self.wrong(
                    path,
                    key,
                    format!("no key `{name}` here; there are {}", keys.join(", ")),
                );
            }
        }
    }

    fn texts(&mut self, path: &str, node: &Node) -> Vec<String> {
        match node.list() {
            Some(items) => items.iter().filter_map(Node::text).map(str::to_owned).collect(),
            None => match node.text() {
                Some(text) => vec![text.to_owned()],
                None => {
                    self.wrong(path, node, "a list of texts is expected");
                    Vec::new()
                }
            },
        }
    }

    fn patterns(&mut self, path: &str, node: Option<&Node>) -> Vec<Pattern> {
        let Some(node) = node else { return Vec::new() };
        let mut patterns = Vec::new();
        for text in self.texts(path, node) {
            match Pattern::read(&text, &self.lists, &mut self.sets) {
                Ok(pattern) => patterns.push(pattern),
                Err(error) => self.wrong(path, node, error),
            }
        }
        patterns
    }

    fn entry(&mut self, path: &str, node: &Node) -> Option<Entry> {
        self.only(
            path,
            node,
            &["id", "why", "in", "says", "negated", "phrases", "unless", "yes", "no"],
        );
        let id = node.get("id").and_then(Node::text).unwrap_or_default().to_owned();
        if id.is_empty() || !self.ids.insert(id.clone()) {
            self.wrong(path, node, format!("an entry needs an id of its own, not `{id}`"));
            return None;
        }
        let field = match node.get("in").and_then(Node::text) {
            None => Field::Texts,
            Some("organisation") => Field::Organisation,
            Some(other) => {
                self.wrong(path, node, format!("`in` cannot be `{other}`"));
                return None;
            }
        };
        let says = self.says(path, node.get("says"));
        let phrases = self.patterns(path, node.get("phrases"));
        if says.is_empty() || phrases.is_empty() {
            self.wrong(path, node, format!("`{id}` needs `says` and `phrases`"));
            return None;
        }
        let mut texts = |key: &str| {
            let found = node.get(key);
            found.map(|at| self.texts(path, at)).unwrap_or_default()
        };
        let (yes, no) = (texts("yes"), texts("no"));
        Some(Entry {
            why: node.get("why").and_then(Node::text).unwrap_or_default().to_owned(),
            negated: self.says(path, node.get("negated")),
            unless: self.patterns(path, node.get("unless")),
            at: Place::file(path).line(node.at.line),
            id,
            says,
            yes,
            no,
            field,
            phrases,
        })
    }

    fn says(&mut self, path: &str, node: Option<&Node>) -> Vec<(FactIx, Knowledge)> {
        let mut says = Vec::new();
        for (id, value) in node.and_then(Node::map).unwrap_or_default() {
            let name = id.text().unwrap_or_default();
            let Some(ix) = self.vocabulary.find(name) else {
                self.wrong(path, id, format!("no fact `{name}`"));
                continue;
            };
            let Some(fact) = self.vocabulary.get(ix) else { continue };
            match fact.read(Raw::Json(&json(value))) {
                Ok(knowledge) if knowledge.says_something(&fact.kind) => says.push((ix, knowledge)),
                Ok(_) => self.wrong(path, id, format!("`{name}`: that says nothing")),
                Err(error) => self.wrong(path, id, format!("`{name}`: {error}")),
            }
        }
        says
    }
}

/// A YAML value as facts are read: a plain yes or no is one.
fn json(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::Scalar(text, Plain::Yes) if text == "yes" || text == "true" => true.into(),
        Value::Scalar(text, Plain::Yes) if text == "no" || text == "false" => false.into(),
        Value::Scalar(text, _) => text.clone().into(),
        Value::List(items) => items.iter().map(json).collect::<Vec<_>>().into(),
        Value::Map(entries) => {
            let entry = |(key, value): &(Node, Node)| {
                (key.text().unwrap_or_default().to_owned(), json(value))
            };
            serde_json::Value::Object(entries.iter().map(entry).collect())
        }
    }
}
