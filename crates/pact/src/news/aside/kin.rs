//! Those to whom somebody belongs who is not listed: what a subsidiary does is not what its parent does.

use super::{AND, Line, OR};
use crate::news::article::VERBS;
use crate::news::book::{Found, Mark, Side, WordKind};
use crate::news::names::Known;

/// Most words for what somebody owns, before its name: `its former chip`.
const OWNED: usize = 4;

impl Line<'_, '_, '_> {
    /// `Y, which belongs to X, signed`, `the X subsidiary Y signed`, `X's Y signed`: Y did, and nobody listed it.
    pub(super) fn parents(&self, aside: &mut [bool]) {
        let end = self.first() + self.read.words.len();
        for opener in (self.first()..end).filter(|word| self.is_stranger(*word)) {
            let Some(close) = self.closing(opener) else { continue };
            if !self.tells_kin(opener, close) {
                continue;
            }
            let names = self.read.known.iter().zip(aside.iter_mut());
            let inside = |start: usize, end: usize| start > opener && end <= close + 1;
            names
                .filter(|(name, _)| inside(name.start, name.end))
                .for_each(|(_, aside)| *aside = true);
        }
        for (name, aside) in self.read.known.iter().zip(aside) {
            *aside |= self.owns_next(name.start, name.end) || self.owns_known(name);
        }
    }

    /// `X's former unit Y`: who is named behind what somebody owns acts, and the owner does not.
    fn owns_known(&self, name: &Known) -> bool {
        let own = usize::from(self.folded(name.end) == "s");
        let from = name.end + own;
        let next = self.read.known.iter().find(|at| at.start >= name.end);
        let Some(next) = next.filter(|_| own > 0 || name.hung).map(|at| at.start) else {
            return false;
        };
        let between = from..next;
        let and = |word: usize| AND.contains(&self.folded(word)) || OR.contains(&self.folded(word));
        let parted = (name.end.saturating_sub(1)..next).any(|word| self.parts(word));
        let speaks = |at: &Found| {
            let kinds = [WordKind::Says, WordKind::Tells, WordKind::Preposition, WordKind::Voice];
            let cue = matches!(at.mark, Mark::Cue(_, side) if side != Side::Bare);
            let mark = kinds.iter().any(|kind| at.mark == Mark::Word(*kind));
            (cue || mark) && at.start < next && at.end > from
        };
        (1..=OWNED).contains(&between.len())
            && !parted
            && !between.clone().any(|word| and(word) || VERBS.contains(&self.folded(word)))
            && !self.read.marks.iter().any(speaks)
    }

    /// A word with a capital that is of no name or phrase that is known.
    fn is_stranger(&self, word: usize) -> bool {
        let within = |at: &Found| (at.start..at.end).contains(&word);
        let told = |at: &Found| match at.mark {
            Mark::Full(_) | Mark::Short(_) => true,
            Mark::Word(kind) => matches!(
                kind,
                WordKind::Keeper | WordKind::Act | WordKind::NotName | WordKind::Company
            ),
            _ => false,
        };
        self.capital(word)
            && !self.read.known.iter().any(|name| (name.start..name.end).contains(&word))
            && !self.read.marks.iter().any(|at| within(at) && told(at))
    }

    /// Whether a word is written like no word but a name: `GitHub`.
    fn is_camel(&self, word: usize) -> bool {
        let original = self.words.get(word).and_then(|word| self.text.get(word.start..word.end));
        original.is_some_and(|word| {
            let mut letters = word.chars().skip_while(|at| at.is_uppercase());
            letters.any(char::is_uppercase)
        })
    }

    /// Whether words between two commas say to whom belongs what stands before them.
    fn tells_kin(&self, opener: usize, close: usize) -> bool {
        let from = opener + 1;
        let within = |at: &Found| from <= at.start && at.end <= close + 1;
        let kin = self.of(WordKind::Kin).any(within);
        let begins = |kind: WordKind| self.of(kind).any(|at| at.start == from);
        // `Three groups, the firms X and Y, signed` begins like `Y, die zu X gehört`.
        let named = self.read.known.iter().any(|name| name.end == close + 1);
        let clause = !begins(WordKind::Determiner) || !named && !self.capital(close);
        let relative = begins(WordKind::Relative) && clause && self.is_apposition(from, close);
        // `Y, X and the subsidiary of Z, signed` lists them.
        let listed = self.read.known.iter().any(|name| name.start == from);
        // `Jane Roe, who leads X, said`: she says it for X.
        let person =
            !self.is_camel(opener) && self.of(WordKind::Says).any(|at| at.start == close + 1);
        (kin && !listed && !self.tells(from, close) || relative) && !person
    }

    /// Whether a name says to whom the next one belongs, which nobody listed.
    fn owns_next(&self, start: usize, end: usize) -> bool {
        let close =
            |word: usize| self.gap(word).trim_matches(['\'', '’', '-', '‑', ' ']).is_empty();
        let own = usize::from(self.folded(end) == "s");
        let next = end + own;
        if next >= self.first() + self.read.words.len() || !(end - 1..next).all(close) {
            return self.is_named_behind(start, end);
        }
        // `X-Tochter Y`, `X's subsidiary Y`.
        let kin = self.of(WordKind::Kin).find(|at| at.start == next).map(|at| at.end);
        if kin.is_some_and(|end| close(end - 1) && self.capital(end)) {
            return true;
        }
        // `X's Jane Roe refused` and `X's Y said` may be somebody of X.
        let acts = || {
            let verb = next + 1 + usize::from(VERBS.contains(&self.folded(next + 1)));
            let cue = |at: &Found| matches!(at.mark, Mark::Cue(_, side) if side != Side::Bare);
            let says = self.of(WordKind::Says).any(|at| at.start == verb);
            self.read.marks.iter().any(|at| (next + 1..=verb).contains(&at.start) && cue(at))
                && !says
        };
        let stranger = self.is_stranger(next);
        stranger && (self.is_camel(next) || own > 0 && acts()) || self.is_named_behind(start, end)
    }

    /// `The subsidiary of X, Y, signed`, `la filiale de X Y`.
    fn is_named_behind(&self, start: usize, end: usize) -> bool {
        let leads =
            |at: &Found| at.end <= start && start <= at.end + 2 && self.small(at.end, start);
        let last = end - 1;
        let named = self.gap(last) == " " || self.comma(last) && self.comma(end);
        self.of(WordKind::Kin).any(leads) && named && self.is_stranger(end)
    }
}
