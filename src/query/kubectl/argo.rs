//! `kubectl argo rollouts get|status|list`: the plugin's own picture of a Rollout is not drawn, the Rollout itself is
//! looked at, as with `kubectl describe`.

use super::super::Class;
use super::super::Query;
use super::super::expand::Word;
use super::super::reason::{Why, not_ours, refused};
use super::super::vars::Vars;
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
    let rest = match verb.as_str() {
        // `get rollout NAME`, `list rollouts`: the kind is the only one with that name.
        "get" | "list" => match split_verb(&rest) {
            Some((kind, rest)) if matches!(kind.as_str(), "rollout" | "rollouts" | "ro") => rest,
            _ => return Err(not_ours(Why::ReadVerb, &shown)),
        },
        "status" => rest,
        "abort" | "create" | "pause" | "promote" | "restart" | "retry" | "set" | "terminate"
        | "undo" => {
            return Err(refused(Why::ChangesCluster, &shown));
        }
        "dashboard" => return Err(refused(Why::OpensTunnel, &shown)),
        "lint" | "version" | "completion" | "help" => return Err(not_ours(Why::ReadVerb, &shown)),
        _ => return Err(not_ours(Why::UnknownVerb, &shown)),
    };
    // Looked at once.
    let watches = |word: &Word| matches!(word.text.as_str(), "--watch" | "-w" | "--watch=false");
    let rest = rest.into_iter().filter(|word| !watches(word));
    let described = ["describe", "rollouts.argoproj.io"].map(Word::plain);
    let words: Vec<Word> = described.into_iter().chain(rest).collect();
    super::read(&words, "kubectl", env, vars)
}
