//! The record's workloads: those that its plan's commands select. Items without a step of their own
//! (`Pod 상태`, `안정성 확인`) are judged on them. Pure.

use crate::both;
use crate::facts::kinds;
use crate::facts::lang::Bilingual;
use crate::judge::needs::plural;
use crate::query::{Get, Namespace, Query, Scope, TopOf};
use crate::verify::understand::Understanding;
use std::collections::BTreeSet;

/// Where the record's workloads are, and what picks their pods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Workloads {
    /// The one context and namespace of the plan.
    pub scope: Scope,
    /// Label selectors of the plan's pod commands; `None` is every pod of the namespace.
    pub selectors: BTreeSet<Option<String>>,
    /// Workloads named outright: kubectl's plural and name.
    pub named: BTreeSet<(String, String)>,
}

impl Workloads {
    /// Pods, as objects, one query a selector.
    pub(super) fn pods(&self) -> Vec<Query> {
        let selectors: Vec<Option<String>> = if self.selectors.is_empty() {
            vec![None]
        } else {
            self.selectors.iter().cloned().collect()
        };
        selectors
            .into_iter()
            .map(|selector| self.get("pods", selector))
            .collect()
    }

    /// The workloads of the namespace, as objects.
    pub(super) fn controllers(&self) -> Vec<Query> {
        let kinds = kinds::ROLLING.into_iter();
        kinds.map(|kind| self.get(kind, None)).collect()
    }

    fn get(&self, kind: &str, selector: Option<String>) -> Query {
        Query::Get(Get::objects(self.scope.clone(), kind, selector))
    }
}

/// Finds the record's workloads, or why there is no telling.
pub(super) fn workloads(understanding: &Understanding) -> Result<Workloads, Bilingual> {
    let mut found: Vec<Selected> = Vec::new();
    for step in &understanding.steps {
        found.extend(
            step.pipelines()
                .filter_map(|pipeline| selected(&pipeline.query)),
        );
    }
    let scopes: BTreeSet<&Scope> = found.iter().map(|selected| &selected.scope).collect();
    let mut scopes = scopes.into_iter();
    let scope = match (scopes.next(), scopes.next()) {
        (Some(scope), None) => scope.clone(),
        (None, _) => return Err(nothing()),
        (Some(_), Some(_)) => return Err(several()),
    };
    if scope.namespace == Namespace::All {
        return Err(everywhere());
    }
    let named: BTreeSet<(String, String)> = found
        .iter()
        .filter_map(|selected| selected.named.clone())
        .collect();
    // `get pods -n x` beside `get pods -n x -l app=y` looks at the same thing more widely: the
    // selector says which pods are the record's.
    let mut selectors: BTreeSet<Option<String>> = found
        .iter()
        .filter(|one| one.named.is_none() && one.pods)
        .map(|one| one.selector.clone())
        .collect();
    if selectors.len() > 1 || !named.is_empty() {
        selectors.remove(&None);
    }
    Ok(Workloads {
        scope,
        selectors,
        named,
    })
}

/// What one command selects.
struct Selected {
    scope: Scope,
    selector: Option<String>,
    named: Option<(String, String)>,
    pods: bool,
}

fn selected(query: &Query) -> Option<Selected> {
    let selections = query.selections();
    let one = match (query, selections.as_slice()) {
        (Query::Get(_) | Query::Describe(_), [one]) => one,
        (Query::Rollout(_), [first, ..]) => first,
        (Query::Top(top), [pods]) if top.of == TopOf::Pods => pods,
        (Query::Logs(logs), [pods]) if logs.target.is_none() => pods,
        _ => return None,
    };
    let kind = plural(one.kind).filter(|kind| *kind != "nodes")?;
    Some(Selected {
        scope: one.scope.clone(),
        selector: one.selector.map(String::from),
        named: one.name.map(|name| (kind.to_string(), name.to_string())),
        pods: kind == "pods",
    })
}

fn nothing() -> Bilingual {
    both!(
        "검증 계획의 명령이 고르는 워크로드가 없습니다",
        "no command of the plan selects a workload",
    )
}

fn several() -> Bilingual {
    both!(
        "검증 계획이 여러 컨텍스트나 네임스페이스를 봅니다",
        "the plan looks at more than one context or namespace",
    )
}

fn everywhere() -> Bilingual {
    both!(
        "검증 계획이 모든 네임스페이스를 봅니다",
        "the plan looks at all namespaces",
    )
}
