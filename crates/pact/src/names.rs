use std::collections::{BTreeMap, BTreeSet};

use crate::model::OrgIx;

/// Why a name is nobody's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unresolved {
    /// No organisation goes by it.
    Unknown,
    /// Several do.
    Ambiguous(Vec<OrgIx>),
}

/// Who goes by which name, everywhere or within one instrument.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    everywhere: BTreeMap<String, BTreeSet<OrgIx>>,
    within: BTreeMap<(String, String), BTreeSet<OrgIx>>,
}

/// A name as it is compared: case and runs of blanks do not matter, everything else does.
fn key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl Names {
    /// Notes that an organisation goes by a name.
    pub(crate) fn add(&mut self, name: &str, organisation: OrgIx) {
        self.everywhere.entry(key(name)).or_default().insert(organisation);
    }

    /// Notes that an organisation goes by a name within one instrument.
    pub(crate) fn add_within(&mut self, instrument: &str, name: &str, organisation: OrgIx) {
        let at = (instrument.to_owned(), key(name));
        self.within.entry(at).or_default().insert(organisation);
    }

    /// Who is meant by a name. What is listed for the instrument counts before what is listed for
    /// everywhere; a name that is not listed is nobody's, however near it is to another.
    pub fn resolve(&self, name: &str, instrument: Option<&str>) -> Result<OrgIx, Unresolved> {
        let key = key(name);
        let within = instrument
            .and_then(|instrument| self.within.get(&(instrument.to_owned(), key.clone())));
        let Some(found) = within.or_else(|| self.everywhere.get(&key)) else {
            return Err(Unresolved::Unknown);
        };
        match found.iter().copied().collect::<Vec<_>>().as_slice() {
            [one] => Ok(*one),
            many => Err(Unresolved::Ambiguous(many.to_vec())),
        }
    }

    /// Names that belong to more than one organisation.
    pub(crate) fn ambiguous(&self) -> impl Iterator<Item = (&str, &BTreeSet<OrgIx>)> {
        let everywhere = self.everywhere.iter().map(|(name, of)| (name.as_str(), of));
        let within = self.within.iter().map(|((_, name), of)| (name.as_str(), of));
        everywhere.chain(within).filter(|(_, of)| of.len() > 1)
    }
}
