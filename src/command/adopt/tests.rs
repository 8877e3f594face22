use super::*;
use crate::record::edit::{apply, diff};
use crate::tests::seed::{SHAPED, seed};

fn adopted(text: &str) -> (String, Proposal) {
    let proposal = propose(text, &Vocabulary::default());
    let new = apply(text, &proposal.edits).unwrap();
    let again = propose(&new, &Vocabulary::default());
    assert_eq!(again.edits, [], "a second time");
    (new, proposal)
}

const PLAN: &str = "# t\n\n## 검증 계획\n\n### 1. DaemonSet 상태 확인 ##\n```bash\nkubectl get ds -n a\n```\n\n\
### 로그 수집 확인\n```bash\nkubectl logs ds/a\n```\n\n## 다음 단계\n\n1. ⏳ DaemonSet 상태 검증  \n2. ⏳ 로그 수집 확인\n   - 하위\n3. ⏳ 회의\n";

#[test]
fn pairs_get_a_name_and_the_plan_a_region() {
    for line_end in ["\n", "\r\n"] {
        let text = PLAN.replace('\n', line_end);
        let (new, proposal) = adopted(&text);
        assert_eq!(proposal.ties.len(), 2, "{new}");
        assert!(proposal.region);
        let ds = "<!-- check:daemonset-상태-확인 -->";
        let logs = "<!-- check:로그-수집-확인 -->";
        let region = format!(
            "{}\n## 다음 단계",
            region::wrap(RESULTS, &[("source".into(), "verify".into())], "")
        );
        let expected = text
            .replace("상태 확인 ##", &format!("상태 확인 {ds} ##"))
            .replace("상태 검증  ", &format!("상태 검증 {ds}  "))
            .replace("로그 수집 확인", &format!("로그 수집 확인 {logs}"))
            .replace("## 다음 단계", &region.replace('\n', line_end));
        assert_eq!(new, expected, "{}", diff(&expected, &new, "x"));
    }
}

#[test]
fn only_what_is_clear_is_proposed() {
    let none = |text: &str| {
        let proposal = propose(text, &Vocabulary::default());
        assert_eq!(proposal, Proposal::default(), "{text}");
    };
    none("");
    none("# t\n\ntext\n\n- [ ] 로그 확인\n");
    none("## 검증 계획\n\n설명만 있다\n");
    let twice = "## 검증 계획\n\n### 로그 확인\n```bash\nkubectl logs a\n```\n\n### 로그 확인\n```bash\nkubectl logs b\n```\n\n## 다음 단계\n\n- ⏳ 로그 확인\n";
    let (new, proposal) = adopted(twice);
    assert_eq!((proposal.ties.len(), proposal.region), (0, true), "{new}");
}

#[test]
fn one_that_cannot_be_named_keeps_none_of_the_others_from_it() {
    let names = ["하나", "둘", "셋", "넷", "다섯"];
    let steps = names.map(|n| format!("### 로그 {n} 확인\n```bash\nkubectl logs {n}\n```\n\n"));
    let items = names.map(|n| match n {
        // Behind the first line's end a comment would stand in code.
        "셋" => format!("- ⏳ 로그 {n} `확인\n  점검`\n"),
        _ => format!("- ⏳ 로그 {n} 확인\n"),
    });
    let text = format!(
        "## 검증 계획\n\n{}## 다음 단계\n\n{}",
        steps.concat(),
        items.concat()
    );
    let (new, proposal) = adopted(&text);
    let tied: Vec<usize> = proposal.ties.iter().map(|tie| tie.item).collect();
    assert_eq!(tied, [0, 1, 3, 4], "{new}");
    assert!(
        proposal.region && new.contains("- ⏳ 로그 셋 `확인\n"),
        "{new}"
    );
}

#[test]
fn what_is_there_already_stays() {
    let (new, proposal) = adopted(
        "## Verification plan\n\n### Pod status <!-- check:pods -->\n```bash\nkubectl get pods -n a\n```\n\
         <!-- report:begin results -->\n<!-- report:end results -->\n\n## Next steps\n\n- [ ] Pod status\n",
    );
    assert!(!proposal.region);
    assert!(
        new.contains("- [ ] Pod status <!-- check:pods -->\n"),
        "{new}"
    );
    assert_eq!(new.matches("check:pods").count(), 2);
    let (_, proposal) = adopted(
        "## 검증 계획\n\n### 로그\n```bash\nkubectl logs a\n```\n\n<!-- report:begin results -->\n",
    );
    assert_eq!(
        proposal,
        Proposal::default(),
        "a broken region is not joined by another"
    );
}

#[test]
fn a_plan_that_ends_the_file_keeps_its_end() {
    let (new, proposal) = adopted("## 검증 계획\n\n### 로그\n```bash\nkubectl logs a\n```");
    assert!(proposal.region);
    assert!(new.ends_with("```\n\n<!-- report:begin results source=verify -->\n<!-- report:end results sha256:e3b0c44298fc1c14 -->"));
    let (new, proposal) = adopted("## 검증 계획\n\n### 로그\n```bash\nkubectl logs a\n");
    assert_eq!(
        proposal.edits,
        [],
        "an open fence swallows what follows: {new}"
    );
}

#[test]
fn the_seed_is_adopted_as_a_careful_colleague_would() {
    let ours = SHAPED.map(str::to_owned);
    for seed in ours.into_iter().chain(seed()) {
        let (new, proposal) = adopted(&seed);
        assert!(proposal.region);
        assert_eq!(proposal.ties.len(), 3);
        let removed = |line: &str| {
            let (words, comment) = line.split_once(" <!-- check:").unwrap_or((line, ""));
            if comment.is_empty() {
                String::new()
            } else {
                words.to_owned()
            }
        };
        let old: Vec<&str> = seed.lines().collect();
        let changed: Vec<&str> = new.lines().filter(|line| !old.contains(line)).collect();
        let (ties, region): (Vec<&str>, Vec<&str>) = changed
            .iter()
            .partition(|line| line.contains("<!-- check:"));
        assert_eq!(ties.len(), 6);
        assert!(
            ties.iter()
                .all(|line| old.contains(&removed(line).as_str())),
            "{ties:?}"
        );
        assert_eq!(region.len(), 2);
        assert_eq!(new.lines().count(), old.len() + 3);
    }
}
