//! Columns and keys that are called nearly as a fact is stated. They are not read, since nothing is guessed; but whoever
//! wrote one believes that a fact is stated.

use actlas_facts::{Finding, Place, Vocabulary};

use crate::codes::FACT_NEARLY;
use crate::columns::fact_id;

/// A longer name is prose.
const LONGEST: usize = 120;

/// The fact that a name would state if it were spelled as it should be.
pub(crate) fn fact_meant<'v>(name: &str, vocabulary: &'v Vocabulary) -> Option<&'v str> {
    let name = name.trim();
    if name.len() > LONGEST {
        return None;
    }
    let name = name.to_lowercase();
    let behind = |word: &str| name.strip_prefix(word)?.strip_prefix([':', '.', '_', '-', '/', ' ']);
    let find = |id: &str| {
        let id = id.trim().replace(['-', ' ', '.'], "_");
        vocabulary.find(&id).map(|fact| vocabulary.id(fact))
    };
    // A single word may be anything.
    let bare = || find(&name).filter(|id| id.contains('_'));
    behind("facts").or_else(|| behind("fact")).and_then(find).or_else(bare)
}

/// What there is to tell of a column or key that is not read.
pub(crate) fn finding(name: &str, place: Place, vocabulary: &Vocabulary) -> Option<Finding> {
    // Of `fact:<id>` without such a fact it is told otherwise.
    let fact = fact_meant(name, vocabulary).filter(|_| fact_id(name).is_none())?;
    Some(not_read(name, &format!("fact:{fact}"), place))
}

/// The same, where it is known what is meant.
pub(crate) fn not_read(name: &str, meant: &str, place: Place) -> Finding {
    let shown: String = name.trim().chars().take(60).collect();
    let says = format!("`{shown}` states no fact and was not read");
    Finding::new(FACT_NEARLY, place, says).hint(format!("is `{meant}` meant?"))
}
