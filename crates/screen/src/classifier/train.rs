//! From labelled texts to a file of weights.

use std::collections::BTreeMap;

use actlas_facts::{Record, Text as RecordText};

use super::learn::{Learned, Mark, Text, learn};
use super::reader::Target;
use super::weights::{Head, Weights};
use crate::lexicon::{Field, Lexicon};
use crate::screener::Screener;

/// Most features that are kept.
const ROWS: usize = 30_000;
/// Texts are put into so many parts; each is scored by what the others teach.
const PARTS: u64 = 5;
/// Fewer texts that meet a point are too few to find its own mark by.
const ENOUGH: usize = 15;
/// Of what is proposed without a phrase at least so much is to be right.
const PRECISION: f64 = 0.7;
/// How many texts that do not meet a rare point may be above its mark.
const RARELY: f64 = 0.0005;
/// A score that no text is below.
const NEVER: f32 = -99.0;
/// So many texts that meet a point may be doubted.
const DOUBTED: f64 = 0.04;

/// Where a text comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A register: it is also tried on.
    Register,
    /// Somebody wrote it to be learned from.
    Written,
}

/// A text and what it meets.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// Its name and texts.
    pub record: Record,
    /// What was said of points.
    pub marks: BTreeMap<String, Mark>,
    /// Where it comes from.
    pub origin: Origin,
}

impl Lesson {
    /// A purpose that was written for a point, which it meets or nearly meets.
    pub fn written(record: Record, point: &str, mark: Mark) -> Lesson {
        let marks = [(point.to_owned(), mark)].into();
        Lesson { record, marks, origin: Origin::Written }
    }

    /// By point: of a register everything was read; of a written purpose nothing but its point and, if
    /// it meets that, that it is not about quite other things.
    fn marks(&self, targets: &[Target]) -> Vec<Mark> {
        let of = |target: &Target| match (self.marks.get(&target.point), self.origin) {
            (Some(mark), _) => *mark,
            (None, Origin::Register) => Mark::No,
            (None, Origin::Written) => {
                let far = self
                    .marks
                    .iter()
                    .any(|(point, mark)| *mark == Mark::Yes && !near(point, &target.point));
                if far { Mark::No } else { Mark::Unsaid }
            }
        };
        targets.iter().map(of).collect()
    }
}

/// The point of texts that were written to meet none.
const NONE: &str = "none";

/// Whether a text written for one point may meet the other.
fn near(one: &str, other: &str) -> bool {
    if one == NONE {
        return false;
    }
    let area = |point: &str| point.trim_end_matches(|at: char| at.is_ascii_lowercase()).to_owned();
    let free = |point: &str| point.starts_with("art5");
    free(one) || free(other) || area(one) == area(other)
}

/// How a point came out on texts that were not learned from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tried {
    /// The point.
    pub point: String,
    /// Texts that meet it.
    pub met: usize,
    /// Texts above the mark.
    pub above: usize,
    /// Texts above the mark that meet it.
    pub right: usize,
    /// Texts that meet it and would be doubted.
    pub doubted: usize,
    /// The marks.
    pub fill: f32,
    /// Below it, phrases are doubted.
    pub assent: f32,
}

/// Weights, and how they did.
#[derive(Clone, Debug)]
pub struct Trained {
    /// The file.
    pub weights: Vec<u8>,
    /// By point.
    pub tried: Vec<Tried>,
    /// How many texts were learned from.
    pub texts: usize,
}

/// Learns weights from lessons and from the examples of the lexicon.
pub fn train(lexicon: &Lexicon, lessons: &[Lesson]) -> Result<Trained, String> {
    let targets = lexicon.targets();
    if targets.is_empty() {
        return Err("the lexicon has no classifier/targets.yaml".to_owned());
    }
    let mut screener = Screener::new(lexicon);
    let mut texts: Vec<Text> = Vec::new();
    let mut part: Vec<Option<u64>> = Vec::new();
    for lesson in lessons {
        let weight = if lesson.origin == Origin::Register { 1.0 } else { 0.5 };
        texts.push(screener.lesson(&lesson.record, lesson.marks(targets), weight));
        let own = lesson.origin == Origin::Register;
        part.push(own.then(|| hash(&lesson.record.id) % PARTS));
    }
    for lesson in examples(lexicon, targets) {
        texts.push(screener.lesson(&lesson.record, lesson.marks(targets), 0.3));
        part.push(None);
    }
    let mut scores: Vec<(usize, Vec<f32>)> = Vec::new();
    for number in 0..PARTS {
        let others: Vec<&Text> = texts
            .iter()
            .zip(&part)
            .filter(|(_, of)| **of != Some(number))
            .map(|(text, _)| text)
            .collect();
        let learned = learn(&others, ROWS);
        for (at, text) in texts.iter().enumerate() {
            if part.get(at) == Some(&Some(number)) {
                scores.push((at, learned.scores(&text.counts)));
            }
        }
    }
    let tried = marks(targets, &texts, &scores);
    let all: Vec<&Text> = texts.iter().collect();
    let learned = learn(&all, ROWS);
    Ok(Trained { weights: write(&learned, &tried), tried, texts: texts.len() })
}

