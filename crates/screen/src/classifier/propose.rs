//! What the classifier adds to what phrases found, and what it doubts.

use std::collections::{BTreeMap, BTreeSet};

use actlas_facts::{FactIx, Knowledge, Quote};
use actlas_text::Language;

use super::reader::{Reading, Scorer, Target, allows, overlaps};
use super::weights::{Sum, Weights};
use crate::screener::{NAME, Proposal, Screened};

/// Shorter texts hold few words by chance, so that a phrase in them is believed.
pub(super) const LONG: usize = 40;
/// The languages of registers that were learned from.
const LEARNED: [Language; 2] = [Language::English, Language::Dutch];
/// Of fewer words nothing can be told.
const SHORT: usize = 8;
/// Of fewer ideas nothing can be told where little else is known.
const FEW_IDEAS: usize = 4;
/// How much more it takes where the ideas of a point do not stand together.
const UNMET: f32 = 0.5;
/// Most words of a text that a proposal quotes.
const MAX_QUOTE: usize = 14;
/// How many words it names.
const NAMED: usize = 3;

/// A classifier that can be asked.
#[derive(Debug)]
pub(crate) struct Classifier {
    pub(crate) weights: Weights,
    /// In the order of the heads of the weights.
    pub(crate) targets: Vec<Target>,
}

impl Classifier {
    /// Takes back what it doubts and adds what it proposes.
    pub(crate) fn judge(
        &self,
        scorer: &mut Scorer,
        reading: &Reading,
        screened: &mut Screened,
        use_of: &dyn Fn(&str) -> Option<usize>,
    ) {
        if reading.tokens.len() < SHORT {
            return;
        }
        let sight = Sight::of(reading.language, reading.tokens.len());
        if !sight.knows_words() && reading.ideas.len() < FEW_IDEAS {
            return;
        }
        let sum = scorer.sum(reading.whole(), &self.weights);
        let scores: Vec<f32> =
            (0..self.targets.len()).map(|head| self.weights.score(&sum, head)).collect();
        self.doubt(&scores, sight, screened);
        for (head, fill) in self.wanting(&scores, sight, &screened.proposals) {
            let Some(target) = self.targets.get(head) else { continue };
            let kept = self.without_withheld(scorer, reading, target, &sum);
            let fill = if reading.holds(&target.needs) { fill } else { fill + UNMET };
            if self.weights.score(&kept.0, head) < fill {
                screened.passed_over += 1;
                continue;
            }
            let Some((quote, words)) = quote((scorer, &self.weights), reading, head, &kept.1)
            else {
                continue;
            };
            self.propose(target, &quote, &words, use_of(&quote.field), screened);
        }
    }

    /// Heads above their mark, with it: of each area the highest and what is hardly lower. Where phrases have found
    /// a point of the area, others are proposed only if their score leaves no doubt: points of an area share their
    /// words, and who has found one by its words knows better which. So do practices that turn on the fact of one. A head far below the one that the text reads
    /// like most is none of it.
    fn wanting(&self, scores: &[f32], sight: Sight, proposals: &[Proposal]) -> Vec<(usize, f32)> {
        let found: BTreeSet<&str> = self
            .targets
            .iter()
            .filter(|target| said(target, proposals))
            .map(|target| area(&target.point))
            .collect();
        let other = OtherUses::new(&self.targets, scores);
        let mut best: BTreeMap<&str, f32> = BTreeMap::new();
        let mut above: Vec<(usize, f32, &str, f32)> = Vec::new();
        let heads = self.weights.heads.iter().zip(scores);
        for ((at, target), (head, score)) in self.targets.iter().enumerate().zip(heads) {
            let area = area(&target.point);
            let fill = sight.of_all(&head.fills);
            let low = other.outweigh(target, *score);
            let known = found.contains(area)
                || twin_area(&self.targets, target).is_some_and(|area| found.contains(area));
            let doubtful = known && (*score < SURE || said(target, proposals));
            if *score >= fill && !low && !doubtful {
                let highest = best.entry(area).or_insert(*score);
                *highest = highest.max(*score);
                above.push((at, fill, area, *score));
            }
        }
        above
            .retain(|(.., area, score)| best.get(area).is_some_and(|best| *score >= best - HARDLY));
        above.into_iter().map(|(at, fill, ..)| (at, fill)).collect()
    }

    /// A statement is doubted if the text reads like none of the points that it speaks for.
    fn doubt(&self, scores: &[f32], sight: Sight, screened: &mut Screened) {
        let before = screened.proposals.len();
        screened.proposals.retain(|at| {
            // What little is said beside a name says little against it.
            if at.quote.field == NAME && !sight.is_long() {
                return true;
            }
            let heads = self.targets.iter().zip(&self.weights.heads).zip(scores);
            let mut of =
                heads.filter(|((target, _), _)| target.speaks(at.fact, &at.says)).peekable();
            of.peek().is_none()
                || of.any(|((_, head), score)| *score >= sight.of_all(&head.assents))
        });
        screened.doubted += before - screened.proposals.len();
    }

