//! What the law says of one subject.

use std::fmt;

use actlas_facts::{Date, FactIx, Knowledge};
use actlas_logic::{Input, Lit, Truth, Values};

use crate::cite::Citation;
use crate::duty::{Shelter, Trigger};
use crate::lower::{Lowered, Outcome, Target};
use crate::model::{Legacy, LegacyScope, Pack, Placing, PointKind, Rule, RuleIx, Until};
use crate::remembered::Remembered;
use crate::standing::longest;
use crate::subject::Subject;

/// The class of a record in one layer, gravest first, then those that stand apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// A practice of Article 5.
    Prohibited,
    /// High-risk under Article 6.
    HighRisk,
    /// A listed use; neither that nor an exemption is shown.
    Listed,
    /// A listed use, exempt under Article 6(3).
    Exempted,
    /// A situation of Article 50.
    Transparency,
    /// A general-purpose model with systemic risk.
    GpaiSystemic,
    /// A general-purpose model.
    Gpai,
    /// What is known settles nothing.
    Undetermined,
    /// Every graver class is false.
    Minimal,
    /// No link to the Union, or excluded.
    OutOfScope,
    /// Not an AI system.
    NotAi,
}

impl Class {
    /// All classes, gravest first.
    pub const ALL: [Class; 11] = [
        Class::Prohibited,
        Class::HighRisk,
        Class::Listed,
        Class::Exempted,
        Class::Transparency,
        Class::GpaiSystemic,
        Class::Gpai,
        Class::Undetermined,
        Class::Minimal,
        Class::OutOfScope,
        Class::NotAi,
    ];

    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Class::Prohibited => "prohibited",
            Class::HighRisk => "high_risk",
            Class::Listed => "listed",
            Class::Exempted => "exempted",
            Class::Transparency => "transparency",
            Class::GpaiSystemic => "gpai_systemic",
            Class::Gpai => "gpai",
            Class::Undetermined => "undetermined",
            Class::Minimal => "minimal",
            Class::OutOfScope => "out_of_scope",
            Class::NotAi => "not_ai",
        }
    }

    /// The class with this word.
    pub fn parse(word: &str) -> Option<Class> {
        Class::ALL.into_iter().find(|class| class.as_str() == word)
    }

    /// The class as a member of a set of classes.
    fn bit(self) -> u16 {
        1 << self as u16
    }

    /// The class in words, for people.
    pub fn words(self) -> &'static str {
        match self {
            Class::Prohibited => "prohibited practice",
            Class::HighRisk => "high-risk system",
            Class::Listed => "listed high-risk use",
            Class::Exempted => "listed use, exempt under Article 6(3)",
            Class::Transparency => "transparency case",
            Class::GpaiSystemic => "general-purpose model with systemic risk",
            Class::Gpai => "general-purpose model",
            Class::Undetermined => "undetermined",
            Class::Minimal => "no specific rule",
            Class::OutOfScope => "outside the Act",
            Class::NotAi => "not an AI system",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What was found out by looking at all possible worlds: literals that Kleene left unknown.
pub type Settled = Vec<(Lit, Truth)>;

/// Where the exact value of a point comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exact {
    /// From looking at all possible worlds.
    Asked,
    /// It is known already.
    Given(Truth),
    /// Nothing that is asked rests on it.
    Ignored,
}

/// Exact values of conclusions found so far; `None` where there were too many worlds.
pub type Memory = Remembered<Option<Truth>>;

/// The answers of a subject: one by one, and packed.
pub(crate) struct Answers<'a> {
    each: &'a [Truth],
    packed: Vec<u64>,
}

impl<'a> Answers<'a> {
    pub(crate) fn new(each: &'a [Truth]) -> Answers<'a> {
        Answers { each, packed: Truth::packed(each.iter().copied()) }
    }

    pub(crate) fn of(&self, input: Input) -> Truth {
        self.each.get(input.0 as usize).copied().unwrap_or_default()
    }

    /// The exact value of a target, or `None` if it would take too many worlds.
    fn exact(&self, target: &Target, memory: &mut Memory) -> Option<Truth> {
        let exact = target.exact.as_ref()?;
        if let Some(known) = memory.get(target.lit, || exact.inputs(), &self.packed) {
            return known;
        }
        let truth = exact.truth(&|input| self.of(input));
        memory.insert(target.lit, &self.packed, truth);
        truth
    }
}

/// What the law says of one subject.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// The value of every rule and condition.
    pub values: Values,
    /// The points of the record's kind, in the order of the pack.
    pub points: Vec<(RuleIx, Truth)>,
    /// The class.
    pub class: Class,
    /// Points that stayed unknown because too many facts are missing to look at every world.
    pub unexamined_worlds: bool,
    /// What possible worlds settled; the values rest on it.
    pub(crate) settled: Settled,
}

