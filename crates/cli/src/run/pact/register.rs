//! From a judged register to what the mapping pledge needs.

use std::collections::BTreeMap;

use actlas_assess::duties::{DutyStatus, Owing, is_brought};
use actlas_assess::{Assessed, Assessor, headline};
use actlas_facts::{Knowledge, Record, RecordKind, Stage, Truth};
use actlas_law::{Duty, Lowered, Pack, PointKind};
use actlas_pact::{
    Area, AreaState, Brings, MapInput, MappedSystem, Pacts, Part, Pledge, Role, Stands, concerns,
};
use anyhow::Result;

use crate::args::pact::RegisterArgs;
use crate::args::{AssumeArg, JudgeArgs};
use crate::findings::{Exit, Findings};
use crate::pack;
use crate::pipeline::{Source, Strictness, Wanted, tell_mapping};

/// How reading a register ended.
pub struct Ended {
    pub exit: Exit,
    /// How many records stand behind what is written; one where no register was asked for.
    pub records: u64,
}

/// The judged register, if one was given, and how reading it ended.
pub fn judge(
    pacts: &Pacts,
    law: &Pack,
    args: &RegisterArgs,
    role: Option<&str>,
) -> Result<(Option<MapInput>, Ended)> {
    if args.register.is_empty() {
        return Ok((None, Ended { exit: Exit::Done, records: 1 }));
    }
    let (lowered, mut settings) = pack::lower_for(law, &args.judge, role)?;
    let lexicon = pack::lexicon(&args.screen, &law.vocabulary)?;
    settings.lexicon = lexicon.as_ref().map(|at| at.hash.clone());
    let mut assessor = Assessor::new(&lowered, settings);
    let wanted = Wanted {
        paths: &args.register,
        mapping: args.mapping.as_ref(),
        sheet: None,
        answers: &args.answers,
        attest: args.attest.as_ref(),
        lexicon: lexicon.as_ref(),
        llm: Some(&args.screen.llm),
    };
    let source = Source::new(&law.vocabulary, &wanted)?;
    let mut input = MapInput::default();
    let read = source.each(|record| {
        input.ids.insert(record.id.clone());
        let mut system = unjudged(&record);
        if record.stage != Stage::Retired {
            let assessed = assessor.assess(&record);
            let used = own_use(law, &record);
            let judged = used.as_ref().map(|used| assessor.assess(used));
            let used = (used.as_ref().unwrap_or(&record), judged.as_ref().unwrap_or(&assessed));
            system.part = part(&assessed, &system.organisation);
            system.headline = headline(&assessed.outcome, law);
            system.areas =
                Area::ALL.iter().map(|area| (*area, state(&lowered, *area, used.1))).collect();
            system.duties = duties(pacts, &assessor, used, &system.organisation);
        }
        input.systems.push(system);
        Ok(())
    })?;
    tell_mapping(&read);
    input.inputs.clone_from(&read.names);
    input.method = method(&lowered, &args.judge);
    let ended = Ended { exit: read.exit(Strictness::Lenient), records: read.records };
    Ok((Some(input), ended))
}

/// Tells which records a pledge names that the register does not have.
pub fn tell_dangling(pledge: &Pledge, input: Option<&MapInput>) {
    let mut findings = Findings::default();
    let found = input.map(|input| pledge.dangling(&input.ids)).unwrap_or_default();
    found.iter().for_each(|finding| findings.tell(finding));
    findings.finish();
}

/// Tells what records are built on and no other record is.
pub fn tell_loose_ends(input: Option<&MapInput>) {
    let mut findings = Findings::default();
    let found = input.map(MapInput::loose_ends).unwrap_or_default();
    found.iter().for_each(|finding| findings.tell(finding));
    findings.finish();
}

/// Whether a name is the organisation of a pledge.
pub fn is_own<'p>(pacts: &'p Pacts, pledge: &'p Pledge) -> impl Fn(&str) -> bool + 'p {
    let within = pacts.instrument(pledge.instrument).map(|at| at.id.as_str());
    move |name| {
        let known = pacts.names.resolve(name, within).ok();
        (known.is_some() && known == pledge.known_as)
            || name.trim().to_lowercase() == pledge.organisation.trim().to_lowercase()
    }
}

fn method(lowered: &Lowered, args: &JudgeArgs) -> String {
    let view = lowered.view();
    let law = view.pack();
    let wording = law.acts.get(view.speaks().0).map_or("", |act| act.number.as_str());
    let differing = lowered.choices().differing(law);
    let readings = match differing.is_empty() {
        true => "the Commission's readings".to_owned(),
        false => format!("the Commission's readings, but {}", differing.join(", ")),
    };
    let assumed = match (args.assume, law.assumed("in-scope")) {
        (AssumeArg::InScope, Some(set)) => format!("assumed: {}", set.title),
        _ => "nothing is assumed".to_owned(),
    };
    format!("Wording: {wording}; {readings}; {assumed}.")
}

