//! Duties as a self-contained page.

use actlas_assess::duties::{Duties, DutyStatus, Fines, Held, Owing, Shown};
use actlas_assess::long_date;
use actlas_facts::plain;
use actlas_law::Class;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::duty_book::{in_words, unbroken};
use crate::page::{GENERATOR, STILL};

/// Records whose duties one page holds.
pub const DUTIES_PAGE_RECORDS: usize = 2_000;

/// What becomes of the duties in roles that an actor may hold and nobody stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PossibleRoles {
    /// They are counted.
    Counted,
    /// They are listed behind the others.
    Listed,
}

/// What a page of duties says of itself.
pub struct DutiesMeta<'a> {
    /// What it is of.
    pub title: &'a str,
    /// The day asked about.
    pub on: &'a str,
    /// The day of knowledge.
    pub known: &'a str,
    /// Days, wording, readings, hashes and version, in one sentence.
    pub asked_with: &'a str,
    /// Said once: what this is not.
    pub notice: &'a str,
    /// Records of the input, if not all are on the page.
    pub records: usize,
    /// What becomes of roles that are only possible.
    pub possible: PossibleRoles,
    /// How a fact is asked.
    pub question: &'a dyn Fn(&str) -> String,
}

/// The page.
pub fn duties_html(meta: &DutiesMeta, duties: &[Duties], fines: &Fines) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="generator" content=(GENERATOR);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(STILL);
                title { "Duties: " (meta.title) }
                style { (PreEscaped(include_str!("../assets/page.css"))) (PreEscaped(include_str!("../assets/duties.css"))) }
            }
            body {
                main {
                    h1 { "Duties: " (meta.title) }
                    p.sub { "On " (long_date(meta.on)) ", by what was known on " (long_date(meta.known)) }
                    @if meta.records > duties.len() {
                        p { "This page holds the first " (duties.len()) " of " (meta.records) " records." }
                    }
                    p.sub {
                        "What is owed, as whom, from when, on what authority. Evidence is what somebody named; "
                        "nobody here has read it. Ceilings are ceilings, never expected fines."
                    }
                    @for record in duties { (section(record, fines, meta)) }
                    footer { p { (meta.asked_with) } p { (meta.notice) } }
                }
            }
        }
    };
    page.into_string()
}

const HEADS: [&str; 5] = ["Duty", "Status", "What", "Evidence", "Ceiling, authority"];

fn section(duties: &Duties, fines: &Fines, meta: &DutiesMeta) -> Markup {
    let (id, name) = (plain(&duties.id), plain(&duties.name));
    let name = if name.is_empty() { &id } else { &name };
    let class = Class::parse(&duties.class).map_or("", Class::words);
    let groups = groups(&duties.duties);
    let is_listed = |owing: &Owing| {
        let is_counted = owing.held == Held::MayHold && owing.role != "anyone";
        !is_counted || meta.possible == PossibleRoles::Listed
    };
    let (listed, counted): (Vec<_>, Vec<_>) =
        groups.iter().partition(|(first, _)| is_listed(first));
    html! {
        section {
            h2 id=(id) { span dir="auto" { (name) } " " span.meta { (id) } }
            p {
                (class)
                @if duties.stage == "retired" { " (retired)" }
                @if !duties.organisation.is_empty() { span.meta dir="auto" { " · " (plain(&duties.organisation)) } }
            }
            @for contested in duties.contested_words() { p.meta { "Contested: " (contested) "." } }
            @if groups.is_empty() { p { "Nothing that is known brings a duty." } }
            @for (owing, mine) in listed {
                h3 { (who(owing)) @if owing.held == Held::MayHold { span.meta { (possible(owing)) } } }
                div.wide tabindex="0" role="region" aria-label={ "Duties " (who(owing)) } {
                    table role="table" {
                        thead role="rowgroup" {
                            tr role="row" { @for head in HEADS { th role="columnheader" { (head) } } }
                        }
                        tbody role="rowgroup" { @for owing in mine { (row(owing, fines, meta.question)) } }
                    }
                }
            }
            @for (owing, mine) in counted {
                p.meta { (capital(&who(owing))) ", which nothing rules out: " (sum(mine)) "." }
            }
            @for other in duties.by_other_readings.iter().filter(|at| at.held == Held::Holds || meta.possible == PossibleRoles::Listed) {
                p.meta dir="auto" { "Contested: " (plain(&other.who())) ": " (other.words()) " (" (other.cite) ")." }
            }
            @for named in &duties.not_asked_for {
                p.meta { "Evidence that nothing known asks for: " (named.duty) ", " (named.words()) ": " (plain(&named.source)) }
            }
        }
    }
}

