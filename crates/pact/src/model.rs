//! What the pacts hold.

use actlas_facts::{Date, Place};
use actlas_law::View;

use crate::date::When;
use crate::names::Names;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant,)* }

        impl $name {
            /// All of them, in order.
            pub const ALL: &[$name] = &[$($name::$variant),*];

            /// The word in files.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }

            /// From the word in files.
            pub fn parse(word: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|at| at.as_str() == word)
            }
        }
    };
}
pub(crate) use words;

words! {
    /// What an organisation is said to have done about an instrument.
    Position {
        /// It takes part.
        Signed = "signed",
        /// It takes part in some chapters, or with some services.
        Partial = "partial",
        /// It said that it will take part.
        Announced = "announced",
        /// It said something that leaves both open.
        Undecided = "undecided",
        /// It said, or is said to have said, that it will not, for now or for good.
        Declined = "declined",
        /// It took part and no longer does.
        Left = "left",
        /// It is not on a list.
        Absent = "absent",
    }
}

words! {
    /// What a claim about a position rests on.
    Basis {
        /// The organisation's own words.
        OwnStatement = "own-statement",
        /// The list of whoever keeps the instrument, or a copy of it.
        OfficialList = "official-list",
        /// Somebody reports it.
        PressReport = "press-report",
        /// Nothing but the lack of a name on a list.
        Absence = "absence",
    }
}

words! {
    /// What the date of a claim is the date of.
    DateIs {
        /// The act itself.
        SignedOn = "signed-on",
        /// A list that shows it; the act lies before.
        ListedBy = "listed-by",
        /// The organisation's statement.
        StatedOn = "stated-on",
        /// The report.
        ReportedOn = "reported-on",
        /// The day it was seen somewhere.
        SeenOn = "seen-on",
    }
}

words! {
    /// What happened beside the positions.
    EventKind {
        /// A release in the Union came later.
        ReleaseDelayed = "release-delayed",
        /// A release was kept from the Union.
        ReleaseWithheld = "release-withheld",
        /// Somebody said something that matters.
        Statement = "statement",
    }
}

words! {
    /// Who a commitment or duty speaks to.
    Role {
        /// Everybody.
        All = "all",
        /// Who develops a system or has it developed and offers it.
        Provider = "provider",
        /// Who uses a system under its own authority.
        Deployer = "deployer",
        /// Who offers a general-purpose model.
        GpaiProvider = "gpai-provider",
    }
}

words! {
    /// How one takes part, for sentences.
    Verb {
        /// One signs it.
        Sign = "sign",
        /// One joins it.
        Join = "join",
    }
}

words! {
    /// Whether a refusal leaves the door open.
    Later {
        /// Later entry was not excluded.
        Open = "open",
        /// Nothing was said about later.
        NotSaid = "",
    }
}

words! {
    /// How closely a commitment fits the provisions it is set beside.
    Fit {
        /// It asks for much the same.
        Close = "close",
        /// It is of the same spirit only, so keeping it shows nothing about them.
        Loose = "loose",
    }
}

words! {
    /// What shows a commitment kept, apart from evidence.
    KeptBy {
        /// Evidence that people attach.
        Evidence = "evidence",
        /// The map of systems itself.
        Map = "map",
    }
}

words! {
    /// What a count says of the true number, by its key in files.
    Bound {
        /// It is the number.
        Exact = "count",
        /// It is that or more.
        AtLeast = "at_least",
        /// It is more.
        MoreThan = "more_than",
    }
}

/// Where something was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceRef {
    /// The address; empty if only a title is known.
    pub url: String,
    /// Who published it, or what it is called.
    pub title: String,
    /// Its language.
    pub language: String,
}

impl SourceRef {
    /// Whether nothing is known of it.
    pub fn is_empty(&self) -> bool {
        self.url.is_empty() && self.title.is_empty()
    }

    /// A short name: the title, or the host of the address.
    pub fn name(&self) -> &str {
        if !self.title.is_empty() {
            return &self.title;
        }
        let rest = self.url.split_once("://").map_or(self.url.as_str(), |(_, rest)| rest);
        rest.split(['/', '?', '#']).next().unwrap_or(rest).trim_start_matches("www.")
    }
}

/// The number of an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrgIx(pub usize);

/// The number of an instrument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstrumentIx(pub usize);

/// An organisation and its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// The word used in files and addresses.
    pub id: String,
    /// The name to show.
    pub name: String,
    /// The country of its seat; empty if not checked.
    pub country: String,
    /// Other names by language; `any` where it does not matter.
    pub names: Vec<(String, String)>,
    /// Names that mean it only within an instrument.
    pub names_in: Vec<(String, String)>,
    /// Whether a name of capitals is read only where all of it is capitals.
    pub exact: bool,
    /// Whether its name is also an English word: `Orange`.
    pub common: bool,
}

