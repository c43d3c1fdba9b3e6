//! A draft as Markdown. Whatever a register holds stays text: it opens no heading, link or tag.

use std::fmt::Write as _;

use crate::draft::{Draft, DraftField, Line, Standing, State};

/// The draft as a Markdown page.
pub fn markdown(draft: &Draft) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write_page(&mut out, draft);
    out
}

fn write_page(out: &mut String, draft: &Draft) -> std::fmt::Result {
    writeln!(out, "# {} ({}): {}\n", safe(&draft.title), safe(&draft.cite), safe(&draft.name))?;
    writeln!(out, "**Draft.** {}\n", summary(draft))?;
    writeln!(out, "- Record: {} ({})", safe(&draft.name), safe(&draft.id))?;
    writeln!(out, "- By what is known: {}", safe(&draft.headline))?;
    if !draft.layer.is_empty() {
        writeln!(out, "- Standing of that: {}", safe(&draft.layer))?;
    }
    for contested in &draft.contested {
        writeln!(out, "- Contested: {}", safe(contested))?;
    }
    writeln!(out, "- Written by: {}", safe(&draft.who))?;
    for duty in &draft.duty {
        writeln!(out, "- Duty: {}", safe(duty))?;
    }
    for note in &draft.notes {
        writeln!(out, "- {} ({})", safe(&note.says), safe(&note.cite))?;
        if !note.unsure.is_empty() {
            writeln!(out, "  - **Unsure:** {}", safe(&note.unsure))?;
        }
    }
    for section in &draft.sections {
        writeln!(out, "\n## {} ({})", safe(&section.title), safe(&section.cite))?;
        for field in &section.fields {
            write_field(out, field)?;
        }
    }
    if !draft.gone.is_empty() {
        writeln!(out, "\n## No longer asked for\n")?;
        for note in &draft.gone {
            writeln!(out, "- {} ({})", safe(&note.says), safe(&note.cite))?;
        }
    }
    writeln!(out, "\n---\n")?;
    for line in &draft.footer {
        writeln!(out, "{}\n", safe(line))?;
    }
    Ok(())
}

/// How many fields are asked for, and what is missing.
pub(crate) fn summary(draft: &Draft) -> String {
    let (asked, gaps) = draft.counts();
    format!(
        "{asked} fields are asked for; of {gaps} nothing is known. \
         Each gap names the question that would fill it."
    )
}

fn write_field(out: &mut String, field: &DraftField) -> std::fmt::Result {
    let number = match field.number() {
        "" => String::new(),
        number => format!("{}. ", safe(number)),
    };
    writeln!(out, "\n### {number}{} ({})\n", safe(&field.text), safe(&field.cite))?;
    writeln!(out, "*{}*\n", field.state.words())?;
    if !field.remark.is_empty() {
        writeln!(out, "- {}", safe(&field.remark))?;
    }
    for line in &field.lines {
        let (label, value) = (safe(&labelled(&line.label)), safe(&line.value));
        writeln!(out, "- {label} **{value}** ({})", standing(line))?;
    }
    if field.state != State::NotAsked {
        for (question, fact) in &field.asks {
            match fact {
                Some(fact) => writeln!(out, "- [ ] {} (`{fact}`)", safe(question))?,
                None => writeln!(out, "- [ ] {}", safe(question))?,
            }
        }
    }
    Ok(())
}

/// A label with its colon; a question has a mark of its own.
pub(crate) fn labelled(label: &str) -> String {
    if label.ends_with('?') { label.to_owned() } else { format!("{label}:") }
}

fn standing(line: &Line) -> String {
    safe(&standing_words(&line.standing))
}

/// The standing of a line, in words.
pub(crate) fn standing_words(standing: &Standing) -> String {
    let source = |source: &str| match source.is_empty() {
        true => String::new(),
        false => format!("; source: {source}"),
    };
    match standing {
        Standing::Record => "record".to_owned(),
        Standing::Established => "follows from attested facts".to_owned(),
        Standing::Indicated => "indicated, not attested".to_owned(),
        Standing::Rejected { words } => {
            format!("proposed, and rejected by {words}; it states nothing")
        }
        Standing::Attested { by, at, why, source: from } => {
            let mut words = format!("attested by {by}");
            if !at.is_empty() {
                words += &format!(", {at}");
            }
            if !why.is_empty() {
                words += &format!("; because: {why}");
            }
            words + &source(from)
        }
        Standing::Proposed { by, quote, source: from } => {
            let mut words = format!("proposed, not attested, by {by}");
            if let Some((field, text)) = quote {
                words += &format!("; {field}: “{text}”");
            }
            words + &source(from)
        }
    }
}

/// Text in which nothing is markup, on one line, without characters that turn its direction.
pub(crate) fn safe(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '!' | '~' => {
                safe.push('\\');
                safe.push(c);
            }
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            c if c.is_control() => safe.push(' '),
            '\u{202a}'..='\u{202e}' | '\u{2028}' | '\u{2029}' | '\u{2066}'..='\u{2069}' => {
                safe.push(' ');
            }
            c => safe.push(c),
        }
    }
    safe
}
