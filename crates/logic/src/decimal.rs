use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// Longest number read, in characters, and largest power of ten. Real figures (floating-point
/// operations, money, head counts) need some thirty digits; the bound keeps hostile input from
/// costing memory.
const MAX_CHARS: usize = 1_000;
const MAX_EXPONENT: i64 = 100_000;

/// An exact decimal number.
///
/// Legal thresholds are decimal ("greater than 10^25"), and 1e25 is not representable in binary
/// floating point: nothing here ever goes through `f64`, so no digit changes.
///
/// The value is `0.d₁d₂d₃… × 10^exponent`, without leading or trailing zeros; zero has no digits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Decimal {
    negative: bool,
    exponent: i64,
    digits: Vec<u8>,
}

/// Why a text is not a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalError {
    /// Nothing but white space.
    Empty,
    /// A character that belongs to no number, at this byte.
    Unexpected(usize),
    /// More characters or a larger power of ten than any real figure has.
    TooLong,
}

impl fmt::Display for DecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DecimalError::Empty => f.write_str("no number"),
            DecimalError::Unexpected(at) => write!(f, "unexpected character at byte {at}"),
            DecimalError::TooLong => f.write_str("more digits than any real figure has"),
        }
    }
}

impl std::error::Error for DecimalError {}

impl Decimal {
    fn normal(negative: bool, mut exponent: i64, digits: Vec<u8>) -> Decimal {
        let leading = digits.iter().take_while(|digit| **digit == 0).count();
        let mut digits: Vec<u8> = digits.into_iter().skip(leading).collect();
        while digits.last() == Some(&0) {
            digits.pop();
        }
        exponent -= leading as i64;
        if digits.is_empty() {
            return Decimal::default();
        }
        Decimal { negative, exponent, digits }
    }

    /// The product with a small whole number, exact.
    #[must_use]
    pub fn times(&self, factor: u32) -> Decimal {
        let mut carry: u64 = 0;
        let mut digits = Vec::with_capacity(self.digits.len() + 10);
        for digit in self.digits.iter().rev() {
            let product = u64::from(*digit) * u64::from(factor) + carry;
            digits.push((product % 10) as u8);
            carry = product / 10;
        }
        let mut exponent = self.exponent;
        while carry > 0 {
            digits.push((carry % 10) as u8);
            carry /= 10;
            exponent += 1;
        }
        digits.reverse();
        Decimal::normal(self.negative, exponent, digits)
    }

    /// The sum of two numbers that are not negative; nothing if one is, or if they lie so far apart that the
    /// sum would have more digits than a number that is read.
    #[must_use]
    pub fn plus(&self, other: &Decimal) -> Option<Decimal> {
        if self.negative || other.negative {
            return None;
        }
        let (a, b) = match (self.digits.is_empty(), other.digits.is_empty()) {
            (true, _) => return Some(other.clone()),
            (_, true) => return Some(self.clone()),
            _ => (self, other),
        };
        // The power of ten of the last digit of a number.
        let last = |at: &Decimal| at.exponent - at.digits.len() as i64;
        let (lowest, highest) = (last(a).min(last(b)), a.exponent.max(b.exponent));
        if highest - lowest > MAX_CHARS as i64 {
            return None;
        }
        let digit = |at: &Decimal, power: i64| -> u8 {
            let place = usize::try_from(at.exponent - 1 - power).ok();
            place.and_then(|place| at.digits.get(place)).copied().unwrap_or_default()
        };
        let mut carry = 0;
        let mut digits = Vec::new();
        for power in lowest..=highest {
            let sum = digit(a, power) + digit(b, power) + carry;
            digits.push(sum % 10);
            carry = sum / 10;
        }
        digits.reverse();
        Some(Decimal::normal(false, highest + 1, digits))
    }

    /// The number times a power of ten, exact.
    #[must_use]
    pub fn scaled(&self, power_of_ten: i32) -> Decimal {
        let mut scaled = self.clone();
        if !scaled.digits.is_empty() {
            scaled.exponent += i64::from(power_of_ten);
        }
        scaled
    }
}

impl FromStr for Decimal {
    type Err = DecimalError;

    /// Reads `12`, `-3.50`, `1e25`, `1.1E+25`, `3.8×10^25`, `10^25`; digits may be grouped by `_`,
    /// blank or thin blank. A comma is never read: it means different things in different countries.
    fn from_str(text: &str) -> Result<Decimal, DecimalError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(DecimalError::Empty);
        }
        if text.len() > MAX_CHARS {
            return Err(DecimalError::TooLong);
        }
        let (mantissa, power) = split_power(text);
        let (negative, digits, exponent) = mantissa_of(mantissa)?;
        let power = match power {
            Some((at, power)) => power_of(at, power)?,
            None => 0,
        };
        Ok(Decimal::normal(negative, exponent + power, digits))
    }
}

/// Splits `1.5e25`, `1.5×10^25`, `1.5 x 10^25` and `10^25` into mantissa and power of ten.
fn split_power(text: &str) -> (&str, Option<(usize, &str)>) {
    for sign in ["×10^", "x10^", "*10^", "× 10^", "x 10^", "* 10^", "e", "E"] {
        if let Some((mantissa, power)) = text.split_once(sign) {
            return (mantissa.trim_end(), Some((text.len() - power.len(), power)));
        }
    }
    match text.strip_prefix("10^") {
        Some(power) => ("1", Some((3, power))),
        None => (text, None),
    }
}

