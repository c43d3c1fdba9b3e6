//! What is owed: the catalogue of duties, and what brings one.

use actlas_facts::{Date, FactIx, OptionIx};
use actlas_logic::{Truth, Values};

use crate::calendar::{Provision, Start};
use crate::cite::Citation;
use crate::compute::Tier;
use crate::lower::Lowered;
use crate::model::{ActIx, Condition, ConditionNode, Pack, PointKind, RuleIx, Spot, Until};
use crate::subject::{Atom, Subject};
use crate::view::View;

/// A duty of a pack, by its position in [`Pack::duties`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DutyIx(pub usize);

/// The ceiling of a fine, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Penalty {
    /// The tier; `None` where the amount is left to national law.
    pub tier: Option<Tier>,
    /// Where it stands.
    pub cite: Citation,
    /// The open question the tier depends on; empty if there is none.
    pub unsure: String,
}

/// What a breach can cost on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fine {
    /// The ceiling.
    pub penalty: Penalty,
    /// The day from which anybody can be fined, where that is still to come.
    pub from: Option<Date>,
    /// The ceiling that would count if facts that nobody stated were so.
    pub otherwise: Option<Otherwise>,
}

/// A ceiling that unknown facts decide about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Otherwise {
    /// The ceiling.
    pub penalty: Penalty,
    /// What is unknown.
    pub undecided: Vec<Undecided>,
}

/// A duty as one act made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyVersion {
    /// The act that made this version.
    pub by: ActIx,
    /// The point of the amending act.
    pub item: Option<u32>,
    /// What is to be done, in our own words.
    pub does: String,
    /// What is made easier for whom.
    pub relief: String,
    /// What a breach can cost at most.
    pub penalty: Penalty,
}

/// A day that counts from something that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// The report of a serious incident.
    Incident,
}

/// An obligation.
#[derive(Clone, Debug, PartialEq)]
pub struct Duty {
    /// The word used everywhere, such as `O-PRV-09`.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The roles it is addressed to; none means whoever acts.
    pub roles: Vec<OptionIx>,
    /// What brings it, by its position in [`Pack::triggers`].
    pub trigger: usize,
    /// The provision that dates it.
    pub provision: Provision,
    /// Where it stands.
    pub cite: Citation,
    /// What must hold beside the trigger.
    pub when: Option<Condition>,
    /// What must happen before anything is to be done; empty for standing duties.
    pub event: String,
    /// What shows that it is done.
    pub evidence: Vec<String>,
    /// By when, in words.
    pub clock: String,
    /// The arithmetic of the clock, where there is one.
    pub counts: Option<Counts>,
    /// The rule by which it is about infringed fundamental rights alone.
    pub only_rights: Option<RuleIx>,
    /// How long records are kept; empty if the law says nothing.
    pub retention: String,
    /// The annexes that list its fields.
    pub fields: Vec<Citation>,
    /// Rules of Article 111 that protect from it, beside those of its route.
    pub legacy: Vec<RuleIx>,
    /// Its versions, in the order of the acts.
    pub versions: Vec<DutyVersion>,
    /// Where it stands in the pack.
    pub at: Spot,
}

/// One way into a duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The route on which dates depend.
    pub route: Option<String>,
    /// The rule that brings the duty.
    pub rule: RuleIx,
    /// Another rule that must hold as well.
    pub with: Option<RuleIx>,
    /// The rule that says whether the Act binds on this route, where that is a question of its own.
    pub within: Option<RuleIx>,
    /// Where this holds and `rule` is undecided, the duty is owed unless an exemption is documented.
    pub listed: Option<RuleIx>,
    /// What shows that exemption.
    pub exempted: Option<RuleIx>,
    /// Points that do not bring the duty by themselves.
    pub but: Vec<RuleIx>,
    /// The classification rule before which nothing bites.
    pub starts: Option<Provision>,
    /// The provision that dates this route, instead of the duty's own.
    pub provision: Option<Provision>,
    /// Where it stands.
    pub cite: Citation,
}

/// Whose facts bring a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Those of the actor who owes it.
    Own,
    /// Those of any actor of the record.
    Anyone,
}

/// What a trigger tells of a duty that has a condition of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tells {
    /// It points to the duty: the condition is asked about.
    Something,
    /// Nothing: only what is stated of the condition points to the duty.
    Nothing,
}

