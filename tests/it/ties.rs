//! What stands over a checklist item decides of what it is: the same words under another environment,
//! another stage or another component are never ticked by this deployment's steps, nor tied to them.

use crate::support::Lab;
use deployment_report::testing::world::State;

const RECORD: &str = ".kiro/deployments/2025-12-05-record.md";

/// Lists that are none of the step's in ops, `ITEM` for the item's words.
const ELSEWHERE: [[&str; 12]; 2] = [
    [
        "## 체크리스트\n\n### dev\n\n- [ ] ITEM\n",
        "## 체크리스트\n\n### Production\n\n- [ ] ITEM\n",
        "## dev 체크리스트\n\n- [ ] ITEM\n",
        "## 배포 전 체크리스트\n\n- [ ] ITEM\n",
        "## 롤백 후 체크리스트\n\n- [ ] ITEM\n",
        "## 체크리스트\n\n다음: dev에 배포\n\n- [ ] ITEM\n",
        "## 체크리스트\n\n**dev**\n\n- [ ] ITEM\n",
        "## 체크리스트\n\n- dev\n  - [ ] ITEM\n",
        "## 체크리스트\n\n### Grafana\n\n- [ ] ITEM\n",
        "## 2단계: 확대 ⏸️ 시작 전\n\n- [ ] ITEM\n",
        "## 확대\n\n**상태**: 대기\n\n- [ ] ITEM\n",
        "## 다음 단계\n\n1. ⏳ dev ITEM\n",
    ],
    [
        "## Checklist\n\n### dev\n\n- [ ] ITEM\n",
        "## Checklist\n\n### Production\n\n- [ ] ITEM\n",
        "## dev checklist\n\n- [ ] ITEM\n",
        "## Pre-Flight\n\n- [ ] ITEM\n",
        "## After a rollback\n\n- [ ] ITEM\n",
        "## Next: roll out to dev\n\n- [ ] ITEM\n",
        "## Checklist\n\n**dev**\n\n- [ ] ITEM\n",
        "## Checklist\n\n- dev\n  - [ ] ITEM\n",
        "## Checklist\n\n### Grafana\n\n- [ ] ITEM\n",
        "## Phase 2: expand ⏸️ Not Started\n\n- [ ] ITEM\n",
        "## Expand\n\n**Status**: pending\n\n- [ ] ITEM\n",
        "## Next steps\n\n1. ⏳ dev ITEM\n",
    ],
];

/// The demo's record up to its checklist, with another in its place.
fn record(korean: bool, list: &str) -> String {
    let (text, title) = if korean {
        (
            include_str!("../../src/command/demo/files/record.ko.md"),
            "\n## 다음 단계",
        )
    } else {
        (
            include_str!("../../src/command/demo/files/record.en.md"),
            "\n## Next steps",
        )
    };
    let plan = text.split(title).next().expect("a checklist");
    format!("{plan}\n{list}")
}

#[test]
fn nothing_of_another_place_or_time_is_ticked_or_tied() {
    let lab = Lab::with_world(State::After).configured();
    for (korean, lists) in [(true, ELSEWHERE[0]), (false, ELSEWHERE[1])] {
        let item = if korean {
            "DaemonSet 상태 확인"
        } else {
            "DaemonSet status"
        };
        for list in lists {
            let list = list.replace("ITEM", item);
            lab.file(RECORD, record(korean, &list));
            let run = lab.run(&["verify", RECORD, "--update"]);
            let after = lab.read(RECORD);
            assert!(after.contains(&list), "{list}\n{run}");
            lab.file(RECORD, record(korean, &list));
            lab.run(&["adopt", RECORD, "--yes"]).exits(0);
            let adopted = lab.read(RECORD);
            assert!(!adopted.contains("check:"), "{list}\n{adopted}");
        }
        // The same words in the record's own place are ticked.
        let own = if korean {
            "## 체크리스트\n\n### ops\n\n- [ ] ITEM\n"
        } else {
            "## Checklist\n\n### ops\n\n- [ ] ITEM\n"
        };
        lab.file(RECORD, record(korean, &own.replace("ITEM", item)));
        let run = lab.run(&["verify", RECORD, "--update"]).exits(0);
        let ticked = format!("- [x] {item}");
        assert!(lab.read(RECORD).contains(&ticked), "{run}");
    }
}

/// A list under the name of the cluster's context is that cluster's, and under another's it is not.
#[test]
fn a_list_under_the_commands_context_is_theirs() {
    for (korean, plan, step, expected, list) in [
        (true, "검증 계획", "배포 범위", "기대 결과", "체크리스트"),
        (
            false,
            "Verification plan",
            "How far it got",
            "Expected",
            "Checklist",
        ),
    ] {
        for (context, beside, ticked) in [
            ("buzzvil-eks-ops", "buzzvil-eks-ops", true),
            ("buzzvil-eks-dev", "buzzvil-eks-ops", false),
            ("buzzvil-eks", "buzzvil-eks-ops", false),
            ("buzzvil-eks-ops", "buzzvil-eks-dev", false),
        ] {
            let lab = Lab::with_world(State::After).configured();
            let command = |context: &str| {
                format!("kubectl --context {context} get daemonset alloy -n loki-v3")
            };
            lab.file(RECORD, format!("# Alloy\n\n## {plan}\n\n### 1. {step}\n\n```bash\n{}\n{}\n```\n\n**{expected}**:\n- READY: 10\n\n## {list}\n\n### {context}\n\n- ⏳ {step}\n", command("buzzvil-eks-ops"), command(beside)));
            lab.run(&["verify", RECORD, "--update"]);
            let is_ticked = lab.read(RECORD).contains("- ✅");
            assert_eq!(
                is_ticked,
                ticked,
                "{korean} {context} {beside}\n{}",
                lab.run(&["verify", RECORD])
            );
        }
    }
}
