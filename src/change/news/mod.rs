//! What changed in the words of Kubernetes: image, replicas, limits, probes, ports, roles, storage, what
//! came and what went; and why somebody should look twice. Every changed value has a row or is counted.

mod danger;
mod rules;
mod values;

#[cfg(test)]
mod tests;

use crate::facts::change::{Danger, EntryKind, News, NewsRow, What};
use crate::facts::commit::FileChange;
use crate::facts::fields;
use crate::facts::secret::is_sensitive_key;
use crate::judge::object;
use serde_json::{Map, Value};
use values::{items, leaves, shown, without};

/// More rows than this are counted.
const ROWS: usize = 40;
/// Texts in texts in texts: deeper ones are one value.
const DEPTH: usize = 3;
static NOTHING: Value = Value::Null;

/// Reads the news of all changed files. `around` are further objects of the app, which a change can be
/// dangerous for.
pub(crate) fn news(changes: &[FileChange], around: &[Value]) -> News {
    let mut found = News::default();
    let (mut gone, mut new) = (Vec::new(), Vec::new());
    let mut now: Vec<Value> = around.to_vec();
    for change in changes {
        let path = change.new_path.as_ref().or(change.old_path.as_ref());
        let Some(path) = path.filter(|path| is_yaml(path) || is_plain(path, change)) else {
            continue;
        };
        if change.before == change.after && change.before.is_some() {
            continue;
        }
        let side = |path: &Option<String>, text: &Option<String>| match (path, text) {
            (None, _) => Some(Vec::new()),
            (Some(_), None) => None,
            (Some(path), Some(text)) => documents(path, text),
        };
        let before = side(&change.old_path, &change.before);
        let after = side(&change.new_path, &change.after);
        let (Some(mut before), Some(after)) = (before, after) else {
            found.rows.extend(template_images(path, change));
            found.unread.push(path.clone());
            continue;
        };
        now.extend(after.iter().map(|one| one.value.clone()));
        let single = before.len() == 1 && after.len() == 1;
        for one in after {
            let is_twin = |other: &Document| {
                other.name == one.name || single && !(one.is_object && other.is_object)
            };
            match before.iter().position(is_twin) {
                Some(at) => compare(&before.remove(at), &one, &mut found),
                None => new.push(one),
            }
        }
        gone.append(&mut before);
    }
    for one in new {
        let is_moved = |other: &Document| one.is_object && other.name == one.name;
        match gone.iter().position(is_moved) {
            Some(at) => compare(&gone.remove(at), &one, &mut found),
            None => came(&one, &mut found),
        }
    }
    for one in &gone {
        if one.is_foreign() {
            found.others += leaves(&one.value);
            continue;
        }
        let dangers = if one.is_object {
            vec![danger::of_deleted(&one.kind)]
        } else {
            Vec::new()
        };
        found.rows.push(one.row(EntryKind::Removed, dangers));
    }
    danger::fought(&mut found.rows, &now);
    name_files(&mut found.rows);
    rank(&mut found.rows);
    found.more = found.rows.len().saturating_sub(ROWS);
    found.rows.truncate(ROWS);
    found
}

/// Puts the gravest dangers first, of rows and of each row.
pub(crate) fn rank(rows: &mut [NewsRow]) {
    for row in &mut *rows {
        row.dangers.sort_unstable();
        row.dangers.dedup();
    }
    rows.sort_by_key(|row| {
        let gravest = row.dangers.first().copied();
        (gravest.is_none(), gravest)
    });
}

fn is_yaml(path: &str) -> bool {
    path.ends_with(".yaml") || path.ends_with(".yml")
}

/// A file without an extension that holds keys and values, as some keep their image tags.
fn is_plain(path: &str, change: &FileChange) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_map = |text: &Option<String>| match text {
        None => true,
        Some(text) => object::documents(text)
            .is_some_and(|all| !all.is_empty() && all.iter().all(Value::is_object)),
    };
    !name.contains('.') && is_map(&change.before) && is_map(&change.after)
}

