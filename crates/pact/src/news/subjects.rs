//! Whose position a cue gives: the names that belong to it.

use std::ops::Range;

use super::article::{Read, Taken, is_name, unlisted, unlisted_by_letter};
use super::aside::is_and;
use super::book::{Found, Mark, Side, WordKind};
use super::claims::{Before, Cue, NEAR, Who};
use super::cues::{clause_start, colon};
use super::relative::outside;
use super::split::Heading;

/// The words a cue reaches: from the end of the last cue to the start of the next.
pub(super) struct Span {
    pub(super) left: usize,
    pub(super) right: usize,
    pub(super) clause: usize,
}

/// Most words from a name to one that is joined to it by `and`.
const LONG: usize = 6;
/// Letters of words such as `of` and `the`.
const SMALL: usize = 3;
/// Words between a cue and names behind it that are its own.
const NEXT: usize = 8;

/// Organisations named among some words, whether or not each takes part in what they say.
fn named(read: &Read, within: Range<usize>, keeps: impl Fn(bool, bool) -> bool) -> Vec<Who> {
    let beside = read.aside.iter().zip(&read.contrasted);
    read.known
        .iter()
        .zip(beside)
        .filter(|(at, (aside, contrasted))| {
            within.start <= at.start && at.end <= within.end && keeps(**aside, **contrasted)
        })
        .map(|(at, _)| Who {
            words: at.start..at.end,
            organisation: Some(at.organisation),
            within: at.within,
        })
        .collect()
}

pub(super) fn known(read: &Read, within: Range<usize>) -> Vec<Who> {
    named(read, within, |aside, _| !aside)
}

/// Those of whom the opposite is said: `but not X`.
pub(super) fn contrasted(read: &Read, within: Range<usize>) -> Vec<Who> {
    named(read, within, |_, contrasted| contrasted)
}

/// `Unlike X, which signed, Y waits`: those of whom the clause behind them tells, though the sentence only compares
/// them.
pub(super) fn compared(taken: &Taken, read: &Read, cue: &Cue) -> Vec<Who> {
    let comma = |word: usize| taken.gap(word).contains([',', ';', '，', '、']);
    let mut names = read.known.iter().zip(&read.compared).enumerate();
    let last = names.find_map(|(number, (name, compared))| {
        let tells = |at: &Found| {
            (name.end..name.end + 2).contains(&at.start)
                && at.end <= cue.start
                && !(at.end..cue.start).any(comma)
        };
        let opens = *compared && name.end.checked_sub(1).is_some_and(comma);
        (opens && read.of(WordKind::Relative).any(tells)).then_some(number)
    });
    let Some(last) = last else { return Vec::new() };
    let own = |at: &usize| read.compared.get(*at).is_some_and(|compared| *compared);
    let first = (0..=last).rev().take_while(own).last().unwrap_or(last);
    let words = |at: usize| read.known.get(at).map(|name| name.start..name.end);
    let from = words(first).map_or(0, |at| at.start);
    let to = words(last).map_or(0, |at| at.end);
    named(read, from..to, |aside, _| aside)
}

/// Whether `all but X` or the like stands among some words: then nobody who is not named is meant.
fn shut(read: &Read, within: Range<usize>) -> bool {
    let excepted = [WordKind::Except, WordKind::Excepted];
    let mut among = read.known.iter().zip(&read.aside);
    excepted.iter().any(|kind| read.has(*kind, within.clone()))
        || among.any(|(at, aside)| {
            let beside = read.of(WordKind::OthersOf).any(|mark| mark.end == at.start)
                || read.of(WordKind::OthersAfter).any(|mark| mark.start <= at.end + 1);
            *aside && beside && within.start <= at.start && at.end <= within.end
        })
}

