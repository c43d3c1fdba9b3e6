//! Records that are built on one another, or instances of one another, in a circle.

use std::collections::BTreeMap;

use actlas_facts::{Finding, Place, Record};

use crate::codes::CIRCLE;

/// Most references that are remembered; records of real registers have none or a few.
const MOST: usize = 1 << 20;
/// Most circles that are told.
const TOLD: usize = 100;

/// The references of records, by what they say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Circles {
    instances: Graph,
    built: Graph,
}

/// Ids, with where the record stands and what it points to.
type Graph = BTreeMap<String, (Place, Vec<String>)>;

impl Circles {
    /// Takes in what a record points to.
    pub(crate) fn take(&mut self, record: &Record) {
        let place = || Place {
            record: Some(record.number),
            id: Some(record.id.clone()),
            ..Place::file(&record.path)
        };
        if let Some(base) = &record.instance_of
            && self.instances.len() < MOST
        {
            self.instances.insert(record.id.clone(), (place(), vec![base.clone()]));
        }
        if !record.built_on.is_empty() && self.built.len() < MOST {
            self.built.insert(record.id.clone(), (place(), record.built_on.clone()));
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
    let (place, _) = graph.get(*circle.first()?)?;
    let says = match circle {
        [] | [_] => format!("the record is {what} itself"),
        [_, others @ ..] => {
            let others: Vec<String> = others.iter().take(8).map(|id| format!("`{id}`")).collect();
            let more = if circle.len() > 9 { " and others" } else { "" };
            format!("the record is {what} itself, by way of {}{more}", others.join(", "))
        }
    };
    let hint = "check which of them was there first";
    Some(Finding::new(CIRCLE, place.clone(), says).hint(hint))
}
