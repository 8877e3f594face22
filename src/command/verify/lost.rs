//! No line is lost: a line that is not understood, put anywhere into a step, never leaves its pass
//! standing, and no other line that is taken away brings the pass back.

use super::answers::Answers;
use super::{Context, Options, Write, asking, judge};
use crate::collect::fixture::access;
use crate::collect::observe::Outside;
use crate::command::understand::{Understanding, Vocabulary, understand};
use crate::facts::lang::Lang;
use crate::facts::ledger::Silence;
use crate::facts::outcome::RecordOutcome;
use crate::facts::verdict::Verdict;
use crate::judge::expectation::Reading;
use crate::world::{State, World};
use std::path::Path;

/// The records of the tests.
const RECORDS: &[&str] = &[
    include_str!("../../../tests/records/ko-alloy.md"),
    include_str!("../../../tests/records/en-alloy.md"),
    include_str!("../../../reports/2025-12-05-alloy-ops-tolerations.ko.md"),
    include_str!("../../../reports/2025-12-05-alloy-ops-tolerations.en.md"),
    include_str!("../demo/files/record.ko.md"),
    include_str!("../demo/files/record.en.md"),
    include_str!("../../../tests/records/hand/2025-12-05-en-expected-inline.md"),
    include_str!("../../../tests/records/hand/2025-12-05-en-inline-commands.md"),
    include_str!("../../../tests/records/hand/2025-12-05-en-labelled-output.md"),
    include_str!("../../../tests/records/hand/2025-12-05-en-runbook.md"),
    include_str!("../../../tests/records/hand/2025-12-05-en-table-cells.md"),
    include_str!("../../../tests/records/hand/2025-12-05-ko-comment-in-fence.md"),
    include_str!("../../../tests/records/hand/2025-12-05-ko-heading-bullets.md"),
    include_str!("../../../tests/records/hand/2025-12-05-ko-heading-status.md"),
    include_str!("../../../tests/records/hand/2025-12-05-ko-prompt-output.md"),
    include_str!("../../../tests/records/hand/2025-12-05-ko-task-items.md"),
    KOREAN,
    ENGLISH,
];

/// Layouts that the records above do not have.
const KOREAN: &str = "# 기록

## 검증 계획

### 1. 목록
```bash
# DaemonSet 상태 확인
# 예상: READY 10
kubectl --context buzzvil-eks-ops get ds alloy -n loki-v3
```

**목표**:
1. READY: 10
   - CURRENT: 10

> **기대 결과**: DESIRED: 10

#### 통과 기준
- AVAILABLE: 10

### 2. 표
```bash
kubectl --context buzzvil-eks-ops get ds alloy -n loki-v3
```

| 항목 | 기대값 | 비고 |
|---|---|---|
| READY | 10 | 전체 |

READY는 10이어야 한다

### 3. 항목
```bash
kubectl --context buzzvil-eks-ops get pods -n loki-v3 -l app.kubernetes.io/name=alloy
```

- [ ] 모든 Pod Running

## 다음 단계

- [ ] 목록
- [ ] 표
";
const ENGLISH: &str = "# Record

## Verification plan

### 1. Lists
```bash
# Check the DaemonSet
# Expected: READY 10
kubectl --context buzzvil-eks-ops get ds alloy -n loki-v3
```

**Healthy when**:
1. READY: 10
   - CURRENT: 10

> **Expected**: DESIRED: 10

#### Acceptance
- AVAILABLE: 10

### 2. Tables
```bash
kubectl --context buzzvil-eks-ops get ds alloy -n loki-v3
```

| Column | Expected | Notes |
|---|---|---|
| READY | 10 | all |

READY should be 10

### 3. Items
```bash
kubectl --context buzzvil-eks-ops get pods -n loki-v3 -l app.kubernetes.io/name=alloy
```

- [ ] All pods Running

## Next steps

- [ ] Lists
- [ ] Tables
";

/// Lines that nobody understands and that say of themselves that they demand nothing.
fn words(text: &str) -> &'static str {
    match Lang::of(text) {
        Lang::Ko => "대시보드에 주문이 보임",
        Lang::En => "the dashboard shows orders",
    }
}

/// A record with one more or one less line.
struct Changed {
    text: String,
    /// Where the line that is not understood stands.
    at: usize,
    understanding: Understanding,
}

/// The lines of a text with their ends, each with its first byte and whether it stands in a fence; without
/// what is commented out.
fn lines(text: &str) -> Vec<(usize, &str, bool)> {
    let (mut at, mut fenced, mut commented) = (0, false, false);
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        let mark = line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        commented |= line.trim_start().starts_with("<!--");
        if !commented {
            lines.push((at, line, fenced && !mark));
        }
        commented &= !line.contains("-->");
        fenced ^= mark;
        at += line.len();
    }
    lines
}

