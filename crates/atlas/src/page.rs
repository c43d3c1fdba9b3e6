//! `atlas.html`: one file that opens from disk, without a network.

use std::io::Write as _;

use actlas_assess::long_date;
use actlas_facts::plain;
use actlas_law::Class;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use maud::{DOCTYPE, PreEscaped, html};
use serde::Serialize;

use crate::data::{AtlasData, Cell, Counts, Meta};
use crate::svg::footer;

const STYLE: &str = concat!(
    include_str!("../assets/atlas/base.css"),
    include_str!("../assets/atlas/map.css"),
    include_str!("../assets/atlas/record.css"),
    include_str!("../assets/atlas/queue.css"),
    include_str!("../assets/atlas/duties.css"),
    include_str!("../assets/atlas/print.css"),
);

const SCRIPT: &str = concat!(
    "'use strict';(() => {\n",
    include_str!("../assets/shared.js"),
    include_str!("../assets/atlas/dom.js"),
    include_str!("../assets/atlas/words.js"),
    include_str!("../assets/atlas/model.js"),
    include_str!("../assets/atlas/route.js"),
    include_str!("../assets/atlas/tip.js"),
    include_str!("../assets/atlas/matrix.js"),
    include_str!("../assets/atlas/overview.js"),
    include_str!("../assets/atlas/controls.js"),
    include_str!("../assets/atlas/list.js"),
    include_str!("../assets/atlas/answers.js"),
    include_str!("../assets/atlas/forms.js"),
    include_str!("../assets/atlas/tree.js"),
    include_str!("../assets/atlas/quotes.js"),
    include_str!("../assets/atlas/duties.js"),
    include_str!("../assets/atlas/record.js"),
    include_str!("../assets/atlas/aside.js"),
    include_str!("../assets/atlas/queue.js"),
    include_str!("../assets/atlas/main.js"),
    "})();\n",
);

/// The page may run its own script and style and open no connection at all, whatever a register holds.
pub(crate) const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; \
    base-uri 'none'; form-action 'none'";

/// The same for pages that run nothing.
pub(crate) const STILL: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// How every page says who made it. In a folder of inputs a page that says so is passed over.
pub(crate) const GENERATOR: &str = concat!("Actlas ", env!("CARGO_PKG_VERSION"));

/// What the page needs before its data is inflated.
#[derive(Serialize)]
struct Boot<'a> {
    states: Vec<StateWords<'a>>,
    classes: Vec<ClassWords<'a>>,
}

#[derive(Serialize)]
struct StateWords<'a> {
    letter: char,
    word: &'a str,
    says: &'a str,
}

#[derive(Serialize)]
struct ClassWords<'a> {
    id: &'a str,
    words: &'a str,
    says: &'a str,
}

impl Boot<'_> {
    fn new() -> Boot<'static> {
        let state =
            |cell: Cell| StateWords { letter: cell.letter(), word: cell.word(), says: means(cell) };
        let class = |class: Class| ClassWords {
            id: class.as_str(),
            words: class.words(),
            says: sentence(class),
        };
        Boot {
            states: Cell::ALL.into_iter().chain([Cell::NotCarried]).map(state).collect(),
            classes: Class::ALL.into_iter().map(class).collect(),
        }
    }
}

/// What a state means, for the legend.
fn means(cell: Cell) -> &'static str {
    match cell {
        Cell::Established => "True by attested facts alone.",
        Cell::Indicated => "True if what is proposed or assumed holds.",
        Cell::Open => "Undecided; something that points to it is stated.",
        Cell::Unexamined => "Undecided; nothing said bears on it. That is not a no.",
        Cell::Excluded => "Ruled out by what is stated or assumed.",
        Cell::NotCarried => "A point for another kind of record.",
    }
}

/// A class in one sentence. It is read as "at least": what graver could still hold is open.
fn sentence(class: Class) -> &'static str {
    match class {
        Class::Prohibited => "A practice of Article 5 is shown.",
        Class::HighRisk => "High-risk under Article 6, and no exemption takes it out.",
        Class::Listed => "A use of Annex III; no exemption under Article 6(3) is shown.",
        Class::Exempted => "A use of Annex III that a condition of Article 6(3) exempts.",
        Class::Transparency => "A situation of Article 50; nothing graver is shown.",
        Class::GpaiSystemic => "A general-purpose model above the bar for systemic risk.",
        Class::Gpai => "A general-purpose model; systemic risk is not shown.",
        Class::Undetermined => "What is stated settles no class. It says neither yes nor no.",
        Class::Minimal => "Every graver class is ruled out.",
        Class::OutOfScope => "Its own facts put it outside the Act.",
        Class::NotAi => "Its own facts say that it is no AI system.",
    }
}

