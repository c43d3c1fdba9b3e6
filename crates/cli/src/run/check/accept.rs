//! What fails as entries of `[[accept]]` that wait for a name and a reason.

use std::collections::BTreeSet;

use actlas_assess::check::Breach;
use actlas_facts::day_text;
use actlas_intake::is_numbered;
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
    let mut entries: Vec<Entry> = Vec::new();
    for breach in report.breaches.iter().filter(|breach| breach.fails()) {
        let Some(id) = breach.place.id.as_deref().filter(|id| !id.is_empty()) else {
            text += &format!(
                "\n# {}\n# No exception can name it, since it is of no record: mend it.\n",
                style::plain(&breach.fact)
            );
            continue;
        };
        let key = (breach.rule.key(), id);
        match entries.iter_mut().find(|entry| entry.key == key) {
            Some(entry) => entry.breaches.push(breach),
            None => entries.push(Entry { key, breaches: vec![breach] }),
        }
    }
    for entry in entries {
        text += &entry.text(&until);
    }
    text
}

/// One exception, of all breaches of a rule by a record.
struct Entry<'r> {
    key: (&'static str, &'r str),
    breaches: Vec<&'r Breach>,
}

impl Entry<'_> {
    fn text(&self, until: &str) -> String {
        let (rule, id) = self.key;
        let mut text = "\n".to_owned();
        let is_number = |breach: &&Breach| {
            let place = &breach.place;
            place.record.is_some_and(|number| is_numbered(id, &place.path, number))
        };
        for breach in &self.breaches {
            text += &format!("# {}\n", style::plain(&breach.fact));
        }
        if self.breaches.iter().any(is_number) {
            text += "# Its id is the number of a record, and another's when one is inserted: give it an id first.\n";
        }
        text += &format!("[[accept]]\nrule = \"{rule}\"\nid = {}\n", quoted(id));
        let of: BTreeSet<&str> =
            self.breaches.iter().flat_map(|at| &at.of).map(String::as_str).collect();
        if !of.is_empty() {
            let of: Vec<String> = of.into_iter().map(quoted).collect();
            text += &format!("of = [{}]\n", of.join(", "));
        }
        text + &format!("by = \"\"\nuntil = {until}\nwhy = \"\"\n")
    }
}

fn quoted(text: &str) -> String {
    // JSON leaves this one letter as it is, and TOML does not read it.
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007F")
}
