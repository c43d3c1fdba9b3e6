//! From bytes to the text that is read. Offsets of quotes count in that text.

use actlas_facts::{Finding, Place};

use super::{html, pdf};
use crate::codes::{NEWS_BINARY, NEWS_EMPTY, NEWS_ENCODING, NEWS_TOO_LARGE};

/// Largest file that is read.
pub const MAX_NEWS_BYTES: usize = 16 << 20;

/// What a file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewsKind {
    /// Plain text or Markdown, read as it stands.
    Text,
    /// A page, of which the text is read.
    Html,
}

impl NewsKind {
    /// Whether a file is a PDF; some start with a few other bytes.
    pub fn is_pdf(bytes: &[u8]) -> bool {
        let start = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
        start.windows(5).position(|window| window == b"%PDF-").is_some_and(|at| {
            start.get(..at).is_some_and(|before| !before.iter().any(u8::is_ascii_alphanumeric))
        })
    }

    /// What a file of this name and beginning is.
    pub fn of(name: &str, bytes: &[u8]) -> NewsKind {
        let name = name.to_lowercase();
        if [".html", ".htm", ".xhtml"].iter().any(|end| name.ends_with(end)) {
            return NewsKind::Html;
        }
        let start: String =
            bytes.iter().take(512).map(|byte| char::from(byte.to_ascii_lowercase())).collect();
        let start = start.trim_start_matches(|at: char| !at.is_ascii() || at.is_whitespace());
        let page = ["<!doctype html", "<html", "<head", "<body", "<article"];
        if page.iter().any(|open| start.starts_with(open)) {
            NewsKind::Html
        } else {
            NewsKind::Text
        }
    }
}

/// The text of a file, with what is wrong with it.
pub(super) fn text_of(name: &str, bytes: &[u8], findings: &mut Vec<Finding>) -> Option<String> {
    let place = || Place::file(name);
    let mut tell = |kind, place, fact: String, hint: &str| {
        findings.push(Finding::new(kind, place, fact).hint(hint));
    };
    if bytes.len() > MAX_NEWS_BYTES {
        let fact = format!("the file has more than {} MiB and was not read", MAX_NEWS_BYTES >> 20);
        tell(NEWS_TOO_LARGE, place(), fact, "split it");
        return None;
    }
    if NewsKind::is_pdf(bytes) {
        return pdf::text_of(name, bytes, findings);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        let fact = "this is no text but an archive".to_owned();
        tell(NEWS_BINARY, place(), fact, "give the text of it");
        return None;
    }
    let text = decoded(bytes, |line, fact| {
        let hint = "save the file as UTF-8";
        tell(NEWS_ENCODING, place().line(line), fact, hint);
    });
    if text.contains('\0') {
        let fact = "the file holds zero bytes, so it is no text".to_owned();
        tell(NEWS_BINARY, place(), fact, "give the text of it");
        return None;
    }
    let text = match NewsKind::of(name, bytes) {
        NewsKind::Text => text,
        NewsKind::Html => html::text_of(name, &text, findings),
    };
    if text.trim().is_empty() {
        let fact = "there is no text to read".to_owned();
        let hint = "a page of pictures needs its text recognised first";
        findings.push(Finding::new(NEWS_EMPTY, place(), fact).hint(hint));
        return None;
    }
    Some(text)
}

/// UTF-8, UTF-16 with its mark, else each broken line as Windows-1252: files that were glued together
/// hold both.
fn decoded(bytes: &[u8], mut tell: impl FnMut(u64, String)) -> String {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let rest = bytes.get(mark..).unwrap_or_default();
        let (text, broken) = encoding.decode_without_bom_handling(rest);
        if broken {
            tell(1, format!("not everything is {}; what is not is marked", encoding.name()));
        }
        return text.into_owned();
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let mut text = String::with_capacity(bytes.len());
    let mut first = None;
    let mut count = 0_usize;
    for (at, line) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
        match std::str::from_utf8(line) {
            Ok(line) => text.push_str(line),
            Err(_) => {
                text.push_str(&encoding_rs::WINDOWS_1252.decode_without_bom_handling(line).0);
                first = first.or(Some(at as u64 + 1));
                count += 1;
            }
        }
    }
    if let Some(line) = first {
        tell(line, format!("{count} lines are not UTF-8 and were read as Windows-1252"));
    }
    text
}
