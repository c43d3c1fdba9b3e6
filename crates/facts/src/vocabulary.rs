use std::collections::BTreeMap;
use std::fmt;

/// A fact of one vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactIx(u16);

impl FactIx {
    /// The fact's position in [`Vocabulary::facts`].
    pub fn at(self) -> usize {
        usize::from(self.0)
    }
}

/// An option of a choice or a member of a set, by its position in the fact's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OptionIx(pub u8);

/// What a fact is a fact of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entity {
    /// The AI system, whoever uses it for whatever.
    System,
    /// One intended use of the system.
    Use,
    /// One provider, deployer or other actor.
    Actor,
    /// An AI model.
    Model,
}

impl Entity {
    /// `system`, `use`, `actor` or `model`.
    pub fn as_str(self) -> &'static str {
        match self {
            Entity::System => "system",
            Entity::Use => "use",
            Entity::Actor => "actor",
            Entity::Model => "model",
        }
    }
}

/// One option of a choice or one member of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionDef {
    /// The word used in files.
    pub id: String,
    /// The words shown to people.
    pub label: String,
}

/// The unit of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The unit as shown.
    pub symbol: String,
    /// Ways to write it, each with the power of ten by which it exceeds the unit.
    pub spellings: Vec<(String, i32)>,
}

/// What values a fact can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Yes or no.
    YesNo,
    /// Exactly one of the options.
    Choice(Vec<OptionDef>),
    /// Any of the members; those not named are unknown unless the set is said to be complete.
    Set(Vec<OptionDef>),
    /// An exact decimal number.
    Number(Unit),
    /// A day.
    Date,
}

impl Kind {
    /// The options of a choice or the members of a set.
    pub fn options(&self) -> &[OptionDef] {
        match self {
            Kind::Choice(options) | Kind::Set(options) => options,
            Kind::YesNo | Kind::Number(_) | Kind::Date => &[],
        }
    }

    /// `yes/no`, `choice`, `set`, `number` or `date`.
    pub fn as_str(&self) -> &'static str {
        match self {
            Kind::YesNo => "yes/no",
            Kind::Choice(_) => "choice",
            Kind::Set(_) => "set",
            Kind::Number(_) => "number",
            Kind::Date => "date",
        }
    }
}

/// One thing that can be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The word used in files and columns.
    pub id: String,
    /// The question, answerable by somebody who knows the system but not the Act.
    pub question: String,
    /// What counts and what does not.
    pub help: String,
    /// What values it can have.
    pub kind: Kind,
    /// What it is a fact of.
    pub of: Entity,
    /// Who can know the answer, in words (`provider`, `deployer`, `lawyer` …).
    pub known_by: Vec<String>,
    /// A legal judgement: anyone may propose it; attesting it needs a name and a reason.
    pub assessed: bool,
    /// Shared by many points (scope, roles, dates), so knowing it does not open any one of them.
    pub shared: bool,
    /// Many points ask for it beside what is their own (who uses the system, whether it judges people):
    /// it bears on them, but by itself it opens none.
    pub context: bool,
    /// The yes/no fact of a use that this one tells of the other uses of the same system: what is not
    /// stated follows from what is known of them, and is "no" where there is no other use.
    pub of_other_uses: Option<FactIx>,
}

/// One question whose "none of these" settles several facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// The word used in files.
    pub id: String,
    /// The question.
    pub question: String,
    /// What counts and what does not.
    pub help: String,
    /// What is known of each fact if the answer is "none of these".
    pub none: Vec<(FactIx, crate::Knowledge)>,
}

/// All facts that can be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    facts: Vec<Fact>,
    bundles: Vec<Bundle>,
    by_id: BTreeMap<String, FactIx>,
}

/// Why a fact cannot be added to a vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VocabularyError {
    /// The id is taken.
    Taken,
    /// More facts than a vocabulary holds.
    TooMany,
    /// More options than a fact holds.
    TooManyOptions,
}

impl fmt::Display for VocabularyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            VocabularyError::Taken => "the id is taken",
            VocabularyError::TooMany => "more than 65,535 facts",
            VocabularyError::TooManyOptions => "more than 64 options",
        })
    }
}

