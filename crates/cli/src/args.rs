//! What can be typed.

pub mod check;
pub mod duties;
mod format;
pub mod llm;
pub mod measure;
pub mod pact;
pub mod setup;

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::builder::{PathBufValueParser, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, Error, Parser, Subcommand, ValueEnum};

pub use format::{LINES, PAGES, format, only, promised};
pub use measure::{
    Eval, EvalAgreement, EvalExamples, EvalLexicon, EvalOthers, EvalPurposes, EvalScreen, Half,
    Train,
};

/// The atlas of the EU AI Act: which high-risk points does each system touch, since when, and which fact
/// is missing.
///
/// Actlas indicates, cites and asks. It is not legal advice; the Official Journal is authentic.
#[derive(Parser)]
#[command(name = "actlas", version, max_term_width = 100)]
#[command(
    after_help = "Exit codes: 0 done; 1 a check found a breach, a pledge or story an error; 2 usage; 3 an input yielded no record, \
                        or a file of a folder could not be read (under --strict: any file without a record, \
                        any unreadable record); 4 an output could not be written, or \
                        internal."
)]
pub struct Cli {
    /// Tell only errors on standard error: no warnings, no notes, not how far it got
    #[arg(short, long, global = true)]
    pub quiet: bool,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Read: the facts that words of a register state, with the words
    Screen(Screen),
    /// Judge: one outcome for each system
    Classify(Classify),
    /// Judge: the reasons of a point or class for one system
    Why(Why),
    /// Judge: the questions that settle most
    Ask(Ask),
    /// Judge: draw the atlas
    Map(Map),
    /// Keep: what is owed, as whom, from when, on what authority
    Duties(duties::Duties),
    /// Keep: what begins and falls due over a portfolio, day by day
    Calendar(duties::Calendar),
    /// Keep: what changes for each system under another view of the law, or in another register
    Drift(duties::Drift),
    /// Keep: write a paper that a duty asks for, filled from what is known, with a question for each gap
    Draft(duties::Draft),
    /// Keep: whether a register keeps the policy of `actlas.toml`; the gate for CI
    Check(check::Check),
    /// Know: the law as data
    #[command(subcommand)]
    Law(Law),
    /// Know: pledges and codes beside the Act, who signed them and what was kept
    #[command(subcommand)]
    Pact(pact::Pact),
    /// Measure: repeat the weights of the classifier from labels and texts
    Train(Train),
    /// Measure: how good it is
    #[command(subcommand)]
    Eval(Eval),
    /// Set up: completions for a shell, on standard output
    Completions(setup::Completions),
    /// Set up: a man page for each verb
    Man(setup::Man),
}

#[derive(Subcommand)]
pub enum Law {
    /// The wording of a provision or rule on a day, and when it starts
    Show(Show),
    /// What an act changed between two states of knowledge
    Diff(Diff),
    /// What dates given for the Act can mean, and whether they are right
    ExplainDates(ExplainDates),
    /// The facts that can be stated
    Facts(Facts),
    /// Check the pack
    Lint(Lint),
    /// Run the scenarios of the pack and the examples of the Commission
    Test(Test),
    /// Test the tests: flip each leaf, drop each exception, change each duty
    Mutate(Mutate),
    /// Every article and annex: when it applies, where it is encoded, or why it is left out
    Coverage(Coverage),
    /// Write the law book for a lawyer to read and sign
    Book(Book),
}

/// Which law.
#[derive(Args, Clone, Default)]
pub struct PackArgs {
    /// Read the pack from this folder instead of the one built in
    #[arg(long, value_name = "DIR")]
    pub law: Option<PathBuf>,
}

/// Which day, and what was known.
#[derive(Args, Clone, Default)]
pub struct ViewArgs {
    #[command(flatten)]
    pub pack: PackArgs,
    /// The day the question is about (default: today)
    #[arg(long, value_name = "DAY")]
    pub on: Option<String>,
    /// The day of knowledge: acts published by then count (default: today, or --on if that is later)
    #[arg(long, value_name = "DAY")]
    pub known: Option<String>,
}

/// Which readings and assumptions.
#[derive(Args, Clone, Default)]
pub struct JudgeArgs {
    #[command(flatten)]
    pub view: ViewArgs,
    /// Answer a contested question otherwise, such as U-32=text
    #[arg(long, value_name = "QUESTION=READING")]
    pub reading: Vec<String>,
    /// What is taken for granted in the indicated layer
    #[arg(long, value_enum, default_value_t)]
    pub assume: AssumeArg,
}

