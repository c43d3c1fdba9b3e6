//! The marks of each point: from which score on it is proposed without a phrase, and below which phrases are not
//! believed.
//!
//! Both are chosen together, by texts that were not learned from, so that what phrases and classifier find
//! together is as often right and as complete as can be (the highest F1).

use std::collections::BTreeMap;

use super::learn::Mark;
use super::propose::{OtherUses, Sight, area, twin_area};
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
/// Of written purposes in which phrases are right, over all points of a group, one of so many may be doubted: they
/// are many, and those that nearly meet a point are written to hold its words.
const DOUBTED_WRITTEN: usize = 50;

/// A text that was not learned from, and how it was scored.
#[derive(Clone, Debug)]
pub(super) struct Trial<'t> {
    pub(super) marks: &'t [Mark],
    pub(super) scores: Vec<f32>,
    /// Points that phrases speak for.
    pub(super) said: &'t [bool],
    pub(super) sight: Sight,
    pub(super) view: View,
    pub(super) origin: Origin,
}

/// What of a text was scored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum View {
    /// All of it.
    Whole,
    /// Its ideas, for texts of languages of which no words are known.
    Ideas,
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
    /// Below these, phrases are doubted, by the same sights.
    pub assents: [f32; Sight::COUNT],
}

/// How a text counts for a point.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Case {
    score: f32,
    yes: bool,
    origin: Origin,
    view: View,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Phrases say nothing of the point: its score decides.
    Open,
    /// Phrases speak for it: its score decides whether they are believed.
    Said,
}

impl Case {
    fn is_whole(&self) -> bool {
        self.view == View::Whole
    }

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
            let (fill, assent) = pools.marks(target, &cases, sight);
            tried.fills.get_mut(number).into_iter().for_each(|at| *at = fill);
            tried.assents.get_mut(number).into_iter().for_each(|at| *at = assent);
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
                Kind::Said => case.score >= assent,
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

/// What points share, by the texts of all of their group.
struct Pools {
    /// The mark of points of which registers hold too few to find one by.
    fills: BTreeMap<String, f32>,
    /// Below it no phrase of the group is believed.
    assents: BTreeMap<String, f32>,
}

impl Pools {
    fn new(targets: &[Target], trials: &[&Trial]) -> Pools {
        let mut few: BTreeMap<String, Vec<Case>> = BTreeMap::new();
        let mut all: BTreeMap<String, Vec<Case>> = BTreeMap::new();
        for (head, target) in targets.iter().enumerate() {
            let cases = cases(targets, head, trials);
            all.entry(group(&target.point)).or_default().extend(&cases);
            if met(&cases) < ENOUGH {
                few.entry(group(&target.point)).or_default().extend(cases);
            }
        }
        all.values_mut().for_each(|cases| sort(cases));
        let assents: BTreeMap<String, f32> =
            all.iter().map(|(name, cases)| (name.clone(), believed_from(cases))).collect();
        let mark = |(name, mut cases): (String, Vec<Case>)| {
            sort(&mut cases);
            let assent = assents.get(&name).copied().unwrap_or(-UNREACHED);
            let fill = choose(&cases, &[said_from(&cases, assent)]).0;
            (name, fill)
        };
        Pools { fills: few.into_iter().map(mark).collect(), assents }
    }

