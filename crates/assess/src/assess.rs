//! Records to outcomes.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::rc::Rc;

use actlas_facts::{
    Assumption, FactIx, Finding, Knowledge, Layer, OptionIx, Record, RecordKind, Statement,
    Subject, SubjectFacts, day_text, resolve,
};
use actlas_law::{
    Applies, Atom, Class, Judgement, Lowered, Pack, PointKind, ReadingIx, RuleIx, Target, Until,
};
use actlas_logic::{Input, Occurs, Truth};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::outcome::{
    AppliesAt, Contested, Evidence, Layered, Missing, Noted, Outcome, Place, Receipt, RoleOf,
    UseOutcome,
};
use crate::questions;

/// Distinct patterns of knowledge whose judgement is remembered.
const REMEMBERED: usize = 1 << 16;
/// Missing facts in an outcome, unless all are asked for.
const MISSING: usize = 5;

/// How much of what is taken for granted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Assume {
    /// The set `in-scope`.
    #[default]
    InScope,
    /// Nothing.
    Nothing,
}

/// What the caller decides about outcomes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The version of the engine, for receipts.
    pub engine: String,
    /// What is taken for granted.
    pub assume: Assume,
    /// Look at this role only.
    pub role: Option<OptionIx>,
    /// List unexamined points.
    pub list_unexamined: bool,
    /// List all missing facts instead of the five most decisive.
    pub all_missing: bool,
}

/// One use and one actor of a record, with everything concluded about them.
#[derive(Clone, Debug)]
pub struct SubjectView {
    /// Which use and actor.
    pub subject: Subject,
    /// What is known.
    pub facts: SubjectFacts,
    /// Answers to the program's questions by attested facts.
    pub established: Vec<Truth>,
    /// Answers by all layers.
    pub indicated: Vec<Truth>,
    judged: Rc<Judged>,
}

impl SubjectView {
    /// The judgement in the indicated layer.
    pub fn judgement(&self) -> &Judgement {
        &self.judged.indicated
    }

    /// The judgement in the established layer.
    pub fn established_judgement(&self) -> &Judgement {
        &self.judged.established
    }
}

/// What was concluded from one pattern of knowledge.
#[derive(Debug)]
struct Judged {
    established: Judgement,
    indicated: Judgement,
    contested: Vec<(ReadingIx, usize, Class, Vec<RuleIx>)>,
}

/// An outcome with what it was made from.
#[derive(Clone, Debug)]
pub struct Assessed {
    /// The published answer.
    pub outcome: Outcome,
    /// Uses and actors, one by one.
    pub subjects: Vec<SubjectView>,
    /// The gravest class in the indicated layer.
    pub class: Class,
    /// A name for everything that can make two sheets differ: equal for records of which the same is
    /// known.
    pub pattern: String,
}

/// Turns records into outcomes under one view of the law.
pub struct Assessor<'l, 'p> {
    lowered: &'l Lowered<'p>,
    settings: Settings,
    assumptions: &'p [Assumption],
    assumed: Vec<String>,
    roles: Option<FactIx>,
    own: BTreeMap<RuleIx, Vec<(Input, Occurs)>>,
    memory: HashMap<(PointKind, Vec<Truth>, Vec<Truth>), Rc<Judged>>,
}

impl<'l, 'p> Assessor<'l, 'p> {
    /// An assessor for a view.
    pub fn new(lowered: &'l Lowered<'p>, settings: Settings) -> Assessor<'l, 'p> {
        let pack = lowered.view().pack();
        let set = match settings.assume {
            Assume::InScope => pack.assumed("in-scope"),
            Assume::Nothing => None,
        };
        let own = lowered
            .main()
            .points
            .iter()
            .map(|(_, target)| (target.rule, own_inputs(lowered, target)))
            .collect();
        Assessor {
            lowered,
            settings,
            assumptions: set.map(|set| set.says.as_slice()).unwrap_or_default(),
            assumed: set.map(|set| set.id.clone()).into_iter().collect(),
            roles: pack.vocabulary.find("actor_role"),
            own,
            memory: HashMap::new(),
        }
    }

