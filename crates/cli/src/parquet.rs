//! Outcomes as Parquet.
//!
//! What a point is of a system is `true`, `false` or `unknown`, as text: a filter of SQL drops what is
//! null, and nothing missing may be read as "no". Null is what a record cannot have: the points of models
//! of a system, and those of systems of a model.

use actlas_assess::{Assessor, Layered, Outcome};
use actlas_atlas::{AtlasData, Cell as State};
use actlas_facts::Record;
use actlas_law::{Lowered, PointKind};

pub use table::Table;

/// A column, and what its cells hold.
#[cfg_attr(
    not(feature = "parquet"),
    expect(dead_code, reason = "without the feature nothing is written")
)]
pub struct Column {
    pub name: String,
    pub holds: Holds,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    Text,
    Number,
}

/// One cell.
#[cfg_attr(
    not(feature = "parquet"),
    expect(dead_code, reason = "without the feature nothing is written")
)]
pub enum Cell {
    Text(String),
    Number(i64),
    Null,
}

fn column(name: impl Into<String>, holds: Holds) -> Column {
    Column { name: name.into(), holds }
}

/// What a table of systems has a column for.
pub struct Systems {
    points: Vec<(PointKind, String)>,
}

impl Systems {
    pub fn new(lowered: &Lowered) -> Systems {
        let pack = lowered.view().pack();
        let id = |rule| pack.rule(rule).map_or(String::new(), |rule| rule.id.clone());
        let points = lowered.main().points.iter();
        Systems { points: points.map(|(kind, target)| (*kind, id(target.rule))).collect() }
    }

    /// The record, its classes and, for each point, what is indicated and what is established.
    pub fn columns(&self) -> Vec<Column> {
        let texts = ["id", "name", "organisation", "kind", "stage", "source"];
        let mut columns: Vec<Column> = texts.map(|name| column(name, Holds::Text)).into();
        columns.push(column("record", Holds::Number));
        columns.push(column("class_established", Holds::Text));
        columns.push(column("class_indicated", Holds::Text));
        for (_, point) in &self.points {
            columns.push(column(point, Holds::Text));
            columns.push(column(format!("{point}.established"), Holds::Text));
        }
        columns
    }

    pub fn row(&self, record: &Record, outcome: &Outcome) -> Vec<Cell> {
        let text = |text: &String| Cell::Text(text.clone());
        let mut row = vec![
            text(&outcome.id),
            text(&outcome.name),
            text(&outcome.organisation),
            text(&outcome.kind),
            text(&outcome.stage),
            text(&outcome.source.path),
            number(outcome.source.record),
            text(&outcome.established.class),
            text(&outcome.indicated.class),
        ];
        let kind = Assessor::kind_of(record);
        for (of, point) in &self.points {
            for layer in [&outcome.indicated, &outcome.established] {
                let carried = *of == kind;
                row.push(if carried {
                    Cell::Text(truth(layer, point).to_owned())
                } else {
                    Cell::Null
                });
            }
        }
        row
    }
}

fn truth(layer: &Layered, point: &String) -> &'static str {
    if layer.points.contains(point) {
        "true"
    } else if layer.excluded.contains(point) {
        "false"
    } else {
        "unknown"
    }
}

fn number(number: u64) -> Cell {
    Cell::Number(i64::try_from(number).unwrap_or(i64::MAX))
}

/// The columns of the cells of a map: those of `cells.csv`.
pub fn cell_columns() -> Vec<Column> {
    let mut columns = vec![column("organisation", Holds::Text), column("systems", Holds::Number)];
    columns.extend(["point", "label", "title"].map(|name| column(name, Holds::Text)));
    columns.extend(State::ALL.map(|at| column(at.word().replace(' ', "_"), Holds::Number)));
    columns
}

/// How often each point stands how, by organisation.
pub fn cell_rows(data: &AtlasData) -> impl Iterator<Item = Vec<Cell>> {
    data.rows.iter().flat_map(|row| {
        let points = data.columns.iter().zip(&row.cells);
        points.filter(|(_, counts)| counts.total() > 0).map(|(point, counts)| {
            let mut cells = vec![
                Cell::Text(row.name.clone()),
                number(u64::from(row.systems)),
                Cell::Text(point.id.clone()),
                Cell::Text(point.label.clone()),
                Cell::Text(point.title.clone()),
            ];
            cells.extend(State::ALL.map(|at| number(u64::from(counts.of(at)))));
            cells
        })
    })
}

