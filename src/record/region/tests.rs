use super::*;
use crate::record::edit::apply;

fn check(text: &str, names: &[&str], kinds: &[&str]) {
    for text in [
        text.to_owned(),
        text.replace('\n', "\r\n"),
        format!("\u{FEFF}{text}"),
    ] {
        let (regions, problems) = regions(&text);
        let found: Vec<&str> = regions.iter().map(|region| region.name.as_str()).collect();
        assert_eq!(found, names, "{text}");
        let found: Vec<&str> = problems
            .iter()
            .map(|problem| problem.kind.as_str())
            .collect();
        assert_eq!(found, kinds, "{text}");
        for span in problems.iter().map(|problem| problem.span) {
            assert!(span.text(&text).contains("report:"), "{text}");
        }
    }
}

#[test]
fn regions_are_found_where_markdown_has_comments() {
    check(
        "<!-- report:begin a -->\nx\n<!-- report:end a -->\n",
        &["a"],
        &[],
    );
    check(
        "# t\n<!-- report:begin a -->\n<!-- report:end a -->",
        &["a"],
        &[],
    );
    check(
        "p\n<!-- report:begin a k=v -->\n- l\n<!-- report:end a -->\np\n",
        &["a"],
        &[],
    );
    check(
        "1. l\n<!-- report:begin a -->\n| a |\n|---|\n| b |\n<!-- report:end a -->\n",
        &["a"],
        &[],
    );
    check(
        "상태: <!-- report:begin a -->⏳<!-- report:end a --> 끝\n",
        &["a"],
        &[],
    );
    check(
        "---\nt: x\n---\n<!-- report:begin a -->\n<!-- report:end a -->\n",
        &["a"],
        &[],
    );
    check(
        "<details>\n<!-- report:begin a -->\n<b>\n<!-- report:end a -->\n</details>\n",
        &["a"],
        &[],
    );
    check(
        "<!-- report:begin a -->\n<!-- report:end a -->\n\n<!-- report:begin b -->\n<!-- report:end b -->\n",
        &["a", "b"],
        &[],
    );
}

#[test]
fn what_only_looks_like_a_region_is_none() {
    let region = "<!-- report:begin a -->\nx\n<!-- report:end a -->\n";
    check(&format!("```md\n{region}```\n"), &[], &[]);
    check(&format!("~~~~\n{region}~~~~\n"), &[], &[]);
    check(&format!("```\n{region}"), &[], &[]);
    check(
        "    <!-- report:begin a -->\n    <!-- report:end a -->\n",
        &[],
        &[],
    );
    check(
        "`<!-- report:begin a -->` and `<!-- report:end a -->`\n",
        &[],
        &[],
    );
    check(
        "<!-- x <!-- report:begin a -->\n\n<!-- y <!-- report:end a -->\n",
        &[],
        &[],
    );
    check(&format!("<pre>\n{region}</pre>\n"), &[], &[]);
    check("---\n# <!-- report:begin a -->\nb: 1\n---\n", &[], &[]);
    check("\\<!-- report:begin a -->\n", &[], &[]);
}

#[test]
fn what_does_not_pair_is_said_and_left_alone() {
    let (begin, end) = ("<!-- report:begin", "<!-- report:end");
    check(&format!("{begin} a -->\nx\n"), &[], &["UnbalancedRegion"]);
    check(&format!("x\n\n{end} a -->\n"), &[], &["UnbalancedRegion"]);
    check(
        &format!("{begin} a -->\n{begin} b -->\n{end} b -->\n{end} a -->\n"),
        &[],
        &["NestedRegion"],
    );
    check(
        &format!("{begin} a -->\n{begin} b -->\n{end} a -->\n{end} b -->\n"),
        &[],
        &["NestedRegion", "UnbalancedRegion"],
    );
    check(
        &format!("{begin} a -->\n{begin} b -->\n{end} b -->\n"),
        &["b"],
        &["UnbalancedRegion"],
    );
    check(
        &format!("{begin} a -->\n{begin} a -->\n{end} a -->\n"),
        &["a"],
        &["UnbalancedRegion"],
    );
    check(
        &format!("{begin} a -->\n```\n{end} a -->\n"),
        &[],
        &["UnbalancedRegion"],
    );
    check(
        &format!("{begin} a -->\n{end} a -->\n\n{begin} a -->\n{end} a -->\n"),
        &[],
        &["DuplicateRegion", "DuplicateRegion"],
    );
    check(
        &format!("{begin} a b -->\n{end} a -->\n"),
        &[],
        &["MalformedRegion", "UnbalancedRegion"],
    );
    for inside in [
        format!("> {begin} a -->\n> {end} a -->\n"),
        format!("- l\n\n  {begin} a -->\n  {end} a -->\n"),
        format!("| {begin} a --> x {end} a --> |\n|---|\n"),
        format!("## t {begin} a --> {end} a -->\n"),
        format!("**{begin} a --> {end} a -->**\n"),
    ] {
        check(&inside, &[], &["MisplacedRegion", "MisplacedRegion"]);
    }
}

#[test]
fn messages_are_in_both_languages() {
    let told = regions("# 제목\n<!-- report:begin a -->\n").1[0]
        .message
        .clone();
    assert!(told.ko.contains("끝 표시가 없습니다"));
    assert!(told.en.contains("has no end"));
}

