//! The document is the user's: updates of every example of the CommonMark and GFM specifications,
//! and of random documents made of hard pieces, change what they say and not a byte more.

use deployment_report::testing::facts::lang::Lang;
use deployment_report::testing::facts::outcome::{CommandOutcome, RecordOutcome, StepOutcome};
use deployment_report::testing::facts::span::{Position, Span};
use deployment_report::testing::facts::verdict::{Judgement, Reason, Verdict};
use deployment_report::testing::record::edit::{self, Edit};
use deployment_report::testing::record::marker::{self, Owner, Recheck, Ticks, Words};
use deployment_report::testing::record::results::{self, Edited};
use deployment_report::testing::record::{Item, Marker, Record, Step, parse};
use deployment_report::testing::store::{self, StoreError, Why};
use proptest::prelude::*;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The edits of a run that judges items and steps like this, as `verify --update` makes them.
fn edits_of(
    text: &str,
    record: &Record,
    of_item: impl Fn(usize, &Item) -> Verdict,
    of_step: impl Fn(usize, &Step) -> Option<Verdict>,
) -> Vec<Edit> {
    let names = marker::names(&record.items);
    let ticks = Ticks::of(&record.regions);
    let mut edits = Vec::new();
    let mut memory = Vec::new();
    for (at, (item, name)) in record.items.iter().zip(&names).enumerate() {
        let owner = ticks.owner(name);
        let new = marker::next_marker(item.marker, of_item(at, item), owner, Recheck::Own);
        edits.extend(
            new.map(|new| marker::mark(text, item, new, Words::Persons))
                .unwrap_or_default(),
        );
        memory.push((name.as_str(), item.marker, new));
    }
    let steps = record.plan.iter().enumerate();
    let judged = steps
        .filter_map(|(at, step)| Some(judged(step, of_step(at, step)?)))
        .collect();
    let ticked = ticks.after(memory);
    edits.extend(
        results::refresh(
            text,
            record,
            &outcome(record.lang, judged),
            &ticked,
            Edited::Keep,
            &results::Looked {
                at: "2025-12-05 19:10:00 KST".into(),
                on: "#4354".into(),
                ..results::Looked::default()
            },
        )
        .edits,
    );
    edits
}

fn judged(step: &Step, verdict: Verdict) -> StepOutcome {
    let at = Position { line: 1, column: 1 };
    StepOutcome {
        name: step.name.clone(),
        title: step.title.clone(),
        at,
        judgement: Judgement::new(verdict, Reason::AsExpected, "ready `9/10` <!-- x --> **"),
        expectations: Vec::new(),
        remarks: Vec::new(),
        commands: vec![CommandOutcome {
            text: "kubectl get pods".into(),
            at,
            asked: "ops".into(),
            problem: String::new(),
            printed: "NAME   READY\n``` # <!-- report:end results -->\n- ⏳ a\n".into(),
            errors: 0,
            millis: 1,
        }],
    }
}

fn outcome(lang: Lang, steps: Vec<StepOutcome>) -> RecordOutcome {
    RecordOutcome {
        steps,
        ..RecordOutcome::nothing("", "", lang)
    }
}

fn written(text: &str, edits: &[Edit]) -> Result<String, StoreError> {
    store::edited(Path::new("record.md"), text, edits)
}

/// Both texts without the edited bytes: these must be equal.
fn assert_only_spans_change(old: &str, edits: &[Edit], new: &str) {
    let sorted = edit::sort(old, edits).unwrap();
    let (mut rest_of_old, mut rest_of_new) = (String::new(), String::new());
    let (mut in_old, mut in_new) = (0, 0);
    for Edit {
        span, replacement, ..
    } in sorted
    {
        rest_of_old.push_str(&old[in_old..span.start]);
        let kept = span.start - in_old;
        rest_of_new.push_str(&new[in_new..in_new + kept]);
        assert_eq!(
            &new[in_new + kept..in_new + kept + replacement.len()],
            replacement
        );
        in_old = span.end;
        in_new += kept + replacement.len();
    }
    rest_of_old.push_str(&old[in_old..]);
    rest_of_new.push_str(&new[in_new..]);
    assert_eq!(rest_of_old, rest_of_new);
}

