//! The parts, one by one: `cargo bench --bench parts [-- FILTER]`. What each is held against is in
//! `docs/performance.md`.
#![expect(clippy::unwrap_used, reason = "a benchmark may panic")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use deployment_report::testing::collect::git::{Git, Range};
use deployment_report::testing::command::{explain, list, new};
use deployment_report::testing::facts::lang::Lang;
use deployment_report::testing::facts::observation::{Observation, Seen};
use deployment_report::testing::facts::table::{Column, Omitted, Row, Table};
use deployment_report::testing::judge::scene::World;
use deployment_report::testing::judge::step::{self, About, Asked, Stated, StepCase, Told};
use deployment_report::testing::language::{self, ExtraWords, Force, ReadContext};
use deployment_report::testing::query::script;
use deployment_report::testing::record;
use deployment_report::testing::render::Templates;
use deployment_report::testing::render::context::RecordContext;
use deployment_report::testing::verify::understand::{Vocabulary, understand};
use std::collections::BTreeMap;
use std::hint::black_box;

mod history;

const KOREAN: &str = include_str!("../tests/records/ko-alloy.md");
const ENGLISH: &str = include_str!("../tests/records/en-alloy.md");
const CONTEXT: &str = include_str!("../src/render/tests/context.json");

/// A record's text, from one Markdown pass without anything of ours to the whole `explain`.
fn records(criterion: &mut Criterion) {
    let vocabulary = Vocabulary::default();
    let mut group = criterion.benchmark_group("record");
    for (lang, text) in [("ko", KOREAN), ("en", ENGLISH)] {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(format!("{lang}/markdown"), |bench| {
            bench.iter(|| record::markdown::events(black_box(text)).count());
        });
        group.bench_function(format!("{lang}/parse"), |bench| {
            bench.iter(|| record::parse(black_box(text)));
        });
        group.bench_function(format!("{lang}/understand"), |bench| {
            bench.iter(|| understand(black_box(text), &vocabulary));
        });
        group.bench_function(format!("{lang}/explain"), |bench| {
            bench.iter(|| explain::explain("record.md", black_box(text), &vocabulary));
        });
    }
    group.finish();
}

/// Sentences as people write them, in both languages.
fn expectations(criterion: &mut Criterion) {
    const SENTENCES: [&str; 8] = [
        "모든 10개 노드에 Alloy Pod가 배포되었는지",
        "모든 Pod가 Running 상태",
        "CPU 사용량이 250m 이하",
        "최근 50줄에 에러 로그 없음",
        "All pods are Running and ready",
        "DESIRED: 10",
        "no pod restarted more than 3 times",
        "memory usage is below 700Mi per pod",
    ];
    let extra = ExtraWords::default();
    criterion.bench_function("expectation/eight sentences", |bench| {
        bench.iter(|| {
            for sentence in SENTENCES {
                let context = ReadContext {
                    queries: &[],
                    force: Force::Demands,
                    extra: &extra,
                };
                black_box(language::read(black_box(sentence), &context));
            }
        });
    });
}

/// `kubectl get pods -A` with "all Running": the verdict over rows that are already here.
fn judging(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("judge");
    for rows in [1_000, 10_000, 100_000] {
        let command = script::read("kubectl get pods -A", "bash").commands;
        let pipeline = match &command[0].class {
            deployment_report::testing::query::Class::Understood(pipeline) => pipeline.clone(),
            class => unreachable!("{class:?}"),
        };
        let observation = pods(rows);
        let extra = ExtraWords::default();
        let reading = language::read(
            "모든 Pod가 Running 상태",
            &ReadContext {
                queries: &[&pipeline.query],
                force: Force::Demands,
                extra: &extra,
            },
        );
        let world = World::default();
        let case = StepCase {
            asked: vec![Asked {
                at: 0,
                pipeline: &pipeline,
                filtered: &observation,
                raw: &observation,
            }],
            unasked: Vec::new(),
            expectations: vec![Stated {
                reading,
                about: About::Step,
                told: Told::Demanded,
            }],
            world: &world,
            now: "2025-12-05T10:07:23Z".parse().unwrap(),
            lang: Lang::Ko,
            record_time: None,
        };
        group.throughput(Throughput::Elements(rows as u64));
        group.bench_function(format!("{rows} pods"), |bench| {
            bench.iter(|| step::judge(black_box(&case)));
        });
    }
    group.finish();
}

fn pods(count: usize) -> Observation {
    let names = ["NAMESPACE", "NAME", "READY", "STATUS", "RESTARTS", "AGE"];
    let column = |name: &&str| Column {
        name: (*name).into(),
        priority: 0,
    };
    let row = |number: usize| {
        let (namespace, name) = (format!("ns-{}", number % 40), format!("web-{number}"));
        let cells = [&namespace, &name, "1/1", "Running", "0", "8d"];
        Row {
            cells: cells.map(String::from).to_vec(),
            namespace,
            name,
            object: None,
        }
    };
    let table = Table {
        resource: "pods".into(),
        group: String::new(),
        columns: names.iter().map(column).collect(),
        rows: (0..count).map(row).collect(),
        omitted: Omitted::default(),
    };
    let lines = table.rows.iter().map(|row| row.cells.join("   "));
    let text = lines.collect::<Vec<_>>().join("\n");
    Observation::Seen(Box::new(Seen {
        tables: vec![table],
        ..Seen::printed("2025-12-05T10:07:23Z".parse().unwrap(), text)
    }))
}

/// `report new` without the outside: from a context to the record's text.
fn rendering(criterion: &mut Criterion) {
    let context: RecordContext = serde_json::from_str(CONTEXT).unwrap();
    criterion.bench_function("render/templates", |bench| {
        bench.iter(|| Templates::new(Lang::Ko, &BTreeMap::new()).unwrap());
    });
    let templates = Templates::new(Lang::Ko, &BTreeMap::new()).unwrap();
    criterion.bench_function("render/record", |bench| {
        bench.iter(|| new::render(black_box(&context), &templates).unwrap());
    });
}

/// `report list` over the texts of many records, without the disk.
fn listing(criterion: &mut Criterion) {
    let today = "2025-12-08".parse().unwrap();
    let options = record::Options::default();
    let mut group = criterion.benchmark_group("list");
    group.sample_size(10);
    group.throughput(Throughput::Elements(10_000));
    group.bench_function("10000 records", |bench| {
        bench.iter(|| {
            let all = (0..10_000).map(|number| {
                let text = if number % 2 == 0 { KOREAN } else { ENGLISH };
                let (record, _) = record::parse_with(text, &options);
                list::listed("2025-12-05-alloy.md", text, &record, today, chrono_tz::UTC)
            });
            let kept = list::select(all.collect(), &list::Filter::default());
            list::text(&kept, Lang::Ko, 100)
        });
    });
    group.finish();
}

/// `git log -- apps/app-7` over a generated repository.
fn git(criterion: &mut Criterion) {
    let dir = tempfile::tempdir().unwrap();
    let head = history::write(dir.path(), 10_000).unwrap();
    let range = Range {
        from: None,
        to: head.to_string(),
    };
    let mut group = criterion.benchmark_group("git");
    group.sample_size(10);
    for (name, paths) in [
        ("all", vec![]),
        ("one path", vec!["apps/app-7".to_string()]),
    ] {
        group.bench_function(format!("10000 commits/{name}"), |bench| {
            bench.iter(|| Git::open(dir.path()).unwrap().log(&range, &paths).unwrap());
        });
    }
    group.finish();
}

criterion_group!(
    benches,
    records,
    expectations,
    judging,
    rendering,
    listing,
    git
);
criterion_main!(benches);
