//! What is looked up in the pack by another word than a provision: duties, contested questions, and points
//! as people cite them.

use actlas_facts::day_text;
use actlas_law::{Duty, Pack, Reading, Rule, RuleIx, View};
use anyhow::Result;
use serde_json::json;

use crate::args::TextOrJson;
use crate::style;

/// Prints a duty or a contested question of this id; nothing if there is none.
pub fn print(law: &Pack, view: &View, what: &str, format: TextOrJson) -> Option<Result<()>> {
    let same = |id: &str| id.eq_ignore_ascii_case(what);
    if let Some(duty) = law.duties.iter().find(|duty| same(&duty.id)) {
        return Some(print_duty(law, view, duty, format));
    }
    let reading = law.readings.iter().find(|reading| same(&reading.id))?;
    Some(print_reading(law, reading, format))
}

fn print_duty(law: &Pack, view: &View, duty: &Duty, format: TextOrJson) -> Result<()> {
    let version = duty.version(view);
    let act = version.and_then(|at| law.acts.get(at.by.0)).map(|act| act.number.as_str());
    let options = law.vocabulary.find("actor_role").and_then(|at| law.vocabulary.get(at));
    let options = options.map(|fact| fact.kind.options()).unwrap_or_default();
    let roles = duty.roles.iter().filter_map(|at| options.get(usize::from(at.0)));
    let roles: Vec<&str> = roles.map(|role| role.id.as_str()).collect();
    let does = version.map_or("", |at| at.does.as_str());
    let relief = version.map_or("", |at| at.relief.as_str());
    if format == TextOrJson::Json {
        let whole = json!({
            "duty": duty.id, "title": duty.title, "cite": duty.cite.words(), "link": duty.cite.link(),
            "on": day_text(view.on()), "known": day_text(view.known()), "roles": roles, "does": does,
            "by": act, "item": version.and_then(|at| at.item), "event": duty.event, "clock": duty.clock,
            "evidence": duty.evidence, "retention": duty.retention, "relief": relief,
            "dated_by": duty.provision.to_string(),
        });
        say!("{}", serde_json::to_string_pretty(&whole)?);
        return Ok(());
    }
    let title = style::strong(&format!("{} {}", duty.id, duty.title));
    say!("{title}  {}", duty.cite.words());
    let Some(version) = version else {
        say!("  does not exist on {}", day_text(view.on()));
        return Ok(());
    };
    let addressed = roles.iter().map(|role| role.replace('_', " ")).collect::<Vec<_>>().join(", ");
    let addressed = if addressed.is_empty() { "whoever acts" } else { &addressed };
    say!("  addressed to: {addressed}");
    let more = [
        ("if", duty.event.as_str()),
        ("what", does),
        ("by when", duty.clock.as_str()),
        ("shown by", &duty.evidence.join(", ")),
        ("kept", duty.retention.as_str()),
        ("relief", relief),
    ];
    for (name, words) in more.into_iter().filter(|(_, words)| !words.is_empty()) {
        say!("  {name}: {words}");
    }
    say!("  dated by: {} (`actlas law show \"{}\"`)", duty.provision, duty.provision);
    let point = version.item.map(|item| format!(", point {item}")).unwrap_or_default();
    say!("  {}", style::soft(&format!("as worded by {}{point}", act.unwrap_or_default())));
    say!("  {}", style::soft("`actlas duties INPUT` says who owes it, and from when"));
    Ok(())
}

