//! The server's own printed tables: asked page by page, and only cells kept.

use super::kinds::Kind;
use super::{Cluster, JSON, TABLE, Trouble};
use crate::both;
use crate::collect::pages::Pages;
use crate::collect::{reply, url};
use crate::facts::observation::Cause;
use crate::facts::table::Column;
use bytes::Bytes;
use http::Response;
use serde_json::Value;
use std::collections::BTreeMap;

/// How many rows a page has, as kubectl has it.
pub(crate) const PAGE: usize = 500;

/// How much of each object comes with its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Include {
    /// The cells only. The rows of a list over all namespaces cannot be told apart by it.
    Nothing,
    /// Names, namespaces and labels.
    Metadata,
    /// The whole object.
    Object,
}

/// What to list or get.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted<'a> {
    /// Of which kind.
    pub kind: &'a Kind,
    /// Where; `None` is everywhere.
    pub namespace: Option<&'a str>,
    /// One object.
    pub name: Option<&'a str>,
    /// Label selector.
    pub labels: Option<&'a str>,
    /// Field selector.
    pub fields: Option<&'a str>,
}

/// Rows of one kind, in the server's order.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Rows {
    /// Columns; `name_column` is the one that the server formats as the object's name.
    pub columns: Vec<Column>,
    /// The index of the name column.
    pub name_column: Option<usize>,
    /// The rows.
    pub rows: Vec<OneRow>,
    /// `Warning` headers of the answers, as kubectl prints them to stderr.
    pub warnings: Vec<String>,
}

/// One row.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct OneRow {
    /// Printed cells.
    pub cells: Vec<String>,
    /// Namespace, name and labels, as far as they came along.
    pub namespace: String,
    /// The name.
    pub name: String,
    /// The labels.
    pub labels: BTreeMap<String, String>,
    /// The whole object.
    pub object: Option<Value>,
}

impl OneRow {
    /// The object as far as it came along; null where none did.
    pub(crate) fn object(&self) -> &Value {
        static NONE: Value = Value::Null;
        self.object.as_ref().unwrap_or(&NONE)
    }
}

/// Either rows, or the server's words that the named object does not exist.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Found<T> {
    /// It is there, or the list came (which may be empty).
    There(T),
    /// 404 of the named object: `pods "x" not found`.
    Missing(String),
}

/// Asks for the table of a list or of one object.
///
/// # Errors
/// Whatever keeps it from being read wholly. A part of a list is never returned.
pub(crate) async fn table(
    cluster: &Cluster,
    wanted: Wanted<'_>,
    include: Include,
) -> Result<Found<Rows>, Trouble> {
    picked(cluster, wanted, include, |_| Keep::Whole).await
}

/// Asks for the first page of a list; tells whether the list goes on.
///
/// # Errors
/// Whatever keeps the page from being read wholly.
pub(crate) async fn first_page(
    cluster: &Cluster,
    wanted: Wanted<'_>,
    include: Include,
) -> Result<(Rows, bool), Trouble> {
    let path = path(wanted, Some(include), Some(PAGE), None);
    let answer = cluster.ask(&path, TABLE).await?;
    let page = reply::json(&answer)?;
    let next = page.pointer("/metadata/continue").and_then(Value::as_str);
    let goes_on = next.is_some_and(|next| !next.is_empty());
    let mut rows = Rows {
        warnings: warnings(&answer),
        ..Rows::default()
    };
    take(&mut rows, page, wanted, include, &mut |_| Keep::Whole)?;
    Ok((rows, goes_on))
}

/// What is kept of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    /// The row is let go with its page.
    Nothing,
    /// The cells without the object.
    Cells,
    /// All of it.
    Whole,
}

/// The same, keeping of each page only what `keep` says.
///
/// # Errors
/// As [`table`].
pub(crate) async fn picked(
    cluster: &Cluster,
    wanted: Wanted<'_>,
    include: Include,
    mut keep: impl FnMut(&OneRow) -> Keep,
) -> Result<Found<Rows>, Trouble> {
    let mut rows = Rows::default();
    let walked = walk(cluster, wanted, Some(include), |step| match step {
        Step::Again => {
            rows = Rows::default();
            Ok(())
        }
        Step::Page(answer, page) => {
            rows.warnings.extend(warnings(answer));
            take(&mut rows, page, wanted, include, &mut keep)
        }
    });
    Ok(match walked.await? {
        Found::There(()) => Found::There(rows),
        Found::Missing(words) => Found::Missing(words),
    })
}

