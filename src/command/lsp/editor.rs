//! The documents that an editor has open, and what is told about them.

use crate::command::explain::fix::{self, Pick, Picks};
use crate::command::explain::strict::Finding;
use crate::command::explain::{self, Explained, ExplainedCommand, ExplainedLines, suggest};
use crate::command::fault;
use crate::command::records::vocabulary;
use crate::facts::lang::Lang;
use crate::facts::percent::decoded;
use crate::facts::span::{LineIndex, Span};
use crate::record::edit::Edit;
use crate::record::{self, results};
use crate::settings::{Environment, Flags, Settings, resolve};
use crate::verify::understand::Vocabulary;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What is open.
pub(super) struct Editor {
    flags: Flags,
    environment: Environment,
    root: PathBuf,
    open: BTreeMap<String, Document>,
}

struct Document {
    text: String,
    lines: LineIndex,
    version: Value,
    vocabulary: Vocabulary,
    /// How it is read; none while that is to be found out.
    read: Option<Explained>,
}

impl Editor {
    /// With nothing open.
    pub(super) fn new(flags: Flags, settings: &Settings, environment: &Environment) -> Editor {
        Editor {
            flags,
            environment: environment.clone(),
            root: settings.root.clone(),
            open: BTreeMap::new(),
        }
    }

    /// Takes a notification.
    pub(super) fn told(&mut self, method: &str, params: &Value) {
        let document = &params["textDocument"];
        let Some(uri) = document["uri"].as_str() else {
            return;
        };
        let text = match method {
            "textDocument/didOpen" => document["text"].as_str(),
            "textDocument/didChange" => {
                let changes = params["contentChanges"].as_array();
                changes.and_then(|all| all.last()?["text"].as_str())
            }
            "textDocument/didSave" => {
                // The team's words may have been saved.
                self.open.values_mut().for_each(|one| one.read = None);
                return;
            }
            "textDocument/didClose" => {
                self.open.remove(uri);
                return;
            }
            _ => return,
        };
        let (Some(text), Some(path)) = (text, record_path(uri)) else {
            return;
        };
        let vocabulary = self.vocabulary(&path);
        let document = Document {
            text: text.to_owned(),
            lines: LineIndex::new(text),
            version: document["version"].clone(),
            vocabulary,
            read: None,
        };
        self.open.insert(uri.to_owned(), document);
    }

    /// The words of the workspace in which a record lies; none where its configuration cannot be read.
    fn vocabulary(&self, path: &Path) -> Vocabulary {
        let flags = Flags {
            near: Some(path.to_owned()),
            root: self.flags.root.clone(),
            ..self.flags.clone()
        };
        match resolve(&flags, &self.environment) {
            Ok(settings) => vocabulary(&settings),
            Err(_) => Vocabulary::default(),
        }
    }

    /// What is to be published about each document that was changed.
    pub(super) fn found(&mut self) -> Vec<Value> {
        let mut all = Vec::new();
        for (uri, document) in &mut self.open {
            if document.read.is_some() {
                continue;
            }
            let path = record_path(uri).unwrap_or_default();
            let path = path.strip_prefix(&self.root).unwrap_or(&path);
            let shown = path.display().to_string();
            let read = || explain::explain(&shown, &document.text, &document.vocabulary);
            // A fault of ours leaves the document without findings.
            document.read = fault::caught(read).ok();
            let diagnostics: Vec<Value> = match &document.read {
                Some(read) => read
                    .findings
                    .iter()
                    .map(|one| document.diagnostic(one, read.lang))
                    .collect(),
                None => Vec::new(),
            };
            all.push(json!({"uri": uri, "version": document.version, "diagnostics": diagnostics}));
        }
        all
    }

    /// Answers a request; none to one that is not known.
    pub(super) fn answer(&mut self, method: &str, params: &Value) -> Option<Value> {
        let ask: fn(&Document, &str, &Value) -> Value = match method {
            "textDocument/hover" => Document::hover,
            "textDocument/codeAction" => Document::actions,
            "textDocument/completion" => Document::completions,
            _ => return None,
        };
        let uri = params["textDocument"]["uri"].as_str().unwrap_or_default();
        if let Some(document) = self.open.get_mut(uri)
            && document.read.is_none()
        {
            let read = explain::explain("", &document.text, &document.vocabulary);
            document.read = Some(read);
        }
        let document = self.open.get(uri);
        Some(document.map_or(Value::Null, |document| ask(document, uri, params)))
    }
}

/// The path of a record of a workspace; none of another file.
fn record_path(uri: &str) -> Option<PathBuf> {
    let path = PathBuf::from(decoded(uri.strip_prefix("file://")?));
    let inside = path.to_string_lossy().contains("/.kiro/deployments/");
    let is_markdown = path.extension().is_some_and(|kind| kind == "md");
    (inside && is_markdown).then_some(path)
}

impl Document {
    fn position(&self, offset: usize) -> Value {
        let (line, character) = self.lines.utf16(&self.text, offset);
        json!({"line": line, "character": character})
    }

    fn range(&self, span: Span) -> Value {
        json!({"start": self.position(span.start), "end": self.position(span.end)})
    }

    fn offset(&self, position: &Value) -> usize {
        let number = |key: &str| position[key].as_u64().and_then(|n| usize::try_from(n).ok());
        let (line, character) = (number("line"), number("character"));
        self.lines
            .of_utf16(&self.text, line.unwrap_or(0), character.unwrap_or(0))
    }

