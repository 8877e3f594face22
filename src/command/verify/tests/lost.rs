//! No line is lost: a line that is not understood, put anywhere into a step, never leaves its pass
//! standing, and no other line that is taken away brings the pass back.

use super::unseen;
use crate::collect::observe::Outside;
use crate::collect::tests::fixture::access;
use crate::command::parallel;
use crate::command::verify::ask;
use crate::facts::lang::Lang;
use crate::facts::ledger::Silence;
use crate::facts::outcome::{ItemOutcome, RecordOutcome};
use crate::facts::span::Span;
use crate::facts::verdict::Verdict;
use crate::language::Reading;
use crate::verify::Answers;
use crate::verify::questions;
use crate::verify::understand::{ClaimReading, Understanding, Vocabulary, understand};
use crate::world::{State, World};
use std::sync::LazyLock;

/// The records of the tests.
const RECORDS: &[&str] = &[
    include_str!("../../../../tests/records/ko-alloy.md"),
    include_str!("../../../../tests/records/en-alloy.md"),
    include_str!("../../../../reports/2025-12-05-alloy-ops-tolerations.ko.md"),
    include_str!("../../../../reports/2025-12-05-alloy-ops-tolerations.en.md"),
    include_str!("../../demo/files/record.ko.md"),
    include_str!("../../demo/files/record.en.md"),
    include_str!("../../../../tests/records/hand/2025-12-05-en-expected-inline.md"),
    include_str!("../../../../tests/records/hand/2025-12-05-en-inline-commands.md"),
    include_str!("../../../../tests/records/hand/2025-12-05-en-labelled-output.md"),
    include_str!("../../../../tests/records/hand/2025-12-05-en-runbook.md"),
    include_str!("../../../../tests/records/hand/2025-12-05-en-table-cells.md"),
    include_str!("../../../../tests/records/hand/2025-12-05-ko-comment-in-fence.md"),
    include_str!("../../../../tests/records/hand/2025-12-05-ko-heading-bullets.md"),
    include_str!("../../../../tests/records/hand/2025-12-05-ko-heading-status.md"),
    include_str!("../../../../tests/records/hand/2025-12-05-ko-prompt-output.md"),
    include_str!("../../../../tests/records/hand/2025-12-05-ko-task-items.md"),
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
    /// Which of the parts it was made from.
    part: usize,
    text: String,
    /// Where the line is that was added or taken away.
    at: usize,
    understanding: Understanding,
}

/// A record with one of its steps alone, or with all of them and its checklist.
struct Part {
    text: String,
    understanding: Understanding,
    /// Which steps pass.
    passed: Vec<bool>,
}

/// All that is looked at, asked once.
struct Lab {
    /// Each step of each record alone, and what an addition to it, or a line less beside an addition at its end
    /// or without it, makes of it.
    steps: Vec<Part>,
    added: Vec<Changed>,
    hidden: Vec<Changed>,
    less: Vec<Changed>,
    /// Each record, and what a line under one of its items makes of it.
    records: Vec<Part>,
    under: Vec<Changed>,
    answers: Answers,
}

static LAB: LazyLock<Lab> = LazyLock::new(Lab::new);

impl Lab {
    fn new() -> Lab {
        let (mut steps, mut records) = (Vec::new(), Vec::new());
        for text in RECORDS {
            let record = Part::of((*text).to_owned());
            steps.extend(record.steps());
            records.push(record);
        }
        let of = |parts: &[Part], change: fn(&Part, usize) -> Vec<Changed>| -> Vec<Changed> {
            let each = parts.iter().enumerate().collect();
            let changed = parallel::each(each, |(at, part)| change(part, at));
            changed.into_iter().flatten().collect()
        };
        let mut lab = Lab {
            added: of(&steps, Part::additions),
            hidden: of(&steps, |part, at| part.deletions(at, true)),
            less: of(&steps, |part, at| part.deletions(at, false)),
            under: of(&records, Part::additions_to_items),
            steps,
            records,
            answers: Answers::default(),
        };
        let parts = lab.steps.iter().chain(&lab.records);
        let changed = [&lab.added, &lab.hidden, &lab.less, &lab.under];
        let changed = changed.into_iter().flatten();
        let all = parts.map(|one| &one.understanding);
        lab.answers = answered(all.chain(changed.map(|one| &one.understanding)));
        let answers = &lab.answers;
        for part in lab.steps.iter_mut().chain(&mut lab.records) {
            part.passed = passing(&part.text, &part.understanding, answers);
        }
        lab
    }
}

