//! `report judge FILE…|-`: the verdict of the kind rules on objects as `kubectl get -o yaml|json` writes
//! them, offline. Pure: texts in, verdicts out; reading files is the caller's.

use crate::facts::lang::Lang;
use crate::facts::verdict::Verdict;
use crate::judge::kind::{self, KindContext, Siblings, fields};
use crate::judge::object::{self, Located, Problem, Weight};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

/// What to judge by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgeOptions {
    /// The clock of the run: how old is an unready pod?
    pub now: DateTime<Utc>,
    /// The language of messages.
    pub lang: Lang,
    /// Only objects of this namespace.
    pub namespace: Option<String>,
}

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
    pub reason: String,
    /// For people.
    pub message: String,
}

/// What came of the inputs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judged {
    /// One entry an object, in the order read. A text that is broken somewhere has an entry of its
    /// own, unknown, so that it can't pass for complete.
    pub objects: Vec<JudgedObject>,
    /// Documents that were skipped because they are no objects: `file:line: message`.
    pub notes: Vec<String>,
}

/// Judges every object of the inputs, each a name and a text. A DaemonSet is held against the pods
/// and nodes among the inputs.
pub fn run(inputs: &[(String, String)], options: &JudgeOptions) -> Judged {
    let read: Vec<(&str, object::Found)> = inputs
        .iter()
        .map(|(name, text)| (name.as_str(), object::read(text)))
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
    let alone = KindContext::new(options.now, options.lang);
    // Without a single pod a dump has no pods in it, and coverage would be nonsense.
    let ctx = match siblings.pods.is_empty() || siblings.nodes.is_empty() {
        true => alone,
        false => alone.beside(&siblings),
    };
    let mut judged = Judged::default();
    for (file, found) in &read {
        let wanted = found
            .objects
            .iter()
            .filter(|located| is_wanted(located, options));
        judged
            .objects
            .extend(wanted.map(|located| judge(file, &located.object, &ctx)));
        for problem in &found.problems {
            match problem.weight {
                Weight::Broken => judged.objects.push(unreadable(file, problem, options.lang)),
                Weight::Skipped => {
                    judged
                        .notes
                        .push(format!("{file}:{}: {}", problem.line, problem.message));
                }
            }
        }
    }
    judged
}

fn is_wanted(located: &Located, options: &JudgeOptions) -> bool {
    let namespace = fields::namespace(&located.object);
    options
        .namespace
        .as_deref()
        .is_none_or(|wanted| wanted == namespace)
}

fn judge(file: &str, object: &Value, ctx: &KindContext) -> JudgedObject {
    let judgement = kind::status(object, ctx);
    JudgedObject {
        file: file.into(),
        kind: fields::kind(object).into(),
        namespace: fields::namespace(object).into(),
        name: fields::name(object).into(),
        verdict: judgement.verdict,
        reason: judgement.reason,
        message: judgement.message,
    }
}

/// A text that is broken from some line on: what follows was not seen.
fn unreadable(file: &str, problem: &Problem, lang: Lang) -> JudgedObject {
    JudgedObject {
        file: file.into(),
        kind: String::new(),
        namespace: String::new(),
        name: String::new(),
        verdict: Verdict::Unknown,
        reason: "Malformed".into(),
        message: lang.pick(
            format!(
                "{file}:{}부터 읽을 수 없습니다: {}",
                problem.line, problem.message
            ),
            format!(
                "can't be read from {file}:{}: {}",
                problem.line, problem.message
            ),
        ),
    }
}

impl Judged {
    /// The exit status: 1 if an object failed, 3 if a text could not be read, else 0.
    pub fn exit_status(&self) -> u8 {
        let has = |verdict| self.objects.iter().any(|object| object.verdict == verdict);
        match (has(Verdict::Failed), has(Verdict::Unknown)) {
            (true, _) => 1,
            (false, true) => 3,
            (false, false) => 0,
        }
    }

    /// The JSON face: an array of objects.
    pub fn to_json(&self) -> String {
        let mut json = serde_json::to_string_pretty(&self.objects).unwrap_or_default();
        json.push('\n');
        json
    }

    /// The text face: an aligned table and a line of counts.
    pub fn to_text(&self, lang: Lang) -> String {
        let header = ["VERDICT", "REASON", "NAMESPACE", "OBJECT", "MESSAGE"].map(str::to_string);
        let rows = self.objects.iter().map(|object| {
            let named = match object.kind.is_empty() {
                true => object.file.clone(),
                false => format!("{}/{}", object.kind, object.name),
            };
            let word = object.verdict.word().to_string();
            let (namespace, message) = (object.namespace.clone(), one_line(&object.message));
            [word, object.reason.clone(), namespace, named, message]
        });
        let rows: Vec<[String; 5]> = std::iter::once(header).chain(rows).collect();
        let width = |column: usize| {
            rows.iter()
                .map(|row| row[column].width())
                .max()
                .unwrap_or(0)
        };
        let widths = [0, 1, 2, 3].map(width);
        let mut text = String::new();
        for row in &rows {
            for (cell, width) in row.iter().zip(widths) {
                text.push_str(cell);
                text.push_str(&" ".repeat(width - cell.width() + 2));
            }
            text.push_str(&row[4]);
            text.truncate(text.trim_end().len());
            text.push('\n');
        }
        text + &self.counts(lang)
    }

