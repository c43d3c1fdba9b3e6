//! Drafts hold what is known, ask for the rest, and take nothing a register holds for markup.
#![expect(clippy::expect_used, clippy::panic, reason = "a test may panic; that is how it fails")]

mod hostile;
mod lists;

use std::sync::LazyLock;

use actlas_assess::{Assessor, Settings};
use actlas_facts::{Actor, Date, Layer, Raw, Record, Statement, parse_date};
use actlas_law::{Choices, Lowered, Pack, PackFiles, View};
use actlas_papers::{Draft, Request, draft};

static PACK: LazyLock<Pack> = LazyLock::new(|| Pack::load(&PackFiles::embedded()).0);
static BEFORE: LazyLock<Lowered> = LazyLock::new(|| lowered("2026-07-01"));
static TODAY: LazyLock<Lowered> = LazyLock::new(|| lowered("2026-11-21"));

fn lowered(on: &str) -> Lowered<'static> {
    let view = View::new(&PACK, day(on), day(on)).expect("a view");
    Lowered::new(view, Choices::defaults(&PACK))
}

fn pack() -> &'static Pack {
    &PACK
}

fn day(text: &str) -> Date {
    parse_date(text).expect("a day").0
}

fn said(pack: &Pack, id: &str, value: &serde_json::Value, layer: Layer) -> Statement {
    let ix = pack.vocabulary.find(id).unwrap_or_else(|| panic!("no fact {id}"));
    let fact = pack.vocabulary.get(ix).expect("a fact");
    let says = fact.read(Raw::Json(value)).unwrap_or_else(|_| panic!("{id}: {value}"));
    Statement::new(ix, says, layer, "somebody")
}

fn provider(pack: &Pack, name: &str) -> Actor {
    let role = said(pack, "actor_role", &serde_json::json!(["provider"]), Layer::Attested);
    Actor { name: name.to_owned(), statements: vec![role] }
}

/// A draft under one of the two views.
fn write(paper: &str, record: &Record, lowered: &'static Lowered<'static>) -> Draft {
    let settings = Settings { all_missing: true, ..Settings::default() };
    let mut assessor = Assessor::new(lowered, settings);
    let assessed = assessor.assess(record);
    let duties = assessor.duties(record, &assessed);
    let paper = PACK.paper(paper).expect("a paper");
    let mut asked_with = assessor.receipts();
    asked_with.add(&assessed.outcome.receipt);
    let (assessed, duties, asked_with) = (&assessed, &duties, &asked_with);
    draft(&Request { paper, record, assessed, duties, lowered, asked_with })
}