/// What is taken for granted.
#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum AssumeArg {
    /// An AI system, offered or used in the Union, not excluded
    #[default]
    InScope,
    /// Nothing
    None,
}

/// A file to write, where standard output is written without one.
fn output() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| match path.as_os_str() == "-" {
        true => {
            Err("leave the option out to write to standard output; a file of that name is `./-`")
        }
        false => Ok(path),
    })
}

/// A file or folder that must be written.
fn place() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| match path.as_os_str() == "-" {
        true => Err("this is not written to standard output; name a place on disk"),
        false => Ok(path),
    })
}

/// An error of the parser, with what it cannot know: that an option is of other verbs.
pub fn explained(mut error: Error) -> Error {
    let is_role = matches!(
        error.get(ContextKind::InvalidArg),
        Some(ContextValue::String(arg)) if arg == "--role"
    );
    if is_role && error.kind() == ErrorKind::UnknownArgument {
        let tip = "a role chooses among duties, so `--role` is of duties, calendar, drift, draft, \
                   map and pact gap";
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    }
    error
}

/// What to read.
#[derive(Args, Clone)]
pub struct InputArgs {
    /// Registers: CSV, XLSX, JSON, JSON lines, YAML, bills of materials, folders of them; `-` is standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Say which column is what: a YAML or JSON file such as `Goal: purpose`
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// The sheet of workbooks to read (default: the first that is a table, with those of its columns)
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// Answers to join with the records: *.facts.jsonl, or a filled-in answer sheet (XLSX)
    #[arg(long, value_name = "FILE")]
    pub answers: Vec<PathBuf>,
    /// Attest the facts of the input in this name; assessed ones without a reason stay proposed
    #[arg(long, value_name = "NAME", value_parser = parse_name)]
    pub attest: Option<String>,
    /// Exit with 3 if any record was unreadable, or any file of a folder holds none
    #[arg(long)]
    pub strict: bool,
    #[command(flatten)]
    pub screen: ScreenArgs,
}

/// The name of somebody; what nobody stands for is attested by nobody.
fn parse_name(text: &str) -> Result<String, String> {
    match text.trim() {
        "" => Err("a name is needed".to_owned()),
        name => Ok(name.to_owned()),
    }
}

/// Whether and how prose is read.
#[derive(Args, Clone, Default)]
pub struct ScreenArgs {
    /// Do not propose facts from names, purposes and other prose
    #[arg(long, conflicts_with = "llm")]
    pub no_screen: bool,
    /// Read the lexicon from this folder instead of the one built in
    #[arg(long, value_name = "DIR")]
    pub lexicon: Option<PathBuf>,
    #[command(flatten)]
    pub llm: llm::LlmArgs,
}

#[derive(Args)]
#[command(after_help = "Examples:\n  actlas screen examples/registers | head -3\n  \
                        actlas screen register.csv --llm http://localhost:8080/v1 --model NAME")]
pub struct Screen {
    /// Registers: CSV, XLSX, JSON, JSON lines, YAML, bills of materials, folders of them; `-` is standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Say which column is what: a YAML or JSON file such as `Goal: purpose`
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// The sheet of workbooks to read (default: the first that is a table, with those of its columns)
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    #[command(flatten)]
    pub pack: PackArgs,
    /// Read the lexicon from this folder instead of the one built in
    #[arg(long, value_name = "DIR")]
    pub lexicon: Option<PathBuf>,
    #[command(flatten)]
    pub llm: llm::LlmArgs,
    /// Where to write (default: standard output)
    #[arg(short, long, value_name = "FILE", value_parser = output())]
    pub output: Option<PathBuf>,
}

#[derive(Args)]
#[command(
    after_help = "Examples:\n  actlas classify examples/registers --format jsonl | head -1\n  \
                        actlas classify examples/registers -o systems.csv --threads 2"
)]
pub struct Classify {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub judge: JudgeArgs,
    /// How to print (default: as the file of -o ends, else text)
    #[arg(long, value_enum)]
    pub format: Option<ClassifyFormat>,
    /// List points of which nothing is known
    #[arg(long)]
    pub all: bool,
    /// `all` lists every missing fact instead of the five most decisive
    #[arg(long, value_enum)]
    pub missing: Option<MissingArg>,
    /// Where to write (default: standard output; Parquet needs a file)
    #[arg(short, long, value_name = "FILE", value_parser = output())]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub threads: ThreadsArg,
}

