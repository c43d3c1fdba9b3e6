//! Which wording speaks, and when a provision starts.
//!
//! Two axes are never mixed: `on` is the day the question is about, `known` the day of our knowledge.
//! The *wording* on a day is the latest act in force by then, among those published by `known`. A
//! *start* walks forward over every act published by `known`, in force yet or not: a later act
//! replaces an application date, but it succeeds a text. What protects from a duty (Article 111) goes
//! with its start.

use actlas_facts::{Date, day_text};
use thiserror::Error;

use crate::calendar::{Provision, Start};
use crate::model::{Act, ActIx, ApplicationRow, DatedBy, Pack, RuleIx, RuleVersion};

/// A pack as of a day, as known by another day.
#[derive(Clone, Copy, Debug)]
pub struct View<'p> {
    pack: &'p Pack,
    on: Date,
    known: Date,
    speaks: ActIx,
}

/// Why there is no view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ViewError {
    /// No act was published by then.
    #[error(
        "nothing was known of this law on {}: its first act was published on {}",
        day_text(*known),
        day_text(*first)
    )]
    NothingPublished {
        /// The day of knowledge asked for.
        known: Date,
        /// The first day on which anything could be known.
        first: Date,
    },
    /// The pack names no act.
    #[error("the pack names no act")]
    NoAct,
}

impl<'p> View<'p> {
    /// The law on a day, as known by another day.
    ///
    /// Before the first act is in force its text is used: it is what will speak.
    pub fn new(pack: &'p Pack, on: Date, known: Date) -> Result<View<'p>, ViewError> {
        let first = pack.acts.iter().map(|act| act.published).min().ok_or(ViewError::NoAct)?;
        let published = |act: &&(usize, &Act)| act.1.published <= known;
        let numbered = || pack.acts.iter().enumerate();
        let mut in_force =
            numbered().filter(|(_, act)| act.in_force <= on).filter(|at| published(&at));
        let speaks = in_force.next_back().or_else(|| numbered().find(|at| published(&at)));
        let (speaks, _) = speaks.ok_or(ViewError::NothingPublished { known, first })?;
        Ok(View { pack, on, known, speaks: ActIx(speaks) })
    }

    /// The law as it will read once every act published by the day of knowledge is in force: the view on the first
    /// such day. `None` where the text that speaks is the last one.
    pub fn ahead(&self) -> Option<View<'p>> {
        let published = self.pack.acts.iter().filter(|act| act.published <= self.known);
        let day = published.map(|act| act.in_force).max().filter(|day| *day > self.on)?;
        let ahead = View::new(self.pack, day, self.known).ok()?;
        (ahead.speaks != self.speaks).then_some(ahead)
    }

    /// The pack.
    pub fn pack(&self) -> &'p Pack {
        self.pack
    }

    /// The day the question is about.
    pub fn on(&self) -> Date {
        self.on
    }

    /// The day of knowledge.
    pub fn known(&self) -> Date {
        self.known
    }

    /// The act whose wording speaks.
    pub fn speaks(&self) -> ActIx {
        self.speaks
    }

    /// The wording of a rule; `None` if it does not exist yet or any more. A rule of protection walks forward with
    /// the start of what it protects from.
    pub fn wording(&self, rule: RuleIx) -> Option<&'p RuleVersion> {
        self.version(rule).filter(|version| version.when.is_some())
    }

    /// The version of a rule that speaks, be it that an act took the rule out.
    pub fn version(&self, rule: RuleIx) -> Option<&'p RuleVersion> {
        let rule = self.pack.rule(rule)?;
        let speaks = |by: ActIx| match rule.legacy {
            Some(_) => self.is_published(by),
            None => by <= self.speaks,
        };
        rule.versions.iter().rfind(|version| speaks(version.by))
    }

    fn is_published(&self, act: ActIx) -> bool {
        self.pack.acts.get(act.0).is_some_and(|act| act.published <= self.known)
    }

    /// The rows that speak of a provision most closely.
    fn rows(&self, provision: &Provision, route: Option<&str>) -> Vec<&'p ApplicationRow> {
        let (mut best, mut rows) = (None, Vec::new());
        for row in &self.pack.application {
            // Asked for every duty of every record, so what is compared first is what tells most.
            let Some(close) = row.provision.covers(provision) else { continue };
            if row.route.as_deref().zip(route).is_some_and(|(of, asked)| of != asked) {
                continue;
            }
            let close = Some((close, row.route.is_some()));
            if close > best {
                (best, rows) = (close, Vec::new());
            }
            if close == best {
                rows.push(row);
            }
        }
        rows
    }

    fn start_by(
        &self,
        provision: &Provision,
        route: Option<&str>,
        speaks: impl Fn(ActIx) -> bool,
    ) -> Option<Start> {
        let latest = |row: &'p ApplicationRow| -> Option<&'p DatedBy> {
            row.dates.iter().rfind(|dated| speaks(dated.by))
        };
        let rows = self.rows(provision, route).into_iter();
        let dated = rows.filter_map(latest).min_by_key(|at| at.effective)?;
        let DatedBy { formal, effective, ref basis, by, item } = *dated;
        Some(Start { formal, effective, basis: basis.clone(), by, item })
    }

    /// When a provision starts, by everything published by `known`.
    pub fn start(&self, provision: &Provision, route: Option<&str>) -> Option<Start> {
        self.start_by(provision, route, |act| self.is_published(act))
    }

    /// The first day on which a rule that starts on this route applies.
    pub fn route_start(&self, route: &str) -> Option<Date> {
        let starts = self.pack.rules.iter().filter_map(|rule| rule.starts.as_ref());
        let of_route = starts.filter(|starts| starts.route.as_deref() == Some(route));
        of_route
            .filter_map(|at| Some(self.start(&at.provision, at.route.as_deref())?.effective))
            .min()
    }

    /// When a provision starts, as the wording in force on the day states.
    pub fn stated_start(&self, provision: &Provision, route: Option<&str>) -> Option<Start> {
        self.start_by(provision, route, |act| act <= self.speaks)
    }

    /// The routes on which the start of a provision depends.
    pub fn routes(&self, provision: &Provision) -> Vec<&'p str> {
        let rows = self.rows(provision, None).into_iter();
        let mut routes: Vec<&str> = rows.filter_map(|row| row.route.as_deref()).collect();
        routes.dedup();
        routes
    }
}
