//! The flags of kubectl that every verb has, and those that a record may never give.

use super::super::flags::{Effect, Flag, Takes, flag, value};
use super::super::reason::Why;

/// Flags that kubectl takes before and after any verb.
pub(super) const GLOBAL: &[Flag] = &[
    value("context", None),
    value("namespace", Some('n')),
    flag("request-timeout", None, Takes::Value, Effect::Ignore),
    flag("v", Some('v'), Takes::Value, Effect::Ignore),
    flag("vmodule", None, Takes::Value, Effect::Ignore),
    flag("warnings-as-errors", None, Takes::Nothing, Effect::Ignore),
    flag("match-server-version", None, Takes::Nothing, Effect::Ignore),
    flag("disable-compression", None, Takes::Nothing, Effect::Ignore),
    flag(
        "server",
        Some('s'),
        Takes::Value,
        Effect::Refuse(Why::ChoosesServer),
    ),
    flag(
        "kubeconfig",
        None,
        Takes::Value,
        Effect::Refuse(Why::ChoosesServer),
    ),
    flag(
        "cluster",
        None,
        Takes::Value,
        Effect::Refuse(Why::ChoosesServer),
    ),
    flag(
        "tls-server-name",
        None,
        Takes::Value,
        Effect::Refuse(Why::ChoosesServer),
    ),
    flag(
        "kuberc",
        None,
        Takes::Value,
        Effect::Refuse(Why::ChoosesServer),
    ),
    flag(
        "config",
        None,
        Takes::Value,
        Effect::Refuse(Why::ChoosesServer),
    ),
    flag("token", None, Takes::Value, Effect::Refuse(Why::Credential)),
    flag("user", None, Takes::Value, Effect::Refuse(Why::Credential)),
    flag(
        "username",
        None,
        Takes::Value,
        Effect::Refuse(Why::Credential),
    ),
    flag(
        "password",
        None,
        Takes::Value,
        Effect::Refuse(Why::Credential),
    ),
    flag(
        "client-key",
        None,
        Takes::Value,
        Effect::Refuse(Why::Credential),
    ),
    flag(
        "client-certificate",
        None,
        Takes::Value,
        Effect::Refuse(Why::Credential),
    ),
    flag(
        "certificate-authority",
        None,
        Takes::Value,
        Effect::Refuse(Why::Credential),
    ),
    flag("as", None, Takes::Value, Effect::Refuse(Why::Impersonates)),
    flag(
        "as-group",
        None,
        Takes::Value,
        Effect::Refuse(Why::Impersonates),
    ),
    flag(
        "as-uid",
        None,
        Takes::Value,
        Effect::Refuse(Why::Impersonates),
    ),
    flag(
        "as-user-extra",
        None,
        Takes::Value,
        Effect::Refuse(Why::Impersonates),
    ),
    flag(
        "insecure-skip-tls-verify",
        None,
        Takes::Nothing,
        Effect::Refuse(Why::SkipsTls),
    ),
    flag("raw", None, Takes::Value, Effect::Refuse(Why::RawPath)),
    flag(
        "cache-dir",
        None,
        Takes::Value,
        Effect::Refuse(Why::WritesLocally),
    ),
    flag(
        "profile",
        None,
        Takes::Value,
        Effect::Refuse(Why::WritesLocally),
    ),
    flag(
        "profile-output",
        None,
        Takes::Value,
        Effect::Refuse(Why::WritesLocally),
    ),
    flag(
        "log-file",
        None,
        Takes::Value,
        Effect::Refuse(Why::WritesLocally),
    ),
    flag(
        "log-dir",
        None,
        Takes::Value,
        Effect::Refuse(Why::WritesLocally),
    ),
    // These have a verb's own meaning, but are refused or foreign wherever they stand.
    flag(
        "filename",
        Some('f'),
        Takes::Value,
        Effect::Foreign(Why::LocalFile),
    ),
    flag(
        "kustomize",
        Some('k'),
        Takes::Value,
        Effect::Foreign(Why::LocalFile),
    ),
    flag(
        "recursive",
        Some('R'),
        Takes::Nothing,
        Effect::Foreign(Why::LocalFile),
    ),
];

/// Whether a flag that stands before the verb takes the next word. Verbs' own flags that people write
/// there are known, too.
pub(super) fn takes_next(text: &str) -> bool {
    const OF_VERBS: &[Flag] = &[
        value("output", Some('o')),
        value("selector", Some('l')),
        value("container", Some('c')),
        value("field-selector", None),
        value("tail", None),
        value("since", None),
    ];
    let lists = [GLOBAL, OF_VERBS];
    let mut all = lists.iter().copied().flatten();
    match text.strip_prefix("--") {
        Some(long) => all.any(|flag| flag.long == long && flag.takes == Takes::Value),
        None => {
            let mut letters = text.chars().skip(1);
            let (letter, glued) = (letters.next(), letters.next().is_some());
            !glued && all.any(|flag| flag.short == letter && flag.takes == Takes::Value)
        }
    }
}
