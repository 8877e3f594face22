//! `report judge FILE…|-`: the verdict of the kind rules on objects as `kubectl get -o yaml|json` writes
//! them, offline. Pure: texts in, verdicts out; reading files is the caller's.

pub(crate) mod run;

use crate::facts::fields;
use crate::facts::lang::Lang;
use crate::facts::observation::Cause;
use crate::facts::outcome::{RecordOutcome, RunOutcome, StepOutcome};
use crate::facts::secret::mask_value;
use crate::facts::span::Position;
use crate::facts::verdict::{Judgement, Reason, Verdict};
use crate::judge::kind::{self, KindContext, Siblings};
use crate::judge::object::{self, Located, Problem, Weight};
use crate::output::table;
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

/// One object's verdict: an element of the JSON face's array.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct JudgedObject {
    /// The input's name as given.
    pub file: String,
    /// The object's kind; empty for a text that could not be read.
    pub kind: String,
    /// The object's namespace; empty for cluster-scoped objects.
    pub namespace: String,
    /// The object's name.
    pub name: String,
    /// The verdict.
    pub verdict: Verdict,
    /// A stable CamelCase word of `docs/verdicts.md`.
    #[schemars(with = "String")]
    pub reason: Reason,
    /// For people.
    pub message: String,
    /// Where it begins in the input; not a part of the JSON face.
    #[serde(skip)]
    pub line: usize,
}

/// What came of the inputs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Judged {
    /// One entry an object, in the order read. A text that is broken somewhere has an entry of its
    /// own, unknown, so that it can't pass for complete.
    pub objects: Vec<JudgedObject>,
    /// Documents that were skipped because they are no objects: `file:line: message`.
    pub notes: Vec<String>,
}

/// One input: a file, or standard input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Input {
    /// Its name as given or found.
    pub name: String,
    /// Its text, or why it could not be read.
    pub text: Result<String, String>,
}

/// Judges every object of the inputs, in the language of messages. A DaemonSet is held against the pods and nodes among
/// them; how old an unready pod is tells `now`.
pub(crate) fn run(inputs: &[Input], now: DateTime<Utc>, lang: Lang) -> Judged {
    let read: Vec<(&str, object::Found)> = inputs
        .iter()
        .map(|input| (input.name.as_str(), found(input)))
        .collect();
    let all = || read.iter().flat_map(|(_, found)| &found.objects);
    let of = |wanted: &str| -> Vec<&Value> {
        let objects = all().map(|located| &located.object);
        objects
            .filter(|object| fields::kind(object) == wanted)
            .collect()
    };
    let siblings = Siblings {
        pods: of("Pod"),
        nodes: of("Node"),
    };
    let alone = KindContext::new(now, lang);
    // Without a single pod a dump has no pods in it, and coverage would be nonsense.
    let ctx = if siblings.pods.is_empty() || siblings.nodes.is_empty() {
        alone
    } else {
        alone.beside(&siblings)
    };
    let mut judged = Judged::default();
    for (file, found) in &read {
        let objects = found.objects.iter();
        judged
            .objects
            .extend(objects.map(|located| judge(file, located, &ctx)));
        for problem in &found.problems {
            match problem.weight {
                Weight::Broken => judged.objects.push(unreadable(file, problem, lang)),
                Weight::Skipped => {
                    let (line, column) = (problem.line, problem.column);
                    let note = format!("{file}:{line}:{column}: {}", problem.message);
                    judged.notes.push(note);
                }
            }
        }
    }
    if judged.objects.is_empty() {
        let lists = read
            .iter()
            .flat_map(|(file, found)| found.empty_lists.iter().map(move |kind| (file, kind)));
        judged.objects = lists
            .map(|(file, kind)| none_found(file, kind, lang))
            .collect();
    }
    judged
}

/// What a text holds; one that could not be read is broken from its first character.
fn found(input: &Input) -> object::Found {
    match &input.text {
        Ok(text) => {
            let mut found = object::read(text);
            for located in &mut found.objects {
                located.object = mask_value(std::mem::take(&mut located.object));
            }
            found
        }
        Err(why) => object::Found {
            problems: vec![Problem {
                line: 1,
                column: 1,
                weight: Weight::Broken,
                message: why.clone(),
            }],
            ..object::Found::default()
        },
    }
}

/// A list without items, where nothing else was found: nothing is not everything that is well.
fn none_found(file: &str, kind: &str, lang: Lang) -> JudgedObject {
    let message = lang.pick("목록이 비어 있습니다", "the list is empty");
    let judgement = Judgement::new(Verdict::Failed, Reason::NoneFound, message.to_owned());
    JudgedObject {
        kind: kind.into(),
        ..JudgedObject::of_file(file, judgement, 1)
    }
}

