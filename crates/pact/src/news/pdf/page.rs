//! The text of pages, in the order in which it is drawn.

use std::collections::BTreeMap;

use super::file::File;
use super::font::{Font, number};
use super::object::{Dict, Lexer, Object};

/// Bytes of content that are gone through; a page may draw the same part many times.
const MAX_CONTENT: usize = 64 << 20;
/// Deepest part within part.
const MAX_PARTS: usize = 6;
/// Words before an operator that are kept.
const MAX_OPERANDS: usize = 4_000;
/// Most text of a file.
const MAX_TEXT: usize = 16 << 20;

/// What was read of all pages.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    pub(super) text: String,
    /// Pictures that were drawn.
    pub(super) pictures: usize,
    /// Letters that no map tells.
    pub(super) unknown: usize,
    fonts: BTreeMap<u32, Font>,
    gone: usize,
    /// Where the last letters ended: across, up, and their size.
    last: Option<(f64, f64, f64)>,
}

/// A matrix as pages write it.
type Matrix = [f64; 6];
const SAME: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

fn times(left: &Matrix, right: &Matrix) -> Matrix {
    let [a, b, c, d, e, f] = *left;
    let [g, h, i, j, k, l] = *right;
    [
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + l,
    ]
}

/// How letters are set.
#[derive(Clone, Debug)]
struct Setting {
    page: Matrix,
    font: Option<u32>,
    size: f64,
    leading: f64,
    spacing: f64,
    blank: f64,
}

impl Drawn {
    /// Reads a page or a part of one.
    pub(super) fn page(&mut self, file: &mut File, content: &[u8], resources: &Dict) {
        self.last = None;
        if !self.text.is_empty() {
            let ends = self.text.trim_end().ends_with(['.', '!', '?', '。', '”', '"', '»']);
            self.text.push_str(if ends { "\n\n" } else { "\n" });
        }
        let setting =
            Setting { page: SAME, font: None, size: 1.0, leading: 0.0, spacing: 0.0, blank: 0.0 };
        self.part(file, content, resources, (setting, 0));
    }

    fn part(
        &mut self,
        file: &mut File,
        content: &[u8],
        resources: &Dict,
        (mut now, depth): (Setting, usize),
    ) {
        self.gone = self.gone.saturating_add(content.len());
        if depth > MAX_PARTS || self.gone > MAX_CONTENT {
            file.cut = true;
            return;
        }
        let fonts = file.dict(resources.get("Font").unwrap_or(&Object::Null)).cloned();
        let fonts = fonts.unwrap_or_default();
        let mut kept: Vec<Setting> = Vec::new();
        let (mut line, mut text) = (SAME, SAME);
        let mut operands: Vec<Object> = Vec::new();
        let mut lexer = Lexer { bytes: content, at: 0, budget: content.len().saturating_add(1) };
        while let Some(object) = lexer.object() {
            let Object::Word(word) = object else {
                if operands.len() < MAX_OPERANDS {
                    operands.push(object);
                }
                continue;
            };
            let numbers: Vec<f64> = operands.iter().filter_map(Object::number).collect();
            match word.as_str() {
                "q" if kept.len() < 500 => kept.push(now.clone()),
                "Q" => now = kept.pop().unwrap_or(now),
                "cm" => {
                    if let Ok(matrix) = Matrix::try_from(numbers) {
                        now.page = times(&matrix, &now.page);
                    }
                }
                "BT" => (line, text) = (SAME, SAME),
                "Tf" => {
                    now.size = numbers.first().copied().unwrap_or(now.size);
                    now.font = operands.first().and_then(Object::name).and_then(|name| {
                        if let Some(Object::Ref(number)) = fonts.get(name) {
                            Some(*number)
                        } else {
                            None
                        }
                    });
                }
                "TL" => now.leading = numbers.first().copied().unwrap_or_default(),
                "Tc" => now.spacing = numbers.first().copied().unwrap_or_default(),
                "Tw" => now.blank = numbers.first().copied().unwrap_or_default(),
                "Td" | "TD" => {
                    if let [x, y] = *numbers.as_slice() {
                        if word == "TD" {
                            now.leading = -y;
                        }
                        line = times(&[1.0, 0.0, 0.0, 1.0, x, y], &line);
                        text = line;
                    }
                }
                "Tm" => {
                    if let Ok(matrix) = Matrix::try_from(numbers) {
                        (line, text) = (matrix, matrix);
                    }
                }
                "T*" | "'" | "\"" => {
                    line = times(&[1.0, 0.0, 0.0, 1.0, 0.0, -now.leading], &line);
                    text = line;
                    if let Some(shown @ Object::Text(_)) = operands.last() {
                        self.show(file, std::slice::from_ref(shown), &now, &mut text);
                    }
                }
                "Tj" => self.show(file, &operands, &now, &mut text),
                "TJ" => {
                    if let Some(Object::Array(items)) = operands.first() {
                        self.show(file, items, &now, &mut text);
                    }
                }
                "Do" => {
                    let name = operands.first().and_then(Object::name).unwrap_or_default();
                    self.drawn(file, name, resources, (&now, depth));
                }
                "BI" => {
                    self.pictures += 1;
                    skip_inline(&mut lexer);
                }
                _ => {}
            }
            operands.clear();
            if self.text.len() > MAX_TEXT {
                file.cut = true;
                return;
            }
        }
    }

