//! Tables of who signed: a column of names, and columns that say where those in it stand.

use std::ops::Range;

use super::article::{Read, Taken};
use super::book::{Cell, Mark, Side, WordKind};
use super::cells::{May, Said, answered, both, said, sign, words_of};
use super::claims::{Before, Cue, Raw, Span, Who, clause_start, cues};
use super::lists::{ENOUGH, Lead, name};
use super::polarity::{Turn, turn};
use super::split;
use crate::model::{InstrumentIx, Position};

/// Most columns that are read.
const MAX_COLUMNS: usize = 24;
/// Sentences between the name of an instrument and a table about it.
const NEAR: usize = 4;

/// Whether a sentence is a row of a table.
pub(super) fn is_row(taken: &Taken, number: usize) -> bool {
    let read = taken.sentences.get(number);
    let text = read.and_then(|read| taken.text.get(read.sentence.range.clone()));
    text.is_some_and(split::is_row)
}

/// Whether the row behind a row is of the same table.
pub(super) fn follows(taken: &Taken, row: usize) -> bool {
    let (Some(here), Some(next)) = (taken.sentences.get(row), taken.sentences.get(row + 1)) else {
        return false;
    };
    let between = taken.text.get(here.sentence.range.end..next.sentence.range.start);
    let near = between.is_some_and(|between| between.matches('\n').count() == 1);
    near && is_row(taken, row) && is_row(taken, row + 1)
}

/// A cell: its bytes and its words.
struct Field {
    bytes: Range<usize>,
    words: Range<usize>,
}

struct Row<'r> {
    sentence: usize,
    read: &'r Read,
    cells: Vec<Field>,
}

/// What is said of everybody in a table.
struct Column {
    at: usize,
    /// What a yes in it means; nothing if its cells have to say it.
    position: Option<Position>,
    instrument: InstrumentIx,
    instrument_words: Range<usize>,
    cue: Cue,
    under: usize,
}

/// The claims of the table that begins with a row, and the sentence behind its last row. `None` if nothing
/// in it looks like an answer, so that its rows may be read as sentences.
pub(super) fn table(
    taken: &Taken,
    first: usize,
    lead: Option<&Lead>,
    before: &Before,
) -> Option<(Vec<Raw>, usize)> {
    let mut end = first;
    while follows(taken, end) {
        end += 1;
    }
    end += 1;
    let mut rows: Vec<Row> = (first..end).filter_map(|at| row(taken, at)).collect();
    let ruled = is_rule(taken, first + 1);
    let known = |row: &Row| {
        row.cells.iter().filter(|cell| who(taken, row.read, cell, false).is_some()).count()
    };
    let head = match rows.first() {
        Some(row) if ruled || known(row) == 0 => Some(rows.remove(0)),
        _ => None,
    };
    let table = Table { taken, head, rows, lead, before };
    let claims = table.claims();
    let answers = || {
        let fields =
            table.rows.iter().flat_map(|row| row.cells.iter().skip(1).map(move |at| (row, at)));
        let mut all = fields.map(|(row, cell)| field(taken, row.read, cell, May::Answer));
        all.any(|said| !matches!(said, Said::Description | Said::Unclear))
    };
    (!claims.is_empty() || answers()).then_some((claims, end))
}

/// Whether a row only rules off what is above it: `|---|---|`.
fn is_rule(taken: &Taken, number: usize) -> bool {
    let read = taken.sentences.get(number);
    is_row(taken, number) && read.is_some_and(|read| read.words.is_empty())
}

fn row<'t>(taken: &'t Taken, number: usize) -> Option<Row<'t>> {
    let read = taken.sentences.get(number)?;
    let range = read.sentence.range.clone();
    let text = taken.text.get(range.clone())?;
    if read.words.is_empty() {
        return None;
    }
    let bars: Vec<usize> =
        text.match_indices('|').map(|(at, _)| at).take(MAX_COLUMNS + 1).collect();
    let ends = bars.iter().skip(1).copied().chain([text.len()]);
    let mut cells: Vec<Field> = bars
        .iter()
        .zip(ends)
        .map(|(bar, end)| {
            let bytes = range.start + bar + 1..range.start + end.max(bar + 1);
            let from = taken.words.partition_point(|word| word.start < bytes.start);
            let to = taken.words.partition_point(|word| word.end <= bytes.end).max(from);
            Field { bytes, words: from..to }
        })
        .collect();
    if text.ends_with('|') {
        cells.pop();
    }
    Some(Row { sentence: number, read, cells })
}

