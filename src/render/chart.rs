//! Pictures of the site as SVG: bars, a timeline, deployments over weeks, and those Mermaid charts that
//! records hold. Colours and sizes are the style sheet's; here are places only. Every picture says in
//! words what it shows.

use crate::facts::page;
use std::fmt::Write;
use unicode_width::UnicodeWidthChar;

/// A chart of bars.
pub(crate) struct Bars<'a> {
    /// What it shows.
    pub title: &'a str,
    /// What the values are.
    pub unit: &'a str,
    /// Each bar's name, height, and the part of it that is marked.
    pub bars: Vec<(&'a str, f64, f64)>,
}

/// Names under a chart that fit side by side.
const NAMES: usize = 13;

/// A chart of bars.
pub(crate) fn bars(chart: &Bars) -> String {
    let (width, height, left, bottom, top) = (640.0, 200.0, 40.0, 24.0, 16.0);
    let most = chart
        .bars
        .iter()
        .fold(0.0, |most: f64, bar| most.max(bar.1));
    let step = step(most);
    let ceiling = ((most / step).ceil() * step).max(step);
    let y = |value: f64| height - bottom - value / ceiling * (height - bottom - top);
    let mut out = begun(width, height, &told(chart));
    let mut tick = 0.0;
    while tick <= ceiling + step / 2.0 {
        let at = y(tick);
        let _infallible = write!(
            out,
            "<line class=\"grid\" x1=\"{left}\" y1=\"{at:.1}\" x2=\"{width}\" y2=\"{at:.1}\"/><text class=\"end\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            left - 6.0,
            at + 4.0,
            short(tick),
        );
        tick += step;
    }
    let room = (width - left) / chart.bars.len().max(1) as f64;
    let every = chart.bars.len().div_ceil(NAMES).max(1);
    for (at, (name, value, marked)) in chart.bars.iter().enumerate() {
        let x = left + room * at as f64;
        let wide = (room * 0.7).min(48.0);
        let from = x + (room - wide) / 2.0;
        let mut bar = |class: &str, below: f64, above: f64| {
            if above > below {
                let _infallible = write!(
                    out,
                    "<rect class=\"{class}\" x=\"{from:.1}\" y=\"{:.1}\" width=\"{wide:.1}\" height=\"{:.1}\"/>",
                    y(above),
                    y(below) - y(above),
                );
            }
        };
        bar("bar", *marked, *value);
        bar("bar failing", 0.0, *marked);
        let middle = x + room / 2.0;
        if *value > 0.0 && room > 24.0 {
            let _infallible = write!(
                out,
                "<text class=\"middle\" x=\"{middle:.1}\" y=\"{:.1}\">{}</text>",
                y(*value) - 4.0,
                short(*value),
            );
        }
        // The last name is always there.
        if (chart.bars.len() - 1 - at).is_multiple_of(every) {
            let _infallible = write!(
                out,
                "<text class=\"middle\" x=\"{middle:.1}\" y=\"{:.1}\">{}</text>",
                height - 6.0,
                text(&cut(name, 9)),
            );
        }
    }
    out + "</svg>"
}

fn told(chart: &Bars) -> String {
    let bars: Vec<String> = chart
        .bars
        .iter()
        .map(|(name, value, _)| format!("{name} {}", short(*value)))
        .collect();
    format!("{} ({}): {}", chart.title, chart.unit, bars.join(", "))
}

/// The distance of the lines: 1, 2 or 5 of a power of ten, at most five lines.
fn step(most: f64) -> f64 {
    let mut power = 1.0;
    loop {
        for digit in [1.0, 2.0, 5.0] {
            if most <= digit * power * 5.0 {
                return digit * power;
            }
        }
        power *= 10.0;
        if power > 1e15 {
            return power;
        }
    }
}

/// What happened and when, one below the other.
pub(crate) fn timeline(title: &str, events: &[(String, String)]) -> String {
    let (width, row) = (460.0, 26.0);
    let height = row * events.len() as f64 + 8.0;
    let words: Vec<String> = events
        .iter()
        .map(|(when, what)| format!("{when} {what}"))
        .collect();
    let mut out = begun(width, height, &format!("{title}: {}", words.join(", ")));
    let x = 96.0;
    let _infallible = write!(
        out,
        "<line class=\"grid\" x1=\"{x}\" y1=\"14\" x2=\"{x}\" y2=\"{:.1}\"/>",
        height - 14.0,
    );
    for (at, (when, what)) in events.iter().enumerate() {
        let y = row * at as f64 + 17.0;
        let class = if what.is_empty() { "day" } else { "" };
        let _infallible = write!(
            out,
            "<text class=\"end {class}\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            x - 12.0,
            y + 4.0,
            text(&cut(when, 12)),
        );
        if !what.is_empty() {
            let _infallible = write!(
                out,
                "<circle class=\"dot\" cx=\"{x}\" cy=\"{y:.1}\" r=\"4\"/><text x=\"{:.1}\" y=\"{:.1}\">{}</text>",
                x + 14.0,
                y + 4.0,
                text(&cut(what, 48)),
            );
        }
    }
    out + "</svg>"
}

