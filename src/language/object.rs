//! Paths into objects.

use super::words::FIELD_ROOTS;

/// Whether a word is a path into an object: `.status.phase`, `spec.replicas`.
pub(super) fn is_path(word: &str) -> bool {
    let (dotted, plain) = match word.strip_prefix('.') {
        Some(rest) => (true, rest),
        None => (false, word),
    };
    let parts: Vec<&str> = plain.split('.').collect();
    let is_key = |part: &&str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part.chars().all(|c| c.is_ascii_alphanumeric())
    };
    parts.iter().all(is_key) && (dotted || parts.len() > 1 && FIELD_ROOTS.contains(&parts[0]))
}
