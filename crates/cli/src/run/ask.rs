use std::path::PathBuf;

use actlas_assess::questions::{Question, QuestionKind};
use actlas_assess::{Assessor, Settings, headline};
use actlas_facts::{Fact, Knowledge, Layer, Record, Statement};
use actlas_law::scenario::commission::Examples;
use actlas_law::{Choices, Lowered, Pack, PointKind, RuleIx, View};
use actlas_screen::Lexicon;
use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::ask_about::{About, AskedOf, Asking, merged, next};
use super::ask_order::in_order;
use super::ask_sheet::sheet;
use super::{find, interview, point_words, shown_name};
use crate::args::{Ask, AskFormat, format};
use crate::findings::{Exit, Findings};
use crate::pipeline::{Source, Wanted};
use crate::progress::Progress;
use crate::{pack, style};

/// Questions asked about one system.
const ONE: usize = 5;

pub fn run(args: &Ask) -> Result<Exit> {
    let format = format(args.format, args.output.as_deref())?;
    match format {
        AskFormat::Text | AskFormat::Json => {
            style::saying(args.output.as_ref(), || one(args, format))
        }
        AskFormat::Xlsx | AskFormat::Html => sheet(args, format),
    }
}

pub(super) fn source<'v>(
    args: &Ask,
    law: &'v Pack,
    inputs: &[PathBuf],
    lexicon: Option<&'v Lexicon>,
) -> Result<Source<'v>> {
    let wanted = Wanted {
        paths: inputs,
        mapping: args.mapping.as_ref(),
        sheet: args.sheet.as_ref(),
        answers: &args.answers,
        attest: args.attest.as_ref(),
        lexicon,
        llm: Some(&args.screen.llm),
    };
    wanted.spare(args.output.as_deref())?;
    // Answers may be added to those that are read.
    Wanted { answers: &[], ..wanted }.spare(args.interactive.as_deref())?;
    Source::new(&law.vocabulary, &wanted)
}

fn one(args: &Ask, format: AskFormat) -> Result<Exit> {
    let (law, _) = pack::load(&args.judge.view.pack)?;
    let (lowered, mut settings) = pack::lower(&law, &args.judge)?;
    let lexicon = pack::lexicon(&args.screen, &law.vocabulary)?;
    settings.lexicon = lexicon.as_ref().map(|at| at.hash.clone());
    let Some((id, inputs)) = args.inputs.split_first().filter(|(_, rest)| !rest.is_empty()) else {
        bail!(
            "give the id of a system and the input it stands in: actlas ask ID INPUT…; for a sheet about all \
             systems add `-o questions.xlsx`"
        );
    };
    let mut record = find(source(args, &law, inputs, lexicon.as_ref())?, &id.to_string_lossy())?;
    let mut assessor = Assessor::new(&lowered, settings);
    let assessed = assessor.assess(&record);
    Findings::default().tell_assessed(&assessed.outcome.findings);
    if let Some(file) = &args.interactive {
        return interview::run(args, &law, &lowered, &mut assessor, &mut record, file);
    }
    let limit = args.limit.unwrap_or(ONE);
    let next = next(&lowered, &law, &record, &assessed, &AskedOf::default(), usize::MAX);
    let all = next.iter().map(|(about, next)| (*about, next.iter().collect())).collect();
    let count = merged(&law, all).len();
    let first = next
        .iter()
        .map(|(about, next)| (*about, in_order(&law, &next.iter().collect::<Vec<_>>(), limit)));
    let mut shown = merged(&law, first.collect());
    shown.truncate(limit);
    let left = count.saturating_sub(shown.len());
    if format == AskFormat::Json {
        let questions: Vec<Value> = shown.iter().map(|at| as_json(&law, &record, at)).collect();
        let whole = json!({
            "id": record.id, "headline": headline(&assessed.outcome, &law), "questions": questions,
            "left": left,
        });
        say!("{}", serde_json::to_string_pretty(&whole)?);
        return Ok(Exit::Done);
    }
    say!(
        "{}: {}",
        style::strong(&style::plain(shown_name(&record))),
        headline(&assessed.outcome, &law)
    );
    if shown.is_empty() && left == 0 {
        say!("nothing is left to ask: every point is decided");
    }
    for (number, asking) in shown.iter().enumerate() {
        say!("\n{}. {}", number + 1, words(&law, &asking.question.kind).0);
        if let Some(of) = asking.of(&law, &record) {
            say!("   {}", style::plain(&of));
        }
        details(&law, &asking.question);
    }
    if left > 0 {
        say!(
            "\n{}",
            style::soft(&format!(
                "{left} more {} could still matter (-n {count} shows all)",
                if left == 1 { "question" } else { "questions" }
            ))
        );
    }
    Ok(Exit::Done)
}

