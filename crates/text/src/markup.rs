//! What web pages leave in texts: tags, references to characters, and characters inside words that nobody
//! sees.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::compose;

use crate::words::is_mark;

/// What a tag does to the words beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    /// They stay in one sentence.
    Inline,
    /// A line ends.
    Line,
    /// A paragraph, a row or a cell ends.
    Block,
}

/// Longer tags are text.
const MAX_TAG: usize = 400;
/// Longer references are text, without what begins and ends them.
const MAX_REFERENCE: usize = 9;

const INLINE: &[&str] = &[
    "a", "abbr", "b", "big", "cite", "code", "del", "em", "font", "i", "img", "ins", "label",
    "mark", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "wbr",
];
const BLOCK: &[&str] = &[
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
];

/// The tag of a web page that a text starts with, and how long it is. `<Name>` of a form is none.
pub(crate) fn tag(text: &str) -> Option<(Tag, usize)> {
    let inner = text.strip_prefix('<')?;
    let end = inner.bytes().take(MAX_TAG).position(|at| at == b'>' || at == b'<')?;
    let inner = inner.get(..end).filter(|_| text.as_bytes().get(end + 1) == Some(&b'>'))?;
    let named = inner.strip_prefix('/').unwrap_or(inner);
    let rest = named.trim_start_matches(|at: char| at.is_ascii_alphanumeric());
    let name = named.strip_suffix(rest)?;
    // `a <b and c> d` compares.
    let is_bare = rest.trim_end_matches('/').trim().is_empty();
    let has_attributes = rest.starts_with(char::is_whitespace) && rest.contains('=');
    if !is_bare && !has_attributes {
        return None;
    }
    let name = name.to_ascii_lowercase();
    let tag = match name.as_str() {
        "br" => Tag::Line,
        name if is_block(name) => Tag::Block,
        name => INLINE.contains(&name).then_some(Tag::Inline)?,
    };
    Some((tag, end + 2))
}

/// Whether an element of a page, by its name in lower case, ends what stands before it: a paragraph, a row, a cell.
pub fn is_block(name: &str) -> bool {
    BLOCK.contains(&name)
}

/// The character that a reference stands for with which a text starts, and how long the reference is in bytes:
/// `&uuml;`, `&#252;`.
pub fn reference(text: &str) -> Option<(char, usize)> {
    let (of, length) = named(text.strip_prefix('&')?)?;
    Some((of, 1 + length))
}

/// The same for what was escaped twice on its way: `&amp;uuml;`.
pub(crate) fn reference_of_any(text: &str) -> Option<(char, usize)> {
    const TWICE: &str = "&amp;";
    let twice = text.strip_prefix(TWICE).and_then(named);
    twice.map(|(of, length)| (of, TWICE.len() + length)).or_else(|| reference(text))
}

/// The character of `name;`, and how long that is.
fn named(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(MAX_REFERENCE).position(|at| at == b';')?;
    let name = text.get(..end)?;
    let of = match name.strip_prefix('#') {
        Some(number) => {
            let number = match number.strip_prefix(['x', 'X']) {
                Some(number) => u32::from_str_radix(number, 16),
                None => number.parse(),
            };
            char::from_u32(number.ok()?)?
        }
        None => by_name(name)?,
    };
    Some((of, end + 1))
}