/// Names that follow each other with hardly a word between are one list, unless what one says of the
/// other stands between.
fn lists(taken: &Taken, read: &Read, names: Vec<Who>) -> Vec<Vec<Who>> {
    let mut lists: Vec<Vec<Who>> = Vec::new();
    for name in names {
        let joins = |at: &Who| {
            let between = at.words.end..name.words.start;
            let comma = |word: usize| taken.gap(word).contains(',');
            // `X too, Y not`: a comma that does not follow the first name right away ends its list.
            let parted = !comma(at.words.end.saturating_sub(1)) && between.clone().any(comma);
            // `X and the software maker Y`.
            let and = taken.words.get(at.words.end).is_some_and(|word| is_and(word.folded))
                && name.words.start <= at.words.end + LONG
                && !between
                    .clone()
                    .any(|word| taken.original(word).starts_with(char::is_uppercase));
            !parted
                && (and || name.words.start <= at.words.end + 3)
                && !read.has(WordKind::Tells, between.clone())
                && !read.has(WordKind::Says, between)
        };
        match lists.last_mut() {
            Some(list) if list.last().is_some_and(joins) => list.push(name),
            _ => lists.push(vec![name]),
        }
    }
    lists
}

/// Of lists of names before a cue, those behind the last word by which one tells of another.
fn told_of(taken: &Taken, read: &Read, lists: Vec<Vec<Who>>) -> Vec<Vec<Who>> {
    let start = |list: &Vec<Who>| list.first().map_or(0, |at| at.words.start);
    let (Some(first), Some(last)) = (lists.first().map(start), lists.last().map(start)) else {
        return lists;
    };
    // `X, said Y, has signed`: the words between the commas tell of X.
    let inverted =
        |at: &Found| at.start.checked_sub(1).is_some_and(|at| taken.gap(at).contains(','));
    let says = read.of(WordKind::Says).filter(|at| !inverted(at));
    let tells = read.of(WordKind::Tells).chain(says);
    let among = tells.filter(|at| at.start > first && at.end <= last).map(|at| at.end);
    match among.max() {
        Some(from) => lists.into_iter().filter(|list| start(list) >= from).collect(),
        None => lists,
    }
}

/// Those of the cue before in its sentence: who they are, and where the names end that it took from behind
/// itself.
#[derive(Debug, Default)]
pub(super) struct Last {
    pub(super) who: Vec<Who>,
    pub(super) took: Option<usize>,
}

pub(super) fn subjects(
    taken: &Taken,
    (number, read): (usize, &Read),
    cue: &Cue,
    span: &Span,
    (last, before): (&Last, &Before),
) -> Vec<Who> {
    if cue.side == Side::Head {
        let from = colon(taken, read, cue).unwrap_or(span.right);
        return known(read, from..span.right);
    }
    let inside = known(read, cue.start..cue.end);
    let behind = own_behind(taken, read, cue, span);
    if inside.is_empty() {
        if resumes(taken, read, cue, &last.who) {
            return last.who.clone();
        }
        if let Some(next) = turned(taken, read, (cue, span), last, &behind) {
            return next;
        }
    }
    let mut before_cue = known(read, span.clause..cue.start);
    if let Some(took) = last.took.filter(|took| before_cue.iter().any(|at| at.words.start >= *took))
    {
        before_cue.retain(|at| at.words.start >= took);
    }
    if described(taken, read, &before_cue, span.clause..cue.start) {
        before_cue.clear();
    }
    outside(read, &mut before_cue);
    let conditional = |at: &Who| in_condition(taken, read, at, cue);
    if !before_cue.iter().all(conditional) {
        before_cue.retain(|at| !conditional(at));
    }
    let ahead = told_of(taken, read, lists(taken, read, before_cue));
    let mut who = match cue.side {
        Side::After if !behind.is_empty() => return behind_of(taken, read, cue, behind),
        Side::After
            if read.sentence.heading == Heading::No && !shut(read, span.left..span.right) =>
        {
            if let Some(name) = unlisted(taken, read, cue.end..span.right) {
                return vec![stranger(name)];
            }
            inside
        }
        _ => inside,
    };
    if who.is_empty() {
        let close =
            ahead.last().filter(|list| list.last().is_some_and(|at| at.words.end + 2 >= cue.start));
        who = close.or(ahead.first()).cloned().unwrap_or_default();
    }
    if who.is_empty() && shut(read, span.left..span.right) {
        return who;
    }
    if who.is_empty() && read.sentence.heading == Heading::No {
        let name = unlisted(taken, read, span.clause..cue.start)
            .or_else(|| unlisted(taken, read, cue.start..cue.end))
            .or_else(|| unlisted_by_letter(taken, read, span.clause..cue.start));
        who.extend(name.map(stranger));
    }
    if cue.side == Side::Bare {
        who = beside_comma(taken, read, cue, span).unwrap_or(who);
    }
    let other = who.is_empty() && another(taken, read, cue, span);
    if who.is_empty() && cue.side != Side::After && !other {
        who.extend(spoken_of(taken, (number, read), cue, span, before));
    }
    // `“We signed because X did,” a spokesman said`: X is not who speaks.
    let we = cue.side != Side::After && read.has(WordKind::Own, span.left..cue.end);
    let said = |first: &Who| other && read.has(WordKind::Says, cue.end..first.words.start);
    if who.is_empty() && !we {
        who = lists(taken, read, behind.clone()).into_iter().next().unwrap_or_default();
        let far =
            who.first().is_some_and(|first| first.words.start > cue.end + NEXT || said(first));
        if far || span.clause == cue.start && who.is_empty() {
            who.clear();
        }
    }
    if who.is_empty() && !other {
        who = last.who.clone();
    }
    // `among them`: the names that follow take the same position.
    let among = read.of(WordKind::Among).find(|at| at.start >= cue.end && at.end <= span.right);
    if let Some(among) = among {
        let next = |at: &Who| at.words.start >= among.end || at.words.end == among.start;
        who.extend(behind.into_iter().filter(next));
    }
    who.dedup();
    who
}

