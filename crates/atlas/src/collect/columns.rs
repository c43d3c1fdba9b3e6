//! The columns of a map: the points that a view knows, under their headings.

use actlas_assess::Assessed;
use actlas_law::{Lowered, Pack, PointKind, Rule, RuleIx};

use crate::data::{Cell, Column};

/// The heading a point stands under, in the order of the headings.
fn group(rule: &Rule) -> Option<(usize, &'static str)> {
    let heading = match (rule.area.as_str(), rule.id.as_str()) {
        (_, id) if id.starts_with("art5.") => (0, "Art. 5 prohibited"),
        ("biometrics", _) => (1, "III.1 biometrics"),
        ("infrastructure", _) => (2, "III.2 infrastructure"),
        ("education", _) => (3, "III.3 education"),
        ("employment", _) => (4, "III.4 work"),
        ("services", _) => (5, "III.5 services"),
        ("law_enforcement", _) => (6, "III.6 police"),
        ("migration", _) => (7, "III.7 borders"),
        ("justice", _) => (8, "III.8 justice, votes"),
        (_, "annex1") => (9, "Annex I"),
        (_, id) if id.starts_with("art50.") => (10, "Art. 50 transparency"),
        (_, "gpai" | "gpai.systemic") => (11, "GPAI"),
        _ => return None,
    };
    Some(heading)
}

pub(super) fn columns(pack: &Pack, lowered: &Lowered) -> Vec<(RuleIx, PointKind, Column)> {
    let mut columns: Vec<(usize, RuleIx, PointKind, Column)> = pack
        .rules()
        .filter_map(|(ix, rule)| {
            let (order, group) = group(rule)?;
            let wording = lowered.view().wording(ix)?;
            let label = match rule.id.as_str() {
                "annex1" => "6(1)".to_owned(),
                "gpai" => "model".to_owned(),
                "gpai.systemic" => "systemic".to_owned(),
                _ => short_label(&rule.label),
            };
            let column = Column {
                id: rule.id.clone(),
                label,
                title: rule.title.clone(),
                group: group.to_owned(),
                cite: rule.cite.words(),
                says: wording.says.clone(),
            };
            Some((order, ix, rule.point?, column))
        })
        .collect();
    columns.sort_by_key(|(order, ix, ..)| (*order, *ix));
    columns.into_iter().map(|(_, ix, kind, column)| (ix, kind, column)).collect()
}

/// `5(1)(ba)` stands under Article 5 as `(ba)`; `50(4) deep fake` as `(4) fake`.
fn short_label(label: &str) -> String {
    let label = label.strip_prefix("5(1)").unwrap_or(label);
    let label = label.strip_prefix("50").unwrap_or(label);
    label.replace("deep fake", "fake")
}

/// What a system says in a column.
pub(super) fn cell((_, kind, column): &(RuleIx, PointKind, Column), assessed: &Assessed) -> Cell {
    let outcome = &assessed.outcome;
    let is_model = outcome.kind == "model";
    let has = |points: &[String]| points.contains(&column.id);
    if is_model != (*kind == PointKind::Model) {
        Cell::NotCarried
    } else if has(&outcome.established.points) {
        Cell::Established
    } else if has(&outcome.indicated.points) {
        Cell::Indicated
    } else if has(&outcome.indicated.excluded) {
        Cell::Excluded
    } else if has(&outcome.open) {
        Cell::Open
    } else {
        Cell::Unexamined
    }
}
