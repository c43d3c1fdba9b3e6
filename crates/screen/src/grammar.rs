//! What of a language tells how words are meant: what negates, imagines, breaks off.

use std::collections::BTreeMap;

use actlas_text::pattern::Pattern;

/// What a phrase of the grammar does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Negates what stands near it.
    Negation,
    /// Negates what stands before it only: a postposition.
    Postposed,
    /// Makes what stands near it imagined or planned.
    Hypothesis,
    /// Only speaks of what follows: `a course on`.
    About,
    /// What neither of these reaches over.
    Breaks,
    /// What lets a negation beside it negate nothing, and breaks off too: `not only`, `without consent`.
    Voids,
    /// Ends a clause and takes back what stands before it: `… is not carried out`.
    Denial,
    /// What a denial does not reach over, beside breaks.
    Joins,
    /// An answer that takes back what was asked or named: `Does it rank people? No.`
    Refusal,
    /// Stands over what is not done: `Out of scope:`.
    Heading,
}

impl Kind {
    /// All, with the keys that files have for them.
    pub(crate) const ALL: [(Kind, &'static str); 10] = [
        (Kind::Negation, "negation"),
        (Kind::Postposed, "postposed"),
        (Kind::Hypothesis, "hypothesis"),
        (Kind::About, "about"),
        (Kind::Breaks, "breaks"),
        (Kind::Voids, "voids"),
        (Kind::Denial, "denial"),
        (Kind::Joins, "joins"),
        (Kind::Refusal, "refusal"),
        (Kind::Heading, "heading"),
    ];

    /// Whether it is looked for in clauses that stand beside what they take back.
    pub(crate) fn stands_beside(self) -> bool {
        matches!(self, Kind::Refusal | Kind::Heading)
    }
}

/// The grammar of a language.
#[derive(Clone, Debug)]
pub(crate) struct Grammar {
    phrases: BTreeMap<Kind, Vec<Pattern>>,
    /// Most words from a negation to what it negates.
    pub(crate) before: usize,
    /// How many words back it reaches.
    pub(crate) after: usize,
}

impl Default for Grammar {
    fn default() -> Grammar {
        Grammar { phrases: BTreeMap::new(), before: 6, after: 0 }
    }
}

impl Grammar {
    pub(crate) fn of(&self, kind: Kind) -> &[Pattern] {
        self.phrases.get(&kind).map(Vec::as_slice).unwrap_or_default()
    }

    pub(crate) fn add(&mut self, kind: Kind, phrases: Vec<Pattern>) {
        self.phrases.entry(kind).or_default().extend(phrases);
    }

    /// How many words before and behind it a phrase takes back; none if it takes back nothing so.
    pub(crate) fn reach(&self, kind: Kind) -> Option<Reach> {
        match kind {
            Kind::Negation | Kind::Hypothesis => {
                Some(Reach { back: self.after, ahead: self.before })
            }
            Kind::Postposed => Some(Reach { back: self.after, ahead: 0 }),
            Kind::About => Some(Reach { back: 0, ahead: self.before }),
            _ => None,
        }
    }
}

/// How far a phrase reaches, in words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reach {
    pub(crate) back: usize,
    pub(crate) ahead: usize,
}
