//! From the texts of a record to proposed facts.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use actlas_facts::{FactIx, Finding, Knowledge, Layer, Quote, Record, Statement};
use actlas_text::{Language, SmallWords, Word, language_by};

use crate::beside::Clauses;
use crate::classifier::{Idea, LearnedText, Mark, Reading, Scorer, Token};
use crate::codes::LEXICON_EXAMPLE;
use crate::lexicon::{Entry, Field, Lexicon, OfLanguage};
use crate::parts::{Parts, parts};
use crate::remembered::{Known, Remembered, TextWords};
use crate::sense::{Match, Sense, Told, matches, senses};

/// Longest text that is read, in bytes; what follows is not.
const MAX_TEXT_BYTES: usize = 1 << 18;
/// The field of what is read in the name of a record.
pub(crate) const NAME: &str = "name";
/// As much of a text as tells its language, in bytes.
const MAX_OPENING_BYTES: usize = 600;
/// Most places in one text where one entry is found; the first ones suffice as evidence.
const MAX_QUOTES: usize = 3;

/// A fact that words state.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The fact.
    pub fact: FactIx,
    /// What the words say about it.
    pub says: Knowledge,
    /// The words.
    pub quote: Quote,
    /// The entry that found them: `en:rank-candidates`.
    pub by: String,
    /// What the words mean.
    pub why: String,
    /// The use whose purpose the words stand in, by its position, if they stand in one.
    pub of_use: Option<usize>,
}

impl Proposal {
    /// The proposal as a statement.
    pub fn statement(self) -> Statement {
        let mut said = Statement::new(self.fact, self.says, Layer::Proposed, self.by);
        said.why = self.why;
        said.quote = Some(self.quote);
        said
    }
}

/// What was found in a record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Screened {
    /// The proposals, in the order of the texts.
    pub proposals: Vec<Proposal>,
    /// How many texts said nothing because they are empty.
    pub texts: usize,
    /// Matches that were negated, excluded or imagined, and so not proposed.
    pub passed_over: usize,
    /// Matches in texts that read like nothing of the kind, and so not proposed.
    pub doubted: usize,
}

/// Reads the texts of records.
#[derive(Debug)]
pub struct Screener<'l> {
    lexicon: &'l Lexicon,
    remembered: Remembered,
    scorer: Scorer,
}

impl Screened {
    /// Drops the proposals of facts that the record states: what a register states in so many words is not
    /// read from its prose again. Says how many.
    pub fn drop_stated(&mut self, record: &Record) -> usize {
        let stated: BTreeSet<FactIx> = record
            .statements
            .iter()
            .chain(record.uses.iter().flat_map(|at| &at.statements))
            .map(|said| said.fact)
            .collect();
        let found = self.proposals.len();
        self.proposals.retain(|at| !stated.contains(&at.fact));
        found - self.proposals.len()
    }

    /// Keeps one of the proposals that read the same out of the same words: a text whose language is not clear
    /// is read in all of them, and `chatbot` is a word in most. Registers borrow from English.
    fn say_once(&mut self) {
        let mut kept: Vec<Proposal> = Vec::with_capacity(self.proposals.len());
        let mut at: BTreeMap<(FactIx, String, usize, usize), Vec<usize>> = BTreeMap::new();
        for proposal in std::mem::take(&mut self.proposals) {
            let quote = &proposal.quote;
            let of = at.entry((proposal.fact, quote.field.clone(), quote.start, quote.end));
            let of = of.or_default();
            let is = |at: &&usize| kept.get(**at).is_some_and(|other| other.says == proposal.says);
            let again = of.iter().find(is).copied();
            match again.and_then(|at| kept.get_mut(at)) {
                Some(other) if proposal.by.starts_with("en:") => *other = proposal,
                Some(_) => {}
                None => {
                    of.push(kept.len());
                    kept.push(proposal);
                }
            }
        }
        self.proposals = kept;
    }

    /// Adds the proposals to the record they were found in, but for those of facts that it states.
    pub fn propose_to(mut self, record: &mut Record) {
        self.drop_stated(record);
        for proposal in self.proposals {
            let of_use = proposal.of_use.and_then(|at| record.uses.get_mut(at));
            let statements = match of_use {
                Some(of_use) => &mut of_use.statements,
                None => &mut record.statements,
            };
            statements.push(proposal.statement());
        }
    }
}