/// Whether a name ahead of a cue is part of a condition that the cue is not: `if X agrees, Y signs`.
fn in_condition(taken: &Taken, read: &Read, who: &Who, cue: &Cue) -> bool {
    let comma = |word: usize| taken.gap(word).contains([',', '，', '、']);
    let last = who.words.end.saturating_sub(1);
    let opened = read.of(WordKind::If).any(|at| {
        at.end <= who.words.start
            && !(at.end.saturating_sub(1)..last).any(comma)
            && (last..cue.start).any(comma)
    });
    opened || read.of(WordKind::IfAfter).any(|at| who.words.end <= at.end && at.end <= cue.start)
}

/// `X too, Y not`: where nothing but a name stands between a comma and a bare cue, it is nobody else's.
fn beside_comma(taken: &Taken, read: &Read, cue: &Cue, span: &Span) -> Option<Vec<Who>> {
    let clause = span.clause..cue.start;
    let comma = clause.clone().rev().skip(1).find(|word| taken.gap(*word).contains(','))?;
    if !known(read, comma + 1..cue.start).is_empty() {
        return None;
    }
    unlisted(taken, read, comma + 1..cue.start).map(|name| vec![stranger(name)])
}

/// `X, which joined something else, has signed`: what stands between the commas told of X.
fn resumes(taken: &Taken, read: &Read, cue: &Cue, last: &[Who]) -> bool {
    let parted = |word: usize| taken.gap(word).contains(',');
    let told = last.last().is_some_and(|at| {
        let parts = at.words.end.checked_sub(1).is_some_and(parted);
        parts && read.of(WordKind::Relative).any(|of| of.start == at.words.end)
    });
    told && cue.side != Side::After && cue.start.checked_sub(1).is_some_and(parted)
}