/// What a record says, places and markers apart.
fn view<'r>(record: &Record, items: impl IntoIterator<Item = &'r Item>) -> String {
    let items: Vec<_> = items
        .into_iter()
        .map(|item| {
            (
                item.text.clone(),
                item.tie.clone(),
                item.depth,
                item.section.clone(),
            )
        })
        .collect();
    let steps: Vec<_> = record
        .plan
        .iter()
        .map(|step| (step.name.clone(), step.snippets.len(), step.claims.len()))
        .collect();
    let sections: Vec<_> = record
        .sections
        .iter()
        .map(|section| (section.level, section.title.clone()))
        .collect();
    let fences: Vec<_> = record
        .fences
        .iter()
        .map(|fence| fence.snippet.text.clone())
        .collect();
    let regions: Vec<_> = record
        .regions
        .iter()
        .map(|region| region.name.clone())
        .collect();
    let metadata: Vec<_> = record
        .metadata
        .iter()
        .map(|entry| (entry.key.clone(), entry.value.clone()))
        .collect();
    let title = &record.title;
    let fences = fences.len();
    format!("{title:?} {items:?}\n{steps:?}\n{sections:?}\n{fences:?} {regions:?} {metadata:?}")
}

const PLAN: &str = "# 배포\n\n**날짜**: 2025-12-05  \n\n## 검증 계획\n\n### 1. Pod 상태\n```bash\nkubectl get pods\n```\n\n\
<!-- report:begin results -->\n<!-- report:end results -->\n";
const CHECKLIST: &str = "\n## 다음 단계\n\n1. ✅ 끝난 것\n2. ⏳ 대상 항목  \n3. ⏳ 다른 항목";

/// Ticks the target item, if the document around it lets it be one, and says whether it did.
fn tick_target(text: &str) -> bool {
    let (record, _) = parse(text);
    let is_target = |item: &Item| item.text == "대상 항목" && item.marker == Marker::Pending;
    let verdict = |item: &Item| {
        if is_target(item) {
            Verdict::Passed
        } else {
            Verdict::Manual
        }
    };
    let targets = record.items.iter().filter(|item| is_target(item)).count();
    let edits = edits_of(text, &record, |_, item| verdict(item), |_, _| None);
    let memory = edits
        .iter()
        .filter(|edit| edit.expected.starts_with("<!-- report:"))
        .count();
    let new = written(text, &edits).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_only_spans_change(text, &edits, &new);
    if targets == 0 {
        assert_eq!(new, text);
        return false;
    }
    assert_eq!((targets, edits.len() - memory), (1, 1), "{text}");
    let ticked = text.replacen("⏳ 대상", "✅ 대상", 1);
    if memory == 0 {
        assert_eq!(new, ticked);
    }
    let (again, _) = parse(&new);
    // An example may make a heading of the item after it. A list that is all ticked is settled then,
    // and its items are listed no more.
    let open = |item: &&Item| !is_target(item) && item.marker == Marker::Pending;
    let listed = |of: &Record| match record.items.iter().find(open) {
        Some(_) => view(of, &of.items),
        None => view(of, []),
    };
    assert_eq!(listed(&record), listed(&again), "{text}");
    true
}