/// What brings a duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trigger {
    /// The word used in the pack.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Systems or models.
    pub of: PointKind,
    /// The rule that says whether the Act applies.
    pub scope: Option<RuleIx>,
    /// Whose facts count.
    pub whose: Whose,
    /// What it tells by itself.
    pub tells: Tells,
    /// The fact that dates the first thing on which its duties can bite, and where that stands.
    pub placed: Option<(FactIx, Citation)>,
    /// The ways in; one suffices.
    pub routes: Vec<Route>,
}

/// Another ceiling for the duties of some, whatever the duty.
#[derive(Clone, Debug, PartialEq)]
pub struct Raise {
    /// The act that made it.
    pub by: ActIx,
    /// Whose duties.
    pub roles: Vec<OptionIx>,
    /// Roles whose duties count as well where the actor holds one of those.
    pub also: Vec<OptionIx>,
    /// The ceiling.
    pub penalty: Penalty,
    /// The provision that dates it.
    pub starts: Provision,
    /// When it holds.
    pub when: Condition,
}

/// Who is not fined up to the ceilings of Article 99, and what counts instead.
#[derive(Clone, Debug, PartialEq)]
pub struct Spare {
    /// The tiers that it replaces; `None` is what national law would set.
    pub of: Vec<Option<Tier>>,
    /// What counts instead.
    pub penalty: Penalty,
    /// When it holds.
    pub when: Condition,
    /// What makes it likely where that is unknown.
    pub likely: Option<Condition>,
}

/// Why something is undecided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Undecided {
    /// Nobody stated this fact.
    Fact(FactIx),
    /// This rule is undecided.
    Rule(RuleIx),
}

/// What the rules of Article 111 do for a system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shelter {
    /// Nothing.
    None,
    /// It cannot be told whether they protect: facts of the system are missing that these rules ask for.
    Unknown(Vec<RuleIx>),
    /// This one protects.
    Under(RuleIx),
    /// It is protected at least until the day of the first of these rules, which may hold too, and for longer
    /// if none does.
    AtLeast(RuleIx, Vec<RuleIx>),
    /// This one protected until its day, which has come.
    Ended(RuleIx),
    /// Nothing protects any more, but it cannot be told whether these did until their day.
    MayHaveEnded(Vec<RuleIx>),
}

impl Pack {
    /// The duty with this id.
    pub fn duty(&self, id: &str) -> Option<DutyIx> {
        self.duties.iter().position(|duty| duty.id == id).map(DutyIx)
    }
}

impl Duty {
    /// The version that speaks in a view; `None` before the act that made the duty.
    pub fn version(&self, view: &View) -> Option<&DutyVersion> {
        self.versions.iter().rfind(|version| version.by <= view.speaks())
    }

    /// The version that speaks once everything published is in force.
    pub fn coming(&self, view: &View) -> Option<&DutyVersion> {
        let published = |act: ActIx| {
            view.pack().acts.get(act.0).is_some_and(|act| act.published <= view.known())
        };
        self.versions.iter().rfind(|version| published(version.by))
    }

    /// When the duty starts on one of its routes: never before the rule that classifies does.
    pub fn start(&self, view: &View, route: &Route) -> Option<Start> {
        let by = route.route.as_deref();
        let mut start = view.start(route.provision.as_ref().unwrap_or(&self.provision), by)?;
        if let Some(class) = route.starts.as_ref().and_then(|at| view.start(at, by))
            && (class.effective > start.effective
                || (class.effective == start.effective && start.formal < start.effective))
        {
            // The day rests on the rule that classifies, whatever the letter says of the duty itself.
            start = Start { formal: start.formal, ..class };
        }
        Some(start)
    }
}

