use actlas_facts::{Finding, Severity};
use actlas_pact::Pacts;
use anyhow::Result;

use super::files;
use crate::args::pact::Lint;
use crate::findings::{Exit, Findings};
use crate::run::counted;

pub fn run(args: &Lint) -> Result<Exit> {
    let on = files::on(args.on.as_ref())?;
    let (pacts, mut found) = files::read(&args.pacts, on)?;
    for path in &args.files {
        found.extend(file(path, &pacts, on)?);
    }
    let mut findings = Findings::default();
    found.iter().for_each(|finding| findings.tell(finding));
    findings.finish();
    let count = |severity| found.iter().filter(|at| at.severity == severity).count();
    say!(
        "{}, {}, {} drawn, {} left out: {}, {}, {}",
        counted(pacts.instruments.len(), "instrument"),
        counted(pacts.organisations.len(), "organisation"),
        counted(pacts.claims.len(), "claim"),
        counted(pacts.left_out.len(), "row"),
        counted(count(Severity::Error), "error"),
        counted(count(Severity::Warning), "warning"),
        counted(count(Severity::Note), "note")
    );
    Ok(findings.exit())
}

/// A file with `sections` is a story, anything else a pledge.
fn file(path: &std::path::Path, pacts: &Pacts, on: actlas_facts::Date) -> Result<Vec<Finding>> {
    let text = files::text(path)?;
    if text.lines().any(|line| line.starts_with("sections:")) {
        return Ok(files::story(path, pacts)?.1);
    }
    Ok(files::pledge(path, pacts, on)?.1)
}
