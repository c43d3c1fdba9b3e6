//! Inputs: files, folders, standard input.

use std::collections::BTreeMap;
use std::fs::{self, File, FileType};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use actlas_facts::{CodeInfo, Finding, Place, Record, Severity, Vocabulary};
use thiserror::Error;

use crate::bom;
use crate::codes::{
    FILE_EMPTY, FILE_NOT_A_REGISTER, FILE_PROTECTED, FILE_UNREADABLE, TEXT_NOT_UTF8,
};
use crate::columns::{Mapped, Mapping};
use crate::guard::MAX_RECORD_BYTES;
use crate::objects::{LINES, Objects, is_whole_line};
use crate::own;
use crate::sheets;
use crate::spool::Spool;
use crate::table;
use crate::utf16::{self, Utf16};
use crate::workbook::MAX_WORKBOOK_BYTES;

/// Deepest folder that is walked into.
const MAX_FOLDERS: usize = 32;
/// How much of a first line is looked at to tell a format.
const BEGINNING_BYTES: usize = 64 << 10;

/// What reading needs to know.
pub struct Options<'v> {
    /// The facts that can be stated.
    pub vocabulary: &'v Vocabulary,
    /// The user's own word on columns.
    pub mapping: Mapping,
    /// The sheet of workbooks to read; without it, the first that is a table, with those of its columns.
    pub sheet: Option<String>,
}

/// What reading tells, in the order of the input.
pub enum Event {
    /// A record.
    Record(Box<Record>),
    /// The package URL of the record that comes next, where it is not its id.
    Package(String),
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
    /// What was no file, such as a pipe, and is kept so that it can be read twice.
    Spooled(Spool),
    /// Standard input.
    Stdin,
}

/// Why a file cannot be opened, in words that say what to look at.
pub(crate) fn why(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no file or folder of this name".to_owned(),
        io::ErrorKind::PermissionDenied => "this user may not read it".to_owned(),
        _ => error.to_string(),
    }
}

/// Why inputs cannot be listed.
#[derive(Debug, Error)]
pub enum IntakeError {
    /// A file or folder does not exist or cannot be read.
    #[error("cannot read `{path}`: {}", why(error))]
    Unreadable {
        /// The path.
        path: String,
        /// What the system says.
        error: io::Error,
    },
}

impl Input {
    /// The same, so that it can be read twice: standard input is kept.
    pub fn kept(self) -> io::Result<Input> {
        match self {
            Input::Stdin => Ok(Input::Spooled(Spool::of_stdin()?)),
            other => Ok(other),
        }
    }

    /// Whether it can be read twice.
    pub fn is_whole(&self) -> bool {
        match self {
            Input::File(_) => true,
            Input::Spooled(spool) => spool.is_whole(),
            Input::Stdin => false,
        }
    }

    /// The name it is shown by.
    pub fn name(&self) -> String {
        match self {
            Input::File(path) => path.display().to_string(),
            Input::Spooled(spool) => spool.name().to_owned(),
            Input::Stdin => "-".to_owned(),
        }
    }
}

/// What paths stand for.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// What there is to read, in order.
    pub inputs: Vec<Input>,
    /// What was passed over in folders, and why.
    pub passed_over: Vec<Finding>,
}

/// The files that the given paths stand for: `-` is standard input, a folder stands for the registers
/// in it, in the order of their names.
pub fn inputs(paths: &[PathBuf]) -> Result<Vec<Input>, IntakeError> {
    Ok(list(paths)?.inputs)
}

