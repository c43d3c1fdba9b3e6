//! Rules that rest on themselves.

use actlas_facts::{Code, CodeInfo, Finding, Severity};

use crate::model::{Pack, RuleIx};

/// The code of this lint.
pub const CODE: CodeInfo = CodeInfo {
    code: Code("exception-cycle"),
    severity: Severity::Error,
    title: "a rule rests on itself, directly or through its exceptions",
};

#[derive(Clone, Copy, PartialEq)]
enum State {
    Unseen,
    Open,
    Done,
}

/// Every cycle is named once, at the rule that closes it.
pub fn check(pack: &Pack) -> Vec<Finding> {
    let mut states = vec![State::Unseen; pack.rules.len()];
    let mut findings = Vec::new();
    for (ix, _) in pack.rules() {
        visit(pack, ix, &mut states, &mut Vec::new(), &mut findings);
    }
    findings
}

fn visit(
    pack: &Pack,
    ix: RuleIx,
    states: &mut Vec<State>,
    path: &mut Vec<RuleIx>,
    findings: &mut Vec<Finding>,
) {
    let Some(rule) = pack.rule(ix) else { return };
    match states.get(ix.0) {
        Some(State::Done) | None => return,
        Some(State::Open) => {
            let ids = path.iter().skip_while(|other| **other != ix);
            let ids: Vec<&str> =
                ids.filter_map(|ix| pack.rule(*ix)).map(|rule| rule.id.as_str()).collect();
            let says = format!("{} rests on itself: {}", rule.id, ids.join(" → "));
            findings.push(Finding::new(CODE, pack.place(rule.at), says));
            return;
        }
        Some(State::Unseen) => {}
    }
    set(states, ix, State::Open);
    path.push(ix);
    for other in rule.versions.iter().flat_map(super::refers_to) {
        visit(pack, other, states, path, findings);
    }
    path.pop();
    set(states, ix, State::Done);
}

fn set(states: &mut [State], ix: RuleIx, state: State) {
    if let Some(place) = states.get_mut(ix.0) {
        *place = state;
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::codes_after;

    #[test]
    fn a_circle_is_found() {
        let (from, to) = ("{fact: identity_task, is: verify,", "{rule: annex3.any,");
        let codes = codes_after("rules/annex-3.yaml", from, to);
        assert!(codes.contains(&"exception-cycle"), "{codes:?}");
    }
}
