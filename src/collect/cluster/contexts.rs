//! Which cluster: the kubeconfig as kubectl has it, the contexts that the configuration allows, and
//! the connection. A context that is not there or not allowed is refused before any request.

use super::identity::Identity;
use super::{Cluster, plugin};
use crate::both;
use crate::collect::access::ClusterAccess;
use crate::collect::har::{Context, Session};
use crate::collect::seam::deadline::Deadlines;
use crate::collect::seam::flow::{self, Flow};
use crate::collect::seam::renew::renewing;
use crate::collect::seam::retry::{Patience, Service};
use crate::collect::seam::{Exchange, Trouble, live};
use crate::facts::observation::Cause;
use crate::facts::percent;
use kube::config::{KubeConfigOptions, Kubeconfig};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// The context of a cluster that `report` itself runs in.
const IN_CLUSTER: &str = "in-cluster";

/// The kubeconfig of a run, merged, or what a replayed run knew of it.
#[derive(Clone)]
pub(crate) enum Contexts {
    /// Files, merged as `KUBECONFIG` lists are.
    Files(Box<Kubeconfig>),
    /// No file: the service account of the pod that `report` runs in.
    InCluster,
    /// What the evidence file knows.
    Recorded(Box<Session>),
}

/// Where a pod finds its ServiceAccount's token; without it there is no cluster around us.
const SERVICE_ACCOUNT_TOKEN: &str = "/var/run/secrets/kubernetes.io/serviceaccount/token";

// The kubeconfig holds credentials, so its content is never shown.
impl std::fmt::Debug for Contexts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}

/// The cluster's own name in what the clouds' tools make of it: `arn:aws:eks:…:cluster/ops`,
/// `gke_project_zone_ops`, `me@ops.region.eksctl.io`, `kind-ops`.
fn cluster_of(name: &str) -> &str {
    let tail = name.rsplit(['/', '@']).next().unwrap_or(name);
    if let Some(rest) = tail.strip_suffix(".eksctl.io") {
        return rest.split('.').next().unwrap_or(rest);
    }
    match tail.strip_prefix("gke_") {
        Some(rest) => rest.splitn(3, '_').nth(2).unwrap_or(tail),
        None => tail.strip_prefix("kind-").unwrap_or(tail),
    }
}

impl Contexts {
    /// Reads and merges the kubeconfig. Files that do not exist are skipped, as kubectl skips them.
    ///
    /// # Errors
    /// `NotConfigured` for a file that cannot be read; its content is not quoted.
    pub(crate) fn read(access: &ClusterAccess) -> Result<Contexts, Trouble> {
        let mut merged: Option<Kubeconfig> = None;
        for file in access.kubeconfig.iter().filter(|file| file.exists()) {
            let mut next = Kubeconfig::read_from(file).map_err(|error| unreadable(file, &error))?;
            // An empty one is none: that of a later file counts.
            next.current_context = next.current_context.filter(|name| !name.is_empty());
            merged = Some(match merged {
                None => next,
                Some(first) => first
                    .merge(next)
                    .map_err(|error| Trouble::new(Cause::NotConfigured, error.to_string()))?,
            });
        }
        match merged {
            Some(merged) => Ok(Contexts::Files(Box::new(merged))),
            None if access.kubeconfig.is_empty() && Path::new(SERVICE_ACCOUNT_TOKEN).exists() => {
                Ok(Contexts::InCluster)
            }
            None if access.kubeconfig.is_empty() => Err(Trouble::new(Cause::NotConfigured, "")),
            None => {
                let files = access.kubeconfig.iter().map(|f| f.display().to_string());
                let files: Vec<String> = files.collect();
                let files = files.join(", ");
                let words = both!(
                    "그런 kubeconfig가 없습니다: {files}",
                    "no such kubeconfig: {files}"
                );
                Err(Trouble::told(Cause::NotConfigured, &words))
            }
        }
    }

    /// The contexts by name.
    pub(crate) fn names(&self) -> Vec<String> {
        match self {
            Contexts::Files(config) => config.contexts.iter().map(|c| c.name.clone()).collect(),
            Contexts::InCluster => vec![IN_CLUSTER.into()],
            Contexts::Recorded(session) => session.contexts.keys().cloned().collect(),
        }
    }

