//! Which words can be names, kinds and columns.

use super::concept::Term;
use super::lexicon;

/// Words that open sentences in upper case, or describe, and name nothing.
pub(super) const ORDINARY: &[&str] = &[
    "most",
    "some",
    "everything",
    "nothing",
    "something",
    "anything",
    "other",
    "others",
    "another",
    "several",
    "few",
    "many",
    "more",
    "less",
    "new",
    "old",
    "same",
    "such",
    "these",
    "those",
    "this",
    "they",
    "them",
    "their",
    "here",
    "when",
    "while",
    "where",
    "which",
    "who",
    "what",
    "why",
    "how",
    "if",
    "unless",
    "until",
    "after",
    "before",
    "during",
    "once",
    "then",
    "health",
    "healthcheck",
    "sync",
    "critical",
    "important",
    "required",
    "optional",
    "additional",
    "extra",
    "main",
    "primary",
    "secondary",
    "first",
    "second",
    "third",
    "next",
    "recent",
    "latest",
    "current",
    "previous",
    "former",
    "remaining",
    "existing",
    "missing",
    "broken",
    "stuck",
    "stale",
    "test",
    "testing",
    "system",
    "user",
    "users",
    "please",
    "only",
    "also",
    "still",
    "already",
    "yet",
    "again",
    "maybe",
    "perhaps",
    "usually",
    "typically",
    "normally",
    "eventually",
    "finally",
    "half",
    "nearly",
    "almost",
    "about",
    "around",
    "approximately",
    "wait",
    "run",
    "open",
    "desired",
    "limit",
    "limits",
    "request",
    "requests",
    "quota",
    "average",
    "avg",
    "rate",
    "latency",
    // Function words and imperatives: at the head of a sentence they are in upper case, too.
    "out",
    "up",
    "down",
    "off",
    "by",
    "from",
    "for",
    "at",
    "into",
    "via",
    "than",
    "back",
    "good",
    "bad",
    "green",
    "red",
    "slow",
    "fast",
    "own",
    "right",
    "wrong",
    "correct",
    "proper",
    "default",
    "real",
    "scale",
    "delete",
    "update",
    "list",
    "use",
    "get",
    "find",
    "look",
    "restart",
    "repeat",
    "determine",
    "inspect",
    "specify",
    "perform",
    "configure",
    "rebuild",
    "resize",
    "stop",
    "start",
    "watch",
    "create",
    "apply",
    "add",
    "remove",
    "click",
    "select",
    "enter",
    "install",
    "upgrade",
    "deploy",
    "roll",
    "monitor",
    "review",
    "compare",
    "validate",
    "access",
    "navigate",
    "login",
    "view",
    "read",
    "write",
    "save",
    "copy",
    "change",
    "edit",
    "note",
    "warning",
    "caution",
    "metrics",
    "data",
    "traffic",
    "everyone",
    "anyone",
    "never",
    "always",
    "often",
    "seldom",
    "ever",
    "just",
    "even",
    "though",
    "although",
    "however",
    "because",
    "since",
    "either",
    "neither",
    "nor",
    "except",
    "apart",
    "besides",
    "instead",
    "therefore",
    "whenever",
    "not",
    // What a person is told to do.
    "identify",
    "troubleshoot",
    "renew",
    "replace",
    "recreate",
    "reinstall",
    "proceed",
    "obtain",
    "retrieve",
    "generate",
    "enable",
    "disable",
    "redeploy",
    "reboot",
    "continue",
];

/// Whether a plain lower-case word directly before a kind (`etcd pods`) may be a name: no function word,
/// and nothing in the form of a participle, an adverb or an adjective.
pub(super) fn may_name_before_kind(word: &str) -> bool {
    const FORMS: [&str; 10] = [
        "ed", "ing", "ly", "able", "ible", "ful", "less", "ous", "ive", "er",
    ];
    const QUALITIES: [&str; 24] = [
        "core",
        "platform",
        "management",
        "control",
        "plane",
        "infrastructure",
        "infra",
        "critical",
        "essential",
        "key",
        "relevant",
        "respective",
        "following",
        "above",
        "below",
        "unhealthy",
        "old",
        "canary",
        "stable",
        "idle",
        "orphan",
        "zombie",
        "duplicate",
        "extra",
    ];
    word.len() > 2
        && word
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        && word.starts_with(|c: char| c.is_ascii_lowercase())
        && !ORDINARY.contains(&word)
        && !QUALITIES.contains(&word)
        && !FORMS.iter().any(|form| word.ends_with(form))
        && !turns(word)
}

