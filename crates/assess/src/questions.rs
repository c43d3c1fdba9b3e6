//! Which questions settle most.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use actlas_facts::{FactIx, Knowledge, Vocabulary};
use actlas_law::{Atom, Class, Lowered, PointKind, Remembered, Rule, RuleIx, Target};
use actlas_logic::worlds;
use actlas_logic::{Input, Lit, Truth};

use crate::assess::SubjectView;

/// What knowing one fact would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactEffect {
    /// The fact.
    pub fact: FactIx,
    /// Points that at least one answer settles.
    pub settles: BTreeSet<RuleIx>,
    /// Points it can matter to.
    pub matters: BTreeSet<RuleIx>,
    /// How much of what is undecided the answers settle, summed over points: shares of possible worlds
    /// in thousandths. It ranks questions; it is no probability.
    pub weight: u64,
    /// Whether every world was looked at, so that `matters` names no fact too many.
    pub exact: bool,
}

impl FactEffect {
    pub(crate) fn join(&mut self, other: &FactEffect) {
        self.settles.extend(&other.settles);
        self.matters.extend(&other.matters);
        self.weight += other.weight;
        self.exact &= other.exact;
    }
}

/// Most decisive first: by how many points an answer settles, then by weight, then by how many points
/// it can matter to, then in the order of the vocabulary.
pub fn sort(effects: &mut [FactEffect]) {
    effects.sort_by(|a, b| {
        let key = |at: &FactEffect| (at.settles.len(), at.weight, at.matters.len());
        key(b).cmp(&key(a)).then(a.fact.cmp(&b.fact))
    });
}

/// Points with more worlds than this are not looked at world by world for a question: the answer to
/// "what next" must come at once.
const EXACT_WORLDS: usize = 1 << 12;

/// What single facts would do to one target.
#[derive(Clone, Debug)]
pub(crate) struct OnTarget {
    /// Facts, whether an answer settles the target, and how much of what is undecided the answers settle.
    facts: Vec<(FactIx, bool, u64)>,
    exact: bool,
}

/// What was found out of targets with the answers they rest on.
pub(crate) type Effects = Remembered<Arc<OnTarget>>;

/// The facts that can change one of the targets, and what they settle.
///
/// A target with few worlds is answered exactly. One with more is answered by what each single answer
/// settles; that is bounded by the number of answers, never leaves out a fact that matters, and says
/// so in [`FactEffect::exact`].
pub(crate) fn effects(
    lowered: &Lowered,
    subject: &SubjectView,
    targets: &[&Target],
    known: &mut Effects,
) -> Vec<FactEffect> {
    let answers = subject.indicated.as_slice();
    let packed = Truth::packed(answers.iter().copied());
    let truth_of = |input: Input| answers.get(input.0 as usize).copied().unwrap_or_default();
    let mut found = Found::default();
    let mut too_large: Vec<&Target> = Vec::new();
    for target in targets {
        let inputs = || rests_on(lowered, target.lit).into_iter();
        let remembered = known.get(target.lit, inputs, &packed);
        let new = || by_worlds(lowered, &truth_of, target).map(Arc::new);
        match remembered.clone().or_else(new) {
            Some(effects) => {
                found.add(target.rule, &effects);
                if remembered.is_none() {
                    known.insert(target.lit, &packed, effects);
                }
            }
            None => too_large.push(target),
        }
    }
    for (target, effects) in too_large.iter().zip(by_flips(lowered, &truth_of, &too_large)) {
        found.add(target.rule, &effects);
        known.insert(target.lit, &packed, Arc::new(effects));
    }
    let vocabulary = &lowered.view().pack().vocabulary;
    let mut effects: Vec<FactEffect> = found.effects.into_values().collect();
    // A calculation that is unknown rests on facts of which some may be known.
    effects.retain(|effect| !subject.is_settled(vocabulary, effect.fact));
    sort(&mut effects);
    effects
}
/// The inputs that a literal depends on, with those that are settled together with them.
fn rests_on(lowered: &Lowered, lit: Lit) -> BTreeSet<Input> {
    let cone = lowered.program().cone(&[lit]);
    let variables: BTreeSet<usize> =
        cone.inputs().iter().filter_map(|(input, _)| lowered.variables().of(*input)).collect();
    let all = variables.into_iter().filter_map(|at| lowered.variables().list().get(at));
    all.flat_map(|variable| variable.inputs()).copied().collect()
}

fn by_worlds(
    lowered: &Lowered,
    truth_of: &dyn Fn(Input) -> Truth,
    target: &Target,
) -> Option<OnTarget> {
    let residual = lowered.conclusion(target.rule)?.residual(truth_of, EXACT_WORLDS)?;
    let mut facts = Vec::new();
    for effect in &residual.effects {
        let settles = effect.after.iter().any(|truth| truth.is_known());
        let weight = (effect.settles * 1000 / residual.worlds.max(1)) as u64;
        facts.extend(facts_of(lowered, effect.variable).map(|fact| (fact, settles, weight)));
    }
    Some(OnTarget { facts, exact: true })
}

