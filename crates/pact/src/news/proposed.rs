//! Claims that `actlas pact read` wrote, taken up again: proposed until a person attests them.
//!
//! Both files are lines that are only ever added to. A line of claims says what was read; a line of a
//! review says who accepts or rejects which claim, and the last signed one counts.

use std::collections::{BTreeMap, BTreeSet};

use actlas_facts::{Date, Finding, Place};
use actlas_files::{Digest, Sha256, digits};
use serde::Deserialize;

use super::claims::Speaker;
use crate::codes::{
    NEWS_CLAIM_INVALID, NEWS_REVIEW_INVALID, NEWS_REVIEW_UNKNOWN, NEWS_REVIEW_UNSIGNED,
};
use crate::date::When;
use crate::model::{
    Basis, Claim, DateIs, EventKind, InstrumentIx, Later, OrgIx, Pacts, Position, SourceRef,
};
use crate::sentence::sentence_about;
use crate::standing::Filter;

/// Longest line that is read.
const MAX_LINE: usize = 64 << 10;
/// Most lines of one file.
const MAX_LINES: usize = 200_000;
/// Longest name, reason and file name.
const MAX_WORDS: usize = 2_000;

/// What is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProposalOf {
    /// A position.
    Position {
        /// Towards what.
        instrument: InstrumentIx,
        /// The position.
        position: Position,
        /// What it rests on.
        basis: Basis,
        /// Whether a refusal leaves the door open.
        later: Later,
    },
    /// An event.
    Event {
        /// Of what kind.
        kind: EventKind,
        /// The reason in the words of the article; empty if it gives none.
        reason: String,
    },
}

/// What a person said of a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Who.
    pub by: String,
    /// When, as a day or a timestamp.
    pub at: String,
    /// The reason; may be empty.
    pub why: String,
}

/// Where a proposal stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Review {
    /// Nobody has looked at it.
    Open,
    /// A person stands for it.
    Attested(Word),
    /// A person takes it away. That does not say the opposite.
    Rejected(Word),
}

/// A claim or event of one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// By which a review names it: the same words about the same matter have the same one.
    pub id: String,
    /// Whose; nobody who is listed if the name did not resolve.
    pub organisation: Option<OrgIx>,
    /// The name: as listed, or as the article writes it.
    pub name: String,
    /// What.
    pub of: ProposalOf,
    /// When, if the article says.
    pub when: Option<When>,
    /// What the date is the date of.
    pub date_is: Option<DateIs>,
    /// Who says so.
    pub speaker: Speaker,
    /// The sentence of the article; of a list the line.
    pub quote: String,
    /// The sentence above the list; empty if the quote is none of a list.
    pub under: String,
    /// The paragraph around it.
    pub paragraph: String,
    /// Where the sentence starts in the paragraph, in bytes.
    pub quote_at: usize,
    /// The words that decided.
    pub by: String,
    /// The article.
    pub file: String,
    /// Its number in the file.
    pub article: u64,
    /// Its language, by two letters; empty if it is not clear.
    pub language: String,
    /// Where it stands.
    pub review: Review,
}

/// All that were given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposals {
    /// In the order of the files.
    pub all: Vec<Proposal>,
}

/// A line as `pact read` writes it. Keys that are not needed here are not looked at.
#[derive(Deserialize)]
struct Written {
    kind: String,
    #[serde(default)]
    organisation: Option<String>,
    #[serde(default)]
    named_as: String,
    #[serde(default)]
    instrument: String,
    #[serde(default)]
    position: String,
    #[serde(default)]
    basis: String,
    #[serde(default)]
    speaker: String,
    #[serde(default)]
    later: String,
    #[serde(default)]
    event: String,
    #[serde(default)]
    reason: Option<String>,
    #[serde(default)]
    date: Option<String>,
    #[serde(default)]
    date_is: Option<String>,
    #[serde(default)]
    quote: String,
    #[serde(default)]
    under: String,
    #[serde(default)]
    paragraph: String,
    #[serde(default)]
    by: String,
    #[serde(default)]
    file: String,
    #[serde(default)]
    article: u64,
    #[serde(default)]
    language: Option<String>,
}

/// A line of a review.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reviewed {
    claim: String,
    act: Act,
    #[serde(default)]
    by: String,
    #[serde(default)]
    at: String,
    #[serde(default)]
    why: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Act {
    Attest,
    Reject,
}

