use actlas_logic::{Decimal, Truth};

use crate::vocabulary::{Kind, OptionIx};

/// A calendar day.
pub type Date = time::Date;

/// A day as `2026-07-27`.
pub fn day_text(date: Date) -> String {
    let (year, month, day) = date.to_calendar_date();
    format!("{year:04}-{:02}-{day:02}", u8::from(month))
}

/// The day before, or the same day at the beginning of the calendar.
pub fn day_before(date: Date) -> Date {
    date.previous_day().unwrap_or(date)
}

/// A set of options, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Options(u64);

impl Options {
    /// The first `len` options.
    pub fn first(len: usize) -> Options {
        Options(if len >= 64 { u64::MAX } else { (1 << len) - 1 })
    }

    /// Exactly these options.
    pub fn of(options: impl IntoIterator<Item = OptionIx>) -> Options {
        Options(options.into_iter().filter(|at| at.0 < 64).fold(0, |bits, at| bits | 1 << at.0))
    }

    /// Whether the option is in the set.
    pub fn contains(self, option: OptionIx) -> bool {
        option.0 < 64 && self.0 >> option.0 & 1 == 1
    }

    /// The options, ascending.
    pub fn iter(self) -> impl Iterator<Item = OptionIx> {
        (0..64).map(OptionIx).filter(move |option| self.contains(*option))
    }

    /// How many options there are.
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// In both.
    pub fn and(self, other: Options) -> Options {
        Options(self.0 & other.0)
    }

    /// In either.
    pub fn or(self, other: Options) -> Options {
        Options(self.0 | other.0)
    }

    /// In this one only.
    pub fn without(self, other: Options) -> Options {
        Options(self.0 & !other.0)
    }
}

/// One end of an interval.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Bound<T> {
    /// The value at the end.
    pub value: T,
    /// Whether the value itself belongs to the interval.
    pub included: bool,
}

/// What is known of a number or a day: the interval it lies in. An open end is `None`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Interval<T> {
    /// Not below this.
    pub low: Option<Bound<T>>,
    /// Not above this.
    pub high: Option<Bound<T>>,
}

impl<T: Ord + Clone> Interval<T> {
    /// Nothing is known.
    pub fn unbounded() -> Interval<T> {
        Interval { low: None, high: None }
    }

    /// The value is exactly this.
    pub fn exactly(value: T) -> Interval<T> {
        Interval::between(value.clone(), value)
    }

    /// From one value to another, both included.
    pub fn between(low: T, high: T) -> Interval<T> {
        let bound = |value| Some(Bound { value, included: true });
        Interval { low: bound(low), high: bound(high) }
    }

    /// The only value left, if there is one.
    pub fn exact(&self) -> Option<&T> {
        match (&self.low, &self.high) {
            (Some(low), Some(high)) if low.value == high.value => Some(&low.value),
            _ => None,
        }
    }

    /// Whether the value is at least `cut`.
    pub fn at_least(&self, cut: &T) -> Truth {
        if self.low.as_ref().is_some_and(|low| low.value >= *cut) {
            return Truth::True;
        }
        let below = |high: &Bound<T>| high.value < *cut || (high.value == *cut && !high.included);
        if self.high.as_ref().is_some_and(below) { Truth::False } else { Truth::Unknown }
    }

    /// Whether the value is more than `cut`.
    pub fn above(&self, cut: &T) -> Truth {
        let above = |low: &Bound<T>| low.value > *cut || (low.value == *cut && !low.included);
        if self.low.as_ref().is_some_and(above) {
            return Truth::True;
        }
        let not_above = self.high.as_ref().is_some_and(|high| high.value <= *cut);
        if not_above { Truth::False } else { Truth::Unknown }
    }

