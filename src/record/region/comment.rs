//! Finds the comments in a block of raw HTML as a browser would: a comment ends at the first `-->`,
//! and what stands in `<pre>`, `<script>`, `<style>` or `<textarea>` is text.

use crate::facts::span::Span;

/// Elements whose content is shown or run as it is.
const VERBATIM: [&str; 4] = ["pre", "script", "style", "textarea"];

/// The comments of an HTML block, relative to its start. One that is not closed is none.
pub(super) fn in_block(html: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = html[at..].find('<').map(|found| found + at) {
        let rest = &html[open..];
        at = open + 1;
        if rest.starts_with("<!--") {
            // `<!-->` and `<!--->` are comments without content.
            let Some(length) = rest[2..].find("-->").map(|close| close + 5) else {
                return found;
            };
            found.push(Span::new(open, open + length));
            at = open + length;
        } else if rest.starts_with("<![CDATA[") {
            at = after(html, open, "]]>");
        } else if rest.starts_with("<?") {
            at = after(html, open, "?>");
        } else if let Some(element) = VERBATIM.iter().find(|name| opens(rest, name)) {
            at = close_of(html, at, element);
        }
    }
    found
}

fn after(html: &str, from: usize, close: &str) -> usize {
    html[from..]
        .find(close)
        .map_or(html.len(), |at| from + at + close.len())
}

fn opens(rest: &str, name: &str) -> bool {
    rest.get(1..=name.len())
        .is_some_and(|word| word.eq_ignore_ascii_case(name))
        && rest[1 + name.len()..].starts_with(|c: char| c.is_whitespace() || c == '>' || c == '/')
}

fn close_of(html: &str, from: usize, name: &str) -> usize {
    // ASCII lower case keeps every offset.
    let lower = html[from..].to_ascii_lowercase();
    lower
        .find(&format!("</{name}"))
        .map_or(html.len(), |at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_found_as_a_browser_finds_them() {
        let check = |html: &str, expected: &[&str]| {
            let found: Vec<&str> = in_block(html).into_iter().map(|at| at.text(html)).collect();
            assert_eq!(found, expected, "{html}");
        };
        check("<!-- a -->", &["<!-- a -->"]);
        check(
            "<!-- a --> x <!-- b\nc -->\n",
            &["<!-- a -->", "<!-- b\nc -->"],
        );
        check("<!-- a <!-- b --> c -->", &["<!-- a <!-- b -->"]);
        check("<!-- open <b>", &[]);
        check("<!--> <!-- b -->", &["<!-->", "<!-- b -->"]);
        check("<details>\n<!-- 가 -->\n</details>", &["<!-- 가 -->"]);
        check(
            "<PRE class=x>\n<!-- a -->\n</pre><!-- b -->",
            &["<!-- b -->"],
        );
        check("<script>'<!-- a -->'</script>", &[]);
        check("<![CDATA[ <!-- a --> ]]>", &[]);
        check("<? <!-- a --> ?>", &[]);
        check("<prefix><!-- a --></prefix>", &["<!-- a -->"]);
        check("a < b <!-- a -->", &["<!-- a -->"]);
    }
}
