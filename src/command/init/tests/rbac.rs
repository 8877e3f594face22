//! The ClusterRole against the requests that the program makes: every kind of question is asked of
//! the test world, and what arrives there must be allowed, no less and no more.

use crate::collect::cluster::kinds::all_built_in;
use crate::collect::observe::Outside;
use crate::collect::tests::fixture::access;
use crate::command::doctor;
use crate::command::init::RBAC;
use crate::facts::deployment::System;
use crate::judge::kind::operators;
use crate::query::{Class, DeploymentQuery, Query, script};
use crate::world::{Effect, Fault, State, Told, World};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// `get pods/log`, `list daemonsets.apps`, or `get /version`.
type Right = String;

fn right(verb: &str, group: &str, resource: &str) -> Right {
    match group {
        "" => format!("{verb} {resource}"),
        group => format!("{verb} {resource}.{group}"),
    }
}

/// What the role allows, and the paths beside resources.
fn allowed() -> (BTreeSet<Right>, Vec<String>) {
    let objects = crate::judge::object::read(RBAC).objects;
    let mut all = objects.iter().map(|located| &located.object);
    let role = all.find(|object| object["kind"] == "ClusterRole").unwrap();
    let words = |rule: &Value, key: &str| -> Vec<String> {
        let list = rule[key].as_array().into_iter().flatten();
        list.map(|word| word.as_str().unwrap().to_string())
            .collect()
    };
    let (mut rights, mut paths) = (BTreeSet::new(), Vec::new());
    for rule in role["rules"].as_array().unwrap() {
        paths.extend(words(rule, "nonResourceURLs"));
        for verb in words(rule, "verbs") {
            for group in words(rule, "apiGroups") {
                for resource in words(rule, "resources") {
                    rights.insert(right(&verb, &group, &resource));
                }
            }
        }
    }
    (rights, paths)
}

/// Which right a request needs; a path beside resources comes back as it is.
fn needed(line: &str) -> Result<Right, String> {
    let (method, path) = line.split_once(' ').unwrap();
    let path = path.split('?').next().unwrap();
    let segments: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let (group, rest) = match segments.as_slice() {
        ["api", _, rest @ ..] if !rest.is_empty() => ("", rest),
        ["apis", group, _, rest @ ..] if !rest.is_empty() => (*group, rest),
        _ => return Err(path.to_string()),
    };
    let rest = match rest {
        ["namespaces", _, rest @ ..] if !rest.is_empty() => rest,
        rest => rest,
    };
    let verb = |one: bool| match (method, one) {
        ("POST", _) => "create",
        (_, true) => "get",
        (_, false) => "list",
    };
    Ok(match rest {
        [resource] => right(verb(false), group, resource),
        [resource, _] => right(verb(true), group, resource),
        [resource, _, sub] => right(verb(true), group, &format!("{resource}/{sub}")),
        _ => panic!("{line}"),
    })
}

fn outside(world: &World, folder: &std::path::Path) -> Outside {
    Outside::new(access(world, folder))
}

fn query(line: &str) -> Query {
    let script = script::read(line, "bash");
    match &script.commands[0].class {
        Class::Understood(pipeline) => pipeline.query.clone(),
        other => panic!("{line}: {other:?}"),
    }
}