#[derive(Args)]
pub struct ThreadsArg {
    /// How many threads judge, at most 256 (default: as many as the machine has). The result is the same
    #[arg(long, value_name = "N", value_parser = crate::threads::parse_threads)]
    pub threads: Option<NonZeroUsize>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MissingArg {
    /// Every missing fact
    All,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum ClassifyFormat {
    /// A few lines for each system
    #[default]
    Text,
    /// One JSON object for each system
    Jsonl,
    /// One line for each system
    Csv,
    /// A Parquet table with a row for each system and a column for each point (needs -o, and a build
    /// with the feature `parquet`)
    Parquet,
}

#[derive(Args)]
#[command(after_help = "Example: actlas why us-doj-pattern examples/registers --of annex3.6d")]
pub struct Why {
    /// The id of the system
    pub id: String,
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub judge: JudgeArgs,
    /// A point, class or rule (default: the class, and every true or open point)
    #[arg(long, value_name = "POINT|CLASS")]
    pub of: Option<String>,
    /// How to print (default: as the file of -o ends, else text)
    #[arg(long, value_enum)]
    pub format: Option<WhyFormat>,
    /// Where to write (default: standard output)
    #[arg(short, long, value_name = "FILE", value_parser = output())]
    pub output: Option<PathBuf>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum WhyFormat {
    /// A tree in lines
    #[default]
    Text,
    /// One JSON object
    Json,
    /// A self-contained page
    Html,
}

#[derive(Args)]
#[command(after_help = "Examples:\n  actlas ask us-doj-pattern examples/registers\n  \
                        actlas ask -o questions.xlsx examples/story")]
pub struct Ask {
    /// The id of the system, then its input. With -o FILE.xlsx or FILE.html also inputs alone: a sheet about all
    /// of their systems
    #[arg(required = true, value_name = "ID|INPUT")]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub judge: JudgeArgs,
    /// How to print (default: as the file of -o ends, else text)
    #[arg(long, value_enum)]
    pub format: Option<AskFormat>,
    /// Where to write (default: standard output; XLSX needs a file)
    #[arg(short, long, value_name = "FILE", value_parser = output())]
    pub output: Option<PathBuf>,
    /// Ask in the terminal and append the answers to this file
    #[arg(long, value_name = "FILE", conflicts_with_all = ["format", "output"])]
    #[arg(value_parser = place())]
    pub interactive: Option<PathBuf>,
    /// Say which column is what: a YAML or JSON file
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// The sheet of workbooks to read (default: the first that is a table, with those of its columns)
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// Answers to join with the records
    #[arg(long, value_name = "FILE")]
    pub answers: Vec<PathBuf>,
    /// Attest the facts of the input in this name; also the name of who answers interactively
    #[arg(long, value_name = "NAME", value_parser = parse_name)]
    pub attest: Option<String>,
    #[command(flatten)]
    pub screen: ScreenArgs,
    /// How many questions (default: 5 for one system; on a sheet 12 of each system, or of each of its several uses
    /// and actors)
    #[arg(short = 'n', long, value_name = "N")]
    pub limit: Option<usize>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum AskFormat {
    /// Lines
    #[default]
    Text,
    /// One JSON object
    Json,
    /// A workbook: one answer sheet for people without a terminal
    Xlsx,
    /// The same as a page
    Html,
}

#[derive(Args)]
#[command(
    after_help = "Examples:\n  actlas map examples/registers -o atlas && xdg-open atlas/atlas.html\n  \
                  actlas map examples/registers -o atlas --format parquet --threads 2"
)]
pub struct Map {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub judge: JudgeArgs,
    /// List the duties of this role only; the answer about the system stays the same
    #[arg(long, value_name = "ROLE")]
    pub role: Option<String>,
    /// The folder to write into
    #[arg(short, long, value_name = "DIR", value_parser = place())]
    pub output: PathBuf,
    /// The title of the map
    #[arg(long)]
    pub title: Option<String>,
    /// `all` makes retired systems part of the map
    #[arg(long, value_enum)]
    pub stage: Option<StageArg>,
    /// Write `systems` and `cells` in this format too
    #[arg(long, value_enum)]
    pub format: Option<MapFormat>,
    #[command(flatten)]
    pub threads: ThreadsArg,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MapFormat {
    /// `systems.parquet` and `cells.parquet` (needs a build with the feature `parquet`)
    Parquet,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StageArg {
    /// Retired systems too
    All,
}

#[derive(Args)]
#[command(after_help = "Examples:\n  actlas law show art.6 --on 2026-07-26\n  \
                        actlas law show annex3.4a\n  actlas law show O-LIT-1 -o literacy.txt\n  actlas law show art.113 --known 2026-07-26 --on 2026-07-26")]
pub struct Show {
    /// An article (art.6, art.50(2)), an annex (annex3), a point or rule (annex3.4a, "Annex III, point 4(a)"), a
    /// duty (O-LIT-1) or a contested question (U-32)
    pub what: String,
    #[command(flatten)]
    pub view: ViewArgs,
    /// How to print (default: as the file of -o ends, else text)
    #[arg(long, value_enum)]
    pub format: Option<TextOrJson>,
    /// Where to write (default: standard output)
    #[arg(short, long, value_name = "FILE", value_parser = output())]
    pub output: Option<PathBuf>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum TextOrJson {
    /// Lines
    #[default]
    Text,
    /// JSON
    Json,
}

#[derive(Args)]
#[command(after_help = "Example: actlas law diff --known 2026-06-01 --known 2026-11-21")]
pub struct Diff {
    #[command(flatten)]
    pub pack: PackArgs,
    /// What was known on this day; given twice, the earlier day first
    #[arg(long, value_name = "DAY")]
    pub known: Vec<String>,
    /// How to print (default: as the file of -o ends, else text)
    #[arg(long, value_enum)]
    pub format: Option<TextOrJson>,
    /// Where to write (default: standard output)
    #[arg(short, long, value_name = "FILE", value_parser = output())]
    pub output: Option<PathBuf>,
}

#[derive(Args)]
#[command(
    after_help = "Example: actlas law explain-dates \"expected to take effect in August 2026\""
)]
pub struct ExplainDates {
    /// A text; without it, the dates of the Act are listed. `-` reads standard input
    pub text: Option<String>,
    #[command(flatten)]
    pub view: ViewArgs,
    /// Judge the dates for one system too: the register it stands in
    #[arg(long, value_name = "INPUT", requires_all = ["id", "text"])]
    pub input: Option<PathBuf>,
    /// The id of that system
    #[arg(long, value_name = "ID", requires = "input")]
    pub id: Option<String>,
    #[command(flatten)]
    pub screen: ScreenArgs,
    /// How to print (default: as the file of -o ends, else text)
    #[arg(long, value_enum)]
    pub format: Option<TextOrJson>,
    /// Where to write (default: standard output)
    #[arg(short, long, value_name = "FILE", value_parser = output())]
    pub output: Option<PathBuf>,
}

#[derive(Args)]
pub struct Facts {
    #[command(flatten)]
    pub pack: PackArgs,
    /// Only facts whose id or question contains this
    pub containing: Option<String>,
    /// Where to write (default: standard output)
    #[arg(short, long, value_name = "FILE", value_parser = output())]
    pub output: Option<PathBuf>,
}

#[derive(Args)]
pub struct Test {
    #[command(flatten)]
    pub pack: PackArgs,
    /// Print every example that comes out otherwise, with the reason
    #[arg(long)]
    pub misses: bool,
    /// Measure how many questions settle the Commission's examples
    #[arg(long)]
    pub questions: bool,
}

#[derive(Args)]
pub struct Lint {
    #[command(flatten)]
    pub pack: PackArgs,
    /// List every note instead of one line for each kind
    #[arg(long)]
    pub notes: bool,
}

#[derive(Args)]
pub struct Mutate {
    #[command(flatten)]
    pub pack: PackArgs,
    /// List the mutants that survive
    #[arg(long)]
    pub survivors: bool,
}

#[derive(Args)]
pub struct Coverage {
    #[command(flatten)]
    pub pack: PackArgs,
    /// How to print it (default: as the file of -o ends, else text)
    #[arg(long, value_enum)]
    pub format: Option<TableFormat>,
    /// Where to write (default: standard output)
    #[arg(short, long, value_name = "FILE", value_parser = output())]
    pub output: Option<PathBuf>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// Lines
    #[default]
    Text,
    /// A Markdown page
    #[value(alias = "markdown")]
    Md,
    /// JSON
    Json,
}

#[derive(Args)]
pub struct Book {
    #[command(flatten)]
    pub pack: PackArgs,
    /// The folder to write into
    #[arg(short, long, value_name = "DIR", value_parser = place())]
    pub output: PathBuf,
}
