//! A synthetic register that looks like a real one: short names, purposes of a sentence or three, a
//! few stated facts.

use std::io::{self, Write};

use actlas_facts::{Kind, Vocabulary};
use serde_json::{Map, Value, json};

use crate::workload::Random;

const WHAT: &[&str] = &[
    "Ranks incoming applications by how well they fit the vacancy",
    "Answers questions of citizens about permits in a chat window",
    "Estimates how long a patient will stay on the ward",
    "Finds duplicate invoices before they are paid",
    "Transcribes and summarises recorded hearings",
    "Predicts which pumps need service in the coming month",
    "Sorts letters and messages to the desk that handles them",
    "Compares the face of a traveller with the picture in the passport",
    "Scores requests for credit by the likelihood of default",
    "Suggests tags for photographs in the archive",
    "Detects unusual traffic in the internal network",
    "Drafts replies that a clerk edits before they are sent",
];
const HOW: &[&str] = &[
    "A clerk reviews every result before it has an effect.",
    "The model was trained on records of the past five years and is retrained every quarter.",
    "Results are shown as a list with a short reason for each entry.",
    "The supplier provides updates; the department monitors errors and complaints.",
    "It replaces a rule-based procedure that needed two days for each case.",
    "No decision is taken without a person, and the person can disregard the result.",
];
const WHO: &[&str] = &["Department of Works", "City Library", "Regional Hospital", "Tax Office"];
const STAGE: &[&str] = &["In use", "Pilot", "Deployed", "Planned", "Retired"];

/// Which facts the records state beside their prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stated {
    /// Up to five each, as in an inventory that somebody works on.
    Some,
    /// None, as in public registers.
    Nothing,
}

/// Writes so many records as JSON lines.
pub fn write(
    vocabulary: &Vocabulary,
    records: u64,
    states: Stated,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut random = Random::new(7);
    let mut pick = |words: &[&'static str]| words[random.below(words.len() as u64) as usize];
    let mut facts = Random::new(11);
    for number in 1..=records {
        let what = pick(WHAT);
        let text = (0..1 + number % 3).map(|_| pick(HOW)).collect::<Vec<_>>().join(" ");
        let mut record = json!({
            "id": format!("syn-{number:07}"),
            "name": what.split(' ').take(4).collect::<Vec<_>>().join(" "),
            "purpose": what,
            "description": text,
            "organisation": pick(WHO),
            "stage": pick(STAGE),
            "language": "en",
        });
        if states == Stated::Some {
            record["facts"] = Value::Object(stated(vocabulary, &mut facts));
        }
        serde_json::to_writer(&mut *out, &record)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Up to five yes/no facts; a third of the records states none.
fn stated(vocabulary: &Vocabulary, random: &mut Random) -> Map<String, Value> {
    let count = if random.below(3) == 0 { 0 } else { 1 + random.below(5) };
    let yes_no: Vec<_> =
        vocabulary.facts().filter(|(_, fact)| matches!(fact.kind, Kind::YesNo)).collect();
    (0..count)
        .map(|_| {
            let (_, fact) = yes_no[random.below(yes_no.len() as u64) as usize];
            (fact.id.clone(), Value::Bool(random.below(3) == 0))
        })
        .collect()
}
