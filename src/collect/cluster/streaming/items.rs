//! Objects of a list, one by one, without the bookkeeping of who wrote which field: that is half of
//! an object and nobody judges by it.

use super::super::{Cluster, JSON, Trouble};
use super::Source;
use crate::collect::seam::weight::LARGEST_BODY;
use serde::de::{
    DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde_json::{Map, Value};
use std::cell::Cell;
use std::fmt;
use std::io::{self, BufReader, Read};

/// The largest item of a list; etcd's own bound is a tenth of it.
const LARGEST: u64 = 16 << 20;

/// Reads the list of a path as it flows in, handing on each item, of which some are kept.
pub(crate) async fn items<S: Send + 'static>(
    cluster: &Cluster,
    path: &str,
    state: S,
    item: fn(&mut S, Value) -> bool,
) -> Result<S, Trouble> {
    let parsed = super::parse(cluster, path, JSON, move |form, source| {
        super::must_be_json(form)?;
        let mut state = state;
        let next = list(source, |value| item(&mut state, value))?;
        super::must_be_whole(&next)?;
        Ok(state)
    });
    parsed.await
}

/// Reads a list from its JSON, handing on each item; `take` says whether it is kept. Returns the
/// continuation, empty if there is none.
///
/// # Errors
/// Anything that is not the whole JSON of a list; an item, or items that are kept, beyond all bounds.
pub(super) fn list(source: Source, mut take: impl FnMut(Value) -> bool) -> Result<String, Trouble> {
    let left = Cell::new(LARGEST);
    let mut room = LARGEST_BODY as u64;
    let source = Rationed {
        source,
        left: &left,
    };
    // The parser takes one byte at a time, which is quick from a buffer alone; a small one, as what is in it is counted.
    let source = BufReader::with_capacity(512, source);
    let mut reading = Reading {
        take: |item| {
            let size = LARGEST - left.get();
            if take(item) {
                room = room.saturating_sub(size);
            }
            left.set(LARGEST.min(room));
        },
        next: String::new(),
        listed: false,
    };
    let mut json = serde_json::Deserializer::from_reader(source);
    let seed = Seed {
        reading: &mut reading,
        is_items: false,
    };
    let read = seed.deserialize(&mut json);
    read.and_then(|()| json.end())
        .map_err(|error| super::broken(&error))?;
    if reading.listed {
        Ok(reading.next)
    } else {
        Err(super::super::rows::not_a_list())
    }
}

/// A reader that has so much left until the next item.
struct Rationed<'a> {
    source: Source,
    left: &'a Cell<u64>,
}

impl Read for Rationed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.source.read(buffer)?;
        let left = self.left.get().checked_sub(length as u64);
        self.left.set(left.ok_or(io::ErrorKind::FileTooLarge)?);
        Ok(length)
    }
}

struct Reading<F> {
    take: F,
    next: String,
    listed: bool,
}

/// The list, or the items inside it.
struct Seed<'a, F> {
    reading: &'a mut Reading<F>,
    is_items: bool,
}

impl<'de, F: FnMut(Value)> DeserializeSeed<'de> for Seed<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        if self.is_items {
            json.deserialize_any(self)
        } else {
            json.deserialize_map(self)
        }
    }
}

impl<'de, F: FnMut(Value)> Visitor<'de> for Seed<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_items {
            "items"
        } else {
            "a list of objects"
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        if self.is_items {
            return Err(Error::invalid_type(Unexpected::Map, &self));
        }
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "items" => {
                    map.next_value_seed(Seed {
                        reading: &mut *self.reading,
                        is_items: true,
                    })?;
                    self.reading.listed = true;
                }
                "metadata" => {
                    let metadata: Value = map.next_value()?;
                    let next = metadata.get("continue").and_then(Value::as_str);
                    self.reading.next = next.unwrap_or_default().to_string();
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }

    fn visit_unit<X: Error>(self) -> Result<(), X> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element_seed(Fields::OfObject)? {
            (self.reading.take)(item);
        }
        Ok(())
    }
}

/// The fields of an object, or of its metadata.
#[derive(Clone, Copy)]
enum Fields {
    OfObject,
    OfMetadata,
}

impl<'de> DeserializeSeed<'de> for Fields {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Value, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Fields {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut kept = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            match (self, key.as_str()) {
                (Fields::OfMetadata, "managedFields") => {
                    map.next_value::<IgnoredAny>()?;
                }
                (Fields::OfObject, "metadata") => {
                    kept.insert(key, map.next_value_seed(Fields::OfMetadata)?);
                }
                (Fields::OfObject | Fields::OfMetadata, _) => {
                    kept.insert(key, map.next_value()?);
                }
            }
        }
        Ok(Value::Object(kept))
    }
}