    fn counts(&self, lang: Lang) -> String {
        let all = [
            (Verdict::Passed, "통과", "passed"),
            (Verdict::Failed, "실패", "failed"),
            (Verdict::Pending, "진행 중", "pending"),
            (Verdict::Unknown, "확인 불가", "unknown"),
            (Verdict::Manual, "수동", "manual"),
        ];
        let counted = all.map(|(verdict, ko, en)| {
            let count = self.objects.iter().filter(|o| o.verdict == verdict).count();
            format!("{} {count}", lang.pick(ko, en))
        });
        format!("{}\n", counted.join(", "))
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
mod tests {
    use super::*;

    fn options(lang: Lang) -> JudgeOptions {
        JudgeOptions {
            now: "2026-11-23T10:14:00Z".parse().unwrap(),
            lang,
            namespace: None,
        }
    }

    fn inputs(texts: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = texts
            .iter()
            .map(|(name, text)| (name.to_string(), text.to_string()));
        owned.collect()
    }

    const DAEMONSET: &str = "\
kind: DaemonSet
apiVersion: apps/v1
metadata: {name: alloy, namespace: loki-v3, generation: 1}
spec:
  selector: {matchLabels: {app: alloy}}
  template: {metadata: {labels: {app: alloy}}}
status: {observedGeneration: 1, desiredNumberScheduled: 1, currentNumberScheduled: 1, updatedNumberScheduled: 1, numberReady: 1, numberAvailable: 1}
";
    const CLUSTER: &str = "\
kind: List
apiVersion: v1
items:
- kind: Node
  apiVersion: v1
  metadata: {name: n1}
  status: {conditions: [{type: Ready, status: 'True'}]}
- kind: Node
  apiVersion: v1
  metadata: {name: n2}
  spec: {taints: [{key: dedicated, value: ops, effect: NoSchedule}]}
  status: {conditions: [{type: Ready, status: 'True'}]}
- kind: Pod
  apiVersion: v1
  metadata: {name: alloy-1, namespace: loki-v3, labels: {app: alloy}}
  spec: {nodeName: n1}
  status: {phase: Running, conditions: [{type: Ready, status: 'True'}]}
";

    #[test]
    fn a_daemonset_is_held_against_the_nodes_among_the_inputs() {
        let alone = run(&inputs(&[("ds.yaml", DAEMONSET)]), &options(Lang::En));
        assert_eq!(alone.objects[0].message, "ready 1/1");
        let beside = inputs(&[("ds.yaml", DAEMONSET), ("cluster.yaml", CLUSTER)]);
        let judged = run(&beside, &options(Lang::En));
        assert_eq!(judged.objects.len(), 4);
        assert_eq!(
            judged.objects[0].message,
            "ready 1/1; 1 node without a ready pod: n2 (taint dedicated=ops:NoSchedule not tolerated)"
        );
        assert_eq!(judged.exit_status(), 0);
    }

    #[test]
    fn a_broken_text_is_unknown_and_never_left_out() {
        let texts = inputs(&[
            ("a.yaml", "kind: ConfigMap\napiVersion: v1\n---\na: [\n"),
            ("b.txt", "hello\n"),
        ]);
        for lang in [Lang::Ko, Lang::En] {
            let judged = run(&texts, &options(lang));
            let verdicts: Vec<Verdict> = judged.objects.iter().map(|o| o.verdict).collect();
            assert_eq!(verdicts, [Verdict::Passed, Verdict::Unknown]);
            assert!(judged.objects[1].message.contains("a.yaml:"));
            assert_eq!(judged.notes.len(), 1);
            assert_eq!(judged.exit_status(), 3);
        }
    }

    #[test]
    fn one_namespace_can_be_asked_for() {
        let options = JudgeOptions {
            namespace: Some("loki-v3".into()),
            ..options(Lang::En)
        };
        let judged = run(&inputs(&[("all", CLUSTER)]), &options);
        assert_eq!(judged.objects.len(), 1);
        assert_eq!(judged.objects[0].name, "alloy-1");
    }

    #[test]
    fn the_faces_hold_the_same_verdicts() {
        let judged = run(&inputs(&[("ds.yaml", DAEMONSET)]), &options(Lang::Ko));
        assert_eq!(
            judged.to_text(Lang::Ko),
            "\
VERDICT  REASON  NAMESPACE  OBJECT           MESSAGE
passed   Ready   loki-v3    DaemonSet/alloy  준비 1/1
통과 1, 실패 0, 진행 중 0, 확인 불가 0, 수동 0
"
        );
        let json: Value = serde_json::from_str(&judged.to_json()).unwrap();
        assert_eq!(
            json[0],
            serde_json::json!({"file": "ds.yaml", "kind": "DaemonSet", "namespace": "loki-v3",
                "name": "alloy", "verdict": "passed", "reason": "Ready", "message": "준비 1/1"})
        );
    }
}