    /// The sum of what is left without the clauses in which phrases found a core fact negated, and those
    /// clauses.
    fn without_withheld(
        &self,
        scorer: &mut Scorer,
        reading: &Reading,
        target: &Target,
        sum: &Sum,
    ) -> (Sum, Vec<u32>) {
        let own = |fact: FactIx| target.all().any(|(of, _)| *of == fact);
        let mut clauses: Vec<u32> =
            reading.withheld.iter().filter(|(_, fact)| own(*fact)).map(|(at, _)| *at).collect();
        clauses.dedup();
        let mut left = sum.clone();
        for clause in &clauses {
            left.take(&scorer.sum(reading.clause(*clause), &self.weights));
        }
        (left, clauses)
    }

    fn propose(
        &self,
        target: &Target,
        quote: &Quote,
        words: &[String],
        of_use: Option<usize>,
        screened: &mut Screened,
    ) {
        let by = format!("classifier:{}", self.weights.name);
        let named: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
        let why = format!("{}; {} weighed most", target.why, named.join(", "));
        for (fact, says) in &target.says {
            let again = screened.proposals.iter().any(|at| at.fact == *fact);
            if again && !matches!(says, Knowledge::Set { .. }) {
                continue;
            }
            screened.proposals.push(Proposal {
                fact: *fact,
                says: says.clone(),
                quote: quote.clone(),
                by: by.clone(),
                why: why.clone(),
                of_use,
            });
        }
    }
}

/// How a text is seen: by its words or by hardly more than ideas, and short or long. Long texts hold more words
/// by chance, and most are of registers, of which few touch a point: each sight has marks of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sight(usize);

impl Sight {
    /// How many there are.
    pub(crate) const COUNT: usize = 4;
    /// Long texts of known words, in which each point has a doubt of its own.
    pub(super) const LONG_KNOWN: Sight = Sight(1);

    fn new(knows_words: bool, words: usize) -> Sight {
        Sight(2 * usize::from(!knows_words) + usize::from(words >= LONG))
    }

    pub(super) fn of(language: Option<Language>, words: usize) -> Sight {
        Sight::new(language.is_some_and(|language| LEARNED.contains(&language)), words)
    }

    /// The same text by its ideas.
    pub(super) fn by_ideas(words: usize) -> Sight {
        Sight::new(false, words)
    }

    pub(super) fn all() -> impl Iterator<Item = Sight> {
        (0..Sight::COUNT).map(Sight)
    }

    fn is_long(self) -> bool {
        self.0 % 2 == 1
    }

    /// Whether words are weighed, and not only ideas, by which nothing is doubted.
    pub(super) fn knows_words(self) -> bool {
        self.0 < 2
    }

    /// The mark that counts for it.
    pub(super) fn of_all(self, marks: &[f32; Sight::COUNT]) -> f32 {
        marks.get(self.0).copied().unwrap_or(f32::MAX)
    }
}

/// The area of a point of Annex III, or Article 5; every other point is one of its own.
pub(super) fn area(point: &str) -> &str {
    match point.split_once('.') {
        Some(("annex3", _)) => point.trim_end_matches(|at: char| at.is_ascii_lowercase()),
        Some(("art5", _)) => "art5",
        _ => point,
    }
}

/// The area of the point of Annex III that turns on the same fact as a practice of Article 5.
pub(super) fn twin_area<'t>(targets: &'t [Target], target: &Target) -> Option<&'t str> {
    let turns_on = |at: &Target| at.says.first().map(|(fact, _)| *fact);
    let is_twin = |at: &&Target| turns_on(at) == turns_on(target);
    if area(&target.point) != "art5" {
        return None;
    }
    let mut listed = targets.iter().filter(|at| at.point.starts_with("annex3."));
    listed.find(is_twin).map(|twin| area(&twin.point))
}

/// From this score on a point is proposed beside another of its area that phrases have found.
const SURE: f32 = 0.3;
/// How far below the highest score of its area a head may be.
const HARDLY: f32 = 0.5;
/// How far below the highest score a head may be: few texts are about two things.
const BESIDE: f32 = 2.0;

/// How far below a listed use that the text clearly reads like another one may be.
const BESIDE_CLEAR: f32 = 0.5;
/// From this score on a text clearly reads like a use.
const CLEAR: f32 = 0.0;

