use std::io::{self, Read};

use actlas_assess::{Assessor, long_date};
use actlas_facts::{Date, day_text};
use actlas_law::explain_dates::{
    DateClaim, Sense, Verdict, count, days, explain_as_known, impossible,
};
use actlas_law::{ActIx, Citation, Pack, View};
use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use super::{find, point_words};
use crate::args::{ExplainDates, JudgeArgs, TextOrJson, format};
use crate::findings::Exit;
use crate::pipeline::{Source, Wanted};
use crate::{output, pack, style};

/// Longest text that is read.
const MAX_TEXT_BYTES: u64 = 4 << 20;
/// Dates that are explained at once; each in some two dozen senses.
const MAX_DATES: usize = 2_000;

pub fn run(args: &ExplainDates) -> Result<Exit> {
    let format = format(args.format, args.output.as_deref())?;
    output::spare(args.output.as_deref(), args.input.as_deref())?;
    let (law, _) = pack::load(&args.view.pack)?;
    let text = match args.text.as_deref() {
        Some("-") => {
            let mut bytes = Vec::new();
            io::stdin().take(MAX_TEXT_BYTES + 1).read_to_end(&mut bytes)?;
            if bytes.len() as u64 > MAX_TEXT_BYTES {
                bail!(
                    "standard input is larger than {} MiB; give it in parts",
                    MAX_TEXT_BYTES >> 20
                );
            }
            Some(
                String::from_utf8(bytes)
                    .context("standard input is not UTF-8; save it as UTF-8")?,
            )
        }
        other => other.map(str::to_owned),
    };
    let many = text.as_deref().map_or(0, count);
    if many > MAX_DATES {
        bail!(
            "the text names {many} dates, and {MAX_DATES} are explained at once; give it in parts"
        );
    }
    let (on, known) = pack::days(&args.view)?;
    View::new(&law, on, known)?;
    let binds = binding(args, &law)?;
    let said = style::say_into(args.output.as_ref())?;
    match text {
        None => list(format, &law, known)?,
        Some(text) => {
            let claims = explain_as_known(&law, &text, known);
            let none: Vec<(usize, usize, &str)> = impossible(&text)
                .into_iter()
                .filter_map(|at| Some((at.start, at.end, text.get(at)?)))
                .collect();
            if claims.is_empty() && none.is_empty() {
                bail!("the text names no date; years count from 2000");
            }
            match format {
                TextOrJson::Json => {
                    let claims: Vec<Value> =
                        claims.iter().map(|claim| as_json(&law, claim)).collect();
                    let none: Vec<Value> = none
                        .iter()
                        .map(|(start, end, quote)| json!({"quote": quote, "start": start, "end": end}))
                        .collect();
                    let whole = json!({"claims": claims, "impossible": none, "system": binds});
                    say!("{}", serde_json::to_string_pretty(&whole)?);
                }
                TextOrJson::Text => {
                    claims.iter().for_each(|claim| print(&law, claim));
                    for (_, _, quote) in none {
                        let quote = style::strong(&format!("“{}”", style::plain(quote)));
                        say!("{quote}: there is no such day");
                    }
                }
            }
        }
    }
    if format == TextOrJson::Text && !binds.is_empty() {
        say!("\n{}", style::strong("binds this system"));
        binds.iter().for_each(|line| say!("  {line}"));
    }
    said.keep()?;
    Ok(Exit::Done)
}

/// When the consequences of its points run for one system.
fn binding(args: &ExplainDates, law: &Pack) -> Result<Vec<String>> {
    let (Some(input), Some(id)) = (&args.input, &args.id) else { return Ok(Vec::new()) };
    let judge = JudgeArgs { view: args.view.clone(), ..JudgeArgs::default() };
    let (lowered, settings) = pack::lower(law, &judge)?;
    let lexicon = pack::lexicon(&args.screen, &law.vocabulary)?;
    let wanted = Wanted {
        paths: std::slice::from_ref(input),
        mapping: None,
        sheet: None,
        answers: &[],
        attest: None,
        lexicon: lexicon.as_ref(),
        llm: Some(&args.screen.llm),
    };
    let source = Source::new(&law.vocabulary, &wanted)?;
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
        let point = point_words(law, &at.point);
        format!("{point}: {}, {day}{} ({})", at.status, at.reservation(), at.basis)
    };
    Ok(outcome.applies.iter().map(line).collect())
}

