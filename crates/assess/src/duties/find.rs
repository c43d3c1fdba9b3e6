//! Which duties a record brings, by which route, and from when.

use std::collections::BTreeSet;

use actlas_facts::{Date, FactIx, Knowledge, Layer, OptionIx, Record, day_text};
use actlas_law::{
    ActIx, Brought, ConditionNode, Duty, Judgement, Pressing, Route, RuleIx, Stands, Start,
    Subject, Tells, Trigger, Undecided, Whose,
};
use actlas_logic::Truth;

use super::deciding::DECIDING;
use super::excluded::{is_presumed, is_presumed_over, role_in_uses, role_truth};
use super::search::{Naming, Search};
use super::{Duties, DutyStatus, Held, OtherOwing, Owing, Shown, evidence};
use crate::assess::{Assessed, Assessor, SubjectView};
use crate::outcome::Step;
use crate::publish::{noted, until_word};

/// Which facts count.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    Attested,
    All,
}

/// How an actor has a role.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Having {
    /// As its `Held` says.
    Plainly,
    /// Unless the listed use is exempt, of which it would become provider.
    UnlessExempted,
}

/// What was found of one duty for one use and actor.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    pressing: Pressing,
    pub(super) status: DutyStatus,
    pub(super) effective: Option<Date>,
    pub(super) by_law: Option<Date>,
    formal: Option<Date>,
    pub(super) basis: String,
    pub(super) until: Option<String>,
    at_least: bool,
    pub(super) if_existing: Option<String>,
    by_act_in_force_from: Option<Date>,
    day_by: Option<String>,
    pub(super) decided_by: Vec<FactIx>,
    /// Of a protected duty, whether what it turns on itself is open.
    condition_open: bool,
}

/// One duty asked of one use and actor in a role.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) duty: &'a Duty,
    pub(super) trigger: &'a Trigger,
    pub(super) at: &'a SubjectView,
    pub(super) others: &'a [SubjectView],
    pub(super) open: &'a BTreeSet<RuleIx>,
    pub(super) by: By,
    /// The role of the actor; `None` for what everybody owes.
    pub(super) role: Option<OptionIx>,
    pub(super) having: Having,
    pub(super) naming: Naming,
}

impl Assessor<'_, '_> {
    /// The duties of an assessed record.
    pub fn duties(&self, record: &Record, assessed: &Assessed) -> Duties {
        let outcome = &assessed.outcome;
        let (mut duties, by_other_readings) = self.all_owings(record, assessed);
        let on = self.lowered.view().on();
        let (not_asked_for, found) =
            evidence::join(record, &mut duties, (self.pack(), &self.role_words()), on);
        let without_day = self.without_day(record, assessed, &duties);
        let found = found.iter().chain(&without_day).map(|at| noted(at, Step::Assessing));
        let findings = outcome.findings.iter().cloned().chain(found).collect();
        Duties {
            id: outcome.id.clone(),
            name: outcome.name.clone(),
            kind: outcome.kind.clone(),
            stage: outcome.stage.clone(),
            organisation: outcome.organisation.clone(),
            source: outcome.source.clone(),
            class: outcome.indicated.class.clone(),
            contested: outcome.contested.clone(),
            duties,
            by_other_readings,
            not_asked_for,
            findings,
            receipt: outcome.receipt.clone(),
        }
    }

