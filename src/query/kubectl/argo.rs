//! `kubectl argo rollouts get|status|list`: the plugin's own picture of a Rollout is not drawn, the Rollout itself is
//! looked at, as with `kubectl describe`.

use super::super::Class;
use super::super::Query;
use super::super::expand::Word;
use super::super::reason::{Why, not_ours};
use super::super::vars::Vars;
use super::super::verbs::unanswered;
use super::split_verb;

/// Reads the words after `kubectl argo`.
pub(super) fn read(
    words: &[Word],
    env: &[(String, Word)],
    vars: &Vars,
) -> Result<(Query, Vec<String>), Class> {
    match split_verb(words) {
        Some((plugin, rest)) if plugin == "rollouts" => rollouts(&rest, env, vars),
        _ => Err(not_ours(Why::UnknownVerb, "kubectl argo")),
    }
}

/// Reads the words after `kubectl argo rollouts`.
pub(in crate::query) fn rollouts(
    words: &[Word],
    env: &[(String, Word)],
    vars: &Vars,
) -> Result<(Query, Vec<String>), Class> {
    let program = "kubectl argo rollouts";
    let Some((verb, rest)) = split_verb(words) else {
        return Err(not_ours(Why::NoTarget, program));
    };
    let shown = format!("{program} {verb}");
    let is_rollout = |kind: &str| matches!(kind, "rollout" | "rollouts" | "ro");
    let rest = match (verb.as_str(), split_verb(&rest)) {
        // `get rollout NAME`, `list rollouts`: the kind is the only one with that name.
        ("get" | "list", Some((kind, rest))) if is_rollout(&kind) => rest,
        ("status", _) => rest,
        _ => return Err(unanswered(program, &verb, &shown)),
    };
    // Looked at once.
    let watches = |word: &Word| matches!(word.text.as_str(), "--watch" | "-w" | "--watch=false");
    let rest = rest.into_iter().filter(|word| !watches(word));
    let described = ["describe", "rollouts.argoproj.io"].map(Word::plain);
    let words: Vec<Word> = described.into_iter().chain(rest).collect();
    super::read(&words, "kubectl", env, vars)
}
