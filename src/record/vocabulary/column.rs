//! Titles of table columns: which are silent, and which tell the state of their rows.

use super::normal;

/// Whether a table's column tells states, people and the like, which nobody expects of a command.
pub(in crate::record) fn is_silent_column(title: &str) -> bool {
    matches!(
        normal(title).as_str(),
        "상태"
            | "status"
            | "state"
            | "담당"
            | "담당자"
            | "owner"
            | "비고"
            | "설명"
            | "description"
            | "notes"
            | "note"
            | "참고"
            | "remarks"
            | "완료"
            | "done"
            | "순서"
            | "#"
            | "no"
            | "번호"
            | "purpose"
            | "목적"
            | "용도"
            | "when"
            | "시점"
            | "timing"
            | "command"
            | "명령"
            | "명령어"
    )
}

/// Whether a table's column tells the state of its rows.
pub(in crate::record) fn is_status_column(title: &str) -> bool {
    matches!(
        normal(title).as_str(),
        "상태"
            | "진행 상태"
            | "진행"
            | "status"
            | "state"
            | "progress"
            | "완료"
            | "완료 여부"
            | "done"
    )
}