/// Deployments of each application over the weeks.
pub(crate) struct Weeks<'a> {
    /// What it shows, in words.
    pub told: &'a str,
    /// The weeks' names.
    pub weeks: Vec<String>,
    /// Each application's name and its deployments: the week's place and the class of the state.
    pub rows: Vec<(&'a str, Vec<(usize, &'a str)>)>,
}

/// Deployments as dots, an application a row.
pub(crate) fn weeks(chart: &Weeks) -> String {
    let (left, row, top) = (120.0, 26.0, 8.0);
    let width = 640.0;
    let height = top + row * chart.rows.len() as f64 + 24.0;
    let room = (width - left) / chart.weeks.len().max(1) as f64;
    let mut out = begun(width, height, chart.told);
    let every = chart.weeks.len().div_ceil(NAMES).max(1);
    for (at, name) in chart.weeks.iter().enumerate() {
        if (chart.weeks.len() - 1 - at).is_multiple_of(every) {
            let x = left + room * (at as f64 + 0.5);
            let _infallible = write!(
                out,
                "<line class=\"grid\" x1=\"{x:.1}\" y1=\"{top}\" x2=\"{x:.1}\" y2=\"{:.1}\"/><text class=\"middle\" x=\"{x:.1}\" y=\"{:.1}\">{}</text>",
                height - 22.0,
                height - 6.0,
                text(name),
            );
        }
    }
    for (at, (name, dots)) in chart.rows.iter().enumerate() {
        let y = top + row * (at as f64 + 0.5);
        let _infallible = write!(
            out,
            "<text class=\"end\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            left - 10.0,
            y + 4.0,
            text(&cut(name, 15)),
        );
        // Those of one week stand beside each other.
        let mut taken = vec![0_usize; chart.weeks.len()];
        let total = |week: usize| dots.iter().filter(|(of, _)| *of == week).count();
        for (week, state) in dots {
            let all = total(*week);
            let apart = (room / (all as f64 + 1.0)).min(9.0);
            let x = left
                + room * (*week as f64 + 0.5)
                + apart * (taken[*week] as f64 - (all as f64 - 1.0) / 2.0);
            taken[*week] += 1;
            out.push_str(&sign(state, x, y));
        }
    }
    out + "</svg>"
}

/// A state's sign alone, for a legend.
pub(crate) fn legend(state: &str) -> String {
    format!(
        "<svg viewBox=\"0 0 14 14\" aria-hidden=\"true\">{}</svg>",
        sign(state, 7.0, 7.0)
    )
}

/// A state's sign: its shape tells it without its colour.
fn sign(state: &str, x: f64, y: f64) -> String {
    match state {
        "failing" => format!(
            "<path class=\"{state}\" d=\"M{:.1} {:.1}l9 9m0 -9l-9 9\"/>",
            x - 4.5,
            y - 4.5
        ),
        "open" => format!("<circle class=\"{state}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\"/>"),
        "rolled-back" => format!(
            "<path class=\"{state}\" d=\"M{:.1} {:.1}l5 8h-10z\"/>",
            x,
            y - 4.5
        ),
        "superseded" => format!(
            "<rect class=\"{state}\" x=\"{:.1}\" y=\"{:.1}\" width=\"7\" height=\"7\"/>",
            x - 3.5,
            y - 3.5
        ),
        _ => format!("<circle class=\"verified\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\"/>"),
    }
}

/// The picture of a Mermaid chart: a bar or line chart or a timeline. Others are not drawn.
pub(crate) fn mermaid(code: &str) -> Option<String> {
    let mut lines = code
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("%%"));
    match lines.next()? {
        "timeline" => drawn_timeline(lines),
        "xychart-beta" | "xychart" => drawn_bars(lines),
        _ => None,
    }
}

/// What Mermaid's numbers of characters stand for: `19#58;02` is `19:02`.
fn decoded(text: &str) -> String {
    let mut parts = text.split('#');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let number = part.split_once(';');
        let known = number.and_then(|(digits, rest)| {
            let c = char::from_u32(digits.parse().ok()?)?;
            Some((c, rest))
        });
        match known {
            Some((c, rest)) => {
                out.push(c);
                out.push_str(rest);
            }
            None => {
                out.push('#');
                out.push_str(part);
            }
        }
    }
    out
}

/// More events than that are no picture.
const EVENTS: usize = 200;

fn drawn_timeline<'t>(lines: impl Iterator<Item = &'t str>) -> Option<String> {
    let (mut title, mut events) = (String::new(), Vec::new());
    for line in lines {
        if let Some(words) = line.strip_prefix("title ") {
            title = decoded(words.trim());
        } else if let Some(section) = line.strip_prefix("section ") {
            events.push((decoded(section.trim()), String::new()));
        } else {
            let mut parts = line.split(" : ");
            let when = parts.next()?.trim_matches([':', ' ']).replace('.', ":");
            let mut when = decoded(&when);
            for what in parts {
                events.push((std::mem::take(&mut when), decoded(what.trim())));
            }
        }
    }
    (1..=EVENTS)
        .contains(&events.len())
        .then(|| timeline(&title, &events))
}