/// What a text reads like most, beside which little else is believed without a phrase.
#[derive(Clone, Copy, Debug)]
pub(super) struct OtherUses {
    /// The highest score of a use.
    most: f32,
    /// The highest score of a listed use. Article 5 is looked at by itself: what it prohibits is often listed too.
    most_listed: f32,
}

impl OtherUses {
    pub(super) fn new(targets: &[Target], scores: &[f32]) -> OtherUses {
        let most = |is_one: fn(&Target) -> bool| {
            let of = targets.iter().zip(scores).filter(|(target, _)| is_one(target));
            of.map(|(_, score)| *score).fold(f32::MIN, f32::max)
        };
        OtherUses { most: most(|target| !is_transparency(target)), most_listed: most(is_listed) }
    }

    /// Whether a text reads so much more like another use that it is hardly this one too.
    pub(super) fn outweigh(self, target: &Target, score: f32) -> bool {
        let is_clear = is_listed(target) && self.most_listed >= CLEAR;
        let is_far = is_clear && score < self.most_listed - BESIDE_CLEAR;
        !is_transparency(target) && (is_far || score < self.most - BESIDE)
    }
}

/// Talking with people and generating content go with every use.
fn is_transparency(target: &Target) -> bool {
    target.point.starts_with("art50")
}

/// Annex III, and products of Annex I.
fn is_listed(target: &Target) -> bool {
    target.point.starts_with("annex")
}

/// Whether phrases have said what the point turns on, or the opposite.
fn said(target: &Target, proposals: &[Proposal]) -> bool {
    target.all().take(1).any(|(fact, wanted)| {
        let of = proposals.iter().filter(|at| at.fact == *fact);
        of.clone().any(|at| overlaps(&at.says, wanted) || !allows(&at.says, wanted))
    })
}

/// The words that weigh most in the clause that weighs most.
fn quote(
    (scorer, weights): (&Scorer, &Weights),
    reading: &Reading,
    head: usize,
    withheld: &[u32],
) -> Option<(Quote, Vec<String>)> {
    let clauses = (0..reading.clauses.len() as u32).filter(|at| !withheld.contains(at));
    let weighed = |at: u32| scorer.weigh(reading.clause(at), weights, head);
    let best = clauses
        .map(|at| (weighed(at), at))
        .max_by_key(|(weighed, at)| (weighed.iter().sum::<i32>(), std::cmp::Reverse(*at)))?;
    let (weighed, best) = best;
    let tokens = reading.clause(best).tokens;
    let mut order: Vec<usize> = (0..tokens.len()).collect();
    let of = |at: &usize| weighed.get(*at).copied().unwrap_or_default();
    order.sort_by_key(|at| (std::cmp::Reverse(of(at)), *at));
    let heaviest = *order.first()?;
    order.retain(|at| of(at) > 0 && at.abs_diff(heaviest) < MAX_QUOTE / 2);
    order.truncate(NAMED);
    // One word alone is a mention.
    if order.len() < 2 {
        return None;
    }
    let first = tokens.get(order.iter().copied().min()?)?;
    let last = tokens.get(order.iter().copied().max()?)?;
    let (field, text) = reading.texts.get(*reading.clauses.get(best as usize)?)?;
    let word = |at: &usize| {
        let token = tokens.get(*at)?;
        text.get(token.start..token.end).map(str::to_owned)
    };
    let quote = Quote {
        field: (*field).to_owned(),
        start: first.start,
        end: last.end,
        text: text.get(first.start..last.end)?.to_owned(),
    };
    Some((quote, order.iter().filter_map(word).collect()))
}

#[cfg(test)]
mod tests {
    use actlas_facts::{Entity, Fact, Kind, Knowledge, Quote, Truth, Vocabulary};
    use actlas_text::Language;

    use super::{Classifier, OtherUses, Sight};
    use crate::classifier::reader::Target;
    use crate::classifier::weights::{Head, Weights};
    use crate::screener::{Proposal, Screened};

    const POINTS: [&str; 4] = ["annex3.4a", "annex3.5a", "annex3.5b", "annex3.5c"];
    const YES: Knowledge = Knowledge::YesNo(Truth::True);

