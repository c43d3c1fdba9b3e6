//! Records to outcomes.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use actlas_facts::{
    Assumption, Date, FactIx, Finding, Layer, OptionIx, Record, RecordKind, Resolver, Subject,
    SubjectFacts, Vocabulary,
};
use actlas_law::{
    Atom, Class, Judgement, Lowered, OtherProtection, Pack, PointKind, ReadingIx, RuleIx,
};
use actlas_logic::{Input, Truth};

use crate::answers::Answers;
use crate::follows::with_what_follows;
use crate::kinds::Kinds;
use crate::outcome::{Layered, Outcome, Place, Receipt, Step};
use crate::own::Own;
use crate::pairs;
use crate::publish::{facts_hash, models_of, noted, proposed_instance};
use crate::questions::Effects;

/// Distinct patterns of knowledge whose judgement is remembered.
pub(crate) const REMEMBERED: usize = 1 << 16;

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
    /// The hash of the lexicon that proposed facts, for receipts.
    pub lexicon: Option<String>,
    /// What is taken for granted.
    pub assume: Assume,
    /// List the duties of this role only.
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
    pub(crate) judged: Arc<Judged>,
}

impl SubjectView {
    /// The judgement in the indicated layer.
    pub fn judgement(&self) -> &Judgement {
        &self.judged.indicated
    }

    /// Whether nothing is left to be known of a fact, what is assumed included.
    pub(crate) fn is_settled(&self, vocabulary: &Vocabulary, fact: FactIx) -> bool {
        let known = self.facts.get(fact).zip(vocabulary.get(fact));
        known.is_some_and(|(known, fact)| known.indicated.is_settled(&fact.kind))
    }

    /// The judgement in the established layer.
    pub fn established_judgement(&self) -> &Judgement {
        &self.judged.established
    }
}

/// What was concluded from one pattern of knowledge.
#[derive(Debug)]
pub(crate) struct Judged {
    pub(crate) established: Arc<Judgement>,
    pub(crate) indicated: Arc<Judgement>,
    pub(crate) contested: Vec<(ReadingIx, usize, Class, Vec<RuleIx>)>,
    /// The variants of the law under which other duties may be owed.
    pub(crate) moving: Vec<usize>,
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
    /// The same record under the law ahead, where an act is published and not yet in force on the day.
    pub(crate) ahead: Option<Box<Assessed>>,
}

impl Assessed {
    /// A name for everything that can make two sheets differ: equal for records of which the same is
    /// known.
    pub fn pattern(&self) -> String {
        let mut pattern = self.outcome.kind.clone();
        for at in &self.subjects {
            pattern.push('|');
            for truth in at.established.iter().chain(&at.indicated) {
                pattern.push(match truth {
                    Truth::True => 't',
                    Truth::False => 'f',
                    Truth::Unknown => '?',
                });
            }
            // Sheets name the layer of every answer, and what is assumed opens no point.
            for (fact, layer) in at.facts.layers() {
                let letter = match layer {
                    Layer::Assumed => 's',
                    Layer::Proposed => 'p',
                    Layer::Attested => 'a',
                };
                pattern.push_str(&fact.to_string());
                pattern.push(letter);
            }
            for (fact, sides) in at.facts.disputes() {
                pattern.push_str(&format!("{fact}{sides:?}"));
            }
        }
        pattern
    }
}

/// Turns records into outcomes under one view of the law.
pub struct Assessor<'l, 'p> {
    pub(crate) lowered: &'l Lowered<'p>,
    pub(crate) settings: Settings,
    assumptions: &'p [Assumption],
    pub(crate) assumed: Vec<String>,
    pub(crate) roles: Option<FactIx>,
    answers: Answers<'l>,
    pub(crate) own: BTreeMap<RuleIx, Own>,
    /// By fact, the points on which it bears, in the order of the pack, with its questions among theirs.
    pub(crate) bearing: HashMap<FactIx, Vec<(RuleIx, Vec<Input>)>>,
    kinds: Kinds,
    memory: HashMap<(PointKind, Vec<u64>, Vec<u64>), Arc<Judged>>,
    pub(crate) effects: RefCell<Effects>,
    judgements: HashMap<(PointKind, Vec<u64>), Arc<Judgement>>,
    exact: actlas_law::Memory,
    pub(crate) other_protections: Vec<OtherProtection<'p>>,
    /// The day asked about; the law that is judged may be that of a day ahead of it.
    pub(crate) asked_on: Date,
    pub(crate) ahead: Option<Box<Assessor<'l, 'p>>>,
    /// Assessors under other answers to contested questions, by the position of the variant of the law.
    pub(crate) others: RefCell<BTreeMap<usize, Assessor<'l, 'p>>>,
}