/// Nouns that name a part of a system and stand in a name: `ARC controller`.
pub(super) const COMPONENTS: [&str; 12] = [
    "controller",
    "operator",
    "server",
    "agent",
    "proxy",
    "gateway",
    "collector",
    "exporter",
    "manager",
    "webhook",
    "scheduler",
    "daemon",
];

/// An identifier: has a dash, dot, underscore or a digit within, and only such characters.
pub(super) fn identifier(word: &str) -> bool {
    let inner = |c: char| c.is_ascii_alphanumeric() || "-_./:@".contains(c);
    let telling = |c: char| c.is_ascii_digit() || "-_./".contains(c);
    word.chars().all(inner)
        && word.chars().any(telling)
        && word.starts_with(|c: char| c.is_ascii_alphanumeric())
        && word.ends_with(|c: char| c.is_ascii_alphanumeric())
}

/// `DESIRED`, `UP-TO-DATE`, `PORT(S)`: two or more upper-case letters, dashes.
pub(super) fn column_like(word: &str) -> bool {
    word.chars().filter(char::is_ascii_uppercase).count() >= 2
        && word
            .chars()
            .all(|c| c.is_ascii_uppercase() || "-_()".contains(c))
        && word.starts_with(|c: char| c.is_ascii_uppercase())
}

/// Whether a word can be a namespace's name.
pub(super) fn namespace(word: &str) -> bool {
    // `in the other namespace`: which one is not said.
    const OTHERS: [&str; 8] = [
        "other", "another", "same", "this", "that", "new", "old", "correct",
    ];
    if OTHERS.contains(&word) {
        return false;
    }
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    word.starts_with(|c: char| c.is_ascii_alphanumeric()) && word.chars().all(inner)
}

/// The kind of `KIND/NAME`, by its name or a short one.
pub(super) fn kind_of(word: &str) -> Option<&'static str> {
    let first = word.split('.').next().unwrap_or(word).to_lowercase();
    if let Some(Term::Kind(plural)) = lexicon::term(&first) {
        return Some(plural);
    }
    Some(match first.as_str() {
        "deploy" => "deployments",
        "ds" => "daemonsets",
        "sts" => "statefulsets",
        "rs" => "replicasets",
        "ing" => "ingresses",
        "cm" => "configmaps",
        "ns" => "namespaces",
        _ => return None,
    })
}

/// Whether a text can be the name of an object.
pub(super) fn object_name(text: &str) -> bool {
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c);
    text.chars().all(inner) && text.starts_with(|c: char| c.is_ascii_alphanumeric())
}

pub(super) fn kind_word(word: &str) -> bool {
    let first = word.split('.').next().unwrap_or(word).to_lowercase();
    matches!(english_word(&first), Some(Term::Kind(_)))
        || matches!(
            first.as_str(),
            "deploy" | "ds" | "sts" | "rs" | "ing" | "cm" | "ns" | "clusterissuer" | "issuer"
        )
}

pub(super) fn english_word(word: &str) -> Option<Term> {
    if let Some(column) = lexicon::header(word) {
        return Some(Term::Column(column));
    }
    // `Valid` is a state of a table, `valid` says anything.
    // An event of the reason `Unhealthy` is no state.
    if word == "valid" || word == "Unhealthy" {
        return None;
    }
    let lower = word.to_lowercase();
    lexicon::term(&lower)
}

/// Words that turn or condition what they stand in.
pub(super) fn turns(words: &str) -> bool {
    const WORDS: [&str; 34] = [
        "other",
        "except",
        "but",
        "unless",
        "until",
        "if",
        "when",
        "only",
        "non",
        "more",
        "less",
        "not",
        "no",
        "or",
        "may",
        "might",
        "usually",
        "should",
        "initially",
        "before",
        "after",
        "first",
        "sometimes",
        "warnings",
        "besides",
        "apart",
        "excluding",
        "제외",
        "이외",
        "외",
        "외의",
        "아직",
        "또는",
        "경우",
    ];
    words
        .to_lowercase()
        .split(|c: char| c.is_whitespace() || ",;.!".contains(c))
        .any(|word| WORDS.contains(&word) || word.ends_with("면") || word.ends_with("n't"))
}
