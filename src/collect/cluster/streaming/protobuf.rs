//! The API server's binary form of a list, read as it flows in. It costs the server a fraction of
//! what JSON does, and us less. Only the wire's own grammar is here: what a field means, its message
//! knows.
//!
//! Source: the wire format of Protocol Buffers, and the envelope of
//! `k8s.io/apimachinery/pkg/runtime/serializer/protobuf`: the bytes `k8s\0` and a `runtime.Unknown`,
//! whose `raw` is the list.

use super::super::Trouble;
use crate::collect::seam::weight;
use crate::facts::observation::Cause;
use std::io::{ErrorKind, Read};

/// The four bytes that such an answer begins with.
const MAGIC: [u8; 4] = *b"k8s\0";
/// The largest message that is taken; etcd's own bound is a tenth of it.
const LARGEST_MESSAGE: u64 = 16 << 20;

/// One field of a message: its number and what it holds.
pub(super) type Field<'a> = (u32, Held<'a>);

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held<'a> {
    /// A number, or true and false.
    Number(u64),
    /// A text, or a message.
    Bytes(&'a [u8]),
    /// A fixed-width number, which no field that we read is.
    Fixed,
}

impl<'a> Held<'a> {
    /// The bytes of a field, none if it holds a number.
    pub(super) fn bytes(self) -> &'a [u8] {
        match self {
            Held::Bytes(bytes) => bytes,
            Held::Number(_) | Held::Fixed => &[],
        }
    }

    pub(super) fn text(self) -> String {
        String::from_utf8_lossy(self.bytes()).into_owned()
    }

    /// The number of a field, 0 if it holds none.
    pub(super) fn number(self) -> i64 {
        match self {
            Held::Number(number) => number as i64,
            Held::Bytes(_) | Held::Fixed => 0,
        }
    }

    /// The fields of the message that a field holds.
    pub(super) fn fields(self) -> Fields<'a> {
        Fields(self.bytes())
    }
}

/// The fields of a message, in the order in which they are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<'a>(pub &'a [u8]);

impl<'a> Iterator for Fields<'a> {
    type Item = Result<Field<'a>, Broken>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let field = self.field();
        if field.is_none() {
            self.0 = &[];
        }
        Some(field.ok_or(Broken))
    }
}

impl<'a> Fields<'a> {
    fn field(&mut self) -> Option<Field<'a>> {
        let (number, wire) = split(self.varint()?);
        let held = match wire {
            0 => Held::Number(self.varint()?),
            1 => self.take(8).map(|_| Held::Fixed)?,
            2 => {
                let length = usize::try_from(self.varint()?).ok()?;
                Held::Bytes(self.take(length)?)
            }
            5 => self.take(4).map(|_| Held::Fixed)?,
            _ => return None,
        };
        Some((number, held))
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0u64;
        for (at, byte) in self.0.iter().take(10).enumerate() {
            value |= u64::from(byte & 0x7f) << (7 * at);
            if byte & 0x80 == 0 {
                self.0 = &self.0[at + 1..];
                return Some(value);
            }
        }
        None
    }
}

/// Reads a list, handing on the bytes of each item. Returns the continuation, empty if there is
/// none.
///
/// # Errors
/// Another kind than the one asked for, a stream that stops in the middle, anything that is not of
/// the form.
pub(super) fn list(
    source: impl Read,
    kind: &str,
    mut item: impl FnMut(&[u8]) -> Result<(), Trouble>,
) -> Result<String, Trouble> {
    let mut wire = Wire { source, read: 0 };
    let mut magic = [0; 4];
    wire.exactly(&mut magic)?;
    if magic != MAGIC {
        return Err(broken());
    }
    let (mut next, mut listed, mut buffer) = (String::new(), false, Vec::new());
    while let Some(tag) = wire.tag()? {
        match split(tag) {
            (1, 2) => {
                wire.message(&mut buffer)?;
                is_of_kind(&buffer, kind)?;
            }
            (2, 2) => {
                let length = wire.varint()?;
                let end = wire.read.saturating_add(length);
                while wire.read < end {
                    match split(wire.varint()?) {
                        (1, 2) => {
                            wire.message(&mut buffer)?;
                            next = continuation(&buffer)?;
                        }
                        (2, 2) => {
                            wire.message(&mut buffer)?;
                            item(&buffer)?;
                        }
                        (_, form) => wire.skip(form)?,
                    }
                }
                if wire.read != end {
                    return Err(broken());
                }
                listed = true;
            }
            (_, form) => wire.skip(form)?,
        }
    }
    if listed {
        Ok(next)
    } else {
        Err(super::super::rows::not_a_list())
    }
}

