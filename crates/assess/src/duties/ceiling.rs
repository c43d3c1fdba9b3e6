//! What a breach can cost.

use std::collections::BTreeSet;

use actlas_facts::{FactIx, OptionIx, day_text};
use actlas_law::compute::Size;
use actlas_law::{ActIx, Duty, Fine, Penalty, Subject, Undecided};

use super::find::{By, stated};
use super::{Ceiling, OtherCeiling};
use crate::assess::{Assessor, SubjectView};

impl Assessor<'_, '_> {
    pub(super) fn ceiling(
        &self,
        duty: &Duty,
        role: Option<OptionIx>,
        from: &[&SubjectView],
    ) -> Ceiling {
        let of = |at: &&SubjectView| {
            let known = |fact: FactIx| stated(at, fact, By::All);
            let subject = Subject { known: &known, roles: self.roles, role: None };
            let values = &at.judgement().values;
            self.lowered.fine(duty, &self.pack().raises, role, values, &subject)
        };
        let fines: Vec<Fine> = from.iter().filter_map(of).collect();
        // One use that has a ceiling of the Act is enough.
        let fine = fines.iter().find(|at| at.penalty.tier.is_some()).or(fines.first());
        let penalty = fine.map(|fine| &fine.penalty);
        let tier =
            |penalty: &Penalty| penalty.tier.map_or("national", |tier| tier.as_str()).to_owned();
        let id = |fact: FactIx| self.pack().vocabulary.id(fact).to_owned();
        let undecided =
            from.iter().zip(&fines).filter_map(|(at, fine)| Some((at, fine.otherwise.as_ref()?)));
        let mut undecided =
            undecided.filter(|(_, other)| penalty.is_some_and(|at| at.tier != other.penalty.tier));
        let otherwise = undecided.next();
        let otherwise = otherwise.map(|(at, other)| {
            let mut facts = Vec::new();
            other.undecided.iter().for_each(|leaf| self.named(at, *leaf, &mut facts));
            // Points decide too, each by the first thing that it asks.
            let points = other.undecided.iter().filter_map(|leaf| match leaf {
                Undecided::Rule(rule) => Some(*rule),
                Undecided::Fact(_) => None,
            });
            facts.extend(self.first_asked(at, &points.collect::<Vec<_>>()));
            let mut seen = BTreeSet::new();
            facts.retain(|fact| seen.insert(*fact));
            OtherCeiling {
                tier: tier(&other.penalty),
                cite: other.penalty.cite.short(),
                decided_by: facts.into_iter().map(id).collect(),
                at_most: None,
            }
        });
        Ceiling {
            tier: penalty.map_or_else(|| "national".to_owned(), tier),
            cite: penalty.map(|at| at.cite.short()).unwrap_or_default(),
            unsure: penalty.map(|at| at.unsure.clone()).unwrap_or_default(),
            from: fine.and_then(|fine| fine.from).map(day_text),
            otherwise,
            at_most: None,
            mid_cap: match self.lowered.view().speaks() {
                ActIx(0) => Size::Large,
                _ => Size::MidCap,
            },
        }
    }
}