impl std::error::Error for VocabularyError {}

impl Vocabulary {
    /// Adds a fact.
    pub fn add(&mut self, fact: Fact) -> Result<FactIx, VocabularyError> {
        if self.by_id.contains_key(&fact.id) {
            return Err(VocabularyError::Taken);
        }
        if fact.kind.options().len() > 64 {
            return Err(VocabularyError::TooManyOptions);
        }
        let ix = FactIx(u16::try_from(self.facts.len()).map_err(|_| VocabularyError::TooMany)?);
        self.by_id.insert(fact.id.clone(), ix);
        self.facts.push(fact);
        Ok(ix)
    }

    /// Adds a bundle of this vocabulary's facts.
    pub fn add_bundle(&mut self, bundle: Bundle) {
        self.bundles.push(bundle);
    }

    /// All facts, in the order of the pack.
    pub fn facts(&self) -> impl Iterator<Item = (FactIx, &Fact)> {
        self.facts.iter().enumerate().map(|(at, fact)| (FactIx(at as u16), fact))
    }

    /// How many facts there are.
    pub fn len(&self) -> usize {
        self.facts.len()
    }

    /// Whether there is no fact.
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }

    /// All bundles, in the order of the pack.
    pub fn bundles(&self) -> &[Bundle] {
        &self.bundles
    }

    /// The fact with this id.
    pub fn find(&self, id: &str) -> Option<FactIx> {
        self.by_id.get(id).copied()
    }

    /// The fact, or `None` for a fact of another vocabulary.
    pub fn get(&self, ix: FactIx) -> Option<&Fact> {
        self.facts.get(ix.at())
    }

    /// The id of a fact.
    pub fn id(&self, ix: FactIx) -> &str {
        self.get(ix).map_or("", |fact| fact.id.as_str())
    }

    /// The id most like `id`, to help after a slip of the pen: with few other letters, or with words
    /// more or fewer behind it.
    pub fn nearest(&self, id: &str) -> Option<&str> {
        let ids = || self.facts.iter().map(|fact| fact.id.as_str());
        let goes_on = |long: &str, short: &str| {
            short.len() >= 6
                && long.strip_prefix(short).is_some_and(|rest| rest.starts_with(['_', '-', ' ']))
        };
        let shorter = || ids().filter(|known| goes_on(id, known)).max_by_key(|known| known.len());
        let longer = || ids().filter(|known| goes_on(known, id)).min_by_key(|known| known.len());
        nearest_word(id, ids()).or_else(shorter).or_else(longer)
    }
}

/// The word most like `word`, to help after a slip of the pen.
pub fn nearest_word<'w>(word: &str, among: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    // In a short word three letters are another word, not a slip.
    let most = match word.len() {
        0..=3 => 1,
        4..=9 => 2,
        _ => MAX_SLIP,
    };
    let near = |other: &'w str| Some((distance(word, other, most)?, other));
    among.filter_map(near).min().map(|(_, other)| other)
}

/// Most letters by which a slip of the pen differs from what was meant.
const MAX_SLIP: usize = 3;

/// Edit distance if it is at most `most`. Gives up as soon as it is more, and before anything is copied
/// if the lengths say so: the word comes from a file, can be as long as one, and can stand in every record.
fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    // A letter has four bytes at most.
    if a.len() / 4 > b.len() + most || a.chars().count().abs_diff(b.chars().count()) > most {
        return None;
    }
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    let mut next = Vec::with_capacity(row.len());
    for (i, left) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut last = i + 1;
        next.clear();
        next.push(last);
        for (above, right) in row.iter().skip(1).zip(&b) {
            let cost = (diagonal + usize::from(left != *right)).min(above + 1).min(last + 1);
            diagonal = *above;
            last = cost;
            next.push(cost);
        }
        if next.iter().all(|cost| *cost > most) {
            return None;
        }
        std::mem::swap(&mut row, &mut next);
    }
    row.last().copied().filter(|distance| *distance <= most)
}
