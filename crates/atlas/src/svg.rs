//! The map as a picture.

use std::fmt::Write as _;

use actlas_facts::plain;

use crate::data::{AtlasData, Cell, Counts, RowData};

/// Rows that are drawn; the rest is summed up in one.
const ROWS: usize = 40;
const CELL: usize = 24;
const LEFT: usize = 270;
const HEAD: usize = 190;
/// The least width, in which the legend stands.
const LEAST: usize = 800;
/// Room for a word of the legend and its colour.
const WORD: usize = 130;
/// Room for a name and how many systems it has, in tenths of a pixel.
const NAME_TENTHS: usize = (LEFT - 8 - 12) * 10;
/// Room for a digit, in tenths of a pixel.
const DIGIT_TENTHS: usize = 80;

/// `atlas.svg`: organisations by points, the state of a cell as colour and as pattern.
pub fn atlas_svg(data: &AtlasData) -> String {
    let data = &carried(data);
    let (shown, rest) = data.rows.split_at(data.rows.len().min(ROWS));
    let mut rows: Vec<RowData> = shown.to_vec();
    if !rest.is_empty() {
        let more = if rest.len() == 1 { "organisation" } else { "organisations" };
        rows.push(sum(format!("{} more {more}", rest.len()), rest, data.columns.len()));
    }
    if data.rows.len() > 1 {
        rows.push(sum("all".to_owned(), &data.rows, data.columns.len()));
    }
    let width = (LEFT + data.columns.len() * CELL + 30).max(LEAST);
    let titles = wrapped(&data.meta.title, width - 24, 17);
    let subtitles = wrapped(&subheading(data), width - 24, 12);
    let footers: Vec<String> =
        footer(data).iter().flat_map(|line| wrapped(line, width - 24, 11)).collect();
    // What does not fit into one line moves the picture down.
    let moved = (titles.len() - 1) * 21 + (subtitles.len() - 1) * 15;
    let height = moved + HEAD + rows.len() * CELL + 80 + footers.len() * 15;
    let mut svg = String::new();
    // Writing to a string cannot fail.
    let _ = write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"system-ui, sans-serif\" \
         font-size=\"12\"><title>{}</title>{DEFS}<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>",
        escape(&heading(data))
    );
    lines(&mut svg, &titles, (24, 21), "font-size=\"17\" font-weight=\"600\" fill=\"#1b1f24\"");
    lines(&mut svg, &subtitles, (42 + (titles.len() - 1) * 21, 15), "fill=\"#5b6570\"");
    if moved > 0 {
        let _ = write!(svg, "<g transform=\"translate(0 {moved})\">");
    }
    columns(&mut svg, data, rows.len());
    for (at, row) in rows.iter().enumerate() {
        let y = HEAD + at * CELL;
        let digits = row.systems.to_string().len() * DIGIT_TENTHS;
        let name = fitting(&shorten(&row.name, 36), NAME_TENTHS - digits);
        let weight = if row.name == "all" { "600" } else { "400" };
        let _ = write!(
            svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\" font-weight=\"{weight}\" fill=\"#1b1f24\">{} \
             <tspan fill=\"#5b6570\">{}</tspan></text>",
            LEFT - 8,
            y + 16,
            escape(&name),
            row.systems
        );
        for (column, (counts, of)) in row.cells.iter().zip(&data.columns).enumerate() {
            cell(
                &mut svg,
                LEFT + column * CELL,
                y,
                counts,
                &format!("{}: {} {}", row.name, of.label, of.title),
            );
        }
    }
    legend(&mut svg, HEAD + rows.len() * CELL + 20, width, &footers);
    svg.push_str(if moved > 0 { "</g></svg>\n" } else { "</svg>\n" });
    svg
}

/// The data without the columns that no record carries, such as those of models in a register without
/// models.
fn carried(data: &AtlasData) -> AtlasData {
    let keep: Vec<bool> = (0..data.columns.len())
        .map(|at| {
            data.rows.iter().any(|row| row.cells.get(at).is_some_and(|counts| counts.total() > 0))
        })
        .collect();
    let mut left = data.clone();
    let mut kept = keep.iter();
    left.columns.retain(|_| kept.next().copied().unwrap_or(true));
    for row in &mut left.rows {
        let mut kept = keep.iter();
        row.cells.retain(|_| kept.next().copied().unwrap_or(true));
    }
    left
}

/// Patterns carry the state too, so that it is told without colour.
const DEFS: &str = "<defs>\
<pattern id=\"i\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
<rect width=\"6\" height=\"6\" fill=\"#cfe2f7\"/><rect width=\"3\" height=\"6\" fill=\"#0b5cad\"/></pattern>\
<pattern id=\"o\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">\
<rect width=\"6\" height=\"6\" fill=\"#fdf3df\"/><circle cx=\"3\" cy=\"3\" r=\"1.3\" fill=\"#9a5b00\"/></pattern>\
<pattern id=\"u\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(-45)\">\
<rect width=\"6\" height=\"6\" fill=\"#fff\"/><rect width=\"1\" height=\"6\" fill=\"#c6ccd3\"/></pattern>\
</defs>";

