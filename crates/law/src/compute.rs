//! Arithmetic that the law asks for: named, cited, pure.

use actlas_facts::{Bound, Date, FactIx, Interval, Knowledge, Vocabulary};
use actlas_logic::{Decimal, Truth};

/// A calculation over facts whose answer is true, false or unknown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Compute {
    name: Name,
    inputs: Vec<FactIx>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Name {
    ExceedsThirdOfOriginal,
    PartsExceedSystemic,
    TotalBelowParts,
}

/// The facts that `exceeds_third_of_original` reads, in order.
const THIRD: [&str; 4] = [
    "modification_compute",
    "original_compute",
    "original_compute_undisclosed",
    "original_has_systemic_risk",
];

/// The facts that `parts_exceed_systemic` reads, in order.
const PARTS: [&str; 3] =
    ["modification_compute", "original_compute", "original_compute_undisclosed"];
/// The facts that `total_below_parts` reads, in order.
const WHOLE: [&str; 3] = ["modification_compute", "original_compute", "training_compute"];

impl Compute {
    /// The calculation with this name, over this vocabulary.
    pub fn named(name: &str, vocabulary: &Vocabulary) -> Option<Compute> {
        let (name, inputs): (Name, &[&str]) = match name {
            "exceeds_third_of_original" => (Name::ExceedsThirdOfOriginal, &THIRD),
            "parts_exceed_systemic" => (Name::PartsExceedSystemic, &PARTS),
            "total_below_parts" => (Name::TotalBelowParts, &WHOLE),
            _ => return None,
        };
        let inputs: Option<Vec<FactIx>> = inputs.iter().map(|id| vocabulary.find(id)).collect();
        Some(Compute { name, inputs: inputs? })
    }

    /// The facts it reads.
    pub fn inputs(&self) -> &[FactIx] {
        &self.inputs
    }

    /// What it asks, in words.
    pub fn words(&self) -> &'static str {
        match self.name {
            Name::ExceedsThirdOfOriginal => {
                "the modification took more than a third of the original training compute"
            }
            Name::PartsExceedSystemic => {
                "the original training and the modification took more than 10^25 FLOP together"
            }
            Name::TotalBelowParts => {
                "the whole training took less than the original training and the modification together"
            }
        }
    }

    /// The answer for what is known.
    pub fn evaluate(&self, known: &dyn Fn(FactIx) -> Option<Knowledge>) -> Truth {
        let input = |at: usize| self.inputs.get(at).and_then(|fact| known(*fact));
        let number = |at: usize| match input(at) {
            Some(Knowledge::Number(interval)) => interval,
            _ => Interval::unbounded(),
        };
        let yes = |at: usize| match input(at) {
            Some(Knowledge::YesNo(truth)) => truth,
            _ => Truth::Unknown,
        };
        match self.name {
            Name::ExceedsThirdOfOriginal => exceeds_third(&number(0), &number(1), yes(2), yes(3)),
            Name::PartsExceedSystemic => parts_exceed_systemic(&number(0), &number(1), yes(2)),
            Name::TotalBelowParts => total_below_parts(&number(2), &number(1), &number(0)),
        }
    }
}

/// Whether original training and modification took more than 10^25 FLOP together. Cumulative compute counts
/// pre-training and fine-tuning (Article 51(2), recital 111). Of an original whose figure cannot be found out,
/// the modification alone counts.
fn parts_exceed_systemic(
    modification: &Interval<Decimal>,
    original: &Interval<Decimal>,
    undisclosed: Truth,
) -> Truth {
    let threshold = Decimal::from(1).scaled(25);
    let least = at_least(original, modification);
    if least.value > threshold || (least.value == threshold && !least.included) {
        return Truth::True;
    }
    let is_stated = original.low.is_some() || original.high.is_some();
    let most = match undisclosed {
        Truth::True if !is_stated => modification.high.clone(),
        _ => at_most(original, modification),
    };
    if most.is_some_and(|most| most.value <= threshold) { Truth::False } else { Truth::Unknown }
}

