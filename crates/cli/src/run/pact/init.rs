use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};

use actlas_pact::{Pledged, new_pledge};
use anyhow::{Result, bail};

use super::files;
use crate::args::only;
use crate::args::pact::Init;
use crate::findings::Exit;
use crate::output::CannotWrite;
use crate::style;

pub fn run(args: &Init) -> Result<Exit> {
    only(&["yaml", "yml"], "YAML", Some(&args.output))?;
    let pacts = files::load(&args.pacts)?;
    let at = files::instrument(&pacts, &args.instrument)?;
    let Some(instrument) = pacts.instrument(at) else { bail!("no such instrument") };
    for id in &args.commit {
        if instrument.commitment(id).is_none() {
            let known: Vec<&str> = instrument.commitments.iter().map(|at| at.id.as_str()).collect();
            bail!(
                "the {} has no commitment `{id}` [commitment-unknown]; there are {}",
                instrument.name,
                known.join(", ")
            );
        }
    }
    let pledged = if args.not_pledged { Pledged::No } else { Pledged::Yes };
    let chosen: Vec<&str> = args.commit.iter().map(String::as_str).collect();
    let text = new_pledge(&pacts, instrument, &args.org, pledged, &chosen);
    let path = args.output.display();
    match OpenOptions::new().write(true).create_new(true).open(&args.output) {
        Ok(mut file) => {
            file.write_all(text.as_bytes())
                .map_err(|error| CannotWrite::to(&args.output, error))?;
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            bail!("`{path}` is there already and is not overwritten; choose another file")
        }
        Err(error) => return Err(CannotWrite::to(&args.output, error).into()),
    }
    say!("{path}: {} under the {}", style::plain(&args.org), instrument.name);
    say!("fill in `signed`, `published`, owners and evidence, then: actlas pact report {path}");
    Ok(Exit::Done)
}
