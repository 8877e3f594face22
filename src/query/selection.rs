//! What of a cluster's objects a query selects, whatever its command.

use super::{Query, Resource, Scope, TopOf};

/// Objects of one kind that a query selects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selection<'a> {
    /// Where.
    pub scope: &'a Scope,
    /// The kind as written; `pods` and `nodes` where the command says it by itself.
    pub kind: &'a str,
    /// One object.
    pub name: Option<&'a str>,
    /// `-l`.
    pub selector: Option<&'a str>,
    /// `--field-selector`.
    pub field_selector: Option<&'a str>,
}

fn each<'a>(
    scope: &'a Scope,
    resources: &'a [Resource],
    selector: &'a Option<String>,
    field_selector: &'a Option<String>,
) -> Vec<Selection<'a>> {
    let selection = |one: &'a Resource| Selection {
        scope,
        kind: &one.kind,
        name: one.name.as_deref(),
        selector: selector.as_deref(),
        field_selector: field_selector.as_deref(),
    };
    resources.iter().map(selection).collect()
}

impl Query {
    /// What it selects, in the order written; nothing where it is not about objects of a cluster.
    pub fn selections(&self) -> Vec<Selection<'_>> {
        match self {
            Query::Get(get) | Query::Describe(get) => each(
                &get.scope,
                &get.resources,
                &get.selector,
                &get.field_selector,
            ),
            Query::Rollout(rollout) => {
                each(&rollout.scope, &rollout.targets, &rollout.selector, &None)
            }
            Query::Wait(wait) => each(
                &wait.scope,
                &wait.resources,
                &wait.selector,
                &wait.field_selector,
            ),
            Query::Top(top) => {
                let kind = match top.of {
                    TopOf::Pods => "pods",
                    TopOf::Nodes => "nodes",
                };
                let all = Selection {
                    scope: &top.scope,
                    kind,
                    name: None,
                    selector: top.selector.as_deref(),
                    field_selector: top.field_selector.as_deref(),
                };
                let named = top.names.iter().map(|name| Selection {
                    name: Some(name),
                    ..all
                });
                if top.names.is_empty() {
                    vec![all]
                } else {
                    named.collect()
                }
            }
            Query::Logs(logs) => {
                let target = logs.target.as_ref();
                let kind = target.map_or("", |target| target.kind.as_str());
                vec![Selection {
                    scope: &logs.scope,
                    kind: if kind.is_empty() { "pods" } else { kind },
                    name: target.and_then(|target| target.name.as_deref()),
                    selector: logs.selector.as_deref(),
                    field_selector: None,
                }]
            }
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::script::read;
    use super::super::{Class, Query};

    /// `kind/name selector field-selector` of what a command selects.
    fn selected(line: &str) -> Vec<String> {
        let Class::Understood(pipeline) = &read(line, "bash").commands[0].class else {
            panic!("{line}");
        };
        let query: &Query = &pipeline.query;
        let shown = |text: Option<&str>| text.unwrap_or("-").to_string();
        query
            .selections()
            .iter()
            .map(|one| {
                let (name, labels) = (shown(one.name), shown(one.selector));
                format!("{}/{name} {labels} {}", one.kind, shown(one.field_selector))
            })
            .collect()
    }

    #[test]
    fn every_command_about_objects_says_which() {
        for (line, expected) in [
            ("kubectl get pods -l a=b", &["pods/- a=b -"][..]),
            ("kubectl get ds/x deploy/y", &["ds/x - -", "deploy/y - -"]),
            ("kubectl describe node n", &["node/n - -"]),
            ("kubectl rollout status ds/x", &["ds/x - -"]),
            (
                "kubectl wait pod -l a=b --for=condition=Ready",
                &["pod/- a=b -"],
            ),
            ("kubectl top pods -l a=b", &["pods/- a=b -"]),
            ("kubectl top nodes", &["nodes/- - -"]),
            ("kubectl logs -l a=b", &["pods/- a=b -"]),
            ("kubectl logs web-1", &["pods/web-1 - -"]),
            ("kubectl logs deploy/web", &["deploy/web - -"]),
            ("kubectl version", &[]),
            ("logcli query '{a=\"b\"}'", &[]),
        ] {
            assert_eq!(selected(line), expected, "{line}");
        }
    }
}
