//! The records of a directory, and names: a file name may be written in composed (NFC) or
//! decomposed (NFD) Hangul, and both mean one record.

use super::draft::{self, parent};
use super::open::{self, Missing, Reach};
use super::{Action, StoreError};
use chrono::NaiveDate;
use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

/// A record's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordFile {
    /// Where it is, as the directory has it.
    pub path: PathBuf,
    /// Its name in NFC: `2025-12-05-alloy-tolerations-fix.md`.
    pub name: String,
    /// The date of the name.
    pub date: NaiveDate,
    /// The rest of the name, NFC: `alloy-tolerations-fix`.
    pub slug: String,
}

/// The records of a directory (`YYYY-MM-DD-slug.md`) by name, whatever order the directory has.
/// Other files, README.md among them, and directories are none.
pub fn list(dir: &Path, reach: Reach) -> Result<Vec<RecordFile>, StoreError> {
    let held = open::dir(dir, reach, Missing::Told)?;
    let entries =
        draft::entries(&held).map_err(|error| StoreError::io(Action::Read, dir, error))?;
    let mut records: Vec<RecordFile> = entries
        .into_iter()
        .filter_map(|(name, kind)| Some((record_file(dir.join(name))?, kind)))
        // The directory itself says so of most; only a link has to be followed.
        .filter(|(record, kind)| kind.is_file() || record.path.is_file())
        .map(|(record, _)| record)
        .collect();
    records.sort_by(|a, b| (&a.name, &a.path).cmp(&(&b.name, &b.path)));
    Ok(records)
}

/// The names in a directory, in its order.
pub fn names(dir: &Path, reach: Reach) -> Result<Vec<OsString>, StoreError> {
    let held = open::dir(dir, reach, Missing::Told)?;
    draft::names(&held).map_err(|error| StoreError::io(Action::Read, dir, error))
}

fn record_file(path: PathBuf) -> Option<RecordFile> {
    let name: String = path.file_name()?.to_str()?.nfc().collect();
    let stem = name.strip_suffix(".md")?;
    let (date, rest) = stem.split_at_checked(10)?;
    let slug = rest
        .strip_prefix('-')
        .filter(|slug| !slug.is_empty())?
        .to_owned();
    let is_padded = date.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let date = NaiveDate::parse_from_str(date, "%Y-%m-%d")
        .ok()
        .filter(|_| is_padded)?;
    Some(RecordFile {
        path,
        name,
        date,
        slug,
    })
}

/// The path as the file system has it: the name may be there in the other Unicode form. A path to
/// nothing is given back as it is.
pub fn locate(path: &Path) -> PathBuf {
    if path.exists() {
        return path.to_owned();
    }
    let dir = parent(path);
    let name = path.file_name().and_then(|name| name.to_str());
    let twin = name.and_then(|name| twin(&File::open(dir).ok()?, name).ok()?);
    twin.map_or_else(|| path.to_owned(), |name| dir.join(name))
}

/// The name in a directory that is the same up to the Unicode form.
pub(super) fn twin(dir: &File, name: &str) -> io::Result<Option<OsString>> {
    let wanted: String = name.nfc().collect();
    let is_same = |name: &OsString| {
        let name = name.to_str();
        name.is_some_and(|name| name.nfc().eq(wanted.chars()))
    };
    Ok(draft::names(dir)?.into_iter().find(is_same))
}

/// Whether a directory has a file of this name, in either Unicode form. One that is not there has none.
pub fn stands(dir: &Path, reach: Reach, name: &str) -> Result<bool, StoreError> {
    let held = match open::dir(dir, reach, Missing::Told) {
        Err(error) if error.is_missing() => return Ok(false),
        held => held?,
    };
    let twin = twin(&held, name).map_err(|error| StoreError::io(Action::Read, dir, error))?;
    Ok(twin.is_some())
}

/// The name in NFC, then with `-2`, `-3`, … before its extension.
pub(super) fn candidates(name: &str) -> impl Iterator<Item = String> {
    let name: String = name.nfc().collect();
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => (stem.to_owned(), format!(".{extension}")),
        _ => (name, String::new()),
    };
    (1..1000).map(move |n| match n {
        1 => format!("{stem}{extension}"),
        _ => format!("{stem}-{n}{extension}"),
    })
}
