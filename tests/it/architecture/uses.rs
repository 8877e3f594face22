//! Which file of a crate uses which: the paths in its code, `use` lines and others, followed through re-exports to
//! the file that defines what is named.

use std::collections::{BTreeMap, BTreeSet};

/// A name in code, by its steps from the crate's root.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Named {
    pub steps: Vec<String>,
}

/// A crate's files by their module.
#[derive(Default)]
pub(super) struct Crate {
    modules: BTreeMap<Vec<String>, File>,
}

#[derive(Default)]
struct File {
    path: String,
    defines: BTreeSet<String>,
    /// `pub use`: the name that it has here (`*` for all), and what it stands for.
    shows: Vec<(String, Vec<String>)>,
    names: Vec<Named>,
}

impl Crate {
    /// Reads files by their path below `src`.
    pub(super) fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Crate {
        let texts: Vec<(Vec<String>, &str, &str)> = files
            .into_iter()
            .map(|(path, text)| (module(path), path, text))
            .collect();
        let known: BTreeSet<Vec<String>> = texts.iter().map(|(at, ..)| at.clone()).collect();
        let modules = texts.into_iter().map(|(at, path, text)| {
            let file = File::read(&at, path, text, &known);
            (at, file)
        });
        Crate {
            modules: modules.collect(),
        }
    }

    /// Its files.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.modules.values().map(|file| file.path.as_str())
    }

    /// Every use of another file: who, the name, whose.
    pub(super) fn uses(&self) -> Vec<(&str, &Named, &str)> {
        let mut all = Vec::new();
        for file in self.modules.values() {
            for name in &file.names {
                let whose = self
                    .home(&name.steps, 0)
                    .and_then(|at| self.modules.get(at));
                if let Some(other) = whose.filter(|other| other.path != file.path) {
                    all.push((file.path.as_str(), name, other.path.as_str()));
                }
            }
        }
        all
    }

    /// The module that defines what is named; none for a module, a macro of the root, or what is no file's.
    fn home(&self, steps: &[String], depth: usize) -> Option<&Vec<String>> {
        let end = (0..=steps.len()).rev();
        let mut found = end
            .map(|end| &steps[..end])
            .filter_map(|at| self.modules.get_key_value(at));
        let (mut at, mut file) = found.next()?;
        if at.len() == steps.len() {
            // A module, unless what it is in has something else of its name: `record::parse`.
            (at, file) = found.next()?;
            let shown = file
                .shows
                .iter()
                .any(|(shown, _)| shown == &steps[at.len()]);
            if !shown && !file.defines.contains(&steps[at.len()]) {
                return None;
            }
        }
        let name = &steps[at.len()];
        if file.defines.contains(name) || depth > 8 {
            return Some(at);
        }
        let own = file.shows.iter().find(|(shown, _)| shown == name);
        let globs = file.shows.iter().filter(|(shown, _)| shown == "*");
        let rest = &steps[at.len() + 1..];
        let whole = |stem: &[String], name: Option<&String>| {
            let tail = name.into_iter().chain(rest).cloned();
            stem.iter().cloned().chain(tail).collect::<Vec<_>>()
        };
        if let Some((_, stands_for)) = own {
            return self.home(&whole(stands_for, None), depth + 1);
        }
        let mut found = globs.filter_map(|(_, all)| {
            let home = self.home(&whole(all, Some(name)), depth + 1)?;
            self.modules[home].defines.contains(name).then_some(home)
        });
        found.next().or_else(|| (!at.is_empty()).then_some(at))
    }
}

/// Whether one of two files is the other's module, or one above it.
pub(super) fn is_above(one: &str, other: &str) -> bool {
    let (one, other) = (module(one), module(other));
    one.starts_with(&other) || other.starts_with(&one)
}

/// Sets of files that use each other.
pub(super) fn circles<'a>(
    uses: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Vec<BTreeSet<&'a str>> {
    let mut next: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (who, whose) in uses {
        next.entry(who).or_default().insert(whose);
        next.entry(whose).or_default();
    }
    let reached = |from: &'a str| {
        let mut seen = BTreeSet::new();
        let mut waiting = vec![from];
        while let Some(at) = waiting.pop() {
            waiting.extend(next[at].iter().copied().filter(|one| seen.insert(*one)));
        }
        seen
    };
    let all: BTreeMap<&str, BTreeSet<&str>> = next.keys().map(|at| (*at, reached(at))).collect();
    let circle = |at: &&'a str| -> BTreeSet<&'a str> {
        let both = all[at].iter().filter(|other| all[*other].contains(at));
        both.copied().collect()
    };
    let found: BTreeSet<BTreeSet<&str>> = next.keys().map(circle).collect();
    found
        .into_iter()
        .filter(|circle| circle.len() > 1)
        .collect()
}

/// `a/b.rs` and `a/b/mod.rs` are `a::b`; `lib.rs` is the root.
fn module(path: &str) -> Vec<String> {
    let path = path.trim_end_matches(".rs");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    let steps = path.split('/').map(str::to_owned);
    steps.filter(|step| step != "lib").collect()
}

