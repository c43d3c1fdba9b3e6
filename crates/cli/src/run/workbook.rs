//! What workbooks have in common.

use actlas_atlas::formula_safe;
use anyhow::Result;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook};

/// A cell holds at most 32,767 characters.
const MAX_LETTERS: usize = 32_000;

/// A workbook that is the same whenever it is made: the day it says it was made on is the first that the
/// archive around it can name.
pub fn workbook() -> Result<Workbook> {
    let made = ExcelDateTime::from_ymd(1980, 1, 1)?;
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    Ok(book)
}

/// Cells that name a column.
pub fn head() -> Format {
    Format::new().set_bold().set_background_color("#E8EDF3")
}

/// Cells of text.
pub fn wrapped() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top)
}

/// What a cell can hold of a text. It is written as a string in any case; the sign before what would be a
/// formula is for whoever saves the sheet as CSV.
pub fn cell(text: &str) -> String {
    formula_safe(text).chars().take(MAX_LETTERS).collect()
}
