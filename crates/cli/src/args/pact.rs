//! What can be typed after `actlas pact`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{JudgeArgs, PackArgs, ScreenArgs};

#[derive(Subcommand)]
pub enum Pact {
    /// Who stands where towards which instrument, by which source, on a day
    Positions(Positions),
    /// Start a pledge file; never overwrites
    Init(Init),
    /// Write the progress report of a pledge, with the map of its systems
    Report(Report),
    /// What a pledge leaves owing under the Act, and which commitments evidence already meets
    Gap(Gap),
    /// Write the public site: instruments, organisations, timeline, data
    Site(Site),
    /// Read news: who is said to stand where, with the words that say so
    Read(Read),
    /// Write a page on which a person accepts or rejects what was read in news
    Review(Review),
    /// Check instruments, positions, pledge files and stories
    Lint(Lint),
}

/// Which data.
#[derive(Args, Clone, Default)]
pub struct PactsArgs {
    /// Read instruments and positions from this folder instead of those built in
    #[arg(long, value_name = "DIR")]
    pub pacts: Option<PathBuf>,
}

/// Claims read in news, and what people said of them.
#[derive(Args, Clone, Default)]
pub struct ClaimsArgs {
    /// Show these claims too, as `actlas pact read` writes them: proposed until a person attests them
    #[arg(long, value_name = "FILE")]
    pub claims: Vec<PathBuf>,
    /// Take these reviews of the claims, as the page of `actlas pact review` saves them
    #[arg(long, value_name = "FILE", requires = "claims")]
    pub reviewed: Vec<PathBuf>,
}

#[derive(Args)]
#[command(after_help = "Examples:\n  actlas pact positions --org Meta\n  \
                        actlas pact positions --claims claims.jsonl --reviewed reviewed.claims.jsonl\n  \
                        actlas pact positions --instrument ai-pact --on 2024-09-25\n  \
                        actlas pact positions -o positions.svg")]
pub struct Positions {
    #[command(flatten)]
    pub pacts: PactsArgs,
    /// Of this organisation, by any of its names (default: all)
    #[arg(long, value_name = "NAME")]
    pub org: Vec<String>,
    /// Towards this instrument (default: all)
    #[arg(long, value_name = "ID")]
    pub instrument: Option<String>,
    /// The day asked about (default: today)
    #[arg(long, value_name = "DAY")]
    pub on: Option<String>,
    #[command(flatten)]
    pub news: ClaimsArgs,
    /// How to print (default: as the file of -o ends, else text)
    #[arg(long, value_enum)]
    pub format: Option<PositionsFormat>,
    /// Where to write (default: standard output)
    #[arg(short, long, value_name = "FILE", value_parser = super::output())]
    pub output: Option<PathBuf>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum PositionsFormat {
    /// Sentences with their sources
    #[default]
    Text,
    /// Standings with their claims side by side, and counts
    Json,
    /// One line for each claim
    Csv,
    /// A picture: organisations by instruments
    Svg,
    /// The claims read in news alone, one line for each article
    Proposed,
}

#[derive(Args)]
#[command(
    after_help = "Example: actlas pact init --org Meta --commit dev-7 --commit dep-4 -o pledge.yaml"
)]
pub struct Init {
    #[command(flatten)]
    pub pacts: PactsArgs,
    /// The organisation that pledges
    #[arg(long, value_name = "NAME", value_parser = super::parse_name)]
    pub org: String,
    /// The instrument
    #[arg(long, value_name = "ID", default_value = "ai-pact")]
    pub instrument: String,
    /// A commitment beside those every signatory takes
    #[arg(long, value_name = "ID")]
    pub commit: Vec<String>,
    /// The organisation has not pledged; the file only gathers evidence
    #[arg(long)]
    pub not_pledged: bool,
    /// The file to write
    #[arg(short, long, value_name = "FILE", value_parser = super::place())]
    pub output: PathBuf,
}

/// A register to hold beside a pledge.
#[derive(Args, Clone)]
pub struct RegisterArgs {
    /// The register of systems: CSV, XLSX, JSON, JSON lines, YAML, bills of materials, a folder of them
    #[arg(long, value_name = "INPUT")]
    pub register: Vec<PathBuf>,
    /// Say which column is what: a YAML or JSON file
    #[arg(long, value_name = "FILE", requires = "register")]
    pub mapping: Option<PathBuf>,
    /// Answers to join with the records
    #[arg(long, value_name = "FILE", requires = "register")]
    pub answers: Vec<PathBuf>,
    /// Attest the facts of the register in this name
    #[arg(long, value_name = "NAME", value_parser = super::parse_name, requires = "register")]
    pub attest: Option<String>,
    #[command(flatten)]
    pub judge: JudgeArgs,
    #[command(flatten)]
    pub screen: ScreenArgs,
}