fn fill(cell: Cell) -> &'static str {
    match cell {
        Cell::Established => "#0b3d78",
        Cell::Indicated => "url(#i)",
        Cell::Open => "url(#o)",
        Cell::Unexamined => "url(#u)",
        Cell::Excluded | Cell::NotCarried => "#fff",
    }
}

fn cell(svg: &mut String, x: usize, y: usize, counts: &Counts, title: &str) {
    let Some(state) = counts.strongest() else { return };
    let told: Vec<String> = Cell::ALL
        .iter()
        .filter(|cell| counts.of(**cell) > 0)
        .map(|cell| format!("{} {}", counts.of(*cell), cell.word()))
        .collect();
    let _ = write!(
        svg,
        "<g><title>{}: {}</title><rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\" fill=\"{}\" \
         stroke=\"#d5dae0\"/>",
        escape(title),
        told.join(", "),
        CELL - 2,
        CELL - 2,
        fill(state)
    );
    let number = counts.of(state);
    if matches!(state, Cell::Established | Cell::Indicated | Cell::Open) && number > 0 {
        let ink = if state == Cell::Established { "#fff" } else { "#1b1f24" };
        let halo = if state == Cell::Established { "#0b3d78" } else { "#fff" };
        let _ = write!(
            svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" font-size=\"10\" font-weight=\"600\" \
             fill=\"{ink}\" stroke=\"{halo}\" stroke-width=\"3\" paint-order=\"stroke\">{}</text>",
            x + (CELL - 2) / 2,
            y + 15,
            short_number(number)
        );
    }
    svg.push_str("</g>");
}

fn columns(svg: &mut String, data: &AtlasData, rows: usize) {
    let mut start = 0;
    for (at, column) in data.columns.iter().enumerate() {
        let x = LEFT + at * CELL + (CELL - 2) / 2 + 4;
        let _ = write!(
            svg,
            "<text transform=\"translate({x} {}) rotate(-90)\" fill=\"#1b1f24\">{}</text>",
            HEAD - 6,
            escape(&column.label)
        );
        let next = data.columns.get(at + 1).map(|next| &next.group);
        if next != Some(&column.group) {
            let (from, to) = (LEFT + start * CELL, LEFT + (at + 1) * CELL - 2);
            let middle = (from + to) / 2;
            let _ = write!(
                svg,
                "<line x1=\"{from}\" x2=\"{to}\" y1=\"{0}\" y2=\"{0}\" stroke=\"#5b6570\"/>\
                 <text transform=\"translate({middle} {1}) rotate(-35)\" font-size=\"11\" \
                 fill=\"#5b6570\">{2}</text>\
                 <line x1=\"{3}\" x2=\"{3}\" y1=\"{0}\" y2=\"{4}\" stroke=\"#d5dae0\"/>",
                HEAD - 62,
                HEAD - 68,
                escape(&column.group),
                to + 1,
                HEAD + rows * CELL
            );
            start = at + 1;
        }
    }
}

fn legend(svg: &mut String, y: usize, width: usize, footers: &[String]) {
    let mut x = if LEFT + Cell::ALL.len() * WORD <= width { LEFT } else { 12 };
    for cell in Cell::ALL {
        let _ = write!(
            svg,
            "<rect x=\"{x}\" y=\"{y}\" width=\"16\" height=\"16\" fill=\"{}\" stroke=\"#8b95a1\"/>\
             <text x=\"{}\" y=\"{}\" fill=\"#1b1f24\">{}</text>",
            fill(cell),
            x + 22,
            y + 13,
            cell.word()
        );
        x += WORD;
    }
    lines(svg, footers, (y + 40, 15), "font-size=\"11\" fill=\"#5b6570\"");
}

/// Lines of text at the left edge: where the first stands and how far the next ones are from one another.
pub(crate) fn lines(svg: &mut String, lines: &[String], (y, step): (usize, usize), look: &str) {
    for (at, line) in lines.iter().enumerate() {
        let y = y + at * step;
        let _ = write!(svg, "<text x=\"12\" y=\"{y}\" {look}>{}</text>", escape(line));
    }
}

fn heading(data: &AtlasData) -> String {
    format!("{}: {}", data.meta.title, subheading(data))
}

/// The denominator, said first.
pub(crate) fn subheading(data: &AtlasData) -> String {
    let meta = &data.meta;
    let systems =
        if meta.systems == 1 { "1 system".to_owned() } else { format!("{} systems", meta.systems) };
    let retired = match (meta.retired, meta.stage_all) {
        (0, _) => String::new(),
        (retired, true) => format!(", {retired} of them retired"),
        (retired, false) => format!("; {retired} retired ones apart"),
    };
    let unreadable = match meta.unreadable {
        0 => String::new(),
        unreadable => format!("; {unreadable} unreadable"),
    };
    format!("{systems} under the AI Act on {}{retired}{unreadable}", meta.on)
}

