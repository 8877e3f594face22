//! Service and Ingress.

use super::KindContext;
use super::fields::{list, text};
use super::reason::Reason;
use crate::facts::verdict::Judgement;
use serde_json::Value;

/// Source: Argo CD `health_service.go`: a load balancer needs its address (for kstatus a cluster
/// address is enough). Every other type has nothing to wait for.
pub fn service(object: &Value, ctx: &KindContext) -> Judgement {
    match text(object, "/spec/type") {
        "LoadBalancer" => address(object, ctx),
        _ => ctx.passed(Reason::Exists, "있습니다".into(), "exists".into()),
    }
}

/// Source: Argo CD `health_ingress.go`: the load balancer's address is there.
pub fn ingress(object: &Value, ctx: &KindContext) -> Judgement {
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
    match addresses.is_empty() {
        true => ctx.pending(
            Reason::NoAddress,
            "로드 밸런서 주소가 아직 없습니다".into(),
            "the load balancer has no address yet".into(),
        ),
        false => {
            let addresses = addresses.join(", ");
            let judgement = ctx.passed(
                Reason::Ready,
                format!("주소 {addresses}"),
                format!("address {addresses}"),
            );
            judgement.with_seen(addresses)
        }
    }
}
