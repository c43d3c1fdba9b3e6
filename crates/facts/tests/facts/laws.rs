//! What is known, against the worlds it leaves possible.
//!
//! A world is a value that a fact could have in truth. Knowledge is right if its answers are those
//! that hold in every world it allows, and if joining two pieces of it allows the worlds that both
//! allow.
use crate::common::options;
use actlas_facts::{
    Bound, Date, Disputed, Interval, Kind, Knowledge, OptionIx, Options, Test, Truth,
};
use actlas_logic::Decimal;
use proptest::prelude::*;

/// Members of the sets and options of the choices.
const MEMBERS: u8 = 3;
/// Numbers and days that bounds and questions are about; worlds also lie beyond and between them.
const STEPS: u8 = 6;

fn kinds() -> [Kind; 5] {
    let words = || options(&[("a", ""), ("b", ""), ("c", "")]);
    let unit = actlas_facts::Unit { symbol: String::new(), spellings: Vec::new() };
    [Kind::YesNo, Kind::Choice(words()), Kind::Set(words()), Kind::Number(unit), Kind::Date]
}

fn number(halves: u8) -> Decimal {
    Decimal::from(u64::from(halves) * 5).scaled(-1)
}

fn day(at: u8) -> Date {
    Date::from_julian_day(2_461_000 + i32::from(at)).expect("a day")
}

/// Every world of a kind, as a small number.
fn worlds(kind: &Kind) -> std::ops::Range<u8> {
    match kind {
        Kind::YesNo => 0..2,
        Kind::Choice(_) => 0..MEMBERS,
        Kind::Set(_) => 0..1 << MEMBERS,
        Kind::Number(_) => 0..2 * STEPS + 3,
        Kind::Date => 0..STEPS + 3,
    }
}

fn within<T: Ord>(interval: &Interval<T>, value: &T) -> bool {
    let low = interval.low.as_ref();
    let high = interval.high.as_ref();
    low.is_none_or(|at| *value > at.value || (at.included && *value == at.value))
        && high.is_none_or(|at| *value < at.value || (at.included && *value == at.value))
}

fn allows(known: &Knowledge, world: u8) -> bool {
    match known {
        Knowledge::YesNo(truth) => *truth == Truth::Unknown || *truth == Truth::from(world == 1),
        Knowledge::Choice(possible) => possible.contains(OptionIx(world)),
        Knowledge::Set { has, hasnt } => {
            let member = |at: OptionIx| world >> at.0 & 1 == 1;
            has.iter().all(member) && !hasnt.iter().any(member)
        }
        Knowledge::Number(interval) => within(interval, &number(world)),
        Knowledge::Date(interval) => within(interval, &day(world)),
    }
}

/// Whether the answer to a question is yes in a world.
fn holds(test: &Test, world: u8) -> bool {
    match test {
        Test::Yes => world == 1,
        Test::Is(option) => world == option.0,
        Test::Has(member) => world >> member.0 & 1 == 1,
        Test::AtLeast(cut) => number(world) >= *cut,
        Test::Above(cut) => number(world) > *cut,
        Test::From(from) => day(world) >= *from,
    }
}

/// Every question of a kind. Cuts lie inside the range of the worlds.
fn tests(kind: &Kind) -> Vec<Test> {
    let members = (0..MEMBERS).map(OptionIx);
    match kind {
        Kind::YesNo => vec![Test::Yes],
        Kind::Choice(_) => members.map(Test::Is).collect(),
        Kind::Set(_) => members.map(Test::Has).collect(),
        Kind::Number(_) => (1..=STEPS)
            .flat_map(|at| [Test::AtLeast(number(2 * at)), Test::Above(number(2 * at))])
            .collect(),
        Kind::Date => (1..=STEPS).map(|at| Test::From(day(at))).collect(),
    }
}

fn allowed(kind: &Kind, known: &Knowledge) -> Vec<u8> {
    worlds(kind).filter(|world| allows(known, *world)).collect()
}

