use std::collections::{BTreeMap, BTreeSet};

use actlas_facts::{Finding, Place};
use csv::StringRecord;

use super::Loader;
use super::yaml::is_address;
use crate::codes::{
    BASIS_MISMATCH, DATE_BEFORE_INSTRUMENT, INSTRUMENT_UNKNOWN, PACTS_INVALID, PACTS_UNREADABLE,
    POSITION_DUPLICATE, POSITION_WITHOUT_DATE, POSITION_WITHOUT_SOURCE, SOURCE_WITHOUT_ADDRESS,
};
use crate::date::When;
use crate::model::{About, Basis, Claim, DateIs, InstrumentIx, Later, Position, SourceRef};
use crate::recorded::NO_SOURCE;

/// The columns of `positions.csv`.
pub const POSITION_COLUMNS: [&str; 14] = [
    "organisation",
    "position",
    "basis",
    "date",
    "date_is",
    "scope",
    "reason",
    "later",
    "chapters",
    "service",
    "unsure",
    "source_url",
    "source_title",
    "language",
];
/// Longest cell.
const MAX_CELL: usize = 4_000;
/// Most rows of one file. Claims of one organisation are compared with each other.
const MAX_ROWS: usize = 20_000;

/// One row by column.
struct Row<'r> {
    columns: &'r BTreeMap<&'static str, usize>,
    cells: &'r StringRecord,
}

