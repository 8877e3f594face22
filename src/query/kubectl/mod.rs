//! `kubectl` and `oc`: which verb, which are refused, and what all verbs share. Each verb that is
//! answered has its own reader with its own positive list of flags.

mod argo;
mod ask;
mod get;
mod logs;
mod resource;
mod rollout;
mod top;

pub(super) use argo::rollouts;

use super::expand::Word;
use super::flags::{self, Parsed, Takes, plain_dashes};
use super::reason::{Why, not_ours, refused};
use super::vars::Vars;
use super::verbs::unanswered;
use super::{Class, ClusterAsk, Namespace, Query, Scope};

/// Reads the words after `kubectl`: the query and what has to be filled in.
pub(super) fn read(
    words: &[Word],
    program: &str,
    env: &[(String, Word)],
    vars: &Vars,
) -> Result<(Query, Vec<String>), Class> {
    let program = program.rsplit(['/', '\\']).next().unwrap_or(program);
    let Some((verb, rest)) = split_verb(words) else {
        return Err(not_ours(Why::NoTarget, program));
    };
    let at = Place {
        vars,
        shown: format!("kubectl {verb}"),
        variable: env.iter().any(|(name, _)| name == "KUBECONFIG"),
    };
    if verb == "argo" {
        return argo::read(&rest, env, vars);
    }
    let query = match verb.as_str() {
        "get" => get::read(&rest, &at, get::Verb::Get)?,
        "describe" => get::read(&rest, &at, get::Verb::Describe)?,
        "logs" | "log" => logs::read(&rest, &at)?,
        "top" => top::read(&rest, &at)?,
        "events" => ask::events(&rest, &at)?,
        "rollout" => rollout::rollout(&rest, &at)?,
        "wait" => rollout::wait(&rest, &at)?,
        "auth" => ask::auth(&rest, &at)?,
        "version" => ask::bare(&rest, &at, ClusterAsk::Version)?,
        "api-resources" => ask::bare(&rest, &at, ClusterAsk::ApiResources)?,
        "api-versions" => ask::bare(&rest, &at, ClusterAsk::ApiVersions)?,
        "cluster-info" => ask::cluster_info(&rest, &at)?,
        "config" => ask::config(&rest, &at)?,
        _ => match split_verb(&rest) {
            Some((top, rest)) if verb == "adm" && top == "top" => top::read(&rest, &at)?,
            _ => {
                let shown = format!("{program} {verb}");
                return Err(unanswered("kubectl", &verb, &shown));
            }
        },
    };
    let mut needs = super::expand::needs(words);
    needs.extend(at.switched_needs(&query));
    needs.extend(resource::needs(&query));
    Ok((query, needs))
}

/// Where a command stands: what was said before it.
struct Place<'a> {
    vars: &'a Vars,
    shown: String,
    variable: bool,
}

impl Place<'_> {
    /// The cluster and namespace: flags, else what the record switched to.
    fn scope(&self, parsed: &Parsed) -> Result<Scope, Class> {
        let context = parsed.text("context").filter(|name| !name.is_empty());
        if context.is_none() {
            let unknown = self.vars.cluster_unknown.as_deref();
            if let Some(name) = unknown.or(self.variable.then_some("KUBECONFIG")) {
                return Err(refused(Why::KubeconfigSet, name));
            }
        }
        let switched =
            |value: &Option<super::vars::Switched>| value.as_ref().map(|s| s.text.clone());
        let named = parsed.text("namespace").filter(|name| !name.is_empty());
        Ok(Scope {
            context: context.or_else(|| switched(&self.vars.context)),
            namespace: if parsed.on("all-namespaces") {
                Namespace::All
            } else {
                match named.or_else(|| switched(&self.vars.namespace)) {
                    Some(name) => Namespace::Named(name),
                    None => Namespace::OfContext,
                }
            },
        })
    }

    /// What has to be filled in because the record switched to something that has to be.
    fn switched_needs(&self, query: &Query) -> Vec<String> {
        let Some(scope) = query.scope() else {
            return Vec::new();
        };
        let mut needs = Vec::new();
        if let Some(switched) = &self.vars.context
            && scope.context.as_ref() == Some(&switched.text)
        {
            needs.extend(switched.missing.clone());
        }
        if let (Some(switched), Namespace::Named(name)) = (&self.vars.namespace, &scope.namespace)
            && *name == switched.text
        {
            needs.extend(switched.missing.clone());
        }
        needs
    }
}

/// The verb, and the other words in order. Global flags may stand before it.
pub(super) fn split_verb(words: &[Word]) -> Option<(String, Vec<Word>)> {
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let text = plain_dashes(&word.text);
        if !text.starts_with('-') || text.len() < 2 {
            let mut rest = words[..at].to_vec();
            rest.extend_from_slice(&words[at + 1..]);
            return Some((word.text.to_lowercase(), rest));
        }
        at += 1 + usize::from(takes_next(&text));
    }
    None
}

/// Whether a flag that stands before the verb takes the next word. Verbs' own flags that people write
/// there are known, too.
fn takes_next(text: &str) -> bool {
    let lists = ["kubectl", "kubectl before its verb"];
    let mut all = lists.into_iter().flat_map(flags::list);
    match text.strip_prefix("--") {
        Some(long) => all.any(|flag| flag.long == long && flag.takes == Takes::Value),
        None => {
            let mut letters = text.chars().skip(1);
            let (letter, glued) = (letters.next(), letters.next().is_some());
            !glued && all.any(|flag| flag.short == letter && flag.takes == Takes::Value)
        }
    }
}