impl File {
    fn read(at: &[String], path: &str, text: &str, known: &BTreeSet<Vec<String>>) -> File {
        let tokens = tokens(text);
        let mut file = File {
            path: path.to_owned(),
            ..File::default()
        };
        // What a first step means here: the children, and what is imported as a module.
        let mut means: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for child in known
            .iter()
            .filter(|one| one.len() == at.len() + 1 && one.starts_with(at))
        {
            means.insert(child[at.len()].clone(), child.clone());
        }
        let word = |i: usize| tokens.get(i).copied().unwrap_or_default();
        let mut i = 0;
        while i < tokens.len() {
            let token = tokens[i];
            if DEFINING.contains(&token) && is_word(word(i + 1)) {
                file.defines.insert(word(i + 1).to_owned());
            }
            if token == "use" {
                let mut leaves = Vec::new();
                let end = tree(&tokens, i + 1, &[], &mut leaves);
                let shown = i > 0 && matches!(word(i - 1), "pub" | ")");
                for (steps, alias) in leaves {
                    let Some(steps) = absolute(at, &steps, &means) else {
                        continue;
                    };
                    if shown {
                        file.shows.push((alias.clone(), steps.clone()));
                    }
                    if known.contains(&steps) {
                        means.insert(alias, steps);
                    } else if !shown {
                        file.names.push(Named { steps });
                    }
                }
                i = end;
            } else if is_word(token) && (i == 0 || word(i - 1) != "::") && word(i + 1) == "::" {
                let mut steps = vec![token.to_owned()];
                while word(i + 1) == "::" && is_word(word(i + 2)) {
                    steps.push(word(i + 2).to_owned());
                    i += 2;
                }
                if let Some(steps) = absolute(at, &steps, &means) {
                    file.names.push(Named { steps });
                }
            }
            i += 1;
        }
        file
    }
}

const DEFINING: [&str; 8] = [
    "fn", "struct", "enum", "type", "const", "static", "trait", "union",
];

/// The leaves of a `use` tree, each with the name that it has here; gives the place after it.
fn tree(
    tokens: &[&str],
    mut i: usize,
    stem: &[String],
    leaves: &mut Vec<(Vec<String>, String)>,
) -> usize {
    let mut steps = stem.to_vec();
    while let Some(token) = tokens.get(i) {
        match *token {
            "{" => loop {
                i = tree(tokens, i + 1, &steps, leaves);
                match tokens.get(i) {
                    Some(&",") => {}
                    _ => return i + 1,
                }
            },
            "::" => {}
            "," | "}" | ";" => break,
            "as" => {
                let alias = tokens.get(i + 1).copied().unwrap_or_default();
                leaves.push((steps, alias.to_owned()));
                return i + 2;
            }
            "self" if !steps.is_empty() => {}
            step => steps.push(step.to_owned()),
        }
        i += 1;
    }
    if let Some(last) = steps
        .last()
        .filter(|_| steps.len() > stem.len() || !stem.is_empty())
    {
        let alias = last.clone();
        if alias == "*" {
            steps.pop();
        }
        leaves.push((steps, alias));
    }
    i
}

/// A path from the crate's root; none for another crate's.
fn absolute(
    at: &[String],
    steps: &[String],
    means: &BTreeMap<String, Vec<String>>,
) -> Option<Vec<String>> {
    let (first, rest) = steps.split_first()?;
    match first.as_str() {
        "crate" => Some(rest.to_vec()),
        "self" => Some([at, rest].concat()),
        "super" => {
            let above = &at[..at.len().checked_sub(1)?];
            match rest.first().map(String::as_str) {
                Some("super") => absolute(above, rest, means),
                _ => Some([above, rest].concat()),
            }
        }
        word => Some([&means.get(word)?[..], rest].concat()),
    }
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// The tokens of code: no comments, no texts, nothing that only tests compile.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if c == '"' {
            quoted(rest)
        } else if rest.starts_with("r\"") || rest.starts_with("r#\"") || rest.starts_with("r##\"") {
            let fence = rest[1..].find('"').unwrap_or(0);
            let end = format!("\"{}", "#".repeat(fence));
            let body = &rest[fence + 2..];
            fence + 2 + body.find(&end).map_or(body.len(), |at| at + end.len())
        } else if c == '\'' {
            character(rest)
        } else if let Some(item) = rest.strip_prefix("#[cfg(test)]") {
            // A module of tests in the file is the last thing in it; a single item is skipped to its first brace.
            let item = item.trim_start();
            let is_inline = item.starts_with("mod ")
                && item.find('{').unwrap_or(usize::MAX) < item.find(';').unwrap_or(usize::MAX);
            let is_attributed = item.starts_with("#[");
            if is_inline || is_attributed && item.contains("\nmod ") {
                break;
            }
            let end = rest.find(['{', ';']).unwrap_or(rest.len() - 1);
            if rest[end..].starts_with('{') && !item.starts_with("use ") {
                end + rest[end..].find("\n}").map_or(0, |at| at + 2)
            } else {
                rest.find(';').map_or(rest.len(), |at| at + 1)
            }
        } else if is_word(rest) || c.is_ascii_digit() {
            let end = |c: char| !c.is_alphanumeric() && c != '_';
            let end = rest.find(end).unwrap_or(rest.len());
            tokens.push(&rest[..end]);
            end
        } else if rest.starts_with("::") {
            tokens.push(&rest[..2]);
            2
        } else {
            if !c.is_whitespace() {
                tokens.push(&rest[..c.len_utf8()]);
            }
            c.len_utf8()
        };
        rest = &rest[length.max(1)..];
    }
    tokens
}

fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '"' if !escaped => return at + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    text.len()
}

/// The length of a character's literal, or of a lifetime's mark.
fn character(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), Some((at, _))) => text[at + 1..]
            .find('\'')
            .map_or(text.len(), |end| at + 1 + end + 1),
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 1,
    }
}
