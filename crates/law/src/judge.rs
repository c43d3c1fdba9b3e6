//! What the law says of one subject.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use actlas_facts::{Date, FactIx, Knowledge, OptionIx};
use actlas_logic::{Input, Lit, Truth, Values};

use crate::cite::Citation;
use crate::duty::Shelter;
use crate::lower::{Lowered, Outcome, Target};
use crate::model::{Legacy, LegacyScope, Pack, PointKind, ReadingIx, Rule, RuleIx, Until};

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

/// One use and one actor of a record, as far as they are known.
pub struct Subject<'a> {
    /// What is known of each fact.
    pub known: &'a dyn Fn(FactIx) -> Option<&'a Knowledge>,
    /// The fact that holds the actor's roles.
    pub roles: Option<FactIx>,
    /// Look at this role only.
    pub role: Option<OptionIx>,
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

/// A reading, the alternative that is not the chosen one, and the class and points under it.
pub type Contested = (ReadingIx, usize, Class, Vec<RuleIx>);

/// Exact values found so far, by conclusion and the answers it rests on. Records of a register differ,
/// but seldom in what one point depends on.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    exact: HashMap<(Lit, Vec<u64>), Option<Truth>>,
}

impl Memory {
    /// Values remembered at most; a key has some forty bytes.
    const MOST: usize = 1 << 18;

