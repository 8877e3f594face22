//! What a query asks, by its typed fields: the names that a person may use for it.

use super::{Namespace, Query, Scope};
use crate::facts::asked::Asked;
use crate::facts::brackets::{pieces, unquoted};
use crate::facts::selector::{Operator, Selector};

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
                asked.names.extend(streams(&loki.logql));
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

/// The values that labels must have: of `a=b`, `a==b` and `a in (b, c)`.
fn picked(labels: &str) -> Vec<String> {
    let read = Selector::parse(labels).map_or(Vec::new(), |read| read.requirements);
    let picks = read
        .into_iter()
        .filter(|one| matches!(one.operator, Operator::Is | Operator::In));
    let values = picks.flat_map(|one| one.values);
    let values = values.filter(|value| !value.is_empty());
    values.map(|value| value.to_lowercase()).collect()
}

/// The values that the first stream selector of a LogQL query holds its labels to. One that they must not have
/// picks nothing, and neither does a pattern.
fn streams(logql: &str) -> Vec<String> {
    let inner = logql.split_once('{').map_or("", |(_, rest)| rest);
    let Some((end, _)) = unquoted(inner).find(|(_, c)| *c == '}') else {
        return Vec::new();
    };
    let value = |matcher: &str| {
        let (key, value) = matcher.split_once('=')?;
        let value = value.trim().trim_matches(['"', '`']);
        let picks = !key.ends_with('!') && !value.starts_with('~') && !value.is_empty();
        picks.then(|| value.to_lowercase())
    };
    pieces(&inner[..end])
        .into_iter()
        .filter_map(value)
        .collect()
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