    fn all_owings(&self, record: &Record, assessed: &Assessed) -> (Vec<Owing>, Vec<OtherOwing>) {
        let mut duties = Vec::new();
        // Several actors may have one name, or none.
        let mut whose = Vec::new();
        for actor in 0..record.actors.len().max(1) {
            let of_actor = |at: &&SubjectView| at.subject.actor_at == actor;
            let mine: Vec<&SubjectView> = assessed.subjects.iter().filter(of_actor).collect();
            // Of actors that were not judged nothing is said; a finding says that.
            let roles = if mine.is_empty() { Vec::new() } else { self.roles_of(&mine) };
            for (role, held, having) in roles {
                duties.extend(self.of_role(record, assessed, &mine, (role, held, having)));
                whose.resize(duties.len(), (actor, role));
            }
        }
        let besides = self.by_other_readings(record, assessed, &whose, &mut duties);
        match self.ahead.as_deref().zip(assessed.ahead.as_deref()) {
            Some((ahead, then)) => {
                let (then, besides_then) = ahead.all_owings(record, then);
                let from = day_text(ahead.lowered.view().on());
                let runs =
                    |at: &OtherOwing| at.answer.effective.as_ref().is_some_and(|day| *day < from);
                let besides = besides.into_iter().filter(runs);
                let besides = besides.chain(besides_then.into_iter().filter(|at| !runs(at)));
                (ahead.as_then_read(record, duties, then), besides.collect())
            }
            None => (duties, besides),
        }
    }

    /// The roles an actor holds or may hold; `None` stands for whoever acts, which everybody may be.
    pub(super) fn roles_of(&self, mine: &[&SubjectView]) -> Vec<(Option<OptionIx>, Held, Having)> {
        let mut roles = vec![(None, Held::Holds, Having::Plainly)];
        for at in 0..self.role_words().len() {
            let role = OptionIx(at as u8);
            let asked = self.settings.role.is_none_or(|only| only == role);
            if !asked {
                continue;
            }
            let presumed = mine.iter().any(|at| is_presumed(self.lowered, role, at, By::All));
            match role_in_uses(self.lowered, role, mine) {
                Truth::True => roles.push((Some(role), Held::Holds, Having::Plainly)),
                // What it did to the system tells more than which roles it says it has.
                _ if presumed => roles.push((Some(role), Held::Holds, Having::UnlessExempted)),
                Truth::Unknown => roles.push((Some(role), Held::MayHold, Having::Plainly)),
                Truth::False => {}
            }
        }
        roles
    }

    pub(super) fn role_words(&self) -> Vec<&str> {
        let fact = self.roles.and_then(|fact| self.pack().vocabulary.get(fact));
        let options = fact.map(|fact| fact.kind.options()).unwrap_or_default();
        options.iter().map(|option| option.id.as_str()).collect()
    }

    fn of_role(
        &self,
        record: &Record,
        assessed: &Assessed,
        mine: &[&SubjectView],
        (role, held, having): (Option<OptionIx>, Held, Having),
    ) -> Vec<Owing> {
        let pack = self.pack();
        let taken_over_by = self.taken_over_by(record, assessed, mine);
        let kind = Self::kind_of(record);
        let open: BTreeSet<RuleIx> =
            assessed.outcome.open.iter().filter_map(|id| pack.find(id)).collect();
        let open_surely = self.open_surely(&assessed.subjects);
        let held_surely = held == Held::Holds
            && role.is_none_or(|role| {
                if having == Having::UnlessExempted {
                    return mine.iter().any(|at| is_presumed(self.lowered, role, at, By::Attested));
                }
                let truths = mine.iter().map(|at| role_truth(self.lowered, role, at, By::Attested));
                Truth::any(truths) == Truth::True
            });
        let all = Search {
            subjects: &assessed.subjects,
            open: &open,
            missing: &assessed.outcome.missing,
            naming: Naming::Facts,
        };
        let attested = Search { open: &open_surely, ..all };
        let mut owings = Vec::new();
        for (duty, trigger) in self.addressed(role, kind) {
            let asked = (duty, trigger, role, having);
            let Some((found, from)) = self.search(&all, mine, asked, By::All) else { continue };
            let same = |(at, _): (Found, Vec<&SubjectView>)| at.status == found.status;
            let sure =
                held_surely && self.search(&attested, mine, asked, By::Attested).is_some_and(same);
            let held = match role {
                None if found.status != DutyStatus::Open => {
                    self.held_in_acting(trigger, kind, &from)
                }
                _ => held,
            };
            let mut owing = self.owing(record, duty, (role, held), &found, &from, sure_word(sure));
            if self.is_of_provider(trigger, role) {
                owing.released_by.clone_from(&taken_over_by);
            }
            owings.push(owing);
        }
        owings
    }