/// Who a cell names.
fn who(taken: &Taken, read: &Read, cell: &Field, plain: bool) -> Option<Who> {
    let words = cell.words.clone();
    if words.is_empty() { None } else { name(taken, read, words, plain) }
}

/// What a cell says.
fn field(taken: &Taken, read: &Read, cell: &Field, may: May) -> Said {
    let text = taken.text.get(cell.bytes.clone()).unwrap_or_default();
    let told = said(taken, read, cell.words.clone(), may);
    let asked = text.contains(['?', '？']);
    match sign(text) {
        _ if asked => Said::Unclear,
        Some(sign) => both(told, sign),
        None => told,
    }
}

struct Table<'a, 't, 'f> {
    taken: &'a Taken<'t, 'f>,
    head: Option<Row<'a>>,
    rows: Vec<Row<'a>>,
    lead: Option<&'a Lead>,
    before: &'a Before,
}

impl Table<'_, '_, '_> {
    fn claims(&self) -> Vec<Raw> {
        let width = self.rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
        let mut named = vec![0_usize; width];
        for row in &self.rows {
            for (cell, count) in row.cells.iter().zip(&mut named) {
                *count += usize::from(who(self.taken, row.read, cell, false).is_some());
            }
        }
        let titled = (0..width).find(|at| self.head_has(*at, Cell::Company));
        let most =
            named.iter().enumerate().max_by_key(|(at, count)| (**count, std::cmp::Reverse(*at)));
        let Some(names) = titled.or(most.map(|(at, _)| at)) else { return Vec::new() };
        let known = named.get(names).copied().unwrap_or_default();
        if named.iter().filter(|count| **count > 0).count() > 1 && titled.is_none() {
            return self.columns_of_names();
        }
        if known == 0 {
            return Vec::new();
        }
        let columns: Vec<Column> =
            (0..width).filter(|at| *at != names).filter_map(|at| self.column(at)).collect();
        if columns.is_empty() {
            self.listed(names, known)
        } else {
            self.answers(names, known, &columns)
        }
    }

    fn head_cell(&self, at: usize) -> Option<(&Row<'_>, &Field)> {
        let head = self.head.as_ref()?;
        head.cells.get(at).map(|cell| (head, cell))
    }

    fn head_has(&self, at: usize, cell: Cell) -> bool {
        self.head_cell(at).is_some_and(|(head, field)| {
            let inside = |of: &super::book::Found| {
                field.words.start <= of.start && of.end <= field.words.end
            };
            head.read.marks.iter().any(|of| of.mark == Mark::Cell(cell) && inside(of))
        })
    }

    /// A column by what stands above it.
    fn column(&self, at: usize) -> Option<Column> {
        let Some((head, cell)) = self.head_cell(at).filter(|(_, cell)| !cell.words.is_empty())
        else {
            // Without words above it, a column answers what the table is under.
            let lead = self.lead?;
            return Some(Column {
                at,
                position: Some(lead.position),
                instrument: lead.instrument,
                instrument_words: lead.instrument_words.clone(),
                cue: lead.cue,
                under: lead.sentence,
            });
        };
        let told = heading(self.taken, head.read, &cell.words)?;
        let own = instrument(head.read, &cell.words, &self.before.named);
        let status = self.head_has(at, Cell::Status);
        if told.is_none() && own.is_none() && !status {
            return None;
        }
        let (instrument, words) = match own {
            Some((instrument, words)) => (instrument?, words),
            None => self.spoken_of()?,
        };
        let (position, cue) = match told {
            Some((position, cue)) => (Some(position), cue),
            None => {
                let (start, end) = (cell.words.start, cell.words.end);
                let position = Position::Signed;
                (Some(position).filter(|_| !status), Cue { position, side: Side::Head, start, end })
            }
        };
        let under = head.sentence;
        Some(Column { at, position, instrument, instrument_words: words, cue, under })
    }

    /// The instrument that a table without one is about.
    fn spoken_of(&self) -> Option<(InstrumentIx, Range<usize>)> {
        if let Some(lead) = self.lead {
            return Some((lead.instrument, lead.instrument_words.clone()));
        }
        let (of, instrument, words) = self.before.instrument.clone()?;
        let first = self.head.as_ref().or(self.rows.first())?.sentence;
        (of + NEAR >= first).then_some((instrument, words))
    }

    /// Names in one column, answers in others.
    fn answers(&self, names: usize, known: usize, columns: &[Column]) -> Vec<Raw> {
        let mut claims = Vec::new();
        for row in &self.rows {
            let Some(who) = self.named(row, names, known) else { continue };
            for column in columns {
                let Some(cell) = row.cells.get(column.at) else { continue };
                let said = field(self.taken, row.read, cell, May::Answer);
                let dated = column.position == Some(Position::Signed) && is_date(self.taken, cell);
                let position = match (&said, column.position) {
                    _ if dated => Some(Position::Signed),
                    (Said::Description | Said::Unclear, _) => None,
                    (Said::At(position, _), _) => Some(*position),
                    (_, Some(position)) => answered(&said, position),
                    (_, None) => None,
                };
                let Some(position) = position else { continue };
                let cue = words_of(&said).unwrap_or(column.cue.start..column.cue.end);
                let lead = self.lead_of(column);
                claims.push(lead.claim(self.taken, (row.sentence, who.clone()), position, cue));
            }
        }
        claims
    }

    fn lead_of(&self, column: &Column) -> Lead {
        let words = column.instrument_words.clone();
        Lead::above((column.under, column.cue), column.instrument, words)
    }

    /// Rows under words that head a list: who is named in them, unless a cell says otherwise.
    fn listed(&self, names: usize, known: usize) -> Vec<Raw> {
        let own = || {
            let (head, cell) = self.head_cell(names)?;
            let (position, cue) = heading(self.taken, head.read, &cell.words)??;
            let (instrument, words) = match instrument(head.read, &cell.words, &self.before.named) {
                Some((instrument, words)) => (instrument?, words),
                None => self.spoken_of()?,
            };
            Some(Lead::above((head.sentence, Cue { position, ..cue }), instrument, words))
        };
        let Some(lead) = own().or_else(|| self.lead.filter(|lead| !lead.asks).cloned()) else {
            return Vec::new();
        };
        let mut claims = Vec::new();
        for row in &self.rows {
            let Some(who) = self.named(row, names, known) else { continue };
            let others = row.cells.iter().enumerate().filter(|(at, _)| *at != names);
            let others = others.map(|(_, cell)| field(self.taken, row.read, cell, May::Describe));
            let own = row.cells.get(names).map_or(Said::Unclear, |cell| {
                let rest = who.words.end..cell.words.end;
                let text = self.taken.text.get(cell.bytes.clone()).unwrap_or_default();
                let beside = said(self.taken, row.read, rest, May::Describe);
                both(beside, sign(text).unwrap_or(Said::Description))
            });
            let all = others.fold(own, both);
            let Some(position) = answered(&all, lead.position) else { continue };
            let cue = words_of(&all).unwrap_or(lead.cue.start..lead.cue.end);
            claims.push(lead.claim(self.taken, (row.sentence, who), position, cue));
        }
        claims
    }

    /// `Signed | Not signed`, and names under both.
    fn columns_of_names(&self) -> Vec<Raw> {
        let Some(head) = &self.head else { return Vec::new() };
        let mut claims = Vec::new();
        for (at, cell) in head.cells.iter().enumerate() {
            let Some(Some((position, cue))) = heading(self.taken, head.read, &cell.words) else {
                continue;
            };
            let own = instrument(head.read, &cell.words, &self.before.named);
            let of = match own {
                Some((instrument, words)) => instrument.map(|instrument| (instrument, words)),
                None => self.spoken_of(),
            };
            let Some((instrument, words)) = of else { continue };
            let cue = Cue { position, ..cue };
            let lead = Lead::above((head.sentence, cue), instrument, words);
            for row in &self.rows {
                let Some(cell) = row.cells.get(at) else { continue };
                let Some(who) = who(self.taken, row.read, cell, false) else { continue };
                let rest = who.words.end..cell.words.end;
                let beside = said(self.taken, row.read, rest, May::Describe);
                let Some(position) = answered(&beside, position) else { continue };
                claims.push(lead.claim(
                    self.taken,
                    (row.sentence, who),
                    position,
                    cue.start..cue.end,
                ));
            }
        }
        claims
    }

    /// The name of a row; one that nobody listed where enough others are known.
    fn named(&self, row: &Row, names: usize, known: usize) -> Option<Who> {
        let cell = row.cells.get(names)?;
        who(self.taken, row.read, cell, known >= ENOUGH)
    }
}

