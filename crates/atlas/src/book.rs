//! The law book: rule, paraphrase, readings, scenarios and the official text side by side, for a lawyer
//! to read and sign.

use actlas_facts::day_text;
use actlas_law::scenario::{Scenario, Source};
use actlas_law::{
    ActIx, Condition, ConditionNode, Cut, FactTest, Pack, Provision, Rule, RuleFile, RuleIx,
    RuleVersion, Start, View,
};
use actlas_pact::When;
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
            @for line in days(pack, rule, version) { p.days { (line) } }
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

/// When a version applies: by the act that made it, and by each later one that moved the day while the
/// wording stayed.
fn days(pack: &Pack, rule: &Rule, version: &RuleVersion) -> Vec<String> {
    // What was deleted never applies again.
    if version.when.is_none() {
        return Vec::new();
    }
    let later = rule.versions.iter().map(|at| at.by.0).filter(|by| *by > version.by.0).min();
    let until = later.unwrap_or(pack.acts.len());
    let mut said: Vec<(String, Start)> = Vec::new();
    let mut lines = Vec::new();
    for by in version.by.0..until {
        let Some(act) = pack.acts.get(by) else { continue };
        // As somebody knew it who had read this act and none after it.
        let Ok(view) = View::new(pack, act.published.max(act.in_force), act.published) else {
            continue;
        };
        for (name, route, provision) in asked(pack, rule) {
            let Some(start) = view.start(&provision, route.as_deref()) else { continue };
            let before = said.iter_mut().find(|(of, _)| *of == name);
            match before {
                Some((_, old))
                    if old.effective == start.effective && old.formal == start.formal =>
                {
                    continue;
                }
                Some((_, old)) => {
                    *old = start.clone();
                    lines.push(line(pack, (&name, "moved to"), ActIx(by), &start));
                }
                None => {
                    said.push((name.clone(), start.clone()));
                    lines.push(line(pack, (&name, "applies from"), ActIx(by), &start));
                }
            }
        }
    }
    lines
}

/// The provisions whose days a rule follows: its own, or else every one that it cites a part of.
fn asked(pack: &Pack, rule: &Rule) -> Vec<(String, Option<String>, Provision)> {
    let name = |provision: &Provision, route: Option<&str>, subject: &str| {
        let route = match route {
            Some("annex3") => " (listed uses)",
            Some("annex1") => " (products)",
            _ => "",
        };
        let subject = if subject.is_empty() { String::new() } else { format!(", {subject}") };
        format!("{provision}{route}{subject}")
    };
    if let Some(starts) = &rule.starts {
        let (provision, route) = (&starts.provision, starts.route.as_deref());
        return vec![(name(provision, route, ""), starts.route.clone(), provision.clone())];
    }
    let cites = rule.cite.as_str().split(", ").filter_map(Provision::parse);
    let cites: Vec<Provision> = cites.collect();
    let rows = pack.application.iter();
    rows.filter(|row| cites.iter().any(|cite| row.provision.touches(cite)))
        .map(|row| {
            let name = name(&row.provision, row.route.as_deref(), &row.subject);
            (name, row.route.clone(), row.provision.clone())
        })
        .collect()
}

fn line(pack: &Pack, (name, verb): (&str, &str), by: ActIx, start: &Start) -> String {
    let day = |day| When::day(day).words();
    let formal = match start.formal == start.effective {
        true => String::new(),
        false => format!(", formally from {}", day(start.formal)),
    };
    let act = pack.acts.get(by.0).map_or("", |act| act.number.as_str());
    let from = day(start.effective);
    format!("{name}: {verb} {from}{formal} ({}, by {act})", start.basis.short())
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
        ConditionNode::SaidToBe(role, _) => {
            let roles = pack.vocabulary.find("actor_role").and_then(|at| pack.vocabulary.get(at));
            let option = roles.and_then(|fact| fact.kind.options().get(usize::from(role.0)));
            let name = option.map_or("", |option| option.id.as_str()).replace('_', " ");
            leaf(html! { "stated to be the " (name) })
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

#[cfg(test)]
mod tests {
    use super::*;
    use actlas_law::PackFiles;

    /// The days that a rule's versions say, version by version.
    fn says(pack: &Pack, id: &str) -> Vec<Vec<String>> {
        let rule = pack.find(id).and_then(|ix| pack.rule(ix)).expect("a rule");
        rule.versions.iter().map(|version| days(pack, rule, version)).collect()
    }

    /// The dates are those of Article 113, as published and as amended by Regulation (EU) 2026/1744.
    #[test]
    fn a_version_says_when_it_applies_and_what_moved_that() {
        let pack = Pack::load(&PackFiles::embedded()).0;
        let listed = says(&pack, "annex3.4a").concat().join("\n");
        assert!(listed.contains("applies from 2 August 2026 (Art. 113(2)"), "{listed}");
        assert!(listed.contains("moved to 2 December 2027 (Art. 113(c)(i)"), "{listed}");
        let practice = says(&pack, "art5.1a").concat().join("\n");
        assert!(practice.contains("applies from 2 February 2025"), "{practice}");
        assert!(!practice.contains("moved"), "{practice}");
        let new = says(&pack, "art5.1ba").concat().join("\n");
        assert!(new.contains("applies from 2 December 2026"), "{new}");
        assert!(!new.contains("2024/1689"), "{new}");
    }

    #[test]
    fn every_version_of_a_point_says_a_day_unless_it_is_deleted() {
        let pack = Pack::load(&PackFiles::embedded()).0;
        for (_, rule) in pack.rules().filter(|(_, rule)| rule.point.is_some()) {
            for version in &rule.versions {
                let silent = days(&pack, rule, version).is_empty();
                assert_eq!(silent, version.when.is_none(), "{} says no day", rule.id);
            }
        }
    }
}