fn print_reading(law: &Pack, reading: &Reading, format: TextOrJson) -> Result<()> {
    let applied = law.reading(&reading.id).is_some_and(|ix| law.uses_reading(ix));
    let taken = |at: usize| at == reading.default;
    if format == TextOrJson::Json {
        let alternatives = reading.alternatives.iter().enumerate().map(|(at, held)| {
            json!({
                "id": held.id, "says": held.says, "holder": held.holder, "status": held.status,
                "taken": taken(at),
            })
        });
        let whole = json!({
            "question": reading.id, "asks": reading.question, "applied": applied,
            "alternatives": alternatives.collect::<Vec<_>>(),
        });
        say!("{}", serde_json::to_string_pretty(&whole)?);
        return Ok(());
    }
    say!("{}  {}", style::strong(&reading.id), reading.question);
    for (at, held) in reading.alternatives.iter().enumerate() {
        let taken = if taken(at) { ", taken if nothing else is said" } else { "" };
        say!("  {}={}: {}", reading.id, held.id, held.says);
        say!("    {}", style::soft(&format!("{} ({}{taken})", held.holder, held.status)));
    }
    if !applied {
        say!("  no rule of the pack turns on it: whatever the answer, nothing changes here");
    }
    Ok(())
}

/// The rules that somebody cites in other words: `Annex III, point 4(a)`, `annex III 4a`, `art. 5.1.f`.
pub fn cited(law: &Pack, what: &str) -> Vec<RuleIx> {
    let asked = parts(what);
    if asked.len() < 2 {
        return Vec::new();
    }
    let is_cited =
        |cite: &str| cite.split(", ").any(|one| parts(one).starts_with(asked.as_slice()));
    law.rules().filter(|(_, rule)| is_cited(rule.cite.as_str())).map(|(ix, _)| ix).collect()
}

/// The rules that somebody names as we print them: by label and title, or by the provision.
pub fn meant(law: &Pack, what: &str) -> Vec<RuleIx> {
    let words = what.to_lowercase();
    let is_named = |rule: &Rule| {
        let full = format!("{} {}", rule.label, rule.title);
        !rule.label.is_empty()
            && [rule.label.as_str(), rule.title.as_str(), &full]
                .iter()
                .any(|at| at.to_lowercase() == words)
    };
    let named: Vec<RuleIx> =
        law.rules().filter(|(_, rule)| is_named(rule)).map(|(ix, _)| ix).collect();
    if !named.is_empty() {
        return named;
    }
    let asked = parts(what);
    let of_provision = |rule: &RuleIx| {
        law.rule(*rule)
            .is_some_and(|rule| rule.cite.as_str().split(", ").any(|one| parts(one) == asked))
    };
    // Of a whole annex all is below, and nothing is it.
    let cited = cited(law, what);
    match cited.iter().any(of_provision) {
        true => cited.into_iter().filter(of_provision).collect(),
        false => cited,
    }
}

/// Words and numbers of a citation, each by itself, however they are set apart.
fn parts(cite: &str) -> Vec<String> {
    let lower = cite.to_lowercase().replace("annex", "anx").replace("article", "art");
    let lower =
        ["anx", "art"].iter().fold(lower, |text, word| text.replace(word, &format!("{word} ")));
    let mut parts: Vec<String> = Vec::new();
    let mut last: Option<char> = None;
    for at in lower.chars() {
        let goes_on = last.is_some_and(|last| {
            last.is_alphanumeric() && last.is_ascii_digit() == at.is_ascii_digit()
        });
        match parts.last_mut().filter(|_| goes_on) {
            _ if !at.is_alphanumeric() => {}
            Some(part) => part.push(at),
            None => parts.push(at.to_string()),
        }
        last = Some(at);
    }
    parts.retain(|part| {
        !["point", "paragraph", "letter", "of", "the", "no"].contains(&part.as_str())
    });
    parts
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn a_citation_has_the_same_parts_however_it_is_written() {
        for (written, same) in [
            ("Annex III, point 4(a)", "anx.III(4)(a)"),
            ("annexIII 4a", "anx.III(4)(a)"),
            ("Art. 5(1), point (f)", "art.5(1)(f)"),
            ("art5.1.f", "art.5(1)(f)"),
        ] {
            assert_eq!(parts(written), parts(same), "{written}");
        }
        assert_ne!(parts("art.51"), parts("art.5(1)"));
    }
}
