//! Names that take no part in what a sentence says: `all but X`, `unlike X`, `Y, a partner of X,`, `not X`.

mod kin;

use actlas_text::Word;

use super::article::Read;
use super::book::{Found, Mark, Side, WordKind};

/// Of the organisations named in a sentence, how each takes part in what it says.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// Whether each is only spoken of beside the others.
    pub(super) aside: Vec<bool>,
    /// Whether each is named as one of whom the opposite holds: `but not X`.
    pub(super) contrasted: Vec<bool>,
    /// Whether each is only compared: `unlike X`.
    pub(super) compared: Vec<bool>,
}

pub(super) fn beside(text: &str, words: &[Word], read: &Read) -> Beside {
    let line = Line { text, words, read };
    let contrasted = line.contrasted();
    let mut aside = line.others();
    let mut compared = vec![false; aside.len()];
    line.unlike(&aside, &mut compared);
    aside.iter_mut().zip(&compared).for_each(|(aside, compared)| *aside |= *compared);
    line.excepted(&mut aside);
    line.appositions(&mut aside);
    line.parents(&mut aside);
    aside.iter_mut().zip(&contrasted).for_each(|(aside, not)| *aside |= *not);
    let sources = line.sources();
    // Who is named alone says it of itself.
    if aside.iter().zip(&sources).any(|(aside, source)| !aside && !source) {
        aside.iter_mut().zip(sources).for_each(|(aside, source)| *aside |= source);
    }
    Beside { aside, contrasted, compared }
}

/// `And` between two names.
const AND: &[&str] = &[
    "and", "und", "et", "y", "e", "en", "og", "och", "ja", "a", "i", "in", "ir", "un", "si", "es",
    "u", "agus", "ve", "va", "dan", "и", "και", "sowie", "ed", "oraz", "和", "与", "與", "及",
    "と", "や", "와", "과", "و",
];

/// `Or` and `nor` between two names.
const OR: &[&str] = &[
    "or", "nor", "oder", "noch", "ou", "ni", "o", "of", "eller", "tai", "lub", "ani", "nebo",
    "alebo", "ili", "vagy", "sem", "sau", "nici", "nem", "arba", "vai", "voi", "või", "или", "ни",
    "ή", "ούτε", "jew",
];

/// Words that can stand between `not` and what comes before it where it speaks of the name behind: `it is
/// not X`.
const IS: &[&str] =
    &["is", "was", "ist", "war", "est", "es", "fue", "era", "e", "foi", "is", "var", "är", "er"];

/// Whether a word is an `and` that is hardly a word of another language.
pub(super) fn is_and(word: &str) -> bool {
    word.chars().count() > 2 && AND.contains(&word)
}

/// How a name is joined to the one before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joined {
    Comma,
    And,
}

/// The words of a sentence with what is known of them.
struct Line<'a, 't, 'f> {
    text: &'t str,
    words: &'a [Word<'f>],
    read: &'a Read,
}

