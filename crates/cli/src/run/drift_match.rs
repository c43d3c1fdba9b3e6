//! Which record of an earlier register is which of a later one.
//!
//! By the id that somebody gave it. Where one stands in several files, by the file too; where there is none, by the name
//! and then the number in the file, whatever the file is called: a copy of yesterday has another name.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use actlas_facts::Record;
use actlas_intake::given;

/// How a record is found again in its file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Given(String),
    Number(u64),
}

impl Key {
    fn of(record: &Record) -> Key {
        match given(&record.id, &record.path, record.number) {
            Some(id) => Key::Given(id.to_owned()),
            None => Key::Number(record.number),
        }
    }
}

/// The files of one side, each standing for one of the earlier side.
type Files = BTreeMap<String, usize>;

/// Something about a record, and what the record is called.
struct Named<T> {
    name: String,
    it: T,
}

/// The records of both sides, as they are met.
pub struct Matching<T> {
    earlier: Files,
    later: Files,
    left: BTreeMap<(usize, Key), VecDeque<Named<T>>>,
    ids: BTreeSet<String>,
    waiting: Vec<(Option<usize>, Key, Named<T>)>,
    /// Whether files of the earlier side could not be read whole.
    torn: Torn,
}

/// The files of a side that could not be read whole: what is missing of a record may stand in them.
#[derive(Default)]
enum Torn {
    #[default]
    None,
    /// These, each known by its place on the earlier side.
    Some(BTreeSet<usize>),
    /// Some that stand for none of the other side.
    Any,
}

impl Torn {
    fn of(files: &[String], places: &Files) -> Torn {
        let found: Option<BTreeSet<usize>> =
            files.iter().map(|file| places.get(file).copied()).collect();
        match found {
            Some(found) if found.is_empty() => Torn::None,
            Some(found) => Torn::Some(found),
            None => Torn::Any,
        }
    }

    fn may_hold(&self, file: Option<usize>) -> bool {
        match self {
            Torn::None => false,
            Torn::Some(files) => file.is_none_or(|file| files.contains(&file)),
            Torn::Any => true,
        }
    }
}

/// A later record.
pub enum Met<T> {
    /// With the earlier one, or none where there is none.
    Pair(Option<T>, T),
    /// Others have to be met first.
    Waits,
}

/// What is left when all are met.
pub struct Rest<T> {
    /// Pairs, and records of one side.
    pub pairs: Vec<(Option<T>, Option<T>)>,
    /// How many without an id were taken for the same by their number alone.
    pub by_number: usize,
    /// How many without an id stand in files that stand for none of the other side.
    pub unpaired: usize,
    /// How many stand on one side alone and may stand in what could not be read of the other.
    pub unread: usize,
}

impl<T> Matching<T> {
    pub fn new(earlier: &[String], later: &[String]) -> Matching<T> {
        Matching {
            earlier: earlier.iter().cloned().zip(0..).collect(),
            later: paired(earlier, later),
            left: BTreeMap::new(),
            ids: BTreeSet::new(),
            waiting: Vec::new(),
            torn: Torn::None,
        }
    }

    /// Takes note of the files of the earlier side that could not be read whole.
    pub fn torn(&mut self, files: &[String]) {
        self.torn = Torn::of(files, &self.earlier);
    }

    /// Takes up a record of the earlier side.
    pub fn earlier(&mut self, record: &Record, it: T) {
        let Some(file) = self.earlier.get(&record.path) else { return };
        let key = Key::of(record);
        if let Key::Given(id) = &key {
            self.ids.insert(id.clone());
        }
        let named = Named { name: record.name.clone(), it };
        self.left.entry((*file, key)).or_default().push_back(named);
    }

    /// Looks for the earlier record of a later one.
    pub fn later(&mut self, record: &Record, it: T) -> Met<T> {
        let (key, file) = (Key::of(record), self.later.get(&record.path).copied());
        let fits = |named: &Named<T>| match &key {
            Key::Given(_) => true,
            Key::Number(_) => named.name == record.name,
        };
        if let Some(from) = file.and_then(|file| self.take(&(file, key.clone()), fits)) {
            return Met::Pair(Some(from.it), it);
        }
        let is_new = match &key {
            Key::Given(id) => !self.ids.contains(id),
            Key::Number(_) => false,
        };
        if is_new && !self.torn.may_hold(file) {
            return Met::Pair(None, it);
        }
        self.waiting.push((file, key, Named { name: record.name.clone(), it }));
        Met::Waits
    }

    fn take(&mut self, at: &(usize, Key), fits: impl Fn(&Named<T>) -> bool) -> Option<Named<T>> {
        let left = self.left.get_mut(at)?;
        let found = if left.front().is_some_and(fits) { left.pop_front() } else { None };
        if left.is_empty() {
            self.left.remove(at);
        }
        found
    }

