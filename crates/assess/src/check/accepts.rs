//! Exceptions: what each covers, which fall short of a breach, and which cover nothing.

use actlas_facts::{Date, Place, day_text};

use super::{Accept, Breach, Breaches, Policy, Rule};

/// Why an exception for the same rule and record does not cover a breach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Short {
    /// Its last day is over.
    Ended,
    /// It names no point, and what somebody signed for one practice is no word about another.
    NamesNothing,
    /// It names others.
    OfOthers,
}

impl Short {
    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Short::Ended => "ended",
            Short::NamesNothing => "names_nothing",
            Short::OfOthers => "of_others",
        }
    }
}

/// An exception that does not cover a breach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncovered {
    /// The exception.
    pub by: Accept,
    /// Why it does not.
    pub since: Short,
}

impl Uncovered {
    /// "the exception by Ann Example ended on 2027-01-31".
    pub fn words(&self, of: &[String]) -> String {
        let Accept { by, until, .. } = &self.by;
        match self.since {
            Short::Ended => format!("the exception by {by} ended on {}", day_text(*until)),
            Short::NamesNothing => format!(
                "the exception by {by} names no points, so it covers none; if it was signed for this, it needs `of = {}`",
                list(of)
            ),
            Short::OfOthers => {
                format!("the exception by {by} is of {} alone", self.by.of.join(", "))
            }
        }
    }
}

/// What exceptions say of a breach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cover<'p> {
    None,
    Accepted(&'p Accept),
    Short(&'p Accept, Short),
}

impl Cover<'_> {
    pub(super) fn owned(self) -> (Option<Accept>, Option<Uncovered>) {
        match self {
            Cover::None => (None, None),
            Cover::Accepted(accept) => (Some(accept.clone()), None),
            Cover::Short(accept, since) => (None, Some(Uncovered { by: accept.clone(), since })),
        }
    }
}

impl Policy {
    /// What exceptions say of a rule for a record and one of the things that it is about.
    pub(super) fn cover(&self, (rule, id, of): (Rule, &str, Option<&str>), on: Date) -> Cover<'_> {
        let mut cover = Cover::None;
        for accept in self.accepts.iter().filter(|at| at.rule == rule && at.id == id) {
            let ended = accept.until < on;
            let names = of.is_none_or(|of| accept.of.iter().any(|named| named == of));
            let nothing = of.is_some() && accept.of.is_empty();
            let short = match (ended, names, nothing) {
                (true, true, _) | (true, _, true) => Short::Ended,
                // For anything else an exception may be wide.
                (false, _, true) if rule == Rule::Prohibited => Short::NamesNothing,
                (false, true, _) | (false, _, true) => return Cover::Accepted(accept),
                (false, false, false) => Short::OfOthers,
                (true, false, false) => continue,
            };
            // What was signed for this very thing says more than what was signed for another.
            if cover == Cover::None || short != Short::OfOthers {
                cover = Cover::Short(accept, short);
            }
        }
        cover
    }

    /// Exceptions that cover nothing, and those that do not say what they cover. Of records that are not in the
    /// input another rule says so.
    pub fn judge_accepts(
        &self,
        breaches: &[Breach],
        is_there: &dyn Fn(&str) -> bool,
        on: Date,
    ) -> Vec<Breach> {
        let mut told = Breaches::new(self, Place::default(), on);
        for accept in self.accepts.iter().filter(|accept| is_there(&accept.id)) {
            let is_near = |at: &&Breach| {
                at.uncovered
                    .as_ref()
                    .is_some_and(|at| at.by == *accept && at.since != Short::OfOthers)
            };
            if breaches.iter().any(|at| is_near(&at)) {
                continue;
            }
            let covered = breaches.iter().filter(|at| at.accepted.as_ref() == Some(accept));
            let covered: Vec<&Breach> = covered.collect();
            let Some((says, hint)) = said(accept, &covered, on) else { continue };
            told.place = Place { id: Some(accept.id.clone()), ..accept.place.clone() };
            told.add(Rule::Exceptions, says, hint);
        }
        told.found
    }
}

fn said(accept: &Accept, covered: &[&Breach], on: Date) -> Option<(String, String)> {
    let rule = accept.rule.key();
    if covered.is_empty() {
        let ended = match accept.until < on {
            true => format!("ended on {} and ", day_text(accept.until)),
            false => String::new(),
        };
        let says = format!("the exception from `{rule}` by {} {ended}covers nothing", accept.by);
        return Some((says, "take it out, or correct what it names".to_owned()));
    }
    let what = accept.rule.names().filter(|_| accept.of.is_empty())?;
    let mut of: Vec<String> = Vec::new();
    for named in covered.iter().flat_map(|at| &at.of) {
        if !of.contains(named) {
            of.push(named.clone());
        }
    }
    let says = format!(
        "the exception from `{rule}` by {} names no {what}, so it covers all of the record, those still to come too; \
         now {}",
        accept.by,
        of.join(", ")
    );
    Some((says, format!("with `of = {}` it covers these alone", list(&of))))
}

/// A list as it stands in the configuration.
fn list(of: &[String]) -> String {
    let quoted: Vec<String> = of.iter().map(|id| format!("\"{id}\"")).collect();
    format!("[{}]", quoted.join(", "))
}
