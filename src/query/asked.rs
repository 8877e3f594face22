//! What a query asks, by its typed fields: the names that a person may use for it.

use super::{Namespace, Query, Scope};
use crate::facts::asked::Asked;

impl Query {
    /// The kinds, names and places that it asks of.
    pub fn asked(&self) -> Asked {
        let mut asked = Asked::default();
        let mut scope: Option<&Scope> = None;
        for selection in self.selections() {
            scope = Some(selection.scope);
            asked.kinds.push(selection.kind.to_lowercase());
            asked.names.extend(selection.name.map(str::to_lowercase));
            asked
                .names
                .extend(selection.selector.iter().flat_map(|labels| picked(labels)));
        }
        match self {
            Query::Logs(logs) => {
                asked.kinds.push("logs".into());
                asked
                    .names
                    .extend(logs.container.as_deref().map(str::to_lowercase));
            }
            Query::Top(_) => asked.kinds.push("usage".into()),
            Query::Events(events) => {
                scope = Some(&events.scope);
                asked.kinds.push("events".into());
                if let Some(of) = &events.of {
                    asked.kinds.push(of.kind.to_lowercase());
                    asked
                        .names
                        .extend(of.name.as_deref().map(str::to_lowercase));
                }
            }
            Query::Rollout(_) => asked.kinds.push("rollout".into()),
            Query::Loki(loki) => {
                asked.kinds.push("logs".into());
                asked.names.extend(picked(stream(&loki.logql)));
            }
            Query::Argo(argo) => {
                scope = Some(&argo.scope);
                asked.kinds.push("applications".into());
                asked
                    .names
                    .extend(argo.app.as_deref().map(str::to_lowercase));
                let labels = argo.selector.iter();
                asked.names.extend(labels.flat_map(|labels| picked(labels)));
                let projects = argo.projects.iter();
                asked.names.extend(projects.map(|name| name.to_lowercase()));
            }
            Query::Cluster(cluster) => scope = Some(&cluster.scope),
            _ => {}
        }
        if let Some(scope) = scope {
            asked.context.clone_from(&scope.context);
            asked.namespace = match &scope.namespace {
                Namespace::Named(name) => Some(name.to_lowercase()),
                Namespace::OfContext | Namespace::All => None,
            };
        }
        asked
    }
}

/// The values that labels must have: of `a=b`, `a==b` and `a in (b, c)`. One that they must not have
/// picks nothing, and neither does a pattern.
fn picked(labels: &str) -> Vec<String> {
    let mut values = Vec::new();
    for part in outside_brackets(labels) {
        let value = |text: &str| text.trim().trim_matches(['"', '`', '\'']).to_lowercase();
        if let Some((_, set)) = part.split_once(" in ") {
            let set = set.trim().trim_start_matches('(').trim_end_matches(')');
            values.extend(set.split(',').map(value));
        } else if let Some((key, wanted)) = part.split_once('=')
            && !key.ends_with('!')
            && !wanted.starts_with('~')
        {
            values.push(value(wanted.trim_start_matches('=')));
        }
    }
    values.retain(|value| !value.is_empty());
    values
}

/// The requirements of a selector: its commas within parentheses and quotes divide nothing.
fn outside_brackets(labels: &str) -> Vec<&str> {
    let (mut depth, mut quote, mut start) = (0u32, None, 0);
    let mut parts = Vec::new();
    for (at, c) in labels.char_indices() {
        match (c, quote) {
            (c, Some(open)) if c == open => quote = None,
            (_, Some(_)) => {}
            ('"' | '`' | '\'', None) => quote = Some(c),
            ('(', None) => depth += 1,
            (')', None) => depth = depth.saturating_sub(1),
            (',', None) if depth == 0 => {
                parts.push(&labels[start..at]);
                start = at + 1;
            }
            (_, None) => {}
        }
    }
    parts.push(&labels[start..]);
    parts
}

/// The stream selector of a LogQL query: what stands between its first braces.
fn stream(logql: &str) -> &str {
    let inner = logql.split_once('{').map_or("", |(_, rest)| rest);
    let mut quote = None;
    for (at, c) in inner.char_indices() {
        match (c, quote) {
            (c, Some(open)) if c == open => quote = None,
            (_, Some(_)) => {}
            ('"' | '`', None) => quote = Some(c),
            ('}', None) => return &inner[..at],
            (_, None) => {}
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::super::Class;
    use super::super::script::read;

    /// `kinds | names | namespace | context` of a command.
    fn asked(line: &str) -> String {
        let Class::Understood(pipeline) = &read(line, "bash").commands[0].class else {
            panic!("{line}");
        };
        let asked = pipeline.query.asked();
        let word = |text: Option<String>| text.unwrap_or("-".into());
        let (kinds, names) = (asked.kinds.join(" "), asked.names.join(" "));
        let (namespace, context) = (word(asked.namespace), word(asked.context));
        format!("{kinds} | {names} | {namespace} | {context}")
    }

    #[test]
    fn a_command_asks_of_what_it_selects_and_of_nothing_else_that_it_says() {
        for (line, expected) in [
            ("kubectl get pods", "pods |  | - | -"),
            (
                "kubectl --context ops -n web get pods -l app=web,tier!=api",
                "pods | web | web | ops",
            ),
            (
                "kubectl get pods -A -l 'app in (web, api),team notin (dev),env'",
                "pods | web api | - | -",
            ),
            (
                "kubectl get ds/alloy deploy/Web -n a",
                "ds deploy | alloy web | a | -",
            ),
            (
                "kubectl -n a logs ds/alloy -c agent | grep error",
                "ds logs | alloy agent | a | -",
            ),
            (
                "kubectl top pods -n web -l app==web --sort-by=memory",
                "pods usage | web | web | -",
            ),
            (
                "kubectl rollout status sts/db -n data",
                "sts rollout | db | data | -",
            ),
            (
                "kubectl events --for pod/web-1 -n web",
                "events pod | web-1 | web | -",
            ),
            (
                r#"logcli query --addr=https://loki-dev.example.dev '{namespace="web", job!="metrics", x=~"dev.*"} |= "api"'"#,
                "logs | web | - | -",
            ),
            (
                r#"logcli query 'sum(rate({app="a}b"}[5m]))'"#,
                "logs | a}b | - | -",
            ),
            (
                "argocd app get alloy-ops",
                "applications | alloy-ops | - | -",
            ),
            (
                "argocd app list -l team=Web -p ops -p dev",
                "applications | web ops dev | - | -",
            ),
            ("curl -s https://web.example.dev/grafana", " |  | - | -"),
            ("kubectl version", " |  | - | -"),
        ] {
            assert_eq!(asked(line), expected, "{line}");
        }
    }
}
