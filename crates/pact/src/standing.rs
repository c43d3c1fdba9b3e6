//! Who stood where on a day.

use std::collections::BTreeMap;

use actlas_facts::Date;

use crate::model::{Claim, Instrument, InstrumentIx, LeftOut, OrgIx, Pacts, Position};

/// Whether the sources of a standing can all be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// They can.
    Agree,
    /// One says that it takes part, another that it does not.
    Contradict,
}

/// What is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this organisation only.
    pub organisation: Option<OrgIx>,
    /// Towards this instrument only.
    pub instrument: Option<InstrumentIx>,
    /// By this day only; without one, everything.
    pub on: Option<Date>,
}

/// Where an organisation, or one service of it, stands towards an instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing<'p> {
    /// Who.
    pub organisation: OrgIx,
    /// Towards what.
    pub instrument: InstrumentIx,
    /// The service, if not the organisation as a whole.
    pub service: &'p str,
    /// The claims that nothing later replaced, side by side.
    pub current: Vec<&'p Claim>,
    /// Earlier claims.
    pub earlier: Vec<&'p Claim>,
}

/// Which of several positions is shown, where they can all be right: what was done before what was
/// said, what was said before what was merely not seen.
const RANK: [Position; 7] = [
    Position::Left,
    Position::Partial,
    Position::Signed,
    Position::Declined,
    Position::Announced,
    Position::Undecided,
    Position::Absent,
];

fn is_in(position: Position) -> bool {
    matches!(position, Position::Signed | Position::Partial)
}

fn is_out(position: Position) -> bool {
    matches!(position, Position::Left | Position::Declined | Position::Absent)
}

/// Whether a later claim takes the place of an earlier one. A refusal or absence after a signature does
/// not: who signed takes part until somebody says that it left, so both stay side by side.
fn replaces(later: &Claim, earlier: &Claim) -> bool {
    let (Some(after), Some(before)) = (later.when, earlier.when) else { return false };
    let was = earlier.position;
    after.first > before.last
        && later.position != was
        && match later.position {
            Position::Signed | Position::Partial | Position::Left => true,
            Position::Announced | Position::Undecided | Position::Declined => {
                !is_in(was) && was != Position::Left
            }
            Position::Absent => matches!(was, Position::Announced | Position::Undecided),
        }
}

impl<'p> Standing<'p> {
    /// The claim that stands for all: the strongest position, and of its claims the one that rests on
    /// most, then the latest.
    pub fn main(&self) -> Option<&'p Claim> {
        let rank = |claim: &&&Claim| {
            let at = RANK.iter().position(|position| *position == claim.position);
            (at, claim.basis, std::cmp::Reverse(claim.when.map(|when| when.last)))
        };
        self.current.iter().min_by_key(rank).copied()
    }

    /// Whether its sources can all be right.
    pub fn agreement(&self) -> Agreement {
        let any = |test: fn(Position) -> bool| self.current.iter().any(|at| test(at.position));
        if any(is_in) && any(is_out) { Agreement::Contradict } else { Agreement::Agree }
    }

    /// Whether nothing but claims that are marked as unsure supports the shown position.
    pub fn is_unsure(&self) -> bool {
        let Some(main) = self.main() else { return false };
        let mut same = self.current.iter().filter(|at| at.position == main.position);
        same.all(|claim| !claim.unsure.is_empty() || claim.when.is_none())
    }

    /// Whether the day asked about lies within the span of its latest claim, so that the claim may be
    /// of later.
    pub fn may_be_later(&self, on: Date) -> bool {
        let main = self.main().and_then(|claim| claim.when);
        main.is_some_and(|when| when.last > on)
    }
}

impl Pacts {
    /// The claims that a filter lets through. A claim counts from the first day it can be of; one
    /// without a date always counts, because nothing rules it out.
    pub fn claims_of(&self, filter: Filter) -> impl Iterator<Item = &Claim> {
        self.claims.iter().filter(move |claim| {
            let day = filter.on.zip(claim.when);
            filter.organisation.is_none_or(|at| at == claim.organisation)
                && filter.instrument.is_none_or(|at| at == claim.instrument)
                && day.is_none_or(|(on, when)| when.first <= on)
        })
    }

    /// Rows about a known organisation that are kept apart, as a filter lets them through.
    pub fn kept_apart(&self, filter: Filter) -> impl Iterator<Item = &LeftOut> {
        self.left_out.iter().filter(move |row| {
            row.about.is_some_and(|about| {
                let day = filter.on.zip(about.when);
                filter.organisation.is_none_or(|at| at == about.organisation)
                    && filter.instrument.is_none_or(|at| at == about.instrument)
                    && day.is_none_or(|(on, when)| when.first <= on)
            })
        })
    }

    /// Who stands where, in the order of instrument and organisation.
    pub fn standings(&self, filter: Filter) -> Vec<Standing<'_>> {
        let mut by: BTreeMap<(InstrumentIx, OrgIx, &str), Vec<&Claim>> = BTreeMap::new();
        for claim in self.claims_of(filter) {
            let key = (claim.instrument, claim.organisation, claim.service.as_str());
            by.entry(key).or_default().push(claim);
        }
        by.into_iter()
            .map(|((instrument, organisation, service), claims)| {
                let replaced = |claim: &&Claim| claims.iter().any(|other| replaces(other, claim));
                let (earlier, current) = claims.iter().copied().partition(replaced);
                Standing { organisation, instrument, service, current, earlier }
            })
            .collect()
    }

    /// How many organisations take part by the claims recorded here, in whole or in part.
    pub fn taking_part(&self, instrument: InstrumentIx, on: Option<Date>) -> usize {
        let filter = Filter { instrument: Some(instrument), on, organisation: None };
        let standings = self.standings(filter);
        let takes_part = |standing: &&Standing| {
            standing.service.is_empty()
                && standing.agreement() == Agreement::Agree
                && standing.main().is_some_and(|claim| is_in(claim.position))
        };
        standings.iter().filter(takes_part).count()
    }

    /// Instruments with their numbers.
    pub fn numbered(&self) -> impl Iterator<Item = (InstrumentIx, &Instrument)> {
        self.instruments.iter().enumerate().map(|(at, instrument)| (InstrumentIx(at), instrument))
    }
}
