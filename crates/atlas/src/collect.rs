//! From outcomes, one by one, to the data of a map.

mod columns;
mod rows;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use actlas_assess::why::{self, Reason};
use actlas_assess::{Asked, Assessed, QuestionKind, REJECTED, headline, questions};
use actlas_facts::{Kind, Record, Stage, Statement};
use actlas_law::{Class, Lowered, Pack, PointKind, ReadingIx, RuleIx};

use self::columns::{cell, columns};
use self::rows::{Rows, Told, organisation};
use crate::data::{
    AtlasData, BundleData, Cell, Column, FactData, Meta, QuestionData, QuoteData, ReadingData,
    RetiredData, SystemData,
};
use crate::duty_book::DutyBook;
use crate::sheet::unit_of;

/// Systems whose sheets a page holds.
pub const PAGE_SYSTEMS: usize = 10_000;

/// Whether a page has room for the sheet of a system. Those of which nothing is known may give way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// It has.
    Kept,
    /// It has not, or the record is listed apart.
    None,
}

/// Collects systems for a map.
pub struct Collector<'l, 'p> {
    lowered: &'l Lowered<'p>,
    columns: Vec<(RuleIx, PointKind, Column)>,
    rows: Rows,
    country_rows: Rows,
    class_rows: Rows,
    apart: Vec<RetiredData>,
    systems: Vec<SystemData>,
    bare: Vec<SystemData>,
    trees: Vec<Reason>,
    /// The same by themselves: most records differ in a few facts, and most points do not ask for those.
    tree_at: HashMap<Reason, usize>,
    tree_sets: Vec<BTreeMap<String, usize>>,
    set_of: HashMap<String, usize>,
    classes: BTreeMap<Class, usize>,
    count: usize,
    retired: usize,
    with_retired: bool,
    with_facts: usize,
    with_text: usize,
}

impl<'l, 'p> Collector<'l, 'p> {
    /// A collector. With `with_retired`, retired records are part of the map.
    pub fn new(lowered: &'l Lowered<'p>, with_retired: Retired) -> Collector<'l, 'p> {
        let columns = columns(lowered.view().pack(), lowered);
        Collector {
            lowered,
            columns,
            rows: Rows::default(),
            country_rows: Rows::default(),
            class_rows: Rows::default(),
            apart: Vec::new(),
            systems: Vec::new(),
            bare: Vec::new(),
            trees: Vec::new(),
            tree_at: HashMap::new(),
            tree_sets: Vec::new(),
            set_of: HashMap::new(),
            classes: BTreeMap::new(),
            count: 0,
            retired: 0,
            with_retired: with_retired == Retired::Included,
            with_facts: 0,
            with_text: 0,
        }
    }

    /// Adds one system, and says whether the page has room for its sheet.
    pub fn add(&mut self, record: &Record, assessed: &Assessed) -> Sheet {
        if record.stage == Stage::Retired {
            self.retired += 1;
            if !self.with_retired {
                if self.apart.len() < PAGE_SYSTEMS {
                    self.apart.push(self.retired(record, assessed));
                }
                return Sheet::None;
            }
        }
        self.count += 1;
        *self.classes.entry(assessed.class).or_default() += 1;
        let cells: Vec<Cell> = self.columns.iter().map(|column| cell(column, assessed)).collect();
        let said = |statements: &Vec<Statement>| statements.iter().any(tells_of_the_system);
        let any_fact = said(&record.statements)
            || record.uses.iter().any(|at| said(&at.statements))
            || record.actors.iter().any(|at| said(&at.statements));
        self.with_facts += usize::from(any_fact);
        self.with_text += usize::from(!record.texts.is_empty());
        let (organisation, _) = organisation(record);
        let named = |name: &'static str, text| if str::trim(text).is_empty() { name } else { text };
        let told = Told {
            stated: any_fact,
            settled: assessed.outcome.missing.iter().any(|at| !at.settles.is_empty()),
        };
        self.rows.count(named("(no organisation named)", organisation), &cells, told);
        self.country_rows.count(named("(no country named)", &record.country), &cells, told);
        self.class_rows.count(assessed.class.as_str(), &cells, told);
        let telling = cells.iter().any(|cell| *cell < Cell::Unexamined);
        let room = if telling { self.systems.len() } else { self.systems.len() + self.bare.len() };
        if room >= PAGE_SYSTEMS {
            return Sheet::None;
        }
        let data = self.system(record, assessed, &cells);
        if telling {
            self.systems.push(data)
        } else {
            self.bare.push(data)
        }
        Sheet::Kept
    }

