//! Kinds of the cluster itself: Node, Namespace, CustomResourceDefinition, APIService,
//! CertificateSigningRequest.

use super::KindContext;
use super::generic::no_status;
use crate::facts::fields::{at, condition, conditions, flag, text};
use crate::facts::verdict::{Judgement, Reason};
use crate::judge::word_list;
use crate::told;
use serde_json::Value;

/// Source: the Node API. `Ready` must be true, nothing under pressure, no other readiness false. A
/// cordoned node is on its way somewhere (a drain, an upgrade, a removal), so it is pending.
pub(crate) fn node(object: &Value, ctx: &KindContext) -> Judgement {
    let Some(ready) = condition(object, "Ready") else {
        return no_status(ctx);
    };
    let conditions = conditions(object);
    let problem = conditions.iter().find(|c| {
        let bad = c.is_true() && word_list("node-problem").has(c.kind);
        bad || (c.kind.ends_with("Ready") && c.is_false())
    });
    if let Some(problem) = problem.or((!ready.is_true()).then_some(&ready)) {
        let (kind, said) = (problem.kind, problem.said());
        return ctx.failed(
            Reason::NodeNotReady,
            format!("{kind}={}: {said}", problem.status),
        );
    }
    if flag(object, "/spec/unschedulable") {
        ctx.pending(Reason::Cordoned, told!(ReadyButCordoned))
    } else {
        ctx.passed(Reason::Ready, "Ready")
    }
}

/// Source: the Namespace API: `Active`, or on its way out.
pub(crate) fn namespace(object: &Value, ctx: &KindContext) -> Judgement {
    match text(object, "/status/phase") {
        "Active" => ctx.passed(Reason::Ready, "Active"),
        "" => no_status(ctx),
        phase => {
            let stuck = conditions(object).into_iter().find(|c| c.is_true());
            let said = stuck.map_or_else(String::new, |c| format!(": {}", c.said()));
            ctx.pending(Reason::Terminating, format!("{phase}{said}"))
        }
    }
}

/// Sources: kstatus `CRDConditions`, Argo CD
/// `apiextensions.k8s.io/CustomResourceDefinition/health.lua` (a non-structural schema is degraded).
pub(crate) fn definition(object: &Value, ctx: &KindContext) -> Judgement {
    let find = |kind| condition(object, kind);
    let refused = find("NamesAccepted")
        .filter(|c| c.is_false())
        .or_else(|| find("NonStructuralSchema").filter(|c| c.is_true()))
        .or_else(|| find("Established").filter(|c| c.is_false() && c.reason != "Installing"));
    if let Some(refused) = refused {
        let told = told!(NotAccepted, said = refused.said());
        return ctx.failed(Reason::NotAccepted, told);
    }
    if find("Terminating").is_some_and(|c| c.is_true()) {
        return ctx.pending(Reason::Terminating, told!(IsBeingDeleted));
    }
    let doubtful = find("NamesAccepted").is_some_and(|c| !c.is_true());
    if find("Established").is_some_and(|c| c.is_true()) && !doubtful {
        ctx.passed(Reason::Ready, "Established")
    } else {
        not_served(ctx)
    }
}

/// Source: Argo CD `health_apiservice.go`: `Available`.
pub(crate) fn api_service(object: &Value, ctx: &KindContext) -> Judgement {
    match condition(object, "Available") {
        Some(available) if available.is_true() => ctx.passed(Reason::Ready, available.said()),
        _ => not_served(ctx),
    }
}

fn not_served(ctx: &KindContext) -> Judgement {
    ctx.pending(Reason::NotServed, told!(NotServedYet))
}

/// Source: the CertificateSigningRequest API: approved and issued, or denied or failed.
pub(crate) fn signing_request(object: &Value, ctx: &KindContext) -> Judgement {
    let refused = conditions(object)
        .into_iter()
        .find(|c| matches!(c.kind, "Denied" | "Failed") && !c.is_false());
    match (refused, at(object, "/status/certificate")) {
        (Some(refused), _) => ctx.failed(
            Reason::NotAccepted,
            format!("{}: {}", refused.kind, refused.said()),
        ),
        (None, Some(_)) => ctx.passed(Reason::Ready, told!(ItIsIssued)),
        (None, None) => ctx.pending(Reason::ConditionNotMet, told!(NotIssuedYet)),
    }
}