    /// What both say together, or `None` if they contradict each other.
    pub fn meet(&self, other: &Interval<T>) -> Option<Interval<T>> {
        let tighter = |a: &Option<Bound<T>>, b: &Option<Bound<T>>, up: bool| match (a, b) {
            (None, bound) | (bound, None) => bound.clone(),
            (Some(a), Some(b)) if a.value == b.value => {
                Some(Bound { value: a.value.clone(), included: a.included && b.included })
            }
            (Some(a), Some(b)) => Some(if (a.value > b.value) == up { a } else { b }.clone()),
        };
        let met = Interval {
            low: tighter(&self.low, &other.low, true),
            high: tighter(&self.high, &other.high, false),
        };
        match (&met.low, &met.high) {
            (Some(low), Some(high))
                if low.value > high.value
                    || (low.value == high.value && !(low.included && high.included)) =>
            {
                None
            }
            _ => Some(met),
        }
    }
}

/// What is known of the value of one fact.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Knowledge {
    /// A yes/no fact.
    YesNo(Truth),
    /// The options a choice can still have.
    Choice(Options),
    /// The members a set has and those it has not; the rest is unknown.
    Set {
        /// Members it has.
        has: Options,
        /// Members it has not.
        hasnt: Options,
    },
    /// A number.
    Number(Interval<Decimal>),
    /// A day.
    Date(Interval<Date>),
}

/// What statements of the same standing contradict each other about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Disputed {
    /// Nothing.
    #[default]
    Nothing,
    /// Some members of a set.
    Members(Options),
    /// The value as a whole.
    Everything,
}

impl Disputed {
    /// Disputed here or there.
    #[must_use]
    pub fn or(self, other: Disputed) -> Disputed {
        match (self, other) {
            (Disputed::Nothing, disputed) | (disputed, Disputed::Nothing) => disputed,
            (Disputed::Members(a), Disputed::Members(b)) => Disputed::Members(a.or(b)),
            _ => Disputed::Everything,
        }
    }
}

/// A question a rule asks of one fact.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Test {
    /// The yes/no fact is yes.
    Yes,
    /// The choice is this option.
    Is(OptionIx),
    /// The set has this member.
    Has(OptionIx),
    /// The number is at least this.
    AtLeast(Decimal),
    /// The number is more than this.
    Above(Decimal),
    /// The day is this one or later.
    From(Date),
}

impl Knowledge {
    /// Nothing is known.
    pub fn nothing(kind: &Kind) -> Knowledge {
        match kind {
            Kind::YesNo => Knowledge::YesNo(Truth::Unknown),
            Kind::Choice(options) => Knowledge::Choice(Options::first(options.len())),
            Kind::Set(_) => Knowledge::Set { has: Options::default(), hasnt: Options::default() },
            Kind::Number(_) => Knowledge::Number(Interval::unbounded()),
            Kind::Date => Knowledge::Date(Interval::unbounded()),
        }
    }

    /// None of the members, none of the practices: "no", or the empty set.
    pub fn none(kind: &Kind) -> Option<Knowledge> {
        match kind {
            Kind::YesNo => Some(Knowledge::YesNo(Truth::False)),
            Kind::Set(members) => Some(Knowledge::Set {
                has: Options::default(),
                hasnt: Options::first(members.len()),
            }),
            Kind::Choice(_) | Kind::Number(_) | Kind::Date => None,
        }
    }

    /// Whether anything is known.
    pub fn says_something(&self, kind: &Kind) -> bool {
        *self != Knowledge::nothing(kind)
    }

    /// Whether nothing is left to ask.
    pub fn is_settled(&self, kind: &Kind) -> bool {
        match self {
            Knowledge::YesNo(truth) => truth.is_known(),
            Knowledge::Choice(possible) => possible.len() == 1,
            Knowledge::Set { has, hasnt } => has.or(*hasnt).len() == kind.options().len(),
            Knowledge::Number(interval) => interval.exact().is_some(),
            Knowledge::Date(interval) => interval.exact().is_some(),
        }
    }