/// When the consequences of a point run for a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// They run.
    Now,
    /// They start on a later day.
    Later,
    /// Article 111 protects what was there before.
    Legacy,
    /// They come through the law of the product (Article 2(2)).
    Sectoral,
    /// The system's own dates, or whether it is in scope, are not known.
    Unknown,
}

impl Status {
    /// `now`, `later`, `legacy`, `sectoral` or `unknown`.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Now => "now",
            Status::Later => "later",
            Status::Legacy => "legacy",
            Status::Sectoral => "sectoral",
            Status::Unknown => "unknown",
        }
    }
}

/// When the consequences of one point run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applies {
    /// The point.
    pub rule: RuleIx,
    /// Whether they run.
    pub status: Status,
    /// The first day on which they can bite; for a protected system the day by which it complies.
    pub effective: Option<Date>,
    /// The letter of Article 113.
    pub formal: Option<Date>,
    /// What the status rests on.
    pub basis: Citation,
    /// How long Article 111 protects; at least so long where rules are undecided.
    pub until: Option<Until>,
    /// The rules of Article 111 about which facts are missing that may change the day.
    pub undecided: Vec<RuleIx>,
    /// How long Article 111 would protect, or did, if the system was there before its cut-off, which
    /// nobody stated.
    pub if_existing: Option<Until>,
    /// The day the act that sets the date enters into force, if that is after the day asked about.
    pub by_act_in_force_from: Option<Date>,
}

impl<'p> Lowered<'p> {
    /// Judges one subject.
    pub fn judge(&self, kind: PointKind, subject: &Subject) -> Judgement {
        let answers: Vec<Truth> = self.atoms().iter().map(|atom| subject.answer(atom)).collect();
        self.judge_answers(kind, &answers)
    }

    /// Judges answers to the inputs of the program.
    pub fn judge_answers(&self, kind: PointKind, answers: &[Truth]) -> Judgement {
        self.judge_remembering(kind, answers, &mut Memory::default())
    }

    /// As [`Lowered::judge_answers`], with a memory for the next records of the same program.
    pub fn judge_remembering(
        &self,
        kind: PointKind,
        answers: &[Truth],
        memory: &mut Memory,
    ) -> Judgement {
        self.judge_with(kind, answers, &|_| Exact::Asked, memory)
    }

    /// Judges answers where the exact value of some points is given, or not asked for.
    pub(crate) fn judge_given(
        &self,
        kind: PointKind,
        answers: &[Truth],
        exact: &dyn Fn(RuleIx) -> Exact,
    ) -> Judgement {
        self.judge_with(kind, answers, exact, &mut Memory::default())
    }

    fn judge_with(
        &self,
        kind: PointKind,
        answers: &[Truth],
        exact: &dyn Fn(RuleIx) -> Exact,
        memory: &mut Memory,
    ) -> Judgement {
        let answers = Answers::new(answers);
        let truth_of = |input: Input| answers.of(input);
        let values = self.program.evaluate(truth_of);
        let asked = |target: &&Target| exact(target.rule) == Exact::Asked;
        let (mut settled, unexamined_worlds) =
            settle(of_kind(&self.main, kind).filter(asked), &values, &answers, memory);
        let given = |target: &Target| match exact(target.rule) {
            Exact::Given(truth) => Some((target.lit, truth)),
            Exact::Asked | Exact::Ignored => None,
        };
        settled.extend(of_kind(&self.main, kind).filter_map(given));
        let values = match settled.is_empty() {
            true => values,
            false => self.program.evaluate_with(truth_of, &settled),
        };
        let class = class(&self.main, kind, &values);
        let points = of_kind(&self.main, kind).map(|at| (at.rule, values.get(at.lit))).collect();
        Judgement { values, points, class, unexamined_worlds, settled }
    }

