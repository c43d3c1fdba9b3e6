//! A signatory's own file.

use std::collections::BTreeSet;

use actlas_facts::{Date, Finding, Place};
use actlas_law::Citation;
use actlas_yaml::Node;

use crate::codes::{
    COMMITMENT_DUPLICATE, COMMITMENT_MISSING, COMMITMENT_UNKNOWN, DATE_BEFORE_INSTRUMENT,
    DATE_IN_FUTURE, EVIDENCE_CHANGED, EVIDENCE_EMPTY, EVIDENCE_EXPIRED, EVIDENCE_FILE_GONE,
    EVIDENCE_OUTSIDE, EVIDENCE_UNPLACED, EVIDENCE_UNSIGNED, EVIDENCE_WITHOUT_HASH,
    INSTRUMENT_UNKNOWN, NAME_UNRESOLVED, PLEDGE_CONTRADICTED, PLEDGE_EMPTY, PLEDGE_RECORD_UNKNOWN,
};
use crate::date::When;
use crate::load::yaml::Reader;
use crate::model::{Commitment, Instrument, InstrumentIx, OrgIx, Pacts, Role, words};
use crate::recorded::contradicting;
use crate::sentence::{date_words, sentence};

words! {
    /// Whether the organisation has pledged.
    Pledged {
        /// It has.
        Yes = "yes",
        /// It has not; the file only gathers evidence.
        No = "no",
    }
}

/// One commitment of a pledge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// The commitment.
    pub id: String,
    /// Who answers for it.
    pub owner: String,
    /// What is planned.
    pub plan: String,
    /// By when.
    pub due: Option<Date>,
    /// The systems it is about.
    pub systems: Vec<String>,
    /// Where it stands.
    pub place: Place,
}

/// What became of the file of an evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum FileState {
    /// Nobody looked, or there is no file.
    #[default]
    NotLooked,
    /// It is there and is the one that was attached, or no hash was written down.
    There,
    /// It is there but is not the one that was attached.
    Changed,
    /// It is not there.
    Gone,
    /// It lies outside the folder of the pledge and was not opened.
    Outside,
}

/// Something that shows a commitment or duty kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The commitments and provisions it is for.
    pub of: Vec<String>,
    /// What it is.
    pub says: String,
    /// A file below the folder of the pledge.
    pub file: String,
    /// Its hash when it was attached, as `sha256:…` or plain digits.
    pub sha256: String,
    /// An address.
    pub url: String,
    /// Who attached it.
    pub by: String,
    /// When.
    pub at: Option<Date>,
    /// Until when it holds.
    pub valid_until: Option<Date>,
    /// The systems it is about.
    pub systems: Vec<String>,
    /// What became of its file.
    pub state: FileState,
    /// Where it stands.
    pub place: Place,
}

impl Evidence {
    /// Whether it counts on a day: it names something that can be looked at, is there, is signed, and
    /// is neither of later nor over.
    pub fn counts(&self, on: Date) -> bool {
        let there = match self.file.as_str() {
            "" => !self.url.is_empty(),
            _ => matches!(self.state, FileState::There),
        };
        let signed = !self.by.is_empty() && self.at.is_some_and(|at| at <= on);
        there && signed && !self.is_over(on)
    }

    /// Whether it no longer holds on a day.
    pub fn is_over(&self, on: Date) -> bool {
        self.valid_until.is_some_and(|until| until < on)
    }
}

/// A product of which not every deployment can be known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Downstream {
    /// The record of the product.
    pub product: String,
    /// Why not.
    pub reason: String,
}

/// A pledge file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pledge {
    /// The file.
    pub path: String,
    /// The organisation as written.
    pub organisation: String,
    /// The organisation, if it is known here.
    pub known_as: Option<OrgIx>,
    /// The instrument.
    pub instrument: InstrumentIx,
    /// Whether it has pledged.
    pub pledged: Pledged,
    /// When it signed.
    pub signed: Option<Date>,
    /// When the commitments were published: the report counts from there.
    pub published: Option<Date>,
    /// When it is to sign, where that lies after the day asked about.
    pub signs: Option<When>,
    /// When the commitments are to be published, where that lies after it.
    pub publishes: Option<When>,
    /// What the organisation is to its systems.
    pub roles: Vec<Role>,
    /// The commitments taken.
    pub promises: Vec<Promise>,
    /// Commitments that the instrument does not have, as written, so that nothing is lost.
    pub unknown: Vec<Promise>,
    /// Commitments that stand in the file once more; the first is kept.
    pub duplicates: Vec<Promise>,
    /// The evidence.
    pub evidence: Vec<Evidence>,
    /// Products of which not every deployment can be known.
    pub downstream: Vec<Downstream>,
}

