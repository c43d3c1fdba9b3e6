//! What a policy asks of duties: evidence, and reports in time.

use std::collections::BTreeMap;

use actlas_facts::day_text;

use super::{Breaches, Judged, Rule, word};
use crate::duties::{DutyStatus, Held, Owing, Shown, Stands};

/// Duties named at most in one sentence.
const NAMED: usize = 5;

impl Breaches<'_> {
    pub(super) fn evidence(&mut self, judged: &Judged) {
        let duties = judged.duties;
        let mut groups: Vec<((&str, &str), Vec<&Owing>)> = Vec::new();
        for owing in duties.duties.iter().filter(|owing| self.is_ours(owing, &duties.duties)) {
            let who = (owing.actor.as_str(), owing.role.as_str());
            match groups.iter_mut().find(|(other, _)| *other == who) {
                Some((_, mine)) => mine.push(owing),
                None => groups.push((who, vec![owing])),
            }
        }
        let assessed = self.is_assessed(duties);
        for ((actor, role), mine) in groups {
            let role = role.replace('_', " ");
            let who = if actor.is_empty() { role } else { format!("{actor} as {role}") };
            self.of_actor(judged, &who, &mine, assessed);
        }
        self.of_unstated_roles(judged, assessed);
    }

    /// What actors would owe of whom nobody stated a role, where the organisation names none of its own either: a
    /// missing role is no "owes nothing".
    fn of_unstated_roles(&mut self, judged: &Judged, assessed: bool) {
        let all = &judged.duties.duties;
        let mut actors: Vec<(&str, Vec<&Owing>)> = Vec::new();
        for owing in all.iter().filter(|owing| self.is_of_unstated_role(owing, all)) {
            match actors.iter_mut().find(|(other, _)| *other == owing.actor) {
                Some((_, mine)) => mine.push(owing),
                None => actors.push((&owing.actor, vec![owing])),
            }
        }
        for (actor, mine) in actors {
            let wanted = |owing: &Owing| {
                let is_named = is_shown(owing) || owing.shown == Shown::Expired;
                !is_named && (self.is_wanted(owing, assessed) || self.may_be_wanted(owing))
            };
            let open: Vec<&Owing> = mine.iter().copied().filter(|owing| wanted(owing)).collect();
            self.say_of_roles(Rule::EvidenceOpen, actor, &open);
            let late = |owing: &&Owing| self.is_overdue(owing, assessed);
            let overdue: Vec<&Owing> = mine.iter().copied().filter(late).collect();
            self.say_of_roles(Rule::OverdueOpen, actor, &overdue);
        }
    }

    /// One duty may be owed in several roles, and is one to whoever accepts it.
    fn say_of_roles(&mut self, rule: Rule, actor: &str, owings: &[&Owing]) {
        let mut once: Vec<&Owing> = Vec::new();
        for owing in owings {
            if !once.iter().any(|other| other.duty == owing.duty) {
                once.push(owing);
            }
        }
        let last = day_text(self.last_day());
        let id = |owing: &Owing| owing.duty.clone();
        self.add_parts(rule, &once, id, |_, mine| {
            let is_of = |owing: &&&Owing| mine.iter().any(|at| at.duty == owing.duty);
            let roles = roles_of(owings.iter().filter(is_of).copied());
            let who = match actor {
                "" => "no role is stated".to_owned(),
                actor => format!("{actor}: no role is stated"),
            };
            let (duties, named) = (counted(mine), named(mine));
            let says = match rule {
                Rule::OverdueOpen => {
                    format!("{who}: the report of {duties} is overdue if owed as {roles}: {named}")
                }
                _ => format!("{who}: {duties} may be owed by {last} as {roles}: {named}"),
            };
            let hint = "state the fact `actor_role`, or set `roles` in the configuration";
            (says, hint.to_owned())
        });
    }

    fn of_actor(&mut self, judged: &Judged, who: &str, mine: &[&Owing], assessed: bool) {
        let id = |owing: &Owing| owing.duty.clone();
        let those = |wanted: &dyn Fn(&Owing) -> bool| -> Vec<&Owing> {
            mine.iter().copied().filter(|owing| wanted(owing)).collect()
        };
        let last = day_text(self.last_day());
        let expired = those(&|owing| owing.shown == Shown::Expired);
        self.add_parts(Rule::Expired, &expired, id, |_, owings| {
            let says =
                format!("{who}: the evidence of {} expired: {}", counted(owings), named(owings));
            (says, "name what is valid now, with `until`".to_owned())
        });
        let is_named = |owing: &Owing| is_shown(owing) || owing.shown == Shown::Expired;
        let without = those(&|owing| !is_named(owing) && self.is_wanted(owing, assessed));
        self.add_parts(Rule::Evidence, &without, id, |_, owings| {
            let duties = counted(owings);
            let says =
                format!("{who}: {duties} owed by {last} without evidence: {}", named(owings));
            (says, "name it in a facts file: a line with `duty` and `act: evidence`".to_owned())
        });
        let open = those(&|owing| !is_named(owing) && self.may_be_wanted(owing));
        self.add_parts(Rule::EvidenceOpen, &open, id, |_, owings| {
            let (duties, decide) = (counted(owings), deciding(owings));
            let says = format!(
                "{who}: {duties} may be owed by {last}, open for want of {decide}: {}",
                named(owings)
            );
            let (id, typed) = (word(&judged.outcome.id), judged.typed);
            (
                says,
                format!("state what is missing; `actlas ask {id} {typed}` asks what settles most"),
            )
        });
        for owing in those(&|owing| self.is_overdue(owing, assessed)) {
            let rule = match owing.status {
                DutyStatus::Open => Rule::OverdueOpen,
                _ if !self.is_surely_over(owing) => Rule::OverdueOpen,
                _ => Rule::Overdue,
            };
            self.add_parts(rule, &[owing], id, |_, _| overdue_words(who, owing));
        }
    }

    /// Whether a duty is one of the organisation: of the roles that are held and, where none is known to
    /// be held, of those that the organisation says are its own.
    fn is_ours(&self, owing: &Owing, all: &[Owing]) -> bool {
        let is_own = || self.policy.roles.contains(&owing.role);
        owing.held == Held::Holds || !has_known_role(&owing.actor, all) && is_own()
    }

    fn is_of_unstated_role(&self, owing: &Owing, all: &[Owing]) -> bool {
        self.policy.roles.is_empty()
            && owing.held == Held::MayHold
            && !has_known_role(&owing.actor, all)
    }

    /// The last day that counts.
    fn last_day(&self) -> actlas_facts::Date {
        self.on.checked_add(self.policy.within()).unwrap_or(self.on)
    }

    fn is_by_last_day(&self, day: Option<&String>) -> bool {
        day.is_some_and(|day| *day <= day_text(self.last_day()))
    }

    /// Whether evidence is wanted of a duty: it is owed by the last day that counts.
    fn is_wanted(&self, owing: &Owing, assessed: bool) -> bool {
        happened(owing)
            && match owing.status {
                DutyStatus::Owed => true,
                DutyStatus::Later => self.is_by_last_day(owing.effective.as_ref()),
                DutyStatus::UnlessExempted => {
                    !assessed && self.is_by_last_day(owing.effective.as_ref())
                }
                DutyStatus::Legacy => {
                    !owing.condition_open
                        && owing.effective.is_some()
                        && self.is_by_last_day(owing.until.as_ref())
                }
                DutyStatus::Open => false,
            }
    }

    /// Whether evidence would be wanted if facts that nobody stated brought the duty.
    fn may_be_wanted(&self, owing: &Owing) -> bool {
        let is_open = owing.status == DutyStatus::Open || owing.condition_open;
        let is_open = is_open && !owing.decided_by.is_empty();
        is_open && happened(owing) && self.is_by_last_day(owing.effective.as_ref())
    }

    /// Whether the last day of a report has passed, and none is named. That facts are missing stops no clock.
    fn is_overdue(&self, owing: &Owing, assessed: bool) -> bool {
        let asked = match owing.status {
            DutyStatus::Owed | DutyStatus::Open => true,
            DutyStatus::UnlessExempted => !assessed,
            DutyStatus::Later | DutyStatus::Legacy => false,
        };
        let late = owing.due.as_ref().is_some_and(|due| due.latest < day_text(self.on));
        asked && late && !is_shown(owing)
    }

    /// Whether the last day has passed whatever the day on which it became known.
    fn is_surely_over(&self, owing: &Owing) -> bool {
        owing.due.as_ref().is_some_and(|due| {
            let at_latest = due.at_latest.as_ref().unwrap_or(&due.latest);
            let is_dated = due.decided_by.is_empty() || due.at_latest.is_some();
            is_dated && *at_latest < day_text(self.on)
        })
    }
}

