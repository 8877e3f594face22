mod random;

use super::*;
use crate::record::{Claim, Force, Marker, Stand, Step};
use crate::tests::seed::{SHAPED, seed};

fn parsed(text: &str) -> Record {
    let (record, problems) = parse(text);
    assert_eq!(problems, [], "{text}");
    record
}

const KO: &str = SHAPED[0];
const EN: &str = SHAPED[1];

fn stated(step: &Step) -> Vec<&Claim> {
    step.claims
        .iter()
        .filter(|claim| !matches!(claim.stand, Stand::Heading | Stand::Label))
        .collect()
}

/// The forms in which an editor may save the same record.
fn forms(text: &str) -> Vec<String> {
    let crlf = text.replace('\n', "\r\n");
    vec![
        text.to_owned(),
        crlf.clone(),
        format!("\u{FEFF}{text}"),
        format!("\u{FEFF}{crlf}"),
        text.trim_end().to_owned(),
        crlf.trim_end().to_owned(),
    ]
}

/// What the seed and the two records of its shape have in common, in any form.
fn check_shape(text: &str, lang: Lang, nodes: usize) {
    for form in forms(text) {
        let record = parsed(&form);
        assert_eq!(record.lang, lang);
        assert_eq!(record.metadata.len(), 4);
        assert_eq!(record.metadata[0].value, "2025-12-05");
        for entry in &record.metadata {
            assert_eq!(entry.span.text(&form), entry.value);
        }
        check_plan(&record, &form);
        check_items(&record, &form);
        check_mentions(&record, nodes);
    }
}

fn check_plan(record: &Record, form: &str) {
    assert_eq!(record.plan.len(), 4);
    let counts: Vec<usize> = record.plan.iter().map(|step| stated(step).len()).collect();
    assert_eq!(counts, [5, 2, 0, 2]);
    for (at, step) in record.plan.iter().enumerate() {
        assert_eq!(step.number.as_deref(), Some((at + 1).to_string().as_str()));
        assert_eq!(step.snippets.len(), 1);
        assert_eq!(step.snippets[0].info, "bash");
        for claim in stated(step) {
            assert_eq!((claim.force, claim.stand), (Force::Demands, Stand::Bullet));
            assert_eq!(claim.span.text(form), claim.text);
            assert_eq!(claim.about, Some(0..1));
        }
        let lines: Vec<&str> = step.snippets[0].text.split('\n').collect();
        assert_eq!(lines.len(), step.snippets[0].line_starts.len());
        for (line, start) in lines.iter().zip(&step.snippets[0].line_starts) {
            assert!(form[*start..].starts_with(line), "{line}");
            assert_eq!(form[..*start].chars().next_back(), Some('\n'));
        }
    }
    let demands: Vec<&str> = stated(&record.plan[0])
        .iter()
        .map(|c| c.text.as_str())
        .collect();
    assert!(demands[0].starts_with("DESIRED: 10 ("));
    assert_eq!(
        demands[1..],
        [
            "CURRENT: 10",
            "READY: 10",
            "UP-TO-DATE: 10",
            "AVAILABLE: 10"
        ]
    );
}

fn check_items(record: &Record, form: &str) {
    let markers: Vec<Marker> = record.items.iter().map(|item| item.marker).collect();
    let (done, pending) = (Marker::Done, Marker::Pending);
    assert_eq!(
        markers,
        [
            done, done, pending, pending, pending, pending, pending, pending
        ]
    );
    for item in &record.items {
        let mark = item.marker_span.text(form);
        assert_eq!(mark, if item.marker == done { "✅" } else { "⏳" });
        assert!(item.span.text(form).ends_with(&item.text));
        assert_eq!(item.depth, 0);
    }
}

fn check_mentions(record: &Record, nodes: usize) {
    let mentions = &record.mentions;
    assert_eq!(mentions.deployments, [4354]);
    assert_eq!(mentions.app.as_deref(), Some("alloy-ops"));
    assert_eq!(mentions.env.as_deref(), Some("buzzvil-eks-ops"));
    assert_eq!(mentions.commits.len(), 1);
    assert_eq!(mentions.pull_requests.len(), 1);
    assert_eq!(mentions.blamed_nodes.len(), nodes);
    let taints: Vec<&str> = mentions
        .blamed_taints
        .iter()
        .map(|(t, _)| t.as_str())
        .collect();
    assert_eq!(taints, ["node.kubernetes.io/unschedulable:NoSchedule"]);
    assert_eq!(mentions.documents.len(), 2);
}

#[test]
fn the_seed_is_read_in_every_form_as_ours_is() {
    for (text, nodes) in [(Some(KO.to_owned()), 3), (seed(), 10)] {
        let Some(text) = text else { continue };
        check_shape(&text, Lang::Ko, nodes);
        let record = parsed(&text);
        assert_eq!(record.items[3].section, "다음 단계");
        assert_eq!(stated(&record.plan[0])[0].label, "기대 결과");
        assert_eq!(stated(&record.plan[3])[0].label, "확인 사항");
    }
}

