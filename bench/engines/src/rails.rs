//! Three values in engines that have two: every value is a pair of yes/no questions, *known true* and
//! *known false*.

use crate::workload::Expr;

/// One of the two questions about a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Known true.
    Holds,
    /// Known false.
    Fails,
}

impl Side {
    /// Both, in this order.
    pub const BOTH: [Side; 2] = [Side::Holds, Side::Fails];

    fn of(not: bool, side: Side) -> Side {
        match (not, side) {
            (false, side) => side,
            (true, Side::Holds) => Side::Fails,
            (true, Side::Fails) => Side::Holds,
        }
    }

    /// The name of the question about a value with this name: `f3t`, `f3f`.
    pub fn name(self, of: &str) -> String {
        format!("{of}{}", if self == Side::Holds { 't' } else { 'f' })
    }
}

/// What decides a side of a rule, without negation.
pub enum Formula {
    /// Another question, by its name.
    Name(String),
    /// Every part.
    All(Vec<Formula>),
    /// One part.
    Any(Vec<Formula>),
}

/// What decides a side of an expression.
pub fn formula(of: &Expr, side: Side) -> Formula {
    match of {
        Expr::Literal { name, not } => Formula::Name(Side::of(*not, side).name(name)),
        Expr::Join { n, of, not } => {
            let side = Side::of(*not, side);
            let wanted = if side == Side::Holds { *n } else { of.len() - n + 1 };
            at_least(wanted, of, side)
        }
    }
}

fn at_least(n: usize, parts: &[Expr], side: Side) -> Formula {
    let all = |parts: &[&Expr]| parts.iter().map(|part| formula(part, side)).collect();
    let every: Vec<&Expr> = parts.iter().collect();
    match n {
        1 => Formula::Any(all(&every)),
        n if n == parts.len() => Formula::All(all(&every)),
        n => Formula::Any(combinations(&every, n).iter().map(|at| Formula::All(all(at))).collect()),
    }
}

fn combinations<'e>(of: &[&'e Expr], n: usize) -> Vec<Vec<&'e Expr>> {
    match (n, of) {
        (0, _) => vec![Vec::new()],
        (_, []) => Vec::new(),
        (n, [first, rest @ ..]) => {
            let with = combinations(rest, n - 1).into_iter().map(|mut found| {
                found.insert(0, *first);
                found
            });
            with.chain(combinations(rest, n)).collect()
        }
    }
}

impl Formula {
    /// The formula in a language that joins with operators.
    pub fn text(&self, all: &str, any: &str, named: &dyn Fn(&str) -> String) -> String {
        let joined = |parts: &[Formula], with: &str| {
            let parts: Vec<String> = parts.iter().map(|at| at.text(all, any, named)).collect();
            format!("({})", parts.join(with))
        };
        match self {
            Formula::Name(name) => named(name),
            Formula::All(parts) => joined(parts, all),
            Formula::Any(parts) => joined(parts, any),
        }
    }

    /// The names in the formula, in order.
    pub fn names<'f>(&'f self, into: &mut Vec<&'f str>) {
        match self {
            Formula::Name(name) => into.push(name),
            Formula::All(parts) | Formula::Any(parts) => {
                parts.iter().for_each(|part| part.names(into));
            }
        }
    }
}