    /// The view and readings.
    pub fn lowered(&self) -> &'l Lowered<'p> {
        self.lowered
    }

    fn pack(&self) -> &'p Pack {
        self.lowered.view().pack()
    }

    fn id(&self, rule: RuleIx) -> String {
        self.pack().rule(rule).map_or(String::new(), |rule| rule.id.clone())
    }

    /// The points a record carries: systems those of systems, models those of models.
    pub fn kind_of(record: &Record) -> PointKind {
        match record.kind {
            RecordKind::Model => PointKind::Model,
            RecordKind::System | RecordKind::Component | RecordKind::Other => PointKind::System,
        }
    }

    /// Assesses one record.
    pub fn assess(&mut self, record: &Record) -> Assessed {
        let kind = Self::kind_of(record);
        let mut findings: Vec<Finding> = Vec::new();
        let mut subjects = Vec::new();
        for use_at in 0..record.uses.len().max(1) {
            for actor_at in 0..record.actors.len().max(1) {
                let subject = Subject { use_at, actor_at };
                let (facts, mut wrong) =
                    resolve(&self.pack().vocabulary, record, subject, self.assumptions);
                findings.append(&mut wrong);
                subjects.push(self.subject(kind, subject, facts));
            }
        }
        findings.dedup();
        let class = gravest(subjects.iter().map(|at| at.judged.indicated.class));
        let outcome = self.outcome(record, kind, &subjects, class, &findings);
        let pattern = pattern(record, &subjects);
        Assessed { outcome, subjects, class, pattern }
    }

    fn subject(&mut self, kind: PointKind, subject: Subject, facts: SubjectFacts) -> SubjectView {
        let role = self.settings.role;
        let roles = self.roles;
        let known = |fact: FactIx| facts.get(fact).map(|at| &at.indicated);
        let all = actlas_law::Subject { known: &known, roles, role };
        let indicated: Vec<Truth> =
            self.lowered.atoms().iter().map(|atom| all.answer(atom)).collect();
        let attested = |fact: FactIx| facts.get(fact).map(|at| &at.established);
        let sure = actlas_law::Subject { known: &attested, roles, role };
        let established: Vec<Truth> = self
            .lowered
            .atoms()
            .iter()
            .zip(&indicated)
            .map(|(atom, by_all)| match atom {
                // Which roles an actor may hold is asked of all that is known in both layers, so that
                // a role ruled out by a proposal is ruled out in both.
                Atom::MayBe(_) => *by_all,
                atom => sure.answer(atom),
            })
            .collect();
        let judged = self.judge(kind, &established, &indicated);
        SubjectView { subject, facts, established, indicated, judged }
    }

    /// Judges a pattern of knowledge, or remembers it: registers hold many records of which the same,
    /// often nothing, is known.
    fn judge(&mut self, kind: PointKind, established: &[Truth], indicated: &[Truth]) -> Rc<Judged> {
        let key = (kind, established.to_vec(), indicated.to_vec());
        if let Some(judged) = self.memory.get(&key) {
            return Rc::clone(judged);
        }
        let by_all = self.lowered.judge_answers(kind, indicated);
        let judged = Rc::new(Judged {
            established: self.lowered.judge_answers(kind, established),
            contested: self.lowered.contested(kind, indicated, &by_all),
            indicated: by_all,
        });
        if self.memory.len() >= REMEMBERED {
            self.memory.clear();
        }
        self.memory.insert(key, Rc::clone(&judged));
        judged
    }

    fn outcome(
        &self,
        record: &Record,
        kind: PointKind,
        subjects: &[SubjectView],
        class: Class,
        findings: &[Finding],
    ) -> Outcome {
        let established = union(subjects.iter().map(|at| at.judged.established.points.as_slice()));
        let indicated = union(subjects.iter().map(|at| at.judged.indicated.points.as_slice()));
        let with = |points: &[(RuleIx, Truth)], wanted: Truth| -> Vec<String> {
            points
                .iter()
                .filter(|(_, truth)| *truth == wanted)
                .map(|(ix, _)| self.id(*ix))
                .collect()
        };
        let undecided: Vec<RuleIx> = indicated
            .iter()
            .filter(|(_, truth)| *truth == Truth::Unknown)
            .map(|(rule, _)| *rule)
            .collect();
        let (open, unexamined): (Vec<RuleIx>, Vec<RuleIx>) = undecided
            .into_iter()
            .partition(|rule| subjects.iter().any(|at| self.is_open(*rule, at)));
        let ids = |rules: &[RuleIx]| rules.iter().map(|rule| self.id(*rule)).collect::<Vec<_>>();
        let view = self.lowered.view();
        let pack = self.pack();
        let mut readings = vec!["commission".to_owned()];
        readings.extend(self.lowered.choices().differing(pack));
        Outcome {
            id: record.id.clone(),
            name: record.name.clone(),
            kind: record.kind.as_str().to_owned(),
            stage: record.stage.as_str().to_owned(),
            organisation: record.organisation.clone(),
            source: Place { path: record.path.clone(), record: record.number },
            established: Layered {
                class: gravest(subjects.iter().map(|at| at.judged.established.class)).to_string(),
                points: with(&established, Truth::True),
                excluded: with(&established, Truth::False),
            },
            indicated: Layered {
                class: class.to_string(),
                points: with(&indicated, Truth::True),
                excluded: with(&indicated, Truth::False),
            },
            applies: self.applies(&indicated, subjects),
            contested: self.contested(class, &indicated, subjects),
            missing: self.missing(&open, subjects),
            evidence: self.evidence(record, &indicated, &open),
            unexamined: unexamined.len(),
            unexamined_points: self.settings.list_unexamined.then(|| ids(&unexamined)),
            open: ids(&open),
            assumed: self.assumed.clone(),
            uses: self.uses(record, subjects),
            roles: self.roles(record, kind, subjects),
            instance_of: record.instance_of.clone().or_else(|| proposed_instance(record)),
            findings: findings.iter().map(noted).collect(),
            receipt: Receipt {
                engine: self.settings.engine.clone(),
                law: pack.hash.clone(),
                lexicon: None,
                facts: facts_hash(record, pack),
                readings,
                assumed: self.assumed.clone(),
                on: day_text(view.on()),
                known: day_text(view.known()),
            },
        }
    }

    /// Whether something of a point's own is known with the value it asks for.
    fn is_open(&self, rule: RuleIx, at: &SubjectView) -> bool {
        let Some(own) = self.own.get(&rule) else { return false };
        own.iter().any(|(input, occurs)| {
            let asked = match at.indicated.get(input.0 as usize) {
                Some(Truth::True) => occurs.plainly,
                Some(Truth::False) => occurs.negated,
                _ => false,
            };
            asked && self.is_stated(*input, at)
        })
    }

    /// Whether the answer to a question rests on a statement, not on an assumption.
    fn is_stated(&self, input: Input, at: &SubjectView) -> bool {
        let Some(atom) = self.lowered.atoms().get(input.0 as usize) else { return false };
        atom.facts().iter().any(|fact| {
            let layer = at.facts.get(*fact).and_then(|resolved| resolved.layer);
            layer.is_some_and(|layer| layer > Layer::Assumed)
        })
    }

    fn applies(&self, points: &[(RuleIx, Truth)], subjects: &[SubjectView]) -> Vec<AppliesAt> {
        let mut applies = Vec::new();
        for (rule, _) in points.iter().filter(|(_, truth)| *truth == Truth::True) {
            let holds = |at: &&SubjectView| {
                at.judged.indicated.values.get(self.lowered.lit(*rule)) == Truth::True
            };
            let found = subjects
                .iter()
                .filter(holds)
                .find_map(|at| self.lowered.applies(*rule, &at.judged.indicated.values));
            applies.extend(found.map(|found| self.published(&found)));
        }
        applies
    }

    fn published(&self, applies: &Applies) -> AppliesAt {
        AppliesAt {
            point: self.id(applies.rule),
            status: applies.status.as_str().to_owned(),
            effective: applies.effective.map(day_text),
            formal: applies.formal.map(day_text),
            basis: applies.basis.short(),
            until: applies.until.as_ref().map(|until| match until {
                Until::Day(day) => day_text(*day),
                Until::SignificantChange => "significant-change".to_owned(),
            }),
            by_act_in_force_from: applies.by_act_in_force_from.map(day_text),
        }
    }

    fn contested(
        &self,
        class: Class,
        points: &[(RuleIx, Truth)],
        subjects: &[SubjectView],
    ) -> Vec<Contested> {
        let variants: BTreeSet<(ReadingIx, usize)> = subjects
            .iter()
            .flat_map(|at| {
                at.judged.contested.iter().map(|(reading, other, ..)| (*reading, *other))
            })
            .collect();
        let now: BTreeSet<RuleIx> =
            points.iter().filter(|(_, truth)| *truth == Truth::True).map(|(ix, _)| *ix).collect();
        let mut contested = Vec::new();
        for (reading, alternative) in variants {
            let mut classes = Vec::new();
            let mut rules: BTreeSet<RuleIx> = BTreeSet::new();
            for at in subjects {
                let same = |(of, other, ..): &&(ReadingIx, usize, Class, Vec<RuleIx>)| {
                    (*of, *other) == (reading, alternative)
                };
                match at.judged.contested.iter().find(same) {
                    Some((_, _, class, points)) => {
                        classes.push(*class);
                        rules.extend(points);
                    }
                    None => {
                        classes.push(at.judged.indicated.class);
                        let holds = at.judged.indicated.points.iter();
                        rules.extend(
                            holds.filter(|(_, truth)| *truth == Truth::True).map(|(ix, _)| *ix),
                        );
                    }
                }
            }
            let other = gravest(classes);
            if other == class && rules == now {
                continue;
            }
            let Some(question) = self.pack().readings.get(reading.0) else { continue };
            let answer = question.alternatives.get(alternative);
            contested.push(Contested {
                question: question.id.clone(),
                reading: answer.map_or(String::new(), |answer| answer.id.clone()),
                class: other.to_string(),
                points: rules.into_iter().map(|rule| self.id(rule)).collect(),
            });
        }
        contested
    }

    fn missing(&self, open: &[RuleIx], subjects: &[SubjectView]) -> Vec<Missing> {
        if open.is_empty() {
            return Vec::new();
        }
        let mut effects: Vec<questions::FactEffect> = Vec::new();
        for at in subjects {
            let targets: Vec<&Target> = open
                .iter()
                .filter(|rule| self.is_open(**rule, at))
                .filter_map(|rule| self.lowered.point(*rule))
                .collect();
            for effect in questions::effects(self.lowered, &at.indicated, &targets) {
                match effects.iter_mut().find(|other| other.fact == effect.fact) {
                    Some(other) => other.join(&effect),
                    None => effects.push(effect),
                }
            }
        }
        questions::sort(&mut effects);
        let wanted = if self.settings.all_missing { usize::MAX } else { MISSING };
        let vocabulary = &self.pack().vocabulary;
        effects
            .into_iter()
            .take(wanted)
            .filter_map(|effect| {
                let fact = vocabulary.get(effect.fact)?;
                Some(Missing {
                    fact: fact.id.clone(),
                    question: fact.question.clone(),
                    settles: effect.settles.iter().map(|rule| self.id(*rule)).collect(),
                })
            })
            .collect()
    }

    /// Statements that bear on points that are decided or open, in the order of the record.
    fn evidence(
        &self,
        record: &Record,
        points: &[(RuleIx, Truth)],
        open: &[RuleIx],
    ) -> Vec<Evidence> {
        let pack = self.pack();
        let concerned: Vec<RuleIx> = points
            .iter()
            .filter(|(rule, truth)| truth.is_known() || open.contains(rule))
            .map(|(rule, _)| *rule)
            .collect();
        let bears_on = |said: &Statement| -> Vec<String> {
            let of_fact = |input: &Input| {
                let atom = self.lowered.atoms().get(input.0 as usize);
                atom.is_some_and(|atom| {
                    atom.facts().contains(&said.fact)
                        && match atom {
                            Atom::Test(_, test) => said.says.test(test).is_known(),
                            Atom::Compute(_) | Atom::MayBe(_) => true,
                        }
                })
            };
            let concerns = |rule: &&RuleIx| {
                self.own.get(rule).is_some_and(|own| own.iter().any(|(input, _)| of_fact(input)))
            };
            concerned.iter().filter(concerns).map(|rule| self.id(*rule)).collect()
        };
        let uses = record.uses.iter().flat_map(|at| &at.statements);
        let actors = record.actors.iter().flat_map(|at| &at.statements);
        let said = record.statements.iter().chain(uses).chain(actors);
        said.filter_map(|said| {
            let fact = pack.vocabulary.get(said.fact)?;
            let points = bears_on(said);
            if points.is_empty() {
                return None;
            }
            Some(Evidence {
                fact: fact.id.clone(),
                value: fact.write(&said.says),
                layer: said.layer.as_str().to_owned(),
                points,
                field: said.quote.as_ref().map(|quote| quote.field.clone()),
                start: said.quote.as_ref().map(|quote| quote.start),
                end: said.quote.as_ref().map(|quote| quote.end),
                quote: said.quote.as_ref().map(|quote| quote.text.clone()),
                by: said.by.clone(),
                at: said.at.clone(),
                why: said.why.clone(),
                source: said.source.clone(),
            })
        })
        .collect()
    }

    fn uses(&self, record: &Record, subjects: &[SubjectView]) -> Vec<UseOutcome> {
        if record.uses.len() < 2 {
            return Vec::new();
        }
        let mut uses = Vec::new();
        for (number, of) in record.uses.iter().enumerate() {
            let mine: Vec<&SubjectView> =
                subjects.iter().filter(|at| at.subject.use_at == number).collect();
            let points = union(mine.iter().map(|at| at.judged.indicated.points.as_slice()));
            let with = |wanted: &dyn Fn(RuleIx, Truth) -> bool| -> Vec<String> {
                let fits = points.iter().filter(|(rule, truth)| wanted(*rule, *truth));
                fits.map(|(rule, _)| self.id(*rule)).collect()
            };
            let open = |rule, truth| {
                truth == Truth::Unknown && mine.iter().any(|at| self.is_open(rule, at))
            };
            uses.push(UseOutcome {
                id: of.id.clone(),
                purpose: of.purpose.clone(),
                class: gravest(mine.iter().map(|at| at.judged.indicated.class)).to_string(),
                points: with(&|_, truth| truth == Truth::True),
                open: with(&open),
            });
        }
        uses
    }

    fn roles(&self, record: &Record, kind: PointKind, subjects: &[SubjectView]) -> Vec<RoleOf> {
        let pack = self.pack();
        let Some(fact) = self.roles.and_then(|fact| pack.vocabulary.get(fact)) else {
            return Vec::new();
        };
        if kind == PointKind::Model {
            return Vec::new();
        }
        let mut roles: Vec<RoleOf> = Vec::new();
        for at in subjects.iter().filter(|at| at.subject.use_at == 0) {
            let holds_rule = |id: &str| {
                pack.find(id).is_some_and(|rule| {
                    at.judged.indicated.values.get(self.lowered.lit(rule)) == Truth::True
                })
            };
            let known = self.roles.and_then(|fact| at.facts.get(fact)).map(|at| &at.indicated);
            let (has, hasnt) = match known {
                Some(Knowledge::Set { has, hasnt }) => (*has, *hasnt),
                _ => Default::default(),
            };
            let named = |wanted: &dyn Fn(OptionIx, &str) -> bool| -> Vec<String> {
                let options = fact.kind.options().iter().enumerate();
                options
                    .filter(|(number, option)| wanted(OptionIx(*number as u8), &option.id))
                    .map(|(_, option)| option.id.clone())
                    .collect()
            };
            let holds = named(&|ix, id| has.contains(ix) || holds_rule(&format!("role.{id}")));
            let becomes = ["art25.1a", "art25.1b", "art25.1c", "art25.3"];
            let becomes_provider_by: Vec<String> = becomes
                .into_iter()
                .filter(|id| holds_rule(id))
                .filter_map(|id| pack.find(id).and_then(|rule| pack.rule(rule)))
                .map(|rule| rule.cite.short())
                .collect();
            let told = !holds.is_empty() || !hasnt.is_empty() || !becomes_provider_by.is_empty();
            let name = record.actors.get(at.subject.actor_at).map(|actor| actor.name.clone());
            if !told && name.is_none() {
                continue;
            }
            roles.push(RoleOf {
                actor: name.unwrap_or_default(),
                may_hold: named(&|ix, id| !hasnt.contains(ix) && !holds.iter().any(|at| at == id)),
                holds,
                becomes_provider_by,
            });
        }
        roles
    }
}

