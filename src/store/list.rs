//! The records of a directory, and names: a file name may be written in composed (NFC) or
//! decomposed (NFD) Hangul, and both mean one record.

use super::StoreError;
use super::draft::parent;
use chrono::NaiveDate;
use std::fs;
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
pub fn list(dir: &Path) -> Result<Vec<RecordFile>, StoreError> {
    let failed = |error| StoreError::io("read", dir, error);
    let mut records = Vec::new();
    for entry in fs::read_dir(dir).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        // The directory itself says so of most; only a link has to be followed.
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if let Some(record) = record_file(entry.path())
            && (is_file || record.path.is_file())
        {
            records.push(record);
        }
    }
    records.sort_by(|a, b| (&a.name, &a.path).cmp(&(&b.name, &b.path)));
    Ok(records)
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
    let twin = path
        .file_name()
        .and_then(|name| twin(parent(path), name.to_str()?).ok()?);
    twin.unwrap_or_else(|| path.to_owned())
}

/// The file of a directory whose name is the same up to the Unicode form.
fn twin(dir: &Path, name: &str) -> io::Result<Option<PathBuf>> {
    let wanted: String = name.nfc().collect();
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let same = entry
            .file_name()
            .to_str()
            .is_some_and(|name| name.nfc().eq(wanted.chars()));
        if same {
            return Ok(Some(entry.path()));
        }
    }
    Ok(None)
}

/// Whether a directory has a file of this name, in either Unicode form.
pub fn is_taken(dir: &Path, name: &str) -> Result<bool, StoreError> {
    let twin = twin(dir, name).map_err(|error| StoreError::io("read", dir, error))?;
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
