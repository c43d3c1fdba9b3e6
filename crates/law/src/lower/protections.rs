//! Where another answer to a contested question would protect otherwise (Article 111): it changes no point and no
//! class, so the variants of [`Lowered`] do not tell.

use actlas_facts::{FactIx, Knowledge};

use crate::judge::Applies;
use crate::lower::Lowered;
use crate::model::{ConditionNode, Legacy, ReadingIx, Rule, RuleIx};
use crate::subject::Subject;
use crate::view::View;

/// The law under another answer to a question that decides what Article 111 protects.
#[derive(Clone, Debug)]
pub struct OtherProtection<'p> {
    /// The question.
    pub reading: ReadingIx,
    /// The other answer.
    pub alternative: usize,
    protecting: Vec<&'p Legacy>,
    lowered: Lowered<'p>,
}

impl<'p> Lowered<'p> {
    /// The other answers to the questions that rules of Article 111 ask, each with the law under it.
    pub fn other_protections(&self) -> Vec<OtherProtection<'p>> {
        let view = self.view();
        let pack = view.pack();
        let mut others = Vec::new();
        for (at, question) in pack.readings.iter().enumerate() {
            let reading = ReadingIx(at);
            let asks = |(ix, rule): (RuleIx, &'p Rule)| {
                rule.legacy.as_ref().filter(|_| asks_reading(&view, ix, reading))
            };
            let protecting: Vec<&Legacy> = pack.rules().filter_map(asks).collect();
            if protecting.is_empty() {
                continue;
            }
            let taken = self.choices().of(reading);
            for alternative in (0..question.alternatives.len()).filter(|at| *at != taken) {
                let choices = self.choices().clone().with(reading, alternative);
                let lowered = Lowered::chosen(view, choices, &|_| false);
                let protecting = protecting.clone();
                others.push(OtherProtection { reading, alternative, protecting, lowered });
            }
        }
        others
    }
}

fn asks_reading(view: &View, rule: RuleIx, reading: ReadingIx) -> bool {
    let mut asks = false;
    if let Some(when) = view.wording(rule).and_then(|version| version.when.as_ref()) {
        when.walk(&mut |part| {
            asks |= matches!(&part.node, ConditionNode::Reading(of, _) if *of == reading);
        });
    }
    asks
}

impl OtherProtection<'_> {
    /// Whether a rule of Article 111 that asks the question speaks of a point.
    pub fn speaks_of(&self, point: &Rule) -> bool {
        self.protecting.iter().any(|legacy| legacy.covers(point))
    }

    /// When the consequences of a point run under this answer.
    pub fn applies<'k>(
        &self,
        point: RuleIx,
        roles: Option<FactIx>,
        known: &'k dyn Fn(FactIx) -> Option<&'k Knowledge>,
    ) -> Option<Applies> {
        let subject = Subject { known, roles, role: None };
        let kind = self.lowered.view().pack().rule(point)?.point?;
        let judged = self.lowered.judge(kind, &subject);
        self.lowered.applies(point, &judged.values, known)
    }
}