impl<'t> Line<'_, 't, '_> {
    /// What stands between a word and the next.
    fn gap(&self, word: usize) -> &'t str {
        let from = self.words.get(word).map(|word| word.end);
        let to = self.words.get(word + 1).map(|word| word.start);
        from.zip(to).and_then(|(from, to)| self.text.get(from..to)).unwrap_or_default()
    }

    fn comma(&self, word: usize) -> bool {
        self.gap(word).contains([',', '、', '，'])
    }

    fn folded(&self, word: usize) -> &str {
        self.words.get(word).map_or("", |word| word.folded)
    }

    fn capital(&self, word: usize) -> bool {
        let original = self.words.get(word).and_then(|word| self.text.get(word.start..word.end));
        original.is_some_and(|word| word.starts_with(char::is_uppercase))
    }

    /// Whether words hold neither a comma nor a capital: nothing but small words.
    fn small(&self, from: usize, to: usize) -> bool {
        let parted = (from.saturating_sub(1)..to).any(|word| self.parts(word));
        !parted && !(from..to).any(|word| self.capital(word))
    }

    fn parts(&self, word: usize) -> bool {
        self.gap(word).contains([',', ';', ':', '(', ')', '、', '，', '–', '—', '"', '“', '”', '„'])
    }

    fn of(&self, kind: WordKind) -> impl Iterator<Item = &Found> {
        self.read.of(kind)
    }

    fn ends_at(&self, kind: WordKind, word: usize) -> bool {
        self.of(kind).any(|at| at.end == word)
    }

    /// Names in a row from the one with an index on, each with how it is joined to the one before.
    fn chain(&self, first: usize) -> Vec<(usize, Joined)> {
        let mut chain = vec![(first, Joined::And)];
        let known = &self.read.known;
        for (before, (at, name)) in
            known.iter().skip(first).zip(known.iter().enumerate().skip(first + 1))
        {
            match self.joined(before.end, name.start) {
                Some(joined) => chain.push((at, joined)),
                None => break,
            }
        }
        chain
    }

    /// How two names are joined, by the end of one and the start of the other.
    fn joined(&self, end: usize, start: usize) -> Option<Joined> {
        let between = end..start;
        if between.len() > 3 || between.clone().any(|word| self.capital(word)) {
            return None;
        }
        let conjunction = |word: usize| {
            let folded = self.folded(word);
            // Small ones are other words in other languages: `in contrast to`, `a partner of`.
            let long = between.len() < 3 || folded.chars().count() > 2;
            long && (AND.contains(&folded) || OR.contains(&folded))
        };
        let hard = (end.saturating_sub(1)..start)
            .any(|word| self.gap(word).contains([';', ':', '(', ')', '–', '—']));
        if hard {
            None
        } else if between.clone().any(conjunction) {
            Some(Joined::And)
        } else {
            let comma = end.checked_sub(1).is_some_and(|last| self.comma(last));
            (comma && between.len() < 2).then_some(Joined::Comma)
        }
    }

    /// `Employees of X`, `Former X managers`, `Orange County`: somebody else.
    fn others(&self) -> Vec<bool> {
        let aside = |start: usize, end: usize| {
            let own = self.folded(end) == "s";
            let parted = end.checked_sub(1).is_some_and(|last| self.comma(last));
            let next = |at: &Found| !parted && (at.start == end || own && at.start == end + 1);
            // `For its customers, X signed` tells of X.
            let led = start.checked_sub(1).is_none_or(|last| !self.comma(last));
            led && self.ends_at(WordKind::OthersOf, start)
                || self.of(WordKind::OthersAfter).any(next)
        };
        self.read.known.iter().map(|name| aside(name.start, name.end)).collect()
    }

    /// The first name behind a mark, if hardly a word stands between.
    fn behind(&self, end: usize, most: usize) -> Option<usize> {
        let first = self.read.known.iter().position(|name| name.start >= end)?;
        let start = self.read.known.get(first)?.start;
        (start <= end + most && self.small(end, start)).then_some(first)
    }

    /// `Unlike X and Y, Z signed`, `Z, unlike X and Y, signed`: Z alone did.
    fn unlike(&self, aside: &[bool], compared: &mut [bool]) {
        for mark in self.of(WordKind::Unlike) {
            let Some(first) = self.behind(mark.end, 3) else { continue };
            let start = self.read.known.get(first).map_or(mark.end, |name| name.start);
            // `Contrary to reports that X has signed`.
            if self.read.has(WordKind::Tells, mark.end..start) {
                continue;
            }
            let chain = self.chain(first);
            let mut ahead = aside.iter().zip(compared.iter()).take(first);
            let amid = ahead.any(|(aside, compared)| !aside && !compared);
            let subject = chain.iter().rposition(|(_, joined)| *joined == Joined::Comma);
            // `Unlike X, Y and Z has W signed`: a subject of its own stands behind the verb.
            let last = chain.last().and_then(|(at, _)| self.read.known.get(*at));
            let after = self.read.known.get(first + chain.len());
            let follows = |last: usize, next: usize| next <= last + 2 && !self.comma(last - 1);
            let own = last.zip(after).is_some_and(|(last, next)| follows(last.end, next.start));
            let end = subject.filter(|_| !amid && !own).unwrap_or(chain.len());
            for (at, _) in chain.iter().take(end) {
                compared.iter_mut().skip(*at).take(1).for_each(|compared| *compared = true);
            }
        }
        for mark in self.of(WordKind::UnlikeAfter) {
            self.before(mark, compared);
        }
    }

    /// The names in a row that end where a mark starts.
    fn before(&self, mark: &Found, aside: &mut [bool]) {
        let mut start = mark.start;
        let names = self.read.known.iter().zip(aside).rev();
        for (name, aside) in names.filter(|(name, _)| name.end <= mark.start) {
            let first = start == mark.start && name.end + 1 >= start;
            if !first && name.end != start && self.joined(name.end, start).is_none() {
                break;
            }
            *aside = true;
            start = name.start;
        }
    }

    /// `All but X and Y`, `X excepted`.
    fn excepted(&self, aside: &mut [bool]) {
        for mark in self.of(WordKind::Except) {
            // `All have signed, but X has not` excepts nobody.
            let parted = (mark.start..mark.end.saturating_sub(1)).any(|word| self.parts(word));
            let first = self.read.known.iter().position(|name| name.start >= mark.end);
            let near = |at: &usize| {
                self.read.known.get(*at).is_some_and(|name| name.start <= mark.end + 1)
            };
            let Some(first) = first.filter(near).filter(|_| !parted) else { continue };
            for (at, _) in self.chain(first) {
                aside.iter_mut().skip(at).take(1).for_each(|aside| *aside = true);
            }
        }
        for mark in self.of(WordKind::Excepted) {
            self.before(mark, aside);
        }
    }

    /// `Y, a partner of X, signed`: X is named to say who Y is.
    fn appositions(&self, aside: &mut [bool]) {
        let known = &self.read.known;
        let mut until = 0;
        for (number, name) in known.iter().enumerate() {
            let last = name.end.saturating_sub(1);
            let Some(close) = self.closing(last).filter(|_| name.start >= until) else { continue };
            if !self.is_apposition(name.end, close) {
                continue;
            }
            until = close + 1;
            let inside = known.iter().zip(aside.iter_mut()).skip(number + 1);
            for (inner, aside) in inside.take_while(|(inner, _)| inner.end <= close + 1) {
                *aside |= self.described(name.end..close + 1, inner.start..inner.end);
            }
        }
    }

    /// The last word before what closes the aside that opens behind a word.
    fn closing(&self, last: usize) -> Option<usize> {
        let gap = self.gap(last);
        let closes: &[char] = if gap.contains('(') {
            &[')']
        } else if gap.contains(',') {
            &[',']
        } else if gap.contains(['–', '—']) || gap.contains(" - ") {
            &['–', '—', '-']
        } else {
            return None;
        };
        let end = (last + 1 + MAX_ASIDE).min(self.read.words.len() + self.first());
        (last + 1..end).find(|word| {
            let gap = self.gap(*word);
            gap.contains(closes) && (closes != ['–', '—', '-'] || gap.contains(' '))
        })
    }

    /// The first word of the sentence, by its place among the words at hand.
    fn first(&self) -> usize {
        self.read.words.start
    }

    /// Whether the words between two commas only say who was named before them.
    fn is_apposition(&self, from: usize, last: usize) -> bool {
        let first = self.folded(from);
        let conjunction = AND.contains(&first) || OR.contains(&first);
        let small = |word: usize| self.folded(word).chars().count() <= 3;
        let long = first.chars().count() > 2;
        let leads = |at: usize| {
            long && (from..=last).contains(&at)
                || at == from + 1
                || at == from + 2 && small(from + 1)
        };
        let listed = self
            .read
            .known
            .iter()
            .any(|name| name.start == from || conjunction && leads(name.start))
            || self.of(WordKind::Among).any(|at| at.start == from);
        !listed && !self.tells(from, last)
    }

    /// Whether a position is told or something said from one word to another.
    fn tells(&self, from: usize, last: usize) -> bool {
        let says = |at: &Found| match at.mark {
            Mark::Cue(_, side) => side != Side::Bare,
            Mark::Word(kind) => kind == WordKind::Says,
            _ => false,
        };
        self.read.marks.iter().any(|at| says(at) && from <= at.start && at.end <= last + 1)
    }

    /// Whether a name among such words is no member of a list: something leads to it or follows it.
    fn described(&self, around: std::ops::Range<usize>, name: std::ops::Range<usize>) -> bool {
        let relates = |kind: WordKind| {
            self.of(kind).any(|at| around.start <= at.start && at.end <= name.start)
        };
        let goes_on = around.end > name.end + 1;
        let kind =
            |word: usize| self.of(WordKind::Kind).any(|at| (at.start..at.end).contains(&word));
        let long =
            |word: usize| self.words.get(word).is_some_and(|word| word.folded.chars().count() > 3);
        let plain = |word: usize| self.capital(word) || kind(word) || !long(word);
        let next = around.end;
        let list_goes_on =
            AND.contains(&self.folded(next)) || self.read.known.iter().any(|at| at.start == next);
        relates(WordKind::Preposition)
            || relates(WordKind::Relative)
            || goes_on
            || !list_goes_on && !(around.start..name.start).all(plain)
    }

    /// `Y signed, but not X`, `not X but Y`: the `not` is of the name behind it.
    fn contrasted(&self) -> Vec<bool> {
        let mut contrasted = vec![false; self.read.known.len()];
        let kinds = [WordKind::Not, WordKind::Nobody];
        for (kind, mark) in
            kinds.into_iter().flat_map(|kind| self.of(kind).map(move |at| (kind, at)))
        {
            let of_cue = self.read.marks.iter().any(|at| {
                let cue = matches!(at.mark, Mark::Cue(_, side) if side != Side::Bare);
                // A phrase that leads across a comma to `not` is none.
                let whole = !(at.start..mark.start).any(|word| self.parts(word));
                (cue && whole || at.mark == Mark::Word(WordKind::NotOnly))
                    && at.start < mark.end
                    && mark.start < at.end
            });
            let Some(first) = self.behind(mark.end, 2).filter(|_| !of_cue) else { continue };
            let start = self.read.known.get(first).map_or(mark.end, |name| name.start);
            let leads = |word: usize| {
                let kinds = [WordKind::Preposition, WordKind::Break, WordKind::Determiner];
                kinds.iter().any(|kind| self.ends_at(*kind, word + 1))
                    || self.folded(word).len() < 3
            };
            if !(mark.end..start).all(leads) {
                continue;
            }
            let mut chain = self.chain(first);
            let joined = chain.iter().rposition(|(_, joined)| *joined == Joined::And);
            chain.truncate(joined.map_or(1, |last| last + 1));
            let end = chain.last().and_then(|(at, _)| self.read.known.get(*at)).map(|at| at.end);
            if !self.sets_apart(kind, mark, end.unwrap_or(mark.end)) {
                continue;
            }
            for (at, _) in chain {
                contrasted.iter_mut().skip(at).take(1).for_each(|not| *not = true);
            }
        }
        contrasted
    }

    /// Whether a `not` starts a contrast, by what stands before it; `neither` must end its sentence too.
    fn sets_apart(&self, kind: WordKind, mark: &Found, end: usize) -> bool {
        let Some(before) = mark.start.checked_sub(1).filter(|at| *at >= self.first()) else {
            // `Not X but Y`; `never has X` is no contrast.
            let next = self.of(WordKind::Break).any(|at| at.start == end);
            return kind == WordKind::Not
                && (next || end.checked_sub(1).is_some_and(|at| self.comma(at)));
        };
        let word = self.folded(before);
        let breaks = self.ends_at(WordKind::Break, mark.start);
        let parted = self.gap(before).contains([',', ';', '–', '—', '(', '，']);
        if kind == WordKind::Nobody {
            let last = end == self.first() + self.read.words.len();
            return breaks && (last || end.checked_sub(1).is_some_and(|at| self.parts(at)));
        }
        breaks || parted || AND.contains(&word) || IS.contains(&word)
    }

    /// Whether each only says it: `according to X and Y`, `Z, said X, has signed`.
    fn sources(&self) -> Vec<bool> {
        let speaks_itself = self.read.has(WordKind::Own, self.read.words.clone());
        let inverted = |at: &&Found| {
            !speaks_itself && at.start.checked_sub(1).is_some_and(|at| self.comma(at))
        };
        let says = self.of(WordKind::Says).filter(inverted);
        let mut sources = vec![false; self.read.known.len()];
        for mark in self.of(WordKind::Source).chain(says) {
            let mut end = mark.end;
            let behind = self.read.known.iter().zip(&mut sources);
            for (name, source) in behind.filter(|(at, _)| at.start >= mark.end) {
                let next =
                    end == mark.end || AND.contains(&self.folded(end)) && !self.comma(end - 1);
                if name.start > end + 1 || !next {
                    break;
                }
                *source = true;
                end = name.end;
            }
        }
        sources
    }
}

/// Most words of what is said of somebody between two commas.
const MAX_ASIDE: usize = 25;