    /// The points that attested facts alone open.
    fn open_surely(&self, subjects: &[SubjectView]) -> BTreeSet<RuleIx> {
        let points = subjects.iter().flat_map(|at| &at.established_judgement().points);
        let undecided = points.filter(|(_, truth)| *truth == Truth::Unknown).map(|(rule, _)| *rule);
        let opened = |rule: &RuleIx| subjects.iter().any(|at| self.is_surely_open(*rule, at));
        undecided.filter(opened).collect()
    }

    pub(super) fn judgement(at: &SubjectView, by: By) -> &Judgement {
        match by {
            By::Attested => at.established_judgement(),
            By::All => at.judgement(),
        }
    }

    /// The best way into a duty; `None` where nothing brings it, or nothing stated points to it.
    pub(super) fn found(
        &self,
        asked: &Asked,
        missing: &[crate::outcome::Missing],
    ) -> Option<Found> {
        let routes = asked.trigger.routes.iter();
        let found = |route: &Route| {
            let (brought, found) = self.by_route(asked, route, missing)?;
            let found = self.once_placed(asked, found);
            Some(Found { pressing: Stands::from(found.status).pressing(brought), ..found })
        };
        routes.filter_map(found).min()
    }

    fn by_route(
        &self,
        asked: &Asked,
        route: &Route,
        missing: &[crate::outcome::Missing],
    ) -> Option<(Brought, Found)> {
        let judged = Self::judgement(asked.at, asked.by);
        let own = |rule: RuleIx| judged.values.get(self.lowered.lit(rule));
        let value =
            |rule: RuleIx| match asked.trigger.whose {
                Whose::Own => own(rule),
                Whose::Anyone => Truth::any(asked.others.iter().map(|other| {
                    Self::judgement(other, asked.by).values.get(self.lowered.lit(rule))
                })),
            };
        // What somebody does to a system calls upon the others.
        let mut rules = std::iter::once(route.rule).chain(route.listed);
        if asked.trigger.whose == Whose::Anyone
            && rules.any(|rule| self.holds_but_for_exceptions(rule, &own))
        {
            return None;
        }
        let by_rules = self.lowered.brought(asked.trigger, route, &own, &value);
        let by_rules = match asked.having {
            Having::Plainly => by_rules,
            Having::UnlessExempted => by_rules.if_role_is_presumed(),
        };
        let brought = by_rules.if_reached(self.lowered.reached(asked.role, &own));
        let over = |role| is_presumed_over(self.lowered, role, &judged.values);
        if brought.base != Truth::True && route.listed.is_some() && asked.role.is_some_and(over) {
            return None;
        }
        let condition = self.condition(asked);
        if condition == Truth::False {
            return None;
        }
        let start = asked.duty.start(&self.lowered.view(), route)?;
        let found = match (brought.base, condition) {
            (Truth::True, Truth::True) => {
                let found = self.dated(asked, route, &start);
                // Where that is the very question, the duty says so by being open.
                let if_existing = found.if_existing.filter(|_| found.status != DutyStatus::Open);
                Some(Found { if_existing, ..found })
            }
            (Truth::Unknown, Truth::True) if brought.listed => {
                let found = self.dated(asked, route, &start);
                Some(match found.status {
                    DutyStatus::Legacy => found,
                    _ => Found { status: DutyStatus::UnlessExempted, ..found },
                })
            }
            (Truth::False, _) => None,
            _ => self.pointed_to(asked, route, (by_rules, brought), &start, missing, &value),
        };
        found.map(|found| (brought, found))
    }

