//! `KIND NAME…`, `KIND/NAME…`, lists of both, and the rule about secrets.

use super::super::expand::{UNKNOWN, Word};
use super::super::reason::{Why, not_ours};
use super::super::{Class, Output, Query, Resource, placeholder, word_list};

/// Reads the words after a verb into resources, as kubectl's resource builder does.
pub(super) fn read(words: &[Word], shown: &str) -> Result<Vec<Resource>, Class> {
    let Some(first) = words.first() else {
        return Err(not_ours(Why::NoTarget, shown));
    };
    if words.iter().any(|word| word.text.contains('/')) {
        return words
            .iter()
            .flat_map(|word| word.text.split(',').map(move |part| (word, part)))
            .map(|(word, part)| match part.split_once('/') {
                Some((kind, name))
                    if !kind.is_empty() && !name.is_empty() && !name.contains('/') =>
                {
                    Ok(of(kind, Some(name)))
                }
                _ => Err(not_ours(Why::MixedNames, &word.text)),
            })
            .collect();
    }
    let kinds: Vec<&str> = first
        .text
        .split(',')
        .filter(|kind| !kind.is_empty())
        .collect();
    if kinds.is_empty() {
        return Err(not_ours(Why::NoTarget, shown));
    }
    let names = &words[1..];
    if names.is_empty() {
        return Ok(kinds.iter().map(|kind| of(kind, None)).collect());
    }
    Ok(kinds
        .iter()
        .flat_map(|kind| names.iter().map(|name| of(kind, Some(&name.text))))
        .collect())
}

fn of(kind: &str, name: Option<&str>) -> Resource {
    Resource {
        kind: kind.to_owned(),
        name: name.map(str::to_owned),
    }
}

/// Names and namespaces that no object can have, so that they must be placeholders.
pub(super) fn needs(query: &Query) -> Vec<String> {
    let beside = match query {
        Query::Events(events) => events.of.as_ref().and_then(|of| of.name.as_deref()),
        Query::Logs(logs) => logs.container.as_deref(),
        _ => None,
    };
    let namespace = query.scope().and_then(|scope| match &scope.namespace {
        super::Namespace::Named(name) => Some(name.as_str()),
        super::Namespace::All | super::Namespace::OfContext => None,
    });
    let selected = query.selections().into_iter().filter_map(|one| one.name);
    selected
        .chain(beside)
        .chain(namespace)
        .filter(|name| !name.contains(UNKNOWN))
        .filter_map(placeholder::in_name)
        .collect()
}

/// Whether a kind may be `secrets` of the core group, in any spelling that kubectl accepts. A kind that
/// is not known may be one.
pub(super) fn is_secret(kind: &str) -> bool {
    let plain = kind.split('.').next().unwrap_or(kind);
    plain.eq_ignore_ascii_case("secret")
        || plain.eq_ignore_ascii_case("secrets")
        || kind.contains(UNKNOWN)
}

/// Whether an output form can show the values of a secret. Tables and names cannot; templates only if
/// every path in them is one of `metadata` that holds no data, or `type`.
pub(super) fn shows_values(output: &Output) -> bool {
    match output {
        Output::Table | Output::Wide | Output::Name => false,
        Output::Json | Output::Yaml => true,
        Output::JsonPath(template) => !template_is_harmless(template),
        Output::CustomColumns(columns) => !columns.split(',').all(|column| {
            let path = column.split_once(':').map_or("", |(_, path)| path.trim());
            harmless_path(path.trim_start_matches('{').trim_end_matches('}'))
        }),
    }
}

/// A JSONPath template: in each pair of braces `range .items[*]`, `end`, a literal or a harmless path.
fn template_is_harmless(template: &str) -> bool {
    if !template.contains('{') {
        return harmless_path(template);
    }
    let mut rest = template;
    while let Some((_, after)) = rest.split_once('{') {
        let Some((inside, after)) = after.split_once('}') else {
            return false;
        };
        let inside = inside.trim();
        let literal = inside.len() >= 2
            && ['"', '\''].iter().any(|q| {
                inside.starts_with(*q) && inside.ends_with(*q) && inside.matches(*q).count() == 2
            });
        let range = inside
            .strip_prefix("range")
            .is_some_and(|path| matches!(path.trim(), ".items[*]" | ".items[:]"));
        if !(literal || range || inside == "end" || harmless_path(inside)) {
            return false;
        }
        rest = after;
    }
    true
}

fn harmless_path(path: &str) -> bool {
    let path = path.strip_prefix('.').unwrap_or(path);
    let path = path
        .strip_prefix("items[")
        .and_then(|rest| rest.split_once("]."))
        .filter(|(index, _)| *index == "*" || index.bytes().all(|b| b.is_ascii_digit()))
        .map_or(path, |(_, rest)| rest);
    let key = ["metadata.labels", "metadata.annotations"]
        .iter()
        .find_map(|known| path.strip_prefix(known));
    let plain = |key: &str| {
        key.len() > 1
            && !key.contains("last-applied")
            && !key.contains("..")
            && key
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/' | '\\'))
    };
    match key {
        Some(key) => {
            let dotted = key.strip_prefix('.').is_some_and(plain);
            let bracketed = key
                .strip_prefix("['")
                .and_then(|key| key.strip_suffix("']"))
                .is_some_and(plain);
            dotted || bracketed
        }
        None => word_list("harmless-path").has(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_that_show_values_of_secrets() {
        for template in [
            "{.data.password}",
            "{.data}",
            "{}",
            "{.items[*].data}",
            "{..password}",
            "{.metadata}",
            "{.metadata.annotations}",
            "{.metadata.annotations.kubectl\\.kubernetes\\.io/last-applied-configuration}",
            "{.items[?(@.type==\"x\")].data}",
            "{.items[*]}",
            "data.password",
            "{@}",
            "{.metadata.name}{.stringData.x}",
            "{$}",
            "{.*}",
            "{['data']}",
            "{.metadata.name}{['data']}",
            "{range .items[*]}{.metadata.name}{.data}{end}",
        ] {
            assert!(
                shows_values(&Output::JsonPath(template.into())),
                "{template}"
            );
        }
        for template in [
            "{.metadata.name}",
            "{.items[*].metadata.name}",
            "{.type}",
            "{.metadata.annotations.addons_repo_revision}{\"\\n\"}",
            "{.metadata.labels.app\\.kubernetes\\.io/name}",
            "{range .items[*]}{.metadata.name}{\"\\n\"}{end}",
        ] {
            assert!(
                !shows_values(&Output::JsonPath(template.into())),
                "{template}"
            );
        }
        let columns = |spec: &str| shows_values(&Output::CustomColumns(spec.into()));
        assert!(columns("NAME:.metadata.name,DATA:.data"));
        assert!(columns("DATA:data"));
        assert!(!columns("NAME:.metadata.name,TYPE:.type"));
        for kind in ["secret", "Secrets", "secrets.v1.", "secret."] {
            assert!(is_secret(kind), "{kind}");
        }
        for kind in [
            "sealedsecrets",
            "externalsecret",
            "secretstores.x.io",
            "pods",
        ] {
            assert!(!is_secret(kind), "{kind}");
        }
    }
}