/// As [`inputs`], with what was passed over.
pub fn list(paths: &[PathBuf]) -> Result<Found, IntakeError> {
    let mut found = Found::default();
    for path in paths {
        if path.as_os_str() == "-" {
            found.inputs.push(Input::Stdin);
        } else {
            let unreadable =
                |error| IntakeError::Unreadable { path: path.display().to_string(), error };
            let about = fs::metadata(path).map_err(unreadable)?;
            if about.is_dir() {
                let before = found.inputs.len();
                walk(path, 0, &mut found).map_err(unreadable)?;
                if found.inputs.len() == before {
                    // It stands for itself, so that whoever reads it is told that it holds nothing.
                    found.inputs.push(Input::File(path.clone()));
                }
            } else if !about.is_file() {
                found.inputs.push(Input::Spooled(Spool::of(path).map_err(unreadable)?));
            } else {
                found.inputs.push(Input::File(path.clone()));
            }
        }
    }
    Ok(found)
}

fn walk(folder: &Path, depth: usize, found: &mut Found) -> io::Result<()> {
    let mut entries: BTreeMap<PathBuf, FileType> = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            entries.insert(entry.path(), entry.file_type()?);
        }
    }
    for (path, kind) in entries {
        let passed_over = if kind.is_symlink() {
            // A folder whose links are not followed can hold neither a circle nor a way out of itself.
            Some((FILE_NOT_A_REGISTER, "links in folders are not followed"))
        } else if kind.is_dir() && depth >= MAX_FOLDERS {
            Some((FILE_UNREADABLE, "the folder lies too deep"))
        } else if kind.is_dir() {
            walk(&path, depth + 1, found)
                .err()
                .map(|_| (FILE_UNREADABLE, "the folder could not be read to its end"))
        } else if !kind.is_file() {
            Some((FILE_NOT_A_REGISTER, "this is neither a file nor a folder"))
        } else if is_answers(&path) {
            Some((FILE_NOT_A_REGISTER, ANSWERS))
        } else if is_page(&path) && own::is_own_page(&path) {
            Some((FILE_NOT_A_REGISTER, own::SAYS))
        } else if is_page(&path) {
            Some((FILE_NOT_A_REGISTER, "the file is a web page, not a table; save the table in it"))
        } else if (Format::of(&path).is_none() && !is_bill(&path)) || is_prose(&path) {
            Some((FILE_NOT_A_REGISTER, OTHER_KIND))
        } else if own::is_own(&path) {
            Some((FILE_NOT_A_REGISTER, own::SAYS))
        } else {
            found.inputs.push(Input::File(path.clone()));
            None
        };
        if let Some((kind, says)) = passed_over {
            let place = Place::file(path.display().to_string());
            let mut finding = Finding::new(kind, place, says).hint("it was passed over");
            if [OTHER_KIND, own::SAYS].contains(&says) {
                // A folder holds readmes, pictures and answers beside its registers; nothing is wrong
                // with that.
                finding.severity = Severity::Note;
            }
            found.passed_over.push(finding);
        }
    }
    Ok(())
}

const OTHER_KIND: &str = "files of this kind are not read from folders";
const ANSWERS: &str = "the file holds answers, not records; give it with `--answers`";

fn is_answers(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().to_lowercase().ends_with(".facts.jsonl")
}

fn is_page(path: &Path) -> bool {
    ["html", "htm", "xhtml", "mht", "mhtml"].contains(&end(path).as_str())
}

/// Whether a file is more often prose than a table. It is read if it is given by name.
fn is_prose(path: &Path) -> bool {
    end(path) == "txt"
}

/// Whether a file whose name says that it is a bill of materials holds one: others use these ends too.
fn is_bill(path: &Path) -> bool {
    let begins = |mark: &&[u8]| own::head_holds(path, &[*mark]);
    ["cdx", "bom", "spdx"].contains(&end(path).as_str()) && bom::MARKS.iter().any(begins)
}

/// Whether a file is a text with headings, in which a line with commas is no row.
fn is_markup(name: &str) -> bool {
    ["md", "markdown", "rst", "adoc"].contains(&end(Path::new(name)).as_str())
}

fn end(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_lowercase()
}

#[derive(Clone, Copy, PartialEq)]
enum Format {
    Csv,
    Json,
    Lines,
    Yaml,
    Workbook,
    Xml,
}