/// The position that the words above a column give. `None` if they say more than that, or two things.
#[expect(clippy::option_option, reason = "words that say nothing are not words that say too much")]
fn heading(taken: &Taken, read: &Read, words: &Range<usize>) -> Option<Option<(Position, Cue)>> {
    let within = |start: usize, end: usize| words.start <= start && end <= words.end;
    let span = Span {
        left: words.start,
        right: words.end,
        clause: clause_start(taken, read, words.start, words.end),
    };
    let mut told: Option<(Position, Cue)> = None;
    for cue in cues(taken, read, |_| true).into_iter().filter(|cue| within(cue.start, cue.end)) {
        let position = match turn(taken, read, &cue, &span) {
            Turn::Kept => cue.position,
            Turn::To(position) => position,
            Turn::Retracted | Turn::Nothing => return None,
        };
        if told.is_some_and(|(other, _)| other != position) {
            return None;
        }
        told = Some((position, cue));
    }
    let cell = read.marks.iter().find_map(|at| match at.mark {
        Mark::Cell(Cell::At(position)) if within(at.start, at.end) => {
            Some((position, Cue { position, side: Side::Head, start: at.start, end: at.end }))
        }
        _ => None,
    });
    let told = match (told, cell) {
        // `Not signed` is longer than `signed`.
        (Some(told), Some(cell))
            if told.0 != cell.0 && cell.1.end - cell.1.start <= told.1.end - told.1.start =>
        {
            Some(told)
        }
        (told, cell) => cell.or(told),
    };
    let marked = |at: usize| {
        read.marks.iter().any(|mark| {
            let speaks = matches!(
                mark.mark,
                Mark::Cue(..)
                    | Mark::Full(_)
                    | Mark::Short(_)
                    | Mark::Cell(_)
                    | Mark::Word(
                        WordKind::NotName
                            | WordKind::Not
                            | WordKind::Company
                            | WordKind::Kind
                            | WordKind::List
                    )
            );
            speaks && (mark.start..mark.end).contains(&at)
        })
    };
    // `Signed the letter?` is of something else.
    let plain = words.clone().all(|at| taken.original(at).chars().count() <= 3 || marked(at));
    let elsewhere = read.of(WordKind::Elsewhere).any(|at| within(at.start, at.end));
    (plain && !elsewhere).then_some(told)
}

