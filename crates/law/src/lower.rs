//! From conditions to a program.

mod other;
pub(crate) mod protections;
pub(crate) mod roster;

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use actlas_facts::{Date, FactIx, Kind, OptionIx, Test};
use actlas_logic::worlds::{Conclusion, Variable, Variables};
use actlas_logic::{Builder, Input, Lit, Program, Truth};

use crate::choices::Choices;
use crate::contested::Difference;
use crate::judge::Class;
use crate::model::{
    Condition, ConditionNode, Cut, FactTest, LegacyScope, Pack, PointKind, ReadingIx, RuleIx,
};
use crate::subject::{Atom, Subject};
use crate::view::View;
use other::{Answered, Moved};

/// A conclusion: a literal, and the means to settle it exactly where Kleene's value is not exact.
#[derive(Clone, Debug)]
pub struct Target {
    /// The rule.
    pub rule: RuleIx,
    /// Its literal.
    pub lit: Lit,
    /// Present where an unknown may be settled by looking at all possible worlds.
    pub exact: Option<Conclusion>,
}

/// The points and classes under one choice of readings.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Points of systems and of models.
    pub points: Vec<(PointKind, Target)>,
    /// Conditions of the classes, in the order of the pack.
    pub classes: Vec<(PointKind, Class, Lit)>,
}

/// The points and classes if one contested question is answered otherwise.
#[derive(Clone, Debug)]
pub struct Variant {
    /// The question.
    pub reading: ReadingIx,
    /// The other answer.
    pub alternative: usize,
    /// What changes with it.
    pub outcome: Outcome,
    /// Where it differs from the chosen readings, for kinds of records for which it does.
    pub(crate) differences: Vec<(PointKind, Difference)>,
    /// Its literals of rules, by the number of its descent.
    number: usize,
    own: Own,
    /// The literals of what duties rest on that are others.
    moved: Vec<Moved>,
}

impl Variant {
    /// Where it differs for a kind of record.
    pub(crate) fn of(&self, kind: PointKind) -> Option<&Difference> {
        self.differences.iter().find(|(of, _)| *of == kind).map(|(_, difference)| difference)
    }
}

/// A view and a choice of readings as one program.
#[derive(Clone, Debug)]
pub struct Lowered<'p> {
    pub(crate) view: View<'p>,
    choices: Choices,
    pub(crate) program: Program,
    atoms: Vec<Atom>,
    variables: Variables,
    conditions: HashMap<(usize, usize), Lit>,
    rules: BTreeMap<RuleIx, Lit>,
    legacy: BTreeMap<(RuleIx, String), Lit>,
    route_starts: BTreeMap<&'p str, Option<Date>>,
    pub(crate) main: Outcome,
    variants: Vec<Variant>,
    /// The law under the answer of each variant, made when it is asked for.
    others: Vec<OnceLock<Box<Lowered<'p>>>>,
    /// Which descent its conditions are remembered by.
    number: usize,
    conclusions: BTreeMap<RuleIx, Conclusion>,
    ahead: Option<Box<Lowered<'p>>>,
}

/// A program in the making.
struct Lowering<'p> {
    view: View<'p>,
    builder: Builder,
    atoms: BTreeMap<Atom, Input>,
    order: Vec<Atom>,
    conditions: HashMap<(usize, usize), Lit>,
    rules: HashMap<(RuleIx, usize, Option<Date>), Lit>,
    open: Vec<RuleIx>,
    /// How many descents into rules of Article 111 there were.
    descents: usize,
}

/// What one descent into the rules is about: which choice of readings, and which start the cuts of
/// legacy rules refer to.
#[derive(Clone, Copy)]
struct Descent<'a> {
    number: usize,
    choices: &'a Choices,
    start: Option<Date>,
}

