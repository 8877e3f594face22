//! Expressions over rows, objects and lines.

use super::*;
use crate::facts::budget::Budget;
use serde_json::json;

fn check(source: &str, expected: Result<bool, &str>) {
    let inputs = Inputs {
        rows: vec![
            json!({"NAME": "a", "READY": "1/1", "UP-TO-DATE": "3"}),
            json!({"NAME": "b", "READY": "0/1", "UP-TO-DATE": "3"}),
        ],
        objects: vec![
            json!({"metadata": {"name": "a", "generation": 2}, "status": {"ready": true}}),
        ],
        lines: vec!["level=info msg=started".into()],
    };
    let now = "2025-12-05T06:00:00Z".parse().unwrap();
    let result = Expression::parse(source)
        .map_err(|problem| problem.words(Lang::En))
        .and_then(|e| e.holds(&inputs, now).map_err(|error| error.words(Lang::En)));
    match expected {
        Ok(holds) => assert_eq!(result, Ok(holds), "{source}"),
        Err(part) => assert!(
            result.as_ref().is_err_and(|error| error.contains(part)),
            "{source}: {result:?}"
        ),
    }
}

#[test]
fn expressions_see_rows_objects_lines_and_the_clock() {
    check("rows.exists(r, r.READY == '1/1')", Ok(true));
    check("rows.all(r, r.READY == '1/1')", Ok(false));
    check(
        "rows.all(r, r['UP-TO-DATE'] == '3') && rows.size() == 2",
        Ok(true),
    );
    check(
        "objects[0].metadata.generation == 2 && objects[0].status.ready",
        Ok(true),
    );
    check("lines.exists(l, l.contains('started'))", Ok(true));
    check("now > timestamp('2025-12-01T00:00:00Z')", Ok(true));
    check("rows.filter(r, r.READY == '1/1').size() >= 1", Ok(true));
}

#[test]
fn what_cannot_be_evaluated_is_said() {
    check("rows.size()", Err("not true or false"));
    check("pods.size() > 0", Err("unknown name `pods`"));
    check("rows.all(r, x.READY == '1/1')", Err("unknown name `x`"));
    check("rows[9].READY == ''", Err(""));
    check("rows.all(r, r.NOPE == 'x')", Err("NOPE"));
    check(
        "rows.all(a, rows.all(b, rows.all(c, rows.all(d, true))))",
        Err("nested loops"),
    );
    for (source, fault) in [
        ("1 + 1", "gives a number"),
        ("'x'", "gives a text"),
        ("rows", "gives a list"),
        ("rows.size() == '2'", "compares a number with a text"),
        (
            "rows.size() != '0' || true",
            "compares a number with a text",
        ),
        (
            "rows.all(r, r.READY == '1/1') && rows.size()",
            "gives a number",
        ),
        ("rows.all(r, 'yes')", "gives a text"),
        ("now > 3", "compares a time with a number"),
    ] {
        check(source, Err(fault));
    }
    check("1 +", Err("column"));
    check(&"(".repeat(500), Err("nested"));
    check(&"a".repeat(2_000), Err("longer"));
}

#[test]
fn nothing_holds_for_all_of_none() {
    let nothing = Inputs::default();
    for (source, empty) in [
        ("rows.all(r, r.READY == '1/1')", Some("rows")),
        ("true && lines.all(l, l.contains('x'))", Some("lines")),
        ("!rows.exists(r, r.STATUS == 'Pending')", None),
        ("rows.size() == 0", None),
    ] {
        let expression = Expression::parse(source).unwrap();
        assert_eq!(expression.demands_of_nothing(&nothing), empty, "{source}");
    }
}

#[test]
fn work_is_bounded() {
    let expression = Expression::parse("lines.all(a, lines.all(b, a == b))").unwrap();
    let inputs = Inputs {
        lines: vec![String::new(); 5_000],
        ..Inputs::default()
    };
    assert!(expression.holds(&inputs, DateTime::UNIX_EPOCH).is_err());
}

