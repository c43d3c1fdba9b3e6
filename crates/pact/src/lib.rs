//! Voluntary instruments beside the Act: the AI Pact, codes of practice, pledges of other forums.
//!
//! [`Pacts`] holds instruments, commitments, organisations, positions over time and events, read from
//! files ([`Pacts::load`]). A position is never without its basis: what an organisation says itself,
//! what an official list shows, what the press reports, and mere absence from a list are four different
//! things, and [`sentence`] says which. [`Pacts::standings`] tells who stood where on a day, with
//! contradictory sources side by side. A [`Pledge`] is a signatory's own file; [`progress`] and [`gap`]
//! hold it against evidence, a map of systems and the Act's own articles.
//!
//! Nothing here gives legal effect, and nothing reads a clock, a network or a file.

mod codes;
mod date;
mod deployed;
mod gap;
mod init;
mod links;
mod load;
mod map;
mod model;
mod names;
mod news;
mod pledge;
mod progress;
mod recorded;
mod sentence;
mod source;
mod standing;
mod story;

pub use codes::*;
pub use date::When;
pub use deployed::Deployment;
pub use gap::{AlreadyMet, Gap, Owed, OwedState, concerns, gap};
pub use init::new_pledge;
pub use load::POSITION_COLUMNS;
pub use map::{
    Area, AreaState, Brings, Coverage, MapArea, MapInput, MapRow, MappedSystem, PactMap, Part,
    RetiredProduct, Stands, Trigger, Whose, map,
};
pub use model::{
    About, Basis, Bound, Claim, Commitment, Count, DateIs, Dated, Duty, Effect, Event, EventKind,
    Fit, GroupDef, Instrument, InstrumentIx, KeptBy, Later, LeftOut, OrgIx, Organisation, Pacts,
    Position, Procedure, Role, SourceRef, Verb, Wording,
};
pub use names::{Names, Unresolved};
pub use news::{
    Joined, JoinedProposal, JoinedSource, MAX_NEWS_BYTES, NEWS_PROMPT, News, NewsAnswered,
    NewsArticle, NewsClaim, NewsDate, NewsDropped, NewsEvent, NewsKind, NewsReader, PolarRead,
    PolarSentence, Proposal, ProposalOf, Proposals, Review, Speaker, Word, event_words, join,
    news_sentence, proposal_id, proposal_sentence,
};
pub use pledge::{Downstream, Evidence, FileState, Pledge, Pledged, Promise};
pub use progress::{Kept, Line, Progress, progress};
pub use recorded::{contradicting, kept_apart, kept_apart_words, recorded};
pub use sentence::{date_words, position_words, sentence};
pub use source::PactFiles;
pub use standing::{Agreement, Filter, Standing};
pub use story::{Story, StorySection};
