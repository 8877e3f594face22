//! `report doctor`: where each setting came from, and whether each source is reachable, as whom, in
//! which version, with which clock, and which rights are lacking for reading records' commands.

pub(crate) mod run;

use crate::collect::observe::Outside;
use crate::collect::observe::probe::{Probe, Reached, Right};
use crate::error::exit;
use crate::facts::deployment::System;
use crate::facts::kinds;
use crate::facts::lang::Lang;
use crate::output::Style;
use crate::output::layout::{hung, pad, tame};
use crate::settings::{Provenance, Settings};
use schemars::JsonSchema;
use serde::Serialize;

/// A clock that is further off than this makes ages and stability wrong.
const SKEW_SECONDS: i64 = 30;

/// Everything that was found.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct Examined {
    /// Each setting, its value and where it came from.
    pub settings: Vec<Provenance>,
    /// Each source.
    pub sources: Vec<Examination>,
}

/// What was found about one source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Examination {
    /// `cluster`, `gitploy`, `loki`, `prometheus`.
    pub source: String,
    /// The context or the address.
    pub name: String,
    /// Whether it answered.
    pub reachable: bool,
    /// User name, where the source tells.
    pub identity: String,
    /// Version, where the source tells.
    pub version: String,
    /// Seconds that its clock is ahead of ours.
    pub skew_seconds: Option<i64>,
    /// Rights that are lacking: `list pods`.
    pub lacking: Vec<String>,
    /// Rights that could not be asked for.
    pub unknown: Vec<String>,
    /// Why it could not be reached; empty if it was.
    pub problem: String,
    /// What to do about it.
    pub hint: String,
}

/// Asks every configured source: the contexts that records may name (else the current one), the
/// systems that tell of deployments, Loki, Prometheus.
pub(crate) async fn examine(settings: &Settings, outside: &Outside) -> Examined {
    let cluster = &settings.access.cluster;
    let contexts: Vec<Option<&str>> = match (&cluster.default_context, &cluster.allowed_contexts) {
        (Some(context), _) => vec![Some(context)],
        (None, Some(contexts)) if !contexts.is_empty() => contexts
            .iter()
            .map(|context| Some(context.as_str()))
            .collect(),
        (None, _) if !cluster.aliases.is_empty() => cluster
            .aliases
            .keys()
            .map(|context| Some(context.as_str()))
            .collect(),
        (None, _) => vec![None],
    };
    let rights = rights(
        cluster.default_namespace.as_deref(),
        &cluster.argocd_namespace,
        settings.config.deployments.source == Some(System::Flux),
    );
    let mut probes = Vec::new();
    for context in contexts {
        probes.push(outside.probe_cluster(context, &rights).await);
    }
    probes.extend(outside.probe_deployments().await);
    probes.extend(outside.probe_loki().await);
    probes.extend(outside.probe_prometheus().await);
    Examined {
        settings: settings.provenance.clone(),
        sources: probes
            .into_iter()
            .map(|probe| examination(probe, settings.lang))
            .collect(),
    }
}

/// What records' commands read, and what Flux applies where it is asked: in the configured namespace,
/// else in all.
pub(super) fn rights(namespace: Option<&str>, argocd: &str, flux: bool) -> Vec<Right> {
    let right = |(group, resource, subresource): (&str, &str, &str), namespace: &str| Right {
        verb: if subresource.is_empty() {
            "list"
        } else {
            "get"
        }
        .into(),
        group: group.into(),
        resource: resource.into(),
        subresource: subresource.into(),
        name: String::new(),
        namespace: namespace.into(),
    };
    let listed = |plural: &'static str| (kinds::known(plural).group, plural, "");
    let mut read: Vec<_> = kinds::read().map(listed).collect();
    read.insert(1, ("", "pods", "log"));
    read.push(("metrics.k8s.io", "pods", ""));
    let namespace = namespace.unwrap_or_default();
    let mut rights: Vec<Right> = read.into_iter().map(|one| right(one, namespace)).collect();
    rights.push(right(listed("nodes"), ""));
    rights.push(right(("metrics.k8s.io", "nodes", ""), ""));
    rights.push(right(listed("applications"), argocd));
    if flux {
        rights.extend(kinds::of_flux().map(|kind| right(listed(kind), "")));
    }
    rights
}

