//! The demo's workspace: a team's `.kiro` directory with a record that a person wrote, and the
//! repository whose deployment it is about. The same bytes every time.

use super::history::{self, History};
use crate::both;
use crate::error::Error;
use crate::facts::lang::{Bilingual, Lang};
use crate::store::{self, Reach};
use crate::world;
use std::path::{Path, PathBuf};

/// What was written.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// The directory that contains `.kiro`.
    pub root: PathBuf,
    /// The repository's commits.
    pub history: History,
    /// The hand-written record, in Korean.
    pub record_ko: PathBuf,
    /// The same in English.
    pub record_en: PathBuf,
}

/// The repository's path under the root, as `report.toml` has it.
pub const REPOSITORY: &str = "repos/buzz-k8s-resources";

/// Writes the workspace into a directory that is empty or not there yet.
///
/// # Errors
/// If the directory holds anything, or cannot be written.
pub fn write(root: &Path, lang: Lang) -> Result<Workspace, Error> {
    refuse_unless_empty(root)?;
    let config = include_str!("files/report.toml");
    let config = config.replace("lang = \"ko\"", &format!("lang = \"{}\"", lang.code()));
    store::create_new(&root.join(".kiro"), Reach::Anywhere, "report.toml", &config)?;
    let history = history::write(&root.join(REPOSITORY))?;
    let deployments = root.join(".kiro/deployments");
    let spec = root.join(".kiro/specs/loki-alloy-deployment");
    let put = |dir: &Path, name: &str, text: &str| {
        // The records name the commit that was deployed.
        let text = text.replace(world::REVISION_AFTER, &history.after);
        store::create_new(dir, Reach::Within(root), name, &text)
    };
    put(
        &spec,
        "requirements.md",
        include_str!("files/spec/requirements.md"),
    )?;
    put(&spec, "design.md", include_str!("files/spec/design.md"))?;
    put(&spec, "tasks.md", include_str!("files/spec/tasks.md"))?;
    let earlier = "2025-12-03-alloy-ops-deployment.md";
    put(&deployments, earlier, include_str!("files/earlier.md"))?;
    put(&deployments, RECORD_KO, include_str!("files/record.ko.md"))?;
    put(&deployments, RECORD_EN, include_str!("files/record.en.md"))?;
    Ok(around(root, history))
}

const RECORD_KO: &str = "2025-12-05-alloy-tolerations.md";
const RECORD_EN: &str = "2025-12-05-alloy-tolerations.en.md";

/// The workspace that was written into a directory before; `None` if there is none.
pub fn read(root: &Path) -> Option<Workspace> {
    let workspace = around(root, history::read(&root.join(REPOSITORY)).ok()?);
    let records = [&workspace.record_ko, &workspace.record_en];
    records
        .iter()
        .all(|record| record.is_file())
        .then_some(workspace)
}

fn around(root: &Path, history: History) -> Workspace {
    let deployments = root.join(".kiro/deployments");
    Workspace {
        root: root.to_path_buf(),
        history,
        record_ko: deployments.join(RECORD_KO),
        record_en: deployments.join(RECORD_EN),
    }
}

fn anew() -> Bilingual {
    both!(
        "새 디렉터리를 지정하거나, 지정하지 않고 임시 디렉터리를 쓰세요",
        "name a new directory, or none: then a temporary one is used"
    )
}

fn refuse_unless_empty(root: &Path) -> Result<(), Error> {
    let occupied = match store::names(root, Reach::Anywhere) {
        Ok(names) => !names.is_empty(),
        Err(error) if error.is_missing() => false,
        Err(error) => {
            return Err(Error::user(both!(
                "{}: 데모에 쓸 수 없습니다",
                "cannot use {} for the demo",
                root.display()
            ))
            .because(&error)
            .hinted(anew()));
        }
    };
    if occupied {
        Err(Error::user(both!(
            "{}: 비어 있지 않습니다",
            "{} is not empty",
            root.display()
        ))
        .hinted(anew()))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_workspaces_are_the_same() {
        let dir = tempfile::tempdir().unwrap();
        let one = write(&dir.path().join("one"), Lang::Ko).unwrap();
        let two = write(&dir.path().join("two"), Lang::En).unwrap();
        assert_eq!(one.history, two.history);
        let again = read(&one.root).unwrap();
        assert_eq!(
            (again.history, again.record_ko),
            (one.history.clone(), one.record_ko.clone())
        );
        for record in [&one.record_ko, &one.record_en] {
            let name = record.file_name().unwrap();
            let text = std::fs::read_to_string(record).unwrap();
            let other = two.root.join(".kiro/deployments").join(name);
            assert_eq!(text, std::fs::read_to_string(other).unwrap());
            assert!(text.contains(&one.history.after) && !text.contains(world::REVISION_AFTER));
        }
    }

    #[test]
    fn nothing_is_written_into_a_directory_in_use() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("mine")).unwrap();
        let error = write(dir.path(), Lang::En).unwrap_err();
        assert!(error.message.en.ends_with("is not empty"), "{error}");
        assert!(!dir.path().join(".kiro").exists());
        assert!(read(dir.path()).is_none());
    }
}