    /// Pairs what is left, where these files of the later side could not be read whole.
    pub fn rest(mut self, torn: &[String]) -> Rest<T> {
        let torn = Torn::of(torn, &self.later);
        let mut rest = Rest { pairs: Vec::new(), by_number: 0, unpaired: 0, unread: 0 };
        let mut without = Vec::new();
        let (by_name, once) = (self.numbers_by_name(), self.names_once());
        let files_of = self.files_by_id();
        for (file, key, named) in std::mem::take(&mut self.waiting) {
            let at = match (&key, file) {
                (Key::Given(_), _) => files_of.get(&key).and_then(|files| {
                    let mut places = files.iter().map(|file| (*file, key.clone()));
                    places.find(|at| self.left.contains_key(at))
                }),
                (Key::Number(_), Some(file)) => {
                    let called = (file, named.name.clone());
                    let number = by_name.get(&called).filter(|_| once.contains(&called));
                    number.map(|number| (file, Key::Number(*number)))
                }
                (Key::Number(_), None) => None,
            };
            match at.and_then(|at| self.take(&at, |_| true)) {
                Some(from) => rest.pairs.push((Some(from.it), Some(named.it))),
                None => without.push((file, key, named)),
            }
        }
        for (file, key, named) in without {
            let is_numbered = matches!(key, Key::Number(_));
            rest.unpaired += usize::from(is_numbered && file.is_none());
            let place = file.filter(|_| is_numbered).map(|file| (file, key));
            let from = place.and_then(|at| self.take(&at, |_| true));
            rest.by_number += usize::from(from.is_some());
            if from.is_none() && self.torn.may_hold(file) {
                rest.unread += 1;
                continue;
            }
            rest.pairs.push((from.map(|from| from.it), Some(named.it)));
        }
        for ((file, _), left) in self.left {
            if torn.may_hold(Some(file)) {
                rest.unread += left.len();
                continue;
            }
            rest.pairs.extend(left.into_iter().map(|from| (Some(from.it), None)));
        }
        rest
    }

    /// The files in which records of an id are left, in their order.
    fn files_by_id(&self) -> BTreeMap<Key, Vec<usize>> {
        let mut files: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
        for (file, key) in self.left.keys().filter(|(_, key)| matches!(key, Key::Given(_))) {
            files.entry(key.clone()).or_default().push(*file);
        }
        files
    }

    /// Numbers of records without an id that are left, by file and name, where a name stands once.
    fn numbers_by_name(&self) -> BTreeMap<(usize, String), u64> {
        let mut counted: BTreeMap<(usize, String), (u64, usize)> = BTreeMap::new();
        for ((file, key), named) in &self.left {
            let Key::Number(number) = key else { continue };
            for named in named.iter().filter(|named| !named.name.is_empty()) {
                let entry = counted.entry((*file, named.name.clone())).or_insert((*number, 0));
                entry.1 += 1;
            }
        }
        let once = counted.into_iter().filter(|(_, (_, count))| *count == 1);
        once.map(|(at, (number, _))| (at, number)).collect()
    }

    /// Names of waiting records without an id that stand once in their file.
    fn names_once(&self) -> BTreeSet<(usize, String)> {
        let mut counted: BTreeMap<(usize, String), usize> = BTreeMap::new();
        for (file, key, named) in &self.waiting {
            if let (Some(file), Key::Number(_)) = (file, key) {
                *counted.entry((*file, named.name.clone())).or_default() += 1;
            }
        }
        counted.into_iter().filter(|(_, count)| *count == 1).map(|(at, _)| at).collect()
    }
}