/// The id of a proposal: of whom, towards what, which position or event, by which sentence, and by which one
/// above the list where it is of one.
pub fn proposal_id(name: &str, about: &str, what: &str, (under, quote): (&str, &str)) -> String {
    let mut hash = Sha256::new();
    let name = actlas_text::fold(name);
    let above = if under.is_empty() { None } else { Some(under) };
    for part in [name.as_str(), about, what, quote].into_iter().chain(above) {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    format!("n-{}", digits(hash).chars().take(12).collect::<String>())
}

impl Proposals {
    /// Adds the claims and events of a file of lines; dates and summaries are passed over.
    pub fn read(&mut self, pacts: &Pacts, name: &str, text: &str) -> Vec<Finding> {
        let mut findings = Vec::new();
        let key = |at: &Proposal| (at.id.clone(), at.file.clone(), at.article);
        let mut seen: BTreeSet<_> = self.all.iter().map(key).collect();
        for (place, line) in lines(name, text) {
            let read = match line {
                Ok(line) => serde_json::from_str(line)
                    .map_err(|error| format!("the line is no claim: {error}"))
                    .and_then(|written| proposal(pacts, written)),
                Err(fact) => Err(fact),
            };
            match read {
                Ok(Some(proposal)) => {
                    if seen.insert(key(&proposal)) {
                        self.all.push(proposal);
                    }
                }
                Ok(None) => {}
                Err(fact) => {
                    let hint = "write the file with `actlas pact read`";
                    findings.push(Finding::new(NEWS_CLAIM_INVALID, place, fact).hint(hint));
                }
            }
        }
        findings
    }

    /// Takes the lines of a review; the last signed one about a claim counts.
    pub fn review(&mut self, name: &str, text: &str) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut of: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, proposal) in self.all.iter().enumerate() {
            of.entry(proposal.id.clone()).or_default().push(at);
        }
        for (place, line) in lines(name, text) {
            let read = line.and_then(|line| {
                serde_json::from_str::<Reviewed>(line)
                    .map_err(|error| format!("the line is no review: {error}"))
            });
            let Reviewed { claim, act, by, at, why } = match read {
                Ok(reviewed) => reviewed,
                Err(fact) => {
                    let hint = "a line is {\"claim\", \"act\": \"attest\" or \"reject\", \"by\", \"at\", \"why\"}";
                    findings.push(Finding::new(NEWS_REVIEW_INVALID, place, fact).hint(hint));
                    continue;
                }
            };
            if by.trim().is_empty() || at.trim().is_empty() {
                let fact = format!("nobody is named who reviews `{claim}`, or no day");
                let hint = "add `by` and `at`";
                findings.push(Finding::new(NEWS_REVIEW_UNSIGNED, place, fact).hint(hint));
                continue;
            }
            let word = Word { by, at, why };
            let Some(met) = of.get(&claim) else {
                let fact = format!("no claim `{claim}` is among those given");
                findings.push(Finding::new(NEWS_REVIEW_UNKNOWN, place, fact));
                continue;
            };
            for at in met {
                let Some(proposal) = self.all.get_mut(*at) else { continue };
                proposal.review = match act {
                    Act::Attest => Review::Attested(word.clone()),
                    Act::Reject => Review::Rejected(word.clone()),
                };
            }
        }
        findings
    }

    /// The joined ones of which something was said by a day; what has no date is of any day.
    pub fn by(&self, pacts: &Pacts, on: Date) -> Vec<JoinedProposal<'_>> {
        let said = |at: &&Proposal| at.when.is_none_or(|when| when.first <= on);
        join(self.all.iter().filter(said), &recorded(pacts, Some(on)))
    }

    /// Those that nobody rejected, of which the same is said joined into one. A later one takes no
    /// earlier one's place, and those that disagree stay beside each other.
    pub fn joined(&self, pacts: &Pacts) -> Vec<JoinedProposal<'_>> {
        join(self.all.iter(), &recorded(pacts, None))
    }
}

/// The positions recorded with sources, by pair.
type Recorded = BTreeMap<(OrgIx, InstrumentIx), Vec<Position>>;

/// Those recorded by a day that nothing replaced by then. Without a day all, because of each it is not known when the
/// article was written that it stands beside.
fn recorded(pacts: &Pacts, on: Option<Date>) -> Recorded {
    let mut recorded = Recorded::new();
    for standing in pacts.standings(Filter { on, ..Filter::default() }) {
        let of = recorded.entry((standing.organisation, standing.instrument)).or_default();
        let earlier = standing.earlier.iter().filter(|_| on.is_none());
        for claim in standing.current.iter().chain(earlier) {
            if !of.contains(&claim.position) {
                of.push(claim.position);
            }
        }
    }
    recorded
}

