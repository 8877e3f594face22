//! Words of claims and items as they are shown and read.

use crate::record::{self, Snippet};

/// Sample output is shown by its first line.
pub(super) fn first_line(text: &str) -> String {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next().unwrap_or_default().trim_end();
    match lines.next() {
        Some(_) => format!("{first} …"),
        None => first.to_string(),
    }
}

/// An item's words without the commands in them.
pub(super) fn words_without_commands(text: &str, snippets: &[Snippet]) -> String {
    let mut words = text.to_string();
    for snippet in snippets {
        words = words
            .replace(&format!("`{}`", snippet.text), " ")
            .replace(&snippet.text, " ");
    }
    record::beside(&words)
}
