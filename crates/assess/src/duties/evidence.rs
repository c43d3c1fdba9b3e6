//! Joining duties with what somebody names as evidence of them.

use actlas_facts::{
    DUTY_UNKNOWN, Date, EVIDENCE_ABSENT, EVIDENCE_DIFFERS, EVIDENCE_IDLE, EVIDENCE_UNUSABLE,
    FileSeen, Finding, Named, Record, day_text, nearest_word,
};
use actlas_law::Pack;

use super::{DutyStatus, NamedEvidence, Owing, Shown, Stands};

/// How a piece of evidence stands on a day.
fn as_of(named: &Named, on: Date) -> NamedEvidence {
    let stands = match named.until {
        _ if named.file == FileSeen::Differs => Stands::Differs,
        _ if named.file == FileSeen::Absent => Stands::Absent,
        _ if named.at > on => Stands::Later,
        Some(until) if until < on => Stands::Expired,
        _ => Stands::Valid,
    };
    NamedEvidence {
        duty: named.duty.clone(),
        stands,
        by: named.by.clone(),
        at: day_text(named.at),
        until: named.until.map(day_text),
        source: named.source.clone(),
        sha256: named.sha256.clone(),
        why: named.why.clone(),
        file_checked: named.file == FileSeen::Same,
    }
}

/// How it stands to a duty: what was there before an incident was known is no report of it.
fn for_duty(named: &Named, owing: &Owing, on: Date) -> NamedEvidence {
    let of = as_of(named, on);
    // Days are written so that they sort as they follow each other.
    let early = owing.due.as_ref().is_some_and(|due| of.at < due.known);
    match of.stands {
        Stands::Valid | Stands::Expired if early => NamedEvidence { stands: Stands::Early, ..of },
        _ => of,
    }
}

/// Whether a piece of evidence is about a duty of this actor in this role.
fn is_about(named: &Named, owing: &Owing) -> bool {
    let fits = |said: &str, is: &str| said.is_empty() || said == is;
    named.duty == owing.duty && fits(&named.actor, &owing.actor) && fits(&named.role, &owing.role)
}

fn shown(owing: &Owing) -> Shown {
    let any = |wanted: Stands| owing.named.iter().any(|named| named.stands == wanted);
    let happened = owing.event.is_empty() || owing.due.is_some();
    if any(Stands::Valid) {
        Shown::Evidenced
    } else if any(Stands::Expired) {
        Shown::Expired
    } else if owing.status == DutyStatus::Owed && happened {
        Shown::Missing
    } else {
        Shown::NotDue
    }
}

/// Joins the duties of a record with what is named as evidence of them. Returns what is left over and
/// the findings.
pub(super) fn join(
    record: &Record,
    owings: &mut [Owing],
    (pack, roles): (&Pack, &[&str]),
    on: Date,
) -> (Vec<NamedEvidence>, Vec<Finding>) {
    let (mut left, mut findings) = (Vec::new(), Vec::new());
    for named in &record.named {
        let mut asked = false;
        for owing in owings.iter_mut().filter(|owing| is_about(named, owing)) {
            asked = true;
            let of = for_duty(named, owing, on);
            owing.named.push(of);
        }
        findings.extend(finding(named, asked, pack, roles));
        if !asked {
            left.push(as_of(named, on));
        }
    }
    for owing in owings {
        owing.shown = shown(owing);
    }
    (left, findings)
}

fn finding(named: &Named, asked: bool, pack: &Pack, roles: &[&str]) -> Option<Finding> {
    let place = named.place.clone();
    let role = named.role.as_str();
    if !role.is_empty() && role != "anyone" && !roles.contains(&role) {
        let hint = format!("the evidence was not used; roles are {}", roles.join(", "));
        return Some(
            Finding::new(EVIDENCE_UNUSABLE, place, format!("no role `{role}`")).hint(hint),
        );
    }
    if !pack.duties.iter().any(|duty| duty.id == named.duty) {
        let near = nearest_word(&named.duty, pack.duties.iter().map(|duty| duty.id.as_str()));
        let hint = near.map_or_else(
            || "the evidence was not used; docs/duties.md says where the catalogue is".to_owned(),
            |near| format!("the evidence was not used; is `{near}` meant?"),
        );
        let says = format!("no duty `{}`", named.duty);
        return Some(Finding::new(DUTY_UNKNOWN, place, says).hint(hint));
    }
    if named.file == FileSeen::Differs {
        let says = format!("`{}` has another hash than the one that was named", named.source);
        let hint = "it does not count; name the file as it is now";
        return Some(Finding::new(EVIDENCE_DIFFERS, place, says).hint(hint));
    }
    if named.file == FileSeen::Absent {
        let says = format!("`{}` is not there", named.source);
        let hint = "it does not count; paths start at the folder of the facts file, and an address or a reference \
                    without `sha256` is not looked for";
        return Some(Finding::new(EVIDENCE_ABSENT, place, says).hint(hint));
    }
    let says = match (named.role.is_empty(), named.actor.is_empty()) {
        (true, true) => format!("nothing known of the record brings `{}`", named.duty),
        _ => format!("nothing known brings `{}` for that actor and role", named.duty),
    };
    (!asked).then(|| Finding::new(EVIDENCE_IDLE, place, says).hint("it is kept and listed apart"))
}
