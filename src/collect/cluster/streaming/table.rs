//! A printed table, row by row. The cells of a row are one text with marks: no row costs more than
//! the bytes it prints.

use super::super::{Cluster, TABLE, Trouble};
use crate::facts::observation::Cause;
use crate::facts::table::Column;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::fmt::{self, Write};

/// The printed cells of the row at hand.
#[derive(Debug, Clone, Default)]
pub struct Cells {
    /// Whether the row says of its pod that it ended well.
    pub succeeded: bool,
    text: String,
    ends: Vec<usize>,
}

impl Cells {
    /// One cell, empty where the row has none there.
    pub fn at(&self, index: usize) -> &str {
        let start = match index.checked_sub(1) {
            None => 0,
            Some(before) => self.ends.get(before).copied().unwrap_or(self.text.len()),
        };
        let end = self.ends.get(index).copied().unwrap_or(start);
        &self.text[start..end]
    }

    fn clear(&mut self) {
        self.succeeded = false;
        self.text.clear();
        self.ends.clear();
    }
}

/// What of a table is not a row.
#[derive(Debug, Default)]
struct Head {
    kind: String,
    next: Option<String>,
}

/// Reads the table of a path as it flows in. `begin` gets the columns before the first row, `row`
/// each row.
///
/// # Errors
/// Whatever keeps it from being read to its end.
pub async fn table<S: Send + 'static>(
    cluster: &Cluster,
    path: &str,
    state: S,
    begin: fn(&mut S, &[Column]),
    row: fn(&mut S, &Cells),
) -> Result<S, Trouble> {
    let parsed = super::parse(cluster, path, TABLE, move |source| {
        let mut reading = Reading {
            state,
            begin,
            row,
            cells: Cells::default(),
            begun: false,
        };
        let mut json = serde_json::Deserializer::from_reader(source);
        let head = WholeSeed(&mut reading).deserialize(&mut json)?;
        json.end()?;
        Ok((head, reading.state))
    });
    let (head, state) = parsed.await?;
    super::must_be_whole(head.next.as_deref())?;
    match head.kind.as_str() {
        "Table" => Ok(state),
        other => Err(Trouble::new(
            Cause::Malformed,
            format!("a Table was asked for, and {other:?} came"),
        )),
    }
}

struct Reading<S> {
    state: S,
    begin: fn(&mut S, &[Column]),
    row: fn(&mut S, &Cells),
    cells: Cells,
    begun: bool,
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "camelCase")]
enum Field {
    Kind,
    Metadata,
    ColumnDefinitions,
    Rows,
    Cells,
    Conditions,
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct ListMeta {
    #[serde(rename = "continue")]
    next: Option<String>,
}

struct WholeSeed<'a, S>(&'a mut Reading<S>);

impl<'de, S> DeserializeSeed<'de> for WholeSeed<'_, S> {
    type Value = Head;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Head, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de, S> Visitor<'de> for WholeSeed<'_, S> {
    type Value = Head;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a Table")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Head, A::Error> {
        let mut head = Head::default();
        let reading = self.0;
        while let Some(field) = map.next_key()? {
            match field {
                Field::Kind => head.kind = map.next_value()?,
                Field::Metadata => {
                    head.next = map.next_value::<Option<ListMeta>>()?.and_then(|m| m.next);
                }
                Field::ColumnDefinitions => {
                    let columns: Option<Vec<Value>> = map.next_value()?;
                    let columns: Vec<Column> = columns
                        .iter()
                        .flatten()
                        .map(super::super::rows::column)
                        .collect();
                    (reading.begin)(&mut reading.state, &columns);
                    reading.begun = true;
                }
                Field::Rows if !reading.begun => {
                    // kube-apiserver writes the columns first; rows before them mean nothing yet.
                    let none: Option<Vec<IgnoredAny>> = map.next_value()?;
                    if none.is_some_and(|rows| !rows.is_empty()) {
                        return Err(serde::de::Error::custom("rows before their columns"));
                    }
                }
                Field::Rows => map.next_value_seed(RowsSeed(reading))?,
                Field::Cells | Field::Conditions | Field::Other => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(head)
    }
}

struct RowsSeed<'a, S>(&'a mut Reading<S>);

impl<'de, S> DeserializeSeed<'de> for RowsSeed<'_, S> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de, S> Visitor<'de> for RowsSeed<'_, S> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("rows")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        let reading = self.0;
        while rows
            .next_element_seed(RowSeed(&mut reading.cells))?
            .is_some()
        {
            (reading.row)(&mut reading.state, &reading.cells);
        }
        Ok(())
    }
}

struct RowSeed<'a>(&'a mut Cells);

impl<'de> DeserializeSeed<'de> for RowSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RowSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.0.clear();
        while let Some(field) = map.next_key()? {
            match field {
                Field::Cells => map.next_value_seed(CellsSeed(self.0))?,
                Field::Conditions => {
                    let conditions: Option<Vec<Value>> = map.next_value()?;
                    self.0.succeeded = conditions.iter().flatten().any(has_succeeded);
                }
                Field::Kind
                | Field::Metadata
                | Field::ColumnDefinitions
                | Field::Rows
                | Field::Other => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// `{type: Completed, status: True, reason: Succeeded}`, as the rows of finished pods have it.
fn has_succeeded(condition: &Value) -> bool {
    condition["type"] == "Completed"
        && condition["status"] == "True"
        && condition["reason"] == "Succeeded"
}

struct CellsSeed<'a>(&'a mut Cells);

impl<'de> DeserializeSeed<'de> for CellsSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for CellsSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cells")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut cells: A) -> Result<(), A::Error> {
        while cells
            .next_element_seed(CellSeed(&mut self.0.text))?
            .is_some()
        {
            self.0.ends.push(self.0.text.len());
        }
        Ok(())
    }
}

/// One cell, printed at the end of a text.
struct CellSeed<'a>(&'a mut String);

impl<'de> DeserializeSeed<'de> for CellSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl CellSeed<'_> {
    fn print(self, value: impl fmt::Display) {
        // Writing to a String cannot fail.
        let _ = write!(self.0, "{value}");
    }
}

impl<'de> Visitor<'de> for CellSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a cell")
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.0.push_str(text);
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.print(value);
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.print(value);
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.print(value);
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.print(value);
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}
