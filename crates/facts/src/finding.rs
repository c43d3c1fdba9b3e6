use std::fmt::{self, Write};

/// A stable name for one kind of finding, in kebab case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub &'static str);

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing was lost.
    Note,
    /// Something was read differently from how it may have been meant.
    Warning,
    /// Something could not be read or is wrong.
    Error,
}

impl Severity {
    /// `note`, `warning` or `error`.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A code with what it means; the documentation has a heading for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeInfo {
    /// The code.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What it means, in one line.
    pub title: &'static str,
}

/// Where a finding points. What is not known is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file as it was named on the command line.
    pub path: String,
    /// The record in the file, counted from 1.
    pub record: Option<u64>,
    /// The line in the file, counted from 1.
    pub line: Option<u64>,
    /// The column of a table or the field of an object.
    pub column: Option<String>,
    /// The id of the record.
    pub id: Option<String>,
}

impl Place {
    /// A place in a file.
    pub fn file(path: impl Into<String>) -> Place {
        Place { path: path.into(), ..Place::default() }
    }

    /// The same place, at a column or field.
    #[must_use]
    pub fn column(mut self, column: impl Into<String>) -> Place {
        self.column = Some(column.into());
        self
    }

    /// The same place, at a line.
    #[must_use]
    pub fn line(mut self, line: u64) -> Place {
        self.line = Some(line);
        self
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Plain(if self.path.is_empty() { "input" } else { &self.path }).fmt(f)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(record) = self.record {
            write!(f, ", record {record}")?;
        }
        if let Some(id) = &self.id {
            write!(f, " (`{}`)", Plain(id))?;
        }
        if let Some(column) = &self.column {
            write!(f, ", `{}`", Plain(column))?;
        }
        Ok(())
    }
}

/// Something a person should know: what, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Finding {
    /// What kind it is.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// What happened, one sentence without a full stop.
    pub fact: String,
    /// What to do about it, one sentence without a full stop; may be empty.
    pub hint: String,
}

impl Finding {
    /// A finding of a kind at a place.
    pub fn new(kind: CodeInfo, place: Place, fact: impl Into<String>) -> Finding {
        let CodeInfo { code, severity, .. } = kind;
        Finding { code, severity, place, fact: fact.into(), hint: String::new() }
    }

    /// The same finding with advice.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Finding {
        self.hint = hint.into();
        self
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}[{}]: {}: {}",
            self.severity.as_str(),
            self.code,
            self.place,
            Plain(&self.fact)
        )?;
        if !self.hint.is_empty() {
            write!(f, "; {}", Plain(&self.hint))?;
        }
        Ok(())
    }
}

/// Text from a file as one line that is safe to print: characters that move the cursor, change its colour,
/// break the line or turn the direction of writing are blanks.
pub fn plain(text: &str) -> String {
    Plain(text).to_string()
}

struct Plain<'t>(&'t str);

impl fmt::Display for Plain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let steers = |c: char| {
            c.is_control()
                || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        self.0.chars().try_for_each(|c| f.write_char(if steers(c) { ' ' } else { c }))
    }
}