impl<'l> Screener<'l> {
    /// A screener with a lexicon.
    pub fn new(lexicon: &'l Lexicon) -> Screener<'l> {
        let remembered = Remembered::new(lexicon.known());
        Screener { lexicon, remembered, scorer: Scorer::default() }
    }

    /// The facts that a record's name, texts and organisation state.
    pub fn screen(&mut self, record: &Record) -> Screened {
        let mut screened = Screened::default();
        let reading = self.read(record, &mut screened);
        if let Some(classifier) = self.lexicon.classifier() {
            let use_of = |field: &str| use_of(record, field);
            classifier.judge(&mut self.scorer, &reading, &mut screened, &use_of);
        }
        self.drop_mere_qualities(record, &mut screened);
        screened.say_once();
        screened
    }

    /// Takes back what only qualifies something that nothing states.
    fn drop_mere_qualities(&self, record: &Record, screened: &mut Screened) {
        let uses = record.uses.iter().flat_map(|at| &at.statements);
        let mut told: BTreeSet<FactIx> =
            record.statements.iter().chain(uses).map(|said| said.fact).collect();
        told.extend(screened.proposals.iter().map(|at| at.fact));
        screened.proposals.retain(|at| {
            let of = self.lexicon.qualified_by(at.fact);
            of.is_none_or(|others| others.iter().any(|fact| told.contains(fact)))
        });
    }

    /// The ideas of a record that the classifier weighs, by the language it is in: what a translation lacks,
    /// the lexicon of its language lacks.
    pub fn ideas(&mut self, record: &Record) -> BTreeSet<String> {
        let reading = self.read(record, &mut Screened::default());
        let of = self.lexicon.of(reading.language.unwrap_or(Language::English));
        let name = |idea: &Idea| Some(of?.ideas.name(idea.key)?.to_owned());
        reading.ideas.iter().filter_map(name).collect()
    }

    /// What of a record is weighed, with what a reader said of it; what phrases find, how many words there are,
    /// and in which language.
    pub(crate) fn lesson(
        &mut self,
        record: &Record,
        marks: Vec<Mark>,
    ) -> ([LearnedText; 2], Screened, usize, Option<Language>) {
        let mut screened = Screened::default();
        let reading = self.read(record, &mut screened);
        let views = self.scorer.lesson(&reading, marks);
        let (words, language) = (reading.tokens.len(), reading.language);
        self.drop_mere_qualities(record, &mut screened);
        (views, screened, words, language)
    }

    /// Finds phrases and the words to weigh.
    fn read<'r>(&mut self, record: &'r Record, screened: &mut Screened) -> Reading<'r> {
        let mut reading = Reading::default();
        if self.remembered.rest() {
            self.scorer.forget();
        }
        let name = std::iter::once((NAME, record.name.as_str()));
        let texts = record.texts.iter().map(|at| (at.field.as_str(), at.text.as_str()));
        let texts = name.chain(texts).map(|(field, text)| (field, cut(text)));
        let texts: Vec<((&str, &str), TextWords)> =
            texts.map(|at| (at, self.remembered.words.read(at.1))).collect();
        let said = Language::named(&record.language);
        // Only what no register states is found out.
        let whole = said.or_else(|| language_of_all(texts.get(1..).unwrap_or_default()));
        reading.language = whole;
        for (at, ((field, text), words)) in texts.iter().enumerate() {
            screened.texts += usize::from(!text.trim().is_empty());
            // Most records have one text, or a long one first: it was looked at already.
            let told =
                said.is_some() || at == 1 && (texts.len() == 2 || text.len() >= MAX_OPENING_BYTES);
            let of_text = if told { None } else { language_of(text, words) };
            let language = of_text.or(whole);
            let from = screened.proposals.len();
            self.text((field, text), words, language, Field::Texts, screened, &mut reading);
            let of_use = use_of(record, field);
            let found = screened.proposals.iter_mut().skip(from);
            found.for_each(|proposal| proposal.of_use = of_use);
        }
        // Who uses a system is found in the name of an organisation, and nothing else.
        let mut aside = Reading::default();
        for (field, text) in [("organisation", &record.organisation), ("unit", &record.unit)] {
            let text = cut(text);
            let words = self.remembered.words.read(text);
            self.text((field, text), &words, whole, Field::Organisation, screened, &mut aside);
        }
        reading
    }

    /// Reads one text: in its language and in English, which registers of all countries borrow from; in
    /// every language if its own is not clear. A part that is clearly of another is read in that too.
    fn text<'r>(
        &mut self,
        (field, text): (&'r str, &'r str),
        read: &TextWords,
        language: Option<Language>,
        of: Field,
        screened: &mut Screened,
        reading: &mut Reading<'r>,
    ) {
        let Remembered { words, languages } = &mut self.remembered;
        let (words, numbers) = (words.compared(read), read.numbers.as_slice());
        if words.is_empty() {
            return;
        }
        let Parts { clauses, languages: spoken } = match of {
            Field::Texts => parts(text, &words, read, language),
            Field::Organisation => Parts::of_one(text, &words, language),
        };
        let mut at = InText {
            at: Clauses { text, words: &words, numbers, clauses: &clauses },
            field,
            of,
            language,
            spoken: &spoken,
            before: reading.clauses.len() as u32,
            meant: vec![true; words.len()],
            own: None,
        };
        let lexicon = self.lexicon;
        let mut found: Vec<(Language, Vec<Proposal>)> = Vec::new();
        let from = screened.proposals.len();
        let mut read = |known: &mut Known| {
            if let Some(of_language) = lexicon.of(known.language) {
                let words = numbers.iter().copied().zip(words.iter().map(|at| at.folded));
                known.learn(of_language, words);
                at.phrases(of_language, known, screened, reading);
                found.push((known.language, screened.proposals.split_off(from)));
            }
        };
        // The text's own language first: its negations reach what it borrows from English.
        let is_own = |known: &&mut Known| language == Some(known.language);
        languages.iter_mut().filter(is_own).for_each(&mut read);
        let other = |known: &&mut Known| {
            let is = known.language;
            language.is_none_or(|own| own != is && is == Language::English)
                || (language != Some(is) && spoken.contains(&Some(is)))
        };
        languages.iter_mut().filter(other).for_each(&mut read);
        found.sort_by_key(|(language, _)| *language);
        if language.is_none() {
            drop_shared_words(&mut found);
        }
        screened.proposals.extend(found.into_iter().flat_map(|(_, proposals)| proposals));
        if of == Field::Texts {
            weigh(lexicon, &mut self.scorer, languages, &at, reading);
        }
    }

    /// Examples of entries that come out otherwise than they say.
    pub fn check_examples(&mut self) -> Vec<Finding> {
        let mut findings = Vec::new();
        let lexicon = self.lexicon;
        for language in lexicon.known() {
            for entry in lexicon.entries(language) {
                let by = format!("{}:{}", language.code(), entry.id);
                let examples = entry.yes.iter().map(|text| (text, true));
                for (text, wanted) in examples.chain(entry.no.iter().map(|text| (text, false))) {
                    let mut screened = Screened::default();
                    let mut aside = Reading::default();
                    let at = ("text", text.as_str());
                    let words = self.remembered.words.read(text);
                    self.text(at, &words, Some(language), entry.field, &mut screened, &mut aside);
                    let found = screened.proposals.iter().any(|at| {
                        at.by == by
                            && entry
                                .says
                                .iter()
                                .any(|(fact, says)| *fact == at.fact && *says == at.says)
                    });
                    if found != wanted {
                        let says = match wanted {
                            true => format!("`{by}` is not found in `{text}`"),
                            false => format!("`{by}` is found in `{text}`"),
                        };
                        findings.push(Finding::new(LEXICON_EXAMPLE, entry.at.clone(), says));
                    }
                }
            }
        }
        findings
    }
}

