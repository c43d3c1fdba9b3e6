//! Which column is what.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use actlas_facts::{FactIx, Finding, Place, Vocabulary, nearest_word};
use thiserror::Error;

use crate::codes::MAPPED_MISSING;
use crate::names::{NAMES, NUMBERS, ROLES, UNSURE, USE_PURPOSES, USES};

/// What an organisation does with a system, in the words of the Act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Has it developed and offers it, or puts it into use, under its name.
    Provider,
    /// Uses it.
    Deployer,
    /// Brings it into the Union.
    Importer,
    /// Passes it on.
    Distributor,
    /// Acts for a provider outside the Union.
    AuthorisedRepresentative,
}

impl Role {
    const ALL: [Role; 5] = [
        Role::Provider,
        Role::Deployer,
        Role::Importer,
        Role::Distributor,
        Role::AuthorisedRepresentative,
    ];

    /// The word for it in the fact `actor_role`.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Provider => "provider",
            Role::Deployer => "deployer",
            Role::Importer => "importer",
            Role::Distributor => "distributor",
            Role::AuthorisedRepresentative => "authorised_representative",
        }
    }
}

/// What a column or field holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The id.
    Id,
    /// The name.
    Name,
    /// The purpose.
    Purpose,
    /// Other prose.
    Text,
    /// The organisation.
    Organisation,
    /// Its part.
    Unit,
    /// The country.
    Country,
    /// Who made it.
    Vendor,
    /// The vendor's name for it.
    Product,
    /// The language of the texts.
    Language,
    /// The stage.
    Stage,
    /// The kind.
    Kind,
    /// Where the record comes from.
    Origin,
    /// Models and components it is built on.
    BuiltOn,
    /// The record it is an instance of.
    InstanceOf,
    /// A fact.
    Fact(FactIx),
    /// The purpose of one of several uses, counted from 1.
    Use(u8),
    /// A fact of one of several uses.
    UseFact(u8, FactIx),
    /// Who has this role; several names are separated by `;`.
    Actor(Role),
}

impl Field {
    fn parse(text: &str, vocabulary: &Vocabulary) -> Option<Field> {
        Some(match text {
            "id" => Field::Id,
            "name" => Field::Name,
            "purpose" => Field::Purpose,
            "text" => Field::Text,
            "organisation" => Field::Organisation,
            "unit" => Field::Unit,
            "country" => Field::Country,
            "vendor" => Field::Vendor,
            "product" => Field::Product,
            "language" => Field::Language,
            "stage" => Field::Stage,
            "kind" => Field::Kind,
            "source" => Field::Origin,
            "built_on" => Field::BuiltOn,
            "instance_of" => Field::InstanceOf,
            other => return Field::parse_part(other, vocabulary),
        })
    }

    /// `fact:<id>`, `use:2`, `use:2:fact:<id>`, `actor:provider`.
    fn parse_part(text: &str, vocabulary: &Vocabulary) -> Option<Field> {
        if let Some(id) = text.strip_prefix("fact:") {
            return vocabulary.find(id).map(Field::Fact);
        }
        if let Some(role) = text.strip_prefix("actor:") {
            return Role::ALL.into_iter().find(|known| known.as_str() == role).map(Field::Actor);
        }
        let rest = text.strip_prefix("use:")?;
        let (number, fact) = match rest.split_once(":fact:") {
            Some((number, fact)) => (number, Some(fact)),
            None => (rest, None),
        };
        let number = number.parse().ok().filter(|number| (1..=MAX_USES).contains(number))?;
        match fact {
            Some(id) => vocabulary.find(id).map(|fact| Field::UseFact(number, fact)),
            None => Some(Field::Use(number)),
        }
    }

