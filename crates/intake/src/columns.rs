//! Which column is what.

use std::collections::BTreeMap;
use std::fmt;

use actlas_facts::{FactIx, Vocabulary};
use thiserror::Error;

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
}

/// Recognised column names in English, Dutch, French and German. A name matches if it is the same
/// after lower-casing and dropping accents and everything but letters and digits; a name that ends in
/// `*` matches every column that starts with it. `type` is none of them: it is every register's own
/// taxonomy, and a "model" in it is seldom a model in the sense of the Act.
const NAMES: &[(&str, Field)] = &[
    ("id", Field::Id),
    ("use case id*", Field::Id),
    ("identifier", Field::Id),
    ("system id", Field::Id),
    ("record id", Field::Id),
    ("pstw id", Field::Id),
    ("uuid", Field::Id),
    ("reference", Field::Id),
    ("kenmerk", Field::Id),
    ("identifiant", Field::Id),
    ("kennung", Field::Id),
    ("name", Field::Name),
    ("title", Field::Name),
    ("use case name", Field::Name),
    ("name of use case", Field::Name),
    ("use case title", Field::Name),
    ("ai use case", Field::Name),
    ("ai use case name", Field::Name),
    ("system name", Field::Name),
    ("tool name", Field::Name),
    ("tool/application name", Field::Name),
    ("algorithm", Field::Name),
    ("algorithm name", Field::Name),
    ("naam", Field::Name),
    ("titel", Field::Name),
    ("nom", Field::Name),
    ("nom de l'algorithme", Field::Name),
    ("nom du système", Field::Name),
    ("intitulé", Field::Name),
    ("titre", Field::Name),
    ("bezeichnung", Field::Name),
    ("bezeichnung des systems", Field::Name),
    ("purpose", Field::Purpose),
    ("purpose text", Field::Purpose),
    ("intended purpose*", Field::Purpose),
    ("what is the intended purpose*", Field::Purpose),
    ("what problem is the ai intended to solve*", Field::Purpose),
    ("problem solved", Field::Purpose),
    ("goal", Field::Purpose),
    ("doel", Field::Purpose),
    ("doel en impact", Field::Purpose),
    ("finalité", Field::Purpose),
    ("finalités", Field::Purpose),
    ("objectif", Field::Purpose),
    ("objectifs", Field::Purpose),
    ("zweck", Field::Purpose),
    ("zweckbestimmung", Field::Purpose),
    ("description", Field::Text),
    ("description of*", Field::Text),
    ("description short", Field::Text),
    ("short description", Field::Text),
    ("summary", Field::Text),
    ("benefits", Field::Text),
    ("what are the expected benefits*", Field::Text),
    ("outputs", Field::Text),
    ("system outputs", Field::Text),
    ("describe the ai system*", Field::Text),
    ("describe any data used*", Field::Text),
    ("data description", Field::Text),
    ("agency owned data description", Field::Text),
    ("which, if any, demographic variables*", Field::Text),
    ("demographic variables*", Field::Text),
    ("demographic features", Field::Text),
    ("what are the potential impacts*", Field::Text),
    ("hi potential impacts", Field::Text),
    ("justification", Field::Text),
    ("hi justification", Field::Text),
    ("omschrijving", Field::Text),
    ("beschrijving", Field::Text),
    ("résumé", Field::Text),
    ("beschreibung", Field::Text),
    ("organisation", Field::Organisation),
    ("organization", Field::Organisation),
    ("agency", Field::Organisation),
    ("agency name", Field::Organisation),
    ("department", Field::Organisation),
    ("operator", Field::Organisation),
    ("deployer", Field::Organisation),
    ("publishing body", Field::Organisation),
    ("responsible organisation", Field::Organisation),
    ("organisatie", Field::Organisation),
    ("organisme", Field::Organisation),
    ("administration", Field::Organisation),
    ("behörde", Field::Organisation),
    ("betreiber", Field::Organisation),
    ("unit", Field::Unit),
    ("bureau", Field::Unit),
    ("bureau/component", Field::Unit),
    ("bureau/component/office", Field::Unit),
    ("agency bureau", Field::Unit),
    ("office", Field::Unit),
    ("sponsoring office", Field::Unit),
    ("afdeling", Field::Unit),
    ("direction", Field::Unit),
    ("abteilung", Field::Unit),
    ("country", Field::Country),
    ("geographical coverage (country)", Field::Country),
    ("land", Field::Country),
    ("pays", Field::Country),
    ("vendor", Field::Vendor),
    ("vendor name", Field::Vendor),
    ("vendor(s) name", Field::Vendor),
    ("supplier", Field::Vendor),
    ("manufacturer", Field::Vendor),
    ("leverancier", Field::Vendor),
    ("fournisseur", Field::Vendor),
    ("hersteller", Field::Vendor),
    ("anbieter", Field::Vendor),
    ("product", Field::Product),
    ("product name", Field::Product),
    ("name of commercial product or service used", Field::Product),
    ("produit", Field::Product),
    ("produkt", Field::Product),
    ("language", Field::Language),
    ("lang", Field::Language),
    ("taal", Field::Language),
    ("langue", Field::Language),
    ("sprache", Field::Language),
    ("stage", Field::Stage),
    ("status", Field::Stage),
    ("stage of development", Field::Stage),
    ("development stage", Field::Stage),
    ("current stage of development", Field::Stage),
    ("deployment phase", Field::Stage),
    ("agency use (y/n)?", Field::Stage),
    ("fase", Field::Stage),
    ("statut", Field::Stage),
    ("kind", Field::Kind),
    ("url", Field::Origin),
    ("website", Field::Origin),
    ("source", Field::Origin),
    ("bron", Field::Origin),
    ("quelle", Field::Origin),
    ("built on", Field::BuiltOn),
    ("base model", Field::BuiltOn),
    ("instance of", Field::InstanceOf),
];

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
            other => Field::Fact(vocabulary.find(other.strip_prefix("fact:")?)?),
        })
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
        };
        word.to_owned()
    }

    /// Whether several columns may hold it.
    fn repeats(&self) -> bool {
        // Two columns for one fact are two statements: if they differ, that is a conflict, not a choice.
        matches!(self, Field::Text | Field::Purpose | Field::BuiltOn | Field::Fact(_))
    }
}