impl<'l, 'p> Assessor<'l, 'p> {
    /// An assessor for a view.
    pub fn new(lowered: &'l Lowered<'p>, settings: Settings) -> Assessor<'l, 'p> {
        let other_protections = lowered.other_protections();
        Assessor { other_protections, ..Assessor::under(lowered, settings) }
    }

    /// An assessor that compares with no other answers.
    pub(crate) fn under(lowered: &'l Lowered<'p>, settings: Settings) -> Assessor<'l, 'p> {
        let asked_on = lowered.view().on();
        let ahead = lowered.ahead().map(|ahead| {
            let assessor = Assessor::new(ahead, settings.clone());
            Box::new(Assessor { asked_on, ..assessor })
        });
        let pack = lowered.view().pack();
        let set = match settings.assume {
            Assume::InScope => pack.assumed("in-scope"),
            Assume::Nothing => None,
        };
        let roles = pack.vocabulary.find("actor_role");
        let points = lowered.main().points.iter().map(|(_, target)| target);
        let own = points.map(|target| (target.rule, Own::new(lowered, target))).collect();
        Assessor {
            lowered,
            settings,
            assumptions: set.map(|set| set.says.as_slice()).unwrap_or_default(),
            assumed: set.map(|set| set.id.clone()).into_iter().collect(),
            roles,
            answers: Answers::new(lowered, roles),
            bearing: bearing(lowered, &own),
            own,
            kinds: Kinds::new(lowered),
            memory: HashMap::new(),
            effects: RefCell::new(Effects::default()),
            judgements: HashMap::new(),
            exact: actlas_law::Memory::default(),
            other_protections: Vec::new(),
            asked_on,
            ahead,
            others: RefCell::default(),
        }
    }

    /// The view and readings.
    pub fn lowered(&self) -> &'l Lowered<'p> {
        self.lowered
    }

