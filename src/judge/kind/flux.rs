//! Flux: what its conditions don't say alone.

use super::KindContext;
use super::custom::listed;
use super::operators::{Works, works};
use crate::facts::fields::{annotation, conditions, group, kind, list, text};
use crate::facts::verdict::{Judgement, Reason};
use crate::told;
use serde_json::Value;

/// Sources: Flux's API (`Ready`, `Reconciling`, `Stalled`, `ArtifactInStorage`, `Released`) and Argo CD's
/// `*.toolkit.fluxcd.io/*/health.lua`. Stricter: a reconciliation that someone asked for and that is not
/// done yet, or an applied revision that is not the attempted one, is pending. A HelmRepository of
/// type `oci` and the newer notification kinds have no status at all: they work by being there.
pub(crate) fn flux(object: &Value, ctx: &KindContext) -> Judgement {
    let asked = annotation(object, "reconcile.fluxcd.io/requestedAt");
    let handled = text(object, "/status/lastHandledReconcileAt");
    if asked.is_some_and(|asked| !handled.is_empty() && asked != handled) {
        return ctx.pending(Reason::Progressing, told!(ReconciliationNotDone));
    }
    let attempted = text(object, "/status/lastAttemptedRevision");
    let applied = text(object, "/status/lastAppliedRevision");
    if !applied.is_empty() && !attempted.is_empty() && attempted != applied {
        let told = told!(RevisionNotApplied, attempted, applied);
        return ctx.pending(Reason::OtherRevision, told);
    }
    if let Some(judgement) = release(object, ctx) {
        return judgement;
    }
    let is_static = kind(object) == "HelmRepository" && text(object, "/spec/type") == "oci";
    let known = works(group(object), kind(object));
    match known.filter(|_| !(is_static && conditions(object).is_empty())) {
        Some(works) => listed(object, works, ctx),
        None => listed(object, &Works::Exists, ctx),
    }
}

/// What Helm keeps of the newest release (`api/v2` `Snapshot`): deployed, and at the version that was attempted.
fn release(object: &Value, ctx: &KindContext) -> Option<Judgement> {
    let newest = list(object, "/status/history").first()?;
    let said = text(newest, "/status");
    match said {
        "failed" => return Some(ctx.failed(Reason::OperationFailed, format!("history: {said}"))),
        "deployed" | "" => {}
        _ => return Some(ctx.pending(Reason::Progressing, format!("history: {said}"))),
    }
    // What stands behind `+` says which build it is.
    let plain = |version: &'_ str| version.split('+').next().unwrap_or_default().to_owned();
    let attempted = plain(text(object, "/status/lastAttemptedRevision"));
    let applied = plain(text(newest, "/chartVersion"));
    (!attempted.is_empty() && !applied.is_empty() && attempted != applied).then(|| {
        let told = told!(RevisionNotApplied, attempted, applied);
        ctx.pending(Reason::OtherRevision, told)
    })
}
