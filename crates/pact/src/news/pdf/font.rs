//! From the codes of a font to letters and widths.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::file::File;
use super::object::{Dict, Lexer, Object};

/// Most entries of a map of one font.
const MAX_MAP: usize = 70_000;

/// What a code without a map is read by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Base {
    Windows,
    Mac,
    /// Two bytes of UTF-16 each.
    Utf16,
    /// Glyph numbers that say nothing about letters.
    Unknown,
}

/// A font as far as its text is concerned.
#[derive(Clone, Debug)]
pub(super) struct Font {
    /// Bytes of a code.
    pub(super) wide: usize,
    base: Base,
    letters: BTreeMap<u32, String>,
    widths: BTreeMap<u32, f64>,
    usual: f64,
}

impl Default for Font {
    fn default() -> Font {
        let (letters, widths) = (BTreeMap::new(), BTreeMap::new());
        Font { wide: 1, base: Base::Windows, letters, widths, usual: 0.5 }
    }
}

impl Font {
    pub(super) fn read(file: &mut File, number: u32) -> Font {
        let mut font = Font::default();
        let Some(dict) = file.dict_of(number).cloned() else { return font };
        if file.field(&dict, "Subtype").name() == Some("Type0") {
            font.wide = 2;
            font.usual = 1.0;
            font.base = match file.field(&dict, "Encoding").name() {
                Some(name) if name.contains("UCS2") || name.contains("UTF16") => Base::Utf16,
                _ => Base::Unknown,
            };
            font.widths_of_parts(file, &dict);
        } else {
            font.encoding(file, &dict);
            font.plain_widths(file, &dict);
        }
        if let Some(Object::Ref(map)) = dict.get("ToUnicode") {
            let map = file.unpacked(*map).unwrap_or_default();
            font.map(&map);
        }
        font
    }

    /// The letters of a code.
    pub(super) fn letters(&self, code: u32) -> Option<String> {
        if let Some(letters) = self.letters.get(&code) {
            return Some(letters.clone());
        }
        let byte = u8::try_from(code).ok();
        match (self.base, byte) {
            (Base::Windows, Some(byte)) => {
                Some(encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.into_owned())
            }
            (Base::Mac, Some(byte)) => {
                Some(encoding_rs::MACINTOSH.decode_without_bom_handling(&[byte]).0.into_owned())
            }
            (Base::Utf16, _) => char::from_u32(code).map(String::from),
            _ => None,
        }
    }

    /// How far a code moves on, in parts of the size of the letters.
    pub(super) fn width(&self, code: u32) -> f64 {
        self.widths.get(&code).copied().unwrap_or(self.usual)
    }

    fn encoding(&mut self, file: &File, dict: &Dict) {
        let encoding = file.field(dict, "Encoding");
        let named = match encoding {
            Object::Name(name) => Some(name.as_str()),
            Object::Dict(inner) => file.field(inner, "BaseEncoding").name(),
            _ => None,
        };
        if named == Some("MacRomanEncoding") {
            self.base = Base::Mac;
        }
        let Object::Dict(inner) = encoding else { return };
        let mut code = 0;
        for item in inner.get("Differences").and_then(|at| file.array(at)).unwrap_or_default() {
            match file.get(item) {
                Object::Number(number) => code = *number as u32,
                Object::Name(name) => {
                    if let Some(letters) = glyph(name) {
                        self.letters.insert(code, letters);
                    }
                    code = code.saturating_add(1);
                }
                _ => {}
            }
        }
    }

    fn plain_widths(&mut self, file: &File, dict: &Dict) {
        let first = file.field(dict, "FirstChar").count().unwrap_or_default();
        let widths = dict.get("Widths").and_then(|at| file.array(at)).unwrap_or_default();
        for (at, width) in widths.iter().take(256).enumerate() {
            if let (Some(width), Ok(code)) = (file.get(width).number(), u32::try_from(first + at)) {
                self.widths.insert(code, width / 1000.0);
            }
        }
    }

    fn widths_of_parts(&mut self, file: &File, dict: &Dict) {
        let parts = dict.get("DescendantFonts").and_then(|at| file.array(at)).unwrap_or_default();
        let Some(part) = parts.first().and_then(|at| file.dict(at)) else { return };
        self.usual = file.field(part, "DW").number().unwrap_or(1000.0) / 1000.0;
        let widths = part.get("W").and_then(|at| file.array(at)).unwrap_or_default();
        let mut at = 0;
        while let Some(first) = widths.get(at).and_then(|at| file.get(at).count()) {
            let Ok(first) = u32::try_from(first) else { return };
            match widths.get(at + 1).map(|at| file.get(at)) {
                Some(Object::Array(each)) => {
                    for (code, width) in (first..).zip(each) {
                        let width = file.get(width).number().unwrap_or(1000.0) / 1000.0;
                        self.widths.insert(code, width);
                    }
                    at += 2;
                }
                Some(Object::Number(last)) => {
                    let width = widths.get(at + 2).and_then(|at| file.get(at).number());
                    let width = width.unwrap_or(1000.0) / 1000.0;
                    let last = *last as u32;
                    for code in (first..=last).take(MAX_MAP) {
                        self.widths.insert(code, width);
                    }
                    at += 3;
                }
                _ => return,
            }
            if self.widths.len() > MAX_MAP {
                return;
            }
        }
    }

