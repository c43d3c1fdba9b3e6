//! From outcomes, one by one, to the data of a map.

use std::collections::{BTreeMap, HashMap};

use actlas_assess::why::{self, Reason};
use actlas_assess::{Asked, Assessed, QuestionKind, headline, questions};
use actlas_facts::{Record, Stage, Statement, Truth};
use actlas_law::{Class, Lowered, Pack, PointKind, Rule, RuleIx};

use crate::data::{AtlasData, Cell, Column, Counts, FactData, Meta, RowData, SystemData};

/// Systems whose sheets a page holds.
pub const PAGE_SYSTEMS: usize = 10_000;

/// Collects systems for a map.
pub struct Collector<'l, 'p> {
    lowered: &'l Lowered<'p>,
    columns: Vec<(RuleIx, PointKind, Column)>,
    rows: BTreeMap<String, RowData>,
    systems: Vec<SystemData>,
    bare: Vec<SystemData>,
    trees: Vec<BTreeMap<String, Reason>>,
    tree_of: HashMap<String, usize>,
    classes: BTreeMap<Class, usize>,
    count: usize,
    retired: usize,
    with_retired: bool,
    with_facts: usize,
    with_text: usize,
}

/// The heading a point stands under, in the order of the headings.
fn group(rule: &Rule) -> Option<(usize, &'static str)> {
    let heading = match (rule.area.as_str(), rule.id.as_str()) {
        (_, id) if id.starts_with("art5.") => (0, "Art. 5 prohibited"),
        ("biometrics", _) => (1, "III.1 biometrics"),
        ("infrastructure", _) => (2, "III.2 infrastructure"),
        ("education", _) => (3, "III.3 education"),
        ("employment", _) => (4, "III.4 work"),
        ("services", _) => (5, "III.5 services"),
        ("law_enforcement", _) => (6, "III.6 police"),
        ("migration", _) => (7, "III.7 borders"),
        ("justice", _) => (8, "III.8 justice, votes"),
        (_, "annex1") => (9, "Annex I"),
        (_, id) if id.starts_with("art50.") => (10, "Art. 50 transparency"),
        (_, "gpai" | "gpai.systemic") => (11, "GPAI"),
        _ => return None,
    };
    Some(heading)
}

fn columns(pack: &Pack, lowered: &Lowered) -> Vec<(RuleIx, PointKind, Column)> {
    let mut columns: Vec<(usize, RuleIx, PointKind, Column)> = pack
        .rules()
        .filter_map(|(ix, rule)| {
            let (order, group) = group(rule)?;
            let wording = lowered.view().wording(ix)?;
            let label = match rule.id.as_str() {
                "annex1" => "6(1)".to_owned(),
                "gpai" => "model".to_owned(),
                "gpai.systemic" => "systemic".to_owned(),
                _ => short_label(&rule.label),
            };
            let column = Column {
                id: rule.id.clone(),
                label,
                title: rule.title.clone(),
                group: group.to_owned(),
                cite: rule.cite.words(),
                says: wording.says.clone(),
            };
            Some((order, ix, rule.point?, column))
        })
        .collect();
    columns.sort_by_key(|(order, ix, ..)| (*order, *ix));
    columns.into_iter().map(|(_, ix, kind, column)| (ix, kind, column)).collect()
}

/// `5(1)(ba)` stands under Article 5 as `(ba)`; `50(4) deep fake` as `(4) fake`.
fn short_label(label: &str) -> String {
    let label = label.strip_prefix("5(1)").unwrap_or(label);
    let label = label.strip_prefix("50").unwrap_or(label);
    label.replace("deep fake", "fake")
}

impl<'l, 'p> Collector<'l, 'p> {
    /// A collector. With `with_retired`, retired records are part of the map.
    pub fn new(lowered: &'l Lowered<'p>, with_retired: Retired) -> Collector<'l, 'p> {
        let columns = columns(lowered.view().pack(), lowered);
        Collector {
            lowered,
            columns,
            rows: BTreeMap::new(),
            systems: Vec::new(),
            bare: Vec::new(),
            trees: Vec::new(),
            tree_of: HashMap::new(),
            classes: BTreeMap::new(),
            count: 0,
            retired: 0,
            with_retired: with_retired == Retired::Included,
            with_facts: 0,
            with_text: 0,
        }
    }