impl<'p> Lowered<'p> {
    /// Lowers all rules of a view, and those of the law ahead of it.
    pub fn new(view: View<'p>, choices: Choices) -> Lowered<'p> {
        let ahead = view.ahead().map(|ahead| Box::new(Lowered::new(ahead, choices.clone())));
        let mut lowering = Lowering::new(view);
        let own = lowering.own(main_descent(&choices));
        let others = lowering.others(&choices);
        let lits = lowering.conclusions(main_descent(&choices));
        let mut lowered = lowering.finish(choices, own, lits, &|_| true);
        let outcome = |lits| outcome(lits, &lowered.program, &lowered.variables, &|_| true);
        lowered.variants = others
            .into_iter()
            .map(|Answered { reading, alternative, number, lits, own }| {
                let outcome = outcome(lits);
                let moved = lowered.moved(&own);
                let of = |kind| Some((kind, Difference::of(&lowered, &outcome, kind)?));
                let kinds = [PointKind::System, PointKind::Model];
                let differences = kinds.into_iter().filter_map(of).collect();
                Variant { reading, alternative, outcome, differences, number, own, moved }
            })
            .collect();
        lowered.others = lowered.variants.iter().map(|_| OnceLock::new()).collect();
        let cut_out = |(_, target): &(PointKind, Target)| {
            let conclusion = match &target.exact {
                Some(conclusion) => conclusion.clone(),
                None => Conclusion::new(&lowered.program, target.lit, &lowered.variables),
            };
            (target.rule, conclusion)
        };
        lowered.conclusions = lowered.main.points.iter().map(cut_out).collect();
        lowered.ahead = ahead;
        lowered
    }

    /// Lowers the chosen readings alone, with the exact pass for the wanted points: all that is asked
    /// of a law with one change in it, at a tenth of the cost.
    pub(crate) fn chosen(
        view: View<'p>,
        choices: Choices,
        wanted: &dyn Fn(RuleIx) -> bool,
    ) -> Lowered<'p> {
        let mut lowering = Lowering::new(view);
        let own = lowering.own(main_descent(&choices));
        let lits = lowering.conclusions(main_descent(&choices));
        lowering.finish(choices, own, lits, wanted)
    }

    /// The view it was lowered from.
    pub fn view(&self) -> View<'p> {
        self.view
    }

    /// The same readings of the law ahead: what the acts say that are published and not yet in force on the day.
    pub fn ahead(&self) -> Option<&Lowered<'p>> {
        self.ahead.as_deref()
    }

    /// The first day on which a rule that starts on this route applies; kept, since every duty of every record
    /// asks.
    pub(crate) fn route_start(&self, route: &str) -> Option<Date> {
        self.route_starts.get(route).copied().flatten()
    }

    /// The readings it computes with.
    pub fn choices(&self) -> &Choices {
        &self.choices
    }

    /// The program.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// The questions of the program, by their input.
    pub fn atoms(&self) -> &[Atom] {
        &self.atoms
    }

    /// What can be asked, and what each answer settles together.
    pub fn variables(&self) -> &Variables {
        &self.variables
    }

    /// The points and classes under the chosen readings.
    pub fn main(&self) -> &Outcome {
        &self.main
    }

    /// The points and classes under every other answer to a contested question.
    pub fn variants(&self) -> &[Variant] {
        &self.variants
    }

    /// The literal of a rule under the chosen readings. A rule that does not exist on the day never
    /// holds.
    pub fn lit(&self, rule: RuleIx) -> Lit {
        self.rules.get(&rule).copied().unwrap_or(Lit::FALSE)
    }

    /// The literal of a condition under the chosen readings.
    pub fn condition(&self, condition: &Condition) -> Option<Lit> {
        self.conditions.get(&(condition.id, self.number)).copied()
    }

    /// The literal of a legacy rule, or of a rule it names, for points of a route (empty for points without
    /// one).
    pub fn legacy(&self, rule: RuleIx, route: &str) -> Option<Lit> {
        self.legacy.get(&(rule, route.to_owned())).copied()
    }

    /// A point, ready for looking at all possible worlds.
    pub fn conclusion(&self, rule: RuleIx) -> Option<&Conclusion> {
        self.conclusions.get(&rule)
    }

    /// The target of a point.
    pub fn point(&self, rule: RuleIx) -> Option<&Target> {
        self.main.points.iter().map(|(_, target)| target).find(|target| target.rule == rule)
    }

    /// What a subject answers to an input of the program.
    pub fn answer(&self, input: Input, subject: &Subject) -> Truth {
        match self.atoms.get(input.0 as usize) {
            Some(atom) => subject.answer(atom),
            None => Truth::Unknown,
        }
    }
}

