//! The objects that a PDF is made of, read within bounds.

use std::collections::BTreeMap;

/// Deepest nesting of arrays and dictionaries.
const MAX_DEPTH: usize = 48;

/// An object.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Object {
    Null,
    Number(f64),
    Name(String),
    Text(Vec<u8>),
    Array(Vec<Object>),
    Dict(Dict),
    Ref(u32),
    /// A word that is no object: an operator of a page.
    Word(String),
}

pub(super) type Dict = BTreeMap<String, Object>;

impl Object {
    pub(super) fn number(&self) -> Option<f64> {
        if let Object::Number(number) = self { Some(*number) } else { None }
    }

    /// A whole number that is not negative.
    pub(super) fn count(&self) -> Option<usize> {
        let number = self.number().filter(|at| (0.0..4e9).contains(at) && at.fract() == 0.0)?;
        Some(number as usize)
    }

    pub(super) fn name(&self) -> Option<&str> {
        if let Object::Name(name) = self { Some(name) } else { None }
    }
}

/// Reads objects from bytes. `budget` counts the objects that may still be made.
pub(super) struct Lexer<'b> {
    pub(super) bytes: &'b [u8],
    pub(super) at: usize,
    pub(super) budget: usize,
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

fn is_mark(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

impl<'b> Lexer<'b> {
    pub(super) fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    pub(super) fn skip_space(&mut self) {
        while let Some(byte) = self.peek(0) {
            if is_space(byte) {
                self.at += 1;
            } else if byte == b'%' {
                while self.peek(0).is_some_and(|byte| byte != b'\n' && byte != b'\r') {
                    self.at += 1;
                }
            } else {
                break;
            }
        }
    }

    /// The next object; nothing at the end, or once too many were made.
    pub(super) fn object(&mut self) -> Option<Object> {
        self.nested(0)
    }

    fn nested(&mut self, depth: usize) -> Option<Object> {
        self.skip_space();
        self.budget = self.budget.checked_sub(1)?;
        let byte = self.peek(0)?;
        match byte {
            b'/' => Some(Object::Name(self.name())),
            b'(' => Some(Object::Text(self.literal())),
            b'<' if self.peek(1) == Some(b'<') => {
                self.at += 2;
                self.dict(depth)
            }
            b'<' => Some(Object::Text(self.hexadecimal())),
            b'[' => {
                self.at += 1;
                self.array(depth)
            }
            b']' | b'>' | b')' | b'{' | b'}' => {
                self.at += 1;
                Some(Object::Word(char::from(byte).to_string()))
            }
            _ => Some(self.plain()),
        }
    }

    fn array(&mut self, depth: usize) -> Option<Object> {
        let mut items = Vec::new();
        loop {
            self.skip_space();
            match self.peek(0) {
                None => return Some(Object::Array(items)),
                Some(b']') => {
                    self.at += 1;
                    return Some(Object::Array(items));
                }
                Some(_) if depth >= MAX_DEPTH => return None,
                Some(_) => {}
            }
            let item = self.nested(depth + 1)?;
            push_or_refer(&mut items, item);
        }
    }

    fn dict(&mut self, depth: usize) -> Option<Object> {
        let mut items = Vec::new();
        loop {
            self.skip_space();
            match (self.peek(0), self.peek(1)) {
                (None, _) => break,
                (Some(b'>'), Some(b'>')) => {
                    self.at += 2;
                    break;
                }
                _ if depth >= MAX_DEPTH => return None,
                _ => {}
            }
            let item = self.nested(depth + 1)?;
            push_or_refer(&mut items, item);
        }
        let mut dict = Dict::new();
        let mut items = items.into_iter();
        while let Some(key) = items.next() {
            let Object::Name(key) = key else { continue };
            if let Some(value) = items.next() {
                dict.entry(key).or_insert(value);
            }
        }
        Some(Object::Dict(dict))
    }

    fn name(&mut self) -> String {
        self.at += 1;
        let mut name = Vec::new();
        while let Some(byte) = self.peek(0).filter(|byte| !is_space(*byte) && !is_mark(*byte)) {
            self.at += 1;
            let digits = (self.peek(0).and_then(hex), self.peek(1).and_then(hex));
            match (byte, digits) {
                (b'#', (Some(high), Some(low))) => {
                    name.push(high * 16 + low);
                    self.at += 2;
                }
                _ => name.push(byte),
            }
        }
        String::from_utf8_lossy(&name).into_owned()
    }

    fn literal(&mut self) -> Vec<u8> {
        self.at += 1;
        let (mut text, mut open) = (Vec::new(), 1_usize);
        while let Some(byte) = self.peek(0) {
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' => {
                    open -= 1;
                    if open == 0 {
                        break;
                    }
                }
                b'\\' => {
                    self.escaped(&mut text);
                    continue;
                }
                _ => {}
            }
            text.push(byte);
        }
        text
    }

    fn escaped(&mut self, text: &mut Vec<u8>) {
        let Some(byte) = self.peek(0) else { return };
        self.at += 1;
        match byte {
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'b' => text.push(8),
            b'f' => text.push(12),
            b'\r' => self.at += usize::from(self.peek(0) == Some(b'\n')),
            b'\n' => {}
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek(0) else { break };
                    code = code * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                text.push((code & 0xff) as u8);
            }
            other => text.push(other),
        }
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut digits = Vec::new();
        while let Some(byte) = self.peek(0) {
            self.at += 1;
            if byte == b'>' {
                break;
            }
            digits.extend(hex(byte));
        }
        digits
            .chunks(2)
            .map(|two| {
                two.iter().fold(0, |sum, at| sum * 16 + at) << (if two.len() == 1 { 4 } else { 0 })
            })
            .collect()
    }

    fn plain(&mut self) -> Object {
        let start = self.at;
        while self.peek(0).is_some_and(|byte| !is_space(byte) && !is_mark(byte)) {
            self.at += 1;
        }
        let word = String::from_utf8_lossy(self.bytes.get(start..self.at).unwrap_or_default());
        let starts = word.starts_with(|at: char| at.is_ascii_digit() || "+-.".contains(at));
        match word.parse::<f64>() {
            Ok(number) if starts && number.is_finite() => Object::Number(number),
            _ if word == "null" => Object::Null,
            _ => Object::Word(word.into_owned()),
        }
    }
}

/// `12 0 R` is three words and one object.
fn push_or_refer(items: &mut Vec<Object>, item: Object) {
    if item == Object::Word("R".to_owned()) {
        let generation = items.pop();
        let number = items.pop().and_then(|at| at.count()).and_then(|at| u32::try_from(at).ok());
        if generation.is_some() {
            items.push(number.map_or(Object::Null, Object::Ref));
        }
        return;
    }
    items.push(item);
}

pub(super) fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}