/// Whether the figure of the whole is smaller than its parts, so that one of them is wrong.
fn total_below_parts(
    total: &Interval<Decimal>,
    original: &Interval<Decimal>,
    modification: &Interval<Decimal>,
) -> Truth {
    let least = at_least(original, modification);
    if let Some(most) = &total.high
        && (most.value < least.value
            || (most.value == least.value && !(most.included && least.included)))
    {
        return Truth::True;
    }
    match (&total.low, at_most(original, modification)) {
        (Some(low), Some(most)) if low.value >= most.value => Truth::False,
        _ => Truth::Unknown,
    }
}

/// The least that two amounts of computation are together; what is not known may be nothing.
fn at_least(a: &Interval<Decimal>, b: &Interval<Decimal>) -> Bound<Decimal> {
    let zero = || Bound { value: Decimal::from(0), included: true };
    let [a, b] = [a, b].map(|at| at.low.clone().unwrap_or_else(zero));
    // Of amounts too far apart for a sum, the larger one is the sum for every purpose here.
    let value = a.value.plus(&b.value).unwrap_or_else(|| a.value.max(b.value));
    Bound { value, included: a.included && b.included }
}

fn at_most(a: &Interval<Decimal>, b: &Interval<Decimal>) -> Option<Bound<Decimal>> {
    let (a, b) = (a.high.as_ref()?, b.high.as_ref()?);
    let value = a.value.plus(&b.value)?;
    Some(Bound { value, included: a.included && b.included })
}

/// Whether a modification took more than a third of the compute of the original training.
///
/// If that figure cannot be found out, a third of 10^25 FLOP counts for an original with systemic
/// risk, of 10^23 FLOP otherwise. Source: Commission guidelines on general-purpose AI models,
/// C(2025) 5045.
pub fn exceeds_third(
    modification: &Interval<Decimal>,
    original: &Interval<Decimal>,
    undisclosed: Truth,
    systemic: Truth,
) -> Truth {
    // Nothing is more than a third of nothing, whatever the original took.
    let zero = Decimal::from(0);
    if modification.high.as_ref().is_some_and(|most| most.value <= zero) {
        return Truth::False;
    }
    if original.low.is_some() || original.high.is_some() {
        return three_times_exceeds(modification, original);
    }
    let above = |power: i32| {
        three_times_exceeds(modification, &Interval::exactly(Decimal::from(1).scaled(power)))
    };
    match (undisclosed, systemic) {
        (Truth::True, Truth::True) => above(25),
        (Truth::True, Truth::False) => above(23),
        (Truth::True, Truth::Unknown) if above(25) == above(23) => above(25),
        _ => Truth::Unknown,
    }
}

fn three_times_exceeds(a: &Interval<Decimal>, b: &Interval<Decimal>) -> Truth {
    if let (Some(a), Some(b)) = (&a.low, &b.high) {
        let a_times_three = a.value.times(3);
        if a_times_three > b.value || (a_times_three == b.value && !(a.included && b.included)) {
            return Truth::True;
        }
    }
    match (&a.high, &b.low) {
        (Some(a), Some(b)) if a.value.times(3) <= b.value => Truth::False,
        _ => Truth::Unknown,
    }
}

/// The tiers of fines of Articles 99(3) to (5), 100 and 101.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tier {
    /// Article 99(3): prohibited practices, 35 million euro or 7 %.
    Prohibited,
    /// Article 99(4): most duties of operators, 15 million euro or 3 %.
    Operator,
    /// Article 99(5): wrong information to authorities, 7.5 million euro or 1 %.
    Information,
    /// Article 101: providers of general-purpose models, 15 million euro or 3 %, whatever their size.
    Model,
    /// Article 100(2): institutions of the Union, prohibited practices, 1.5 million euro.
    UnionProhibited,
    /// Article 100(3): institutions of the Union, everything else, 750 000 euro.
    Union,
}

