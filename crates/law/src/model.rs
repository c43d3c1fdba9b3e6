//! What a pack holds.

use actlas_facts::{Assumption, Date, FactIx, OptionIx, Vocabulary};
use actlas_logic::Decimal;

use crate::authority::{Authority, AuthorityKind};
use crate::calendar::Provision;
use crate::cite::Citation;
use crate::compute::Compute;
use crate::duty::{Duty, Raise, Spare, Trigger};
use crate::follow::Follow;
use crate::misfit::Misfit;
use crate::paper::Paper;

/// An act of a pack, by its position in [`Pack::acts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActIx(pub usize);

/// A rule of a pack, by its position in [`Pack::rules`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleIx(pub usize);

/// A contested question of a pack, by its position in [`Pack::readings`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReadingIx(pub usize);

/// Where something stands in the pack: a file by its position in [`Pack::paths`], and a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot {
    /// The file.
    pub file: usize,
    /// The line, counted from 1.
    pub line: u64,
}

/// A published legal act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// The word used in the pack.
    pub id: String,
    /// `Regulation (EU) 2024/1689`.
    pub number: String,
    /// Its short name.
    pub title: String,
    /// The date of the act itself.
    pub adopted: Date,
    /// The day it was published in the Official Journal.
    pub published: Date,
    /// The day it entered into force.
    pub in_force: Date,
    /// The address of the official text.
    pub eli: String,
}

/// One amending point: what a version rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amendment {
    /// The act that amends.
    pub act: ActIx,
    /// Its point.
    pub item: u32,
    /// The provisions it touches.
    pub provisions: String,
    /// Replace, insert, delete, add.
    pub operation: String,
    /// What it does, in one line.
    pub effect: String,
}

/// A point on the time axis of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cut {
    /// A day named by the law.
    Day(Date),
    /// The day on which the provision that the rule is asked about starts to apply.
    Start,
}

/// What a leaf asks of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactTest {
    /// Yes.
    Yes,
    /// The choice is this option.
    Is(OptionIx),
    /// The set has one of these members.
    HasAny(Vec<OptionIx>),
    /// More than this.
    Above(Decimal),
    /// At least this.
    AtLeast(Decimal),
    /// Before the cut.
    Before(Cut),
    /// From the cut until the day asked about.
    FromUntilAsked(Cut),
}

/// A condition, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// Its number, unique in the pack.
    pub id: usize,
    /// What it says.
    pub node: ConditionNode,
    /// Where.
    pub at: Spot,
}

/// What a condition says. Lists mirror the chapeau and the points of an article.
#[derive(Clone, Debug, PartialEq)]
pub enum ConditionNode {
    /// Every part.
    All(Vec<Condition>),
    /// One part suffices.
    Any(Vec<Condition>),
    /// No part.
    None(Vec<Condition>),
    /// So many parts.
    AtLeast(u32, Vec<Condition>),
    /// The part does not hold.
    Not(Box<Condition>),
    /// The condition, unless one of the exceptions holds.
    Unless(Box<Condition>, Vec<Condition>),
    /// A fact.
    Fact(FactIx, FactTest, Citation),
    /// Another rule.
    Rule(RuleIx, Citation),
    /// An actor of the record may hold this role.
    MayBe(MayBe, Citation),
    /// It is stated that the actor holds this role; never unknown.
    SaidToBe(OptionIx, Citation),
    /// Nothing is stated of this fact; never unknown.
    Unstated(FactIx, Citation),
    /// A named, cited calculation.
    Compute(Compute, Citation),
    /// A provision applies on the day asked about.
    Begun(Provision, Citation),
    /// Always or never, as an alternative of a reading.
    Constant(bool, Citation),
    /// A contested point: its alternatives by their position in the reading.
    Reading(ReadingIx, Vec<(usize, Condition)>),
}

/// A role that an actor of a record may hold: never unknown, since it asks only whether something speaks
/// against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MayBe {
    /// The role.
    pub role: OptionIx,
    /// A yes/no fact that, where it is stated, takes the actor out of the role's duties.
    pub unless_stated: Option<FactIx>,
}