    /// A point for each fact; short texts need a score of nothing, long ones of one.
    fn classifier() -> Classifier {
        let mut vocabulary = Vocabulary::default();
        let target = |point: &&str| {
            let fact = Fact {
                id: point.replace('.', "_"),
                question: format!("Is it {point}?"),
                help: String::new(),
                kind: Kind::YesNo,
                of: Entity::System,
                known_by: Vec::new(),
                assessed: false,
                shared: false,
                context: false,
                of_other_uses: None,
            };
            let says = vec![(vocabulary.add(fact).unwrap(), YES)];
            let (asks, also) = (Vec::new(), Vec::new());
            Target {
                point: (*point).to_owned(),
                why: String::new(),
                says,
                asks,
                also,
                needs: Vec::new(),
            }
        };
        let targets: Vec<Target> = POINTS.iter().map(target).collect();
        let fills = [0.0, 1.0, 0.0, 1.0];
        let head = |point: &&str| {
            let point = (*point).to_owned();
            Head { point, bias: 0.0, step: 1.0, fills, assents: [0.0; Sight::COUNT] }
        };
        let heads: Vec<Head> = POINTS.iter().map(head).collect();
        let weights = Weights::read(&Weights::write(&heads, &[])).unwrap();
        Classifier { weights, targets }
    }

    fn proposal(classifier: &Classifier, at: usize) -> Proposal {
        Proposal {
            fact: classifier.targets[at].says[0].0,
            says: YES,
            quote: Quote { field: String::new(), start: 0, end: 0, text: String::new() },
            by: String::new(),
            why: String::new(),
            of_use: None,
        }
    }

    /// The points wanted of a text of so many words where phrases have found one.
    fn check(words: usize, scores: [f32; 4], said: Option<usize>, want: &[&str]) {
        let classifier = classifier();
        let proposals: Vec<Proposal> =
            said.into_iter().map(|at| proposal(&classifier, at)).collect();
        let sight = Sight::of(Some(Language::English), words);
        let wanting = classifier.wanting(&scores, sight, &proposals);
        let found: Vec<&str> = wanting.iter().map(|(at, _)| POINTS[*at]).collect();
        assert_eq!(found, want, "{words} words, {scores:?}, {said:?}");
    }

    #[test]
    fn of_an_area_the_highest_and_what_is_hardly_lower() {
        check(20, [-1.0, 1.0, 0.6, 0.4], None, &["annex3.5a", "annex3.5b"]);
        check(20, [0.6, 1.0, -1.0, -1.0], None, &["annex3.4a", "annex3.5a"]);
    }

    #[test]
    fn long_texts_have_marks_of_their_own() {
        check(20, [0.5, -1.0, -1.0, -1.0], None, &["annex3.4a"]);
        check(60, [0.5, -1.0, -1.0, -1.0], None, &[]);
    }

    #[test]
    fn beside_a_clear_use_little_else_is_believed() {
        check(20, [0.4, 1.0, -1.0, -1.0], None, &["annex3.5a"]);
        let other = OtherUses { most: -0.1, most_listed: -0.1 };
        let target = &classifier().targets[0];
        assert!(!other.outweigh(target, -1.5), "what is not clear outweighs little");
        assert!(other.outweigh(target, -2.2));
        let other = OtherUses { most: 3.0, most_listed: 0.2 };
        assert!(!other.outweigh(target, 1.5), "a prohibited practice is often listed too");
        assert!(other.outweigh(target, 0.5));
    }

    #[test]
    fn phrases_are_doubted_by_how_a_text_is_seen() {
        let mut classifier = classifier();
        for head in &mut classifier.weights.heads {
            head.assents = [-1.0, -2.0, -3.0, -4.0];
        }
        let left_in = |field: &str, language: Language, words: usize, score: f32| {
            let mut said = proposal(&classifier, 1);
            said.quote.field = field.to_owned();
            let mut screened = Screened { proposals: vec![said], ..Screened::default() };
            let scores = [0.0, score, 0.0, 0.0];
            classifier.doubt(&scores, Sight::of(Some(language), words), &mut screened);
            assert_eq!(screened.doubted, 1 - screened.proposals.len());
            screened.proposals.len()
        };
        let left = |language: Language, words: usize, score: f32| {
            left_in("purpose", language, words, score)
        };
        assert_eq!([left(Language::English, 20, -0.9), left(Language::English, 20, -1.1)], [1, 0]);
        assert_eq!([left(Language::Dutch, 60, -1.9), left(Language::Dutch, 60, -2.1)], [1, 0]);
        assert_eq!([left(Language::Irish, 20, -2.9), left(Language::Irish, 20, -3.1)], [1, 0]);
        assert_eq!([left(Language::Irish, 60, -3.9), left(Language::Irish, 60, -4.1)], [1, 0]);
        let named = |words: usize| left_in("name", Language::English, words, -5.0);
        assert_eq!([named(20), named(60)], [1, 0]);
    }

    #[test]
    fn beside_what_phrases_found_only_what_leaves_no_doubt() {
        check(20, [-1.0, 0.2, 0.1, -1.0], Some(1), &[]);
        check(20, [-1.0, 0.2, 0.4, -1.0], Some(1), &["annex3.5b"]);
        check(20, [0.5, 0.9, -1.0, -1.0], Some(1), &["annex3.4a"]);
    }
}
