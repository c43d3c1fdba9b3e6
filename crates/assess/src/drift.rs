//! What changes between two answers about the same record.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use actlas_facts::Record;
use actlas_law::{Rule, RuleIx};
use serde::Serialize;

use crate::assess::Assessor;
use crate::duties::{Duties, DutyStatus, Owing};
use crate::outcome::{Outcome, is_false};
use crate::words::{existing, long_date};

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It is only in the later answer.
    Added,
    /// It is only in the earlier answer.
    Gone,
    /// Something about it changed.
    Changed,
    /// Nothing follows otherwise for it, and it says something else of itself.
    Described,
}

/// Where a point stands in one of the answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PointState {
    /// It is indicated, and attested facts alone say so. In files an indicated point is called so, and
    /// [`PointChange::layers`] says more.
    #[serde(rename = "indicated")]
    Established,
    /// It is indicated.
    Indicated,
    /// It is undecided, and something stated points to it.
    Open,
    /// It is ruled out.
    Excluded,
    /// It is undecided and nothing is stated, or its law does not have it.
    #[default]
    NothingStated,
    /// There is no record of which anything could be stated.
    NotThere,
}

impl PointState {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            PointState::Established => "established",
            PointState::Indicated => "indicated",
            PointState::Open => "open",
            PointState::Excluded => "excluded",
            PointState::NothingStated => "nothing stated",
            PointState::NotThere => NOT_THERE,
        }
    }

    fn layer(self) -> Option<&'static str> {
        matches!(self, PointState::Established | PointState::Indicated).then(|| self.words())
    }
}

/// Where the points of a record stand; those of which nothing is stated are left out.
pub type Points = BTreeMap<String, PointState>;

/// Where the points stand in an outcome.
pub fn points(outcome: &Outcome) -> Points {
    let of = |ids: &[String], state| ids.iter().map(|id| (id.clone(), state)).collect::<Vec<_>>();
    let mut points = Points::new();
    points.extend(of(&outcome.indicated.points, PointState::Indicated));
    points.extend(of(&outcome.established.points, PointState::Established));
    points.extend(of(&outcome.open, PointState::Open));
    points.extend(of(&outcome.indicated.excluded, PointState::Excluded));
    points
}

/// One point that changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PointChange {
    /// The point.
    pub point: String,
    /// Before.
    pub from: PointState,
    /// After.
    pub to: PointState,
    /// By which layer it is indicated before and after, where that changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layers: Option<[Option<&'static str>; 2]>,
    /// The amending provisions that changed its wording.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<String>,
}

/// The amending provisions by which points read as they do in a view, or are not there any more.
pub type Amended = BTreeMap<String, String>;

impl Assessor<'_, '_> {
    /// The points whose wording an amending provision made or took out.
    pub fn amended_points(&self) -> Amended {
        let view = self.lowered.view();
        let of = |(ix, rule): (RuleIx, &Rule)| {
            let version = view.version(ix).filter(|_| rule.point.is_some())?;
            Some((rule.id.clone(), self.amending(version.by, version.item)?))
        };
        view.pack().rules().filter_map(of).collect()
    }
}

/// One of the two answers about a record.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// Its duties.
    pub duties: &'a Duties,
    /// Its points.
    pub points: &'a Points,
    /// What amended points in its view.
    pub amended: &'a Amended,
    /// What the record says of its purpose.
    pub purpose: Words,
}

/// Words that are only held against others, as a number that differs where they do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Words(u64);

impl Words {
    /// The words of a record about its purpose.
    pub fn of_purpose(record: &Record) -> Words {
        let mut hasher = DefaultHasher::new();
        let texts = record.texts.iter().filter(|text| record.purposes.contains(&text.field));
        texts.for_each(|text| text.text.trim().hash(&mut hasher));
        record.uses.iter().for_each(|of| of.purpose.trim().hash(&mut hasher));
        Words(hasher.finish())
    }
}

/// Something that a record says of itself, and says otherwise now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// `name`, `organisation`, `purpose`, or `facts` of which none changes anything.
    pub field: &'static str,
    /// Before, of a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// After, of a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

