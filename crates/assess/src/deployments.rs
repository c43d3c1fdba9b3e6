//! Vendors' systems that stand in several records.

use std::collections::{BTreeMap, BTreeSet};

use crate::outcome::Outcome;

/// How often each vendor's system stands in a register, and who uses it. Equal vendor and product make
/// records instances of one system: a proposal, by which no fact is shared.
#[derive(Clone, Debug, Default)]
pub struct Deployments {
    found: BTreeMap<String, (u64, BTreeSet<String>)>,
}

/// One system with several records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deployed {
    /// What the records are instances of: an id, or `proposed:<vendor>/<product>`.
    pub of: String,
    /// How many records there are.
    pub records: u64,
    /// The organisations that they name.
    pub organisations: BTreeSet<String>,
}

impl Deployments {
    /// Adds a record.
    pub fn add(&mut self, outcome: &Outcome) {
        let Some(of) = &outcome.instance_of else { return };
        let (records, organisations) = self.found.entry(of.clone()).or_default();
        *records += 1;
        if !outcome.organisation.is_empty() {
            organisations.insert(outcome.organisation.clone());
        }
    }

    /// The systems with more than one record, those with most first.
    pub fn several(&self) -> Vec<Deployed> {
        let several = self.found.iter().filter(|(_, (records, _))| *records > 1);
        let deployed = |(of, (records, organisations)): (&String, &(u64, BTreeSet<String>))| {
            Deployed { of: of.clone(), records: *records, organisations: organisations.clone() }
        };
        let mut all: Vec<Deployed> = several.map(deployed).collect();
        all.sort_by_key(|at| std::cmp::Reverse(at.records));
        all
    }
}

#[cfg(test)]
mod tests {
    use actlas_facts::Record;
    use actlas_law::{Choices, Lowered, Pack, PackFiles, View};

    use super::*;
    use crate::{Assessor, Settings};

    #[test]
    fn equal_vendor_and_product_are_one_system() {
        let (pack, _) = Pack::load(&PackFiles::embedded());
        let view = View::new(&pack, pack.state, pack.state).expect("the pack has a view");
        let lowered = Lowered::new(view, Choices::defaults(&pack));
        let mut assessor = Assessor::new(&lowered, Settings::default());
        let mut deployments = Deployments::default();
        for (organisation, vendor, product, base) in [
            ("A", "Acme", "Sorter", None),
            ("B", " acme ", "SORTER", None),
            ("B", "Acme", "Sorter", None),
            ("C", "Acme", "", None),
            ("C", "Other", "Sorter", None),
            ("D", "Acme", "Sorter", Some("S1")),
        ] {
            let record = Record {
                organisation: organisation.to_owned(),
                vendor: vendor.to_owned(),
                product: product.to_owned(),
                instance_of: base.map(str::to_owned),
                ..Record::default()
            };
            deployments.add(&assessor.assess(&record).outcome);
        }
        let organisations = ["A", "B"].map(str::to_owned).into();
        let of = "proposed:acme/sorter".to_owned();
        assert_eq!(deployments.several(), [Deployed { of, records: 3, organisations }]);
    }
}
