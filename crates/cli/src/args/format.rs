//! In which format a command writes: as it is told, or else as the name of the file ends.

use std::path::Path;

use anyhow::{Result, bail};
use clap::ValueEnum;

use super::duties::{CalendarFormat, DraftFormat, DriftFormat, DutiesFormat};
use super::pact::PositionsFormat;
use super::{AskFormat, ClassifyFormat, TableFormat, TextOrJson, WhyFormat};

/// A choice of formats.
pub trait Format: ValueEnum + Default {
    /// What the names of files in this format end with, the usual one first.
    fn endings(&self) -> &'static [&'static str];
}

const TEXT: &[&str] = &["txt"];
const JSON: &[&str] = &["json"];
/// One object a line is often kept under the shorter name too.
const JSONL: &[&str] = &["jsonl", "ndjson", "json"];
const CSV: &[&str] = &["csv"];
const MARKDOWN: &[&str] = &["md", "markdown"];
const HTML: &[&str] = &["html", "htm"];
const SVG: &[&str] = &["svg"];
const ICS: &[&str] = &["ics"];
const XLSX: &[&str] = &["xlsx"];
const PARQUET: &[&str] = &["parquet"];

/// Endings that promise a format to whoever opens the file. `txt` promises none.
const PROMISES: &[&[&str]] = &[
    JSONL,
    CSV,
    MARKDOWN,
    HTML,
    SVG,
    ICS,
    XLSX,
    PARQUET,
    &["xls", "ods", "tsv", "docx", "doc", "odt", "pdf", "yaml", "yml", "xml", "sarif"],
    &["png", "jpg", "jpeg", "zip", "gz"],
];

/// The format of an output. One that is given must not be another than the ending promises; without one
/// the ending decides, and an ending that promises nothing leaves it at the default.
pub fn format<F: Format>(given: Option<F>, output: Option<&Path>) -> Result<F> {
    let Some((path, ending)) = output.and_then(|path| Some((path, ending(path)?))) else {
        return Ok(given.unwrap_or_default());
    };
    let promises = PROMISES.iter().any(|of| of.contains(&ending.as_str()));
    let path = path.display();
    match given {
        Some(given) if given.endings().contains(&ending.as_str()) || !promises => Ok(given),
        Some(given) => {
            let name = name(&given);
            let usual = given.endings().first().unwrap_or(&"txt");
            bail!(
                "`{path}` ends with `.{ending}`, and `--format {name}` writes something else; leave \
                 `--format` out, or let the file end with `.{usual}`"
            )
        }
        None => match F::value_variants().iter().find(|at| at.endings().contains(&ending.as_str()))
        {
            Some(by_ending) => Ok(by_ending.clone()),
            None if promises => {
                let usual = F::value_variants().iter().filter_map(|at| at.endings().first());
                let mut known: Vec<String> = Vec::new();
                for at in usual.map(|at| format!("`.{at}`")) {
                    if !known.contains(&at) {
                        known.push(at);
                    }
                }
                bail!(
                    "`{path}` ends with `.{ending}`, and that is not among what is written here; let the \
                     file end with {}",
                    known.join(", ")
                )
            }
            None => Ok(F::default()),
        },
    }
}

/// Refuses a file whose ending promises another format than the only one that is written.
pub fn only(endings: &[&str], what: &str, output: Option<&Path>) -> Result<()> {
    let Some((path, ending)) = output.and_then(|path| Some((path, promised(path)?))) else {
        return Ok(());
    };
    if !endings.contains(&ending.as_str()) {
        let usual = endings.first().unwrap_or(&"txt");
        bail!(
            "`{}` ends with `.{ending}`, and what is written is {what}; let the file end with `.{usual}`",
            path.display()
        );
    }
    Ok(())
}

/// What JSON lines may be called.
pub const LINES: &[&str] = JSONL;
/// What pages may be called.
pub const PAGES: &[&str] = HTML;

/// The ending of a path that promises the format of a file.
pub fn promised(path: &Path) -> Option<String> {
    ending(path).filter(|ending| PROMISES.iter().any(|of| of.contains(&ending.as_str())))
}

fn ending(path: &Path) -> Option<String> {
    Some(path.extension()?.to_str()?.to_lowercase())
}

fn name(format: &impl ValueEnum) -> String {
    format.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
}

impl Format for ClassifyFormat {
    fn endings(&self) -> &'static [&'static str] {
        match self {
            ClassifyFormat::Text => TEXT,
            ClassifyFormat::Jsonl => JSONL,
            ClassifyFormat::Csv => CSV,
            ClassifyFormat::Parquet => PARQUET,
        }
    }
}

impl Format for WhyFormat {
    fn endings(&self) -> &'static [&'static str] {
        match self {
            WhyFormat::Text => TEXT,
            WhyFormat::Json => JSON,
            WhyFormat::Html => HTML,
        }
    }
}

impl Format for AskFormat {
    fn endings(&self) -> &'static [&'static str] {
        match self {
            AskFormat::Text => TEXT,
            AskFormat::Json => JSON,
            AskFormat::Xlsx => XLSX,
            AskFormat::Html => HTML,
        }
    }
}

impl Format for TextOrJson {
    fn endings(&self) -> &'static [&'static str] {
        match self {
            TextOrJson::Text => TEXT,
            TextOrJson::Json => JSON,
        }
    }
}

impl Format for TableFormat {
    fn endings(&self) -> &'static [&'static str] {
        match self {
            TableFormat::Text => TEXT,
            TableFormat::Md => MARKDOWN,
            TableFormat::Json => JSON,
        }
    }
}

impl Format for DutiesFormat {
    fn endings(&self) -> &'static [&'static str] {
        match self {
            DutiesFormat::Text => TEXT,
            DutiesFormat::Jsonl => JSONL,
            DutiesFormat::Csv => CSV,
            DutiesFormat::Md => MARKDOWN,
            DutiesFormat::Html => HTML,
            DutiesFormat::Xlsx => XLSX,
        }
    }
}

impl Format for CalendarFormat {
    fn endings(&self) -> &'static [&'static str] {
        match self {
            CalendarFormat::Text => TEXT,
            CalendarFormat::Ics => ICS,
            CalendarFormat::Csv => CSV,
            CalendarFormat::Svg => SVG,
        }
    }
}

impl Format for DriftFormat {
    fn endings(&self) -> &'static [&'static str] {
        match self {
            DriftFormat::Text => TEXT,
            DriftFormat::Jsonl => JSONL,
            DriftFormat::Svg => SVG,
        }
    }
}

impl Format for DraftFormat {
    fn endings(&self) -> &'static [&'static str] {
        match self {
            DraftFormat::Markdown => MARKDOWN,
            DraftFormat::Html => HTML,
        }
    }
}

impl Format for PositionsFormat {
    fn endings(&self) -> &'static [&'static str] {
        match self {
            PositionsFormat::Text => TEXT,
            PositionsFormat::Json => JSON,
            // Of the two tables the one of recorded claims is what an ending alone asks for.
            PositionsFormat::Csv | PositionsFormat::Proposed => CSV,
            PositionsFormat::Svg => SVG,
        }
    }
}
