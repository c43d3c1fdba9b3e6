//! The findings this crate reports.

use actlas_facts::{Code, CodeInfo, Severity};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $severity:ident, $title:literal;)*) => {
        $($(#[$doc])* pub const $name: CodeInfo = CodeInfo {
            code: Code($code),
            severity: Severity::$severity,
            title: $title,
        };)*
        /// All of them.
        pub const CODES: &[CodeInfo] = &[$($name),*];
    };
}

codes! {
    /// A file is no YAML or no table.
    PACTS_UNREADABLE = "pacts-unreadable", Error, "a file of the pacts could not be read";
    /// Not as the format says.
    PACTS_INVALID = "pacts-invalid", Error, "something in the pacts is not as their format says";
    /// The same organisation twice.
    ORGANISATION_DUPLICATE = "organisation-duplicate", Error, "two organisations have the same id; the first is kept";
    /// One name, two organisations.
    NAME_AMBIGUOUS = "name-ambiguous", Error, "a name belongs to two organisations and resolves to neither";
    /// A name that nobody goes by.
    NAME_UNRESOLVED = "name-unresolved", Warning, "no organisation goes by this name; nothing near it is taken instead";
    /// No instrument of this id.
    INSTRUMENT_UNKNOWN = "instrument-unknown", Error, "no instrument has this id";
    /// No commitment of this id.
    COMMITMENT_UNKNOWN = "commitment-unknown", Error, "the instrument has no commitment of this id";
    /// A commitment twice.
    COMMITMENT_DUPLICATE = "commitment-duplicate", Error, "a commitment is listed twice; the first is kept";
    /// A commitment everybody takes is not in a pledge.
    COMMITMENT_MISSING = "core-commitment-missing", Warning, "a commitment that every signatory takes is not in the pledge";
    /// A claim that nobody stands behind.
    POSITION_WITHOUT_SOURCE = "position-without-source", Warning, "a position without a source is kept apart and not drawn";
    /// A source with a title but no address.
    SOURCE_WITHOUT_ADDRESS = "source-without-address", Note, "the source is named but has no address";
    /// An event or count that nobody stands behind.
    CLAIM_WITHOUT_SOURCE = "claim-without-source", Warning, "a date, count, event or commitment has no source";
    /// A position without a date.
    POSITION_WITHOUT_DATE = "position-without-date", Note, "the date of a position is not known";
    /// A date after the day of reading.
    DATE_IN_FUTURE = "date-in-future", Error, "a date lies in the future, so it cannot be a report of what happened";
    /// A signature under what there was not yet.
    DATE_BEFORE_INSTRUMENT = "date-before-instrument", Warning, "a date lies before the instrument existed, so it cannot be that of a signature or an exit";
    /// A position and a basis that contradict each other.
    BASIS_MISMATCH = "position-basis-mismatch", Error, "absence from a list shows nothing but absence";
    /// The same row twice.
    POSITION_DUPLICATE = "position-duplicate", Note, "the same row stands twice; one is kept";
    /// A pledge file is no YAML.
    PLEDGE_UNREADABLE = "pledge-unreadable", Error, "the pledge file could not be read";
    /// A pledge of nothing.
    PLEDGE_EMPTY = "pledge-without-commitments", Warning, "the pledge file lists no commitment, and there is none that every signatory takes";
    /// Not as the format says.
    PLEDGE_INVALID = "pledge-invalid", Error, "something in the pledge file is not as its format says";
    /// Sources say otherwise.
    PLEDGE_CONTRADICTED = "pledge-contradicted", Warning, "a source recorded here contradicts what the pledge file says of itself";
    /// A record that the register does not have.
    PLEDGE_RECORD_UNKNOWN = "pledge-record-unknown", Warning, "the pledge file names a system or product that the register does not have";
    /// A name that no record has.
    BUILT_ON_MISSING = "built-on-missing", Note, "records are built on what is no record of the register, so nothing follows from it";
    /// One name, several records.
    BUILT_ON_AMBIGUOUS = "built-on-ambiguous", Warning, "records are built on what fits several records by name; it is taken for none of them";
    /// A story is no YAML.
    STORY_UNREADABLE = "story-unreadable", Error, "the story could not be read";
    /// Not as the format says.
    STORY_INVALID = "story-invalid", Error, "something in the story is not as its format says";
    /// Evidence for nothing.
    EVIDENCE_UNPLACED = "evidence-unplaced", Warning, "evidence names no commitment or article of this instrument or the Act";
    /// Evidence without a file or address.
    EVIDENCE_EMPTY = "evidence-empty", Warning, "evidence names neither a file nor an address and counts for nothing";
    /// Evidence by nobody.
    EVIDENCE_UNSIGNED = "evidence-unsigned", Warning, "evidence does not say who attached it and when";
    /// The file has gone.
    EVIDENCE_FILE_GONE = "evidence-file-gone", Error, "the file of an evidence is not there";
    /// The file is another.
    EVIDENCE_CHANGED = "evidence-changed", Warning, "the file of an evidence is not the one that was attached";
    /// The file was never hashed.
    EVIDENCE_WITHOUT_HASH = "evidence-without-hash", Note, "the evidence has no hash, so a change of its file would not be seen";
    /// The file lies elsewhere.
    EVIDENCE_OUTSIDE = "evidence-outside", Warning, "the file of an evidence lies outside the folder of the pledge and was not opened";
    /// Over.
    EVIDENCE_EXPIRED = "evidence-expired", Warning, "the evidence is no longer valid";
    /// Nothing to read.
    NEWS_EMPTY = "news-empty", Error, "the file holds no text";
    /// Too much to read.
    NEWS_TOO_LARGE = "news-too-large", Error, "the file is larger than is read";
    /// More than an article is.
    NEWS_ARTICLE_CUT = "news-article-cut", Warning, "an article is longer than is read; its beginning was read";
    /// No text.
    NEWS_BINARY = "news-binary", Error, "the file is no text";
    /// Letters of two encodings.
    NEWS_ENCODING = "news-encoding", Warning, "not everything in the file is in one encoding";
    /// Elements within elements within elements.
    NEWS_NESTING = "news-nesting", Warning, "a page nests deeper than is read";
    /// A page that wanted to run something.
    NEWS_SCRIPT_DROPPED = "news-script-dropped", Note, "scripts of a page were dropped";
    /// A language without phrases.
    NEWS_LANGUAGE = "news-language", Warning, "there are no phrases for the language of an article";
    /// A name that nobody goes by.
    NEWS_NAME_UNRESOLVED = "news-name-unresolved", Note, "an article names an organisation that is not listed; the claim stays unresolved";
    /// What a model says does not hold.
    NEWS_MODEL_DROPPED = "news-model-dropped", Warning, "a language model proposed a claim that does not hold; it was dropped";
    /// Nothing was said.
    NEWS_NO_CLAIM = "news-no-claim", Note, "an article says nothing about a position";
    /// A PDF without text.
    NEWS_PDF_PICTURES = "news-pdf-pictures", Error, "a PDF holds pictures and no text";
    /// A PDF that cannot be read.
    NEWS_PDF_UNREADABLE = "news-pdf-unreadable", Error, "a PDF could not be read";
    /// A PDF with letters that nothing tells.
    NEWS_PDF_LETTERS = "news-pdf-letters", Warning, "some letters of a PDF have no meaning and were left out";
    /// A line of claims that cannot be used.
    NEWS_CLAIM_INVALID = "news-claim-invalid", Warning, "a line of claims is not as `pact read` writes them and was left out";
    /// A line of a review that cannot be used.
    NEWS_REVIEW_INVALID = "news-review-invalid", Warning, "a line of a review is not as its format says and was left out";
    /// A review by nobody.
    NEWS_REVIEW_UNSIGNED = "news-review-unsigned", Warning, "a review does not say who made it and when, and does not count";
    /// A review of something else.
    NEWS_REVIEW_UNKNOWN = "news-review-unknown", Note, "a review names a claim that is not among those given";
}
