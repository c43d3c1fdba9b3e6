//! Which uses of a record are judged with which of its actors.
//!
//! Each with each, until they are too many: a short file can name so many uses and actors that their pairs fit
//! no memory. Then each use is judged without the actors and each actor without the uses. Whatever is concluded
//! so holds for all pairs, since learning more takes no conclusion back; what only a pair would show stays open.

use actlas_facts::{Code, CodeInfo, Finding, Place, Record, Severity, Subject};

/// Pairs of a use and an actor that are judged one by one; each takes some 50 kilobytes.
const PAIRS: usize = 1 << 10;

/// Uses, and actors, that are judged at all where there are more pairs.
const APART: usize = 1 << 10;

/// Stands for no use, or no actor, in particular: nothing is stated of it alone.
const NOBODY: usize = usize::MAX;

/// Too many uses and actors.
pub(crate) const PAIRS_NOT_JUDGED: CodeInfo = CodeInfo {
    code: Code("pairs-not-judged"),
    severity: Severity::Error,
    title: "a record has so many uses and actors that not every use was judged with every actor",
};

/// The uses and actors to judge, and what is wrong with their number.
pub(crate) fn subjects(record: &Record) -> (Vec<Subject>, Option<Finding>) {
    let (uses, actors) = (record.uses.len().max(1), record.actors.len().max(1));
    if uses.saturating_mul(actors) <= PAIRS {
        let of_use = |use_at| (0..actors).map(move |actor_at| Subject { use_at, actor_at });
        return ((0..uses).flat_map(of_use).collect(), None);
    }
    // Who is the only one stands beside all others.
    let no_use = if uses == 1 { 0 } else { NOBODY };
    let no_actor = if actors == 1 { 0 } else { NOBODY };
    let of_uses = (0..uses.min(APART)).map(|use_at| Subject { use_at, actor_at: no_actor });
    let of_actors = (0..actors.min(APART)).map(|actor_at| Subject { use_at: no_use, actor_at });
    // For those that are not judged.
    let rest = Subject { use_at: NOBODY, actor_at: NOBODY };
    let subjects = of_uses.chain(of_actors).chain([rest]).collect();
    (subjects, Some(told(record)))
}

fn told(record: &Record) -> Finding {
    let place = Place {
        path: record.path.clone(),
        record: Some(record.number),
        id: Some(record.id.clone()),
        ..Place::default()
    };
    let (uses, actors) = (record.uses.len(), record.actors.len());
    let judged = |count: usize, of: &str| match count > APART {
        true => format!("the first {APART} of {count} {of}"),
        false => format!("all {count} {of}"),
    };
    let apart = match uses.min(actors) {
        0 | 1 => "",
        _ => ", each by itself: what only a use and an actor together show stays open",
    };
    let (of_uses, of_actors) = (judged(uses, "uses"), judged(actors, "actors"));
    let says = format!(
        "its uses and actors make more than {PAIRS} pairs; {of_uses} and {of_actors} were judged{apart}"
    );
    Finding::new(PAIRS_NOT_JUDGED, place, says).hint("make several records of it")
}
