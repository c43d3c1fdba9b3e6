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
        let said = style::plain(&breach.fact);
        let Some(id) = breach.place.id.as_deref().filter(|id| !id.is_empty()) else {
            text += &format!(
                "\n# {said}\n# No exception can name it, since it is of no record: mend it.\n"
            );
            continue;
        };
        // One exception is of all breaches of a rule by a record.
        if !seen.insert((breach.rule.key(), id)) {
            continue;
        }
        // JSON leaves this one letter as it is, and TOML does not read it.
        let id = serde_json::Value::from(id).to_string().replace('\u{7f}', "\\u007F");
        text += &format!(
            "\n# {said}\n[[accept]]\nrule = \"{}\"\nid = {id}\nby = \"\"\nuntil = {until}\nwhy = \"\"\n",
            breach.rule.key()
        );
    }
    text
}
