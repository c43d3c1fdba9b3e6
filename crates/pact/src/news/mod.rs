//! News read into claims: who is said to have taken which position towards which instrument, with the
//! words that say so.
//!
//! Everything rests on phrases that are data ([`NewsReader::new`] reads them from the pacts). A claim, a
//! date and a sentence of a summary are ranges of the text that was read, never words of our own.

mod article;
mod aside;
mod attributes;
mod book;
mod cells;
mod claims;
mod corrections;
mod cues;
mod dates;
mod document;
mod html;
mod instruments;
mod join;
mod lists;
mod model_door;
mod months;
mod names;
mod nesting;
mod objects;
mod page;
mod pdf;
mod polar;
mod polarity;
mod proposed;
mod relative;
mod split;
mod subjects;
mod summary;
mod tables;
mod voices;
mod when;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use actlas_facts::{Finding, Place};
use actlas_law::Pack;
use actlas_law::explain_dates::{DateClaim, Sense, Verdict, explain};

pub use claims::Speaker;
pub use document::{MAX_NEWS_BYTES, NewsKind};
pub use join::{Joined, JoinedSource, join, news_sentence};
pub use model_door::{NEWS_PROMPT, NewsAnswered, NewsDropped};
pub use polar::{PolarRead, PolarSentence};
pub use proposed::{
    JoinedProposal, Proposal, ProposalOf, Proposals, Review, Word, event_words, proposal_id,
    proposal_sentence,
};

use crate::codes::{NEWS_ARTICLE_CUT, NEWS_LANGUAGE, NEWS_NAME_UNRESOLVED, NEWS_NO_CLAIM};
use crate::date::When;
use crate::model::{Basis, DateIs, EventKind, InstrumentIx, Later, OrgIx, Pacts, Position};
use crate::source::PactFiles;
use article::{Read, Taken};
use book::{Book, Mark, WordKind};
use claims::Raw;
use names::NameIndex;

/// A claim of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewsClaim {
    /// Whose position; nobody who is listed if the name did not resolve.
    pub organisation: Option<OrgIx>,
    /// The name as the article writes it.
    pub named_as: String,
    /// Towards what.
    pub instrument: InstrumentIx,
    /// The words that name it, which may be no more than `the pledge`.
    pub instrument_as: String,
    /// The position.
    pub position: Position,
    /// What it rests on.
    pub basis: Basis,
    /// Who says so.
    pub speaker: Speaker,
    /// Whether a refusal leaves the door open.
    pub later: Later,
    /// When, if the article says.
    pub when: Option<When>,
    /// What the date is the date of.
    pub date_is: Option<DateIs>,
    /// The sentence, in bytes of the text that was read; of a list the line.
    pub quote: Range<usize>,
    /// The sentence above the list, where the line is of one.
    pub under: Option<Range<usize>>,
    /// The words that give the position.
    pub cue: Range<usize>,
    /// The language model that proposes it, if no phrase does.
    pub model: Option<String>,
    /// The paragraph around the sentence; the sentence alone where that is long.
    pub paragraph: Range<usize>,
}

/// Something that happened beside the positions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewsEvent {
    /// Of what kind.
    pub kind: EventKind,
    /// To whom.
    pub organisation: OrgIx,
    /// When, if the article says.
    pub when: Option<When>,
    /// The words that give a reason, if there are any.
    pub reason: Option<Range<usize>>,
    /// The sentence.
    pub quote: Range<usize>,
    /// The paragraph around the sentence; the sentence alone where that is long.
    pub paragraph: Range<usize>,
}

/// A date that an article gives for the Act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewsDate {
    /// The days it can mean.
    pub when: When,
    /// Its words.
    pub quote: Range<usize>,
    /// How it stands in every sense in which it is right under some act, or spoken of.
    pub senses: Vec<Sense>,
}

/// One article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewsArticle {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// Its language, by two letters.
    pub language: Option<&'static str>,
    /// The day it gives for itself.
    pub when: Option<When>,
    /// Its claims.
    pub claims: Vec<NewsClaim>,
    /// Its events.
    pub events: Vec<NewsEvent>,
    /// Its dates of the Act.
    pub dates: Vec<NewsDate>,
    /// Three to five of its sentences.
    pub summary: Vec<Range<usize>>,
}