    /// The contexts that can be meant by a name that none of them has: those of a cluster of that name.
    pub(crate) fn like(&self, said: &str) -> Vec<String> {
        let Contexts::Files(config) = self else {
            return self.names();
        };
        let means = |name: &str| {
            let is_whole = |name: &str| cluster_of(name) != name;
            cluster_of(name) == cluster_of(said)
                && (name == said || !is_whole(name) || !is_whole(said))
        };
        let contexts = config.contexts.iter().filter(|one| {
            let cluster = one.context.as_ref().map(|context| context.cluster.as_str());
            means(&one.name) || cluster.is_some_and(means)
        });
        contexts.map(|one| one.name.clone()).collect()
    }

    /// The context that a query without one means.
    pub(crate) fn current(&self, access: &ClusterAccess) -> Option<String> {
        access.default_context.clone().or_else(|| match self {
            Contexts::Files(config) => config.current_context.clone(),
            Contexts::InCluster => Some(IN_CLUSTER.into()),
            Contexts::Recorded(session) => session.current_context.clone(),
        })
    }

    /// The context of a query, if it exists and the configuration allows it.
    ///
    /// # Errors
    /// `ContextRefused` or `OtherJob`, naming those that are there; `NotConfigured` when nothing names one.
    pub(crate) fn choose(
        &self,
        access: &ClusterAccess,
        asked: Option<&str>,
    ) -> Result<String, Trouble> {
        let current = || {
            let none = || {
                let words = both!(
                    "kubeconfig에 현재 컨텍스트가 없습니다",
                    "the kubeconfig has no current context"
                );
                Trouble::told(Cause::NotConfigured, &words)
            };
            self.current(access)
                .filter(|name| !name.is_empty())
                .ok_or_else(none)
        };
        let said = match asked {
            Some(name) => name.to_string(),
            None => current()?,
        };
        let name = self.meant(access, &said);
        let names = self.names();
        if !names.contains(&name) {
            let known = names.join(", ");
            let words = both!(
                "kubeconfig에 {name:?} 컨텍스트가 없습니다 (있는 것: {known})",
                "the kubeconfig has no context {name:?} (it has: {known})"
            );
            // Where the configuration names the clusters, each may have a job of its own.
            let allowed = access.allowed_contexts.as_ref();
            let cause = if allowed.is_some_and(|all| all.contains(&name)) {
                Cause::OtherJob
            } else {
                Cause::ContextRefused
            };
            return Err(Trouble::told(cause, &words));
        }
        match &access.allowed_contexts {
            Some(allowed) if !allowed.contains(&said) => {
                let allowed = allowed.join(", ");
                let words = both!(
                    "설정이 {name:?} 컨텍스트를 허용하지 않습니다 (contexts = [{allowed}])",
                    "the configuration does not allow {name:?} (contexts = [{allowed}])"
                );
                Err(Trouble::told(Cause::ContextRefused, &words))
            }
            Some(_) | None => Ok(name),
        }
    }

    /// The kubeconfig's name of a context that a record names. A replay knows the names that were written.
    fn meant(&self, access: &ClusterAccess, said: &str) -> String {
        let alias = match self {
            Contexts::Files(_) | Contexts::InCluster => access.aliases.get(said),
            Contexts::Recorded(_) => None,
        };
        alias.map_or(said, String::as_str).to_string()
    }

    /// Connects to a chosen context, which may run its credential plugin. `wrap` puts the recorder
    /// around the live end.
    pub(crate) async fn connect(
        &self,
        access: &ClusterAccess,
        name: &str,
        (patience, deadlines): (Patience, Deadlines),
        wrap: impl FnOnce(Service<Flow>) -> (Exchange, Service<Flow>),
    ) -> Result<Cluster, Trouble> {
        let config = match self {
            Contexts::Files(config) => {
                let options = KubeConfigOptions {
                    context: Some(name.to_string()),
                    ..KubeConfigOptions::default()
                };
                let config = kube::Config::from_custom_kubeconfig(*config.clone(), &options);
                config
                    .await
                    .map_err(|error| Trouble::new(Cause::NotConfigured, kubeconfig_error(&error)))?
            }
            Contexts::InCluster => kube::Config::incluster().map_err(|error| {
                let words = format!("no kubeconfig, and not in a cluster ({error})");
                Trouble::new(Cause::NotConfigured, words)
            })?,
            Contexts::Recorded(session) => {
                return Ok(recorded(session, access, name, patience, wrap));
            }
        };
        connect_live(config, access, name, (patience, deadlines), wrap).await
    }