    /// When the consequences of a point run. `None` for points that have none of their own, or if the
    /// system is outside the Act.
    pub fn applies<'k>(
        &self,
        point: RuleIx,
        values: &Values,
        known: &dyn Fn(FactIx) -> Option<&'k Knowledge>,
    ) -> Option<Applies> {
        let pack = self.view.pack();
        let rule = pack.rule(point)?;
        let starts = rule.starts.as_ref()?;
        let route = starts.route.as_deref();
        let start = self.view.start(&starts.provision, route)?;
        let scope =
            pack.find(if rule.point == Some(PointKind::Model) { "gpai.scope" } else { "scope" });
        let in_scope = scope.map_or(Truth::True, |scope| values.get(self.lit(scope)));
        if in_scope == Truth::False {
            return None;
        }
        let by = pack.acts.get(start.by.0)?;
        let mut applies = Applies {
            rule: point,
            status: if self.view.on() < start.effective { Status::Later } else { Status::Now },
            effective: Some(start.effective),
            formal: Some(start.formal),
            basis: start.basis.clone(),
            until: None,
            undecided: Vec::new(),
            if_existing: None,
            by_act_in_force_from: (by.in_force > self.view.on()).then_some(by.in_force),
        };
        if self.is_sectoral(pack, rule, values) {
            applies.status = Status::Sectoral;
            applies.basis = Citation::parse("art.2(2)").unwrap_or_default();
            return Some(applies);
        }
        self.protect(rule, values, known, &mut applies);
        self.wait_for_placing(rule, known, &mut applies);
        if in_scope == Truth::Unknown {
            applies.status = Status::Unknown;
        }
        Some(applies)
    }

    /// What runs or will does not run for something before the stated day on which that is first placed, unless
    /// the pack says that it does, as of a prohibition.
    fn wait_for_placing<'k>(
        &self,
        rule: &Rule,
        known: &dyn Fn(FactIx) -> Option<&'k Knowledge>,
        applies: &mut Applies,
    ) {
        let of = |trigger: &&Trigger| Some(trigger.of) == rule.point;
        let awaited = rule.starts.as_ref().is_some_and(|starts| starts.placing == Placing::Awaited);
        let placed = self.view.pack().triggers.iter().filter(of).find_map(|at| at.placed.as_ref());
        let Some((fact, cite)) = placed.filter(|_| awaited) else { return };
        let Some(Knowledge::Date(placed)) = known(*fact) else { return };
        let Some(day) = placed.low.as_ref().map(|bound| bound.value) else { return };
        let runs = matches!(applies.status, Status::Now | Status::Later);
        if !runs || applies.effective.is_none_or(|at| at >= day) {
            return;
        }
        if day > self.view.on() {
            applies.status = Status::Later;
        }
        applies.effective = Some(day);
        applies.basis = cite.clone();
    }

    fn is_sectoral(&self, pack: &Pack, rule: &Rule, values: &Values) -> bool {
        let holds =
            |id: &str| pack.find(id).is_some_and(|rule| values.get(self.lit(rule)) == Truth::True);
        let route = rule.starts.as_ref().and_then(|starts| starts.route.as_ref());
        let routes = pack.triggers.iter().flat_map(|trigger| &trigger.routes);
        let mut within = routes.filter(|at| at.route.as_ref() == route).filter_map(|at| at.within);
        if route.is_some() && within.any(|rule| values.get(self.lit(rule)) == Truth::False) {
            return true;
        }
        match rule.section.as_str() {
            "B" => true,
            "A" => false,
            _ if rule.id == "annex1" => {
                let of_section_a = |(ix, rule): (RuleIx, &Rule)| {
                    rule.section == "A" && values.get(self.lit(ix)) == Truth::True
                };
                holds("sectoral") && !pack.rules().any(of_section_a)
            }
            _ => false,
        }
    }

    /// Applies the legacy rules that speak of a point: the first that holds decides; one that is
    /// unknown leaves the status unknown once the point has started.
    fn protect<'k>(
        &self,
        rule: &Rule,
        values: &Values,
        known: &dyn Fn(FactIx) -> Option<&'k Knowledge>,
        applies: &mut Applies,
    ) {
        let pack = self.view.pack();
        let route =
            rule.starts.as_ref().and_then(|starts| starts.route.as_deref()).unwrap_or_default();
        let candidates = pack.rules().filter_map(|(ix, legacy_rule)| {
            let legacy = legacy_rule.legacy.as_ref().filter(|legacy| legacy.covers(rule))?;
            Some((ix, if matches!(legacy.of, LegacyScope::Routes(_)) { route } else { "" }))
        });
        let ends = |ix: RuleIx| self.ends(ix, route, known);
        let shelter = self.sheltered(candidates, values, &ends);
        if let Shelter::AtLeast(_, undecided)
        | Shelter::MayHaveEnded(undecided)
        | Shelter::Unknown(undecided) = &shelter
        {
            applies.undecided.clone_from(undecided);
        }
        match shelter {
            Shelter::Under(ix) | Shelter::AtLeast(ix, _) => {
                let Some(legacy_rule) = pack.rule(ix) else { return };
                applies.status = Status::Legacy;
                applies.basis = legacy_rule.cite.clone();
                applies.until = ends(ix);
                applies.effective = applies.until.as_ref().and_then(Until::day);
            }
            Shelter::Unknown(_) if applies.status != Status::Later => {
                applies.status = Status::Unknown;
            }
            Shelter::Ended(ix) => {
                let Some(legacy_rule) = pack.rule(ix) else { return };
                applies.basis = legacy_rule.cite.clone();
                applies.effective = ends(ix).as_ref().and_then(Until::day);
            }
            Shelter::None | Shelter::MayHaveEnded(_) => {
                applies.if_existing = longest(&applies.undecided, &ends);
                let speaks = |ix: RuleIx, legacy: &Legacy| {
                    legacy.covers(rule) && !self.takes_out(ix, values)
                };
                let Some(changed) = self.changed(route, &speaks, known) else { return };
                let Some(legacy_rule) = pack.rule(changed.rule) else { return };
                if applies.effective.is_none_or(|effective| effective >= changed.day) {
                    return;
                }
                if changed.placed == Truth::True {
                    applies.basis = legacy_rule.cite.clone();
                    applies.effective = Some(changed.day);
                } else {
                    applies.undecided = vec![changed.rule];
                    applies.if_existing = Some(Until::Day(changed.day));
                }
            }
            Shelter::Unknown(undecided) => applies.if_existing = longest(&undecided, &ends),
        }
    }

    /// Whether a system is shown to be none that a legacy rule speaks of.
    pub(crate) fn takes_out(&self, rule: RuleIx, values: &Values) -> bool {
        let legacy = self.view.pack().rule(rule).and_then(|rule| rule.legacy.as_ref());
        let unless = legacy.and_then(|legacy| legacy.unless);
        unless.is_some_and(|rule| values.get(self.lit(rule)) == Truth::True)
    }

    /// The first legacy rule that holds decides; the route of each says which of its cut-offs counts. One before
    /// it that is unknown may hold as well: what all of them agree on is known.
    pub(crate) fn sheltered<'a>(
        &self,
        candidates: impl Iterator<Item = (RuleIx, &'a str)>,
        values: &Values,
        ends: &dyn Fn(RuleIx) -> Option<Until>,
    ) -> Shelter {
        let mut unknown: Vec<RuleIx> = Vec::new();
        // What unknown rules would do if they held: protect, or have protected until a day that has come.
        let mut may_protect: Vec<(Option<Date>, RuleIx)> = Vec::new();
        let mut may_have_ended = false;
        for (ix, route) in candidates {
            let Some(lit) = self.legacy(ix, route) else { continue };
            let day = ends(ix).as_ref().and_then(Until::day);
            let over = day.is_some_and(|day| day <= self.view.on());
            match values.get(lit) {
                Truth::False => {}
                _ if self.takes_out(ix, values) => {}
                Truth::Unknown => {
                    unknown.push(ix);
                    match over {
                        true => may_have_ended = true,
                        false => may_protect.push((day, ix)),
                    }
                }
                Truth::True if over && !may_protect.is_empty() => return Shelter::Unknown(unknown),
                // The protection has run out; a longer one further down does not revive it.
                Truth::True if over => return Shelter::Ended(ix),
                Truth::True if may_have_ended => return Shelter::Unknown(unknown),
                Truth::True => {
                    return Ending { rule: ix, day }.beside(may_protect);
                }
            }
        }
        match (may_protect.is_empty(), may_have_ended) {
            (true, false) => Shelter::None,
            (true, true) => Shelter::MayHaveEnded(unknown),
            (false, _) => Shelter::Unknown(unknown),
        }
    }
}

