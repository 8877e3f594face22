//! JSON values, one after another. As in YAML, a key that stands twice is an error: either value could be
//! the wrong one. Depth is bounded by serde_json.

use super::{Documents, Problem, Weight, yaml};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::fmt;

/// Reads the values that `kubectl get -o json` of several commands leaves.
pub(super) fn documents(source: &str) -> Documents {
    let mut documents = Documents::default();
    let mut stream = serde_json::Deserializer::from_str(source).into_iter::<Strict>();
    loop {
        let start = stream.byte_offset();
        let blank = source[start..].len() - source[start..].trim_start().len();
        let line = source[..start + blank].matches('\n').count() + 1;
        match stream.next() {
            Some(Ok(Strict(value))) => documents.values.push((line, value)),
            None => return documents,
            Some(Err(error)) => {
                // A flow mapping of YAML may begin like JSON.
                let flow = yaml::documents(source);
                if flow.broken.is_none() {
                    return flow;
                }
                documents.broken = Some(Problem {
                    line: error.line(),
                    column: error.column().max(1),
                    weight: Weight::Broken,
                    message: format!("not valid JSON: {}", without_place(&error)),
                });
                return documents;
            }
        }
    }
}

/// What serde_json says, without the line and column that are told beside it.
fn without_place(error: &serde_json::Error) -> String {
    let said = error.to_string();
    match said.rsplit_once(" at line ") {
        Some((said, _)) => said.to_string(),
        None => said,
    }
}

/// A value in whose maps no key stands twice with different values.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Strict, D::Error> {
        deserializer.deserialize_any(Values).map(Strict)
    }
}

struct Values;

impl<'de> Visitor<'de> for Values {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        let number = Number::from_f64(number).ok_or_else(|| E::custom("not a number"))?;
        Ok(Value::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.into()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            all.push(item);
        }
        Ok(Value::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some((key, Strict(value))) = entries.next_entry::<String, Strict>()? {
            if all.get(&key).is_some_and(|known| known != &value) {
                return Err(A::Error::custom(format!("the key {key:?} stands twice")));
            }
            all.insert(key, value);
        }
        Ok(Value::Object(all))
    }
}