impl Part {
    fn of(text: String) -> Part {
        Part {
            understanding: read(&text),
            passed: Vec::new(),
            text,
        }
    }

    /// Each step alone: the record without the others.
    fn steps(&self) -> impl Iterator<Item = Part> {
        let plan = &self.understanding.record.plan;
        plan.iter().map(|own| {
            let mut text = String::new();
            let mut from = 0;
            for other in plan.iter().filter(|other| !other.span.overlaps(own.span)) {
                text.push_str(self.text.get(from..other.span.start).unwrap_or_default());
                from = from.max(other.span.end);
            }
            text.push_str(&self.text[from..]);
            Part::of(text)
        })
    }

    fn changed(&self, part: usize, text: String, at: usize) -> Changed {
        Changed {
            part,
            at,
            understanding: read(&text),
            text,
        }
    }

    fn with(&self, part: usize, end: usize, addition: &str) -> Changed {
        let text = format!("{}{addition}{}", &self.text[..end], &self.text[end..]);
        let at = end + addition.find(words(&text)).unwrap_or_default();
        self.changed(part, text, at)
    }

    /// What stands in a region is the program's own.
    fn is_owned(&self, line: Span) -> bool {
        let mut regions = self.understanding.record.regions.iter();
        regions.any(|region| region.span.overlaps(line))
    }

    /// With a line that nobody understands behind each line of a step.
    fn additions(&self, part: usize) -> Vec<Changed> {
        let mut all = Vec::new();
        for (at, line, fenced) in lines(&self.text) {
            let end = at + line.len();
            let inside = step_at(&self.understanding, at).or(step_at(&self.understanding, end));
            if inside.is_none() || self.is_owned(Span::new(at, end)) || !line.ends_with('\n') {
                continue;
            }
            let additions = additions(line, fenced, words(&self.text)).into_iter();
            all.extend(additions.map(|addition| self.with(part, end, &addition)));
        }
        all
    }

    /// With a line that nobody understands under each item that stands outside the plan's steps.
    fn additions_to_items(&self, part: usize) -> Vec<Changed> {
        let record = &self.understanding.record;
        let words = words(&self.text);
        let outside = record.items.iter().filter(|item| {
            let in_step = record.plan.iter().any(|step| step.span.overlaps(item.span));
            !in_step && !self.is_owned(item.span)
        });
        let added = outside.flat_map(|item| {
            let first = self.text[item.span.start..].split_inclusive('\n').next();
            let first = first.unwrap_or_default();
            let end = item.span.start + first.len();
            // As far in as the item's own words.
            let before = self.text[..item.span.start].rsplit('\n').next();
            let own = before.unwrap_or_default().len();
            let indent = " ".repeat(own + first.find(' ').map_or(2, |at| at + 1));
            [
                format!("{indent}- {words}\n"),
                format!("{indent}- [ ] {words}\n"),
                format!("\n{indent}{words}\n\n"),
                format!("{indent}> {words}\n"),
            ]
            .map(|addition| self.with(part, end, &addition))
        });
        added.collect()
    }