fn mantissa_of(text: &str) -> Result<(bool, Vec<u8>, i64), DecimalError> {
    let (mut negative, mut seen_point, mut seen_digit) = (false, false, false);
    let mut digits = Vec::with_capacity(text.len());
    let mut exponent = 0;
    for (at, character) in text.char_indices() {
        match character {
            '-' | '\u{2212}' if at == 0 => negative = true,
            '+' if at == 0 => {}
            '.' if !seen_point => seen_point = true,
            '_' | ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' if seen_digit && !seen_point => {}
            _ => {
                let digit = character.to_digit(10).ok_or(DecimalError::Unexpected(at))?;
                digits.push(digit as u8);
                exponent += i64::from(!seen_point);
                seen_digit = true;
            }
        }
    }
    if seen_digit { Ok((negative, digits, exponent)) } else { Err(DecimalError::Empty) }
}

fn power_of(at: usize, text: &str) -> Result<i64, DecimalError> {
    let power: i64 =
        text.strip_prefix('+').unwrap_or(text).parse().map_err(|_| DecimalError::Unexpected(at))?;
    if power.abs() > MAX_EXPONENT { Err(DecimalError::TooLong) } else { Ok(power) }
}

impl From<u64> for Decimal {
    fn from(value: u64) -> Decimal {
        let digits: Vec<u8> = value.to_string().bytes().map(|byte| byte - b'0').collect();
        Decimal::normal(false, digits.len() as i64, digits)
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Decimal) -> Ordering {
        let sign = |number: &Decimal| match (number.digits.is_empty(), number.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        let magnitude =
            || self.exponent.cmp(&other.exponent).then_with(|| self.digits.cmp(&other.digits));
        sign(self).cmp(&sign(other)).then_with(|| match sign(self) {
            0 => Ordering::Equal,
            1 => magnitude(),
            _ => magnitude().reverse(),
        })
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Decimal) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Decimal {
    /// Plain digits while they stay readable, otherwise `1.1e25`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits: String = self.digits.iter().map(|digit| char::from(b'0' + digit)).collect();
        let sign = if self.negative { "-" } else { "" };
        if digits.is_empty() {
            return f.write_str("0");
        }
        let (len, exponent) = (digits.len() as i64, self.exponent);
        if (len..=15).contains(&exponent) {
            let zeros = "0".repeat((exponent - len) as usize);
            write!(f, "{sign}{digits}{zeros}")
        } else if (1..len).contains(&exponent) {
            let (whole, rest) = digits.split_at(exponent as usize);
            write!(f, "{sign}{whole}.{rest}")
        } else if (-5..=0).contains(&exponent) {
            let zeros = "0".repeat(exponent.unsigned_abs() as usize);
            write!(f, "{sign}0.{zeros}{digits}")
        } else {
            let (first, rest) = digits.split_at(1);
            let point = if rest.is_empty() { "" } else { "." };
            write!(f, "{sign}{first}{point}{rest}e{}", exponent - 1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn the_threshold_of_systemic_risk_is_exact() {
        let threshold = number("1e25");
        for equal in ["1.0e25", "10^25", "10000000000000000000000000", "1 × 10^25", "10 e24"] {
            assert_eq!(number(equal), threshold, "{equal}");
        }
        assert!(number("10000000000000000000000001") > threshold);
        assert!(number("9.999999999999999e24") < threshold);
        assert!(number("1.1e25") > threshold);
    }

    #[test]
    fn numbers_are_ordered_as_numbers() {
        let ascending = ["-1e3", "-12.5", "-12.4", "0", "0.00001", "0.1", "9", "10", "10.5", "1e9"];
        for pair in ascending.windows(2) {
            assert!(number(pair[0]) < number(pair[1]), "{pair:?}");
        }
    }

    #[test]
    fn what_is_not_a_number_is_refused() {
        for text in ["", " ", "-", ".", "1,000", "1.2.3", "abc", "1e", "1e5x", "0x10", "1e999999"] {
            assert!(text.parse::<Decimal>().is_err(), "{text:?}");
        }
        assert_eq!("9".repeat(1001).parse::<Decimal>(), Err(DecimalError::TooLong));
    }

    #[test]
    fn sums_are_exact() {
        let sum = |a: &str, b: &str| number(a).plus(&number(b));
        assert_eq!(sum("8e24", "2e24"), Some(number("1e25")));
        assert_eq!(sum("9.5", "0.75"), Some(number("10.25")));
        assert_eq!(sum("1e25", "1"), Some(number("10000000000000000000000001")));
        assert_eq!(sum("0", "7"), Some(number("7")));
        assert_eq!(sum("-1", "7"), None);
        assert_eq!(sum("1e5000", "1"), None);
    }

    #[test]
    fn multiplication_is_exact() {
        assert_eq!(
            number("3333333333333333333333333").times(3),
            number("9999999999999999999999999")
        );
        assert_eq!(number("2.5").times(4), number("10"));
        assert_eq!(number("7").times(0), number("0"));
        assert_eq!(number("1.5").scaled(3), number("1500"));
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(text in "-?[0-9]{1,40}(\\.[0-9]{1,40})?(e-?[0-9]{1,3})?") {
            let read = number(&text);
            prop_assert_eq!(number(&read.to_string()), read);
        }

        #[test]
        fn sums_agree_with_whole_numbers(a in any::<u32>(), b in any::<u32>()) {
            let sum = Decimal::from(u64::from(a)).plus(&Decimal::from(u64::from(b)));
            prop_assert_eq!(sum, Some(Decimal::from(u64::from(a) + u64::from(b))));
        }

        #[test]
        fn order_agrees_with_whole_numbers(a in any::<u64>(), b in any::<u64>()) {
            prop_assert_eq!(Decimal::from(a).cmp(&Decimal::from(b)), a.cmp(&b));
            prop_assert_eq!(Decimal::from(a), number(&a.to_string()));
        }

        #[test]
        fn reading_never_panics(text in ".{0,60}") {
            let _ = text.parse::<Decimal>();
        }
    }
}