fn drawn_bars<'t>(lines: impl Iterator<Item = &'t str>) -> Option<String> {
    let (mut title, mut unit, mut names, mut values) =
        (String::new(), String::new(), Vec::new(), Vec::new());
    let listed = |text: &str| -> Option<Vec<String>> {
        let inner = text.split_once('[')?.1.rsplit_once(']')?.0;
        let items = inner
            .split(',')
            .map(|item| item.trim().trim_matches('"').to_owned());
        Some(items.collect())
    };
    let quoted = |text: &str| text.split('"').nth(1).unwrap_or(text).trim().to_owned();
    for line in lines {
        let (word, rest) = line.split_once(' ')?;
        match word {
            "title" => title = quoted(rest),
            "x-axis" => names = listed(rest)?,
            "y-axis" => unit = quoted(rest.split("-->").next()?),
            "bar" | "line" => values = listed(rest)?,
            _ => return None,
        }
    }
    let values: Option<Vec<f64>> = values.iter().map(|value| value.parse().ok()).collect();
    let values = values?;
    let sound = values
        .iter()
        .all(|value| value.is_finite() && *value >= 0.0 && *value < 1e12);
    if !sound || values.is_empty() || values.len() != names.len() || values.len() > EVENTS {
        return None;
    }
    let bars = names.iter().zip(&values);
    Some(self::bars(&Bars {
        title: &title,
        unit: &unit,
        bars: bars
            .map(|(name, value)| (name.as_str(), *value, 0.0))
            .collect(),
    }))
}

fn begun(width: f64, height: f64, told: &str) -> String {
    format!(
        "<svg viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-label=\"{}\">",
        text(&cut(told, 1_000))
    )
}

/// A number with at most one digit behind the point.
fn short(value: f64) -> String {
    format!("{}", (value * 10.0).round() / 10.0)
}

fn text(words: &str) -> String {
    page::escape(&page::plain(words))
}

/// At most so many columns.
fn cut(words: &str, columns: usize) -> String {
    let mut used = 0;
    let mut out = String::new();
    for c in words.chars() {
        used += c.width().unwrap_or(0);
        if used > columns {
            out.push('…');
            break;
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_charts_of_records_are_drawn() {
        // What records were made with before the table alone told the times.
        let code = "timeline\n    title alloy-ops 배포 (Asia/Seoul)\n    19.02.58 : Argo CD 적용\n    19.03.24 : Gitploy success\n";
        let picture = mermaid(code).unwrap();
        assert!(picture.contains(">19:03:24</text>"), "{picture}");
        assert!(picture.contains(">Gitploy success</text>"), "{picture}");
        let picture = mermaid("timeline\n    19#58;02 : a #40;b#41; #1 #x;\n").unwrap();
        assert!(picture.contains(">19:02</text>"), "{picture}");
        assert!(picture.contains(">a (b) #1 #x;</text>"), "{picture}");
        let index = "xychart-beta\n    title \"배포 <주>\"\n    x-axis [\"W44\", \"W45\"]\n    y-axis \"배포\" 0 --> 3\n    bar [1, 3]\n";
        let picture = mermaid(index).unwrap();
        assert!(
            picture.contains("aria-label=\"배포 &lt;주&gt; (배포): W44 1, W45 3\""),
            "{picture}"
        );
        assert_eq!(picture.matches("<rect class=\"bar\"").count(), 2);
    }

    #[test]
    fn what_cannot_be_drawn_is_left_as_it_is() {
        for code in [
            "",
            "graph TD\n A --> B\n",
            "timeline\n",
            "xychart-beta\n x-axis [a]\n bar [1, 2]\n",
            "xychart-beta\n x-axis [a]\n bar [NaN]\n",
            "xychart-beta\n x-axis [a]\n bar [-1]\n",
            "xychart-beta\n x-axis [a]\n bar [1e300]\n",
            "xychart-beta\n click a call b()\n",
        ] {
            assert_eq!(mermaid(code), None, "{code}");
        }
        let hostile =
            "timeline\n title \"><script>\n a<b : c\"><script>alert(1)</script>\u{202E}\n";
        let picture = mermaid(hostile).unwrap();
        assert!(
            !picture.contains("<script") && !picture.contains('\u{202E}'),
            "{picture}"
        );
    }

    #[test]
    fn lines_are_few_and_round() {
        for (most, expected) in [
            (0.0, 1.0),
            (3.0, 1.0),
            (6.0, 2.0),
            (24.0, 5.0),
            (26.0, 10.0),
            (180.0, 50.0),
        ] {
            assert!((step(most) - expected).abs() < 1e-9, "{most}");
        }
    }
}