impl Row<'_> {
    fn get(&self, column: &str) -> &str {
        let at = self.columns.get(column);
        at.and_then(|at| self.cells.get(*at)).map(str::trim).unwrap_or_default()
    }

    fn words(&self) -> String {
        let cells = ["organisation", "position", "basis", "date", "scope", "unsure"];
        let cells = cells.map(|column| self.get(column));
        cells.into_iter().filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

impl Loader {
    pub(super) fn positions(&mut self, folder: &str, path: &str, text: &str) {
        let file = Place::file(path);
        let Some(instrument) = self.pacts.find_instrument(folder) else {
            let fact = format!("there is no instrument `{folder}` for these positions");
            self.tell(INSTRUMENT_UNKNOWN, file, fact, "add its instrument.yaml");
            return;
        };
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let headers = match reader.headers() {
            Ok(headers) => headers.clone(),
            Err(error) => {
                self.tell(PACTS_UNREADABLE, file, error.to_string(), "");
                return;
            }
        };
        let mut columns: BTreeMap<&'static str, usize> = BTreeMap::new();
        for (at, header) in headers.iter().enumerate() {
            let header = header.trim().trim_start_matches('\u{feff}');
            match POSITION_COLUMNS.iter().find(|known| **known == header) {
                Some(column) => {
                    columns.entry(column).or_insert(at);
                }
                None => {
                    let fact = format!("unknown column `{header}`");
                    self.tell(PACTS_INVALID, file.clone().line(1), fact, "");
                }
            }
        }
        for needed in ["organisation", "position", "basis"] {
            if !columns.contains_key(needed) {
                let fact = format!("the column `{needed}` is missing");
                self.tell(PACTS_INVALID, file.clone().line(1), fact, "");
                return;
            }
        }
        let mut seen = BTreeSet::new();
        for (number, cells) in reader.records().enumerate() {
            if number >= MAX_ROWS {
                let fact = format!("more than {MAX_ROWS} rows; the rest was not read");
                self.tell(PACTS_UNREADABLE, file.clone(), fact, "");
                return;
            }
            let cells = match cells {
                Ok(cells) => cells,
                Err(error) => {
                    self.tell(PACTS_UNREADABLE, file.clone(), error.to_string(), "");
                    continue;
                }
            };
            let line = cells.position().map_or(0, csv::Position::line);
            let place = Place { record: Some(number as u64 + 1), ..file.clone().line(line) };
            let row = Row { columns: &columns, cells: &cells };
            if !seen.insert(cells.iter().map(str::to_owned).collect::<Vec<_>>()) {
                let fact = format!("the row of `{}` stands twice", row.get("organisation"));
                self.tell(POSITION_DUPLICATE, place, fact, "");
                continue;
            }
            self.row(instrument, folder, &place, &row);
        }
    }

    fn row(&mut self, instrument: InstrumentIx, folder: &str, place: &Place, row: &Row) {
        if let Some(cell) = row.cells.iter().find(|cell| cell.len() > MAX_CELL) {
            let fact = format!("a cell of {} bytes is longer than {MAX_CELL}", cell.len());
            self.tell(PACTS_INVALID, place.clone(), fact, "shorten it");
            let short: String = row.words().chars().take(200).collect();
            self.leave_out(place.clone(), &short, "a cell is too long");
            return;
        }
        if row.cells.iter().all(|cell| cell.trim().is_empty()) {
            return;
        }
        let claim = match self.read_row(instrument, folder, place, row) {
            Ok(claim) => claim,
            Err(wrong) => {
                for finding in wrong {
                    self.findings.push(finding);
                }
                self.leave_out(place.clone(), &row.words(), "it could not be read");
                return;
            }
        };
        let Some(claim) = claim else { return };
        let says = row.words();
        let before = self.pacts.left_out.len();
        if !self.may_be_drawn(place, &says, &claim) {
            let about = About {
                organisation: claim.organisation,
                instrument,
                position: claim.position,
                when: claim.when,
            };
            let added = self.pacts.left_out.iter_mut().skip(before);
            added.for_each(|row| row.about = Some(about));
            return;
        }
        if claim.source.url.is_empty() {
            let fact = format!("`{}` has no address", claim.source.title);
            self.tell(SOURCE_WITHOUT_ADDRESS, place.clone(), fact, "add `source_url` once known");
        }
        if claim.when.is_none() {
            let fact = format!("the date is not known: {says}");
            self.tell(POSITION_WITHOUT_DATE, place.clone(), fact, "");
        }
        self.hold_against_beginning(place, &says, &claim);
        self.pacts.claims.push(claim);
    }

    /// Says so where a deed is dated before there was anything to sign or leave; words can be older.
    fn hold_against_beginning(&mut self, place: &Place, says: &str, claim: &Claim) {
        let deed = matches!(claim.position, Position::Signed | Position::Partial | Position::Left);
        let (Some(when), true) = (claim.when, deed) else { return };
        let instrument = self.pacts.instrument(claim.instrument);
        let Some(begin) = instrument.and_then(|at| at.not_yet(when.last)) else { return };
        let fact = format!("it begins on {} ({}): {says}", begin.when.text(), begin.says);
        let hint = "correct the date, or the position if it was only announced";
        self.tell(DATE_BEFORE_INSTRUMENT, place.clone().column("date"), fact, hint);
    }

    /// Whether a claim has a source, is shown by its basis and does not come from the future; if not, it
    /// is told and left out.
    fn may_be_drawn(&mut self, place: &Place, says: &str, claim: &Claim) -> bool {
        if claim.source.is_empty() {
            let fact = format!("nobody is named who says so: {says}");
            let hint = "add `source_url` or `source_title`";
            self.tell(POSITION_WITHOUT_SOURCE, place.clone(), fact, hint);
            self.leave_out(place.clone(), says, NO_SOURCE);
            return false;
        }
        let mismatch = claim.basis == Basis::Absence && claim.position != Position::Absent;
        if mismatch {
            let fact = format!("absence from a list does not show `{}`", claim.position.as_str());
            self.tell(BASIS_MISMATCH, place.clone(), fact, "use `absent`, or another basis");
            self.leave_out(place.clone(), says, "its basis does not show its position");
            return false;
        }
        self.not_in_future(place, says, claim.when)
    }

    /// The claim of a row; nothing if its organisation is not resolved, which is said already.
    fn read_row(
        &mut self,
        instrument: InstrumentIx,
        folder: &str,
        place: &Place,
        row: &Row,
    ) -> Result<Option<Claim>, Vec<Finding>> {
        let mut wrong = Vec::new();
        let mut not = |column: &str| {
            let says = format!("`{}` is no value of `{column}`", row.get(column));
            wrong.push(Finding::new(PACTS_INVALID, place.clone().column(column), says));
        };
        let position = Position::parse(row.get("position"));
        let basis = Basis::parse(row.get("basis"));
        let date_is = DateIs::parse(row.get("date_is"));
        let later = Later::parse(row.get("later"));
        let when = When::parse(row.get("date"));
        if position.is_none() {
            not("position");
        }
        if basis.is_none() {
            not("basis");
        }
        if date_is.is_none() && !row.get("date_is").is_empty() {
            not("date_is");
        }
        if when.is_none() && !row.get("date").is_empty() {
            not("date");
        }
        if later.is_none() {
            not("later");
        }
        if !row.get("source_url").is_empty() && !is_address(row.get("source_url")) {
            not("source_url");
        }
        let (Some(position), Some(basis), Some(later), true) =
            (position, basis, later, wrong.is_empty())
        else {
            return Err(wrong);
        };
        let name = row.get("organisation");
        let Some(organisation) = self.who(place, name, Some(folder)) else { return Ok(None) };
        let chapters = row.get("chapters").split(';').map(str::trim);
        Ok(Some(Claim {
            organisation,
            instrument,
            named_as: name.to_owned(),
            position,
            basis,
            when,
            date_is,
            scope: row.get("scope").to_owned(),
            reason: row.get("reason").to_owned(),
            later,
            chapters: chapters.filter(|at| !at.is_empty()).map(str::to_owned).collect(),
            service: row.get("service").to_owned(),
            unsure: row.get("unsure").to_owned(),
            source: SourceRef {
                url: row.get("source_url").to_owned(),
                title: row.get("source_title").to_owned(),
                language: row.get("language").to_owned(),
            },
            place: place.clone(),
        }))
    }
}
