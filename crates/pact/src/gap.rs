//! What a pledge leaves owing under the Act, and which commitments evidence already meets.

use actlas_facts::Date;
use actlas_law::{Citation, Provision, Start, View};

use crate::map::{Brings, MapInput, Stands, Trigger, Whose};
use crate::model::{Commitment, Duty, Fit, Pacts, Role};
use crate::pledge::{Evidence, Pledge, Pledged};

/// What stands for a duty so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwedState {
    /// Evidence is attached for the provision itself.
    Evidence,
    /// Evidence is attached for a commitment that anticipates it. Whether it is enough for the Act is
    /// another question.
    ByCommitment,
    /// A commitment anticipates it; nothing shows it kept.
    PledgedOnly,
    /// A commitment anticipates it for which evidence is to be gathered; nothing is pledged and nothing shows it.
    GatheredOnly,
    /// Nothing.
    Nothing,
}

impl OwedState {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            OwedState::Evidence => "evidence is attached",
            OwedState::ByCommitment => {
                "evidence for a commitment on this subject; check it against the article"
            }
            OwedState::PledgedOnly => "pledged, nothing shows it",
            OwedState::GatheredOnly => "not pledged, nothing shows it",
            OwedState::Nothing => "neither pledged nor shown",
        }
    }
}

/// A duty of the Act beside a pledge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed<'p> {
    /// The duty.
    pub duty: &'p Duty,
    /// The duty in short, in the wording of the day.
    pub says: &'p str,
    /// When the provision starts, by what was published.
    pub start: Option<Start>,
    /// The systems that bring it, and where it stands for each; none where no register was given.
    pub because: Vec<(String, Brings)>,
    /// Systems of which it is not known whether they bring it.
    pub open: usize,
    /// Systems that bring it or may, and of which it is not stated whose they are.
    pub unstated: usize,
    /// Commitments of the pledge file that anticipate it.
    pub commitments: Vec<&'p Commitment>,
    /// What stands for it so far.
    pub state: OwedState,
}

/// A commitment that evidence already meets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlreadyMet<'p> {
    /// The commitment.
    pub commitment: &'p Commitment,
    /// Its evidence.
    pub evidence: Vec<&'p Evidence>,
    /// Whether it was attached for the commitment itself, or for every article that it anticipates.
    pub for_itself: bool,
}

/// A pledge beside the Act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap<'p> {
    /// Duties that the roles of the organisation owe.
    pub owed: Vec<Owed<'p>>,
    /// Commitments not taken, all of them where nothing is pledged, that evidence already meets.
    pub met: Vec<AlreadyMet<'p>>,
    /// Whether anything is pledged.
    pub pledged: Pledged,
    /// The day asked about.
    pub on: Date,
    /// Whether a register was given.
    pub with_register: bool,
}

/// Holds a pledge against the Act.
pub fn gap<'p>(
    pacts: &'p Pacts,
    pledge: &'p Pledge,
    view: &View,
    register: Option<&MapInput>,
    own: impl Fn(&str) -> bool,
) -> Gap<'p> {
    let on = view.on();
    let instrument = pacts.instrument(pledge.instrument);
    let all = instrument.map(|at| at.commitments.as_slice()).unwrap_or_default();
    let listed: Vec<&Commitment> =
        all.iter().filter(|at| pledge.promises.iter().any(|promise| promise.id == at.id)).collect();
    let counting: Vec<&Evidence> = pledge.evidence.iter().filter(|at| at.counts(on)).collect();
    let shows = |of: &str| counting.iter().any(|evidence| evidence.of.iter().any(|at| at == of));
    let whose = register.map(|register| register.whose(own)).unwrap_or_default();
    let mut owed = Vec::new();
    for duty in pacts.duties.iter().filter(|duty| owes(&pledge.roles, duty)) {
        let Bringing { because, open, unstated } = match register {
            Some(register) => bringing(register, duty, &whose),
            None => Bringing::default(),
        };
        if register.is_some() && because.is_empty() && open + unstated == 0 {
            continue;
        }
        let commitments: Vec<&Commitment> = listed
            .iter()
            .copied()
            .filter(|at| at.fit == Fit::Close)
            .filter(|at| at.anticipates.iter().any(|cited| concerns(cited, &duty.provision)))
            .collect();
        let state = if shows(&duty.provision) {
            OwedState::Evidence
        } else if commitments.iter().any(|at| shows(&at.id)) {
            OwedState::ByCommitment
        } else if commitments.is_empty() {
            OwedState::Nothing
        } else {
            match pledge.pledged {
                Pledged::Yes => OwedState::PledgedOnly,
                Pledged::No => OwedState::GatheredOnly,
            }
        };
        let provision = Provision::parse(&duty.provision);
        let start = provision.and_then(|at| view.start(&at, route(duty.when)));
        let says = duty.says(view);
        owed.push(Owed { duty, says, start, because, open, unstated, commitments, state });
    }
    let is_taken = |at: &Commitment| {
        pledge.pledged == Pledged::Yes && listed.iter().any(|other| other.id == at.id)
    };
    let not_taken = all.iter().filter(|at| !is_taken(at));
    let met = not_taken.filter_map(|commitment| already_met(commitment, &counting)).collect();
    Gap { owed, met, pledged: pledge.pledged, on, with_register: register.is_some() }
}