    /// The word used in a mapping file.
    pub fn word(&self, vocabulary: &Vocabulary) -> String {
        let word = match self {
            Field::Id => "id",
            Field::Name => "name",
            Field::Purpose => "purpose",
            Field::Text => "text",
            Field::Organisation => "organisation",
            Field::Unit => "unit",
            Field::Country => "country",
            Field::Vendor => "vendor",
            Field::Product => "product",
            Field::Language => "language",
            Field::Stage => "stage",
            Field::Kind => "kind",
            Field::Origin => "source",
            Field::BuiltOn => "built_on",
            Field::InstanceOf => "instance_of",
            Field::Fact(fact) => return format!("fact:{}", vocabulary.id(*fact)),
            Field::Use(number) => return format!("use:{number}"),
            Field::UseFact(number, fact) => {
                return format!("use:{number}:fact:{}", vocabulary.id(*fact));
            }
            Field::Actor(role) => return format!("actor:{}", role.as_str()),
        };
        word.to_owned()
    }

    /// Whether several columns may hold it.
    fn repeats(&self) -> bool {
        // Two columns for one fact are two statements: if they differ, that is a conflict, not a choice.
        matches!(
            self,
            Field::Text
                | Field::Purpose
                | Field::BuiltOn
                | Field::Fact(_)
                | Field::Use(_)
                | Field::UseFact(..)
                | Field::Actor(_)
        )
    }
}

/// Letters and digits of a name, in lower case and without accents: `Finalité`, written with one
/// character or two for the last letter, and `FINALITE` are the same name.
fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    if name.is_ascii() {
        let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
        plain.extend(letters.map(|byte| char::from(byte.to_ascii_lowercase())));
        return plain;
    }
    for c in name.to_lowercase().chars().filter(|c| c.is_alphanumeric()) {
        match c {
            'à' | 'á' | 'â' | 'ä' => plain.push('a'),
            'ç' => plain.push('c'),
            'è' | 'é' | 'ê' | 'ë' => plain.push('e'),
            'ì' | 'í' | 'î' | 'ï' => plain.push('i'),
            'ò' | 'ó' | 'ô' | 'ö' => plain.push('o'),
            'ù' | 'ú' | 'û' | 'ü' => plain.push('u'),
            'ñ' => plain.push('n'),
            'ß' => plain.push_str("ss"),
            c => plain.push(c),
        }
    }
    plain
}

/// The id of a column `fact:<id>`.
pub(crate) fn fact_id(name: &str) -> Option<&str> {
    let (start, id) = name.split_once(':')?;
    start.trim().eq_ignore_ascii_case("fact").then_some(id.trim())
}

/// Which columns of a file are known.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seen {
    /// All.
    All,
    /// Those of its first record; others may have more.
    First,
}

/// A longer name is prose with a stroke in it.
const LONGEST_IN_LANGUAGES: usize = 120;

/// How sure it is what a name stands for. Of several columns for one field, the surest has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sure {
    /// A name that stands for it if no other does.
    Perhaps,
    /// One of the names that registers use.
    Known,
    /// The word of the field itself, or `fact:<id>`.
    Own,
    /// The user says so.
    Told,
}

/// Which column name stands for which field: the user's word
/// (`{"Column": "purpose", "Other": "fact:uses_biometric_data"}`), then the built-in names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    told: BTreeMap<String, Option<Field>>,
    /// The columns that the user named, as written.
    told_names: Vec<String>,
    names: BTreeMap<String, Field>,
    starts: Vec<(String, Field)>,
    unsure: BTreeMap<String, Field>,
    roles: BTreeMap<String, Role>,
    uses: Vec<String>,
    use_purposes: Vec<String>,
}

impl Default for Mapping {
    /// The built-in names.
    fn default() -> Mapping {
        let (told, names) = (BTreeMap::new(), BTreeMap::new());
        let mut mapping = Mapping {
            told,
            told_names: Vec::new(),
            names,
            starts: Vec::new(),
            unsure: UNSURE.iter().map(|(name, field)| (plain(name), field.clone())).collect(),
            roles: ROLES.iter().map(|(name, role)| (plain(name), *role)).collect(),
            uses: USES.iter().map(|name| plain(name)).collect(),
            use_purposes: USE_PURPOSES.iter().map(|name| plain(name)).collect(),
        };
        for (name, field) in NAMES {
            match name.strip_suffix('*') {
                Some(start) => mapping.starts.push((plain(start), field.clone())),
                None => {
                    mapping.names.insert(plain(name), field.clone());
                }
            }
        }
        mapping
    }
}

