//! Where a spec's folder is: specs nest (`specs/DONE/120_name/`), and stand under the sub-folders of
//! a monorepo and in archives, so they are looked for.

use super::{entries, nfc};
use crate::both;
use crate::facts::lang::Bilingual;
use std::path::{Path, PathBuf};

/// Folders below the root in which `.kiro/specs` is looked for.
const DEEPEST: usize = 5;

/// More folders than that are not looked into.
const MOST: usize = 20_000;

/// Folders that hold other people's files.
const FOREIGN: [&str; 4] = [".git", "node_modules", "target", "vendor"];

/// The `tasks.md` of a spec, by the folder's name or by the end of its path below `specs`
/// (`DONE/120_name`). The workspace's own `.kiro/specs` goes before those of sub-folders, and a
/// folder at the top before a nested one.
pub(crate) fn tasks_file(root: &Path, spec: &str) -> Result<PathBuf, Bilingual> {
    let wanted: Vec<String> = spec.trim().split('/').map(nfc).collect();
    let mut roots = vec![root.join(".kiro/specs")];
    let mut found = matching(root, &roots[0], &wanted);
    if found.is_empty() {
        roots = spec_roots(root);
        found = roots
            .iter()
            .flat_map(|folder| matching(root, folder, &wanted))
            .collect();
    }
    let shallowest = found.iter().map(|path| path.components().count()).min();
    found.retain(|path| Some(path.components().count()) == shallowest);
    let spec = spec.trim();
    match found.as_slice() {
        [] => {
            let known = among(all(root).into_iter().map(|(name, _)| name).collect());
            let (ko, en) = (known.ko, known.en);
            Err(both!(
                ".kiro/specs에 spec `{spec}`[이/가] 없습니다{ko}",
                "there is no spec {spec:?} under .kiro/specs{en}"
            ))
        }
        [folder] => Ok(folder.join("tasks.md")),
        several => {
            let places: Vec<String> = several.iter().map(|path| shown(root, path)).collect();
            let places = places.join(", ");
            Err(both!(
                "spec `{spec}`[이/가] 여러 곳에 있습니다: {places}",
                "several specs are named {spec:?}: {places}"
            ))
        }
    }
}

/// What there is in place of what was asked for, where there is something.
pub(crate) fn among(known: Vec<String>) -> Bilingual {
    let known = known.join(", ");
    match known.as_str() {
        "" => Bilingual::new("", ""),
        known => both!("; 있는 것: {known}", "; there is {known}"),
    }
}

/// A path below the root.
pub(crate) fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root)
        .unwrap_or(path)
        .display()
        .to_string()
}

/// The folders under `specs` whose path ends like this and that hold tasks.
fn matching(root: &Path, specs: &Path, wanted: &[String]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut left = MOST;
    walk(root, specs, DEEPEST, &mut left, &mut |path| {
        let below = path.strip_prefix(specs).unwrap_or(path);
        let names: Vec<String> = below
            .components()
            .map(|part| nfc(&part.as_os_str().to_string_lossy()))
            .collect();
        if names.ends_with(wanted) && path.join("tasks.md").exists() {
            found.push(path.to_owned());
        }
    });
    found
}

/// All specs below the workspace's own `.kiro/specs`: the path there, and the folder.
pub(super) fn all(root: &Path) -> Vec<(String, PathBuf)> {
    let specs = root.join(".kiro/specs");
    let (mut found, mut left) = (Vec::new(), MOST);
    walk(root, &specs, DEEPEST, &mut left, &mut |path| {
        let files = ["tasks.md", "requirements.md", "design.md"];
        let below = path.strip_prefix(&specs).unwrap_or(path);
        if files.iter().any(|file| path.join(file).exists())
            && let Some(name) = below.to_str()
        {
            found.push((name.to_owned(), path.to_owned()));
        }
    });
    found
}

/// Every `.kiro/specs` of the workspace and its sub-folders.
fn spec_roots(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut left = MOST;
    walk(root, root, DEEPEST, &mut left, &mut |path| {
        if path.ends_with(".kiro/specs") {
            found.push(path.to_owned());
        }
    });
    found
}

/// Visits the folders below one in the order of their names. Symbolic links are not followed.
fn walk(root: &Path, folder: &Path, depth: usize, left: &mut usize, visit: &mut impl FnMut(&Path)) {
    let mut below: Vec<(String, PathBuf)> = entries(root, folder);
    below.retain(|(name, path)| {
        !FOREIGN.contains(&name.as_str())
            && std::fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
    });
    below.sort();
    for (_, path) in below {
        if *left == 0 {
            return;
        }
        *left -= 1;
        visit(&path);
        if depth > 1 {
            walk(root, &path, depth - 1, left, visit);
        }
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test prepares files")]
mod tests {
    use super::*;
    use std::fs;

    fn workspace(specs: &[&str]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for spec in specs {
            fs::create_dir_all(dir.path().join(spec)).unwrap();
            fs::write(dir.path().join(spec).join("tasks.md"), "- [ ] 1. a\n").unwrap();
        }
        dir
    }

    fn check(specs: &[&str], spec: &str, expected: Result<&str, &str>) {
        let dir = workspace(specs);
        let found = tasks_file(dir.path(), spec);
        let found = found
            .map(|path| shown(dir.path(), &path))
            .map_err(|words| words.en);
        let found = found.as_deref();
        match (found, expected) {
            (Err(found), Err(words)) => assert!(found.contains(words), "{found}"),
            (found, expected) => assert_eq!(found.map_err(String::as_str), expected),
        }
    }

    #[test]
    fn specs_are_found_where_they_are() {
        let path = |folder: &str| format!("{folder}/tasks.md");
        for (specs, spec, folder) in [
            (&[".kiro/specs/loki"][..], "loki", ".kiro/specs/loki"),
            (
                &[".kiro/specs/DONE/120_loki"],
                "120_loki",
                ".kiro/specs/DONE/120_loki",
            ),
            (
                &[".kiro/specs/DONE/120_loki"],
                "DONE/120_loki",
                ".kiro/specs/DONE/120_loki",
            ),
            (
                &[".kiro/specs/a", ".kiro/specs/old/a"],
                "a",
                ".kiro/specs/a",
            ),
            (
                &["apps/web/.kiro/specs/로그"],
                "로그",
                "apps/web/.kiro/specs/로그",
            ),
            (
                &["apps/web/.kiro/specs/로그"],
                "\u{1105}\u{1169}\u{1100}\u{1173}",
                "apps/web/.kiro/specs/로그",
            ),
            (&[".archive/.kiro/specs/b"], "b", ".archive/.kiro/specs/b"),
            (&[".kiro/specs/.archive/b"], "b", ".kiro/specs/.archive/b"),
            (
                &[".kiro/specs/c", "apps/.kiro/specs/c"],
                "c",
                ".kiro/specs/c",
            ),
        ] {
            check(specs, spec, Ok(&path(folder)));
        }
    }

    #[test]
    fn what_is_not_one_place_is_refused() {
        check(&[".kiro/specs/loki"], "alloy", Err("there is loki"));
        check(
            &[".kiro/specs/a/x", ".kiro/specs/b/x"],
            "x",
            Err(".kiro/specs/a/x"),
        );
        check(&["node_modules/m/.kiro/specs/x"], "x", Err("no spec"));
    }
}
