//! What `report doctor` asks: is each source reachable, as whom, in which version, how far is its
//! clock off, and which rights are lacking. Asks only what changes nothing.

use super::Outside;
use crate::collect::access::Mode;
use crate::collect::cluster::{Cluster, review};
use crate::collect::place::{Place, Source};
use crate::collect::reply;
use crate::collect::seam::Trouble;
use crate::facts::observation::{Blind, Cause};
use crate::query::{Namespace, Scope};
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use futures::{StreamExt, stream};
use http::Response;

pub(crate) use crate::collect::cluster::review::Right;

/// What became of asking one source.
#[derive(Debug, Clone, PartialEq)]
pub struct Probe {
    /// Which kind of source.
    pub source: Source,
    /// The context or the address.
    pub name: String,
    /// What it said, or why nothing came.
    pub reached: Result<Reached, Blind>,
}

/// What a source said about itself and the asker.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reached {
    /// The user name, empty where the source does not tell.
    pub identity: String,
    /// The server's version, empty where the source does not tell.
    pub version: String,
    /// The server's clock minus ours, to the second; `None` where it sends no date. Ours is
    /// the clock by which servers are asked, and the time since.
    pub skew: Option<TimeDelta>,
    /// Each right that was asked for, and whether it is there.
    pub rights: Vec<(Right, Result<bool, Blind>)>,
}

impl Outside {
    /// Asks a context of the cluster (`None`: the current one). A right without a namespace is
    /// asked for in all namespaces.
    pub async fn probe_cluster(&self, context: Option<&str>, rights: &[Right]) -> Probe {
        let scope = Scope {
            context: context.map(String::from),
            namespace: Namespace::OfContext,
        };
        let place = self.at(&scope);
        // A credential plugin has a time of its own.
        let _connected = self.cluster(&scope).await;
        let reached = async {
            let cluster = self.cluster(&scope).await?;
            let answer = cluster.ask("/version", "application/json").await?;
            let version = reply::json(&answer)?;
            let identity = review::identity(&cluster).await?;
            Ok(Reached {
                identity,
                version: version["gitVersion"].as_str().unwrap_or_default().into(),
                skew: self.skew(&answer),
                rights: self.rights(&place, &cluster, rights).await,
            })
        };
        self.probed(place.clone(), reached).await
    }

    /// Asks every configured system for one deployment of its repository.
    pub async fn probe_deployments(&self) -> Vec<Probe> {
        let mut probes = Vec::new();
        for system in self.access.deployments.keys() {
            let teller = match self.teller_or_trouble(*system) {
                Ok(teller) => teller,
                Err(trouble) => {
                    let place = named(Source::Deployments(*system), String::new());
                    probes.push(self.probed(place, async { Err(trouble) }).await);
                    continue;
                }
            };
            let reached = async {
                let answer = teller.ask_one().await?;
                reply::json(&answer)?;
                Ok(self.only_reached(&answer))
            };
            probes.push(self.probed(teller.place(), reached).await);
        }
        probes
    }

    /// Asks the configured Loki for its labels; `None` if there is none.
    pub async fn probe_loki(&self) -> Option<Probe> {
        let access = self.access.loki.as_ref()?;
        let place = named(Source::Loki, access.addr.clone());
        let reached = async {
            let answer = self.loki()?.ask_labels().await?;
            reply::json(&answer)?;
            Ok(self.only_reached(&answer))
        };
        Some(self.probed(place, reached).await)
    }

    /// Asks every configured Prometheus for its version.
    pub async fn probe_prometheus(&self) -> Vec<Probe> {
        let mut probes = Vec::new();
        for access in &self.access.prometheus {
            let place = named(Source::Prometheus, access.addr.clone());
            let reached = async {
                let prometheus = self.prometheus()?;
                let build = prometheus.ask_build(&access.addr).await?;
                if build.status() == http::StatusCode::NOT_FOUND {
                    // What stands in for a Prometheus often answers queries only.
                    let answer = prometheus.ask_up(&access.addr).await?;
                    reply::json(&answer)?;
                    return Ok(self.only_reached(&answer));
                }
                let said = reply::json(&build)?;
                let version = said.pointer("/data/version").and_then(|v| v.as_str());
                Ok(Reached {
                    version: version.unwrap_or_default().into(),
                    ..self.only_reached(&build)
                })
            };
            probes.push(self.probed(place, reached).await);
        }
        probes
    }

    async fn probed(
        &self,
        place: Place,
        reached: impl Future<Output = Result<Reached, Trouble>>,
    ) -> Probe {
        let reached = match self.access.mode {
            Mode::Offline => Err(Trouble::new(Cause::Offline, "")),
            Mode::Live | Mode::Recording | Mode::Replaying(_) => {
                self.deadlines.within(reached).await
            }
        };
        Probe {
            source: place.source,
            name: place.name.clone(),
            reached: reached.map_err(|trouble| place.blind(trouble)),
        }
    }

    async fn rights(
        &self,
        place: &Place,
        cluster: &Cluster,
        rights: &[Right],
    ) -> Vec<(Right, Result<bool, Blind>)> {
        let answers = stream::iter(rights).map(|right| async move {
            let allowed = review::allowed(cluster, right).await;
            (
                right.clone(),
                allowed.map_err(|trouble| place.blind(trouble)),
            )
        });
        answers
            .buffered(self.access.concurrency.max(1))
            .collect()
            .await
    }

    fn only_reached(&self, answer: &Response<Bytes>) -> Reached {
        Reached {
            skew: self.skew(answer),
            ..Reached::default()
        }
    }

    /// The `Date` header against our clock, moved on by how long the run has lasted.
    fn skew(&self, answer: &Response<Bytes>) -> Option<TimeDelta> {
        let date = answer.headers().get("date")?.to_str().ok()?;
        let date: DateTime<Utc> = DateTime::parse_from_rfc2822(date).ok()?.to_utc();
        let ours = self.now() + TimeDelta::from_std(self.deadlines.passed()).ok()?;
        Some(TimeDelta::seconds((date - ours).num_seconds()))
    }
}

fn named(source: Source, name: String) -> Place {
    Place { source, name }
}