const KEYS: [&str; 11] = [
    "format",
    "organisation",
    "instrument",
    "pledged",
    "signed",
    "published",
    "roles",
    "commitments",
    "evidence",
    "downstream",
    "note",
];

impl Pledge {
    /// Says which systems and products it names that a register of these ids does not have.
    pub fn dangling(&self, ids: &BTreeSet<String>) -> Vec<Finding> {
        let of_promises = self.promises.iter().map(|at| (&at.place, "systems", &at.systems));
        let of_evidence = self.evidence.iter().map(|at| (&at.place, "systems", &at.systems));
        let systems = of_promises
            .chain(of_evidence)
            .flat_map(|(place, key, ids)| ids.iter().map(move |id| (place.clone(), key, id)));
        let products = self.downstream.iter().map(|at| {
            let place = Place::file(&self.path).column("downstream");
            (place, "product", &at.product)
        });
        let unknown = systems.chain(products).filter(|(.., id)| !ids.contains(*id));
        let finding = |(place, key, id): (Place, &str, &String)| {
            let says = format!("`{key}` names `{id}`, and no record of the register has this id");
            Finding::new(PLEDGE_RECORD_UNKNOWN, place, says)
                .hint("name records by their ids, or give the register that holds it")
        };
        unknown.map(finding).collect()
    }

    /// Reads a pledge file. `on` is the day it is read for; what was signed, published or attached
    /// later is a finding.
    pub fn read(text: &str, path: &str, pacts: &Pacts, on: Date) -> (Option<Pledge>, Vec<Finding>) {
        let mut reader = Reader::pledge();
        let Some(tree) = reader.tree(path, text) else { return (None, reader.findings) };
        reader.only(path, &tree, &KEYS);
        reader.format(path, &tree);
        let id = reader.required(path, &tree, "instrument");
        let Some(instrument) = pacts.find_instrument(&id) else {
            let known: Vec<&str> = pacts.instruments.iter().map(|at| at.id.as_str()).collect();
            let line = Reader::line_of(&tree, "instrument");
            let place = Place::file(path).line(line).column("instrument");
            let finding = Finding::new(INSTRUMENT_UNKNOWN, place, format!("no instrument `{id}`"))
                .hint(format!("there are {}", known.join(", ")));
            reader.findings.push(finding);
            return (None, reader.findings);
        };
        let organisation = reader.required(path, &tree, "organisation");
        let known_as = pacts.names.resolve(&organisation, Some(&id)).ok();
        if known_as.is_none() && !organisation.is_empty() {
            let line = Reader::line_of(&tree, "organisation");
            let place = Place::file(path).line(line).column("organisation");
            let fact = format!("nobody recorded here goes by the name `{organisation}`");
            let hint = "its positions are not shown; the report is written all the same";
            reader.findings.push(Finding::new(NAME_UNRESOLVED, place, fact).hint(hint));
        }
        let pledged = match reader.text(path, &tree, "pledged").as_str() {
            "" => Pledged::Yes,
            _ => reader.word(path, &tree, "pledged", yes_or_no).unwrap_or(Pledged::No),
        };
        let (signed, signs) = past_or_ahead(&mut reader, (path, &tree, "signed"), on);
        let (published, publishes) = past_or_ahead(&mut reader, (path, &tree, "published"), on);
        let mut pledge = Pledge {
            path: path.to_owned(),
            organisation,
            known_as,
            instrument,
            pledged,
            signed,
            published,
            signs,
            publishes,
            roles: crate::load::roles(&mut reader, path, &tree, "roles"),
            promises: Vec::new(),
            unknown: Vec::new(),
            duplicates: Vec::new(),
            evidence: Vec::new(),
            downstream: Vec::new(),
        };
        pledge.hold_against_beginning(&mut reader, &tree, pacts);
        pledge.hold_against_records(&mut reader, &tree, pacts, on);
        pledge.read_promises(&mut reader, &tree, pacts);
        pledge.read_evidence(&mut reader, &tree, pacts, on);
        for node in reader.entries(path, &tree, "downstream") {
            reader.only(path, node, &["product", "reason"]);
            pledge.downstream.push(Downstream {
                product: reader.required(path, node, "product"),
                reason: reader.required(path, node, "reason"),
            });
        }
        (Some(pledge), reader.findings)
    }

