//! From files to [`Pacts`]. Loading never stops at the first error: what was understood is kept, and
//! findings with file and line tell the rest.

mod instruments;
mod organisations;
mod positions;
pub(crate) mod yaml;

use std::collections::BTreeMap;

use actlas_facts::{CodeInfo, Date, Finding, Place};
use actlas_yaml::Node;

use crate::codes::{CLAIM_WITHOUT_SOURCE, DATE_IN_FUTURE, NAME_UNRESOLVED};
use crate::date::When;
use crate::model::{LeftOut, OrgIx, Pacts, SourceRef};
use crate::names::Unresolved;
use crate::source::PactFiles;
pub(crate) use instruments::roles;
pub use positions::POSITION_COLUMNS;
use yaml::Reader;

/// What loading knows while it reads.
pub(crate) struct Loader {
    pub(crate) pacts: Pacts,
    pub(crate) findings: Vec<Finding>,
    today: Date,
}

impl Pacts {
    /// Reads the files. `today` is the day of reading: what is dated later cannot have been reported.
    pub fn load(files: &PactFiles, today: Date) -> (Pacts, Vec<Finding>) {
        let mut loader = Loader { pacts: Pacts::default(), findings: Vec::new(), today };
        let mut reader = Reader::pacts();
        let trees: BTreeMap<&str, Node> = files
            .files
            .iter()
            .filter(|(path, _)| path.ends_with(".yaml"))
            .filter_map(|(path, text)| Some((path.as_str(), reader.tree(path, text)?)))
            .collect();
        loader.organisations(&mut reader, trees.get("organisations.yaml"));
        for (path, tree) in &trees {
            if let Some(folder) = path.strip_suffix("/instrument.yaml") {
                let promised = format!("{folder}/commitments.yaml");
                let commitments =
                    trees.get(promised.as_str()).map(|tree| (promised.as_str(), tree));
                loader.instrument(&mut reader, folder, (path, tree), commitments);
            }
        }
        loader.pacts.instruments.sort_by(|a, b| (a.order, &a.id).cmp(&(b.order, &b.id)));
        loader.duties(&mut reader, trees.get("duties.yaml"));
        loader.events(&mut reader, trees.get("events.yaml"));
        for (path, text) in &files.files {
            if let Some(folder) = path.strip_suffix("/positions.csv") {
                loader.positions(folder, path, text);
            }
        }
        let Loader { mut pacts, mut findings, .. } = loader;
        findings.splice(0..0, reader.findings);
        pacts.claims.sort_by_key(|claim| {
            let when = claim.when.map(|when| (when.last, when.first));
            (claim.instrument, claim.organisation, when.is_none(), when, claim.basis)
        });
        pacts.events.sort_by_key(|event| (event.when, event.organisation));
        pacts.hash = files.hash();
        (pacts, findings)
    }
}

impl Loader {
    pub(crate) fn tell(
        &mut self,
        kind: CodeInfo,
        place: Place,
        says: impl Into<String>,
        hint: &str,
    ) {
        self.findings.push(Finding::new(kind, place, says).hint(hint));
    }

    /// Keeps what is not drawn.
    pub(crate) fn leave_out(&mut self, place: Place, says: &str, why: &str) {
        let (says, why) = (says.to_owned(), why.to_owned());
        self.pacts.left_out.push(LeftOut { place, says, why, about: None });
    }

    /// Whether a claim may be shown: it has a source and does not come from the future.
    pub(crate) fn sound(
        &mut self,
        place: &Place,
        says: &str,
        when: Option<When>,
        source: &SourceRef,
    ) -> bool {
        if source.is_empty() {
            let fact = format!("`{says}` has no source");
            self.tell(CLAIM_WITHOUT_SOURCE, place.clone(), fact, "add `source` or drop it");
            self.leave_out(place.clone(), says, "it has no source");
            return false;
        }
        self.not_in_future(place, says, when)
    }

    pub(crate) fn not_in_future(&mut self, place: &Place, says: &str, when: Option<When>) -> bool {
        let Some(late) = when.filter(|when| when.first > self.today) else { return true };
        let fact = format!("`{says}` is dated {}, after the day of reading", late.text());
        self.tell(DATE_IN_FUTURE, place.clone(), fact, "correct the date");
        self.leave_out(place.clone(), says, "its date lies in the future");
        false
    }

    /// Who is meant, or a finding.
    pub(crate) fn who(
        &mut self,
        place: &Place,
        name: &str,
        instrument: Option<&str>,
    ) -> Option<OrgIx> {
        match self.pacts.names.resolve(name, instrument) {
            Ok(organisation) => Some(organisation),
            Err(why) => {
                let fact = match &why {
                    Unresolved::Unknown => format!("nobody goes by the name `{name}`"),
                    Unresolved::Ambiguous(of) => {
                        let names: Vec<&str> = of.iter().map(|at| self.pacts.name(*at)).collect();
                        format!("`{name}` can be {}", names.join(" or "))
                    }
                };
                let hint = "add the organisation or the name to organisations.yaml";
                self.tell(NAME_UNRESOLVED, place.clone(), fact, hint);
                self.leave_out(place.clone(), name, "nobody goes by this name");
                None
            }
        }
    }
}
