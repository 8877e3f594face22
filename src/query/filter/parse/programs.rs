//! The programs of `awk`, `sed`, `jq` and `yq`.

use super::super::super::expand::Word;
use super::super::super::flags::{Flag, ignored, parse_getopt, switch, value};
use super::super::super::reason::{Why, not_ours};
use super::super::super::{Class, Filter};
use super::form;

pub(super) const AWK: &[Flag] = &[value("field-separator", Some('F'))];

pub(super) const JQ: &[Flag] = &[
    switch("raw-output", Some('r')),
    switch("compact-output", Some('c')),
    switch("exit-status", Some('e')),
    ignored("color-output", Some('C')),
    ignored("monochrome-output", Some('M')),
    switch("sort-keys", Some('S')),
    switch("join-output", Some('j')),
    switch("slurp", Some('s')),
    ignored("unbuffered", None),
];

pub(super) const YQ: &[Flag] = &[
    ignored("unwrapScalar", Some('r')),
    ignored("colors", Some('C')),
    ignored("no-colors", Some('M')),
    ignored("prettyPrint", Some('P')),
    ignored("no-doc", Some('N')),
];

pub(super) const SED: &[Flag] = &[
    switch("quiet", Some('n')),
    switch("silent", None),
    switch("regexp-extended", Some('E')),
    switch("extended", Some('r')),
    value("expression", Some('e')),
    ignored("unbuffered", Some('u')),
];

pub(super) fn awk(words: &[Word]) -> Result<Filter, Class> {
    let parsed = parse_getopt(words, &[AWK])?;
    match parsed.words.as_slice() {
        [program] => Ok(Filter::Awk {
            separator: parsed.text("field-separator"),
            program: program.text.clone(),
        }),
        _ => Err(form("awk")),
    }
}

pub(super) fn jq(words: &[Word]) -> Result<Filter, Class> {
    let parsed = parse_getopt(words, &[JQ])?;
    let program = match parsed.words.as_slice() {
        [] => ".".to_owned(),
        [program] => program.text.clone(),
        [_, file, ..] => return Err(not_ours(Why::LocalFile, &format!("jq {}", file.text))),
    };
    Ok(Filter::Jq {
        raw: parsed.on("raw-output"),
        compact: parsed.on("compact-output"),
        exit_status: parsed.on("exit-status"),
        sorted: parsed.on("sort-keys"),
        joined: parsed.on("join-output"),
        slurp: parsed.on("slurp"),
        program,
    })
}

pub(super) fn yq(words: &[Word]) -> Result<Filter, Class> {
    let parsed = parse_getopt(words, &[YQ])?;
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
    let parsed = parse_getopt(words, &[SED])?;
    let given: Vec<&Word> = parsed.values("expression").collect();
    let scripts: Vec<&Word> = match (given.is_empty(), parsed.words.as_slice()) {
        (true, [script]) => vec![script],
        (false, []) => given,
        (true, []) => return Err(form("sed")),
        (_, [.., file]) => return Err(not_ours(Why::LocalFile, &format!("sed {}", file.text))),
    };
    let texts: Vec<&str> = scripts.iter().map(|word| word.text.as_str()).collect();
    Ok(Filter::Sed {
        script: texts.join("\n"),
        quiet: parsed.on("quiet") || parsed.on("silent"),
        extended: parsed.on("regexp-extended") || parsed.on("extended"),
    })
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