fn by_flips(
    lowered: &Lowered,
    truth_of: &dyn Fn(Input) -> Truth,
    targets: &[&Target],
) -> Vec<OnTarget> {
    if targets.is_empty() {
        return Vec::new();
    }
    let values = lowered.program().evaluate(truth_of);
    let reach: Vec<BTreeSet<usize>> = targets
        .iter()
        .map(|target| {
            let inputs = lowered.program().can_matter(&values, target.lit);
            inputs.into_iter().filter_map(|input| lowered.variables().of(input)).collect()
        })
        .collect();
    let lits: Vec<Lit> = targets.iter().map(|target| target.lit).collect();
    let relevant = |variable: usize| reach.iter().any(|variables| variables.contains(&variable));
    let mut effects = vec![OnTarget { facts: Vec::new(), exact: false }; targets.len()];
    for flip in worlds::flips(lowered.program(), &lits, lowered.variables(), relevant, truth_of) {
        for (at, (effects, reach)) in effects.iter_mut().zip(&reach).enumerate() {
            if !reach.contains(&flip.variable) {
                continue;
            }
            let known =
                flip.after.iter().filter(|after| after.get(at).is_some_and(|at| at.is_known()));
            let settling = known.count();
            let weight = (settling * 1000 / flip.after.len().max(1)) as u64;
            let facts = facts_of(lowered, flip.variable);
            effects.facts.extend(facts.map(|fact| (fact, settling > 0, weight)));
        }
    }
    effects
}

/// The facts a variable stands for; a calculation stands for all it reads.
fn facts_of(lowered: &Lowered, variable: usize) -> impl Iterator<Item = FactIx> {
    let input = lowered.variables().list().get(variable).and_then(|at| at.inputs().first());
    let atom = input.and_then(|input| lowered.atoms().get(input.0 as usize));
    atom.map(Atom::facts).unwrap_or_default().iter().copied()
}

#[derive(Default)]
struct Found {
    effects: BTreeMap<FactIx, FactEffect>,
}

impl Found {
    fn add(&mut self, rule: RuleIx, on_target: &OnTarget) {
        for (fact, settles, weight) in &on_target.facts {
            let effect = self.effects.entry(*fact).or_insert_with(|| FactEffect {
                fact: *fact,
                settles: BTreeSet::new(),
                matters: BTreeSet::new(),
                weight: 0,
                exact: true,
            });
            effect.matters.insert(rule);
            if *settles {
                effect.settles.insert(rule);
            }
            effect.weight += weight;
            effect.exact &= on_target.exact;
        }
    }
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuestionKind {
    /// One fact.
    Fact(FactIx),
    /// Several facts that "none of these" settles; by its position in the vocabulary.
    Bundle(usize),
}

/// A question, and what its answers settle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What is asked.
    pub kind: QuestionKind,
    /// Points that at least one answer settles; for a bundle, the points that "none of these" excludes.
    pub settles: Vec<RuleIx>,
    /// Whether every possible world was looked at.
    pub exact: bool,
}

/// What was asked already, and what is worth asking because of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Questions that are not asked again.
    pub facts: BTreeSet<FactIx>,
    /// Bundles that are not asked again.
    pub bundles: BTreeSet<usize>,
    /// Facts of bundles that were answered with "some of these": asked next.
    pub some: BTreeSet<FactIx>,
}

impl Asked {
    fn skips(&self, kind: &QuestionKind) -> bool {
        match kind {
            QuestionKind::Fact(fact) => self.facts.contains(fact),
            QuestionKind::Bundle(at) => self.bundles.contains(at),
        }
    }

    /// Remembers that a question was asked.
    pub fn add(&mut self, kind: &QuestionKind) {
        match kind {
            QuestionKind::Fact(fact) => self.facts.insert(*fact),
            QuestionKind::Bundle(at) => self.bundles.insert(*at),
        };
    }
}