fn only(text: &str) -> Region {
    let (mut regions, problems) = regions(text);
    assert_eq!(
        (regions.len(), problems.as_slice()),
        (1, [].as_slice()),
        "{text}"
    );
    regions.remove(0)
}

#[test]
fn refreshing_changes_content_and_checksum_and_keeps_line_ends() {
    let check = |text: &str, content: &str, expected: &str| {
        let region = only(text);
        let edits = refresh(text, &region, content).expect("a change");
        let fresh = apply(text, &edits).unwrap();
        assert_eq!(fresh, expected);
        let region = only(&fresh);
        assert!(!is_edited(&region, &fresh));
        assert_eq!(refresh(&fresh, &region, content), None, "a second time");
        assert_eq!(
            refresh(&fresh, &region, &content.replace('\n', "\r\n")),
            None
        );
    };
    let (old, new) = (checksum("old\n"), checksum("new\n\nline\n"));
    check(
        &format!("a\n<!-- report:begin r k=v -->\nold\n<!-- report:end r sha256:{old} -->\nb"),
        "new\n\nline\n",
        &format!(
            "a\n<!-- report:begin r k=v -->\nnew\n\nline\n<!-- report:end r sha256:{new} -->\nb"
        ),
    );
    check(
        &format!("a\n<!-- report:begin r -->  \r\nold\r\n<!-- report:end r sha256:{old} -->\nb\n"),
        "new\n\nline\n",
        &format!(
            "a\n<!-- report:begin r -->  \r\nnew\r\n\r\nline\r\n<!-- report:end r sha256:{new} -->\nb\n"
        ),
    );
    let framed = checksum("\nnew\n\n");
    check(
        &format!("<!-- report:begin r -->typed behind it\n<!-- report:end r sha256:{old} -->\n"),
        "\nnew\n\n",
        &format!("<!-- report:begin r -->\n\nnew\n\n<!-- report:end r sha256:{framed} -->\n"),
    );
    check(
        "x <!-- report:begin r -->1<!-- report:end r --> y",
        "2",
        &format!(
            "x <!-- report:begin r -->2<!-- report:end r sha256:{} --> y",
            checksum("2")
        ),
    );
}

#[test]
fn attributes_are_refreshed_with_the_content() {
    let text = wrap("r", &[("seen".into(), "1".into())], "x");
    let region = only(&text);
    let attributes = [("seen".to_owned(), "2".to_owned())];
    let edits = refresh_as(&text, &region, &attributes, "x\n").expect("a change");
    let fresh = apply(&text, &edits).unwrap();
    assert_eq!(fresh, text.replace("seen=1", "seen=2"));
    assert_eq!(refresh_as(&fresh, &only(&fresh), &attributes, "x\n"), None);
}

#[test]
fn a_persons_change_is_seen() {
    let text = wrap("r", &[], "a\nb");
    let check = |text: &str, expected: bool| {
        assert_eq!(is_edited(&only(text), text), expected, "{text}");
    };
    check(&text, false);
    check(&text.replace('\n', "\r\n"), false);
    check(&text.replace("b\n", "b \n"), true);
    check(&text.replace("a\n", "a\nmine\n"), true);
    check("<!-- report:begin r -->\n \n<!-- report:end r -->\n", false);
    check("<!-- report:begin r -->\nx\n<!-- report:end r -->\n", true);
    check(&text.replace("sha256:", "sha256:0"), true);
}

#[test]
fn a_rendered_text_is_sealed_once() {
    let text = "<!-- report:begin a -->\nx\n<!-- report:end a -->\n";
    let sealed = apply(text, &seal(text)).unwrap();
    assert_eq!(sealed, wrap("a", &[], "x\n"));
    assert_eq!(seal(&sealed), []);
}

#[test]
fn own_edits_inside_a_region_keep_it_own() {
    let text = format!(
        "{}\n{}",
        wrap("a", &[], "1. ⏳ x\n"),
        wrap("b", &[], "⏳\n").replace('⏳', "❌")
    );
    let (regions, _) = regions(&text);
    let change = |at: usize, old: &str| Edit::replace(&text, Span::new(at, at + old.len()), "✅");
    let mut edits = vec![
        change(text.find('⏳').unwrap(), "⏳"),
        change(text.find('❌').unwrap(), "❌"),
    ];
    edits.extend(reseal(&text, &regions, &edits.clone()));
    assert_eq!(edits.len(), 3, "the edited region keeps its checksum");
    let fresh = apply(&text, &edits).unwrap();
    let (regions, _) = super::regions(&fresh);
    assert!(!is_edited(&regions[0], &fresh));
    assert!(is_edited(&regions[1], &fresh));
}

#[test]
fn many_regions_are_paired_in_one_pass() {
    let many = |text: &dyn Fn(usize) -> String| -> (Vec<Region>, Vec<Problem>) {
        regions(&(0..20_000).map(text).collect::<String>())
    };
    let pair =
        |name: &str| format!("<!-- report:begin {name} -->\nx\n<!-- report:end {name} -->\n");
    assert_eq!(many(&|n| pair(&format!("r{n}"))).0.len(), 20_000);
    let (found, problems) = many(&|_| pair("same"));
    assert_eq!((found.len(), problems.len()), (0, 20_000));
    let (found, problems) = many(&|n| format!("<!-- report:begin r{n} -->\n"));
    assert_eq!((found.len(), problems.len()), (0, 20_000));
}
