//! Rejections: what they take away, what they were given on, and whom they contradict.

use actlas_facts::{
    ATTESTED_YET_REJECTED, Finding, Layer, OTHER_WORDS, Place, Quote, REJECTION_IDLE, Record,
    Rejected, Statement, Vocabulary,
};

/// Letters of a quote or a name that are shown.
const SHOWN: usize = 60;

pub(crate) fn shown(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

/// A rejection that took nothing away, until all answers are heard.
pub(crate) struct Idle {
    place: Place,
    rejected: Rejected,
    quotes: Vec<String>,
}

/// Takes the proposals away that a rejection is about: those of its value and, if it quotes words, on these. What was
/// taken away is kept as rejected.
pub(crate) fn reject(
    statements: &mut Vec<Statement>,
    kept: &mut Vec<Rejected>,
    rejected: Rejected,
    quotes: &[String],
    place: Place,
) -> Option<Idle> {
    let is_meant = |other: &Statement| {
        let on = |quote: &Quote| quotes.iter().any(|words| is_same_text(words, &quote.text));
        let Statement { fact, says, .. } = &rejected.said;
        other.fact == *fact
            && other.says == *says
            && (quotes.is_empty() || other.quote.as_ref().is_some_and(on))
    };
    let mut met: Vec<Option<Quote>> = Vec::new();
    statements.retain(|other| {
        let goes = other.layer == Layer::Proposed && is_meant(other);
        if goes {
            met.push(other.quote.clone());
        }
        !goes
    });
    if met.is_empty() {
        // Somebody else was first.
        let same_place = |other: &&Rejected| {
            (&other.of_use, &other.actor) == (&rejected.of_use, &rejected.actor)
        };
        let before = kept.iter().filter(same_place).filter(|other| is_meant(&other.said));
        met.extend(before.map(|other| other.said.quote.clone()));
    }
    let is_idle = met.is_empty();
    for quote in met {
        let said = Statement { quote, ..rejected.said.clone() };
        let one = Rejected { said, ..rejected.clone() };
        if !kept.contains(&one) {
            kept.push(one);
        }
    }
    is_idle.then(|| Idle { place, rejected, quotes: quotes.to_vec() })
}

/// What is to be told of rejections once all answers are heard: that one met nothing, and that one contradicts what
/// somebody attested.
pub(crate) fn after_all(
    record: &mut Record,
    idle: Vec<Idle>,
    vocabulary: &Vocabulary,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for Idle { place, mut rejected, quotes } in idle {
        if !quotes.is_empty() && !quotes.iter().any(|words| stands_in(record, words)) {
            findings.push(on_other_words(place, "rejected", &rejected.said, &quotes, THE_PROPOSAL));
            continue;
        }
        if attested_against(record, &rejected).is_empty() {
            let says = format!(
                "nobody proposes what {} rejected on {}: {}",
                shown(&rejected.said.by),
                shown(&rejected.said.at),
                value(&rejected.said, vocabulary)
            );
            findings.push(
                Finding::new(REJECTION_IDLE, place, says)
                    .hint("the line was not used; it stays in its file"),
            );
            continue;
        }
        rejected.said.quote = quotes.iter().find_map(|words| quote_in(record, words));
        if !record.rejected.contains(&rejected) {
            record.rejected.push(rejected);
        }
    }
    let mut told: Vec<String> = Vec::new();
    for rejected in &record.rejected {
        for attested in attested_against(record, rejected) {
            let fact = vocabulary.id(rejected.said.fact);
            let says = format!(
                "{} what {}: {}",
                who("rejected", &rejected.said),
                who("attested", attested),
                value(&rejected.said, vocabulary)
            );
            if told.contains(&says) {
                continue;
            }
            told.push(says.clone());
            let place = Place {
                path: record.path.clone(),
                record: Some(record.number),
                line: None,
                column: Some(fact.to_owned()),
                id: Some(record.id.clone()),
            };
            let hint = format!(
                "the answer of {} stands until its line is deleted, or that of the rejection",
                shown(&attested.by)
            );
            findings.push(Finding::new(ATTESTED_YET_REJECTED, place, says).hint(hint));
        }
    }
    findings
}

/// What becomes of a proposal whose rejection rests on other words, and of an answer that does.
const THE_PROPOSAL: &str = "the rejection takes nothing away; look at the words there are now";
pub(crate) const THE_ANSWER: &str =
    "the answer stands; look at the words there are now, and answer anew or delete the line";

/// An answer that was given on words that the record does not hold.
pub(crate) fn on_other_words(
    place: Place,
    act: &str,
    said: &Statement,
    quotes: &[String],
    hint: &str,
) -> Finding {
    let words = quotes.first().map(|words| shown(words)).unwrap_or_default();
    let says = format!("{} `{words}`, which the record does not say", who_on(act, said));
    Finding::new(OTHER_WORDS, place, says).hint(hint)
}

/// Bob rejected on 2026-11-27.
fn who(act: &str, said: &Statement) -> String {
    format!("{} {act} on {}", shown(&said.by), shown(&said.at))
}

fn who_on(act: &str, said: &Statement) -> String {
    let Statement { by, at, .. } = said;
    format!("on {} {} {act} what was read in", shown(at), shown(by))
}

fn value(said: &Statement, vocabulary: &Vocabulary) -> String {
    let fact = vocabulary.get(said.fact);
    fact.map_or(String::new(), |fact| format!("`{}` {}", fact.id, fact.words(&said.says)))
}

/// The attested answers that say what was rejected, of the same use or actor or of the record as a whole.
fn attested_against<'r>(record: &'r Record, rejected: &Rejected) -> Vec<&'r Statement> {
    let is_of = |mine: &str, theirs: &str| mine.is_empty() || theirs.is_empty() || mine == theirs;
    let of_uses = record.uses.iter().filter(|at| is_of(&rejected.of_use, &at.id));
    let of_actors = record.actors.iter().filter(|at| is_of(&rejected.actor, &at.name));
    let all = record.statements.iter();
    let all = all.chain(of_uses.flat_map(|at| &at.statements));
    let all = all.chain(of_actors.flat_map(|at| &at.statements));
    let Statement { fact, says, .. } = &rejected.said;
    all.filter(|said| said.layer == Layer::Attested && said.fact == *fact)
        .filter(|said| said.says.completed_by(says) == said.says)
        .collect()
}

/// The fields that words are read in, with their texts.
fn fields(record: &Record) -> impl Iterator<Item = (&str, &str)> {
    let of_texts = record.texts.iter().map(|at| (at.field.as_str(), at.text.as_str()));
    of_texts.chain([
        ("name", record.name.as_str()),
        ("organisation", record.organisation.as_str()),
        ("unit", record.unit.as_str()),
    ])
}

/// Where words stand in a record, letter by letter.
pub(crate) fn quote_in(record: &Record, words: &str) -> Option<Quote> {
    fields(record).find_map(|(field, text)| {
        let start = text.find(words)?;
        let end = start + words.len();
        Some(Quote { field: field.to_owned(), start, end, text: words.to_owned() })
    })
}

/// Whether a record says these words, blanks aside.
pub(crate) fn stands_in(record: &Record, words: &str) -> bool {
    let words = spaced(words);
    fields(record).any(|(_, text)| spaced(text).contains(&words))
}

fn is_same_text(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
