//! The library: a record is read, what it asks is known, answers are given, and verdicts and edits come of it. No
//! screen, disk, network or clock.

pub use crate::command::judge::JudgedObject;

use crate::command::judge::{Input, run};
use crate::facts::lang::Lang;
use crate::facts::observation::{Blind, Cause, Observation, Seen};
use crate::facts::verdict::Judgement;
use crate::query::{self, Get, Output, Query};
use crate::record::edit::Edit;
use crate::verify::understand::{Understanding, Vocabulary, understand};
use crate::verify::{self, Answered, Context, Wanted};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// A deployment record, read and understood.
///
/// ```
/// use deployment_report::{Lang, Record};
///
/// let record = Record::read("# Alloy\n\n## Verification plan\n\n### Rollout\n\n\
///     ```bash\nkubectl rollout status ds/alloy -n loki\n```\n\n- Expected: the rollout is complete\n");
/// assert_eq!((record.title(), record.lang()), ("Alloy", Lang::En));
/// assert_eq!(record.steps().collect::<Vec<_>>(), ["Rollout"]);
/// let asked: Vec<String> = record.questions().iter().map(ToString::to_string).collect();
/// assert!(asked.contains(&"rollout status: ds/alloy (namespace loki)".to_owned()), "{asked:?}");
/// ```
#[derive(Debug, Clone)]
pub struct Record {
    text: String,
    understanding: Understanding,
    vocabulary: Vocabulary,
}

impl Record {
    /// Reads a record. That never fails: what is not understood is left to a person.
    pub fn read(text: impl Into<String>) -> Record {
        let (text, vocabulary) = (text.into(), Vocabulary::default());
        Record {
            understanding: understand(&text, &vocabulary),
            text,
            vocabulary,
        }
    }

    /// Its text, as it was read.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its title.
    pub fn title(&self) -> &str {
        &self.understanding.record.title
    }

    /// The language that it is written in.
    pub fn lang(&self) -> Lang {
        self.understanding.record.lang
    }

    /// The titles of its plan's steps.
    pub fn steps(&self) -> impl Iterator<Item = &str> {
        self.understanding
            .steps
            .iter()
            .map(|step| step.title.as_str())
    }

    /// The words of its checklist's items.
    pub fn items(&self) -> impl Iterator<Item = &str> {
        let items = self.understanding.record.items.iter();
        items.map(|item| item.text.as_str())
    }

    /// What has to be asked to verify it, each question once.
    pub fn questions(&self) -> Vec<Question> {
        let asked = verify::questions(std::iter::once(&self.understanding));
        let asked = verify::Answers::default().unanswered(asked);
        asked.into_iter().map(Question).collect()
    }

    /// Judges it by the answers that are there, at a time. What was not answered passes nothing.
    pub fn verify(&self, answers: &Answers, now: DateTime<Utc>) -> Verified {
        let context = Context {
            now,
            zone: None,
            lang: self.lang(),
            vocabulary: &self.vocabulary,
            wanted: &Wanted::default(),
        };
        let judged = verify::judge("", &self.text, &self.understanding, &answers.0, &context);
        let steps = judged.outcome.steps.into_iter();
        let items = judged.outcome.items.into_iter();
        Verified {
            steps: steps.map(|step| (step.title, step.judgement)).collect(),
            items: items.map(|item| (item.text, item.judgement)).collect(),
            edits: judged.edits,
        }
    }
}

/// What a record asks of a cluster or another source. Shown, it is said in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question(Query);

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&query::describe(&self.0, Lang::En))
    }
}

/// What came back, by question.
#[derive(Debug, Clone, Default)]
pub struct Answers(verify::Answers);

impl Answers {
    /// What was seen, in every form that the question's command has: what it would have printed above all.
    pub fn seen(&mut self, question: &Question, seen: Seen) {
        self.put(question, Observation::Seen(Box::new(seen)));
    }