fn examination(probe: Probe, lang: Lang) -> Examination {
    let mut found = Examination {
        source: probe.source.word().into(),
        name: probe.name,
        reachable: probe.reached.is_ok(),
        ..Examination::default()
    };
    match probe.reached {
        Err(blind) => {
            found.problem = blind.message.of(lang).to_string();
            found.hint = blind.hint.of(lang).to_string();
        }
        Ok(reached) => {
            let Reached {
                identity,
                version,
                skew,
                rights,
            } = reached;
            found.identity = identity;
            found.version = version;
            found.skew_seconds = skew.map(|skew| skew.num_seconds());
            for (right, answer) in rights {
                match answer {
                    Ok(true) => {}
                    Ok(false) => found.lacking.push(words(&right)),
                    Err(blind) => {
                        found.unknown.push(words(&right));
                        found.hint = blind.hint.of(lang).to_string();
                    }
                }
            }
            if !found.lacking.is_empty() {
                found.hint = lang
                    .pick(
                        "`report init --print rbac`의 ClusterRole을 적용해 달라고 요청하세요",
                        "ask for the ClusterRole of `report init --print rbac` to be applied",
                    )
                    .into();
            }
        }
    }
    found
}

/// `list daemonsets.apps`, `get pods/log`.
fn words(right: &Right) -> String {
    let mut words = format!("{} {}", right.verb, right.resource);
    for (mark, part) in [('.', &right.group), ('/', &right.subresource)] {
        if !part.is_empty() {
            words.push(mark);
            words.push_str(part);
        }
    }
    if !right.namespace.is_empty() {
        words.push_str(&format!(" (-n {})", right.namespace));
    }
    words
}

/// 0 when every source answers and no right is lacking, else the status of what could not be
/// looked at.
pub(crate) fn exit_status(examined: &Examined) -> u8 {
    let well =
        |one: &Examination| one.reachable && one.lacking.is_empty() && one.unknown.is_empty();
    if examined.sources.iter().all(well) {
        exit::OK
    } else {
        exit::UNKNOWN
    }
}

/// For people.
pub(crate) fn text(examined: &Examined, style: Style) -> String {
    let lang = style.lang;
    let mut text = String::new();
    let mut line = |lead: &str, words: &str| {
        text.push_str(&hung(&tame(lead), &tame(words), style.width));
    };
    line("", lang.pick("설정", "Settings"));
    for setting in &examined.settings {
        let Provenance {
            name, value, from, ..
        } = setting;
        let lead = format!("  {}  ", pad(name, 18));
        line(&lead, &format!("{value}  ({})", from.words(lang)));
        if let Some(goes) = &setting.destination {
            let nowhere = lang.pick("아무 데도 보내지 않음", "goes nowhere");
            let to = goes.to.as_deref().unwrap_or(nowhere);
            let lead = format!("  {}  → ", pad("", 18));
            line(&lead, &format!("{to}: {}", goes.why.of(lang)));
        }
    }
    for one in &examined.sources {
        line("", "");
        let mark = match (one.reachable, one.lacking.is_empty()) {
            (true, true) => "✅",
            (true, false) => "⚠️",
            (false, _) => "❌",
        };
        let source = match one.source.as_str() {
            "cluster" => lang.pick("클러스터", "cluster"),
            other => other,
        };
        line("", format!("{mark} {source} {}", one.name).trim_end());
        for (label, value) in [
            (lang.pick("신원", "identity"), one.identity.clone()),
            (lang.pick("버전", "version"), one.version.clone()),
            (lang.pick("시계", "clock"), clock(one.skew_seconds, lang)),
            (lang.pick("없는 권한", "lacking"), one.lacking.join(", ")),
            (
                lang.pick("알 수 없는 권한", "not known"),
                one.unknown.join(", "),
            ),
            (lang.pick("문제", "problem"), one.problem.clone()),
            (lang.pick("할 일", "to do"), one.hint.clone()),
        ] {
            if !value.is_empty() {
                line(&format!("   {}  ", pad(label, 12)), &value);
            }
        }
    }
    text
}