impl Tier {
    /// All tiers.
    pub const ALL: [Tier; 6] = [
        Tier::Prohibited,
        Tier::Operator,
        Tier::Information,
        Tier::Model,
        Tier::UnionProhibited,
        Tier::Union,
    ];

    /// The tier with this word.
    pub fn parse(word: &str) -> Option<Tier> {
        Tier::ALL.into_iter().find(|tier| tier.as_str() == word)
    }

    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Tier::Prohibited => "prohibited",
            Tier::Operator => "operator",
            Tier::Information => "information",
            Tier::Model => "model",
            Tier::UnionProhibited => "union_prohibited",
            Tier::Union => "union",
        }
    }

    /// The fixed figure in euro, and the percentage of worldwide annual turnover; 0 where turnover does
    /// not count.
    pub fn figures(self) -> (u64, u32) {
        match self {
            Tier::Prohibited => (35_000_000, 7),
            Tier::Operator | Tier::Model => (15_000_000, 3),
            Tier::Information => (7_500_000, 1),
            Tier::UnionProhibited => (1_500_000, 0),
            Tier::Union => (750_000, 0),
        }
    }

    /// Whether the lower of the two figures counts for a company of this size: for small companies in
    /// the tiers of Article 99 (99(6)), and for small mid-caps outside prohibited practices (99(6a)).
    /// Articles 100 and 101 know no such rule.
    pub fn takes_lower(self, size: Size) -> bool {
        match (size, self) {
            (_, Tier::Model | Tier::UnionProhibited | Tier::Union) => false,
            (Size::Large, _) | (Size::MidCap, Tier::Prohibited) => false,
            (Size::Small, _) | (Size::MidCap, _) => true,
        }
    }
}

/// The size of a company (Article 3(14a), (14b)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Small or medium-sized, start-ups included.
    Small,
    /// Small mid-cap; known since the amending act.
    MidCap,
    /// Larger.
    Large,
}

/// The ceiling of a fine in euro for a company with this worldwide annual turnover in euro.
///
/// The higher of the two figures, or the lower one where [`Tier::takes_lower`] says so.
pub fn fine_ceiling(tier: Tier, size: Size, turnover: &Decimal) -> Decimal {
    let (fixed, percent) = tier.figures();
    let (fixed, share) = (Decimal::from(fixed), turnover.times(percent).scaled(-2));
    let lower = tier.takes_lower(size);
    if lower { fixed.min(share) } else { fixed.max(share) }
}

/// Kinds of serious incidents that have clocks of their own (Article 73).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Incident {
    /// Disruption of critical infrastructure, or a widespread infringement: two days (73(3)).
    InfrastructureOrWidespread,
    /// A death: ten days (73(4)).
    Death,
    /// A breach of what protects fundamental rights, 3(49)(c): fifteen days (73(2)).
    Rights,
    /// Anything else: fifteen days (73(2)).
    Other,
}