/// Whether it is known of an actor which role it holds.
fn has_known_role(actor: &str, all: &[Owing]) -> bool {
    let is_known = |at: &Owing| at.role != "anyone" && at.held == Held::Holds;
    all.iter().any(|at| at.actor == actor && is_known(at))
}

/// "provider (12), deployer (7)": the roles in which duties would be owed, those of most duties first.
fn roles_of<'o>(owings: impl Iterator<Item = &'o Owing>) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for owing in owings {
        *counts.entry(owing.role.as_str()).or_default() += 1;
    }
    let mut roles: Vec<(&str, usize)> = counts.into_iter().collect();
    roles.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let words = roles.iter().map(|(role, count)| format!("{} ({count})", role.replace('_', " ")));
    words.collect::<Vec<_>>().join(", ")
}

/// Whether what a duty waits for has happened, if it waits for anything.
fn happened(owing: &Owing) -> bool {
    owing.event.is_empty() || owing.due.is_some()
}

/// Whether something valid is named.
fn is_shown(owing: &Owing) -> bool {
    owing.shown == Shown::Evidenced
}

fn overdue_words(who: &str, owing: &Owing) -> (String, String) {
    let (latest, known) = match &owing.due {
        Some(due) => (due.latest_words(&str::to_owned, &quoted), due.known.as_str()),
        None => (String::new(), ""),
    };
    let facts = facts(owing);
    let is_dated = owing.due.as_ref().is_none_or(|due| due.decided_by.is_empty());
    let reserved = match owing.status {
        DutyStatus::UnlessExempted => ", unless it is exempt under Article 6(3),".to_owned(),
        DutyStatus::Open if facts.is_empty() => ", if it is owed,".to_owned(),
        DutyStatus::Open => format!(", if it is owed, which {facts} would decide,"),
        _ if !is_dated => ",".to_owned(),
        _ => String::new(),
    };
    let early = owing.named.iter().any(|at| at.stands == Stands::Early);
    let lacks = match early {
        true => format!("what is named is from before the incident was known on {known}"),
        false => "no evidence of it is named".to_owned(),
    };
    let says =
        format!("{who}: {} {} was due on {latest}{reserved} and {lacks}", owing.duty, owing.title);
    let hint = match owing.status {
        _ if !is_dated => "report, and name the report as evidence; or state what decides",
        DutyStatus::Open => "report, and name the report as evidence; or state what decides",
        _ => "report, and name the report as evidence",
    };
    (says, hint.to_owned())
}

