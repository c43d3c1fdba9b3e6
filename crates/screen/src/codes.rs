//! The findings of this room.

use actlas_facts::{Code, CodeInfo, Severity};

pub(crate) const LEXICON_UNREADABLE: CodeInfo = CodeInfo {
    code: Code("lexicon-unreadable"),
    severity: Severity::Error,
    title: "a file of the lexicon is not valid YAML",
};
pub(crate) const LEXICON_INVALID: CodeInfo = CodeInfo {
    code: Code("lexicon-invalid"),
    severity: Severity::Error,
    title: "something in the lexicon is not as its format says",
};
pub(crate) const LEXICON_EXAMPLE: CodeInfo = CodeInfo {
    code: Code("lexicon-example"),
    severity: Severity::Error,
    title: "an example of a lexicon entry comes out otherwise than it says",
};

/// The findings this room reports.
pub const CODES: &[CodeInfo] = &[LEXICON_UNREADABLE, LEXICON_INVALID, LEXICON_EXAMPLE];
