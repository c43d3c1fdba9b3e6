//! The version with its law, completions and man pages.

use std::fs;

use actlas_law::PackFiles;
use actlas_pact::PactFiles;
use actlas_screen::LexiconFiles;
use anyhow::Result;
use clap::CommandFactory as _;

use crate::args::Cli;
use crate::args::setup::{Completions, Man};
use crate::findings::Exit;
use crate::output::{CannotWrite, wants_folder};

/// The version, and the hashes of what is built in: the law and lexicon as in every receipt.
pub fn version() -> Result<Exit> {
    put!(
        "actlas {}\nlaw {}\nlexicon {}\npacts {}\n",
        env!("CARGO_PKG_VERSION"),
        PackFiles::embedded().hash(),
        LexiconFiles::embedded().hash(),
        PactFiles::embedded().hash()
    );
    Ok(Exit::Done)
}

pub fn completions(args: &Completions) -> Result<Exit> {
    // Through memory: the generator panics where a pipe was closed.
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "actlas", &mut text);
    put!("{}", String::from_utf8_lossy(&text));
    Ok(Exit::Done)
}

pub fn man(args: &Man) -> Result<Exit> {
    let folder = &args.folder;
    wants_folder(folder)?;
    fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(Cli::command(), folder))
        .map_err(|error| CannotWrite::to(folder, error))?;
    say!("man pages: {}", folder.join("actlas.1").display());
    Ok(Exit::Done)
}