/// A text while it is read.
struct InText<'l, 't, 'r> {
    at: Clauses<'t, 'r>,
    field: &'r str,
    of: Field,
    language: Option<Language>,
    /// The language of each clause.
    spoken: &'t [Option<Language>],
    /// Clauses of the record before its own.
    before: u32,
    /// Which of the words are meant.
    meant: Vec<bool>,
    /// What the grammar of its language found, if that is not English.
    own: Option<Own<'l>>,
}

/// What the grammar of a text's language found in it.
struct Own<'l> {
    of: &'l OfLanguage,
    /// By clause.
    matches: Vec<Vec<Match>>,
    taken_back: BTreeSet<usize>,
}

impl<'l> InText<'l, '_, '_> {
    /// Proposes what the phrases of one language state.
    fn phrases(
        &mut self,
        of: &'l OfLanguage,
        known: &mut Known,
        screened: &mut Screened,
        reading: &mut Reading,
    ) {
        let mut taken_back = self.at.taken_back(of, known);
        if let Some(own) = &self.own {
            taken_back.extend(&own.taken_back);
        }
        let is = known.language;
        let reads = self.language.is_none_or(|own| own == is || is == Language::English);
        let mut by_clause: Vec<Vec<Match>> = Vec::new();
        let mut told: Vec<usize> = Vec::new();
        for (number, clause) in self.at.clauses.iter().enumerate() {
            let spoken = self.spoken.get(number).copied().flatten();
            if !reads && spoken != Some(is) {
                by_clause.push(Vec::new());
                continue;
            }
            let numbers = self.at.numbers.get(clause.clone()).unwrap_or_default();
            let of_clause = known.clause(numbers);
            let matches = of_clause.map(|at| matches(of, &at, self.of)).unwrap_or_default();
            let is_back = taken_back.contains(&number);
            let by = Told { of, matches: &matches };
            // English `no` is `in the` in Portuguese and `from` in Latvian.
            let is_own = spoken.is_none_or(|spoken| spoken == is);
            if let Some(meant) = self.meant.get_mut(clause.clone()).filter(|_| is_own) {
                by.clear(meant);
                meant.iter_mut().for_each(|at| *at &= !is_back);
            }
            let own = self.own.as_ref();
            let own =
                own.and_then(|own| Some(Told { of: own.of, matches: own.matches.get(number)? }));
            for (entry, found, sense) in senses(by, own, clause.len()) {
                let Some(entry_at) = of.entries.get(entry) else { continue };
                let says = match sense {
                    Sense::Stated if is_back => &entry_at.negated,
                    Sense::Stated => &entry_at.says,
                    Sense::Negated => &entry_at.negated,
                    Sense::Imagined | Sense::Excluded => &Vec::new(),
                };
                if is_back || matches!(sense, Sense::Negated | Sense::Imagined) {
                    let clause = self.before + number as u32;
                    reading.withheld.extend(entry_at.says.iter().map(|(of, _)| (clause, *of)));
                }
                screened.passed_over += usize::from(says.is_empty());
                let before = told.iter().filter(|of| **of == entry).count();
                if says.is_empty() || before >= MAX_QUOTES {
                    continue;
                }
                told.push(entry);
                let words = self.at.words.get(clause.clone()).unwrap_or_default();
                let place = (self.field, self.at.text);
                screened.proposals.extend(propose(is, entry_at, says, place, words, found));
            }
            by_clause.push(matches);
        }
        if self.language == Some(is) && is != Language::English {
            self.own = Some(Own { of, matches: by_clause, taken_back });
        }
    }
}

