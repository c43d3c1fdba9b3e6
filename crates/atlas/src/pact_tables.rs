//! Positions and what belongs to them as CSV and JSON.

use actlas_facts::{Date, day_text};
use actlas_pact::{
    Agreement, Bound, Claim, Count, Filter, Instrument, LeftOut, OrgIx, POSITION_COLUMNS, Pacts,
    SourceRef, date_words, sentence,
};
use serde_json::{Value, json};

use crate::pact_parts::pact_not_yet;
use crate::tables::write;

fn header(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn with_header(names: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    write(std::iter::once(header(names)).chain(rows))
}

fn id(pacts: &Pacts, at: OrgIx) -> &str {
    pacts.organisation(at).map_or("", |organisation| organisation.id.as_str())
}

fn instrument_of<'p>(pacts: &'p Pacts, claim: &Claim) -> &'p str {
    pacts.instrument(claim.instrument).map_or("", |instrument| instrument.id.as_str())
}

/// The columns of `positions.csv` with the name and the instrument, and the claim in words.
fn position_columns() -> Vec<&'static str> {
    let mut names = POSITION_COLUMNS.to_vec();
    names.splice(1..1, ["name", "instrument"]);
    names.push("sentence");
    names
}

/// Every claim a filter lets through, one line each.
pub fn pact_positions_csv(pacts: &Pacts, filter: Filter) -> String {
    let names = position_columns();
    let row = |claim: &Claim| {
        vec![
            id(pacts, claim.organisation).to_owned(),
            pacts.name(claim.organisation).to_owned(),
            instrument_of(pacts, claim).to_owned(),
            claim.position.as_str().to_owned(),
            claim.basis.as_str().to_owned(),
            claim.when.map(|when| when.text()).unwrap_or_default(),
            claim.date_is.map_or("", |at| at.as_str()).to_owned(),
            claim.scope.clone(),
            claim.reason.clone(),
            claim.later.as_str().to_owned(),
            claim.chapters.join("; "),
            claim.service.clone(),
            claim.unsure.clone(),
            claim.source.url.clone(),
            claim.source.title.clone(),
            claim.source.language.clone(),
            sentence(pacts, claim),
        ]
    };
    with_header(&names, pacts.claims_of(filter).map(row))
}

fn source(source: &SourceRef) -> Value {
    let mut value = json!({});
    if let Some(map) = value.as_object_mut() {
        let parts =
            [("title", &source.title), ("url", &source.url), ("language", &source.language)];
        for (key, text) in parts.into_iter().filter(|(_, text)| !text.is_empty()) {
            map.insert(key.to_owned(), Value::String(text.clone()));
        }
    }
    value
}

/// A claim as JSON, without what is empty.
pub fn pact_claim_json(pacts: &Pacts, claim: &Claim) -> Value {
    let mut value = json!({
        "organisation": id(pacts, claim.organisation),
        "instrument": instrument_of(pacts, claim),
        "position": claim.position.as_str(),
        "basis": claim.basis.as_str(),
        "sentence": sentence(pacts, claim),
        "when": date_words(claim),
        "source": source(&claim.source),
    });
    if let Some(map) = value.as_object_mut() {
        let date = claim.when.map(|when| when.text()).unwrap_or_default();
        let date_is = claim.date_is.map_or("", |at| at.as_str());
        let texts = [
            ("date", date.as_str()),
            ("date_is", date_is),
            ("named_as", claim.named_as.as_str()),
            ("scope", &claim.scope),
            ("reason", &claim.reason),
            ("later", claim.later.as_str()),
            ("service", &claim.service),
            ("unsure", &claim.unsure),
        ];
        for (key, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
            map.insert(key.to_owned(), Value::String(text.to_owned()));
        }
        if !claim.chapters.is_empty() {
            map.insert("chapters".to_owned(), json!(claim.chapters));
        }
    }
    value
}

fn count_json(count: &Count) -> Value {
    json!({
        "date": count.when.text(),
        "number": count.number,
        "at_least": count.bound != Bound::Exact,
        "words": count.words(),
        "of": count.of,
        "unsure": count.unsure,
        "source": source(&count.source),
    })
}

