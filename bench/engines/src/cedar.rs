//! Cedar: two policies a rule, of which those that permit say what is known. Policies cannot refer to each
//! other, so the rules are asked layer by layer, and what a layer found is context of the next ones.

use std::collections::{BTreeSet, HashSet};

use anyhow::{Context as _, Result};
use cedar_policy::{
    Authorizer, Context, Entities, EntityUid, Policy, PolicyId, PolicySet, Request,
    RestrictedExpression,
};

use crate::rails::{Side, formula};
use crate::shortest;
use crate::workload::{Counts, System, Workload, add};

/// Rules that are asked at once, and what they use.
struct Layer {
    policies: PolicySet,
    uses: Vec<(String, Use)>,
}

/// Where what a policy uses comes from.
enum Use {
    /// The system, at this position.
    Given(usize),
    /// A policy of an earlier layer.
    Found(PolicyId),
}

/// Seconds for all systems, and what was found.
pub fn run(workload: &Workload) -> Result<(f64, Vec<Counts>)> {
    let layers = layers(workload)?;
    let conclusion =
        |rule: &usize| Side::BOTH.map(|side| PolicyId::new(side.name(&format!("r{rule}"))));
    let conclusions: Vec<[PolicyId; 2]> = workload.conclusions.iter().map(conclusion).collect();
    let systems: Vec<Vec<bool>> = workload.systems.iter().map(given).collect();
    let asked: EntityUid = "Asked::\"all\"".parse()?;
    let (authorizer, entities) = (Authorizer::new(), Entities::empty());
    shortest(|| {
        let mut counts = workload.counts();
        for system in &systems {
            let mut found: HashSet<PolicyId> = HashSet::new();
            for layer in &layers {
                let value = |(name, of): &(String, Use)| {
                    let says = match of {
                        Use::Given(at) => system.get(*at).copied().unwrap_or_default(),
                        Use::Found(policy) => found.contains(policy),
                    };
                    (name.clone(), RestrictedExpression::new_bool(says))
                };
                let context = Context::from_pairs(layer.uses.iter().map(value))?;
                let [who, what, whom] = [(); 3].map(|()| asked.clone());
                let request = Request::new(who, what, whom, context, None)?;
                let response = authorizer.is_authorized(&request, &layer.policies, &entities);
                found.extend(response.diagnostics().reason().cloned());
            }
            for (counts, [holds, fails]) in counts.iter_mut().zip(&conclusions) {
                add(counts, found.contains(holds), found.contains(fails));
            }
        }
        Ok(counts)
    })
}

fn layers(workload: &Workload) -> Result<Vec<Layer>> {
    let given: Vec<String> = workload.systems.iter().take(1).flat_map(names).collect();
    let last = workload.layers.iter().copied().max().unwrap_or_default();
    let mut layers = Vec::new();
    for number in 1..=last {
        let mut policies = PolicySet::new();
        let mut uses: BTreeSet<String> = BTreeSet::new();
        let of_layer = workload.rules.iter().zip(&workload.layers).enumerate();
        for (at, (rule, _)) in of_layer.filter(|(_, (_, of))| **of == number) {
            for side in Side::BOTH {
                let formula = formula(rule, side);
                let mut used = Vec::new();
                formula.names(&mut used);
                uses.extend(used.into_iter().map(str::to_owned));
                let condition = formula.text(" && ", " || ", &|name| format!("context.{name}"));
                let text = format!("permit(principal, action, resource) when {{ {condition} }};");
                let id = PolicyId::new(side.name(&format!("r{at}")));
                policies.add(Policy::parse(Some(id), &text).with_context(|| text.clone())?)?;
            }
        }
        let source = |name: String| {
            let of = match given.iter().position(|given| *given == name) {
                Some(at) => Use::Given(at),
                None => Use::Found(PolicyId::new(&name)),
            };
            (name, of)
        };
        layers.push(Layer { policies, uses: uses.into_iter().map(source).collect() });
    }
    Ok(layers)
}

fn names(system: &System) -> Vec<String> {
    let both = |(name, _): &(String, Option<bool>)| Side::BOTH.map(|side| side.name(name));
    system.iter().flat_map(both).collect()
}

fn given(system: &System) -> Vec<bool> {
    let both = |(_, value): &(String, Option<bool>)| {
        Side::BOTH.map(|side| *value == Some(side == Side::Holds))
    };
    system.iter().flat_map(both).collect()
}