/// The whole page.
pub fn atlas_html(data: &AtlasData) -> String {
    let json = serde_json::to_vec(data).unwrap_or_default();
    let boot = serde_json::to_string(&Boot::new()).unwrap_or_default();
    let title = plain(&data.meta.title);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content={ "Actlas " (data.meta.engine) };
                title { (title) " · Actlas" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#app" { "Skip to the map" }
                header.masthead {
                    p.kicker { "Actlas, the atlas of the AI Act" }
                    h1 { (title) }
                    p.sub { (denominator(&data.meta)) }
                }
                main #app tabindex="-1" {
                    noscript { (totals(data)) }
                    p #loading { "Unfolding the atlas …" }
                }
                footer { @for line in footer(data) { p { (line) } } }
                @if !data.calendar.is_empty() { template #calendar { (PreEscaped(&data.calendar)) } }
                script #boot type="application/json" { (PreEscaped(script_safe(&boot))) }
                script #data type="application/octet-stream" { (PreEscaped(base64(&deflate(&json)))) }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    page.into_string()
}

/// Of how many systems the map is, and what is not among them.
fn denominator(meta: &Meta) -> String {
    let count = |count: usize, one: &str, many: &str| {
        format!("{} {}", thousands(count as u64), if count == 1 { one } else { many })
    };
    let retired = match (meta.retired, meta.stage_all) {
        (0, _) => String::new(),
        (retired, true) => format!(", {} of them retired", thousands(retired as u64)),
        (retired, false) => format!("; {} apart", count(retired, "retired one", "retired ones")),
    };
    let unreadable = match meta.unreadable {
        0 => String::new(),
        unreadable => format!("; {} unreadable", thousands(unreadable)),
    };
    let systems = count(meta.systems, "system", "systems");
    format!("{systems} under the AI Act on {}{retired}{unreadable}", long_date(&meta.on))
}

/// `2,183`
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// What a browser without scripts shows: how often each point stands how.
fn totals(data: &AtlasData) -> maud::Markup {
    let mut sums = vec![Counts::default(); data.columns.len()];
    for row in &data.rows {
        for (sum, counts) in sums.iter_mut().zip(&row.cells) {
            sum.join(counts);
        }
    }
    html! {
        p { "This page needs scripts for its sheets. The counts by point:" }
        table.plain {
            thead { tr { th { "Point" } @for cell in Cell::ALL { th { (cell.word()) } } } }
            tbody {
                @for (column, sum) in data.columns.iter().zip(&sums) {
                    tr {
                        th { (column.group) " " (column.label) " " (column.title) }
                        @for cell in Cell::ALL { td { (sum.of(cell)) } }
                    }
                }
            }
        }
    }
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    // Writing to memory cannot fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// JSON that cannot close the element it stands in.
fn script_safe(json: &str) -> String {
    json.replace('<', "\\u003c")
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let letter = |bits: u32| {
        let at = (bits & 63) as usize;
        LETTERS.get(at).map_or('A', |letter| char::from(*letter))
    };
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        text.push(letter(bits >> 18));
        text.push(letter(bits >> 12));
        text.push(if chunk.len() > 1 { letter(bits >> 6) } else { '=' });
        text.push(if chunk.len() > 2 { letter(bits) } else { '=' });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_the_usual_one() {
        for (bytes, text) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn the_denominator_is_said_in_full() {
        let meta = Meta {
            systems: 2183,
            retired: 205,
            unreadable: 1,
            on: "2026-11-21".to_owned(),
            ..Meta::default()
        };
        assert_eq!(
            denominator(&meta),
            "2,183 systems under the AI Act on 21 November 2026; 205 retired ones apart; 1 unreadable"
        );
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!(thousands(999), "999");
    }

    #[test]
    fn the_script_and_the_style_cannot_close_their_elements() {
        assert!(!SCRIPT.contains("</"));
        assert!(!STYLE.contains("</"));
    }

    #[test]
    fn embedded_json_cannot_close_its_element() {
        assert!(!script_safe("{\"a\":\"</script><b>\"}").contains('<'));
    }
}