impl Condition {
    /// The parts of the condition, in order.
    pub fn parts(&self) -> Vec<&Condition> {
        match &self.node {
            ConditionNode::All(parts)
            | ConditionNode::Any(parts)
            | ConditionNode::None(parts)
            | ConditionNode::AtLeast(_, parts) => parts.iter().collect(),
            ConditionNode::Not(part) => vec![part],
            ConditionNode::Unless(base, exceptions) => {
                std::iter::once(base.as_ref()).chain(exceptions).collect()
            }
            ConditionNode::Reading(_, alternatives) => {
                alternatives.iter().map(|(_, condition)| condition).collect()
            }
            ConditionNode::Fact(..)
            | ConditionNode::Rule(..)
            | ConditionNode::MayBe(..)
            | ConditionNode::SaidToBe(..)
            | ConditionNode::Unstated(..)
            | ConditionNode::Compute(..)
            | ConditionNode::Begun(..)
            | ConditionNode::Constant(..) => Vec::new(),
        }
    }

    /// The condition and everything in it.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Condition)) {
        visit(self);
        for part in self.parts() {
            part.walk(visit);
        }
    }

    /// The citation of a leaf.
    pub fn cite(&self) -> Option<&Citation> {
        match &self.node {
            ConditionNode::Fact(_, _, cite)
            | ConditionNode::Rule(_, cite)
            | ConditionNode::MayBe(_, cite)
            | ConditionNode::SaidToBe(_, cite)
            | ConditionNode::Unstated(_, cite)
            | ConditionNode::Compute(_, cite)
            | ConditionNode::Begun(_, cite)
            | ConditionNode::Constant(_, cite) => Some(cite),
            _ => None,
        }
    }
}

/// A rule as one act made it.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleVersion {
    /// The act that made this version.
    pub by: ActIx,
    /// The point of the amending act.
    pub item: Option<u32>,
    /// The provision in our own words.
    pub says: String,
    /// When the rule holds; `None` if the act deleted it.
    pub when: Option<Condition>,
    /// Where it stands.
    pub at: Spot,
}

/// Which records carry a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PointKind {
    /// AI systems.
    System,
    /// AI models.
    Model,
}

/// Where to look up when a point starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartsWith {
    /// The provision.
    pub provision: Provision,
    /// The route, where the date depends on it.
    pub route: Option<String>,
    /// Whether it waits for what it is about to be placed on the market.
    pub placing: Placing,
}

/// Whether a point runs only for what has been placed on the market or put into service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placing {
    /// It does.
    Awaited,
    /// It runs before that too, as a prohibition does.
    NotAwaited,
}

/// How long a legacy rule protects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Until {
    /// Compliance by this day.
    Day(Date),
    /// Until the design changes significantly.
    SignificantChange,
}

impl Until {
    /// The day, if it protects until a day.
    pub fn day(&self) -> Option<Date> {
        match self {
            Until::Day(day) => Some(*day),
            Until::SignificantChange => None,
        }
    }
}

/// Which points a legacy rule speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LegacyScope {
    /// Points that start with one of these routes.
    Routes(Vec<String>),
    /// Points that start with one of these provisions.
    Provisions(Vec<Provision>),
    /// These points.
    Points(Vec<String>),
}

/// What makes a rule a legacy rule (Article 111).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Legacy {
    /// The points it speaks of.
    pub of: LegacyScope,
    /// How long it protects.
    pub until: Until,
    /// The rule that takes a system out of its protection where it is shown to hold.
    pub unless: Option<RuleIx>,
}

