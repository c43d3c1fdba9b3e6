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

pub(crate) const MODEL_FACT_NOT_ASKED: CodeInfo = CodeInfo {
    code: Code("model-fact-not-asked"),
    severity: Severity::Warning,
    title: "a language model proposed a fact that it was not asked for; it was dropped",
};
pub(crate) const MODEL_JUDGEMENT: CodeInfo = CodeInfo {
    code: Code("model-judgement"),
    severity: Severity::Warning,
    title: "a language model proposed a legal judgement; it was dropped",
};
pub(crate) const MODEL_VALUE_UNREADABLE: CodeInfo = CodeInfo {
    code: Code("model-value-unreadable"),
    severity: Severity::Warning,
    title: "a language model proposed a value that the fact cannot have; it was dropped",
};
pub(crate) const MODEL_QUOTE_MISSING: CodeInfo = CodeInfo {
    code: Code("model-quote-missing"),
    severity: Severity::Warning,
    title: "a language model quoted words that the record does not hold; the proposal was dropped",
};
pub(crate) const MODEL_TEXT_CUT: CodeInfo = CodeInfo {
    code: Code("model-text-cut"),
    severity: Severity::Note,
    title: "a record has more text than is sent to a language model; its beginning was sent",
};
/// The answer of a language model is not what it was asked for.
pub const MODEL_ANSWER_UNREADABLE: CodeInfo = CodeInfo {
    code: Code("model-answer-unreadable"),
    severity: Severity::Warning,
    title: "the answer of a language model is not the JSON it was asked for; nothing of it was used",
};
/// No answer came.
pub const MODEL_FAILED: CodeInfo = CodeInfo {
    code: Code("model-failed"),
    severity: Severity::Warning,
    title: "a language model gave no answer; the text was read without it",
};
/// Too many failures.
pub const MODEL_STOPPED: CodeInfo = CodeInfo {
    code: Code("model-stopped"),
    severity: Severity::Warning,
    title: "a language model is not asked any more in this run; the rest was read without it",
};

/// The findings this room reports.
pub const CODES: &[CodeInfo] = &[
    LEXICON_UNREADABLE,
    LEXICON_INVALID,
    LEXICON_EXAMPLE,
    MODEL_FACT_NOT_ASKED,
    MODEL_JUDGEMENT,
    MODEL_VALUE_UNREADABLE,
    MODEL_QUOTE_MISSING,
    MODEL_TEXT_CUT,
    MODEL_ANSWER_UNREADABLE,
    MODEL_FAILED,
    MODEL_STOPPED,
];