/// The questions of a point's own: not those about scope, roles and dates that all points share.
fn own_inputs(lowered: &Lowered, target: &Target) -> Vec<(Input, Occurs)> {
    let vocabulary = &lowered.view().pack().vocabulary;
    let cone = lowered.program().cone(&[target.lit]);
    let own = |input: &Input| match lowered.atoms().get(input.0 as usize) {
        Some(atom) => {
            let shared = |fact: &FactIx| vocabulary.get(*fact).is_some_and(|fact| fact.shared);
            !atom.facts().is_empty() && !atom.facts().iter().all(shared)
        }
        None => false,
    };
    let mut inputs: Vec<(Input, Occurs)> =
        cone.inputs().iter().filter(|(input, _)| own(input)).copied().collect();
    // Points about scope are made of shared facts; those are their own.
    if inputs.is_empty() {
        inputs = cone.inputs().to_vec();
    }
    inputs
}

/// True if true of one subject, false if false of all.
fn union<'a>(subjects: impl Iterator<Item = &'a [(RuleIx, Truth)]>) -> Vec<(RuleIx, Truth)> {
    let mut union: Vec<(RuleIx, Truth)> = Vec::new();
    for points in subjects {
        if union.is_empty() {
            union = points.to_vec();
        } else {
            for (mine, theirs) in union.iter_mut().zip(points) {
                mine.1 = mine.1.max(theirs.1);
            }
        }
    }
    union
}

