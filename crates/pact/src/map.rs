//! The mapping pledge, kept by a map: what one provides or deploys, product by product and area by area.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Role, words};
use crate::pledge::{Downstream, Pledge};

words! {
    /// An area that the Act treats as high-risk.
    Area {
        /// Annex III, point 1.
        Biometrics = "biometrics",
        /// Annex III, point 2.
        Infrastructure = "infrastructure",
        /// Annex III, point 3.
        Education = "education",
        /// Annex III, point 4.
        Employment = "employment",
        /// Annex III, point 5.
        Services = "services",
        /// Annex III, point 6.
        LawEnforcement = "law_enforcement",
        /// Annex III, point 7.
        Migration = "migration",
        /// Annex III, point 8.
        Justice = "justice",
        /// Products of Annex I.
        Products = "annex1",
    }
}

impl Area {
    /// A short heading.
    pub fn label(self) -> &'static str {
        match self {
            Area::Biometrics => "III.1 biometrics",
            Area::Infrastructure => "III.2 infrastructure",
            Area::Education => "III.3 education",
            Area::Employment => "III.4 work",
            Area::Services => "III.5 services",
            Area::LawEnforcement => "III.6 police",
            Area::Migration => "III.7 borders",
            Area::Justice => "III.8 justice, votes",
            Area::Products => "Annex I products",
        }
    }
}

words! {
    /// How a product stands to an area.
    AreaState {
        /// A point of the area is true on attested facts alone.
        Intended = "intended",
        /// A point of the area is true once proposed and assumed facts count.
        Indicated = "indicated",
        /// Offered for anything, feasible there, and not consistently excluded.
        NotExcluded = "not consistently excluded",
        /// Every point of the area is false.
        Excluded = "excluded",
        /// Something is known, not enough.
        Open = "open",
        /// Nothing is stated.
        NothingStated = "nothing stated",
    }
}

impl AreaState {
    /// Whether the question of the area is answered.
    pub fn is_settled(self) -> bool {
        !matches!(self, AreaState::Open | AreaState::NothingStated)
    }

    /// Whether the product counts as meant for the area.
    pub fn is_within(self) -> bool {
        matches!(self, AreaState::Intended | AreaState::Indicated | AreaState::NotExcluded)
    }
}

words! {
    /// What the organisation is to a system.
    Part {
        /// It provides it.
        Provides = "provides",
        /// It deploys it.
        Deploys = "deploys",
        /// Both.
        Both = "provides and deploys",
        /// Not known.
        Unknown = "not known",
    }
}

words! {
    /// What brings a duty.
    Trigger {
        /// Any AI system.
        Any = "any",
        /// High-risk by Annex III.
        Annex3 = "annex3",
        /// High-risk by Annex I.
        Annex1 = "annex1",
        /// High-risk by either.
        HighRisk = "high-risk",
        /// It deals with people.
        Interacts = "interacts",
        /// It generates content.
        Generates = "generates",
        /// It makes deep fakes or texts on matters of public interest.
        DeepFake = "deep-fake",
        /// A general-purpose model.
        Gpai = "gpai",
        /// One with systemic risk.
        GpaiSystemic = "gpai-systemic",
    }
}

words! {
    /// Where a duty of the Act stands for a system, the most pressing first.
    Stands {
        /// It runs.
        Owed = "owed",
        /// It starts on a later day.
        Later = "later",
        /// Unless an assessment under Article 6(3) is documented.
        UnlessExempted = "unless_exempted",
        /// Article 111 protects the system.
        Legacy = "legacy",
        /// Facts are missing.
        Open = "open",
    }
}

/// A duty of the Act that a system brings or may bring.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Brings {
    /// Where it stands.
    pub stands: Stands,
    /// The first day on which it can bite, or by which a protected system complies.
    pub effective: Option<String>,
}

/// One record of the register, as judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappedSystem {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who operates or provides it.
    pub organisation: String,
    /// Whether it is a model: areas are asked of the systems built on it.
    pub is_model: bool,
    /// What its organisation is to it.
    pub part: Part,
    /// Its class and time in one sentence.
    pub headline: String,
    /// Every area with its state.
    pub areas: Vec<(Area, AreaState)>,
    /// What it brings or may bring, by the provision of [`crate::Duty`]. What is not in here is excluded.
    pub duties: BTreeMap<String, Brings>,
    /// The record it is an instance of.
    pub instance_of: Option<String>,
    /// What it is built on.
    pub built_on: Vec<String>,
}

/// A judged register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MapInput {
    /// Its records, but for retired ones.
    pub systems: Vec<MappedSystem>,
    /// The ids of all of its records.
    pub ids: BTreeSet<String>,
    /// What was read.
    pub inputs: Vec<String>,
    /// The wording, readings and assumptions, in one line.
    pub method: String,
}

/// One product or system of the map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapRow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether it is a model.
    pub is_model: bool,
    /// What the organisation is to it.
    pub part: Part,
    /// Its class and time in one sentence.
    pub headline: String,
    /// Every area with its state, and who is known to use it there.
    pub areas: Vec<(Area, AreaState, Vec<String>)>,
    /// Who is known to use it at all.
    pub deployments: Vec<String>,
    /// Why further deployments cannot be known.
    pub unknown_downstream: String,
}

