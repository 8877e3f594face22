//! What is written, and what is not.

use super::*;

const EN: &str = "## Verification plan\r\n\r\n### 1. Pods\r\n```bash\r\nkubectl get pods -n x\r\n```\r\n\r\n**Expected**:\r\n- loki-gateway is up\r\n- Pods are Running, not Pending\r\n- All pods should eventually be Running\r\n- Users can log in\r\n";
const KO: &str = "## 검증 계획\n\n### 1. Pod\n```bash\nkubectl get pods -n x\n```\n\n**기대 결과**:\n- 파드가 전부 잘 떠야 함\n- 배포 후 모든 Pod가 Running\n- 결제가 된다";

fn fixed(text: &str, picks: &Picks) -> (String, Vec<Pick>) {
    let proposal = propose(text, &Vocabulary::default(), picks);
    (
        edit::apply(text, &proposal.edits).unwrap(),
        proposal.refused,
    )
}

#[test]
fn all_writes_what_carries_every_word_and_nothing_else() {
    let (en, refused) = fixed(EN, &Picks::All);
    assert!(refused.is_empty());
    let expected = EN
        .replace("loki-gateway is up", "All `loki-gateway` pods are Running")
        .replace(
            "Pods are Running, not Pending",
            "Pods are Running\r\n- No Pending pods",
        );
    assert_eq!(en, expected);
    let (ko, _) = fixed(KO, &Picks::All);
    assert_eq!(
        ko,
        KO.replace("파드가 전부 잘 떠야 함", "모든 Pod가 Running 상태")
    );
}

#[test]
fn what_is_asked_for_is_written_if_it_can_be() {
    let pick = |line, which| Pick { line, which };
    let (en, refused) = fixed(
        EN,
        &Picks::These(vec![pick(11, 1), pick(12, 1), pick(9, 7), pick(1, 1)]),
    );
    assert_eq!(en, EN.replace("should eventually be", "are"));
    assert_eq!(refused, [pick(12, 1), pick(9, 7), pick(1, 1)]);
    let (ko, refused) = fixed(KO, &Picks::These(vec![pick(10, 1), pick(9, 1)]));
    assert_eq!(
        ko,
        KO.replace("배포 후 모든 Pod가 Running", "모든 Pod가 Running 상태")
            .replace("파드가 전부 잘 떠야 함", "모든 Pod가 Running 상태")
    );
    assert!(refused.is_empty());
}
