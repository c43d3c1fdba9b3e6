//! What is recorded of an organisation beside what it says of itself.

use actlas_facts::Date;

use crate::model::{Basis, Claim, LeftOut, Pacts, Position};
use crate::pledge::{Pledge, Pledged};
use crate::standing::{Filter, Standing};

/// The positions recorded of the organisation of a pledge towards its instrument, by a day; none if
/// the organisation is not known here.
pub fn recorded<'p>(pacts: &'p Pacts, pledge: &Pledge, on: Date) -> Vec<Standing<'p>> {
    if pledge.known_as.is_none() {
        return Vec::new();
    }
    pacts.standings(of(pledge, on))
}

/// Recorded claims that cannot be right if the pledge is, the latest last. Who signed later than a
/// refusal changed its mind; a name that was merely not seen on a list contradicts nothing.
pub fn contradicting<'p>(pacts: &'p Pacts, pledge: &Pledge, on: Date) -> Vec<&'p Claim> {
    let standings = recorded(pacts, pledge, on);
    let whole = standings.iter().filter(|standing| standing.service.is_empty());
    let claims: Vec<&Claim> = whole.flat_map(|at| at.current.iter().copied()).collect();
    let has_left = claims.iter().any(|claim| claim.position == Position::Left);
    let before = |claim: &Claim| {
        claim.when.zip(pledge.signed).is_some_and(|(when, signed)| when.last < signed)
    };
    let against = |claim: &&Claim| match (pledge.pledged, claim.position) {
        (Pledged::Yes, Position::Declined | Position::Left | Position::Absent) => {
            claim.basis != Basis::Absence && !before(claim)
        }
        (Pledged::No, Position::Signed | Position::Partial) => !has_left,
        _ => false,
    };
    claims.into_iter().filter(against).collect()
}

/// Rows about the organisation of a pledge that are kept apart.
pub fn kept_apart<'p>(pacts: &'p Pacts, pledge: &Pledge, on: Date) -> Vec<&'p LeftOut> {
    match pledge.known_as {
        Some(_) => pacts.kept_apart(of(pledge, on)).collect(),
        None => Vec::new(),
    }
}

fn of(pledge: &Pledge, on: Date) -> Filter {
    Filter { organisation: pledge.known_as, instrument: Some(pledge.instrument), on: Some(on) }
}

/// How many rows are kept apart and what they say, in one sentence without a full stop: "1 row without
/// a source is kept apart: signed (EU AI Pact)". Nothing where there is none.
pub fn kept_apart_words(pacts: &Pacts, rows: &[&LeftOut]) -> String {
    let words = |row: &&LeftOut| {
        let about = row.about?;
        let instrument = pacts.instrument(about.instrument)?;
        Some(format!("{} ({})", about.position.as_str(), instrument.name))
    };
    let mut kinds: Vec<&str> = Vec::new();
    for row in rows.iter().filter(|row| row.about.is_some()) {
        if !kinds.contains(&row.why.as_str()) {
            kinds.push(&row.why);
        }
    }
    let sentences = kinds.into_iter().map(|why| {
        let says: Vec<String> =
            rows.iter().filter(|row| row.why == why).filter_map(words).collect();
        let (of, because) = match why {
            NO_SOURCE => (" without a source", String::new()),
            why => ("", format!(", because {why}")),
        };
        let (rows, is) = if says.len() == 1 { ("row", "is") } else { ("rows", "are") };
        format!("{} {rows}{of} {is} kept apart{because}: {}", says.len(), says.join(", "))
    });
    sentences.collect::<Vec<_>>().join("; ")
}

/// Why a row without a source is not drawn.
pub(crate) const NO_SOURCE: &str = "it has no source";
