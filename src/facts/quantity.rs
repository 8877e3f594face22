//! Kubernetes quantities as exact decimals: `0.25` = `250m` = `250000000n`; `700Mi` ≠ `700M`.
//!
//! The suffixes are those of `k8s.io/apimachinery/pkg/api/resource`: n u m (none) k M G T P E, Ki Mi
//! Gi Ti Pi Ei, and decimal exponents (`1e3`). Everything is kept in units of 10⁻⁹ in an `i128`.

use serde::{Deserialize, Serialize};
use std::fmt;

/// An exact number, in nano-units (10⁻⁹).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Quantity {
    nanos: i128,
}

const NANO: i128 = 1_000_000_000;

impl Quantity {
    /// Nothing.
    pub const ZERO: Quantity = Quantity { nanos: 0 };

    /// A whole number.
    pub fn whole(number: i64) -> Quantity {
        Quantity {
            nanos: i128::from(number) * NANO,
        }
    }

    /// From 10⁻⁹ units, as metrics-server writes CPU (`123456789n`).
    pub fn from_nanos(nanos: i128) -> Quantity {
        Quantity { nanos }
    }

    /// In 10⁻⁹ units.
    pub fn nanos(self) -> i128 {
        self.nanos
    }

    /// Reads a quantity as Kubernetes writes it. `None` for anything else, for a precision below
    /// 10⁻⁹ and for what does not fit 128 bits.
    pub fn parse(text: &str) -> Option<Quantity> {
        let (sign, digits) = match text.as_bytes().first()? {
            b'-' => (-1, &text[1..]),
            b'+' => (1, &text[1..]),
            _ => (1, text),
        };
        let number_end = digits
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(digits.len());
        let (number, suffix) = digits.split_at(number_end);
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let scale = scale(suffix)?;
        let mantissa: i128 = format!("{whole}{fraction}").parse().ok()?;
        let denominator = 10i128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
        let product = mantissa.checked_mul(scale)?;
        (product % denominator == 0).then_some(Quantity {
            nanos: sign * (product / denominator),
        })
    }

    /// The sum.
    pub fn plus(self, other: Quantity) -> Quantity {
        Quantity {
            nanos: self.nanos.saturating_add(other.nanos),
        }
    }

    /// CPU as `kubectl top` prints it: whole millicores, rounded up.
    pub fn to_millicores(self) -> String {
        format!("{}m", ceil_div(self.nanos, NANO / 1000))
    }

    /// Memory as `kubectl top` prints it: whole Mi, rounded down.
    pub fn to_mebibytes(self) -> String {
        format!("{}Mi", self.nanos / (NANO * 1024 * 1024))
    }
}

/// The value of a suffix in nano-units.
fn scale(suffix: &str) -> Option<i128> {
    let binary = |power: u32| Some(NANO << (10 * power));
    match suffix {
        "" => Some(NANO),
        "n" => Some(1),
        "u" => Some(1_000),
        "m" => Some(1_000_000),
        "k" => Some(NANO * 1_000),
        "M" => Some(NANO * 1_000_000),
        "G" => Some(NANO * 1_000_000_000),
        "T" => Some(NANO * 1_000_000_000_000),
        "P" => Some(NANO * 1_000_000_000_000_000),
        "E" => Some(NANO * 1_000_000_000_000_000_000),
        "Ki" => binary(1),
        "Mi" => binary(2),
        "Gi" => binary(3),
        "Ti" => binary(4),
        "Pi" => binary(5),
        "Ei" => binary(6),
        _ => {
            let exponent: i32 = suffix.strip_prefix(['e', 'E'])?.parse().ok()?;
            let power = u32::try_from(exponent.checked_add(9)?).ok()?;
            10i128.checked_pow(power)
        }
    }
}

fn ceil_div(value: i128, by: i128) -> i128 {
    value.div_euclid(by) + i128::from(value.rem_euclid(by) != 0)
}

impl fmt::Display for Quantity {
    /// Canonical: whole numbers bare, multiples of 10⁻³ with `m`, else `u` or `n`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (unit, suffix) in [(NANO, ""), (NANO / 1000, "m"), (1000, "u")] {
            if self.nanos % unit == 0 {
                return write!(f, "{}{suffix}", self.nanos / unit);
            }
        }
        write!(f, "{}n", self.nanos)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(left: &str, ordering: std::cmp::Ordering, right: &str) {
        let parse = |text: &str| Quantity::parse(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(
            parse(left).cmp(&parse(right)),
            ordering,
            "{left} against {right}"
        );
    }

    #[test]
    fn quantities_compare_exactly() {
        use std::cmp::Ordering::*;
        check("0.25", Equal, "250m");
        check("250m", Equal, "250000000n");
        check(".5", Equal, "500m");
        check("1e3", Equal, "1k");
        check("12E-1", Equal, "1200m");
        check("700Mi", Greater, "700M");
        check("1Gi", Equal, "1024Mi");
        check("1.5Gi", Equal, "1536Mi");
        check("249.999m", Less, "250m");
        check("-1", Less, "0");
        check("8Ei", Greater, "9223372036854775807");
    }

    #[test]
    fn other_text_is_no_quantity() {
        for text in [
            "",
            "m",
            "-",
            "1.2.3",
            "250 m",
            "1KB",
            "1ki",
            "0.0000000001",
            "1e99",
            "１",
        ] {
            assert_eq!(Quantity::parse(text), None, "{text}");
        }
    }

    #[test]
    fn usage_prints_as_kubectl_top_prints_it() {
        let parse = |text: &str| Quantity::parse(text).unwrap();
        assert_eq!(parse("123456789n").to_millicores(), "124m");
        assert_eq!(parse("345678Ki").to_mebibytes(), "337Mi");
        assert_eq!(parse("0.25").to_string(), "250m");
        assert_eq!(parse("3").to_string(), "3");
    }
}
