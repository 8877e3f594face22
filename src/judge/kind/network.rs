//! Service, EndpointSlice and Ingress.

use super::KindContext;
use crate::facts::fields::{at, list, text};
use crate::facts::verdict::{Judgement, Reason};
use crate::told;
use serde_json::Value;

/// Source: Argo CD `health_service.go`: a load balancer needs its address (for kstatus a cluster
/// address is enough). Every other type has nothing to wait for.
pub(crate) fn service(object: &Value, ctx: &KindContext) -> Judgement {
    match text(object, "/spec/type") {
        "LoadBalancer" => address(object, ctx),
        _ => ctx.passed(Reason::Exists, told!(ItExists)),
    }
}

/// Source: Argo CD `health_ingress.go`: the load balancer's address is there.
pub(crate) fn ingress(object: &Value, ctx: &KindContext) -> Judgement {
    address(object, ctx)
}

fn address(object: &Value, ctx: &KindContext) -> Judgement {
    let entries = list(object, "/status/loadBalancer/ingress").iter();
    let addresses: Vec<&str> = entries
        .map(|entry| match text(entry, "/hostname") {
            "" => text(entry, "/ip"),
            hostname => hostname,
        })
        .filter(|address| !address.is_empty())
        .collect();
    if addresses.is_empty() {
        ctx.pending(Reason::NoAddress, told!(NoAddressYet))
    } else {
        let addresses = addresses.join(", ");
        let judgement = ctx.passed(Reason::Ready, told!(Address, addresses));
        judgement.with_seen(addresses)
    }
}

/// Source: `discovery.k8s.io/v1` (KEP-1672): an endpoint takes traffic when its condition `ready` is true or absent; one
/// that is not ready is listed all the same.
pub(crate) fn endpoint_slice(object: &Value, ctx: &KindContext) -> Judgement {
    let endpoints = list(object, "/endpoints").iter();
    let leaves = |endpoint: &&Value| {
        at(endpoint, "/conditions/terminating").and_then(Value::as_bool) == Some(true)
    };
    let endpoints: Vec<&Value> = endpoints.filter(|endpoint| !leaves(endpoint)).collect();
    let serves = |endpoint: &Value| {
        at(endpoint, "/conditions/ready").and_then(Value::as_bool) != Some(false)
    };
    let ready = endpoints.iter().filter(|endpoint| serves(endpoint)).count();
    let seen = format!("{ready}/{}", endpoints.len());
    let judgement = if ready == endpoints.len() && ready > 0 {
        ctx.passed(Reason::Ready, told!(ReadyEndpoints, seen))
    } else {
        ctx.pending(Reason::LessReady, told!(ReadyEndpoints, seen))
    };
    judgement.with_seen(seen)
}
