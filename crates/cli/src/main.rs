//! The `actlas` command.
//!
//! This crate opens files, prints and decides exit codes; everything else lives in the libraries.

// First, so that its macros reach the others.
#[macro_use]
mod style;

mod args;
mod evidence;
mod findings;
mod json_words;
mod llm;
mod output;
mod pack;
mod parquet;
mod pipeline;
mod progress;
mod run;
mod threads;

use std::io::{self, Write as _};
use std::process::ExitCode;

use anyhow::{Error, Result};
use clap::Parser;
use clap::error::ErrorKind;

use args::{Command, Eval, Law};
use findings::Exit;
use output::CannotWrite;
use pipeline::NothingRead;

fn main() -> ExitCode {
    let done = match args::Cli::try_parse() {
        Ok(cli) => {
            if cli.quiet {
                style::be_quiet();
            }
            carry_out(cli.command)
        }
        // The hashes are not known before the program runs, so the parser cannot print them.
        Err(error) if error.kind() == ErrorKind::DisplayVersion => run::setup::version(),
        Err(error) => args::explained(error).exit(),
    };
    // What is still held back is written now, where a failure can be told.
    let done = done.and_then(|exit| {
        io::stdout().flush().map_err(CannotWrite::stdout)?;
        Ok(exit)
    });
    match done {
        Ok(exit) => exit.code(),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // Messages name ids and files, which may hold anything.
            tell!("{} {}", style::error("error:"), style::plain(&format!("{error:#}")));
            let exit = match CannotWrite::is_cause(&error) {
                true => Exit::Unwritten,
                false if error.is::<NothingRead>() => Exit::NoRecord,
                false => Exit::Usage,
            };
            exit.code()
        }
    }
}

fn carry_out(command: Command) -> Result<Exit> {
    match command {
        Command::Screen(args) => run::screen::run(&args),
        Command::Train(args) => run::train::run(&args),
        Command::Classify(args) => run::classify::run(&args),
        Command::Why(args) => run::why::run(&args),
        Command::Ask(args) => run::ask::run(&args),
        Command::Map(args) => run::map::run(&args),
        Command::Duties(args) => run::duties::run(&args),
        Command::Calendar(args) => run::calendar::run(&args),
        Command::Drift(args) => run::drift::run(&args),
        Command::Draft(args) => run::draft::run(&args),
        Command::Check(args) => run::check::run(&args),
        Command::Eval(eval) => match eval {
            Eval::Screen(args) => run::eval::screen(&args),
            Eval::Agreement(args) => run::eval::agreement(&args),
            Eval::Purposes(args) => run::eval_purposes::run(&args),
            Eval::Examples(args) => run::eval_purposes::examples(&args),
            Eval::Lexicon(args) => run::eval_purposes::lexicon(&args),
            Eval::News(args) => run::eval_news::run(&args),
            Eval::Others(args) => run::eval_others::run(&args),
        },
        Command::Law(law) => match law {
            Law::Show(args) => run::law_show::show(&args),
            Law::Diff(args) => run::law_show::diff(&args),
            Law::ExplainDates(args) => run::law_dates::run(&args),
            Law::Facts(args) => run::law_show::facts(&args),
            Law::Lint(args) => run::law_tests::lint(&args),
            Law::Test(args) => run::law_tests::test(&args),
            Law::Mutate(args) => run::law_tests::mutate(&args),
            Law::Coverage(args) => run::law_coverage::run(&args),
            Law::Book(args) => run::law_show::book(&args),
        },
        Command::Pact(pact) => run::pact::run(&pact),
        Command::Completions(args) => run::setup::completions(&args),
        Command::Man(args) => run::setup::man(&args),
    }
}

/// The reader of our output has seen enough, as `head` does.
fn is_closed_pipe(error: &Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json =
            cause.downcast_ref::<serde_json::Error>().and_then(|error| error.io_error_kind());
        io.or(json) == Some(io::ErrorKind::BrokenPipe)
    })
}
