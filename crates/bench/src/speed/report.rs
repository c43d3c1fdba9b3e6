//! What was found, as Markdown.

use std::fmt;
use std::process::Command;

/// A report in the making. Rows are told on standard error as they come.
pub struct Report {
    date: String,
    sections: Vec<(String, String, Vec<[String; 4]>)>,
}

impl Report {
    /// An empty report.
    pub fn new(date: &str) -> Report {
        Report { date: date.to_owned(), sections: Vec::new() }
    }

    /// The day, the commit and the load: for a section that is measured alone.
    pub fn run(&self) -> String {
        let commit = said("git", &["rev-parse", "--short", "HEAD"]);
        let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
        let load = load.split_whitespace().next().unwrap_or("not known").to_owned();
        format!("{}, {commit}, load {load}", self.date)
    }

    /// The sections, without what is said of the run.
    pub fn sections(&self) -> String {
        let mut text = String::new();
        for (title, about, rows) in &self.sections {
            text += &format!("\n## {title}\n\n{about}\n\n");
            text += "| | measured | goal | met |\n|---|---|---|---|\n";
            for [what, measured, goal, met] in rows {
                text += &format!("| {what} | {measured} | {goal} | {met} |\n");
            }
        }
        text
    }

    /// Begins a section.
    pub fn section(&mut self, title: &str, about: &str) {
        eprintln!("{title}");
        self.sections.push((title.to_owned(), about.to_owned(), Vec::new()));
    }

    fn push(&mut self, row: [String; 4]) {
        eprintln!("  {}: {} (goal: {}) {}", row[0], row[1], row[2], row[3]);
        self.sections.last_mut().into_iter().for_each(|(.., rows)| rows.push(row.clone()));
    }

    /// A figure without a goal.
    pub fn says(&mut self, what: &str, figure: impl fmt::Display) {
        self.push([what.to_owned(), figure.to_string(), String::new(), String::new()]);
    }

    /// A figure that must not be below the goal.
    pub fn at_least(&mut self, what: &str, value: f64, goal: f64, unit: &str) {
        let met = if value >= goal { "yes" } else { "no" };
        let goal = format!("at least {}", figure(goal, unit));
        self.push([what.to_owned(), figure(value, unit), goal, met.to_owned()]);
    }

    /// A figure that must not be above the goal.
    pub fn at_most(&mut self, what: &str, value: f64, goal: f64, unit: &str) {
        let met = if value <= goal { "yes" } else { "no" };
        let goal = format!("at most {}", figure(goal, unit));
        self.push([what.to_owned(), figure(value, unit), goal, met.to_owned()]);
    }
}

/// A number with three digits that count, and its unit.
pub fn figure(value: f64, unit: &str) -> String {
    let number = match value {
        v if v >= 1e6 => format!("{:.1} M", v / 1e6),
        v if v >= 1e4 => format!("{:.1} k", v / 1e3),
        v if v >= 100.0 => format!("{v:.0}"),
        v if v >= 10.0 => format!("{v:.1}"),
        v => format!("{v:.2}"),
    };
    format!("{number} {unit}").trim().to_owned()
}

fn said(command: &str, args: &[&str]) -> String {
    let output = Command::new(command).args(args).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    text.ok().filter(|text| !text.is_empty()).unwrap_or_else(|| "not known".to_owned())
}

/// The value of a line `key : value` of a file of the system.
fn line_of(path: &str, key: &str) -> String {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(key)?.split_once(':'));
    line.map_or_else(|| "not known".to_owned(), |(_, value)| value.trim().to_owned())
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dirty = match said("git", &["status", "--porcelain", "--untracked-files=no"]).as_str() {
            "not known" => "",
            _ => ", with changes that are not committed",
        };
        let threads = std::thread::available_parallelism().map_or(0, usize::from);
        writeln!(f, "# Speed\n")?;
        writeln!(
            f,
            "Written by `cargo run --release -p actlas-bench -- speed`; no number here is"
        )?;
        writeln!(
            f,
            "typed by hand. Every figure is the shortest of several repetitions of one run;"
        )?;
        writeln!(f, "only ratios compare between machines.\n")?;
        writeln!(f, "- Date: {}", self.date)?;
        writeln!(f, "- Commit: {}{dirty}", said("git", &["rev-parse", "--short", "HEAD"]))?;
        writeln!(
            f,
            "- Machine: {}, {threads} threads, memory {}, load at the end {}",
            line_of("/proc/cpuinfo", "model name"),
            line_of("/proc/meminfo", "MemTotal"),
            std::fs::read_to_string("/proc/loadavg").unwrap_or_default().trim()
        )?;
        writeln!(f, "- Compiler: {}", said("rustc", &["--version"]))?;
        f.write_str(&self.sections())
    }
}

/// A report with its section of this name replaced, or added at the end.
pub fn with_section(report: &str, heading: &str, section: &str) -> String {
    let mark = format!("\n{heading}");
    let (before, after) = match report.split_once(&mark) {
        None => (report.trim_end_matches('\n').to_owned() + "\n", String::new()),
        Some((before, rest)) => {
            let after = rest.split_once("\n## ").map(|(_, after)| format!("\n## {after}"));
            (before.to_owned(), after.unwrap_or_default())
        }
    };
    format!("{before}{section}{after}")
}
