//! A fault of our own in one record of several: it is that record's error in every face, the others are
//! judged and written, and the run has its status.

use crate::collect::observe::Outside;
use crate::collect::tests::fixture::access;
use crate::command::regenerate;
use crate::command::verify::{Closed, Context, Named, Options, Write, run};
use crate::facts::lang::Lang;
use crate::output;
use crate::store::{self, Reach};
use crate::verify::understand::Vocabulary;
use crate::world::{State, World};
use std::path::PathBuf;

const RECORDS: [(Lang, &str); 2] = [
    (
        Lang::Ko,
        "# 배포\n\n## 검증 계획\n\n### 1. Pod 상태 확인\n\n```bash\nkubectl get pods -n loki-v3 -l app.kubernetes.io/name=alloy\n```\n\n- 모든 Pod Running\n\n## 다음 단계\n\n1. ⏳ Pod 상태 확인\n",
    ),
    (
        Lang::En,
        "# Rollout\n\n## Verification plan\n\n### 1. Check the pods\n\n```bash\nkubectl get pods -n loki-v3 -l app.kubernetes.io/name=alloy\n```\n\n- all pods Running\n\n## Next steps\n\n1. ⏳ Check the pods\n",
    ),
];

#[test]
#[expect(clippy::disallowed_methods, reason = "a test prepares files")]
fn a_fault_in_a_record_is_that_records_error() {
    let world = World::start(State::After).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (vocabulary, options) = (
        Vocabulary::default(),
        Options {
            write: Write::Changes,
            closed: Closed::Judged,
            named: Named::ByUser,
            ..Options::default()
        },
    );
    for (lang, text) in RECORDS {
        for place in ["reading", "judging"] {
            for is_regenerate in [false, true] {
                let folder = tempfile::tempdir().unwrap();
                let faulty = format!("{text}\n<!-- a fault while {place} -->\n");
                let texts = [text, &faulty, text];
                let names = ["a.md", "b.md", "c.md"];
                let paths = names.map(|name| folder.path().join(name));
                for (path, text) in paths.iter().zip(texts) {
                    std::fs::write(path, text).unwrap();
                }
                let paths: Vec<PathBuf> = paths.into();
                let context = Context {
                    now: world.now(),
                    zone: None,
                    drawing: None,
                    lang,
                    asked: None,
                    root: folder.path(),
                    vocabulary: &vocabulary,
                    options: &options,
                };
                let outside = Outside::new(access(&world, folder.path()));
                let outcome = if is_regenerate {
                    runtime.block_on(regenerate::run(&paths, &context, &outside))
                } else {
                    runtime.block_on(run(&paths, &context, &outside))
                };
                let case = format!("{lang:?} {place} {is_regenerate} {outcome:#?}");
                assert_eq!(outcome.exit_status(), 2, "{case}");
                let [first, hit, last] = outcome.records.as_slice() else {
                    panic!("{case}");
                };
                for fine in [first, last] {
                    assert!(fine.error.is_none() && fine.written, "{case}");
                }
                let error = hit.error.as_deref().unwrap_or_default();
                let words = lang.pick("report의 버그", "a bug in report");
                assert!(error.contains(words) && error.contains(place), "{case}");
                assert!(!hit.written, "{case}");
                let read = |at: usize| store::read_text(&paths[at], Reach::Anywhere).unwrap();
                assert_eq!(read(1), faulty, "{case}");
                assert!(read(0).contains('✅') && read(2).contains('✅'), "{case}");
                for face in [
                    output::json::render(&outcome),
                    output::junit::render(&outcome),
                    output::github::annotations(&outcome, str::to_string),
                    output::github::summary(&outcome),
                ] {
                    assert!(face.contains(words) && face.contains("b.md"), "{face}");
                }
                let json: serde_json::Value =
                    serde_json::from_str(&output::json::render(&outcome)).unwrap();
                assert_eq!(json["records"].as_array().map(Vec::len), Some(3), "{json}");
            }
        }
    }
}