fn key(law: &Pack, kind: &QuestionKind) -> String {
    match kind {
        QuestionKind::Fact(fact) => law.vocabulary.id(*fact).to_owned(),
        QuestionKind::Bundle(at) => law
            .vocabulary
            .bundles()
            .get(*at)
            .map_or(String::new(), |bundle| format!("bundle:{}", bundle.id)),
    }
}

/// Question and help.
pub(super) fn words(law: &Pack, kind: &QuestionKind) -> (String, String) {
    match kind {
        QuestionKind::Fact(fact) => law
            .vocabulary
            .get(*fact)
            .map_or_else(Default::default, |fact| (fact.question.clone(), fact.help.clone())),
        QuestionKind::Bundle(at) => {
            law.vocabulary.bundles().get(*at).map_or_else(Default::default, |bundle| {
                (bundle.question.clone(), bundle.help.clone())
            })
        }
    }
}

pub(super) fn fact_of<'p>(law: &'p Pack, kind: &QuestionKind) -> Option<&'p Fact> {
    match kind {
        QuestionKind::Fact(fact) => law.vocabulary.get(*fact),
        QuestionKind::Bundle(_) => None,
    }
}

pub(super) fn settles(law: &Pack, question: &Question) -> String {
    let name =
        |rule: &RuleIx| law.rule(*rule).map_or(String::new(), |rule| point_words(law, &rule.id));
    let names: Vec<String> = question.settles.iter().map(name).collect();
    let shown = names.iter().take(6).cloned().collect::<Vec<_>>().join("; ");
    match names.len() {
        0 => "with other answers".to_owned(),
        1..=6 => shown,
        more => format!("{shown}; and {} more", more - 6),
    }
}

pub(super) fn details(law: &Pack, question: &Question) {
    let (_, help) = words(law, &question.kind);
    if !help.is_empty() {
        say!("   {}", style::soft(&help));
    }
    match fact_of(law, &question.kind) {
        Some(fact) => {
            for option in fact.kind.options() {
                say!("   - {}: {}", option.id, option.label);
            }
            say!(
                "   {}",
                style::soft(&format!("fact `{}`; known by {}", fact.id, fact.known_by.join(", ")))
            );
        }
        None => {
            say!("   {}", style::soft("one question for many: “none of these” settles them all"))
        }
    }
    let exact =
        if question.exact { "" } else { " (too many facts are missing to look at every case)" };
    say!("   settles {}{exact}", settles(law, question));
}

fn as_json(law: &Pack, record: &Record, Asking { about, question }: &Asking) -> Value {
    let (text, help) = words(law, &question.kind);
    let fact = fact_of(law, &question.kind);
    let options: Vec<Value> = fact
        .map(|fact| fact.kind.options())
        .unwrap_or_default()
        .iter()
        .map(|option| json!({"id": option.id, "label": option.label}))
        .collect();
    let settles: Vec<&str> = question
        .settles
        .iter()
        .filter_map(|rule| law.rule(*rule).map(|rule| rule.id.as_str()))
        .collect();
    let mut said = json!({
        "kind": if fact.is_some() { "fact" } else { "bundle" }, "id": key(law, &question.kind),
        "question": text, "help": help, "options": options, "settles": settles, "exact": question.exact,
        "known_by": fact.map(|fact| fact.known_by.clone()).unwrap_or_default(),
    });
    // Most records have one use and one actor, and nothing to tell apart.
    if let Some(said) = said.as_object_mut() {
        if let Some(of) = about.use_of(record) {
            said.insert("use".to_owned(), of.id.clone().into());
            said.insert("purpose".to_owned(), of.purpose.clone().into());
        }
        if let Some(actor) = about.actor_of(record) {
            said.insert("actor".to_owned(), actor.name.clone().into());
        }
    }
    said
}

