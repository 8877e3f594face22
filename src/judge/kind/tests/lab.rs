//! The objects of a laboratory on a real API server, one a line: workloads in odd states, with what their
//! controllers wrote, and a pod for each state that a kubelet knows. What is said of each was read by a person.

use crate::facts::lang::Lang;
use crate::judge::kind::{KindContext, status};
use serde_json::Value;

const OBJECTS: &str = include_str!("lab.jsonl");
const REVIEWED: &str = include_str!("lab.tsv");

#[test]
fn each_object_of_the_laboratory_is_judged_as_it_was_reviewed() {
    let mut seen = String::new();
    for line in OBJECTS.lines() {
        let object: Value = serde_json::from_str(line).unwrap();
        let text = |path| object.pointer(path).and_then(Value::as_str).unwrap_or("");
        let judged = [Lang::Ko, Lang::En].map(|lang| {
            let now = "2026-11-29T22:45:00Z".parse().unwrap();
            status(&object, &KindContext::new(now, lang))
        });
        assert_eq!(judged[0].verdict, judged[1].verdict, "{line}");
        assert_eq!(judged[0].reason, judged[1].reason, "{line}");
        seen += &format!(
            "{}\t{}\t{} {}\n",
            judged[1].verdict.word(),
            judged[1].reason,
            text("/kind"),
            text("/metadata/name")
        );
    }
    assert_eq!(seen, REVIEWED);
}
