//! The verbs.

pub mod ask;
mod ask_about;
mod ask_order;
mod ask_sheet;
pub mod calendar;
pub mod check;
pub mod classify;
pub mod draft;
pub mod drift;
mod drift_match;
pub mod duties;
mod duties_book;
pub mod eval;
pub mod eval_news;
pub mod eval_others;
mod eval_prose;
pub mod eval_purposes;
pub mod interview;
pub mod law_coverage;
pub mod law_dates;
mod law_lookup;
pub mod law_show;
pub mod law_tests;
pub mod map;
pub mod pact;
pub mod screen;
pub mod setup;
pub mod train;
pub mod why;
mod workbook;

use std::fmt::Display;
use std::path::{Path, PathBuf};

use actlas_assess::Assessed;
use actlas_facts::Record;
use actlas_law::Pack;
use anyhow::{Result, bail};

use crate::pipeline::{NothingRead, Source};

/// The record with this id, if the inputs hold it.
fn find(source: Source, id: &str) -> Result<Record> {
    let mut found: Option<Record> = None;
    let mut near: Option<String> = None;
    let read = source.only(id).each(|record| {
        if record.id == id {
            found = Some(record);
        } else if near.is_none() && is_near(&record, id) {
            near = Some(record.id);
        }
        Ok(())
    })?;
    match (found, near) {
        (Some(record), _) => Ok(record),
        (None, Some(near)) => bail!("no record `{id}` in the input; is `{near}` meant?"),
        (None, None) if read.records == 0 => Err(NothingRead.into()),
        (None, None) => {
            bail!("no record `{id}` in the input; `actlas classify INPUT` lists the ids")
        }
    }
}

/// Whether somebody who typed this can have meant a record: its id in other letters, or its name or a part.
fn is_near(record: &Record, typed: &str) -> bool {
    let typed = typed.trim().to_lowercase();
    !typed.is_empty()
        && (record.id.to_lowercase() == typed || record.name.to_lowercase().contains(&typed))
}

/// Label and title of a rule: `4(a) Recruitment and selection`.
fn point_words(pack: &Pack, id: &str) -> String {
    match pack.find(id).and_then(|rule| pack.rule(rule)) {
        Some(rule) => format!("{} {}", rule.label, rule.title).trim().to_owned(),
        None => id.to_owned(),
    }
}

/// How a fact is asked.
fn question(pack: &Pack, id: &str) -> String {
    let fact = pack.vocabulary.find(id).and_then(|ix| pack.vocabulary.get(ix));
    fact.map_or_else(|| id.to_owned(), |fact| fact.question.clone())
}

/// `1 record`, `2 records`.
pub(crate) fn counted(count: impl Display, one: &str) -> String {
    let count = count.to_string();
    let end = if count == "1" { "" } else { "s" };
    format!("{count} {one}{end}")
}

/// A title from the names of inputs, where none is given.
fn title(names: &[String]) -> String {
    match names {
        [one] => Path::new(one)
            .file_stem()
            .map_or(one.clone(), |stem| stem.to_string_lossy().into_owned()),
        [] => "Atlas".to_owned(),
        many => format!("{} registers", many.len()),
    }
}

/// A name to show: the record's, or its id.
fn shown_name(record: &Record) -> &str {
    if record.name.is_empty() { &record.id } else { &record.name }
}

/// Whether a point is open for a record.
fn is_open(assessed: &Assessed, pack: &Pack) -> impl Fn(actlas_law::RuleIx) -> bool {
    let open: Vec<actlas_law::RuleIx> =
        assessed.outcome.open.iter().filter_map(|id| pack.find(id)).collect();
    move |rule| open.contains(&rule)
}

fn as_paths(paths: &[PathBuf]) -> Vec<String> {
    paths.iter().map(|path| path.display().to_string()).collect()
}