    fn retired(&self, record: &Record, assessed: &Assessed) -> RetiredData {
        RetiredData {
            id: record.id.clone(),
            name: record.name.clone(),
            org: record.organisation.clone(),
            headline: headline(&assessed.outcome, self.lowered.view().pack()),
        }
    }

    fn system(&mut self, record: &Record, assessed: &Assessed, cells: &[Cell]) -> SystemData {
        let pack = self.lowered.view().pack();
        let outcome = &assessed.outcome;
        let in_columns = |id: &&String| self.columns.iter().any(|(_, _, column)| column.id == **id);
        let other: Vec<String> =
            outcome.indicated.points.iter().filter(|id| !in_columns(id)).cloned().collect();
        let open_other: Vec<String> =
            outcome.open.iter().filter(|id| !in_columns(id)).cloned().collect();
        let (organisation, unit) = organisation(record);
        let of_record = record.statements.iter().map(|said| (said, "", ""));
        let of_uses = record
            .uses
            .iter()
            .flat_map(|at| at.statements.iter().map(move |said| (said, at.id.as_str(), "")));
        let of_actors = record
            .actors
            .iter()
            .flat_map(|at| at.statements.iter().map(move |said| (said, "", at.name.as_str())));
        let facts = of_record.chain(of_uses).chain(of_actors);
        SystemData {
            id: record.id.clone(),
            name: record.name.clone(),
            org: organisation.to_owned(),
            unit: unit.to_owned(),
            country: record.country.clone(),
            language: record.language.clone(),
            kind: outcome.kind.clone(),
            stage: outcome.stage.clone(),
            cells: cells.iter().map(|cell| cell.letter()).collect(),
            established: outcome.established.class.clone(),
            indicated: outcome.indicated.class.clone(),
            headline: headline(outcome, pack),
            texts: record.texts.iter().map(|at| (at.field.clone(), at.text.clone())).collect(),
            facts: facts
                .filter_map(|(said, of_use, actor)| fact_data(pack, said, of_use, actor))
                .collect(),
            rejected: record
                .rejected
                .iter()
                .filter_map(|at| {
                    let data = fact_data(pack, &at.said, &at.of_use, &at.actor)?;
                    Some(FactData { layer: REJECTED.to_owned(), ..data })
                })
                .collect(),
            other,
            open_other,
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
            tree: self.tree_set(record, assessed),
        }
    }

    /// The answer trees of an outcome; records of which the same is known share them.
    fn tree_set(&mut self, record: &Record, assessed: &Assessed) -> usize {
        let known = assessed.pattern() + &self.answers(assessed);
        if let Some(at) = self.set_of.get(&known) {
            return *at;
        }
        let pack = self.lowered.view().pack();
        let kind = actlas_assess::Assessor::kind_of(record);
        let outcome = &assessed.outcome;
        let mut set = BTreeMap::new();
        let shown =
            outcome.indicated.points.iter().chain(&outcome.open).chain(&outcome.indicated.excluded);
        for id in shown {
            let Some(rule) = pack.find(id) else { continue };
            self.explain(assessed, rule, id, &mut set);
        }
        if let Some(rule) = why::rule_of_class(self.lowered, kind, assessed.class) {
            self.explain(assessed, rule, "class", &mut set);
        }
        self.tree_sets.push(set);
        self.set_of.insert(known, self.tree_sets.len() - 1);
        self.tree_sets.len() - 1
    }

    fn explain(
        &mut self,
        assessed: &Assessed,
        rule: RuleIx,
        name: &str,
        set: &mut BTreeMap<String, usize>,
    ) {
        if let Some(subject) = why::subject_of(self.lowered, &assessed.subjects, rule) {
            let tree = why::explain(self.lowered, subject, rule);
            set.insert(name.to_owned(), self.tree(tree));
        }
    }

    /// Where a tree stands among all that differ.
    fn tree(&mut self, tree: Reason) -> usize {
        if let Some(at) = self.tree_at.get(&tree) {
            return *at;
        }
        self.trees.push(tree.clone());
        self.tree_at.insert(tree, self.trees.len() - 1);
        self.trees.len() - 1
    }

