//! The duties of a view as conclusions of the same program, for whole registers.
//!
//! Every duty in every role it is addressed to is one conclusion for each route, beside a few that
//! duties share: what Article 111 protects, what is listed, what is exempted. A register is answered in
//! one pass by [`actlas_logic::census`]; [`DutyRow::stands`] reads the answers. Values are Kleene's: what
//! only the exact pass over possible worlds would settle stays undecided here. Each system has one use
//! and one actor.

use std::collections::BTreeMap;

use actlas_facts::OptionIx;
use actlas_logic::{Lit, Program, Truth};

use super::{Atom, Choices, Descent, Lowering, main_descent};
use crate::calendar::Start;
use crate::duty::{Duty, DutyIx, Route, Trigger};
use crate::model::{RuleIx, Until};
use crate::standing::{
    Brought, Pressing, PresumedRole, Stands, points_of, presumed_role, reached_by, role_bar,
};
use crate::view::View;

/// A question of a roster's program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The question.
    pub atom: Atom,
    /// Of which knowledge it is asked.
    pub of: Of,
}

/// Of which knowledge a question is asked: what is only assumed decides no condition of a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// All that is known, assumptions included.
    Known,
    /// What is stated.
    Stated,
}

/// Whether a rule of Article 111 protects, by its row.
#[derive(Clone, Copy, Debug)]
struct ShelterRow {
    row: usize,
    /// What takes a system out of it, where that is shown.
    unless: Option<usize>,
    over: bool,
}

/// One way into a duty, by its rows.
#[derive(Clone, Debug)]
struct Way {
    /// The role holds, and route and condition bring the duty.
    brought: usize,
    /// The role holds and the route brings the duty; whether its own condition is met may be open.
    based: usize,
    /// The role holds, the use is listed and the condition is met; and whether the route can still hold.
    listed: Option<Listed>,
    /// The same where the role is presumed as the listed use is.
    presumed: Option<Presumed>,
    shelters: Vec<ShelterRow>,
    start: Start,
}

#[derive(Clone, Copy, Debug)]
struct Listed {
    row: usize,
    /// The same whatever becomes of the condition.
    based: usize,
    base: usize,
    exempted: Option<usize>,
}

/// The rows of a role that is presumed: with the condition of the duty, and whatever becomes of that.
#[derive(Clone, Copy, Debug)]
struct Presumed {
    row: usize,
    based: usize,
    listed: Option<(usize, usize)>,
    base: usize,
    exempted: Option<usize>,
}

/// A duty in one role.
#[derive(Clone, Debug)]
pub struct DutyRow {
    /// The duty.
    pub duty: DutyIx,
    /// The role; `None` for duties of whoever acts.
    pub role: Option<OptionIx>,
    ways: Vec<Way>,
}

/// All duties in all roles under one view.
#[derive(Clone, Debug)]
pub struct Roster<'p> {
    view: View<'p>,
    program: Program,
    asked: Vec<Asked>,
    conclusions: Vec<Lit>,
    rows: Vec<DutyRow>,
}

/// Conclusions in the making, each literal once.
#[derive(Default)]
struct Conclusions {
    lits: Vec<Lit>,
    rows: BTreeMap<Lit, usize>,
}

impl Conclusions {
    fn row(&mut self, lit: Lit) -> usize {
        *self.rows.entry(lit).or_insert_with(|| {
            self.lits.push(lit);
            self.lits.len() - 1
        })
    }
}

impl<'p> Roster<'p> {
    /// Lowers all duties of a view.
    pub fn new(view: View<'p>, choices: Choices) -> Roster<'p> {
        let mut lowering = Lowering::new(view);
        let own = lowering.own(main_descent(&choices));
        let pack = view.pack();
        let mut making = Making {
            lowering,
            own,
            main: main_descent(&choices),
            conclusions: Conclusions::default(),
        };
        let roles = making.roles();
        // Conditions of duties ask of what is stated, so their questions are questions of their own.
        let known = making.lowering.order.len();
        making.lowering.atoms.clear();
        let mut rows = Vec::new();
        for (at, duty) in pack.duties.iter().enumerate() {
            if duty.version(&view).or(duty.coming(&view)).is_none() {
                continue;
            }
            let Some(trigger) = pack.triggers.get(duty.trigger) else { continue };
            let addressed: Vec<Option<OptionIx>> = match duty.roles.as_slice() {
                [] => vec![None],
                roles => roles.iter().map(|role| Some(*role)).collect(),
            };
            for role in addressed {
                let held = match role {
                    Some(role) => roles.get(usize::from(role.0)).copied().unwrap_or(Lit::FALSE),
                    None => Lit::TRUE,
                };
                let reached = reached_by(pack, role).map_or(Lit::TRUE, |rule| making.rule(rule));
                let held = making.lowering.builder.all([held, reached]);
                let presumed = role.and_then(|role| presumed_role(pack, role));
                let ways = making.ways(duty, trigger, (held, presumed));
                rows.push(DutyRow { duty: DutyIx(at), role, ways });
            }
        }
        let of = |at: usize| if at < known { Of::Known } else { Of::Stated };
        let order = making.lowering.order.into_iter().enumerate();
        Roster {
            view,
            asked: order.map(|(at, atom)| Asked { atom, of: of(at) }).collect(),
            program: making.lowering.builder.finish(),
            conclusions: making.conclusions.lits,
            rows,
        }
    }

    /// The program.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// Its questions, by their input.
    pub fn asked(&self) -> &[Asked] {
        &self.asked
    }

    /// What a census has to answer; row `i` of its answers is conclusion `i`.
    pub fn conclusions(&self) -> &[Lit] {
        &self.conclusions
    }

    /// Every duty in every role it is addressed to.
    pub fn rows(&self) -> &[DutyRow] {
        &self.rows
    }

    /// The view it was lowered from.
    pub fn view(&self) -> View<'p> {
        self.view
    }
}