    /// Without each line of the step, with a paragraph that is not understood at its end or as it is.
    fn deletions(&self, part: usize, marked: bool) -> Vec<Changed> {
        let Some(step) = self.understanding.record.plan.first() else {
            return Vec::new();
        };
        let (words, end) = (words(&self.text), step.span.end);
        let whole = if marked {
            format!("{}\n\n{words}\n\n{}", &self.text[..end], &self.text[end..])
        } else {
            self.text.clone()
        };
        let own = lines(&whole).into_iter().filter(|(start, line, _)| {
            let other = !line.contains(words) && !line.trim().is_empty();
            other && *start >= step.span.start && *start < end
        });
        let less = own.map(|(start, line, _)| {
            let text = format!("{}{}", &whole[..start], &whole[start + line.len()..]);
            let at = if marked { end + 2 - line.len() } else { start };
            self.changed(part, text, at)
        });
        less.collect()
    }
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
        return if text.starts_with('#') {
            vec![
                format!("{indent}# {words}\n"),
                format!("{indent}# 3. {words}\n"),
            ]
        } else {
            Vec::new()
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
    if closed || text.starts_with(['#', '<', '=']) {
        Vec::new()
    } else {
        vec![format!("{indent}{words}\n")]
    }
}

fn judged(text: &str, understanding: &Understanding, answers: &Answers) -> RecordOutcome {
    unseen::judged(text, understanding, answers).0
}

/// Every answer that records get at the world's end of the story.
fn answered<'a>(understandings: impl Iterator<Item = &'a Understanding>) -> Answers {
    let world = World::start(State::After).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let outside = Outside::new(access(&world, folder.path()));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut answers = Answers::default();
    let queries = questions(understandings);
    runtime.block_on(ask(&mut answers, &outside, queries, State::After.clock()));
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
    let passed = LAB.steps.iter().flat_map(|part| &part.passed);
    let passed = passed.filter(|passed| **passed).count();
    assert!(passed >= 30, "{passed} steps pass without any change");
    let (mut held, mut told, mut wrong) = (0, Vec::new(), Vec::new());
    for one in &LAB.added {
        let words = words(&one.text);
        let Some(at) = step_at(&one.understanding, one.at) else {
            continue;
        };
        let step = &one.understanding.steps[at];
        let entry = step.claims.iter().find(|claim| claim.text.contains(words));
        let place = || {
            let before = one.text[..one.at].lines().rev().take(3);
            before.collect::<Vec<_>>().join(" < ")
        };
        let Some(entry) = entry else {
            wrong.push(format!("{}: lost behind {}", step.title, place()));
            continue;
        };
        match entry.reading {
            // An item that took over another's fence is the heading of a step of its own.
            Reading::NotAnExpectation(Silence::Heading) if step.title.contains(words) => {}
            Reading::NotAnExpectation(why) => told.push((why, place())),
            Reading::Understood(_) | Reading::NotUnderstood { .. } => {
                let outcome = judged(&one.text, &one.understanding, &LAB.answers);
                let judged = &outcome.steps[at];
                let passed = |verdict: Verdict| verdict == Verdict::Passed;
                if passed(judged.judgement.verdict) {
                    wrong.push(format!("{} passed: {}", judged.name, place()));
                }
                // An item that is another line of the step stands for that line alone.
                for item in &outcome.items {
                    let of_step = item.steps.contains(&judged.name);
                    let claimed = judged.expectations.iter().any(|one| one.text == item.text);
                    let settled = item.judgement.reason.word() == "Settled";
                    if of_step && !claimed && !settled && passed(item.judgement.verdict) {
                        wrong.push(format!("item {}: {}", item.text, place()));
                    }
                }
                held += 1;
            }
        }
    }
    told_all(&wrong, held);
    assert!(held >= 300, "{held} of {}", LAB.added.len());
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
    let few = told.len() < LAB.added.len() / 8;
    assert!(few, "{} of {}: {told:?}", told.len(), LAB.added.len());
}

fn told_all(wrong: &[String], held: usize) {
    let all = wrong.join("\n");
    assert!(wrong.is_empty(), "{} of {held}:\n{all}", wrong.len());
}