impl Pack {
    /// Whether a condition of the pack turns on a contested question.
    pub fn uses_reading(&self, reading: ReadingIx) -> bool {
        let mut used = false;
        let versions = self.rules.iter().flat_map(|rule| &rule.versions);
        let of_rules = versions.filter_map(|version| version.when.as_ref());
        let of_duties = self.duties.iter().filter_map(|duty| duty.when.as_ref());
        let of_fines = self.raises.iter().map(|raise| &raise.when);
        let of_fines = of_fines.chain(self.spares.iter().map(|spare| &spare.when));
        for when in of_rules.chain(of_duties).chain(of_fines) {
            when.walk(&mut |condition| {
                used |= matches!(&condition.node, ConditionNode::Reading(at, _) if *at == reading);
            });
        }
        used
    }
}

type Lits = (Vec<(PointKind, RuleIx, Lit)>, Vec<(PointKind, Class, Lit)>);

/// The literals of rules, and of legacy rules by route.
type Own = (BTreeMap<RuleIx, Lit>, BTreeMap<(RuleIx, String), Lit>);

fn main_descent(choices: &Choices) -> Descent<'_> {
    Descent { number: 0, choices, start: None }
}

fn outcome(
    (points, classes): Lits,
    program: &Program,
    variables: &Variables,
    wanted: &dyn Fn(RuleIx) -> bool,
) -> Outcome {
    let target = |(kind, rule, lit)| {
        let exact = (wanted(rule) && !variables.kleene_is_exact(program, lit))
            .then(|| Conclusion::new(program, lit, variables));
        (kind, Target { rule, lit, exact })
    };
    Outcome { points: points.into_iter().map(target).collect(), classes }
}

/// Which atoms depend on each other: the options of a choice, the cuts of a number or a date.
fn families(pack: &Pack, atoms: &[Atom]) -> Vec<Variable> {
    let mut families = Vec::new();
    for (fact, definition) in pack.vocabulary.facts() {
        let mut mine: Vec<(&Test, Input)> = atoms
            .iter()
            .enumerate()
            .filter_map(|(at, atom)| match atom {
                Atom::Test(of, test) if *of == fact => Some((test, Input(at as u32))),
                _ => None,
            })
            .collect();
        if mine.is_empty() {
            continue;
        }
        match definition.kind {
            Kind::Choice(_) => {
                mine.sort_by_key(|(a, _)| *a);
                families.push(Variable::Exclusive(mine.into_iter().map(|(_, at)| at).collect()));
            }
            Kind::Number(_) | Kind::Date => {
                mine.sort_by(|(a, _), (b, _)| cut_key(a).cmp(&cut_key(b)));
                families.push(Variable::Ordered(mine.into_iter().map(|(_, at)| at).collect()));
            }
            Kind::YesNo | Kind::Set(_) => {}
        }
    }
    families
}

/// Cuts in ascending order: "at least 4" before "more than 4".
fn cut_key(test: &Test) -> (Option<&actlas_logic::Decimal>, bool, Option<Date>) {
    match test {
        Test::AtLeast(cut) => (Some(cut), false, None),
        Test::Above(cut) => (Some(cut), true, None),
        Test::From(day) => (None, false, Some(*day)),
        Test::Yes | Test::Is(_) | Test::Has(_) => (None, false, None),
    }
}

impl<'p> Lowering<'p> {
    fn new(view: View<'p>) -> Lowering<'p> {
        Lowering {
            view,
            builder: Builder::default(),
            atoms: BTreeMap::new(),
            order: Vec::new(),
            conditions: HashMap::new(),
            rules: HashMap::new(),
            open: Vec::new(),
            descents: 0,
        }
    }

    /// Every rule under some readings.
    fn own(&mut self, descent: Descent) -> Own {
        let plain = self.view.pack().rules().filter(|(_, rule)| rule.legacy.is_none());
        let rules = plain.map(|(ix, _)| (ix, self.rule(ix, descent))).collect();
        (rules, self.legacy(descent))
    }

    /// What there is under every other answer to a contested question.
    fn others(&mut self, choices: &Choices) -> Vec<Answered> {
        let pack = self.view.pack();
        let mut others = Vec::new();
        for (at, reading) in pack.readings.iter().enumerate() {
            let reading_ix = ReadingIx(at);
            for alternative in 0..reading.alternatives.len() {
                if alternative != choices.of(reading_ix) && pack.uses_reading(reading_ix) {
                    let number = others.len() + 1;
                    let chosen = choices.clone().with(reading_ix, alternative);
                    let descent = Descent { number, choices: &chosen, start: None };
                    let lits = self.conclusions(descent);
                    let own = self.own(descent);
                    others.push(Answered { reading: reading_ix, alternative, number, lits, own });
                }
            }
        }
        others
    }

    /// The program, with no variants and no conclusions cut out yet.
    fn finish(
        self,
        choices: Choices,
        (rules, legacy): Own,
        lits: Lits,
        wanted: &dyn Fn(RuleIx) -> bool,
    ) -> Lowered<'p> {
        let program = self.builder.finish();
        let variables = Variables::new(&program, families(self.view.pack(), &self.order));
        let starts = self.view.pack().rules.iter().filter_map(|rule| rule.starts.as_ref());
        let routes = starts.filter_map(|starts| starts.route.as_deref());
        let route_starts = routes.map(|route| (route, self.view.route_start(route))).collect();
        Lowered {
            route_starts,
            view: self.view,
            main: outcome(lits, &program, &variables, wanted),
            choices,
            atoms: self.order,
            variables,
            conditions: self.conditions,
            rules,
            legacy,
            variants: Vec::new(),
            others: Vec::new(),
            number: 0,
            conclusions: BTreeMap::new(),
            ahead: None,
            program,
        }
    }

