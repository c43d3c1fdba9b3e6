//! Mutants that are known to survive, and why.
//!
//! Some changes make no difference to any input, and about some the law says nothing. They stand in
//! `scenarios/survivors.yaml` with the reason, so that every other survivor is seen.

use std::collections::BTreeMap;

use actlas_facts::{Finding, Place};
use actlas_yaml::Node;

use super::{DutyFate, Fate};
use crate::load::{PACK_INVALID, PACK_UNREADABLE};
use crate::source::PackFiles;

const PATH: &str = "scenarios/survivors.yaml";

/// A mutant that may survive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Survivor {
    /// The id of the mutant.
    pub mutant: String,
    /// Why no scenario can kill it.
    pub why: String,
}

/// How a run differs from the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unlisted {
    /// It survives and is not listed.
    Survives(String),
    /// It is listed but a scenario kills it.
    Killed(String, String),
    /// It is listed but the pack has no such mutant.
    Unknown(String),
}

/// Reads the list of a pack.
pub fn load(source: &PackFiles) -> (Vec<Survivor>, Vec<Finding>) {
    let Some(text) = source.files.get(PATH) else { return (Vec::new(), Vec::new()) };
    let tree = match actlas_yaml::parse(text) {
        Ok(documents) => documents.into_iter().next(),
        Err(error) => {
            let place = Place::file(PATH).line(error.at.line);
            return (Vec::new(), vec![Finding::new(PACK_UNREADABLE, place, error.message)]);
        }
    };
    let list = tree.as_ref().and_then(|tree| tree.get("survivors")).and_then(Node::list);
    let mut survivors = Vec::new();
    let mut findings = Vec::new();
    for node in list.unwrap_or_default() {
        let text =
            |key: &str| node.get(key).and_then(Node::text).map(|text| text.trim().to_owned());
        match (text("mutant"), text("why")) {
            (Some(mutant), Some(why)) => survivors.push(Survivor { mutant, why }),
            _ => {
                let says = "a survivor needs a `mutant` and a `why`";
                findings.push(Finding::new(
                    PACK_INVALID,
                    Place::file(PATH).line(node.at.line),
                    says,
                ));
            }
        }
    }
    (survivors, findings)
}

/// A mutant by its id, and the scenario that kills it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Killed<'f> {
    /// The id of the mutant.
    pub mutant: &'f str,
    /// The scenario; `None` if the mutant survives.
    pub by: Option<&'f str>,
}

impl Fate {
    /// The mutant by its id.
    pub fn killed(&self) -> Killed<'_> {
        Killed { mutant: &self.mutant.id, by: self.killed_by.as_deref() }
    }
}

impl DutyFate {
    /// The mutant by its id.
    pub fn killed(&self) -> Killed<'_> {
        Killed { mutant: &self.mutant.id, by: self.killed_by.as_deref() }
    }
}

/// Where a run and the list disagree.
pub fn compare(fates: &[Killed], listed: &[Survivor]) -> Vec<Unlisted> {
    let by_id: BTreeMap<&str, &Killed> = fates.iter().map(|fate| (fate.mutant, fate)).collect();
    let not_listed = |fate: &&Killed| !listed.iter().any(|at| at.mutant == fate.mutant);
    let survive = fates.iter().filter(|fate| fate.by.is_none()).filter(not_listed);
    let mut unlisted: Vec<Unlisted> =
        survive.map(|fate| Unlisted::Survives(fate.mutant.to_owned())).collect();
    unlisted.extend(listed.iter().filter_map(|at| match by_id.get(at.mutant.as_str()) {
        None => Some(Unlisted::Unknown(at.mutant.clone())),
        Some(fate) => Some(Unlisted::Killed(at.mutant.clone(), fate.by?.to_owned())),
    }));
    unlisted
}
