use super::*;

fn codes(text: &str) -> Vec<Code> {
    let mut out = Vec::new();
    Tree::parse(text).walk(&mut |block| {
        if let Some(code) = block.code() {
            out.push(Code {
                snippet: code.snippet.clone(),
                fenced: code.fenced,
                closed: code.closed,
            });
        }
    });
    out
}

/// The text of the only code block, after its line starts were checked against the document.
fn check(text: &str, expected: &str) {
    for form in [
        text.to_owned(),
        text.replace('\n', "\r\n"),
        format!("\u{FEFF}{text}"),
    ] {
        let codes = codes(&form);
        assert_eq!(codes.len(), 1, "{form:?}");
        let snippet = &codes[0].snippet;
        assert_eq!(snippet.text.replace("\r\n", "\n"), expected, "{form:?}");
        let lines: Vec<&str> = snippet.text.split('\n').collect();
        assert_eq!(lines.len(), snippet.line_starts.len(), "{form:?}");
        for (line, start) in lines.iter().zip(&snippet.line_starts) {
            assert!(
                form[*start..].starts_with(line),
                "{line:?} at {start} of {form:?}"
            );
            assert!(
                snippet.span.contains(Span::new(*start, start + line.len())),
                "{form:?}"
            );
        }
    }
}

#[test]
fn code_is_taken_out_of_its_containers() {
    for (text, expected) in [
        ("```bash\na\n\n  b\n```\n", "a\n\n  b"),
        ("~~~\na\n~~~\n", "a"),
        ("````md\n```\na\n```\n````\n", "```\na\n```"),
        ("- x\n  ```\n  a\n   b\n  ```\n", "a\n b"),
        ("- x\n\n  ```\n  a\n     \n  b\n  ```\n", "a\n   \nb"),
        ("- [ ] x\n  ```\n  a\n  ```\n", "a"),
        ("1. x\n   - y\n     ```\n     a\n     ```\n", "a"),
        ("> ```\n> a\n>\n> b\n> ```\n", "a\n\nb"),
        ("> - x\n>   ```\n>   a\n>   ```\n", "a"),
        ("<details>\n\n```\na\n```\n\n</details>\n", "a"),
        ("   ```\n   a\n  b\n   ```\n", "a\nb"),
        ("    a\n    b\n", "a\nb"),
        ("```\na\n", "a"),
        ("```\na", "a"),
        ("```\n\n\na\n\n```\n", "\n\na\n"),
        ("- x\n\n\t```\n\ta\n\t```\n", "a"),
    ] {
        check(text, expected);
    }
}

#[test]
fn the_info_word_is_kept_with_its_attributes() {
    let info = |text: &str| codes(text)[0].snippet.info.clone();
    assert_eq!(
        info("```bash timeout=600 test=false\n```\n"),
        "bash timeout=600 test=false"
    );
    assert_eq!(info("```\n```\n"), "");
    assert_eq!(info("    a\n"), "");
    assert!(
        codes("    a\n")
            .iter()
            .all(|code| !code.fenced && code.closed)
    );
}

#[test]
fn the_span_holds_the_whole_block() {
    let text = "- x\n  ```sh\n  a\n  ```\n\ny\n";
    assert_eq!(codes(text)[0].snippet.span.text(text), "```sh\n  a\n  ```");
}

#[test]
fn what_is_nested_too_deeply_is_read_as_not_nested() {
    let deepest = |text: &str| {
        fn depth(blocks: &[Block<'_>]) -> usize {
            let of = |block: &Block<'_>| 1 + depth(&block.children);
            blocks.iter().map(of).max().unwrap_or_default()
        }
        let tree = Tree::parse(text);
        let mut words = Vec::new();
        tree.walk(&mut |block| words.push(block.plain()));
        (depth(&tree.blocks), words.concat(), tree.too_deep)
    };
    for (text, words) in [
        (format!("{} x\n", ">".repeat(9_000)), "x"),
        (format!("{}x\n\n끝\n", "- ".repeat(2_000)), "x끝"),
        (
            (0..200)
                .map(|n| format!("{}- a\n", "  ".repeat(n)))
                .collect(),
            &*"a".repeat(200),
        ),
    ] {
        let (depth, found, too_deep) = deepest(&text);
        assert!(depth < 70, "{depth}");
        assert_eq!(found, words);
        assert!(too_deep.is_some());
    }
    let (_, _, too_deep) = deepest("> - > - a\n>   - b\n");
    assert_eq!(too_deep, None);
}