/// Said only where it is far enough off to matter.
fn clock(skew: Option<i64>, lang: Lang) -> String {
    match skew.filter(|skew| skew.abs() > SKEW_SECONDS) {
        None => String::new(),
        Some(ahead) if ahead > 0 => lang.pick(
            format!("서버가 {ahead}초 빠름"),
            format!("the server is {ahead} s ahead"),
        ),
        Some(behind) => lang.pick(
            format!("서버가 {}초 느림", -behind),
            format!("the server is {} s behind", -behind),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::both;
    use crate::collect::place::Source;
    use crate::facts::observation::{Blind, Cause};
    use crate::settings::{Destination, Origin};
    use chrono::TimeDelta;

    fn right(resource: &str) -> Right {
        Right {
            verb: "list".into(),
            group: "apps".into(),
            resource: resource.into(),
            ..Right::default()
        }
    }

    fn examined(lang: Lang) -> Examined {
        let reached = Reached {
            identity: "ops-reader".into(),
            version: "v1.36.2".into(),
            skew: Some(TimeDelta::seconds(95)),
            rights: vec![
                (right("daemonsets"), Ok(true)),
                (right("deployments"), Ok(false)),
            ],
        };
        let probe = |source, reached| Probe {
            source,
            name: "there".into(),
            reached,
        };
        let refused = Blind::new(Cause::Unauthorized, "not authenticated (401)", "renew it");
        let probes = [
            probe(Source::Cluster, Ok(reached)),
            probe(Source::Loki, Err(refused)),
        ];
        Examined {
            settings: vec![Provenance {
                name: "GITPLOY_TOKEN".into(),
                value: "(set)".into(),
                from: Origin::Environment("GITPLOY_TOKEN".into()),
                destination: Some(Destination {
                    to: None,
                    why: both!("이유", "a reason"),
                }),
            }],
            sources: probes.into_iter().map(|p| examination(p, lang)).collect(),
        }
    }

    fn style(lang: Lang) -> Style {
        Style {
            lang,
            color: false,
            width: 80,
            verbose: 0,
        }
    }

    #[test]
    fn what_is_lacking_is_named_with_what_to_do_in_both_languages() {
        for (lang, wanted) in [
            (
                Lang::En,
                ["lacking", "95 s ahead", "to do", "→ goes nowhere: a reason"],
            ),
            (
                Lang::Ko,
                [
                    "없는 권한",
                    "95초 빠름",
                    "할 일",
                    "→ 아무 데도 보내지 않음: 이유",
                ],
            ),
        ] {
            let text = text(&examined(lang), style(lang));
            for part in wanted.iter().chain(&[
                "list deployments.apps",
                "ops-reader",
                "v1.36.2",
                "report init --print rbac",
                "❌ loki there",
                "(set)",
            ]) {
                assert!(text.contains(part), "{part}: {text}");
            }
            assert!(!text.contains("daemonsets"), "{text}");
        }
    }

    #[test]
    fn only_a_well_world_is_a_success() {
        let mut all = examined(Lang::En);
        assert_eq!(exit_status(&all), exit::UNKNOWN);
        all.sources.remove(1);
        assert_eq!(exit_status(&all), exit::UNKNOWN);
        all.sources[0].lacking.clear();
        assert_eq!(exit_status(&all), exit::OK);
    }
}