    /// Says so where it was signed before there was anything to sign.
    fn hold_against_beginning(&self, reader: &mut Reader, tree: &Node, pacts: &Pacts) {
        let Some(signed) = self.signed else { return };
        let Some(instrument) = pacts.instrument(self.instrument) else { return };
        let Some(begin) = instrument.not_yet(signed) else { return };
        let line = Reader::line_of(tree, "signed");
        let place = Place::file(&self.path).line(line).column("signed");
        let begins = format!("begins on {} ({})", begin.when.text(), begin.says);
        let signed = When::day(signed).text();
        let fact = format!("`signed` is {signed}, but the {} {begins}", instrument.name);
        let finding = Finding::new(DATE_BEFORE_INSTRUMENT, place, fact).hint("correct the date");
        reader.findings.push(finding);
    }

    /// Says so where the positions recorded by the day contradict the file.
    fn hold_against_records(&self, reader: &mut Reader, tree: &Node, pacts: &Pacts, on: Date) {
        let against = contradicting(pacts, self, on);
        // One is named: of those that rest on most, the latest.
        let Some(named) = against.iter().rev().min_by_key(|claim| claim.basis) else { return };
        let line = Reader::line_of(tree, "pledged");
        let place = Place::file(&self.path).line(line).column("pledged");
        let fact = format!(
            "`pledged` is `{}`, but {} ({})",
            self.pledged.as_str(),
            sentence(pacts, named),
            date_words(named)
        );
        let hint = match self.pledged {
            Pledged::Yes => "correct `pledged`, or state since when in `signed`",
            Pledged::No => "correct `pledged`",
        };
        reader.findings.push(Finding::new(PLEDGE_CONTRADICTED, place, fact).hint(hint));
    }

    fn read_promises(&mut self, reader: &mut Reader, tree: &Node, pacts: &Pacts) {
        let path = self.path.clone();
        let Some(instrument) = pacts.instrument(self.instrument) else { return };
        for node in reader.entries(&path, tree, "commitments") {
            reader.only(&path, node, &["id", "owner", "plan", "due", "systems"]);
            let place = Place::file(&path).line(node.at.line);
            let promise = Promise {
                id: reader.required(&path, node, "id"),
                owner: reader.text(&path, node, "owner"),
                plan: reader.text(&path, node, "plan"),
                due: reader.when(&path, node, "due").map(|when| when.last),
                systems: reader.texts(&path, node, "systems"),
                place: place.clone(),
            };
            let id = &promise.id;
            if instrument.commitment(id).is_none() {
                let known: Vec<&str> =
                    instrument.commitments.iter().map(|at| at.id.as_str()).collect();
                let fact = format!("the {} has no commitment `{id}`", instrument.name);
                let hint = format!("there are {}", known.join(", "));
                reader.findings.push(Finding::new(COMMITMENT_UNKNOWN, place, fact).hint(hint));
                self.unknown.push(promise);
            } else if self.promises.iter().any(|other| other.id == *id) {
                let fact = format!("`{id}` stands twice; the first is kept");
                reader.findings.push(Finding::new(COMMITMENT_DUPLICATE, place, fact));
                self.duplicates.push(promise);
            } else {
                self.promises.push(promise);
            }
        }
        for commitment in self.missing(instrument) {
            let fact = format!("every signatory takes `{}`; it is not here", commitment.id);
            let line = Reader::line_of(tree, "commitments");
            let place = Place::file(&path).line(line).column("commitments");
            reader.findings.push(Finding::new(COMMITMENT_MISSING, place, fact).hint("add it"));
        }
        self.hold_against_nothing(reader, tree, instrument);
    }