/// What a chart's template, which is no YAML, says of images in lines of their own.
fn template_images(path: &str, change: &FileChange) -> Vec<NewsRow> {
    let images = |text: &Option<String>| -> Vec<String> {
        let lines = text.iter().flat_map(|text| text.lines());
        let image = |line: &str| {
            let line = line.trim().trim_start_matches("- ");
            let image = line.strip_prefix("image:")?.trim();
            let image = image.trim_matches(['"', '\'']);
            let is_whole = !image.is_empty() && !image.contains(['{', '}', ' ', '$']);
            is_whole.then(|| image.to_owned())
        };
        lines.filter_map(image).collect()
    };
    let (old, new) = (images(&change.before), images(&change.after));
    if old.len() != new.len() {
        return Vec::new();
    }
    let pairs = old.into_iter().zip(new).filter(|(old, new)| old != new);
    let rows = pairs.map(|(old, new)| NewsRow {
        object: path.to_owned(),
        file: path.to_owned(),
        what: What::Image,
        subject: String::new(),
        kind: EntryKind::Changed,
        dangers: danger::of_images(Some(&old), Some(&new)),
        before: shown(&old),
        after: shown(&new),
    });
    rows.collect()
}

/// Where one object is changed in several files (a base and its overlays), each row says in which.
fn name_files(rows: &mut [NewsRow]) {
    let pairs: Vec<(String, String)> = rows
        .iter()
        .map(|row| (row.object.clone(), row.file.clone()))
        .collect();
    for row in rows {
        let elsewhere =
            |(object, file): &(String, String)| *object == row.object && *file != row.file;
        if pairs.iter().any(elsewhere) {
            row.object = format!("{} ({})", row.object, row.file);
        }
    }
}

/// A document of a file.
struct Document {
    /// What it is called: `Deployment shop/web`, or its file's path.
    name: String,
    kind: String,
    file: String,
    /// Whether it is an object with a name of its own.
    is_object: bool,
    value: Value,
}

impl Document {
    fn row(&self, kind: EntryKind, dangers: Vec<Danger>) -> NewsRow {
        NewsRow {
            object: self.name.clone(),
            file: self.file.clone(),
            what: What::Object,
            subject: String::new(),
            kind,
            before: None,
            after: None,
            dangers,
        }
    }
}

/// The documents of a file, lists taken apart; `None` if it cannot be read as a whole.
fn documents(path: &str, text: &str) -> Option<Vec<Document>> {
    let mut all = Vec::new();
    for value in object::documents(text)? {
        let items = match fields::kind(&value) {
            "List" => value.get("items").and_then(Value::as_array).cloned(),
            _ => None,
        };
        all.extend(items.unwrap_or_else(|| vec![value]));
    }
    all.retain(|value| !value.is_null());
    let several = all.len() > 1;
    let named = all.into_iter().enumerate().map(|(at, value)| {
        let (kind, name) = (fields::kind(&value), fields::name(&value));
        let is_object = !kind.is_empty() && !name.is_empty();
        let name = match (is_object, fields::namespace(&value), several) {
            (true, "", _) => format!("{kind} {name}"),
            (true, namespace, _) => format!("{kind} {namespace}/{name}"),
            (false, _, false) => path.to_owned(),
            (false, _, true) => format!("{path} #{}", at + 1),
        };
        Document {
            name,
            kind: kind.to_owned(),
            file: path.to_owned(),
            is_object,
            value,
        }
    });
    Some(named.collect())
}

impl Document {
    /// Whether it is nothing of Kubernetes: a job of a forge, a playbook. It is counted, and has no rows.
    fn is_foreign(&self) -> bool {
        let homes = [
            ".github/",
            ".gitlab",
            ".circleci/",
            ".buildkite/",
            ".pre-commit",
            ".travis",
        ];
        let is_list = self
            .value
            .as_array()
            .is_some_and(|list| values::of_patch(list).is_none());
        !self.is_object && (is_list || homes.iter().any(|home| self.file.starts_with(home)))
    }
}

fn compare(before: &Document, after: &Document, found: &mut News) {
    let mut walk = Walk::new(after);
    if after.is_foreign() {
        found.others += values::differing(&before.value, &after.value);
        return;
    }
    walk.values(&before.value, &after.value);
    found.others += walk.others;
    found.rows.append(&mut walk.rows);
}