/// What may be put behind a line, by what the line is.
fn additions(line: &str, fenced: bool, words: &str) -> Vec<String> {
    let text = line.trim_start();
    let indent = &line[..line.len() - text.len()];
    let text = text.trim_end();
    let listed = text.split(' ').next().unwrap_or_default();
    let number = listed.trim_end_matches(['.', ')']);
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    if fenced {
        return match text.starts_with('#') {
            true => vec![
                format!("{indent}# {words}\n"),
                format!("{indent}# 3. {words}\n"),
            ],
            false => Vec::new(),
        };
    }
    if text.starts_with("|--") || text.starts_with("| --") {
        return Vec::new();
    }
    if text.starts_with('|') {
        let cells = text.matches('|').count() - text.matches("\\|").count() - 1;
        return vec![format!(
            "{indent}|{}\n",
            format!(" {words} |").repeat(cells)
        )];
    }
    if matches!(listed, "-" | "*" | "+") || (is_number && number.len() < listed.len()) {
        let mut all = vec![
            format!("{indent}{listed} {words}\n"),
            format!("{indent}{listed} [ ] {words}\n"),
            format!("{indent}{listed} **{words}**: 3\n"),
        ];
        if listed.len() == 1 {
            all.push(format!("{indent}  {listed} {words}\n"));
        }
        return all;
    }
    if text.starts_with('>') {
        return vec![format!("{indent}> {words}\n")];
    }
    if text.is_empty() {
        return vec![
            format!("{words}\n\n"),
            format!("**{words}**\n\n"),
            format!("> {words}\n\n"),
        ];
    }
    let closed = text.starts_with("```") || text.starts_with("~~~");
    match closed || text.starts_with(['#', '<', '=']) {
        true => Vec::new(),
        false => vec![format!("{indent}{words}\n")],
    }
}

fn judged(text: &str, understanding: &Understanding, answers: &Answers) -> RecordOutcome {
    let options = Options {
        write: Write::Changes,
        ..Options::default()
    };
    let vocabulary = Vocabulary::default();
    let context = Context {
        now: State::After.clock(),
        zone: None,
        drawing: None,
        lang: Lang::En,
        root: Path::new("."),
        vocabulary: &vocabulary,
        options: &options,
    };
    judge("record.md", text, understanding, answers, &context).outcome
}

/// Every answer that records get at the world's end of the story.
fn answered<'a>(understandings: impl Iterator<Item = &'a Understanding>) -> Answers {
    let world = World::start(State::After).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let outside = Outside::new(access(&world, folder.path()));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut answers = Answers::default();
    let queries = asking::questions(understandings);
    runtime.block_on(answers.ask(&outside, queries, State::After.clock()));
    answers
}

fn read(text: &str) -> Understanding {
    understand(text, &Vocabulary::default())
}

/// Which steps of a record pass.
fn passing(text: &str, understanding: &Understanding, answers: &Answers) -> Vec<bool> {
    let outcome = judged(text, understanding, answers);
    let steps = outcome.steps.iter();
    steps
        .map(|step| step.judgement.verdict == Verdict::Passed)
        .collect()
}

/// The step in which a byte stands.
fn step_at(understanding: &Understanding, at: usize) -> Option<usize> {
    let plan = &understanding.record.plan;
    plan.iter()
        .position(|step| step.span.start <= at && at < step.span.end)
}

