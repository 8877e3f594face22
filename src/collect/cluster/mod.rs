//! A Kubernetes cluster, asked as kubectl asks it: read-only, over the seam, its answers turned
//! into observations whose text is what kubectl prints. One file per command.

pub(crate) mod contexts;
pub(crate) mod describe;
pub(crate) mod discovery;
pub(crate) mod events;
pub(crate) mod get;
mod identity;
pub(crate) mod kinds;
pub(crate) mod logs;
pub(crate) mod plugin;
pub(crate) mod print;
pub(crate) mod questions;
pub(crate) mod review;
pub(crate) mod rollout;
pub(crate) mod rows;
mod selection;
pub(crate) mod serialize;
pub(crate) mod sort;
mod streaming;
mod tables;
pub(crate) mod top;
mod unhealthy;
pub(crate) mod wait;

use super::reply;
use super::seam::flow::Flow;
use super::seam::retry::{self, Patience, Service};
use super::seam::{Exchange, Trouble};
use crate::facts::observation::Cause;
use crate::query::Namespace;
use bytes::Bytes;
use http::header::ACCEPT;
use http::{Request, Response};
use kinds::Kind;
use serde_json::Value;
use tokio::sync::OnceCell;

/// What a table is asked with; the plain JSON is for resources that know no table.
pub(crate) const TABLE: &str = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
/// What an object is asked with.
pub(crate) const JSON: &str = "application/json";

/// One context of the kubeconfig, connected.
#[derive(Debug)]
pub(crate) struct Cluster {
    /// The context's name.
    pub context: String,
    /// The API server's URL, without a trailing slash.
    pub base: String,
    /// The namespace that a command without `-n` means.
    pub namespace: String,
    /// The way there.
    pub exchange: Exchange,
    /// The same with bodies that flow, for lists that must not be kept.
    pub flowing: Service<Flow>,
    /// How patient to be.
    pub patience: Patience,
    /// Discovered kinds, asked for once.
    pub discovered: OnceCell<Vec<Kind>>,
}

impl Cluster {
    /// A context, with the way to it: whole bodies, and bodies that flow.
    fn new(
        context: &str,
        base: String,
        namespace: String,
        patience: Patience,
        (exchange, flowing): (Exchange, Service<Flow>),
    ) -> Cluster {
        Cluster {
            context: context.to_owned(),
            base,
            namespace,
            exchange,
            flowing,
            patience,
            discovered: OnceCell::new(),
        }
    }

    /// Sends a GET for a path with query.
    ///
    /// # Errors
    /// No answer. A refusing answer is an answer.
    pub(crate) async fn ask(&self, path: &str, accept: &str) -> Result<Response<Bytes>, Trouble> {
        let request = Request::get(format!("{}{path}", self.base))
            .header(ACCEPT, accept)
            .body(Bytes::new())
            .map_err(|error| Trouble::new(Cause::BadRequest, error.to_string()))?;
        retry::send(&self.exchange, request, self.patience).await
    }

    /// The JSON that a path answers.
    pub(crate) async fn json(&self, path: &str) -> Result<Value, Trouble> {
        reply::json(&self.ask(path, JSON).await?)
    }

    /// Sends a self-subject review, the only thing that is ever posted.
    pub(crate) async fn review(&self, review: Review, body: &Value) -> Result<Value, Trouble> {
        let request = Request::post(format!("{}{}", self.base, review.path()))
            .header(ACCEPT, JSON)
            .header("content-type", JSON)
            .body(Bytes::from(body.to_string()))
            .map_err(|error| Trouble::new(Cause::BadRequest, error.to_string()))?;
        reply::json(&retry::send(&self.exchange, request, self.patience).await?)
    }

    /// Whether the API server, or a tunnel to it, is on this machine.
    fn is_here(&self) -> bool {
        let address = self.base.parse::<http::Uri>();
        address.is_ok_and(|address| contexts::is_loopback(&address))
    }

    /// The namespace that a query means; `None` is all of them.
    pub(crate) fn namespace<'a>(&'a self, asked: &'a Namespace) -> Option<&'a str> {
        match asked {
            Namespace::OfContext => Some(&self.namespace),
            Namespace::Named(name) => Some(name),
            Namespace::All => None,
        }
    }
}

/// The reviews that change nothing: each is about the asker itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Review {
    /// May I?
    Access,
    /// Who am I?
    Identity,
}

impl Review {
    fn path(self) -> &'static str {
        match self {
            Review::Access => "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
            Review::Identity => "/apis/authentication.k8s.io/v1/selfsubjectreviews",
        }
    }
}