/// Asks for whole objects, page by page. Their `kind` and `apiVersion`, which the items of typed
/// lists lack, are restored.
///
/// # Errors
/// Whatever keeps them from being read wholly.
pub(crate) async fn objects(
    cluster: &Cluster,
    wanted: Wanted<'_>,
) -> Result<Found<(Vec<Value>, Vec<String>)>, Trouble> {
    let mut objects = Vec::new();
    let mut said = Vec::new();
    let walked = walk(cluster, wanted, None, |step| {
        let Step::Page(answer, page) = step else {
            objects.clear();
            return Ok(());
        };
        said.extend(warnings(answer));
        if wanted.name.is_some() {
            objects.push(page);
            return Ok(());
        }
        let Value::Object(mut list) = page else {
            return Err(not_a_list());
        };
        let Some(Value::Array(items)) = list.remove("items") else {
            return Err(not_a_list());
        };
        objects.extend(items.into_iter().map(|item| typed(item, wanted.kind)));
        Ok(())
    });
    Ok(match walked.await? {
        Found::There(()) => Found::There((objects, said)),
        Found::Missing(words) => Found::Missing(words),
    })
}

/// What [`walk`] tells: a page, or that everything before it is void.
enum Step<'a> {
    Page(&'a Response<Bytes>, Value),
    Again,
}

/// Walks the pages. An expired continuation starts the whole list again, once and in one piece, so
/// that what is returned is one consistent state.
async fn walk(
    cluster: &Cluster,
    wanted: Wanted<'_>,
    include: Option<Include>,
    mut tell: impl FnMut(Step<'_>) -> Result<(), Trouble>,
) -> Result<Found<()>, Trouble> {
    let accept = if include.is_some() { TABLE } else { JSON };
    let mut limit = wanted.name.is_none().then_some(PAGE);
    let mut next: Option<String> = None;
    let mut pages = Pages::default();
    loop {
        let path = path(wanted, include, limit, next.as_deref());
        let answer = cluster.ask(&path, accept).await?;
        if let Some(words) = missing(&answer, wanted) {
            return Ok(Found::Missing(words));
        }
        if answer.status().as_u16() == 410 && limit.is_some() {
            (limit, next) = (None, None);
            tell(Step::Again)?;
            continue;
        }
        let value = reply::json(&answer)?;
        let token = value.pointer("/metadata/continue").and_then(Value::as_str);
        next = token.filter(|token| !token.is_empty()).map(String::from);
        tell(Step::Page(&answer, value))?;
        if next.is_none() || wanted.name.is_some() {
            return Ok(Found::There(()));
        }
        if !pages.is_news(next.clone())? {
            let words = both!(
                "서버가 같은 페이지를 되풀이합니다",
                "the server gives the same page again and again"
            );
            return Err(Trouble::told(Cause::CutOff, &words));
        }
    }
}

/// The path with query of a list or an object.
pub(crate) fn path(
    wanted: Wanted<'_>,
    include: Option<Include>,
    limit: Option<usize>,
    next: Option<&str>,
) -> String {
    let mut pairs = Vec::new();
    let selectors = [
        ("labelSelector", wanted.labels),
        ("fieldSelector", wanted.fields),
        ("continue", next),
    ];
    for (name, value) in selectors {
        pairs.extend(value.map(|value| (name, value.to_string())));
    }
    pairs.extend(include.map(|include| ("includeObject", format!("{include}"))));
    pairs.extend(limit.map(|limit| ("limit", limit.to_string())));
    wanted.kind.path(wanted.namespace, wanted.name) + &url::query(pairs)
}

impl std::fmt::Display for Include {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Include::Nothing => "None",
            Include::Metadata => "Metadata",
            Include::Object => "Object",
        })
    }
}

/// 404 of the object itself, told from 404 of its kind by the `Status` that names it.
pub(crate) fn missing(answer: &Response<Bytes>, wanted: Wanted<'_>) -> Option<String> {
    if answer.status().as_u16() != 404 {
        return None;
    }
    let status: Value = serde_json::from_slice(answer.body()).ok()?;
    let named = status.pointer("/details/name")?.as_str()? == wanted.name?;
    let not_found = status.get("reason")?.as_str()? == "NotFound";
    (named && not_found).then(|| reply::words(answer))
}