/// Every kind of question: each built-in kind as a list and by name, and every other command.
fn questions() -> Vec<Query> {
    let others = [
        "kubectl get all -n loki-v3",
        "kubectl get foos",
        "kubectl get applications.argoproj.io -A",
        "kubectl get application alloy-ops -n argocd",
        "kubectl describe ds alloy -n loki-v3",
        "kubectl logs -n loki-v3 -l app.kubernetes.io/name=alloy",
        "kubectl logs -n loki-v3 ds/alloy --all-containers",
        "kubectl logs -n loki-v3 alloy-7lgc8 --previous",
        "kubectl top pods -n loki-v3",
        "kubectl top pod alloy-7lgc8 -n loki-v3",
        "kubectl top nodes",
        "kubectl top node ip-10-11-12-230.ap-northeast-1.compute.internal",
        "kubectl events -n loki-v3 --for ds/alloy",
        "kubectl rollout status ds/alloy -n loki-v3",
        "kubectl rollout history ds/alloy -n loki-v3",
        "kubectl rollout history deploy/web -n loki-v3",
        "kubectl wait pod -n loki-v3 -l app=web --for=condition=Ready",
        "kubectl wait deploy/web -n loki-v3 --for=delete",
        "kubectl version",
        "kubectl cluster-info",
        "kubectl api-resources",
        "kubectl auth can-i list pods",
        "argocd app get alloy-ops",
        "argocd app list",
    ];
    let mut all: Vec<Query> = others.iter().map(|line| query(line)).collect();
    for (source, object) in [
        (System::Argocd, "alloy-ops"),
        (System::Flux, "web"),
        (System::Flux, "kustomization/flux-system/web"),
        (System::Flux, "helmrelease/web/web"),
    ] {
        all.push(Query::Deployment(DeploymentQuery {
            source,
            context: None,
            host: None,
            repo: Some(object.into()),
            number: 1.into(),
        }));
    }
    for kind in all_built_in() {
        let name = kind.resource_name();
        all.push(query(&format!("kubectl get {name} -n loki-v3")));
        all.push(query(&format!("kubectl get {name} some-name -n loki-v3")));
    }
    all
}

#[test]
fn the_cluster_role_allows_what_the_program_asks_and_nothing_else() {
    let (allowed, paths) = allowed();
    let world = World::start(State::After).unwrap();
    world.tell(vec![Told {
        app: "web".into(),
        ..Told::default()
    }]);
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(outside(&world, folder.path()).observe(&questions()));
    // A server without aggregated discovery is asked group by group.
    let plain = Effect::Answer(
        200,
        "application/json",
        r#"{"kind":"APIVersions","versions":["v1"]}"#.into(),
    );
    world.fail(Fault::times(1, "api GET /api", plain));
    runtime.block_on(outside(&world, folder.path()).observe(&[query("kubectl get foos")]));
    let rights = doctor::rights(None, "argocd", true);
    runtime.block_on(outside(&world, folder.path()).probe_cluster(None, &rights));

    let mut asked = BTreeSet::new();
    for line in world.requests() {
        let line = line.strip_prefix("api ").unwrap();
        match needed(line) {
            Ok(right) => {
                asked.insert(right);
            }
            Err(path) => {
                let fits = |rule: &String| match rule.strip_suffix('*') {
                    Some(start) => path.starts_with(start),
                    None => *rule == path,
                };
                assert!(paths.iter().any(fits), "{path} is not allowed");
            }
        }
    }
    assert!(asked.len() > 80, "{}", asked.len());
    // Secrets are asked for if a record names them, and are nobody's business by default.
    let lacking: Vec<_> = asked
        .difference(&allowed)
        .filter(|r| !r.ends_with(" secrets"))
        .collect();
    assert!(lacking.is_empty(), "the role lacks {lacking:?}");
    // Argo's other kinds are custom ones, which only discovery can find.
    let argo = ["applicationsets", "appprojects", "rollouts"];
    let spare: Vec<_> = allowed
        .difference(&asked)
        .filter(|right| !argo.iter().any(|kind| right.contains(kind)))
        .collect();
    assert!(
        spare.is_empty(),
        "the role allows what is never asked: {spare:?}"
    );
    assert!(!allowed.iter().any(|right| right.contains("secrets")));
    for right in rights {
        let resource = match right.subresource.as_str() {
            "" => right.resource.clone(),
            sub => format!("{}/{sub}", right.resource),
        };
        let right = self::right(&right.verb, &right.group, &resource);
        assert!(allowed.contains(&right), "doctor asks for {right}");
    }
}

