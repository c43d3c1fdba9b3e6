//! Inputs: files, folders, standard input.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use actlas_facts::{Finding, Place, Record, Vocabulary};
use thiserror::Error;

use crate::codes::{FILE_NOT_A_REGISTER, FILE_UNREADABLE};
use crate::columns::{Mapped, Mapping};
use crate::objects::Objects;
use crate::table;

/// Deepest folder that is walked into.
const MAX_FOLDERS: usize = 32;

/// What reading needs to know.
pub struct Options<'v> {
    /// The facts that can be stated.
    pub vocabulary: &'v Vocabulary,
    /// The user's own word on columns.
    pub mapping: Mapping,
}

/// What reading tells, in the order of the input.
pub enum Event {
    /// A record.
    Record(Box<Record>),
    /// Something to know.
    Finding(Finding),
    /// What the columns of a file were taken for.
    Mapped(Mapped),
}

/// How much of a file was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Records read.
    pub records: u64,
    /// Records that could not be read.
    pub unreadable: u64,
}

/// One thing to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file, with the name it is shown by.
    File(PathBuf),
    /// Standard input.
    Stdin,
}

/// Why inputs cannot be listed.
#[derive(Debug, Error)]
pub enum IntakeError {
    /// A file or folder does not exist or cannot be read.
    #[error("cannot read `{path}`: {error}")]
    Unreadable {
        /// The path.
        path: String,
        /// What the system says.
        error: io::Error,
    },
}

impl Input {
    /// The name it is shown by.
    pub fn name(&self) -> String {
        match self {
            Input::File(path) => path.display().to_string(),
            Input::Stdin => "-".to_owned(),
        }
    }
}

/// The files that the given paths stand for: `-` is standard input, a folder stands for the registers
/// in it, in the order of their names.
pub fn inputs(paths: &[PathBuf]) -> Result<Vec<Input>, IntakeError> {
    let mut found = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            found.push(Input::Stdin);
        } else {
            let unreadable =
                |error| IntakeError::Unreadable { path: path.display().to_string(), error };
            let about = fs::metadata(path).map_err(unreadable)?;
            if about.is_dir() {
                walk(path, 0, &mut found).map_err(unreadable)?;
            } else {
                found.push(Input::File(path.clone()));
            }
        }
    }
    Ok(found)
}

fn walk(folder: &Path, depth: usize, found: &mut Vec<Input>) -> io::Result<()> {
    let mut entries: BTreeSet<PathBuf> = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        // Links are not followed: a folder can then hold neither a circle nor a way out of itself.
        if !hidden && !entry.file_type()?.is_symlink() {
            entries.insert(entry.path());
        }
    }
    for path in entries {
        if path.is_dir() {
            if depth < MAX_FOLDERS {
                walk(&path, depth + 1, found)?;
            }
        } else if Format::of(&path).is_some() {
            found.push(Input::File(path));
        }
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq)]
enum Format {
    Csv,
    Json,
    Lines,
    Yaml,
}

impl Format {
    fn of(path: &Path) -> Option<Format> {
        let name = path.file_name()?.to_string_lossy().to_lowercase();
        if name.ends_with(".facts.jsonl") {
            return None;
        }
        match path.extension()?.to_string_lossy().to_lowercase().as_str() {
            "csv" | "tsv" | "txt" => Some(Format::Csv),
            "json" => Some(Format::Json),
            "jsonl" | "ndjson" => Some(Format::Lines),
            "yaml" | "yml" => Some(Format::Yaml),
            _ => None,
        }
    }
}

/// Reads one input, record by record.
pub fn read(input: &Input, options: &Options, on: &mut dyn FnMut(Event)) -> Kept {
    let name = input.name();
    match input {
        Input::Stdin => sniffed(&name, io::stdin().lock(), options, on),
        Input::File(path) => match File::open(path) {
            Ok(file) => {
                let reader = BufReader::with_capacity(1 << 16, file);
                match Format::of(path) {
                    Some(Format::Csv) => table::read(&name, reader, options, on),
                    Some(Format::Lines) => {
                        Objects::new(&name, "JSON lines", options, on).lines(reader)
                    }
                    Some(Format::Yaml) => Objects::new(&name, "YAML", options, on).yaml(reader),
                    Some(Format::Json) | None => sniffed(&name, reader, options, on),
                }
            }
            Err(error) => {
                let place = Place::file(&name);
                on(Event::Finding(Finding::new(FILE_UNREADABLE, place, error.to_string())));
                Kept { records: 0, unreadable: 1 }
            }
        },
    }
}

/// Reads something whose name does not tell what it is by its first character.
fn sniffed(name: &str, input: impl Read, options: &Options, on: &mut dyn FnMut(Event)) -> Kept {
    let mut reader = BufReader::with_capacity(1 << 16, input);
    let first = match reader.fill_buf() {
        Ok(start) => {
            let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
            start.iter().copied().find(|byte| !byte.is_ascii_whitespace())
        }
        Err(error) => {
            let place = Place::file(name);
            on(Event::Finding(Finding::new(FILE_UNREADABLE, place, error.to_string())));
            return Kept { records: 0, unreadable: 1 };
        }
    };
    match first {
        Some(b'[') => Objects::new(name, "JSON", options, on).list(reader),
        Some(b'{') if name == "-" => Objects::new(name, "JSON lines", options, on).lines(reader),
        Some(b'{') => Objects::new(name, "JSON", options, on).whole(reader),
        Some(b'<') => {
            let says = "the file is a web page or XML, which is not read as a register";
            on(Event::Finding(Finding::new(FILE_NOT_A_REGISTER, Place::file(name), says)));
            Kept { records: 0, unreadable: 1 }
        }
        _ => table::read(name, reader, options, on),
    }
}

/// Whether the bytes of a file contain a word. Answers without reading records, to find out whether
/// something has to be looked up before they are read.
pub fn mentions(input: &Input, word: &str) -> bool {
    let Input::File(path) = input else { return false };
    let Ok(file) = File::open(path) else { return false };
    let mut reader = BufReader::with_capacity(1 << 20, file);
    let word = word.as_bytes();
    let mut tail: Vec<u8> = Vec::new();
    loop {
        let Ok(chunk) = reader.fill_buf() else { return false };
        if chunk.is_empty() {
            return false;
        }
        let len = chunk.len();
        tail.extend_from_slice(chunk);
        if tail.windows(word.len()).any(|part| part == word) {
            return true;
        }
        let keep = tail.len().saturating_sub(word.len());
        tail.drain(..keep);
        reader.consume(len);
    }
}
