//! `atlas.html`: one file that opens from disk, without a network.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use maud::{DOCTYPE, PreEscaped, html};
use serde::Serialize;

use crate::data::{AtlasData, Cell, Counts};
use crate::svg::{footer, subheading};

/// What the page needs before its data is inflated.
#[derive(Serialize)]
struct Boot<'a> {
    states: Vec<(char, &'a str)>,
}

/// The whole page.
pub fn atlas_html(data: &AtlasData) -> String {
    let json = serde_json::to_vec(data).unwrap_or_default();
    let boot = Boot { states: Cell::ALL.iter().map(|cell| (cell.letter(), cell.word())).collect() };
    let boot = serde_json::to_string(&boot).unwrap_or_default();
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content={ "Actlas " (data.meta.engine) };
                title { (data.meta.title) " · Actlas" }
                style { (PreEscaped(include_str!("../assets/atlas.css"))) }
            }
            body {
                a.skip href="#matrix" { "Skip to the matrix" }
                header {
                    h1 { (data.meta.title) }
                    p.sub { (subheading(data)) }
                }
                main #app {
                    noscript { (totals(data)) }
                    p #loading { "Unfolding the atlas …" }
                }
                footer { @for line in footer(data) { p { (line) } } }
                script #boot type="application/json" { (PreEscaped(script_safe(&boot))) }
                script #data type="application/octet-stream" { (PreEscaped(base64(&deflate(&json)))) }
                script { (PreEscaped(include_str!("../assets/atlas.js"))) }
            }
        }
    };
    page.into_string()
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
        table {
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
    fn embedded_json_cannot_close_its_element() {
        assert!(!script_safe("{\"a\":\"</script><b>\"}").contains('<'));
    }
}
