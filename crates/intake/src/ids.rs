//! Ids: every record has one, and no two have the same.

use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use actlas_facts::{Finding, Place, Record};

use crate::codes::{ID_DUPLICATE, ID_MISSING};

/// The ids met so far: sixteen bytes for each, however long it is.
#[derive(Clone, Debug, Default)]
pub struct Ids {
    seen: HashSet<u128>,
    unnamed: BTreeMap<String, u64>,
}

impl Ids {
    /// Numbers a record without an id, and renames one whose id was used before.
    pub fn settle(&mut self, record: &mut Record) -> Option<Finding> {
        let file = record.path.rsplit(['/', '\\']).next().unwrap_or("record");
        let stem = file.split('.').next().unwrap_or(file);
        if record.id.is_empty() {
            record.id = format!("{stem}:{}", record.number);
            *self.unnamed.entry(record.path.clone()).or_default() += 1;
        }
        if self.seen.insert(fingerprint(&record.id)) {
            return None;
        }
        let twice = std::mem::take(&mut record.id);
        record.id = format!("{twice}~{stem}:{}", record.number);
        self.seen.insert(fingerprint(&record.id));
        let place = Place { record: Some(record.number), ..Place::file(&record.path) };
        let says = format!("the id `{twice}` was used before");
        let hint = format!("this record is called `{}`", record.id);
        Some(Finding::new(ID_DUPLICATE, place, says).hint(hint))
    }

    /// How many records were numbered, by file.
    pub fn numbered(&self) -> impl Iterator<Item = Finding> {
        self.unnamed.iter().map(|(path, count)| {
            let says = match count {
                1 => "one record has no id and was numbered".to_owned(),
                count => format!("{count} records have no id and were numbered"),
            };
            Finding::new(ID_MISSING, Place::file(path), says)
        })
    }
}

/// Sixteen bytes that tell two ids apart.
fn fingerprint(id: &str) -> u128 {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        salt.hash(&mut hasher);
        id.hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}