impl Format {
    fn of(path: &Path) -> Option<Format> {
        match path.extension()?.to_string_lossy().to_lowercase().as_str() {
            "csv" | "tsv" | "txt" => Some(Format::Csv),
            "json" | "jsonld" => Some(Format::Json),
            "jsonl" | "ndjson" => Some(Format::Lines),
            "yaml" | "yml" => Some(Format::Yaml),
            "xlsx" | "xlsm" | "xltx" => Some(Format::Workbook),
            "xml" => Some(Format::Xml),
            _ => None,
        }
    }
}

/// Reads one input, record by record.
pub fn read(input: &Input, options: &Options, on: &mut dyn FnMut(Event)) -> Kept {
    let name = input.name();
    match input {
        Input::Stdin => stream(&name, None, io::stdin().lock(), options, on),
        Input::File(path) if is_answers(path) => fails(&name, FILE_NOT_A_REGISTER, ANSWERS, on),
        Input::File(path) if path.is_dir() => {
            let finding =
                Finding::new(FILE_EMPTY, Place::file(&name), "the folder holds no register");
            on(Event::Finding(
                finding.hint("files are told by their names, such as `systems.csv`"),
            ));
            Kept::default()
        }
        Input::Spooled(spool) => match spool.open() {
            Ok(file) => stream(&name, Format::of(Path::new(&name)), file, options, on),
            Err(error) => fails(&name, FILE_UNREADABLE, &error.to_string(), on),
        },
        Input::File(path) => match File::open(path) {
            Ok(file) => stream(&name, Format::of(path), file, options, on),
            Err(error) => fails(&name, FILE_UNREADABLE, &error.to_string(), on),
        },
    }
}

fn fails(name: &str, kind: CodeInfo, says: &str, on: &mut dyn FnMut(Event)) -> Kept {
    on(Event::Finding(Finding::new(kind, Place::file(name), says)));
    Kept { records: 0, unreadable: 1 }
}

/// Reads bytes of a format or, if their name tells none, of the format that they begin like.
///
/// A name of a file with an end such as `.csv` says the format, as it does for [`read`].
pub fn read_from(
    name: &str,
    input: impl Read,
    options: &Options,
    on: &mut dyn FnMut(Event),
) -> Kept {
    stream(name, Format::of(Path::new(name)), input, options, on)
}

fn stream(
    name: &str,
    format: Option<Format>,
    mut input: impl Read,
    options: &Options,
    on: &mut dyn FnMut(Event),
) -> Kept {
    let start = match beginning(&mut input) {
        Ok(start) => start,
        Err(error) => return fails(name, FILE_UNREADABLE, &error.to_string(), on),
    };
    if is_archive(&start) || start.starts_with(OLE) {
        return workbook(name, start, input, options, on);
    }
    if let Some(order) = utf16::order(&start) {
        on(Event::Finding(Finding::new(
            TEXT_NOT_UTF8,
            Place::file(name),
            "the file is UTF-16 and was read as such",
        )));
        let whole = Utf16::new(io::Cursor::new(start).chain(input), order);
        // The type of the reader within a reader would have no end.
        let mut whole: Box<dyn Read + '_> = Box::new(whole);
        return match beginning(&mut whole) {
            Ok(start) => text(name, format, start, whole, options, on),
            Err(error) => fails(name, FILE_UNREADABLE, &error.to_string(), on),
        };
    }
    text(name, format, start, input, options, on)
}

