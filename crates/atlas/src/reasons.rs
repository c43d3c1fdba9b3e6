//! A page of reasons, for `why --format html`.

use actlas_assess::why::Reason;
use actlas_facts::plain;
use maud::{DOCTYPE, Markup, html};

use crate::page::{GENERATOR, STILL};

/// A self-contained page that explains one point or class of one record.
pub fn why_html(title: &str, subtitle: &str, reasons: &[Reason], footer: &[String]) -> String {
    let title = plain(title);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="generator" content=(GENERATOR);
                meta http-equiv="Content-Security-Policy" content=(STILL);
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (maud::PreEscaped(include_str!("../assets/page.css"))) }
            }
            body {
                main {
                    h1 { (title) }
                    p.sub { (subtitle) }
                    @for reason in reasons { ul.tree { (tree(reason)) } }
                    footer { @for line in footer { p { (line) } } }
                }
            }
        }
    };
    page.into_string()
}

/// One reason and those under it.
pub(crate) fn tree(reason: &Reason) -> Markup {
    html! {
        li.{(reason.value)} {
            span.value { (reason.value) }
            " " (plain(&reason.says))
            @if !reason.answer.is_empty() {
                " " span.answer {
                    (plain(&reason.answer))
                    @if !reason.by.is_empty() { ", " (plain(&reason.by)) }
                }
            }
            @if !reason.cite.is_empty() { " " cite { (reason.cite) } }
            @if !reason.note.is_empty() { " " em { (plain(&reason.note)) } }
            @if !reason.because.is_empty() {
                ul { @for part in &reason.because { (tree(part)) } }
            }
        }
    }
}
