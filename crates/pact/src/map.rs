//! The mapping pledge, kept by a map: what one provides or deploys, product by product and area by area.

use std::collections::{BTreeMap, BTreeSet};

use actlas_facts::Stage;

use crate::deployed::Deployment;
use crate::links::Links;
use crate::model::{Role, words};
use crate::pledge::Pledge;

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
    /// What its maker calls it, of a model in a bill its group and name.
    pub product: String,
    /// Who operates or provides it; empty if that is not stated.
    pub organisation: String,
    /// Who made it; empty if that is not stated.
    pub maker: String,
    /// Whether it is a model: areas are asked of the systems built on it.
    pub is_model: bool,
    /// Where it is in its life. Of what is retired nothing is judged: no areas, no duties.
    pub stage: Stage,
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
    /// What it is built on, as written.
    pub built_on: Vec<String>,
    /// The file it stands in.
    pub path: String,
}

words! {
    /// Whose a record is.
    Whose {
        /// That of the organisation asked about.
        Own = "own",
        /// That of another one.
        Theirs = "theirs",
        /// It names no organisation, and others of the register do.
        Unstated = "not stated",
    }
}

/// A judged register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MapInput {
    /// Its records. The retired ones are links between others and nothing else.
    pub systems: Vec<MappedSystem>,
    /// The ids of all of its records.
    pub ids: BTreeSet<String>,
    /// What was read.
    pub inputs: Vec<String>,
    /// The wording, readings and assumptions, in one line.
    pub method: String,
}

impl MapInput {
    /// Whose each record is. Where no record names an organisation, the register is that of whoever asks; where some
    /// do, the maker of a model provides it, and of any other record without an organisation nobody knows.
    pub fn whose(&self, own: impl Fn(&str) -> bool) -> Vec<Whose> {
        let any_named = self.systems.iter().any(|system| !system.organisation.is_empty());
        let of = |name: &str| if own(name) { Whose::Own } else { Whose::Theirs };
        let of_system = |system: &MappedSystem| match system.organisation.as_str() {
            "" if !any_named => Whose::Own,
            "" if system.is_model && !system.maker.is_empty() => of(&system.maker),
            "" => Whose::Unstated,
            named => of(named),
        };
        self.systems.iter().map(of_system).collect()
    }
}

/// An area of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapArea {
    /// The area.
    pub area: Area,
    /// How the product stands to it.
    pub state: AreaState,
    /// Known deployments that are in it.
    pub there: usize,
    /// Systems in the making that are meant for it.
    pub planned: usize,
    /// Known deployments of which it is open.
    pub open: usize,
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
    /// Whose it is; never another's.
    pub whose: Whose,
    /// What the organisation is to it.
    pub part: Part,
    /// Its class and time in one sentence.
    pub headline: String,
    /// Every area.
    pub areas: Vec<MapArea>,
    /// Who is known to use it or to build on it.
    pub deployments: Vec<Deployment>,
    /// Why further deployments cannot be known.
    pub unknown_downstream: String,
}

/// A product of the organisation that is retired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetiredProduct {
    /// Its name.
    pub name: String,
    /// Who is known to use it or to build on it all the same.
    pub deployments: Vec<Deployment>,
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
    /// Systems beside these of which it is not stated whose they are.
    pub unstated: usize,
    /// Models of which it is not stated whose they are.
    pub unstated_models: usize,
}

/// The map an organisation pledged to draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PactMap {
    /// What it provides, deploys, or has to do with in a way not known.
    pub rows: Vec<MapRow>,
    /// What it has retired, which has no row.
    pub retired: Vec<RetiredProduct>,
    /// How far it reaches.
    pub coverage: Coverage,
    /// What was read.
    pub inputs: Vec<String>,
    /// The wording, readings and assumptions, in one line.
    pub method: String,
}

/// Draws the map of a pledge: records of its organisation are rows, records of others that are
/// instances of them or built on them, by way of other records too, are deployments. A record that may
/// be anybody's is a deployment where it is built on what is the organisation's, and a row where it is not.
pub fn map(input: &MapInput, pledge: &Pledge, own: impl Fn(&str) -> bool) -> PactMap {
    let whose = input.whose(own);
    let whose_at = |at: usize| whose.get(at).copied().unwrap_or(Whose::Unstated);
    let links = Links::of(&input.systems);
    let users_of = |at: usize| -> Vec<Deployment> {
        let users = links.users_of(at).into_iter().filter(|user| whose_at(*user) != Whose::Own);
        let living = users.filter_map(|user| Some((input.systems.get(user)?, whose_at(user))));
        living
            .filter(|(system, _)| system.stage != Stage::Retired)
            .map(|(system, whose)| Deployment::of(system, whose))
            .collect()
    };
    let mine = (0..input.systems.len()).filter(|at| whose_at(*at) == Whose::Own);
    let deployed: BTreeSet<usize> = mine.flat_map(|at| links.users_of(at)).collect();
    let mut coverage = Coverage::default();
    let (mut rows, mut retired) = (Vec::new(), Vec::new());
    for (at, system) in input.systems.iter().enumerate() {
        let is_retired = system.stage == Stage::Retired;
        match whose_at(at) {
            Whose::Theirs => {}
            Whose::Unstated if is_retired => {}
            Whose::Own if is_retired => {
                let (name, deployments) = (system.name.clone(), users_of(at));
                retired.push(RetiredProduct { name, deployments });
            }
            Whose::Own => {
                coverage.count(system);
                rows.push(row(system, Whose::Own, users_of(at), pledge));
            }
            Whose::Unstated => {
                coverage.unstated += usize::from(!system.is_model);
                coverage.unstated_models += usize::from(system.is_model);
                if !deployed.contains(&at) {
                    rows.push(row(system, Whose::Unstated, users_of(at), pledge));
                }
            }
        }
    }
    let (inputs, method) = (input.inputs.clone(), input.method.clone());
    PactMap { rows, retired, coverage, inputs, method }
}

impl Coverage {
    /// Counts a system or model of the organisation.
    fn count(&mut self, system: &MappedSystem) {
        self.part_unknown += usize::from(system.part == Part::Unknown);
        if system.is_model {
            self.models += 1;
            return;
        }
        self.systems += 1;
        let untouched = system.areas.iter().all(|(_, at)| *at == AreaState::NothingStated);
        match system.areas.iter().all(|(_, at)| at.is_settled()) {
            true => self.settled += 1,
            false if untouched => self.untouched += 1,
            false => self.open += 1,
        }
    }
}

fn row(
    system: &MappedSystem,
    whose: Whose,
    deployments: Vec<Deployment>,
    pledge: &Pledge,
) -> MapRow {
    let count = |is: &dyn Fn(&Deployment) -> bool| deployments.iter().filter(|at| is(at)).count();
    let areas = system.areas.iter().map(|(area, state)| MapArea {
        area: *area,
        state: *state,
        there: count(&|at| !at.is_planned && at.within.contains(area)),
        planned: count(&|at| at.is_planned && at.within.contains(area)),
        open: count(&|at| at.open.contains(area)),
    });
    let areas = areas.collect();
    let reason = pledge.downstream.iter().find(|at| at.product == system.id);
    MapRow {
        id: system.id.clone(),
        name: system.name.clone(),
        is_model: system.is_model,
        whose,
        part: system.part,
        headline: system.headline.clone(),
        areas,
        deployments,
        unknown_downstream: reason.map(|at| at.reason.clone()).unwrap_or_default(),
    }
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
