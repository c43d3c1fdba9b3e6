use std::collections::BTreeSet;
use std::io::Write as _;

use actlas_assess::why::{self, Reason};
use actlas_assess::{Assessed, Assessor, Evidence, REJECTED, headline, long_date, rejection_words};
use actlas_atlas::why_html;
use actlas_facts::day_text;
use actlas_law::{Class, Lowered, Pack, RuleIx};
use anyhow::{Result, bail};
use serde_json::json;

use super::{find, law_lookup, point_words, shown_name};
use crate::args::{Why, WhyFormat, format};
use crate::findings::{Exit, Findings};
use crate::output::Output;
use crate::pipeline::Source;
use crate::{pack, style};

pub fn run(args: &Why) -> Result<Exit> {
    let format = format(args.format, args.output.as_deref())?;
    let (law, _) = pack::load(&args.judge.view.pack)?;
    let (lowered, mut settings) = pack::lower(&law, &args.judge)?;
    let lexicon = pack::lexicon(&args.input.screen, &law.vocabulary)?;
    settings.lexicon = lexicon.as_ref().map(|at| at.hash.clone());
    let input = &args.input;
    let wanted = input.wanted(lexicon.as_ref());
    wanted.spare(args.output.as_deref())?;
    let source = Source::new(&law.vocabulary, &wanted)?;
    let record = find(source, &args.id)?;
    let mut assessor = Assessor::new(&lowered, settings);
    let assessed = assessor.assess(&record);
    Findings::default().tell_assessed(&assessed.outcome.findings);
    let asked = asked(&law, &lowered, &assessed, &record, args.of.as_deref())?;
    let reasons: Vec<(String, Reason)> = asked
        .into_iter()
        .map(|(name, rule)| {
            let subject = why::subject_of(&lowered, &assessed.subjects, rule);
            let reason = subject.map(|subject| why::explain(&lowered, subject, rule));
            reason.map(|reason| (name, reason))
        })
        .collect::<Option<_>>()
        .unwrap_or_default();
    let footer = footer(&law, &lowered, &assessed);
    let head = headline(&assessed.outcome, &law);
    let mut out = Output::to(args.output.as_ref())?;
    match format {
        WhyFormat::Text => {
            writeln!(out, "{}: {head}", style::strong(&style::plain(shown_name(&record))))?;
            if reasons.is_empty() && args.of.is_none() {
                writeln!(out, "\n`actlas ask` asks what would bear on a point")?;
            }
            let mut told = BTreeSet::new();
            for (_, reason) in &reasons {
                write!(out, "\n{}", style_safe(&reason.text_after(&mut told)))?;
            }
            writeln!(out)?;
            footer.iter().try_for_each(|line| writeln!(out, "{}", style::soft(line)))?;
        }
        WhyFormat::Json => {
            let of: serde_json::Map<String, serde_json::Value> = reasons
                .iter()
                .map(|(name, reason)| Ok((name.clone(), serde_json::to_value(reason)?)))
                .collect::<Result<_, serde_json::Error>>()?;
            let whole = json!({
                "id": record.id, "name": record.name, "headline": head, "why": of,
                "rejected": rejected(&assessed), "applies": assessed.outcome.applies, "contested": assessed.outcome.contested,
                "receipt": assessed.outcome.receipt,
            });
            writeln!(out, "{}", serde_json::to_string_pretty(&whole)?)?;
        }
        WhyFormat::Html => {
            let trees: Vec<Reason> = reasons.into_iter().map(|(_, reason)| reason).collect();
            write!(out, "{}", why_html(shown_name(&record), &head, &trees, &footer))?;
        }
    }
    out.keep()?;
    Ok(Exit::Done)
}

/// Proposals that somebody rejected.
fn rejected(assessed: &Assessed) -> Vec<&Evidence> {
    assessed.outcome.evidence.iter().filter(|at| at.layer == REJECTED).collect()
}

/// Lines that are safe to print.
fn style_safe(text: &str) -> String {
    text.split('\n').map(style::plain).collect::<Vec<_>>().join("\n")
}

/// What is asked: names and rules.
fn asked(
    law: &Pack,
    lowered: &Lowered,
    assessed: &Assessed,
    record: &actlas_facts::Record,
    of: Option<&str>,
) -> Result<Vec<(String, RuleIx)>> {
    let kind = Assessor::kind_of(record);
    let class_rule = |class: Class| why::rule_of_class(lowered, kind, class);
    if let Some(of) = of {
        let of = of.trim();
        let rule = match Class::parse(of) {
            Some(class) => class_rule(class),
            None => law.find(of),
        };
        if let Some(rule) = rule {
            return Ok(vec![(of.to_owned(), rule)]);
        }
        let view = lowered.view();
        let on_that_day = |rule: &RuleIx| view.wording(*rule).is_some();
        let meant = law_lookup::meant(law, of).into_iter().filter(on_that_day);
        let meant = meant.filter_map(|rule| Some((law.rule(rule)?.id.clone(), rule)));
        let meant: Vec<(String, RuleIx)> = meant.collect();
        if meant.is_empty() {
            bail!(
                "`{of}` is no point, class or rule, such as annex3.4a or \"Annex III, point 4(a)\"; \
                 `actlas law show annex3` lists points"
            );
        }
        return Ok(meant);
    }
    let mut asked = Vec::new();
    asked.extend(class_rule(assessed.class).map(|rule| ("class".to_owned(), rule)));
    let outcome = &assessed.outcome;
    for id in outcome.indicated.points.iter().chain(&outcome.open) {
        asked.extend(law.find(id).map(|rule| (id.clone(), rule)));
    }
    Ok(asked)
}

/// Dates and readings, named under every explanation.
fn footer(law: &Pack, lowered: &Lowered, assessed: &Assessed) -> Vec<String> {
    let view = lowered.view();
    let said = assessed.outcome.evidence.iter().filter_map(|at| rejection_words(at, law));
    let mut lines: Vec<String> = said.map(|says| style::plain(&says)).collect();
    lines.dedup();
    for at in &assessed.outcome.applies {
        let effective = at.effective.as_deref().map(long_date);
        let formal = at.formal.as_deref().map(long_date);
        let mut line = format!("{}: {}", point_words(law, &at.point), at.status);
        match (&effective, &formal) {
            (Some(effective), Some(formal)) if effective != formal => {
                line += &format!(", effectively {effective}, formally {formal}");
            }
            (Some(effective), _) => line += &format!(", {effective}"),
            (None, _) => line += ", until a significant change in design",
        }
        line += &at.reservation();
        lines.push(format!("{line} ({})", at.basis));
    }
    for at in &assessed.outcome.contested {
        let question = law.reading(&at.question).and_then(|ix| law.readings.get(ix.0));
        let words = question.map_or("", |question| question.question.as_str());
        let dates = match at.dates() {
            dates if dates.is_empty() => dates,
            dates => format!("; {dates}"),
        };
        lines.push(format!(
            "contested {}={}: {words} Then: {}{dates}",
            at.question, at.reading, at.class
        ));
    }
    let act = law.acts.get(view.speaks().0).map_or("", |act| act.number.as_str());
    let differing = lowered.choices().differing(law);
    let readings =
        if differing.is_empty() { String::new() } else { format!("; {}", differing.join(", ")) };
    lines.push(format!(
        "Asked on {}, known on {}; wording as of {act}; the Commission's readings{readings}.",
        day_text(view.on()),
        day_text(view.known())
    ));
    lines.push(law.notice.clone());
    lines
}
