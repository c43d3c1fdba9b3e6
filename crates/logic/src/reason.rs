//! Which parts of a condition carry its value.

use crate::Truth;

/// How a condition joins its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connective {
    /// Every part must hold.
    All,
    /// One part suffices.
    Any,
    /// So many parts must hold.
    AtLeast(u32),
    /// No part may hold.
    None,
}

/// The positions of the parts that explain `value`, in order.
///
/// A false conjunction is explained by its false parts, an unknown one by its unknown parts, a true
/// one by all of them; disjunction is the dual. This is what makes an explanation the computation
/// itself: nothing is cited that the value does not rest on, so "why" and "why not" are the same
/// question.
pub fn cited(connective: Connective, value: Truth, parts: &[Truth]) -> Vec<usize> {
    let wanted = match (connective, value) {
        (_, Truth::Unknown) => Some(Truth::Unknown),
        (Connective::All, Truth::True) | (Connective::Any, Truth::False) => None,
        (Connective::None, Truth::True) => None,
        (Connective::All, Truth::False) | (Connective::AtLeast(_), Truth::False) => {
            Some(Truth::False)
        }
        (Connective::Any | Connective::AtLeast(_) | Connective::None, _) => Some(Truth::True),
    };
    let carries = |part: &Truth| wanted.is_none_or(|truth| *part == truth);
    parts.iter().enumerate().filter(|(_, part)| carries(part)).map(|(at, _)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Truth::{False as F, True as T, Unknown as U};

    fn check(connective: Connective, value: Truth, parts: &[Truth], want: &[usize]) {
        assert_eq!(cited(connective, value, parts), want, "{connective:?} {value} {parts:?}");
    }

    #[test]
    fn a_value_is_explained_by_the_parts_it_rests_on() {
        check(Connective::All, T, &[T, T], &[0, 1]);
        check(Connective::All, F, &[T, F, U, F], &[1, 3]);
        check(Connective::All, U, &[T, U], &[1]);
        check(Connective::Any, T, &[F, T, U], &[1]);
        check(Connective::Any, F, &[F, F], &[0, 1]);
        check(Connective::Any, U, &[F, U], &[1]);
        check(Connective::None, F, &[F, T], &[1]);
        check(Connective::None, T, &[F, F], &[0, 1]);
        check(Connective::None, U, &[F, U], &[1]);
        check(Connective::AtLeast(2), T, &[T, F, T], &[0, 2]);
        check(Connective::AtLeast(2), F, &[T, F, F], &[1, 2]);
        check(Connective::AtLeast(2), U, &[T, F, U], &[2]);
    }
}