/// The next questions about a subject, best first, at most `most`.
///
/// Points of which something is known come first: a question about them is one the answerer can expect. Of those
/// questions the first are about facts of which people or files say different things.
/// Then what settles whether the Act applies, if a point holds that waits for it. Then facts of bundles that were answered with "some of these", then bundles, by how many points
/// "none of these" excludes; then single facts for what is left.
pub fn next(
    lowered: &Lowered,
    kind: PointKind,
    subject: &SubjectView,
    open: &dyn Fn(RuleIx) -> bool,
    asked: &Asked,
    most: usize,
) -> Vec<Question> {
    let undecided: Vec<&Target> = lowered
        .main()
        .points
        .iter()
        .filter(|(of, _)| *of == kind)
        .map(|(_, target)| target)
        .filter(|target| subject.judgement().values.get(target.lit) == Truth::Unknown)
        .filter(|target| has_consequence(lowered, target.rule, subject))
        .collect();
    let (first, rest): (Vec<&Target>, Vec<&Target>) =
        undecided.iter().partition(|target| open(target.rule));
    let mut questions: Vec<Question> = Vec::new();
    let add = |effects: Vec<FactEffect>, questions: &mut Vec<Question>| {
        for effect in effects {
            let kind = QuestionKind::Fact(effect.fact);
            let again = questions.iter().any(|other| other.kind == kind);
            if !again && !asked.skips(&kind) {
                let settles = effect.settles.into_iter().collect();
                questions.push(Question { kind, settles, exact: effect.exact });
            }
        }
    };
    let mut known = Effects::default();
    let mut effects = |targets: &[&Target]| effects(lowered, subject, targets, &mut known);
    let mut of_first = effects(&first);
    of_first.sort_by_key(|effect| !subject.facts.is_disputed(effect.fact));
    add(of_first, &mut questions);
    if let Some(scope) = open_scope(lowered, kind, subject) {
        let mut of_scope = effects(&[&scope]);
        of_scope.retain(|effect| !effect.settles.is_empty());
        add(of_scope, &mut questions);
    }
    let mut others: Option<Vec<FactEffect>> = None;
    if questions.len() < most && !asked.some.is_subset(&asked.facts) {
        let of_rest = effects(&rest);
        let of_some = |effect: &&FactEffect| asked.some.contains(&effect.fact);
        add(of_rest.iter().filter(of_some).cloned().collect(), &mut questions);
        others = Some(of_rest);
    }
    if questions.len() < most {
        questions.extend(bundles(lowered, kind, subject, &undecided, asked));
    }
    if questions.len() < most {
        add(others.unwrap_or_else(|| effects(&rest)), &mut questions);
    }
    questions.truncate(most);
    questions
}

/// Whether a point can have a consequence for the subject: an exemption has none where nothing is left that
/// it exempts from.
fn has_consequence(lowered: &Lowered, rule: RuleIx, subject: &SubjectView) -> bool {
    let with = lowered.view().pack().rule(rule).map(|rule| rule.asked_with.as_slice());
    let with = with.unwrap_or_default();
    let values = &subject.judgement().values;
    with.is_empty() || with.iter().any(|rule| values.get(lowered.lit(*rule)) != Truth::False)
}

/// Whether the subject is outside the Act, if that is unknown and a point with consequences holds.
fn open_scope(lowered: &Lowered, kind: PointKind, subject: &SubjectView) -> Option<Target> {
    let pack = lowered.view().pack();
    let values = &subject.judgement().values;
    let waits = |(of, target): &(PointKind, Target)| {
        *of == kind
            && values.get(target.lit) == Truth::True
            && pack.rule(target.rule).is_some_and(|rule| rule.starts.is_some())
    };
    if !lowered.main().points.iter().any(waits) {
        return None;
    }
    let outside = |rule: &Rule| {
        let class = rule.class.as_ref();
        class.is_some_and(|(class, of)| *class == Class::OutOfScope.as_str() && *of == kind)
    };
    let (rule, _) = pack.rules().find(|(_, rule)| outside(rule))?;
    let lit = lowered.lit(rule);
    (values.get(lit) == Truth::Unknown).then_some(Target { rule, lit, exact: None })
}

fn bundles(
    lowered: &Lowered,
    kind: PointKind,
    subject: &SubjectView,
    undecided: &[&Target],
    asked: &Asked,
) -> Vec<Question> {
    let vocabulary = &lowered.view().pack().vocabulary;
    let mut bundles: Vec<Question> = Vec::new();
    for (at, bundle) in vocabulary.bundles().iter().enumerate() {
        if asked.skips(&QuestionKind::Bundle(at)) {
            continue;
        }
        let answers = with_none(lowered, vocabulary, subject, &bundle.none);
        let judged = lowered.judge_answers(kind, &answers);
        let excluded: Vec<RuleIx> = undecided
            .iter()
            .filter(|target| judged.values.get(target.lit).is_known())
            .map(|target| target.rule)
            .collect();
        // A bundle that settles one point says no more than the question about that point.
        if excluded.len() > 1 {
            bundles.push(Question {
                kind: QuestionKind::Bundle(at),
                settles: excluded,
                exact: true,
            });
        }
    }
    bundles.sort_by_key(|question| std::cmp::Reverse(question.settles.len()));
    bundles
}

/// The answers of a subject if a bundle is answered with "none of these".
fn with_none(
    lowered: &Lowered,
    vocabulary: &Vocabulary,
    subject: &SubjectView,
    none: &[(FactIx, Knowledge)],
) -> Vec<Truth> {
    let mut answers = subject.indicated.clone();
    for (place, atom) in answers.iter_mut().zip(lowered.atoms()) {
        let Atom::Test(fact, test) = atom else { continue };
        let Some((_, says)) = none.iter().find(|(of, _)| of == fact) else { continue };
        let known = subject.facts.get(*fact).map(|at| &at.indicated);
        let nothing = vocabulary.get(*fact).map(|fact| Knowledge::nothing(&fact.kind));
        if let Some(known) = known.or(nothing.as_ref()) {
            *place = known.completed_by(says).test(test);
        }
    }
    answers
}
