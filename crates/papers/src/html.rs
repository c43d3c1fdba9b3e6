//! A draft as one page that opens from disk, without script and network, and prints.

use actlas_facts::plain;
use maud::{DOCTYPE, Markup, PreEscaped, html as page};

use crate::draft::{Draft, DraftField, Line, Note, Standing, State};
use crate::markdown::{labelled, standing_words, summary};

const STYLE: &str = include_str!("../assets/draft.css");

/// Nothing is loaded and nothing runs, whatever a register holds.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// How a page says who made it. In a folder of inputs one that says so is passed over.
const GENERATOR: &str = concat!("Actlas ", env!("CARGO_PKG_VERSION"));

/// The draft as a page.
pub fn html(draft: &Draft) -> String {
    let page = page! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="generator" content=(GENERATOR);
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (draft.title) ": " (plain(&draft.name)) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    header {
                        p.kicker { "Draft · " (draft.cite) }
                        h1 { (draft.title) }
                        p.name { bdi { (plain(&draft.name)) } " " code { (plain(&draft.id)) } }
                        p { (summary(draft)) }
                        dl {
                            dt { "By what is known" } dd { (draft.headline) }
                            @if !draft.layer.is_empty() { dt { "Standing of that" } dd { (draft.layer) } }
                            @if !draft.contested.is_empty() {
                                dt { "Contested" } dd { @for at in &draft.contested { p { (at) } } }
                            }
                            dt { "Written by" } dd { (draft.who) }
                            dt { "Duty" } dd { @for duty in &draft.duty { p { (plain(duty)) } } }
                        }
                        (notes(&draft.notes))
                    }
                    @for section in &draft.sections {
                        section {
                            h2 { (section.title) " " cite { (section.cite) } }
                            @for field in &section.fields { (field_of(field)) }
                        }
                    }
                    @if !draft.gone.is_empty() {
                        section { h2 { "No longer asked for" } (notes(&draft.gone)) }
                    }
                    footer { @for line in &draft.footer { p { (line) } } }
                }
            }
        }
    };
    page.into_string()
}

fn notes(notes: &[Note]) -> Markup {
    page! {
        ul.notes {
            @for note in notes {
                li {
                    (note.says) " " cite { (note.cite) }
                    @if !note.unsure.is_empty() { p.unsure { b { "Unsure: " } (note.unsure) } }
                }
            }
        }
    }
}

fn field_of(field: &DraftField) -> Markup {
    let state = match field.state {
        State::Gap => "gap",
        State::Partly => "partly",
        State::Filled => "filled",
        State::NotAsked => "out",
    };
    page! {
        article.{(state)} {
            h3 {
                @if !field.number().is_empty() { span.number { (field.number()) } " " }
                (field.text) " " cite { (field.cite) }
            }
            p.state { (field.state.words()) }
            @if !field.remark.is_empty() { p.unsure { (field.remark) } }
            @if !field.lines.is_empty() {
                ul.known { @for line in &field.lines { (line_of(line)) } }
            }
            @if !field.asks.is_empty() {
                ul.asks {
                    @for (question, fact) in &field.asks {
                        li {
                            (question)
                            @if let Some(fact) = fact { " " code { (fact) } }
                        }
                    }
                }
            }
        }
    }
}

fn line_of(line: &Line) -> Markup {
    let class = match line.standing {
        Standing::Record | Standing::Attested { .. } | Standing::Established => "sure",
        Standing::Proposed { .. } | Standing::Indicated | Standing::Rejected { .. } => "proposed",
    };
    page! {
        li.{(class)} {
            span.label { (plain(&labelled(&line.label))) } " "
            bdi.value { (plain(&line.value)) } " "
            span.standing { bdi { (plain(&standing_words(&line.standing))) } }
        }
    }
}
