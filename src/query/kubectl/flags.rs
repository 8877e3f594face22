//! The flags of kubectl that every verb has, and those that a record may never give.

use super::super::flags::{
    Flag, Takes, foreign, foreign_switch, ignored, ignored_value, refuse, refuse_switch, value,
};
use super::super::reason::Why;

/// Flags that kubectl takes before and after any verb.
pub(super) const GLOBAL: &[Flag] = &[
    value("context", None),
    value("namespace", Some('n')),
    ignored_value("request-timeout", None),
    ignored_value("v", Some('v')),
    ignored_value("vmodule", None),
    ignored("warnings-as-errors", None),
    ignored("match-server-version", None),
    ignored("disable-compression", None),
    refuse("server", Some('s'), Why::ChoosesServer),
    refuse("kubeconfig", None, Why::ChoosesServer),
    refuse("cluster", None, Why::ChoosesServer),
    refuse("tls-server-name", None, Why::ChoosesServer),
    refuse("kuberc", None, Why::ChoosesServer),
    refuse("config", None, Why::ChoosesServer),
    refuse("token", None, Why::Credential),
    refuse("user", None, Why::Credential),
    refuse("username", None, Why::Credential),
    refuse("password", None, Why::Credential),
    refuse("client-key", None, Why::Credential),
    refuse("client-certificate", None, Why::Credential),
    refuse("certificate-authority", None, Why::Credential),
    refuse("as", None, Why::Impersonates),
    refuse("as-group", None, Why::Impersonates),
    refuse("as-uid", None, Why::Impersonates),
    refuse("as-user-extra", None, Why::Impersonates),
    refuse_switch("insecure-skip-tls-verify", None, Why::SkipsTls),
    refuse("raw", None, Why::RawPath),
    refuse("cache-dir", None, Why::WritesLocally),
    refuse("profile", None, Why::WritesLocally),
    refuse("profile-output", None, Why::WritesLocally),
    refuse("log-file", None, Why::WritesLocally),
    refuse("log-dir", None, Why::WritesLocally),
    // These have a verb's own meaning, but are refused or foreign wherever they stand.
    foreign("filename", Some('f'), Why::LocalFile),
    foreign("kustomize", Some('k'), Why::LocalFile),
    foreign_switch("recursive", Some('R'), Why::LocalFile),
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
