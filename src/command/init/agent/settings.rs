//! The settings by which an assistant starts `report mcp`, merged with those that are there: text is added and none
//! is changed. A file that is no plain JSON (VS Code allows comments) stays as it is.

use super::Agent;
use crate::command::init::Found;
use crate::record::edit::Edit;
use serde_json::{Map, Value, json};

/// The name of the server.
const NAME: &str = "report";

/// Settings of an assistant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Settings {
    /// Where.
    pub path: &'static str,
    /// Below the repository's root rather than the workspace's.
    pub of_repository: bool,
    /// What holds the servers.
    key: &'static str,
    server: Value,
}

/// What becomes of settings that are there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Merged {
    /// The server is there.
    Same,
    /// It is added.
    Added(Edit),
    /// It cannot be: the file is no JSON, or not of that form.
    Left,
}

/// Those of an assistant: Kiro (<https://kiro.dev/docs/mcp/configuration>), Claude Code
/// (<https://code.claude.com/docs/en/mcp>), Cursor (<https://cursor.com/docs/mcp>), VS Code
/// (<https://code.visualstudio.com/docs/agents/reference/mcp-configuration>). An editor may start a server anywhere;
/// the other two start it where they were started themselves.
pub(crate) fn settings(agent: Agent, found: &Found) -> Settings {
    let folder = found.prefix.trim_end_matches('/');
    let root = |base: &str| match (base, folder) {
        ("", "") => None,
        (base, "") => Some(base.to_owned()),
        ("", folder) => Some(folder.to_owned()),
        (base, folder) => Some(format!("{base}/{folder}")),
    };
    let args = |root: Option<String>| {
        let root = root.map(|root| ["--root".to_owned(), root]);
        let rest = root.into_iter().flatten();
        ["mcp".to_owned()]
            .into_iter()
            .chain(rest)
            .collect::<Vec<_>>()
    };
    let (path, of_repository, key, server) = match agent {
        Agent::Kiro => (
            ".kiro/settings/mcp.json",
            false,
            "mcpServers",
            json!({"command": "report", "args": args(None), "disabled": false, "autoApprove": []}),
        ),
        Agent::Claude => (
            ".mcp.json",
            true,
            "mcpServers",
            json!({"type": "stdio", "command": "report", "args": args(root(""))}),
        ),
        Agent::Cursor => (
            ".cursor/mcp.json",
            true,
            "mcpServers",
            json!({"type": "stdio", "command": "report", "args": args(root("${workspaceFolder}"))}),
        ),
        Agent::Copilot => (
            ".vscode/mcp.json",
            true,
            "servers",
            json!({"type": "stdio", "command": "report", "args": args(root("${workspaceFolder}"))}),
        ),
    };
    Settings {
        path,
        of_repository,
        key,
        server,
    }
}

impl Settings {
    /// The whole file, where there is none; also what to add by hand to one that is left.
    pub(crate) fn text(&self) -> String {
        let (key, server) = (self.key, &self.server);
        format!("{:#}\n", json!({key: {NAME: server}}))
    }

    /// The server added to a file that is there.
    pub(crate) fn merged(&self, text: &str) -> Merged {
        if text.trim().is_empty() {
            return Merged::Added(Edit::insert(text.len(), self.text()));
        }
        let Ok(Value::Object(before)) = serde_json::from_str(text) else {
            return Merged::Left;
        };
        let servers = match before.get(self.key) {
            None => None,
            Some(Value::Object(servers)) if servers.contains_key(NAME) => return Merged::Same,
            Some(Value::Object(servers)) => Some(servers),
            Some(_) => return Merged::Left,
        };
        let edit = match servers {
            Some(servers) => object(text, self.key).map(|at| {
                let server = indented(&format!("\"{NAME}\": {:#}", self.server), 4);
                insert(at, &server, servers.is_empty(), 2)
            }),
            None => text.find('{').map(|at| {
                let (key, server) = (self.key, &self.server);
                let all = json!({NAME: server});
                let all = indented(&format!("\"{key}\": {all:#}"), 2);
                insert(at + 1, &all, before.is_empty(), 0)
            }),
        };
        // What was meant, and nothing else, is what a reader of JSON sees then.
        let edit = edit.filter(|edit| {
            let after = format!(
                "{}{}{}",
                &text[..edit.span.start],
                edit.replacement,
                &text[edit.span.start..]
            );
            let wanted = with(before.clone(), self.key, &self.server);
            serde_json::from_str::<Value>(&after).is_ok_and(|after| after == Value::Object(wanted))
        });
        edit.map_or(Merged::Left, Merged::Added)
    }
}

fn with(mut all: Map<String, Value>, key: &str, server: &Value) -> Map<String, Value> {
    let servers = all.entry(key).or_insert_with(|| json!({}));
    if let Value::Object(servers) = servers {
        servers.insert(NAME.to_owned(), server.clone());
    }
    all
}

/// A member at the beginning of an object, whose end stands so many columns in.
fn insert(at: usize, member: &str, is_empty: bool, end: usize) -> Edit {
    let behind = if is_empty {
        format!("\n{}", " ".repeat(end))
    } else {
        ",".to_owned()
    };
    Edit::insert(at, format!("\n{member}{behind}"))
}

fn indented(text: &str, columns: usize) -> String {
    let lines = text.lines();
    let lines = lines.map(|line| format!("{}{line}", " ".repeat(columns)));
    lines.collect::<Vec<_>>().join("\n")
}

/// Where the object of a key of the outermost object begins, behind its brace. The text is JSON.
fn object(text: &str, key: &str) -> Option<usize> {
    let wanted = format!("\"{key}\"");
    let (mut depth, mut string, mut escaped) = (0, None, false);
    for (at, c) in text.char_indices() {
        match (string, c) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(start), '"') => {
                string = None;
                let rest = text[at + 1..].trim_start();
                let value = rest.strip_prefix(':').map(str::trim_start);
                let inside = value.and_then(|value| value.strip_prefix('{'));
                if let (1, true, Some(inside)) = (depth, text[start..=at] == wanted, inside) {
                    return Some(text.len() - inside.len());
                }
            }
            (Some(_), _) => {}
            (None, '"') => string = Some(at),
            (None, '{' | '[') => depth += 1,
            (None, '}' | ']') => depth -= 1,
            (None, _) => {}
        }
    }
    None
}

#[cfg(test)]
mod tests;
