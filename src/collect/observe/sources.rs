//! The sources of a run, each connected once: clusters by context, deployments, Loki, Prometheus, hosts.

use super::Outside;
use crate::collect::access::{Access, Credential, Mode};
use crate::collect::cluster::Cluster;
use crate::collect::cluster::contexts::Contexts;
use crate::collect::deployments::Teller;
use crate::collect::deployments::in_cluster::{self, InPlace};
use crate::collect::har::{Context, Evidence};
use crate::collect::http::Hosts;
use crate::collect::loki::Loki;
use crate::collect::place::{Place, Source};
use crate::collect::prometheus::Prometheus;
use crate::collect::seam::flow::{self, Flow};
use crate::collect::seam::mask::masked;
use crate::collect::seam::retry::{Patience, Service};
use crate::collect::seam::together::together;
use crate::collect::seam::unchanged::unchanged;
use crate::collect::seam::{Exchange, Trouble, exchange, live, log, offline, replay, tape};
use crate::facts::deployment::{Deployment, DeploymentRef, System};
use crate::facts::observation::{Blind, Cause};
use crate::query::Scope;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue};
use secrecy::ExposeSecret;
use std::collections::BTreeMap;
use std::convert::identity;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;
use tokio::sync::OnceCell;
use tower::ServiceExt;

/// Connected once, or found not to be connectable: a credential plugin that failed is not asked again.
type Shared = Arc<OnceCell<Result<Arc<Cluster>, Trouble>>>;

/// What is connected so far.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    contexts: OnceLock<Result<Contexts, Trouble>>,
    clusters: Mutex<BTreeMap<String, Shared>>,
    replayer: OnceLock<Exchange>,
    deployments: Mutex<BTreeMap<System, Result<Exchange, Trouble>>>,
    loki: OnceLock<Result<Exchange, Trouble>>,
    plain: OnceLock<Result<Exchange, Trouble>>,
}

impl Sources {
    fn contexts(
        &self,
        access: &Access,
        replayed: Option<&Result<Arc<Evidence>, Trouble>>,
    ) -> Result<&Contexts, Trouble> {
        let contexts = self.contexts.get_or_init(|| match replayed {
            Some(evidence) => {
                let evidence = evidence.clone()?;
                Ok(Contexts::Recorded(Box::new(evidence.session.clone())))
            }
            None => Contexts::read(&access.cluster),
        });
        contexts.as_ref().map_err(Clone::clone)
    }

    pub(super) fn current_context(
        &self,
        access: &Access,
        replayed: Option<&Result<Arc<Evidence>, Trouble>>,
    ) -> String {
        let current = match self.contexts(access, replayed) {
            Ok(contexts) => contexts.current(&access.cluster),
            Err(_) => access.cluster.default_context.clone(),
        };
        current.unwrap_or_default()
    }

    /// The contexts that were known and the servers that were asked, for the evidence.
    pub(super) fn session(&self, access: &Access) -> (Option<String>, BTreeMap<String, Context>) {
        let Some(Ok(contexts)) = self.contexts.get() else {
            return (access.cluster.default_context.clone(), BTreeMap::new());
        };
        let (current, mut known) = contexts.session(&access.cluster);
        let clusters = self.clusters.lock().unwrap_or_else(PoisonError::into_inner);
        for (name, cluster) in clusters.iter() {
            if let Some(Ok(cluster)) = cluster.get() {
                let context = Context {
                    server: cluster.base.clone(),
                    namespace: cluster.namespace.clone(),
                };
                known.insert(name.clone(), context);
            }
        }
        // Records keep their own names, and a replay has no settings of its own.
        for (name, meant) in &access.cluster.aliases {
            if let Some(context) = known.get(meant).cloned() {
                known.insert(name.clone(), context);
            }
        }
        (current, known)
    }

    fn slot(&self, name: &str) -> Shared {
        let mut clusters = self.clusters.lock().unwrap_or_else(PoisonError::into_inner);
        clusters.entry(name.to_string()).or_default().clone()
    }
}