/// What stands under an item is the item's, wherever it stands.
#[test]
fn a_line_under_an_item_that_is_not_understood_leaves_none_ticked() {
    let (mut held, mut wrong) = (0, Vec::new());
    for one in &LAB.under {
        let before = &LAB.records[one.part];
        let before = judged(&before.text, &before.understanding, &LAB.answers);
        let words = words(&one.text);
        let items = &one.understanding.record.items;
        let outcome = judged(&one.text, &one.understanding, &LAB.answers);
        // The items over the line, of which the nearest is its own.
        let mut over = items.iter().zip(&outcome.items).filter(|(item, _)| {
            item.whole.start < one.at && one.at < item.whole.end && !item.text.contains(words)
        });
        let Some((_, own)) = over.next_back() else {
            wrong.push(format!(
                "lost: {}",
                one.text[..one.at].lines().rev().nth(1).unwrap_or("")
            ));
            continue;
        };
        let passes = |item: &ItemOutcome| {
            item.judgement.verdict == Verdict::Passed && item.judgement.reason.word() != "Settled"
        };
        if passes(own) {
            wrong.push(format!("{}: {}", own.text, own.judgement.message));
        }
        let mut same = before.items.iter().filter(|item| item.text == own.text);
        held += usize::from(same.any(passes));
    }
    told_all(&wrong, held);
    assert!(held >= 60, "{held} of {}", LAB.under.len());
}

#[test]
fn a_line_that_is_taken_away_makes_nothing_else_pass() {
    let (mut held, mut wrong) = (0, Vec::new());
    for one in &LAB.hidden {
        // Without its heading or its fence it may belong to no step at all, and then holds none back.
        let Some(at) = step_at(&one.understanding, one.at) else {
            continue;
        };
        if passing(&one.text, &one.understanding, &LAB.answers)[at] {
            let step = &one.understanding.record.plan[at];
            wrong.push(step.span.text(&one.text).to_owned());
        }
        held += 1;
    }
    told_all(&wrong, held);
    assert!(held >= 150, "{held} of {}", LAB.hidden.len());
}

/// A pass rests on every line: one that demands less, or nothing, leaves it a pass.
#[test]
fn a_line_that_is_taken_away_turns_no_pass_into_something_else() {
    let (mut held, mut wrong) = (0, Vec::new());
    for one in &LAB.less {
        let part = &LAB.steps[one.part];
        let (Some(true), Some(step)) = (part.passed.first(), part.understanding.steps.first())
        else {
            continue;
        };
        let line = part.text[one.at..]
            .split_inclusive('\n')
            .next()
            .unwrap_or_default();
        let line = Span::new(one.at, one.at + line.trim_end().len());
        let demands = |claim: &&ClaimReading| matches!(claim.reading, Reading::Understood(_));
        let (own, others): (Vec<_>, Vec<_>) = step
            .claims
            .iter()
            .partition(|claim| claim.span.overlaps(line));
        let names = own.iter().any(|claim| {
            matches!(claim.reading, Reading::NotAnExpectation(Silence::Heading))
                || claim.span.start < line.start
                || claim.span.end > line.end
        });
        let asks = step
            .commands
            .iter()
            .any(|command| command.span.overlaps(line));
        let left = others
            .iter()
            .copied()
            .filter(|claim| demands(claim))
            .count();
        let outcome = judged(&one.text, &one.understanding, &LAB.answers);
        let verdict = outcome.steps.first().map(|step| step.judgement.verdict);
        // A label with nothing under it any more says something itself.
        let near = |lines: &mut dyn Iterator<Item = &str>| -> String {
            let mut filled = lines.map(str::trim).filter(|line| !line.is_empty());
            filled.next().unwrap_or_default().to_owned()
        };
        let before = near(&mut part.text[..one.at].lines().rev());
        let after = near(&mut part.text[one.at..].lines().skip(1));
        let alone = before.starts_with(['#', '*']) && !after.starts_with(['-', '1', '2', '`']);
        if own.is_empty() || names || asks || left == 0 || alone {
            continue;
        }
        held += 1;
        if verdict != Some(Verdict::Passed) {
            wrong.push(format!("{verdict:?} without {}", line.text(&part.text)));
        }
    }
    told_all(&wrong, held);
    assert!(held >= 40, "{held} of {}", LAB.less.len());
}