/// Of a text whose language is not clear, what one language finds inside what another one finds is a word that both have:
/// `resume` in `resume scanner` is no Spanish summary.
fn drop_shared_words(found: &mut [(Language, Vec<Proposal>)]) {
    let place = |at: &Proposal| at.quote.start..at.quote.end;
    let places: Vec<(Language, Range<usize>)> = found
        .iter()
        .flat_map(|(language, proposals)| proposals.iter().map(|at| (*language, place(at))))
        .collect();
    for (language, proposals) in found {
        proposals.retain(|at| {
            let own = place(at);
            !places.iter().any(|(other, place)| {
                other != language
                    && place.start <= own.start
                    && own.end <= place.end
                    && place.len() > own.len()
            })
        });
    }
}

/// Adds the words of a text that are meant to what is weighed.
fn weigh<'r>(
    lexicon: &Lexicon,
    scorer: &mut Scorer,
    known: &[Known],
    of: &InText<'_, '_, 'r>,
    reading: &mut Reading<'r>,
) {
    let weights = lexicon.classifier().map(|classifier| &classifier.weights);
    let mut before = reading.ideas.last().map_or(0, |idea| idea.number + 1);
    for (range, spoken) in of.at.clauses.iter().zip(of.spoken) {
        let is = spoken.unwrap_or(Language::English);
        let known = known.iter().find(|known| known.language == is);
        let clause = reading.clauses.len() as u32;
        reading.clauses.push(reading.texts.len());
        for at in range.clone() {
            let of = (of.at.words.get(at), of.at.numbers.get(at).copied(), of.meant.get(at));
            let (Some(word), Some(number), Some(true)) = of else { continue };
            let of_word = known.and_then(|known| known.word(number));
            if let Some(keys) = of_word.map(|of| &of.ideas).filter(|keys| !keys.is_empty()) {
                let token = reading.tokens.len() as u32;
                let idea = |key: &u32| Idea { token, clause, number: before, key: *key };
                reading.ideas.extend(keys.iter().map(idea));
                before += 1;
            }
            let (start, end) = (word.start, word.end);
            scorer.learn(number, word.folded, weights);
            reading.tokens.push(Token { word: number, clause, start, end });
        }
    }
    reading.texts.push((of.field, of.at.text));
}

