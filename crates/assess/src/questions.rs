//! Which questions settle most.

use std::collections::{BTreeMap, BTreeSet};

use actlas_facts::{FactIx, Knowledge, Vocabulary};
use actlas_law::{Atom, Class, Lowered, PointKind, Rule, RuleIx, Target};
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

/// The facts that can change one of the targets, and what they settle.
///
/// A target with few worlds is answered exactly. One with more is answered by what each single answer
/// settles; that is bounded by the number of answers, never leaves out a fact that matters, and says
/// so in [`FactEffect::exact`].
pub fn effects(lowered: &Lowered, answers: &[Truth], targets: &[&Target]) -> Vec<FactEffect> {
    let truth_of = |input: Input| answers.get(input.0 as usize).copied().unwrap_or_default();
    let mut found = Found::default();
    let mut too_large: Vec<&Target> = Vec::new();
    for target in targets {
        let residual = lowered
            .conclusion(target.rule)
            .and_then(|conclusion| conclusion.residual(&truth_of, EXACT_WORLDS));
        let Some(residual) = residual else {
            too_large.push(target);
            continue;
        };
        for effect in &residual.effects {
            let settles = effect.after.iter().any(|truth| truth.is_known());
            let weight = (effect.settles * 1000 / residual.worlds.max(1)) as u64;
            for fact in facts_of(lowered, effect.variable) {
                found.add(fact, target.rule, settles, weight, true);
            }
        }
    }
    by_flips(lowered, answers, &too_large, &mut found);
    let mut effects: Vec<FactEffect> = found.effects.into_values().collect();
    sort(&mut effects);
    effects
}

fn by_flips(lowered: &Lowered, answers: &[Truth], targets: &[&Target], found: &mut Found) {
    if targets.is_empty() {
        return;
    }
    let truth_of = |input: Input| answers.get(input.0 as usize).copied().unwrap_or_default();
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
    for flip in worlds::flips(lowered.program(), &lits, lowered.variables(), relevant, &truth_of) {
        for (at, (target, reach)) in targets.iter().zip(&reach).enumerate() {
            if !reach.contains(&flip.variable) {
                continue;
            }
            let known =
                flip.after.iter().filter(|after| after.get(at).is_some_and(|at| at.is_known()));
            let settling = known.count();
            let weight = (settling * 1000 / flip.after.len().max(1)) as u64;
            for fact in facts_of(lowered, flip.variable) {
                found.add(fact, target.rule, settling > 0, weight, false);
            }
        }
    }
}

/// The facts a variable stands for; a calculation stands for all it reads.
fn facts_of(lowered: &Lowered, variable: usize) -> Vec<FactIx> {
    let input = lowered.variables().list().get(variable).and_then(|at| at.inputs().first());
    let atom = input.and_then(|input| lowered.atoms().get(input.0 as usize));
    atom.map(|atom| atom.facts().to_vec()).unwrap_or_default()
}

#[derive(Default)]
struct Found {
    effects: BTreeMap<FactIx, FactEffect>,
}

impl Found {
    fn add(&mut self, fact: FactIx, rule: RuleIx, settles: bool, weight: u64, exact: bool) {
        let effect = self.effects.entry(fact).or_insert_with(|| {
            let (settles, matters) = (BTreeSet::new(), BTreeSet::new());
            FactEffect { fact, settles, matters, weight: 0, exact: true }
        });
        effect.matters.insert(rule);
        if settles {
            effect.settles.insert(rule);
        }
        effect.weight += weight;
        effect.exact &= exact;
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
/// Points of which something is known come first: a question about them is one the answerer can expect.
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
    add(effects(lowered, &subject.indicated, &first), &mut questions);
    if let Some(scope) = open_scope(lowered, kind, subject) {
        let mut effects = effects(lowered, &subject.indicated, &[&scope]);
        effects.retain(|effect| !effect.settles.is_empty());
        add(effects, &mut questions);
    }
    let mut others: Option<Vec<FactEffect>> = None;
    if questions.len() < most && !asked.some.is_subset(&asked.facts) {
        let effects = effects(lowered, &subject.indicated, &rest);
        let of_some = |effect: &&FactEffect| asked.some.contains(&effect.fact);
        add(effects.iter().filter(of_some).cloned().collect(), &mut questions);
        others = Some(effects);
    }
    if questions.len() < most {
        questions.extend(bundles(lowered, kind, subject, &undecided, asked));
    }
    if questions.len() < most {
        let effects = others.unwrap_or_else(|| effects(lowered, &subject.indicated, &rest));
        add(effects, &mut questions);
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
