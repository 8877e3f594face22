//! Lengths of time: Go's form (`1h30m`, flags of kubectl and logcli), kubectl's AGE column, and the
//! words of a record's language.

use super::lang::Lang;
use chrono::TimeDelta;

/// Reads a Go duration (`90s`, `1h30m`, `1.5h`, `500ms`) and, as kubectl's AGE and logcli's `--since`
/// have it, days, weeks and years (`2d`, `1w`, `2y31d`). A bare `0` is zero.
pub(crate) fn parse(text: &str) -> Option<TimeDelta> {
    if text == "0" {
        return Some(TimeDelta::zero());
    }
    let mut total = TimeDelta::zero();
    let mut rest = text;
    while !rest.is_empty() {
        let number_end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, tail) = rest.split_at(number_end);
        let unit_end = tail
            .find(|c: char| c.is_ascii_digit() || c == '.')
            .unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(unit_end);
        let millis = number.parse::<f64>().ok()? * unit_millis(unit)?;
        if !millis.is_finite() || millis.abs() > 1e15 {
            return None;
        }
        total = total.checked_add(&TimeDelta::try_milliseconds(millis as i64)?)?;
        rest = tail;
    }
    (!text.is_empty()).then_some(total)
}

fn unit_millis(unit: &str) -> Option<f64> {
    Some(match unit {
        "ns" => 1e-6,
        "us" | "µs" => 1e-3,
        "ms" => 1.0,
        "s" => 1e3,
        "m" => 60e3,
        "h" => 3_600e3,
        "d" => 86_400e3,
        "w" => 7.0 * 86_400e3,
        "y" => 365.0 * 86_400e3,
        _ => return None,
    })
}

/// Prints an age as kubectl's AGE column does (`k8s.io/apimachinery/pkg/util/duration.HumanDuration`):
/// under 2m `79s`, under 10m `3m42s`, under 3h `29m`, under 8h `3h5m`, under 48h `20h`, under 8d
/// `3d4h`, under 2y `30d`, under 8y `2y31d`, then `9y`; zero parts dropped.
pub(crate) fn age(delta: TimeDelta) -> String {
    let seconds = delta.num_seconds();
    if seconds < -1 {
        return "<invalid>".into();
    }
    let (minutes, hours, days) = (delta.num_minutes(), delta.num_hours(), delta.num_days());
    let two = |big: i64, big_unit: &str, small: i64, small_unit: &str| match small {
        0 => format!("{big}{big_unit}"),
        _ => format!("{big}{big_unit}{small}{small_unit}"),
    };
    match seconds {
        ..0 => "0s".into(),
        0..120 => format!("{seconds}s"),
        120..600 => two(minutes, "m", seconds % 60, "s"),
        600..10_800 => format!("{minutes}m"),
        10_800..28_800 => two(hours, "h", minutes % 60, "m"),
        28_800..172_800 => format!("{hours}h"),
        172_800..691_200 => two(days, "d", hours % 24, "h"),
        691_200..63_072_000 => format!("{days}d"),
        63_072_000..252_288_000 => two(days / 365, "y", days % 365, "d"),
        _ => format!("{}y", days / 365),
    }
}

/// A duration in words, at most two units: `2분 5초`, `2 minutes 5 seconds`, `1일 4시간`.
pub(crate) fn words(delta: TimeDelta, lang: Lang) -> String {
    let seconds = delta.num_seconds().max(0);
    let parts = [
        (seconds / 86_400, "일", "day"),
        (seconds / 3_600 % 24, "시간", "hour"),
        (seconds / 60 % 60, "분", "minute"),
        (seconds % 60, "초", "second"),
    ];
    let first = parts
        .iter()
        .position(|(n, _, _)| *n > 0)
        .unwrap_or(parts.len() - 1);
    let shown: Vec<String> = parts[first..]
        .iter()
        .take(2)
        .enumerate()
        .filter(|(i, (n, _, _))| *n > 0 || (*i == 0 && seconds == 0))
        .map(|(_, (n, ko, en))| match lang {
            Lang::Ko => format!("{n}{ko}"),
            Lang::En => format!("{n} {en}{}", if *n == 1 { "" } else { "s" }),
        })
        .collect();
    shown.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_the_tools_write_them() {
        for (text, seconds) in [
            ("90s", 90),
            ("1h30m", 5_400),
            ("1.5h", 5_400),
            ("2d", 172_800),
            ("1w", 604_800),
            ("2y31d", 761 * 86_400),
            ("7m2s", 422),
            ("0", 0),
        ] {
            assert_eq!(parse(text), Some(TimeDelta::seconds(seconds)), "{text}");
        }
        for text in ["", "h", "5", "5 m", "5min", "1h-3m", "9999999999999999y"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn ages_print_as_in_kubectl() {
        for (seconds, text) in [
            (79, "79s"),
            (222, "3m42s"),
            (240, "4m"),
            (29 * 60, "29m"),
            (3 * 3600 + 300, "3h5m"),
            (20 * 3600, "20h"),
            (76 * 3600, "3d4h"),
            (30 * 86_400, "30d"),
            (761 * 86_400, "2y31d"),
            (-5, "<invalid>"),
        ] {
            assert_eq!(age(TimeDelta::seconds(seconds)), text);
        }
    }

    #[test]
    fn words_are_in_the_language() {
        let check = |seconds, ko: &str, en: &str| {
            assert_eq!(words(TimeDelta::seconds(seconds), Lang::Ko), ko);
            assert_eq!(words(TimeDelta::seconds(seconds), Lang::En), en);
        };
        check(125, "2분 5초", "2 minutes 5 seconds");
        check(100_800, "1일 4시간", "1 day 4 hours");
        check(86_400, "1일", "1 day");
        check(61, "1분 1초", "1 minute 1 second");
        check(0, "0초", "0 seconds");
    }
}
