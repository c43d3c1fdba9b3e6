use actlas_facts::{FactIx, Finding, Place};
use actlas_yaml::Node;

use super::{Loader, PACK_INVALID};
use crate::follow::Follow;
use crate::model::{ConditionNode, FactTest};

impl Loader {
    pub(super) fn follows(&mut self, path: &str, tree: Option<&Node>) -> Vec<Follow> {
        let entries = self.entries(path, tree, "follows");
        entries.iter().filter_map(|node| self.follow(path, node)).collect()
    }

    fn follow(&mut self, path: &str, node: &Node) -> Option<Follow> {
        self.only(path, node, &["when", "says", "why"]);
        self.required(path, node, "why");
        let mut when = Vec::new();
        for leaf in self.entries(path, Some(node), "when") {
            let (fact, test) = self.stated(path, leaf)?;
            when.push((fact, test));
        }
        let said = node.get("says").and_then(Node::map);
        let Some([(id, value)]) = said else {
            self.wrong(path, node.at, "`says` must be one fact and its value");
            return None;
        };
        let (fact, says) = self.said(path, id, value)?;
        let of = |ix: FactIx| self.vocabulary.get(ix).map(|fact| fact.of);
        let fits =
            !when.is_empty() && when.iter().all(|(ix, _)| *ix != fact && of(*ix) == of(fact));
        if !fits {
            let says = "what follows is of the same system, use, actor or model as what is stated";
            self.wrong(path, node.at, says);
            return None;
        }
        Some(Follow { when, fact, says, at: self.spot(path, node.at) })
    }

    /// Nothing follows from what follows: it would hang on the order in which it is looked at.
    pub(super) fn no_chains(&mut self, follows: &[Follow]) {
        let follows_too = |fact: &FactIx| follows.iter().any(|other| other.fact == *fact);
        for follow in follows.iter().filter(|at| at.when.iter().any(|(fact, _)| follows_too(fact)))
        {
            let path = self.paths.get(follow.at.file).cloned().unwrap_or_default();
            let place = Place::file(path).line(follow.at.line);
            let says = "something is said to follow from what follows itself";
            self.findings.push(Finding::new(PACK_INVALID, place, says));
        }
    }

    fn stated(&mut self, path: &str, leaf: &Node) -> Option<(FactIx, FactTest)> {
        let Some(ConditionNode::Fact(fact, test, _)) = self.fact_leaf(path, leaf) else {
            return None;
        };
        if !matches!(test, FactTest::Yes | FactTest::Is(_) | FactTest::HasAny(_)) {
            self.wrong(path, leaf.at, "nothing follows from a number or a day");
            return None;
        }
        Some((fact, test))
    }
}

#[cfg(test)]
mod tests {
    use super::super::wrong_after;

    const FILE: &str = "facts/follows.yaml";

    #[test]
    fn what_follows_is_of_the_same_thing() {
        let found = wrong_after(FILE, "says: {public_body: yes}", "says: {value_judgement: yes}");
        assert!(found.contains("of the same system"), "{found}");
        let found = wrong_after(FILE, "says: {public_body: yes}", "says: {union_body: yes}");
        assert!(found.contains("of the same system"), "{found}");
    }

    #[test]
    fn nothing_follows_from_what_follows() {
        let more = "follows:\n  - when: [{fact: private_use, cite: art.2(10)}]\n    says: {union_body: no}\n    why: x";
        let found = wrong_after(FILE, "follows:", more);
        assert!(found.contains("follow from what follows itself"), "{found}");
    }

    #[test]
    fn what_follows_has_facts_values_and_a_citation() {
        let found = wrong_after(FILE, "says: {public_body: yes}", "says: {public_body: perhaps}");
        assert!(found.contains("perhaps"), "{found}");
        let found = wrong_after(FILE, ", cite: art.74(9)}", "}");
        assert!(found.contains("`cite` is missing"), "{found}");
        let found = wrong_after(FILE, "{fact: union_body,", "{fact: onion_body,");
        assert!(found.contains("no fact `onion_body`"), "{found}");
    }
}
