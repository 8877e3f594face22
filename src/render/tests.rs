//! Rendering: golden contexts and records in both languages, and what both must share.

use super::context::*;
use super::*;
use crate::facts::change::*;
use crate::facts::lang::Lang;
use std::collections::BTreeMap;

fn templates(lang: Lang) -> Templates {
    Templates::new(lang, &BTreeMap::new()).unwrap()
}

/// A context with something in every field, read from the golden file.
fn full(lang: Lang) -> RecordContext {
    let mut context: RecordContext =
        serde_json::from_str(include_str!("tests/context.json")).unwrap();
    context.lang = lang.code().into();
    context
}

fn empty(lang: Lang) -> RecordContext {
    RecordContext {
        version: 1,
        lang: lang.code().into(),
        title: None,
        subject: None,
        summary: None,
        headline: None,
        changed: None,
        is_rollback: false,
        date: "2025-12-05".into(),
        zone: "Asia/Seoul".into(),
        twin: None,
        author: None,
        task: None,
        app: None,
        environment: None,
        cluster: None,
        namespace: None,
        deployments: vec![],
        git: None,
        applications: vec![],
        workloads: vec![],
        nodes: vec![],
        unchecked: Unchecked::default(),
        plan: vec![],
        timeline: vec![],
        timeline_more: 0,
        related: vec![],
        rollback: None,
        checklist: vec![],
        gaps: vec![],
        attributes: vec![],
    }
}

#[test]
fn records_are_golden_in_both_languages() {
    for lang in [Lang::Ko, Lang::En] {
        let text = templates(lang).record(&full(lang)).unwrap();
        insta::assert_snapshot!(format!("full_{}", lang.code()), text);
        let text = templates(lang).record(&empty(lang)).unwrap();
        insta::assert_snapshot!(format!("empty_{}", lang.code()), text);
    }
}

/// The comments of a record in order: regions, gaps, ties.
fn comments(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("<!--") {
        let end = at + rest[at..].find("-->").unwrap() + 3;
        found.push(&rest[at..end]);
        rest = &rest[end..];
    }
    found
}

#[test]
fn both_languages_have_the_same_regions_gaps_and_ties() {
    for context in [full, empty] {
        let ko = templates(Lang::Ko).record(&context(Lang::Ko)).unwrap();
        let en = templates(Lang::En).record(&context(Lang::En)).unwrap();
        assert_eq!(comments(&ko), comments(&en));
        for name in REGIONS {
            assert!(
                ko.contains(&format!("<!-- report:begin {name} -->")),
                "{name}"
            );
            assert!(
                ko.contains(&format!("<!-- report:end {name} -->")),
                "{name}"
            );
        }
    }
    let names = |lang| {
        builtin(lang)
            .iter()
            .map(|(name, _)| *name)
            .collect::<Vec<_>>()
    };
    assert_eq!(names(Lang::Ko), names(Lang::En));
}

#[test]
fn a_region_renders_as_in_the_record() {
    for lang in [Lang::Ko, Lang::En] {
        let record = templates(lang).record(&full(lang)).unwrap();
        for name in REGIONS {
            let region = templates(lang).region(name, &full(lang)).unwrap();
            let begin = format!("<!-- report:begin {name} -->\n");
            let start = record.find(&begin).unwrap() + begin.len();
            let end = record.find(&format!("<!-- report:end {name} -->")).unwrap();
            assert_eq!(region.trim(), record[start..end].trim(), "{name}");
        }
    }
}

#[test]
fn no_korean_is_left_in_english_and_the_reverse() {
    let en = templates(Lang::En).record(&empty(Lang::En)).unwrap();
    assert_eq!(Lang::of(&en), Lang::En, "{en}");
    let full = templates(Lang::En).record(&full(Lang::En)).unwrap();
    assert!(!full.contains("입니다") && !full.contains("노드"), "{full}");
    let ko = templates(Lang::Ko).record(&empty(Lang::Ko)).unwrap();
    for line in ko.lines().filter(|line| line.starts_with("## ")) {
        assert_eq!(Lang::of(line), Lang::Ko, "{line}");
    }
}

#[test]
fn one_partial_can_be_replaced_and_still_include_the_original() {
    let text = "{% include \"builtin/lessons.md\" %}\nMore: {{ app }}\n".to_owned();
    let own = BTreeMap::from([("lessons.md".to_owned(), text)]);
    let record = Templates::new(Lang::En, &own)
        .unwrap()
        .record(&full(Lang::En))
        .unwrap();
    assert!(record.contains("report:gap lessons") && record.contains("More: alloy-ops"));
}

#[test]
fn errors_name_file_line_and_column() {
    let broken = |text: &str| {
        let own = BTreeMap::from([("plan.md".to_owned(), text.to_owned())]);
        let done = Templates::new(Lang::Ko, &own).and_then(|t| t.record(&full(Lang::Ko)));
        done.unwrap_err().to_string()
    };
    let syntax = broken("one\ntwo {% if %}");
    assert!(
        syntax.starts_with(".kiro/report/templates/ko/plan.md:2:"),
        "{syntax}"
    );
    let unknown = broken("one\n\n  {{ nothing.here }}");
    assert!(
        unknown.starts_with(".kiro/report/templates/ko/plan.md:3:6"),
        "{unknown}"
    );
}

#[expect(clippy::disallowed_methods, reason = "a test keeps what it saw")]
fn keep(path: &std::path::Path, text: &str) {
    std::fs::write(path, text).unwrap();
}