/// Of a new object only that it is there, and what of it is dangerous in itself.
fn came(one: &Document, found: &mut News) {
    if one.is_foreign() {
        found.others += leaves(&one.value);
        return;
    }
    let mut walk = Walk::new(one);
    walk.values(&NOTHING, &one.value);
    let mut dangers = walk.rows.into_iter().flat_map(|row| row.dangers);
    let own: Vec<Danger> = dangers
        .by_ref()
        .filter(|one| danger::of_new(*one))
        .collect();
    found.rows.push(one.row(EntryKind::Added, own));
}

/// A walk through two values of one document.
struct Walk<'d> {
    document: &'d Document,
    /// Keys, and names of items in brackets.
    path: Vec<String>,
    rows: Vec<NewsRow>,
    others: usize,
    depth: usize,
    /// Whether all that stands here is secret.
    is_secret: bool,
}

impl<'d> Walk<'d> {
    fn new(document: &'d Document) -> Walk<'d> {
        Walk {
            document,
            path: Vec::new(),
            rows: Vec::new(),
            others: 0,
            depth: 0,
            is_secret: document.kind == "Secret" || document.value.get("sops").is_some(),
        }
    }

    fn kind(&self) -> &'d str {
        &self.document.kind
    }

    fn is_under(&self, key: &str) -> bool {
        self.path.iter().any(|step| step.eq_ignore_ascii_case(key))
    }

    fn last(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }

    /// What a value belongs to: the container or item that it stands in, else the keys around it.
    fn owner(&self) -> String {
        owner(&self.path)
    }

    /// The same for the value of a key that says what it is itself.
    fn around(&self) -> String {
        owner(&self.path[..self.path.len().saturating_sub(1)])
    }

    /// What a key belongs to, and the key.
    fn of_owner(&self, key: &str) -> String {
        let owner = self.around();
        format!("{owner} {key}").trim().to_owned()
    }

    /// Puts a row of texts that may be shown.
    fn told(
        &mut self,
        what: What,
        subject: String,
        (before, after): (Option<String>, Option<String>),
        mut dangers: Vec<Danger>,
    ) {
        let kind = match (&before, &after) {
            (None, Some(_)) => EntryKind::Added,
            (Some(_), None) => EntryKind::Removed,
            _ => EntryKind::Changed,
        };
        let is_template = self.kind() == "StatefulSet" && self.is_under("volumeClaimTemplates");
        if is_template {
            dangers.push(Danger::Immutable);
        }
        let last = subject.rsplit([' ', '.']).next().unwrap_or_default();
        let hidden = self.is_secret || is_sensitive_key(last) && what != What::Object;
        let masked = |text: Option<String>| text.filter(|_| !hidden).and_then(|text| shown(&text));
        let (before, after) = (masked(before), masked(after));
        let is_same = before == after;
        let is_half = kind == EntryKind::Changed && (before.is_none() || after.is_none());
        let side = |text: Option<String>| text.filter(|_| !is_same && !is_half);
        self.rows.push(NewsRow {
            object: self.document.name.clone(),
            file: self.document.file.clone(),
            what,
            subject,
            kind,
            before: side(before),
            after: side(after),
            dangers,
        });
    }

    /// Puts a row of two values.
    fn row(&mut self, what: What, subject: String, a: &Value, b: &Value, dangers: Vec<Danger>) {
        let text = |value: &Value| (!value.is_null()).then(|| values::brief(value));
        self.told(what, subject, (text(a), text(b)), dangers);
    }

    /// Puts a row of what two sets do not share; none if they are the same.
    fn sets(
        &mut self,
        what: What,
        subject: String,
        (old, new): (&[String], &[String]),
        dangers: impl FnOnce(&[String], &[String]) -> Vec<Danger>,
    ) {
        let (minus, plus) = (without(old, new), without(new, old));
        let dangers = dangers(&minus, &plus);
        let text = |items: &[String]| (!items.is_empty()).then(|| values::joined(items));
        self.told(what, subject, (text(&minus), text(&plus)), dangers);
    }