    /// The objects that a server returned at a time, where the question is for whole objects as JSON. They do not
    /// say what another command prints: then it counts as not looked at.
    pub fn objects(&mut self, question: &Question, at: DateTime<Utc>, objects: Vec<Value>) {
        let Query::Get(Get {
            output: Output::Json,
            ..
        }) = &question.0
        else {
            return self.unseen(question, "objects do not say what this command prints");
        };
        let printed = match &objects[..] {
            [one] => one.clone(),
            several => json!({"apiVersion": "v1", "kind": "List", "items": several}),
        };
        let seen = Seen {
            objects,
            ..Seen::printed(at, format!("{printed:#}\n"))
        };
        self.seen(question, seen);
    }

    /// Why it could not be looked at.
    pub fn unseen(&mut self, question: &Question, why: &str) {
        let blind = Blind::new(Cause::Interrupted, why.to_owned(), "");
        self.put(question, Observation::Blind(blind));
    }

    fn put(&mut self, question: &Question, observation: Observation) {
        let answered = Answered {
            observation: Arc::new(observation),
            asked: String::new(),
            took: Duration::ZERO,
        };
        self.0.insert(question.0.clone(), answered);
    }
}

/// What came of a record.
///
/// ```
/// use chrono::{DateTime, Utc};
/// use deployment_report::{Answers, Record, Seen, Verdict, apply};
/// use serde_json::json;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let record = Record::read("# Alloy\n\n## Verification plan\n\n### Rollout <!-- check:rollout -->\n\n\
///     ```bash\nkubectl get ds alloy -n loki -o json\n```\n\n- Expected: `.status.numberReady` is 9\n\n\
///     ## Checklist\n\n- ⏳ Rollout <!-- check:rollout -->\n");
/// let now: DateTime<Utc> = "2025-12-05T10:06:00Z".parse()?;
/// let alloy = json!({
///     "apiVersion": "apps/v1", "kind": "DaemonSet",
///     "metadata": {"name": "alloy", "namespace": "loki", "generation": 2},
///     "spec": {"updateStrategy": {"type": "RollingUpdate"}},
///     "status": {"observedGeneration": 2, "desiredNumberScheduled": 9, "currentNumberScheduled": 9,
///         "updatedNumberScheduled": 9, "numberReady": 9, "numberAvailable": 9},
/// });
/// let mut answers = Answers::default();
/// for question in record.questions() {
///     match question.to_string().as_str() {
///         "ds/alloy → json (namespace loki)" => answers.objects(&question, now, vec![alloy.clone()]),
///         // What judging looks at beside: no other node or pod is there.
///         _ => answers.seen(&question, Seen::at(now)),
///     }
/// }
/// let verified = record.verify(&answers, now);
/// assert_eq!(verified.items[0].1.verdict, Verdict::Passed);
/// assert!(apply(record.text(), &verified.edits)?.contains("✅ Rollout"));
/// // Without an answer nothing passes.
/// let blind = record.verify(&Answers::default(), now);
/// assert_eq!(blind.items[0].1.verdict, Verdict::Unknown);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Verified {
    /// The plan's steps by their titles, in order.
    pub steps: Vec<(String, Judgement)>,
    /// The checklist's items by their words, in order.
    pub items: Vec<(String, Judgement)>,
    /// What writes that into the record; nothing else of it changes.
    pub edits: Vec<Edit>,
}

/// Judges the Kubernetes objects of a YAML or JSON text, by the rules of their kinds, at a time.
///
/// ```
/// use deployment_report::{Lang, Verdict, judge_objects};
///
/// let now = "2025-12-05T10:06:00Z".parse().unwrap();
/// let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: web-0, namespace: shop}\nspec: {}\n\
///     status: {phase: Failed, reason: Evicted}\n";
/// let judged = judge_objects(pod, now, Lang::En);
/// assert_eq!((judged[0].name.as_str(), judged[0].verdict), ("web-0", Verdict::Failed));
/// ```
pub fn judge_objects(text: &str, now: DateTime<Utc>, lang: Lang) -> Vec<JudgedObject> {
    let input = Input {
        name: String::new(),
        text: Ok(text.to_owned()),
    };
    run(&[input], now, lang).objects
}