/// How many questions it takes to settle the Commission's examples, against asking in the order of the
/// vocabulary. The simulated answerer knows what the example states and says "not known" otherwise.
pub fn measure(law: &Pack, examples: &Examples) -> Result<()> {
    let view = View::new(law, law.state, law.state)?;
    let lowered = Lowered::new(view, Choices::defaults(law));
    let mut progress = Progress::new("examples");
    let (mut adaptive, mut fixed, mut count) = (0usize, 0usize, 0usize);
    for (at, example) in examples.list.iter().enumerate() {
        progress.tell(at as u64);
        let kind = example.scenario.kind;
        let truth = &example.scenario.facts;
        let goal = state(&lowered, &record_of(kind, truth));
        adaptive += asked_until(&lowered, law, kind, truth, &goal, Order::BestNext);
        fixed += asked_until(&lowered, law, kind, truth, &goal, Order::Vocabulary);
        count += 1;
    }
    drop(progress);
    let mean = |sum: usize| sum as f64 / count.max(1) as f64;
    say!("questions until an example stands as its facts make it stand:");
    say!("  best next question: {:.1} on average", mean(adaptive));
    say!("  in the order of the vocabulary: {:.1} on average", mean(fixed));
    Ok(())
}

#[derive(Clone, Copy, PartialEq)]
enum Order {
    BestNext,
    Vocabulary,
}

type Known = Vec<(actlas_facts::FactIx, Knowledge)>;

fn record_of(kind: PointKind, known: &Known) -> Record {
    let statements = known
        .iter()
        .map(|(fact, says)| Statement::new(*fact, says.clone(), Layer::Attested, "example"));
    Record {
        kind: match kind {
            PointKind::Model => actlas_facts::RecordKind::Model,
            PointKind::System => actlas_facts::RecordKind::System,
        },
        statements: statements.collect(),
        ..Record::default()
    }
}

/// Class and points, as far as they are decided.
fn state(lowered: &Lowered, record: &Record) -> (String, Vec<String>) {
    let outcome = Assessor::new(lowered, Settings::default()).assess(record).outcome;
    (outcome.indicated.class, outcome.indicated.points)
}

fn asked_until(
    lowered: &Lowered,
    law: &Pack,
    kind: PointKind,
    truth: &Known,
    goal: &(String, Vec<String>),
    order: Order,
) -> usize {
    let mut known: Known = Vec::new();
    let mut asked = AskedOf::default();
    let mut assessor = Assessor::new(lowered, Settings::default());
    let mut fixed = law.vocabulary.facts().map(|(ix, _)| ix);
    let mut count = 0;
    loop {
        let record = record_of(kind, &known);
        let assessed = assessor.assess(&record);
        let here =
            (assessed.outcome.indicated.class.clone(), assessed.outcome.indicated.points.clone());
        if here == *goal {
            return count;
        }
        let question = match order {
            Order::BestNext => {
                let next = next(lowered, law, &record, &assessed, &asked, 1);
                next.into_iter().flat_map(|(_, next)| next).next().map(|question| question.kind)
            }
            Order::Vocabulary => fixed.next().map(QuestionKind::Fact),
        };
        let Some(question) = question else { return count };
        asked.of(About::default()).add(&question);
        count += 1;
        match question {
            QuestionKind::Fact(fact) => {
                known.extend(truth.iter().filter(|(of, _)| *of == fact).cloned());
            }
            QuestionKind::Bundle(at) => {
                let none = law.vocabulary.bundles().get(at).map(|bundle| bundle.none.as_slice());
                let none = none.unwrap_or_default();
                let agrees = |(fact, says): &(actlas_facts::FactIx, Knowledge)| {
                    truth.iter().any(|(of, told)| of == fact && told == says)
                };
                let told = |(fact, says): &&(actlas_facts::FactIx, Knowledge)| {
                    truth.iter().any(|(of, told)| of == fact && told != says)
                };
                if !none.is_empty() && none.iter().all(agrees) {
                    known.extend(none.iter().cloned());
                } else if none.iter().any(|at| told(&at)) {
                    let some = none.iter().map(|(fact, _)| *fact);
                    asked.of(About::default()).some.extend(some);
                }
            }
        }
    }
}