#[test]
fn a_line_that_is_not_understood_never_leaves_a_pass_standing() {
    let mut plain: Vec<(&str, Understanding)> = Vec::new();
    let mut changed: Vec<(usize, Changed)> = Vec::new();
    for (record, text) in RECORDS.iter().enumerate() {
        let understanding = read(text);
        for (at, line, fenced) in lines(text) {
            let end = at + line.len();
            let inside = step_at(&understanding, at).or(step_at(&understanding, end));
            // What stands in a region is the program's own.
            let mut regions = understanding.record.regions.iter();
            let owned = regions.any(|region| region.span.start < end && at < region.span.end);
            if inside.is_none() || owned || !line.ends_with('\n') {
                continue;
            }
            for addition in additions(line, fenced, words(text)) {
                let text = format!("{}{addition}{}", &text[..end], &text[end..]);
                let at = end + addition.find(words(&text)).unwrap_or_default();
                let understanding = read(&text);
                changed.push((
                    record,
                    Changed {
                        text,
                        at,
                        understanding,
                    },
                ));
            }
        }
        plain.push((text, understanding));
    }
    let all = plain.iter().map(|(_, one)| one);
    let answers = answered(all.chain(changed.iter().map(|(_, one)| &one.understanding)));
    let before: Vec<Vec<bool>> = plain
        .iter()
        .map(|(text, one)| passing(text, one, &answers))
        .collect();
    let passed: usize = before.iter().flatten().filter(|passed| **passed).count();
    assert!(passed >= 30, "{passed} steps pass without any change");
    let (mut held, mut told, mut wrong) = (0, Vec::new(), Vec::new());
    for (record, one) in &changed {
        let words = words(&one.text);
        let Some(at) = step_at(&one.understanding, one.at) else {
            continue;
        };
        let step = &one.understanding.steps[at];
        let entry = step.claims.iter().find(|claim| claim.text.contains(words));
        let outcome = judged(&one.text, &one.understanding, &answers);
        let place = || {
            one.text[..one.at]
                .lines()
                .rev()
                .take(3)
                .collect::<Vec<_>>()
                .join(" < ")
        };
        let Some(entry) = entry else {
            wrong.push(format!(
                "record {record}, {}: lost behind {}",
                step.title,
                place()
            ));
            continue;
        };
        match entry.reading {
            // An item that took over another's fence is the heading of a step of its own.
            Reading::NotAnExpectation(Silence::Heading) if step.title.contains(words) => {}
            Reading::NotAnExpectation(why) => told.push((why, place())),
            Reading::Understood(_) | Reading::NotUnderstood { .. } => {
                let judged = &outcome.steps[at];
                let passed = |verdict: Verdict| verdict == Verdict::Passed;
                if passed(judged.judgement.verdict) {
                    wrong.push(format!(
                        "record {record}, {} passed: {}",
                        judged.name,
                        place()
                    ));
                }
                // An item that is another line of the step stands for that line alone.
                for item in &outcome.items {
                    let of_step = item.steps.contains(&judged.name);
                    let claimed = judged.expectations.iter().any(|one| one.text == item.text);
                    let settled = item.judgement.reason == "Settled";
                    if of_step && !claimed && !settled && passed(item.judgement.verdict) {
                        wrong.push(format!("record {record}, item {}: {}", item.text, place()));
                    }
                }
                held += 1;
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {held}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(held >= 300, "{held} of {}", changed.len());
    // Only a label that is known to demand nothing, or a column of remarks, may say so.
    for (why, place) in &told {
        let known = matches!(
            why,
            Silence::Advises | Silence::Reports | Silence::Remark | Silence::Before
        );
        // In bold over other lines, and in the head of a table, the words are a label.
        let label = place.starts_with(['*', '|']) && *why == Silence::Heading;
        assert!(known || label, "{why:?}: {place}");
    }
    assert!(
        told.len() < changed.len() / 8,
        "{} of {}: {told:?}",
        told.len(),
        changed.len()
    );
}

#[test]
fn a_line_that_is_taken_away_makes_nothing_else_pass() {
    let mut all: Vec<(usize, usize, Changed)> = Vec::new();
    for (record, text) in RECORDS.iter().enumerate() {
        let understanding = read(text);
        for (step, found) in understanding.record.plan.iter().enumerate() {
            // A paragraph that is not understood, at the end of the step.
            let words = words(text);
            let end = found.span.end;
            let marked = format!("{}\n\n{words}\n\n{}", &text[..end], &text[end..]);
            let at = end + 2;
            let lines = lines(&marked);
            let own = lines.iter().filter(|(start, line, _)| {
                let other = !line.contains(words) && !line.trim().is_empty();
                other && *start >= found.span.start && *start < at
            });
            for (start, line, _) in own {
                let text = format!("{}{}", &marked[..*start], &marked[start + line.len()..]);
                let at = at - line.len();
                let understanding = read(&text);
                all.push((
                    record,
                    step,
                    Changed {
                        text,
                        at,
                        understanding,
                    },
                ));
            }
        }
    }
    let answers = answered(all.iter().map(|(_, _, one)| &one.understanding));
    let (mut held, mut wrong) = (0, Vec::new());
    for (record, _, one) in &all {
        // Without its heading or its fence it may belong to no step at all, and then holds none back.
        let Some(at) = step_at(&one.understanding, one.at) else {
            continue;
        };
        let verdicts = passing(&one.text, &one.understanding, &answers);
        let step = &one.understanding.record.plan[at];
        if verdicts[at] {
            wrong.push(format!("record {record}: {}", step.span.text(&one.text)));
        }
        held += 1;
    }
    assert!(
        wrong.is_empty(),
        "{} of {held}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(held >= 150, "{held} of {}", all.len());
}
