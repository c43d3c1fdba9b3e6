//! `actlas pact`: instruments beside the Act, positions, pledges.

pub mod files;
mod gap;
mod init;
mod lint;
mod positions;
pub mod read;
mod register;
mod report;
mod review;
mod site;

use anyhow::Result;

use crate::args::pact::Pact;
use crate::findings::Exit;

pub fn run(pact: &Pact) -> Result<Exit> {
    match pact {
        Pact::Positions(args) => positions::run(args),
        Pact::Init(args) => init::run(args),
        Pact::Report(args) => report::run(args),
        Pact::Gap(args) => gap::run(args),
        Pact::Site(args) => site::run(args),
        Pact::Read(args) => read::run(args),
        Pact::Review(args) => review::run(args),
        Pact::Lint(args) => lint::run(args),
    }
}