/// The gravest class; a record is not harmless while one of its uses is undetermined.
fn gravest(classes: impl IntoIterator<Item = Class>) -> Class {
    classes.into_iter().min().unwrap_or(Class::Undetermined)
}

/// Equal vendor and product make two records instances of the same thing. It is a proposal, and shown
/// as one; no fact is shared because of it.
fn proposed_instance(record: &Record) -> Option<String> {
    let word = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let (vendor, product) = (word(&record.vendor), word(&record.product));
    (!vendor.is_empty() && !product.is_empty()).then(|| format!("proposed:{vendor}/{product}"))
}

fn noted(finding: &Finding) -> Noted {
    Noted {
        code: finding.code.to_string(),
        severity: finding.severity.as_str().to_owned(),
        place: finding.place.to_string(),
        fact: finding.fact.clone(),
        hint: finding.hint.clone(),
    }
}

/// The hash of everything said of a record: the same facts give the same hash, in whatever file.
fn facts_hash(record: &Record, pack: &Pack) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut add = |of: &str, statements: &[Statement]| {
        for said in statements {
            let Some(fact) = pack.vocabulary.get(said.fact) else { continue };
            let value = fact.write(&said.says);
            let value = if value == Value::Null { String::new() } else { value.to_string() };
            lines.push(format!("{of}\t{}\t{value}\t{}", fact.id, said.layer.as_str()));
        }
    };
    add("", &record.statements);
    record.uses.iter().for_each(|at| add(&format!("use {}", at.id), &at.statements));
    record.actors.iter().for_each(|at| add(&format!("actor {}", at.name), &at.statements));
    lines.sort_unstable();
    let mut hash = Sha256::new();
    for line in &lines {
        hash.update(line);
        hash.update("\n");
    }
    let mut text = String::from("sha256:");
    for byte in hash.finalize() {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn pattern(record: &Record, subjects: &[SubjectView]) -> String {
    let mut pattern = String::from(record.kind.as_str());
    for at in subjects {
        pattern.push('|');
        for truth in at.established.iter().chain(&at.indicated) {
            pattern.push(match truth {
                Truth::True => 't',
                Truth::False => 'f',
                Truth::Unknown => '?',
            });
        }
    }
    pattern
}