fn list(format: TextOrJson, law: &Pack, known: Date) -> Result<()> {
    let mut rows: Vec<Value> = Vec::new();
    for milestone in &law.milestones {
        let under = days(law, milestone, known);
        if under.is_empty() {
            continue;
        }
        if format == TextOrJson::Json {
            let days: Vec<String> = under.iter().map(|(_, day, _)| day_text(*day)).collect();
            rows.push(json!({"id": milestone.id, "title": milestone.title, "days": days}));
            continue;
        }
        let words: Vec<String> = under
            .iter()
            .map(|(act, day, cite)| {
                let cite = if cite.as_str().is_empty() {
                    String::new()
                } else {
                    format!(", {}", cite.short())
                };
                format!("{} ({}{cite})", long_date(&day_text(*day)), number(law, *act))
            })
            .collect();
        let same =
            under.windows(2).all(|pair| pair.first().map(|at| at.1) == pair.last().map(|at| at.1));
        let shown =
            if same { words.first().cloned().unwrap_or_default() } else { words.join("; now ") };
        say!("{}: {shown}", milestone.title);
    }
    if format == TextOrJson::Json {
        say!("{}", serde_json::to_string_pretty(&rows)?);
    }
    Ok(())
}

/// What is right, or was, comes first and in full; what is wrong in every act is one line, because a
/// date has many senses and is wrong in most. The Act has more dates than are looked at.
fn print(law: &Pack, claim: &DateClaim) {
    let (from, to) = (day_text(claim.days.0), day_text(claim.days.1));
    let is_in_words = claim.quote.chars().any(char::is_alphabetic);
    let span = match from == to {
        true if is_in_words => String::new(),
        // Numbers can be read in more than one way.
        true => format!(" read as {}", long_date(&from)),
        false => format!(": {} to {}", long_date(&from), long_date(&to)),
    };
    let vague = match claim.is_vague {
        true => ", the whole year, because these words name no days",
        false => "",
    };
    let vague = if claim.is_dateline { ", the day of the text" } else { vague };
    say!("{}{span}{vague}", style::strong(&format!("“{}”", style::plain(&claim.quote))));
    let never_right =
        |sense: &&Sense| sense.under.iter().all(|(_, _, verdict)| *verdict == Verdict::Wrong);
    let (wrong, other): (Vec<&Sense>, Vec<&Sense>) = claim.senses.iter().partition(never_right);
    let (spoken, unspoken): (Vec<&Sense>, Vec<&Sense>) =
        other.into_iter().partition(|sense| sense.spoken);
    for sense in spoken.into_iter().chain(unspoken) {
        print_sense(law, sense);
    }
    let (spoken, unspoken): (Vec<&Sense>, Vec<&Sense>) =
        wrong.into_iter().partition(|sense| sense.spoken);
    spoken.into_iter().for_each(|sense| print_sense(law, sense));
    let titles: Vec<String> = unspoken
        .iter()
        .filter_map(|sense| {
            let day = sense.under.last().map(|(day, ..)| day_text(*day)).unwrap_or_default();
            Some(format!("{} ({day})", law.milestones.get(sense.milestone)?.title))
        })
        .collect();
    if !titles.is_empty() {
        say!("    no day of anything else that is looked at here: {}", titles.join("; "));
    }
    if claim.senses.iter().any(|sense| sense.spoken) {
        say!("{}", style::soft("  • marks the senses that the words around the date speak of"));
    }
}

fn print_sense(law: &Pack, sense: &Sense) {
    let Some(milestone) = law.milestones.get(sense.milestone) else { return };
    let mark = if sense.spoken { "•" } else { " " };
    let said = |(day, cite, verdict): &(Date, Citation, Verdict), number: &str| {
        let cite =
            if cite.as_str().is_empty() { String::new() } else { format!(", {}", cite.short()) };
        format!("{} under {number} ({}{cite})", verdict.as_str(), day_text(*day))
    };
    let mut under: Vec<String> = Vec::new();
    let mut last: Option<&(Date, Citation, Verdict)> = None;
    for (judged, act) in sense.under.iter().zip(&sense.acts) {
        // An act that did not touch the date says nothing new about it.
        if last != Some(judged) {
            under.push(said(judged, number(law, *act)));
        }
        last = Some(judged);
    }
    say!("  {mark} {}: {}", milestone.title, under.join("; "));
}

fn number(law: &Pack, act: ActIx) -> &str {
    law.acts.get(act.0).map_or("", |act| act.number.as_str())
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
                .zip(&sense.acts)
                .map(|((day, cite, verdict), act)| {
                    json!({
                        "act": number(law, *act), "day": day_text(*day), "cite": cite.words(),
                        "verdict": verdict.as_str(),
                    })
                })
                .collect();
            Some(json!({"sense": milestone.id, "title": milestone.title, "spoken": sense.spoken, "under": under}))
        })
        .collect();
    json!({
        "quote": claim.quote, "start": claim.start, "end": claim.end,
        "from": day_text(claim.days.0), "to": day_text(claim.days.1), "vague": claim.is_vague,
        "dateline": claim.is_dateline,
        "senses": senses,
    })
}