/// The instrument that some words name; nothing inside if they may be several.
fn instrument(
    read: &Read,
    words: &Range<usize>,
    named: &[InstrumentIx],
) -> Option<(Option<InstrumentIx>, Range<usize>)> {
    let inside = |at: &&super::book::Found| words.start <= at.start && at.end <= words.end;
    let full = read.marks.iter().filter(inside).filter_map(|at| match at.mark {
        Mark::Full(instrument) => Some((Some(instrument), at.start..at.end)),
        _ => None,
    });
    if let Some(full) = full.max_by_key(|(_, words)| words.len()) {
        return Some(full);
    }
    let short: Vec<(InstrumentIx, Range<usize>)> = read
        .marks
        .iter()
        .filter(inside)
        .filter_map(|at| match at.mark {
            Mark::Short(instrument) => Some((instrument, at.start..at.end)),
            _ => None,
        })
        .collect();
    let (only, words) = short.first().cloned()?;
    if short.iter().all(|(at, _)| *at == only) {
        return Some((Some(only), words));
    }
    let last = named.iter().rev().find(|named| short.iter().any(|(at, _)| at == *named));
    Some((last.copied(), words))
}

/// Whether a cell is a day or a month.
fn is_date(taken: &Taken, cell: &Field) -> bool {
    let number = |at: usize| taken.original(at).bytes().all(|byte| byte.is_ascii_digit());
    let year = |at: usize| number(at) && taken.original(at).len() == 4;
    !cell.words.is_empty()
        && cell.words.clone().any(year)
        && cell
            .words
            .clone()
            .all(|at| number(at) || taken.is_month(at) || taken.original(at).len() <= 2)
}
