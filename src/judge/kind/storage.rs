//! PersistentVolumeClaim and PersistentVolume.

use super::KindContext;
use super::reason::Reason;
use crate::facts::fields::{conditions, text};
use crate::facts::quantity::Quantity;
use crate::facts::verdict::Judgement;
use serde_json::Value;

/// Sources: Argo CD `health_pvc.go` (Bound, Lost), kstatus `pvcConditions`; stricter: a claim that is
/// being resized, or whose volume is smaller than it asks for, is pending.
pub fn claim(object: &Value, ctx: &KindContext) -> Judgement {
    match text(object, "/status/phase") {
        "Bound" => bound_claim(object, ctx),
        "Lost" => ctx.failed(
            Reason::VolumeLost,
            "볼륨을 잃었습니다 (Lost)".into(),
            "lost its volume (Lost)".into(),
        ),
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
        return ctx.failed(
            Reason::Resizing,
            format!("볼륨을 변경할 수 없습니다: {said}"),
            format!("its volume can't be changed: {said}"),
        );
    }
    let resizing = changing(&["Resizing", "FileSystemResizePending", "ModifyingVolume"]);
    let smaller = asked.zip(has).filter(|(asked, has)| has < asked);
    match (resizing, smaller) {
        (None, None) => ctx.passed(Reason::Ready, "Bound".into(), "Bound".into()),
        (resizing, _) => {
            let said = resizing.unwrap_or_default();
            ctx.pending(
                Reason::Resizing,
                format!("볼륨 변경이 끝나지 않았습니다 {said}")
                    .trim_end()
                    .into(),
                format!("the change of its volume is not finished {said}")
                    .trim_end()
                    .into(),
            )
        }
    }
}

/// Source: the PersistentVolume API: Available, Bound, Released, Failed, Pending.
pub fn volume(object: &Value, ctx: &KindContext) -> Judgement {
    match text(object, "/status/phase") {
        phase @ ("Bound" | "Available") => ctx.passed(Reason::Ready, phase.into(), phase.into()),
        "Failed" => ctx.failed(
            Reason::VolumeLost,
            format!("회수에 실패했습니다: {}", text(object, "/status/message")),
            format!(
                "its reclamation failed: {}",
                text(object, "/status/message")
            ),
        ),
        "Released" => ctx.manual(
            Reason::NoConditions,
            "클레임이 삭제되어 Released 상태입니다: 남겨 둘지는 사람이 판단해야 합니다".into(),
            "its claim is gone (Released): a person must say whether to keep it".into(),
        ),
        phase => unbound(phase, ctx),
    }
    .with_seen(text(object, "/status/phase"))
}

fn unbound(phase: &str, ctx: &KindContext) -> Judgement {
    let phase = if phase.is_empty() { "-" } else { phase };
    ctx.pending(
        Reason::Unbound,
        format!("아직 바인딩되지 않았습니다 ({phase})"),
        format!("is not bound yet ({phase})"),
    )
}
