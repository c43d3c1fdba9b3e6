//! Where a duty stands for a subject: whether a route brings it, and whether it runs.

use actlas_facts::{Date, FactIx, Knowledge, OptionIx};
use actlas_logic::{Truth, Values};

use crate::calendar::Start;
use crate::duty::{Duty, Route, Shelter, Trigger};
use crate::lower::Lowered;
use crate::model::{ConditionNode, Cut, FactTest, Legacy, Pack, Rule, RuleIx, Until};
use crate::reference::fact_test;
use crate::subject::Subject;
use crate::view::View;

/// How far a route brings a duty, its own condition aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Brought {
    /// Whether the rules of the route hold.
    pub base: Truth,
    /// A listed use whose exemption is not shown.
    pub listed: bool,
}

impl Brought {
    /// The same for an actor whom the Act may not reach.
    pub fn if_reached(self, reached: Truth) -> Brought {
        let base = Truth::all([self.base, reached]);
        Brought { base, listed: self.listed && reached == Truth::True }
    }

    /// The same for an actor who has the role unless an exemption is shown.
    pub fn if_role_is_presumed(self) -> Brought {
        let base = if self.base == Truth::True { Truth::Unknown } else { self.base };
        Brought { base, listed: self.is_for_sure() }
    }

    /// Whether it is brought, be it only unless an exemption is documented.
    pub fn is_for_sure(self) -> bool {
        self.base == Truth::True || self.listed
    }
}

/// The presumption of Article 6(3) for a role: whoever does something to a system of a listed use gets the role
/// unless the use is exempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PresumedRole {
    /// The rule that presumes it.
    pub listed: RuleIx,
    /// The rule that shows the exemption.
    pub exempted: Option<RuleIx>,
}

impl PresumedRole {
    /// Whether rules with these values presume the role.
    pub fn holds(&self, value: &dyn Fn(RuleIx) -> Truth) -> bool {
        value(self.listed) == Truth::True && self.exempted.map(value) != Some(Truth::True)
    }
}

/// Where a duty stands, the most pressing first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stands {
    /// Owed on the day asked about.
    Owed,
    /// Owed from a later day.
    Later,
    /// A listed use: owed unless an assessment under Article 6(3) is documented.
    UnlessExempted,
    /// Article 111 protects the system.
    Legacy,
    /// Facts are missing.
    Undecided,
}

/// How pressing a duty is on one of its routes, the most pressing first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pressing {
    /// Owed on the day asked about.
    Owed,
    /// Owed from a later day.
    Later,
    /// Owed unless an assessment under Article 6(3) is documented.
    UnlessExempted,
    /// Brought and, as far as is known, not protected; whether its own condition is met, or the route protected,
    /// is open. That Article 111 protects on another route does not help here.
    IfDecided,
    /// Protected by Article 111.
    Protected,
    /// Whether it is brought is open.
    Perhaps,
}

/// Whether a duty that is brought runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Runs {
    /// Where it stands.
    pub stands: Stands,
    /// The first day on which it can bite; of a protected system the day by which it complies.
    pub effective: Option<Date>,
    /// How long Article 111 protects, at least.
    pub until: Option<Until>,
    /// The rule of Article 111 that sets the day, if Article 113 does not.
    pub dated_by: Option<RuleIx>,
    /// The rules of Article 111 about which facts are missing that may change this.
    pub undecided: Vec<RuleIx>,
    /// How long Article 111 would protect, or did, if the system was there before its cut-off, which
    /// nobody stated. What is undecided for that very reason has it too.
    pub if_existing: Option<Until>,
}

/// A significant change in design that ended a protection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Changed {
    /// Its day.
    pub day: Date,
    /// The rule of Article 111 that protected until then.
    pub rule: RuleIx,
    /// Whether the system was there before the cut-off; if that is unknown, nothing may have protected it.
    pub placed: Truth,
}

