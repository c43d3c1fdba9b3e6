//! Where another answer to a contested question would give another outcome.

use actlas_logic::{Input, Lit, Truth};

use crate::judge::{Answers, Class, Judgement, Memory, Settled, class, of_kind, settle};
use crate::lower::{Lowered, Outcome, Target, Variant};
use crate::model::{PointKind, ReadingIx, RuleIx};

/// A reading, the alternative that is not the chosen one, and the class and points under it.
pub type Contested = (ReadingIx, usize, Class, Vec<RuleIx>);

/// What another answer changes for one kind of record. Most answers touch one or two points, so that a
/// record is asked about those.
#[derive(Clone, Debug)]
pub(crate) struct Difference {
    points: Vec<Changed>,
    /// Literals of the chosen readings that no longer stand for a point.
    replaced: Vec<Lit>,
}

#[derive(Clone, Debug)]
struct Changed {
    /// Which of the points of the kind.
    at: usize,
    /// Which of the points of all kinds.
    place: usize,
    /// What it asks and the point of the chosen readings does not.
    asks_besides: Vec<Input>,
}

impl Changed {
    fn target<'v>(&self, variant: &'v Variant) -> Option<&'v Target> {
        variant.outcome.points.get(self.place).map(|(_, target)| target)
    }
}

impl Difference {
    /// `None` if the answer changes nothing for the kind.
    pub(crate) fn of(lowered: &Lowered, variant: &Outcome, kind: PointKind) -> Option<Difference> {
        let main = lowered.main();
        let is_changed = |(mine, theirs): &(&Target, &Target)| mine.lit != theirs.lit;
        let pairs: Vec<(&Target, &Target)> =
            of_kind(main, kind).zip(of_kind(variant, kind)).collect();
        if !pairs.iter().any(is_changed) && main.classes == variant.classes {
            return None;
        }
        let places = variant.points.iter().enumerate().filter(|(_, (of, _))| *of == kind);
        let numbered = pairs.iter().zip(places).enumerate();
        let points = numbered
            .filter(|(_, (pair, _))| is_changed(pair))
            .map(|(at, ((mine, theirs), (place, _)))| Changed {
                at,
                place,
                asks_besides: asks_besides(lowered, mine.lit, theirs.lit),
            })
            .collect();
        let stays = |lit: &Lit| pairs.iter().any(|pair| !is_changed(pair) && pair.0.lit == *lit);
        let changed = pairs.iter().filter(|pair| is_changed(pair)).map(|(mine, _)| mine.lit);
        Some(Difference { points, replaced: changed.filter(|lit| !stays(lit)).collect() })
    }
}

/// The inputs of a literal that another does not have.
fn asks_besides(lowered: &Lowered, mine: Lit, theirs: Lit) -> Vec<Input> {
    let asked = lowered.program().cone(&[mine]);
    let asks = lowered.program().cone(&[theirs]);
    let is_new = |input: &Input| asked.inputs().iter().all(|(of, _)| of != input);
    asks.inputs().iter().map(|(input, _)| *input).filter(is_new).collect()
}

impl Lowered<'_> {
    /// The readings that would give other points or another class, with what they would give.
    pub fn contested(
        &self,
        kind: PointKind,
        answers: &[Truth],
        judged: &Judgement,
    ) -> Vec<Contested> {
        self.contested_remembering(kind, answers, judged, &mut Memory::default())
    }

    /// As [`Lowered::contested`], with a memory for the next records of the same program.
    pub fn contested_remembering(
        &self,
        kind: PointKind,
        answers: &[Truth],
        judged: &Judgement,
        memory: &mut Memory,
    ) -> Vec<Contested> {
        let answers = Answers::new(answers);
        let differing =
            self.variants().iter().filter_map(|variant| Some((variant, variant.of(kind)?)));
        differing
            .filter_map(|(variant, difference)| {
                let other = self.under(kind, &answers, judged, variant, difference, memory)?;
                Some((variant.reading, variant.alternative, other.0, other.1))
            })
            .collect()
    }

    /// The class and points under another answer, unless they are the same.
    fn under(
        &self,
        kind: PointKind,
        answers: &Answers,
        judged: &Judgement,
        variant: &Variant,
        difference: &Difference,
        memory: &mut Memory,
    ) -> Option<(Class, Vec<RuleIx>)> {
        let truth_of = |input: Input| answers.of(input);
        let changed = difference.points.iter().filter_map(|at| at.target(variant));
        let found = settle(changed, &judged.values, answers, memory).0;
        // All readings are one program. Its values stand unless possible worlds settled something about a
        // point that the answer changes.
        let is_replaced = |(lit, _): &(Lit, Truth)| difference.replaced.contains(lit);
        let stand = found.is_empty() && !judged.settled.iter().any(is_replaced);
        let again = (!stand).then(|| {
            let both = of_kind(self.main(), kind).zip(of_kind(&variant.outcome, kind));
            let kept = both.filter(|(mine, theirs)| mine.lit == theirs.lit);
            let known = kept.map(|(_, theirs)| (theirs.lit, judged.values.get(theirs.lit)));
            let settled: Settled =
                known.filter(|(_, value)| value.is_known()).chain(found).collect();
            self.program.evaluate_with(truth_of, &settled)
        });
        let values = again.as_ref().unwrap_or(&judged.values);
        let now = |at: usize| judged.points.get(at).map_or(Truth::Unknown, |(_, truth)| *truth);
        // An answer that makes a point depend on something nobody has spoken of gives no other outcome yet:
        // it would be a dispute on every record.
        let asks_elsewhere = |at: &Changed, target: &Target| {
            now(at.at) == Truth::True
                && values.get(target.lit) == Truth::Unknown
                && !at.asks_besides.is_empty()
                && at.asks_besides.iter().all(|input| !truth_of(*input).is_known())
        };
        let elsewhere: Vec<RuleIx> = difference
            .points
            .iter()
            .filter_map(|at| Some((at, at.target(variant)?)))
            .filter(|(at, target)| asks_elsewhere(at, target))
            .map(|(_, target)| target.rule)
            .collect();
        let mut class = class(&variant.outcome, kind, values);
        if !elsewhere.is_empty() && class == Class::Undetermined {
            class = judged.class;
        }
        let holds = |target: &Target| {
            values.get(target.lit) == Truth::True || elsewhere.contains(&target.rule)
        };
        let differs = match stand {
            // What the answer does not touch has the value it had.
            true => difference.points.iter().any(|at| {
                let is_so = at.target(variant).is_some_and(holds);
                is_so != (now(at.at) == Truth::True)
            }),
            false => of_kind(&variant.outcome, kind)
                .zip(&judged.points)
                .any(|(target, (_, truth))| holds(target) != (*truth == Truth::True)),
        };
        (differs || class != judged.class).then(|| {
            let points = of_kind(&variant.outcome, kind).filter(|target| holds(target));
            (class, points.map(|target| target.rule).collect())
        })
    }
}
