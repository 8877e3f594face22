//! `helm` is never answered: its reads keep release state in a Secret, and the rest changes things.

use super::Class;
use super::expand::Word;
use super::reason::{Why, not_ours, refused};

/// Classes the words after `helm`.
pub(super) fn read(words: &[Word]) -> Class {
    let mut plain = Vec::new();
    let mut skip = false;
    for word in words {
        if std::mem::take(&mut skip) {
            continue;
        }
        if word.text.starts_with('-') {
            let valued = [
                "-n",
                "--namespace",
                "--kube-context",
                "--kubeconfig",
                "--registry-config",
                "--repository-cache",
                "--repository-config",
                "--burst-limit",
                "--qps",
            ];
            skip = valued.contains(&word.text.as_str());
            continue;
        }
        plain.push(word.text.as_str());
    }
    let verb = plain.first().copied().unwrap_or("");
    let sub = plain.get(1).copied().unwrap_or("");
    let shown = format!("helm {verb}");
    match (verb, sub) {
        ("list" | "ls" | "status" | "history" | "hist" | "get" | "diff", _) => {
            not_ours(Why::HelmRelease, &shown)
        }
        ("repo" | "dependency" | "dep", "list" | "ls") | ("plugin", "list" | "ls") => {
            not_ours(Why::HelmLocal, &format!("{shown} {sub}"))
        }
        ("template" | "lint" | "search" | "show" | "inspect" | "verify", _) => {
            not_ours(Why::HelmLocal, &shown)
        }
        ("version" | "env" | "help" | "", _) => not_ours(Why::LocalVersion, "helm version"),
        (
            "install" | "upgrade" | "uninstall" | "delete" | "del" | "un" | "rollback" | "test"
            | "secrets" | "mapkubeapis",
            _,
        ) => refused(Why::ChangesRelease, &shown),
        (
            "repo" | "dependency" | "dep" | "plugin" | "registry" | "pull" | "fetch" | "push"
            | "package" | "create" | "completion",
            _,
        ) => refused(Why::ChangesRepositories, format!("{shown} {sub}").trim()),
        _ => not_ours(Why::UnknownVerb, &shown),
    }
}