/// The last day for reporting a serious incident, counted in plain calendar days from awareness.
/// Reporting is due earlier once the causal link is established.
pub fn incident_report_due(incident: Incident, aware: Date) -> Date {
    let days = match incident {
        Incident::InfrastructureOrWidespread => 2,
        Incident::Death => 10,
        Incident::Rights | Incident::Other => 15,
    };
    (0..days).fold(aware, |day, _| day.next_day().unwrap_or(day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use actlas_facts::parse_date;

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    /// Vectors T53, T54 of the fact base and the cut point between them.
    #[test]
    fn a_third_is_a_third() {
        let check = |modification: &str, original: &str, want: Truth| {
            let exactly = |text: &str| Interval::exactly(number(text));
            let got = exceeds_third(
                &exactly(modification),
                &exactly(original),
                Truth::Unknown,
                Truth::Unknown,
            );
            assert_eq!(got, want, "{modification} of {original}");
        };
        check("2e22", "1e24", Truth::False);
        check("5e23", "1e24", Truth::True);
        check("1e24", "3e24", Truth::False);
        check("1000000000000000000000001", "3e24", Truth::True);
        let nothing = Interval::exactly(number("0"));
        let unknown = Interval::unbounded();
        let copied = exceeds_third(&nothing, &unknown, Truth::Unknown, Truth::Unknown);
        assert_eq!(copied, Truth::False, "a copy");
    }

    #[test]
    fn cumulative_compute_is_the_sum_of_its_parts() {
        let at = |text: &str| match text {
            "" => Interval::unbounded(),
            text => Interval::exactly(number(text)),
        };
        let exceeds = |original: &str, modification: &str, undisclosed| {
            parts_exceed_systemic(&at(modification), &at(original), undisclosed)
        };
        assert_eq!(exceeds("8e24", "4e24", Truth::Unknown), Truth::True);
        assert_eq!(exceeds("2e25", "", Truth::Unknown), Truth::True);
        assert_eq!(exceeds("6e24", "4e24", Truth::Unknown), Truth::False);
        assert_eq!(exceeds("6e24", "", Truth::Unknown), Truth::Unknown);
        assert_eq!(exceeds("", "4e24", Truth::Unknown), Truth::Unknown);
        assert_eq!(exceeds("", "4e24", Truth::True), Truth::False);
        assert_eq!(exceeds("", "2e25", Truth::True), Truth::True);
        let below = |total: &str, original: &str, modification: &str| {
            total_below_parts(&at(total), &at(original), &at(modification))
        };
        assert_eq!(below("4e24", "8e24", "4e24"), Truth::True);
        assert_eq!(below("2e24", "6e24", ""), Truth::True);
        assert_eq!(below("1e25", "6e24", "4e24"), Truth::False);
        assert_eq!(below("9e24", "6e24", ""), Truth::Unknown);
        assert_eq!(below("", "6e24", "4e24"), Truth::Unknown);
    }

    #[test]
    fn an_unknown_original_falls_back_only_if_it_cannot_be_found_out() {
        let five = Interval::exactly(number("5e24"));
        let unknown = Interval::unbounded();
        let check = |undisclosed, systemic, want| {
            assert_eq!(exceeds_third(&five, &unknown, undisclosed, systemic), want);
        };
        check(Truth::True, Truth::True, Truth::True);
        check(Truth::True, Truth::False, Truth::True);
        check(Truth::True, Truth::Unknown, Truth::True);
        check(Truth::Unknown, Truth::True, Truth::Unknown);
        check(Truth::False, Truth::True, Truth::Unknown);
        let between = Interval::exactly(number("1e24"));
        assert_eq!(exceeds_third(&between, &unknown, Truth::True, Truth::Unknown), Truth::Unknown);
    }

    /// Vectors T57 to T61 of the fact base.
    #[test]
    fn ceilings_of_fines() {
        let check = |tier, size, turnover: &str, want: &str| {
            assert_eq!(fine_ceiling(tier, size, &number(turnover)), number(want));
        };
        check(Tier::Operator, Size::MidCap, "120e6", "3.6e6");
        check(Tier::Prohibited, Size::MidCap, "120e6", "35e6");
        check(Tier::Prohibited, Size::Small, "10e6", "0.7e6");
        check(Tier::Operator, Size::Large, "2e9", "60e6");
        check(Tier::Model, Size::Small, "10e6", "15e6");
        check(Tier::Information, Size::Large, "1e9", "10e6");
    }

    /// Vectors T62 to T64 of the fact base.
    #[test]
    fn clocks_of_serious_incidents() {
        let day = |text: &str| parse_date(text).unwrap().0;
        let check = |incident, want: &str| {
            assert_eq!(incident_report_due(incident, day("2028-01-10")), day(want));
        };
        check(Incident::Death, "2028-01-20");
        check(Incident::InfrastructureOrWidespread, "2028-01-12");
        check(Incident::Rights, "2028-01-25");
        check(Incident::Other, "2028-01-25");
    }
}