/// A row about a known organisation that nothing stands behind.
fn apart_json(pacts: &Pacts, row: &LeftOut) -> Value {
    let about = row.about;
    let instrument = about.and_then(|about| pacts.instrument(about.instrument));
    json!({
        "organisation": about.map(|about| id(pacts, about.organisation)),
        "instrument": instrument.map(|instrument| &instrument.id),
        "position": about.map(|about| about.position.as_str()),
        "date": about.and_then(|about| about.when).map(|when| when.text()),
        "says": row.says,
        "why": row.why,
        "place": row.place.to_string(),
    })
}

/// Who stands where, with the claims side by side, and the counts of the instruments.
pub fn pact_positions_json(pacts: &Pacts, filter: Filter) -> Value {
    let claims = |claims: &[&Claim]| -> Vec<Value> {
        claims.iter().map(|claim| pact_claim_json(pacts, claim)).collect()
    };
    let standings: Vec<Value> = pacts
        .standings(filter)
        .iter()
        .map(|at| {
            json!({
                "organisation": id(pacts, at.organisation),
                "name": pacts.name(at.organisation),
                "instrument": pacts.instrument(at.instrument).map_or("", |at| at.id.as_str()),
                "service": at.service,
                "position": at.main().map_or("", |claim| claim.position.as_str()),
                "basis": at.main().map_or("", |claim| claim.basis.as_str()),
                "contradict": at.agreement() == Agreement::Contradict,
                "unsure": at.is_unsure(),
                "may_be_later": filter.on.is_some_and(|on| at.may_be_later(on)),
                "current": claims(&at.current),
                "earlier": claims(&at.earlier),
            })
        })
        .collect();
    let counts: Vec<Value> = pacts
        .numbered()
        .filter(|(at, _)| filter.instrument.is_none_or(|wanted| wanted == *at))
        .map(|(at, instrument)| {
            let counted: Vec<&Count> = match filter.on {
                Some(on) => instrument.counts_by(on).collect(),
                None => instrument.counts.iter().collect(),
            };
            let mut row = json!({
                "instrument": instrument.id,
                "recorded_here": pacts.taking_part(at, filter.on),
                "counted": counted.into_iter().map(count_json).collect::<Vec<_>>(),
            });
            let not_yet = filter.on.and_then(|on| pact_not_yet(instrument, on));
            if let (Some(not_yet), Some(row)) = (not_yet, row.as_object_mut()) {
                row.insert("not_yet".to_owned(), not_yet.into());
            }
            row
        })
        .collect();
    json!({
        "on": filter.on.map(day_text),
        "pacts": pacts.hash,
        "standings": standings,
        "kept_apart": pacts.kept_apart(filter).map(|row| apart_json(pacts, row)).collect::<Vec<_>>(),
        "counts": counts,
    })
}

/// Organisations with their names.
pub fn pact_organisations_csv(pacts: &Pacts) -> String {
    let row = |at: &actlas_pact::Organisation| {
        let names = at.names.iter().map(|(language, name)| format!("{language}: {name}"));
        let names: Vec<String> = names.collect();
        vec![at.id.clone(), at.name.clone(), at.country.clone(), names.join("; ")]
    };
    with_header(&["id", "name", "country", "names"], pacts.organisations.iter().map(row))
}

/// Organisations with their names, as JSON.
pub fn pact_organisations_json(pacts: &Pacts) -> Value {
    let pairs = |pairs: &[(String, String)], key: &str| -> Vec<Value> {
        pairs.iter().map(|(of, name)| json!({ key: of, "name": name })).collect()
    };
    let one = |at: &actlas_pact::Organisation| {
        json!({
            "id": at.id,
            "name": at.name,
            "country": at.country,
            "names": pairs(&at.names, "language"),
            "names_in": pairs(&at.names_in, "instrument"),
        })
    };
    pacts.organisations.iter().map(one).collect()
}

/// The commitments of all instruments.
pub fn pact_commitments_csv(pacts: &Pacts) -> String {
    let names = [
        "instrument",
        "id",
        "group",
        "addressee",
        "says",
        "anticipates",
        "also",
        "shown_by",
        "status",
        "unsure",
        "source_url",
    ];
    let rows = pacts.instruments.iter().flat_map(|instrument| {
        instrument.commitments.iter().map(|at| {
            vec![
                instrument.id.clone(),
                at.id.clone(),
                at.group.clone(),
                at.addressee.clone(),
                at.says.clone(),
                at.anticipates.join("; "),
                at.also.clone(),
                at.shown_by.clone(),
                if at.unsure.is_empty() { "confirmed" } else { "unsure" }.to_owned(),
                at.unsure.clone(),
                at.source.url.clone(),
            ]
        })
    });
    with_header(&names, rows)
}

