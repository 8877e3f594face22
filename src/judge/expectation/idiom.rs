//! What kubectl itself prints after a change. Such a line is expected word by word.

/// Verbs that end kubectl's messages.
const VERBS: [&str; 14] = [
    "successfully rolled out",
    "created",
    "configured",
    "unchanged",
    "deleted",
    "patched",
    "scaled",
    "restarted",
    "condition met",
    "labeled",
    "annotated",
    "exposed",
    "replaced",
    "serverside-applied",
];

/// The text of a kubectl message: `deployment "web" successfully rolled out`,
/// `ingress.networking.k8s.io/web created`.
pub(super) fn message(text: &str) -> Option<String> {
    let plain = text.trim().trim_matches('`').trim();
    let head = VERBS.iter().find_map(|verb| plain.strip_suffix(verb))?;
    let head = head.strip_suffix(' ')?;
    let quoted = head.strip_suffix('"').and_then(|rest| {
        let (kind, name) = rest.split_once(" \"")?;
        (kind.split(' ').all(word) && kind.split(' ').count() <= 2 && word(name)).then_some(())
    });
    let slashed = head
        .split_once('/')
        .filter(|(kind, name)| word(kind) && word(name))
        .map(|_| ());
    quoted.or(slashed).map(|()| plain.to_owned())
}

/// `No resources found in kube-system namespace.`: what kubectl prints where nothing is.
pub(super) fn no_resources(text: &str) -> bool {
    let plain = text
        .trim()
        .trim_matches(['`', '"', '.', ' '])
        .to_lowercase();
    plain
        .strip_prefix("no resources found in ")
        .and_then(|rest| rest.strip_suffix(" namespace"))
        .is_some_and(|name| word(name.trim_matches('"')))
}

fn word(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-._".contains(c))
}