/// A value could not be read; the fact stays unknown.
pub const FACT_UNREADABLE: CodeInfo = CodeInfo {
    code: Code("fact-unreadable"),
    severity: Severity::Warning,
    title: "the value of a fact could not be read and stays unknown",
};
/// No fact has this id.
pub const FACT_UNKNOWN: CodeInfo = CodeInfo {
    code: Code("fact-not-in-vocabulary"),
    severity: Severity::Warning,
    title: "no fact has this id",
};
/// Two values within one layer.
pub const FACTS_CONFLICT: CodeInfo = CodeInfo {
    code: Code("facts-conflict"),
    severity: Severity::Warning,
    title: "two statements of the same standing contradict each other; the fact is unknown",
};
/// A fact of a system given for a use, or the like.
pub const FACT_MISPLACED: CodeInfo = CodeInfo {
    code: Code("fact-misplaced"),
    severity: Severity::Warning,
    title: "the fact belongs to another part of the record and was not used here",
};
/// An assessment without a reason.
pub const ASSESSED_NEEDS_REASON: CodeInfo = CodeInfo {
    code: Code("assessed-needs-reason"),
    severity: Severity::Warning,
    title: "a legal assessment was attested without a name and a reason; it stays proposed",
};
/// An answer that nobody stands for.
pub const ATTEST_NEEDS_NAME: CodeInfo = CodeInfo {
    code: Code("attest-needs-name"),
    severity: Severity::Warning,
    title: "an answer without a name and a date attests nothing; it stays proposed",
};
/// A rejection that nobody stands for.
pub const REJECT_NEEDS_NAME: CodeInfo = CodeInfo {
    code: Code("reject-needs-name"),
    severity: Severity::Warning,
    title: "a rejection without a name and a date takes nothing away; the proposal stays",
};
/// One person attested what another rejected.
pub const ATTESTED_YET_REJECTED: CodeInfo = CodeInfo {
    code: Code("attested-yet-rejected"),
    severity: Severity::Warning,
    title: "somebody rejected what somebody attested; the attested answer stands",
};
/// An answer rests on words that the record no longer holds.
pub const OTHER_WORDS: CodeInfo = CodeInfo {
    code: Code("answer-on-other-words"),
    severity: Severity::Warning,
    title: "an answer was given on words that the record does not hold, or not any more",
};
/// A rejection of what nobody proposes.
pub const REJECTION_IDLE: CodeInfo = CodeInfo {
    code: Code("rejection-unmatched"),
    severity: Severity::Note,
    title: "a rejection meets no proposal",
};
/// A line of a facts file is broken.
pub const LINE_UNREADABLE: CodeInfo = CodeInfo {
    code: Code("facts-line-unreadable"),
    severity: Severity::Error,
    title: "a line of a facts file could not be read and was passed over",
};
/// Evidence of a duty that nobody can stand by.
pub const EVIDENCE_UNUSABLE: CodeInfo = CodeInfo {
    code: Code("evidence-unusable"),
    severity: Severity::Warning,
    title: "a line that names evidence of a duty lacks something, or its days are impossible",
};
/// The file is not the one that was named.
pub const EVIDENCE_DIFFERS: CodeInfo = CodeInfo {
    code: Code("evidence-file-differs"),
    severity: Severity::Warning,
    title: "a file named as evidence is at hand and its hash is another one",
};
/// The file that was named is not there.
pub const EVIDENCE_ABSENT: CodeInfo = CodeInfo {
    code: Code("evidence-file-missing"),
    severity: Severity::Warning,
    title: "a file named as evidence with its hash is not where it was named",
};
/// No duty of the catalogue has this id.
pub const DUTY_UNKNOWN: CodeInfo = CodeInfo {
    code: Code("duty-not-in-catalogue"),
    severity: Severity::Warning,
    title: "evidence names a duty that is not in the catalogue",
};
/// Evidence of a duty that nothing known brings.
pub const EVIDENCE_IDLE: CodeInfo = CodeInfo {
    code: Code("evidence-not-asked-for"),
    severity: Severity::Note,
    title: "evidence names a duty that nothing known of the record brings",
};

#[cfg(test)]
mod tests {
    use super::{FACT_UNKNOWN, Finding, Place};

    #[test]
    fn nothing_of_a_file_steers_the_terminal() {
        let place = Place::file("a\u{7}.csv").column("col\numn");
        let finding =
            Finding::new(FACT_UNKNOWN, place, "no fact `\u{1b}[31mred\u{202e}`").hint("a\rb");
        let want = "warning[fact-not-in-vocabulary]: a .csv, `col umn`: no fact ` [31mred `; a b";
        assert_eq!(finding.to_string(), want);
    }
}