/// Instruments with their legal effect, dates, counts and commitments, as JSON.
pub fn pact_instruments_json(pacts: &Pacts) -> Value {
    pacts.instruments.iter().map(instrument_json).collect()
}

fn instrument_json(at: &Instrument) -> Value {
    let effect = |effect: &actlas_pact::Effect| {
        json!({
            "says": effect.says, "provision": effect.provision, "about": effect.about,
            "unsure": effect.unsure, "source": source(&effect.source),
        })
    };
    let procedure = |at: &actlas_pact::Procedure| {
        json!({
            "says": at.says, "after_months": at.after_months, "unsure": at.unsure,
            "source": source(&at.source),
        })
    };
    let dated = |at: &actlas_pact::Dated| {
        json!({
            "date": at.when.text(), "says": at.says, "unsure": at.unsure,
            "source": source(&at.source),
        })
    };
    let commitment = |at: &actlas_pact::Commitment| {
        json!({
            "id": at.id, "group": at.group, "addressee": at.addressee, "says": at.says,
            "anticipates": at.anticipates, "also": at.also, "shown_by": at.shown_by,
            "unsure": at.unsure, "source": source(&at.source),
        })
    };
    json!({
        "id": at.id, "name": at.name, "issuer": at.issuer, "what": at.what,
        "joining": effect(&at.joining), "staying_out": effect(&at.staying_out),
        "join": procedure(&at.join), "leave": procedure(&at.leave), "report": procedure(&at.report),
        "dates": at.dates.iter().map(dated).collect::<Vec<_>>(),
        "counts": at.counts.iter().map(count_json).collect::<Vec<_>>(),
        "unknown": at.unknown,
        "commitments": at.commitments.iter().map(commitment).collect::<Vec<_>>(),
    })
}

/// Counts and dates of instruments, one line each.
pub fn pact_instruments_csv(pacts: &Pacts) -> String {
    let names =
        ["instrument", "name", "kind", "date", "says", "unsure", "source_url", "source_title"];
    let rows = pacts.instruments.iter().flat_map(|at| {
        let line = |kind: &str, date: String, says: String, unsure: &str, source: &SourceRef| {
            vec![
                at.id.clone(),
                at.name.clone(),
                kind.to_owned(),
                date,
                says,
                unsure.to_owned(),
                source.url.clone(),
                source.title.clone(),
            ]
        };
        let (join, out) = (&at.joining, &at.staying_out);
        let effects = [("joining", join), ("staying out", out)].map(|(kind, effect)| {
            let says = format!("{} ({})", effect.says, effect.provision);
            line(kind, String::new(), says, &effect.unsure, &effect.source)
        });
        let dates = at.dates.iter().map(|dated| {
            line("date", dated.when.text(), dated.says.clone(), &dated.unsure, &dated.source)
        });
        let counts = at.counts.iter().map(|count| {
            let says = format!("{} {}", count.words(), count.of);
            line("count", count.when.text(), says, &count.unsure, &count.source)
        });
        effects.into_iter().chain(dates).chain(counts).collect::<Vec<_>>()
    });
    with_header(&names, rows)
}

/// Events beside the positions, as CSV and as JSON.
pub fn pact_events(pacts: &Pacts, on: Option<Date>) -> (String, Value) {
    let shown = || pacts.events.iter().filter(move |at| on.is_none_or(|on| at.when.first <= on));
    let instrument = |at: &actlas_pact::Event| {
        let found = at.instrument.and_then(|at| pacts.instrument(at));
        found.map_or(String::new(), |instrument| instrument.id.clone())
    };
    let row = |at: &actlas_pact::Event| {
        vec![
            at.when.text(),
            id(pacts, at.organisation).to_owned(),
            instrument(at),
            at.kind.as_str().to_owned(),
            at.says.clone(),
            at.reason.clone(),
            at.unsure.clone(),
            at.source.url.clone(),
        ]
    };
    let names =
        ["date", "organisation", "instrument", "kind", "says", "reason", "unsure", "source_url"];
    let one = |at: &actlas_pact::Event| {
        json!({
            "date": at.when.text(), "organisation": id(pacts, at.organisation),
            "instrument": instrument(at), "kind": at.kind.as_str(), "says": at.says,
            "reason": at.reason, "unsure": at.unsure, "source": source(&at.source),
        })
    };
    (with_header(&names, shown().map(row)), shown().map(one).collect())
}