struct Making<'p, 'c> {
    lowering: Lowering<'p>,
    own: super::Own,
    main: Descent<'c>,
    conclusions: Conclusions,
}

impl Making<'_, '_> {
    /// Whether the actor holds each role: somebody said so, or it follows.
    fn roles(&mut self) -> Vec<Lit> {
        let pack = self.lowering.view.pack();
        let Some(fact) = pack.vocabulary.find("actor_role") else { return Vec::new() };
        let options = pack.vocabulary.get(fact).map(|fact| fact.kind.options()).unwrap_or_default();
        let mut roles = Vec::new();
        for (at, option) in options.iter().enumerate() {
            let said = self.lowering.test(fact, actlas_facts::Test::Has(OptionIx(at as u8)));
            let follows = pack.find(&format!("role.{}", option.id));
            let follows = follows.map_or(Lit::FALSE, |rule| self.rule(rule));
            let holds = self.lowering.builder.any([said, follows]);
            let bar = role_bar(&self.lowering.view, &option.id);
            let barred = bar.map(|fact| self.lowering.atom(Atom::Stated(fact)));
            let free = barred.unwrap_or(Lit::FALSE).negated();
            let over = pack.find(&format!("role.{}.over", option.id));
            let over = over.map_or(Lit::FALSE, |rule| self.rule(rule));
            roles.push(self.lowering.builder.all([holds, free, over.negated()]));
        }
        roles
    }

    fn rule(&self, rule: RuleIx) -> Lit {
        self.own.0.get(&rule).copied().unwrap_or(Lit::FALSE)
    }

    fn ways(
        &mut self,
        duty: &Duty,
        trigger: &Trigger,
        (held, presumed): (Lit, Option<PresumedRole>),
    ) -> Vec<Way> {
        let condition = match &duty.when {
            Some(when) => self.lowering.condition(when, self.main),
            None => Lit::TRUE,
        };
        let mut ways = Vec::new();
        for route in &trigger.routes {
            let Some(start) = duty.start(&self.lowering.view, route) else { continue };
            let (base, listed) = self.route(trigger, route);
            let brought = self.lowering.builder.all([held, base, condition]);
            if brought == Lit::FALSE && presumed.is_none() {
                continue;
            }
            let presumed = presumed.map(|role| self.presumed(role, (base, listed), condition));
            let listed = listed.map(|listed| {
                let based = self.lowering.builder.all([held, listed]);
                let lit = self.lowering.builder.all([based, condition]);
                let exempted = route.exempted.map(|rule| self.rule(rule));
                Listed {
                    row: self.conclusions.row(lit),
                    based: self.conclusions.row(based),
                    base: self.conclusions.row(base),
                    exempted: exempted.map(|lit| self.conclusions.row(lit)),
                }
            });
            let based = self.lowering.builder.all([held, base]);
            let (brought, based) = (self.conclusions.row(brought), self.conclusions.row(based));
            let shelters = self.shelters(duty, route);
            ways.push(Way { brought, based, listed, presumed, shelters, start });
        }
        ways
    }

    fn presumed(
        &mut self,
        role: PresumedRole,
        (base, listed): (Lit, Option<Lit>),
        condition: Lit,
    ) -> Presumed {
        let held = self.rule(role.listed);
        let exempted = role.exempted.map(|rule| self.rule(rule));
        let mut rows = |of: Lit| {
            let based = self.lowering.builder.all([held, of]);
            let lit = self.lowering.builder.all([based, condition]);
            (self.conclusions.row(lit), self.conclusions.row(based))
        };
        let (row, based) = rows(base);
        let listed = listed.map(&mut rows);
        let (base, exempted) =
            (self.conclusions.row(base), exempted.map(|lit| self.conclusions.row(lit)));
        Presumed { row, based, listed, base, exempted }
    }