/// When a protection that holds ends, if it has a day.
struct Ending {
    rule: RuleIx,
    day: Option<Date>,
}

impl Ending {
    /// What that gives beside rules that may protect too, until a day of their own.
    fn beside(self, mut may_protect: Vec<(Option<Date>, RuleIx)>) -> Shelter {
        may_protect.sort();
        let rules = |keep: &dyn Fn(&Option<Date>) -> bool| -> Vec<RuleIx> {
            may_protect.iter().filter(|(until, _)| keep(until)).map(|(_, of)| *of).collect()
        };
        let sooner = rules(&|until| until.is_some_and(|at| self.day.is_none_or(|day| at < day)));
        if let Some(first) = sooner.first() {
            return Shelter::AtLeast(*first, sooner);
        }
        let later = rules(&|until| until.is_none_or(|at| self.day < Some(at)));
        match self.day.is_none() || later.is_empty() {
            true => Shelter::Under(self.rule),
            false => Shelter::AtLeast(self.rule, later),
        }
    }
}

impl Legacy {
    /// Whether the legacy rule speaks of everything on a route.
    pub fn is_of_route(&self, route: &str) -> bool {
        matches!(&self.of, LegacyScope::Routes(routes) if routes.iter().any(|of| of == route))
    }

    /// Whether the legacy rule speaks of a point.
    pub fn covers(&self, rule: &Rule) -> bool {
        let Some(starts) = &rule.starts else { return false };
        match &self.of {
            LegacyScope::Routes(routes) => {
                starts.route.as_ref().is_some_and(|route| routes.contains(route))
            }
            LegacyScope::Provisions(provisions) => provisions.contains(&starts.provision),
            LegacyScope::Points(points) => points.contains(&rule.id),
        }
    }
}

