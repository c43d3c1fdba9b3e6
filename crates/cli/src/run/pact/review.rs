//! Claims read in news, reviewed by people.

use std::path::PathBuf;

use actlas_atlas::pact_review;
use actlas_pact::{Pacts, Proposals};
use anyhow::Result;

use super::files;
use crate::args::pact::{ClaimsArgs, Review};
use crate::args::{PAGES, only};
use crate::findings::{Exit, Findings};
use crate::{output, style};

pub fn run(args: &Review) -> Result<Exit> {
    only(PAGES, "a page", Some(&args.output))?;
    let read_from = args.claims.iter().chain(&args.reviewed).map(PathBuf::as_path);
    output::spare([args.output.as_path()], read_from)?;
    let pacts = files::load(&args.pacts)?;
    let proposals = read(&pacts, &args.claims, &args.reviewed)?;
    if proposals.all.is_empty() {
        let read: Vec<String> =
            args.claims.iter().map(|at| format!("`{}`", at.display())).collect();
        tell!(
            "there is no claim to review in {}; `actlas pact read ARTICLE -o claims.jsonl` makes some",
            style::plain(&read.join(", "))
        );
        return Ok(Exit::NoRecord);
    }
    let page = pact_review(&pacts, &proposals, env!("CARGO_PKG_VERSION"));
    let path = &args.output;
    output::write(path, page)?;
    let count = proposals.all.len();
    let words = if count == 1 { "claim or event" } else { "claims and events" };
    say!("{count} {words}: {}", path.display());
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
