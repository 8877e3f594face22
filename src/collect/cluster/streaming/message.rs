//! A message of the binary form, read by serde with a table of its fields: as the JSON of its object, or as
//! a struct of some of them.

use super::protobuf::{Broken, Fields, Held};
use crate::facts::message::{Form, Row};
use chrono::{DateTime, SecondsFormat};
use serde::de::{
    DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Map, Value};

/// A message and what its fields are.
#[derive(Clone, Copy)]
pub(super) struct Message<'a>(pub Fields<'a>, pub &'static [Row]);

impl<'de> Deserializer<'de> for Message<'de> {
    type Error = Broken;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Broken> {
        visitor.visit_map(Members {
            rest: self.0,
            rows: self.1,
            read: 0,
            value: None,
        })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// The fields of a message that its table names and that are not absent.
struct Members<'a> {
    rest: Fields<'a>,
    rows: &'static [Row],
    /// The numbers that were there, a bit each.
    read: u64,
    value: Option<Member<'a>>,
}

impl<'de> MapAccess<'de> for Members<'de> {
    type Error = Broken;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        key: K,
    ) -> Result<Option<K::Value>, Broken> {
        for field in self.rest.by_ref() {
            let (number, held) = field?;
            let Some((_, name, form)) = self.rows.iter().find(|row| row.0 == number) else {
                continue;
            };
            let bit = 1 << number;
            if self.read & bit == 0 && !is_absent(held, *form)? {
                self.read |= bit;
                self.value = Some(Member {
                    number,
                    held,
                    form: *form,
                    rest: self.rest,
                });
                return key.deserialize((*name).into_deserializer()).map(Some);
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, value: V) -> Result<V::Value, Broken> {
        value.deserialize(self.value.take().ok_or(Broken)?)
    }
}

/// Whether a field holds what JSON leaves out.
fn is_absent(held: Held<'_>, form: Form) -> Result<bool, Broken> {
    Ok(match form {
        Form::Text | Form::Texts => held.bytes().is_empty(),
        Form::Count => held.number() == 0,
        Form::Time => seconds(held)? == 0,
        Form::Number | Form::Flag | Form::Pairs | Form::One(_) | Form::Many(_) => false,
    })
}

/// A field, and those behind it: more of a list may be among them.
struct Member<'a> {
    number: u32,
    held: Held<'a>,
    form: Form,
    rest: Fields<'a>,
}

impl<'a> Member<'a> {
    /// The next field of the same number.
    fn next(&mut self) -> Result<Option<Held<'a>>, Broken> {
        for field in self.rest.by_ref() {
            let (number, held) = field?;
            if number == self.number && !is_absent(held, self.form)? {
                return Ok(Some(held));
            }
        }
        Ok(None)
    }
}

impl<'de> Deserializer<'de> for Member<'de> {
    type Error = Broken;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Broken> {
        match self.form {
            Form::Text => visitor.visit_string(self.held.text()),
            Form::Number | Form::Count => visitor.visit_i64(self.held.number()),
            Form::Flag => visitor.visit_bool(self.held.number() != 0),
            Form::Time => {
                let at = DateTime::from_timestamp(seconds(self.held)?, 0).ok_or(Broken)?;
                visitor.visit_string(at.to_rfc3339_opts(SecondsFormat::Secs, true))
            }
            Form::One(rows) => Message(self.held.fields(), rows).deserialize_any(visitor),
            Form::Texts | Form::Many(_) => visitor.visit_seq(List(self, true)),
            Form::Pairs => visitor.visit_map(Pairs(Some(self.held), self)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Broken> {
        visitor.visit_some(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Broken> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
    }
}

/// All fields of one number, and whether the first is still to be told.
struct List<'a>(Member<'a>, bool);

impl<'de> SeqAccess<'de> for List<'de> {
    type Error = Broken;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Broken> {
        let first = std::mem::take(&mut self.1).then_some(self.0.held);
        let Some(held) = first.map_or_else(|| self.0.next(), |first| Ok(Some(first)))? else {
            return Ok(None);
        };
        let form = match self.0.form {
            Form::Many(rows) => Form::One(rows),
            _ => Form::Text,
        };
        seed.deserialize(Member {
            held,
            form,
            ..self.0
        })
        .map(Some)
    }
}

/// The pairs of a map, the first of them where it is still to be told.
struct Pairs<'a>(Option<Held<'a>>, Member<'a>);

impl<'de> MapAccess<'de> for Pairs<'de> {
    type Error = Broken;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        key: K,
    ) -> Result<Option<K::Value>, Broken> {
        let Some(pair) = self
            .0
            .take()
            .map_or_else(|| self.1.next(), |first| Ok(Some(first)))?
        else {
            return Ok(None);
        };
        self.1.held = pair;
        key.deserialize(text(pair, 1)?.into_deserializer())
            .map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, value: V) -> Result<V::Value, Broken> {
        value.deserialize(text(self.1.held, 2)?.into_deserializer())
    }
}

/// `metav1.Time`: 1 seconds. One that no calendar has is none.
fn seconds(held: Held<'_>) -> Result<i64, Broken> {
    let seconds = part(held, 1)?.map_or(0, Held::number);
    Ok(DateTime::from_timestamp(seconds, 0).map_or(0, |_| seconds))
}

fn text(held: Held<'_>, number: u32) -> Result<String, Broken> {
    Ok(part(held, number)?.map(Held::text).unwrap_or_default())
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

/// The same fields of an object that came as JSON, so that the form in which it came makes no difference.
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

impl Error for Broken {
    fn custom<T: std::fmt::Display>(_: T) -> Broken {
        Broken
    }
}

#[cfg(test)]
mod tests;
