//! Ids: every record has one, and no two have the same.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use actlas_facts::{Finding, Place, Record};

use crate::circles::Circles;
use crate::codes::{ID_DUPLICATE, ID_MISSING};
use crate::references::References;

/// The ids met so far: a fingerprint and a place for each, however long it is.
#[derive(Clone, Debug, Default)]
pub struct Ids {
    seen: HashMap<u64, (u32, u32)>,
    files: Vec<String>,
    unnamed: BTreeMap<String, u64>,
    circles: Circles,
    references: References,
}

impl Ids {
    /// None yet; references mean what is known of them.
    pub fn with(references: References) -> Ids {
        Ids { references, ..Ids::default() }
    }

    /// Numbers a record without an id, renames one whose id was used before, and lets it refer to what it means.
    pub fn settle(&mut self, record: &mut Record) -> Option<Finding> {
        let finding = self.name(record);
        // What was found while it was read is of this record, not of the one whose id it had.
        for found in record.findings.iter_mut().filter(|found| found.place.id.is_some()) {
            found.place.id = Some(record.id.clone());
        }
        self.references.apply(record);
        let circles = self.circles.take(record);
        record.findings.extend(circles);
        finding
    }

    fn name(&mut self, record: &mut Record) -> Option<Finding> {
        let number = number_of(&record.path, record.number);
        if record.id.is_empty() {
            *self.unnamed.entry(record.path.clone()).or_default() += 1;
            // Two folders may hold files of the same name; nobody gave these ids, so nobody is told.
            record.id = self.free(&number, record);
            return None;
        }
        let Some(first) = self.first(&record.id) else {
            self.take(&record.id, record);
            return None;
        };
        let id = self.free(&format!("{}~{number}", record.id), record);
        let twice = std::mem::replace(&mut record.id, id);
        let place = Place { record: Some(record.number), ..Place::file(&record.path) };
        let says = format!("the id `{twice}` was used before, in {first}");
        let hint = format!("this record is called `{}`", record.id);
        Some(Finding::new(ID_DUPLICATE, place, says).hint(hint))
    }

    /// Where an id was used first.
    pub(crate) fn first(&self, id: &str) -> Option<Place> {
        let (file, record) = self.seen.get(&fingerprint(id))?;
        let file = self.files.get(*file as usize).cloned().unwrap_or_default();
        Some(Place { record: Some(u64::from(*record)), ..Place::file(file) })
    }

    fn take(&mut self, id: &str, record: &Record) {
        if self.files.last() != Some(&record.path) {
            self.files.push(record.path.clone());
        }
        let file = u32::try_from(self.files.len().saturating_sub(1)).unwrap_or(u32::MAX);
        let number = u32::try_from(record.number).unwrap_or(u32::MAX);
        self.seen.insert(fingerprint(id), (file, number));
    }

    /// The id itself or, if it is taken, the first of `id#2`, `id#3` … that is not.
    fn free(&mut self, id: &str, record: &Record) -> String {
        let mut free = id.to_owned();
        let mut number = 2u64;
        while self.seen.contains_key(&fingerprint(&free)) {
            free = format!("{id}#{number}");
            number += 1;
        }
        self.take(&free, record);
        free
    }

    /// What is known when all is read: how many records were numbered, by file, and which refer to one
    /// another in a circle.
    pub fn numbered(&self) -> impl Iterator<Item = Finding> {
        let numbered = self.unnamed.iter().map(|(path, count)| {
            let says = match count {
                1 => "one record has no id and was numbered".to_owned(),
                count => format!("{count} records have no id and were numbered"),
            };
            Finding::new(ID_MISSING, Place::file(path), says)
        });
        numbered.chain(self.circles.findings())
    }
}

/// What a record is called that nobody gave an id: its file and its number in it.
fn number_of(path: &str, number: u64) -> String {
    let file = path.rsplit(['/', '\\']).next().unwrap_or("record");
    // Only the last part is the format: `1.5-models.json` and `1.6-models.json` are two files.
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    format!("{stem}:{number}")
}

/// Whether the id of a record rests on its place in the file, and is another's when records are inserted.
pub fn is_numbered(id: &str, path: &str, number: u64) -> bool {
    given(id, path, number) != Some(id)
}

/// The id that somebody gave a record: of one that was used before, without what it got to tell it apart; nothing if
/// nobody gave any.
pub fn given<'i>(id: &'i str, path: &str, number: u64) -> Option<&'i str> {
    let before_times = match id.rsplit_once('#') {
        Some((before, times)) if times.bytes().all(|byte| byte.is_ascii_digit()) => before,
        _ => id,
    };
    match before_times.strip_suffix(number_of(path, number).as_str()) {
        Some("") => None,
        Some(before) => Some(before.strip_suffix('~').unwrap_or(id)),
        None => Some(id),
    }
}

/// Eight bytes that tell two ids apart; with the place they are sixteen a record. Among a million ids
/// two fall together once in some forty million registers, and then one is merely called otherwise.
fn fingerprint(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}