/// How far a map reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Systems of the organisation.
    pub systems: usize,
    /// Its models, of which no areas are asked.
    pub models: usize,
    /// Of these, every area is answered.
    pub settled: usize,
    /// Some area is open.
    pub open: usize,
    /// Nothing is stated in any area.
    pub untouched: usize,
    /// It is not known whether the organisation provides or deploys them.
    pub part_unknown: usize,
}

/// The map an organisation pledged to draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PactMap {
    /// What it provides, deploys, or has to do with in a way not known.
    pub rows: Vec<MapRow>,
    /// How far it reaches.
    pub coverage: Coverage,
    /// What was read.
    pub inputs: Vec<String>,
    /// The wording, readings and assumptions, in one line.
    pub method: String,
}

/// Draws the map of a pledge: records of its organisation are rows, records of others that are
/// instances of them or built on them, by way of other records too, are deployments.
pub fn map(input: &MapInput, pledge: &Pledge, own: impl Fn(&str) -> bool) -> PactMap {
    let is_own =
        |system: &&MappedSystem| system.organisation.is_empty() || own(&system.organisation);
    let mut coverage = Coverage::default();
    let rows: Vec<MapRow> = input
        .systems
        .iter()
        .filter(is_own)
        .map(|system| {
            coverage.part_unknown += usize::from(system.part == Part::Unknown);
            if system.is_model {
                coverage.models += 1;
                return row(system, &users_of(input, system, &own), &pledge.downstream);
            }
            coverage.systems += 1;
            let untouched = system.areas.iter().all(|(_, at)| *at == AreaState::NothingStated);
            match system.areas.iter().all(|(_, at)| at.is_settled()) {
                true => coverage.settled += 1,
                false if untouched => coverage.untouched += 1,
                false => coverage.open += 1,
            }
            row(system, &users_of(input, system, &own), &pledge.downstream)
        })
        .collect();
    PactMap { rows, coverage, inputs: input.inputs.clone(), method: input.method.clone() }
}

/// What others have of a product: its instances and what is built on it, directly or by way of other records.
/// What is the organisation's own has a row of its own.
fn users_of<'m>(
    input: &'m MapInput,
    system: &MappedSystem,
    own: &impl Fn(&str) -> bool,
) -> Vec<&'m MappedSystem> {
    let mut found: BTreeSet<&str> = BTreeSet::new();
    let mut left = vec![system.id.as_str()];
    while let Some(id) = left.pop() {
        let is_on = |other: &&MappedSystem| {
            other.instance_of.as_deref() == Some(id) || other.built_on.iter().any(|on| on == id)
        };
        for other in input.systems.iter().filter(is_on) {
            if other.id != system.id && found.insert(&other.id) {
                left.push(&other.id);
            }
        }
    }
    let is_theirs = |other: &&MappedSystem| {
        found.contains(other.id.as_str())
            && !other.organisation.is_empty()
            && !own(&other.organisation)
    };
    input.systems.iter().filter(is_theirs).collect()
}

fn row(system: &MappedSystem, users: &[&MappedSystem], downstream: &[Downstream]) -> MapRow {
    let named = |other: &MappedSystem| match other.organisation.as_str() {
        "" => other.name.clone(),
        organisation => format!("{organisation}: {}", other.name),
    };
    let areas = system.areas.iter().map(|(area, state)| {
        let there = |other: &&&MappedSystem| {
            other.areas.iter().any(|(at, state)| at == area && state.is_within())
        };
        (*area, *state, users.iter().filter(there).map(|other| named(other)).collect())
    });
    let reason = downstream.iter().find(|at| at.product == system.id);
    MapRow {
        id: system.id.clone(),
        name: system.name.clone(),
        is_model: system.is_model,
        part: system.part,
        headline: system.headline.clone(),
        areas: areas.collect(),
        deployments: users
            .iter()
            .map(|other| format!("{}{}", named(other), used_in(other)))
            .collect(),
        unknown_downstream: reason.map(|at| at.reason.clone()).unwrap_or_default(),
    }
}

/// The areas a known deployment is in, in brackets: it can be in one that its provider excludes.
fn used_in(user: &MappedSystem) -> String {
    let areas = user.areas.iter().filter(|(_, state)| state.is_within());
    let areas: Vec<&str> = areas.map(|(area, _)| area.label()).collect();
    if areas.is_empty() { String::new() } else { format!(" [{}]", areas.join(", ")) }
}

impl Part {
    /// Whether the organisation may owe what a role owes.
    pub fn may_be(self, role: Role) -> bool {
        match (self, role) {
            (Part::Provides, Role::Deployer)
            | (Part::Deploys, Role::Provider | Role::GpaiProvider) => false,
            (Part::Provides | Part::Deploys | Part::Both | Part::Unknown, _) => true,
        }
    }
}
