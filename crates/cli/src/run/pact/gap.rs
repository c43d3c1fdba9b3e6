use std::path::PathBuf;

use actlas_assess::long_date;
use actlas_facts::day_text;
use actlas_law::Citation;
use actlas_pact::{Brings, Commitment, Gap, Owed, Pacts, Pledged, Stands, gap};
use anyhow::Result;
use serde_json::{Value, json};

use super::{files, register};
use crate::args::pact::{Gap as GapArgs, RegisterArgs};
use crate::args::{TextOrJson, format};
use crate::findings::Exit;
use crate::{output, pack, style};

pub fn run(args: &GapArgs) -> Result<Exit> {
    let format = format(args.format, args.output.as_deref())?;
    let RegisterArgs { register, mapping, answers, .. } = &args.register;
    let read = register.iter().chain(mapping).chain(answers).chain([&args.pledge]);
    output::spare(args.output.as_deref(), read.map(PathBuf::as_path))?;
    let pacts = files::load(&args.pacts)?;
    let view_args = &args.register.judge.view;
    let (on, _) = pack::days(view_args)?;
    let (pledge, told) = files::told_pledge(&args.pledge, &pacts, on)?;
    let (law, _) = pack::load(&view_args.pack)?;
    let view = pack::view(&law, view_args)?;
    let (input, ended) = register::judge(&pacts, &law, &args.register, args.role.as_deref())?;
    register::tell_dangling(&pledge, input.as_ref());
    let own = register::is_own(&pacts, &pledge);
    let gap = gap(&pacts, &pledge, &view, input.as_ref(), own);
    let said = style::say_into(args.output.as_ref())?;
    match format {
        TextOrJson::Json => say!("{}", serde_json::to_string_pretty(&as_json(&gap))?),
        TextOrJson::Text => text(&pacts, &gap),
    }
    said.keep_of(ended.records)?;
    Ok(ended.exit.or(told))
}

fn cited(provision: &str) -> String {
    Citation::parse(provision).map_or(provision.to_owned(), |cite| cite.short())
}

fn text(pacts: &Pacts, gap: &Gap) {
    say!("{}", style::strong("Duties of the Act beside the pledge"));
    if gap.pledged == Pledged::No {
        say!("  nothing is pledged; in brackets are commitments that evidence is gathered for");
    }
    for owed in &gap.owed {
        let start = match &owed.start {
            Some(at) => {
                let since = if at.effective <= gap.on { "since" } else { "from" };
                format!("{since} {}", long_date(&day_text(at.effective)))
            }
            None => "no date recorded".to_owned(),
        };
        say!("  {} {}: {start}", cited(&owed.duty.provision), owed.says);
        let marked = |at: &&Commitment| match at.unsure.as_str() {
            "" => at.id.clone(),
            _ => format!("{} UNSURE", at.id),
        };
        let taken: Vec<String> = owed.commitments.iter().map(marked).collect();
        let by = if taken.is_empty() { String::new() } else { format!(" ({})", taken.join(", ")) };
        say!("    {}{by}", owed.state.words());
        if let Some(why) = why(gap, owed) {
            say!("    {}", style::soft(&style::plain(&why)));
        }
    }
    if gap.owed.is_empty() {
        say!("  none of those recorded, by the roles and the register given");
    }
    if !gap.met.is_empty() {
        say!("{}", style::strong("Commitments not taken that evidence already meets"));
        for met in &gap.met {
            let how = if met.for_itself {
                "evidence for it"
            } else {
                "evidence for every article it anticipates"
            };
            say!("  {} {} ({how})", met.commitment.id, met.commitment.says);
            if !met.commitment.unsure.is_empty() {
                say!("    UNSURE: {}", met.commitment.unsure);
            }
        }
    }
    let hash: String = pacts.hash.chars().take(19).collect();
    let note = format!(
        "a pledge changes no duty and no date; evidence shows a promise, not compliance. Data {hash}"
    );
    say!("{}", style::soft(&note));
}

fn why(gap: &Gap, owed: &Owed) -> Option<String> {
    if !gap.with_register {
        return Some("if a system brings it; a register says which".to_owned());
    }
    let shown: Vec<String> = owed.because.iter().take(5).map(system_words).collect();
    let more = owed.because.len() - shown.len();
    let because = match (shown.is_empty(), more) {
        (true, _) => String::new(),
        (false, 0) => format!("because of {}", shown.join(", ")),
        (false, more) => format!("because of {} and {more} more", shown.join(", ")),
    };
    let open = match owed.open {
        0 => String::new(),
        1 => "1 system is open".to_owned(),
        open => format!("{open} systems are open"),
    };
    let unstated = match owed.unstated {
        0 => String::new(),
        1 => "of 1 system it is not stated whose it is".to_owned(),
        many => format!("of {many} systems it is not stated whose they are"),
    };
    let parts: Vec<String> =
        [because, open, unstated].into_iter().filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// A system that brings a duty, with where that stands unless it runs.
fn system_words((id, brings): &(String, Brings)) -> String {
    let day = brings.effective.as_deref().map(long_date);
    match (brings.stands, day) {
        (Stands::Owed | Stands::Open, _) => id.clone(),
        (Stands::Later, Some(day)) => format!("{id} (from {day})"),
        (Stands::Later, None) => format!("{id} (later)"),
        (Stands::UnlessExempted, _) => format!("{id} (unless exempt under Article 6(3))"),
        (Stands::Legacy, Some(day)) => format!("{id} (protected until {day})"),
        (Stands::Legacy, None) => format!("{id} (protected until its design changes)"),
    }
}

fn as_json(gap: &Gap) -> Value {
    let system = |(id, brings): &(String, Brings)| {
        json!({
            "id": id,
            "status": brings.stands.as_str(),
            "effective": brings.effective,
        })
    };
    let owed = |owed: &Owed| {
        json!({
            "provision": owed.duty.provision,
            "cite": cited(&owed.duty.provision),
            "says": owed.says,
            "effective": owed.start.as_ref().map(|at| day_text(at.effective)),
            "formal": owed.start.as_ref().map(|at| day_text(at.formal)),
            "basis": owed.start.as_ref().map(|at| at.basis.short()),
            "state": owed.state.words(),
            "commitments": owed.commitments.iter().map(|at| at.id.as_str()).collect::<Vec<_>>(),
            "unsure": owed.commitments.iter().filter(|at| !at.unsure.is_empty()).map(|at| at.id.as_str()).collect::<Vec<_>>(),
            "systems": owed.because.iter().map(|(id, _)| id).collect::<Vec<_>>(),
            "standing": owed.because.iter().map(system).collect::<Vec<_>>(),
            "open": owed.open,
            "whose_not_stated": owed.unstated,
        })
    };
    let met = |met: &actlas_pact::AlreadyMet| {
        json!({
            "commitment": met.commitment.id,
            "says": met.commitment.says,
            "unsure": met.commitment.unsure,
            "for_itself": met.for_itself,
        })
    };
    json!({
        "on": day_text(gap.on),
        "pledged": gap.pledged.as_str(),
        "with_register": gap.with_register,
        "owed": gap.owed.iter().map(owed).collect::<Vec<_>>(),
        "met": gap.met.iter().map(met).collect::<Vec<_>>(),
    })
}
