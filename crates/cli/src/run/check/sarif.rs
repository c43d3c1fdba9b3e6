//! A check as SARIF 2.1.0, the format of results of static analysis (OASIS).

use std::collections::BTreeMap;

use actlas_assess::check::{Breach, Level, Rule};
use actlas_facts::day_text;
use actlas_files::{Digest as _, Sha256};
use anyhow::Result;
use serde_json::{Map, Value, json};

use super::{Report, address, file_and_line, sentence};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub fn sarif(report: &Report) -> Result<String> {
    let rules: Vec<(Rule, Level)> = report.rules().collect();
    let descriptors: Vec<Value> = rules
        .iter()
        .map(|(rule, level)| {
            json!({
                "id": rule.key(), "shortDescription": {"text": rule.asks()},
                "defaultConfiguration": {"level": level_of(*level)},
                "properties": {"tags": ["ai-act"]},
            })
        })
        .collect();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut print = |breach: &Breach| {
        let count = seen.entry(told_apart(breach)).or_default();
        *count += 1;
        fingerprint(breach, *count)
    };
    let results: Vec<Value> = report
        .breaches
        .iter()
        .map(|breach| result(breach, &print(breach), &rules, report))
        .collect();
    let whole = json!({
        "$schema": SCHEMA, "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "Actlas", "version": report.receipt.engine,
                "informationUri": "https://github.com/actlas/actlas", "rules": descriptors,
            }},
            "columnKind": "unicodeCodePoints",
            "properties": {
                "on": day_text(report.on), "known": day_text(report.known), "law": report.receipt.law,
                "systems": report.systems, "receipt": report.receipt, "notice": report.notice,
            },
            "results": results,
        }],
    });
    Ok(serde_json::to_string_pretty(&whole)? + "\n")
}

fn level_of(level: Level) -> &'static str {
    match level {
        Level::Off => "none",
        Level::Note => "note",
        Level::Warning => "warning",
        Level::Error => "error",
    }
}

fn result(breach: &Breach, print: &str, rules: &[(Rule, Level)], report: &Report) -> Value {
    let (path, line) = file_and_line(breach, report);
    let at = rules.iter().position(|(rule, _)| *rule == breach.rule);
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": {"uri": uri(&address(path))}, "region": {"startLine": line},
        },
    });
    if let (Some(id), Value::Object(location)) = (&breach.place.id, &mut location) {
        let logical = json!([{"fullyQualifiedName": id, "kind": "object"}]);
        location.insert("logicalLocations".to_owned(), logical);
    }
    let mut result = Map::new();
    let mut add = |key: &str, value: Value| result.insert(key.to_owned(), value);
    add("ruleId", json!(breach.rule.key()));
    add("ruleIndex", json!(at));
    add("level", json!(level_of(breach.level)));
    add("message", json!({"text": sentence(breach)}));
    add("locations", json!([location]));
    add("partialFingerprints", json!({"actlas/v1": print}));
    if !breach.duties.is_empty() {
        add("properties", json!({"duties": breach.duties}));
    }
    if let Some(accept) = &breach.accepted {
        let why = format!("{}, until {}: {}", accept.by, day_text(accept.until), accept.why);
        let suppression = json!({"kind": "external", "status": "accepted", "justification": why});
        add("suppressions", json!([suppression]));
    }
    Value::Object(result)
}

/// What tells a breach from others, wherever its line moves. A practice or a duty that comes up later is another
/// breach than the one that somebody dismissed.
fn told_apart(breach: &Breach) -> String {
    let id = breach.place.id.as_deref().unwrap_or_default();
    let about = breach.fact.split(':').next().unwrap_or_default();
    let path = address(&breach.place.path);
    let mut of = breach.of.clone();
    of.sort();
    format!("{}\n{path}\n{id}\n{about}\n{}", breach.rule.key(), of.join(" "))
}

/// The same in short; of several that nothing tells apart, such as broken lines of one file, the second and
/// later ones are counted.
fn fingerprint(breach: &Breach, number: usize) -> String {
    let mut of = told_apart(breach);
    if number > 1 {
        of += &format!("\n{number}");
    }
    let hash = Sha256::digest(of);
    hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// A path as the relative reference of RFC 3986.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            other => uri += &format!("%{other:02X}"),
        }
    }
    uri
}
