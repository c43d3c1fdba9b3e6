use std::io::{self, Read};

use actlas_assess::{Assessor, long_date};
use actlas_facts::day_text;
use actlas_law::Pack;
use actlas_law::explain_dates::{DateClaim, days, explain};
use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::{find, point_words};
use crate::args::{ExplainDates, JudgeArgs, TextOrJson};
use crate::findings::Exit;
use crate::pipeline::Source;
use crate::{pack, style};

/// Longest text that is read.
const MAX_TEXT_BYTES: u64 = 4 << 20;

pub fn run(args: &ExplainDates) -> Result<Exit> {
    let (law, _) = pack::load(&args.view.pack)?;
    let text = match args.text.as_deref() {
        Some("-") => {
            let mut text = String::new();
            io::stdin().take(MAX_TEXT_BYTES).read_to_string(&mut text)?;
            Some(text)
        }
        other => other.map(str::to_owned),
    };
    let binds = binding(args, &law)?;
    match text {
        None => list(args.format, &law)?,
        Some(text) => {
            let claims = explain(&law, &text);
            if claims.is_empty() {
                bail!("the text names no date; years count from 2000");
            }
            match args.format {
                TextOrJson::Json => {
                    let claims: Vec<Value> =
                        claims.iter().map(|claim| as_json(&law, claim)).collect();
                    say!(
                        "{}",
                        serde_json::to_string_pretty(&json!({"claims": claims, "system": binds}))?
                    );
                }
                TextOrJson::Text => claims.iter().for_each(|claim| print(&law, claim)),
            }
        }
    }
    if args.format == TextOrJson::Text && !binds.is_empty() {
        say!("\n{}", style::strong("binds this system"));
        binds.iter().for_each(|line| say!("  {line}"));
    }
    Ok(Exit::Done)
}

/// When the consequences of its points run for one system.
fn binding(args: &ExplainDates, law: &Pack) -> Result<Vec<String>> {
    let (Some(input), Some(id)) = (&args.input, &args.id) else { return Ok(Vec::new()) };
    let judge = JudgeArgs { view: args.view.clone(), ..JudgeArgs::default() };
    let (lowered, settings) = pack::lower(law, &judge)?;
    let source = Source::new(&law.vocabulary, std::slice::from_ref(input), None, None, &[], None)?;
    let record = find(source, id)?;
    let outcome = Assessor::new(&lowered, settings).assess(&record).outcome;
    if outcome.applies.is_empty() {
        return Ok(vec!["no point is shown, so no date binds it yet".to_owned()]);
    }
    let line = |at: &actlas_assess::AppliesAt| {
        let day = match (&at.effective, &at.until) {
            (Some(day), _) => long_date(day),
            (None, _) => "until its design changes significantly".to_owned(),
        };
        format!("{}: {}, {day} ({})", point_words(law, &at.point), at.status, at.basis)
    };
    Ok(outcome.applies.iter().map(line).collect())
}

fn list(format: TextOrJson, law: &Pack) -> Result<()> {
    let mut rows: Vec<Value> = Vec::new();
    for milestone in &law.milestones {
        let under = days(law, milestone);
        if format == TextOrJson::Json {
            let days: Vec<String> = under.iter().map(|(day, _)| day_text(*day)).collect();
            rows.push(json!({"id": milestone.id, "title": milestone.title, "days": days}));
            continue;
        }
        let words: Vec<String> = under
            .iter()
            .zip(&law.acts)
            .map(|((day, cite), act)| {
                let cite = if cite.as_str().is_empty() {
                    String::new()
                } else {
                    format!(", {}", cite.short())
                };
                format!("{} ({}{cite})", long_date(&day_text(*day)), act.number)
            })
            .collect();
        let same =
            under.windows(2).all(|pair| pair.first().map(|at| at.0) == pair.last().map(|at| at.0));
        let shown =
            if same { words.first().cloned().unwrap_or_default() } else { words.join("; now ") };
        say!("{}: {shown}", milestone.title);
    }
    if format == TextOrJson::Json {
        say!("{}", serde_json::to_string_pretty(&rows)?);
    }
    Ok(())
}

fn print(law: &Pack, claim: &DateClaim) {
    say!("{}", style::strong(&format!("“{}”", style::plain(&claim.quote))));
    let spoken_any = claim.senses.iter().any(|sense| sense.spoken);
    for sense in &claim.senses {
        let Some(milestone) = law.milestones.get(sense.milestone) else { continue };
        let mark = if sense.spoken || !spoken_any { "•" } else { " " };
        let under: Vec<String> = sense
            .under
            .iter()
            .zip(&law.acts)
            .map(|((day, _, verdict), act)| {
                format!("{} under {} ({})", verdict.as_str(), act.number, day_text(*day))
            })
            .collect();
        say!("  {mark} {}: {}", milestone.title, under.join("; "));
    }
    say!("{}", style::soft("  • marks the senses that the words around the date speak of"));
}

fn as_json(law: &Pack, claim: &DateClaim) -> Value {
    let senses: Vec<Value> = claim
        .senses
        .iter()
        .filter_map(|sense| {
            let milestone = law.milestones.get(sense.milestone)?;
            let under: Vec<Value> = sense
                .under
                .iter()
                .zip(&law.acts)
                .map(|((day, cite, verdict), act)| {
                    json!({
                        "act": act.number, "day": day_text(*day), "cite": cite.words(),
                        "verdict": verdict.as_str(),
                    })
                })
                .collect();
            Some(json!({"sense": milestone.id, "title": milestone.title, "spoken": sense.spoken, "under": under}))
        })
        .collect();
    json!({
        "quote": claim.quote, "start": claim.start, "end": claim.end,
        "from": day_text(claim.days.0), "to": day_text(claim.days.1), "senses": senses,
    })
}