/// Dates, version, readings, assumptions, method.
pub(crate) fn footer(data: &AtlasData) -> Vec<String> {
    let meta = &data.meta;
    let readings = match meta.readings.is_empty() {
        true => "the Commission's readings".to_owned(),
        false => format!("the Commission's readings, but {}", meta.readings.join(", ")),
    };
    let assumed = match meta.assumed.is_empty() {
        true => "nothing is assumed".to_owned(),
        false => format!("assumed in striped cells: {}", lower_first(&meta.assumed)),
    };
    vec![
        format!(
            "Wording: {}. Known on {}. {}; {assumed}.",
            meta.wording,
            meta.known,
            upper_first(&readings)
        ),
        format!(
            "Actlas {}, pack {}. {}",
            meta.engine,
            meta.law.chars().take(19).collect::<String>(),
            meta.notice
        ),
    ]
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn sum(name: String, rows: &[RowData], columns: usize) -> RowData {
    let mut cells = vec![Counts::default(); columns];
    for row in rows {
        for (total, counts) in cells.iter_mut().zip(&row.cells) {
            total.join(counts);
        }
    }
    let add = |count: fn(&RowData) -> u32| rows.iter().map(count).sum();
    RowData {
        name,
        systems: add(|row| row.systems),
        stated: add(|row| row.stated),
        settled: add(|row| row.settled),
        cells,
    }
}

fn short_number(number: u32) -> String {
    match number {
        0..1_000 => number.to_string(),
        1_000..1_000_000 => format!("{}k", number / 1_000),
        _ => format!("{}M", number / 1_000_000),
    }
}

/// As much of a name as fits. Letters have no width of their own here; capitals and those of East Asia are wide.
fn fitting(text: &str, room: usize) -> String {
    let wide = |c: char| match c {
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'.. => 120,
        c if c.is_uppercase() => 98,
        // Fonts as wide as Verdana stand in where the usual ones are missing.
        _ => 74,
    };
    let fits = text.chars().scan(0, |taken, c| {
        *taken += wide(c);
        (*taken <= room).then_some(())
    });
    shorten(text, fits.count())
}

/// A text in lines that fit, of letters of a size; at least one line. All three are in pixels. Letters have no width
/// of their own here, so that more room is left than most of them take.
pub(crate) fn wrapped(text: &str, room: usize, size: usize) -> Vec<String> {
    let wide = |c: char| match c {
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'.. => 105,
        ' ' => 36,
        c if c.is_uppercase() => 76,
        _ => 60,
    };
    let width = |text: &str| text.chars().map(wide).sum::<usize>() * size / 100;
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && width(&line) + width(" ") + width(word) > room {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        for c in word.chars() {
            // A word that no line holds is broken.
            if !line.is_empty() && width(&line) + wide(c) * size / 100 > room {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    lines.push(line);
    lines
}

pub(crate) fn shorten(text: &str, len: usize) -> String {
    if text.chars().count() <= len {
        return text.to_owned();
    }
    text.chars().take(len.saturating_sub(1)).chain(['…']).collect()
}

/// Text for XML: markup is escaped, control characters have no place in it.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in plain(text).chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            // No characters, and not allowed in XML.
            '\u{fffe}' | '\u{ffff}' => {}
            character => safe.push(character),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_broken_and_nothing_of_it_is_lost() {
        let text =
            "No rebuttal accepted under Article 6(3), and 機機機機機機機機機機機機機機機機 as well";
        for room in [40, 100, 300, 5000] {
            let lines = wrapped(text, room, 12);
            assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
            assert!(lines.iter().all(|line| line.chars().count() * 5 <= room), "{lines:?}");
            assert_eq!(lines.len() == 1, room == 5000);
        }
        assert_eq!(wrapped("", 100, 12), [""]);
    }

    #[test]
    fn nothing_in_a_text_makes_a_picture_unreadable() {
        assert_eq!(escape("a\u{fffe}<b>\u{ffff}\u{1b}"), "a&lt;b&gt; ");
    }

    #[test]
    fn a_name_ends_before_the_edge_of_the_picture() {
        for (name, left) in [
            ("Rijksdienst voor Ondernemend Nederland", "Rijksdienst voor Ondernemend …"),
            ("O".repeat(60).as_str(), ("O".repeat(22) + "…").as_str()),
            ("機".repeat(60).as_str(), ("機".repeat(18) + "…").as_str()),
            ("", ""),
        ] {
            assert_eq!(fitting(&shorten(name, 36), NAME_TENTHS - 2 * DIGIT_TENTHS), left);
        }
    }
}