impl Outside {
    /// Why the context that the user named cannot be asked, if it is none.
    pub fn refused_context(&self) -> Option<Blind> {
        let access = &self.access.cluster;
        access.default_context.as_ref()?;
        let asks = matches!(self.access.mode, Mode::Live | Mode::Recording);
        let contexts = asks.then(|| self.sources.contexts(&self.access, None))?;
        let trouble = contexts.ok()?.choose(access, None).err()?;
        let place = Place {
            source: Source::Cluster,
            name: access.default_context.clone().unwrap_or_default(),
        };
        (trouble.cause == Cause::ContextRefused).then(|| place.blind(trouble))
    }

    /// The cluster of a scope, connected.
    pub(super) async fn cluster(&self, scope: &Scope) -> Result<Arc<Cluster>, Trouble> {
        let access = &self.access.cluster;
        let contexts = self
            .sources
            .contexts(&self.access, self.replayed.as_ref())?;
        let name = contexts.choose(access, scope.context.as_deref())?;
        let slot = self.sources.slot(&name);
        let cluster = slot.get_or_init(|| async {
            if self.access.mode == Mode::Offline {
                return Err(Trouble::new(Cause::Offline, ""));
            }
            let wrap = |live: Service<Flow>| self.both(live);
            let waits = (self.patience(), self.deadlines);
            contexts
                .connect(access, &name, waits, wrap)
                .await
                .map(Arc::new)
        });
        cluster.await.clone()
    }

    /// A system that tells of deployments, for `report new`.
    pub fn teller(&self, system: System) -> Result<Teller, Blind> {
        let teller = self.teller_or_trouble(system);
        teller.map_err(|trouble| nowhere(system).blind(trouble))
    }

    /// The deployments of an object that a cluster tells of, newest first.
    ///
    /// # Errors
    /// Why they could not be seen; an object that is not there is `NotFound`.
    pub async fn applied(
        &self,
        system: System,
        project: &str,
        context: Option<String>,
    ) -> Result<Vec<Deployment>, Blind> {
        let scope = super::in_context(context);
        let place = Place {
            source: Source::Deployments(system),
            name: self.at(&scope).name,
        };
        let _connected = self.cluster(&scope).await;
        let listed = async {
            let cluster = self.cluster(&scope).await?;
            let namespace = &self.access.cluster.argocd_namespace;
            in_cluster::listed(&cluster, system, Some(project), namespace).await
        };
        let listed = self.deadlines.within(listed).await;
        listed.map_err(|trouble| place.blind(trouble))
    }

    /// One of them, with the one before it.
    ///
    /// # Errors
    /// As [`Outside::applied`]; one that the object does not remember is `NotFound`.
    pub async fn applied_one(
        &self,
        which: &DeploymentRef,
        context: Option<String>,
    ) -> Result<InPlace, Blind> {
        let project = which.project.as_deref().unwrap_or_default();
        let all = self.applied(which.source, project, context).await?;
        in_cluster::one(all, which).map_err(|trouble| nowhere(which.source).blind(trouble))
    }

    pub(super) fn teller_or_trouble(&self, system: System) -> Result<Teller, Trouble> {
        let access = self.access.deployments.get(&system);
        let access = access.ok_or_else(|| Trouble::new(Cause::NotConfigured, ""))?;
        let known = &self.sources.deployments;
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        let exchange = known
            .entry(system)
            .or_insert_with(|| self.http(&access.credential, unchanged));
        Ok(Teller {
            system,
            access: access.clone(),
            exchange: exchange.clone()?,
            patience: self.patience(),
            deadlines: self.deadlines,
        })
    }

    pub(super) fn loki(&self) -> Result<Loki, Trouble> {
        let access = self.access.loki.as_ref();
        let access = access.ok_or_else(|| Trouble::new(Cause::NotConfigured, ""))?;
        let exchange = self
            .sources
            .loki
            .get_or_init(|| self.http(&access.credential, identity));
        Ok(Loki {
            access: access.clone(),
            exchange: exchange.clone()?,
            patience: self.patience(),
        })
    }