fn judge(file: &str, located: &Located, ctx: &KindContext) -> JudgedObject {
    let object = &located.object;
    JudgedObject {
        kind: fields::kind(object).into(),
        namespace: fields::namespace(object).into(),
        name: fields::name(object).into(),
        ..JudgedObject::of_file(file, kind::status(object, ctx), located.line)
    }
}

/// A text that is broken from some line on: what follows was not seen.
fn unreadable(file: &str, problem: &Problem, lang: Lang) -> JudgedObject {
    let place = format!("{file}:{}:{}", problem.line, problem.column);
    let message = lang.pick(
        format!("{place}부터 읽을 수 없습니다: {}", problem.message),
        format!("can't be read from {place} on: {}", problem.message),
    );
    let judgement = Judgement::new(Verdict::Unknown, Cause::Malformed, message);
    JudgedObject::of_file(file, judgement, problem.line)
}

impl Judged {
    /// The exit status: 1 if an object failed, 3 if a text could not be read, else 0.
    pub(crate) fn exit_status(&self) -> u8 {
        let has = |verdict| self.objects.iter().any(|object| object.verdict == verdict);
        match (has(Verdict::Failed), has(Verdict::Unknown)) {
            (true, _) => 1,
            (false, true) => 3,
            (false, false) => 0,
        }
    }

    /// What is wrong and why: without what is said of objects that passed.
    pub(crate) fn brief(&self) -> Judged {
        let mut brief = self.clone();
        let passed = brief.objects.iter_mut();
        passed
            .filter(|object| object.verdict == Verdict::Passed)
            .for_each(|object| object.message.clear());
        brief
    }

    /// The JSON face: an array of objects.
    pub(crate) fn to_json(&self) -> String {
        let mut json = serde_json::to_string_pretty(&self.objects).unwrap_or_default();
        json.push('\n');
        json
    }

    /// The result model, for the faces that both commands share: a record a file, a step an object.
    pub(crate) fn to_run(&self, now: DateTime<Utc>, lang: Lang) -> RunOutcome {
        let mut records: Vec<RecordOutcome> = Vec::new();
        for object in &self.objects {
            if records.last().is_none_or(|last| last.path != object.file) {
                records.push(RecordOutcome::nothing(&object.file, "", lang));
            }
            if let Some(record) = records.last_mut() {
                record.steps.push(object.to_step());
            }
        }
        RunOutcome {
            now,
            lang,
            records,
            news: None,
        }
    }

    /// The text face: an aligned table and a line of counts.
    pub(crate) fn to_text(&self, lang: Lang) -> String {
        let header = ["VERDICT", "REASON", "NAMESPACE", "OBJECT", "MESSAGE"].map(str::to_string);
        let rows = self.objects.iter().map(|object| {
            let named = if object.kind.is_empty() {
                object.file.clone()
            } else {
                format!("{}/{}", object.kind, object.name)
            };
            let word = object.verdict.word();
            [
                word,
                object.reason.word(),
                &object.namespace,
                &named,
                &object.message,
            ]
            .map(one_line)
            .to_vec()
        });
        let rows: Vec<Vec<String>> = std::iter::once(header.into()).chain(rows).collect();
        let lines = table::lines(&rows, usize::MAX);
        lines.join("\n") + "\n" + &self.counts(lang)
    }

    fn counts(&self, lang: Lang) -> String {
        let all = [
            Verdict::Passed,
            Verdict::Failed,
            Verdict::Pending,
            Verdict::Unknown,
            Verdict::Manual,
        ];
        let counted = all.map(|verdict| {
            let count = self.objects.iter().filter(|o| o.verdict == verdict).count();
            format!("{} {count}", verdict.said(lang))
        });
        format!("{}\n", counted.join(", "))
    }
}

impl JudgedObject {
    /// What is said of a place in a file.
    fn of_file(file: &str, judgement: Judgement, line: usize) -> JudgedObject {
        JudgedObject {
            file: file.into(),
            kind: String::new(),
            namespace: String::new(),
            name: String::new(),
            verdict: judgement.verdict,
            reason: judgement.reason,
            message: judgement.message,
            line,
        }
    }

    /// `Pod/web`, with its namespace where it has one; the file where there is no object.
    fn named(&self) -> String {
        match (self.kind.as_str(), self.namespace.as_str()) {
            ("", _) => self.file.clone(),
            (kind, "") => format!("{kind}/{}", self.name),
            (kind, namespace) => format!("{kind}/{} (-n {namespace})", self.name),
        }
    }

    fn to_step(&self) -> StepOutcome {
        StepOutcome {
            name: self.named(),
            title: self.named(),
            at: Position {
                line: self.line,
                column: 1,
            },
            judgement: Judgement::new(self.verdict, self.reason, self.message.clone()),
            expectations: Vec::new(),
            remarks: Vec::new(),
            commands: Vec::new(),
        }
    }
}

/// A message on one line, without control characters.
fn one_line(message: &str) -> String {
    message
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

#[cfg(test)]
mod tests;