/// A rule: a point, a class, a definition.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// The word used everywhere.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Short form for columns, such as `4(a)`.
    pub label: String,
    /// Whether it is a point, and of what.
    pub point: Option<PointKind>,
    /// The class it decides.
    pub class: Option<(String, PointKind)>,
    /// A conclusion of its own, asked for by nobody else.
    pub conclusion: bool,
    /// Rules that point to it without deciding it: where one holds, the question is open.
    pub opened_by: Vec<RuleIx>,
    /// Rules without which it has no consequence: where none of them can hold, nobody is asked about it.
    pub asked_with: Vec<RuleIx>,
    /// The area of Annex III.
    pub area: String,
    /// The section of Annex I.
    pub section: String,
    /// When it starts to apply.
    pub starts: Option<StartsWith>,
    /// Whether it is a legacy rule.
    pub legacy: Option<Legacy>,
    /// Where it comes from.
    pub cite: Citation,
    /// Its versions, in the order of the acts.
    pub versions: Vec<RuleVersion>,
    /// Where it stands.
    pub at: Spot,
}

/// A reviewer's signature under a rule file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Who.
    pub by: String,
    /// When.
    pub on: String,
    /// The hash of what was reviewed.
    pub of: String,
}

/// A provision that is left out, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untranslated {
    /// The provision.
    pub provision: Citation,
    /// Why.
    pub why: String,
}

/// One file of rules: an article or an annex.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleFile {
    /// Its path in the pack.
    pub path: String,
    /// The article or annex.
    pub title: String,
    /// Who has reviewed it.
    pub reviewed: Vec<Review>,
    /// The hash of its text without the reviews: what a review signs.
    pub hash: String,
    /// Its rules.
    pub rules: Vec<RuleIx>,
    /// What it leaves out.
    pub untranslated: Vec<Untranslated>,
}

/// One answer to a contested question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The word used in the pack and in `--reading`.
    pub id: String,
    /// What it says.
    pub says: String,
    /// Who holds it.
    pub holder: String,
    /// `law`, `recital`, `final`, `draft` or `opinion`.
    pub status: String,
}

/// A contested question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The word used in the pack and in `--reading`.
    pub id: String,
    /// The question.
    pub question: String,
    /// Its answers.
    pub alternatives: Vec<Alternative>,
    /// The one the pack computes with.
    pub default: usize,
}

/// A named set of assumptions.
#[derive(Clone, Debug, PartialEq)]
pub struct Assumptions {
    /// The word used in `--assume`.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What is assumed.
    pub says: Vec<Assumption>,
}

/// When one provision starts, as one act says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedBy {
    /// The act.
    pub by: ActIx,
    /// The letter of Article 113.
    pub formal: Date,
    /// The first day on which it can bite.
    pub effective: Date,
    /// The limb it rests on.
    pub basis: Citation,
    /// The point of the amending act.
    pub item: Option<u32>,
}

/// The application dates of one provision or a range of articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationRow {
    /// The provision.
    pub provision: Provision,
    /// What it is about.
    pub subject: String,
    /// The route it speaks of.
    pub route: Option<String>,
    /// Its dates, in the order of the acts.
    pub dates: Vec<DatedBy>,
}

/// An annex, and the article it applies with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnexRow {
    /// The annex.
    pub annex: Citation,
    /// What it is about.
    pub subject: String,
    /// The provision that refers to it.
    pub follows: Provision,
    /// The act that made it.
    pub by: ActIx,
}

/// A day of an act itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActDay {
    /// The date of the act.
    Adopted,
    /// Its publication.
    Published,
    /// Its entry into force.
    InForce,
}

impl ActDay {
    /// That day of an act.
    pub fn of(self, act: &Act) -> Date {
        match self {
            ActDay::Adopted => act.adopted,
            ActDay::Published => act.published,
            ActDay::InForce => act.in_force,
        }
    }
}

/// The day of a milestone as one act says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MilestoneDay {
    /// The act.
    pub by: ActIx,
    /// The day.
    pub day: Date,
    /// The limb it rests on.
    pub cite: Citation,
}