fn facts(owing: &Owing) -> String {
    owing.decided_by.iter().map(|fact| quoted(fact)).collect::<Vec<_>>().join(", ")
}

fn quoted(fact: &str) -> String {
    format!("`{fact}`")
}

/// "`first_placed_on` (19), `provider_in_union` (1)": the facts that decide, those of most duties first.
fn deciding(owings: &[&Owing]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for fact in owings.iter().flat_map(|owing| &owing.decided_by) {
        *counts.entry(fact).or_default() += 1;
    }
    let mut facts: Vec<(&str, usize)> = counts.into_iter().collect();
    facts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let more = facts.len().saturating_sub(NAMED);
    let shown = facts.iter().take(NAMED).map(|(fact, count)| format!("`{fact}` ({count})"));
    let mut words = shown.collect::<Vec<_>>().join(", ");
    if more > 0 {
        words += &format!(" and {more} more");
    }
    words
}

fn counted(owings: &[&Owing]) -> String {
    if owings.len() == 1 { "1 duty".to_owned() } else { format!("{} duties", owings.len()) }
}

fn named(owings: &[&Owing]) -> String {
    let named = owings.iter().take(NAMED).map(|at| format!("{} {}", at.duty, at.title));
    let mut named = named.collect::<Vec<_>>().join(", ");
    if owings.len() > NAMED {
        named += &format!(" and {} more", owings.len() - NAMED);
    }
    named
}