fn already_met<'p>(
    commitment: &'p Commitment,
    counting: &[&'p Evidence],
) -> Option<AlreadyMet<'p>> {
    let of =
        |id: &str| counting.iter().copied().filter(|at| at.of.iter().any(|of| of == id)).collect();
    let own: Vec<&Evidence> = of(&commitment.id);
    if !own.is_empty() {
        return Some(AlreadyMet { commitment, evidence: own, for_itself: true });
    }
    let articles: Vec<Vec<&Evidence>> = commitment.anticipates.iter().map(|at| of(at)).collect();
    let loose = commitment.fit == Fit::Loose;
    if loose || articles.is_empty() || articles.iter().any(Vec::is_empty) {
        return None;
    }
    let mut evidence: Vec<&Evidence> = articles.concat();
    evidence.dedup();
    Some(AlreadyMet { commitment, evidence, for_itself: false })
}

fn owes(roles: &[Role], duty: &Duty) -> bool {
    roles.is_empty()
        || duty.of.iter().any(|role| *role == Role::All || roles.contains(role))
        || roles.contains(&Role::All)
}

/// Whether a commitment that anticipates one provision bears on another: the same, or a part of it.
pub fn concerns(anticipated: &str, provision: &str) -> bool {
    match (Provision::parse(anticipated), Provision::parse(provision)) {
        (Some(a), Some(b)) => a.covers(&b).is_some() || b.covers(&a).is_some(),
        _ => Citation::parse(anticipated) == Citation::parse(provision),
    }
}

/// The route on which the start of high-risk duties depends. Where a system can be high-risk by either,
/// the earlier one is asked for.
fn route(when: Trigger) -> Option<&'static str> {
    match when {
        Trigger::Annex3 | Trigger::HighRisk => Some("annex3"),
        Trigger::Annex1 => Some("annex1"),
        _ => None,
    }
}

/// Who brings a duty.
#[derive(Default)]
struct Bringing {
    because: Vec<(String, Brings)>,
    open: usize,
    unstated: usize,
}

/// The systems that bring a duty, and the number of those that may. A system that nobody is named for may be the
/// organisation's, and is counted apart.
fn bringing(register: &MapInput, duty: &Duty, whose: &[Whose]) -> Bringing {
    let mut bringing = Bringing::default();
    for (system, whose) in register.systems.iter().zip(whose) {
        if !duty.of.iter().any(|role| system.part.may_be(*role)) {
            continue;
        }
        match (whose, system.duties.get(&duty.provision)) {
            (Whose::Theirs, _) | (_, None) => {}
            (Whose::Unstated, Some(_)) => bringing.unstated += 1,
            (Whose::Own, Some(brings)) if brings.stands == Stands::Open => bringing.open += 1,
            (Whose::Own, Some(brings)) => {
                bringing.because.push((system.id.clone(), brings.clone()))
            }
        }
    }
    bringing
}