impl Told {
    /// What it is now, in words.
    pub fn words(&self) -> String {
        match (&self.from, &self.to, self.field) {
            (Some(from), Some(to), field) => format!("{field}: {from} → {to}"),
            (.., FACTS) => "facts: others are stated, and nothing here changes by them".to_owned(),
            (.., field) => format!("{field}: in other words"),
        }
    }
}

/// Facts of a record, as something that it says.
const FACTS: &str = "facts";

/// Where a duty stands in one of the answers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct State {
    /// Its status.
    pub status: DutyStatus,
    /// `established` if attested facts alone say so, else `indicated`.
    pub layer: String,
    /// The last day of a report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// The day from which, or until which, it counts.
    pub day: Option<String>,
    /// Whether that is the earliest day of a protection that may last longer.
    #[serde(skip_serializing_if = "is_false")]
    pub at_least: bool,
    /// Until when Article 111 protects it, or did, if it was there before, which nobody stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub if_existing: Option<String>,
}

impl State {
    /// What it is; the last day of a report only where it is another than on the other side.
    fn words(state: Option<&State>, other: Option<&State>) -> String {
        let Some(state) = state else { return "not there".to_owned() };
        let day = match state.day.as_deref() {
            Some("significant-change") => "until a significant change".to_owned(),
            Some(day) if state.at_least => format!("at least until {}", long_date(day)),
            Some(day) => long_date(day),
            None => String::new(),
        };
        let runs = state.status == DutyStatus::Owed;
        let unless = state.if_existing.as_deref().map(|until| existing(until, runs));
        let words = format!("{} {day}", state.status.words());
        let due = state.due.as_deref().filter(|_| other.is_none_or(|at| at.due != state.due));
        let due = due.map(|due| format!(", latest day {}", long_date(due)));
        words.trim_end().to_owned() + &unless.unwrap_or_default() + &due.unwrap_or_default()
    }
}

/// One duty that changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DutyChange {
    /// The duty.
    pub duty: String,
    /// What it is called.
    pub title: String,
    /// The actor; empty if the record names none.
    pub actor: String,
    /// The role.
    pub role: String,
    /// Before; nothing if it was not there.
    pub from: Option<State>,
    /// After; nothing if it is not there any more.
    pub to: Option<State>,
    /// The wording before and after, where it changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wording: Option<(String, String)>,
    /// The amending provisions that changed it.
    pub because: Vec<String>,
}

impl DutyChange {
    /// From what to what.
    pub fn words(&self) -> String {
        let sides = (self.from.as_ref(), self.to.as_ref());
        let (from, to) = (State::words(sides.0, sides.1), State::words(sides.1, sides.0));
        if self.from == self.to {
            return format!("{to}, in new words");
        }
        let layers = match (&self.from, &self.to) {
            (Some(from), Some(to)) if from.layer != to.layer => Some((&from.layer, &to.layer)),
            _ => None,
        };
        match layers {
            Some((was, is)) if from == to => format!("{to}, {was} → {is}"),
            Some((was, is)) => format!("{from}, {was} → {to}, {is}"),
            None => format!("{from} → {to}"),
        }
    }
}

/// What changes over all records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Records of the later answer.
    pub records: usize,
    /// Records only in the later answer.
    pub added: usize,
    /// Records only in the earlier answer.
    pub gone: usize,
    /// Records that are in both and changed.
    pub changed: usize,
    /// By what they say of themselves: how many records of both say it otherwise.
    pub told: BTreeMap<&'static str, usize>,
    /// How many changed from which class to which; what was added or is gone came from, or went to, [`NOT_THERE`].
    pub classes: BTreeMap<(String, String), usize>,
    /// How many went from which stage to which.
    pub stages: BTreeMap<(String, String), usize>,
    /// How many points went from where to where.
    pub points: BTreeMap<(PointState, PointState), usize>,
    /// By change: how many duties of changed and added records, and the provisions that all of them share.
    pub duties: BTreeMap<String, (usize, BTreeSet<String>)>,
}