fn known(kind: &Kind) -> BoxedStrategy<Knowledge> {
    let options =
        |bits: u8| Options::of((0..MEMBERS).filter(|at| bits >> at & 1 == 1).map(OptionIx));
    match kind {
        Kind::YesNo => prop::sample::select(vec![Truth::True, Truth::False, Truth::Unknown])
            .prop_map(Knowledge::YesNo)
            .boxed(),
        Kind::Choice(_) => {
            (1u8..1 << MEMBERS).prop_map(move |bits| Knowledge::Choice(options(bits))).boxed()
        }
        Kind::Set(_) => (0u8..1 << MEMBERS, 0u8..1 << MEMBERS)
            .prop_map(move |(known, value)| Knowledge::Set {
                has: options(known & value),
                hasnt: options(known & !value),
            })
            .boxed(),
        Kind::Number(_) => {
            bounds(any::<bool>().boxed(), |at| number(2 * at)).prop_map(Knowledge::Number).boxed()
        }
        Kind::Date => bounds(Just(true).boxed(), day).prop_map(Knowledge::Date).boxed(),
    }
}

/// Intervals that allow at least one value.
fn bounds<T: Ord + Clone + std::fmt::Debug + 'static>(
    included: BoxedStrategy<bool>,
    value: impl Fn(u8) -> T + Clone + 'static,
) -> impl Strategy<Value = Interval<T>> {
    let bound = move |included: BoxedStrategy<bool>| {
        let value = value.clone();
        let bound = (1..=STEPS, included);
        prop::option::of(bound.prop_map(move |(at, included)| Bound { value: value(at), included }))
    };
    let both = (bound.clone()(included.clone()), bound(included));
    both.prop_map(|(low, high)| match (&low, &high) {
        (Some(a), Some(b)) if a.value > b.value => Interval { low: high, high: low },
        (Some(a), Some(b)) if a.value == b.value => Interval::exactly(a.value.clone()),
        _ => Interval { low, high },
    })
}

/// A kind and some things known of one fact of that kind.
fn pieces<const N: usize>() -> impl Strategy<Value = (Kind, [Knowledge; N])> {
    prop::sample::select(kinds().to_vec()).prop_flat_map(|kind| {
        let pieces = [(); N].map(|()| known(&kind));
        pieces.prop_map(move |pieces| (kind.clone(), pieces))
    })
}

#[test]
fn of_nothing_nothing_is_known() {
    for kind in kinds() {
        let nothing = Knowledge::nothing(&kind);
        assert!(!nothing.says_something(&kind) && !nothing.is_settled(&kind), "{kind:?}");
        assert_eq!(allowed(&kind, &nothing), worlds(&kind).collect::<Vec<_>>(), "{kind:?}");
        for test in tests(&kind) {
            assert_eq!(nothing.test(&test), Truth::Unknown, "{test:?} of {kind:?}");
        }
    }
}

#[test]
fn none_is_no_and_the_empty_set() {
    for kind in kinds() {
        let Some(none) = Knowledge::none(&kind) else {
            assert!(!matches!(kind, Kind::YesNo | Kind::Set(_)), "{kind:?}");
            continue;
        };
        assert_eq!(allowed(&kind, &none), [0], "{kind:?}");
        assert!(none.is_settled(&kind), "{kind:?}");
    }
}

/// A question about one kind asked of another is a mistake of a rule; it must not become a "no".
#[test]
fn a_question_of_another_kind_is_unknown() {
    for kind in kinds() {
        for other in kinds().into_iter().filter(|other| *other != kind) {
            let settled = Knowledge::none(&kind).unwrap_or_else(|| Knowledge::nothing(&kind));
            for test in tests(&other) {
                assert_eq!(settled.test(&test), Truth::Unknown, "{test:?} of {kind:?}");
            }
            let (together, disputed) = settled.join(&Knowledge::nothing(&other));
            assert_eq!((together, disputed), (None, Disputed::Everything));
        }
    }
}

