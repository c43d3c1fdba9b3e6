//! The atlas: maps, tables and pages from outcomes.
//!
//! Everything here is a pure function from data to text; files are written by the caller. Markup is
//! escaped by construction (`maud`), embedded data is deflated and cannot close its element, and cells
//! of tables that would be formulas in a spreadsheet are neutralised.

mod book;
mod calendar;
mod collect;
mod data;
mod drift;
mod duties_page;
mod duty_book;
mod pact_parts;
mod pact_proposed;
mod pact_report;
mod pact_review;
mod pact_site;
mod pact_story;
mod pact_svg;
mod pact_tables;
mod page;
mod reasons;
mod sheet;
mod svg;
mod tables;

pub use book::book;
pub use calendar::{calendar_csv, calendar_ics, calendar_svg};
pub use collect::{Collector, PAGE_SYSTEMS, Retired, Sheet};
pub use data::{AtlasData, Cell, Column, Counts, FactData, Meta, RowData, SystemData};
pub use drift::drift_svg;
pub use duties_page::{DUTIES_PAGE_RECORDS, DutiesMeta, PossibleRoles, duties_html};
pub use duty_book::DutyBook;
pub use pact_parts::pact_not_yet;
pub use pact_proposed::{pact_proposed_csv, pact_proposed_json};
pub use pact_report::{PactReport, pact_report_html, pact_report_markdown};
pub use pact_review::pact_review;
pub use pact_site::{PactSite, pact_site};
pub use pact_story::pact_story;
pub use pact_svg::{Rows, pact_matrix_svg, pact_timeline_svg};
pub use pact_tables::{
    pact_claim_json, pact_commitments_csv, pact_events, pact_instruments_csv,
    pact_instruments_json, pact_organisations_csv, pact_organisations_json, pact_positions_csv,
    pact_positions_json,
};
pub use page::atlas_html;
pub use reasons::why_html;
pub use sheet::{SheetKind, SheetQuestion, answer_sheet_html, unit_of};
pub use svg::atlas_svg;
pub use tables::{cells_csv, csv_row, formula_safe, system_row, systems_header};