/// The record of an instance without what the material of its product says it is for: that is the
/// provider's row. What remains is the use that is known of this deployment.
fn own_use(law: &Pack, record: &Record) -> Option<Record> {
    record.instance_of.as_ref()?;
    let of_product =
        ["offered_for_any_purpose", "feasible_areas", "ruled_out_areas", "shown_areas"];
    let of_product = of_product.map(|fact| law.vocabulary.find(fact));
    let mut own = record.clone();
    own.statements.retain(|said| !of_product.contains(&Some(said.fact)));
    Some(own)
}

/// What a record says of itself, before anything is judged.
fn unjudged(record: &Record) -> MappedSystem {
    let organisation = match record.organisation.as_str() {
        "" => record.actors.first().map_or(String::new(), |actor| actor.name.clone()),
        named => named.to_owned(),
    };
    MappedSystem {
        id: record.id.clone(),
        name: if record.name.is_empty() { record.id.clone() } else { record.name.clone() },
        product: record.product.clone(),
        is_model: record.kind == RecordKind::Model,
        stage: record.stage,
        organisation,
        maker: record.vendor.clone(),
        part: Part::Unknown,
        headline: String::new(),
        areas: Vec::new(),
        duties: BTreeMap::new(),
        instance_of: record.instance_of.clone(),
        built_on: record.built_on.clone(),
        path: record.path.clone(),
    }
}

/// What the organisation is to the system, as far as it is stated.
fn part(assessed: &Assessed, organisation: &str) -> Part {
    let own = |actor: &str| actor.is_empty() || organisation.is_empty() || actor == organisation;
    let roles = assessed.outcome.roles.iter().filter(|role| own(&role.actor));
    let (mut provides, mut deploys) = (false, false);
    for role in roles {
        let holds = |id: &str| role.holds.iter().any(|at| at == id);
        provides |= holds("provider") || !role.becomes_provider_by.is_empty();
        deploys |= holds("deployer");
    }
    match (provides, deploys) {
        (true, true) => Part::Both,
        (true, false) => Part::Provides,
        (false, true) => Part::Deploys,
        (false, false) => Part::Unknown,
    }
}

/// The duties of the Act beside pledges that a record brings or may bring, by what the catalogue of the law
/// says of the same provisions.
fn duties(
    pacts: &Pacts,
    assessor: &Assessor,
    (record, assessed): (&Record, &Assessed),
    organisation: &str,
) -> BTreeMap<String, Brings> {
    let lowered = assessor.lowered();
    let law = lowered.view().pack();
    let owed = assessor.duties(record, assessed);
    let of_organisation = |owing: &&Owing| {
        owing.actor.is_empty() || organisation.is_empty() || owing.actor == organisation
    };
    let mut duties = BTreeMap::new();
    for duty in &pacts.duties {
        let same: Vec<&Duty> =
            law.duties.iter().filter(|at| is_same(law, at, &duty.provision, &duty.of)).collect();
        let found = owed.duties.iter().filter(of_organisation).filter(|owing| {
            let asked = duty.of.iter().any(|role| role_word(*role) == owing.role);
            (asked || owing.role == "anyone") && same.iter().any(|at| at.id == owing.duty)
        });
        let brings = found
            .map(|owing| Brings {
                stands: stands(owing.status),
                effective: owing.effective.clone(),
            })
            .min();
        // What the catalogue does not know nobody here can exclude.
        let open = || {
            let brought = same.iter().map(|at| is_brought(lowered, record, assessed, at));
            let open = same.is_empty() || Truth::any(brought) == Truth::Unknown;
            open.then_some(Brings { stands: Stands::Open, effective: None })
        };
        if let Some(brings) = brings.or_else(open) {
            duties.insert(duty.provision.clone(), brings);
        }
    }
    duties
}

/// Whether a duty of the catalogue is about a provision, and addressed to one of the roles.
fn is_same(law: &Pack, duty: &Duty, provision: &str, of: &[Role]) -> bool {
    let kind = law.triggers.get(duty.trigger).map(|at| at.of);
    let roles = law.vocabulary.find("actor_role").and_then(|fact| law.vocabulary.get(fact));
    let words = roles.map(|fact| fact.kind.options()).unwrap_or_default();
    let addressed = |role: &Role| {
        let of_model = kind == Some(PointKind::Model);
        // Whoever offers a model has its own word among pledges, and is a provider in the Act.
        (*role == Role::All || (*role == Role::GpaiProvider) == of_model)
            && (duty.roles.is_empty() || *role == Role::All || {
                let mut held = duty.roles.iter().filter_map(|at| words.get(usize::from(at.0)));
                held.any(|option| option.id == role_word(*role))
            })
    };
    let mut parts = duty.cite.as_str().split(", ");
    of.iter().any(addressed) && parts.any(|part| concerns(part, provision))
}

fn role_word(role: Role) -> &'static str {
    match role {
        Role::Provider | Role::GpaiProvider => "provider",
        Role::Deployer => "deployer",
        Role::All => "anyone",
    }
}

fn stands(status: DutyStatus) -> Stands {
    match status {
        DutyStatus::Owed => Stands::Owed,
        DutyStatus::Later => Stands::Later,
        DutyStatus::UnlessExempted => Stands::UnlessExempted,
        DutyStatus::Legacy => Stands::Legacy,
        DutyStatus::Open => Stands::Open,
    }
}

