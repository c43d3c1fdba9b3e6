//! What can be typed after `duties`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{InputArgs, JudgeArgs};

#[derive(Args)]
#[command(after_help = "Examples:\n  actlas duties examples/story\n  \
                        actlas duties examples/registers --role deployer --on 2027-12-02\n  \
                        actlas duties examples/story --format jsonl | head -1\n  \
                        actlas duties examples/story -o duties.xlsx\n  \
                        actlas duties examples/story --turnover 120000000 --size mid-cap")]
pub struct Duties {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub judge: JudgeArgs,
    /// List the duties of this role only; the answer about the system stays the same
    #[arg(long, value_name = "ROLE")]
    pub role: Option<String>,
    /// How to print (default: as the file of -o ends, else text)
    #[arg(long, value_enum)]
    pub format: Option<DutiesFormat>,
    /// Where to write (default: standard output; XLSX needs a file)
    #[arg(short, long, value_name = "FILE", value_parser = super::output())]
    pub output: Option<PathBuf>,
    /// List open duties and those of roles that are only possible one by one too
    #[arg(long)]
    pub all: bool,
    /// Worldwide annual turnover of the undertaking in euro: shows the arithmetic of ceilings
    #[arg(long, value_name = "EURO")]
    pub turnover: Option<String>,
    /// The size of the undertaking, its group counted
    #[arg(long, value_enum, default_value_t, requires = "turnover")]
    pub size: SizeArg,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum DutiesFormat {
    /// A few lines for each system
    #[default]
    Text,
    /// One JSON object for each system
    Jsonl,
    /// One line for each duty
    Csv,
    /// A Markdown page
    #[value(alias = "markdown")]
    Md,
    /// A self-contained page
    Html,
    /// A workbook, with a row for each duty
    Xlsx,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum SizeArg {
    /// Small or medium-sized, start-ups included
    Small,
    /// Small mid-cap
    MidCap,
    /// Larger
    #[default]
    Large,
}

#[derive(Args)]
#[command(after_help = "Examples:\n  actlas calendar examples/story\n  \
                        actlas calendar examples/registers -o duties.ics\n  \
                        actlas calendar examples/registers -o duties.svg")]
pub struct Calendar {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub judge: JudgeArgs,
    /// List the duties of this role only; the answer about the system stays the same
    #[arg(long, value_name = "ROLE")]
    pub role: Option<String>,
    /// How to print (default: as the file of -o ends, else text)
    #[arg(long, value_enum)]
    pub format: Option<CalendarFormat>,
    /// Where to write (default: standard output)
    #[arg(short, long, value_name = "FILE", value_parser = super::output())]
    pub output: Option<PathBuf>,
    /// The name of the portfolio; events with the same name are updated when imported again
    #[arg(long)]
    pub title: Option<String>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum CalendarFormat {
    /// Lines, by day
    #[default]
    Text,
    /// A file that ordinary calendars import
    Ics,
    /// One line for each day, duty and role
    Csv,
    /// A picture
    Svg,
}

#[derive(Args)]
#[command(after_help = "Examples:\n  \
    actlas drift examples/registers --from known=2026-06-01 --to known=2026-11-21\n  \
    actlas drift new.csv --against old.csv\n  \
    actlas drift systems.csv --answers now.facts.jsonl --against-answers none\n  \
    actlas drift examples/registers --from U-28=commission --to U-28=text -o drift.svg\n  \
    actlas drift examples/registers --from known=2026-06-01 --to known=2026-11-21 --summary")]
pub struct Drift {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub judge: JudgeArgs,
    /// List the duties of this role only; the answer about the system stays the same
    #[arg(long, value_name = "ROLE")]
    pub role: Option<String>,
    /// The earlier view: known=DAY, on=DAY, or a reading such as U-32=text; may be given again
    #[arg(long, value_name = "KEY=VALUE")]
    pub from: Vec<String>,
    /// The later view, likewise
    #[arg(long, value_name = "KEY=VALUE")]
    pub to: Vec<String>,
    /// The earlier register; without it both views are of the same register
    #[arg(long, value_name = "INPUT")]
    pub against: Vec<PathBuf>,
    /// The earlier answers, or `none`: what changed because of what people stated
    #[arg(long, value_name = "FILE")]
    pub against_answers: Vec<PathBuf>,
    /// How to print (default: as the file of -o ends, else text)
    #[arg(long, value_enum)]
    pub format: Option<DriftFormat>,
    /// Where to write (default: standard output)
    #[arg(short, long, value_name = "FILE", value_parser = super::output())]
    pub output: Option<PathBuf>,
    /// Only the sum over all systems, without the systems
    #[arg(long)]
    pub summary: bool,
    /// The title of the picture
    #[arg(long)]
    pub title: Option<String>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum DriftFormat {
    /// Lines, system by system, and a sum
    #[default]
    Text,
    /// One JSON object for each system that changes
    Jsonl,
    /// A picture
    Svg,
}

#[derive(Args)]
#[command(
    after_help = "Papers: annex-iv, annex-v, annex-viii-a, annex-viii-b, annex-viii-c, annex-xi, \
                        annex-xii, art6-4, fria, literacy-plan\n\nExamples:\n  \
                        actlas draft annex-iv examples/drafts/systems.jsonl --id ranking -o annex-iv.md\n  \
                        actlas draft fria examples/drafts/systems.jsonl --id benefits -o fria.html\n  \
                        actlas draft annex-xi examples/drafts/systems.jsonl --id model"
)]
pub struct Draft {
    /// The paper, such as annex-iv; the list is below
    pub paper: String,
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub judge: JudgeArgs,
    /// List the duties of this role only; the answer about the system stays the same
    #[arg(long, value_name = "ROLE")]
    pub role: Option<String>,
    /// The id of the record, where the input holds several
    #[arg(long)]
    pub id: Option<String>,
    /// How to write (default: as the file of -o ends, else markdown)
    #[arg(long, value_enum)]
    pub format: Option<DraftFormat>,
    /// Where to write (default: standard output)
    #[arg(short, long, value_name = "FILE", value_parser = super::output())]
    pub output: Option<PathBuf>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum DraftFormat {
    /// A Markdown page
    #[default]
    #[value(alias = "md")]
    Markdown,
    /// A page that opens from disk and prints
    Html,
}
