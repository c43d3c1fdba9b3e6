//! Which record is built on which, or an instance of it.

use std::collections::{BTreeMap, BTreeSet};

use actlas_facts::{Finding, Place};

use crate::codes::{BUILT_ON_AMBIGUOUS, BUILT_ON_MISSING};
use crate::map::{MapInput, MappedSystem};

/// Most words that are named in one finding.
const NAMED: usize = 3;

/// Who uses which record directly, by their places in the register.
pub(crate) struct Links {
    users: Vec<Vec<usize>>,
}

impl Links {
    pub(crate) fn of(systems: &[MappedSystem]) -> Links {
        let named = Named::of(systems);
        let mut users = vec![Vec::new(); systems.len()];
        let mut link = |on: Option<usize>, user: usize| {
            if let Some(users) = on.and_then(|on| users.get_mut(on)) {
                users.push(user);
            }
        };
        for (user, system) in systems.iter().enumerate() {
            // Facts are shared with an instance by the very id, so nothing else makes one here.
            link(system.instance_of.as_deref().and_then(|id| named.by_id(id)), user);
            for word in &system.built_on {
                if let Meant::Record(on) = named.meant(word, user) {
                    link(Some(on), user);
                }
            }
        }
        Links { users }
    }

    /// All that use a record, by way of others too, in the order of the register.
    pub(crate) fn users_of(&self, record: usize) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let mut left = vec![record];
        while let Some(on) = left.pop() {
            for user in self.users.get(on).into_iter().flatten() {
                if *user != record && found.insert(*user) {
                    left.push(*user);
                }
            }
        }
        found
    }
}

/// What a word of `built_on` means.
enum Meant {
    Record(usize),
    /// It fits these.
    Several(Vec<usize>),
    /// No record. Most models are in nobody's register.
    Nothing,
}

/// Records by their ids, and by ids and names, and models by what their makers call them, without regard to letter
/// case and blanks.
struct Named<'s> {
    ids: BTreeMap<&'s str, usize>,
    folded: BTreeMap<String, BTreeSet<usize>>,
    products: BTreeMap<String, BTreeSet<usize>>,
}

impl<'s> Named<'s> {
    fn of(systems: &'s [MappedSystem]) -> Named<'s> {
        let mut named =
            Named { ids: BTreeMap::new(), folded: BTreeMap::new(), products: BTreeMap::new() };
        // Nobody asks where nothing is built on anything.
        let is_asked = systems.iter().any(|system| !system.built_on.is_empty());
        for (at, system) in systems.iter().enumerate() {
            named.ids.insert(&system.id, at);
            for word in [&system.id, &system.name].into_iter().filter(|_| is_asked) {
                named.folded.entry(folded(word)).or_default().insert(at);
            }
            // Who deploys a product often names it too, and is no model.
            if is_asked && system.is_model && !system.product.trim().is_empty() {
                named.products.entry(folded(&system.product)).or_default().insert(at);
            }
        }
        named
    }

    fn by_id(&self, id: &str) -> Option<usize> {
        self.ids.get(id).copied()
    }

    /// The record that a word of another record means: by its id as it stands or, if no other fits, by id or name, and a
    /// model by group and name.
    fn meant(&self, word: &str, of: usize) -> Meant {
        if let Some(at) = self.by_id(word) {
            return Meant::Record(at);
        }
        let word = folded(word);
        let fitting = |of_names: &BTreeMap<String, BTreeSet<usize>>| -> Vec<usize> {
            let fit = of_names.get(&word).into_iter().flatten().copied();
            fit.filter(|at| *at != of).collect()
        };
        let mut fit = fitting(&self.folded);
        if fit.is_empty() {
            fit = fitting(&self.products);
        }
        match fit.as_slice() {
            [] => Meant::Nothing,
            [one] => Meant::Record(*one),
            _ => Meant::Several(fit),
        }
    }
}

fn folded(word: &str) -> String {
    word.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// What the words of one file lead to, other than to a record.
#[derive(Default)]
struct Loose {
    /// Words that no record goes by, and how many records say them.
    missing: BTreeSet<String>,
    records: BTreeSet<usize>,
    /// Words that fit several records, and which.
    ambiguous: BTreeMap<String, Vec<usize>>,
}

impl MapInput {
    /// What records are built on and no other record is, or more than one: once a file, because a model that is in
    /// nobody's register is nothing unusual.
    pub fn loose_ends(&self) -> Vec<Finding> {
        let named = Named::of(&self.systems);
        let mut files: BTreeMap<&str, Loose> = BTreeMap::new();
        for (at, system) in self.systems.iter().enumerate() {
            for word in system.built_on.iter().filter(|word| !word.trim().is_empty()) {
                let meant = named.meant(word, at);
                let loose = match &meant {
                    Meant::Record(_) => continue,
                    _ => files.entry(&system.path).or_default(),
                };
                match meant {
                    Meant::Several(fit) => {
                        loose.ambiguous.insert(word.clone(), fit);
                    }
                    _ => {
                        loose.missing.insert(word.clone());
                        loose.records.insert(at);
                    }
                }
            }
        }
        let told = files.iter().flat_map(|(path, loose)| self.told(path, loose));
        told.collect()
    }

    fn told(&self, path: &str, loose: &Loose) -> Vec<Finding> {
        let mut told = Vec::new();
        if !loose.ambiguous.is_empty() {
            let id = |at: &usize| self.systems.get(*at).map_or("", |system| system.id.as_str());
            let fits = loose.ambiguous.iter().map(|(word, fit)| {
                let ids = fit.iter().map(|at| format!("`{}`", id(at)));
                format!("`{word}` fits {}", listed(ids, " and "))
            });
            let says = format!("`built_on`: {}, and is taken for none of them", listed(fits, "; "));
            let finding = Finding::new(BUILT_ON_AMBIGUOUS, Place::file(path), says);
            told.push(finding.hint("name the record by its id"));
        }
        if !loose.missing.is_empty() {
            let words = loose.missing.iter().map(|word| format!("`{word}`"));
            let records = match loose.records.len() {
                1 => "1 record is".to_owned(),
                many => format!("{many} records are"),
            };
            let says = format!("{records} built on what no record is: {}", listed(words, ", "));
            let finding = Finding::new(BUILT_ON_MISSING, Place::file(path), says);
            let hint = "if a product of the pledge is meant, name it by its id or its name";
            told.push(finding.hint(hint));
        }
        told
    }
}

/// The first few, and how many more there are.
fn listed(all: impl ExactSizeIterator<Item = String>, by: &str) -> String {
    let more = all.len().saturating_sub(NAMED);
    let first: Vec<String> = all.take(NAMED).collect();
    let first = first.join(by);
    if more == 0 { first } else { format!("{first} and {more} more") }
}