/// `TypeMeta`: 1 apiVersion, 2 kind.
fn is_of_kind(message: &[u8], kind: &str) -> Result<(), Trouble> {
    for field in Fields(message) {
        let (number, held) = field?;
        if number == 2 && held.text() != kind {
            let words = format!("a {kind} was asked for, and {:?} came", held.text());
            return Err(Trouble::new(Cause::Malformed, words));
        }
    }
    Ok(())
}

/// `ListMeta`: 3 continue.
fn continuation(message: &[u8]) -> Result<String, Trouble> {
    let mut next = String::new();
    for field in Fields(message) {
        let (number, held) = field?;
        if number == 3 {
            next = held.text();
        }
    }
    Ok(next)
}

fn split(tag: u64) -> (u32, u8) {
    (u32::try_from(tag >> 3).unwrap_or(0), (tag & 7) as u8)
}

/// A message that is not of the form. Small: each field of each pod may be it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the binary answer is broken")]
pub struct Broken;

impl From<Broken> for Trouble {
    fn from(_: Broken) -> Trouble {
        broken()
    }
}

fn broken() -> Trouble {
    Trouble::new(Cause::Malformed, "the binary answer is broken")
}

/// A stream of fields.
struct Wire<R> {
    source: R,
    /// How many bytes were read.
    read: u64,
}

impl<R: Read> Wire<R> {
    fn exactly(&mut self, buffer: &mut [u8]) -> Result<(), Trouble> {
        self.read += buffer.len() as u64;
        self.source.read_exact(buffer).map_err(|error| {
            let cause = match error.kind() {
                ErrorKind::UnexpectedEof => Cause::CutOff,
                ErrorKind::FileTooLarge => return weight::too_large(),
                _ => Cause::Malformed,
            };
            Trouble::new(cause, format!("the binary answer is broken: {error}"))
        })
    }

    /// A tag, or the end of the stream.
    fn tag(&mut self) -> Result<Option<u64>, Trouble> {
        let mut first = [0; 1];
        let found = self.source.read(&mut first);
        let found = found.map_err(|error| Trouble::new(Cause::Malformed, error.to_string()))?;
        if found == 0 {
            return Ok(None);
        }
        self.read += 1;
        self.rest_of_varint(first[0]).map(Some)
    }

    fn varint(&mut self) -> Result<u64, Trouble> {
        let mut first = [0; 1];
        self.exactly(&mut first)?;
        self.rest_of_varint(first[0])
    }

    fn rest_of_varint(&mut self, first: u8) -> Result<u64, Trouble> {
        let (mut value, mut byte, mut shift) = (u64::from(first & 0x7f), [first; 1], 0);
        while byte[0] & 0x80 != 0 {
            shift += 7;
            if shift > 63 {
                return Err(broken());
            }
            self.exactly(&mut byte)?;
            value |= u64::from(byte[0] & 0x7f) << shift;
        }
        Ok(value)
    }

    /// The bytes of a message.
    fn message(&mut self, buffer: &mut Vec<u8>) -> Result<(), Trouble> {
        let length = self.varint()?;
        if length > LARGEST_MESSAGE {
            let words = "one object is larger than 16 MiB";
            return Err(Trouble::new(Cause::TooLarge, words));
        }
        buffer.resize(usize::try_from(length).unwrap_or(0), 0);
        self.exactly(buffer)
    }

    fn skip(&mut self, form: u8) -> Result<(), Trouble> {
        match form {
            0 => self.varint().map(|_| ()),
            1 => self.exactly(&mut [0; 8]),
            2 => self.message(&mut Vec::new()),
            5 => self.exactly(&mut [0; 4]),
            _ => Err(broken()),
        }
    }
}

#[cfg(test)]
mod tests;