/// How a system stands to an area. Where its material offers it for anything, the area counts as
/// excluded only if the material rules it out; where it does not, its points decide.
fn state(lowered: &Lowered, area: Area, assessed: &Assessed) -> AreaState {
    let law = lowered.view().pack();
    let is_true = |id: &str| {
        law.find(id).is_some_and(|rule| {
            let lit = lowered.lit(rule);
            assessed.subjects.iter().any(|at| at.judgement().values.get(lit) == Truth::True)
        })
    };
    if is_true(&format!("deemed.{}", area.as_str())) {
        return AreaState::NotExcluded;
    }
    let points: Vec<&str> = match area {
        Area::Products => vec!["annex1"],
        _ => {
            let of_area = law.rules().filter(|(ix, rule)| {
                rule.point.is_some()
                    && rule.area == area.as_str()
                    && lowered.view().wording(*ix).is_some()
            });
            of_area.map(|(_, rule)| rule.id.as_str()).collect()
        }
    };
    let outcome = &assessed.outcome;
    let any = |list: &[String]| points.iter().any(|id| list.iter().any(|at| at == id));
    let every = |list: &[String]| points.iter().all(|id| list.iter().any(|at| at == id));
    if any(&outcome.established.points) {
        AreaState::Intended
    } else if any(&outcome.indicated.points) {
        AreaState::Indicated
    } else if every(&outcome.indicated.excluded) || is_ruled_out(law, area, assessed) {
        AreaState::Excluded
    } else if any(&outcome.open) || any(&outcome.indicated.excluded) {
        AreaState::Open
    } else {
        AreaState::NothingStated
    }
}

/// Whether the material of a system that is offered for anything rules the area out and does not show
/// it all the same.
fn is_ruled_out(law: &Pack, area: Area, assessed: &Assessed) -> bool {
    let member = |fact: &str| -> Truth {
        let Some(ix) = law.vocabulary.find(fact) else { return Truth::Unknown };
        let options = law.vocabulary.get(ix).map(|fact| fact.kind.options()).unwrap_or_default();
        let Some(at) = options.iter().position(|option| option.id == area.as_str()) else {
            return Truth::Unknown;
        };
        let option = actlas_facts::OptionIx(u8::try_from(at).unwrap_or(u8::MAX));
        match assessed.subjects.first().and_then(|at| at.facts.get(ix)).map(|at| &at.indicated) {
            Some(Knowledge::Set { has, .. }) if has.contains(option) => Truth::True,
            Some(Knowledge::Set { hasnt, .. }) if hasnt.contains(option) => Truth::False,
            _ => Truth::Unknown,
        }
    };
    member("ruled_out_areas") == Truth::True && member("shown_areas") != Truth::True
}

#[cfg(test)]
mod tests {
    use actlas_law::PackFiles;
    use actlas_pact::PactFiles;

    use super::*;

    #[test]
    fn the_catalogue_knows_every_duty_beside_pledges() {
        let today = actlas_facts::parse_date("2026-11-21").unwrap().0;
        let (pacts, _) = Pacts::load(&PactFiles::embedded(), today);
        let (law, _) = Pack::load(&PackFiles::embedded());
        let known = |duty: &&actlas_pact::Duty| {
            law.duties.iter().any(|at| is_same(&law, at, &duty.provision, &duty.of))
        };
        let unknown: Vec<&str> = pacts
            .duties
            .iter()
            .filter(|duty| !known(duty))
            .map(|duty| duty.provision.as_str())
            .collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    /// Where an act asks for something else, the short words follow it; where it changed what the short words leave
    /// out, that was looked at and stands here.
    #[test]
    fn what_an_act_words_anew_is_worded_anew() {
        let unchanged = [
            ("art.49", "less is registered of what is exempt"),
            ("art.10", "sensitive data moved to Article 4a"),
            ("art.43", "details of the procedure"),
            ("art.73", "who reports to whom"),
        ];
        let today = actlas_facts::parse_date("2026-11-21").unwrap().0;
        let (pacts, _) = Pacts::load(&PactFiles::embedded(), today);
        let (law, _) = Pack::load(&PackFiles::embedded());
        let acts: Vec<&str> = law.acts.iter().map(|act| act.id.as_str()).collect();
        for duty in &pacts.duties {
            let by: Vec<&str> = duty.says.iter().map(|at| at.by.as_str()).collect();
            assert!(by == [""] || by.iter().all(|by| acts.contains(by)), "{by:?}");
            let same = law.duties.iter().filter(|at| is_same(&law, at, &duty.provision, &duty.of));
            let anew =
                same.filter(|at| at.versions.windows(2).any(|two| two[0].does != two[1].does));
            let anew = anew.count() > 0;
            let is_left = unchanged.iter().any(|(of, _)| *of == duty.provision);
            assert_eq!(anew, by.len() > 1 || is_left, "{}: {by:?}", duty.provision);
        }
    }
}
