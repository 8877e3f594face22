//! The Kiro task that `SPEC:N` names, as a person or a record writes it: one answer for `new`, which writes it
//! down, and for what is ticked later.

use crate::collect::kiro::{self, KiroError};
use crate::facts::kiro::SpecTask;
use crate::record::tasks::{self, State, TaskError};
use crate::store::{self, Reach};
use std::path::Path;

/// The task that `SPEC:N` names.
pub(crate) fn task(root: &Path, text: &str) -> Result<SpecTask, KiroError> {
    let bad = |_| KiroError::BadTask(text.to_owned());
    let (spec, number) = tasks::reference(text).map_err(bad)?;
    let path = kiro::tasks_file(root, spec)?;
    let shown = kiro::shown(root, &path);
    let written = store::read_text(&path, Reach::Within(root));
    let written = written.map_err(|error| KiroError::Unreadable {
        path: shown.clone(),
        why: error.words(),
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
        Err(TaskError::Ambiguous { count, .. }) => Err(KiroError::SeveralTasks {
            spec,
            number: number.to_owned(),
            count,
        }),
        Err(_) => Err(KiroError::NoSuchTask {
            spec,
            number: number.to_owned(),
            known: all.into_iter().filter_map(|task| task.number).collect(),
        }),
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
            let words = task(dir.path(), text).unwrap_err().words();
            assert!(words.en.contains(en), "{text}: {words:?}");
            assert!(words.ko.contains(ko), "{text}: {words:?}");
        }
    }
}
