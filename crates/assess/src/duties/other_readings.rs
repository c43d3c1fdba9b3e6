//! What other answers to contested questions make of the duties of a record.

use std::collections::{BTreeMap, BTreeSet};

use actlas_facts::{OptionIx, Record, day_text};
use actlas_law::{Duty, DutyIx, PointKind, RuleIx};
use actlas_logic::Truth;

use super::find::By;
use super::search::{Naming, Search};
use super::{DutyStatus, Held, OtherAnswer, OtherOwing, Owing};
use crate::assess::{Assessed, Assessor, SubjectView, union};

/// An actor in a role, and a duty.
type Key<'d> = (usize, Option<OptionIx>, &'d str);

/// Where a duty stands.
struct Standing<'d> {
    duty: &'d Duty,
    held: Held,
    status: DutyStatus,
    effective: Option<String>,
    until: Option<String>,
}

impl Assessor<'_, '_> {
    /// Writes beside each duty what another answer makes of it, and returns the duties that only another one brings.
    /// `whose` says of each duty by which actor and in which role.
    pub(super) fn by_other_readings(
        &self,
        record: &Record,
        assessed: &Assessed,
        whose: &[(usize, Option<OptionIx>)],
        owings: &mut [Owing],
    ) -> Vec<OtherOwing> {
        let moving: BTreeSet<usize> =
            assessed.subjects.iter().flat_map(|at| at.judged.moving.iter().copied()).collect();
        let mut besides = Vec::new();
        if moving.is_empty() {
            return besides;
        }
        let kind = Self::kind_of(record);
        let mut others = self.others.borrow_mut();
        for at in moving {
            let (Some(variant), Some(lowered)) =
                (self.lowered.variants().get(at), self.lowered.under_answer(at))
            else {
                continue;
            };
            let other = others.entry(at).or_insert_with(|| {
                let mut assessor = Assessor::under(lowered, self.settings.clone());
                assessor.asked_on = self.asked_on;
                assessor
            });
            let subjects: Vec<SubjectView> =
                assessed.subjects.iter().map(|at| other.again(kind, at)).collect();
            let pairs = assessed.subjects.iter().zip(&subjects);
            let moved = pairs.flat_map(|(now, then)| {
                self.lowered.moved_duties(at, now.judgement(), then.judgement())
            });
            let moved: BTreeSet<DutyIx> = moved.collect();
            let is_moved =
                |duty: &str| self.pack().duty(duty).is_some_and(|ix| moved.contains(&ix));
            let mut then = other.standings(record, &subjects, (kind, &is_moved));
            let Some(question) = self.pack().readings.get(variant.reading.0) else { continue };
            let reading = question.alternatives.get(variant.alternative);
            let answer = |standing: Option<&Standing>| OtherAnswer {
                question: question.id.clone(),
                reading: reading.map(|at| at.id.clone()).unwrap_or_default(),
                status: standing.map(|at| at.status),
                effective: standing.and_then(|at| at.effective.clone()),
                until: standing.and_then(|at| at.until.clone()),
            };
            // That facts are missing for another answer alone is a difference where points or class differ.
            let says = |at: &SubjectView| {
                let same = (variant.reading, variant.alternative);
                at.judged.contested.iter().any(|at| (at.0, at.1) == same)
            };
            let differs = assessed.subjects.iter().any(says);
            let compared = owings.iter_mut().zip(whose).filter(|(owing, _)| is_moved(&owing.duty));
            for (owing, (actor, role)) in compared {
                let other = then.remove(&(*actor, *role, owing.duty.as_str()));
                if is_another(owing, other.as_ref(), differs) {
                    owing.contested.push(answer(other.as_ref()));
                }
            }
            for ((actor, role, _), standing) in then {
                if standing.status == DutyStatus::Open {
                    continue;
                }
                let name = record.actors.get(actor).map(|actor| actor.name.clone());
                let words = self.role_words();
                let role = role.and_then(|role| words.get(usize::from(role.0)).copied());
                besides.push(OtherOwing {
                    duty: standing.duty.id.clone(),
                    title: standing.duty.title.clone(),
                    actor: name.unwrap_or_default(),
                    role: role.unwrap_or("anyone").to_owned(),
                    held: standing.held,
                    cite: standing.duty.cite.short(),
                    answer: answer(Some(&standing)),
                });
            }
        }
        besides
    }

    /// The same use and actor, judged anew.
    fn again(&mut self, kind: PointKind, at: &SubjectView) -> SubjectView {
        let judged = self.judge(kind, &at.established, &at.indicated);
        SubjectView { judged, ..at.clone() }
    }

    /// Where the wanted duties of a record stand.
    fn standings<'s>(
        &'s self,
        record: &Record,
        subjects: &[SubjectView],
        (kind, wanted): (PointKind, &dyn Fn(&str) -> bool),
    ) -> BTreeMap<Key<'s>, Standing<'s>> {
        let points = union(subjects.iter().map(|at| at.judgement().points.as_slice()));
        let undecided = points.iter().filter(|(_, truth)| *truth == Truth::Unknown);
        let is_open = |rule: &RuleIx| subjects.iter().any(|at| self.is_open(*rule, at));
        let open: BTreeSet<RuleIx> = undecided.map(|(rule, _)| *rule).filter(is_open).collect();
        let search = Search { subjects, open: &open, missing: &[], naming: Naming::Nothing };
        let mut standings = BTreeMap::new();
        for actor in 0..record.actors.len().max(1) {
            let of_actor = |at: &&SubjectView| at.subject.actor_at == actor;
            let mine: Vec<&SubjectView> = subjects.iter().filter(of_actor).collect();
            let roles = if mine.is_empty() { Vec::new() } else { self.roles_of(&mine) };
            for (role, held, having) in roles {
                let addressed = self.addressed(role, kind).filter(|(duty, _)| wanted(&duty.id));
                for (duty, trigger) in addressed {
                    let asked = (duty, trigger, role, having);
                    let Some((found, _)) = self.search(&search, &mine, asked, By::All) else {
                        continue;
                    };
                    let standing = Standing {
                        duty,
                        held,
                        status: found.status,
                        effective: found.effective.map(day_text),
                        until: found.until,
                    };
                    standings.insert((actor, role, duty.id.as_str()), standing);
                }
            }
        }
        standings
    }
}

/// Whether another answer makes something else of a duty; `differs` where it gives other points or another class.
fn is_another(owing: &Owing, other: Option<&Standing>, differs: bool) -> bool {
    let open = owing.status == DutyStatus::Open;
    match other {
        None => !open,
        Some(other) if other.status == DutyStatus::Open => !open && differs,
        Some(other) => {
            let now = (owing.status, &owing.effective, &owing.until);
            now != (other.status, &other.effective, &other.until)
        }
    }
}