    /// What a replay must know: names, servers and namespaces, nothing secret.
    pub(crate) fn session(
        &self,
        access: &ClusterAccess,
    ) -> (Option<String>, BTreeMap<String, Context>) {
        let contexts = match self {
            Contexts::Recorded(session) => session.contexts.clone(),
            Contexts::InCluster => BTreeMap::new(),
            Contexts::Files(config) => config
                .contexts
                .iter()
                .map(|named| {
                    let namespace = named.context.as_ref().and_then(|c| c.namespace.clone());
                    let context = Context {
                        server: String::new(),
                        namespace: namespace.unwrap_or_else(|| "default".into()),
                    };
                    (named.name.clone(), context)
                })
                .collect(),
        };
        (self.current(access), contexts)
    }
}

async fn connect_live(
    mut config: kube::Config,
    access: &ClusterAccess,
    name: &str,
    (patience, deadlines): (Patience, Deadlines),
    wrap: impl FnOnce(Service<Flow>) -> (Exchange, Service<Flow>),
) -> Result<Cluster, Trouble> {
    live::choose_tls_provider();
    // Retries are ours, and bounded by the query's deadline.
    config.default_retry = false;
    if !is_private(&config.cluster_url) {
        config.auth_info = kube::config::AuthInfo::default();
    }
    move_user(&mut config)?;
    let url = config.cluster_url.clone();
    let namespace = config.default_namespace.clone();
    let first = client(config.clone(), deadlines).await?;
    let live = if is_renewable(&config.auth_info) {
        renewing(
            first,
            Arc::new(move || Box::pin(client(config.clone(), deadlines))),
        )
    } else {
        first
    };
    let base = url.to_string().trim_end_matches('/').to_string();
    let namespace = access.default_namespace.clone().unwrap_or(namespace);
    Ok(Cluster::new(name, base, namespace, patience, wrap(live)))
}

/// User and password in the server's address are credentials and no part of where it is: they go where
/// credentials are, unless there are others, as kubectl has it.
fn move_user(config: &mut kube::Config) -> Result<(), Trouble> {
    let url = config.cluster_url.clone();
    let authority = url.authority().map_or("", |authority| authority.as_str());
    let Some((user, host)) = authority.rsplit_once('@') else {
        return Ok(());
    };
    let mut parts = url.clone().into_parts();
    parts.authority = host.parse().ok();
    config.cluster_url = http::Uri::from_parts(parts)
        .map_err(|_| Trouble::new(Cause::NotConfigured, "the server address cannot be read"))?;
    let auth = &mut config.auth_info;
    let has_others = auth.token.is_some() || auth.username.is_some() || is_renewable(auth);
    if !has_others && is_private(&config.cluster_url) {
        let (user, password) = user.split_once(':').unwrap_or((user, ""));
        auth.username = Some(percent::decoded(user));
        auth.password = Some(percent::decoded(password).into());
    }
    Ok(())
}

/// Connects, with the credentials that the configuration gives now.
async fn client(mut config: kube::Config, deadlines: Deadlines) -> Result<Service<Flow>, Trouble> {
    if plugin::is_asked(&config.auth_info) {
        plugin::fill(&mut config.auth_info, deadlines).await?;
    }
    if let Some(identity) = Identity::of(&config.auth_info) {
        return identity.connect(config);
    }
    let url = config.cluster_url.clone();
    if url.scheme_str() == Some("http") && config.proxy_url.is_none() {
        // No certificate will be looked at: kube need not read the platform's.
        config.root_cert.get_or_insert_default();
    }
    // Old providers start a program here, which may take seconds: off the async threads. kube needs a
    // runtime around it for its own tasks.
    let runtime = tokio::runtime::Handle::current();
    let client = tokio::task::spawn_blocking(move || {
        let _inside = runtime.enter();
        kube::Client::try_from(config)
    });
    let client = client
        .await
        .map_err(|error| Trouble::new(Cause::CredentialPlugin, error.to_string()))?
        .map_err(|error| live::client_failure(&error))?;
    Ok(live::cluster(client, &url))
}

/// Whether asking for credentials again may give other ones: from a plugin, or from a file.
fn is_renewable(auth: &kube::config::AuthInfo) -> bool {
    auth.exec.is_some() || auth.token_file.is_some() || auth.auth_provider.is_some()
}

/// Whether credentials may be sent to an address: over TLS, or to this machine itself. kubectl
/// sends none over plain HTTP.
pub(crate) fn is_private(url: &http::Uri) -> bool {
    url.scheme_str() == Some("https") || is_loopback(url)
}