    pub(super) fn prometheus(&self) -> Result<Prometheus, Trouble> {
        Ok(Prometheus {
            access: self.access.prometheus.clone(),
            exchange: self.plain()?,
            patience: self.patience(),
        })
    }

    pub(super) fn hosts(&self) -> Result<Hosts, Trouble> {
        Ok(Hosts {
            allowed: self.access.http_hosts.clone(),
            exchange: self.plain()?,
            patience: self.patience(),
        })
    }

    fn plain(&self) -> Result<Exchange, Trouble> {
        let plain = self
            .sources
            .plain
            .get_or_init(|| self.http(&Credential::None, identity));
        plain.clone()
    }

    fn http(
        &self,
        credential: &Credential,
        layer: fn(Exchange) -> Exchange,
    ) -> Result<Exchange, Trouble> {
        match self.access.mode {
            Mode::Live | Mode::Recording => {
                let authorization = authorization(credential)?;
                let log = self.access.log.clone();
                Ok(self.around(layer(live::http(authorization, log)?)))
            }
            Mode::Replaying(_) | Mode::Offline => Ok(self.around(offline())),
        }
    }

    /// A cluster's services of this run's mode: with whole bodies, and with bodies that flow.
    fn both(&self, live: Service<Flow>) -> (Exchange, Service<Flow>) {
        let live = log::logged(live, self.access.log.clone());
        let whole = self.around(flow::whole(live.clone()));
        match self.access.mode {
            Mode::Live => (whole, live),
            Mode::Recording | Mode::Replaying(_) | Mode::Offline => {
                (whole.clone(), flow::of(whole))
            }
        }
    }

    /// The service of this run's mode around its live end, masked in each mode: a HAR file is somebody
    /// else's, too. What is asked together is on the tape for
    /// each who asked: a replay need not meet the same moments.
    fn around(&self, live: Exchange) -> Exchange {
        match (&self.access.mode, &self.replayed) {
            (Mode::Live, _) => together(masked(self.weighed(live))),
            (Mode::Recording, _) => {
                let masked = masked(self.weighed(live));
                tape::recording(together(masked), self.tape.clone())
            }
            (Mode::Replaying(_), Some(Ok(evidence))) => {
                let replayer = self.sources.replayer.get_or_init(|| {
                    masked(self.weighed(replay::replaying(evidence.taken.clone())))
                });
                replayer.clone()
            }
            (Mode::Replaying(_) | Mode::Offline, _) => offline(),
        }
    }

    /// The same, counted and weighed.
    fn weighed(&self, inner: Exchange) -> Exchange {
        let scale = self.scale.clone();
        exchange(move |request| {
            let (inner, scale) = (inner.clone(), scale.clone());
            async move {
                scale.count()?;
                scale.weigh(inner.oneshot(request).await?)
            }
        })
    }

    fn patience(&self) -> Patience {
        let replaying = self.replayed.is_some();
        Patience {
            at_most: self.access.deadline,
            first_pause: if replaying {
                Duration::ZERO
            } else {
                Duration::from_millis(250)
            },
            attempts: 4,
        }
    }
}

/// A system of deployments, wherever it is.
fn nowhere(system: System) -> Place {
    Place {
        source: Source::Deployments(system),
        name: String::new(),
    }
}

/// The header of a credential. A source whose credential does not go there is not asked without it:
/// what it shows to nobody in particular may be less than what is there.
fn authorization(credential: &Credential) -> Result<Option<(HeaderName, HeaderValue)>, Trouble> {
    let authorization = |value| Some((AUTHORIZATION, value));
    match credential {
        Credential::None => Ok(None),
        Credential::Bearer(token) => live::bearer(token).map(authorization),
        Credential::Job(token) => {
            let value = live::sensitive(token.expose_secret().trim().to_owned())?;
            Ok(Some((HeaderName::from_static("job-token"), value)))
        }
        Credential::Basic(user, password) => {
            let pair = STANDARD.encode(format!("{user}:{}", password.expose_secret()));
            live::sensitive(format!("Basic {pair}")).map(authorization)
        }
        Credential::Withheld(why) => Err(Trouble::told(Cause::Withheld, why)),
    }
}
