//! The marks of each point: from which score on it is proposed without a phrase, and below which phrases in
//! long texts are not believed.
//!
//! Both are chosen together, by texts that were not learned from, so that what phrases and classifier find
//! together is as often right and as complete as can be (the highest F1).

use std::collections::BTreeMap;

use super::learn::Mark;
use super::propose::{Sight, area, beside, is_transparency, twin_area};
use super::reader::Target;
use super::train::Origin;

/// A score that no text reaches.
const UNREACHED: f32 = 99.0;
/// How much a written purpose counts against a text of a register, of which far fewer meet a point.
const WRITTEN: f64 = 0.125;

/// Fewer texts of registers that meet a point are too few to find its own mark by.
const ENOUGH: usize = 15;
/// How many texts of registers may reach the mark of a point that they do not meet, beside as many as do.
const SPARE: usize = 1;
/// How much of the highest F1 a mark may miss.
const NEARLY: f64 = 0.99;
/// One of so many texts that meet a point may be doubted.
const DOUBTED: usize = 12;

/// A text that was not learned from, and how it was scored.
#[derive(Clone, Debug)]
pub(super) struct Trial<'t> {
    pub(super) marks: &'t [Mark],
    pub(super) scores: Vec<f32>,
    /// Points that phrases speak for.
    pub(super) said: &'t [bool],
    pub(super) sight: Sight,
    pub(super) origin: Origin,
}

/// How a point came out on texts that were not learned from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tried {
    /// The point.
    pub point: String,
    /// Texts of registers that meet it.
    pub met: usize,
    /// Texts of registers in which it is found.
    pub found: usize,
    /// Those of them that meet it.
    pub right: usize,
    /// Written purposes that meet it, and in how many it is found.
    pub written: (usize, usize),
    /// Written purposes that nearly meet it, and in how many it is found.
    pub near: (usize, usize),
    /// From these scores on it is proposed: short and long texts by their words, short and long ones by ideas.
    pub fills: [f32; Sight::COUNT],
    /// Below it, phrases are doubted.
    pub assent: f32,
}

/// How a text counts for a point.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Case {
    score: f32,
    yes: bool,
    origin: Origin,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Phrases say nothing of the point: its score decides.
    Open,
    /// Phrases speak for it in a long text: its score decides whether they are believed.
    Doubtable,
    /// Phrases speak for it, and are believed.
    Believed,
}

impl Case {
    fn weight(&self) -> f64 {
        match self.origin {
            Origin::Register => 1.0,
            Origin::Written => WRITTEN,
        }
    }
}

/// The marks of every point, with what came of them.
pub(super) fn marks(targets: &[Target], trials: &[Trial]) -> Vec<Tried> {
    let mut all: Vec<Tried> = targets
        .iter()
        .map(|target| Tried { point: target.point.clone(), ..Tried::default() })
        .collect();
    for (number, sight) in Sight::all().enumerate() {
        let seen: Vec<&Trial> = trials.iter().filter(|trial| trial.sight == sight).collect();
        let pools = Pools::new(targets, &seen);
        for (head, (target, tried)) in targets.iter().zip(&mut all).enumerate() {
            let cases = cases(targets, head, &seen);
            let (fill, assent) = pools.marks(target, &cases);
            let assent = assent.min(fill).min(low_among_met(&cases));
            tried.fills.get_mut(number).into_iter().for_each(|at| *at = fill);
            if sight == Sight::DOUBTING {
                tried.assent = assent;
            }
            if sight.knows_words() {
                tried.count(&cases, (fill, assent));
            }
        }
    }
    all
}

impl Tried {
    fn count(&mut self, cases: &[Case], (fill, assent): (f32, f32)) {
        for case in cases {
            let found = match case.kind {
                Kind::Open => case.score >= fill,
                Kind::Doubtable => case.score >= assent,
                Kind::Believed => true,
            };
            match case.origin {
                Origin::Register => {
                    self.met += usize::from(case.yes);
                    self.found += usize::from(found);
                    self.right += usize::from(found && case.yes);
                }
                Origin::Written if case.yes => {
                    self.written.0 += 1;
                    self.written.1 += usize::from(found);
                }
                Origin::Written => {
                    self.near.0 += 1;
                    self.near.1 += usize::from(found);
                }
            }
        }
    }
}

/// Points of which registers hold too few to find a mark by: they share one, by the texts of all of them.
struct Pools {
    by_group: BTreeMap<String, f32>,
}