/// The language of a text whose words are read.
fn language_of(text: &str, words: &TextWords) -> Option<Language> {
    let mut small_words = SmallWords::default();
    words.count_small(MAX_OPENING_BYTES, &mut small_words);
    if text.len() > MAX_OPENING_BYTES && small_words.language().is_none() {
        // The words that follow are read already, and cost far less than looking at letters.
        small_words = SmallWords::default();
        words.count_small(usize::MAX, &mut small_words);
    }
    language_by(cut_at(text, MAX_OPENING_BYTES), &small_words)
}

/// The language of texts, by the first of them.
fn language_of_all(texts: &[((&str, &str), TextWords)]) -> Option<Language> {
    let [((_, first), words), ..] = texts else { return None };
    if texts.len() == 1 || first.len() >= MAX_OPENING_BYTES {
        return language_of(first, words);
    }
    let (mut small_words, mut opening) = (SmallWords::default(), String::new());
    for ((_, text), words) in texts {
        let left = MAX_OPENING_BYTES.saturating_sub(opening.len());
        words.count_small(left, &mut small_words);
        opening.push_str(cut_at(text, left));
        if left <= text.len() {
            break;
        }
        opening.push('\n');
    }
    language_by(&opening, &small_words)
}

/// The use that a field is of: readers name fields of uses `uses/<id>/<field>`.
pub(crate) fn use_of(record: &Record, field: &str) -> Option<usize> {
    let of = field.strip_prefix("uses/")?;
    record
        .uses
        .iter()
        .position(|at| of.strip_prefix(at.id.as_str()).is_some_and(|rest| rest.starts_with('/')))
}

fn propose(
    language: Language,
    entry: &Entry,
    says: &[(FactIx, Knowledge)],
    (field, text): (&str, &str),
    words: &[Word],
    (start, end): (usize, usize),
) -> Vec<Proposal> {
    let place = words.get(start).zip(end.checked_sub(1).and_then(|last| words.get(last)));
    let Some((first, last)) = place else { return Vec::new() };
    let quote = Quote {
        field: field.to_owned(),
        start: first.start,
        end: last.end,
        text: text.get(first.start..last.end).unwrap_or_default().to_owned(),
    };
    let by = format!("{}:{}", language.code(), entry.id);
    let proposal = |(fact, says): &(FactIx, Knowledge)| Proposal {
        fact: *fact,
        says: says.clone(),
        quote: quote.clone(),
        by: by.clone(),
        why: entry.why.clone(),
        of_use: None,
    };
    says.iter().map(proposal).collect()
}

/// As much of a text as is read.
fn cut(text: &str) -> &str {
    cut_at(text, MAX_TEXT_BYTES)
}

pub(crate) fn cut_at(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}
