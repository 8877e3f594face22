//! What is written for a person to paste into a POSIX shell. Nothing of it is ever run here.

/// A word, quoted where it must be.
pub(crate) fn word(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=,:@%+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        text(word)
    }
}

/// A text in quotes, whatever is in it.
pub(crate) fn text(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}
