//! What references mean where several files are read. An id is unique in its file and may be another record's in
//! the next one; a package URL is the same everywhere, whatever a record is called.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use actlas_facts::Record;

use crate::columns::Mapping;
use crate::ids::Ids;
use crate::walk::{Event, Input, Options, mention_one_of, read};

/// Most references and packages that are remembered, as for circles.
const MOST: usize = 1 << 20;
/// Most records that are taken for one package.
const HOLDERS: usize = 8;
/// What a file that holds references says somewhere, in letters alone: names of columns and keys, and what stands
/// in bills.
const WORDS: &[&str] = &[
    "builton",
    "basemodel",
    "instanceof",
    "modelobase",
    "basadoen",
    "modellodibase",
    "basatosu",
    "dependenc",
    "ancestors",
    "relationshiptype",
];

/// What references of files mean, where that is not what they say.
#[derive(Clone, Debug, Default)]
pub struct References {
    meant: Arc<HashMap<(String, String), Vec<String>>>,
}

impl References {
    /// Reads all inputs, if there are several and one of them refers to anything.
    pub fn of(inputs: &[&Input], options: &Options) -> References {
        // A mapping may call the columns of references anything.
        let refer = || {
            options.mapping != Mapping::default()
                || inputs.iter().any(|input| mention_one_of(input, WORDS))
        };
        if inputs.len() < 2 || !refer() {
            return References::default();
        }
        let (mut found, mut ids) = (Found::default(), Ids::default());
        for input in inputs {
            read(input, options, &mut |event| match event {
                Event::Package(url) => found.next = Some(url),
                Event::Record(mut record) => found.take(&mut record, &mut ids),
                Event::Finding(_) | Event::Mapped(_) => {}
            });
        }
        References { meant: Arc::new(found.meant(&ids)) }
    }

    /// Lets a record that has its id refer to what it means.
    pub(crate) fn apply(&self, record: &mut Record) {
        if self.meant.is_empty() || (record.built_on.is_empty() && record.instance_of.is_none()) {
            return;
        }
        let meant = |word: &String| self.meant.get(&(record.path.clone(), word.clone()));
        if let Some(base) = &record.instance_of
            && !is_package(base)
            && let Some(own) = meant(base).and_then(|all| all.first())
        {
            record.instance_of = Some(own.clone());
        }
        let mut built_on: Vec<String> = Vec::with_capacity(record.built_on.len());
        for word in &record.built_on {
            let all = meant(word).map_or(std::slice::from_ref(word), Vec::as_slice);
            // A model is not built on the copy of it that another bill lists.
            let others = all.iter().filter(|id| *id == word || **id != record.id);
            for id in others {
                if all.len() == 1 || !built_on.contains(id) {
                    built_on.push(id.clone());
                }
            }
        }
        record.built_on = built_on;
    }
}

/// What is found while all is read.
#[derive(Default)]
struct Found {
    /// The package URL of the record that comes next.
    next: Option<String>,
    /// References, by the file in which they stand.
    wanted: BTreeSet<(String, String)>,
    /// What the first record of an id in its file is called that a file before it had used.
    renamed: HashMap<(String, String), String>,
    /// The packages that ids of a file are, and the records that are a package.
    packages: HashMap<(String, String), String>,
    holders: HashMap<String, Vec<String>>,
}

impl Found {
    fn take(&mut self, record: &mut Record, ids: &mut Ids) {
        for word in record.built_on.iter().chain(&record.instance_of) {
            if self.wanted.len() < MOST {
                self.wanted.insert((record.path.clone(), word.clone()));
            }
        }
        let given = (record.path.clone(), record.id.clone());
        let is_elsewhere = ids.first(&record.id).is_some_and(|at| at.path != record.path);
        ids.settle(record);
        if is_elsewhere && !is_package(&given.1) {
            self.renamed.entry(given.clone()).or_insert_with(|| record.id.clone());
        }
        let url = self.next.take().or_else(|| Some(given.1.clone()).filter(|id| is_package(id)));
        if let Some(url) = url.filter(|_| self.packages.len() < MOST) {
            let holders = self.holders.entry(url.clone()).or_default();
            if holders.len() < HOLDERS {
                holders.push(record.id.clone());
            }
            self.packages.entry(given).or_insert(url);
        }
    }

    fn meant(self, ids: &Ids) -> HashMap<(String, String), Vec<String>> {
        let Found { wanted, renamed, packages, holders, .. } = self;
        let mut meant = HashMap::new();
        for said in wanted {
            let own = renamed.get(&said);
            let url = if is_package(&said.1) { Some(&said.1) } else { packages.get(&said) };
            let same = url.and_then(|url| holders.get(url)).map(Vec::as_slice).unwrap_or_default();
            let mut all: Vec<String> = own.cloned().into_iter().collect();
            if own.is_none() && (same.is_empty() || ids.first(&said.1).is_some()) {
                all.push(said.1.clone());
            }
            for id in same {
                if !all.contains(id) {
                    all.push(id.clone());
                }
            }
            if all != [said.1.as_str()] {
                meant.insert(said, all);
            }
        }
        meant
    }
}

/// Whether a word is a package URL, which names the same wherever it stands.
fn is_package(word: &str) -> bool {
    word.starts_with("pkg:")
}
