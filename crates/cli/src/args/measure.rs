//! What can be typed after `eval` and `train`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::llm::LlmArgs;
use super::{PackArgs, pact};

#[derive(Subcommand)]
pub enum Eval {
    /// How well prose is read, against labels
    Screen(EvalScreen),
    /// How far two readings of the same records agree
    Agreement(EvalAgreement),
    /// How well purposes of our own are read, by language, and how far the languages agree
    Purposes(EvalPurposes),
    /// How well the examples of the Commission are read from their words alone
    Examples(EvalExamples),
    /// Whether the entries of the lexicon are found where their examples say
    Lexicon(EvalLexicon),
    /// How well news is read, against what a reader takes from it
    News(pact::EvalNews),
    /// How prose is read by the opinions of others, which are noisy
    Others(EvalOthers),
}

/// What prose is read with, where it is measured how well.
#[derive(Args)]
pub struct ReadingArgs {
    #[command(flatten)]
    pub pack: PackArgs,
    /// Read the lexicon from this folder instead of the one built in
    #[arg(long, value_name = "DIR")]
    pub lexicon: Option<PathBuf>,
    #[command(flatten)]
    pub llm: LlmArgs,
}

#[derive(Args)]
#[command(after_help = "Example: actlas eval purposes eval/purposes/*.csv")]
pub struct EvalPurposes {
    /// Purposes: id, point, meant (`in` or `out`), text; the name of the file is the language
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// List what came out otherwise
    #[arg(long)]
    pub errors: bool,
    /// List the ideas that the same purpose has in the first file and not in another
    #[arg(long)]
    pub ideas: bool,
    #[command(flatten)]
    pub reading: ReadingArgs,
}

#[derive(Args)]
pub struct EvalExamples {
    #[command(flatten)]
    pub reading: ReadingArgs,
}

#[derive(Args)]
pub struct EvalLexicon {
    #[command(flatten)]
    pub pack: PackArgs,
    /// Read the lexicon from this folder instead of the one built in
    #[arg(long, value_name = "DIR")]
    pub lexicon: Option<PathBuf>,
}

#[derive(Args)]
#[command(after_help = "Example: actlas eval screen eval/labels/labels.csv --texts registers/")]
pub struct EvalScreen {
    /// Labels: source, id, points, possible, art5, art50
    pub labels: PathBuf,
    /// The registers that hold the texts
    #[arg(long, required = true, num_args = 1.., value_name = "INPUT")]
    pub texts: Vec<PathBuf>,
    /// Which half of the labels: rules are made with one, and measured with the other
    #[arg(long, value_enum, default_value_t)]
    pub half: Half,
    /// A second reading of the same records: what only one of both says counts neither way
    #[arg(long, value_name = "FILE")]
    pub second: Option<PathBuf>,
    /// Write a page of what came out otherwise, with the words that were found
    #[arg(long, value_name = "FILE", value_parser = super::place())]
    pub errors: Option<PathBuf>,
    #[command(flatten)]
    pub reading: ReadingArgs,
}

#[derive(Args)]
#[command(
    after_help = "Example: actlas train --texts registers/\n\nThe labels say which records are \
    learned from; of `labels.csv` the half that is only measured is not, nor is what comes near its texts. \
    The same labels, texts and lexicon give the same bytes."
)]
pub struct Train {
    /// The registers that hold the texts
    #[arg(long, required = true, num_args = 1.., value_name = "INPUT")]
    pub texts: Vec<PathBuf>,
    /// Folder with `labels.csv` and tables `training*.csv`
    #[arg(long, value_name = "DIR", default_value = "eval/labels")]
    pub labels: PathBuf,
    /// Folders of purposes: id, point, meant, text; the name of a table is its language
    #[arg(long, num_args = 1.., value_name = "DIR", default_values = ["eval/purposes", "eval/training"])]
    pub purposes: Vec<PathBuf>,
    /// Where the weights go
    #[arg(short, long, value_name = "FILE", default_value = "lexicon/classifier/weights.bin")]
    #[arg(value_parser = super::place())]
    pub output: PathBuf,
    #[command(flatten)]
    pub pack: PackArgs,
    /// Read the lexicon from this folder instead of the one built in
    #[arg(long, value_name = "DIR")]
    pub lexicon: Option<PathBuf>,
}

#[derive(Args)]
#[command(after_help = "Example: actlas eval others lucairn.jsonl demokritos.jsonl\n\nA line is \
    {\"id\", \"purpose_text\", \"language\", \"label_raw\"}; the label holds `risk_level`, or \
    `annex_iii_domains` and `article_5_letters`.")]
pub struct EvalOthers {
    /// Sets labelled by others
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub pack: PackArgs,
    /// Read the lexicon from this folder instead of the one built in
    #[arg(long, value_name = "DIR")]
    pub lexicon: Option<PathBuf>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Half {
    /// The half that rules may be made with
    Made,
    /// The half that nobody looks at
    #[default]
    Held,
    /// Both
    All,
}

#[derive(Args)]
pub struct EvalAgreement {
    /// The first reading
    pub first: PathBuf,
    /// The second
    pub second: PathBuf,
}