    fn diagnostic(&self, finding: &Finding, lang: Lang) -> Value {
        json!({
            "range": self.range(Span::new(finding.start, finding.end)),
            "severity": 2,
            "code": finding.fault.word(),
            "source": "report",
            "message": finding.told(lang),
        })
    }

    /// What the line under the pointer means, and what came of it last.
    fn hover(&self, _uri: &str, params: &Value) -> Value {
        let Some(read) = &self.read else {
            return Value::Null;
        };
        let offset = self.offset(&params["position"]);
        let line = self.lines.line(offset);
        let mut told = Vec::new();
        let expectations = |lines: &ExplainedLines| {
            let here = lines.expectations.iter();
            let here = here.filter(|one| one.start <= offset && offset <= one.end);
            here.map(|one| one.meaning.clone()).collect::<Vec<_>>()
        };
        let commands = |commands: &[ExplainedCommand]| {
            let here = commands.iter().filter(|one| one.line == line);
            here.map(|one| one.meaning.clone()).collect::<Vec<_>>()
        };
        let (record, _) = record::parse_with(&self.text, &self.vocabulary.parse);
        let blocks = results::shown(&self.text, &record);
        let verdict = |name: &str| {
            let block = blocks.iter().find(|(step, _)| *step == name);
            block.and_then(|(_, text)| Some(results::verdict(text)?.to_owned()))
        };
        let steps = read.steps.iter();
        let steps = steps.map(|one| (one.line, &one.lines, &one.commands, "", vec![&one.name]));
        let items = read.items.iter().map(|one| {
            let steps = one.steps.iter().collect();
            (one.line, &one.lines, &one.commands, &*one.meaning, steps)
        });
        for (at, lines, own, meaning, names) in steps.chain(items) {
            let said = [expectations(lines), commands(own)].concat();
            if said.is_empty() && at != line {
                continue;
            }
            if !meaning.is_empty() {
                told.push(meaning.to_owned());
            }
            told.extend(said);
            told.extend(names.into_iter().filter_map(|name| verdict(name)));
        }
        told.extend(expectations(&read.beside));
        told.dedup();
        if told.is_empty() {
            Value::Null
        } else {
            json!({"contents": {"kind": "plaintext", "value": told.join("\n")}})
        }
    }

    /// The rewritings of the findings in a range, as edits that were tried.
    fn actions(&self, uri: &str, params: &Value) -> Value {
        let Some(read) = &self.read else {
            return json!([]);
        };
        let range = &params["range"];
        let (start, end) = (self.offset(&range["start"]), self.offset(&range["end"]));
        let (first, last) = (self.lines.line(start), self.lines.line(end));
        let lines = |one: &Finding| (self.lines.line(one.start), self.lines.line(one.end));
        let here = read.findings.iter().filter(|one| {
            let (from, to) = lines(one);
            from <= last && first <= to
        });
        let actions = here.flat_map(|finding| {
            let each = finding.suggestions.iter().enumerate();
            each.filter_map(|(at, suggestion)| {
                let pick = Pick {
                    line: finding.line,
                    which: at + 1,
                };
                let picks = Picks::These(vec![pick]);
                let proposal = fix::propose(&self.text, &self.vocabulary, &picks);
                if proposal.edits.is_empty() {
                    return None;
                }
                let edits: Vec<Value> = proposal.edits.iter().map(|one| self.edit(one)).collect();
                Some(json!({
                    "title": suggestion.told(read.lang),
                    "kind": "quickfix",
                    "diagnostics": [self.diagnostic(finding, read.lang)],
                    "isPreferred": at == 0 && suggestion.without.is_empty(),
                    "edit": {"changes": {uri: edits}},
                }))
            })
        });
        Value::Array(actions.collect())
    }

    fn edit(&self, edit: &Edit) -> Value {
        json!({"range": self.range(edit.span), "newText": edit.replacement})
    }

    /// The known sentences that the step's own commands can show, for an entry of a list below a label.
    fn completions(&self, _uri: &str, params: &Value) -> Value {
        let Some(read) = &self.read else {
            return json!([]);
        };
        let offset = self.offset(&params["position"]);
        let before = &self.text[..offset];
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        let written = &before[line..];
        let entry = written.trim_start();
        let marker = ["- ", "* ", "+ "]
            .iter()
            .find(|one| entry.starts_with(**one));
        let (Some(marker), true) = (marker, below_a_label(&before[..line])) else {
            return json!([]);
        };
        let start = offset - entry.len() + marker.len();
        let here = self.lines.line(offset);
        let step = read.steps.iter().rfind(|step| step.line < here);
        let Some(step) = step else {
            return json!([]);
        };
        let commands: Vec<&str> = step.commands.iter().map(|one| one.text.as_str()).collect();
        let known = suggest::shown_by(&commands, &self.vocabulary.extra, read.lang).into_iter();
        let items = known.map(|one| {
            json!({
                "label": one.text,
                "kind": 1,
                "detail": one.means,
                "textEdit": {"range": self.range(Span::new(start, offset)), "newText": one.text},
            })
        });
        Value::Array(items.collect())
    }
}

/// Whether what stands above a list's entry is a label, its other entries apart.
fn below_a_label(before: &str) -> bool {
    let above = before.lines().rev().map(str::trim);
    let mut above = above.filter(|line| {
        !line.is_empty() && !line.starts_with(['-', '*', '+']) || line.starts_with("**")
    });
    above.next().is_some_and(|line| {
        line.trim_end_matches(['*', '_']).ends_with([':', '：']) || line.ends_with("**")
    })
}
