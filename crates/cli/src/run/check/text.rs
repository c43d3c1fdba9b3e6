//! A check for people.

use actlas_assess::check::Level;
use actlas_facts::day_text;

use super::Report;
use crate::run::counted;
use crate::style;

pub fn text(report: &Report) -> String {
    let mut text = String::new();
    for breach in &report.breaches {
        let head = match &breach.accepted {
            Some(_) => format!("accepted[{}]:", breach.rule.key()),
            None => format!("{}[{}]:", breach.level.as_str(), breach.rule.key()),
        };
        let head = match (&breach.accepted, breach.level) {
            (None, Level::Error) => style::error(&head),
            (None, Level::Warning) => style::warning(&head),
            _ => head,
        };
        let place = style::plain(&breach.place.to_string());
        text += &format!("{head} {place}: {}", style::plain(&breach.fact));
        match &breach.accepted {
            Some(accept) => {
                let until = day_text(accept.until);
                let why = style::plain(&accept.why);
                text += &format!("; by {} until {until}: {why}", style::plain(&accept.by));
            }
            None if breach.hint.is_empty() => {}
            None => text += &format!("; {}", style::plain(&breach.hint)),
        }
        if let Some(uncovered) = &breach.uncovered {
            text += &format!("; {}", style::plain(&uncovered.words(&breach.of)));
        }
        text.push('\n');
    }
    let (fails, said, accepted) = report.counts();
    let retired = match report.retired {
        0 => String::new(),
        1 => ", 1 retired one apart".to_owned(),
        retired => format!(", {retired} retired ones apart"),
    };
    let rules = report.rules().count();
    text += &format!(
        "{}{retired}, {}, on {}: {fails} failing, {said} said, {accepted} accepted\n",
        report.systems_words(),
        counted(rules, "rule"),
        day_text(report.on)
    );
    text += &report.empty_words();
    if report.breaches.is_empty() {
        text += "nothing breaches this policy; that is no statement that anything complies\n";
    }
    text += &style::soft(&report.notice);
    text.push('\n');
    text
}
