//! A pipeline becomes its class: wrappers taken off, the tool's own reader asked, filters read, and
//! every rule that refuses applied to all of it. Nothing is ever run.

use super::documented::Documented;
use super::expand::{self, Word};
use super::placeholder::Holes;
use super::program::head;
use super::reason::{Why, not_ours};
use super::shell::{Call, Piped};
use super::vars::Vars;
use super::wrapper::unwrap;
use super::{Class, Filter, Pipeline, Query};
use super::{filter, pipe, shell};
use std::collections::HashSet;

/// How deep commands inside commands are read.
const DEPTH: usize = 3;

/// Classes a pipeline.
pub(super) fn classify(piped: &Piped, holes: &Holes, vars: &Vars) -> Class {
    classify_at(piped, holes, vars, 0)
}

/// Classes the command inside a substitution.
pub(super) fn classify_text(text: &str, vars: &Vars) -> Class {
    classify_inner(text, vars, 0)
}

/// The words of one call, expanded.
pub(super) fn expand_call(call: &Call, holes: &Holes, vars: &Vars) -> Vec<Word> {
    call.words
        .iter()
        .flat_map(|raw| expand::expand(raw, holes, vars))
        .collect()
}

fn classify_at(piped: &Piped, holes: &Holes, vars: &Vars, depth: usize) -> Class {
    let calls: Vec<Vec<Word>> = piped
        .calls
        .iter()
        .map(|call| expand_call(call, holes, vars))
        .collect();
    let shown = holes.restore(&piped.text);
    let Some(first) = calls.first() else {
        return not_ours(Why::NoCommand, &shown);
    };
    let inner = calls
        .iter()
        .flatten()
        .flat_map(|word| &word.substitutions)
        .map(|text| (text, classify_inner(text, vars, depth + 1)))
        .collect::<Vec<_>>();
    if let Some((_, class)) = inner.iter().find(|(_, c)| matches!(c, Class::Refused(_))) {
        return class.clone();
    }
    let asked = unwrap(first);
    if let Some(word) = asked.watched() {
        return watched(word, piped, &shown, vars, depth);
    }
    let head = head(&asked, vars);
    let pipe = pipe::read(&calls[1..], vars);
    if let Err(class @ Class::Refused(_)) = &pipe {
        return class.clone();
    }
    let (query, mut needs) = match head {
        Ok(head) => head,
        Err(class) => return class,
    };
    if let Some(class) = around(piped, &shown, &|call| {
        !matches!(query, Query::Http(_)) && to_file(call, holes, vars).is_some()
    }) {
        return class;
    }
    let mut filters = match pipe {
        Ok(pipe) => {
            needs.extend(pipe.needs(matches!(query, Query::Http(_))));
            pipe.filters
        }
        Err(class) => return class,
    };
    if piped.calls.len() > 1 && joins_stderr(&piped.calls[0]) {
        filters.insert(0, Filter::WithStderr);
    }
    if piped.calls.last().is_some_and(discards) {
        filters.push(Filter::Discard);
    }
    if let Some(file) = piped
        .calls
        .last()
        .and_then(|call| to_file(call, holes, vars))
    {
        needs.extend(file.missing.iter().chain(&file.suspects).cloned());
        filters.push(Filter::ToFile(file.text));
    }
    if let Some((text, _)) = inner.iter().find(|(_, c)| matches!(c, Class::NotOurs(_))) {
        return not_ours(Why::InnerOther, text);
    }
    let mut known = HashSet::new();
    needs.retain(|name| known.insert(name.clone()));
    if needs.is_empty() {
        Class::Understood(Box::new(Pipeline { query, filters }))
    } else {
        Class::NeedsValue(needs)
    }
}

/// `watch 'kubectl get pods | grep x'` holds a whole command in one word.
fn watched(word: &Word, piped: &Piped, shown: &str, vars: &Vars, depth: usize) -> Class {
    match classify_inner(&word.text, vars, depth + 1) {
        class @ (Class::Refused(_) | Class::NotOurs(_)) => class,
        _ if piped.calls.len() > 1 => not_ours(Why::Subshell, shown),
        class => match (around(piped, shown, &|_| false), word.missing.is_empty()) {
            (Some(outer), _) => outer,
            (None, true) => class,
            (None, false) => Class::NeedsValue(word.missing.clone()),
        },
    }
}

