//! One row a situation: an object, and the verdict and reason that it must have in both languages.

use super::ctx;
use crate::facts::lang::Lang;
use crate::judge::kind::status;
use crate::judge::object;
use serde_json::Value;

pub(super) fn parse(yaml: &str) -> Value {
    let mut found = object::read(yaml);
    assert_eq!(found.problems, [], "{yaml}");
    found.objects.remove(0).object
}

/// Judges rows of a kind: a fragment with `spec`, `status` and the like, and what it must come to.
pub(super) fn check(version: &str, kind: &str, rows: &[(&str, &str)]) {
    for (fragment, expected) in rows {
        let (metadata, body) = match fragment.strip_prefix("meta: ") {
            Some(rest) => rest.split_once('\n').unwrap_or((rest, "")),
            None => ("{name: x, generation: 2}", *fragment),
        };
        let object = parse(&format!(
            "apiVersion: {version}\nkind: {kind}\nmetadata: {metadata}\n{body}\n"
        ));
        for lang in [Lang::Ko, Lang::En] {
            let judged = status(&object, &ctx(lang));
            let seen = format!("{} {}", judged.verdict.word(), judged.reason);
            assert_eq!(seen, *expected, "{kind} {fragment}: {}", judged.message);
            assert!(!judged.message.is_empty());
        }
    }
}