#[test]
fn what_grows_ends_with_the_budget() {
    let numbers: Vec<String> = (0..300).map(|n| n.to_string()).collect();
    let inputs = Inputs {
        rows: vec![json!({"A": "x".repeat(2_000)})],
        objects: vec![json!({"items": numbers})],
        lines: numbers,
    };
    let doubled = format!("{}.size() > 1", ["r.A"; 190].join("+"));
    for source in [
        "lines.all(a, lines.all(b, lines.all(c, a.matches(b))))",
        "lines.all(a, lines.all(b, a.matches(b + '{9}')) || true)",
        "lines.all(a, objects[0].items.all(b, objects[0].items.all(c, a != 'x')))",
        "(lines + lines + lines + lines).all(a, (lines + lines).all(b, (lines + lines).all(c, true)))",
        "lines.map(a, lines.map(b, lines.map(c, a))).size() > 0",
        &format!("lines.all(l, rows.all(r, ({doubled})))"),
    ] {
        let expression = Expression::parse(source).unwrap_or_else(|e| panic!("{source}: {e:?}"));
        let held =
            Budget::of(500_000, 1 << 20).run(|| expression.holds(&inputs, DateTime::UNIX_EPOCH));
        assert!(
            held.clone()
                .is_err_and(|why| why.words(Lang::En).contains("than")
                    && why.words(Lang::Ko).contains("보다")),
            "{source}: {held:?}"
        );
    }
    for (source, holds) in [
        ("lines.exists(l, l.matches('^2[0-9]+$'))", true),
        ("lines.filter(l, l.matches('^29.')).size() == 10", true),
        ("lines.map(l, l + '!').exists(l, l == '7!')", true),
        ("rows.all(r, matches(r.A, '^y'))", false),
    ] {
        let expression = Expression::parse(source).unwrap();
        assert_eq!(
            expression.holds(&inputs, DateTime::UNIX_EPOCH),
            Ok(holds),
            "{source}"
        );
    }
}

#[test]
fn only_one_whole_code_span_is_an_expression() {
    assert_eq!(source("`cel: rows.size() > 1`"), Some("rows.size() > 1"));
    assert_eq!(source("cel: true"), Some("true"));
    assert_eq!(source("`cel: true` and more"), None);
    assert_eq!(source("`rows`"), None);
    assert_eq!(source("``cel: true``"), Some("true"));
    assert_eq!(
        source("`` cel: lines[0] == '`' ``"),
        Some("lines[0] == '`'")
    );
    assert_eq!(source("`cel: true` `x`"), None);
    assert_eq!(source("`cel: true"), None);
}

#[test]
fn a_fault_is_at_its_name_or_sign() {
    for (source, marked) in [
        ("pods.size() > 0", "pods.size() > 0"),
        ("rows.size() > 0 && pods", "pods"),
        (
            "rows.exists(r, r.NAME == '한글 🎉') && pods.size() > 0",
            "pods.size() > 0",
        ),
        ("rows.all(r, x.READY == '1/1')", "x.READY == '1/1')"),
        ("rows.size() == '2'", "== '2'"),
        ("lines.exists(l, l == '가') && rows.size() == '2'", "== '2'"),
        ("true && rows.size()", "rows.size()"),
        ("true && size(rows)", "size(rows)"),
        ("1 + 1", "1 + 1"),
        ("rows.all(r, 'yes')", "'yes')"),
        ("rows.all(r, r.READY == )", ")"),
        ("rows.size() >", ""),
        ("'가' == # 1", "# 1"),
        (
            "rows.all(a, rows.all(b, rows.all(c, lines.all(d, true))))",
            "lines.all(d, true))))",
        ),
        ("rows == {'a': 1}", "{'a': 1}"),
    ] {
        let problem = Expression::parse(source).unwrap_err();
        let at = source.chars().count() - marked.chars().count() + 1;
        assert_eq!(problem.column, at, "{source}: {problem:?}");
    }
    let problem = Expression::parse("rows.size() > 0 &&\n pods").unwrap_err();
    assert_eq!(problem.column, 21);
}