    /// A duty that a route may bring, if something stated points to it.
    fn pointed_to(
        &self,
        asked: &Asked,
        route: &Route,
        (by_rules, brought): (Brought, Brought),
        start: &Start,
        missing: &[crate::outcome::Missing],
        value: &dyn Fn(RuleIx) -> Truth,
    ) -> Option<Found> {
        let related = self.lowered.points_left(route);
        // Every system is "any system": that alone says nothing of a duty with a condition.
        let telling =
            asked.trigger.tells == Tells::Something && asked.trigger.scope != Some(route.rule);
        let held = telling && by_rules.is_for_sure();
        // That somebody else took a system over is an event: nothing stated of the system itself points to it, but
        // what is stated of the event does.
        let event = route.with.and_then(|_| self.event(asked, route));
        let opens = |rule: &RuleIx| asked.open.contains(rule) || value(*rule) == Truth::True;
        let by_itself = route.with.is_none() || self.is_point(route.rule);
        let pointed = event.is_some() || by_itself && telling && related.iter().any(opens);
        // What is said of its decisions says nothing of another use than the one that is known and does not bring
        // the duty.
        let aside = route.but.iter().any(|rule| value(*rule) == Truth::True);
        let stated = held || pointed || !aside && self.condition_is_touched(asked);
        if !stated || !self.condition_is_examined(asked) {
            return None;
        }
        if asked.naming == Naming::Nothing {
            return Some(self.undecided_on((asked, route), brought, start, Vec::new()));
        }
        let mut decided_by = match by_rules.is_for_sure() {
            true => self.deciding_reach(asked),
            false => Vec::new(),
        };
        decided_by.extend(self.deciding(asked, &related, missing));
        match event {
            Some(other) if decided_by.is_empty() => {
                decided_by = self.exceptions(other, route.rule);
            }
            None if decided_by.is_empty() => {
                let seen = &mut BTreeSet::new();
                self.unstated(asked.at, (route.rule, ""), seen, &mut decided_by);
                if let Some(within) = route.within.filter(|_| decided_by.is_empty()) {
                    self.unstated(asked.at, (within, ""), seen, &mut decided_by);
                }
            }
            _ => {}
        }
        if decided_by.is_empty() {
            decided_by = self.beside_the_route(asked);
        }
        Some(self.undecided_on((asked, route), brought, start, decided_by))
    }

    /// The condition of the duty itself. What is only assumed decides none: an assumption stands for
    /// scope, not for what a single duty turns on.
    fn condition(&self, asked: &Asked) -> Truth {
        let Some(when) = &asked.duty.when else { return Truth::True };
        let known = |fact: FactIx| stated(asked.at, fact, asked.by);
        let subject = Subject { known: &known, roles: self.roles, role: None };
        self.lowered.truth(when, &Self::judgement(asked.at, asked.by).values, &subject)
    }

    /// Whether one of the facts that the condition names is stated; who uses a system points to nothing.
    fn condition_is_touched(&self, asked: &Asked) -> bool {
        let mut touched = false;
        if let Some(when) = &asked.duty.when {
            when.walk(&mut |part| {
                if let ConditionNode::Fact(fact, ..) = &part.node {
                    let known = self.pack().vocabulary.get(*fact);
                    let context = known.is_none_or(|fact| fact.context);
                    let said = stated(asked.at, *fact, asked.by).zip(known);
                    touched |= !context
                        && said.is_some_and(|(said, fact)| said.says_something(&fact.kind));
                }
            });
        }
        touched
    }

    /// Whether what leaves the condition undecided is a fact, a rule about the system or an open point, not
    /// only points of which nothing is known; or something stated speaks for it.
    fn condition_is_examined(&self, asked: &Asked) -> bool {
        let leaves = self.leaves(asked);
        let examined = |leaf: &Undecided| match leaf {
            Undecided::Fact(_) => true,
            Undecided::Rule(rule) => !self.is_point(*rule) || asked.open.contains(rule),
        };
        leaves.is_empty() || leaves.iter().any(examined) || self.condition_is_spoken_for(asked)
    }

    /// Whether one of the facts that the condition names is stated and meets it.
    fn condition_is_spoken_for(&self, asked: &Asked) -> bool {
        let mut spoken_for = false;
        if let Some(when) = &asked.duty.when {
            when.walk(&mut |part| {
                if let ConditionNode::Fact(fact, ..) = &part.node {
                    let context = self.pack().vocabulary.get(*fact).is_none_or(|at| at.context);
                    let known = |fact: FactIx| stated(asked.at, fact, asked.by);
                    let subject = Subject { known: &known, roles: None, role: None };
                    let holds = self.lowered.truth_with(part, &|_| Truth::Unknown, &subject);
                    spoken_for |= !context && holds == Truth::True;
                }
            });
        }
        spoken_for
    }

