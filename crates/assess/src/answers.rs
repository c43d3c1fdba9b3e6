//! What a subject answers to the questions of the program.
//!
//! A record speaks of few facts, and a program asks about all: the answers of a subject of whom nothing is
//! known are kept, and only those questions are asked that are about something known.

use actlas_facts::{FactIx, Knowledge, SubjectFacts};
use actlas_law::{Atom, Lowered, Subject};
use actlas_logic::Truth;

pub(crate) struct Answers<'l> {
    atoms: &'l [Atom],
    roles: Option<FactIx>,
    /// By fact, that nothing is known of it, and the questions about it.
    facts: Vec<(FactIx, Knowledge, Vec<usize>)>,
    unspoken: Vec<Truth>,
}

impl<'l> Answers<'l> {
    /// The answers under a program; `roles` is the fact that holds the actor's roles.
    pub(crate) fn new(lowered: &'l Lowered, roles: Option<FactIx>) -> Answers<'l> {
        let vocabulary = &lowered.view().pack().vocabulary;
        let mut facts: Vec<(FactIx, Knowledge, Vec<usize>)> = vocabulary
            .facts()
            .map(|(ix, fact)| (ix, Knowledge::nothing(&fact.kind), Vec::new()))
            .collect();
        for (at, atom) in lowered.atoms().iter().enumerate() {
            let of_roles =
                matches!(atom, Atom::MayBe(_) | Atom::SaidToBe(_)).then_some(roles).flatten();
            for fact in atom.facts().iter().chain(&of_roles) {
                facts.get_mut(fact.at()).into_iter().for_each(|(.., asks)| asks.push(at));
            }
        }
        let mut answers = Answers { atoms: lowered.atoms(), roles, facts, unspoken: Vec::new() };
        let nothing = |fact: FactIx| answers.facts.get(fact.at()).map(|(_, nothing, _)| nothing);
        let nobody = Subject { known: &nothing, roles, role: None };
        answers.unspoken = answers.atoms.iter().map(|atom| nobody.answer(atom)).collect();
        answers
    }

    /// By attested facts, and by all that is known.
    pub(crate) fn of(&self, facts: &SubjectFacts) -> (Vec<Truth>, Vec<Truth>) {
        let indicated = self.by(&|fact| facts.get(fact).map(|at| &at.indicated));
        let mut established = self.by(&|fact| facts.get(fact).map(|at| &at.established));
        for ((atom, sure), by_all) in self.atoms.iter().zip(&mut established).zip(&indicated) {
            // Which roles an actor may hold is asked of all that is known in both layers, so that a role
            // ruled out by a proposal is ruled out in both.
            if matches!(
                atom,
                Atom::MayBe(_) | Atom::SaidToBe(_) | Atom::Stated(_) | Atom::Spoken(_)
            ) {
                *sure = *by_all;
            }
        }
        (established, indicated)
    }

    fn by<'k>(&self, known: &'k dyn Fn(FactIx) -> Option<&'k Knowledge>) -> Vec<Truth> {
        // A role that is asked for narrows what is listed of duties, never what the law says of a system.
        let subject = Subject { known, roles: self.roles, role: None };
        let mut answers = self.unspoken.clone();
        for (fact, nothing, asks) in &self.facts {
            if known(*fact).is_none_or(|known| known == nothing) {
                continue;
            }
            for at in asks {
                if let Some((place, atom)) = answers.get_mut(*at).zip(self.atoms.get(*at)) {
                    *place = subject.answer(atom);
                }
            }
        }
        answers
    }
}