    /// Adds one system.
    pub fn add(&mut self, record: &Record, assessed: &Assessed) {
        if record.stage == Stage::Retired {
            self.retired += 1;
            if !self.with_retired {
                return;
            }
        }
        self.count += 1;
        *self.classes.entry(assessed.class).or_default() += 1;
        let cells: Vec<Cell> = self.columns.iter().map(|column| cell(column, assessed)).collect();
        let said = |statements: &Vec<Statement>| !statements.is_empty();
        let any_fact = said(&record.statements)
            || record.uses.iter().any(|at| said(&at.statements))
            || record.actors.iter().any(|at| said(&at.statements));
        self.with_facts += usize::from(any_fact);
        self.with_text += usize::from(!record.texts.is_empty());
        let (organisation, _) = organisation(record);
        let name = if organisation.is_empty() { "(no organisation named)" } else { organisation };
        let row = self.rows.entry(name.to_owned()).or_insert_with(|| RowData {
            name: name.to_owned(),
            systems: 0,
            cells: vec![Counts::default(); cells.len()],
        });
        row.systems += 1;
        for (counts, cell) in row.cells.iter_mut().zip(&cells) {
            counts.add(*cell);
        }
        let telling = cells.iter().any(|cell| *cell < Cell::Unexamined);
        let room = if telling { self.systems.len() } else { self.systems.len() + self.bare.len() };
        if room < PAGE_SYSTEMS {
            let data = self.system(record, assessed, &cells);
            if telling { self.systems.push(data) } else { self.bare.push(data) }
        }
    }

    fn system(&mut self, record: &Record, assessed: &Assessed, cells: &[Cell]) -> SystemData {
        let pack = self.lowered.view().pack();
        let outcome = &assessed.outcome;
        let in_columns = |id: &&String| self.columns.iter().any(|(_, _, column)| column.id == **id);
        let other: Vec<String> =
            outcome.indicated.points.iter().filter(|id| !in_columns(id)).cloned().collect();
        let (organisation, unit) = organisation(record);
        let uses = record.uses.iter().flat_map(|at| &at.statements);
        let actors = record.actors.iter().flat_map(|at| &at.statements);
        let facts = record.statements.iter().chain(uses).chain(actors);
        SystemData {
            id: record.id.clone(),
            name: record.name.clone(),
            org: organisation.to_owned(),
            unit: unit.to_owned(),
            country: record.country.clone(),
            kind: outcome.kind.clone(),
            stage: outcome.stage.clone(),
            cells: cells.iter().map(|cell| cell.letter()).collect(),
            established: outcome.established.class.clone(),
            indicated: outcome.indicated.class.clone(),
            headline: headline(outcome, pack),
            texts: record.texts.iter().map(|at| (at.field.clone(), at.text.clone())).collect(),
            facts: facts.filter_map(|said| fact_data(pack, said)).collect(),
            other,
            applies: outcome.applies.clone(),
            contested: outcome.contested.clone(),
            missing: outcome.missing.clone(),
            evidence: outcome.evidence.clone(),
            uses: outcome.uses.clone(),
            roles: outcome.roles.clone(),
            findings: outcome.findings.clone(),
            instance: outcome.instance_of.clone(),
            source: format!("{}, record {}", record.path, record.number),
            origin: record.origin.clone(),
            tree: self.tree(record, assessed),
        }
    }

    /// The answer trees of an outcome; records of which the same is known share them.
    fn tree(&mut self, record: &Record, assessed: &Assessed) -> usize {
        if let Some(at) = self.tree_of.get(&assessed.pattern) {
            return *at;
        }
        let pack = self.lowered.view().pack();
        let kind = actlas_assess::Assessor::kind_of(record);
        let outcome = &assessed.outcome;
        let mut trees = BTreeMap::new();
        let shown =
            outcome.indicated.points.iter().chain(&outcome.open).chain(&outcome.indicated.excluded);
        for id in shown {
            let Some(rule) = pack.find(id) else { continue };
            // Of several uses the one that decides: the first for which the point has its value.
            let value = if outcome.indicated.points.contains(id) {
                Truth::True
            } else if outcome.open.contains(id) {
                Truth::Unknown
            } else {
                Truth::False
            };
            let lit = self.lowered.lit(rule);
            let decides =
                assessed.subjects.iter().find(|at| at.judgement().values.get(lit) == value);
            if let Some(subject) = decides.or(assessed.subjects.first()) {
                trees.insert(id.clone(), why::explain(self.lowered, subject, rule));
            }
        }
        let class = why::rule_of_class(self.lowered, kind, assessed.class);
        if let (Some(rule), Some(subject)) = (class, assessed.subjects.first()) {
            trees.insert("class".to_owned(), why::explain(self.lowered, subject, rule));
        }
        self.trees.push(trees);
        self.tree_of.insert(assessed.pattern.clone(), self.trees.len() - 1);
        self.trees.len() - 1
    }