/// Reads the text of a format, or of the format that it begins like.
fn text(
    name: &str,
    format: Option<Format>,
    start: Vec<u8>,
    input: impl Read,
    options: &Options,
    on: &mut dyn FnMut(Event),
) -> Kept {
    if let Some(says) = not_text(&start) {
        return fails(name, FILE_NOT_A_REGISTER, says, on);
    }
    // The mark that some programs write before UTF-8 belongs to no format.
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&start);
    let Some(first) = start.trim_ascii_start().first() else {
        on(Event::Finding(Finding::new(FILE_EMPTY, Place::file(name), "the file holds nothing")));
        return Kept::default();
    };
    let one_a_line = is_whole_line(start);
    let format = evident(format, start, *first, options);
    let reader = BufReader::with_capacity(1 << 16, io::Cursor::new(start).chain(input));
    let objects = |format, on| Objects::new(name, format, options, on);
    match (format, first) {
        (Some(Format::Csv), b'<') if bom::is_xml(start) => bom::read_xml(name, reader, options, on),
        (Some(Format::Csv), _) => table::read(name, reader, options, on),
        (Some(Format::Lines), _) => objects(LINES, on).lines(reader),
        (Some(Format::Yaml), _) => objects("YAML", on).yaml(reader),
        (_, b'[') => objects("JSON", on).list(reader),
        (None, b'{') if name == "-" && one_a_line => objects(LINES, on).lines(reader),
        (Some(Format::Json), _) | (_, b'{') => objects("JSON", on).whole(reader),
        (_, b'<') if bom::is_xml(start) => bom::read_xml(name, reader, options, on),
        (_, b'<') => {
            let says = "the file is a web page or XML, which is not read as a register";
            fails(name, FILE_NOT_A_REGISTER, says, on)
        }
        _ if is_markup(name) => {
            let says = "the file is prose (Markdown); save the table in it as CSV";
            fails(name, FILE_NOT_A_REGISTER, says, on)
        }
        _ => table::read(name, reader, options, on),
    }
}

/// The format that a text evidently has, where its name says another.
fn evident(format: Option<Format>, start: &[u8], first: u8, options: &Options) -> Option<Format> {
    let of_list = || {
        let list = start.trim_ascii_start().strip_prefix(b"[").map(<[u8]>::trim_ascii_start);
        list.is_some_and(|list| list.starts_with(b"{"))
    };
    match format {
        Some(Format::Csv) if is_whole_line(start) => Some(Format::Lines),
        Some(Format::Csv) if of_list() => Some(Format::Json),
        Some(Format::Json | Format::Lines)
            if !b"{[".contains(&first) && table::is_evident(start, options) =>
        {
            Some(Format::Csv)
        }
        format => format,
    }
}

/// Where files of older office programs begin, and all that are protected by a password.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0";

fn is_archive(start: &[u8]) -> bool {
    start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06")
}

/// Reads a workbook, whatever its name.
fn workbook(
    name: &str,
    start: Vec<u8>,
    input: impl Read,
    options: &Options,
    on: &mut dyn FnMut(Event),
) -> Kept {
    let mut bytes = start;
    let left = MAX_WORKBOOK_BYTES.saturating_sub(bytes.len() as u64);
    if let Err(error) = input.take(left + 1).read_to_end(&mut bytes) {
        return fails(name, FILE_UNREADABLE, &error.to_string(), on);
    }
    if bytes.len() as u64 > MAX_WORKBOOK_BYTES {
        let says = format!("a workbook of more than {} MiB", MAX_WORKBOOK_BYTES >> 20);
        return fails(name, FILE_UNREADABLE, &says, on);
    }
    if !bytes.starts_with(OLE) {
        return sheets::read(name, bytes, options, on);
    }
    let word: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if bytes.windows(word.len()).any(|part| part == word) {
        let says = "the workbook is protected by a password";
        let finding = Finding::new(FILE_PROTECTED, Place::file(name), says);
        on(Event::Finding(finding.hint("save it without a password")));
        return Kept { records: 0, unreadable: 1 };
    }
    let says = "the file is a workbook or a document of an old kind; save it as XLSX or CSV";
    fails(name, FILE_NOT_A_REGISTER, says, on)
}

