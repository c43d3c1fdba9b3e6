//! Documents made from the code and the pack.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use actlas_facts::{Entity, Fact, Kind};
use actlas_law::{Pack, PackFiles, PointKind};
use anyhow::{Context, Result, bail};

const NOTE: &str = "<!-- Written by `cargo xtask docs`; do not edit. -->";

/// The documents: path and text.
pub fn all() -> Vec<(&'static str, String)> {
    let (pack, _) = Pack::load(&PackFiles::embedded());
    vec![("docs/facts.md", facts(&pack)), ("docs/points.md", points(&pack))]
}

/// Writes them.
pub fn write(root: &Path) -> Result<()> {
    for (path, text) in all() {
        fs::write(root.join(path), text).with_context(|| format!("cannot write `{path}`"))?;
        println!("{path}");
    }
    Ok(())
}

/// Fails if one of them is not what it would be now.
pub fn check(root: &Path) -> Result<()> {
    let stale: Vec<&str> = all()
        .iter()
        .filter(|(path, text)| fs::read_to_string(root.join(path)).ok().as_ref() != Some(text))
        .map(|(path, _)| *path)
        .collect();
    match stale.is_empty() {
        true => Ok(()),
        false => bail!("stale: {}; `cargo xtask docs` writes them anew", stale.join(", ")),
    }
}

fn facts(pack: &Pack) -> String {
    let mut text = format!(
        "{NOTE}\n\n# Facts\n\nWhat can be stated of a record. A fact is something that somebody who \
         knows the system but not the Act can answer; a fact that nobody stated is unknown. `shared` \
         facts are about scope, roles and dates, which all points have in common, and `context` facts \
         bear on many points; neither opens one by itself. `assessed` facts are \
         legal judgements, and attesting one needs a name and a reason.\n"
    );
    let mut section = None;
    for (_, fact) in pack.vocabulary.facts() {
        if section != Some(fact.of) {
            // Writing to a string cannot fail. A part may come twice: the order is the pack's.
            let _ = writeln!(text, "\n## {}", titles(fact.of));
            section = Some(fact.of);
        }
        text += &one(fact);
    }
    text
}

fn titles(of: Entity) -> &'static str {
    match of {
        Entity::System => "Of a system",
        Entity::Use => "Of a use",
        Entity::Actor => "Of an actor",
        Entity::Model => "Of a model",
    }
}

fn one(fact: &Fact) -> String {
    let kind = match &fact.kind {
        Kind::Number(unit) if !unit.symbol.is_empty() => format!("number in {}", unit.symbol),
        kind => kind.as_str().to_owned(),
    };
    let mut marks = vec![kind];
    if fact.shared {
        marks.push("shared".to_owned());
    }
    if fact.context {
        marks.push("context".to_owned());
    }
    if fact.assessed {
        marks.push("assessed".to_owned());
    }
    let mut text = format!("\n### `{}`\n\n{}\n\n*{}", fact.id, fact.question, marks.join(", "));
    if !fact.known_by.is_empty() {
        text += &format!("; can be known by: {}", fact.known_by.join(", "));
    }
    text += "*\n";
    if !fact.help.is_empty() {
        text += &format!("\n{}\n", fact.help);
    }
    if !fact.kind.options().is_empty() {
        text += "\n";
    }
    for option in fact.kind.options() {
        text += &format!("- `{}`: {}\n", option.id, option.label);
    }
    text
}

fn points(pack: &Pack) -> String {
    let mut text = format!(
        "{NOTE}\n\n# Points\n\nThe points that a record is held against, as the pack states them in its \
         latest wording. The text of the law is paraphrased; only the Official Journal is authentic.\n"
    );
    for (kind, title) in [(PointKind::System, "systems"), (PointKind::Model, "models")] {
        text += &format!(
            "\n## Of {title}\n\n| point | provision | title | in short |\n|---|---|---|---|\n"
        );
        for (_, rule) in pack.points(kind) {
            let says =
                rule.versions.last().map(|version| version.says.as_str()).unwrap_or_default();
            text += &format!(
                "| `{}` | {} | {} | {} |\n",
                rule.id,
                rule.cite.words(),
                rule.title,
                says.replace('|', "\\|").trim()
            );
        }
    }
    text
}