/// Which file of the earlier side each of the later one stands for: that of the same path, else of the same name, else
/// the next of those that are left, if as many are left on both sides.
fn paired(earlier: &[String], later: &[String]) -> Files {
    let mut pairs = Files::new();
    let mut free: Vec<(usize, &String)> = earlier.iter().enumerate().collect();
    let by: [fn(&str) -> &str; 2] =
        [|path| path, |path| path.rsplit(['/', '\\']).next().unwrap_or(path)];
    for part in by {
        for path in later {
            let found = free.iter().position(|(_, other)| part(other) == part(path));
            if let Some(at) = found.filter(|_| !pairs.contains_key(path)) {
                pairs.insert(path.clone(), free.remove(at).0);
            }
        }
    }
    let rest: Vec<&String> = later.iter().filter(|path| !pairs.contains_key(*path)).collect();
    if rest.len() == free.len() {
        pairs.extend(rest.into_iter().cloned().zip(free.into_iter().map(|(at, _)| at)));
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(path: &str, number: u64, id: &str, name: &str) -> Record {
        let (path, id, name) = (path.to_owned(), id.to_owned(), name.to_owned());
        Record { path, number, id, name, ..Record::default() }
    }

    type Row<'r> = (&'r str, u64, &'r str, &'r str);

    /// Pairs as "file/number-file/number", sorted.
    fn pairs(earlier: &[Row], later: &[Row]) -> (Vec<String>, usize, usize) {
        let files = |rows: &[Row]| {
            let mut files: Vec<String> = Vec::new();
            for (path, ..) in rows {
                if !files.iter().any(|file| file == path) {
                    files.push((*path).to_owned());
                }
            }
            files
        };
        let mut matching = Matching::new(&files(earlier), &files(later));
        for (path, number, id, name) in earlier {
            matching.earlier(&record(path, *number, id, name), format!("{path}/{number}"));
        }
        let mut found = Vec::new();
        for (path, number, id, name) in later {
            let it = format!("{path}/{number}");
            if let Met::Pair(from, to) = matching.later(&record(path, *number, id, name), it) {
                found.push((from, Some(to)));
            }
        }
        let rest = matching.rest(&[]);
        found.extend(rest.pairs);
        let words = |(from, to): (Option<String>, Option<String>)| {
            format!("{} {}", from.unwrap_or("-".to_owned()), to.unwrap_or("-".to_owned()))
        };
        let mut words: Vec<String> = found.into_iter().map(words).collect();
        words.sort();
        (words, rest.by_number, rest.unpaired)
    }

    #[test]
    fn records_without_an_id_are_found_in_a_copy_of_another_name() {
        let old = [("r.csv", 1, "r:1", "A"), ("r.csv", 2, "r:2", "B")];
        let new = [("/dev/fd/63", 1, "63:1", "A"), ("/dev/fd/63", 2, "63:2", "B")];
        let want = vec!["r.csv/1 /dev/fd/63/1".to_owned(), "r.csv/2 /dev/fd/63/2".to_owned()];
        assert_eq!(pairs(&old, &new), (want, 0, 0));
        // A row that was inserted moves the numbers, and not the names.
        let more = [("s.csv", 1, "s:1", "New"), ("s.csv", 2, "s:2", "A"), ("s.csv", 3, "s:3", "B")];
        let want = ["- s.csv/1", "r.csv/1 s.csv/2", "r.csv/2 s.csv/3"].map(str::to_owned);
        assert_eq!(pairs(&old, &more), (want.to_vec(), 0, 0));
        // What is called otherwise is the same by its number alone, which is counted.
        let renamed = [("s.csv", 1, "s:1", "A"), ("s.csv", 2, "s:2", "C")];
        let want = ["r.csv/1 s.csv/1", "r.csv/2 s.csv/2"].map(str::to_owned);
        assert_eq!(pairs(&old, &renamed), (want.to_vec(), 1, 0));
    }

    #[test]
    fn an_id_of_two_files_is_told_apart_by_the_file() {
        let old = [("a.csv", 1, "x", "A"), ("b.csv", 1, "x~b:1", "B")];
        let new = [("b.csv", 1, "x", "B"), ("a.csv", 1, "x~a:1", "A")];
        let want = ["a.csv/1 a.csv/1", "b.csv/1 b.csv/1"].map(str::to_owned);
        assert_eq!(pairs(&old, &new), (want.to_vec(), 0, 0));
        // One that is only in one file stays itself, whichever file is read first.
        let want = ["- b.csv/1", "a.csv/1 a.csv/1"].map(str::to_owned);
        assert_eq!(pairs(&old[..1], &new), (want.to_vec(), 0, 0));
        // What moved to another file is still itself.
        let moved = [("c.csv", 1, "x", "A"), ("d.csv", 1, "y", "B")];
        let want = ["- d.csv/1", "a.csv/1 c.csv/1"].map(str::to_owned);
        assert_eq!(pairs(&old[..1], &moved), (want.to_vec(), 0, 0));
    }

    #[test]
    fn what_may_stand_in_an_unread_file_is_neither_gone_nor_added() {
        let files = ["a.csv".to_owned(), "b.csv".to_owned()];
        let gone = |torn: &[String]| {
            let mut matching = Matching::new(&files, &files);
            for file in &files {
                matching.earlier(&record(file, 1, file, "A"), file.clone());
            }
            let rest = matching.rest(torn);
            (rest.pairs.len(), rest.unread)
        };
        assert_eq!(gone(&[]), (2, 0));
        assert_eq!(gone(&files[1..]), (1, 1));
        assert_eq!(gone(&["c.csv".to_owned()]), (0, 2));
        let added = |torn: &[String]| {
            let mut matching = Matching::new(&files, &files);
            matching.torn(torn);
            let met = matching.later(&record("b.csv", 1, "x", "A"), String::new());
            let rest = matching.rest(&[]);
            (usize::from(matches!(met, Met::Pair(None, _))) + rest.pairs.len(), rest.unread)
        };
        assert_eq!(added(&[]), (1, 0));
        assert_eq!(added(&files[..1]), (1, 0));
        assert_eq!(added(&files[1..]), (0, 1));
    }

    #[test]
    fn files_without_a_counterpart_are_counted() {
        let old = [("r.csv", 1, "r:1", "A")];
        let new = [("s.csv", 1, "s:1", "A"), ("t.csv", 1, "t:1", "B")];
        assert_eq!(pairs(&old, &new).2, 2);
    }
}
