//! The order of questions: what speaks of something comes after what asks for it.

use actlas_assess::questions::{Question, QuestionKind};
use actlas_facts::FactIx;
use actlas_law::Pack;

/// The first questions about facts, in an order in which they can be read. What one of them speaks of
/// ("that product") is asked before it, even if it were too far down to be asked by itself.
pub(super) fn in_order<'q>(law: &Pack, next: &[&'q Question], most: usize) -> Vec<&'q Question> {
    let mut chosen: Vec<&Question> = next.iter().copied().take(most).collect();
    let mut at = 0;
    while let Some(question) = chosen.get(at).copied() {
        let before = introductions(law, question, next)
            .into_iter()
            .find(|fact| !chosen.iter().take(at).any(|other| fact_of(other) == Some(*fact)));
        let introduction =
            before.and_then(|fact| next.iter().find(|other| fact_of(other) == Some(fact)));
        match introduction {
            // Facts only speak of earlier ones, so this ends.
            Some(introduction) => {
                chosen.retain(|other| fact_of(other) != fact_of(introduction));
                let at = at.min(chosen.len());
                chosen.insert(at, introduction);
            }
            None => at += 1,
        }
    }
    chosen.truncate(most);
    chosen
}

/// The facts that a question speaks of, among those that are still asked for: the one before it in the
/// vocabulary if it speaks back at all, and the nearest that names the same thing.
fn introductions(law: &Pack, question: &Question, next: &[&Question]) -> Vec<FactIx> {
    let Some(fact) = fact_of(question) else { return Vec::new() };
    let words = |fact: FactIx| law.vocabulary.get(fact).map_or("", |fact| fact.question.as_str());
    let things = spoken_of(words(fact));
    let of = law.vocabulary.get(fact).map(|fact| fact.of);
    let mut earlier: Vec<FactIx> = next
        .iter()
        .filter_map(|other| fact_of(other))
        .filter(|other| *other < fact && law.vocabulary.get(*other).map(|fact| fact.of) == of)
        .collect();
    earlier.sort_unstable();
    let mut found: Vec<FactIx> = Vec::new();
    for thing in &things {
        // The nearest that names it without speaking of it: that one brings it in.
        let names = |other: &&FactIx| {
            let text = words(**other).to_lowercase();
            text.contains(thing.as_str()) && !spoken_of(&text).contains(thing)
        };
        found.extend(earlier.iter().rev().find(names));
    }
    if !things.is_empty() && found.is_empty() {
        found.extend(earlier.iter().rev().find(|other| other.at() + 1 == fact.at()));
    }
    found
}

/// What may stand before a "that" which points: after a noun it only begins a clause.
const POINTING: [&str; 12] =
    ["is", "was", "does", "has", "to", "of", "for", "in", "by", "with", "on", "under"];

/// The beginnings of the nouns that a question points back to: `produ` of "that product".
fn spoken_of(question: &str) -> Vec<String> {
    let words: Vec<String> = question
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| words.get(at)).map_or("", String::as_str);
        let points = word == "that" && (before.is_empty() || POINTING.contains(&before));
        let noun = words.get(at + 1).filter(|noun| noun.len() > 3);
        if let Some(noun) = noun.filter(|_| points || word == "such") {
            // A beginning stands for its relatives: "that prediction" is of what is "predicted".
            found.push(noun.chars().take(5).collect());
        }
    }
    found
}

fn fact_of(question: &Question) -> Option<FactIx> {
    match question.kind {
        QuestionKind::Fact(fact) => Some(fact),
        QuestionKind::Bundle(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn that_points_after_some_words_only() {
        let check = |question: &str, things: &[&str]| assert_eq!(spoken_of(question), things);
        check("What is it to that product?", &["produ"]);
        check("Does that product law require an assessment?", &["produ"]);
        check("Does it bring a system that bears the name of somebody?", &[]);
        check("Is making such material what it is meant for?", &["mater"]);
        check("Which of these is it?", &[]);
    }

    /// Whichever questions are asked, in whatever order, none speaks of what only comes after it.
    #[test]
    fn nothing_is_spoken_of_before_it_is_asked_for() {
        let law = Pack::load(&actlas_law::PackFiles::embedded()).0;
        let question = |fact: FactIx| Question {
            kind: QuestionKind::Fact(fact),
            settles: Vec::new(),
            exact: true,
        };
        let mut all: Vec<Question> = law.vocabulary.facts().map(|(ix, _)| question(ix)).collect();
        all.reverse();
        let next: Vec<&Question> = all.iter().collect();
        let chosen = in_order(&law, &next, usize::MAX);
        assert_eq!(chosen.len(), all.len());
        let place = |id: &str| {
            let fact = law.vocabulary.find(id);
            chosen.iter().position(|at| fact_of(at) == fact)
        };
        for (before, after) in
            [("product_law", "place_in_product"), ("product_law", "third_party_assessment")]
        {
            assert!(place(before) < place(after), "{before} before {after}");
        }
        // An introduction is asked although it would have been cut.
        let law_first = in_order(&law, &next, next.len() / 2);
        for (at, one) in law_first.iter().enumerate() {
            let before = law_first.get(..at).unwrap_or_default();
            for wanted in introductions(&law, one, &next) {
                assert!(before.iter().any(|other| fact_of(other) == Some(wanted)));
            }
        }
    }
}