fn join<'p>(
    proposals: impl Iterator<Item = &'p Proposal>,
    recorded: &Recorded,
) -> Vec<JoinedProposal<'p>> {
    let mut by: BTreeMap<_, JoinedProposal> = BTreeMap::new();
    for proposal in proposals {
        if matches!(proposal.review, Review::Rejected(_)) {
            continue;
        }
        let about = match &proposal.of {
            ProposalOf::Position { instrument, position, .. } => {
                (0, Some(*instrument), Some(*position), None)
            }
            ProposalOf::Event { kind, .. } => (1, None, None, Some(*kind)),
        };
        let key = (actlas_text::fold(&proposal.name), about);
        let joined = by.entry(key).or_insert_with(|| JoinedProposal {
            first: proposal,
            sources: Vec::new(),
            beside: Vec::new(),
            recorded: Vec::new(),
        });
        joined.sources.push(proposal);
    }
    let mut positions: BTreeMap<_, Vec<Position>> = BTreeMap::new();
    for (name, (_, instrument, position, _)) in by.keys() {
        let of = positions.entry((name.clone(), *instrument)).or_default();
        of.extend(*position);
    }
    by.into_iter()
        .map(|((name, (_, instrument, position, _)), mut joined)| {
            let others = positions.get(&(name, instrument)).into_iter().flatten();
            joined.beside = others.copied().filter(|at| Some(*at) != position).collect();
            let of = joined.first.organisation.zip(instrument);
            joined.recorded = of.and_then(|of| recorded.get(&of)).cloned().unwrap_or_default();
            joined.sources.sort_by_key(|at| (at.when.map(|when| when.last), at.file.as_str()));
            if let Some(first) = joined.sources.first() {
                joined.first = first;
            }
            joined
        })
        .collect()
}

/// One position or event, with everybody who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinedProposal<'p> {
    /// The first of its sources.
    pub first: &'p Proposal,
    /// All, in the order of their dates, then files.
    pub sources: Vec<&'p Proposal>,
    /// Other positions that other articles give.
    pub beside: Vec<Position>,
    /// The positions that recorded rows with sources give for the same pair.
    pub recorded: Vec<Position>,
}

impl JoinedProposal<'_> {
    /// Who attested it, if anybody did.
    pub fn attested(&self) -> Option<&Word> {
        self.sources.iter().find_map(|at| match &at.review {
            Review::Attested(word) => Some(word),
            Review::Open | Review::Rejected(_) => None,
        })
    }

    /// The instrument, if it is about one.
    pub fn instrument(&self) -> Option<InstrumentIx> {
        match self.first.of {
            ProposalOf::Position { instrument, .. } => Some(instrument),
            ProposalOf::Event { .. } => None,
        }
    }

    /// The position, if it is one.
    pub fn position(&self) -> Option<Position> {
        match self.first.of {
            ProposalOf::Position { position, .. } => Some(position),
            ProposalOf::Event { .. } => None,
        }
    }
}

/// A joined proposal as an English sentence without a full stop, built from what it says.
pub fn proposal_sentence(pacts: &Pacts, joined: &JoinedProposal) -> String {
    let mut strongest = Basis::Absence;
    let mut open = Later::NotSaid;
    for source in &joined.sources {
        if let ProposalOf::Position { basis, later, .. } = source.of {
            strongest = strongest.min(basis);
            open = if later == Later::Open { later } else { open };
        }
    }
    match &joined.first.of {
        ProposalOf::Event { kind, .. } => event_words(&joined.first.name, *kind),
        ProposalOf::Position { instrument, position, .. } => {
            let claim = Claim {
                organisation: joined.first.organisation.unwrap_or(OrgIx(usize::MAX)),
                instrument: *instrument,
                named_as: joined.first.name.clone(),
                position: *position,
                basis: strongest,
                when: joined.first.when,
                date_is: joined.first.date_is,
                scope: String::new(),
                reason: String::new(),
                later: open,
                chapters: Vec::new(),
                service: String::new(),
                unsure: String::new(),
                source: SourceRef::default(),
                place: Place::default(),
            };
            let speaker = common_speaker(joined.sources.iter().map(|at| at.speaker));
            sentence_about(pacts, &joined.first.name, &claim, speaker)
        }
    }
}

