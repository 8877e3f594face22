//! What stands behind a `|`: the filters, what has to be filled in there, and `xargs` with a command that
//! only reads.

use super::expand::{UNKNOWN, Word};
use super::filter;
use super::program::head;
use super::reason::{Why, not_ours};
use super::vars::Vars;
use super::wrapper::unwrap;
use super::{Class, Filter, word_list};

/// The rest of a pipe.
pub(super) struct Pipe<'a> {
    pub filters: Vec<Filter>,
    words: Vec<&'a Word>,
    /// What `xargs` would put into the command behind it.
    per_line: Option<String>,
}

/// Reads the calls after the first one.
pub(super) fn read<'a>(calls: &'a [Vec<Word>], vars: &Vars) -> Result<Pipe<'a>, Class> {
    let mut filters = Vec::new();
    let mut per_line = None;
    let mut foreign: Option<Class> = None;
    for call in calls {
        let Some(first) = call.first() else {
            foreign = foreign.or(Some(not_ours(Why::Subshell, "( )")));
            continue;
        };
        if vars.is_shadowed(&first.text) {
            foreign = foreign.or(Some(not_ours(Why::Redefined, &first.text)));
        }
        if let Some(braces) = call.iter().find_map(|word| word.braces.clone()) {
            foreign = foreign.or(Some(not_ours(Why::Braces, &braces)));
        }
        match filter::parse::read(&first.text, &call[1..]) {
            Some(Ok(found)) => filters.extend(found),
            Some(Err(class)) => foreign = foreign.or(Some(class)),
            None => match other(call, vars)? {
                Some(hole) if per_line.is_none() => per_line = Some(hole),
                _ => foreign = foreign.or(Some(not_ours(Why::UnknownFilter, &first.text))),
            },
        }
    }
    match foreign {
        Some(class) => Err(class),
        None => Ok(Pipe {
            filters,
            words: calls.iter().flatten().collect(),
            per_line,
        }),
    }
}

impl Pipe<'_> {
    /// What has to be filled in. The answers of HTTP servers hold tags that look like placeholders.
    pub(super) fn needs(&self, http: bool) -> Vec<String> {
        let missing = self.words.iter().flat_map(|word| word.missing.clone());
        let holes = self.words.iter().flat_map(|word| {
            let seems = |text: &&String| is_to_fill_in(text, word, http);
            word.suspects.iter().filter(seems).cloned()
        });
        missing.chain(holes).chain(self.per_line.clone()).collect()
    }
}

/// Whether what looks like a placeholder in a filter's word is one: patterns and programs may look like
/// this, too. `<none>` and the like are kubectl's own.
fn is_to_fill_in(text: &str, word: &Word, http: bool) -> bool {
    let whole = *text == word.text && !word.quoted;
    if text.starts_with('{') {
        return whole && !text.contains(' ');
    }
    let Some(name) = text.strip_prefix('<').and_then(|t| t.strip_suffix('>')) else {
        return text.starts_with("YOUR_") || text.starts_with("your-");
    };
    let plain = name.starts_with(char::is_alphabetic)
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.'));
    let tag = name
        .chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    plain && !word_list("printed-angle").has(&name.to_lowercase()) && !(http && tag)
}

/// A command that is no filter: what `xargs` puts into it, if it is one that only reads.
fn other(call: &[Word], vars: &Vars) -> Result<Option<String>, Class> {
    if let Err(class @ Class::Refused(_)) = head(&unwrap(call), vars) {
        return Err(class);
    }
    let is_xargs = call.first().is_some_and(|word| word.text == "xargs");
    let Some((inner, hole)) = handed(call.get(1..).filter(|_| is_xargs).unwrap_or_default()) else {
        return Ok(None);
    };
    match head(&unwrap(&inner), vars) {
        Ok(_) => Ok(Some(hole)),
        Err(class @ Class::Refused(_)) => Err(class),
        Err(_) => Ok(None),
    }
}

/// The command that `xargs` runs, with a hole where it puts its words, and the hole as written.
fn handed(words: &[Word]) -> Option<(Vec<Word>, String)> {
    let mut at = 0;
    let mut token: Option<String> = None;
    while let Some(word) = words.get(at).filter(|word| word.text.starts_with('-')) {
        at += 1;
        match word.text.as_str() {
            "-I" | "-i" => {
                token = Some(words.get(at)?.text.clone());
                at += 1;
            }
            "-n" | "-L" | "-P" | "-d" => at += 1,
            "-r" | "-t" | "-0" | "--no-run-if-empty" | "--verbose" => {}
            text => match text.strip_prefix("-I") {
                Some(glued) => token = Some(glued.to_owned()),
                None if ["-n", "-L", "-P", "-d"]
                    .iter()
                    .any(|flag| text.starts_with(flag)) => {}
                None => return None,
            },
        }
    }
    let command = words.get(at..).filter(|words| !words.is_empty())?;
    let filled = |word: &Word, token: &str| Word {
        text: word.text.replace(token, &UNKNOWN.to_string()),
        missing: vec![token.to_owned()],
        ..Word::default()
    };
    let mut inner: Vec<Word> = command
        .iter()
        .map(|word| match &token {
            Some(token) if !token.is_empty() && word.text.contains(token.as_str()) => {
                filled(word, token)
            }
            _ => word.clone(),
        })
        .collect();
    let hole = token.unwrap_or_else(|| "{}".to_owned());
    if inner.iter().all(|word| word.missing.is_empty()) {
        inner.push(filled(&Word::plain(&hole), &hole));
    }
    Some((inner, format!("xargs {hole}")))
}