#[test]
fn records_of_its_shape_are_read_in_both_languages() {
    check_shape(KO, Lang::Ko, 3);
    check_shape(EN, Lang::En, 3);
    for text in [KO, EN] {
        assert_eq!(
            parsed(text).mentions.api,
            Some((
                "https://gitploy.example.dev".to_owned(),
                "example-org/k8s-resources".to_owned()
            ))
        );
    }
}

#[test]
fn both_languages_are_read_alike() {
    let (ko, en) = (parsed(KO), parsed(EN));
    let shape = |record: &Record| {
        let top = record.sections.iter().filter(|section| section.level == 2);
        let roles: Vec<_> = top.map(|section| section.role).collect();
        let fields: Vec<_> = record.metadata.iter().map(|m| m.field).collect();
        (roles, fields, record.mentions.documents.clone())
    };
    assert_eq!(shape(&ko), shape(&en));
}

#[test]
fn fences_that_nothing_closes_are_told() {
    for (text, unclosed) in [
        ("```bash\nkubectl get pods\n```\n", 0),
        ("```bash\nkubectl get pods\n", 1),
        ("```bash\nkubectl get pods", 1),
        ("```", 1),
        ("```\n```", 0),
        ("````\n```\n````\n", 0),
        ("````\n```\n", 1),
        ("~~~\nx\n~~~\n", 0),
        ("~~~\nx\n```\n", 1),
        ("- a\n  ```\n  x\n  ```\n", 0),
        ("- a\n  ```\n  x\n\nb\n", 1),
        ("> ```\n> x\n> ```\n", 0),
        ("> ```\n> x\n\nb\n", 1),
        ("    indented\n", 0),
    ] {
        for text in [text.to_owned(), text.replace('\n', "\r\n")] {
            let (_, problems) = parse(&text);
            assert_eq!(problems.len(), unclosed, "{text:?}");
            assert!(problems.iter().all(|p| p.kind == "UnclosedFence"));
        }
    }
}

/// A record's reading, one line each, with the lines of the text at which things stand.
fn outline(text: &str) -> String {
    use crate::facts::span::LineIndex;
    use std::fmt::Write;
    let record = parsed(text);
    let index = LineIndex::new(text);
    let mut out = String::new();
    for entry in &record.metadata {
        let line = index.line(entry.span.start);
        writeln!(
            out,
            "{line:>4} {:?} {}: {}",
            entry.field, entry.key, entry.value
        )
        .unwrap();
    }
    for section in &record.sections {
        let lines = (
            index.line(section.span.start),
            index.line(section.span.end - 1),
        );
        let (role, level) = (section.role, section.level);
        writeln!(
            out,
            "{:>4}-{} h{level} {role:?} {}",
            lines.0, lines.1, section.title
        )
        .unwrap();
    }
    for step in &record.plan {
        let line = index.line(step.heading.start);
        writeln!(
            out,
            "{line:>4} step {:?} {} = {}",
            step.number, step.name, step.title
        )
        .unwrap();
        for snippet in &step.snippets {
            for (text, start) in snippet.text.split('\n').zip(&snippet.line_starts) {
                writeln!(out, "{:>4}   {} | {text}", index.line(*start), snippet.info).unwrap();
            }
        }
        for claim in &step.claims {
            let line = index.line(claim.span.start);
            let (stand, force) = (claim.stand, claim.force);
            writeln!(
                out,
                "{line:>4}   {force:?} {stand:?} [{}] {}",
                claim.label, claim.text
            )
            .unwrap();
        }
    }
    for item in &record.items {
        let line = index.line(item.marker_span.start);
        writeln!(
            out,
            "{line:>4} item {:?} {} < {}",
            item.marker, item.text, item.section
        )
        .unwrap();
    }
    writeln!(out, "{:#?}", record.mentions).unwrap();
    out
}

#[test]
fn the_whole_reading_of_the_sample_records() {
    insta::assert_snapshot!("ko-alloy", outline(KO));
    insta::assert_snapshot!("en-alloy", outline(EN));
}

#[test]
fn nesting_beyond_reading_is_a_problem() {
    for (text, word) in [
        (format!("# 배포\n\n{} 기록\n", ">".repeat(9_000)), "깊게"),
        (
            format!("# Deploy\n\n{} a record\n", ">".repeat(9_000)),
            "deeply",
        ),
    ] {
        let (_, problems) = parse(&text);
        let [problem] = problems.as_slice() else {
            panic!("{problems:?}")
        };
        assert_eq!(problem.kind, "TooDeep");
        let told = problem.message.of(Lang::of(&text));
        assert!(told.contains(word), "{told}");
    }
}