/// Where a duty stands on its most pressing route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Where.
    pub stands: Stands,
    /// The first day on which it can bite; of a protected system the day by which it complies.
    pub effective: Option<Date>,
    /// The letter of Article 113.
    pub formal: Date,
    /// How long Article 111 protects.
    pub until: Option<Until>,
}

impl Lowered<'_> {
    /// Whether a route brings a duty: `own` gives the value of a rule for the subject, `value` that
    /// for whoever counts.
    pub fn brought(
        &self,
        trigger: &Trigger,
        route: &Route,
        own: &dyn Fn(RuleIx) -> Truth,
        value: &dyn Fn(RuleIx) -> Truth,
    ) -> Brought {
        let scope = [trigger.scope, route.within].map(|rule| rule.map_or(Truth::True, own));
        let scope = Truth::all(scope);
        let with = route.with.map_or(Truth::True, value);
        let left = self.left(route, value);
        let base = Truth::all([scope, value(route.rule), with, left]);
        let listed = route.listed.is_some_and(|rule| {
            base != Truth::False
                && Truth::all([scope, value(rule), left]) == Truth::True
                && route.exempted.map(value) != Some(Truth::True)
        });
        Brought { base, listed }
    }

    /// Whether the Act reaches an actor in a role, which the link of another actor to the Union does not say: by the
    /// rule of the pack for that role, where it has one.
    pub fn reached(&self, role: Option<OptionIx>, own: &dyn Fn(RuleIx) -> Truth) -> Truth {
        reached_by(self.view().pack(), role).map_or(Truth::True, own)
    }

    /// Whether a point is left that brings the duty, once those that do not are left out.
    fn left(&self, route: &Route, value: &dyn Fn(RuleIx) -> Truth) -> Truth {
        if route.but.is_empty() {
            return Truth::True;
        }
        Truth::any(self.points_left(route).into_iter().map(value))
    }

    /// The points that a route looks at, without those that do not bring the duty by themselves.
    pub fn points_left(&self, route: &Route) -> Vec<RuleIx> {
        let points = self.points_of(route).into_iter();
        points.filter(|rule| !route.but.contains(rule)).collect()
    }

    /// The points that a route looks at.
    pub fn points_of(&self, route: &Route) -> Vec<RuleIx> {
        points_of(self.view().pack(), route)
    }

    /// Whether a duty that is brought runs on the day asked about, and from when, by Article 111 too.
    pub fn runs<'k>(
        &self,
        duty: &Duty,
        route: &Route,
        start: &Start,
        values: &Values,
        known: &dyn Fn(FactIx) -> Option<&'k Knowledge>,
    ) -> Runs {
        let begun = start.effective <= self.view().on();
        let by = route.route.as_deref().unwrap_or_default();
        let ends = |rule: RuleIx| self.ends(rule, by, known);
        let shelter = self.shelter(duty, route, values, &ends);
        let stands = match shelter {
            Shelter::Under(_) | Shelter::AtLeast(..) => Stands::Legacy,
            Shelter::Unknown(_) if begun => Stands::Undecided,
            _ if begun => Stands::Owed,
            _ => Stands::Later,
        };
        let plain = Runs {
            stands,
            effective: Some(start.effective),
            until: None,
            dated_by: None,
            undecided: Vec::new(),
            if_existing: None,
        };
        match shelter {
            Shelter::Under(rule) => protected(plain, (rule, ends(rule)), Vec::new()),
            Shelter::AtLeast(rule, undecided) => protected(plain, (rule, ends(rule)), undecided),
            Shelter::Ended(rule) => {
                let effective = ends(rule).and_then(|until| until.day());
                Runs { effective, dated_by: Some(rule), ..plain }
            }
            Shelter::Unknown(undecided) => {
                Runs { if_existing: longest(&undecided, &ends), undecided, ..plain }
            }
            Shelter::MayHaveEnded(undecided) => {
                let if_existing = longest(&undecided, &ends);
                let since = self.since(plain, (duty, route), values, known);
                Runs { undecided, if_existing, ..since }
            }
            Shelter::None => self.since(plain, (duty, route), values, known),
        }
    }

    /// The day of a change in design, where that ended a protection or may have.
    fn since<'k>(
        &self,
        plain: Runs,
        (duty, route): (&Duty, &Route),
        values: &Values,
        known: &dyn Fn(FactIx) -> Option<&'k Knowledge>,
    ) -> Runs {
        let by = route.route.as_deref().unwrap_or_default();
        let speaks = |ix: RuleIx, legacy: &Legacy| {
            (legacy.is_of_route(by) || duty.legacy.contains(&ix)) && !self.takes_out(ix, values)
        };
        match self.changed(by, &speaks, known) {
            Some(Changed { day, rule, placed: Truth::True }) if Some(day) > plain.effective => {
                Runs { effective: Some(day), dated_by: Some(rule), ..plain }
            }
            Some(Changed { day, rule, .. }) if Some(day) > plain.effective => {
                Runs { undecided: vec![rule], if_existing: Some(Until::Day(day)), ..plain }
            }
            _ => plain,
        }
    }

    /// The facts by which these rules of Article 111 tell what was there before, by rules they refer to
    /// as well; when it was changed is none of them.
    pub fn cut_off_facts(&self, rules: &[RuleIx]) -> Vec<FactIx> {
        let mut facts = Vec::new();
        let asked = self.asked_by(rules);
        let is_change = |fact: FactIx| {
            asked
                .iter()
                .any(|(of, test)| *of == fact && matches!(test, FactTest::FromUntilAsked(_)))
        };
        for (fact, test) in &asked {
            let fact = *fact;
            if matches!(test, FactTest::Before(_)) && !is_change(fact) && !facts.contains(&fact) {
                facts.push(fact);
            }
        }
        facts
    }

    /// What rules ask of facts, by rules they refer to as well.
    fn asked_by(&self, rules: &[RuleIx]) -> Vec<(FactIx, &FactTest)> {
        let view = self.view();
        let mut asked = Vec::new();
        let mut seen = Vec::new();
        let mut left: Vec<RuleIx> = rules.iter().rev().copied().collect();
        while let Some(rule) = left.pop() {
            if seen.contains(&rule) {
                continue;
            }
            seen.push(rule);
            let Some(when) = view.wording(rule).and_then(|version| version.when.as_ref()) else {
                continue;
            };
            when.walk(&mut |part| match &part.node {
                ConditionNode::Fact(fact, test, _) => asked.push((*fact, test)),
                ConditionNode::Rule(other, _) => left.push(*other),
                _ => {}
            });
        }
        asked
    }

    /// How long a rule of Article 111 protects on a route: until its own end, or until a significant change in
    /// design that is stated for a day to come, if that is sooner.
    pub(crate) fn ends<'k>(
        &self,
        rule: RuleIx,
        by: &str,
        known: &dyn Fn(FactIx) -> Option<&'k Knowledge>,
    ) -> Option<Until> {
        let own = self.until(rule)?;
        let change = self.change_to_come(rule, by, known);
        let sooner = change.filter(|day| own.day().is_none_or(|end| *day < end));
        Some(sooner.map_or(own, Until::Day))
    }

    fn change_to_come<'k>(
        &self,
        rule: RuleIx,
        by: &str,
        known: &dyn Fn(FactIx) -> Option<&'k Knowledge>,
    ) -> Option<Date> {
        let view = self.view();
        self.asked_by(&[rule]).into_iter().find_map(|(fact, test)| {
            let FactTest::FromUntilAsked(cut) = test else { return None };
            let Some(Knowledge::Date(at)) = known(fact) else { return None };
            // A change before the cut-off ends nothing.
            let from = match cut {
                Cut::Day(day) => Some(*day),
                Cut::Start => self.route_start(by),
            }?;
            at.exact().copied().filter(|day| *day > view.on() && *day >= from)
        })
    }

    /// Where a duty stands for one subject in a role whose rules have these values; `start` says when it starts
    /// on a route. `None` where nothing brings it.
    pub fn standing(
        &self,
        (duty, trigger, role): (&Duty, &Trigger, Option<OptionIx>),
        start: &dyn Fn(&Route) -> Option<Start>,
        values: &Values,
        subject: &Subject,
    ) -> Option<Standing> {
        let condition = match &duty.when {
            Some(when) => self.truth(when, values, subject),
            None => Truth::True,
        };
        let value = |rule: RuleIx| values.get(self.lit(rule));
        let reached = self.reached(role, &value);
        let on_route = |route: &Route| {
            let brought = self.brought(trigger, route, &value, &value).if_reached(reached);
            if condition == Truth::False || (brought.base == Truth::False && !brought.listed) {
                return None;
            }
            let start = start(route)?;
            let runs = self.runs(duty, route, &start, values, subject.known);
            let stands = match (brought.base, condition) {
                (Truth::True, Truth::True) => runs.stands,
                (_, Truth::Unknown) if brought.is_for_sure() && runs.stands == Stands::Legacy => {
                    runs.stands
                }
                (Truth::Unknown, Truth::True) if brought.listed => match runs.stands {
                    Stands::Legacy => runs.stands,
                    _ => Stands::UnlessExempted,
                },
                _ => Stands::Undecided,
            };
            let (effective, until) = match stands {
                // What is undecided in itself is not protected; if it is brought, it waits for the end of a
                // protection that has a day.
                Stands::Undecided if runs.stands == Stands::Legacy => {
                    let end = runs.effective.filter(|_| runs.undecided.is_empty());
                    (end.or(Some(start.effective)), None)
                }
                _ => (runs.effective, runs.until),
            };
            let standing = Standing { stands, effective, formal: start.formal, until };
            Some((stands.pressing(brought), standing))
        };
        let routes = trigger.routes.iter().filter_map(on_route);
        let first = routes.min_by_key(|(pressing, at)| (*pressing, at.effective, at.formal));
        first.map(|(_, standing)| standing)
    }

    /// The change in design that ended a protection which lasts until one. Of the rules of Article 111
    /// those count that speak of what is asked, on a route.
    pub(crate) fn changed<'k>(
        &self,
        by: &str,
        speaks: &dyn Fn(RuleIx, &Legacy) -> bool,
        known: &dyn Fn(FactIx) -> Option<&'k Knowledge>,
    ) -> Option<Changed> {
        let view = self.view();
        let start = self.route_start(by);
        let change_of = |(ix, rule): (RuleIx, &Rule)| {
            let legacy = rule.legacy.as_ref()?;
            let lasting = speaks(ix, legacy) && legacy.until == Until::SignificantChange;
            let when = view.wording(ix).filter(|_| lasting)?.when.as_ref()?;
            let mut day = None;
            let mut asked = Vec::new();
            when.walk(&mut |part| {
                let ConditionNode::Fact(fact, test, _) = &part.node else { return };
                let known = known(*fact);
                let holds = known.map_or(Truth::Unknown, |at| fact_test(&view, test, at, start));
                match (test, known) {
                    (FactTest::FromUntilAsked(_), Some(Knowledge::Date(at)))
                        if holds == Truth::True =>
                    {
                        day = at.exact().copied().map(|day| (*fact, day));
                    }
                    (FactTest::Before(_), _) => asked.push((*fact, holds)),
                    _ => {}
                }
            });
            let (change, day) = day?;
            // When it changed does not tell when it was placed.
            let of_placing = asked.into_iter().filter(|(fact, _)| *fact != change);
            let placed = Truth::all(of_placing.map(|(_, holds)| holds));
            (placed != Truth::False).then_some(Changed { day, rule: ix, placed })
        };
        view.pack().rules().find_map(change_of)
    }

    fn until(&self, rule: RuleIx) -> Option<Until> {
        let legacy = self.view().pack().rule(rule)?.legacy.as_ref()?;
        Some(legacy.until.clone())
    }
}

