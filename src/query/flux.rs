//! `flux get KIND [NAME]`: Flux prints columns of its own, which are not drawn; the objects themselves are looked
//! at, as with `kubectl describe`.

use super::expand::Word;
use super::reason::{Why, not_ours};
use super::vars::Vars;
use super::verbs::unanswered;
use super::{Class, Query, kubectl};

/// What `flux get` names, and the resource that it lists.
const KINDS: &[(&[&str], &str)] = &[
    (
        &["kustomizations", "kustomization", "ks"],
        "kustomizations.kustomize.toolkit.fluxcd.io",
    ),
    (
        &["helmreleases", "helmrelease", "hr"],
        "helmreleases.helm.toolkit.fluxcd.io",
    ),
];

/// The same behind `flux get sources`.
const SOURCES: &[(&[&str], &str)] = &[
    (&["git"], "gitrepositories.source.toolkit.fluxcd.io"),
    (&["helm"], "helmrepositories.source.toolkit.fluxcd.io"),
    (&["chart"], "helmcharts.source.toolkit.fluxcd.io"),
    (&["oci"], "ocirepositories.source.toolkit.fluxcd.io"),
    (&["bucket"], "buckets.source.toolkit.fluxcd.io"),
];

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
            Some((kind, rest)) => (SOURCES, kind, rest),
            None => return Err(not_ours(Why::NoTarget, &shown)),
        },
        _ => (KINDS, kind, rest),
    };
    let known = kinds
        .iter()
        .find(|(names, _)| names.contains(&kind.as_str()));
    let Some((_, resource)) = known else {
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
