//! The lines of a fence: which may begin a command, which continue one, which can only be output.

use super::super::prompt::{self, Kind};
use super::super::word_list;

/// What stands before a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    Nothing,
    Command,
    Output,
}

pub(super) struct Lines<'a> {
    pub raw: Vec<&'a str>,
    pub kind: Kind,
    /// The first line with a prompt: from there on lines without one are output.
    prompted: Option<usize>,
    pub root: bool,
}

impl<'a> Lines<'a> {
    pub(super) fn of(text: &'a str, kind: Kind) -> Lines<'a> {
        let raw: Vec<&str> = text.split('\n').collect();
        let mut lines = Lines {
            prompted: None,
            root: false,
            raw,
            kind,
        };
        let strips = |line: &&str| prompt::strip(line).is_some();
        lines.prompted = lines.raw.iter().position(strips);
        lines.root = kind == Kind::Console
            && lines.prompted.is_none()
            && lines
                .raw
                .iter()
                .any(|line| prompt::root_prompt(line).is_some());
        lines
    }

    /// The command on a line, prompt taken off, if one may begin there.
    pub(super) fn command(&self, at: usize, before: Before) -> Option<&'a str> {
        let after_output = before == Before::Output;
        let line = self.raw[at];
        if self.root {
            return prompt::root_prompt(line);
        }
        let stripped = prompt::strip(line);
        if self.prompted.is_some_and(|first| at >= first) {
            let known = |text: &&str| self.kind != Kind::Other || starts_with_tool(text);
            return stripped.filter(known);
        }
        let text = line.trim_start();
        let tool = starts_with_tool(text);
        let indented = text.len() < line.len();
        match self.kind {
            Kind::Other => None,
            Kind::Shell if tool => Some(text),
            // What stands before the first prompt is a command only if it looks like one.
            Kind::Shell if self.prompted.is_some() => None,
            Kind::Shell if before != Before::Nothing && prompt::in_columns(text) => None,
            Kind::Shell => (!after_output && !prompt::is_output(text)).then_some(text),
            Kind::Console | Kind::Plain => (tool && !(after_output && indented)).then_some(text),
        }
    }

    /// A line that continues a statement.
    pub(super) fn continuation(&self, at: usize) -> Option<&'a str> {
        let line = *self.raw.get(at)?;
        let shell = line.strip_prefix("> ").or_else(|| line.strip_prefix(">> "));
        Some(shell.filter(|_| self.prompted.is_some()).unwrap_or(line))
    }
}

/// Whether a line begins with a tool that is known, or with shell that sets the scene for one.
pub(in crate::query) fn starts_with_tool(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().take(12).collect();
    let rest = &words[wrappers(&words)..];
    let Some(first) = rest.first() else {
        return false;
    };
    let bare = first.trim_start_matches(['(', '{', '[', '"', '\'']);
    if let Some(tool) = prompt::tool(bare) {
        return followed(tool, rest.get(1).copied());
    }
    let listed = |at: usize| matches!(rest.get(at), Some(&"in"));
    matches!(
        *first,
        "cd" | "pushd" | "popd" | "done" | "fi" | "else" | "done;" | "}"
    ) || *first == "for" && (listed(2) || rest.get(1).is_some_and(|word| word.starts_with("((")))
        || prompt::assigns(text)
        || text.starts_with("export ") && prompt::assigns(first)
        || holds_call(text)
}

/// How many words only run the command behind them: `sudo -u root`, `watch -n 5`, `if`.
fn wrappers(words: &[&str]) -> usize {
    let (mut at, mut options) = (0, false);
    while let Some(word) = words.get(at) {
        let valued = at > 0 && matches!(words[at - 1], "-u" | "-g" | "--user" | "-k" | "-s");
        let number = word.starts_with(|c: char| c.is_ascii_digit());
        match *word {
            "sudo" | "watch" | "timeout" | "nice" | "env" => options = true,
            "k3s" | "k0s" | "microk8s" | "minikube" if words.get(at + 1) == Some(&"kubectl") => {}
            "time" | "!" | "if" | "while" | "until" | "then" | "do" | "command" | "export" => {
                options = false;
            }
            word if options && (word.starts_with('-') || number || valued) => {}
            _ => break,
        }
        at += 1;
    }
    at
}

/// Whether a tool that asks something is called further on in a line of shell.
fn holds_call(text: &str) -> bool {
    ["kubectl", "oc", "curl", "wget", "helm", "argocd", "logcli"]
        .iter()
        .flat_map(|tool| text.match_indices(tool))
        .any(|(at, tool)| {
            let before = &text[..at];
            text[at + tool.len()..].starts_with(' ')
                && ["$(", "`", "| ", "&& ", "; ", "; do ", "; then "]
                    .iter()
                    .any(|sign| before.ends_with(sign))
        })
}

/// Words that look like tools begin sentences and output rows, too: what follows decides.
fn followed(tool: &str, next: Option<&str>) -> bool {
    let Some(next) = next else {
        return tool != "k";
    };
    if next.starts_with(['-', '–', '$', '<', '[', '{', '\\', '`']) {
        return true;
    }
    match tool {
        "argocd" => word_list("argocd-word").has(next),
        "k" => next.chars().all(|c| c.is_ascii_lowercase() || c == '-') && next.len() > 2,
        "git" | "helm" | "wget" | "curl" => !matches!(next, "is" | "was" | "are" | ":" | "="),
        _ => {
            !next.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
                && !matches!(next, "is" | ":" | "=")
        }
    }
}
