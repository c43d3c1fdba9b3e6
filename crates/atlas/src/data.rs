//! What the page holds. The names are short because they stand in every atlas ten thousand times; the
//! page's script reads them under the same names.

use std::collections::BTreeMap;

use actlas_assess::why::Reason;
use actlas_assess::{AppliesAt, Contested, Evidence, Missing, Noted, RoleOf, UseOutcome};
use serde::Serialize;
use serde_json::Value;

use crate::duty_book::DutyBook;

/// How a point stands for one system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cell {
    /// True by attested facts.
    Established,
    /// True by all that is known or assumed.
    Indicated,
    /// Undecided; something is known.
    Open,
    /// Undecided; nothing is known.
    Unexamined,
    /// False.
    Excluded,
    /// Records of this kind do not carry the point.
    NotCarried,
}

impl Cell {
    /// All states that are drawn, the most telling first.
    pub const ALL: [Cell; 5] =
        [Cell::Established, Cell::Indicated, Cell::Open, Cell::Unexamined, Cell::Excluded];

    /// One letter, for the page's data.
    pub fn letter(self) -> char {
        match self {
            Cell::Established => 's',
            Cell::Indicated => 'i',
            Cell::Open => 'o',
            Cell::Unexamined => 'u',
            Cell::Excluded => 'x',
            Cell::NotCarried => '-',
        }
    }

    /// The word for people and tables.
    pub fn word(self) -> &'static str {
        match self {
            Cell::Established => "established",
            Cell::Indicated => "indicated",
            Cell::Open => "open",
            Cell::Unexamined => "nothing stated",
            Cell::Excluded => "excluded",
            Cell::NotCarried => "not carried",
        }
    }
}

/// How often each state occurs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts([u32; 5]);

impl Counts {
    /// Counts one system more.
    pub fn add(&mut self, cell: Cell) {
        if let Some(at) = Cell::ALL.iter().position(|other| *other == cell)
            && let Some(count) = self.0.get_mut(at)
        {
            *count += 1;
        }
    }

    /// Adds the counts of other systems.
    pub fn join(&mut self, other: &Counts) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine += theirs;
        }
    }

    /// How many systems stand so.
    pub fn of(&self, cell: Cell) -> u32 {
        let at = Cell::ALL.iter().position(|other| *other == cell);
        at.and_then(|at| self.0.get(at)).copied().unwrap_or_default()
    }

    /// How many systems carry the point.
    pub fn total(&self) -> u32 {
        self.0.iter().sum()
    }

    /// The most telling state that occurs.
    pub fn strongest(&self) -> Option<Cell> {
        Cell::ALL.into_iter().find(|cell| self.of(*cell) > 0)
    }
}

impl Serialize for Counts {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// A column: a point.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Column {
    /// The point.
    pub id: String,
    /// `4(a)`.
    pub label: String,
    /// What it is called.
    pub title: String,
    /// The heading it stands under.
    pub group: String,
    /// Where it stands in the law.
    pub cite: String,
    /// The provision in our own words.
    pub says: String,
}

/// What the atlas as a whole says of itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Meta {
    /// What the map is of.
    pub title: String,
    /// The files read.
    pub inputs: Vec<String>,
    /// The day the question is about.
    pub on: String,
    /// The day of knowledge.
    pub known: String,
    /// The wording that speaks, in words.
    pub wording: String,
    /// Readings other than the pack's.
    pub readings: Vec<String>,
    /// What is taken for granted, in words; empty if nothing.
    pub assumed: String,
    /// The one role whose duties are listed; empty if all are.
    pub role: String,
    /// The words of the command that draws this map again, without those of where it writes.
    pub redraw: Vec<String>,
    /// The version of the engine.
    pub engine: String,
    /// The hash of the pack.
    pub law: String,
    /// Said once: what this is not.
    pub notice: String,
    /// Systems on the map.
    pub systems: usize,
    /// Records listed apart because they are retired.
    pub retired: usize,
    /// Whether retired records are part of the map.
    pub stage_all: bool,
    /// Records that could not be read.
    pub unreadable: u64,
    /// Systems whose sheets the page holds, if not all.
    pub sheets: usize,
    /// Systems by class: the word for files, the words for people, how many.
    pub classes: Vec<(String, String, usize)>,
    /// Systems of which any fact is stated.
    pub with_facts: usize,
    /// Whether facts were looked for in prose.
    pub screened: bool,
    /// Systems that come with any prose, such as a purpose.
    pub with_text: usize,
    /// The questions whose "none of these" would exclude most points of a system of which nothing is
    /// known, and how many points that is.
    pub first_questions: Vec<(String, usize)>,
}

/// A row of the matrix that was counted when the map was made, for maps too large to hold every system.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RowData {
    /// The organisation.
    pub name: String,
    /// Its systems.
    pub systems: u32,
    /// Those of which something is stated.
    pub stated: u32,
    /// Those of which one answer settles a point.
    pub settled: u32,
    /// Counts by column.
    pub cells: Vec<Counts>,
}

