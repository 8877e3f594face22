//! `helm` is never answered: its reads keep release state in a Secret, and the rest changes things.

use super::Class;
use super::expand::Word;
use super::reason::{Why, not_ours};
use super::verbs::{known, unanswered};
use super::word_list;

/// Classes the words after `helm`.
pub(super) fn read(words: &[Word]) -> Class {
    let mut plain = Vec::new();
    let mut rest = words.iter().map(|word| word.text.as_str());
    while let Some(word) = rest.next() {
        if word_list("helm-valued").has(word) {
            rest.next();
        } else if !word.starts_with('-') {
            plain.push(word);
        }
    }
    let verb = plain.first().copied().unwrap_or("");
    let sub = plain.get(1).copied().unwrap_or("");
    if matches!(verb, "version" | "env" | "help" | "") {
        return not_ours(Why::LocalVersion, "helm version");
    }
    let shown = format!("helm {verb}");
    let whole = format!("{shown} {sub}");
    known(&shown, sub, whole.trim()).unwrap_or_else(|| unanswered("helm", verb, &shown))
}