impl Sum {
    /// Adds a record that changes.
    pub fn add(&mut self, drifted: &Drifted) {
        match drifted.change {
            Change::Added => self.added += 1,
            Change::Gone => self.gone += 1,
            Change::Changed => self.changed += 1,
            Change::Described => {}
        }
        for told in &drifted.told {
            *self.told.entry(told.field).or_default() += 1;
        }
        let class = |class: &Option<String>| class.clone().unwrap_or_else(|| NOT_THERE.to_owned());
        let (from, to) = (class(&drifted.class.0), class(&drifted.class.1));
        if from != to {
            *self.classes.entry((from, to)).or_default() += 1;
        }
        if let Some(stages) = &drifted.stage {
            *self.stages.entry(stages.clone()).or_default() += 1;
        }
        for point in &drifted.points {
            *self.points.entry((point.from, point.to)).or_default() += 1;
        }
        for duty in drifted.told_duties() {
            let mine: BTreeSet<String> = duty.because.iter().cloned().collect();
            let (count, because) =
                self.duties.entry(duty.words()).or_insert_with(|| (0, mine.clone()));
            *count += 1;
            because.retain(|by| mine.contains(by));
        }
    }
}

/// One record that changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Drifted {
    /// The record.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What became of it.
    pub change: Change,
    /// Its class before and after.
    pub class: (Option<String>, Option<String>),
    /// Its stage before and after, where that changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<(String, String)>,
    /// What it says of itself otherwise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<Told>,
    /// The points that change; of a record that is on one side alone, those of which something is stated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<PointChange>,
    /// The duties that change.
    pub duties: Vec<DutyChange>,
}

impl Drifted {
    /// The duties that are told one by one: those of a record that is gone went with it.
    pub fn told_duties(&self) -> impl Iterator<Item = &DutyChange> {
        self.duties.iter().filter(|_| self.change != Change::Gone)
    }
}

/// The class of what is not there.
pub const NOT_THERE: &str = "not there";

/// What changes from one answer to another; `None` if nothing does.
pub fn drift(from: Option<Side>, to: Option<Side>) -> Option<Drifted> {
    let mut points = moved(from, to);
    let purposes = (from.map(|at| at.purpose), to.map(|at| at.purpose));
    let (from, to) = (from.map(|at| at.duties), to.map(|at| at.duties));
    let either = to.or(from)?;
    let change = match (from, to) {
        (None, _) => Change::Added,
        (_, None) => Change::Gone,
        _ => Change::Changed,
    };
    let class = (from.map(|at| at.class.clone()), to.map(|at| at.class.clone()));
    let (before, after) = (by_key(from), by_key(to));
    let keys: BTreeSet<&Key> = before.keys().chain(after.keys()).collect();
    let mut duties: Vec<DutyChange> =
        keys.into_iter().filter_map(|key| compare(before.get(key), after.get(key))).collect();
    // Under one and the same view it is the record that changed, not the law.
    if from.zip(to).is_none_or(|(from, to)| same_view(from, to)) {
        duties.iter_mut().for_each(|duty| duty.because.clear());
        points.iter_mut().for_each(|point| point.because.clear());
    }
    // What went with a point did so by what changed the point.
    let because: BTreeSet<&String> = points.iter().flat_map(|point| &point.because).collect();
    for duty in duties.iter_mut().filter(|duty| duty.to.is_none()) {
        if duty.because.is_empty() {
            duty.because = because.iter().map(|by| (*by).clone()).collect();
        }
    }
    // Duties stand as they stood, and the calendar has or loses them: what is retired has no day to come.
    let stages = from.zip(to).map(|(from, to)| (from.stage.clone(), to.stage.clone()));
    let stage = stages.filter(|(from, to)| from != to);
    let is_same = class.0 == class.1 && stage.is_none() && points.is_empty() && duties.is_empty();
    let mut told = from.zip(to).map(|(from, to)| told(from, to)).unwrap_or_default();
    if change == Change::Changed && purposes.0 != purposes.1 {
        told.push(Told { field: "purpose", from: None, to: None });
    }
    if from.zip(to).is_some_and(|(from, to)| is_same && from.receipt.facts != to.receipt.facts) {
        told.push(Told { field: FACTS, from: None, to: None });
    }
    let change = match (change, is_same) {
        (Change::Changed, true) if told.is_empty() => return None,
        (Change::Changed, true) => Change::Described,
        (change, _) => change,
    };
    Some(Drifted {
        id: either.id.clone(),
        name: either.name.clone(),
        change,
        class,
        stage,
        told,
        points,
        duties,
    })
}