/// `Signed have X and Y, refused has Z`: a cue whose names ahead were those of the cue before takes the
/// names behind it.
fn turned(
    taken: &Taken,
    read: &Read,
    (cue, span): (&Cue, &Span),
    last: &Last,
    behind: &[Who],
) -> Option<Vec<Who>> {
    let took = last.took.filter(|_| cue.side != Side::After)?;
    let ahead = known(read, span.clause..cue.start);
    if ahead.iter().any(|at| at.words.end > took) || read.has(WordKind::Relative, took..cue.start) {
        return None;
    }
    let first = behind.first().filter(|at| at.words.start <= cue.end + NEXT)?;
    let between = cue.end..first.words.start;
    // `Signed by X, who said nothing of Y`.
    let told = read.has(WordKind::Tells, between.clone())
        || read.has(WordKind::Says, between.clone())
        || between.into_iter().any(|word| taken.gap(word).contains(','));
    lists(taken, read, behind.to_vec()).into_iter().next().filter(|_| !told)
}

/// Names behind a cue, without the one that is the subject of the next: `signed have X and Y, Z refused`.
fn own_behind(taken: &Taken, read: &Read, cue: &Cue, span: &Span) -> Vec<Who> {
    let mut behind = known(read, cue.end..span.right);
    let [.., other, before, last] = behind.as_slice() else { return behind };
    let comma =
        |at: &Who| at.words.end.checked_sub(1).is_some_and(|at| taken.gap(at).contains(','));
    let next = span.right < read.words.end && last.words.end == span.right;
    if next && comma(before) && !comma(other) {
        behind.pop();
    }
    behind
}

/// Who the company is that a cue speaks of without a name.
fn spoken_of(
    taken: &Taken,
    (number, read): (usize, &Read),
    cue: &Cue,
    span: &Span,
    before: &Before,
) -> Option<Who> {
    let spoken = read.has(WordKind::Company, span.left..cue.end)
        || read.has(WordKind::Own, span.left..span.right);
    if !spoken {
        return None;
    }
    let here = known(read, read.words.start..span.clause).pop();
    let focus = || {
        let near = before.focus.as_ref().filter(|(of, _)| of + NEAR >= number);
        near.map(|(_, who)| who.clone())
    };
    here.or_else(|| speaks(taken, read, cue)).or_else(focus)
}

/// Whether the clause of a cue has a subject that is neither named nor the company spoken of: `its rival`,
/// `the iPhone maker`.
fn another(taken: &Taken, read: &Read, cue: &Cue, span: &Span) -> bool {
    let clause = span.clause..cue.start;
    let within = |at: &&Found| clause.start <= at.start && at.end <= clause.end;
    let company: Vec<&Found> = read
        .of(WordKind::Company)
        .filter(within)
        .filter(|at| alone(taken, read, at, &clause))
        .collect();
    let covers = |at: usize| company.iter().any(|of| of.start <= at && at < of.end);
    let oblique = |at: usize| {
        (at.saturating_sub(2)..=at).any(|end| {
            end >= clause.start
                && read
                    .of(WordKind::Preposition)
                    .any(|of| of.end == end && of.start >= clause.start)
        })
    };
    let pronoun = company.first().map_or(clause.end, |at| at.start);
    // `Weighing its options`: what a verb leads to is no subject.
    let object = |at: usize| leads(taken, read, at, &clause);
    let other = |at: &Found| !covers(at.start) && at.start < pronoun && !oblique(at.start);
    let kind = read.of(WordKind::Kind).filter(within).any(other);
    let mut nouns = read.of(WordKind::Determiner).filter(within);
    let noun = nouns.any(|at| other(at) && !of_matter(read, at.end) && !object(at.start));
    // `The iPhone maker`, where the language has no word before it.
    let maker =
        read.of(WordKind::Kind).any(|at| within(&at) && !covers(at.start) && at.end == cue.start);
    kind || noun || company.is_empty() && maker
}

/// Whether a word right before another is neither marked nor small and no comma stands between: an adjective or
/// a verb.
fn leads(taken: &Taken, read: &Read, at: usize, clause: &Range<usize>) -> bool {
    let marked = |word: usize| {
        let holds = |of: &&Found| (of.start..of.end).contains(&word);
        let only = |of: &Found| of.mark != Mark::Word(WordKind::Determiner);
        read.marks.iter().filter(holds).any(only)
    };
    at.checked_sub(1).filter(|word| *word >= clause.start).is_some_and(|word| {
        let parted = taken.gap(word).contains([',', ';', ':', '–', '"', '“', '”']);
        let long = taken.original(word).chars().count() > SMALL;
        !parted && !marked(word) && long && !taken.original(word).starts_with(char::is_uppercase)
    })
}

