//! Records that are built on one another, or instances of one another, in a circle.

use std::collections::BTreeMap;

use actlas_facts::{Finding, Place, Record};

use crate::codes::CIRCLE;

/// Most references that are remembered; records of real registers have none or a few.
const MOST: usize = 1 << 20;
/// Most circles that are told, and most records that are named of one.
const TOLD: usize = 100;
const NAMED: usize = 8;

/// The references of records, by what they say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Circles {
    instances: Graph,
    built: Graph,
    /// How many references both hold.
    count: usize,
}

/// Ids, with where the record stands and what it points to.
type Graph = BTreeMap<String, (Place, Vec<String>)>;

impl Circles {
    /// Takes in what a record points to.
    pub(crate) fn take(&mut self, record: &Record) {
        let base = record.instance_of.as_slice();
        for (graph, on) in [(&mut self.instances, base), (&mut self.built, &record.built_on)] {
            if on.is_empty() || self.count + on.len() > MOST {
                continue;
            }
            self.count += on.len();
            let (id, number) = (record.id.clone(), Some(record.number));
            let place = Place { record: number, id: Some(id.clone()), ..Place::file(&record.path) };
            graph.insert(id, (place, on.to_vec()));
        }
    }

    /// Each circle once, told of the record in it whose id is the first.
    pub(crate) fn findings(&self) -> Vec<Finding> {
        let mut findings = of(&self.instances, "an instance of");
        findings.extend(of(&self.built, "built on"));
        findings
    }
}

/// Goes along all references, each once, with the way so far at hand and not on the stack.
fn of(graph: &Graph, what: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut done: BTreeMap<&str, State> = BTreeMap::new();
    for start in graph.keys() {
        let mut way: Vec<(&str, std::slice::Iter<String>)> = Vec::new();
        enter(graph, start, &mut way, &mut done);
        while let Some((id, next)) = way.last_mut() {
            let id = *id;
            let Some(next) = next.next() else {
                done.insert(id, State::Left);
                way.pop();
                continue;
            };
            match done.get(next.as_str()) {
                None => enter(graph, next, &mut way, &mut done),
                Some(State::Left) => {}
                Some(State::Entered) if findings.len() >= TOLD => {}
                Some(State::Entered) => {
                    let from = way.iter().position(|(at, _)| at == next).unwrap_or_default();
                    let circle: Vec<&str> = way.iter().skip(from).map(|(at, _)| *at).collect();
                    findings.extend(finding(graph, &circle, what));
                }
            }
        }
    }
    findings
}

enum State {
    Entered,
    Left,
}

fn enter<'g>(
    graph: &'g Graph,
    id: &str,
    way: &mut Vec<(&'g str, std::slice::Iter<'g, String>)>,
    done: &mut BTreeMap<&'g str, State>,
) {
    // What is not in the input leads nowhere.
    if let Some((id, (_, next))) = graph.get_key_value(id)
        && !done.contains_key(id.as_str())
    {
        done.insert(id, State::Entered);
        way.push((id, next.iter()));
    }
}

fn finding(graph: &Graph, circle: &[&str], what: &str) -> Option<Finding> {
    let (first, others) = circle.split_first()?;
    let (place, _) = graph.get(*first)?;
    let shown: Vec<String> = others.iter().take(NAMED).map(|id| format!("`{id}`")).collect();
    let way = match others.len() {
        0 => String::new(),
        1..=NAMED => format!(", by way of {}", shown.join(", ")),
        _ => format!(", by way of {} and others", shown.join(", ")),
    };
    let says = format!("the record is {what} itself{way}");
    let hint = "check which of them was there first";
    Some(Finding::new(CIRCLE, place.clone(), says).hint(hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(id: usize, on: usize) -> Record {
        Record { id: id.to_string(), built_on: vec![on.to_string()], ..Record::default() }
    }

    fn found(records: impl Iterator<Item = Record>, count: usize) -> Vec<String> {
        let mut circles = Circles { count, ..Circles::default() };
        records.for_each(|record| circles.take(&record));
        circles.findings().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn many_are_told_in_few_words() {
        let ring = |len: usize| found((0..len).map(|at| record(at, (at + 1) % len)), 0);
        assert!(ring(9)[0].contains("`8`;") && ring(9).len() == 1, "{:?}", ring(9));
        // `10` comes before `2`, as it does among texts.
        assert!(ring(12)[0].contains("`8` and others;") && ring(12).len() == 1, "{:?}", ring(12));
        assert_eq!(found((0..TOLD + 9).map(|at| record(at, at)), 0).len(), TOLD);
    }

    #[test]
    fn no_more_is_remembered_than_was_said() {
        assert_eq!(found([record(1, 1), record(2, 2)].into_iter(), MOST - 1).len(), 1);
    }
}
