//! The law book: rule, paraphrase, readings, scenarios and the official text side by side, for a lawyer
//! to read and sign.

use actlas_facts::day_text;
use actlas_law::scenario::{Scenario, Source};
use actlas_law::{
    Condition, ConditionNode, Cut, FactTest, Pack, Rule, RuleFile, RuleIx, RuleVersion,
};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::page::{GENERATOR, STILL};

/// The pages of the book: file name and content. The first is the table of contents.
pub fn book(pack: &Pack, scenarios: &[Scenario]) -> Vec<(String, String)> {
    let mut pages = vec![("index.html".to_owned(), page(&pack.title, contents(pack), ""))];
    for file in &pack.files {
        pages.push((
            file_name(file),
            page(&file.title, chapter(pack, file, scenarios), &pack.notice),
        ));
    }
    pages
        .push(("readings.html".to_owned(), page("Contested points", readings(pack), &pack.notice)));
    pages
}

fn file_name(file: &RuleFile) -> String {
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    format!("{}.html", name.trim_end_matches(".yaml"))
}

fn page(title: &str, body: Markup, notice: &str) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="generator" content=(GENERATOR);
                meta http-equiv="Content-Security-Policy" content=(STILL);
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · Actlas law book" }
                style {
                    (PreEscaped(include_str!("../assets/page.css")))
                    (PreEscaped(include_str!("../assets/book.css")))
                }
            }
            body { main { h1 { (title) } (body) @if !notice.is_empty() { footer { p { (notice) } } } } }
        }
    };
    page.into_string()
}

fn contents(pack: &Pack) -> Markup {
    let reviewed =
        |file: &RuleFile| match file.reviewed.iter().filter(|at| at.of == file.hash).count() {
            0 => "unreviewed".to_owned(),
            count => format!("reviewed by {count}"),
        };
    html! {
        p.sub { (pack.notice) " State of the pack: " (day_text(pack.state)) ". " code { (pack.hash) } }
        table {
            thead { tr { th { "File" } th { "Rules" } th { "Left out" } th { "Review" } } }
            tbody {
                @for file in &pack.files {
                    tr {
                        td { a href=(file_name(file)) { (file.title) } }
                        td { (file.rules.len()) }
                        td { (file.untranslated.len()) }
                        td { (reviewed(file)) }
                    }
                }
                tr { td { a href="readings.html" { "Contested points" } } td { (pack.readings.len()) } td {} td {} }
            }
        }
        h2 { "Acts" }
        ul {
            @for act in &pack.acts {
                li {
                    a href=(act.eli) { (act.number) } ", " (act.title) ": published " (day_text(act.published))
                    ", in force from " (day_text(act.in_force))
                }
            }
        }
    }
}

fn chapter(pack: &Pack, file: &RuleFile, scenarios: &[Scenario]) -> Markup {
    html! {
        p.sub {
            a href="index.html" { "Contents" } " · " (file.path) " · sign this text as " code { (file.hash) }
        }
        @if file.reviewed.is_empty() { p { strong { "Unreviewed." } " Nobody has signed this file." } }
        @for review in &file.reviewed {
            p {
                "Reviewed by " (review.by) " on " (review.on)
                @if review.of != file.hash { ", but an earlier text (" code { (review.of) } ")" }
                "."
            }
        }
        @for ix in &file.rules {
            @if let Some(rule) = pack.rule(*ix) { (rule_section(pack, *ix, rule, scenarios)) }
        }
        @if !file.untranslated.is_empty() {
            h2 { "Left out, and why" }
            table {
                @for left in &file.untranslated { tr { th { (left.provision.words()) } td { (left.why) } } }
            }
        }
    }
}

