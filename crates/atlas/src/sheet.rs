//! The answer sheet for people without a terminal, as a page that saves their answers as a file.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde::Serialize;

/// One question about one system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SheetQuestion {
    /// The record.
    pub id: String,
    /// Its name.
    pub name: String,
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
}

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum SheetKind {
    /// One of the choices.
    One,
    /// Any of the choices, or none of them.
    Many,
    /// A number or a day.
    Text,
}

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
                            h2 { (name) " " span.meta { (id) } }
                            @for question in list {
                                fieldset data-id=(question.id) data-fact=(question.fact) {
                                    legend { (question.question) }
                                    @if !question.help.is_empty() { p.sub { (question.help) } }
                                    (choices(question))
                                    p.meta {
                                        "Known by: " (question.known_by)
                                        @if !question.settles.is_empty() { ". Settles: " (question.settles) }
                                    }
                                    label { "Reason (optional) " input.why type="text"; }
                                }
                            }
                        }
                        p { button type="submit" { "Save the answers" } }
                    }
                    footer { @for line in footer { p { (line) } } }
                }
                script { (PreEscaped(include_str!("../assets/sheet.js"))) }
            }
        }
    };
    page.into_string()
}

fn choices(question: &SheetQuestion) -> Markup {
    let name = format!("{}/{}", question.id, question.fact);
    let option = |kind: &str, value: &str, label: &str| {
        html! {
            label.choice { input type=(kind) name=(name) value=(value); " " (label) }
        }
    };
    html! {
        @match question.kind {
            SheetKind::Text => input type="text" name=(name) aria-label="answer";,
            SheetKind::One => {
                @for (value, label) in &question.choices { (option("radio", value, label)) }
                (option("radio", "", "not known"))
            }
            SheetKind::Many => {
                @for (value, label) in &question.choices { (option("checkbox", value, label)) }
                (option("checkbox", "none", "none of these"))
            }
        }
    }
}