impl Pools {
    fn new(targets: &[Target], trials: &[&Trial]) -> Pools {
        let mut pools: BTreeMap<String, Vec<Case>> = BTreeMap::new();
        for (head, target) in targets.iter().enumerate() {
            let cases = cases(targets, head, trials);
            if met(&cases) < ENOUGH {
                pools.entry(group(&target.point)).or_default().extend(cases);
            }
        }
        let mark = |(name, mut cases): (String, Vec<Case>)| {
            sort(&mut cases);
            (name, choose(&cases).0)
        };
        Pools { by_group: pools.into_iter().map(mark).collect() }
    }

    fn marks(&self, target: &Target, cases: &[Case]) -> (f32, f32) {
        let (fill, assent) = choose(cases);
        match self.by_group.get(&group(&target.point)) {
            Some(pooled) if met(cases) < ENOUGH => (pooled.max(guard(cases)), assent),
            _ => (fill, assent),
        }
    }
}

/// The score that only so many texts of registers reach that do not meet the point: a point that is often
/// taken for what it is not gets a higher mark than its neighbours.
fn guard(cases: &[Case]) -> f32 {
    let other =
        |case: &&Case| !case.yes && case.origin == Origin::Register && case.kind == Kind::Open;
    let spare = SPARE + met(cases);
    cases.iter().filter(other).nth(spare).map_or(-UNREACHED, |case| case.score + 0.01)
}

/// How many texts of registers meet the point.
fn met(cases: &[Case]) -> usize {
    cases.iter().filter(|case| case.yes && case.origin == Origin::Register).count()
}

/// Annex III, Article 5, Article 50: points that are alike in how clearly texts speak of them.
fn group(point: &str) -> String {
    point.split('.').next().unwrap_or_default().to_owned()
}

/// The score that nearly every text reaches that meets the point: what reads as much like it as they do is
/// not doubted, however seldom registers hold such a system.
fn low_among_met(cases: &[Case]) -> f32 {
    let met: Vec<f32> = cases.iter().filter(|case| case.yes).map(|case| case.score).collect();
    let spare = met.len() / DOUBTED;
    let at = met.len().checked_sub(spare + 1);
    at.and_then(|at| met.get(at)).copied().unwrap_or(-UNREACHED)
}

/// The texts of which something is said about a point, the highest score first.
fn cases(targets: &[Target], head: usize, trials: &[&Trial]) -> Vec<Case> {
    let of_head = targets.get(head);
    let own = of_head.map(|target| area(&target.point));
    let twin = of_head.and_then(|target| twin_area(targets, target));
    let is_near = |point: &str| [own, twin].contains(&Some(area(point)));
    let read = |trial: &Trial| {
        let yes = match trial.marks.get(head)? {
            Mark::Unsaid => return None,
            mark => *mark == Mark::Yes,
        };
        let said = trial.said.get(head).copied().unwrap_or_default();
        let mut others = targets.iter().zip(trial.said).filter(|(_, said)| **said);
        let kind = match said {
            true if trial.sight == Sight::DOUBTING => Kind::Doubtable,
            true => Kind::Believed,
            // Phrases know better which point of an area it is.
            false if others.any(|(target, _)| is_near(&target.point)) => return None,
            false => Kind::Open,
        };
        let score = *trial.scores.get(head)?;
        let low = kind == Kind::Open
            && targets.get(head).is_some_and(|target| !is_transparency(target))
            && score < beside(targets, &trial.scores);
        let score = if low { -UNREACHED } else { score };
        Some(Case { score, yes, origin: trial.origin, kind })
    };
    let mut cases: Vec<Case> = trials.iter().copied().filter_map(read).collect();
    sort(&mut cases);
    cases
}

fn sort(cases: &mut [Case]) {
    cases.sort_by(|a, b| b.score.total_cmp(&a.score).then(b.yes.cmp(&a.yes)));
}

/// What is above a mark: the mark, the weight of what meets the point and of what does not.
type Cut = (f32, f64, f64);

/// The places where a mark can best stand: below a text that meets the point, halfway to the next.
fn cuts(cases: &[Case], kind: Kind) -> Vec<Cut> {
    let of: Vec<&Case> = cases.iter().filter(|case| case.kind == kind).collect();
    let (mut right, mut wrong) = (0.0, 0.0);
    let mut cuts = vec![(UNREACHED, 0.0, 0.0)];
    for (at, case) in of.iter().enumerate() {
        match case.yes {
            true => right += case.weight(),
            false => wrong += case.weight(),
        }
        let next = of.get(at + 1);
        if case.yes && next.is_none_or(|next| next.score < case.score) {
            let below = next.map_or(case.score - 1.0, |next| next.score);
            cuts.push((f32::midpoint(case.score, below), right, wrong));
        }
    }
    if let Some(last) = of.last() {
        cuts.push((last.score - 1.0, right, wrong));
    }
    cuts
}