/// What joining or staying out changes in law.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// In short.
    pub says: String,
    /// The provision, in words.
    pub provision: String,
    /// What the provision says about it, where it is not its subject.
    pub about: String,
    /// Where it was read.
    pub source: SourceRef,
    /// What is not certain about it.
    pub unsure: String,
}

/// How one joins, leaves or reports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Procedure {
    /// In short.
    pub says: String,
    /// After how many months a report is due, if it is.
    pub after_months: Option<u32>,
    /// Where it was read.
    pub source: SourceRef,
    /// What is not certain about it.
    pub unsure: String,
}

impl Instrument {
    /// What makes it exist, if it did not exist yet on a day: that nobody takes part is then no finding.
    pub fn not_yet(&self, on: Date) -> Option<&Dated> {
        self.begins.as_ref().or(self.dates.first()).filter(|dated| on < dated.when.first)
    }

    /// The counts that can be of a day or earlier; none before it existed, whatever month they are dated to.
    pub fn counts_by(&self, on: Date) -> impl DoubleEndedIterator<Item = &Count> {
        let exists = self.not_yet(on).is_none();
        self.counts.iter().filter(move |count| exists && count.when.first <= on)
    }
}

/// Something that happened to an instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// When.
    pub when: When,
    /// What.
    pub says: String,
    /// Where it was read.
    pub source: SourceRef,
    /// What is not certain about it.
    pub unsure: String,
}

/// How many took part on a day, as somebody counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// When.
    pub when: When,
    /// How many.
    pub number: u32,
    /// Whether it is the number or a bound.
    pub bound: Bound,
    /// Of what.
    pub of: String,
    /// Where it was read.
    pub source: SourceRef,
    /// What is not certain about it.
    pub unsure: String,
}

impl Count {
    /// `115`, `28 or more`, or `more than 120`.
    pub fn words(&self) -> String {
        match self.bound {
            Bound::Exact => self.number.to_string(),
            Bound::AtLeast => format!("{} or more", self.number),
            Bound::MoreThan => format!("more than {}", self.number),
        }
    }
}

/// A chapter, section or kind of commitments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupDef {
    /// The word used in files.
    pub id: String,
    /// The heading.
    pub name: String,
    /// Whether every signatory takes it.
    pub always: bool,
}

/// One promise of an instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// The word used in files.
    pub id: String,
    /// The group it stands in.
    pub group: String,
    /// Whom it speaks to, in words.
    pub addressee: String,
    /// Whom it speaks to.
    pub roles: Vec<Role>,
    /// In our own words.
    pub says: String,
    /// The provisions of the Act it anticipates or resembles, as cited in the law pack.
    pub anticipates: Vec<String>,
    /// What else to know of that.
    pub also: String,
    /// How closely it fits them.
    pub fit: Fit,
    /// What evidence would show it kept.
    pub shown_by: String,
    /// What shows it kept.
    pub kept_by: KeptBy,
    /// Where it was read.
    pub source: SourceRef,
    /// Why it is not confirmed; empty if it is.
    pub unsure: String,
}

/// A voluntary instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instrument {
    /// The word used in files and addresses.
    pub id: String,
    /// Its name.
    pub name: String,
    /// A short name for pictures.
    pub short: String,
    /// Who keeps it.
    pub issuer: String,
    /// Its place in lists.
    pub order: u32,
    /// How one takes part.
    pub verb: Verb,
    /// What it is.
    pub what: String,
    /// What joining changes in law.
    pub joining: Effect,
    /// What staying out changes in law.
    pub staying_out: Effect,
    /// How one joins.
    pub join: Procedure,
    /// How one leaves.
    pub leave: Procedure,
    /// How one reports.
    pub report: Procedure,
    /// Its groups of commitments.
    pub groups: Vec<GroupDef>,
    /// What happened to it.
    pub dates: Vec<Dated>,
    /// From when it exists, where it was in the making before.
    pub begins: Option<Dated>,
    /// How many took part, as counted.
    pub counts: Vec<Count>,
    /// What is not known of it.
    pub unknown: Vec<String>,
    /// Its commitments.
    pub commitments: Vec<Commitment>,
}

