//! The findings of this room.

use actlas_facts::{Code, CodeInfo, Severity};

/// A constructor-like shorthand: all codes of a room stand in one list.
const fn code(code: &'static str, severity: Severity, title: &'static str) -> CodeInfo {
    CodeInfo { code: Code(code), severity, title }
}

pub(crate) const FILE_UNREADABLE: CodeInfo =
    code("file-unreadable", Severity::Error, "a file could not be opened or read to its end");
pub(crate) const FILE_NOT_A_REGISTER: CodeInfo = code(
    "file-not-a-register",
    Severity::Error,
    "a file is of a kind that is not read, or no table or list of records",
);
pub(crate) const FILE_EMPTY: CodeInfo =
    code("file-empty", Severity::Warning, "a file holds no record");
pub(crate) const FILE_PROTECTED: CodeInfo =
    code("file-protected", Severity::Error, "a file is protected by a password");
pub(crate) const ARCHIVE_UNSAFE: CodeInfo = code(
    "archive-unsafe",
    Severity::Error,
    "a workbook would fill the memory, or names a path outside itself; nothing of it was read",
);
/// A file is byte by byte another one.
pub const FILE_SAME: CodeInfo = code(
    "file-same-as-another",
    Severity::Warning,
    "a file is byte by byte the same as another one; its records count twice",
);
pub(crate) const SHEET_MISSING: CodeInfo =
    code("sheet-not-found", Severity::Error, "a workbook has no sheet of the name asked for");
pub(crate) const SHEET_NOT_READ: CodeInfo = code(
    "sheet-not-read",
    Severity::Warning,
    "a workbook has another sheet that may be a register and was not read",
);
pub(crate) const COLUMNS_TOO_MANY: CodeInfo =
    code("columns-too-many", Severity::Warning, "a table has more columns than are read");
pub(crate) const CELL_WITHOUT_VALUE: CodeInfo = code(
    "cell-without-value",
    Severity::Warning,
    "a cell holds an error, or a formula without a value to rely on; it was read as empty",
);
pub(crate) const NAME_ODD: CodeInfo = code(
    "name-odd",
    Severity::Note,
    "a name or id holds markup, control characters or NUL; it is shown as text, without them",
);
pub(crate) const RECORD_UNREADABLE: CodeInfo =
    code("record-unreadable", Severity::Error, "a record could not be read and was passed over");
pub(crate) const RECORD_HOLLOW: CodeInfo = code(
    "record-without-content",
    Severity::Note,
    "rows or objects that hold nothing that is read are no records and were passed over",
);
pub(crate) const ROW_RAGGED: CodeInfo =
    code("row-ragged", Severity::Warning, "a row has more cells than the table has columns");
pub(crate) const QUOTE_ASTRAY: CodeInfo = code(
    "quote-astray",
    Severity::Warning,
    "a quote is not closed where it should be; rows may have been read as one",
);
pub(crate) const TEXT_NOT_UTF8: CodeInfo =
    code("text-not-utf8", Severity::Note, "a text is not UTF-8 and was read in another encoding");
pub(crate) const ID_MISSING: CodeInfo =
    code("id-missing", Severity::Note, "records without an id were numbered");
pub(crate) const ID_DUPLICATE: CodeInfo =
    code("id-duplicate", Severity::Warning, "an id was used before; the later record got another");
pub(crate) const NAME_MISSING: CodeInfo = code(
    "columns-not-recognised",
    Severity::Warning,
    "no column for a name or a purpose was recognised",
);
pub(crate) const MAPPED_MISSING: CodeInfo = code(
    "mapping-column-missing",
    Severity::Warning,
    "the mapping names a column that a file does not have",
);
pub(crate) const FIELD_UNREADABLE: CodeInfo = code(
    "field-unreadable",
    Severity::Warning,
    "a field of a record is not of the shape it should have",
);
pub(crate) const KEY_DOUBLED: CodeInfo = code(
    "key-doubled",
    Severity::Warning,
    "a key stands twice in one object, and only the last is read",
);
pub(crate) const VALUE_UNKNOWN: CodeInfo = code(
    "word-not-recognised",
    Severity::Warning,
    "a kind or stage is stated in words that are not known",
);
pub(crate) const FACT_NEARLY: CodeInfo = code(
    "fact-not-read",
    Severity::Warning,
    "a column or key is called nearly as a fact is stated, and was not read",
);
pub(crate) const ANSWER_UNMATCHED: CodeInfo = code(
    "answer-unmatched",
    Severity::Warning,
    "an answer names a record, use or actor that is not in the input",
);
pub(crate) const ANSWER_OF_ANOTHER: CodeInfo = code(
    "answer-of-another",
    Severity::Warning,
    "an answer names another system than the one that its id stands for; it was not used",
);
pub(crate) const ANSWER_AMBIGUOUS: CodeInfo = code(
    "answer-ambiguous",
    Severity::Warning,
    "several records are called as an answer says, and only their place tells them apart; it was not used",
);
pub(crate) const ANSWERS_EMPTY: CodeInfo =
    code("answers-empty", Severity::Warning, "a file of answers holds none");
pub(crate) const ANSWER_BY_NUMBER: CodeInfo = code(
    "answer-by-number",
    Severity::Warning,
    "answers go to a record by its number in the file, which moves when records are inserted",
);
pub(crate) const ANSWER_FOR_EVERY: CodeInfo = code(
    "answer-for-every-use",
    Severity::Warning,
    "answers do not say which of several uses or actors they are about; they were taken for all of them",
);
/// A record is an instance of one that is not in the input.
pub const BASE_MISSING: CodeInfo = code(
    "instance-base-missing",
    Severity::Warning,
    "a record is an instance of one that is not in the input",
);
pub(crate) const CIRCLE: CodeInfo = code(
    "reference-circular",
    Severity::Warning,
    "records are built on, or instances of, one another in a circle",
);

/// The findings this room reports.
pub const CODES: &[CodeInfo] = &[
    FILE_UNREADABLE,
    FILE_NOT_A_REGISTER,
    FILE_EMPTY,
    FILE_PROTECTED,
    FILE_SAME,
    ARCHIVE_UNSAFE,
    SHEET_MISSING,
    SHEET_NOT_READ,
    COLUMNS_TOO_MANY,
    CELL_WITHOUT_VALUE,
    NAME_ODD,
    RECORD_UNREADABLE,
    RECORD_HOLLOW,
    ROW_RAGGED,
    QUOTE_ASTRAY,
    TEXT_NOT_UTF8,
    ID_MISSING,
    ID_DUPLICATE,
    NAME_MISSING,
    MAPPED_MISSING,
    FIELD_UNREADABLE,
    KEY_DOUBLED,
    VALUE_UNKNOWN,
    FACT_NEARLY,
    ANSWER_UNMATCHED,
    ANSWER_OF_ANOTHER,
    ANSWER_AMBIGUOUS,
    ANSWERS_EMPTY,
    ANSWER_BY_NUMBER,
    ANSWER_FOR_EVERY,
    BASE_MISSING,
    CIRCLE,
];