#[test]
fn the_schema_in_docs_is_the_contexts() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/context.schema.json");
    let written = std::fs::read_to_string(path).unwrap_or_default();
    let schema = RecordContext::schema();
    if written != schema {
        let kept = std::env::temp_dir().join("context.schema.json");
        keep(&kept, &schema);
        panic!(
            "docs/context.schema.json is stale: cp {} docs/",
            kept.display()
        );
    }
}

#[test]
fn commit_text_cannot_break_the_record() {
    let mut context = full(Lang::En);
    let git = context.git.as_mut().unwrap();
    let nasty = "a|b <script> <!-- report:end commits --> ``` # x\n## y";
    git.commits[0].subject = nasty.into();
    git.commits[0].body = "```\n<!-- report:begin evil -->\n⏳ item\n```".into();
    if let Some(Piece::Structure { after, .. }) = git.files[0].pieces.first_mut() {
        after.push_str("\n```\n# out");
    }
    let record = templates(Lang::En).record(&context).unwrap();
    let headings = |text: &str| {
        use pulldown_cmark::{Event, Options, Parser, Tag};
        Parser::new_ext(text, Options::ENABLE_TABLES)
            .filter(|event| matches!(event, Event::Start(Tag::Heading { .. } | Tag::Table(_))))
            .count()
    };
    let clean = templates(Lang::En).record(&full(Lang::En)).unwrap();
    assert_eq!(headings(&record), headings(&clean));
}

#[test]
fn templates_that_run_away_are_refused() {
    let run = || {
        let range = "{% for a in range(end=100000) %}{% for b in range(end=100000) %}";
        for template in [
            format!("{range}x{{% endfor %}}{{% endfor %}}"),
            format!("{range}{{% endfor %}}{{% endfor %}}"),
            "{% set r = range(end=90000) %}{% for a in r %}{% for b in r %}{% endfor %}{% endfor %}".to_owned(),
            format!("{{% set s = \"abcdefgh\" %}}{}", "{% set s = s ~ s %}".repeat(40)),
            format!("{{{{ \"aaaa\"{} }}}}", " | replace(from=\"a\", to=\"aaaaaaaaaa\")".repeat(9)),
            "{% include \"title.md\" %}".to_owned(),
        ] {
            let own = BTreeMap::from([("title.md".to_owned(), template.clone())]);
            for lang in [Lang::Ko, Lang::En] {
                let error = match Templates::new(lang, &own) {
                    Ok(templates) => templates.title(&empty(lang)).err(),
                    Err(error) => Some(error),
                };
                let error = error.map(|error| error.to_string()).unwrap_or_default();
                assert!(error.contains("title.md"), "{template}: {error}");
            }
        }
    };
    let own = BTreeMap::from([("title.md".to_owned(), "{% set x = nope %}ok".to_owned())]);
    let kept = Templates::new(Lang::En, &own).unwrap();
    assert_eq!(kept.title(&empty(Lang::En)).as_deref(), Ok("ok"));
    // A template that includes itself goes as deep as the budget lets it.
    let thread = std::thread::Builder::new().stack_size(64 << 20);
    thread.spawn(run).unwrap().join().unwrap();
}

/// Every word that a type can say, from its schema.
fn words_of<T: schemars::JsonSchema>() -> Vec<String> {
    let schema = serde_json::to_value(schemars::schema_for!(T)).unwrap();
    let each = schema["oneOf"].as_array().unwrap().iter();
    each.map(|one| one["const"].as_str().unwrap().to_owned())
        .collect()
}

/// A row for each kind and each danger: both languages have words for all, and none the same twice.
#[test]
fn every_kind_of_news_and_every_danger_has_words() {
    for lang in [Lang::Ko, Lang::En] {
        let row = |what: &str, danger: &str| -> NewsRow {
            serde_json::from_value(serde_json::json!({
                "object": "Kind a|b", "file": "a.yaml", "what": what, "subject": "s", "kind": "changed",
                "before": "x|y", "after": "z", "dangers": [danger],
            }))
            .unwrap()
        };
        let (whats, dangers) = (words_of::<What>(), words_of::<Danger>());
        let rows = whats.iter().map(|what| row(what, "major"));
        let rows = rows.chain(dangers.iter().map(|danger| row("image", danger)));
        let mut context = full(lang);
        context.git.as_mut().unwrap().news = News {
            rows: rows.collect(),
            more: 1,
            others: 2,
            unread: vec!["t.yaml".into()],
        };
        let text = templates(lang).region("changes", &context).unwrap();
        let told: Vec<Vec<&str>> = text
            .lines()
            .filter(|line| line.starts_with("| `Kind a\\|b`"))
            .map(|line| line.split(" | ").collect())
            .collect();
        assert_eq!(told.len(), whats.len() + dangers.len());
        let (kinds, reasons) = told.split_at(whats.len());
        let mut seen: Vec<&str> = kinds.iter().map(|cells| cells[1]).collect();
        seen.extend(reasons.iter().map(|cells| cells[3]));
        let all = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), all, "two have the same words");
        assert!(
            seen.iter()
                .all(|words| words.trim_end_matches(" `s`").chars().count() > 1),
            "{seen:?}"
        );
        assert!(
            text.contains("`x\\|y` → `z`") && text.contains("`t.yaml`"),
            "{text}"
        );
    }
}
