//! Findings on standard error, and exit codes.

use std::collections::BTreeMap;
use std::process::ExitCode;

use actlas_facts::{Finding, Severity};

use crate::style;

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
}

impl Exit {
    pub fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Exit::Done => 0,
            Exit::Breach => 1,
            Exit::Usage => 2,
            Exit::NoRecord => 3,
        })
    }
}

/// Prints findings as they come, and counts them.
#[derive(Default)]
pub struct Findings {
    counts: BTreeMap<&'static str, usize>,
    errors: usize,
}

impl Findings {
    pub fn tell(&mut self, finding: &Finding) {
        let count = self.counts.entry(finding.code.0).or_default();
        *count += 1;
        if finding.severity == Severity::Error {
            self.errors += 1;
        }
        if *count <= EACH {
            let head = format!("{}[{}]:", finding.severity.as_str(), finding.code);
            let head = match finding.severity {
                Severity::Error => style::error(&head),
                Severity::Warning => style::warning(&head),
                Severity::Note => head,
            };
            let hint = match finding.hint.is_empty() {
                true => String::new(),
                false => format!("; {}", finding.hint),
            };
            let place = style::plain(&finding.place.to_string());
            eprintln!("{head} {place}: {}{}", style::plain(&finding.fact), style::plain(&hint));
        }
    }

    /// Says how many more there were of each kind.
    pub fn finish(&self) {
        for (code, count) in &self.counts {
            if *count > EACH {
                eprintln!("… and {} more of `{code}` ({count} in all)", count - EACH);
            }
        }
    }

    pub fn errors(&self) -> usize {
        self.errors
    }
}