/// Whether names only say which company is meant that has another name: `a company that supplies X`.
fn described(taken: &Taken, read: &Read, names: &[Who], clause: Range<usize>) -> bool {
    let Some(first) = names.first().map(|at| at.words.start) else { return false };
    let starts = |at: &&Found| at.start <= clause.start + 1 && at.start >= clause.start;
    let Some(article) = read.of(WordKind::Determiner).find(starts) else { return false };
    let kinds = read.of(WordKind::Kind).filter(|at| at.end < first);
    let Some(kind) = kinds.filter(|at| (article.end..article.end + 3).contains(&at.start)).last()
    else {
        return false;
    };
    let leads = |of: WordKind| read.of(of).any(|at| at.start == kind.end);
    let parted = (kind.start..clause.end).any(|word| taken.gap(word).contains([',', ':', '(']));
    (leads(WordKind::Preposition) || leads(WordKind::Relative)) && !parted
}

/// Whether a word for the company has nothing beside it that makes it another one: `the company that supplies it`.
fn alone(taken: &Taken, read: &Read, at: &Found, clause: &Range<usize>) -> bool {
    // `The maker of phones`, but `the company on Tuesday`.
    let place = |of: &Found| {
        let long = taken.original(of.end).chars().count() > SMALL;
        long && read.of(WordKind::NotName).any(|word| word.start == of.end)
    };
    let further = |of: &Found| {
        let digit = taken.original(of.end).starts_with(|at: char| at.is_ascii_digit());
        of.start == at.end && of.end < clause.end && !place(of) && !digit
    };
    let followed = read.of(WordKind::Relative).any(|of| of.start == at.end)
        || at.end > at.start + 1 && read.of(WordKind::Preposition).any(further)
        || at.end < clause.end && is_name(taken, at.end);
    !followed && !leads(taken, read, at.start, clause)
}

/// Whether what a word leads to is an instrument or the law, or whoever keeps them: no company.
fn of_matter(read: &Read, at: usize) -> bool {
    read.marks.iter().any(|of| {
        let matter = match of.mark {
            Mark::Full(_) | Mark::Short(_) => true,
            Mark::Word(kind) => matches!(
                kind,
                WordKind::Act
                    | WordKind::Keeper
                    | WordKind::List
                    | WordKind::Elsewhere
                    | WordKind::Paper
                    | WordKind::Voice
            ),
            _ => false,
        };
        matter && (at..at + 3).contains(&of.start)
    })
}

/// Who speaks behind a quote: `“We never signed,” said a spokeswoman of X`, `“We signed,” X's chief said`.
fn speaks(taken: &Taken, read: &Read, cue: &Cue) -> Option<Who> {
    let says = read.of(WordKind::Says).find(|at| at.start >= cue.end)?;
    let quote = |word: usize| taken.gap(word).contains(['"', '“', '”', '„', '»', '«', '」']);
    let closes = (cue.end..says.start).rev().find(|word| quote(word.saturating_sub(1)));
    let ahead = || known(read, closes?..says.start).pop();
    known(read, says.end..read.words.end).into_iter().next().or_else(ahead)
}

fn behind_of(taken: &Taken, read: &Read, cue: &Cue, behind: Vec<Who>) -> Vec<Who> {
    // Names in another clause are of another matter.
    let stop = behind.iter().find_map(|at| {
        let start = clause_start(taken, read, cue.end, at.words.start);
        (start > cue.end + 1 && start < at.words.end).then_some(start)
    });
    behind.into_iter().filter(|at| stop.is_none_or(|stop| at.words.end <= stop)).collect()
}

pub(super) fn stranger(words: Range<usize>) -> Who {
    Who { words, organisation: None, within: None }
}
