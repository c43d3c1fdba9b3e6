//! Loads real registers and compares how many records they are found to hold with how many there are.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use actlas_intake::{Event, Input, Kept, Mapping, Options, read, same_files};
use actlas_law::{Pack, PackFiles};
use actlas_yaml::Node;

const EXPECTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../eval/registers.yaml");

/// What is expected of a file.
struct Register {
    file: String,
    records: u64,
    counted: String,
    /// A finding that must be among those of the file.
    finding: Option<String>,
}

pub fn run(arguments: &[String]) -> Result<(), String> {
    let [folder] = arguments else {
        return Err("give the folder of the registers: cargo xtask eval-registers DIR".to_owned());
    };
    let text = fs::read_to_string(EXPECTED).map_err(|error| format!("{EXPECTED}: {error}"))?;
    let registers = expected(&text)?;
    let (pack, _) = Pack::load(&PackFiles::embedded());
    let options =
        Options { vocabulary: &pack.vocabulary, mapping: Mapping::default(), sheet: None };
    let path = |register: &Register| Path::new(folder).join(&register.file);
    let inputs: Vec<Input> = registers.iter().map(|at| Input::File(path(at))).collect();
    let mut same: BTreeMap<String, String> = BTreeMap::new();
    for finding in same_files(&inputs) {
        same.insert(finding.place.path.clone(), finding.code.to_string());
    }
    let (mut wrong, mut records) = (0, 0);
    println!("{:>8} {:>8} {:>8}  {:<5}  file", "expected", "read", "broken", "");
    for (register, input) in registers.iter().zip(&inputs) {
        let mut codes: BTreeMap<String, usize> = BTreeMap::new();
        let kept = read(input, &options, &mut |event| {
            let found = match event {
                Event::Finding(finding) => vec![finding],
                Event::Record(record) => record.findings,
                Event::Mapped(_) | Event::Package(_) => Vec::new(),
            };
            for finding in found {
                *codes.entry(finding.code.to_string()).or_default() += 1;
            }
        });
        if let Some(code) = same.get(&input.name()) {
            codes.insert(code.clone(), 1);
        }
        let good = fits(register, kept, &codes);
        wrong += usize::from(!good);
        records += kept.records;
        let told: Vec<String> =
            codes.iter().map(|(code, count)| format!("{code} {count}")).collect();
        println!(
            "{:>8} {:>8} {:>8}  {:<5}  {} ({}) {}",
            register.records,
            kept.records,
            kept.unreadable,
            if good { "ok" } else { "WRONG" },
            register.file,
            register.counted,
            told.join(", ")
        );
    }
    let missed = not_expected(Path::new(folder), &registers)?;
    for path in &missed {
        println!(
            "{:>8} {:>8} {:>8}  WRONG  {} is not in eval/registers.yaml",
            "",
            "",
            "",
            path.display()
        );
    }
    println!("{} files, {records} records", registers.len());
    match wrong + missed.len() {
        0 => Ok(()),
        wrong => Err(format!("{wrong} files are not as expected")),
    }
}

fn fits(register: &Register, kept: Kept, codes: &BTreeMap<String, usize>) -> bool {
    let unreadable = if register.records == 0 { 1 } else { 0 };
    kept.records == register.records
        && kept.unreadable == unreadable
        && register.finding.as_ref().is_none_or(|code| codes.contains_key(code))
}

fn expected(text: &str) -> Result<Vec<Register>, String> {
    let documents = actlas_yaml::parse(text).map_err(|error| error.to_string())?;
    let list = documents.first().and_then(|at| at.get("registers")).and_then(Node::list);
    let list = list.ok_or("eval/registers.yaml has no list `registers`")?;
    let register = |node: &Node| {
        let word = |key: &str| node.get(key).and_then(Node::text).map(str::to_owned);
        let records = word("records").and_then(|records| records.parse().ok());
        match (word("file"), records, word("counted")) {
            (Some(file), Some(records), Some(counted)) => {
                Ok(Register { file, records, counted, finding: word("finding") })
            }
            _ => Err(format!(
                "line {}: a register has `file`, `records` and `counted`",
                node.at.line
            )),
        }
    };
    list.iter().map(register).collect()
}

/// Tables and lists below the folder that nobody counted.
fn not_expected(folder: &Path, registers: &[Register]) -> Result<Vec<PathBuf>, String> {
    let (mut missed, mut open) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(at) = open.pop() {
        let entries = fs::read_dir(&at).map_err(|error| format!("{}: {error}", at.display()))?;
        for path in entries.flatten().map(|entry| entry.path()) {
            let end = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
            if path.is_dir() {
                open.push(path);
            } else if ["csv", "xlsx", "jsonl", "html"].contains(&end.as_str()) {
                let known = |register: &Register| folder.join(&register.file) == path;
                if !registers.iter().any(known) {
                    missed.push(path);
                }
            }
        }
    }
    missed.sort();
    Ok(missed)
}
