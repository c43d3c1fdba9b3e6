//! The objects of a file, found by looking through it: tables of where they stand may be wrong, and a
//! file that was cut still shows what it has.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::ops::Range;

use flate2::read::ZlibDecoder;

use super::object::{Dict, Lexer, Object, hex};

/// Most objects of a file.
const MAX_OBJECTS: usize = 300_000;
/// Most values within all objects.
const MAX_VALUES: usize = 3_000_000;
/// Largest stream, unpacked.
const MAX_STREAM: u64 = 16 << 20;
/// All streams together, unpacked.
const MAX_UNPACKED: usize = 96 << 20;

/// An object with the bytes of its stream, if it has one.
#[derive(Debug)]
struct Entry {
    object: Object,
    stream: Option<Range<usize>>,
}

/// A file taken apart.
#[derive(Debug)]
pub(super) struct File<'b> {
    bytes: &'b [u8],
    entries: BTreeMap<u32, Entry>,
    /// Bytes that may still be unpacked.
    left: usize,
    /// Whether a bound was met, so that not everything was read.
    pub(super) cut: bool,
    /// Whether it asks for a key.
    pub(super) encrypted: bool,
}

impl<'b> File<'b> {
    pub(super) fn read(bytes: &'b [u8]) -> File<'b> {
        let mut file = File {
            bytes,
            entries: BTreeMap::new(),
            left: MAX_UNPACKED,
            cut: false,
            encrypted: false,
        };
        let values = file.scan();
        file.unpack(values);
        file
    }

    /// Goes through the file once. Gives the values that may still be made.
    fn scan(&mut self) -> usize {
        let mut lexer = Lexer { bytes: self.bytes, at: 0, budget: MAX_VALUES };
        let mut ends_stream = true;
        while let Some(found) = find(self.bytes, b"obj", lexer.at) {
            lexer.at = found + 3;
            let Some(number) = number_before(self.bytes, found) else { continue };
            if self.entries.len() >= MAX_OBJECTS {
                self.cut = true;
                break;
            }
            let Some(object) = lexer.object() else {
                self.cut |= lexer.budget == 0;
                lexer.at = found + 3;
                continue;
            };
            if lexer.at >= self.bytes.len() {
                // What never ends is no object; going back is paid for, so that it stays cheap.
                let gone = (lexer.at - found) / 16;
                lexer.budget = lexer.budget.saturating_sub(gone);
                lexer.at = found + 3;
                if lexer.budget == 0 {
                    self.cut = true;
                    break;
                }
                continue;
            }
            let mut stream = None;
            if let Object::Dict(dict) = &object {
                self.encrypted |= dict.contains_key("Encrypt");
                let after = lexer.at;
                if ends_stream && lexer.object() == Some(Object::Word("stream".to_owned())) {
                    stream = self.stream(dict, lexer.at);
                    ends_stream = stream.is_some();
                }
                lexer.at = stream.as_ref().map_or(after, |range| range.end);
            }
            self.entries.insert(number, Entry { object, stream });
        }
        self.encrypted |= last_trailer(self.bytes).is_some_and(|at| at.contains_key("Encrypt"));
        lexer.budget
    }

    /// The bytes of a stream that starts behind the word.
    fn stream(&self, dict: &Dict, word: usize) -> Option<Range<usize>> {
        let line = match self.bytes.get(word..word + 2) {
            Some(b"\r\n") => 2,
            Some([b'\n' | b'\r', _]) => 1,
            _ => 0,
        };
        let start = word + line;
        let told = dict.get("Length").and_then(Object::count).map(|length| start + length);
        let ends = |end: &usize| {
            let rest = self.bytes.get(*end..end + 16);
            rest.is_some_and(|rest| find(rest, b"endstream", 0).is_some_and(|at| at <= 4))
        };
        let end = told.filter(ends).or_else(|| find(self.bytes, b"endstream", start))?;
        Some(start..end)
    }

    /// Takes objects out of the streams that hold objects.
    fn unpack(&mut self, values: usize) {
        let kind = |entry: &Entry| matches!(&entry.object, Object::Dict(dict) if dict.get("Type").and_then(Object::name) == Some("ObjStm"));
        let holders: Vec<u32> =
            self.entries.iter().filter(|(_, entry)| kind(entry)).map(|(at, _)| *at).collect();
        let mut budget = values;
        for holder in holders {
            let Some(dict) = self.dict_of(holder).cloned() else { continue };
            let count = dict.get("N").and_then(Object::count).unwrap_or_default();
            let first = dict.get("First").and_then(Object::count).unwrap_or_default();
            let Some(bytes) = self.unpacked(holder) else { continue };
            let mut head = Lexer { bytes: &bytes, at: 0, budget };
            let mut places = Vec::new();
            for _ in 0..count.min(MAX_OBJECTS) {
                let (Some(number), Some(at)) = (head.object(), head.object()) else { break };
                places.extend(number.count().and_then(|at| u32::try_from(at).ok()).zip(at.count()));
            }
            budget = head.budget;
            for (number, at) in places {
                if self.entries.len() >= MAX_OBJECTS {
                    self.cut = true;
                    return;
                }
                let mut body = Lexer { bytes: &bytes, at: first.saturating_add(at), budget };
                if let Some(object) = body.object() {
                    self.entries.entry(number).or_insert(Entry { object, stream: None });
                }
                budget = body.budget;
            }
            self.cut |= budget == 0;
        }
    }

    /// What an object is, references followed.
    pub(super) fn get<'o>(&'o self, object: &'o Object) -> &'o Object {
        let mut object = object;
        for _ in 0..16 {
            let Object::Ref(number) = object else { return object };
            object = self.entries.get(number).map_or(&Object::Null, |entry| &entry.object);
        }
        &Object::Null
    }

    pub(super) fn dict<'o>(&'o self, object: &'o Object) -> Option<&'o Dict> {
        if let Object::Dict(dict) = self.get(object) { Some(dict) } else { None }
    }

    pub(super) fn array<'o>(&'o self, object: &'o Object) -> Option<&'o [Object]> {
        if let Object::Array(items) = self.get(object) { Some(items) } else { None }
    }

    pub(super) fn field<'o>(&'o self, dict: &'o Dict, key: &str) -> &'o Object {
        dict.get(key).map_or(&Object::Null, |object| self.get(object))
    }

    pub(super) fn dict_of(&self, number: u32) -> Option<&Dict> {
        match &self.entries.get(&number)?.object {
            Object::Dict(dict) => Some(dict),
            _ => None,
        }
    }

    /// The objects of a type, in the order of their numbers.
    pub(super) fn of_type(&self, kind: &str) -> Vec<u32> {
        let is = |number: &u32| {
            self.dict_of(*number).is_some_and(|at| self.field(at, "Type").name() == Some(kind))
        };
        self.entries.keys().copied().filter(is).collect()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The bytes of the stream of an object, unpacked as far as its filters are known.
    pub(super) fn unpacked(&mut self, number: u32) -> Option<Vec<u8>> {
        let range = self.entries.get(&number)?.stream.clone()?;
        let dict = self.dict_of(number)?;
        let filters: Vec<String> = match self.field(dict, "Filter") {
            Object::Name(name) => vec![name.clone()],
            Object::Array(names) => {
                names.iter().filter_map(|at| self.get(at).name()).map(str::to_owned).collect()
            }
            _ => Vec::new(),
        };
        let mut bytes = self.bytes.get(range)?.to_vec();
        for filter in filters.iter().take(4) {
            bytes = match filter.as_str() {
                "FlateDecode" | "Fl" => self.inflate(&bytes),
                "ASCIIHexDecode" | "AHx" => from_hex(&bytes),
                "ASCII85Decode" | "A85" => from_85(&bytes),
                _ => return None,
            };
        }
        Some(bytes)
    }

    fn inflate(&mut self, bytes: &[u8]) -> Vec<u8> {
        let most = MAX_STREAM.min(self.left as u64);
        let mut unpacked = Vec::new();
        // A broken stream still gives what stands before the break.
        let _ = ZlibDecoder::new(bytes).take(most).read_to_end(&mut unpacked);
        self.left = self.left.saturating_sub(unpacked.len());
        self.cut |= unpacked.len() as u64 == most;
        unpacked
    }
}

/// Where a needle stands at or behind a place.
fn find(bytes: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.windows(needle.len()).position(|window| window == needle).map(|at| from + at)
}

/// The number of `12 0 obj`, read backwards from its word.
fn number_before(bytes: &[u8], word: usize) -> Option<u32> {
    let start = word.saturating_sub(24);
    let before = bytes.get(start..word)?;
    let text: String = before.iter().map(|byte| char::from(*byte)).collect();
    let mut parts = text.trim_end().rsplit(char::is_whitespace);
    let generation = parts.next()?;
    let number = parts.find(|part| !part.is_empty())?;
    let digits = number.rsplit(|at: char| !at.is_ascii_digit()).next()?;
    generation.parse::<u16>().ok()?;
    digits.parse().ok()
}

fn last_trailer(bytes: &[u8]) -> Option<Dict> {
    let at = bytes.windows(7).rposition(|window| window == b"trailer")?;
    let mut lexer = Lexer { bytes, at: at + 7, budget: 10_000 };
    match lexer.object()? {
        Object::Dict(dict) => Some(dict),
        _ => None,
    }
}

fn from_hex(bytes: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> =
        bytes.iter().take_while(|byte| **byte != b'>').filter_map(|byte| hex(*byte)).collect();
    digits.chunks(2).map(|two| two.iter().fold(0, |sum, at| sum * 16 + at)).collect()
}

fn from_85(bytes: &[u8]) -> Vec<u8> {
    let mut unpacked = Vec::new();
    let mut group: Vec<u32> = Vec::new();
    for byte in bytes.iter().copied().take_while(|byte| *byte != b'~') {
        match byte {
            b'z' if group.is_empty() => unpacked.extend([0; 4]),
            b'!'..=b'u' => group.push(u32::from(byte - b'!')),
            _ => {}
        }
        if group.len() == 5 {
            unpacked.extend(of_85(&group, 4));
            group.clear();
        }
    }
    if group.len() > 1 {
        let kept = group.len() - 1;
        group.resize(5, 84);
        unpacked.extend(of_85(&group, kept));
    }
    unpacked
}

fn of_85(group: &[u32], kept: usize) -> impl Iterator<Item = u8> {
    let number = group.iter().fold(0_u32, |sum, at| sum.wrapping_mul(85).wrapping_add(*at));
    number.to_be_bytes().into_iter().take(kept)
}
