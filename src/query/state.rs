//! Statements that ask nothing and set the scene: assignments, `cd`, a switched context. Harmless words
//! (`echo`, `sleep`) ask nothing and need no class.

use super::Class;
use super::command;
use super::expand::Word;
use super::placeholder::Holes;
use super::prompt;
use super::shell::{self, Call, Nest, Piped};
use super::vars::{Switched, Vars};
use super::{word_list, wrapper};

/// What a statement did.
#[derive(Debug, Default)]
pub(super) struct Effects {
    /// Variables with known values.
    pub assignments: Vec<(String, String)>,
    /// Commands inside, with the variable that keeps their output.
    pub commands: Vec<(String, Option<String>)>,
    /// Whether the statement needs no class of its own.
    pub done: bool,
}

/// Reads a single command that may set the scene; `None` if it is none of these.
pub(super) fn read(words: &[Word], call: &Call, piped: &Piped, vars: &mut Vars) -> Option<Effects> {
    let redirected = call.redirects.iter().any(|(op, _)| !op.starts_with('2'));
    let Some(first) = words.first() else {
        return Some(Effects {
            done: true,
            ..Effects::default()
        });
    };
    let sure = piped.inside.is_none() && !piped.on_failure && !piped.background;
    let rest = &words[1..];
    match first.text.as_str() {
        "export" | "declare" | "local" | "readonly" | "typeset" | "set" if !redirected => {
            Some(assign(rest, sure, vars))
        }
        _ if words.iter().all(|word| wrapper::assignment(word).is_some()) => {
            Some(assign(words, sure, vars))
        }
        "unset" => {
            for word in rest {
                vars.forget(&word.text);
            }
            Some(quiet(rest))
        }
        "cd" | "pushd" if sure => {
            match rest.first() {
                Some(word) if word.missing.is_empty() => vars.change_directory(&word.text),
                Some(_) => vars.change_directory("-"),
                None => vars.change_directory("~"),
            }
            Some(quiet(rest))
        }
        "for" | "select" => {
            for word in words.iter().skip(1).take(1) {
                vars.forget(&word.text);
            }
            Some(quiet(words))
        }
        "read" if !redirected => {
            for word in rest {
                vars.forget(&word.text);
            }
            Some(quiet(rest))
        }
        "case" | "[" | "[[" | "test" => Some(quiet(words)),
        "echo" | "printf" | "Write-Host" | "Write-Output" if !redirected => Some(quiet(rest)),
        silent if word_list("silent").has(silent) && !redirected => Some(quiet(rest)),
        "alias" | "function" => {
            alias(rest, vars);
            Some(quiet(rest))
        }
        _ => {
            switch(words, sure, vars);
            None
        }
    }
}

fn quiet(words: &[Word]) -> Effects {
    let commands = words
        .iter()
        .flat_map(|word| &word.substitutions)
        .filter(|text| holds_tool(text));
    Effects {
        commands: commands.map(|text| (text.clone(), None)).collect(),
        done: true,
        ..Effects::default()
    }
}

fn assign(words: &[Word], sure: bool, vars: &mut Vars) -> Effects {
    let mut effects = Effects {
        done: true,
        ..Effects::default()
    };
    for word in words {
        let Some((name, value)) = wrapper::assignment(word) else {
            continue;
        };
        if name == "KUBECONFIG" {
            vars.cluster_unknown = Some(name.clone());
        }
        // A value that says what to write there is none.
        let plain = value.is_known() && !word.text.contains("+=");
        if plain && sure {
            vars.set(&name, value.text.clone());
            effects.assignments.push((name.clone(), value.text.clone()));
        } else {
            vars.forget(&name);
        }
        for text in word.substitutions.iter().filter(|text| holds_tool(text)) {
            let whole = value.text.chars().count() == 1;
            effects
                .commands
                .push((text.clone(), whole.then(|| name.clone())));
        }
    }
    effects
}

/// `alias k=kubectl` says nothing new; any other meaning of a tool's or a filter's name is not known.
fn alias(words: &[Word], vars: &mut Vars) {
    for word in words {
        let (name, value) = word.text.split_once('=').unwrap_or((&word.text, ""));
        let kubectl = word_list("kubectl-alias").has(value);
        let coloured = matches!(
            value.strip_prefix(name).map(str::trim),
            Some("" | "--color" | "--color=auto")
        );
        if !(kubectl && prompt::is_kubectl(name) || coloured) {
            vars.shadow(name);
        }
    }
}

/// Whether a substitution holds a command that has to be told about.
pub(super) fn holds_tool(text: &str) -> bool {
    text.split(|c: char| c.is_whitespace() || matches!(c, '(' | '|' | ';' | '&' | '`'))
        .any(|word| prompt::tool(word).is_some())
}

/// Commands that are refused and yet say where the following ones are meant to look.
fn switch(words: &[Word], sure: bool, vars: &mut Vars) {
    let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    let switched = |word: &Word, text: &str| {
        let mut missing = word.missing.clone();
        missing.extend(word.suspects.iter().cloned());
        if !sure && missing.is_empty() {
            missing.push(word.text.clone());
        }
        Some(Switched {
            text: text.to_owned(),
            missing,
        })
    };
    match texts.as_slice() {
        [program, "config", "use-context" | "use", name, ..] if prompt::is_kubectl(program) => {
            vars.context = switched(&words[3], name);
            vars.cluster_unknown = None;
        }
        [program, "config", "set-context", rest @ ..] if prompt::is_kubectl(program) => {
            for (at, text) in rest.iter().enumerate() {
                let glued = text
                    .strip_prefix("--namespace=")
                    .or_else(|| text.strip_prefix("-n="));
                if let Some(name) = glued {
                    vars.namespace = switched(&words[3 + at], name);
                } else if matches!(*text, "--namespace" | "-n")
                    && let Some(word) = words.get(4 + at)
                {
                    vars.namespace = switched(word, &word.text);
                }
            }
        }
        ["aws", "eks", "update-kubeconfig", rest @ ..] => {
            // Without an alias the context is named after the cluster's ARN, which nobody knows here.
            let at = rest.iter().position(|text| *text == "--alias");
            if let Some(word) = at.and_then(|at| words.get(4 + at)) {
                vars.context = switched(word, &word.text);
            }
        }
        ["kubectx", name] => vars.context = switched(&words[1], name),
        ["kubens", name] | ["oc", "project", name] => {
            vars.namespace = switched(&words[1.max(words.len() - 1)], name)
        }
        _ => {}
    }
}

/// For text that is not shell: a command in it that would be refused.
pub(super) fn refused_anywhere(text: &str, vars: &Vars) -> Option<Class> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '|' | ';' | '&' | '`'))
        .filter(|word| !word.is_empty())
        .take(2000)
        .collect();
    (0..words.len())
        .filter(|at| prompt::tool(words[*at]).is_some())
        .take(20)
        .find_map(|at| {
            let plain: Vec<String> = words[at..]
                .iter()
                .take(30)
                .map(|word| {
                    word.chars()
                        .filter(|c| !matches!(c, '"' | '\'' | '\\' | '<' | '>' | '$'))
                        .collect()
                })
                .collect();
            let list = shell::read(&plain.join(" "), &mut Nest::default()).ok()?;
            let class = command::classify(list.first()?, &Holes::default(), vars);
            matches!(class, Class::Refused(_)).then_some(class)
        })
}
