//! Statements that come with others, put beside those they come with, so that they are joined like any other:
//! who denies what follows contradicts himself, and a finding says so.

use std::borrow::Cow;

use actlas_facts::{FactIx, Layer, Record, Statement};
use actlas_law::{FactTest, Follow, Pack};
use actlas_logic::Truth;

/// The record with what is said along with what it says.
pub(crate) fn with_what_follows<'r>(pack: &Pack, record: &'r Record) -> Cow<'r, Record> {
    let all = |own: &[Statement]| match own {
        [] => Vec::new(),
        own => follow(pack, &record.statements, own),
    };
    let of_record = follow(pack, &record.statements, &[]);
    let of_uses: Vec<_> = record.uses.iter().map(|at| all(&at.statements)).collect();
    let of_actors: Vec<_> = record.actors.iter().map(|at| all(&at.statements)).collect();
    let nothing = of_record.is_empty() && of_uses.iter().chain(&of_actors).all(Vec::is_empty);
    if nothing {
        return Cow::Borrowed(record);
    }
    let mut more = record.clone();
    more.statements.extend(of_record);
    for (at, said) in more.uses.iter_mut().zip(of_uses) {
        at.statements.extend(said);
    }
    for (at, said) in more.actors.iter_mut().zip(of_actors) {
        at.statements.extend(said);
    }
    Cow::Owned(more)
}

/// What follows from these statements; without `own` ones, from those of the record alone, else only what needs
/// an own one.
fn follow(pack: &Pack, shared: &[Statement], own: &[Statement]) -> Vec<Statement> {
    let mut follows = Vec::new();
    for follow in &pack.follows {
        let of_own = own.iter().any(|said| follow.when.iter().any(|(fact, _)| *fact == said.fact));
        if of_own == own.is_empty() {
            continue;
        }
        let layers = follow.when.iter().map(|leaf| standing(leaf, shared, own));
        // What follows stands no firmer than the weakest of what it follows from.
        let Some(layer) = layers.min().flatten() else { continue };
        let from: Vec<String> = follow
            .when
            .iter()
            .map(|(fact, _)| pack.vocabulary.id(*fact))
            .map(|id| format!("`{id}`"))
            .collect();
        let by = format!("follows from {}", from.join(" and "));
        follows.push(Statement::new(follow.fact, follow.says.clone(), layer, by));
    }
    follows
}

/// The layer in which a fact is as asked, if nothing of the same standing or a higher one denies it.
fn standing(
    (fact, test): &(FactIx, FactTest),
    shared: &[Statement],
    own: &[Statement],
) -> Option<Layer> {
    let about = || shared.iter().chain(own).filter(|said| said.fact == *fact);
    let highest = |is: Truth| {
        about().filter(|said| Follow::meets(test, &said.says) == is).map(|said| said.layer).max()
    };
    let layer = highest(Truth::True)?;
    (highest(Truth::False) < Some(layer)).then_some(layer)
}
