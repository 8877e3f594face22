//! Which cluster and namespace a query is about.

use super::{Namespace, Query, Scope};

impl Query {
    /// The scope of a question to a cluster; `None` for Loki, HTTP, Prometheus, git and deployments.
    pub fn scope(&self) -> Option<&Scope> {
        match self {
            Query::Get(get) | Query::Describe(get) => Some(&get.scope),
            Query::Logs(logs) => Some(&logs.scope),
            Query::Top(top) => Some(&top.scope),
            Query::Events(events) => Some(&events.scope),
            Query::Rollout(rollout) => Some(&rollout.scope),
            Query::Wait(wait) => Some(&wait.scope),
            Query::Cluster(question) => Some(&question.scope),
            Query::Argo(argo) => Some(&argo.scope),
            _ => None,
        }
    }

    fn scope_mut(&mut self) -> Option<&mut Scope> {
        match self {
            Query::Get(get) | Query::Describe(get) => Some(&mut get.scope),
            Query::Logs(logs) => Some(&mut logs.scope),
            Query::Top(top) => Some(&mut top.scope),
            Query::Events(events) => Some(&mut events.scope),
            Query::Rollout(rollout) => Some(&mut rollout.scope),
            Query::Wait(wait) => Some(&mut wait.scope),
            Query::Cluster(question) => Some(&mut question.scope),
            Query::Argo(argo) => Some(&mut argo.scope),
            _ => None,
        }
    }

    /// Fills in the context and namespace that a command left open; what it says itself stays.
    /// A namespace is filled in only for the filled-in or same context: another cluster's
    /// environment says nothing about this one.
    pub fn fill_scope(&mut self, context: Option<&str>, namespace: Option<&str>) {
        let Some(scope) = self.scope_mut() else {
            return;
        };
        if scope.context.is_none() {
            scope.context = context.map(String::from);
        }
        let open = scope.namespace == Namespace::OfContext && scope.context.as_deref() == context;
        if let (true, Some(namespace)) = (open, namespace) {
            scope.namespace = Namespace::Named(namespace.into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Get;

    #[test]
    fn only_what_was_left_open_is_filled_in() {
        let check = |context: Option<&str>, namespace: Namespace, wanted: (&str, Namespace)| {
            let scope = Scope {
                context: context.map(String::from),
                namespace,
            };
            let mut query = Query::Get(Get {
                scope,
                ..Get::default()
            });
            query.fill_scope(Some("ops"), Some("loki"));
            let scope = query.scope().unwrap();
            assert_eq!(
                (scope.context.as_deref().unwrap(), scope.namespace.clone()),
                wanted
            );
        };
        let named = |name: &str| Namespace::Named(name.into());
        check(None, Namespace::OfContext, ("ops", named("loki")));
        check(Some("ops"), Namespace::OfContext, ("ops", named("loki")));
        check(
            Some("dev"),
            Namespace::OfContext,
            ("dev", Namespace::OfContext),
        );
        check(None, named("x"), ("ops", named("x")));
        check(None, Namespace::All, ("ops", Namespace::All));
    }
}