/// Why a mapping file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MappingError {
    /// It is not YAML or JSON.
    #[error("{0}")]
    NotATree(actlas_yaml::Error),
    /// It is not a map of names.
    #[error("a mapping is a map of column names to fields, such as `Goal: purpose`")]
    NotAMap,
    /// A field does not exist.
    #[error("line {line}: `{field}` is no field; give one of {FIELDS}, `fact:<id>` or `ignore`")]
    NoField {
        /// The line.
        line: u64,
        /// What was given.
        field: String,
    },
}

const FIELDS: &str = "id, name, purpose, text, organisation, unit, country, vendor, product, language, \
                      stage, kind, source, built_on, instance_of, `use:<n>`, `actor:<role>`";

/// Most uses that columns can tell apart.
const MAX_USES: u8 = 99;

impl Mapping {
    /// Reads a mapping (YAML, of which JSON is a part).
    pub fn read(text: &str, vocabulary: &Vocabulary) -> Result<Mapping, MappingError> {
        let trees = actlas_yaml::parse(text).map_err(MappingError::NotATree)?;
        let entries =
            trees.first().and_then(actlas_yaml::Node::map).ok_or(MappingError::NotAMap)?;
        let mut mapping = Mapping::default();
        for (column, field) in entries {
            let (Some(column), Some(word)) = (column.text(), field.text()) else {
                return Err(MappingError::NotAMap);
            };
            let parsed = match word {
                "ignore" => None,
                word => match Field::parse(word, vocabulary) {
                    Some(field) => Some(field),
                    None => {
                        let (line, field) = (field.at.line, word.to_owned());
                        return Err(MappingError::NoField { line, field });
                    }
                },
            };
            mapping.told.insert(plain(column), parsed);
            mapping.told_names.push(column.to_owned());
        }
        Ok(mapping)
    }

    /// Whether a column that holds ids holds running numbers.
    pub(crate) fn is_running(&self, name: &str) -> bool {
        let word = plain(name);
        let is_number = NUMBERS.contains(&name.trim().to_lowercase().as_str());
        (is_number || self.unsure.contains_key(&word)) && !self.told.contains_key(&word)
    }

    /// Whether the user said anything about columns.
    pub(crate) fn is_told(&self) -> bool {
        !self.told.is_empty()
    }

    /// Whether the user said what a column is, or that it is none.
    pub(crate) fn is_told_of(&self, name: &str) -> bool {
        self.told.contains_key(&plain(name))
    }

    /// Whether the user named a column that says what a record is an instance of.
    pub fn names_bases(&self) -> bool {
        self.told.values().any(|field| *field == Some(Field::InstanceOf))
    }

    /// Says which columns that the user named a file does not have. A mapping may be for several files: a
    /// name that resembles no column is told only of a file that has none of those named, and whose
    /// columns are all known.
    pub(crate) fn missing(&self, path: &str, names: &[&str], seen: Seen) -> Vec<Finding> {
        let here: BTreeSet<String> = names.iter().map(|name| plain(name)).collect();
        let fits_nothing = seen == Seen::All && !self.told.keys().any(|told| here.contains(told));
        let free: Vec<&str> =
            names.iter().copied().filter(|name| !self.told.contains_key(&plain(name))).collect();
        let finding = |name: &String| {
            let hint = match nearest_word(name, free.iter().copied()) {
                Some(near) => format!("is `{}` meant?", near.trim()),
                None if fits_nothing => {
                    "the line that starts with `read` says which there are".to_owned()
                }
                None => return None,
            };
            let shown: String = name.chars().take(60).collect();
            let says = format!("the mapping names a column `{shown}`, and there is none");
            Some(Finding::new(MAPPED_MISSING, Place::file(path), says).hint(hint))
        };
        let missing = self.told_names.iter().filter(|name| !here.contains(&plain(name)));
        missing.filter_map(finding).collect()
    }

    /// Whether a text of this name says what a system is meant for.
    pub(crate) fn is_purpose(&self, name: &str, vocabulary: &Vocabulary) -> bool {
        let name = Name { name, word: plain(name) };
        let parts = Parts { roles: Several::No, uses: Several::No };
        matches!(self.field(&name, parts, vocabulary), Some((Field::Purpose, _)))
    }

