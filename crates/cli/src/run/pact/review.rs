//! Claims read in news, reviewed by people.

use std::fs;
use std::path::PathBuf;

use actlas_atlas::pact_review;
use actlas_pact::{Pacts, Proposals};
use anyhow::{Context, Result};

use super::files;
use crate::args::pact::{ClaimsArgs, Review};
use crate::findings::{Exit, Findings};

pub fn run(args: &Review) -> Result<Exit> {
    let pacts = files::load(&args.pacts)?;
    let proposals = read(&pacts, &args.claims, &args.reviewed)?;
    if proposals.all.is_empty() {
        eprintln!("there is no claim to review");
        return Ok(Exit::NoRecord);
    }
    let page = pact_review(&pacts, &proposals, env!("CARGO_PKG_VERSION"));
    let path = &args.output;
    fs::write(path, page).with_context(|| format!("cannot write `{}`", path.display()))?;
    say!("{} claims and events: {}", proposals.all.len(), path.display());
    Ok(Exit::Done)
}

/// The claims that a command shows beside positions.
pub fn proposals(pacts: &Pacts, args: &ClaimsArgs) -> Result<Proposals> {
    read(pacts, &args.claims, &args.reviewed)
}

fn read(pacts: &Pacts, claims: &[PathBuf], reviewed: &[PathBuf]) -> Result<Proposals> {
    let mut proposals = Proposals::default();
    let mut findings = Findings::default();
    for path in claims {
        let found = proposals.read(pacts, &path.display().to_string(), &files::text(path)?);
        found.iter().for_each(|finding| findings.tell(finding));
    }
    for path in reviewed {
        let found = proposals.review(&path.display().to_string(), &files::text(path)?);
        found.iter().for_each(|finding| findings.tell(finding));
    }
    findings.finish();
    Ok(proposals)
}