/// Somebody's claim about the position of an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Whose position.
    pub organisation: OrgIx,
    /// Towards what.
    pub instrument: InstrumentIx,
    /// The name as the row has it.
    pub named_as: String,
    /// The position.
    pub position: Position,
    /// What it rests on.
    pub basis: Basis,
    /// When, if known.
    pub when: Option<When>,
    /// What the date is the date of.
    pub date_is: Option<DateIs>,
    /// What it covers, or how it came about.
    pub scope: String,
    /// The reason as stated.
    pub reason: String,
    /// Whether a refusal leaves later entry open.
    pub later: Later,
    /// The chapters it covers, if not all.
    pub chapters: Vec<String>,
    /// The service it is about, if not the organisation as a whole.
    pub service: String,
    /// What is not certain about it.
    pub unsure: String,
    /// Where it was read.
    pub source: SourceRef,
    /// Where the row stands.
    pub place: Place,
}

/// Something that happened beside the positions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub when: When,
    /// To whom.
    pub organisation: OrgIx,
    /// In connection with what, if with anything.
    pub instrument: Option<InstrumentIx>,
    /// Of what kind.
    pub kind: EventKind,
    /// What.
    pub says: String,
    /// The reason as stated.
    pub reason: String,
    /// What is not certain about it.
    pub unsure: String,
    /// Where it was read.
    pub source: SourceRef,
}

/// A duty in short, as one act words it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// The act, by its id in the law pack; empty where all acts word it alike.
    pub by: String,
    /// In short.
    pub says: String,
}

/// A duty of the Act that pledges anticipate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// The provision, as cited in the law pack.
    pub provision: String,
    /// Who owes it.
    pub of: Vec<Role>,
    /// What brings it.
    pub when: crate::map::Trigger,
    /// In short, by the acts that word it, in their order.
    pub says: Vec<Wording>,
}

impl Duty {
    /// In short, as the act words it that speaks.
    pub fn says(&self, view: &View) -> &str {
        let acts = &view.pack().acts;
        let speaks = |at: &&Wording| {
            at.by.is_empty() || acts.iter().take(view.speaks().0 + 1).any(|act| act.id == at.by)
        };
        let wording = self.says.iter().rfind(speaks).or(self.says.first());
        wording.map_or("", |at| at.says.as_str())
    }
}

/// What a row says that could be read but is not drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About {
    /// Whose position.
    pub organisation: OrgIx,
    /// Towards what.
    pub instrument: InstrumentIx,
    /// The position.
    pub position: Position,
    /// When, if known.
    pub when: Option<When>,
}

/// A row that was read but is not drawn, kept so that nothing is lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Where it stands.
    pub place: Place,
    /// What it says.
    pub says: String,
    /// Why it is not drawn.
    pub why: String,
    /// What it says, if it is a position that could be read.
    pub about: Option<About>,
}

/// Instruments, organisations, positions and events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pacts {
    /// Organisations, in the order of their names.
    pub organisations: Vec<Organisation>,
    /// Instruments, in their order.
    pub instruments: Vec<Instrument>,
    /// Positions with a source, in the order of instrument, organisation and date.
    pub claims: Vec<Claim>,
    /// Events, in the order of time.
    pub events: Vec<Event>,
    /// Duties that pledges anticipate.
    pub duties: Vec<Duty>,
    /// What is not drawn.
    pub left_out: Vec<LeftOut>,
    /// Who goes by which name.
    pub names: Names,
    /// The hash of the files.
    pub hash: String,
}

impl Pacts {
    /// An organisation.
    pub fn organisation(&self, at: OrgIx) -> Option<&Organisation> {
        self.organisations.get(at.0)
    }

    /// The name of an organisation.
    pub fn name(&self, at: OrgIx) -> &str {
        self.organisation(at).map_or("", |organisation| organisation.name.as_str())
    }

    /// An instrument.
    pub fn instrument(&self, at: InstrumentIx) -> Option<&Instrument> {
        self.instruments.get(at.0)
    }

    /// The instrument of an id.
    pub fn find_instrument(&self, id: &str) -> Option<InstrumentIx> {
        self.instruments.iter().position(|at| at.id == id).map(InstrumentIx)
    }
}

impl Instrument {
    /// The commitment of an id.
    pub fn commitment(&self, id: &str) -> Option<&Commitment> {
        self.commitments.iter().find(|at| at.id == id)
    }

    /// Whether every signatory takes the commitments of a group.
    pub fn is_core(&self, group: &str) -> bool {
        self.groups.iter().any(|at| at.id == group && at.always)
    }

    /// The heading of a group; its id if it has none.
    pub fn group_name<'i>(&'i self, group: &'i str) -> &'i str {
        self.groups.iter().find(|at| at.id == group).map_or(group, |at| at.name.as_str())
    }
}