    /// The field of a column, and how sure that is.
    fn field(&self, name: &Name, parts: Parts, vocabulary: &Vocabulary) -> Option<(Field, Sure)> {
        let Name { name, word } = name;
        if let Some(told) = self.told.get(word) {
            return told.clone().map(|field| (field, Sure::Told));
        }
        if let Some(id) = fact_id(name) {
            return vocabulary.find(id).map(|fact| (Field::Fact(fact), Sure::Own));
        }
        if let Some((number, id)) = self.use_of(name, word) {
            return match (parts.uses, id) {
                (_, Some(id)) => {
                    vocabulary.find(id).map(|fact| (Field::UseFact(number, fact), Sure::Own))
                }
                (Several::Yes, None) => Some((Field::Use(number), Sure::Own)),
                (Several::No, None) => Some((Field::Purpose, Sure::Known)),
            };
        }
        if let (Several::Yes, Some(role)) = (parts.roles, self.roles.get(word)) {
            return Some((Field::Actor(*role), Sure::Own));
        }
        // No word of a field is longer, but for those of a fact.
        if name.len() <= 24 || name.contains(':') {
            let own = name.trim().to_lowercase();
            if let Some(field) = Field::parse(&own, vocabulary) {
                return Some((field, Sure::Own));
            }
        }
        let starts = |(start, _): &&(String, Field)| word.starts_with(start.as_str());
        let known = self.names.get(word);
        let known = known.or_else(|| self.starts.iter().find(starts).map(|(_, field)| field));
        let unsure = || {
            let is_number = NUMBERS.contains(&name.trim().to_lowercase().as_str());
            is_number.then_some(&Field::Id).or_else(|| self.unsure.get(word))
        };
        let known = known.map(|field| (field, Sure::Known));
        let named = known.or_else(|| unsure().map(|field| (field, Sure::Perhaps)));
        let named = named.map(|(field, sure)| (field.clone(), sure));
        named.or_else(|| self.in_languages(name).map(|field| (field, Sure::Perhaps)))
    }

    /// The field of a name that stands there in several languages, as in `Zweck / Finalité`: what all its
    /// parts say that are known.
    fn in_languages(&self, name: &str) -> Option<Field> {
        let is_between = |c: char| matches!(c, '/' | '|' | '\n');
        if !name.contains(is_between) || name.len() > LONGEST_IN_LANGUAGES {
            return None;
        }
        let words = name.split(is_between).map(plain);
        let mut fields =
            words.filter_map(|word| self.names.get(&word).or_else(|| self.unsure.get(&word)));
        let first = fields.next()?;
        fields.all(|field| field == first).then(|| first.clone())
    }

    /// The number of the use that a column is about and, if it is about a fact of it, the fact's id.
    fn use_of<'n>(&self, name: &'n str, word: &str) -> Option<(u8, Option<&'n str>)> {
        let starts = |known: &String| word.starts_with(known.as_str());
        if !word.bytes().any(|byte| byte.is_ascii_digit()) || !self.uses.iter().any(starts) {
            return None;
        }
        let (head, id) = match name.rsplit_once(':') {
            Some((head, id)) if plain(head).ends_with("fact") => (head, Some(id.trim())),
            _ => (name, None),
        };
        let word = plain(head);
        let word = if id.is_some() { word.strip_suffix("fact")? } else { word.as_str() };
        let digit = word.find(|c: char| c.is_ascii_digit())?;
        let (start, rest) = word.split_at_checked(digit)?;
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (number, behind) = rest.split_at_checked(end)?;
        let number = number.parse().ok().filter(|number| (1..=MAX_USES).contains(number))?;
        let known = self.uses.iter().any(|known| known == start)
            && self.use_purposes.iter().any(|known| known == behind);
        known.then_some((number, id))
    }

    /// Which parts of a record have columns of their own. One column for a use, or for a role, is no
    /// sign of several: it is another word for purpose, for vendor or for organisation.
    fn parts<'n>(&self, names: impl Iterator<Item = &'n Name<'n>>) -> Parts {
        let (mut uses, mut roles) = (BTreeSet::new(), BTreeSet::<Role>::new());
        for Name { name, word } in names {
            uses.extend(self.use_of(name, word).map(|(number, _)| number));
            if let Some(role) = self.roles.get(word).filter(|_| !self.told.contains_key(word)) {
                roles.insert(*role);
            }
        }
        let several = |count: usize| if count > 1 { Several::Yes } else { Several::No };
        Parts { uses: several(uses.len()), roles: several(roles.len()) }
    }
}