    /// How many systems are on the map, and how many retired records were met.
    pub fn counted(&self) -> (usize, usize) {
        (self.count, self.retired)
    }

    /// The data of the map. `meta` brings what the collector cannot know.
    pub fn finish(self, meta: Meta) -> AtlasData {
        let pack = self.lowered.view().pack();
        let mut systems = self.systems;
        let room = PAGE_SYSTEMS.saturating_sub(systems.len());
        systems.extend(self.bare.into_iter().take(room));
        let classes = Class::ALL
            .iter()
            .filter_map(|class| {
                let count = self.classes.get(class)?;
                Some((class.as_str().to_owned(), class.words().to_owned(), *count))
            })
            .collect();
        let used: std::collections::BTreeSet<&str> =
            systems.iter().flat_map(|at| at.other.iter().map(String::as_str)).collect();
        let points = used
            .into_iter()
            .filter_map(|id| {
                let rule = pack.find(id).and_then(|rule| pack.rule(rule))?;
                Some((id.to_owned(), format!("{} ({})", rule.title, rule.cite.words())))
            })
            .collect();
        let mut rows: Vec<RowData> = self.rows.into_values().collect();
        rows.sort_by(|a, b| b.systems.cmp(&a.systems).then(a.name.cmp(&b.name)));
        AtlasData {
            meta: Meta {
                systems: self.count,
                retired: self.retired,
                stage_all: self.with_retired,
                sheets: systems.len(),
                classes,
                with_facts: self.with_facts,
                with_text: self.with_text,
                first_questions: first_questions(self.lowered),
                ..meta
            },
            columns: self.columns.into_iter().map(|(_, _, column)| column).collect(),
            rows,
            systems,
            trees: self.trees,
            points,
        }
    }
}

/// Organisation and unit. Registers that have one column for both write `Ministry / Agency`.
fn organisation(record: &Record) -> (&str, &str) {
    match record.organisation.split_once(" / ") {
        Some((organisation, unit)) if record.unit.is_empty() => (organisation, unit),
        _ => (&record.organisation, &record.unit),
    }
}

/// What to ask first of a system of which nothing is known.
fn first_questions(lowered: &Lowered) -> Vec<(String, usize)> {
    let pack = lowered.view().pack();
    let settings = actlas_assess::Settings::default();
    let mut assessor = actlas_assess::Assessor::new(lowered, settings);
    let assessed = assessor.assess(&Record::default());
    let Some(subject) = assessed.subjects.first() else { return Vec::new() };
    let next =
        questions::next(lowered, PointKind::System, subject, &|_| false, &Asked::default(), 9);
    next.into_iter()
        .filter_map(|question| match question.kind {
            QuestionKind::Bundle(at) => {
                let bundle = pack.vocabulary.bundles().get(at)?;
                Some((bundle.question.clone(), question.settles.len()))
            }
            QuestionKind::Fact(_) => None,
        })
        .collect()
}

/// Whether retired records are part of the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retired {
    /// They are.
    Included,
    /// They are counted apart.
    Apart,
}

fn cell((_, kind, column): &(RuleIx, PointKind, Column), assessed: &Assessed) -> Cell {
    let outcome = &assessed.outcome;
    let is_model = outcome.kind == "model";
    let has = |points: &[String]| points.contains(&column.id);
    if is_model != (*kind == PointKind::Model) {
        Cell::NotCarried
    } else if has(&outcome.established.points) {
        Cell::Established
    } else if has(&outcome.indicated.points) {
        Cell::Indicated
    } else if has(&outcome.indicated.excluded) {
        Cell::Excluded
    } else if has(&outcome.open) {
        Cell::Open
    } else {
        Cell::Unexamined
    }
}

fn fact_data(pack: &Pack, said: &Statement) -> Option<FactData> {
    let fact = pack.vocabulary.get(said.fact)?;
    Some(FactData {
        id: fact.id.clone(),
        question: fact.question.clone(),
        answer: fact.words(&said.says),
        layer: said.layer.as_str().to_owned(),
        by: said.by.clone(),
        why: said.why.clone(),
    })
}