    /// A map from codes to letters, as the font brings it.
    fn map(&mut self, bytes: &[u8]) {
        let mut lexer = Lexer { bytes, at: 0, budget: 4 * MAX_MAP };
        let mut before: Vec<Object> = Vec::new();
        while let Some(object) = lexer.object() {
            let Object::Word(word) = &object else {
                before.push(object);
                continue;
            };
            match word.as_str() {
                "endcodespacerange" => {
                    if let Some(Object::Text(end)) = before.last() {
                        self.wide = end.len().clamp(1, 4);
                    }
                }
                "endbfchar" => {
                    for pair in before.chunks(2) {
                        if let [Object::Text(code), Object::Text(letters)] = pair {
                            self.letters.insert(number(code), utf16(letters));
                        }
                    }
                }
                "endbfrange" => before.chunks(3).for_each(|three| self.range(three)),
                _ => {}
            }
            before.clear();
            if self.letters.len() > MAX_MAP {
                return;
            }
        }
    }

    fn range(&mut self, three: &[Object]) {
        let [Object::Text(first), Object::Text(last), to] = three else { return };
        let codes = number(first)..=number(last);
        match to {
            Object::Text(start) => {
                let mut letters: Vec<char> = utf16(start).chars().collect();
                let Some(end) = letters.pop() else { return };
                let head: String = letters.into_iter().collect();
                for (by, code) in codes.take(MAX_MAP).enumerate() {
                    let Some(letter) = char::from_u32(end as u32 + by as u32) else { break };
                    self.letters.insert(code, format!("{head}{letter}"));
                }
            }
            Object::Array(each) => {
                for (code, letters) in codes.zip(each) {
                    if let Object::Text(letters) = letters {
                        self.letters.insert(code, utf16(letters));
                    }
                }
            }
            _ => {}
        }
    }
}

/// A code by its bytes.
pub(super) fn number(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |sum, byte| (sum << 8) | u32::from(*byte))
}

fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks(2).map(|two| {
        let two: Vec<u16> = two.iter().map(|byte| u16::from(*byte)).collect();
        match two.as_slice() {
            [high, low] => (high << 8) | low,
            [one] => *one,
            _ => 0,
        }
    });
    // A zero would make the text look like no text.
    char::decode_utf16(units).filter_map(Result::ok).filter(|at| *at != '\0').collect()
}

const MARKS: &[(&str, char)] = &[
    ("acute", '\u{301}'),
    ("grave", '\u{300}'),
    ("circumflex", '\u{302}'),
    ("dieresis", '\u{308}'),
    ("tilde", '\u{303}'),
    ("ring", '\u{30a}'),
    ("caron", '\u{30c}'),
    ("cedilla", '\u{327}'),
    ("ogonek", '\u{328}'),
    ("macron", '\u{304}'),
    ("breve", '\u{306}'),
    ("dotaccent", '\u{307}'),
    ("hungarumlaut", '\u{30b}'),
    ("commaaccent", '\u{326}'),
];

const GLYPHS: &[(&str, &str)] = &[
    ("space", " "),
    ("period", "."),
    ("comma", ","),
    ("colon", ":"),
    ("semicolon", ";"),
    ("hyphen", "-"),
    ("endash", "–"),
    ("emdash", "—"),
    ("quoteright", "’"),
    ("quoteleft", "‘"),
    ("quotedblleft", "“"),
    ("quotedblright", "”"),
    ("quotedblbase", "„"),
    ("quotesingle", "'"),
    ("quotedbl", "\""),
    ("guillemotleft", "«"),
    ("guillemotright", "»"),
    ("parenleft", "("),
    ("parenright", ")"),
    ("exclam", "!"),
    ("question", "?"),
    ("slash", "/"),
    ("ampersand", "&"),
    ("percent", "%"),
    ("bullet", "•"),
    ("ellipsis", "…"),
    ("Euro", "€"),
    ("fi", "fi"),
    ("fl", "fl"),
    ("ff", "ff"),
    ("ffi", "ffi"),
    ("ffl", "ffl"),
    ("germandbls", "ß"),
    ("ae", "æ"),
    ("AE", "Æ"),
    ("oe", "œ"),
    ("OE", "Œ"),
    ("oslash", "ø"),
    ("Oslash", "Ø"),
    ("lslash", "ł"),
    ("Lslash", "Ł"),
    ("dcroat", "đ"),
    ("Dcroat", "Đ"),
    ("hbar", "ħ"),
    ("Hbar", "Ħ"),
    ("dotlessi", "ı"),
    ("zero", "0"),
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
];

/// The letters of a glyph by its name, as fonts name them.
fn glyph(name: &str) -> Option<String> {
    let name = name.split('.').next().filter(|at| !at.is_empty())?;
    let mut letters = name.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return Some(letter.to_string());
    }
    if let Some((_, letters)) = GLYPHS.iter().find(|(known, _)| *known == name) {
        return Some((*letters).to_owned());
    }
    let code = name.strip_prefix("uni").or_else(|| name.strip_prefix('u'));
    let code = code.filter(|code| (4..=6).contains(&code.len()));
    if let Some(letter) = code.and_then(|code| u32::from_str_radix(code, 16).ok()) {
        return char::from_u32(letter).map(String::from);
    }
    let base = name.chars().next()?;
    let mark = MARKS.iter().find(|(mark, _)| name.strip_prefix(base) == Some(*mark))?;
    Some([base, mark.1].into_iter().nfc().collect())
}