#[test]
fn every_example_of_the_specifications_keeps_its_bytes() {
    let examples = examples();
    if examples.is_empty() {
        return; // The parser's sources are not at hand.
    }
    assert!(examples.len() > 1000, "{}", examples.len());
    let mut ticked = [0; 4];
    for example in &examples {
        let record = format!("{PLAN}{CHECKLIST}");
        let placed = [
            format!("{example}\n{record}"),
            format!("{PLAN}\n{example}\n{CHECKLIST}"),
            format!("{record}\n\n{example}"),
            format!("{PLAN}{CHECKLIST}\n{}", indented(example)),
        ];
        for line_end in ["\n", "\r\n"] {
            let text = with_line_ends(example, line_end);
            let (alone, _) = parse(&text);
            assert_eq!(
                edits_of(&text, &alone, |_, _| Verdict::Unknown, |_, _| None),
                []
            );
            update_any(&text, |_| Verdict::Passed);
            for (count, text) in ticked.iter_mut().zip(&placed) {
                *count += usize::from(tick_target(&with_line_ends(text, line_end)));
            }
        }
    }
    // Before and around the item some examples open what nothing closes; after it nothing can.
    let all = examples.len() * 2;
    assert!(
        ticked[0] * 10 > all * 9 && ticked[1] * 10 > all * 9,
        "{ticked:?} of {all}"
    );
    assert!(ticked[2] * 100 > all * 99, "{ticked:?} of {all}");
}

fn indented(example: &str) -> String {
    example.lines().map(|line| format!("   {line}\n")).collect()
}

fn with_line_ends(text: &str, line_end: &str) -> String {
    text.replace("\r\n", "\n").replace('\n', line_end)
}

/// The examples that pulldown-cmark's own test suite holds: those of CommonMark, of GFM, and its
/// regressions. Empty where the sources are not at hand.
fn examples() -> Vec<String> {
    let Some(suite) = suite() else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = std::fs::read_dir(suite)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let mut examples = Vec::new();
    for file in files {
        let source = std::fs::read_to_string(file).unwrap();
        for part in source.split("let original = r##\"").skip(1) {
            examples.extend(
                part.split_once("\"##;")
                    .map(|(example, _)| example.to_owned()),
            );
        }
    }
    examples
}

#[expect(
    clippy::disallowed_methods,
    reason = "asks cargo where the parser's sources are"
)]
fn suite() -> Option<PathBuf> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version=1",
            "--offline",
            "--manifest-path",
        ])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .output()
        .ok()?;
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).ok()?;
    let packages = metadata["packages"].as_array()?;
    let parser = packages
        .iter()
        .find(|package| package["name"] == "pulldown-cmark")?;
    let suite = Path::new(parser["manifest_path"].as_str()?)
        .parent()?
        .join("tests/suite");
    suite.is_dir().then_some(suite)
}

/// Updates a document whose items get these verdicts, and holds the result to every promise.
fn update_any(text: &str, verdict: impl Fn(usize) -> Verdict) {
    let (record, _) = parse(text);
    let of_step = |at: usize, _: &Step| Some(verdict(at + 1));
    let edits = edits_of(text, &record, |at, _| verdict(at), of_step);
    let new = match written(text, &edits) {
        Ok(new) => new,
        // To refuse is right where a mark is part of something else: `[ ]` of a link's label.
        Err(StoreError {
            why: Why::Structure(_),
            ..
        }) => return,
        Err(error) => panic!("{error}: {text:?}"),
    };
    assert_only_spans_change(text, &edits, &new);
    let (again, _) = parse(&new);
    if again.items.len() != record.items.len() {
        // A list whose last ⏳ became ✅ is no checklist any more, nor its items steps.
        assert!(again.items.len() < record.items.len(), "{text:?}\n{new:?}");
        return;
    }
    assert_eq!(
        view(&record, &record.items),
        view(&again, &again.items),
        "{text:?}\n{new:?}"
    );
    for (at, (before, after)) in record.items.iter().zip(&again.items).enumerate() {
        let next = marker::next_marker(before.marker, verdict(at), Owner::Unknown, Recheck::Own);
        if let Some(next) = next {
            assert_eq!(after.marker, next, "{text:?}");
        }
        let line = |text: &str, span: Span| span.text(text).len();
        assert!(
            line(&new, after.span).abs_diff(line(text, before.span)) <= 8,
            "{text:?}"
        );
    }
    let twice = edits_of(
        &new,
        &again,
        |at, _| verdict(at),
        |at, _| Some(verdict(at + 1)),
    );
    assert_eq!(twice, [], "{text:?}\n{new:?}");
}