fn row(owing: &Owing, fines: &Fines, question: &dyn Fn(&str) -> String) -> Markup {
    let decides: Vec<String> = owing.decided_by.iter().map(|fact| question(fact)).collect();
    html! {
        tr role="row" {
            td role="cell" { strong { (owing.title) } br; span.meta { (owing.duty) ", " (owing.cite) } }
            td role="cell" {
                span class={ "state " (owing.status.as_str()) } { (owing.status.words()) } " "
                span.meta { (owing.when()) "; " } span class={ "layer " (owing.layer) } { (owing.layer) }
                @if !owing.contested.is_empty() { br; span.meta { "Contested: " (owing.contested_words()) } }
                @if let Some(due) = &owing.due {
                    br; strong { "latest day " (due.latest_words(&long_date, &in_words)) } span.meta { " (" (due.cite) ")" }
                }
            }
            td role="cell" {
                @if !owing.event.is_empty() { em { "If " (owing.event) ": " } }
                (owing.does)
                br; span.meta { "By when: " (owing.clock) }
                @if !owing.retention.is_empty() { br; span.meta { "Kept: " (owing.retention) } }
                @if !owing.relief.is_empty() { br; span.meta { "Relief: " (owing.relief) } }
                @if !decides.is_empty() { br; span.meta { "Would decide: " (decides.join(" ")) } }
            }
            td role="cell" {
                @if owing.shown != Shown::NotDue { strong class={ "shown " (owing.shown.as_str()) } { (owing.shown.words()) } br; }
                span.meta { (owing.evidence.join(", ")) }
                @for named in &owing.named {
                    p dir="auto" { (capital(&named.words())) ": " (plain(&named.source)) @if !named.why.is_empty() { " (" (plain(&named.why)) ")" } }
                }
            }
            td.meta role="cell" {
                (unbroken(&fines.words(&owing.ceiling, &in_words)))
                @if !owing.authority.is_empty() { br; "Authority: " (owing.authority_words(&in_words)) }
            }
        }
    }
}

fn groups(duties: &[Owing]) -> Vec<(&Owing, Vec<&Owing>)> {
    let mut groups: Vec<(&Owing, Vec<&Owing>)> = Vec::new();
    for owing in duties {
        let same = |(first, _): &&mut (&Owing, Vec<&Owing>)| {
            (&first.actor, &first.role, first.held) == (&owing.actor, &owing.role, owing.held)
        };
        match groups.iter_mut().find(same) {
            Some((_, mine)) => mine.push(owing),
            None => groups.push((owing, vec![owing])),
        }
    }
    groups
}

fn who(owing: &Owing) -> String {
    let role = match owing.role.as_str() {
        "anyone" => "whoever acts".to_owned(),
        role => format!("as {}", role.replace('_', " ")),
    };
    if owing.actor.is_empty() { role } else { format!("{} {role}", plain(&owing.actor)) }
}

fn possible(owing: &Owing) -> &'static str {
    match owing.role.as_str() {
        "anyone" => ", in a role that nothing rules out",
        _ => ", which nothing rules out",
    }
}

fn sum(mine: &[&Owing]) -> String {
    let parts = DutyStatus::ALL.iter().filter_map(|status| {
        let count = mine.iter().filter(|at| at.status == *status).count();
        (count > 0).then(|| format!("{count} {}", status.words()))
    });
    parts.collect::<Vec<_>>().join(", ")
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