    fn conclusions(&mut self, descent: Descent) -> Lits {
        let pack = self.view.pack();
        let mut points = Vec::new();
        let mut classes = Vec::new();
        for (ix, rule) in pack.rules() {
            if let Some(kind) = rule.point
                && self.view.wording(ix).is_some()
            {
                points.push((kind, ix, self.rule(ix, descent)));
            }
            if let Some((class, kind)) = &rule.class
                && let Some(class) = Class::parse(class)
            {
                classes.push((*kind, class, self.rule(ix, descent)));
            }
        }
        (points, classes)
    }

    fn legacy(&mut self, descent: Descent) -> BTreeMap<(RuleIx, String), Lit> {
        let pack = self.view.pack();
        let mut lits = BTreeMap::new();
        for (ix, rule) in pack.rules() {
            let Some(legacy) = &rule.legacy else { continue };
            let routes: Vec<String> = match &legacy.of {
                LegacyScope::Routes(routes) => routes.clone(),
                LegacyScope::Provisions(_) | LegacyScope::Points(_) => vec![String::new()],
            };
            for route in routes {
                let start = self.view.route_start(&route);
                // Legacy rules of several routes are different descents, so they may not share what
                // is remembered of conditions: the route takes a number of its own.
                let number = usize::MAX - self.descents;
                self.descents += 1;
                let descent = Descent { number, start, ..descent };
                let lit = self.rule(ix, descent);
                lits.insert((ix, route.clone()), lit);
                // What it refers to has a value of its own for each route too.
                for other in self.referred(ix) {
                    let lit = self.rule(other, descent);
                    lits.entry((other, route.clone())).or_insert(lit);
                }
            }
        }
        lits
    }

    /// The rules that a rule names on the day.
    fn referred(&self, rule: RuleIx) -> Vec<RuleIx> {
        let mut rules = Vec::new();
        if let Some(when) = self.view.wording(rule).and_then(|version| version.when.as_ref()) {
            when.walk(&mut |part| {
                if let ConditionNode::Rule(other, _) = part.node {
                    rules.push(other);
                }
            });
        }
        rules
    }

    fn rule(&mut self, rule: RuleIx, descent: Descent) -> Lit {
        let key = (rule, descent.number, descent.start);
        if let Some(lit) = self.rules.get(&key) {
            return *lit;
        }
        // A rule that rests on itself says nothing; the lint `exception-cycle` names it.
        if self.open.contains(&rule) {
            return Lit::FALSE;
        }
        let Some(when) = self.view.wording(rule).and_then(|version| version.when.as_ref()) else {
            return Lit::FALSE;
        };
        self.open.push(rule);
        let lit = self.condition(when, descent);
        self.open.pop();
        self.rules.insert(key, lit);
        lit
    }

    fn parts(&mut self, parts: &[Condition], descent: Descent) -> Vec<Lit> {
        parts.iter().map(|part| self.condition(part, descent)).collect()
    }