/// What was read of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct News {
    /// The text in which all ranges count.
    pub text: String,
    /// Its articles.
    pub articles: Vec<NewsArticle>,
    /// What was wrong with it.
    pub findings: Vec<Finding>,
}

impl News {
    /// The words of a range.
    pub fn quote(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }
}

/// Reads news with the phrases and names of the pacts.
#[derive(Debug)]
pub struct NewsReader<'p> {
    pacts: &'p Pacts,
    pack: Option<&'p Pack>,
    book: Book,
    names: NameIndex,
}

impl<'p> NewsReader<'p> {
    /// A reader; a pack of law lets it judge dates of the Act.
    pub fn new(
        pacts: &'p Pacts,
        files: &PactFiles,
        pack: Option<&'p Pack>,
    ) -> (NewsReader<'p>, Vec<Finding>) {
        let (book, findings) = Book::load(files, pacts);
        (NewsReader { pacts, pack, book, names: NameIndex::new(pacts) }, findings)
    }

    /// The languages it has phrases for.
    pub fn languages(&self) -> Vec<&str> {
        self.book.languages().collect()
    }

    /// The instrument that words name in full, if they name one.
    pub fn instrument_named(&self, words: &str) -> Option<InstrumentIx> {
        let mut folded = String::new();
        let words = actlas_text::words(words, &mut folded);
        let tongue = self.book.tongue(Some("en"))?;
        let found = tongue.find(&tongue.read(&words), 0);
        found.into_iter().find_map(|at| match at.mark {
            Mark::Full(instrument) => Some(instrument),
            _ => None,
        })
    }

    /// Reads a file. The name is used in findings, and its ending tells pages from text.
    pub fn read(&self, name: &str, bytes: &[u8]) -> News {
        let mut news = News::default();
        let Some(text) = document::text_of(name, bytes, &mut news.findings) else { return news };
        news.text = text;
        let mut folded = String::new();
        let (mut seen, mut line) = (0, 1);
        for mut part in split::articles(&news.text) {
            let since = news.text.get(seen..part.range.start).unwrap_or_default();
            line += since.matches('\n').count() as u64;
            seen = part.range.start;
            let place = Place::file(name).line(line);
            if part.range.len() > MAX_ARTICLE {
                let most = part.range.start + MAX_ARTICLE;
                let cut =
                    (part.range.start..=most).rev().find(|at| news.text.is_char_boundary(*at));
                let fact = format!(
                    "the article has {} bytes; what lies behind {MAX_ARTICLE} was not read",
                    part.range.len()
                );
                let hint = "part articles by a line of five `-`";
                news.findings.push(Finding::new(NEWS_ARTICLE_CUT, place.clone(), fact).hint(hint));
                part.range.end = cut.unwrap_or(part.range.start);
            }
            let article = self.article(&news.text, &part, &mut folded);
            news.findings.extend(self.findings(&place, &article));
            news.articles.push(article);
        }
        news
    }

    /// Reads a text in a language that is known, as one article.
    fn read_in(&self, language: &str, text: &str) -> NewsArticle {
        let language = LANGUAGES.iter().copied().find(|at| *at == language);
        let part = split::Part { range: 0..text.len(), language, when: None };
        self.article(text, &part, &mut String::new())
    }

    fn findings(&self, place: &Place, article: &NewsArticle) -> Vec<Finding> {
        let mut findings = Vec::new();
        let known = article.language.is_some_and(|at| self.book.languages().any(|of| of == at));
        if !known {
            let fact = match article.language {
                Some(language) => format!("there are no phrases for the language `{language}`"),
                None => "the language of the article is not clear".to_owned(),
            };
            let hint = "claims may be missed; names of instruments are still read";
            findings.push(Finding::new(NEWS_LANGUAGE, place.clone(), fact).hint(hint));
        }
        if article.claims.is_empty() {
            let fact = "no position towards an instrument was found".to_owned();
            findings.push(Finding::new(NEWS_NO_CLAIM, place.clone(), fact));
        }
        let mut told = BTreeSet::new();
        for claim in article.claims.iter().filter(|claim| claim.organisation.is_none()) {
            if told.insert(claim.named_as.as_str()) {
                let fact = format!("nobody goes by the name `{}`", claim.named_as);
                let hint = "add it to organisations.yaml, or leave the claim unresolved";
                findings.push(Finding::new(NEWS_NAME_UNRESOLVED, place.clone(), fact).hint(hint));
            }
        }
        findings
    }

