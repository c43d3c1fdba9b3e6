//! Article by article: when it applies, where it is encoded, or why it is left out.
//!
//! The articles are those of the application table, the annexes those it lists; a pack that forgets one
//! shows it as [`Covered::gap`].

use std::collections::BTreeMap;

use actlas_facts::Date;

use crate::calendar::Provision;
use crate::cite::Citation;
use crate::model::{ApplicationRow, Condition, Pack, Rule};

/// An article or an annex.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    /// `art.6` or `anx.III`.
    pub id: String,
    /// `Article 6` or `Annex III`.
    pub name: String,
    /// What it is about.
    pub subject: String,
    /// When it applies.
    pub dates: Vec<CoveredDates>,
    /// The rules that state it.
    pub rules: Vec<String>,
    /// Rules that rest on it although they state something else, if none states it; and
    /// `application.yaml` for the article that the dates rest on.
    pub used_in: Vec<String>,
    /// The duties of the catalogue that cite it.
    pub duties: Vec<String>,
    /// What of it no rule states, and why.
    pub left_out: Vec<(String, String)>,
}

/// When provisions apply that share their dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoveredDates {
    /// The parts of the article, in words; empty for the whole.
    pub parts: Vec<String>,
    /// The route the dates speak of.
    pub route: Option<String>,
    /// The formal and the effective day as each act says; `None` before the act that made it.
    pub by_act: Vec<Option<(Date, Date)>>,
}

impl Covered {
    /// What is missing, if something is.
    pub fn gap(&self) -> Option<&'static str> {
        let encoded = [&self.rules, &self.used_in, &self.duties].iter().any(|at| !at.is_empty());
        match (self.dates.is_empty(), encoded || !self.left_out.is_empty()) {
            (true, _) => Some("no date of application"),
            (false, false) => Some("neither encoded nor left out with a reason"),
            (false, true) => None,
        }
    }
}

/// Every article of the application table and every annex, in order.
pub fn coverage(pack: &Pack) -> Vec<Covered> {
    let mut articles: BTreeMap<(u32, String), Provision> = BTreeMap::new();
    for article in pack.application.iter().flat_map(|row| row.provision.articles()) {
        let (number, letter) = article.order();
        articles.insert((number, letter.to_owned()), article);
    }
    let annexes = pack.annexes.iter().map(|row| {
        let dates = dates(pack, &row.follows, row.by.0);
        let dates = dates.into_iter().map(|at| CoveredDates { parts: Vec::new(), ..at }).collect();
        covered(pack, row.annex.as_str(), row.annex.words(), row.subject.clone(), dates)
    });
    let articles = articles.values().map(|article| {
        let dates = dates(pack, article, 0);
        covered(pack, article.as_str(), article.to_string(), subject(pack, article), dates)
    });
    articles.chain(annexes).collect()
}

fn covered(
    pack: &Pack,
    id: &str,
    name: String,
    subject: String,
    dates: Vec<CoveredDates>,
) -> Covered {
    let states = |rule: &Rule| cites(&rule.cite, id);
    let rules: Vec<String> =
        pack.rules.iter().filter(|rule| states(rule)).map(|rule| rule.id.clone()).collect();
    let mut used_in = Vec::new();
    if rules.is_empty() {
        let rests = pack.rules.iter().filter(|rule| rests_on(rule, id));
        used_in.extend(rests.map(|rule| rule.id.clone()));
        let mut bases = pack.application.iter().flat_map(|row| &row.dates);
        if bases.any(|dated| cites(&dated.basis, id)) {
            used_in.push("application.yaml".to_owned());
        }
    }
    let duties = pack.duties.iter().filter(|duty| cites(&duty.cite, id));
    let duties = duties.map(|duty| duty.id.clone()).collect();
    let left_out = pack.files.iter().flat_map(|file| &file.untranslated);
    let left_out = left_out
        .filter(|left| speaks_of(&left.provision, id))
        .map(|left| (left.provision.words(), left.why.clone()))
        .collect();
    Covered { id: id.to_owned(), name, subject, dates, rules, used_in, duties, left_out }
}

/// Whether one place of a citation is a provision or a part of it: `art.26(1), art.73` for `art.26`.
pub fn cites(cite: &Citation, id: &str) -> bool {
    cite.as_str().split(", ").any(|place| {
        let rest = place.strip_prefix(id);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['(', '.']))
    })
}

fn speaks_of(cite: &Citation, id: &str) -> bool {
    match (Provision::parse(cite.as_str()), Provision::parse(id)) {
        (Some(left), Some(article)) => left.touches(&article),
        _ => cites(cite, id),
    }
}

fn rests_on(rule: &Rule, id: &str) -> bool {
    let mut found = false;
    let mut look = |at: &Condition| found |= at.cite().is_some_and(|cite| cites(cite, id));
    for when in rule.versions.iter().filter_map(|version| version.when.as_ref()) {
        when.walk(&mut look);
    }
    found
}

/// The subjects of the rows that speak of an article.
fn subject(pack: &Pack, article: &Provision) -> String {
    let mut subjects: Vec<&str> = Vec::new();
    for row in pack.application.iter().filter(|row| row.provision.touches(article)) {
        if !subjects.contains(&row.subject.as_str()) {
            subjects.push(&row.subject);
        }
    }
    subjects.join("; ")
}

/// The dates of a provision, parts with the same dates together; a part is left away if it applies
/// with the whole article.
fn dates(pack: &Pack, provision: &Provision, made_by: usize) -> Vec<CoveredDates> {
    let said = |row: &ApplicationRow| -> Vec<Option<(Date, Date)>> {
        let by = |act: usize| {
            let dated = row.dates.iter().rfind(|dated| dated.by.0 <= act)?;
            (act >= made_by).then_some((dated.formal, dated.effective))
        };
        (0..pack.acts.len()).map(by).collect()
    };
    let mut rows: Vec<&ApplicationRow> =
        pack.application.iter().filter(|row| row.provision.touches(provision)).collect();
    // A part that has rows of its own does not also apply with the whole.
    if !provision.is_whole() && rows.iter().any(|row| !row.provision.is_whole()) {
        rows.retain(|row| !row.provision.is_whole());
    }
    rows.sort_by_key(|row| !row.provision.is_whole());
    let mut dates: Vec<CoveredDates> = Vec::new();
    for row in rows {
        let by_act = said(row);
        let part = (!row.provision.is_whole()).then(|| row.provision.to_string());
        let same = |at: &&mut CoveredDates| at.route == row.route && at.by_act == by_act;
        match dates.iter_mut().find(same) {
            // No part named means the whole article, which has them all.
            Some(at) if at.parts.is_empty() => {}
            Some(at) => at.parts.extend(part),
            None => dates.push(CoveredDates {
                parts: part.into_iter().collect(),
                route: row.route.clone(),
                by_act,
            }),
        }
    }
    dates
}
