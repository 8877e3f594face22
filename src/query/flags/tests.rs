use super::*;

const LISTS: &[&str] = &["kubectl", "kubectl get"];

fn check(line: &str, expected: &str) {
    let words: Vec<Word> = line.split(' ').map(Word::plain).collect();
    let shown = match parse(&words, LISTS) {
        Ok(parsed) => {
            let flags = parsed.flags.iter().map(|(n, v)| format!("{n}={}", v.text));
            let words = parsed.words.iter().map(|word| word.text.clone());
            flags.chain(words).collect::<Vec<_>>().join(" ")
        }
        Err(Class::Refused(text)) => format!("refused: {text}"),
        Err(class) => format!("{class:?}"),
    };
    assert_eq!(shown, expected, "{line}");
}

#[test]
fn flags_are_read_as_pflag_reads_them() {
    check("get -n x pods", "namespace=x get pods");
    check("get -nx --output=wide", "namespace=x output=wide get");
    check(
        "get -n=x -Aowide",
        "namespace=x all-namespaces=true output=wide get",
    );
    check("get –n x", "namespace=x get");
    check("get —namespace x", "namespace=x get");
    check("a -- -n x", "a -n x");
    check("-", "-");
    check(
        "get -x --token y",
        "refused: `--token` gives credentials, which a record may not do",
    );
    check("get -n", "NotOurs(\"the flag `-n` has no value\")");
    check("get --what", "NotOurs(\"the flag `--what` is not known\")");
}

#[test]
fn an_equals_sign_belongs_to_a_getopt_value() {
    let words = [Word::plain("-o="), Word::plain("-n=x")];
    let parsed = parse_getopt(&words, LISTS).unwrap();
    assert_eq!(parsed.text("output").as_deref(), Some("="));
    assert_eq!(parsed.text("namespace").as_deref(), Some("=x"));
}

#[test]
fn every_row_of_the_table_is_a_flag() {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#')).count();
    let flags: Vec<&Flag> = super::LISTS.values().flatten().collect();
    let shared = list("tail").len();
    assert_eq!(flags.len(), rows + shared);
    assert!(tsv::rows(TABLE).all(|[_, _, short, takes, _]| {
        short.chars().count() == 1 && matches!(takes, "switch" | "value" | "optional")
    }));
}
