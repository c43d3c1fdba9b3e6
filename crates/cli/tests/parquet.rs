//! Outcomes as Parquet say what outcomes as JSON lines say.
#![expect(clippy::expect_used, reason = "a test may panic; that is how it fails")]

use std::path::Path;
use std::process::{Command, Output};

const INPUT: &str = "../../examples/registers";

fn run(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_actlas"))
        .args(words)
        .args(["--on", "2026-11-21", "--known", "2026-11-21"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("NO_COLOR", "1")
        .output()
        .expect("the binary runs")
}

#[test]
fn parquet_needs_a_file() {
    let done = run(&["classify", INPUT, "--format", "parquet"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("-o FILE"));
}

#[cfg(not(feature = "parquet"))]
#[test]
fn without_the_feature_it_says_how_to_have_it() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("none.parquet");
    let out = path.display().to_string();
    let done = run(&["classify", INPUT, "--format", "parquet", "-o", &out]);
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("--features parquet"));
    assert!(!path.exists(), "nothing is written");
}

#[cfg(feature = "parquet")]
mod with_the_feature {
    use std::collections::BTreeMap;
    use std::fs::{self, File};

    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;
    use serde_json::Value;

    use super::*;

    fn rows(path: &Path) -> Vec<BTreeMap<String, Option<String>>> {
        let file = File::open(path).expect("the file is there");
        let reader = SerializedFileReader::new(file).expect("it is Parquet");
        let rows = reader.get_row_iter(None).expect("it has rows");
        rows.map(|row| {
            let row = row.expect("a row");
            let cell = |(name, field): (&String, &Field)| {
                let text = match field {
                    Field::Str(text) => Some(text.clone()),
                    Field::Long(number) => Some(number.to_string()),
                    _ => None,
                };
                (name.clone(), text)
            };
            row.get_column_iter().map(cell).collect()
        })
        .collect()
    }

    fn lists(value: &Value, point: &str) -> bool {
        value.as_array().is_some_and(|ids| ids.iter().any(|id| id == point))
    }

    #[test]
    fn what_is_read_back_is_what_json_lines_say() {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("parquet");
        let out = folder.display().to_string();
        let done = run(&["map", INPUT, "-o", &out, "--format", "parquet"]);
        assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
        let text = fs::read_to_string(folder.join("systems.jsonl")).expect("outcomes");
        let outcomes: Vec<Value> =
            text.lines().map(|line| serde_json::from_str(line).expect("an outcome")).collect();
        let table = rows(&folder.join("systems.parquet"));
        assert_eq!(table.len(), outcomes.len());
        assert!(table.len() > 2, "there is something to compare");
        let (mut carried, mut empty) = (0, 0);
        for (row, outcome) in table.iter().zip(&outcomes) {
            assert_eq!(row["id"].as_deref(), outcome["id"].as_str());
            assert_eq!(row["class_indicated"].as_deref(), outcome["indicated"]["class"].as_str());
            for (name, cell) in row.iter().filter(|(name, _)| name.contains('.')) {
                let (point, layer) = match name.strip_suffix(".established") {
                    Some(point) => (point, &outcome["established"]),
                    None => (name.as_str(), &outcome["indicated"]),
                };
                let expected = if lists(&layer["points"], point) {
                    "true"
                } else if lists(&layer["excluded"], point) {
                    "false"
                } else {
                    "unknown"
                };
                match cell {
                    Some(cell) => assert_eq!(cell, expected, "{name}"),
                    None => assert_eq!(expected, "unknown", "{name} is not carried"),
                }
                *(if cell.is_some() { &mut carried } else { &mut empty }) += 1;
            }
        }
        assert!(carried > empty && empty > 0, "{carried} cells, {empty} of points not carried");

        let cells = rows(&folder.join("cells.parquet"));
        let csv = fs::read_to_string(folder.join("cells.csv")).expect("cells");
        assert_eq!(cells.len() + 1, csv.lines().count());
        let single = folder.join("single.parquet").display().to_string();
        let done = run(&["classify", INPUT, "--format", "parquet", "-o", &single]);
        assert_eq!(done.status.code(), Some(0));
        assert_eq!(rows(Path::new(&single)), table, "classify and map write the same");
    }
}
