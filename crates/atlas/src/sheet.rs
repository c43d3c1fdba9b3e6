//! The answer sheet for people without a terminal, as a page that saves their answers as a file.

use actlas_facts::{Kind, plain};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde::Serialize;

use crate::page::{GENERATOR, POLICY};

/// One question about one system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SheetQuestion {
    /// The record.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The organisation, where the id is only the number of a row.
    pub organisation: String,
    /// The use that the question is about, if the record has several.
    pub of_use: String,
    /// What that use is for.
    pub purpose: String,
    /// The actor that the question is about, if the record has several.
    pub actor: String,
    /// The fact.
    pub fact: String,
    /// The question.
    pub question: String,
    /// What counts and what does not.
    pub help: String,
    /// What can be answered: the word for the file, and the words to show.
    pub choices: Vec<(String, String)>,
    /// How many of them.
    pub kind: SheetKind,
    /// Who can know it.
    pub known_by: String,
    /// What the answer settles.
    pub settles: String,
    /// A legal judgement: attesting it needs a reason.
    pub assessed: bool,
    /// The unit of a number, and every way to write it.
    pub unit: (String, Vec<String>),
}

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum SheetKind {
    /// One of the choices.
    One,
    /// Any of the choices, or none of them.
    Many,
    /// A number.
    Number,
    /// A day, a month or a year.
    Date,
}

impl SheetKind {
    fn as_str(self) -> &'static str {
        match self {
            SheetKind::One => "one",
            SheetKind::Many => "many",
            SheetKind::Number => "number",
            SheetKind::Date => "date",
        }
    }
}

const SCRIPT: &str =
    concat!(include_str!("../assets/shared.js"), include_str!("../assets/sheet.js"));

/// A self-contained page with the questions of all systems.
pub fn answer_sheet_html(title: &str, questions: &[SheetQuestion], footer: &[String]) -> String {
    let mut systems: Vec<(&str, &str, Vec<&SheetQuestion>)> = Vec::new();
    for question in questions {
        match systems.last_mut() {
            Some((id, _, list)) if *id == question.id => list.push(question),
            _ => systems.push((&question.id, &question.name, vec![question])),
        }
    }
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="generator" content=(GENERATOR);
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(include_str!("../assets/page.css"))) (PreEscaped(include_str!("../assets/sheet.css"))) }
            }
            body {
                main {
                    h1 { (title) }
                    p.sub {
                        "Answer what you know; leave the rest. Nothing leaves this page until you save: the "
                        "button writes a file to send back."
                    }
                    form #sheet {
                        p { label { "Your name " input #by name="by" autocomplete="name" required; } }
                        @for (id, name, list) in &systems {
                            h2 { bdi { (plain(name)) } " " span.meta { (plain(id)) } }
                            @for (number, question) in list.iter().enumerate() {
                                (heading(question, number.checked_sub(1).and_then(|at| list.get(at)).copied()))
                                fieldset data-id=(question.id) data-name=(question.name) data-organisation=[named(&question.organisation)] data-use=[named(&question.of_use)]
                                    data-actor=[named(&question.actor)] data-fact=(question.fact) data-kind=(question.kind.as_str())
                                    data-unit=(question.unit.0) data-spellings=(spellings(question)) data-assessed[question.assessed] {
                                    legend { (question.question) }
                                    @if !question.help.is_empty() { p.sub { (question.help) } }
                                    (choices(question))
                                    p.problem role="alert" {}
                                    p.meta {
                                        "Known by: " (question.known_by)
                                        @if !question.settles.is_empty() { ". Settles: " (question.settles) }
                                    }
                                    label { (reason(question)) " " input.why type="text" autocomplete="off"; }
                                }
                            }
                        }
                        p { button type="submit" { "Save the answers" } }
                        p #result role="status" {}
                    }
                    footer { @for line in footer { p { (line) } } }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    page.into_string()
}

/// The unit of a number, and every way to write it; of another kind of fact nothing.
pub fn unit_of(kind: &Kind) -> (String, Vec<String>) {
    match kind {
        Kind::Number(unit) => {
            (unit.symbol.clone(), unit.spellings.iter().map(|(word, _)| word.clone()).collect())
        }
        _ => (String::new(), Vec::new()),
    }
}

fn named(name: &str) -> Option<&str> {
    (!name.is_empty()).then_some(name)
}

/// Above the first question about a use or an actor: which one.
fn heading(question: &SheetQuestion, before: Option<&SheetQuestion>) -> Markup {
    let SheetQuestion { of_use, purpose, actor, .. } = question;
    let goes_on = before.is_some_and(|at| (&at.of_use, &at.actor) == (of_use, actor));
    let shown = if purpose.is_empty() { of_use } else { purpose };
    html! {
        @if !goes_on && !of_use.is_empty() {
            h3 { "Use: " bdi { (plain(shown)) } @if shown != of_use { " " span.meta { (plain(of_use)) } } }
        }
        @if !goes_on && !actor.is_empty() { h3 { "Actor: " bdi { (plain(actor)) } } }
    }
}

fn reason(question: &SheetQuestion) -> &'static str {
    if question.assessed { "Reason (a legal assessment needs one)" } else { "Reason (optional)" }
}

fn spellings(question: &SheetQuestion) -> String {
    serde_json::to_string(&question.unit.1).unwrap_or_default()
}

fn choices(question: &SheetQuestion) -> Markup {
    let SheetQuestion { id, of_use, actor, fact, .. } = question;
    let name = [id, of_use, actor, fact].map(String::as_str).join("/");
    let written = |hint: &str| {
        html! {
            label.choice {
                "Answer " input.value-field type="text" name=(name) autocomplete="off"; " "
                span.hint { (hint) }
            }
        }
    };
    let option = |kind: &str, value: &str, label: &str| {
        html! {
            label.choice { input type=(kind) name=(name) value=(value); " " (label) }
        }
    };
    html! {
        @match question.kind {
            SheetKind::Number => (written(&match question.unit.0.as_str() {
                "" => "a number".to_owned(),
                unit => format!("a number, in {unit}"),
            })),
            SheetKind::Date => (written("a day such as 2026-07-27, a month or a year")),
            SheetKind::One => {
                @for (value, label) in &question.choices { (option("radio", value, label)) }
                (option("radio", "", "not known"))
            }
            SheetKind::Many => {
                @for (value, label) in &question.choices { (option("checkbox", value, label)) }
                (option("checkbox", "none", "none of these"))
                label.choice.apart { input.only type="checkbox"; " and none of the others" }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_cannot_close_its_element() {
        assert!(!SCRIPT.contains("</"));
    }
}
