//! Whether the cluster that was asked is the one that the record speaks of: a command without a context of
//! its own is answered by the current one. Pure.

use super::answers::Answered;
use super::arrival::is_environment;
use crate::facts::lang::Bilingual;
use crate::facts::observation::{Blind, Cause};
use crate::query::Query;
use crate::record::names_environment;

/// Why an answer is not the record's: it came from the current context, and the record or the step names
/// another environment, or more than one. `None` if none is named, or the context is that one's.
pub(super) fn elsewhere(named: &[String], query: &Query, answered: &Answered) -> Option<Blind> {
    let asked = answered.asked.as_str();
    let is_current = query.scope().is_some_and(|scope| scope.context.is_none());
    if !is_current || asked.is_empty() || named.is_empty() {
        return None;
    }
    if named.iter().all(|name| is_environment(name, asked)) {
        return None;
    }
    let names = named.join(", ");
    Some(Blind::new(
        Cause::ContextRefused,
        Bilingual::new(
            format!(
                "기록은 {names} 환경을 말하는데, 명령에 컨텍스트가 없고 현재 컨텍스트는 {asked}입니다"
            ),
            format!(
                "the record speaks of {names}, the command names no context, and the current one is {asked}"
            ),
        ),
        Bilingual::new(
            format!(
                "명령에 --context를 적거나 [env.{}]에 context를 적으세요",
                named[0]
            ),
            format!("write --context, or context under [env.{}]", named[0]),
        ),
    ))
}

/// The environments that a step names before the word for a cluster: `dev 클러스터`, `the staging cluster`.
pub(super) fn named_in(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let mut names: Vec<String> = Vec::new();
    for what in ["클러스터", "환경", "cluster", "environment"] {
        for (at, _) in lower.match_indices(what) {
            let before = lower[..at].trim_end_matches([' ', '`', '*', '"', '(']);
            let is_near = lower[before.len()..at].len() <= 4;
            let start = before
                .rfind(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')))
                .map_or(0, |place| {
                    place + before[place..].chars().next().map_or(1, char::len_utf8)
                });
            let name = &before[start..];
            let is_known = name.split(['-', '_']).any(names_environment);
            if is_near && is_known && !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::observation::Observation;
    use crate::query::script;
    use crate::query::{Class, Vars, inline};
    use std::sync::Arc;
    use std::time::Duration;

    #[test]
    fn a_step_names_its_environment_in_both_languages() {
        for (text, names) in [
            ("**dev 클러스터**", vec!["dev"]),
            ("# dev 클러스터에서 실행", vec!["dev"]),
            ("`staging` 환경에서", vec!["staging"]),
            (
                "### 2. buzzvil-eks-prod 클러스터 확인",
                vec!["buzzvil-eks-prod"],
            ),
            ("dev, ops 클러스터", vec!["ops"]),
            ("In the dev cluster:", vec!["dev"]),
            ("# run in the **staging** environment", vec!["staging"]),
            ("Production cluster", vec!["production"]),
            ("the cluster", vec![]),
            ("EKS 클러스터", vec![]),
            ("클러스터 전체", vec![]),
            ("kubernetes cluster", vec![]),
            ("our environment variables", vec![]),
            ("dev 팀의 클러스터", vec![]),
            ("모든 클러스터", vec![]),
        ] {
            assert_eq!(named_in(text), names, "{text}");
        }
    }

    #[test]
    fn another_contexts_answer_is_none() {
        let query = |command: &str| -> Query {
            let read: script::Documented = inline::read(command, &Vars::new()).unwrap();
            match read.class {
                Class::Understood(pipeline) => pipeline.query,
                other => panic!("{command}: {other:?}"),
            }
        };
        let from = |asked: &str| Answered {
            observation: Arc::new(Observation::Blind(Blind::new(Cause::Timeout, "", ""))),
            asked: asked.into(),
            took: Duration::ZERO,
        };
        let bare = query("kubectl get pods -n web");
        let own = query("kubectl --context ops get pods -n web");
        for (named, query, asked, blind) in [
            (vec!["dev"], &bare, "ops", true),
            (vec!["dev"], &bare, "buzzvil-eks-ops", true),
            (vec!["ops"], &bare, "buzzvil-eks-ops", false),
            (vec!["dev", "ops"], &bare, "ops", true),
            (
                vec!["ops", "buzzvil-eks-ops"],
                &bare,
                "buzzvil-eks-ops",
                false,
            ),
            (vec!["production"], &bare, "acme-prod", false),
            (vec![], &bare, "ops", false),
            (vec!["dev"], &own, "ops", false),
            (vec!["dev"], &bare, "", false),
            (vec!["dev"], &bare, "in-cluster", true),
        ] {
            let named: Vec<String> = named.into_iter().map(String::from).collect();
            let found = elsewhere(&named, query, &from(asked));
            assert_eq!(found.is_some(), blind, "{named:?} {asked}");
        }
    }
}