    fn article(&self, text: &str, part: &split::Part, folded: &mut String) -> NewsArticle {
        let mut article = NewsArticle {
            range: part.range.clone(),
            language: part.language,
            when: None,
            claims: Vec::new(),
            events: Vec::new(),
            dates: Vec::new(),
            summary: Vec::new(),
        };
        let Some(tongue) = self.book.tongue(part.language) else { return article };
        let body = text.get(..part.range.end).unwrap_or_default();
        let sentences = split::sentences(body, &part.range, part.language);
        let words = placed(body, &part.range, folded);
        let taken = Taken::new(body, words, sentences, (tongue, &self.names), part.language);
        let dates = dates::dates(body, &taken.words, part.language);
        article.when = when::told(&taken, &part.range, &dates).or(part.when);
        article.claims = self.claims(&taken, &dates, article.when);
        article.events = events(&taken, article.when);
        article.dates = self.dates(&taken, &dates);
        article.summary = summary::summary(&taken, &article, &dates);
        article
    }

    fn claims(
        &self,
        taken: &Taken,
        dates: &[(usize, usize, When)],
        told: Option<When>,
    ) -> Vec<NewsClaim> {
        let mut by: BTreeMap<(Option<OrgIx>, String, InstrumentIx, Position), usize> =
            BTreeMap::new();
        let mut claims: Vec<NewsClaim> = Vec::new();
        let mut full = article::FullNames::default();
        for raw in claims::beside_headings(taken, claims::claims(taken)) {
            let named = match raw.who.organisation {
                Some(_) => raw.who.words.clone(),
                None => full.of(taken, &raw.who.words),
            };
            let named_as = taken.between(named.start, named.end).to_owned();
            let Some(read) = taken.sentences.get(raw.sentence) else { continue };
            let own = match raw.who.organisation {
                Some(_) => String::new(),
                None => actlas_text::fold(&named_as),
            };
            let key = (raw.who.organisation, own, raw.instrument, raw.position);
            if let Some(first) = by.get(&key).and_then(|at| claims.get_mut(*at)) {
                // What the organisation says itself weighs more than what is said of it.
                if raw.basis < first.basis {
                    (first.basis, first.speaker) = (raw.basis, raw.speaker);
                }
                if first.later == Later::NotSaid {
                    first.later = raw.later;
                }
                continue;
            }
            let since = self.pacts.instrument(raw.instrument);
            let since = since.and_then(|at| at.dates.iter().map(|at| at.when).min());
            let (when, date_is) = when::of_claim(taken, &raw, dates, (told, since));
            by.insert(key, claims.len());
            claims.push(NewsClaim {
                organisation: raw.who.organisation,
                named_as,
                instrument: raw.instrument,
                instrument_as: taken
                    .between(raw.instrument_words.start, raw.instrument_words.end)
                    .to_owned(),
                position: raw.position,
                basis: raw.basis,
                speaker: raw.speaker,
                later: raw.later,
                when,
                date_is,
                quote: quote(taken, read, &raw),
                under: raw.under.and_then(|at| taken.sentences.get(at)).map(plain(taken)),
                cue: taken.bytes(raw.cue.start, raw.cue.end),
                model: None,
                paragraph: around(taken, &raw),
            });
        }
        claims
    }