    /// The answers that trees repeat and patterns do not tell apart: 2e25 and 3e25 are on one side of a
    /// threshold, and each record shows its own.
    fn answers(&self, assessed: &Assessed) -> String {
        let facts = self.lowered.view().pack().vocabulary.facts();
        let spelled: Vec<_> = facts.filter(|(_, fact)| fact.kind != Kind::YesNo).collect();
        let mut answers = String::new();
        for subject in &assessed.subjects {
            answers.push('|');
            for (ix, fact) in &spelled {
                let known = subject.facts.get(*ix).filter(|known| known.layer.is_some());
                if let Some(known) = known {
                    answers = answers + &fact.id + "=" + &fact.words(&known.indicated) + ";";
                }
            }
        }
        answers
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
        let (trees, tree_sets) = used_trees(&mut systems, &self.trees, &self.tree_sets);
        let classes = Class::ALL
            .iter()
            .filter_map(|class| {
                let count = self.classes.get(class)?;
                Some((class.as_str().to_owned(), class.words().to_owned(), *count))
            })
            .collect();
        let explained = tree_sets.iter().flat_map(|set| set.keys().map(String::as_str));
        let points: BTreeSet<&str> = systems.iter().flat_map(named).chain(explained).collect();
        let points = points
            .into_iter()
            .filter_map(|id| {
                let rule = pack.find(id).and_then(|rule| pack.rule(rule))?;
                Some((id.to_owned(), format!("{} ({})", rule.title, rule.cite.words())))
            })
            .collect();
        let is_cell = |id: &String| {
            let mut columns = self.columns.iter();
            columns.any(|(_, kind, column)| *kind == PointKind::System && column.id == *id)
        };
        let cells = |bundle: &BundleData| bundle.excludes.iter().filter(|id| is_cell(id)).count();
        let mut bundles = bundles(self.lowered);
        bundles.sort_by_key(|bundle| std::cmp::Reverse(cells(bundle)));
        let first_questions: Vec<(String, usize)> = bundles
            .iter()
            .map(|bundle| (bundle.question.clone(), cells(bundle)))
            .filter(|(_, points)| *points > 0)
            .collect();
        let questions = questions_of(pack, &systems, &bundles);
        let readings = readings_of(self.lowered, &systems);
        let partial = systems.len() < self.count;
        let counted = |rows: Rows| if partial { rows.called() } else { Vec::new() };
        let mut rows = self.rows.called();
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
                first_questions,
                ..meta
            },
            columns: self.columns.into_iter().map(|(_, _, column)| column).collect(),
            rows,
            country_rows: counted(self.country_rows),
            class_rows: counted(self.class_rows),
            systems,
            trees,
            tree_sets,
            points,
            questions,
            bundles,
            readings,
            retired: self.apart,
            duties: DutyBook::default(),
            calendar: String::new(),
        }
    }
}

/// The trees of the systems that stayed: those that made room for telling ones leave theirs behind.
fn used_trees(
    systems: &mut [SystemData],
    trees: &[Reason],
    sets: &[BTreeMap<String, usize>],
) -> (Vec<Reason>, Vec<BTreeMap<String, usize>>) {
    let (mut kept, mut kept_sets) = (Vec::new(), Vec::new());
    let mut places: HashMap<usize, usize> = HashMap::new();
    let mut set_places: HashMap<usize, usize> = HashMap::new();
    for system in systems {
        let Some(set) = sets.get(system.tree) else { continue };
        system.tree = *set_places.entry(system.tree).or_insert_with(|| {
            let moved = set.iter().filter_map(|(id, at)| {
                let tree = trees.get(*at)?;
                let place = *places.entry(*at).or_insert_with(|| {
                    kept.push(tree.clone());
                    kept.len() - 1
                });
                Some((id.clone(), place))
            });
            kept_sets.push(moved.collect());
            kept_sets.len() - 1
        });
    }
    (kept, kept_sets)
}

/// Whether a statement says something about the system: that its operator's name is that of an
/// authority does not.
fn tells_of_the_system(said: &Statement) -> bool {
    let field = said.quote.as_ref().map(|quote| quote.field.as_str());
    !matches!(field, Some("organisation" | "unit"))
}

/// Every point that a sheet names.
fn named(system: &SystemData) -> impl Iterator<Item = &str> {
    let missing = system.missing.iter().flat_map(|at| &at.settles);
    let evidence = system.evidence.iter().flat_map(|at| &at.points);
    let contested = system.contested.iter().flat_map(|at| &at.points);
    let uses = system.uses.iter().flat_map(|at| at.points.iter().chain(&at.open));
    let applies = system.applies.iter().map(|at| &at.point);
    let others = missing.chain(evidence).chain(contested).chain(uses).chain(applies);
    system.other.iter().chain(&system.open_other).chain(others).map(String::as_str)
}