    /// What brings a duty on a route, and what makes it a listed use there.
    fn route(&mut self, trigger: &Trigger, route: &Route) -> (Lit, Option<Lit>) {
        let pack = self.lowering.view.pack();
        let scope = [trigger.scope, route.within];
        let scope = scope.map(|rule| rule.map_or(Lit::TRUE, |rule| self.rule(rule)));
        let scope = self.lowering.builder.all(scope);
        let left = match route.but.is_empty() {
            true => Lit::TRUE,
            false => {
                let points = points_of(pack, route).into_iter();
                let others = points.filter(|rule| !route.but.contains(rule));
                let others: Vec<Lit> = others.map(|rule| self.rule(rule)).collect();
                self.lowering.builder.any(others)
            }
        };
        let with = route.with.map_or(Lit::TRUE, |rule| self.rule(rule));
        let rule = self.rule(route.rule);
        let base = self.lowering.builder.all([scope, rule, with, left]);
        let listed = route.listed.map(|rule| {
            let rule = self.rule(rule);
            self.lowering.builder.all([scope, rule, left])
        });
        (base, listed)
    }

    /// The rules of Article 111 that may protect: those of the route, and those the duty names.
    fn shelters(&mut self, duty: &Duty, route: &Route) -> Vec<ShelterRow> {
        let view = self.lowering.view;
        let by = route.route.as_deref().unwrap_or_default();
        let of_route = view.pack().rules().filter_map(|(ix, rule)| match &rule.legacy {
            Some(legacy) if legacy.is_of_route(by) => Some((ix, by)),
            _ => None,
        });
        let named = duty.legacy.iter().map(|ix| (*ix, ""));
        let mut shelters = Vec::new();
        for (ix, route) in of_route.chain(named) {
            let legacy = view.pack().rule(ix).and_then(|rule| rule.legacy.as_ref());
            let lit = self.own.1.get(&(ix, route.to_owned())).copied();
            let (Some(legacy), Some(lit)) = (legacy, lit) else { continue };
            let over = matches!(&legacy.until, Until::Day(day) if *day <= view.on());
            let unless = legacy.unless.map(|rule| self.rule(rule));
            let unless = unless.map(|lit| self.conclusions.row(lit));
            shelters.push(ShelterRow { row: self.conclusions.row(lit), unless, over });
        }
        shelters
    }
}

impl DutyRow {
    /// Where the duty stands for a system whose rows have these values: decided for an actor who holds
    /// the role, else `None` or undecided.
    pub fn stands(&self, view: &View, row: &dyn Fn(usize) -> Truth) -> Option<Stands> {
        let ways = self.ways.iter().filter_map(|way| way.stands(view, row));
        ways.min().map(|(_, stands)| stands)
    }
}

impl Way {
    fn stands(&self, view: &View, row: &dyn Fn(usize) -> Truth) -> Option<(Pressing, Stands)> {
        let is_listed = |of: fn(Listed) -> usize| {
            self.listed.is_some_and(|at| {
                row(of(at)) == Truth::True
                    && row(at.base) != Truth::False
                    && at.exempted.map(row) != Some(Truth::True)
            })
        };
        let is_presumed = |of: fn(Presumed) -> [Option<usize>; 2]| {
            self.presumed.is_some_and(|at| {
                of(at).into_iter().flatten().any(|at| row(at) == Truth::True)
                    && row(at.base) != Truth::False
                    && at.exempted.map(row) != Some(Truth::True)
            })
        };
        let listed = is_listed(|at| at.row)
            || is_presumed(|at| [Some(at.row), at.listed.map(|(row, _)| row)]);
        let brought = row(self.brought);
        if brought == Truth::False && !listed {
            return None;
        }
        let based = Brought {
            base: row(self.based),
            listed: is_listed(|at| at.based)
                || is_presumed(|at| [Some(at.based), at.listed.map(|(_, based)| based)]),
        };
        let told = |stands: Stands| Some((stands.pressing(based), stands));
        let shelter = self.shelter(row);
        if brought != Truth::True && !listed {
            // What is protected in any case asks for nothing yet.
            let protected = based.is_for_sure() && shelter == Truth::True;
            return told(if protected { Stands::Legacy } else { Stands::Undecided });
        }
        let begun = self.start.effective <= view.on();
        let runs = match shelter {
            Truth::True => Stands::Legacy,
            Truth::Unknown if begun => Stands::Undecided,
            _ if begun => Stands::Owed,
            _ => Stands::Later,
        };
        match (brought, runs) {
            (Truth::True, _) | (_, Stands::Legacy) => told(runs),
            _ => told(Stands::UnlessExempted),
        }
    }

    fn shelter(&self, row: &dyn Fn(usize) -> Truth) -> Truth {
        let (mut may_protect, mut may_have_ended) = (false, false);
        let shown = |unless: Option<usize>| unless.map(row) == Some(Truth::True);
        for at in self.shelters.iter().filter(|at| !shown(at.unless)) {
            match (row(at.row), at.over) {
                (Truth::True, true) if may_protect => return Truth::Unknown,
                (Truth::True, false) if may_have_ended => return Truth::Unknown,
                (Truth::True, over) => return Truth::from(!over),
                (Truth::Unknown, true) => may_have_ended = true,
                (Truth::Unknown, false) => may_protect = true,
                (Truth::False, _) => {}
            }
        }
        if may_protect { Truth::Unknown } else { Truth::False }
    }
}
