//! The lines of a fence: which may begin a command, which continue one, which can only be output.

use super::super::prompt::{self, Kind};

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
    /// Some lines have a prompt, so that the others are output.
    prompted: bool,
    pub root: bool,
}

impl<'a> Lines<'a> {
    pub fn of(text: &'a str, kind: Kind) -> Lines<'a> {
        let raw: Vec<&str> = text.split('\n').collect();
        let mut lines = Lines {
            prompted: false,
            root: false,
            raw,
            kind,
        };
        lines.prompted = lines.raw.iter().any(|line| prompt::strip(line).is_some());
        lines.root = kind == Kind::Console
            && !lines.prompted
            && lines
                .raw
                .iter()
                .any(|line| prompt::root_prompt(line).is_some());
        lines
    }

    /// The command on a line, prompt taken off, if one may begin there.
    pub fn command(&self, at: usize, before: Before) -> Option<&'a str> {
        let after_output = before == Before::Output;
        let line = self.raw[at];
        if self.root {
            return prompt::root_prompt(line);
        }
        let stripped = prompt::strip(line);
        if self.prompted {
            let known = |text: &&str| self.kind != Kind::Other || starts_with_tool(text);
            return stripped.filter(known);
        }
        let text = line.trim_start();
        let tool = starts_with_tool(text);
        let indented = text.len() < line.len();
        match self.kind {
            Kind::Other => None,
            Kind::Shell if tool => Some(text),
            Kind::Shell if before != Before::Nothing && prompt::in_columns(text) => None,
            Kind::Shell => (!after_output && !prompt::is_output(text)).then_some(text),
            Kind::Console | Kind::Plain => (tool && !(after_output && indented)).then_some(text),
        }
    }

    /// A line that continues a statement.
    pub fn continuation(&self, at: usize) -> Option<&'a str> {
        let line = *self.raw.get(at)?;
        let shell = line.strip_prefix("> ").or_else(|| line.strip_prefix(">> "));
        Some(shell.filter(|_| self.prompted).unwrap_or(line))
    }
}

/// Whether a line begins with a tool that is known, or with shell that sets the scene for one.
pub(in crate::query) fn starts_with_tool(text: &str) -> bool {
    let mut words = text.split_whitespace().skip_while(|word| {
        matches!(
            *word,
            "sudo"
                | "time"
                | "watch"
                | "!"
                | "if"
                | "while"
                | "until"
                | "then"
                | "do"
                | "command"
                | "export"
        )
    });
    let Some(first) = words.next() else {
        return false;
    };
    let bare = first.trim_start_matches(['(', '{', '[']);
    if let Some(tool) = prompt::tool(bare) {
        return followed(tool, words.next());
    }
    matches!(
        first,
        "cd" | "pushd" | "popd" | "for" | "done" | "fi" | "else" | "done;" | "}"
    ) || prompt::assigns(text)
        || text.starts_with("export ") && prompt::assigns(first)
        || text.contains("$(kubectl ")
        || text.contains("`kubectl ")
        || text.contains("| kubectl ")
        || text.contains("&& kubectl ")
        || text.contains("; kubectl ")
        || text.contains("&& curl ")
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
        "argocd" => matches!(
            next,
            "app"
                | "appset"
                | "login"
                | "logout"
                | "version"
                | "cluster"
                | "repo"
                | "proj"
                | "account"
                | "context"
                | "admin"
                | "cert"
                | "relogin"
                | "repocreds"
                | "gpg"
        ),
        "k" => next.chars().all(|c| c.is_ascii_lowercase() || c == '-') && next.len() > 2,
        "git" | "helm" | "wget" | "curl" => !matches!(next, "is" | "was" | "are" | ":" | "="),
        _ => {
            !next.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
                && !matches!(next, "is" | ":" | "=")
        }
    }
}