/// The marks by which the most is right of what is found, and found of what is right. Of marks that do nearly as
/// well, the one in the middle: which of them is a little better is chance.
fn choose(cases: &[Case]) -> (f32, f32) {
    let sum = |kind: Option<Kind>, yes: bool| -> f64 {
        let of = |case: &&Case| case.yes == yes && kind.is_none_or(|kind| case.kind == kind);
        cases.iter().filter(of).map(Case::weight).sum()
    };
    let (believed, misled) = (sum(Some(Kind::Believed), true), sum(Some(Kind::Believed), false));
    let met = sum(None, true);
    let f1 = |(_, right, wrong): &Cut, (_, also_right, also_wrong): &Cut| {
        let right = believed + right + also_right;
        let found = right + misled + wrong + also_wrong;
        if found > 0.0 { 2.0 * right / (found + met) } else { 0.0 }
    };
    let (fills, doubts) = (cuts(cases, Kind::Open), cuts(cases, Kind::Doubtable));
    let mut best: Option<(&Cut, f64)> = None;
    for doubt in &doubts {
        for fill in &fills {
            let f1 = f1(fill, doubt);
            if f1 > best.map_or(0.0, |(_, most)| most) {
                best = Some((doubt, f1));
            }
        }
    }
    let Some((doubt, most)) = best else { return (UNREACHED, -UNREACHED) };
    let good: Vec<&Cut> = fills.iter().filter(|fill| f1(fill, doubt) >= most * NEARLY).collect();
    let (fill, ..) = good.get(good.len() / 2).copied().copied().unwrap_or((UNREACHED, 0.0, 0.0));
    (fill, doubt.0)
}

#[cfg(test)]
mod tests {
    use actlas_text::Language;

    use super::{Case, Kind, Mark, Origin, Sight, Target, Trial, choose, marks};

    #[test]
    fn a_mark_stands_where_right_and_wrong_part() {
        let case =
            |score: f32, yes: bool, kind: Kind| Case { score, yes, origin: Origin::Register, kind };
        let cases = [
            case(3.0, true, Kind::Open),
            case(2.0, true, Kind::Doubtable),
            case(1.0, true, Kind::Open),
            case(0.0, false, Kind::Doubtable),
            case(-1.0, false, Kind::Open),
            case(-2.0, true, Kind::Doubtable),
            case(-3.0, false, Kind::Doubtable),
            case(-3.0, false, Kind::Believed),
        ];
        let (fill, assent) = choose(&cases);
        assert!(fill.abs() < 1e-6, "{fill}");
        assert!((assent + 2.5).abs() < 1e-6, "{assent}");
        assert!(choose(&[]).0 > 50.0);
    }

    #[test]
    fn of_marks_that_do_nearly_as_well_the_one_in_the_middle() {
        let case =
            |score: f32, yes: bool| Case { score, yes, origin: Origin::Register, kind: Kind::Open };
        // One right text more or less is nothing among two hundred.
        let mut cases: Vec<Case> = (0..200).map(|_| case(2.0, true)).collect();
        cases.extend([case(1.0, true), case(0.5, false), case(0.0, true)]);
        cases.extend((0..50).map(|_| case(-3.0, false)));
        let (fill, _) = choose(&cases);
        assert!((fill - 0.75).abs() < 1e-6, "{fill}");
    }

    #[test]
    fn short_and_long_texts_have_marks_of_their_own() {
        let target = Target {
            point: "annex3.4a".to_owned(),
            why: String::new(),
            says: Vec::new(),
            asks: Vec::new(),
            needs: Vec::new(),
            also: Vec::new(),
        };
        let trial = |score: f32, mark: &'static [Mark], words: usize| Trial {
            marks: mark,
            scores: vec![score],
            said: &[false],
            sight: Sight::of(Some(Language::English), words),
            origin: Origin::Register,
        };
        let trials = [
            trial(0.0, &[Mark::Yes], 20),
            trial(-1.0, &[Mark::No], 20),
            trial(3.0, &[Mark::Yes], 60),
            trial(2.0, &[Mark::No], 60),
        ];
        let tried = marks(&[target], &trials);
        let [short, long, ..] = tried[0].fills;
        assert!((short + 0.5).abs() < 1e-6, "{short}");
        assert!((long - 2.5).abs() < 1e-6, "{long}");
        assert_eq!((tried[0].met, tried[0].found, tried[0].right), (2, 2, 2));
    }
}