/// What to ask first of a system of which nothing is known.
fn bundles(lowered: &Lowered) -> Vec<BundleData> {
    let pack = lowered.view().pack();
    let settings = actlas_assess::Settings::default();
    let mut assessor = actlas_assess::Assessor::new(lowered, settings);
    let assessed = assessor.assess(&Record::default());
    let Some(subject) = assessed.subjects.first() else { return Vec::new() };
    let next =
        questions::next(lowered, PointKind::System, subject, &|_| false, &Asked::default(), 9);
    next.into_iter()
        .filter_map(|question| {
            let QuestionKind::Bundle(at) = question.kind else { return None };
            let bundle = pack.vocabulary.bundles().get(at)?;
            let none = bundle.none.iter().filter_map(|(fact, says)| {
                let fact = pack.vocabulary.get(*fact)?;
                Some((fact.id.clone(), fact.write(says)))
            });
            let excludes = question.settles.iter().filter_map(|rule| pack.rule(*rule));
            Some(BundleData {
                question: bundle.question.clone(),
                help: bundle.help.clone(),
                excludes: excludes.map(|rule| rule.id.clone()).collect(),
                none: none.collect(),
            })
        })
        .collect()
}

fn questions_of(
    pack: &Pack,
    systems: &[SystemData],
    bundles: &[BundleData],
) -> BTreeMap<String, QuestionData> {
    let stated = systems.iter().flat_map(|at| at.facts.iter().map(|fact| &fact.id));
    let missing = systems.iter().flat_map(|at| at.missing.iter().map(|missing| &missing.fact));
    let bundled = bundles.iter().flat_map(|at| at.none.iter().map(|(fact, _)| fact));
    let ids: BTreeSet<&String> = stated.chain(missing).chain(bundled).collect();
    ids.into_iter()
        .filter_map(|id| {
            let fact = pack.vocabulary.find(id).and_then(|at| pack.vocabulary.get(at))?;
            let options = fact.kind.options().iter();
            let (unit, spellings) = unit_of(&fact.kind);
            Some((
                id.clone(),
                QuestionData {
                    question: fact.question.clone(),
                    help: fact.help.clone(),
                    kind: fact.kind.as_str().to_owned(),
                    of: fact.of.as_str().to_owned(),
                    options: options.map(|at| (at.id.clone(), at.label.clone())).collect(),
                    unit,
                    spellings,
                    known_by: fact.known_by.clone(),
                    assessed: fact.assessed,
                },
            ))
        })
        .collect()
}

fn readings_of(lowered: &Lowered, systems: &[SystemData]) -> BTreeMap<String, ReadingData> {
    let contested: BTreeSet<&String> =
        systems.iter().flat_map(|at| at.contested.iter().map(|at| &at.question)).collect();
    let readings = lowered.view().pack().readings.iter().enumerate();
    readings
        .filter(|(_, reading)| contested.contains(&reading.id))
        .map(|(at, reading)| {
            let taken = reading.alternatives.get(lowered.choices().of(ReadingIx(at)));
            let alternatives = reading.alternatives.iter().map(|at| {
                (at.id.clone(), at.says.clone(), format!("{}, {}", at.holder, at.status))
            });
            let data = ReadingData {
                question: reading.question.clone(),
                taken: taken.map(|at| at.id.clone()).unwrap_or_default(),
                alternatives: alternatives.collect(),
            };
            (reading.id.clone(), data)
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

fn fact_data(pack: &Pack, said: &Statement, of_use: &str, actor: &str) -> Option<FactData> {
    let fact = pack.vocabulary.get(said.fact)?;
    Some(FactData {
        id: fact.id.clone(),
        question: fact.question.clone(),
        answer: fact.words(&said.says),
        value: fact.write(&said.says),
        of_use: of_use.to_owned(),
        actor: actor.to_owned(),
        layer: said.layer.as_str().to_owned(),
        by: said.by.clone(),
        at: said.at.clone(),
        why: said.why.clone(),
        source: said.source.clone(),
        quote: said.quote.as_ref().map(|quote| QuoteData {
            field: quote.field.clone(),
            start: quote.start,
            end: quote.end,
            text: quote.text.clone(),
        }),
    })
}
