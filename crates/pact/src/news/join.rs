//! Claims of many articles: those that say the same become one with several sources; those that
//! disagree stay beside each other, and nothing later erases what was said earlier.

use std::collections::BTreeMap;

use super::proposed::common_speaker;
use super::{News, NewsClaim};
use crate::model::{Basis, Claim, InstrumentIx, Later, OrgIx, Pacts, Position, SourceRef};
use crate::sentence::sentence_about;
use actlas_facts::Place;

/// Where a joined claim was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinedSource<'n> {
    /// The file.
    pub file: &'n str,
    /// What was read of it.
    pub news: &'n News,
    /// The number of the article in the file.
    pub article: usize,
    /// The claim.
    pub claim: &'n NewsClaim,
}

/// One position of one organisation, with everybody who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined<'n> {
    /// Whose position.
    pub organisation: Option<OrgIx>,
    /// Its name: as listed, or as the first source writes it.
    pub name: String,
    /// Towards what.
    pub instrument: InstrumentIx,
    /// The position.
    pub position: Position,
    /// The strongest basis among the sources.
    pub basis: Basis,
    /// Whether any source leaves the door open.
    pub later: Later,
    /// Who says so, in order of date, then file.
    pub sources: Vec<JoinedSource<'n>>,
    /// Other positions that other sources give.
    pub beside: Vec<Position>,
}

/// Joins the claims of files, in the order of organisation, instrument and date.
pub fn join<'n>(pacts: &Pacts, files: &'n [(String, News)]) -> Vec<Joined<'n>> {
    type Key = (String, InstrumentIx, Position);
    let mut by: BTreeMap<Key, Joined<'n>> = BTreeMap::new();
    for (file, news) in files {
        for (article, of) in news.articles.iter().enumerate() {
            for claim in &of.claims {
                let name = match claim.organisation {
                    Some(at) => pacts.name(at).to_owned(),
                    None => claim.named_as.clone(),
                };
                let source = JoinedSource { file, news, article, claim };
                let key = (actlas_text::fold(&name), claim.instrument, claim.position);
                let joined = by.entry(key).or_insert_with(|| Joined {
                    organisation: claim.organisation,
                    name,
                    instrument: claim.instrument,
                    position: claim.position,
                    basis: claim.basis,
                    later: claim.later,
                    sources: Vec::new(),
                    beside: Vec::new(),
                });
                joined.basis = joined.basis.min(claim.basis);
                if joined.later == Later::NotSaid {
                    joined.later = claim.later;
                }
                joined.sources.push(source);
            }
        }
    }
    let mut positions: BTreeMap<(String, InstrumentIx), Vec<Position>> = BTreeMap::new();
    for (name, instrument, position) in by.keys() {
        positions.entry((name.clone(), *instrument)).or_default().push(*position);
    }
    by.into_iter()
        .map(|((name, instrument, position), mut joined)| {
            let others = positions.get(&(name, instrument)).into_iter().flatten();
            joined.beside = others.copied().filter(|other| *other != position).collect();
            joined.sources.sort_by_key(|at| (at.claim.when.map(|when| when.last), at.file));
            joined
        })
        .collect()
}

/// A joined claim as an English sentence without a full stop, built from what it says and not from the
/// words of an article.
pub fn news_sentence(pacts: &Pacts, joined: &Joined) -> String {
    let first = joined.sources.first().map(|at| at.claim);
    let claim = Claim {
        organisation: joined.organisation.unwrap_or(OrgIx(usize::MAX)),
        instrument: joined.instrument,
        named_as: joined.name.clone(),
        position: joined.position,
        basis: joined.basis,
        when: first.and_then(|claim| claim.when),
        date_is: first.and_then(|claim| claim.date_is),
        scope: String::new(),
        reason: String::new(),
        later: joined.later,
        chapters: Vec::new(),
        service: String::new(),
        unsure: String::new(),
        source: SourceRef::default(),
        place: Place::default(),
    };
    let speaker = common_speaker(joined.sources.iter().map(|at| at.claim.speaker));
    sentence_about(pacts, &joined.name, &claim, speaker)
}
