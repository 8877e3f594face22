//! What was told, in a file of the workspace that is committed with the records: one line a thing, sorted,
//! so that two runs which found the same write the same bytes. It stands beside the records and not in
//! them, as a record without a region has no other place, and an item that is `[ ]` no byte to change.

use crate::error::Error;
use crate::facts::news::{Key, Memory, What};
use crate::facts::span::Span;
use crate::record::edit::Edit;
use crate::store::{self, Reach, StoreError};
use std::path::Path;

/// Its folder and name, below the workspace.
const FOLDER: &str = ".kiro/report";
const NAME: &str = "told.jsonl";
/// The way to it.
pub(super) const PATH: &str = ".kiro/report/told.jsonl";

/// Reads it; one that is not there is empty. A line that is none, as of a merge, is left out: what it
/// remembered is told once more.
pub(super) fn read(root: &Path) -> Result<Memory, Error> {
    match store::stands(&root.join(FOLDER), Reach::Within(root), NAME) {
        Ok(true) => {
            let text = store::read_text(&root.join(FOLDER).join(NAME), Reach::Within(root))?;
            Ok(parsed(&text))
        }
        Ok(false) => Ok(Memory::default()),
        Err(error) => Err(error.into()),
    }
}

/// Writes it where it changed.
pub(super) fn write(root: &Path, memory: &Memory) -> Result<(), Error> {
    let (folder, reach) = (root.join(FOLDER), Reach::Within(root));
    let text = written(memory);
    if store::stands(&folder, reach, NAME)? {
        store::update::<StoreError>(&folder.join(NAME), reach, |old| {
            let whole = Span::new(0, old.len());
            Ok(vec![Edit::replace(old, whole, text.as_str())])
        })?;
    } else if !text.is_empty() {
        store::create_new(&folder, reach, NAME, &text)?;
    }
    Ok(())
}

fn parsed(text: &str) -> Memory {
    let entry = |line: &str| -> Option<(Key, String)> {
        let (word, path, name, why): (String, String, String, String) =
            serde_json::from_str(line).ok()?;
        let what = What::ALL.into_iter().find(|what| what.word() == word)?;
        Some(((path, name, what), why))
    };
    Memory::of(text.lines().filter_map(entry))
}

fn written(memory: &Memory) -> String {
    let line = |((path, name, what), why): (&Key, &str)| {
        let line = serde_json::to_string(&(what.word(), path, name, why));
        line.unwrap_or_default() + "\n"
    };
    memory.entries().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_a_merge_loses_no_more_than_its_lines() {
        let key = |path: &str, name: &str, what| (path.to_owned(), name.to_owned(), what);
        let memory = Memory::of([
            (key("b.md", "pods", What::Failed), String::new()),
            (key("a \t\"한글\".md", "", What::Error), String::new()),
            (key("b.md", "logs", What::Unseen), "Gateway ops".into()),
        ]);
        let text = written(&memory);
        assert_eq!(text.lines().count(), 3);
        assert_eq!(parsed(&text), memory);
        let merged = format!("<<<<<<< ours\n{text}=======\n[\"failed\",1]\n>>>>>>> theirs\n");
        assert_eq!(parsed(&merged), memory);
    }
}