    fn truth(&mut self, target: &Target, truth_of: &dyn Fn(Input) -> Truth) -> Option<Truth> {
        let exact = target.exact.as_ref()?;
        let key = (target.lit, Truth::packed(exact.inputs().map(truth_of)));
        if let Some(truth) = self.exact.get(&key) {
            return *truth;
        }
        let truth = exact.truth(truth_of);
        if self.exact.len() >= Self::MOST {
            self.exact.clear();
        }
        self.exact.insert(key, truth);
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
    settled: Settled,
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
        let truth_of = |input: Input| answers.get(input.0 as usize).copied().unwrap_or_default();
        let values = self.program.evaluate(truth_of);
        let asked = |target: &&Target| exact(target.rule) == Exact::Asked;
        let (mut settled, unexamined_worlds) =
            settle(of_kind(&self.main, kind).filter(asked), &values, &truth_of, memory);
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

    /// The readings that would give other points or another class, with what they would give.
    pub fn contested(
        &self,
        kind: PointKind,
        answers: &[Truth],
        judged: &Judgement,
    ) -> Vec<Contested> {
        self.contested_remembering(kind, answers, judged, &mut Memory::default())
    }

    /// As [`Lowered::contested`], with a memory for the next records of the same program.
    pub fn contested_remembering(
        &self,
        kind: PointKind,
        answers: &[Truth],
        judged: &Judgement,
        memory: &mut Memory,
    ) -> Vec<Contested> {
        let truth_of = |input: Input| answers.get(input.0 as usize).copied().unwrap_or_default();
        let mut contested = Vec::new();
        for variant in self.variants() {
            let same = |(a, b): (&Target, &Target)| a.lit == b.lit;
            let (mine, theirs) = (of_kind(&self.main, kind), of_kind(&variant.outcome, kind));
            let classes = self.main.classes.iter().zip(&variant.outcome.classes);
            if mine.zip(theirs).all(same) && classes.into_iter().all(|(a, b)| a == b) {
                continue;
            }
            let (mut settled, mut changed) = (Settled::new(), Vec::new());
            let mut unchanged: Vec<Lit> = Vec::new();
            for (mine, theirs) in of_kind(&self.main, kind).zip(of_kind(&variant.outcome, kind)) {
                match judged.values.get(theirs.lit) {
                    // What the reading does not touch was looked at already.
                    known if mine.lit == theirs.lit => {
                        unchanged.push(mine.lit);
                        if known.is_known() {
                            settled.push((theirs.lit, known));
                        }
                    }
                    _ => changed.push(theirs),
                }
            }
            let found = settle(changed, &judged.values, &truth_of, memory).0;
            // All readings are one program. Its values stand unless possible worlds settled something
            // about a point that the reading changes.
            let stands = |(lit, _): &(Lit, Truth)| unchanged.contains(lit);
            let stand = found.is_empty() && judged.settled.iter().all(stands);
            let again = (!stand).then(|| {
                settled.extend(found);
                self.program.evaluate_with(truth_of, &settled)
            });
            let values = again.as_ref().unwrap_or(&judged.values);
            let class = class(&variant.outcome, kind, values);
            let mut asks_elsewhere = false;
            let mut points: Vec<RuleIx> = Vec::new();
            for (target, (_, now)) in of_kind(&variant.outcome, kind).zip(&judged.points) {
                let then = values.get(target.lit);
                // A reading that makes a point depend on something nobody has spoken of gives no other
                // answer yet: it would be a dispute on every record.
                let elsewhere = *now == Truth::True
                    && then == Truth::Unknown
                    && self.asks_only_elsewhere(target, &truth_of);
                asks_elsewhere |= elsewhere;
                if then == Truth::True || elsewhere {
                    points.push(target.rule);
                }
            }
            let class =
                if asks_elsewhere && class == Class::Undetermined { judged.class } else { class };
            let true_now = judged.points.iter().filter(|(_, truth)| *truth == Truth::True);
            if class != judged.class || !true_now.map(|(rule, _)| rule).eq(points.iter()) {
                contested.push((variant.reading, variant.alternative, class, points));
            }
        }
        contested
    }

    /// Whether a target of another reading asks questions that the chosen readings do not ask of that
    /// point, and none of them is answered.
    fn asks_only_elsewhere(&self, target: &Target, truth_of: &dyn Fn(Input) -> Truth) -> bool {
        let Some(mine) = self.point(target.rule) else { return false };
        let asked = self.program.cone(&[mine.lit]);
        let asks = self.program.cone(&[target.lit]);
        let mut other = asks
            .inputs()
            .iter()
            .map(|(input, _)| *input)
            .filter(|input| asked.inputs().iter().all(|(of, _)| of != input))
            .peekable();
        other.peek().is_some() && other.all(|input| !truth_of(input).is_known())
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
        if in_scope == Truth::Unknown {
            applies.status = Status::Unknown;
        }
        Some(applies)
    }

    fn is_sectoral(&self, pack: &Pack, rule: &Rule, values: &Values) -> bool {
        let holds =
            |id: &str| pack.find(id).is_some_and(|rule| values.get(self.lit(rule)) == Truth::True);
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
        let shelter = self.sheltered(candidates, values);
        match &shelter {
            Shelter::AtLeast(_, undecided) | Shelter::MayHaveEnded(undecided) => {
                applies.undecided.clone_from(undecided);
            }
            Shelter::Unknown(undecided) if applies.status == Status::Later => {
                applies.undecided.clone_from(undecided);
            }
            _ => {}
        }
        match shelter {
            Shelter::Under(ix) | Shelter::AtLeast(ix, _) => {
                let Some(legacy_rule) = pack.rule(ix) else { return };
                let until = legacy_rule.legacy.as_ref().map(|legacy| &legacy.until);
                applies.status = Status::Legacy;
                applies.basis = legacy_rule.cite.clone();
                applies.effective = match until {
                    Some(Until::Day(day)) => Some(*day),
                    Some(Until::SignificantChange) | None => None,
                };
                applies.until = until.cloned();
            }
            Shelter::Unknown(_) if applies.status != Status::Later => {
                applies.status = Status::Unknown;
            }
            Shelter::Ended(ix) => {
                let Some(legacy_rule) = pack.rule(ix) else { return };
                applies.basis = legacy_rule.cite.clone();
                applies.effective = legacy_rule.legacy.as_ref().and_then(|at| at.until.day());
            }
            Shelter::None | Shelter::MayHaveEnded(_) => {
                applies.if_existing = self.longest(&applies.undecided);
                let speaks = |_: RuleIx, legacy: &Legacy| legacy.covers(rule);
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
            Shelter::Unknown(undecided) => applies.if_existing = self.longest(&undecided),
        }
    }

    /// The first legacy rule that holds decides; the route of each says which of its cut-offs counts. One before
    /// it that is unknown may hold as well: what all of them agree on is known.
    pub(crate) fn sheltered<'a>(
        &self,
        candidates: impl Iterator<Item = (RuleIx, &'a str)>,
        values: &Values,
    ) -> Shelter {
        let mut unknown: Vec<RuleIx> = Vec::new();
        // What unknown rules would do if they held: protect, or have protected until a day that has come.
        let mut may_protect: Vec<(Option<Date>, RuleIx)> = Vec::new();
        let mut may_have_ended = false;
        for (ix, route) in candidates {
            let legacy = self.view.pack().rule(ix).and_then(|rule| rule.legacy.as_ref());
            let (Some(legacy), Some(lit)) = (legacy, self.legacy(ix, route)) else { continue };
            let day = legacy.until.day();
            let over = day.is_some_and(|day| day <= self.view.on());
            match values.get(lit) {
                Truth::False => {}
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
                    may_protect.retain(|(until, _)| {
                        until.is_some_and(|until| day.is_none_or(|day| until < day))
                    });
                    may_protect.sort();
                    let mut sooner = may_protect.into_iter().map(|(_, of)| of);
                    return match sooner.next() {
                        Some(first) => {
                            Shelter::AtLeast(first, [first].into_iter().chain(sooner).collect())
                        }
                        None => Shelter::Under(ix),
                    };
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

fn of_kind(outcome: &Outcome, kind: PointKind) -> impl Iterator<Item = &Target> {
    outcome.points.iter().filter(move |(of, _)| *of == kind).map(|(_, target)| target)
}

/// Settles what Kleene left unknown although every possible world agrees. The flag tells whether a
/// point had too many worlds to look at.
fn settle<'t>(
    targets: impl IntoIterator<Item = &'t Target>,
    values: &Values,
    truth_of: &dyn Fn(Input) -> Truth,
    memory: &mut Memory,
) -> (Settled, bool) {
    let mut settled = Settled::new();
    let mut gave_up = false;
    for target in targets {
        if target.exact.is_none() || values.get(target.lit) != Truth::Unknown {
            continue;
        }
        match memory.truth(target, truth_of) {
            Some(Truth::Unknown) => {}
            Some(truth) => settled.push((target.lit, truth)),
            None => gave_up = true,
        }
    }
    (settled, gave_up)
}

/// The class: what takes a record out of the Act first, then the gravest whose condition is true.
fn class(outcome: &Outcome, kind: PointKind, values: &Values) -> Class {
    let mut holds: BTreeMap<Class, bool> = BTreeMap::new();
    for (_, class, lit) in outcome.classes.iter().filter(|(of, ..)| *of == kind) {
        *holds.entry(*class).or_default() |= values.get(*lit) == Truth::True;
    }
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
    let is = |class: &Class| holds.get(class).copied().unwrap_or(false);
    order.into_iter().find(|class| is(class)).unwrap_or(Class::Undetermined)
}