/// A name as written, and its letters and digits.
struct Name<'n> {
    name: &'n str,
    word: String,
}

/// Whether there are several of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Several {
    Yes,
    No,
}

/// Whether columns tell several uses, and several roles, apart.
#[derive(Clone, Copy, Debug)]
struct Parts {
    uses: Several,
    roles: Several,
}

/// What was mapped to what in one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapped {
    /// The file.
    pub path: String,
    /// How it was read: `CSV, delimiter ;, header in row 2`.
    pub format: String,
    /// Columns and the words of their fields.
    pub columns: Vec<(String, String)>,
    /// Columns that were not read.
    pub ignored: Vec<String>,
}

impl fmt::Display for Mapped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let column = |(column, field): &(String, String)| {
            let shown = shorten(column);
            if plain(column) == plain(field) { shown } else { format!("{shown} → {field}") }
        };
        let columns: Vec<String> = self.columns.iter().map(column).collect();
        write!(f, "{}: {}", self.path, self.format)?;
        if !columns.is_empty() {
            write!(f, "; {}", columns.join(", "))?;
        }
        if !self.ignored.is_empty() {
            let ignored: Vec<String> = self.ignored.iter().map(|at| shorten(at)).collect();
            write!(f, "; not read: {}", ignored.join(", "))?;
        }
        Ok(())
    }
}

fn shorten(name: &str) -> String {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.chars().count() <= 40 {
        return format!("`{name}`");
    }
    let start: String = name.chars().take(38).collect();
    format!("`{start}…`")
}

/// The fields of the columns of a table, or of the keys of an object. A field that does not repeat
/// belongs to the column that names it most surely; of several such, to the first.
pub(crate) fn assign<'n>(
    names: impl Iterator<Item = &'n str>,
    mapping: &Mapping,
    vocabulary: &Vocabulary,
) -> Vec<Option<Field>> {
    assign_among(names.map(|name| (name, Holds::Something)), mapping, vocabulary)
}

/// Whether there is anything under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    Something,
    Nothing,
}

/// The same, where a name that holds nothing stands for nothing. It still tells what others mean.
pub(crate) fn assign_among<'n>(
    names: impl Iterator<Item = (&'n str, Holds)>,
    mapping: &Mapping,
    vocabulary: &Vocabulary,
) -> Vec<Option<Field>> {
    let names: Vec<(Name, Holds)> =
        names.map(|(name, holds)| (Name { name, word: plain(name) }, holds)).collect();
    let parts = mapping.parts(names.iter().map(|(name, _)| name));
    let field = |(name, holds): &(Name, Holds)| match holds {
        Holds::Something => mapping.field(name, parts, vocabulary),
        Holds::Nothing => None,
    };
    let named: Vec<Option<(Field, Sure)>> = names.iter().map(field).collect();
    let mut owners: BTreeMap<&Field, (Sure, usize)> = BTreeMap::new();
    for (at, (field, sure)) in
        named.iter().enumerate().filter_map(|(at, named)| Some((at, named.as_ref()?)))
    {
        let owner = owners.entry(field).or_insert((*sure, at));
        if *sure > owner.0 {
            *owner = (*sure, at);
        }
    }
    let has = |at: usize, field: &Field| {
        field.repeats() || owners.get(field).is_some_and(|(_, owner)| *owner == at)
    };
    let mine = |(at, named): (usize, &Option<(Field, Sure)>)| {
        named.as_ref().map(|(field, _)| field).filter(|field| has(at, field)).cloned()
    };
    named.iter().enumerate().map(mine).collect()
}