    /// From which score on a point is proposed, and below which phrases are doubted. Only where most texts of
    /// registers are, among the long ones of known words, a point has a doubt of its own.
    fn marks(&self, target: &Target, cases: &[Case], sight: Sight) -> (f32, f32) {
        let name = group(&target.point);
        let shared = self.assents.get(&name).copied().unwrap_or(-UNREACHED);
        let (fill, assent) = match sight {
            Sight::LONG_KNOWN => {
                let (fill, assent) = choose(cases, &cuts(cases, Kind::Said));
                (fill, assent.min(fill).min(low_among_met(cases)))
            }
            _ => choose(cases, &[said_from(cases, shared)]),
        };
        let fill = match self.fills.get(&name) {
            Some(pooled) if met(cases) < ENOUGH => pooled.max(guard(cases)),
            _ => fill,
        };
        (fill, assent)
    }
}

/// The score from which phrases are believed: below it are as few texts in which they are right as may be doubted,
/// of registers and of written purposes. Ideas alone score lower than the text they are of, so that only whole texts
/// tell.
fn believed_from(cases: &[Case]) -> f32 {
    let of = |origin: Origin, doubted: usize| {
        let is_right = |case: &&Case| {
            case.kind == Kind::Said && case.yes && case.is_whole() && case.origin == origin
        };
        let right: Vec<f32> = cases.iter().filter(is_right).map(|case| case.score).collect();
        lowest_but(&right, doubted)
    };
    let both = [of(Origin::Register, DOUBTED), of(Origin::Written, DOUBTED_WRITTEN)];
    both.into_iter().flatten().reduce(f32::min).unwrap_or(-UNREACHED)
}

/// The lowest score, but for one in so many. Scores are from the highest on.
fn lowest_but(scores: &[f32], one_in: usize) -> Option<f32> {
    let at = scores.len().checked_sub(scores.len() / one_in + 1)?;
    scores.get(at).copied()
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
    let met = cases.iter().filter(|case| case.yes && case.is_whole());
    let met: Vec<f32> = met.map(|case| case.score).collect();
    lowest_but(&met, DOUBTED).unwrap_or(-UNREACHED)
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
            true => Kind::Said,
            // Phrases know better which point of an area it is.
            false if others.any(|(target, _)| is_near(&target.point)) => return None,
            false => Kind::Open,
        };
        let score = *trial.scores.get(head)?;
        let is_low = kind == Kind::Open
            && of_head.is_some_and(|target| {
                OtherUses::new(targets, &trial.scores).outweigh(target, score)
            });
        let score = if is_low { -UNREACHED } else { score };
        Some(Case { score, yes, origin: trial.origin, view: trial.view, kind })
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

/// What phrases find, from a score on.
fn said_from(cases: &[Case], score: f32) -> Cut {
    let sum = |yes: bool| -> f64 {
        let of = |at: &&Case| at.kind == Kind::Said && at.yes == yes && at.score >= score;
        cases.iter().filter(of).map(Case::weight).sum()
    };
    (score, sum(true), sum(false))
}

/// The marks by which the most is right of what is found, and found of what is right, with one of these doubts. Of
/// marks that do nearly as well, the one in the middle: which of them is a little better is chance.
fn choose(cases: &[Case], doubts: &[Cut]) -> (f32, f32) {
    let met: f64 = cases.iter().filter(|case| case.yes).map(Case::weight).sum();
    let f1 = |(_, right, wrong): &Cut, (_, also_right, also_wrong): &Cut| {
        let right = right + also_right;
        let found = right + wrong + also_wrong;
        if found > 0.0 { 2.0 * right / (found + met) } else { 0.0 }
    };
    let fills = cuts(cases, Kind::Open);
    let mut best: Option<(&Cut, f64)> = None;
    for doubt in doubts {
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

    use super::{
        Case, Kind, Mark, Origin, Sight, Target, Trial, View, believed_from, choose, cuts, marks,
        said_from,
    };

    #[test]
    fn a_mark_stands_where_right_and_wrong_part() {
        let case = |score: f32, yes: bool, kind: Kind| Case {
            score,
            yes,
            origin: Origin::Register,
            view: View::Whole,
            kind,
        };
        let cases = [
            case(3.0, true, Kind::Open),
            case(2.0, true, Kind::Said),
            case(1.0, true, Kind::Open),
            case(0.0, false, Kind::Said),
            case(-1.0, false, Kind::Open),
            case(-2.0, true, Kind::Said),
            case(-3.0, false, Kind::Said),
        ];
        let (fill, assent) = choose(&cases, &cuts(&cases, Kind::Said));
        assert!(fill.abs() < 1e-6, "{fill}");
        assert!((assent + 2.5).abs() < 1e-6, "{assent}");
        assert!(choose(&[], &[]).0 > 50.0);
    }

    #[test]
    fn of_marks_that_do_nearly_as_well_the_one_in_the_middle() {
        let case = |score: f32, yes: bool| Case {
            score,
            yes,
            origin: Origin::Register,
            view: View::Whole,
            kind: Kind::Open,
        };
        // One right text more or less is nothing among two hundred.
        let mut cases: Vec<Case> = (0..200).map(|_| case(2.0, true)).collect();
        cases.extend([case(1.0, true), case(0.5, false), case(0.0, true)]);
        cases.extend((0..50).map(|_| case(-3.0, false)));
        let (fill, _) = choose(&cases, &[said_from(&cases, 0.0)]);
        assert!((fill - 0.75).abs() < 1e-6, "{fill}");
    }

    #[test]
    fn few_right_phrases_may_be_doubted() {
        let case = |score: f32, origin: Origin, view: View| Case {
            score,
            yes: true,
            origin,
            view,
            kind: Kind::Said,
        };
        let hundred =
            |origin: Origin| (0..100).map(move |at| case(-(at as f32), origin, View::Whole));
        let mut written: Vec<Case> = hundred(Origin::Written).collect();
        // Two of a hundred.
        assert_eq!(believed_from(&written), -97.0);
        written.push(case(-500.0, Origin::Written, View::Ideas));
        assert_eq!(believed_from(&written), -97.0, "ideas alone tell nothing");
        // Eight of a hundred, where registers are more alike.
        let registers: Vec<Case> = hundred(Origin::Register).collect();
        assert_eq!(believed_from(&registers), -91.0);
        let both: Vec<Case> = written.into_iter().chain(registers).collect();
        assert_eq!(believed_from(&both), -97.0, "the lower one counts");
        assert!(believed_from(&[]) < -50.0);
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
            view: View::Whole,
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