    fn dates(&self, taken: &Taken, dates: &[(usize, usize, When)]) -> Vec<NewsDate> {
        let Some(pack) = self.pack else { return Vec::new() };
        let mut found = Vec::new();
        for read in &taken.sentences {
            let here: Vec<_> = dates
                .iter()
                .filter(|(start, end, _)| read.words.start <= *start && *end <= read.words.end)
                .collect();
            let body = taken.text.get(read.sentence.range.clone()).unwrap_or_default();
            let of_act = read.has(WordKind::Act, read.words.clone());
            if here.is_empty() && !of_act {
                continue;
            }
            let from = read.sentence.range.start;
            let explained = explain(pack, body);
            let bytes: Vec<Range<usize>> =
                here.iter().map(|(start, end, _)| taken.bytes(*start, *end)).collect();
            for ((.., when), quote) in here.iter().zip(&bytes) {
                let over =
                    |at: &&DateClaim| from + at.start < quote.end && quote.start < from + at.end;
                if explained.iter().filter(over).any(|at| at.is_dateline) {
                    continue;
                }
                let same = |at: &&DateClaim| at.days == (when.first, when.last);
                let meant = |at: &&DateClaim| at.senses.iter().any(|at| at.spoken && is_right(at));
                let spoken = explained.iter().filter(over).find(same);
                let spoken = spoken.filter(|at| of_act || meant(at));
                let claim = spoken.cloned().or_else(|| explain(pack, &when.text()).pop());
                let Some(claim) = claim else { continue };
                let right = claim.senses.iter().any(is_right);
                if of_act || (right && when.is_day()) {
                    let senses = claim.senses.into_iter().filter(matters).collect();
                    found.push(NewsDate { when: *when, quote: quote.clone(), senses });
                }
            }
            // A year, or a part of one, that is said of the Act.
            let new = |at: &&DateClaim| {
                let free =
                    |of: &Range<usize>| from + at.end <= of.start || of.end <= from + at.start;
                of_act && !at.is_dateline && bytes.iter().all(free)
            };
            for claim in
                explained.iter().filter(new).filter(|at| at.senses.iter().any(|at| at.spoken))
            {
                let (first, last) = claim.days;
                let senses = claim.senses.iter().filter(|at| matters(at)).cloned().collect();
                let quote = from + claim.start..from + claim.end;
                found.push(NewsDate { when: When { first, last }, quote, senses });
            }
        }
        found
    }

    /// The pacts it reads with.
    pub fn pacts(&self) -> &'p Pacts {
        self.pacts
    }
}

fn is_right(sense: &Sense) -> bool {
    sense.under.iter().any(|(.., how)| *how == Verdict::Right)
}

fn matters(sense: &Sense) -> bool {
    sense.spoken || is_right(sense)
}

/// The languages that may be asked for.
const LANGUAGES: &[&str] = &[
    "ar", "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "id", "it",
    "ja", "ko", "lt", "lv", "mt", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sv", "tr", "vi",
    "zh",
];
/// Longest article.
const MAX_ARTICLE: usize = 200_000;
/// The words of a range of a text that are not struck through, with places in the whole text.
fn placed<'f>(
    text: &str,
    range: &Range<usize>,
    folded: &'f mut String,
) -> Vec<actlas_text::Word<'f>> {
    let body = text.get(range.clone()).unwrap_or_default();
    let mut words = actlas_text::words(body, folded);
    let struck = split::struck(body);
    if !struck.is_empty() {
        let said = |word: &actlas_text::Word| {
            let next = struck.partition_point(|at| at.end <= word.start);
            struck.get(next).is_none_or(|at| word.end <= at.start)
        };
        words.retain(said);
    }
    for word in &mut words {
        word.start += range.start;
        word.end += range.start;
    }
    words
}

/// Longest paragraph that is given as context.
pub(super) const MAX_CONTEXT: usize = 3_000;

/// The sentence of a claim, with the next where that takes it back; of a list the line without its mark.
fn quote(taken: &Taken, read: &Read, raw: &Raw) -> Range<usize> {
    match raw.under {
        Some(_) => plain(taken)(read),
        None => {
            let last = raw.cue.end.saturating_sub(1);
            let ends = |at: &&Read| at.words.contains(&last);
            let behind = taken.sentences.iter().skip(raw.sentence).take(2).find(ends);
            let end = behind.map_or(read.sentence.range.end, |at| at.sentence.range.end);
            let range = unmarked(taken, &read.sentence.range);
            range.start..end.max(range.end)
        }
    }
}