/// One system, as its sheet shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SystemData {
    /// The record.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The organisation.
    pub org: String,
    /// Its part.
    pub unit: String,
    /// The country.
    pub country: String,
    /// The language of the texts, as written.
    pub language: String,
    /// `system`, `model`, `component` or `other`.
    pub kind: String,
    /// `planned`, `in_use`, `retired` or `unknown`.
    pub stage: String,
    /// One letter for each column.
    pub cells: String,
    /// The class by attested facts.
    pub established: String,
    /// The class by all layers.
    pub indicated: String,
    /// Class and time in one sentence.
    pub headline: String,
    /// Field and text.
    pub texts: Vec<(String, String)>,
    /// Facts: question, answer, layer, by, why, source.
    pub facts: Vec<FactData>,
    /// Proposals that somebody rejected, by whom, when and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rejected: Vec<FactData>,
    /// True points outside the columns, such as exclusions and the conditions of Article 6(3).
    pub other: Vec<String>,
    /// Open points that have no column.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub open_other: Vec<String>,
    /// When consequences run.
    pub applies: Vec<AppliesAt>,
    /// Other readings.
    pub contested: Vec<Contested>,
    /// Facts that would settle something.
    pub missing: Vec<Missing>,
    /// What points rest on.
    pub evidence: Vec<Evidence>,
    /// Uses.
    pub uses: Vec<UseOutcome>,
    /// Roles.
    pub roles: Vec<RoleOf>,
    /// Findings.
    pub findings: Vec<Noted>,
    /// The record this is an instance of.
    pub instance: Option<String>,
    /// Where the record stands and where it comes from.
    pub source: String,
    /// The address it comes from, if it is one.
    pub origin: String,
    /// Its answer trees, by their position in [`AtlasData::tree_sets`].
    pub tree: usize,
}

/// What is said about one fact.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FactData {
    /// The fact.
    pub id: String,
    /// The question.
    pub question: String,
    /// The answer in words.
    pub answer: String,
    /// The answer as files write it: what accepting or rejecting it repeats.
    pub value: Value,
    /// The use it is said of, if it is not said of the record as a whole.
    #[serde(rename = "use", skip_serializing_if = "String::is_empty")]
    pub of_use: String,
    /// The actor it is said of.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub actor: String,
    /// `attested` or `proposed`, or `rejected`.
    pub layer: String,
    /// Who.
    pub by: String,
    /// When.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub at: String,
    /// Why.
    pub why: String,
    /// What shows it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// The words it rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<QuoteData>,
}

/// Words of a record. The offsets are bytes of UTF-8, as everywhere.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuoteData {
    /// The field they stand in.
    pub field: String,
    /// Where they start.
    pub start: usize,
    /// Where they end.
    pub end: usize,
    /// The words.
    pub text: String,
}

/// How a fact is asked, for the facts that a sheet states or misses.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuestionData {
    /// The question.
    pub question: String,
    /// What counts and what does not.
    pub help: String,
    /// `yes/no`, `choice`, `set`, `number` or `date`.
    pub kind: String,
    /// `system`, `use`, `actor` or `model`.
    pub of: String,
    /// The word for files and the words for people.
    pub options: Vec<(String, String)>,
    /// The unit of a number.
    pub unit: String,
    /// Every way to write the unit.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub spellings: Vec<String>,
    /// Who can know it.
    pub known_by: Vec<String>,
    /// A legal judgement: attesting it needs a name and a reason.
    pub assessed: bool,
}

/// A question whose "none of these" states several facts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BundleData {
    /// The question.
    pub question: String,
    /// What counts and what does not.
    pub help: String,
    /// Points that "none of these" excludes if nothing else is known.
    pub excludes: Vec<String>,
    /// The facts it states then, and their values.
    pub none: Vec<(String, Value)>,
}

/// A contested question of the law.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReadingData {
    /// The question.
    pub question: String,
    /// The answer the map is computed with.
    pub taken: String,
    /// All answers: the word for files, the words, and who holds it.
    pub alternatives: Vec<(String, String, String)>,
}

/// A retired record that is not part of the map.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RetiredData {
    /// The record.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The organisation.
    pub org: String,
    /// What it would be if it were still in use, in one sentence.
    pub headline: String,
}

/// Everything the page holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AtlasData {
    /// About the map.
    pub meta: Meta,
    /// The columns.
    pub columns: Vec<Column>,
    /// Rows that were counted, for maps too large to hold every system.
    pub rows: Vec<RowData>,
    /// The same by country; empty if the page holds every system.
    pub country_rows: Vec<RowData>,
    /// The same by class.
    pub class_rows: Vec<RowData>,
    /// The systems whose sheets the page holds.
    pub systems: Vec<SystemData>,
    /// Answer trees, each of them once.
    pub trees: Vec<Reason>,
    /// Positions in `trees` by point (and `class`), one set for each distinct outcome.
    pub tree_sets: Vec<BTreeMap<String, usize>>,
    /// Titles of points outside the columns.
    pub points: BTreeMap<String, String>,
    /// How the facts of the sheets are asked.
    pub questions: BTreeMap<String, QuestionData>,
    /// What to ask first of a system of which nothing is known.
    pub bundles: Vec<BundleData>,
    /// The questions that systems of this map read otherwise under another reading.
    pub readings: BTreeMap<String, ReadingData>,
    /// Retired records, if they are not part of the map.
    pub retired: Vec<RetiredData>,
    /// The duties of the systems whose sheets the page holds.
    pub duties: DutyBook,
    /// The calendar of their duties, as a picture.
    #[serde(skip)]
    pub calendar: String,
}