    pub(super) fn is_point(&self, rule: RuleIx) -> bool {
        self.pack().rule(rule).is_some_and(|rule| rule.point.is_some())
    }

    fn undecided(&self, start: &Start, decided_by: Vec<FactIx>) -> Found {
        Found {
            pressing: Pressing::Perhaps,
            status: DutyStatus::Open,
            effective: Some(start.effective),
            by_law: None,
            formal: Some(start.formal),
            basis: start.basis.short(),
            until: None,
            at_least: false,
            if_existing: None,
            by_act_in_force_from: self.still_to_come(start),
            day_by: self.amending(start.by, start.item),
            decided_by,
            condition_open: false,
        }
    }

    /// What is undecided has the day that it would have if it were brought, by Article 111 too. Where it is
    /// brought and only its condition is unknown, a protection holds in any case and it asks for nothing yet.
    fn undecided_on(
        &self,
        (asked, route): (&Asked, &Route),
        brought: Brought,
        start: &Start,
        mut decided_by: Vec<FactIx>,
    ) -> Found {
        let mut dated = self.dated(asked, route, start);
        if dated.status == DutyStatus::Open {
            dated.if_existing = None;
        }
        if dated.status == DutyStatus::Legacy && !brought.is_for_sure() {
            let open = self.undecided(start, decided_by);
            // If it is brought, it asks for nothing before the day on which the protection ends.
            return match &dated.effective {
                Some(_) => {
                    Found { effective: dated.effective, basis: dated.basis, formal: None, ..open }
                }
                None => open,
            };
        }
        // What decides about the day of something still to come decides nothing about whether it comes.
        if dated.status != DutyStatus::Later {
            decided_by.extend(dated.decided_by.iter().copied());
        }
        let mut seen = BTreeSet::new();
        decided_by.retain(|fact| seen.insert(*fact));
        let status = match dated.status {
            DutyStatus::Legacy => DutyStatus::Legacy,
            _ => DutyStatus::Open,
        };
        Found { status, decided_by, condition_open: status == DutyStatus::Legacy, ..dated }
    }

    /// `Article 1, point 40 of Regulation (EU) 2026/1744`.
    pub(crate) fn amending(&self, by: ActIx, item: Option<u32>) -> Option<String> {
        let act = self.pack().acts.get(by.0)?;
        Some(format!("Article 1, point {} of {}", item?, act.number))
    }

    /// The amending provision by which a rule reads as it does, or one that it refers to.
    fn amending_rule(&self, rule: RuleIx) -> Option<String> {
        let version = self.lowered.view().wording(rule)?;
        let mut amending = self.amending(version.by, version.item);
        if let Some(when) = version.when.as_ref().filter(|_| amending.is_none()) {
            when.walk(&mut |part| {
                if let (ConditionNode::Rule(other, _), None) = (&part.node, &amending) {
                    amending = self.amending_rule(*other);
                }
            });
        }
        amending
    }

    fn still_to_come(&self, start: &Start) -> Option<Date> {
        let by = self.pack().acts.get(start.by.0)?;
        (by.in_force > self.asked_on).then_some(by.in_force)
    }