/// Something that people mean when they give a date for the Act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Milestone {
    /// The word used in the pack.
    pub id: String,
    /// What it is, as a clause: "the Act was adopted".
    pub title: String,
    /// Words of a text that speak of it, in lower case.
    pub words: Vec<String>,
    /// Words of which one has to stand there too; none if one of `words` is enough.
    pub also: Vec<String>,
    /// Words that tell that something else is meant.
    pub unless: Vec<String>,
    /// Its words stand in nearly every sentence with a date, so that they count only where those of no other do.
    pub alone: bool,
    /// The day is one of the act itself.
    pub of_act: Option<ActDay>,
    /// Which act that is.
    pub act: ActIx,
    /// The day, as each act says.
    pub days: Vec<MilestoneDay>,
}

/// A law as data.
#[derive(Clone, Debug)]
pub struct Pack {
    /// The word for the pack.
    pub name: String,
    /// The law it holds.
    pub title: String,
    /// The state of the knowledge it was written from.
    pub state: Date,
    /// Said once, where it matters.
    pub notice: String,
    /// All paths, by number.
    pub paths: Vec<String>,
    /// The acts, in the order of their entry into force.
    pub acts: Vec<Act>,
    /// Amending points.
    pub amendments: Vec<Amendment>,
    /// What can be asked.
    pub vocabulary: Vocabulary,
    /// What is said with something else.
    pub follows: Vec<Follow>,
    /// What does not fit together.
    pub misfits: Vec<Misfit>,
    /// All rules.
    pub rules: Vec<Rule>,
    /// The files of rules.
    pub files: Vec<RuleFile>,
    /// Contested questions.
    pub readings: Vec<Reading>,
    /// When provisions apply.
    pub application: Vec<ApplicationRow>,
    /// The annexes, and the articles they apply with.
    pub annexes: Vec<AnnexRow>,
    /// Named sets of assumptions.
    pub assumptions: Vec<Assumptions>,
    /// What dates given for the Act can mean.
    pub milestones: Vec<Milestone>,
    /// What brings duties.
    pub triggers: Vec<Trigger>,
    /// What is owed.
    pub duties: Vec<Duty>,
    /// Other ceilings for the duties of some.
    pub raises: Vec<Raise>,
    /// Who is not fined up to the ceilings of the Act.
    pub spares: Vec<Spare>,
    /// The kinds of authorities.
    pub authority_kinds: Vec<AuthorityKind>,
    /// Which authority is competent for what, in the order in which they are asked.
    pub authorities: Vec<Authority>,
    /// The papers that duties ask for.
    pub papers: Vec<Paper>,
    /// The hash of everything that can change an answer.
    pub hash: String,
}

impl Pack {
    /// The rule with this id.
    pub fn find(&self, id: &str) -> Option<RuleIx> {
        self.rules.iter().position(|rule| rule.id == id).map(RuleIx)
    }

    /// A rule of this pack.
    pub fn rule(&self, ix: RuleIx) -> Option<&Rule> {
        self.rules.get(ix.0)
    }

    /// All rules, with their positions.
    pub fn rules(&self) -> impl Iterator<Item = (RuleIx, &Rule)> {
        self.rules.iter().enumerate().map(|(at, rule)| (RuleIx(at), rule))
    }

    /// The points that records of a kind carry, in the order of the pack.
    pub fn points(&self, kind: PointKind) -> impl Iterator<Item = (RuleIx, &Rule)> {
        self.rules().filter(move |(_, rule)| rule.point == Some(kind))
    }

    /// The contested question with this id.
    pub fn reading(&self, id: &str) -> Option<ReadingIx> {
        self.readings.iter().position(|reading| reading.id == id).map(ReadingIx)
    }

    /// A set of assumptions by its id.
    pub fn assumed(&self, id: &str) -> Option<&Assumptions> {
        self.assumptions.iter().find(|set| set.id == id)
    }

    /// `rules/art-006.yaml:12`.
    pub fn place(&self, spot: Spot) -> actlas_facts::Place {
        let path = self.paths.get(spot.file).cloned().unwrap_or_default();
        actlas_facts::Place::file(path).line(spot.line)
    }
}