    /// A picture is counted; a part of a page is read.
    fn drawn(
        &mut self,
        file: &mut File,
        name: &str,
        resources: &Dict,
        (now, depth): (&Setting, usize),
    ) {
        let of = file.dict(resources.get("XObject").unwrap_or(&Object::Null));
        let Some(Object::Ref(number)) = of.and_then(|of| of.get(name)) else { return };
        let number = *number;
        let Some(dict) = file.dict_of(number).cloned() else { return };
        if file.field(&dict, "Subtype").name() != Some("Form") {
            self.pictures += 1;
            return;
        }
        let mut inner = now.clone();
        let matrix: Vec<f64> = dict
            .get("Matrix")
            .and_then(|at| file.array(at))
            .unwrap_or_default()
            .iter()
            .filter_map(|at| file.get(at).number())
            .collect();
        if let Ok(matrix) = Matrix::try_from(matrix) {
            inner.page = times(&matrix, &inner.page);
        }
        let own = file.dict(dict.get("Resources").unwrap_or(&Object::Null)).cloned();
        let own = own.unwrap_or_else(|| resources.clone());
        if self.gone > MAX_CONTENT || depth >= MAX_PARTS {
            file.cut = true;
            return;
        }
        let content = file.unpacked(number).unwrap_or_default();
        self.part(file, &content, &own, (inner, depth + 1));
    }

    /// Letters, and how far they are moved apart.
    fn show(&mut self, file: &mut File, items: &[Object], now: &Setting, text: &mut Matrix) {
        if let Some(number) = now.font.filter(|number| !self.fonts.contains_key(number)) {
            let font = Font::read(file, number);
            self.fonts.insert(number, font);
        }
        let plain = Font::default();
        for item in items {
            match item {
                Object::Number(apart) => {
                    let by = -apart / 1000.0 * now.size;
                    *text = times(&[1.0, 0.0, 0.0, 1.0, by, 0.0], text);
                }
                Object::Text(bytes) => {
                    let font = now.font.and_then(|at| self.fonts.get(&at)).unwrap_or(&plain);
                    let (mut letters, mut across, mut unknown) = (String::new(), 0.0, 0);
                    for code in bytes.chunks(font.wide) {
                        let code = number(code);
                        match font.letters(code) {
                            Some(letter) => letters.push_str(&letter),
                            None => unknown += 1,
                        }
                        let blank = if code == 32 && font.wide == 1 { now.blank } else { 0.0 };
                        across += font.width(code) * now.size + now.spacing + blank;
                    }
                    self.unknown += unknown;
                    let at = times(text, &now.page);
                    *text = times(&[1.0, 0.0, 0.0, 1.0, across, 0.0], text);
                    let end = times(text, &now.page);
                    self.put(&letters, now.size, (&at, &end));
                }
                _ => {}
            }
        }
    }

    /// Puts letters behind what was read, with a blank, a line or a paragraph between where the page
    /// has one.
    fn put(&mut self, letters: &str, size: f64, (at, end): (&Matrix, &Matrix)) {
        let [a, b, .., x, y] = *at;
        let tall = (size * a.hypot(b)).abs().max(0.1);
        if let Some((from, up, before)) = self.last {
            let (down, right) = ((y - up).abs(), x - from);
            let most = tall.max(before);
            let starts = letters.starts_with(char::is_whitespace);
            if down > 1.9 * most {
                self.text.push_str("\n\n");
            } else if down > 0.5 * most {
                self.line_ends(letters);
            } else if right > 0.17 * tall && !starts && !self.text.ends_with(char::is_whitespace) {
                self.text.push(' ');
            }
        }
        let clean = letters.chars().map(|at| if at.is_control() { ' ' } else { at });
        self.text.extend(clean);
        let [.., over, upper] = *end;
        self.last = Some((over, upper, tall));
    }

    /// A word that was parted at the end of a line is one again.
    fn line_ends(&mut self, next: &str) {
        let mut ends = self.text.chars().rev();
        let parted = match (ends.next(), ends.next()) {
            (Some('\u{ad}'), _) => true,
            (Some('-' | '\u{2010}'), Some(before)) => {
                before.is_lowercase() && next.starts_with(char::is_lowercase)
            }
            _ => false,
        };
        if parted {
            self.text.pop();
        } else {
            self.text.push('\n');
        }
    }
}

/// Goes behind a picture that stands within a page.
fn skip_inline(lexer: &mut Lexer) {
    let rest = lexer.bytes.get(lexer.at..).unwrap_or_default();
    let ends =
        |window: &[u8]| matches!(window, [b' ' | b'\n' | b'\r', b'E', b'I', b' ' | b'\n' | b'\r']);
    lexer.at = match rest.windows(4).position(ends) {
        Some(at) => lexer.at + at + 3,
        None => lexer.bytes.len(),
    };
}