fn take(
    rows: &mut Rows,
    page: Value,
    wanted: Wanted<'_>,
    include: Include,
    keep: &mut impl FnMut(&OneRow) -> Keep,
) -> Result<(), Trouble> {
    if page.get("kind").and_then(Value::as_str) != Some("Table") {
        let kind = page
            .get("kind")
            .and_then(Value::as_str)
            .unwrap_or("no kind");
        return Err(Trouble::new(
            Cause::Malformed,
            format!("a Table was asked for, and {kind} came"),
        ));
    }
    let Value::Object(mut page) = page else {
        return Err(not_a_list());
    };
    if let Some(Value::Array(columns)) = page.remove("columnDefinitions")
        && !columns.is_empty()
    {
        rows.name_column = columns
            .iter()
            .position(|c| c["format"] == "name" && c["type"] == "string");
        rows.columns = columns.iter().map(column).collect();
    }
    if let Some(Value::Array(items)) = page.remove("rows") {
        let width = rows.columns.len();
        for item in items {
            let mut row = one_row(item, wanted, include, width);
            match keep(&row) {
                Keep::Nothing => continue,
                Keep::Cells => row.object = None,
                Keep::Whole => {}
            }
            rows.rows.push(row);
        }
    }
    Ok(())
}

/// A column definition as kubectl prints its name.
pub(crate) fn column(definition: &Value) -> Column {
    Column {
        name: definition["name"]
            .as_str()
            .unwrap_or_default()
            .to_uppercase(),
        priority: definition["priority"].as_i64().unwrap_or(0) as i32,
    }
}

fn one_row(mut row: Value, wanted: Wanted<'_>, include: Include, width: usize) -> OneRow {
    let cells = row["cells"].as_array().map_or(&[][..], Vec::as_slice);
    let mut cells: Vec<String> = cells.iter().take(width).map(printed).collect();
    cells.resize(width, String::new());
    let mut object = row["object"].take();
    // Half of an object, and nobody judges by it.
    if let Some(Value::Object(metadata)) = object.get_mut("metadata") {
        metadata.shift_remove("managedFields");
    }
    let metadata = &object["metadata"];
    let text = |key: &str| metadata[key].as_str().map(String::from);
    let labels = metadata["labels"].as_object();
    let labels = labels
        .into_iter()
        .flatten()
        .filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_string())));
    OneRow {
        namespace: text("namespace").unwrap_or_else(|| {
            if wanted.kind.namespaced {
                wanted.namespace.unwrap_or_default().to_string()
            } else {
                String::new()
            }
        }),
        name: text("name")
            .or_else(|| wanted.name.map(String::from))
            .unwrap_or_else(|| cells.first().cloned().unwrap_or_default()),
        labels: labels.collect(),
        cells,
        object: (include == Include::Object && object.is_object())
            .then(|| typed(object, wanted.kind)),
    }
}

/// A cell as kubectl's `TablePrinter` prints it: `null` is nothing, text ends at its first line
/// end, control characters are escaped.
pub(crate) fn printed(cell: &Value) -> String {
    match cell {
        Value::Null => String::new(),
        Value::String(text) => {
            let end = text.find(['\n', '\r', '\u{c}']);
            let shown = end.map_or(text.clone(), |end| format!("{}...", &text[..end]));
            shown.replace('\u{1b}', "^[")
        }
        other => other.to_string(),
    }
}

/// An item with the `kind` and `apiVersion` that the items of typed lists lack.
pub(crate) fn typed(mut item: Value, kind: &Kind) -> Value {
    if let Value::Object(map) = &mut item {
        map.entry("apiVersion")
            .or_insert_with(|| kind.api_version().into());
        map.entry("kind")
            .or_insert_with(|| kind.kind.clone().into());
    }
    item
}

/// `299 - "v1 Endpoints is deprecated"` → `Warning: v1 Endpoints is deprecated`.
fn warnings(answer: &Response<Bytes>) -> Vec<String> {
    let headers = answer.headers().get_all("warning").iter();
    let texts = headers.filter_map(|value| {
        let text = value.to_str().ok()?;
        let quoted = text.split_once('"')?.1.rsplit_once('"')?.0;
        Some(format!("Warning: {}\n", quoted.replace("\\\"", "\"")))
    });
    texts.collect()
}

/// The trouble of an answer that is no list.
pub(crate) fn not_a_list() -> Trouble {
    Trouble::new(
        Cause::Malformed,
        "a list was asked for, and something else came",
    )
}
