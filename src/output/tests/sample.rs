//! A run with every verdict, for the tests of the faces.

use crate::facts::lang::Lang;
use crate::facts::observation::Cause;
use crate::facts::outcome::{
    CommandOutcome, ExpectationOutcome, ItemOutcome, Note, RecordOutcome, RunOutcome, StepOutcome,
};
use crate::facts::span::Position;
use crate::facts::verdict::{Judgement, Reason, Verdict};
use chrono::DateTime;

fn at(line: usize) -> Position {
    Position { line, column: 1 }
}

fn item(
    line: usize,
    text: &str,
    marks: [&str; 2],
    step: &str,
    judgement: Judgement,
) -> ItemOutcome {
    let steps = [step].into_iter().filter(|name| !name.is_empty());
    ItemOutcome {
        name: format!("~{line}"),
        text: text.into(),
        at: at(line),
        marker: marks[0].into(),
        new_marker: marks[1].into(),
        steps: steps.map(String::from).collect(),
        judgement,
        due: None,
    }
}

/// A record that changed, one that could not be read, a closed one, and one at rest.
pub(crate) fn run() -> RunOutcome {
    let differs =
        Judgement::new(Verdict::Failed, Reason::NotAsExpected, "기대 10, 실제 7").with_seen("7");
    let mut moving = RecordOutcome::nothing(
        ".kiro/deployments/2025-12-05-a.md",
        "Alloy tolerations 수정",
        Lang::Ko,
    );
    moving.steps.push(StepOutcome {
        name: "daemonset".into(),
        title: "DaemonSet 상태 확인".into(),
        at: at(127),
        judgement: differs.clone(),
        expectations: vec![ExpectationOutcome {
            text: "DESIRED: 10 (전체 노드 수)".into(),
            at: at(134),
            understood: "DESIRED = 10".into(),
            judgement: differs.clone(),
            claim: None,
        }],
        remarks: Vec::new(),
        commands: vec![CommandOutcome {
            text: "kubectl get ds alloy -n loki-v3".into(),
            at: at(130),
            asked: "prod".into(),
            problem: String::new(),
            printed: "NAME  DESIRED\nalloy 7\n".into(),
            errors: 0,
            millis: 12,
        }],
    });
    let judged = |verdict, reason: Reason, message: &str| Judgement::new(verdict, reason, message);
    moving.items = vec![
        item(
            226,
            "배포 완료 대기",
            ["⏳", "✅"],
            "",
            judged(
                Verdict::Passed,
                Reason::DeploymentSucceeded,
                "배포 #4354: success",
            ),
        ),
        item(
            227,
            "DaemonSet 상태 검증",
            ["⏳", "❌"],
            "daemonset",
            differs,
        ),
        item(
            228,
            "리소스 사용량 확인",
            ["⏳", "⏳"],
            "",
            judged(
                Verdict::Unknown,
                Cause::Unauthorized.into(),
                "인증되지 않음 (401)",
            ),
        ),
        item(
            229,
            "1-2일 안정성 확인",
            ["⏳", "⏳"],
            "",
            judged(
                Verdict::Pending,
                Reason::NotDueYet,
                "2025-12-07까지 지켜봅니다",
            ),
        ),
        item(
            230,
            "대시보드 확인",
            ["⏳", "⏳"],
            "",
            judged(Verdict::Manual, Reason::NoCheck, "사람이 확인합니다"),
        ),
    ];
    let note = |kind: &str, line, message: &str| Note {
        kind: kind.into(),
        at: Some(at(line)),
        message: message.into(),
    };
    moving.notes = vec![
        note("ProseGap", 12, "사람이 채울 빈칸이 남아 있습니다: lessons"),
        note("EditedRegion", 40, "사람이 고친 영역: commits"),
    ];
    moving.diff =
        "--- a\n+++ b\n@@ -226 +226 @@\n-1. ⏳ 배포 완료 대기\n+1. ✅ 배포 완료 대기\n".into();
    moving.written = true;
    let mut broken = RecordOutcome::nothing(".kiro/deployments/2025-12-06-b.md", "", Lang::En);
    broken.error = Some("it is not UTF-8 (save the file as UTF-8)".into());
    let mut closed = RecordOutcome::nothing(".kiro/deployments/2025-11-01-c.md", "Old", Lang::En);
    closed.closed = true;
    let mut rest = RecordOutcome::nothing(".kiro/deployments/2025-12-07-d.md", "At rest", Lang::En);
    let passed = Judgement::new(Verdict::Passed, Reason::Ready, "ready 2/2");
    rest.items = vec![item(9, "pods", ["✅", "✅"], "", passed)];
    RunOutcome {
        lang: Lang::En,
        now: DateTime::from_timestamp(1_764_929_243, 0).unwrap(),
        records: vec![moving, broken, closed, rest],
        news: None,
    }
}
