//! A check as one JSON object.

use actlas_assess::check::Accept;
use actlas_facts::day_text;
use anyhow::Result;
use serde_json::{Value, json};

use super::{Report, address, file_and_line};

pub fn json(report: &Report) -> Result<String> {
    let (fails, said, accepted) = report.counts();
    let rules: Vec<Value> = report
        .rules()
        .map(|(rule, level)| {
            let count = report.breaches.iter().filter(|at| at.rule == rule).count();
            json!({"rule": rule.key(), "asks": rule.asks(), "level": level.as_str(), "breaches": count})
        })
        .collect();
    let breaches: Vec<Value> = report
        .breaches
        .iter()
        .map(|breach| {
            let (path, _) = file_and_line(breach, report);
            let accepted = breach.accepted.as_ref().map(exception);
            let uncovered = breach
                .uncovered
                .as_ref()
                .map(|at| json!({"exception": exception(&at.by), "since": at.since.as_str()}));
            json!({
                "rule": breach.rule.key(), "level": breach.level.as_str(), "id": breach.place.id,
                "path": address(path), "line": breach.place.line, "fact": breach.fact,
                "hint": breach.hint, "duties": breach.duties, "of": breach.of, "accepted": accepted,
                "uncovered_by": uncovered,
            })
        })
        .collect();
    let whole = json!({
        "config": address(&report.config), "title": report.title, "on": day_text(report.on),
        "known": day_text(report.known), "systems": report.systems, "retired": report.retired,
        "inputs_without_record": report.empty,
        "failing": fails, "said": said, "accepted": accepted, "rules": rules, "breaches": breaches,
        "receipt": report.receipt, "notice": report.notice,
    });
    Ok(serde_json::to_string_pretty(&whole)? + "\n")
}

/// An exception.
fn exception(accept: &Accept) -> Value {
    let until = day_text(accept.until);
    json!({"by": accept.by, "until": until, "why": accept.why, "of": accept.of})
}