/// `2>&1` before a pipe: the filters see stderr, too.
fn joins_stderr(call: &Call) -> bool {
    call.redirects
        .iter()
        .any(|(operator, target)| operator == "2>&" && target == "1")
}

/// `> /dev/null`: nothing is printed.
fn discards(call: &Call) -> bool {
    call.redirects.iter().any(|(operator, target)| {
        matches!(operator.as_str(), ">" | "1>" | ">>" | "&>" | "&>>") && is_null(target)
    })
}

fn is_null(target: &str) -> bool {
    matches!(target, "/dev/null" | "$null" | "nul" | "NUL")
}

fn classify_inner(text: &str, vars: &Vars, depth: usize) -> Class {
    if depth > DEPTH {
        return not_ours(Why::TooLong, text);
    }
    let mut holes = Holes::default();
    let protected = super::placeholder::protect(text, &mut holes);
    match shell::read(&protected, &mut shell::Nest::default()) {
        Err(error) => not_ours(Why::Unparsed, &error),
        Ok(list) => {
            let classes: Vec<Class> = list
                .iter()
                .map(|piped| classify_at(piped, &holes, vars, depth))
                .collect();
            let refused = classes.iter().find(|c| matches!(c, Class::Refused(_)));
            match (refused, classes.as_slice()) {
                (Some(class), _) => class.clone(),
                (None, [one]) => one.clone(),
                (None, _) => not_ours(Why::InnerOther, text),
            }
        }
    }
}

/// `> FILE` with a file that could only be the record's own: what would go there is what is looked at, and
/// the file is not written.
fn to_file(call: &Call, holes: &Holes, vars: &Vars) -> Option<Word> {
    let mut files = call
        .redirects
        .iter()
        .filter(|(operator, _)| matches!(operator.as_str(), ">" | "1>" | ">>" | "1>>"));
    let (Some((_, target)), None) = (files.next(), files.next()) else {
        return None;
    };
    match expand::expand(target, holes, vars).as_slice() {
        [word] if filter::parse::is_plain_file(word) || !word.is_known() => Some(word.clone()),
        _ => None,
    }
}

/// Redirections and constructs around a command that could be understood by itself; the last argument
/// says whether the last call writes a file of the record's own.
fn around(piped: &Piped, shown: &str, to_file: &dyn Fn(&Call) -> bool) -> Option<Class> {
    let last = piped.calls.len().saturating_sub(1);
    let all = piped.calls.iter().enumerate();
    for (at, (operator, target)) in
        all.flat_map(|(at, call)| call.redirects.iter().map(move |redirect| (at, redirect)))
    {
        let harmless = match operator.as_str() {
            ">" | "1>" | ">>" | "1>>" => {
                at == last && (is_null(target) || to_file(&piped.calls[at]))
            }
            "&>" | "&>>" => at == last && is_null(target),
            "2>&" => target == "1" || is_null(target),
            "2>" | "2>>" => is_null(target) || target == "&1",
            _ => false,
        };
        if !harmless {
            let why = if operator.starts_with("<<") {
                Why::HereDocument
            } else {
                Why::Redirect
            };
            return Some(not_ours(why, &format!("{operator}{target}")));
        }
    }
    if piped.negated {
        return Some(not_ours(Why::InConstruct, "!"));
    }
    if piped.background {
        return Some(not_ours(Why::Background, shown));
    }
    if let Some(construct) = piped.inside {
        return Some(not_ours(Why::InConstruct, construct));
    }
    piped
        .on_failure
        .then(|| not_ours(Why::OnlyOnFailure, shown))
}

/// The class of several commands in one code span: refused if one is, else not ours.
pub(super) fn sequence(first: &Class, rest: &[Documented], text: &str) -> Class {
    let mut classes = std::iter::once(first).chain(rest.iter().map(|command| &command.class));
    match classes.find(|class| matches!(class, Class::Refused(_))) {
        Some(class) => class.clone(),
        None => not_ours(Why::Subshell, text),
    }
}