/// The examples of entries as lessons.
fn examples(lexicon: &Lexicon, targets: &[Target]) -> Vec<Lesson> {
    let mut lessons = Vec::new();
    for language in lexicon.known() {
        for entry in lexicon.entries(language) {
            if entry.field != Field::Texts {
                continue;
            }
            let speaks = |target: &&Target| {
                target.says.first().is_some_and(|(fact, wanted)| {
                    let of =
                        |(own, says): &(_, _)| own == fact && super::reader::overlaps(says, wanted);
                    entry.says.iter().any(of)
                })
            };
            let points: Vec<&str> =
                targets.iter().filter(speaks).map(|target| target.point.as_str()).collect();
            if points.is_empty() {
                continue;
            }
            let both = entry.yes.iter().map(|text| (text, Mark::Yes));
            for (text, mark) in both.chain(entry.no.iter().map(|text| (text, Mark::No))) {
                let text = RecordText { field: "purpose".to_owned(), text: text.clone() };
                let record = Record {
                    language: language.code().to_owned(),
                    texts: vec![text],
                    ..Record::default()
                };
                let marks = points.iter().map(|point| ((*point).to_owned(), mark)).collect();
                lessons.push(Lesson { record, marks, origin: Origin::Written });
            }
        }
    }
    lessons
}

/// The marks of each point, by scores of texts that were not learned from.
fn marks(targets: &[Target], texts: &[Text], scores: &[(usize, Vec<f32>)]) -> Vec<Tried> {
    let of_head = |head: usize| -> Vec<(f32, bool)> {
        let read = |(at, scores): &(usize, Vec<f32>)| {
            let score = *scores.get(head)?;
            match texts.get(*at)?.marks.get(head)? {
                Mark::Unsaid => None,
                mark => Some((score, *mark == Mark::Yes)),
            }
        };
        let mut pairs: Vec<(f32, bool)> = scores.iter().filter_map(read).collect();
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
        pairs
    };
    let heads: Vec<Vec<(f32, bool)>> = (0..targets.len()).map(of_head).collect();
    let group = |point: &str| point.split('.').next().unwrap_or_default().to_owned();
    let pooled = |point: &str| -> Vec<(f32, bool)> {
        let name = group(point);
        let few = |pairs: &[(f32, bool)]| pairs.iter().filter(|(_, yes)| *yes).count() < ENOUGH;
        let own = targets
            .iter()
            .zip(&heads)
            .filter(|(target, pairs)| group(&target.point) == name && few(pairs));
        let mut pairs: Vec<(f32, bool)> = own.flat_map(|(_, pairs)| pairs.clone()).collect();
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
        pairs
    };
    let mark = |(target, pairs): (&Target, &Vec<(f32, bool)>)| {
        let met = pairs.iter().filter(|(_, yes)| *yes).count();
        let (fill, assent) = if met >= ENOUGH {
            (fill(pairs), assent(pairs))
        } else {
            let all = pooled(&target.point);
            // Nobody is doubted by what was learned from a handful of texts.
            (rarely(&all).max(own(pairs)), NEVER)
        };
        let above = pairs.iter().filter(|(score, _)| *score >= fill).count();
        let right = pairs.iter().filter(|(score, yes)| *score >= fill && *yes).count();
        let doubted = pairs.iter().filter(|(score, yes)| *score < assent && *yes).count();
        Tried { point: target.point.clone(), met, above, right, doubted, fill, assent }
    };
    targets.iter().zip(&heads).map(mark).collect()
}

/// The score that hardly a text reaches that does not meet the point: of too few texts that do nothing
/// else can be told.
fn rarely(pairs: &[(f32, bool)]) -> f32 {
    let other = pairs.iter().filter(|(_, yes)| !yes);
    let spare = (other.clone().count() as f64 * RARELY).floor() as usize;
    other.map(|(score, _)| *score).nth(spare).map_or(0.0, |score| score + 0.01)
}

/// The score that but one text reaches that does not meet the point: a point that is often taken for what
/// it is not gets a higher mark than its neighbours.
fn own(pairs: &[(f32, bool)]) -> f32 {
    let mut other = pairs.iter().filter(|(_, yes)| !yes);
    other.nth(1).map_or(0.0, |(score, _)| score + 0.01)
}

/// The lowest score from which on enough is right.
fn fill(pairs: &[(f32, bool)]) -> f32 {
    let mut mark = 3.0;
    let mut right = 0_usize;
    for (at, (score, yes)) in pairs.iter().enumerate() {
        right += usize::from(*yes);
        if right as f64 >= PRECISION * (at + 1) as f64 && right >= 3 {
            mark = *score;
        }
    }
    mark
}

/// The score below which hardly a text meets the point.
fn assent(pairs: &[(f32, bool)]) -> f32 {
    let met: Vec<f32> = pairs.iter().filter(|(_, yes)| *yes).map(|(score, _)| *score).collect();
    let spare = (met.len() as f64 * DOUBTED).floor() as usize;
    let at = met.len().checked_sub(spare + 1);
    at.and_then(|at| met.get(at).copied()).unwrap_or(NEVER)
}

/// Weights as whole numbers.
fn write(learned: &Learned, tried: &[Tried]) -> Vec<u8> {
    let most = |head: usize| {
        let of = |(_, row): &(u8, Vec<f32>)| row.get(head).copied().unwrap_or_default().abs();
        learned.rows.values().map(of).fold(0.0_f32, f32::max)
    };
    let steps: Vec<f32> = (0..tried.len()).map(|head| most(head).max(1e-6) / 127.0).collect();
    let heads: Vec<Head> = tried
        .iter()
        .zip(&steps)
        .zip(&learned.biases)
        .map(|((tried, step), bias)| Head {
            point: tried.point.clone(),
            bias: *bias,
            step: *step,
            fill: tried.fill,
            assent: tried.assent,
        })
        .collect();
    let rows: Vec<(u32, u8, Vec<i8>)> = learned
        .rows
        .iter()
        .map(|(key, (length, row))| {
            let whole = row.iter().zip(&steps).map(|(weight, step)| (weight / step).round() as i8);
            (*key, *length, whole.collect())
        })
        .collect();
    Weights::write(&heads, &rows)
}

fn hash(id: &str) -> u64 {
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    id.bytes().fold(0xcbf2_9ce4_8422_2325, mix) >> 16
}