/// Whether an address is on this machine.
pub(super) fn is_loopback(url: &http::Uri) -> bool {
    let host = url.host().unwrap_or_default();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let address = host.parse::<std::net::IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

fn recorded(
    session: &Session,
    access: &ClusterAccess,
    name: &str,
    patience: Patience,
    wrap: impl FnOnce(Service<Flow>) -> (Exchange, Service<Flow>),
) -> Cluster {
    let context = session.contexts.get(name);
    let namespace = context.map(|context| context.namespace.clone());
    let namespace = access.default_namespace.clone().or(namespace);
    Cluster::new(
        name,
        context.map(|c| c.server.clone()).unwrap_or_default(),
        namespace.unwrap_or_else(|| "default".into()),
        patience,
        wrap(flow::of(crate::collect::seam::offline())),
    )
}

/// Says which file, not what is in it: a parser quotes the text, and the text holds tokens.
fn unreadable(file: &Path, error: &kube::config::KubeconfigError) -> Trouble {
    let words = format!("{}: {}", file.display(), kubeconfig_error(error));
    Trouble::new(Cause::NotConfigured, words)
}

fn kubeconfig_error(error: &kube::config::KubeconfigError) -> String {
    use kube::config::KubeconfigError as E;
    match error {
        E::ReadConfig(cause, _) => format!("cannot be read: {cause}"),
        E::Parse(_) => "is not a valid kubeconfig (YAML)".into(),
        E::LoadContext(name) => format!("has no context {name}"),
        E::LoadClusterOfContext(name) => format!("has no cluster {name}"),
        E::MissingClusterUrl => "the cluster has no server address".into(),
        E::LoadCertificateAuthority(_) => "the certificate authority cannot be loaded".into(),
        E::LoadClientCertificate(_) => "the client certificate cannot be loaded".into(),
        E::LoadClientKey(_) => "the client key cannot be loaded".into(),
        _ => "cannot be used".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_go_over_tls_or_to_this_machine_only() {
        for (url, private) in [
            ("https://api.example.io", true),
            ("http://127.0.0.1:8001", true),
            ("http://[::1]:8001", true),
            ("http://localhost:8001", true),
            ("http://api.example.io", false),
            ("http://127.0.0.1.example.io", false),
            ("http://10.0.0.1", false),
        ] {
            let url = url.parse().expect("a URL");
            assert_eq!(is_private(&url), private, "{url}");
        }
    }

    #[test]
    fn a_name_of_a_record_may_be_that_of_a_cluster() {
        let arn = |account: &str, name: &str| {
            format!("arn:aws:eks:ap-northeast-2:{account}:cluster/{name}")
        };
        let (ops, other, dev) = (arn("1", "ops"), arn("2", "ops"), arn("1", "dev"));
        let contexts = |all: &[(&str, &str)]| {
            let contexts = all
                .iter()
                .map(|(name, cluster)| kube::config::NamedContext {
                    name: (*name).into(),
                    context: Some(kube::config::Context {
                        cluster: (*cluster).into(),
                        ..Default::default()
                    }),
                    ..Default::default()
                });
            Contexts::Files(Box::new(Kubeconfig {
                contexts: contexts.collect(),
                ..Kubeconfig::default()
            }))
        };
        let all = contexts(&[
            (&ops, &ops),
            (&other, &other),
            ("dev", &dev),
            (
                "gke_shop_asia-northeast3-a_web",
                "gke_shop_asia-northeast3-a_web",
            ),
            (
                "me@edge.ap-northeast-2.eksctl.io",
                "edge.ap-northeast-2.eksctl.io",
            ),
            ("kind-lab", "kind-lab"),
        ]);
        for (said, wanted) in [
            ("ops", vec![ops.as_str(), &other]),
            ("web", vec!["gke_shop_asia-northeast3-a_web"]),
            ("edge", vec!["me@edge.ap-northeast-2.eksctl.io"]),
            ("lab", vec!["kind-lab"]),
            (&dev, vec!["dev"]),
            // One of another account is another one, whatever its name.
            (&arn("3", "ops"), vec![]),
            (&arn("3", "dev"), vec!["dev"]),
            ("prod", vec![]),
            ("op", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(all.like(said), wanted, "{said}");
        }
        assert_eq!(Contexts::InCluster.like("ops"), ["in-cluster"]);
    }
}
