//! Objects of well-known operators, healthy and not, as their API types and documentation write them.

use super::ctx;
use crate::facts::fields;
use crate::facts::lang::Lang;
use crate::facts::verdict::Verdict;
use crate::judge::kind::status;
use crate::judge::object;

const OPERATORS: &str = include_str!("operators.yaml");

#[test]
fn operators_objects_come_to_what_their_label_says() {
    let found = object::read(OPERATORS);
    assert_eq!(found.problems, []);
    let mut passed = 0;
    for one in &found.objects {
        let object = &one.object;
        let must = fields::text(object, "/metadata/labels/must");
        for lang in [Lang::Ko, Lang::En] {
            let judged = status(object, &ctx(lang));
            let fits = match must {
                "not" => judged.verdict != Verdict::Passed,
                word => judged.verdict.word() == word,
            };
            let kind = fields::kind(object);
            assert!(fits, "line {}: {kind} must be {must}: {judged:?}", one.line);
        }
        passed += usize::from(must == "passed");
    }
    assert!(passed > 50, "{passed}");
}