fn rule_section(pack: &Pack, ix: RuleIx, rule: &Rule, scenarios: &[Scenario]) -> Markup {
    let about: Vec<&Scenario> = scenarios.iter().filter(|at| concerns(at, ix)).collect();
    html! {
        section id=(rule.id) {
            h2 { (rule.title) " " code { (rule.id) } }
            p { a href=(rule.cite.link()) { (rule.cite.words()) } }
            @for version in &rule.versions { (version_block(pack, rule, version)) }
            @if !about.is_empty() {
                details {
                    summary { (about.len()) @if about.len() == 1 { " scenario" } @else { " scenarios" } }
                    ul {
                        @for scenario in about {
                            li {
                                code { (scenario.id) } " " (scenario.title)
                                @if let Source::Outside(source) = &scenario.source { " " cite { (source) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn concerns(scenario: &Scenario, rule: RuleIx) -> bool {
    use actlas_law::scenario::Expectation as E;
    scenario.expect.iter().any(|expectation| match expectation {
        E::Rule(ix, _) | E::NotTrue(ix) | E::Applies(ix, _) => *ix == rule,
        E::Derogation(rules) => rules.contains(&rule),
        E::Class(_) | E::Contested(_) | E::Owes(_) | E::OwesOnly(_) => false,
    })
}

fn version_block(pack: &Pack, rule: &Rule, version: &RuleVersion) -> Markup {
    let act = pack.acts.get(version.by.0);
    html! {
        div.version {
            @if rule.versions.len() > 1 {
                h3 {
                    @if let Some(act) = act { (act.number) }
                    @if let Some(item) = version.item { ", point " (item) }
                }
            }
            div.sides {
                div {
                    p { (version.says) }
                }
                div {
                    @match &version.when {
                        Some(when) => { ul.tree { li { (condition(pack, when)) } } }
                        None => p { em { "deleted" } }
                    }
                }
            }
        }
    }
}

fn readings(pack: &Pack) -> Markup {
    html! {
        p.sub { a href="index.html" { "Contents" } }
        @for reading in &pack.readings {
            section id=(reading.id) {
                h2 { (reading.id) " " (reading.question) }
                table {
                    @for (at, alternative) in reading.alternatives.iter().enumerate() {
                        tr {
                            th {
                                (alternative.id)
                                @if at == reading.default { " (taken)" }
                            }
                            td { (alternative.says) }
                            td { (alternative.holder) " (" (alternative.status) ")" }
                        }
                    }
                }
            }
        }
    }
}

fn list(pack: &Pack, head: &str, parts: &[Condition]) -> Markup {
    html! {
        (head)
        ul { @for part in parts { li { (condition(pack, part)) } } }
    }
}

fn condition(pack: &Pack, at: &Condition) -> Markup {
    let cite = at.cite().map(|cite| cite.words());
    let leaf = |words: Markup| html! { (words) " " cite { (cite.clone().unwrap_or_default()) } };
    match &at.node {
        ConditionNode::All(parts) => list(pack, "all of", parts),
        ConditionNode::Any(parts) => list(pack, "one of", parts),
        ConditionNode::None(parts) => list(pack, "none of", parts),
        ConditionNode::AtLeast(n, parts) => list(pack, &format!("at least {n} of"), parts),
        ConditionNode::Not(part) => html! { "not: " (condition(pack, part)) },
        ConditionNode::Unless(base, exceptions) => html! {
            (condition(pack, base))
            div.unless { (list(pack, "unless", exceptions)) }
        },
        ConditionNode::Fact(fact, test, _) => leaf(fact_words(pack, *fact, test)),
        ConditionNode::Rule(rule, _) => {
            let title = pack.rule(*rule).map_or("", |rule| rule.title.as_str());
            leaf(html! { em { (title) } })
        }
        ConditionNode::MayBe(may, _) => {
            let roles = pack.vocabulary.find("actor_role").and_then(|at| pack.vocabulary.get(at));
            let option = roles.and_then(|fact| fact.kind.options().get(usize::from(may.role.0)));
            let name = option.map_or("", |option| option.id.as_str()).replace('_', " ");
            let bar = may.unless_stated.and_then(|fact| pack.vocabulary.get(fact));
            leaf(html! {
                "addressed to the " (name)
                @if let Some(fact) = bar { "; not where it is stated: " (fact.question) }
            })
        }
        ConditionNode::Unstated(fact, _) => {
            let question = pack.vocabulary.get(*fact).map_or("", |fact| fact.question.as_str());
            leaf(html! { "not stated: " (question) })
        }
        ConditionNode::Compute(compute, _) => leaf(html! { (compute.words()) }),
        ConditionNode::Begun(provision, _) => leaf(html! { (provision) " applies" }),
        ConditionNode::Constant(value, _) => {
            leaf(html! { @if *value { "always" } @else { "never" } })
        }
        ConditionNode::Reading(reading, alternatives) => {
            let question = pack.readings.get(reading.0);
            html! {
                @if let Some(question) = question {
                    a href={ "readings.html#" (question.id) } { (question.id) } " " (question.question)
                    ul {
                        @for (number, part) in alternatives {
                            li {
                                @if let Some(held) = question.alternatives.get(*number) {
                                    strong { (held.id) @if *number == question.default { " (taken)" } ": " }
                                }
                                (condition(pack, part))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn fact_words(pack: &Pack, fact: actlas_facts::FactIx, test: &FactTest) -> Markup {
    let Some(definition) = pack.vocabulary.get(fact) else { return html! {} };
    let option = |at: &actlas_facts::OptionIx| {
        definition.kind.options().get(usize::from(at.0)).map_or("", |option| option.label.as_str())
    };
    let cut = |cut: &Cut| match cut {
        Cut::Day(day) => day_text(*day),
        Cut::Start => "the start of the provision".to_owned(),
    };
    let answer = match test {
        FactTest::Yes => "yes".to_owned(),
        FactTest::Is(at) => option(at).to_owned(),
        FactTest::HasAny(members) => members.iter().map(option).collect::<Vec<_>>().join("; or "),
        FactTest::Above(number) => format!("more than {number}"),
        FactTest::AtLeast(number) => format!("at least {number}"),
        FactTest::Before(day) => format!("before {}", cut(day)),
        FactTest::FromUntilAsked(day) => format!("from {} until the day asked about", cut(day)),
    };
    html! { (definition.question) " " span.answer { (answer) } }
}