/// An event of news in words.
pub fn event_words(name: &str, kind: EventKind) -> String {
    let deed = match kind {
        EventKind::ReleaseDelayed => "delays a release in the Union",
        EventKind::ReleaseWithheld => "withholds a release from the Union",
        EventKind::Statement => "made a statement",
    };
    format!("the press reports that {name} {deed}")
}

/// Whoever is nearest to the organisation: what one source knows is no rumour.
pub(super) fn common_speaker(speakers: impl Iterator<Item = Speaker>) -> Speaker {
    let mut heard = speakers.map(|speaker| speaker == Speaker::Reports).peekable();
    let rumour = heard.peek().is_some() && heard.all(|rumour| rumour);
    if rumour { Speaker::Reports } else { Speaker::Reporter }
}

/// The lines of a file that are not empty, with their places.
fn lines<'t>(name: &str, text: &'t str) -> impl Iterator<Item = (Place, Result<&'t str, String>)> {
    let name = name.to_owned();
    let some = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    some.take(MAX_LINES).map(move |(at, line)| {
        let place = Place::file(&name).line(at as u64 + 1);
        let fits = if line.len() > MAX_LINE {
            Err(format!("a line of {} bytes is longer than {MAX_LINE}", line.len()))
        } else {
            Ok(line)
        };
        (place, fits)
    })
}

fn proposal(pacts: &Pacts, written: Written) -> Result<Option<Proposal>, String> {
    let Written { organisation, named_as, quote, .. } = &written;
    if written.kind != "claim" && written.kind != "event" {
        return Ok(None);
    }
    let id = organisation.as_deref().unwrap_or_default();
    let known = pacts.organisations.iter().position(|at| at.id == id).map(OrgIx);
    if known.is_none() && !id.is_empty() {
        return Err(format!("no organisation has the id `{id}`"));
    }
    let name = known.map_or(named_as.as_str(), |at| pacts.name(at)).to_owned();
    if name.is_empty() || quote.is_empty() {
        return Err("a claim without a name or a quote".to_owned());
    }
    if [&name, &written.file, &written.by, &written.under].iter().any(|at| at.len() > MAX_WORDS) {
        return Err(format!("a name is longer than {MAX_WORDS} bytes"));
    }
    let (of, about, what) = if written.kind == "claim" {
        let no = |what: &str, word: &str| format!("`{word}` is no {what}");
        let instrument = pacts
            .find_instrument(&written.instrument)
            .ok_or_else(|| no("instrument", &written.instrument))?;
        let position =
            Position::parse(&written.position).ok_or_else(|| no("position", &written.position))?;
        let basis = Basis::parse(&written.basis).ok_or_else(|| no("basis", &written.basis))?;
        let later = Later::parse(&written.later).ok_or_else(|| no("`later`", &written.later))?;
        let of = ProposalOf::Position { instrument, position, basis, later };
        (of, written.instrument.clone(), position.as_str())
    } else {
        let kind = EventKind::parse(&written.event)
            .ok_or_else(|| format!("`{}` is no event", written.event))?;
        let reason = written.reason.clone().unwrap_or_default();
        (ProposalOf::Event { kind, reason }, "event".to_owned(), kind.as_str())
    };
    let paragraph = if written.paragraph.is_empty() { quote } else { &written.paragraph };
    // A line of a list is the last of what it stands in; another one can begin with the same words.
    let quote_at = match written.under.is_empty() {
        true => paragraph.find(quote.as_str()),
        false => paragraph.rfind(quote.as_str()),
    };
    let speaker = match written.speaker.as_str() {
        "" => Speaker::Reporter,
        word => Speaker::parse(word).ok_or_else(|| format!("`{word}` is no speaker"))?,
    };
    let Some(quote_at) = quote_at else {
        return Err("the quote does not stand in its paragraph".to_owned());
    };
    Ok(Some(Proposal {
        id: proposal_id(&name, &about, what, (&written.under, quote)),
        organisation: known,
        name,
        of,
        when: written.date.as_deref().and_then(When::parse),
        date_is: written.date_is.as_deref().and_then(DateIs::parse),
        quote: quote.clone(),
        under: written.under.clone(),
        speaker,
        paragraph: paragraph.clone(),
        quote_at,
        by: written.by,
        file: written.file,
        article: written.article,
        language: written.language.unwrap_or_default(),
        review: Review::Open,
    }))
}
