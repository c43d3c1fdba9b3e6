//! Records that are built on one another, or instances of one another, in a circle.

use std::collections::BTreeMap;

use actlas_facts::{Finding, Place, Record};

use crate::codes::CIRCLE;

/// Most references that are remembered; records of real registers have none or a few.
const MOST: usize = 1 << 20;
/// Most circles that are told, and most records that are named of one.
const TOLD: usize = 100;
const NAMED: usize = 8;
const INSTANCE: &str = "an instance of";
const BUILT: &str = "built on";

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
    /// Takes in what a record points to. That it points to itself is found at once, and is about it alone.
    pub(crate) fn take(&mut self, record: &Record) -> Vec<Finding> {
        let base = record.instance_of.as_slice();
        let mut findings = Vec::new();
        for (graph, on, what) in [
            (&mut self.instances, base, INSTANCE),
            (&mut self.built, record.built_on.as_slice(), BUILT),
        ] {
            if on.is_empty() {
                continue;
            }
            let (id, number) = (record.id.clone(), Some(record.number));
            let place = Place { record: number, id: Some(id.clone()), ..Place::file(&record.path) };
            let others: Vec<String> = on.iter().filter(|other| **other != id).cloned().collect();
            if others.len() < on.len() {
                findings.push(finding(&place, &[], what));
            }
            if !others.is_empty() && self.count + others.len() <= MOST {
                self.count += others.len();
                graph.insert(id, (place, others));
            }
        }
        findings
    }

    /// Each circle of several records once, told of the record in it whose id is the first.
    pub(crate) fn findings(&self) -> Vec<Finding> {
        let mut findings = of(&self.instances, INSTANCE);
        findings.extend(of(&self.built, BUILT));
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
                    if let Some((first, others)) = circle.split_first()
                        && let Some((place, _)) = graph.get(*first)
                    {
                        findings.push(finding(place, others, what));
                    }
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

/// What is said of a record, and of the others on the way back to it.
fn finding(place: &Place, others: &[&str], what: &str) -> Finding {
    let shown: Vec<String> = others.iter().take(NAMED).map(|id| format!("`{id}`")).collect();
    let way = match others.len() {
        0 => String::new(),
        1..=NAMED => format!(", by way of {}", shown.join(", ")),
        _ => format!(", by way of {} and others", shown.join(", ")),
    };
    let says = format!("the record is {what} itself{way}");
    let hint = "check which of them was there first";
    Finding::new(CIRCLE, place.clone(), says).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(id: usize, on: usize) -> Record {
        Record { id: id.to_string(), built_on: vec![on.to_string()], ..Record::default() }
    }

    fn found(records: impl Iterator<Item = Record>, count: usize) -> Vec<String> {
        let mut circles = Circles { count, ..Circles::default() };
        for record in records {
            assert_eq!(circles.take(&record), [], "of itself");
        }
        circles.findings().iter().map(ToString::to_string).collect()
    }

    /// Pairs that are built on each other.
    fn pairs(count: usize) -> impl Iterator<Item = Record> {
        (0..2 * count).map(|at| record(at, at ^ 1))
    }

    #[test]
    fn what_points_to_itself_is_told_at_once() {
        let mut circles = Circles::default();
        let told = circles.take(&record(1, 1));
        assert!(told.len() == 1 && told[0].fact == "the record is built on itself", "{told:?}");
        assert_eq!(circles.findings(), []);
    }

    #[test]
    fn many_are_told_in_few_words() {
        let ring = |len: usize| found((0..len).map(|at| record(at, (at + 1) % len)), 0);
        assert!(ring(9)[0].contains("`8`;") && ring(9).len() == 1, "{:?}", ring(9));
        // `10` comes before `2`, as it does among texts.
        assert!(ring(12)[0].contains("`8` and others;") && ring(12).len() == 1, "{:?}", ring(12));
        assert_eq!(found(pairs(TOLD + 9), 0).len(), TOLD);
    }

    #[test]
    fn no_more_is_remembered_than_was_said() {
        assert_eq!(found(pairs(2), MOST - 2).len(), 1);
    }
}