/// Letters and digits of a name, in lower case and without accents: `Finalité`, written with one
/// character or two for the last letter, and `FINALITE` are the same name.
fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for c in name.to_lowercase().chars().filter(|c| c.is_alphanumeric()) {
        match c {
            'à' | 'á' | 'â' | 'ä' => plain.push('a'),
            'ç' => plain.push('c'),
            'è' | 'é' | 'ê' | 'ë' => plain.push('e'),
            'ì' | 'í' | 'î' | 'ï' => plain.push('i'),
            'ò' | 'ó' | 'ô' | 'ö' => plain.push('o'),
            'ù' | 'ú' | 'û' | 'ü' => plain.push('u'),
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

/// How sure it is what a name stands for. Of several columns for one field, the surest has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sure {
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
    names: BTreeMap<String, Field>,
    starts: Vec<(String, Field)>,
}

impl Default for Mapping {
    /// The built-in names.
    fn default() -> Mapping {
        let (told, names) = (BTreeMap::new(), BTreeMap::new());
        let mut mapping = Mapping { told, names, starts: Vec::new() };
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
                      stage, kind, source, built_on, instance_of";

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
        }
        Ok(mapping)
    }

    /// The field of a column, and how sure that is.
    fn field(&self, name: &str, vocabulary: &Vocabulary) -> Option<(Field, Sure)> {
        let word = plain(name);
        if let Some(told) = self.told.get(&word) {
            return told.clone().map(|field| (field, Sure::Told));
        }
        if let Some(id) = fact_id(name) {
            return vocabulary.find(id).map(|fact| (Field::Fact(fact), Sure::Own));
        }
        let own = name.trim().to_lowercase();
        if let Some(field) = Field::parse(&own, vocabulary) {
            return Some((field, Sure::Own));
        }
        let starts = |(start, _): &&(String, Field)| word.starts_with(start.as_str());
        let known = self.names.get(&word);
        let known = known.or_else(|| self.starts.iter().find(starts).map(|(_, field)| field));
        known.map(|field| (field.clone(), Sure::Known))
    }
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
    let named: Vec<Option<(Field, Sure)>> =
        names.map(|name| mapping.field(name, vocabulary)).collect();
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