    fn values(&mut self, a: &Value, b: &Value) {
        if a == b {
            return;
        }
        match (a, b) {
            (Value::Object(_), Value::Object(_) | Value::Null)
            | (Value::Null, Value::Object(_)) => {
                self.maps(a, b);
            }
            (Value::Array(_), Value::Array(_) | Value::Null) | (Value::Null, Value::Array(_)) => {
                self.lists(items(a), items(b));
            }
            (Value::String(old), Value::String(new)) if self.depth < DEPTH => {
                match (nested(old), nested(new)) {
                    (Some(old), Some(new)) => {
                        self.depth += 1;
                        self.values(&old, &new);
                        self.depth -= 1;
                    }
                    _ => self.others += 1,
                }
            }
            _ => self.others += leaves(a).max(leaves(b)),
        }
    }

    fn maps(&mut self, a: &Value, b: &Value) {
        let empty = Map::new();
        let (old, new) = (
            a.as_object().unwrap_or(&empty),
            b.as_object().unwrap_or(&empty),
        );
        let consumed = self.shape(a, b);
        let mut keys: Vec<&String> = old.keys().collect();
        keys.extend(new.keys().filter(|key| !old.contains_key(*key)));
        for key in keys {
            let side = |map: &'_ Map<String, Value>| map.get(key).cloned().unwrap_or_default();
            let (one, other) = (side(old), side(new));
            if one == other || consumed.contains(&key.as_str()) {
                continue;
            }
            self.path.push(key.clone());
            if !self.key(key, &one, &other, (a, b)) {
                self.values(&one, &other);
            }
            self.path.pop();
        }
    }

    fn lists(&mut self, old: &[Value], new: &[Value]) {
        // What a patch sets, or a parameter, is as good as the value itself.
        for read in [values::of_patch, values::of_parameters] {
            if let (Some(old), Some(new)) = (read(old), read(new)) {
                return self.values(&old, &new);
            }
        }
        let named = |items: &[Value]| {
            items
                .iter()
                .map(values::name_of)
                .collect::<Option<Vec<_>>>()
        };
        let (Some(names_old), Some(names_new)) = (named(old), named(new)) else {
            let (minus, plus) = (without(old, new), without(new, old));
            if minus.is_empty() && plus.is_empty() {
                // Their order, or how often one stands there.
                self.others += 1;
            }
            for at in 0..minus.len().max(plus.len()) {
                let side = |items: &[Value]| items.get(at).cloned().unwrap_or_default();
                self.path.push(format!("[{at}]"));
                self.values(&side(&minus), &side(&plus));
                self.path.pop();
            }
            return;
        };
        let at = |names: &[String], items: &[Value], name: &String| {
            let place = names.iter().position(|other| other == name);
            place
                .and_then(|at| items.get(at).cloned())
                .unwrap_or_default()
        };
        let mut names = names_old.clone();
        names.extend(
            names_new
                .iter()
                .filter(|name| !names_old.contains(name))
                .cloned(),
        );
        let before = self.rows.len() + self.others;
        for name in names {
            self.path.push(format!("[{name}]"));
            let (a, b) = (at(&names_old, old, &name), at(&names_new, new, &name));
            self.values(&a, &b);
            self.path.pop();
        }
        if self.rows.len() + self.others == before {
            self.others += 1;
        }
    }
}

/// See [`Walk::owner`].
fn owner(path: &[String]) -> String {
    let item = |step: &String| {
        let name = step.strip_prefix('[')?.strip_suffix(']')?;
        let is_name = name.parse::<usize>().is_err();
        is_name.then(|| name.to_owned())
    };
    if let Some(item) = path.iter().rev().find_map(item) {
        return item;
    }
    const FRAME: [&str; 16] = [
        "spec",
        "template",
        "image",
        "values",
        "valuesObject",
        "helm",
        "source",
        "jobTemplate",
        "chart",
        "podSpec",
        "parameters",
        "patches",
        "patch",
        "replicas",
        "resources",
        "securityContext",
    ];
    let own = path
        .iter()
        .filter(|step| !FRAME.contains(&step.as_str()) && !step.starts_with('['));
    own.cloned().collect::<Vec<_>>().join(".")
}

/// YAML that stands in a string.
fn nested(text: &str) -> Option<Value> {
    let mut documents = text.contains('\n').then(|| object::documents(text))??;
    let only = documents.pop().filter(|_| documents.is_empty())?;
    (only.is_object() || only.is_array()).then_some(only)
}
