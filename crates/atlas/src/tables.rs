//! CSV tables of a map.

use actlas_assess::Outcome;

use crate::data::{AtlasData, Cell};

/// A cell that no spreadsheet takes for a formula.
pub fn formula_safe(text: &str) -> String {
    let clean: String = text.chars().filter(|c| !c.is_control() || *c == '\n').collect();
    // What is invisible before a sign may be dropped by whoever opens the table.
    let shown = clean.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}')
    });
    let signs = ['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];
    let risky = shown.starts_with(signs) || text.starts_with(['\t', '\r']);
    if risky { format!("'{clean}") } else { clean }
}

pub(crate) fn write(rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        // Writing to memory fails only if rows differ in length, and they do not.
        let _ = writer.write_record(row.iter().map(|cell| formula_safe(cell)));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

/// `cells.csv`: how often each point stands how, by organisation.
pub fn cells_csv(data: &AtlasData) -> String {
    let mut header: Vec<String> =
        ["organisation", "systems", "point", "label", "title"].map(str::to_owned).to_vec();
    header.extend(Cell::ALL.map(|cell| cell.word().replace(' ', "_")));
    let rows = data.rows.iter().flat_map(|row| {
        data.columns.iter().zip(&row.cells).filter(|(_, counts)| counts.total() > 0).map(
            |(column, counts)| {
                let mut cells = vec![
                    row.name.clone(),
                    row.systems.to_string(),
                    column.id.clone(),
                    column.label.clone(),
                    column.title.clone(),
                ];
                cells.extend(Cell::ALL.map(|cell| counts.of(cell).to_string()));
                cells
            },
        )
    });
    write(std::iter::once(header).chain(rows))
}

/// The header of `systems.csv`.
pub fn systems_header() -> String {
    let names = [
        "id",
        "name",
        "organisation",
        "kind",
        "stage",
        "class_established",
        "class_indicated",
        "points",
        "excluded",
        "open",
        "unexamined",
        "applies",
        "contested",
        "missing",
        "source",
    ];
    write(std::iter::once(names.map(str::to_owned).to_vec()))
}

/// One line of `systems.csv`.
pub fn system_row(outcome: &Outcome) -> String {
    let applies: Vec<String> = outcome
        .applies
        .iter()
        .map(|at| {
            let day = at.effective.clone().unwrap_or_default();
            let reserved = match (&at.if_existing, at.at_least) {
                (Some(_), _) => " unless existing",
                (None, true) => " at least",
                (None, false) => "",
            };
            format!("{} {} {day}{reserved}", at.point, at.status).trim_end().to_owned()
        })
        .collect();
    let contested: Vec<String> = outcome
        .contested
        .iter()
        .map(|at| {
            let dates = at.dates();
            let dates = if dates.is_empty() { dates } else { format!(" ({dates})") };
            format!("{}={}: {}{dates}", at.question, at.reading, at.class)
        })
        .collect();
    let missing: Vec<&str> = outcome.missing.iter().map(|at| at.fact.as_str()).collect();
    write(std::iter::once(vec![
        outcome.id.clone(),
        outcome.name.clone(),
        outcome.organisation.clone(),
        outcome.kind.clone(),
        outcome.stage.clone(),
        outcome.established.class.clone(),
        outcome.indicated.class.clone(),
        outcome.indicated.points.join("; "),
        outcome.indicated.excluded.join("; "),
        outcome.open.join("; "),
        outcome.unexamined.to_string(),
        applies.join("; "),
        contested.join("; "),
        missing.join("; "),
        format!("{}, record {}", outcome.source.path, outcome.source.record),
    ]))
}

/// One line of a table; no formula leaves in it.
pub fn csv_row(cells: Vec<String>) -> String {
    write(std::iter::once(cells))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_formula_leaves_in_a_table() {
        for text in [
            "=HYPERLINK(\"x\")",
            "+1",
            "-1",
            "@sum",
            "\t=1",
            "\u{0}=1",
            "\u{7}\u{1b}=1",
            " =1",
            "\n=1",
            "\u{feff}=1",
            "\u{200b}@sum",
            "\u{ff1d}1",
        ] {
            assert!(formula_safe(text).starts_with('\''), "{text:?}");
        }
        assert_eq!(formula_safe("plain - text"), "plain - text");
        assert_eq!(formula_safe("a\u{0}b\u{7}"), "ab");
    }
}
