//! Numbers as awk reads and prints them.

/// As awk's `%.6g` prints it; whole numbers in full.
pub(super) fn shown(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        return format!("{:.0}", value + 0.0);
    }
    let exponent = format!("{value:.5e}");
    let (digits, power) = exponent.split_once('e').unwrap_or((&exponent, "0"));
    let power: i32 = power.parse().unwrap_or(0);
    let trimmed = |text: &str| {
        if text.contains('.') {
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        } else {
            text.to_owned()
        }
    };
    match usize::try_from(5 - power) {
        Ok(places) if power >= -4 => trimmed(&format!("{value:.places$}")),
        _ => {
            let sign = if power < 0 { '-' } else { '+' };
            format!("{}e{sign}{:02}", trimmed(digits), power.abs())
        }
    }
}

/// Whether a field is a number and nothing else.
pub(super) fn looks_numeric(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && prefix(text).len() == text.len()
}

/// The number at the start of a text, 0 without one.
pub(super) fn number(text: &str) -> f64 {
    prefix(text.trim()).parse().unwrap_or(0.0)
}

/// A sign, digits with a point, an exponent.
fn prefix(text: &str) -> &str {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut end = usize::from(text.starts_with(['-', '+']));
    let whole = digits(&text[end..]);
    end += whole;
    let mut fraction = 0;
    if text[end..].starts_with('.') {
        fraction = digits(&text[end + 1..]);
        if whole + fraction > 0 {
            end += 1 + fraction;
        }
    }
    if whole + fraction == 0 {
        return "";
    }
    if let Some(after) = text[end..].strip_prefix(['e', 'E']) {
        let sign = usize::from(after.starts_with(['-', '+']));
        let power = digits(&after[sign..]);
        if power > 0 {
            end += 1 + sign + power;
        }
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_as_awk_does() {
        for (value, expected) in [
            (1.0, "1"),
            (-0.0, "0"),
            (0.1 + 0.2, "0.3"),
            (2.345_678_9, "2.34568"),
            (123456.789, "123457"),
            (1234567.5, "1.23457e+06"),
            (0.00001234, "1.234e-05"),
            (100000000.0, "100000000"),
        ] {
            assert_eq!(shown(value), expected);
        }
    }

    #[test]
    fn numbers_are_read_from_the_start_of_a_text() {
        for (text, expected, whole) in [
            ("12", 12.0, true),
            ("250m", 250.0, false),
            ("1e3", 1000.0, true),
            (" -2.5 ", -2.5, true),
            ("+4", 4.0, true),
            (".5", 0.5, true),
            ("5.", 5.0, true),
            ("abc", 0.0, false),
            ("", 0.0, false),
            ("1e", 1.0, false),
            ("0x1A", 0.0, false),
            (".", 0.0, false),
        ] {
            assert_eq!(
                (number(text), looks_numeric(text)),
                (expected, whole),
                "{text}"
            );
        }
    }
}
