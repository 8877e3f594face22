//! Ranges that go forwards, backwards and nowhere.

use super::*;
use crate::collect::git::tests::fixture::Fixture;
use crate::collect::tests::fixture::nothing;
use git2::Oid;

/// `start`, then a merged branch (#1), then a plain commit on top that touches another file.
fn merged() -> (Fixture, [Oid; 4]) {
    let mut fixture = Fixture::new();
    let start = fixture.commit(
        &[],
        "start",
        &[("web.yaml", Some("a: 1\n")), ("b", Some("1\n"))],
    );
    let side = fixture.commit(&[start], "side", &[("web.yaml", Some("a: 2\n"))]);
    let subject = "Merge pull request #1 from o/side\n\nMove it";
    let merge = fixture.commit(&[start, side], subject, &[("web.yaml", Some("a: 2\n"))]);
    let top = fixture.commit(&[merge], "top", &[("b", Some("2\n"))]);
    fixture.set_main(top);
    (fixture, [start, side, merge, top])
}

fn history(fixture: &Fixture, from: Oid, to: Oid, app: Option<&str>) -> History {
    let (from, to) = (from.to_string(), to.to_string());
    let asked = Asked {
        repo: None,
        range: None,
        project: None,
        branch: Some("main"),
        from: Some(&from),
        to: Some(&to),
        paths: &[],
        apps: app.map(|app| (app.to_string(), None)).into_iter().collect(),
    };
    read(&asked, &nothing(fixture.path())).unwrap().0
}

fn subjects(commits: &[Commit]) -> Vec<&str> {
    commits.iter().map(|one| one.subject.as_str()).collect()
}

#[test]
fn a_range_is_reverted_along_its_first_parents() {
    let (fixture, [start, _, merge, top]) = merged();
    let found = history(&fixture, start, top, None);
    assert_eq!(found.commits.len(), 3);
    let reverts = found.reverts.unwrap();
    assert_eq!(subjects(&reverts)[0], "top");
    assert_eq!(
        reverts[1].id,
        merge.to_string(),
        "the merge stands for what it brought"
    );
    assert_eq!(reverts.len(), 2);
    assert_eq!(found.branch.as_deref(), Some("main"));
    let of_app = history(&fixture, start, top, Some("web"));
    assert_eq!(of_app.paths, ["web.yaml"]);
    assert_eq!(subjects(&of_app.reverts.unwrap()), ["side"]);
}

#[test]
fn a_step_back_tells_what_it_takes_back() {
    let (fixture, [start, _, _, top]) = merged();
    let back = history(&fixture, top, start, None);
    assert!(back.commits.is_empty() && back.pulls.is_empty());
    assert_eq!(back.taken_back.len(), 3);
    assert_eq!(back.files.len(), 2, "the files change all the same");
    let same = history(&fixture, top, top, None);
    assert!(same.commits.is_empty() && same.taken_back.is_empty() && same.files.is_empty());
}

#[test]
fn a_range_that_diverged_tells_what_it_undoes() {
    let (mut fixture, [start, _, merge, top]) = merged();
    let hotfix = fixture.commit(&[merge], "hotfix", &[("web.yaml", Some("a: 3\n"))]);
    let found = history(&fixture, hotfix, top, None);
    assert_eq!(subjects(&found.commits), ["top"]);
    assert_eq!(subjects(&found.taken_back), ["hotfix"]);
    let onwards = history(&fixture, start, top, None);
    assert!(onwards.taken_back.is_empty());
}

#[test]
fn commits_that_leave_the_app_alone_are_listed_with_a_word_about_it() {
    let (fixture, [_, _, merge, top]) = merged();
    let found = history(&fixture, merge, top, Some("web"));
    assert!(found.is_unfiltered && found.paths.is_empty());
    assert_eq!(subjects(&found.commits), ["top"]);
}

#[test]
fn an_absolute_path_is_told_by_its_name() {
    assert_eq!(shown("/home/kim/work/shop.git"), "shop");
    assert_eq!(shown("repos/shop"), "repos/shop");
    assert_eq!(shown("../shop"), "../shop");
}

/// The app's overlay, its base and what declares it are taken, each with a reason; a folder of
/// dashboards of the same name is not.
#[test]
fn what_is_taken_for_the_app_is_said_with_the_reason() {
    let mut fixture = Fixture::new();
    let declaring = "kind: Kustomization\napiVersion: kustomize.toolkit.fluxcd.io/v1\nmetadata: {name: web}\nspec: {path: ./apps/prod/web}\n";
    let base =
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 1}\n";
    let start = fixture.commit(
        &[],
        "start",
        &[
            ("clusters/prod/all.yaml", Some(declaring)),
            (
                "apps/prod/web/kustomization.yaml",
                Some("resources: [../../base/web]\nnamePrefix: prod-\n"),
            ),
            (
                "apps/base/web/kustomization.yaml",
                Some("resources: [deployment.yaml]\n"),
            ),
            ("apps/base/web/deployment.yaml", Some(base)),
            ("dashboards/web/a.json", Some("{}\n")),
            ("docs/web/readme.yaml", Some("a: 1\n")),
        ],
    );
    let top = fixture.commit(
        &[start],
        "base",
        &[(
            "apps/base/web/deployment.yaml",
            Some(&base.replace("replicas: 1", "replicas: 2")),
        )],
    );
    fixture.set_main(top);
    let found = history(&fixture, start, top, Some("web"));
    let taken: Vec<String> = found
        .taken
        .iter()
        .map(|one| {
            format!(
                "{} {:?} {}",
                one.path,
                one.why,
                one.from.as_deref().unwrap_or("-")
            )
        })
        .collect();
    assert_eq!(
        taken,
        [
            "clusters/prod/all.yaml Declared web",
            "apps/prod/web Deployed clusters/prod/all.yaml",
            "apps/base/web Kustomized apps/prod/web/kustomization.yaml",
        ]
    );
    // The base's commit is the app's, and its objects have the overlay's names.
    assert_eq!(subjects(&found.commits), ["base"]);
    assert!(!found.is_unfiltered);
    assert_eq!(
        found
            .objects_of(Some("web"))
            .filter_map(|one| one.pointer("/metadata/name")?.as_str())
            .collect::<Vec<_>>(),
        ["web", "prod-web"]
    );
    // Two that could be it are told.
    let two = history(&fixture, start, top, Some("nothing"));
    assert!(two.taken.is_empty() && two.ambiguous.is_empty());
}
