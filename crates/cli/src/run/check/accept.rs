//! What fails as entries of `[[accept]]` that wait for a name and a reason.

use std::collections::BTreeSet;

use actlas_facts::day_text;
use time::Duration;

use super::Report;
use crate::style;

/// How long an exception lasts, if nobody says otherwise.
const DAYS: i64 = 90;

pub fn accept(report: &Report) -> String {
    let until = day_text(report.on.checked_add(Duration::days(DAYS)).unwrap_or(report.on));
    let mut text = format!(
        "# What failed on {}. Say who accepts it and why; take out what is mended instead. Until then the\n\
         # configuration is not used.\n",
        day_text(report.on)
    );
    let mut seen = BTreeSet::new();
    for breach in report.breaches.iter().filter(|breach| breach.fails()) {
        let id = breach.place.id.as_deref().unwrap_or_default();
        // One exception is of all breaches of a rule by a record.
        if !seen.insert((breach.rule.key(), id)) {
            continue;
        }
        let id = serde_json::Value::from(id);
        text += &format!(
            "\n# {}\n[[accept]]\nrule = \"{}\"\nid = {id}\nby = \"\"\nuntil = {until}\nwhy = \"\"\n",
            style::plain(&breach.fact),
            breach.rule.key()
        );
    }
    text
}