pub(crate) fn of_kind(outcome: &Outcome, kind: PointKind) -> impl Iterator<Item = &Target> {
    outcome.points.iter().filter(move |(of, _)| *of == kind).map(|(_, target)| target)
}

/// Settles what Kleene left unknown although every possible world agrees. The flag tells whether a
/// point had too many worlds to look at.
pub(crate) fn settle<'t>(
    targets: impl IntoIterator<Item = &'t Target>,
    values: &Values,
    answers: &Answers,
    memory: &mut Memory,
) -> (Settled, bool) {
    let mut settled = Settled::new();
    let mut gave_up = false;
    for target in targets {
        if target.exact.is_none() || values.get(target.lit) != Truth::Unknown {
            continue;
        }
        match answers.exact(target, memory) {
            Some(Truth::Unknown) => {}
            Some(truth) => settled.push((target.lit, truth)),
            None => gave_up = true,
        }
    }
    (settled, gave_up)
}

/// The class: what takes a record out of the Act first, then the gravest whose condition is true.
pub(crate) fn class(outcome: &Outcome, kind: PointKind, values: &Values) -> Class {
    let of_kind = outcome.classes.iter().filter(|(of, ..)| *of == kind);
    let holding = of_kind.filter(|(_, _, lit)| values.get(*lit) == Truth::True);
    let holds = holding.fold(0u16, |holds, (_, class, _)| holds | class.bit());
    // An exemption that is shown takes a use out of `listed`, so it is asked first although the
    // class is less grave. A model that is outside the Act but for one rule is not outside it.
    let order = [
        Class::NotAi,
        Class::Minimal,
        Class::OutOfScope,
        Class::Prohibited,
        Class::HighRisk,
        Class::Exempted,
        Class::Listed,
        Class::Transparency,
        Class::GpaiSystemic,
        Class::Gpai,
    ];
    order.into_iter().find(|class| holds & class.bit() != 0).unwrap_or(Class::Undetermined)
}
