use actlas_facts::day_text;
use actlas_law::Pack;
use actlas_law::coverage::{Covered, CoveredDates, coverage};
use anyhow::Result;
use serde_json::{Value, json};

use crate::args::{Coverage, TableFormat, format};
use crate::findings::Exit;
use crate::{pack, style};

pub fn run(args: &Coverage) -> Result<Exit> {
    let format = format(args.format, args.output.as_deref())?;
    let (law, _) = pack::load(&args.pack)?;
    let rows = coverage(&law);
    let said = style::say_into(args.output.as_ref())?;
    match format {
        TableFormat::Text => rows.iter().for_each(|row| print(&law, row)),
        TableFormat::Md => put!("{}", markdown(&law, &rows)),
        TableFormat::Json => {
            let rows: Vec<Value> = rows.iter().map(|row| as_json(&law, row)).collect();
            say!("{}", serde_json::to_string_pretty(&rows)?);
        }
    }
    said.keep()?;
    let gaps = rows.iter().filter(|row| row.gap().is_some()).count();
    if gaps > 0 {
        let are = if gaps == 1 { "article or annex is" } else { "articles or annexes are" };
        tell!("{gaps} {are} neither encoded nor left out with a reason");
    }
    Ok(if gaps > 0 { Exit::Breach } else { Exit::Done })
}

fn route(at: &CoveredDates) -> &'static str {
    match at.route.as_deref() {
        Some("annex3") => "listed uses: ",
        Some("annex1") => "products: ",
        _ => "",
    }
}

/// `2026-08-02, in effect 2027-12-02`.
fn day(at: &CoveredDates, act: usize) -> String {
    match at.by_act.get(act).copied().flatten() {
        None => "–".to_owned(),
        Some((formal, effective)) if formal == effective => day_text(formal),
        Some((formal, effective)) => {
            format!("{}, in effect {}", day_text(formal), day_text(effective))
        }
    }
}

/// Where it is encoded, in words; empty if nowhere.
fn encoded(row: &Covered) -> String {
    match (row.rules.is_empty(), row.used_in.is_empty()) {
        (false, _) => row.rules.join(", "),
        (true, false) => format!("used in {}", row.used_in.join(", ")),
        (true, true) => String::new(),
    }
}

fn print(law: &Pack, row: &Covered) {
    say!("{}  {}", style::strong(&row.name), row.subject);
    for at in &row.dates {
        let parts = match at.parts.is_empty() {
            true => String::new(),
            false => format!("{}: ", at.parts.join(", ")),
        };
        let days: Vec<String> = law
            .acts
            .iter()
            .enumerate()
            .map(|(act, by)| format!("{} ({})", day(at, act), by.id))
            .collect();
        say!("  {}{parts}{}", route(at), days.join(", "));
    }
    let encoded = encoded(row);
    if !encoded.is_empty() {
        say!("  {encoded}");
    }
    if !row.duties.is_empty() {
        say!("  duties: {}", row.duties.join(", "));
    }
    for (provision, why) in &row.left_out {
        say!("  {}", style::soft(&format!("no rule: {provision}: {why}")));
    }
    if let Some(gap) = row.gap() {
        say!("  {}", style::error(gap));
    }
}

fn markdown(law: &Pack, rows: &[Covered]) -> String {
    let heads: Vec<String> = law.acts.iter().map(|act| act.number.clone()).collect();
    let mut page = format!(
        "# What of the Act is encoded\n\n\
         Made by `actlas law coverage --format md > docs/law-coverage.md`; do not edit it by hand.\n\n\
         Dates are those of Article 113 as each act states them; *in effect* is the first day on which a \
         provision can bite where that is another day. *Rules* decide classes, points and \
         roles, *duties* are those of the catalogue that cite the provision (`actlas law show O-DEP-1`), and \
         the last column says of what there is no rule, and why.\n\n\
         | provision | subject | {} | rules | duties | without a rule |\n|---|---|{}---|---|---|\n",
        heads.join(" | "),
        "---|".repeat(heads.len())
    );
    for row in rows {
        let column = |act: usize| {
            let line = |at: &CoveredDates| {
                let parts: Vec<String> =
                    at.parts.iter().map(|part| part.replace("Article ", "")).collect();
                let parts = if parts.is_empty() { String::new() } else { parts.join(", ") + ": " };
                format!("{parts}{}{}", route(at), day(at, act))
            };
            row.dates.iter().map(line).collect::<Vec<_>>().join("<br>")
        };
        let columns: Vec<String> = (0..law.acts.len()).map(column).collect();
        let left = |(provision, why): &(String, String)| match *provision == row.name {
            true => why.clone(),
            false => format!("{provision}: {why}"),
        };
        let left: Vec<String> = row.left_out.iter().map(left).collect();
        let cells = [
            row.name.clone(),
            row.subject.clone(),
            columns.join(" | "),
            encoded(row),
            row.duties.join(", "),
            row.gap().map_or_else(|| left.join("<br>"), |gap| format!("**{gap}**")),
        ];
        page += &format!("| {} |\n", cells.join(" | "));
    }
    let with = |test: &dyn Fn(&Covered) -> bool| rows.iter().filter(|row| test(row)).count();
    page += &format!(
        "\n{} articles and annexes: {} with rules of their own, {} used by other rules, {} with duties alone, \
         {} left out with a reason.\n",
        rows.len(),
        with(&|row| !row.rules.is_empty()),
        with(&|row| row.rules.is_empty() && !row.used_in.is_empty()),
        with(&|row| encoded(row).is_empty() && !row.duties.is_empty()),
        with(&|row| encoded(row).is_empty() && row.duties.is_empty() && row.gap().is_none()),
    );
    page
}

fn as_json(law: &Pack, row: &Covered) -> Value {
    let dates = |at: &CoveredDates| {
        let by_act = at.by_act.iter().zip(&law.acts).map(|(day, act)| {
            let day = day.map(|(formal, effective)| {
                json!({"formal": day_text(formal), "effective": day_text(effective)})
            });
            (act.id.clone(), day.unwrap_or(Value::Null))
        });
        let by_act: serde_json::Map<String, Value> = by_act.collect();
        json!({"parts": at.parts, "route": at.route, "by_act": by_act})
    };
    let left = |(provision, why): &(String, String)| json!({"provision": provision, "why": why});
    json!({
        "id": row.id, "name": row.name, "subject": row.subject,
        "dates": row.dates.iter().map(dates).collect::<Vec<_>>(),
        "rules": row.rules, "used_in": row.used_in, "duties": row.duties,
        "left_out": row.left_out.iter().map(left).collect::<Vec<_>>(),
        "gap": row.gap(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use actlas_law::PackFiles;

    #[test]
    fn the_page_in_the_docs_is_what_the_command_writes() {
        let (law, _) = Pack::load(&PackFiles::embedded());
        let page = markdown(&law, &coverage(&law));
        let kept = include_str!("../../../../docs/law-coverage.md");
        assert!(page == kept, "run `actlas law coverage --format md > docs/law-coverage.md`");
    }
}