    /// The answer to a rule's question. A question of another kind is unknown.
    pub fn test(&self, test: &Test) -> Truth {
        match (self, test) {
            (Knowledge::YesNo(truth), Test::Yes) => *truth,
            (Knowledge::Choice(possible), Test::Is(option)) => {
                match (possible.contains(*option), possible.len()) {
                    (false, _) => Truth::False,
                    (true, 1) => Truth::True,
                    (true, _) => Truth::Unknown,
                }
            }
            (Knowledge::Set { has, hasnt }, Test::Has(member)) => {
                if has.contains(*member) {
                    Truth::True
                } else if hasnt.contains(*member) {
                    Truth::False
                } else {
                    Truth::Unknown
                }
            }
            (Knowledge::Number(interval), Test::AtLeast(cut)) => interval.at_least(cut),
            (Knowledge::Number(interval), Test::Above(cut)) => interval.above(cut),
            (Knowledge::Date(interval), Test::From(day)) => interval.at_least(day),
            _ => Truth::Unknown,
        }
    }

    /// What two statements of the same standing say together, and what they contradict each other
    /// about, which is then unknown.
    #[must_use]
    pub fn join(&self, other: &Knowledge) -> (Option<Knowledge>, Disputed) {
        let agreed = |knowledge: Option<Knowledge>| match knowledge {
            Some(knowledge) => (Some(knowledge), Disputed::Nothing),
            None => (None, Disputed::Everything),
        };
        match (self, other) {
            (Knowledge::YesNo(a), Knowledge::YesNo(b)) => match (a, b) {
                (Truth::Unknown, known) | (known, Truth::Unknown) => {
                    agreed(Some(Knowledge::YesNo(*known)))
                }
                (a, b) => agreed((a == b).then(|| self.clone())),
            },
            (Knowledge::Choice(a), Knowledge::Choice(b)) => {
                let both = a.and(*b);
                agreed((!both.is_empty()).then_some(Knowledge::Choice(both)))
            }
            (Knowledge::Set { has: a, hasnt: b }, Knowledge::Set { has: c, hasnt: d }) => {
                let (has, hasnt) = (a.or(*c), b.or(*d));
                let disputed = has.and(hasnt);
                let agreed =
                    Knowledge::Set { has: has.without(disputed), hasnt: hasnt.without(disputed) };
                match disputed.is_empty() {
                    true => (Some(agreed), Disputed::Nothing),
                    false => (Some(agreed), Disputed::Members(disputed)),
                }
            }
            (Knowledge::Number(a), Knowledge::Number(b)) => {
                agreed(a.meet(b).map(Knowledge::Number))
            }
            (Knowledge::Date(a), Knowledge::Date(b)) => agreed(a.meet(b).map(Knowledge::Date)),
            _ => (None, Disputed::Everything),
        }
    }

    /// This knowledge without what is disputed.
    #[must_use]
    pub fn undisputed(&self, disputed: Disputed, kind: &Kind) -> Knowledge {
        match (self, disputed) {
            (_, Disputed::Nothing) => self.clone(),
            (Knowledge::Set { has, hasnt }, Disputed::Members(members)) => {
                Knowledge::Set { has: has.without(members), hasnt: hasnt.without(members) }
            }
            _ => Knowledge::nothing(kind),
        }
    }

    /// This knowledge, completed by knowledge of a lower layer where it is silent. Where the two
    /// contradict each other, the higher layer stands.
    #[must_use]
    pub fn completed_by(&self, lower: &Knowledge) -> Knowledge {
        match (self, lower) {
            (Knowledge::YesNo(Truth::Unknown), _) => lower.clone(),
            (Knowledge::Choice(a), Knowledge::Choice(b)) if !a.and(*b).is_empty() => {
                Knowledge::Choice(a.and(*b))
            }
            (Knowledge::Set { has: a, hasnt: b }, Knowledge::Set { has: c, hasnt: d }) => {
                Knowledge::Set { has: a.or(c.without(*b)), hasnt: b.or(d.without(*a)) }
            }
            (Knowledge::Number(a), Knowledge::Number(b)) => {
                Knowledge::Number(a.meet(b).unwrap_or_else(|| a.clone()))
            }
            (Knowledge::Date(a), Knowledge::Date(b)) => {
                Knowledge::Date(a.meet(b).unwrap_or_else(|| a.clone()))
            }
            _ => self.clone(),
        }
    }
}
