//! What the reader of JSON says of a text, in our words: where, and what stands there.

/// How its messages begin.
const BEGINNINGS: &[&str] = &[
    "invalid ",
    "missing field ",
    "unknown field ",
    "unknown variant ",
    "duplicate field ",
    "EOF while ",
    "expected ",
    "trailing ",
    "control character",
    "key must be ",
    "lone leading ",
    "recursion limit",
    "unexpected end",
    "number out of range",
];

/// The same text, with what the reader of JSON says in it put into our words. Its line is told only where it
/// is not the first, since most of what is read is one line of a file, which is named before.
pub fn ours(text: &str) -> String {
    let Some((message, place)) = text.rsplit_once(" at line ") else { return text.to_owned() };
    let Some((line, column)) = place.split_once(" column ") else { return text.to_owned() };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let begins = |at: &usize| {
        let rest = message.get(*at..).unwrap_or_default();
        BEGINNINGS.iter().any(|begins| rest.starts_with(begins))
    };
    let after = message.match_indices(": ").map(|(at, colon)| at + colon.len());
    let at = std::iter::once(0).chain(after).find(begins);
    let (Some(at), true) = (at, is_number(line) && is_number(column)) else {
        return text.to_owned();
    };
    let (before, message) = message.split_at_checked(at).unwrap_or(("", message));
    let place = if line == "1" { String::new() } else { format!("line {line}, ") };
    format!("{before}{} ({place}column {column})", said(message))
}

fn said(message: &str) -> String {
    if let Some(wrong) = message.strip_prefix("invalid type: ") {
        let (found, wanted) = wrong.rsplit_once(", expected ").unwrap_or((wrong, ""));
        return format!("{} stands where {} is expected", kind(found), wanted_kind(wanted));
    }
    if let Some(wrong) = message.strip_prefix("invalid value: ") {
        let (found, wanted) = wrong.rsplit_once(", expected ").unwrap_or((wrong, ""));
        return format!("{} is no value here; {wanted} is", kind(found));
    }
    for (begins, says) in
        [("unknown field ", "there is no key"), ("unknown variant ", "there is no value")]
    {
        let Some(rest) = message.strip_prefix(begins) else { continue };
        let (name, known) = rest.split_once(", ").unwrap_or((rest, ""));
        let known = known.trim_start_matches("expected one of ").trim_start_matches("expected ");
        return match known {
            "" => format!("{says} {name}"),
            known => format!("{says} {name}, only {known}"),
        };
    }
    if let Some(name) = message.strip_prefix("missing field ") {
        return format!("{name} is missing");
    }
    if let Some(name) = message.strip_prefix("duplicate field ") {
        return format!("{name} stands twice");
    }
    if message.starts_with("EOF while ") || message.starts_with("unexpected end") {
        return "it ends before it is whole".to_owned();
    }
    match message {
        "trailing characters" => "more stands behind what was whole".to_owned(),
        "trailing comma" => "a comma has nothing behind it".to_owned(),
        "key must be a string" => "a key stands without quotes".to_owned(),
        "recursion limit exceeded" => "it nests deeper than is read".to_owned(),
        "invalid number" | "number out of range" => "a number cannot be read".to_owned(),
        _ => "this is no JSON".to_owned(),
    }
}

/// What stands there: `integer `5`` as `5`, `string "x"` as it is, of lists and objects that they are.
fn kind(found: &str) -> String {
    let shown = |of: &str| found.strip_prefix(of).map(|rest| format!("{of}{rest}"));
    match found {
        "sequence" => "a list".to_owned(),
        "map" => "an object".to_owned(),
        "null" | "unit value" => "null".to_owned(),
        _ => match shown("string ") {
            Some(text) => text.replacen("string", "the text", 1),
            None => ["integer ", "floating point ", "boolean "]
                .iter()
                .find_map(|of| found.strip_prefix(of))
                .unwrap_or(found)
                .to_owned(),
        },
    }
}

fn wanted_kind(wanted: &str) -> String {
    match wanted {
        "a string" | "string" => "a text".to_owned(),
        "a sequence" => "a list".to_owned(),
        "a map" => "an object".to_owned(),
        "a boolean" => "true or false".to_owned(),
        "" => "something else".to_owned(),
        wanted if wanted.starts_with("struct ") => "an object".to_owned(),
        wanted if wanted.starts_with("enum ") => "one of a few words".to_owned(),
        wanted if ["u8", "u16", "u32", "u64", "usize", "i64", "f64"].contains(&wanted) => {
            "a number".to_owned()
        }
        wanted => wanted.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::ours;

    #[test]
    fn what_is_wrong_is_said_in_our_words() {
        for (theirs, said) in [
            (
                "invalid type: integer `5`, expected a string at line 1 column 8",
                "`5` stands where a text is expected (column 8)",
            ),
            (
                "the line is no claim: invalid type: string \"a, expected b\", expected struct Written at line 1 column 3",
                "the line is no claim: the text \"a, expected b\" stands where an object is expected (column 3)",
            ),
            (
                "unknown field `valu`, expected one of `id`, `value` at line 1 column 46",
                "there is no key `valu`, only `id`, `value` (column 46)",
            ),
            ("missing field `kind` at line 1 column 7", "`kind` is missing (column 7)"),
            (
                "the file is no JSON: EOF while parsing an object at line 2 column 0",
                "the file is no JSON: it ends before it is whole (line 2, column 0)",
            ),
            ("expected ident at line 1 column 2", "this is no JSON (column 2)"),
            ("it stands at line 3 column b", "it stands at line 3 column b"),
            ("what was expected at line 1 column 2", "what was expected at line 1 column 2"),
        ] {
            assert_eq!(ours(theirs), said);
        }
    }
}