proptest! {
    #[test]
    fn an_answer_holds_in_every_world((kind, [known]) in pieces()) {
        let left = allowed(&kind, &known);
        prop_assert!(!left.is_empty());
        for test in tests(&kind) {
            let yes = left.iter().filter(|world| holds(&test, **world)).count();
            let want = match yes {
                0 => Truth::False,
                yes if yes == left.len() => Truth::True,
                _ => Truth::Unknown,
            };
            prop_assert_eq!(known.test(&test), want, "{:?}", test);
        }
    }

    #[test]
    fn joining_leaves_the_worlds_of_both((kind, [a, b]) in pieces()) {
        let (together, disputed) = a.join(&b);
        let both: Vec<u8> =
            worlds(&kind).filter(|world| allows(&a, *world) && allows(&b, *world)).collect();
        match disputed {
            Disputed::Nothing => {
                prop_assert_eq!(allowed(&kind, &together.expect("they agree")), both);
            }
            Disputed::Everything => {
                prop_assert!(both.is_empty() && together.is_none());
            }
            Disputed::Members(members) => {
                let together = together.expect("the other members");
                for test in tests(&kind) {
                    let Test::Has(member) = &test else { panic!("only sets have members") };
                    let (in_a, in_b) = (a.test(&test), b.test(&test));
                    let conflict = in_a.is_known() && in_b.is_known() && in_a != in_b;
                    prop_assert_eq!(members.contains(*member), conflict);
                    let want = match conflict {
                        true => Truth::Unknown,
                        false if in_a.is_known() => in_a,
                        false => in_b,
                    };
                    prop_assert_eq!(together.test(&test), want);
                }
            }
        }
    }

    #[test]
    fn joining_has_no_order((kind, [a, b, c]) in pieces()) {
        prop_assert_eq!(a.join(&b), b.join(&a));
        prop_assert_eq!(a.join(&a), (Some(a.clone()), Disputed::Nothing));
        let nothing = Knowledge::nothing(&kind);
        prop_assert_eq!(a.join(&nothing), (Some(a.clone()), Disputed::Nothing));
        // Up to what is disputed: whoever is asked first, the same is known and the same is not.
        let join = |pieces: [&Knowledge; 3]| {
            let (mut known, mut disputed) = (nothing.clone(), Disputed::Nothing);
            for piece in pieces {
                let (together, quarrel) = known.join(piece);
                disputed = disputed.or(quarrel);
                known = together.unwrap_or_else(|| nothing.clone()).undisputed(disputed, &kind);
            }
            (known, disputed)
        };
        let first = join([&a, &b, &c]);
        for other in [[&a, &c, &b], [&b, &a, &c], [&b, &c, &a], [&c, &a, &b], [&c, &b, &a]] {
            prop_assert_eq!(&join(other), &first);
        }
    }

    /// A lower layer fills gaps: it never takes anything back and never turns anything round.
    #[test]
    fn completing_only_adds((kind, [high, low]) in pieces()) {
        let nothing = Knowledge::nothing(&kind);
        let all = high.completed_by(&low);
        prop_assert_eq!(&high.completed_by(&nothing), &high);
        prop_assert_eq!(&nothing.completed_by(&low), &low);
        prop_assert_eq!(&all.completed_by(&low), &all);
        let (before, after) = (allowed(&kind, &high), allowed(&kind, &all));
        prop_assert!(!after.is_empty() && after.iter().all(|world| before.contains(world)));
        let both: Vec<u8> = before.iter().copied().filter(|world| allows(&low, *world)).collect();
        if !both.is_empty() {
            prop_assert_eq!(&after, &both, "the layers agree");
        } else if !matches!(kind, Kind::Set(_)) {
            prop_assert_eq!(&all, &high, "the higher layer stands");
        }
        for test in tests(&kind) {
            let (high, low) = (high.test(&test), low.test(&test));
            match (high.is_known(), low.is_known() && !both.is_empty()) {
                (true, _) => prop_assert_eq!(all.test(&test), high),
                (false, true) => prop_assert_eq!(all.test(&test), low),
                (false, false) => {}
            }
        }
    }

    #[test]
    fn settled_is_one_world((kind, [known]) in pieces()) {
        // An interval of half-open steps holds other worlds than the few that are tried.
        if !matches!(kind, Kind::Number(_)) {
            prop_assert_eq!(known.is_settled(&kind), allowed(&kind, &known).len() == 1);
        }
        prop_assert_eq!(known.says_something(&kind), allowed(&kind, &known).len() < worlds(&kind).len());
    }

    #[test]
    fn disputes_add_up(a in 0u8..8, b in 0u8..8) {
        let members = |bits: u8| match bits {
            0 => Disputed::Nothing,
            7 => Disputed::Everything,
            bits => Disputed::Members(Options::of((0..3).filter(|at| bits >> at & 1 == 1).map(OptionIx))),
        };
        let (a, b) = (members(a), members(b));
        prop_assert_eq!(a.or(b), b.or(a));
        prop_assert_eq!(a.or(a), a);
        prop_assert_eq!(a.or(Disputed::Nothing), a);
        prop_assert_eq!(a.or(Disputed::Everything), Disputed::Everything);
    }
}
