//! The papers that duties ask for, as lists of fields.

use actlas_facts::FactIx;

use crate::cite::Citation;
use crate::duty::DutyIx;
use crate::model::{ActIx, Condition, Pack, PointKind, Spot};
use crate::view::View;

/// What a record itself holds, or what follows from it, that can stand in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Known {
    /// The name of the system.
    Name,
    /// The vendor's name for it.
    Product,
    /// Who made it.
    Vendor,
    /// The part of the organisation.
    Unit,
    /// The country.
    Country,
    /// The country, if it is a Member State.
    MemberStates,
    /// Its licence.
    Licence,
    /// What it was trained and tested with.
    DataSets,
    /// The energy it took.
    Energy,
    /// Its architecture.
    Architecture,
    /// What goes in and comes out.
    Formats,
    /// Where it is in its life.
    Stage,
    /// What it is used for.
    Purpose,
    /// Whatever else is prose.
    Description,
    /// Models and components it is built on.
    BuiltOn,
    /// Where the record comes from.
    Origin,
    /// The actors that are its provider.
    Provider,
    /// The actors that are its deployer.
    Deployer,
    /// The actors that are its representative.
    AuthorisedRepresentative,
    /// The class that follows.
    Class,
    /// The points that follow.
    Points,
    /// The conditions of Article 6(3) that follow.
    Exemption,
}

impl Known {
    const WORDS: [(&'static str, Known); 22] = [
        ("name", Known::Name),
        ("product", Known::Product),
        ("vendor", Known::Vendor),
        ("unit", Known::Unit),
        ("country", Known::Country),
        ("member_states", Known::MemberStates),
        ("licence", Known::Licence),
        ("data_sets", Known::DataSets),
        ("energy", Known::Energy),
        ("architecture", Known::Architecture),
        ("formats", Known::Formats),
        ("stage", Known::Stage),
        ("purpose", Known::Purpose),
        ("description", Known::Description),
        ("built_on", Known::BuiltOn),
        ("origin", Known::Origin),
        ("provider", Known::Provider),
        ("deployer", Known::Deployer),
        ("authorised_representative", Known::AuthorisedRepresentative),
        ("class", Known::Class),
        ("points", Known::Points),
        ("exemption", Known::Exemption),
    ];

    /// From the word used in the pack.
    pub fn parse(word: &str) -> Option<Known> {
        Known::WORDS.iter().find(|(known, _)| *known == word).map(|(_, known)| *known)
    }
}

/// From which act on something stands in a list, and which act took it out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// The act that brought it.
    pub by: ActIx,
    /// The act that took it out, if one did.
    pub until: Option<ActIx>,
    /// The point of the amending act.
    pub item: Option<u32>,
}

impl Interval {
    /// Whether it stands in the list as the wording of a view has it.
    pub fn speaks(&self, view: &View) -> bool {
        self.by <= view.speaks() && !self.is_over(view)
    }

    /// Whether it stood there and was taken out.
    pub fn is_over(&self, view: &View) -> bool {
        self.until.is_some_and(|until| until <= view.speaks())
    }
}

/// Whether what a record holds can be all that a field asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enough {
    /// Somebody has to write what the record does not hold.
    Never,
    /// What the record holds can be all.
    CanBe,
}

/// One field of a paper.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its number or word, unique in the paper.
    pub id: String,
    /// What stands there, in our own words.
    pub text: String,
    /// Where that is asked for.
    pub cite: Citation,
    /// When it stands in the list.
    pub interval: Interval,
    /// It is asked for only if this holds.
    pub when: Option<Condition>,
    /// It is not asked for if this holds.
    pub but: Option<Condition>,
    /// What a record holds that belongs there.
    pub known: Vec<Known>,
    /// Facts that belong there.
    pub facts: Vec<FactIx>,
    /// The question that fills what is missing.
    pub ask: String,
    /// Whether what a record holds can be all.
    pub enough: Enough,
    /// What is unsure about it.
    pub unsure: String,
    /// Where it stands in the pack.
    pub at: Spot,
}

/// Fields under one heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// The heading.
    pub title: String,
    /// Where it stands.
    pub cite: Citation,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// Something to know about a paper as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperNote {
    /// When it holds.
    pub interval: Interval,
    /// Where it stands.
    pub cite: Citation,
    /// What it says, in our own words.
    pub says: String,
    /// What is unsure about it.
    pub unsure: String,
}

/// A paper that a duty asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Paper {
    /// The word used everywhere, such as `annex-iv`.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Whether it is about systems or models; `None` for both.
    pub of: Option<PointKind>,
    /// Who writes it.
    pub who: String,
    /// Where it is asked for.
    pub cite: Citation,
    /// The duty it belongs to.
    pub duty: DutyIx,
    /// What to know about it.
    pub notes: Vec<PaperNote>,
    /// Its sections.
    pub sections: Vec<Section>,
    /// Where it stands in the pack.
    pub at: Spot,
}

impl Paper {
    /// All fields, of all times.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.sections.iter().flat_map(|section| &section.fields)
    }
}

impl Pack {
    /// The paper with this id.
    pub fn paper(&self, id: &str) -> Option<&Paper> {
        self.papers.iter().find(|paper| paper.id == id)
    }
}