    /// When a duty that is brought runs.
    fn dated(&self, asked: &Asked, route: &Route, start: &Start) -> Found {
        let at = self.protected_as(asked.others, asked.at, asked.by);
        let known = |fact: FactIx| stated(at, fact, asked.by);
        let values = &Self::judgement(at, asked.by).values;
        let runs = self.lowered.runs(asked.duty, route, start, values, &known);
        let status = DutyStatus::from(runs.stands);
        let by = route.route.as_deref().unwrap_or_default();
        let decided_by = match runs.if_existing {
            _ if asked.naming == Naming::Nothing => Vec::new(),
            Some(_) if status != DutyStatus::Open => {
                self.unsettled_cut_offs(at, &runs.undecided, by)
            }
            _ => self.deciding_protection(at, &runs.undecided, by),
        };
        let mut found =
            Found { status, effective: runs.effective, ..self.undecided(start, decided_by) };
        found.until = runs.until.as_ref().map(until_word);
        found.at_least = status == DutyStatus::Legacy && !runs.undecided.is_empty();
        found.if_existing = runs.if_existing.as_ref().map(until_word);
        if let Some((ix, rule)) = runs.dated_by.and_then(|ix| Some((ix, self.pack().rule(ix)?))) {
            found.basis = rule.cite.short();
            found.day_by = self.amending_rule(ix);
            // Article 113 does not set this day; what is protected keeps its letter.
            found.formal = found.formal.filter(|_| status == DutyStatus::Legacy);
        }
        found
    }

    fn owing(
        &self,
        record: &Record,
        duty: &Duty,
        (role, held): (Option<OptionIx>, Held),
        found: &Found,
        from: &[&SubjectView],
        layer: &str,
    ) -> Owing {
        let pack = self.pack();
        let view = self.lowered.view();
        let version = duty.version(&view).or(duty.coming(&view));
        let actor = from.first().and_then(|at| record.actors.get(at.subject.actor_at));
        let words = self.role_words();
        let role_word = role.and_then(|role| words.get(usize::from(role.0)).copied());
        let uses = match record.uses.len() {
            0 | 1 => Vec::new(),
            _ => from
                .iter()
                .filter_map(|at| record.uses.get(at.subject.use_at))
                .map(|at| at.id.clone())
                .collect(),
        };
        let (authority, authority_otherwise) = self.authorities(duty, role, found, from);
        Owing {
            duty: duty.id.clone(),
            title: duty.title.clone(),
            actor: actor.map(|actor| actor.name.clone()).unwrap_or_default(),
            role: role_word.unwrap_or("anyone").to_owned(),
            held,
            uses,
            status: found.status,
            layer: layer.to_owned(),
            effective: found.effective.map(day_text),
            by_law: found.by_law.map(day_text),
            formal: found.formal.map(day_text),
            basis: found.basis.clone(),
            until: found.until.clone(),
            at_least: found.at_least,
            condition_open: found.condition_open,
            if_existing: found.if_existing.clone(),
            by_act_in_force_from: found.by_act_in_force_from.map(day_text),
            day_by: found.day_by.clone(),
            wording_by: version.and_then(|version| self.amending(version.by, version.item)),
            decided_by: found
                .decided_by
                .iter()
                .take(DECIDING)
                .map(|fact| pack.vocabulary.id(*fact).to_owned())
                .collect(),
            decided_by_more: found.decided_by.len().saturating_sub(DECIDING),
            contested: Vec::new(),
            cite: duty.cite.short(),
            does: version.map(|version| version.does.clone()).unwrap_or_default(),
            event: duty.event.clone(),
            evidence: duty.evidence.clone(),
            released_by: Vec::new(),
            shown: Shown::NotDue,
            named: Vec::new(),
            clock: duty.clock.clone(),
            due: from.first().and_then(|at| self.due(duty, found, at)),
            retention: duty.retention.clone(),
            relief: version.map(|version| version.relief.clone()).unwrap_or_default(),
            fields: duty.fields.iter().map(|at| at.short()).collect(),
            ceiling: self.ceiling(duty, role, from),
            authority,
            authority_otherwise,
        }
    }
}

fn sure_word(sure: bool) -> &'static str {
    if sure { "established" } else { "indicated" }
}

/// What is stated of a fact, without what is only assumed.
pub(crate) fn stated(at: &SubjectView, fact: FactIx, by: By) -> Option<&Knowledge> {
    let resolved = at.facts.get(fact)?;
    match (by, resolved.layer) {
        (By::Attested, _) => Some(&resolved.established),
        (By::All, Some(layer)) if layer > Layer::Assumed => Some(&resolved.indicated),
        (By::All, _) => None,
    }
}
