//! `flux get KIND [NAME]`: Flux prints columns of its own, which are not drawn; the objects themselves are looked
//! at, as with `kubectl describe`.

use super::expand::Word;
use super::reason::{Why, not_ours};
use super::vars::Vars;
use super::verbs::unanswered;
use super::{Class, Query, kubectl, word_list};

/// Reads the words after `flux`: the query and what has to be filled in.
pub(super) fn read(
    words: &[Word],
    env: &[(String, Word)],
    vars: &Vars,
) -> Result<(Query, Vec<String>), Class> {
    let Some((verb, rest)) = kubectl::split_verb(words) else {
        return Err(not_ours(Why::NoTarget, "flux"));
    };
    let shown = format!("flux {verb}");
    if verb != "get" {
        return Err(unanswered("flux", &verb, &shown));
    }
    let Some((kind, rest)) = kubectl::split_verb(&rest) else {
        return Err(not_ours(Why::NoTarget, &shown));
    };
    let (kinds, kind, rest) = match kind.as_str() {
        "sources" | "source" => match kubectl::split_verb(&rest) {
            Some((kind, rest)) => (word_list("flux-source"), kind, rest),
            None => return Err(not_ours(Why::NoTarget, &shown)),
        },
        _ => (word_list("flux-kind"), kind, rest),
    };
    let Some(resource) = kinds.value(&kind) else {
        return Err(not_ours(Why::ReadVerb, &format!("{shown} {kind}")));
    };
    let placed = |word: &Word| {
        let text = word.text.as_str();
        matches!(text, "-n" | "-A" | "--all-namespaces" | "--namespace")
            || text.starts_with("--namespace=")
            || text.starts_with("-n=")
    };
    // Looked at once, and with a heading that is not drawn either way.
    let silent = |word: &Word| matches!(word.text.as_str(), "--watch" | "-w" | "--no-header");
    let mut asked = vec![Word::plain("describe"), Word::plain(resource)];
    asked.extend(rest.iter().filter(|word| !silent(word)).cloned());
    // Where Flux itself looks when nothing is said.
    if !rest.iter().any(placed) {
        asked.extend(["--namespace", "flux-system"].map(Word::plain));
    }
    kubectl::read(&asked, "kubectl", env, vars)
}