    /// Says so where nothing is promised: nothing would be counted.
    fn hold_against_nothing(&self, reader: &mut Reader, tree: &Node, instrument: &Instrument) {
        let none = self.promises.is_empty() && self.unknown.is_empty();
        if self.pledged != Pledged::Yes || !none || instrument.commitments.is_empty() {
            return;
        }
        if !self.missing(instrument).is_empty() {
            return;
        }
        let groups: Vec<&str> = instrument.groups.iter().map(|at| at.name.as_str()).collect();
        let line = Reader::line_of(tree, "commitments");
        let place = Place::file(&self.path).line(line).column("commitments");
        let fact = format!("the {} has none that every signatory takes", instrument.name);
        let hint = format!(
            "list those of what was signed, such as `{}`; there are {}",
            instrument.commitments.first().map_or("", |at| at.id.as_str()),
            groups.join(", ")
        );
        reader.findings.push(Finding::new(PLEDGE_EMPTY, place, fact).hint(hint));
    }

    /// Commitments that every signatory takes and that are not listed; none where nothing is pledged.
    pub(crate) fn missing<'i>(&self, instrument: &'i Instrument) -> Vec<&'i Commitment> {
        let taken = |id: &str| self.promises.iter().any(|promise| promise.id == id);
        let core = instrument.commitments.iter().filter(|at| instrument.is_core(&at.group));
        match self.pledged {
            Pledged::Yes => core.filter(|at| !taken(&at.id)).collect(),
            Pledged::No => Vec::new(),
        }
    }

    fn read_evidence(&mut self, reader: &mut Reader, tree: &Node, pacts: &Pacts, on: Date) {
        let path = self.path.clone();
        let Some(instrument) = pacts.instrument(self.instrument) else { return };
        for node in reader.entries(&path, tree, "evidence") {
            let keys =
                ["for", "says", "file", "sha256", "url", "by", "at", "valid_until", "systems"];
            reader.only(&path, node, &keys);
            let place = Place::file(&path).line(node.at.line);
            let evidence = Evidence {
                of: reader.texts(&path, node, "for"),
                says: reader.text(&path, node, "says"),
                file: reader.text(&path, node, "file"),
                sha256: reader.text(&path, node, "sha256").to_lowercase(),
                url: reader.address(&path, node, "url"),
                by: reader.text(&path, node, "by"),
                at: past(reader, &path, node, "at", on),
                valid_until: reader.when(&path, node, "valid_until").map(|when| when.last),
                systems: reader.texts(&path, node, "systems"),
                state: FileState::NotLooked,
                place: place.clone(),
            };
            let written_at = node.get("at").and_then(Node::text).unwrap_or_default();
            let mut tell = |kind, fact: String, hint: &str| {
                reader.findings.push(Finding::new(kind, place.clone(), fact).hint(hint));
            };
            for of in &evidence.of {
                if instrument.commitment(of).is_none() && Citation::parse(of).is_none() {
                    let fact = format!("`{of}` is neither a commitment nor a provision");
                    tell(EVIDENCE_UNPLACED, fact, "write an id, or a provision such as art.9");
                }
            }
            if evidence.of.is_empty() {
                let fact = "it does not say what it is for".to_owned();
                tell(EVIDENCE_UNPLACED, fact, "add `for`");
            }
            if evidence.file.is_empty() && evidence.url.is_empty() {
                let fact = format!("`{}` names neither a file nor an address", evidence.says);
                tell(EVIDENCE_EMPTY, fact, "add `file` or `url`");
            }
            if let Some((fact, add)) = unsigned(&evidence, written_at, on) {
                let hint = format!("{add}; until then it counts for nothing");
                tell(EVIDENCE_UNSIGNED, fact, &hint);
            }
            if evidence.is_over(on) {
                let until = evidence.valid_until.map(|at| When::day(at).words());
                let fact = format!("it held until {}", until.unwrap_or_default());
                tell(EVIDENCE_EXPIRED, fact, "renew it");
            }
            self.evidence.push(evidence);
        }
    }

    /// Looks at the files of the evidence. `look` gives the hash of a file in hexadecimal digits, or
    /// nothing if it is not there.
    pub fn look(&mut self, mut look: impl FnMut(&str) -> Option<String>) -> Vec<Finding> {
        let mut findings = Vec::new();
        for evidence in self.evidence.iter_mut().filter(|at| !at.file.is_empty()) {
            let file = &evidence.file;
            let place = evidence.place.clone();
            let mut tell = |kind, fact: String, hint: &str| {
                findings.push(Finding::new(kind, place.clone(), fact).hint(hint));
            };
            if !is_below(file) {
                let fact = format!("`{file}` lies outside the folder of the pledge");
                tell(EVIDENCE_OUTSIDE, fact, "name a file below it");
                evidence.state = FileState::Outside;
                continue;
            }
            let Some(hash) = look(file) else {
                let fact = format!("there is no file `{file}`");
                tell(EVIDENCE_FILE_GONE, fact, "put it back, or attach other evidence");
                evidence.state = FileState::Gone;
                continue;
            };
            let written = evidence.sha256.trim_start_matches("sha256:");
            evidence.state = if written.is_empty() {
                let fact = format!("no hash of `{file}` is written down");
                tell(EVIDENCE_WITHOUT_HASH, fact, &format!("add `sha256: {hash}`"));
                FileState::There
            } else if written == hash.trim_start_matches("sha256:") {
                FileState::There
            } else {
                let fact = format!("`{file}` is not the file that was attached");
                tell(EVIDENCE_CHANGED, fact, "look at it again and write down its hash");
                FileState::Changed
            };
        }
        findings
    }
}