/// The names that a record gives otherwise.
fn told(from: &Duties, to: &Duties) -> Vec<Told> {
    let names =
        [("name", &from.name, &to.name), ("organisation", &from.organisation, &to.organisation)];
    let told = |(field, from, to): (&'static str, &String, &String)| {
        (from != to).then(|| Told { field, from: Some(from.clone()), to: Some(to.clone()) })
    };
    names.into_iter().filter_map(told).collect()
}

fn moved(from: Option<Side>, to: Option<Side>) -> Vec<PointChange> {
    let sides = [from, to];
    let ids: BTreeSet<&String> =
        sides.iter().flatten().flat_map(|side| side.points.keys()).collect();
    let change = |id: &String| {
        let [was, is] = sides.map(|side| {
            let of = |at: Side| at.points.get(id).copied().unwrap_or_default();
            side.map_or(PointState::NotThere, of)
        });
        let [before, after] = sides.map(|side| side.and_then(|at| at.amended.get(id)));
        let because = after.or(before).filter(|_| before != after);
        PointChange {
            point: id.clone(),
            from: was,
            to: is,
            layers: Some([was.layer(), is.layer()]).filter(|[was, is]| was != is),
            because: because.into_iter().cloned().collect(),
        }
    };
    ids.into_iter().map(change).filter(|at| at.from != at.to).collect()
}

fn same_view(from: &Duties, to: &Duties) -> bool {
    let view = |at: &Duties| {
        let receipt = &at.receipt;
        (receipt.law.clone(), receipt.on.clone(), receipt.known.clone(), receipt.readings.clone())
    };
    view(from) == view(to)
}

type Key<'d> = (&'d str, &'d str, &'d str);

fn by_key(duties: Option<&Duties>) -> BTreeMap<Key<'_>, &Owing> {
    let owings = duties.map(|at| at.duties.as_slice()).unwrap_or_default();
    let key = |at: &'_ Owing| (at.actor.clone(), at.role.clone(), at.duty.clone());
    let mut seen = BTreeSet::new();
    let first = owings.iter().filter(|at| seen.insert(key(at)));
    first.map(|at| ((at.actor.as_str(), at.role.as_str(), at.duty.as_str()), at)).collect()
}

fn state(owing: &Owing) -> State {
    State {
        status: owing.status,
        layer: owing.layer.clone(),
        due: owing.due.as_ref().map(|due| due.latest.clone()),
        // A law moves its own days, not the one on which something is placed.
        day: owing.until.as_ref().or(owing.by_law.as_ref()).or(owing.effective.as_ref()).cloned(),
        at_least: owing.at_least,
        if_existing: owing.if_existing.clone(),
    }
}

fn compare(from: Option<&&Owing>, to: Option<&&Owing>) -> Option<DutyChange> {
    let either = to.or(from)?;
    let states = (from.map(|at| state(at)), to.map(|at| state(at)));
    let wording = match (from, to) {
        (Some(from), Some(to)) if from.does != to.does => {
            Some((from.does.clone(), to.does.clone()))
        }
        _ => None,
    };
    if states.0 == states.1 && wording.is_none() {
        return None;
    }
    // What names the same provision before and after did not change because of it.
    let day_by = |at: Option<&&Owing>| at.and_then(|at| at.day_by.clone());
    let wording_by = |at: Option<&&Owing>| at.and_then(|at| at.wording_by.clone());
    let pairs = [(day_by(from), day_by(to)), (wording_by(from), wording_by(to))];
    let mut because: Vec<String> = Vec::new();
    for (before, after) in pairs {
        if before != after {
            because.extend(after.or(before));
        }
    }
    because.dedup();
    Some(DutyChange {
        duty: either.duty.clone(),
        title: either.title.clone(),
        actor: either.actor.clone(),
        role: either.role.clone(),
        from: states.0,
        to: states.1,
        wording,
        because,
    })
}