/// A sentence without the mark of an item or a heading before it.
fn unmarked(taken: &Taken, range: &Range<usize>) -> Range<usize> {
    let text = taken.text.get(range.clone()).unwrap_or_default();
    let marks = ["- ", "• ", "# "];
    let rest = marks.iter().find_map(|mark| text.strip_prefix(mark)).map(str::trim_start);
    match rest {
        Some(rest) if !rest.is_empty() => range.end - rest.len()..range.end,
        _ => range.clone(),
    }
}

/// Sentences without the marks around them, such as `- ` and `**`.
fn plain<'t>(taken: &'t Taken) -> impl Fn(&Read) -> Range<usize> + 't {
    |read| {
        let range = read.sentence.range.clone();
        let text = taken.text.get(range.clone()).unwrap_or_default();
        let marks = ['-', '*', '•', '·', '–', '▪', '#', '_', '|', ' '];
        let start = range.end - text.trim_start_matches(marks).len();
        let words = taken.text.get(start..range.end).unwrap_or_default();
        start..start + words.trim_end_matches(['*', '_', '#', '|', ' ']).len()
    }
}

/// What a claim stands in: its paragraph, and of a list what stands between its line and what is above it.
fn around(taken: &Taken, raw: &Raw) -> Range<usize> {
    let own = paragraph(taken, raw.sentence);
    let above = raw.under.map(|at| paragraph(taken, at));
    let both = above.map(|above| above.start..own.end).filter(|both| both.len() <= MAX_CONTEXT);
    both.unwrap_or(own)
}

/// The paragraph of a sentence, or the sentence where the paragraph is long.
fn paragraph(taken: &Taken, sentence: usize) -> Range<usize> {
    let Some(read) = taken.sentences.get(sentence) else { return 0..0 };
    let same = |at: &&Read| at.sentence.paragraph == read.sentence.paragraph;
    let (before, behind) = taken.sentences.split_at(sentence);
    let first = before.iter().rev().take_while(same).last().unwrap_or(read);
    let last = behind.iter().take_while(same).last().unwrap_or(read);
    let (first, last) = (first.sentence.range.start, last.sentence.range.end);
    let whole = first..last.max(read.sentence.range.end);
    if whole.len() > MAX_CONTEXT { read.sentence.range.clone() } else { whole }
}

/// Releases kept back, of the organisation named in the same sentence or the one before.
fn events(taken: &Taken, told: Option<When>) -> Vec<NewsEvent> {
    let mut events: Vec<NewsEvent> = Vec::new();
    let mut last = None;
    for (number, read) in taken.sentences.iter().enumerate() {
        let first = read.known.first().map(|at| at.organisation);
        last = first.or(last);
        let kind = read.marks.iter().find_map(|at| match at.mark {
            Mark::Event(kind) => Some((kind, at.start)),
            _ => None,
        });
        let Some((kind, at)) = kind else { continue };
        let near = read.known.iter().rfind(|known| known.start <= at);
        let Some(organisation) = near.map(|known| known.organisation).or(last) else { continue };
        let same = |event: &NewsEvent| event.kind == kind && event.organisation == organisation;
        if !events.iter().any(same) {
            events.push(NewsEvent {
                kind,
                organisation,
                when: told,
                reason: reason(taken, number, at),
                quote: read.sentence.range.clone(),
                paragraph: paragraph(taken, number),
            });
        }
    }
    events
}

/// The words that give a reason: from its sign to the end of the sentence, or the next sentence of the
/// paragraph where that holds one and names nobody else.
fn reason(taken: &Taken, number: usize, after: usize) -> Option<Range<usize>> {
    let read = taken.sentences.get(number)?;
    if let Some(why) = read.of(WordKind::Why).find(|at| at.start > after) {
        let start = taken.words.get(why.start)?.start;
        let end = taken.words.get(read.words.end.checked_sub(1)?)?.end;
        return (start < end).then_some(start..end);
    }
    let next = taken.sentences.get(number + 1)?;
    let same = next.sentence.paragraph == read.sentence.paragraph && next.known.is_empty();
    (same && next.of(WordKind::Why).next().is_some()).then(|| next.sentence.range.clone())
}
