//! What `actlas-bench speed` exported.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

/// For how many systems a conclusion is true, false and unknown.
pub type Counts = [u64; 3];

/// A question about a number or a choice.
#[derive(Deserialize)]
#[serde(untagged)]
enum Atom {
    AtLeast { number: usize, at_least: f64 },
    Is { choice: usize, is: u8 },
}

/// What a rule says.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum Expr {
    /// A fact (`f3`), an atom (`a3`) or a rule (`r3`).
    Literal { name: String, not: bool },
    /// At least `n` of some parts.
    Join { n: usize, of: Vec<Expr>, not: bool },
}

/// The rules as they were written.
#[derive(Deserialize)]
struct Rules {
    systems: usize,
    rules: Vec<Expr>,
    layers: Vec<usize>,
    atoms: Vec<Atom>,
    conclusions: Vec<usize>,
}

/// What is known of a system, by name: `f3` or `a3`.
pub type System = Vec<(String, Option<bool>)>;

/// Rules and systems.
pub struct Workload {
    /// The rules, each after those it refers to.
    pub rules: Vec<Expr>,
    /// The layer of each rule; a rule refers to rules of earlier layers.
    pub layers: Vec<usize>,
    /// The rules whose values are wanted.
    pub conclusions: Vec<usize>,
    /// Facts and answers of each system. Numbers are compared already: not every engine has numbers so
    /// large.
    pub systems: Vec<System>,
}

impl Workload {
    /// Reads rules and columns.
    pub fn read(folder: &Path) -> Result<Workload> {
        let text = fs::read_to_string(folder.join("rules.json")).context("no rules.json")?;
        let Rules { systems, rules, layers, atoms, conclusions } = serde_json::from_str(&text)?;
        let bytes = |name: &str| fs::read(folder.join(name)).with_context(|| format!("no {name}"));
        let (facts, choices) = (bytes("facts.i8")?, bytes("choices.u8")?);
        let numbers = bytes("numbers.f64")?;
        let (numbers, rest) = numbers.as_chunks::<8>();
        ensure!(rest.is_empty(), "numbers.f64 is cut short");
        ensure!(systems > 0 && facts.len() % systems == 0, "facts.i8 has another size");
        let number = |column: usize, system: usize| {
            let found = numbers.get(column * systems + system).map(|at| f64::from_le_bytes(*at));
            found.filter(|number| !number.is_nan())
        };
        let choice = |column: usize, system: usize| {
            choices.get(column * systems + system).copied().filter(|choice| *choice != u8::MAX)
        };
        let system = |at: usize| -> System {
            let of_fact = facts.chunks(systems).enumerate().map(|(fact, column)| {
                let known = column.get(at).filter(|value| **value != 1).map(|value| *value == 2);
                (format!("f{fact}"), known)
            });
            let of_atom = atoms.iter().enumerate().map(|(name, atom)| {
                let known = match atom {
                    Atom::AtLeast { number: column, at_least } => {
                        number(*column, at).map(|is| is >= *at_least)
                    }
                    Atom::Is { choice: column, is } => choice(*column, at).map(|it| it == *is),
                };
                (format!("a{name}"), known)
            });
            of_fact.chain(of_atom).collect()
        };
        let systems = (0..systems).map(system).collect();
        Ok(Workload { rules, layers, conclusions, systems })
    }

    /// Counts that nothing was added to yet.
    pub fn counts(&self) -> Vec<Counts> {
        vec![Counts::default(); self.conclusions.len()]
    }
}

/// Adds the value of a conclusion of one system.
pub fn add(counts: &mut Counts, holds: bool, fails: bool) {
    let [known_true, known_false, unknown] = counts;
    *match (holds, fails) {
        (true, _) => known_true,
        (_, true) => known_false,
        _ => unknown,
    } += 1;
}