/// The longest protection that some rules of Article 111 give.
pub(crate) fn longest(rules: &[RuleIx], ends: &dyn Fn(RuleIx) -> Option<Until>) -> Option<Until> {
    let until: Vec<Until> = rules.iter().filter_map(|rule| ends(*rule)).collect();
    match until.contains(&Until::SignificantChange) {
        true => Some(Until::SignificantChange),
        false => until.iter().filter_map(Until::day).max().map(Until::Day),
    }
}

fn protected(plain: Runs, (rule, until): (RuleIx, Option<Until>), undecided: Vec<RuleIx>) -> Runs {
    let effective = until.as_ref().and_then(Until::day);
    Runs { effective, until, dated_by: Some(rule), undecided, ..plain }
}

/// The rule that says whether the Act reaches an actor in a role.
pub fn reached_by(pack: &Pack, role: Option<OptionIx>) -> Option<RuleIx> {
    let fact = pack.vocabulary.find("actor_role").and_then(|fact| pack.vocabulary.get(fact))?;
    let option = fact.kind.options().get(usize::from(role?.0))?;
    pack.find(&format!("role.{}.reached", option.id))
}

/// The rules that presume a role, where the pack has them.
pub fn presumed_role(pack: &Pack, role: OptionIx) -> Option<PresumedRole> {
    let fact = pack.vocabulary.find("actor_role").and_then(|fact| pack.vocabulary.get(fact))?;
    let option = fact.kind.options().get(usize::from(role.0))?;
    let listed = pack.find(&format!("role.{}.listed", option.id))?;
    Some(PresumedRole { listed, exempted: pack.find(&format!("role.{}.exempted", option.id)) })
}

