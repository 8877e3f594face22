use super::*;
use crate::record::Role;

#[test]
fn numbers_are_split_from_titles() {
    for (title, number, words) in [
        ("1. Pods", Some("1"), "Pods"),
        ("2.1 Pods", Some("2.1"), "Pods"),
        ("2.1. Pods", Some("2.1"), "Pods"),
        ("3) 로그", Some("3"), "로그"),
        ("(3) 로그", Some("3"), "로그"),
        ("Step 2: Logs", Some("2"), "Logs"),
        ("Step 2 - Logs", Some("2"), "Logs"),
        ("단계 2. 로그", Some("2"), "로그"),
        ("2단계: 로그", Some("2"), "로그"),
        ("1\u{FE0F}\u{20E3} Pods", Some("1"), "Pods"),
        ("4: Pods", Some("4"), "Pods"),
        ("10 nodes", None, "10 nodes"),
        ("1-2일 안정성", None, "1-2일 안정성"),
        ("2xx 응답", None, "2xx 응답"),
        ("1.", None, "1."),
        ("Step", None, "Step"),
        ("2단계", None, "2단계"),
        ("", None, ""),
    ] {
        assert_eq!(
            split_number(title),
            (number.map(str::to_owned), words),
            "{title}"
        );
    }
}

#[test]
fn titles_are_brought_to_one_form() {
    for (title, expected) in [
        ("✅ **Pod  상태** (ops):", "pod 상태"),
        ("1. `READY`：", "ready"),
        ("\u{1100}\u{1165}\u{11B7}\u{110C}\u{1173}\u{11BC}", "검증"),
        ("⚠\u{FE0F} Note", "note"),
        ("a\u{A0}b\u{200B}c", "a b c"),
    ] {
        assert_eq!(normal(title), expected, "{title}");
    }
}

#[test]
fn roles_are_alike_in_both_languages() {
    for (ko, en, expected) in [
        ("문제 상황", "Problem", Role::Problem),
        ("해결 방법", "Solution", Role::Change),
        ("2. Git 작업", "2. Git work", Role::Git),
        ("3. Gitploy 배포", "3. Gitploy deployment", Role::Deployment),
        ("검증 계획", "Verification plan", Role::Plan),
        ("학습 내용", "Lessons learned", Role::Lessons),
        ("관련 문서", "Related documents", Role::Related),
        ("다음 단계", "Next steps", Role::Checklist),
        ("배포 체크리스트", "Checklist", Role::Checklist),
        ("롤백 계획", "Rollback plan", Role::Rollback),
        ("개요", "Overview", Role::Other),
    ] {
        assert_eq!((role(ko), role(en)), (expected, expected), "{ko} / {en}");
    }
}

#[test]
fn slugs_keep_hangul_composed() {
    assert_eq!(slug("1. Pod 상태 (ops)!"), "1-pod-상태-ops");
    assert_eq!(slug("\u{1105}\u{1169}\u{1100}\u{1173}"), "로그");
    assert_eq!(slug("✅"), "");
}
