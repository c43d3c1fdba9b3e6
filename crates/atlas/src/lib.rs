//! The atlas: maps, tables and pages from outcomes.
//!
//! Everything here is a pure function from data to text; files are written by the caller. Markup is
//! escaped by construction (`maud`), embedded data is deflated and cannot close its element, and cells
//! of tables that would be formulas in a spreadsheet are neutralised.

mod book;
mod collect;
mod data;
mod page;
mod reasons;
mod sheet;
mod svg;
mod tables;

pub use book::book;
pub use collect::{Collector, PAGE_SYSTEMS, Retired};
pub use data::{AtlasData, Cell, Column, Counts, FactData, Meta, RowData, SystemData};
pub use page::atlas_html;
pub use reasons::why_html;
pub use sheet::{SheetKind, SheetQuestion, answer_sheet_html};
pub use svg::atlas_svg;
pub use tables::{cells_csv, formula_safe, system_row, systems_header};