    fn condition(&mut self, condition: &Condition, descent: Descent) -> Lit {
        let lit = match &condition.node {
            ConditionNode::All(parts) => {
                let parts = self.parts(parts, descent);
                self.builder.all(parts)
            }
            ConditionNode::Any(parts) => {
                let parts = self.parts(parts, descent);
                self.builder.any(parts)
            }
            ConditionNode::None(parts) => {
                let parts = self.parts(parts, descent);
                self.builder.any(parts).negated()
            }
            ConditionNode::AtLeast(n, parts) => {
                let parts = self.parts(parts, descent);
                self.builder.at_least(*n, parts)
            }
            ConditionNode::Not(part) => self.condition(part, descent).negated(),
            ConditionNode::Unless(base, exceptions) => {
                let base = self.condition(base, descent);
                let exceptions = self.parts(exceptions, descent);
                let excepted = self.builder.any(exceptions);
                self.builder.all([base, excepted.negated()])
            }
            ConditionNode::Fact(fact, test, _) => self.fact(*fact, test, descent),
            ConditionNode::Rule(rule, _) => self.rule(*rule, descent),
            ConditionNode::MayBe(may, _) => {
                let holds = self.atom(Atom::MayBe(may.role));
                let barred = may.unless_stated.map(|fact| self.atom(Atom::Stated(fact)));
                self.builder.all([holds, barred.unwrap_or(Lit::FALSE).negated()])
            }
            ConditionNode::SaidToBe(role, _) => self.atom(Atom::SaidToBe(*role)),
            ConditionNode::Unstated(fact, _) => self.atom(Atom::Spoken(*fact)).negated(),
            ConditionNode::Compute(compute, _) => self.atom(Atom::Compute(compute.clone())),
            ConditionNode::Begun(provision, _) => {
                let start = self.view.start(provision, None);
                let begun = start.is_some_and(|start| start.effective <= self.view.on());
                self.builder.constant(begun)
            }
            ConditionNode::Constant(value, _) => self.builder.constant(*value),
            ConditionNode::Reading(reading, alternatives) => {
                let chosen = descent.choices.of(*reading);
                let found = alternatives.iter().find(|(number, _)| *number == chosen);
                match found {
                    Some((_, condition)) => self.condition(condition, descent),
                    None => Lit::FALSE,
                }
            }
        };
        self.conditions.insert((condition.id, descent.number), lit);
        lit
    }

    fn atom(&mut self, atom: Atom) -> Lit {
        let input = match self.atoms.get(&atom) {
            Some(input) => *input,
            None => {
                let input = Input(self.order.len() as u32);
                self.atoms.insert(atom.clone(), input);
                self.order.push(atom);
                input
            }
        };
        self.builder.input(input)
    }

    fn test(&mut self, fact: FactIx, test: Test) -> Lit {
        self.atom(Atom::Test(fact, test))
    }

    fn fact(&mut self, fact: FactIx, test: &FactTest, descent: Descent) -> Lit {
        match test {
            FactTest::Yes => self.test(fact, Test::Yes),
            FactTest::Is(option) => {
                // All options of a choice become inputs, so that exactly one of them holds.
                let options =
                    self.view.pack().vocabulary.get(fact).map(|fact| fact.kind.options().len());
                for other in 0..options.unwrap_or_default() {
                    self.test(fact, Test::Is(OptionIx(other as u8)));
                }
                self.test(fact, Test::Is(*option))
            }
            FactTest::HasAny(members) => {
                let members: Vec<Lit> =
                    members.iter().map(|member| self.test(fact, Test::Has(*member))).collect();
                self.builder.any(members)
            }
            FactTest::Above(cut) => self.test(fact, Test::Above(cut.clone())),
            FactTest::AtLeast(cut) => self.test(fact, Test::AtLeast(cut.clone())),
            FactTest::Before(cut) => match day(cut, descent) {
                Some(day) => self.test(fact, Test::From(day)).negated(),
                None => Lit::FALSE,
            },
            FactTest::FromUntilAsked(cut) => {
                let after = self.view.on().next_day().unwrap_or(self.view.on());
                match day(cut, descent) {
                    Some(day) if day <= self.view.on() => {
                        let from = self.test(fact, Test::From(day));
                        let later = self.test(fact, Test::From(after));
                        self.builder.all([from, later.negated()])
                    }
                    // What begins after the day asked about cannot have happened by then.
                    Some(_) | None => Lit::FALSE,
                }
            }
        }
    }
}

fn day(cut: &Cut, descent: Descent) -> Option<Date> {
    match cut {
        Cut::Day(day) => Some(*day),
        Cut::Start => descent.start,
    }
}