/// A path that cannot lead out of its folder.
fn is_below(path: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part != "." && part != "..";
    !path.contains(['\\', ':', '\0']) && path.split('/').all(plain)
}

/// `yes`, `no`, and what YAML takes for them.
fn yes_or_no(word: &str) -> Option<Pledged> {
    match word {
        "yes" | "true" => Some(Pledged::Yes),
        "no" | "false" => Some(Pledged::No),
        _ => None,
    }
}

/// What an evidence lacks of who attached it and when, and what to do: a day that was written and cannot
/// be is another fault than none.
fn unsigned(evidence: &Evidence, written_at: &str, on: Date) -> Option<(String, &'static str)> {
    let nobody = evidence.by.is_empty();
    let (fact, add) = match (nobody, evidence.at, written_at.trim()) {
        (false, Some(_), _) => return None,
        (true, Some(_), _) => ("it does not say by whom it was attached", "add `by`"),
        (false, None, "") => ("it does not say when it was attached", "add `at`"),
        (true, None, "") => {
            ("it does not say by whom and when it was attached", "add `by` and `at`")
        }
        (_, None, day) => {
            let ahead = When::parse(day).is_some_and(|when| when.first > on);
            let fault = if ahead { "lies ahead" } else { "is no date" };
            let fact = format!("the day it was attached, `{day}`, {fault}");
            return Some(match nobody {
                true => (format!("{fact}, and it does not say by whom"), "add `by`, correct `at`"),
                false => (fact, "correct `at`"),
            });
        }
    };
    Some((fact.to_owned(), add))
}

/// A day under a key that cannot lie in the future.
fn past(reader: &mut Reader, path: &str, node: &Node, key: &str, on: Date) -> Option<Date> {
    past_or_ahead(reader, (path, node, key), on).0
}

/// The same, and beside it what was written where it lies in the future.
fn past_or_ahead(
    reader: &mut Reader,
    (path, node, key): (&str, &Node, &str),
    on: Date,
) -> (Option<Date>, Option<When>) {
    let Some(when) = reader.when(path, node, key) else { return (None, None) };
    if when.first > on {
        let fact = format!("`{key}` is {}, after the day asked about", when.text());
        let place = Place::file(path).line(Reader::line_of(node, key)).column(key);
        reader.findings.push(Finding::new(DATE_IN_FUTURE, place, fact).hint("correct the date"));
        return (None, Some(when));
    }
    (Some(when.last.min(on)), None)
}