/// The beginning of an input, to its first line that is not empty or as far as one is looked for. What a
/// pipe hands over in one piece is chance and must not decide anything.
fn beginning(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    loop {
        let before = start.len();
        input.take(before.max(4 << 10) as u64).read_to_end(&mut start)?;
        let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&start).trim_ascii_start();
        let enough = text.contains(&b'\n') || text.len() > BEGINNING_BYTES;
        if enough || start.len() == before || start.len() > MAX_RECORD_BYTES {
            return Ok(start);
        }
    }
}

/// Why the bytes are no text, if they are none.
fn not_text(start: &[u8]) -> Option<&'static str> {
    let starts = |marks: &[&[u8]]| marks.iter().any(|mark| start.starts_with(mark));
    if starts(&[b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf"]) {
        Some("the file is compressed; unpack it first")
    } else if starts(&[b"%PDF"]) {
        Some("the file is a PDF; save the table in it as CSV or XLSX")
    } else if starts(&[b"\xff\xfe\0\0", b"\0\0\xfe\xff"]) {
        Some("the file is UTF-32; save it as UTF-8")
    } else {
        None
    }
}

/// Whether the letters of a word follow one another in a file, whatever their case and whatever stands
/// between them that is no letter or digit: `instanceof` is in `Instance Of`, in `INSTANCE_OF`, and in UTF-16.
/// Answers without reading records, to find out whether something has to be looked up before they are read.
pub fn mentions(input: &Input, word: &str) -> bool {
    mention_one_of(input, &[word])
}

/// The same of several words, in one pass.
pub(crate) fn mention_one_of(input: &Input, words: &[&str]) -> bool {
    let reader: io::Result<Box<dyn Read>> = match input {
        Input::File(path) => File::open(path).map(|file| Box::new(file) as Box<dyn Read>),
        Input::Spooled(spool) => spool.open().map(|held| Box::new(held) as Box<dyn Read>),
        Input::Stdin => return false,
    };
    let Ok(reader) = reader else { return false };
    let mut reader = BufReader::with_capacity(1 << 20, reader);
    // What is packed cannot be looked through so cheaply.
    if reader.fill_buf().is_ok_and(is_archive) {
        return true;
    }
    let mut seekers: Vec<Seeker> = words.iter().map(|word| Seeker::new(word)).collect();
    loop {
        let Ok(chunk) = reader.fill_buf() else { return false };
        if chunk.is_empty() {
            return false;
        }
        if seekers.iter_mut().any(|seeker| seeker.is_in(chunk)) {
            return true;
        }
        let len = chunk.len();
        reader.consume(len);
    }
}

/// Looks for a word in one pass over bytes that come in parts (Knuth, Morris and Pratt).
struct Seeker {
    word: Vec<u8>,
    /// For each length that fits, the longest shorter one that fits as well.
    falls: Vec<usize>,
    fits: usize,
}

impl Seeker {
    fn new(word: &str) -> Seeker {
        let is_letter = |byte: &u8| byte.is_ascii_alphanumeric();
        let word: Vec<u8> =
            word.bytes().filter(is_letter).map(|byte| byte.to_ascii_lowercase()).collect();
        let longest_end = |len: usize| {
            let part = word.get(..len).unwrap_or_default();
            (1..len).rev().find(|end| part.get(..*end) == part.get(len - end..)).unwrap_or(0)
        };
        let falls = (0..=word.len()).map(longest_end).collect();
        Seeker { word, falls, fits: 0 }
    }

    /// Whether the word ends in these bytes, which follow those before.
    fn is_in(&mut self, bytes: &[u8]) -> bool {
        for byte in bytes.iter().filter(|byte| byte.is_ascii_alphanumeric()) {
            let byte = byte.to_ascii_lowercase();
            while self.fits > 0 && self.word.get(self.fits) != Some(&byte) {
                self.fits = self.falls.get(self.fits).copied().unwrap_or(0);
            }
            self.fits += usize::from(self.word.get(self.fits) == Some(&byte));
            if self.fits == self.word.len() {
                return true;
            }
        }
        self.word.is_empty()
    }
}
