//! The workbook of duties, read by somebody else's reader: the same cells as the CSV, no formula.
#![expect(clippy::expect_used, reason = "a test may panic; that is how it fails")]

use std::path::Path;
use std::process::Command;

use calamine::{Data, Reader as _, Xlsx, open_workbook};

fn duties(more: &[&str]) -> Vec<u8> {
    let words = [
        "duties",
        "crates/cli/tests/input/duties.jsonl",
        "--answers",
        "crates/cli/tests/input/duties.facts.jsonl",
        "--no-screen",
        "--on",
        "2026-11-21",
        "--known",
        "2026-11-21",
    ];
    let done = Command::new(env!("CARGO_BIN_EXE_actlas"))
        .args(words)
        .args(more)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .output()
        .expect("the binary runs");
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    done.stdout
}

#[test]
fn the_workbook_holds_what_the_csv_holds() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("duties.xlsx");
    let name = path.to_str().expect("a path");
    assert!(duties(&["--format", "xlsx", "-o", name]).is_empty());
    let csv = duties(&["--format", "csv"]);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_slice());
    let rows: Vec<Vec<String>> = reader
        .records()
        .map(|row| row.expect("a row").iter().map(str::to_owned).collect())
        .collect();
    let mut book: Xlsx<_> = open_workbook(&path).expect("a workbook");
    let sheet = book.worksheet_range("Duties").expect("the sheet");
    let found: Vec<Vec<String>> = sheet
        .rows()
        .map(|row| {
            let text = |cell: &Data| match cell {
                Data::String(text) => text.clone(),
                Data::Empty => String::new(),
                other => format!("not text: {other:?}"),
            };
            row.iter().map(text).collect()
        })
        .collect();
    assert!(rows.len() > 100, "{}", rows.len());
    assert_eq!(found, rows);
    assert!(rows.iter().flatten().any(|cell| cell == "'=Bank | Example"), "formulas are defused");
    assert!(rows.iter().flatten().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t'])));
    let formulas = book.worksheet_formula("Duties").expect("the sheet");
    assert!(formulas.is_empty() || formulas.used_cells().next().is_none());
    let about = book.worksheet_range("About").expect("a sheet that says what it is");
    assert!(about.used_cells().count() >= 3);
}
