//! The Kiro task that `SPEC:N` names, as a person or a record writes it: one answer for `new`, which writes it
//! down, and for what is ticked later.

use crate::both;
use crate::collect::kiro;
use crate::facts::kiro::SpecTask;
use crate::facts::lang::Bilingual;
use crate::record::tasks::{self, State, TaskError};
use crate::store::{self, Reach};
use std::path::Path;

/// The task that `SPEC:N` names.
pub(crate) fn task(root: &Path, text: &str) -> Result<SpecTask, Bilingual> {
    let (spec, number) = tasks::reference(text).map_err(|_| {
        both!(
            "`{text}`[은/는] 작업 이름이 아닙니다; SPEC:N 형식으로 적습니다 (예: loki-alloy-deployment:4)",
            "{text:?} names no task; write SPEC:N, for example loki-alloy-deployment:4"
        )
    })?;
    let path = kiro::tasks_file(root, spec)?;
    let shown = kiro::shown(root, &path);
    let written = store::read_text(&path, Reach::Within(root)).map_err(|error| {
        let why = error.words();
        let (ko, en) = (why.ko, why.en);
        both!(
            "{shown}[을/를] 읽을 수 없습니다: {ko}",
            "cannot read {shown}: {en}"
        )
    })?;
    let folder = path.parent().and_then(Path::file_name);
    let spec = match (spec.contains('/'), folder) {
        (false, Some(name)) => name.to_string_lossy().into_owned(),
        (true, _) | (_, None) => spec.to_owned(),
    };
    let all = tasks::tasks(&written);
    match tasks::find(&all, number) {
        Ok(at) => Ok(SpecTask {
            spec,
            number: number.to_owned(),
            title: all[at].title.trim_matches('*').trim().to_owned(),
            done: all[at].state == State::Done,
            link: match shown.strip_prefix(".kiro/") {
                Some(below) => format!("../{below}"),
                None => format!("../../{shown}"),
            },
        }),
        Err(TaskError::Ambiguous { count, .. }) => Err(both!(
            "spec `{spec}`에 작업 {number}[이/가] {count}개 있습니다; 번호가 있는 제목 아래라면 2.1처럼 그 번호부터 적습니다",
            "spec {spec:?} has {count} tasks {number}; below a numbered heading write its number first, like 2.1"
        )),
        Err(_) => {
            let known = all.into_iter().filter_map(|task| task.number).collect();
            let Bilingual { ko, en } = kiro::among(known);
            Err(both!(
                "spec `{spec}`의 tasks.md에 작업 {number}[이/가] 없습니다{ko}",
                "the tasks.md of spec {spec:?} has no task {number}{en}"
            ))
        }
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test prepares files")]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn tasks_are_found_by_spec_and_number() {
        let dir = tempfile::tempdir().unwrap();
        let text = "# Plan\n\n- [x] 1. 준비\n- [ ] 2. Alloy\n- [x] 2.1 Helm values\n- [ ]* 2.2 Property test\n- [-] 3. half\n- [ ] 7. a\n- [ ] 7. b\n- [ ] **8. Bold**\n";
        for folder in [
            ".kiro/specs/loki",
            ".kiro/specs/DONE/120_old",
            "apps/web/.kiro/specs/web",
        ] {
            fs::create_dir_all(dir.path().join(folder)).unwrap();
            fs::write(dir.path().join(folder).join("tasks.md"), text).unwrap();
        }
        for (text, title, done) in [
            ("loki:1", "준비", true),
            ("loki:2", "Alloy", false),
            ("loki:2.1", "Helm values", true),
            ("loki: 2.2.", "Property test", false),
            ("loki:3", "half", false),
            ("120_old:1", "준비", true),
            ("DONE/120_old:1", "준비", true),
            ("web:1", "준비", true),
            ("loki:8", "Bold", false),
        ] {
            let found = task(dir.path(), text).unwrap();
            assert_eq!((found.title.as_str(), found.done), (title, done), "{text}");
            let link = dir.path().join(".kiro/deployments").join(&found.link);
            fs::create_dir_all(dir.path().join(".kiro/deployments")).unwrap();
            assert!(link.exists(), "{link:?}");
        }
        for (text, en, ko) in [
            ("loki", "write SPEC:N", "SPEC:N 형식"),
            ("loki:x", "write SPEC:N", "SPEC:N 형식"),
            (":1", "write SPEC:N", "SPEC:N 형식"),
            ("../loki:1", "write SPEC:N", "SPEC:N 형식"),
            (
                "lok:1",
                "there is DONE/120_old, loki",
                "있는 것: DONE/120_old, loki",
            ),
            (
                "loki:9",
                "no task 9; there is 1, 2, 2.1",
                "작업 9가 없습니다; 있는 것: 1, 2",
            ),
            ("loki:7", "has 2 tasks 7", "2개 있습니다"),
        ] {
            let words = task(dir.path(), text).unwrap_err();
            assert!(words.en.contains(en), "{text}: {words:?}");
            assert!(words.ko.contains(ko), "{text}: {words:?}");
        }
    }
}