/// Kinds whose resource is not called as English would have it.
const IRREGULAR: [(&str, &str); 10] = [
    ("Analysis", "analyses"),
    ("EventBus", "eventbus"),
    ("IngressClassParams", "ingressclassparams"),
    ("MongoDB", "mongodb"),
    ("MongoDBCommunity", "mongodbcommunity"),
    ("MongoDBMultiCluster", "mongodbmulticluster"),
    ("MongoDBOpsManager", "opsmanagers"),
    ("MonoVertex", "monovertices"),
    (
        "NetworkAttachmentDefinition",
        "network-attachment-definitions",
    ),
    ("Vertex", "vertices"),
];

/// Groups in which tokens lie: who needs them writes a rule.
const WITH_TOKENS: [&str; 2] = ["oauth.openshift.io", "user.openshift.io"];

fn resource(kind: &str) -> String {
    let named = IRREGULAR.iter().find(|(name, _)| *name == kind);
    let lower = kind.to_lowercase();
    match (named, lower.strip_suffix('y')) {
        (Some((_, resource)), _) => (*resource).to_owned(),
        (None, Some(stem)) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        (None, _)
            if ["s", "x", "z", "ch", "sh"]
                .iter()
                .any(|end| lower.ends_with(end)) =>
        {
            format!("{lower}es")
        }
        (None, _) => format!("{lower}s"),
    }
}

/// The rules for the kinds that we know of operators: a line a group, and one for the groups of which all are known.
fn of_operators() -> String {
    let mut groups: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (patterns, kinds) in operators::listed() {
        // No role can name groups by their end.
        let named = patterns.split(' ').filter(|group| !group.starts_with('.'));
        for group in named.filter(|group| !WITH_TOKENS.contains(group)) {
            let resources = kinds.split(' ').map(|kind| {
                if kind.starts_with('*') {
                    "*".to_owned()
                } else {
                    resource(kind)
                }
            });
            groups.entry(group).or_default().extend(resources);
        }
    }
    let (whole, named): (Vec<_>, Vec<_>) = groups
        .into_iter()
        .partition(|(_, resources)| resources.contains("*"));
    let quoted = |resource: &String| format!("\"{resource}\"");
    let mut out = String::new();
    for (group, resources) in named {
        let resources: Vec<String> = resources.iter().map(quoted).collect();
        out += &format!(
            "  - {{apiGroups: [\"{group}\"], resources: [{}], verbs: [\"get\", \"list\"]}}\n",
            resources.join(", ")
        );
    }
    out += "  - apiGroups:\n";
    for (group, _) in whole {
        out += &format!("      - {group}\n");
    }
    out + "    resources: [\"*\"]\n    verbs: [\"get\", \"list\"]\n"
}

#[test]
fn the_second_role_has_the_operators_for_which_there_are_rules() {
    let expected = of_operators();
    let begin = RBAC
        .find("  name: report-reader-operators\nrules:\n")
        .unwrap();
    let rules = &RBAC[begin..];
    let rules = &rules[rules.find("  - ").unwrap()..rules.find("---\n").unwrap()];
    assert_eq!(rules, expected, "write this there:\n{expected}");
    assert!(!WITH_TOKENS.iter().any(|group| RBAC.contains(group)));
}

#[test]
fn the_program_changes_nothing() {
    let (allowed, _) = allowed();
    let verbs: BTreeSet<&str> = allowed
        .iter()
        .filter_map(|right| right.split(' ').next())
        .collect();
    assert_eq!(verbs, BTreeSet::from(["create", "get", "list"]));
    let created: Vec<&Right> = allowed
        .iter()
        .filter(|right| right.starts_with("create"))
        .collect();
    assert_eq!(
        created,
        [
            "create selfsubjectaccessreviews.authorization.k8s.io",
            "create selfsubjectreviews.authentication.k8s.io"
        ]
    );
}
