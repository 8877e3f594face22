//! The server's own printed tables: asked page by page, and only cells kept.

use super::kinds::Kind;
use super::{Cluster, JSON, TABLE, Trouble};
use crate::collect::pages::Pages;
use crate::collect::reply;
use crate::facts::fields;
use crate::facts::observation::Cause;
use crate::facts::percent;
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
    Object,
}

/// What to list or get.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted<'a> {
    pub kind: &'a Kind,
    /// Where; `None` is everywhere.
    pub namespace: Option<&'a str>,
    pub name: Option<&'a str>,
    pub labels: Option<&'a str>,
    pub fields: Option<&'a str>,
}

impl<'a> Wanted<'a> {
    /// All objects of a kind, everywhere.
    pub(crate) fn of(kind: &'a Kind) -> Wanted<'a> {
        Wanted {
            kind,
            namespace: None,
            name: None,
            labels: None,
            fields: None,
        }
    }
}

/// Rows of one kind, in the server's order.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Rows {
    /// Columns; `name_column` is the one that the server formats as the object's name.
    pub columns: Vec<Column>,
    pub name_column: Option<usize>,
    pub rows: Vec<OneRow>,
    /// `Warning` headers of the answers, as kubectl prints them to stderr.
    pub warnings: Vec<String>,
}

/// One row.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct OneRow {
    pub cells: Vec<String>,
    /// Namespace, name and labels, as far as they came along.
    pub namespace: String,
    pub name: String,
    pub labels: BTreeMap<String, String>,
    pub object: Option<Value>,
}

impl OneRow {
    /// The object as far as it came along; null where none did.
    pub(crate) fn object(&self) -> &Value {
        static NONE: Value = Value::Null;
        self.object.as_ref().unwrap_or(&NONE)
    }
}

/// What is there (a list may be empty), or the server's words that the named object does not exist:
/// `pods "x" not found`.
pub(crate) type Found<T> = Result<T, String>;

/// Asks for the table of a list or of one object. A part of a list is never returned.
pub(crate) async fn table(
    cluster: &Cluster,
    wanted: Wanted<'_>,
    include: Include,
) -> Result<Found<Rows>, Trouble> {
    let mut rows = Rows::default();
    let walked = walk(cluster, wanted, Some(include), |step| match step {
        Step::Again => {
            rows = Rows::default();
            Ok(())
        }
        Step::Page(answer, page) => add_page(&mut rows, answer, page, wanted, include),
    });
    Ok(walked.await?.map(|()| rows))
}

/// Asks for the first page of a list; tells whether the list goes on.
pub(crate) async fn first_page(
    cluster: &Cluster,
    wanted: Wanted<'_>,
    include: Include,
) -> Result<(Rows, bool), Trouble> {
    let path = path(wanted, Some(include), Some(PAGE), None);
    let answer = cluster.ask(&path, TABLE).await?;
    let page = reply::json(&answer)?;
    let goes_on = !fields::text(&page, "/metadata/continue").is_empty();
    let mut rows = Rows::default();
    add_page(&mut rows, &answer, page, wanted, include)?;
    Ok((rows, goes_on))
}

/// Asks for whole objects, page by page, with the warnings of the answers. Their `kind` and `apiVersion`,
/// which the items of typed lists lack, are restored.
pub(crate) async fn objects(
    cluster: &Cluster,
    wanted: Wanted<'_>,
) -> Result<Found<(Vec<Value>, Vec<String>)>, Trouble> {
    let mut objects = Vec::new();
    let mut said = Vec::new();
    let walked = walk(cluster, wanted, None, |step| {
        let Step::Page(answer, mut page) = step else {
            objects.clear();
            return Ok(());
        };
        said.extend(warnings(answer));
        if wanted.name.is_some() {
            objects.push(page);
            return Ok(());
        }
        let Some(Value::Array(items)) = page.get_mut("items").map(Value::take) else {
            return Err(not_a_list());
        };
        objects.extend(items.into_iter().map(|item| typed(item, wanted.kind)));
        Ok(())
    });
    Ok(walked.await?.map(|()| (objects, said)))
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
            return Ok(Err(words));
        }
        if answer.status().as_u16() == 410 && limit.is_some() {
            (limit, next) = (None, None);
            tell(Step::Again)?;
            continue;
        }
        let value = reply::json(&answer)?;
        let token = fields::text(&value, "/metadata/continue");
        next = (!token.is_empty()).then(|| token.to_owned());
        tell(Step::Page(&answer, value))?;
        if next.is_none() || wanted.name.is_some() {
            return Ok(Ok(()));
        }
        pages.must_be_news(next.clone())?;
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
    wanted.kind.path(wanted.namespace, wanted.name) + &percent::query(pairs)
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

fn add_page(
    rows: &mut Rows,
    answer: &Response<Bytes>,
    mut page: Value,
    wanted: Wanted<'_>,
    include: Include,
) -> Result<(), Trouble> {
    rows.warnings.extend(warnings(answer));
    if page["kind"] != "Table" {
        let kind = page["kind"].as_str().unwrap_or("no kind");
        let words = format!("a Table was asked for, and {kind} came");
        return Err(Trouble::new(Cause::Malformed, words));
    }
    let columns = fields::list(&page, "/columnDefinitions");
    if !columns.is_empty() {
        let is_name = |column: &Value| column["format"] == "name" && column["type"] == "string";
        rows.name_column = columns.iter().position(is_name);
        rows.columns = columns.iter().map(column).collect();
    }
    if let Value::Array(items) = page["rows"].take() {
        let row = |item| one_row(item, wanted, include, rows.columns.len());
        let items: Vec<OneRow> = items.into_iter().map(row).collect();
        rows.rows.extend(items);
    }
    Ok(())
}

/// A column definition as kubectl prints its name.
pub(crate) fn column(definition: &Value) -> Column {
    Column {
        name: fields::text(definition, "/name").to_uppercase(),
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
    let own = |named: &str, otherwise: Option<&str>| match named {
        "" => otherwise.unwrap_or_default().to_owned(),
        named => named.to_owned(),
    };
    let namespace = wanted.namespace.filter(|_| wanted.kind.namespaced);
    let name = wanted.name.or(cells.first().map(String::as_str));
    let labels = fields::pairs(&object, "/metadata/labels").into_iter();
    OneRow {
        namespace: own(fields::namespace(&object), namespace),
        name: own(fields::name(&object), name),
        labels: labels
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect(),
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
