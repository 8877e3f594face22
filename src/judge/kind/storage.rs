//! PersistentVolumeClaim and PersistentVolume.

use super::KindContext;
use crate::facts::fields::{conditions, text};
use crate::facts::quantity::Quantity;
use crate::facts::verdict::{Judgement, Reason};
use crate::told;
use serde_json::Value;

/// Sources: Argo CD `health_pvc.go` (Bound, Lost), kstatus `pvcConditions`; stricter: a claim that is
/// being resized, or whose volume is smaller than it asks for, is pending.
pub(crate) fn claim(object: &Value, ctx: &KindContext) -> Judgement {
    match text(object, "/status/phase") {
        "Bound" => bound_claim(object, ctx),
        "Lost" => ctx.failed(Reason::VolumeLost, told!(VolumeLost)),
        phase => unbound(phase, ctx),
    }
    .with_seen(text(object, "/status/phase"))
}

fn bound_claim(object: &Value, ctx: &KindContext) -> Judgement {
    let quantity = |pointer| Quantity::parse(text(object, pointer));
    let asked = quantity("/spec/resources/requests/storage");
    let has = quantity("/status/capacity/storage");
    let changing = |kinds: &[&str]| {
        let conditions = conditions(object).into_iter();
        let mut found = conditions.filter(|c| c.is_true() && kinds.contains(&c.kind));
        found.next().map(|c| c.said())
    };
    let failed = changing(&[
        "ControllerResizeError",
        "NodeResizeError",
        "ModifyVolumeError",
    ]);
    if let Some(said) = failed {
        return ctx.failed(Reason::Resizing, told!(ItsVolumeCantBeChanged, said));
    }
    let resizing = changing(&["Resizing", "FileSystemResizePending", "ModifyingVolume"]);
    let smaller = asked.zip(has).filter(|(asked, has)| has < asked);
    match (resizing, smaller) {
        (None, None) => ctx.passed(Reason::Ready, "Bound"),
        (resizing, _) => {
            let said = resizing.unwrap_or_default();
            ctx.pending(Reason::Resizing, told!(VolumeChangeNotFinished, said))
        }
    }
}

/// Source: the PersistentVolume API: Available, Bound, Released, Failed, Pending.
pub(crate) fn volume(object: &Value, ctx: &KindContext) -> Judgement {
    match text(object, "/status/phase") {
        phase @ ("Bound" | "Available") => ctx.passed(Reason::Ready, phase),
        "Failed" => ctx.failed(
            Reason::VolumeLost,
            told!(ItsReclamationFailed, said = text(object, "/status/message")),
        ),
        "Released" => ctx.manual(Reason::NoConditions, told!(ClaimIsGone)),
        phase => unbound(phase, ctx),
    }
    .with_seen(text(object, "/status/phase"))
}

fn unbound(phase: &str, ctx: &KindContext) -> Judgement {
    let phase = if phase.is_empty() { "-" } else { phase };
    ctx.pending(Reason::Unbound, told!(IsNotBoundYet, phase))
}
