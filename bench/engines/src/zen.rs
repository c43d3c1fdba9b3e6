//! The expression language of ZEN: two expressions a rule over one environment, into which the value of
//! every rule goes for the rules after it. The second is spared where the first holds.

use anyhow::{Context, Result};
use zen_expression::expression::Standard;
use zen_expression::variable::{Symbol, Variable, VariableMap};
use zen_expression::vm::VM;
use zen_expression::{Expression, Isolate, Scope};

use crate::rails::{Side, formula};
use crate::shortest;
use crate::workload::{Counts, System, Workload, add};

struct Rule {
    sides: [(Symbol, Expression<Standard>); 2],
    conclusion: Option<usize>,
}

/// Seconds for all systems, and what was found.
pub fn run(workload: &Workload) -> Result<(f64, Vec<Counts>)> {
    let mut isolate = Isolate::new();
    let mut rules = Vec::new();
    for (at, rule) in workload.rules.iter().enumerate() {
        let mut side = |side: Side| -> Result<(Symbol, Expression<Standard>)> {
            let text = formula(rule, side).text(" and ", " or ", &|name| name.to_owned());
            let compiled = isolate.compile_standard(&text).with_context(|| text.clone())?;
            Ok((Symbol::from(side.name(&format!("r{at}"))), compiled))
        };
        let sides = [side(Side::Holds)?, side(Side::Fails)?];
        let conclusion = workload.conclusions.iter().position(|rule| *rule == at);
        rules.push(Rule { sides, conclusion });
    }
    let systems: Vec<Scope> = workload.systems.iter().map(environment).collect();
    let mut vm = VM::new();
    shortest(|| {
        let mut counts = workload.counts();
        for system in &systems {
            one(&rules, system, &mut vm, &mut counts)?;
        }
        Ok(counts)
    })
}

fn environment(system: &System) -> Scope {
    let mut known = VariableMap::new();
    for (name, value) in system {
        for side in Side::BOTH {
            let says = *value == Some(side == Side::Holds);
            known.insert(Symbol::from(side.name(name)), Variable::Bool(says));
        }
    }
    Scope::new(Variable::from_object(known))
}

fn one(rules: &[Rule], system: &Scope, vm: &mut VM, counts: &mut [Counts]) -> Result<()> {
    let known = system.base().as_object().context("an environment is an object")?;
    for rule in rules {
        let [(holds_name, holds), (fails_name, fails)] = &rule.sides;
        let holds = yes(holds, system, vm)?;
        let fails = !holds && yes(fails, system, vm)?;
        let mut known = known.borrow_mut();
        known.insert(holds_name.clone(), Variable::Bool(holds));
        known.insert(fails_name.clone(), Variable::Bool(fails));
        if let Some(counts) = rule.conclusion.and_then(|at| counts.get_mut(at)) {
            add(counts, holds, fails);
        }
    }
    Ok(())
}

fn yes(of: &Expression<Standard>, system: &Scope, vm: &mut VM) -> Result<bool> {
    of.evaluate_with_scope(system, vm)?.as_bool().context("a rule is true or false")
}
