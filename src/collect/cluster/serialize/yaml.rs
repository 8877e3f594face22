//! YAML as `sigs.k8s.io/yaml` writes it: keys sorted, sequences at their key's own depth, plain
//! scalars where they stay strings, single quotes else, literal blocks for several lines, long
//! plain lines folded at 80 columns.

use super::sorted;
use serde_json::Value;

const WIDTH: usize = 80;

/// A document, with a final line end.
pub(crate) fn yaml(value: &Value) -> String {
    let mut text = String::new();
    match sorted(value) {
        Value::Object(map) if !map.is_empty() => mapping(&map, 0, &mut text),
        Value::Array(items) if !items.is_empty() => sequence(&items, 0, &mut text),
        other => {
            scalar(&other, 0, 0, &mut text);
            text.push('\n');
        }
    }
    text
}

fn mapping(map: &serde_json::Map<String, Value>, depth: usize, text: &mut String) {
    for (index, (key, value)) in map.iter().enumerate() {
        if index > 0 || text.is_empty() || text.ends_with('\n') {
            indent(text, depth);
        }
        let start = text.len();
        text.push_str(&key_text(key));
        text.push(':');
        let column = depth + text[start..].chars().count() + 1;
        match value {
            Value::Object(inner) if !inner.is_empty() => {
                text.push('\n');
                mapping(inner, depth + 2, text);
            }
            Value::Array(items) if !items.is_empty() => {
                text.push('\n');
                sequence(items, depth, text);
            }
            other => {
                text.push(' ');
                scalar(other, depth + 2, column, text);
                text.push('\n');
            }
        }
    }
}

fn sequence(items: &[Value], depth: usize, text: &mut String) {
    for item in items {
        if text.is_empty() || text.ends_with('\n') {
            indent(text, depth);
        }
        text.push_str("- ");
        match item {
            Value::Object(map) if !map.is_empty() => mapping(map, depth + 2, text),
            Value::Array(inner) if !inner.is_empty() => sequence(inner, depth + 2, text),
            other => {
                scalar(other, depth + 2, depth + 2, text);
                text.push('\n');
            }
        }
    }
}

fn indent(text: &mut String, depth: usize) {
    text.extend(std::iter::repeat_n(' ', depth));
}

fn key_text(key: &str) -> String {
    match style(key) {
        Style::Plain => key.to_string(),
        Style::Double => double(key),
        Style::Single | Style::Literal => format!("'{}'", key.replace('\'', "''")),
    }
}

/// Writes a scalar; `depth` indents what follows on further lines, `column` is where it begins.
fn scalar(value: &Value, depth: usize, column: usize, text: &mut String) {
    match value {
        Value::String(words) => match style(words) {
            Style::Plain => fold(words, depth, column, text),
            Style::Single => {
                text.push('\'');
                fold(&words.replace('\'', "''"), depth, column + 1, text);
                text.push('\'');
            }
            Style::Double => text.push_str(&double(words)),
            Style::Literal => literal(words, depth, text),
        },
        Value::Array(_) => text.push_str("[]"),
        Value::Object(_) => text.push_str("{}"),
        Value::Null | Value::Bool(_) | Value::Number(_) => text.push_str(&value.to_string()),
    }
}

/// Breaks at single blanks once a line is longer than 80 columns, as libyaml's emitter does.
fn fold(words: &str, depth: usize, column: usize, text: &mut String) {
    let chars: Vec<char> = words.chars().collect();
    let mut column = column;
    for (index, c) in chars.iter().enumerate() {
        let inside = index > 0 && index + 1 < chars.len();
        let lone = inside && chars[index - 1] != ' ' && chars[index + 1] != ' ';
        if *c == ' ' && lone && column > WIDTH {
            text.push('\n');
            indent(text, depth);
            column = depth;
        } else {
            text.push(*c);
            column += 1;
        }
    }
}

fn literal(words: &str, depth: usize, text: &mut String) {
    text.push('|');
    if words.starts_with([' ', '\n']) {
        text.push('2');
    }
    let trailing = words.len() - words.trim_end_matches('\n').len();
    text.push_str(match trailing {
        0 => "-",
        1 => "",
        _ => "+",
    });
    let body = words.strip_suffix('\n').unwrap_or(words);
    for line in body.split('\n') {
        text.push('\n');
        if !line.is_empty() {
            indent(text, depth);
            text.push_str(line);
        }
    }
}

enum Style {
    Plain,
    Single,
    Double,
    Literal,
}

fn style(words: &str) -> Style {
    let special = |c: char| c.is_control() && c != '\n';
    if words.chars().any(|c| special(c) || c == '\u{feff}') {
        return Style::Double;
    }
    if words.contains('\n') {
        return if words.lines().any(|line| line.ends_with(' ')) || words.trim().is_empty() {
            Style::Double
        } else {
            Style::Literal
        };
    }
    if resolves_to_other(words) {
        return Style::Double;
    }
    if plain_is_allowed(words) {
        Style::Plain
    } else {
        Style::Single
    }
}

/// What YAML 1.1 would read as null, a boolean, a number or a time; go-yaml quotes these doubly.
fn resolves_to_other(words: &str) -> bool {
    let lower = words.to_ascii_lowercase();
    let word = [
        "", "~", "null", "true", "false", "y", "n", "yes", "no", "on", "off",
    ];
    if word.contains(&lower.as_str()) || words == "<<" {
        return true;
    }
    let number = words.trim_start_matches(['-', '+']).replace('_', "");
    let starts = number.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let based = ["0x", "0o", "0b"].iter().any(|base| {
        number.strip_prefix(base).is_some_and(|digits| {
            !digits.is_empty() && digits.chars().all(|c| c.is_ascii_hexdigit())
        })
    });
    let sexagesimal = words.split(':').count() > 1
        && words
            .split(':')
            .all(|p| !p.is_empty() && p.chars().all(|c| c.is_ascii_digit()))
        && words.split(':').skip(1).all(|p| p.len() <= 2);
    let special = [".inf", "-.inf", "+.inf", ".nan"].contains(&lower.as_str());
    (starts && number.parse::<f64>().is_ok()) || based || sexagesimal || special || is_time(words)
}

fn is_time(words: &str) -> bool {
    let day = words.get(..10).unwrap_or_default();
    chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d").is_ok()
        && (words.len() == 10 || chrono::DateTime::parse_from_rfc3339(words).is_ok())
}

fn plain_is_allowed(words: &str) -> bool {
    let first = words.chars().next().unwrap_or(' ');
    let second = words.chars().nth(1);
    let indicator = "#,[]{}&*!|>'\"%@`".contains(first)
        || ("-?:".contains(first) && second.is_none_or(char::is_whitespace))
        || words.starts_with("---")
        || words.starts_with("...");
    !(indicator
        || words.starts_with(' ')
        || words.ends_with(' ')
        || words.ends_with(':')
        || words.contains(": ")
        || words.contains(" #"))
}

fn double(words: &str) -> String {
    let mut text = String::from("\"");
    for c in words.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            '\r' => text.push_str("\\r"),
            '\u{1b}' => text.push_str("\\e"),
            c if c.is_control() => text.push_str(&format!("\\x{:02X}", u32::from(c))),
            c => text.push(c),
        }
    }
    text.push('"');
    text
}
