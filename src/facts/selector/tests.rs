use super::*;
use serde_json::json;

const LABELS: &[(&str, &str)] = &[("app", "alloy"), ("tier", "ops"), ("n", "7")];

#[test]
fn selectors_match_as_the_server_matches() {
    for (written, expected) in [
        ("", true),
        ("app=alloy", true),
        ("app==alloy,tier=ops", true),
        ("app=loki", false),
        ("app!=loki", true),
        ("missing!=x", true),
        ("app in (loki, alloy)", true),
        ("app in (loki,web),tier=ops", false),
        ("app notin (loki)", true),
        ("app", true),
        ("!app", false),
        ("!missing", true),
        ("n>6", true),
        ("n<7", false),
    ] {
        let selector = Selector::parse(written).expect(written);
        assert_eq!(selector.matches(LABELS), expected, "{written}");
    }
}

#[test]
fn text_that_the_server_refuses_is_no_selector() {
    for written in [
        "app within (a)",
        "a b",
        "=x",
        "app=a b",
        "in (a)",
        "a=b,",
        "a in (b",
        "a=b=c",
    ] {
        assert!(Selector::parse(written).is_err(), "{written}");
    }
}

#[test]
fn what_is_read_is_written_as_the_flag_takes_it() {
    let written = "app=web,tier in (a,b),env notin (dev),on,!off,n>6";
    assert_eq!(Selector::parse(written).unwrap().to_string(), written);
    assert_eq!(
        Selector::parse("a==b,c!=d").unwrap().to_string(),
        "a=b,c notin (d)"
    );
}

#[test]
fn structured_selectors_match_too() {
    let selector = json!({"matchLabels": {"app": "alloy"},
        "matchExpressions": [{"key": "tier", "operator": "In", "values": ["ops"]}]});
    assert!(Selector::of(&selector).unwrap().matches(LABELS));
    let unknown = json!({"matchExpressions": [{"key": "a", "operator": "Like"}]});
    assert_eq!(Selector::of(&unknown), None);
}
