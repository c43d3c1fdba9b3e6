use std::fmt;
use std::ops::Not;

/// A truth value of Kleene's strong three-valued logic.
///
/// The order is that of truth: `False < Unknown < True`. Conjunction is the minimum, disjunction
/// the maximum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// Known not to hold.
    False,
    /// Nothing settles it. Never read as "no".
    #[default]
    Unknown,
    /// Known to hold.
    True,
}

impl Truth {
    /// True if every value is true, false if any is false.
    pub fn all(values: impl IntoIterator<Item = Truth>) -> Truth {
        values.into_iter().min().unwrap_or(Truth::True)
    }

    /// True if any value is true, false if every one is false.
    pub fn any(values: impl IntoIterator<Item = Truth>) -> Truth {
        values.into_iter().max().unwrap_or(Truth::False)
    }

    /// True if at least `n` values are true, false if too few can still become true.
    pub fn at_least(n: u32, values: impl IntoIterator<Item = Truth>) -> Truth {
        let (mut holds, mut may_hold) = (0u32, 0u32);
        for value in values {
            holds += u32::from(value == Truth::True);
            may_hold += u32::from(value != Truth::False);
        }
        if holds >= n {
            Truth::True
        } else if may_hold < n {
            Truth::False
        } else {
            Truth::Unknown
        }
    }

    /// The values in two bits each: a key that is short to keep and quick to hash. Of equally many
    /// values, no two rows have the same.
    pub fn packed(values: impl IntoIterator<Item = Truth>) -> Vec<u64> {
        let mut words = Vec::new();
        for (at, value) in values.into_iter().enumerate() {
            if at % 32 == 0 {
                words.push(0);
            }
            let bits = match value {
                Truth::Unknown => 0,
                Truth::False => 1,
                Truth::True => 2,
            };
            if let Some(word) = words.last_mut() {
                *word |= bits << (at % 32 * 2);
            }
        }
        words
    }

    /// Whether the value is settled.
    pub fn is_known(self) -> bool {
        self != Truth::Unknown
    }

    /// `true`, `false` or `unknown`.
    pub fn as_str(self) -> &'static str {
        match self {
            Truth::True => "true",
            Truth::False => "false",
            Truth::Unknown => "unknown",
        }
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Truth {
        if value { Truth::True } else { Truth::False }
    }
}

impl Not for Truth {
    type Output = Truth;

    fn not(self) -> Truth {
        match self {
            Truth::True => Truth::False,
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
        }
    }
}

impl fmt::Display for Truth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
