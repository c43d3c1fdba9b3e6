//! From labelled texts to a file of weights.

use std::collections::BTreeMap;

use actlas_facts::Record;

use super::learn::{Learned, Mark, Text, learn};
use super::marks::{Trial, Tried, View, marks};
use super::propose::Sight;
use super::reader::Target;
use super::weights::{Head, Weights};
use crate::lexicon::Lexicon;
use crate::screener::Screener;

/// Most features that are kept.
const ROWS: usize = 60_000;
/// Texts are put into so many parts; each is scored by what the others teach.
const PARTS: u64 = 5;
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

/// A text that is learned from and tried on.
struct Learning {
    /// As a whole, and by its ideas alone.
    views: [Text; 2],
    /// How it will be scored.
    sight: Sight,
    /// By point, whether phrases speak for it.
    said: Vec<bool>,
    words: usize,
    origin: Origin,
    /// The part it is scored with.
    part: u64,
}

impl Learning {
    fn new(screener: &mut Screener, lesson: &Lesson, targets: &[Target], part: u64) -> Learning {
        let (views, screened, words, language) =
            screener.lesson(&lesson.record, lesson.marks(targets));
        let speaks =
            |target: &Target| screened.proposals.iter().any(|at| target.speaks(at.fact, &at.says));
        let said = targets.iter().map(speaks).collect();
        let sight = Sight::of(language, words);
        Learning { views, sight, said, words, origin: lesson.origin, part }
    }

    /// What marks are chosen by, by how it is seen: a text in a language of which words are known stands for others
    /// by its ideas.
    fn tried(&self) -> Vec<(Sight, View, &Text)> {
        let [whole, ideas] = &self.views;
        let mut tried = vec![(self.sight, View::Whole, whole)];
        if self.sight.knows_words() {
            tried.push((Sight::by_ideas(self.words), View::Ideas, ideas));
        }
        tried
    }
}

/// What a purpose tells, whatever its language: `de:t-annex1-in3` and `en:t-annex1-in3` are one case.
fn case(id: &str) -> &str {
    id.split_once(':').map_or(id, |(_, case)| case)
}

/// Learns weights from lessons.
///
/// The examples of entries are not learned from: they are short, hold the very words that phrases find, and say
/// nothing of what else they might meet. Scored by parts, registers and written purposes come out as well without.
pub fn train(lexicon: &Lexicon, lessons: &[Lesson]) -> Result<Trained, String> {
    let targets = lexicon.targets();
    if targets.is_empty() {
        return Err("the lexicon has no classifier/targets.yaml".to_owned());
    }
    let mut screener = Screener::new(lexicon);
    let mut texts: Vec<Learning> = Vec::new();
    for lesson in lessons {
        let part = hash(case(&lesson.record.id)) % PARTS;
        texts.push(Learning::new(&mut screener, lesson, targets, part));
    }
    let mut trials: Vec<Trial> = Vec::new();
    for number in 0..PARTS {
        let others = texts.iter().filter(|text| text.part != number);
        let others: Vec<&Text> = others.flat_map(|text| &text.views).collect();
        let learned = learn(&others, ROWS);
        for text in texts.iter().filter(|text| text.part == number) {
            for (sight, view, of) in text.tried() {
                trials.push(Trial {
                    marks: &of.marks,
                    scores: learned.scores(&of.counts),
                    said: &text.said,
                    sight,
                    view,
                    origin: text.origin,
                });
            }
        }
    }
    let tried = marks(targets, &trials);
    let all: Vec<&Text> = texts.iter().flat_map(|text| &text.views).collect();
    let learned = learn(&all, ROWS);
    Ok(Trained { weights: write(&learned, &tried), tried, texts: texts.len() })
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
            fills: tried.fills,
            assents: tried.assents,
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
