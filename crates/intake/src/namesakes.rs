//! Records that a number of a row or a doubled id alone tells apart: an answer to one of them may be about another.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use actlas_facts::Record;

use crate::ids::{given, is_numbered};
use crate::letters::name_letters;

/// How many records of an input are called alike and could change places unseen, of those that answers name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Namesakes {
    /// Names that answers give.
    named: HashSet<String>,
    counts: HashMap<u64, u32>,
}

/// What an answer tells a record apart by.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum ToldBy {
    Name,
    NameAndOrganisation,
}

impl Namesakes {
    /// A name that an answer gives.
    pub(crate) fn name(&mut self, name: &str) {
        if !name.trim().is_empty() {
            self.named.insert(name_letters(name));
        }
    }

    /// Whether any answer names its system.
    pub(crate) fn is_any_named(&self) -> bool {
        !self.named.is_empty()
    }

    /// Counts a record of the input.
    pub(crate) fn count(&mut self, record: &Record) {
        if self.named.contains(&name_letters(&record.name)) {
            for by in [ToldBy::Name, ToldBy::NameAndOrganisation] {
                *self.counts.entry(key(record, by)).or_default() += 1;
            }
        }
    }

    /// Whether several records are told apart by nothing but where they stand.
    pub(crate) fn are_several(&self, record: &Record, by: ToldBy) -> bool {
        self.counts.get(&key(record, by)).is_some_and(|count| *count > 1)
    }

    /// Whether the id of a record can come to stand for another one of this name.
    pub(crate) fn can_move(&self, record: &Record) -> bool {
        is_numbered(&record.id, &record.path, record.number)
            || self.are_several(record, ToldBy::Name)
    }
}

/// The organisation of a record with the part of it, where it names one.
pub fn whole_organisation(record: &Record) -> String {
    match record.unit.is_empty() {
        true => record.organisation.clone(),
        false => format!("{} / {}", record.organisation, record.unit),
    }
}

/// What a record shares with those it could change places with. Rows change places within their file.
fn key(record: &Record, by: ToldBy) -> u64 {
    let mut hasher = DefaultHasher::new();
    match given(&record.id, &record.path, record.number) {
        Some(given) => given.hash(&mut hasher),
        None => (0_u8, &record.path).hash(&mut hasher),
    }
    by.hash(&mut hasher);
    name_letters(&record.name).hash(&mut hasher);
    if by == ToldBy::NameAndOrganisation {
        name_letters(&whole_organisation(record)).hash(&mut hasher);
    }
    hasher.finish()
}
