//! Titles and metadata keys: what a section is for, and which one is the verification plan.

use super::{holder, normal};
use crate::facts::deployment::System;
use crate::record::{Field, Role};
use plan::is_plan;
pub(super) use plan::{is_before, is_plan_word};

mod plan;

/// What a metadata key means.
pub(in crate::record) fn field(key: &str) -> Field {
    field_of(&normal(key))
}

/// The same of a key in the form in which it is compared.
pub(in crate::record) fn field_of(key: &str) -> Field {
    let mut called = System::default().called().iter();
    let of_ours = called.find_map(|name| Some(key.strip_prefix(name)?.trim_start()));
    if let Some(
        "" | "배포" | "배포 번호" | "deployment" | "deployments" | "deployment number"
        | "deployment numbers",
    ) = of_ours
    {
        return Field::Deployment;
    }
    match key {
        "날짜" | "일자" | "배포일" | "배포 일자" | "배포일자" | "배포 날짜" | "작성일" | "일시"
        | "배포 일시" | "작업일" | "작업 일자" | "date" | "deployed" | "deployed at"
        | "deployment date" | "created" => Field::Date,
        "작업자" | "담당자" | "작성자" | "배포자" | "담당" | "author" | "authors" | "operator"
        | "owner" | "deployed by" | "engineer" | "by" => Field::Author,
        "관련 task" | "관련 작업" | "관련 태스크" | "task" | "tasks" | "related task"
        | "태스크" | "작업" | "spec" | "관련 spec" | "스펙" | "관련 스펙" => {
            Field::Task
        }
        "pr" | "prs" | "관련 pr" | "pull request" | "pull requests" | "related pr" | "pr 링크"
        | "pr link" => Field::PullRequest,
        "환경"
        | "클러스터"
        | "대상 클러스터"
        | "대상 환경"
        | "배포 환경"
        | "environment"
        | "env"
        | "cluster"
        | "target cluster"
        | "target environment" => Field::Environment,
        "상태" | "진행 상태" | "배포 상태" | "status" | "state" => Field::Status,
        "배포 번호" | "배포번호" | "배포" | "deployment" | "deployments" | "deployment number"
        | "deployment numbers" | "deployment ids" | "deployment id" => Field::Deployment,
        _ => Field::Other,
    }
}

/// Words of a title and the role that they tell, the first that is there counts.
const ROLES: [(Role, &[&str]); 7] = [
    (
        Role::Checklist,
        &[
            "체크리스트",
            "다음 단계",
            "다음 작업",
            "후속 작업",
            "후속 조치",
            "남은 작업",
            "할 일",
            "checklist",
            "next step",
            "follow-up",
            "follow up",
            "action item",
            "todo",
            "to-do",
            "remaining",
        ],
    ),
    (
        Role::Lessons,
        &[
            "학습",
            "배운 점",
            "교훈",
            "회고",
            "lesson",
            "learned",
            "learning",
            "takeaway",
            "retrospective",
        ],
    ),
    (
        Role::Related,
        &[
            "관련 문서",
            "관련 링크",
            "관련 자료",
            "참고",
            "related",
            "reference",
            "links",
            "see also",
        ],
    ),
    (
        Role::Problem,
        &[
            "문제",
            "증상",
            "원인",
            "이슈",
            "배경",
            "장애",
            "problem",
            "symptom",
            "root cause",
            "issue",
            "background",
            "incident",
        ],
    ),
    (
        Role::Git,
        &[
            "git 작업",
            "git work",
            "git 커밋",
            "git commit",
            "커밋",
            "commits",
        ],
    ),
    (
        Role::Change,
        &[
            "해결",
            "변경",
            "수정",
            "조치",
            "solution",
            "change",
            "resolution",
            "fix",
        ],
    ),
    (Role::Deployment, &["배포", "deploy", "rollout"]),
];

/// What a section is for, by its title.
pub(in crate::record) fn role(title: &str) -> Role {
    let words = normal(title);
    let any = holder(&words);
    if any(&["롤백", "rollback", "roll back", "복구 방법", "복구 절차"]) {
        return Role::Rollback;
    }
    if is_plan(&words) {
        return Role::Plan;
    }
    let named = ROLES.iter().find(|(_, words)| any(words));
    let own = any(System::default().called()).then_some(Role::Deployment);
    named.map(|(role, _)| *role).or(own).unwrap_or(Role::Other)
}

/// Whether a title speaks of what a check gave rather than of what to check.
pub(in crate::record) fn speaks_of_results(title: &str) -> bool {
    let words = normal(title);
    words.contains("결과") || words.contains("result")
}

/// Whether a title speaks of checking, among other words: such a section's commands count in a
/// record that has no plan of its own.
pub(in crate::record) fn speaks_of_checking(title: &str) -> bool {
    let words = normal(title);
    let any = holder(&words);
    any(&[
        "검증",
        "확인",
        "점검",
        "테스트",
        "모니터링",
        "verif",
        "validat",
        "check",
        "smoke",
        "test",
        "monitor",
        "health",
    ]) && !is_before(&words)
}