impl Lowered<'_> {
    /// The value of a condition of a duty: rules as judged, facts as known to the subject.
    pub fn truth(&self, at: &Condition, values: &Values, subject: &Subject) -> Truth {
        self.truth_with(at, &|rule| values.get(self.lit(rule)), subject)
    }

    /// The value of a condition where rules have these values.
    pub fn truth_with(
        &self,
        at: &Condition,
        value: &dyn Fn(RuleIx) -> Truth,
        subject: &Subject,
    ) -> Truth {
        self.truth_from(at, value, subject, None)
    }

    /// The value of a condition of Article 111 on a route, which has a cut-off of its own.
    pub fn truth_on_route(
        &self,
        at: &Condition,
        route: &str,
        values: &Values,
        subject: &Subject,
    ) -> Truth {
        let lit = |rule: RuleIx| self.legacy(rule, route).unwrap_or_else(|| self.lit(rule));
        self.truth_from(at, &|rule| values.get(lit(rule)), subject, self.route_start(route))
    }

    fn truth_from(
        &self,
        at: &Condition,
        value: &dyn Fn(RuleIx) -> Truth,
        subject: &Subject,
        start: Option<Date>,
    ) -> Truth {
        let of = |part: &Condition| self.truth_from(part, value, subject, start);
        match &at.node {
            ConditionNode::All(parts) => Truth::all(parts.iter().map(of)),
            ConditionNode::Any(parts) => Truth::any(parts.iter().map(of)),
            ConditionNode::None(parts) => !Truth::any(parts.iter().map(of)),
            ConditionNode::AtLeast(n, parts) => Truth::at_least(*n, parts.iter().map(of)),
            ConditionNode::Not(part) => !of(part),
            ConditionNode::Unless(base, exceptions) => {
                Truth::all([of(base), !Truth::any(exceptions.iter().map(of))])
            }
            ConditionNode::Fact(fact, test, _) => match (subject.known)(*fact) {
                Some(known) => crate::reference::fact_test(&self.view(), test, known, start),
                None => crate::reference::test_of_nothing(&self.view(), test, start),
            },
            ConditionNode::Rule(rule, _) => value(*rule),
            ConditionNode::MayBe(may, _) => Truth::from(subject.may_be(*may)),
            ConditionNode::SaidToBe(role, _) => subject.answer(&Atom::SaidToBe(*role)),
            ConditionNode::Unstated(fact, _) => Truth::from(!subject.is_spoken_of(*fact)),
            ConditionNode::Compute(compute, _) => subject.answer(&Atom::Compute(compute.clone())),
            ConditionNode::Begun(provision, _) => {
                let start = self.view().start(provision, None);
                Truth::from(start.is_some_and(|start| start.effective <= self.view().on()))
            }
            ConditionNode::Constant(value, _) => Truth::from(*value),
            ConditionNode::Reading(reading, alternatives) => {
                let chosen = self.choices().of(*reading);
                match alternatives.iter().find(|(number, _)| *number == chosen) {
                    Some((_, condition)) => of(condition),
                    None => Truth::False,
                }
            }
        }
    }

    /// The leaves that leave a condition undecided, in order.
    pub fn undecided(&self, at: &Condition, values: &Values, subject: &Subject) -> Vec<Undecided> {
        if self.truth(at, values, subject) != Truth::Unknown {
            return Vec::new();
        }
        match &at.node {
            ConditionNode::Fact(fact, ..) => vec![Undecided::Fact(*fact)],
            ConditionNode::Rule(rule, _) => vec![Undecided::Rule(*rule)],
            ConditionNode::Compute(compute, _) => {
                compute.inputs().iter().map(|fact| Undecided::Fact(*fact)).collect()
            }
            ConditionNode::Reading(reading, alternatives) => {
                let chosen = self.choices().of(*reading);
                let taken = alternatives.iter().filter(|(number, _)| *number == chosen);
                taken.flat_map(|(_, part)| self.undecided(part, values, subject)).collect()
            }
            _ => at.parts().iter().flat_map(|at| self.undecided(at, values, subject)).collect(),
        }
    }

    /// The rules of Article 111 that may protect from a duty on a route: those of the route, and those
    /// the duty names.
    pub(crate) fn shelter(
        &self,
        duty: &Duty,
        route: &Route,
        values: &Values,
        ends: &dyn Fn(RuleIx) -> Option<Until>,
    ) -> Shelter {
        let pack = self.view().pack();
        let by = route.route.as_deref().unwrap_or_default();
        let of_route = pack.rules().filter_map(|(ix, rule)| match &rule.legacy {
            Some(legacy) if legacy.is_of_route(by) => Some((ix, by)),
            _ => None,
        });
        let named = duty.legacy.iter().map(|ix| (*ix, ""));
        self.sheltered(of_route.chain(named), values, ends)
    }

    /// What a breach can cost at most: the duty's own ceiling, or where national law would set it the
    /// one that a rule for some systems sets for every breach.
    pub fn fine(
        &self,
        duty: &Duty,
        raises: &[Raise],
        role: Option<OptionIx>,
        values: &Values,
        subject: &Subject,
    ) -> Option<Fine> {
        let view = self.view();
        let version = duty.version(&view).or(duty.coming(&view))?;
        let plain = |penalty: &Penalty| Fine {
            from: self.fining_from(penalty),
            penalty: penalty.clone(),
            otherwise: None,
        };
        let own = plain(&version.penalty);
        let tier = own.penalty.tier;
        if let Some(spared) = self.spared(&own, values, subject) {
            return Some(spared);
        }
        if tier.is_some() {
            return Some(own);
        }
        let begun = |raise: &&Raise| {
            let start = view.start(&raise.starts, None);
            raise.by <= view.speaks() && start.is_some_and(|at| at.effective <= view.on())
        };
        let of = |raise: &Raise| {
            let acts = self.acts_as(role, (&raise.roles, &raise.also), values);
            Truth::all([acts, self.truth(&raise.when, values, subject)])
        };
        if let Some(raise) = raises.iter().filter(begun).find(|raise| of(raise) == Truth::True) {
            return Some(plain(&raise.penalty));
        }
        let open = |raise: &&Raise| of(raise) == Truth::Unknown;
        let otherwise = raises.iter().filter(begun).find(open).map(|raise| Otherwise {
            penalty: raise.penalty.clone(),
            undecided: [
                self.undecided(&raise.when, values, subject),
                self.undecided_role(role, &raise.roles, values),
            ]
            .concat(),
        });
        Some(Fine { otherwise, ..own })
    }

    /// What counts instead of a ceiling for some, or may.
    fn spared(&self, own: &Fine, values: &Values, subject: &Subject) -> Option<Fine> {
        let holds = |when: &Condition| self.truth(when, values, subject);
        let spares = self.view().pack().spares.iter();
        let spares = || spares.clone().filter(|spare| spare.of.contains(&own.penalty.tier));
        if let Some(spare) = spares().find(|spare| holds(&spare.when) == Truth::True) {
            let penalty = spare.penalty.clone();
            return Some(Fine { from: self.fining_from(&penalty), penalty, otherwise: None });
        }
        let likely = |spare: &&Spare| {
            holds(&spare.when) == Truth::Unknown
                && spare.likely.as_ref().map(holds) == Some(Truth::True)
        };
        let spare = spares().find(likely)?;
        let undecided = self.undecided(&spare.when, values, subject);
        let penalty = spare.penalty.clone();
        Some(Fine { otherwise: Some(Otherwise { penalty, undecided }), ..own.clone() })
    }

    /// Whether a duty in a role is one of these roles; for a duty of whoever acts, whether the actor holds one. A
    /// duty in another role counts where `also` names it and the actor is known to hold one.
    pub(crate) fn acts_as(
        &self,
        role: Option<OptionIx>,
        (roles, also): (&[OptionIx], &[OptionIx]),
        values: &Values,
    ) -> Truth {
        let held = || Truth::any(self.roles_held(roles).map(|rule| values.get(self.lit(rule))));
        match role {
            Some(role) if also.contains(&role) => Truth::from(held() == Truth::True),
            Some(role) => Truth::from(roles.contains(&role)),
            None => held(),
        }
    }

    /// The rules that leave undecided whether whoever acts holds one of these roles.
    pub fn undecided_role(
        &self,
        role: Option<OptionIx>,
        roles: &[OptionIx],
        values: &Values,
    ) -> Vec<Undecided> {
        if self.acts_as(role, (roles, &[]), values) != Truth::Unknown {
            return Vec::new();
        }
        let unknown = |rule: &RuleIx| !values.get(self.lit(*rule)).is_known();
        self.roles_held(roles).filter(unknown).map(Undecided::Rule).collect()
    }

    /// The rules that say who holds these roles.
    fn roles_held(&self, roles: &[OptionIx]) -> impl Iterator<Item = RuleIx> {
        let pack = self.view().pack();
        let fact = pack.vocabulary.find("actor_role").and_then(|fact| pack.vocabulary.get(fact));
        let options = fact.map(|fact| fact.kind.options()).unwrap_or_default();
        roles.iter().filter_map(move |role| {
            let option = options.get(usize::from(role.0))?;
            pack.find(&format!("role.{}", option.id))
        })
    }

    /// The day from which the article fines, where that is still to come.
    fn fining_from(&self, penalty: &Penalty) -> Option<Date> {
        let article = penalty.cite.as_str().split(['(', ',']).next()?;
        let start = self.view().start(&Provision::parse(article)?, None)?;
        (start.effective > self.view().on()).then_some(start.effective)
    }
}