/// Names that are not made of a letter and its mark.
const NAMES: &[(&str, char)] = &[
    ("nbsp", '\u{a0}'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("thinsp", '\u{2009}'),
    ("shy", '\u{ad}'),
    ("zwnj", '\u{200c}'),
    ("zwj", '\u{200d}'),
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("lsaquo", '‹'),
    ("rsaquo", '›'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("bull", '•'),
    ("middot", '·'),
    ("iquest", '¿'),
    ("iexcl", '¡'),
    ("sect", '§'),
    ("para", '¶'),
    ("deg", '°'),
    ("euro", '€'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("times", '×'),
    ("szlig", 'ß'),
    ("aelig", 'æ'),
    ("AElig", 'Æ'),
    ("oelig", 'œ'),
    ("OElig", 'Œ'),
    ("oslash", 'ø'),
    ("Oslash", 'Ø'),
    ("lstrok", 'ł'),
    ("Lstrok", 'Ł'),
    ("dstrok", 'đ'),
    ("Dstrok", 'Đ'),
    ("hstrok", 'ħ'),
    ("Hstrok", 'Ħ'),
    ("eth", 'ð'),
    ("ETH", 'Ð'),
    ("inodot", 'ı'),
    ("sigmaf", 'ς'),
];

/// The marks of letters that are named by both: `uuml`, `Ccaron`.
const MARKS: &[(&str, char)] = &[
    ("uml", '\u{308}'),
    ("acute", '\u{301}'),
    ("grave", '\u{300}'),
    ("circ", '\u{302}'),
    ("tilde", '\u{303}'),
    ("cedil", '\u{327}'),
    ("ring", '\u{30a}'),
    ("caron", '\u{30c}'),
    ("ogon", '\u{328}'),
    ("macr", '\u{304}'),
    ("breve", '\u{306}'),
    ("dot", '\u{307}'),
    ("dblac", '\u{30b}'),
];

/// The letters of Greek, in their order.
const GREEK: &[(&str, char)] = &[
    ("alpha", 'α'),
    ("beta", 'β'),
    ("gamma", 'γ'),
    ("delta", 'δ'),
    ("epsilon", 'ε'),
    ("zeta", 'ζ'),
    ("eta", 'η'),
    ("theta", 'θ'),
    ("iota", 'ι'),
    ("kappa", 'κ'),
    ("lambda", 'λ'),
    ("mu", 'μ'),
    ("nu", 'ν'),
    ("xi", 'ξ'),
    ("omicron", 'ο'),
    ("pi", 'π'),
    ("rho", 'ρ'),
    ("sigma", 'σ'),
    ("tau", 'τ'),
    ("upsilon", 'υ'),
    ("phi", 'φ'),
    ("chi", 'χ'),
    ("psi", 'ψ'),
    ("omega", 'ω'),
];

fn by_name(name: &str) -> Option<char> {
    if let Some((_, of)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some(*of);
    }
    let mut letters = name.chars();
    let first = letters.next()?;
    if let Some((_, mark)) = MARKS.iter().find(|(known, _)| *known == letters.as_str()) {
        return compose(first, *mark);
    }
    let (_, of) = GREEK.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    if first.is_ascii_uppercase() { of.to_uppercase().next() } else { Some(*of) }
}

/// Characters inside words that nobody sees: they say where a word may break, or that it may not.
pub(crate) fn is_joiner(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// The text without tags, with the characters that references stand for.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(['<', '&']) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.find(['<', '&']).and_then(|at| rest.split_at_checked(at))
    {
        plain.push_str(before);
        let length = if let Some((of, length)) = reference_of_any(from) {
            plain.push(of);
            length
        } else if let Some((tag, length)) = tag(from) {
            match tag {
                Tag::Block => plain.push_str("\n\n"),
                Tag::Line => plain.push('\n'),
                // What was set in bold may be a sentence of its own.
                Tag::Inline if plain.ends_with(['.', ':']) => plain.push(' '),
                Tag::Inline => {}
            }
            length
        } else {
            plain.push_str(from.get(..1).unwrap_or_default());
            1
        };
        rest = from.get(length..).unwrap_or_default();
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// The text as it is seen on a page: without tags and what nobody sees, each letter with its marks one.
pub(crate) fn seen(text: &str) -> Cow<'_, str> {
    let plain = plain(text);
    if plain.is_ascii() || !plain.contains(|at| is_joiner(at) || is_mark(at)) {
        return plain;
    }
    Cow::Owned(plain.chars().filter(|at| !is_joiner(*at)).nfc().collect())
}

#[cfg(test)]
mod tests {
    use super::{Tag, reference_of_any, seen, tag};

    #[test]
    fn tags_of_pages_are_told_from_what_is_written() {
        let check = |text: &str, want: Option<(Tag, usize)>| assert_eq!(tag(text), want, "{text}");
        check("<p>It", Some((Tag::Block, 3)));
        check("</LI>", Some((Tag::Block, 5)));
        check("<br/>It", Some((Tag::Line, 5)));
        check("<a href=\"https://example.org\">here</a>", Some((Tag::Inline, 30)));
        check("<b and c> d", None);
        check("<name>", None);
        check("<info@example.org>", None);
        check("<3", None);
        check("<p", None);
        check("<p <b>", None);
    }

    #[test]
    fn references_stand_for_characters() {
        let check = |text: &str, want: Option<(char, usize)>| {
            assert_eq!(reference_of_any(text), want, "{text}");
        };
        check("&uuml;r", Some(('ü', 6)));
        check("&Ccaron;", Some(('Č', 8)));
        check("&szlig;e", Some(('ß', 7)));
        check("&#252;", Some(('ü', 6)));
        check("&#xfc;", Some(('ü', 6)));
        check("&Sigma;", Some(('Σ', 7)));
        check("&amp;nbsp;", Some(('\u{a0}', 10)));
        check("&amp; D", Some(('&', 5)));
        check("&D; ranks", None);
        check("& so on; it", None);
        check("&#99999999;", None);
        check("&#xd800;", None);
    }

    #[test]
    fn what_is_seen_has_no_tags_and_one_letter_for_each() {
        let check = |text: &str, want: &str| assert_eq!(seen(text), want);
        check("<p>Bewer\u{ad}ber f&uuml;r</p>", "\n\nBewerber für\n\n");
        check("e\u{301}le\u{300}ve", "élève");
        check("R&D <3", "R&D <3");
        check("It <b>ends.</b>And", "It ends. And");
    }
}
