//! A message of the binary form as the JSON of its object, by a table of its fields.

use super::protobuf::{Broken, Fields, Held};
use crate::facts::message::{Form, Row};
use chrono::{DateTime, SecondsFormat};
use serde_json::{Map, Value};

/// The object that a message is.
///
/// # Errors
/// A message that is not of the form.
pub(super) fn object(fields: Fields<'_>, rows: &[Row]) -> Result<Value, Broken> {
    let mut object = Map::new();
    for field in fields {
        let (number, held) = field?;
        let Some((_, name, form)) = rows.iter().find(|row| row.0 == number) else {
            continue;
        };
        let Some(value) = value(held, *form)? else {
            continue;
        };
        match (form, object.get_mut(*name)) {
            (Form::Texts | Form::Many(_), Some(Value::Array(all))) => all.push(value),
            (Form::Texts | Form::Many(_), _) => {
                object.insert((*name).into(), Value::Array(vec![value]));
            }
            (Form::Pairs, Some(Value::Object(all))) => {
                if let Value::Object(pair) = value {
                    all.extend(pair);
                }
            }
            _ => {
                object.insert((*name).into(), value);
            }
        }
    }
    Ok(Value::Object(object))
}

/// The same of an object that came as JSON, so that the form in which it came makes no difference.
pub(crate) fn named(object: &Value, rows: &[Row]) -> Value {
    let field = |(_, name, form): &Row| {
        let value = object.get(*name).filter(|value| !value.is_null())?;
        let value = match (form, value) {
            (Form::One(rows), value) => named(value, rows),
            (Form::Many(rows), Value::Array(all)) => {
                all.iter().map(|one| named(one, rows)).collect()
            }
            (_, value) => value.clone(),
        };
        Some(((*name).to_owned(), value))
    };
    rows.iter().filter_map(field).collect::<Map<_, _>>().into()
}

fn value(held: Held<'_>, form: Form) -> Result<Option<Value>, Broken> {
    Ok(match form {
        Form::Text | Form::Texts => Some(held.text())
            .filter(|text| !text.is_empty())
            .map(Value::String),
        Form::Number => Some(held.number().into()),
        Form::Count => Some(held.number())
            .filter(|count| *count != 0)
            .map(Value::from),
        Form::Flag => Some((held.number() != 0).into()),
        Form::Time => {
            let seconds = part(held, 1)?.map_or(0, Held::number);
            let at = DateTime::from_timestamp(seconds, 0).filter(|_| seconds != 0);
            at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true).into())
        }
        Form::Pairs => {
            let text = |number| Ok(part(held, number)?.map(Held::text).unwrap_or_default());
            Some(Map::from_iter([(text(1)?, text(2)?.into())]).into())
        }
        Form::One(rows) | Form::Many(rows) => Some(object(held.fields(), rows)?),
    })
}

/// The field of a number in a message.
fn part(held: Held<'_>, wanted: u32) -> Result<Option<Held<'_>>, Broken> {
    let mut found = None;
    for field in held.fields() {
        let (number, held) = field?;
        if number == wanted {
            found = Some(held);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests;