/// What takes an actor out of a role whatever is stated of it: the fact that the rule of the role excepts.
pub fn role_bar(view: &View, role: &str) -> Option<FactIx> {
    let rule = view.pack().find(&format!("role.{role}"))?;
    let ConditionNode::Unless(_, exceptions) = &view.wording(rule)?.when.as_ref()?.node else {
        return None;
    };
    exceptions.iter().find_map(|part| match part.node {
        ConditionNode::Fact(fact, FactTest::Yes, _) => Some(fact),
        _ => None,
    })
}

/// The points that a route looks at.
pub(crate) fn points_of(pack: &Pack, route: &Route) -> Vec<RuleIx> {
    let is_point = |ix: RuleIx| pack.rule(ix).is_some_and(|rule| rule.point.is_some());
    match &route.route {
        None if is_point(route.rule) => vec![route.rule],
        None => {
            let prefix = pack.rule(route.rule).and_then(|rule| rule.id.strip_suffix("any"));
            let Some(prefix) = prefix else { return Vec::new() };
            let of = |(ix, rule): (RuleIx, &Rule)| {
                (rule.point.is_some() && rule.id.starts_with(prefix)).then_some(ix)
            };
            pack.rules().filter_map(of).collect()
        }
        Some(by) => {
            let of = |(ix, rule): (RuleIx, &Rule)| {
                let starts = rule.starts.as_ref().and_then(|at| at.route.as_ref());
                (rule.point.is_some() && starts == Some(by)).then_some(ix)
            };
            pack.rules().filter_map(of).collect()
        }
    }
}

impl Stands {
    /// How pressing that is on a route that brings the duty so far.
    pub fn pressing(self, brought: Brought) -> Pressing {
        match self {
            Stands::Owed => Pressing::Owed,
            Stands::Later => Pressing::Later,
            Stands::UnlessExempted => Pressing::UnlessExempted,
            Stands::Legacy => Pressing::Protected,
            Stands::Undecided if brought.is_for_sure() => Pressing::IfDecided,
            Stands::Undecided => Pressing::Perhaps,
        }
    }

    /// `owed`, `later`, `unless_exempted`, `legacy` or `open`.
    pub fn as_str(self) -> &'static str {
        match self {
            Stands::Owed => "owed",
            Stands::Later => "later",
            Stands::UnlessExempted => "unless_exempted",
            Stands::Legacy => "legacy",
            Stands::Undecided => "open",
        }
    }
}
