//! What can be typed after `check`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::ViewArgs;
use crate::run::check::parse_write;

#[derive(Args)]
#[command(after_help = "Examples:\n  actlas check examples/check/actlas.toml\n  \
                        actlas check --format github --write sarif=actlas.sarif\n  \
                        actlas check --format accept >> actlas.toml\n\n\
                        Exit codes: 0 nothing fails; 1 a breach; 2 the configuration cannot be used; \
                        3 an input yielded no record; 4 an output could not be written.")]
pub struct Check {
    /// What is checked, and against which policy; a folder stands for the `actlas.toml` in it
    #[arg(value_name = "CONFIG", default_value = "actlas.toml")]
    pub config: PathBuf,
    #[command(flatten)]
    pub view: ViewArgs,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub format: CheckFormat,
    /// Write a file too, such as junit=actlas.xml; may be given again
    #[arg(long, value_name = "FORMAT=FILE", value_parser = parse_write)]
    pub write: Vec<Write>,
}

/// A format and a file.
#[derive(Clone)]
pub struct Write {
    pub format: CheckFormat,
    pub path: PathBuf,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// A line for each breach
    #[default]
    Text,
    /// One JSON object
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// JUnit XML
    Junit,
    /// Annotations of GitHub Actions
    Github,
    /// What fails as `[[accept]]` for `actlas.toml`, to be signed one by one
    Accept,
}