const PIECES: &[&str] = &[
    "# 기록\n",
    "## 검증 계획\n",
    "### 1. Pod 상태 확인\n",
    "## 다음 단계\n",
    "## Next steps\n",
    "**날짜**: 2025-12-05  \n",
    "1. ⏳ 배포 대기\n",
    "2. ✅ 끝  \n",
    "3. ❌ 실패\r\n",
    "- [ ] 로그 `kubectl logs x`\n",
    "- [x] b ✅\n",
    "- [X] b\n",
    "* [~] c\n",
    "+ [-] d\n",
    "1) [ ] e\n",
    "- [ ]\u{A0}f\n",
    "- [ ] \u{1105}\u{1169}\u{1100}\u{1173}\n",
    "  - ⏳\u{FE0F} 하위\n",
    "\t- 🔄 탭\n",
    "   - ⬜ x - PENDING\n",
    "- **⏳** 굵게\n",
    "- Gateway ⏳\n",
    "> - [ ] q\n",
    "> 1. ⏳ q\n",
    "> ",
    "- [ ] a <!-- check:a -->\n",
    "```bash\nkubectl get pods\n```\n",
    "```\n",
    "~~~~\n",
    "````md\n",
    "    ⏳ code\n",
    "| a | 상태 |\n|---|---|\n| x | ⏳ |\n",
    "<details>\n",
    "</details>\n",
    "<!--\n",
    "-->\n",
    "<pre>\n",
    "<!-- report:begin results -->\n",
    "<!-- report:end results -->\n",
    "<!-- report:begin results -->\n<!-- report:end results -->\n",
    "---\ntitle: x\n---\n",
    "---\n",
    "===\n",
    "\n",
    "\r\n",
    "\n\n",
    "  ",
    "\t",
    "\u{A0}",
    "\u{FEFF}",
    "\u{FE0F}",
    "⏳",
    "✅ ",
    "❌",
    "`",
    "``",
    "**",
    "_",
    "[",
    "]",
    "[x]: u\n",
    "[ ]",
    "](",
    "\\",
    "&amp;",
    "\0",
    " - PENDING",
    " - 대기\n",
    "가나 ",
    "x\n",
    "  \n",
    "\\\n",
];

fn documents() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

fn verdicts() -> impl Strategy<Value = Vec<Verdict>> {
    let all = vec![
        Verdict::Passed,
        Verdict::Failed,
        Verdict::Pending,
        Verdict::Unknown,
        Verdict::Manual,
    ];
    prop::collection::vec(prop::sample::select(all), 7)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn with_nothing_to_change_nothing_changes(text in documents()) {
        let (record, _) = parse(&text);
        let unknown = edits_of(&text, &record, |_, _| Verdict::Unknown, |_, _| Some(Verdict::Unknown));
        prop_assert_eq!(unknown, []);
        prop_assert_eq!(written(&text, &[]).unwrap(), text);
    }

    #[test]
    fn an_update_changes_what_it_says(text in documents(), verdicts in verdicts()) {
        update_any(&text, |at| verdicts[at % verdicts.len()]);
    }

    #[test]
    fn adopting_changes_what_it_says(text in documents()) {
        use deployment_report::testing::command::adopt;
        use deployment_report::testing::verify::understand::Vocabulary;
        let proposal = adopt::propose(&text, &Vocabulary::default());
        let new = written(&text, &proposal.edits).unwrap();
        assert_only_spans_change(&text, &proposal.edits, &new);
        prop_assert_eq!(adopt::propose(&new, &Vocabulary::default()).edits, []);
    }
}