#[cfg(not(feature = "parquet"))]
mod table {
    use anyhow::{Result, bail};

    use super::{Cell, Column};
    use crate::output::Output;

    /// No table: this build has no Parquet.
    pub enum Table {}

    impl Table {
        pub fn create(_: Output, _: Vec<Column>) -> Result<Table> {
            bail!(
                "this build writes no Parquet; build it with \
                 `cargo install --path crates/cli --features parquet`"
            )
        }

        pub fn push(&mut self, _: Vec<Cell>) -> Result<()> {
            match *self {}
        }

        pub fn finish(self) -> Result<Output> {
            match self {}
        }
    }
}

#[cfg(feature = "parquet")]
mod table {
    use std::sync::Arc;

    use anyhow::{Context, Result};
    use parquet::basic::{LogicalType, Repetition, Type as Physical};
    use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::types::{Type, TypePtr};

    use super::{Cell, Column, Holds};
    use crate::output::Output;

    /// Rows that are written together; the memory they take meanwhile is all that a table needs.
    const ROW_GROUP: usize = 16_384;

    /// A table on its way into a file.
    pub struct Table {
        writer: SerializedFileWriter<Output>,
        values: Vec<Values>,
        rows: usize,
    }

    /// What a column holds of the rows that are not written yet. A level tells whether a cell holds
    /// anything.
    struct Values {
        texts: Vec<ByteArray>,
        numbers: Vec<i64>,
        levels: Vec<i16>,
        holds: Holds,
    }

    impl Table {
        pub fn create(file: Output, columns: Vec<Column>) -> Result<Table> {
            let fields: Vec<TypePtr> = columns.iter().map(field).collect::<Result<_>>()?;
            let schema = Type::group_type_builder("outcomes").with_fields(fields).build()?;
            let about = Arc::new(WriterProperties::builder().build());
            let values = columns.iter().map(|column| Values {
                texts: Vec::new(),
                numbers: Vec::new(),
                levels: Vec::new(),
                holds: column.holds,
            });
            let values = values.collect();
            let writer = SerializedFileWriter::new(file, Arc::new(schema), about)?;
            Ok(Table { writer, values, rows: 0 })
        }

        /// Adds a row. A cell of another kind than its column counts as empty.
        pub fn push(&mut self, row: Vec<Cell>) -> Result<()> {
            for (values, cell) in self.values.iter_mut().zip(row) {
                let level = match (cell, values.holds) {
                    (Cell::Text(text), Holds::Text) => {
                        values.texts.push(text.into_bytes().into());
                        1
                    }
                    (Cell::Number(number), Holds::Number) => {
                        values.numbers.push(number);
                        1
                    }
                    _ => 0,
                };
                values.levels.push(level);
            }
            self.rows += 1;
            if self.rows == ROW_GROUP { self.write() } else { Ok(()) }
        }

        fn write(&mut self) -> Result<()> {
            let mut group = self.writer.next_row_group()?;
            for values in &mut self.values {
                let mut column = group.next_column()?.context("a column is missing")?;
                let levels = Some(values.levels.as_slice());
                match values.holds {
                    Holds::Text => {
                        let texts = column.typed::<ByteArrayType>();
                        texts.write_batch(&values.texts, levels, None)?;
                    }
                    Holds::Number => {
                        let numbers = column.typed::<Int64Type>();
                        numbers.write_batch(&values.numbers, levels, None)?;
                    }
                }
                column.close()?;
                values.texts.clear();
                values.numbers.clear();
                values.levels.clear();
            }
            group.close()?;
            self.rows = 0;
            Ok(())
        }

        /// The table as a whole, still to be kept.
        pub fn finish(mut self) -> Result<Output> {
            if self.rows > 0 {
                self.write()?;
            }
            Ok(self.writer.into_inner()?)
        }
    }

    fn field(column: &Column) -> Result<TypePtr> {
        let (physical, logical) = match column.holds {
            Holds::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Holds::Number => (Physical::INT64, None),
        };
        let field = Type::primitive_type_builder(&column.name, physical)
            .with_logical_type(logical)
            .with_repetition(Repetition::OPTIONAL);
        Ok(Arc::new(field.build()?))
    }
}
