//! The programs of `awk`, `sed`, `jq` and `yq`.

use super::super::super::expand::Word;
use super::super::super::flags::parse_getopt;
use super::super::super::reason::{Why, not_ours};
use super::super::super::{Class, Filter, Jq, Sed};
use super::form;

pub(super) fn awk(words: &[Word]) -> Result<Filter, Class> {
    let parsed = parse_getopt(words, &["awk"])?;
    match parsed.words.as_slice() {
        [program] => Ok(Filter::Awk {
            separator: parsed.text("field-separator"),
            program: program.text.clone(),
        }),
        _ => Err(form("awk")),
    }
}

pub(super) fn jq(words: &[Word]) -> Result<Filter, Class> {
    let (words, named) = named_values(words)?;
    let parsed = parse_getopt(&words, &["jq"])?;
    let program = match parsed.words.as_slice() {
        [] => ".".to_owned(),
        // `{$name}` is short for a field of that name.
        [program] if is_shorthand(&program.text, &named) => return Err(form("jq")),
        [program] => filled(&program.text, &named),
        [_, file, ..] => return Err(not_ours(Why::LocalFile, &format!("jq {}", file.text))),
    };
    Ok(Filter::Jq(Jq {
        raw: parsed.on("raw-output"),
        compact: parsed.on("compact-output"),
        exit_status: parsed.on("exit-status"),
        sorted: parsed.on("sort-keys"),
        joined: parsed.on("join-output"),
        slurp: parsed.on("slurp"),
        program,
    }))
}

/// The names of a program's values, each with the value as the program would write it.
type Named = Vec<(String, String)>;

/// Takes `--arg NAME VALUE` and `--argjson NAME VALUE` out: the other words, and the values as the programs
/// write them.
fn named_values(words: &[Word]) -> Result<(Vec<Word>, Named), Class> {
    let (mut others, mut named) = (Vec::new(), Vec::new());
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        let json = match word.text.as_str() {
            "--arg" => false,
            "--argjson" => true,
            _ => {
                others.push(word.clone());
                continue;
            }
        };
        let (Some(name), Some(value)) = (rest.next(), rest.next()) else {
            return Err(form("jq"));
        };
        let plain = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        // One that is still to be filled in is kept, so that it is asked for.
        if !value.is_known() || !name.is_known() {
            others.push(value.clone());
            continue;
        }
        let written = if json {
            match serde_json::from_str::<serde_json::Value>(&value.text) {
                Ok(value) => format!("({value})"),
                Err(_) => return Err(form("jq")),
            }
        } else {
            serde_json::Value::String(value.text.clone()).to_string()
        };
        if !plain(&name.text) || written.contains("\\(") {
            return Err(form("jq"));
        }
        named.push((name.text.clone(), written));
    }
    Ok((others, named))
}

/// Whether a named value stands where the name of a field may.
fn is_shorthand(program: &str, named: &[(String, String)]) -> bool {
    named.iter().any(|(name, _)| {
        let sign = format!("${name}");
        let mut places = program.match_indices(&sign).map(|(at, _)| at);
        places.any(|at| program.contains('{') && program[..at].trim_end().ends_with(['{', ',']))
    })
}

/// A program with its named values in place. In the text of a string `$name` is text, but not in `\(…)`.
fn filled(program: &str, named: &[(String, String)]) -> String {
    let mut out = String::with_capacity(program.len());
    // For each string that is open, how many parentheses of its interpolation are.
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(c) = program[at..].chars().next() {
        let rest = &program[at + c.len_utf8()..];
        let in_text = open.last() == Some(&0);
        match c {
            '\\' if in_text => {
                let next = rest.chars().next();
                if next == Some('(')
                    && let Some(depth) = open.last_mut()
                {
                    *depth = 1;
                }
                out.push(c);
                at += 1;
                out.extend(next);
                at += next.map_or(0, char::len_utf8);
                continue;
            }
            '"' if in_text => {
                open.pop();
            }
            '"' => open.push(0),
            '(' | ')' if !in_text => {
                if let Some(depth) = open.last_mut() {
                    *depth = if c == '(' { *depth + 1 } else { *depth - 1 };
                }
            }
            '$' if !in_text => {
                let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
                let name = &rest[..end.unwrap_or(rest.len())];
                if let Some((_, value)) = named.iter().find(|(known, _)| known == name) {
                    out.push_str(value);
                    at += 1 + name.len();
                    continue;
                }
            }
            _ => {}
        }
        out.push(c);
        at += c.len_utf8();
    }
    out
}

pub(super) fn yq(words: &[Word]) -> Result<Filter, Class> {
    let parsed = parse_getopt(words, &["yq"])?;
    let texts: Vec<&str> = parsed
        .words
        .iter()
        .map(|word| word.text.as_str())
        .filter(|text| *text != "-")
        .collect();
    match texts.as_slice() {
        [] => Ok(Filter::Yq(".".into())),
        ["e" | "eval", expression] | [expression] if *expression != "eval" => {
            Ok(Filter::Yq((*expression).to_owned()))
        }
        // Version 3: `yq r - PATH`, `yq d - PATH`.
        ["r" | "read", path] => Ok(Filter::Yq(old_path(path).ok_or_else(|| form("yq"))?)),
        ["d" | "delete", path] => {
            let path = old_path(path).ok_or_else(|| form("yq"))?;
            Ok(Filter::Yq(format!("del({path})")))
        }
        _ => Err(form("yq")),
    }
}

pub(super) fn sed(words: &[Word]) -> Result<Filter, Class> {
    let parsed = parse_getopt(words, &["sed"])?;
    let given: Vec<&Word> = parsed.values("expression").collect();
    let scripts: Vec<&Word> = match (given.is_empty(), parsed.words.as_slice()) {
        (true, [script]) => vec![script],
        (false, []) => given,
        (true, []) => return Err(form("sed")),
        (_, [.., file]) => return Err(not_ours(Why::LocalFile, &format!("sed {}", file.text))),
    };
    let texts: Vec<&str> = scripts.iter().map(|word| word.text.as_str()).collect();
    Ok(Filter::Sed(Sed {
        script: texts.join("\n"),
        quiet: parsed.on("quiet") || parsed.on("silent"),
        extended: parsed.on("regexp-extended") || parsed.on("extended"),
    }))
}

/// A path of yq 3: `spec.template.metadata.labels`, `items[0].a-b`.
fn old_path(path: &str) -> Option<String> {
    let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '[' | ']');
    if path.is_empty() || !path.chars().all(known) {
        return None;
    }
    let mut out = String::new();
    for part in path.split('.') {
        let (name, indices) = part.split_at(part.find('[').unwrap_or(part.len()));
        if name.is_empty() {
            return None;
        }
        out.push_str(&format!(".\"{name}\"{indices}"));
    }
    Some(out)
}
