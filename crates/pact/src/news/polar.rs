//! Sentences in which small words turn what is said, and how they are read.

use serde::de::{Deserialize, Deserializer, Error};

use super::NewsReader;
use crate::model::Position;

/// A sentence with what is to be read in it of one organisation.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
pub struct PolarSentence {
    /// `made`, by which phrases were made, or `held`, which was only measured.
    pub part: String,
    /// Its language, by two letters.
    pub language: String,
    /// Whose position is asked for.
    pub organisation: String,
    /// The position, if there is one.
    #[serde(deserialize_with = "position")]
    pub position: Option<Position>,
    /// The sentence.
    pub sentence: String,
}

/// A sentence with what was read in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolarRead {
    /// The sentence.
    pub of: PolarSentence,
    /// The positions of its organisation.
    pub got: Vec<Position>,
}

impl PolarRead {
    /// Whether just what is to be read was read.
    pub fn is_right(&self) -> bool {
        self.got.iter().eq(&self.of.position)
    }

    /// Whether it was read as a signature that it is not, the worst that can be said.
    pub fn is_wrongly_signed(&self) -> bool {
        self.got.contains(&Position::Signed) && self.of.position != Some(Position::Signed)
    }
}

impl NewsReader<'_> {
    /// Reads the sentences of a CSV table with the fields of [`PolarSentence`]; no position is `none`.
    pub fn polar(&self, table: &str) -> Result<Vec<PolarRead>, csv::Error> {
        let mut rows = csv::Reader::from_reader(table.as_bytes());
        rows.deserialize().map(|row| row.map(|of| self.polar_read(of))).collect()
    }

    fn polar_read(&self, of: PolarSentence) -> PolarRead {
        let organisation = self.pacts.names.resolve(&of.organisation, None).ok();
        let article = self.read_in(&of.language, &of.sentence);
        let claims = article.claims.into_iter().filter(|claim| match organisation {
            Some(_) => claim.organisation == organisation,
            None => claim.named_as == of.organisation,
        });
        let got = claims.map(|claim| claim.position).collect();
        PolarRead { of, got }
    }
}

fn position<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Position>, D::Error> {
    match String::deserialize(from)?.as_str() {
        "none" => Ok(None),
        word => match Position::parse(word) {
            Some(position) => Ok(Some(position)),
            None => Err(D::Error::custom(format!("no position `{word}`"))),
        },
    }
}
