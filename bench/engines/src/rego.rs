//! Rego, compiled for the virtual machine of regorus: two rules a rule, undefined where a side does not
//! hold, and one rule that gathers the conclusions.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use anyhow::{Result, anyhow};
use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::RegoVM;
use regorus::{Engine, Rc, Value};

use crate::rails::{Formula, Side, formula};
use crate::shortest;
use crate::workload::{Counts, System, Workload, add};

const ENTRY: &str = "data.work.found";

/// Seconds for all systems, and what was found.
pub fn run(workload: &Workload) -> Result<(f64, Vec<Counts>)> {
    let mut engine = Engine::new();
    engine.add_policy("work.rego".to_owned(), policy(workload)?)?;
    let compiled = engine.compile_with_entrypoint(&Rc::from(ENTRY))?;
    let program = Compiler::compile_from_policy(&compiled, &[ENTRY])
        .map_err(|error| anyhow!("cannot compile: {error}"))?;
    let mut vm = RegoVM::new();
    // Its bound against policies that never end is below what 400 rules need.
    vm.set_max_instructions(usize::MAX);
    vm.load_program(Arc::clone(&program));
    let systems: Vec<Value> = workload.systems.iter().map(input).collect();
    shortest(|| {
        let mut counts = workload.counts();
        for system in &systems {
            vm.set_input(system.clone());
            let found = vm.execute_entry_point_by_name(ENTRY).map_err(|at| anyhow!("{at}"))?;
            let [holds, fails] = ["t", "f"].map(|side| found[side].as_set().cloned());
            let (holds, fails) = (holds?, fails?);
            for (at, counts) in counts.iter_mut().enumerate() {
                let at = Value::from(at);
                add(counts, holds.contains(&at), fails.contains(&at));
            }
        }
        Ok(counts)
    })
}

fn policy(workload: &Workload) -> Result<String> {
    let mut text = "package work\n".to_owned();
    let mut helpers = 0;
    for (at, rule) in workload.rules.iter().enumerate() {
        for side in Side::BOTH {
            let name = side.name(&format!("r{at}"));
            define(&name, &formula(rule, side), &mut helpers, &mut text)?;
        }
    }
    for (at, rule) in workload.conclusions.iter().enumerate() {
        for (set, side) in ["holds", "fails"].iter().zip(Side::BOTH) {
            writeln!(text, "{set} contains {at} if {}", side.name(&format!("r{rule}")))?;
        }
    }
    writeln!(text, "found := {{\"t\": holds, \"f\": fails}}")?;
    Ok(text)
}

/// A rule; what is nested in it becomes rules of their own.
fn define(name: &str, of: &Formula, helpers: &mut usize, text: &mut String) -> Result<()> {
    let bodies = match of {
        Formula::Any(parts) => parts.iter().collect(),
        other => vec![other],
    };
    for body in bodies {
        let parts = match body {
            Formula::All(parts) => parts.iter().collect(),
            other => vec![other],
        };
        let mut lines = Vec::new();
        for part in parts {
            lines.push(match part {
                Formula::Name(name) if name.starts_with('r') => name.clone(),
                Formula::Name(name) => format!("input.{name}"),
                nested => {
                    *helpers += 1;
                    let name = format!("h{helpers}");
                    define(&name, nested, helpers, text)?;
                    name
                }
            });
        }
        writeln!(text, "{name} if {{ {} }}", lines.join("; "))?;
    }
    Ok(())
}

fn input(system: &System) -> Value {
    let mut known = BTreeMap::new();
    for (name, value) in system {
        if let Some(value) = value {
            let side = if *value { Side::Holds } else { Side::Fails };
            known.insert(Value::from(side.name(name)), Value::Bool(true));
        }
    }
    Value::from(known)
}