#[derive(Args)]
#[command(
    after_help = "Example: actlas pact report pledge.yaml --register systems.csv -o report\n\n\
                  Writes report.md for whoever keeps the instrument and report.html for the public. \
                  Findings go to standard error; evidence that is gone or over counts for nothing."
)]
pub struct Report {
    /// The pledge file
    pub pledge: PathBuf,
    #[command(flatten)]
    pub pacts: PactsArgs,
    #[command(flatten)]
    pub register: RegisterArgs,
    /// How to print, without -o
    #[arg(long, value_enum, default_value_t, conflicts_with = "output")]
    pub format: ReportFormat,
    /// The folder to write report.md and report.html into (default: standard output)
    #[arg(short, long, value_name = "DIR", value_parser = super::output())]
    pub output: Option<PathBuf>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// Markdown
    #[default]
    #[value(alias = "md")]
    Markdown,
    /// A page
    Html,
}

#[derive(Args)]
#[command(after_help = "Example: actlas pact gap pledge.yaml --register systems.csv")]
pub struct Gap {
    /// The pledge file; with `pledged: no` it only gathers evidence
    pub pledge: PathBuf,
    #[command(flatten)]
    pub pacts: PactsArgs,
    #[command(flatten)]
    pub register: RegisterArgs,
    /// Count the duties of this role only
    #[arg(long, value_name = "ROLE", requires = "register")]
    pub role: Option<String>,
    /// How to print (default: as the file of -o ends, else text)
    #[arg(long, value_enum)]
    pub format: Option<super::TextOrJson>,
    /// Where to write (default: standard output)
    #[arg(short, long, value_name = "FILE", value_parser = super::output())]
    pub output: Option<PathBuf>,
}

#[derive(Args)]
#[command(
    after_help = "Example: actlas pact site --story examples/pact/story.yaml -o site && xdg-open site/index.html"
)]
pub struct Site {
    #[command(flatten)]
    pub pacts: PactsArgs,
    /// Tell this story from the recorded claims, as a page of its own
    #[arg(long, value_name = "FILE")]
    pub story: Vec<PathBuf>,
    /// The day the site shows (default: today)
    #[arg(long, value_name = "DAY")]
    pub on: Option<String>,
    #[command(flatten)]
    pub news: ClaimsArgs,
    /// The folder to write into
    #[arg(short, long, value_name = "DIR", value_parser = super::place())]
    pub output: PathBuf,
}

#[derive(Args)]
#[command(after_help = "Examples:\n  actlas pact read examples/pact/news --brief\n  \
                        actlas pact read article.html --summary\n  \
                        actlas pact read examples/pact/news --to proposals.csv\n  \
                  actlas pact read articles/ --llm http://localhost:8080/v1 --model NAME\n\n\
                        Text, Markdown, HTML and PDF; several articles may stand in one file. Offsets count \
                        bytes of the text as read. Everything is proposed until a person attests it.")]
pub struct Read {
    /// Articles: files, folders, or `-` for standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub pacts: PactsArgs,
    #[command(flatten)]
    pub pack: PackArgs,
    /// Say the claims in English sentences, joined across articles
    #[arg(long)]
    pub brief: bool,
    /// Three to five sentences of each article, in its own words
    #[arg(long)]
    pub summary: bool,
    /// Write the claims as proposed rows of positions into this file
    #[arg(long, value_name = "FILE", value_parser = super::place())]
    pub to: Option<PathBuf>,
    /// Where to write (default: standard output)
    #[arg(short, long, value_name = "FILE", value_parser = super::output())]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub llm: super::llm::LlmArgs,
}

#[derive(Args)]
#[command(
    after_help = "Example: actlas pact read articles/ -o claims.jsonl && actlas pact review claims.jsonl -o review.html\n\n\
                  The page opens from disk and sends nothing. It saves reviewed.claims.jsonl, which `--reviewed` \
                  of positions, site and review takes; lines are only ever added, and the last signed one counts."
)]
pub struct Review {
    /// Claims as `actlas pact read` writes them; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub claims: Vec<PathBuf>,
    /// Reviews made before
    #[arg(long, value_name = "FILE")]
    pub reviewed: Vec<PathBuf>,
    #[command(flatten)]
    pub pacts: PactsArgs,
    /// The page to write
    #[arg(short, long, value_name = "FILE", value_parser = super::place())]
    pub output: PathBuf,
}

#[derive(Args)]
#[command(
    after_help = "Examples:\n  actlas eval news eval/news\n  actlas eval news eval/news --errors"
)]
pub struct EvalNews {
    /// Folders of articles with their `expected.csv`
    #[arg(required = true, value_name = "FOLDER")]
    pub folders: Vec<PathBuf>,
    #[command(flatten)]
    pub pacts: PactsArgs,
    #[command(flatten)]
    pub pack: PackArgs,
    /// Leave out the files below this folder of each
    #[arg(long, value_name = "NAME")]
    pub without: Option<String>,
    /// List what came out otherwise
    #[arg(long)]
    pub errors: bool,
}

#[derive(Args)]
#[command(after_help = "Example: actlas pact lint pledge.yaml\n\n\
                        Exits with 1 if anything is wrong; warnings and notes are printed.")]
pub struct Lint {
    /// Pledge files, or stories (files with `sections`)
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub pacts: PactsArgs,
    /// The day it is read for, after which nothing of it may be dated (default: today)
    #[arg(long, value_name = "DAY")]
    pub on: Option<String>,
}
