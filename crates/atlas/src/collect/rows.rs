//! The rows of a map: organisations, countries or classes, and what is counted of their systems.

use std::collections::BTreeMap;

use actlas_facts::Record;

use crate::data::{Cell, Counts, RowData};

/// Organisation and unit. Registers that have one column for both write `Ministry / Agency`.
pub(super) fn organisation(record: &Record) -> (&str, &str) {
    match record.organisation.split_once(" / ") {
        Some((organisation, unit)) if record.unit.is_empty() => (organisation, unit),
        _ => (&record.organisation, &record.unit),
    }
}

/// What a row counts of a system beside its points.
#[derive(Clone, Copy)]
pub(super) struct Told {
    /// Something is stated of it.
    pub(super) stated: bool,
    /// One answer settles a point.
    pub(super) settled: bool,
}

/// Rows by what their names have in common, with the ways in which records write them: neither case nor
/// blanks tell organisations apart.
#[derive(Default)]
pub(super) struct Rows(BTreeMap<String, (RowData, BTreeMap<String, u32>)>);

impl Rows {
    /// Counts a system in the row of this name.
    pub(super) fn count(&mut self, name: &str, cells: &[Cell], told: Told) {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let (row, ways) = self.0.entry(name.to_lowercase()).or_insert_with(|| {
            let row = RowData {
                name: String::new(),
                systems: 0,
                stated: 0,
                settled: 0,
                cells: vec![Counts::default(); cells.len()],
            };
            (row, BTreeMap::new())
        });
        *ways.entry(name).or_default() += 1;
        row.systems += 1;
        row.stated += u32::from(told.stated);
        row.settled += u32::from(told.settled);
        for (counts, cell) in row.cells.iter_mut().zip(cells) {
            counts.add(*cell);
        }
    }

    /// The rows, each called as most of its records call it.
    pub(super) fn called(self) -> Vec<RowData> {
        let called = self.0.into_values().map(|(row, ways)| {
            let often = ways.into_iter().min_by_key(|(_, often)| std::cmp::Reverse(*often));
            RowData { name: often.map_or_else(String::new, |(name, _)| name), ..row }
        });
        called.collect()
    }
}
