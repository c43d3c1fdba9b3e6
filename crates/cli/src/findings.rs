//! Findings on standard error, and exit codes.

use std::collections::BTreeMap;
use std::process::ExitCode;

use actlas_assess::{Noted, Step};
use actlas_facts::{Finding, Severity};

use crate::{json_words, style};

/// Findings of one kind that are printed one by one; the rest is counted.
const EACH: usize = 8;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done,
    /// A check found a breach.
    Breach,
    /// The command was not understood or could not be carried out.
    Usage,
    /// An input yielded no record.
    NoRecord,
    /// An output could not be written.
    Unwritten,
}

impl Exit {
    /// This, or else how something else ended.
    pub fn or(self, other: Exit) -> Exit {
        if self == Exit::Done { other } else { self }
    }

    pub fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Exit::Done => 0,
            Exit::Breach => 1,
            Exit::Usage => 2,
            Exit::NoRecord => 3,
            Exit::Unwritten => 4,
        })
    }
}

/// Prints findings as they come, and counts them. Or keeps them, for whoever judges them.
#[derive(Default)]
pub struct Findings {
    counts: BTreeMap<String, usize>,
    errors: usize,
    kept: Option<Vec<Finding>>,
}

impl Findings {
    /// Findings that are kept and not printed.
    pub fn keeping() -> Findings {
        Findings { kept: Some(Vec::new()), ..Findings::default() }
    }

    /// What was kept.
    pub fn into_kept(self) -> Vec<Finding> {
        self.kept.unwrap_or_default()
    }

    pub fn tell(&mut self, finding: &Finding) {
        if finding.severity == Severity::Error {
            self.errors += 1;
        }
        match &mut self.kept {
            Some(kept) => kept.push(finding.clone()),
            None => {
                let place = finding.place.to_string();
                let Finding { code, severity, fact, hint, .. } = finding;
                self.print(code.0, severity.as_str(), &place, fact, hint);
            }
        }
    }

    /// The same for a finding about one record.
    pub fn tell_noted(&mut self, noted: &Noted) {
        self.print(&noted.code, &noted.severity, &noted.place, &noted.fact, &noted.hint);
    }

    /// What was found of a record by judging it; what was found by reading it is told as it is read.
    pub fn tell_assessed(&mut self, noted: &[Noted]) {
        noted.iter().filter(|at| at.step == Step::Assessing).for_each(|at| self.tell_noted(at));
    }

    fn print(&mut self, code: &str, severity: &str, place: &str, fact: &str, hint: &str) {
        if style::is_quiet() && severity != "error" {
            return;
        }
        let count = self.counts.entry(code.to_owned()).or_default();
        *count += 1;
        if *count > EACH {
            return;
        }
        let head = format!("{severity}[{code}]:");
        let head = match severity {
            "error" => style::error(&head),
            "warning" => style::warning(&head),
            _ => head,
        };
        let fact = json_words::ours(fact);
        let hint = if hint.is_empty() { String::new() } else { format!("; {hint}") };
        tell!("{head} {}: {}{}", style::plain(place), style::plain(&fact), style::plain(&hint));
    }

    /// Says how many more there were of each kind.
    pub fn finish(&self) {
        for (code, count) in &self.counts {
            if *count > EACH {
                tell!("… and {} more of `{code}` ({count} in all)", count - EACH);
            }
        }
    }

    pub fn errors(&self) -> usize {
        self.errors
    }

    /// How a run ends whose files had these findings.
    pub fn exit(&self) -> Exit {
        if self.errors > 0 { Exit::Breach } else { Exit::Done }
    }
}