    pub(crate) fn pack(&self) -> &'p Pack {
        self.lowered.view().pack()
    }

    pub(crate) fn id(&self, rule: RuleIx) -> String {
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
        // What is wrong with the record is found again with each of its uses and actors.
        let mut told: HashSet<Finding> = HashSet::new();
        let mut subjects = Vec::new();
        let with_more = with_what_follows(self.pack(), record);
        let resolver = Resolver::new(&self.pack().vocabulary, &with_more, self.assumptions);
        let (pairs, too_many) = pairs::subjects(record);
        findings.extend(too_many);
        for subject in pairs {
            let (facts, wrong) = resolver.subject(subject);
            findings.extend(wrong.into_iter().filter(|at| told.insert(at.clone())));
            subjects.push(self.subject(kind, subject, facts));
        }
        findings.extend(self.kinds.finding(self.lowered, record, kind));
        if kind == PointKind::Model {
            findings.extend(self.use_of_model(record, &subjects));
        }
        findings.extend(self.misfits(record, &subjects));
        let class = gravest(subjects.iter().map(|at| at.judged.indicated.class));
        let mut outcome = self.outcome(record, &with_more, kind, &subjects, class, &findings);
        self.redate(&mut outcome, &subjects);
        let ahead = self.ahead.as_mut().map(|ahead| Box::new(ahead.assess(record)));
        if let Some(ahead) = &ahead {
            self.without_what_never_starts(&mut outcome.applies, ahead);
        }
        Assessed { outcome, subjects, class, ahead }
    }

    /// What the words of a model say of a use that is prohibited or listed: as a system it would carry these points,
    /// and as a model it carries none.
    fn use_of_model(&mut self, record: &Record, subjects: &[SubjectView]) -> Option<Finding> {
        if !self.kinds.is_read_of_systems(record) {
            return None;
        }
        let mut points: Vec<RuleIx> = Vec::new();
        for at in subjects {
            let system = self.subject(PointKind::System, at.subject, at.facts.clone());
            let raised = system.judged.indicated.points.iter().filter(|(rule, truth)| {
                let is_use = ["art5.", "annex3."].iter().any(|of| self.id(*rule).starts_with(of));
                let is_raised = match truth {
                    Truth::True => true,
                    Truth::Unknown => self.is_open(*rule, &system),
                    Truth::False => false,
                };
                is_use && is_raised && !points.contains(rule)
            });
            let raised: Vec<RuleIx> = raised.map(|(rule, _)| *rule).collect();
            points.extend(raised);
        }
        let bears = |fact: &FactIx| {
            let on = self.bearing.get(fact).map(Vec::as_slice).unwrap_or_default();
            on.iter().any(|(rule, _)| points.contains(rule))
        };
        let cites = points.iter().filter_map(|rule| self.pack().rule(*rule));
        let cites: Vec<String> = cites.map(|rule| rule.cite.short()).collect();
        self.kinds.use_of_model(record, &bears, &cites)
    }

    fn subject(&mut self, kind: PointKind, subject: Subject, facts: SubjectFacts) -> SubjectView {
        let (established, indicated) = self.answers.of(&facts);
        let judged = self.judge(kind, &established, &indicated);
        SubjectView { subject, facts, established, indicated, judged }
    }

    /// Judges a pattern of knowledge, or remembers it: registers hold many records of which the same,
    /// often nothing, is known.
    pub(crate) fn judge(
        &mut self,
        kind: PointKind,
        established: &[Truth],
        indicated: &[Truth],
    ) -> Arc<Judged> {
        let packed = |answers: &[Truth]| Truth::packed(answers.iter().copied());
        let key = (kind, packed(established), packed(indicated));
        if let Some(judged) = self.memory.get(&key) {
            return Arc::clone(judged);
        }
        let by_all = self.judge_layer(kind, indicated);
        let contested =
            self.lowered.contested_remembering(kind, indicated, &by_all, &mut self.exact);
        let judged = Arc::new(Judged {
            established: self.judge_layer(kind, established),
            moving: self.lowered.moving(&by_all, &contested),
            contested,
            indicated: by_all,
        });
        if self.memory.len() >= REMEMBERED {
            self.memory.clear();
        }
        self.memory.insert(key, Arc::clone(&judged));
        judged
    }

    /// Judges one layer, or remembers it: the established one is empty in most records.
    fn judge_layer(&mut self, kind: PointKind, answers: &[Truth]) -> Arc<Judgement> {
        let key = (kind, Truth::packed(answers.iter().copied()));
        if let Some(judgement) = self.judgements.get(&key) {
            return Arc::clone(judgement);
        }
        let judgement = Arc::new(self.lowered.judge_remembering(kind, answers, &mut self.exact));
        if self.judgements.len() >= REMEMBERED {
            self.judgements.clear();
        }
        self.judgements.insert(key, Arc::clone(&judgement));
        judgement
    }

    fn outcome(
        &self,
        record: &Record,
        with_more: &Record,
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
        let pack = self.pack();
        let read = record.findings.iter().map(|at| noted(at, Step::Reading));
        let assessed = findings.iter().map(|at| noted(at, Step::Assessing));
        let mut missing = self.missing(&open, subjects);
        if missing.is_empty() && class == Class::Undetermined {
            missing = self.missing_of_scope(kind, &indicated, subjects);
        }
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
            missing,
            evidence: self.evidence(with_more, &indicated, &open),
            unexamined: unexamined.len(),
            unexamined_points: self.settings.list_unexamined.then(|| ids(&unexamined)),
            open: ids(&open),
            assumed: self.assumed.clone(),
            uses: self.uses(record, subjects),
            roles: self.roles(record, kind, subjects),
            instance_of: record.instance_of.clone().or_else(|| proposed_instance(record)),
            findings: read.chain(assessed).collect(),
            receipt: Receipt {
                models: models_of(record),
                facts: facts_hash(record, pack),
                ..self.receipt()
            },
        }
    }

    /// Whether something that points to the point is stated.
    pub(crate) fn is_open(&self, rule: RuleIx, at: &SubjectView) -> bool {
        let Some(own) = self.own.get(&rule) else { return false };
        // An assumption opens nothing: it is the same for every record.
        let is_stated = |atom: &Atom| {
            atom.facts().iter().any(|fact| {
                let layer = at.facts.get(*fact).and_then(|resolved| resolved.layer);
                layer.is_some_and(|layer| layer > Layer::Assumed)
            })
        };
        let by_sides = |atom: &Atom| self.by_sides(at, atom, Layer::Proposed);
        own.is_opened(&at.indicated, &is_stated, &by_sides, self.lowered.atoms())
            || self.is_pointed_to(own, at.judgement())
    }

    /// The same by attested facts alone.
    pub(crate) fn is_surely_open(&self, rule: RuleIx, at: &SubjectView) -> bool {
        let Some(own) = self.own.get(&rule) else { return false };
        let is_attested = |atom: &Atom| {
            atom.facts().iter().any(|fact| {
                let kind = self.pack().vocabulary.get(*fact).map(|fact| &fact.kind);
                let known = at.facts.get(*fact).zip(kind);
                known.is_some_and(|(known, kind)| known.established.says_something(kind))
            })
        };
        let by_sides = |atom: &Atom| self.by_sides(at, atom, Layer::Attested);
        own.is_opened(&at.established, &is_attested, &by_sides, self.lowered.atoms())
            || self.is_pointed_to(own, at.established_judgement())
    }

    /// What those who contradict each other about a question's facts, in a layer or above it, answer to it.
    fn by_sides(&self, at: &SubjectView, atom: &Atom, least: Layer) -> Vec<Truth> {
        let mut answers = Vec::new();
        for fact in atom.facts().iter().filter(|fact| at.facts.is_disputed(**fact)) {
            let sides = at.facts.get(*fact).map(|known| known.sides.as_slice()).unwrap_or_default();
            for (_, side) in sides.iter().filter(|(layer, _)| *layer >= least) {
                let known = |of: FactIx| match of == *fact {
                    true => Some(side),
                    false => at.facts.get(of).map(|known| &known.indicated),
                };
                let subject = actlas_law::Subject { known: &known, roles: self.roles, role: None };
                answers.push(subject.answer(atom));
            }
        }
        answers
    }

    fn is_pointed_to(&self, own: &Own, judged: &Judgement) -> bool {
        let holds = |rule: &RuleIx| judged.values.get(self.lowered.lit(*rule)) == Truth::True;
        own.opened_by().iter().any(holds)
    }
}

/// Which of a point's questions are about which fact.
fn bearing(
    lowered: &Lowered,
    own: &BTreeMap<RuleIx, Own>,
) -> HashMap<FactIx, Vec<(RuleIx, Vec<Input>)>> {
    let mut bearing: HashMap<FactIx, Vec<(RuleIx, Vec<Input>)>> = HashMap::new();
    for (_, target) in &lowered.main().points {
        for input in own.get(&target.rule).map(Own::bearing).unwrap_or_default() {
            let atom = lowered.atoms().get(input.0 as usize);
            for fact in atom.map(Atom::facts).unwrap_or_default() {
                let points = bearing.entry(*fact).or_default();
                match points.last_mut() {
                    Some((rule, inputs)) if *rule == target.rule => inputs.push(*input),
                    _ => points.push((target.rule, vec![*input])),
                }
            }
        }
    }
    bearing
}

/// True if true of one subject, false if false of all.
pub(crate) fn union<'a>(
    subjects: impl Iterator<Item = &'a [(RuleIx, Truth)]>,
) -> Vec<(RuleIx, Truth)> {
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
pub(crate) fn gravest(classes: impl IntoIterator<Item = Class>) -> Class {
    classes.into_iter().min().unwrap_or(Class::Undetermined)
}
