use super::*;

fn shown(text: &str) -> String {
    let look = Look {
        link: &|to| (to == "other.md").then(|| "other.html".to_owned()),
        chart: &|code| code.starts_with("pie").then(|| "<svg></svg>".to_owned()),
        boxes: ["done", "open"],
        below: 1,
    };
    html(text, &look)
}

#[test]
fn markdown_reads_as_on_github() {
    for (text, expected) in [
        ("# 제목 *a*\n", "<h2 id=\"s-제목-a\">제목 <em>a</em></h2>\n"),
        (
            "## A\n\n## A\n",
            "<h3 id=\"s-a\">A</h3>\n<h3 id=\"s-a-1\">A</h3>\n",
        ),
        (
            "a **b** ~~c~~ `d<e>`\n",
            "<p>a <strong>b</strong> <del>c</del> <code>d&lt;e&gt;</code></p>\n",
        ),
        (
            "- [x] a\n- [ ] b\n",
            "<ul>\n<li><span class=\"box\" role=\"img\" aria-label=\"done\">☑</span> a</li>\n<li><span class=\"box\" role=\"img\" aria-label=\"open\">☐</span> b</li>\n</ul>\n",
        ),
        ("3. ✅ a\n", "<ol start=\"3\">\n<li>✅ a</li>\n</ol>\n"),
        (
            "| a | b |\n| --- | ---: |\n| 1 | 2 |\n",
            "<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr><th scope=\"col\">a</th><th scope=\"col\" class=\"right\">b</th></tr></thead><tbody>\n<tr><td>1</td><td class=\"right\">2</td></tr>\n</tbody></table></div>\n",
        ),
        (
            "```bash\necho '<x>'\n```\n",
            "<pre tabindex=\"0\"><code>echo &#39;&lt;x&gt;&#39;\n</code></pre>\n",
        ),
        (
            "```diff\n-a\n+b\n c\n```\n",
            "<pre class=\"diff\" tabindex=\"0\"><code><del>-a</del><ins>+b</ins><span> c</span></code></pre>\n",
        ),
        (
            "```mermaid\npie\n```\n",
            "<div class=\"chart\" tabindex=\"0\"><svg></svg></div>\n",
        ),
        (
            "```mermaid\ngraph TD\n```\n",
            "<pre tabindex=\"0\"><code>graph TD\n</code></pre>\n",
        ),
        (
            "[x](other.md) [y](../specs/a.md) [z](#제목)\n",
            "<p><a href=\"other.html\">x</a> <span class=\"path\">y</span> <a href=\"#s-제목\">z</a></p>\n",
        ),
        (
            "see https://a.example/b_c (https://d.example).\n",
            "<p>see <a href=\"https://a.example/b_c\" rel=\"noopener noreferrer nofollow\">https://a.example/b_c</a> (<a href=\"https://d.example\" rel=\"noopener noreferrer nofollow\">https://d.example</a>).</p>\n",
        ),
        (
            "<details><summary>로그</summary>\n\n- a\n\n</details>\n",
            "<details><summary>로그</summary>\n<ul>\n<li>a</li>\n</ul>\n</details>\n",
        ),
        (
            "a <!-- report:gap x --> b<br>c <kbd>d</kbd>\n",
            "<p>a  b<br>c <kbd>d</kbd></p>\n",
        ),
        ("---\ntitle: x\n---\n\nb\n", "<p>b</p>\n"),
        (
            "![diagram](https://a.example/p.png)\n",
            "<p><a href=\"https://a.example/p.png\" rel=\"noopener noreferrer nofollow\">🖼 diagram</a></p>\n",
        ),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
}

/// Every tag that comes out, with the attributes that it may have.
const TAGS: [(&str, &[&str]); 40] = [
    ("p", &[]),
    ("h1", &["id"]),
    ("h2", &["id"]),
    ("h3", &["id"]),
    ("h4", &["id"]),
    ("h5", &["id"]),
    ("h6", &["id"]),
    ("blockquote", &[]),
    ("pre", &["tabindex", "class"]),
    ("code", &[]),
    ("ul", &[]),
    ("ol", &["start"]),
    ("li", &[]),
    ("div", &["class", "tabindex"]),
    ("table", &[]),
    ("thead", &[]),
    ("tbody", &[]),
    ("tr", &[]),
    ("th", &["scope", "class"]),
    ("td", &["class"]),
    ("em", &[]),
    ("strong", &[]),
    ("del", &[]),
    ("ins", &[]),
    ("a", &["href", "rel"]),
    ("span", &["class", "role", "aria-label"]),
    ("br", &[]),
    ("hr", &[]),
    ("details", &[]),
    ("summary", &[]),
    ("b", &[]),
    ("i", &[]),
    ("s", &[]),
    ("small", &[]),
    ("sub", &[]),
    ("sup", &[]),
    ("kbd", &[]),
    ("svg", &[]),
    ("path", &[]),
    ("g", &[]),
];

/// Holds what came out against the list, and that tags close in order.
#[track_caller]
pub(crate) fn is_safe(html: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        assert!(!rest[..at].contains('>'), "{html}");
        let end = rest[at..].find('>').expect("a tag ends") + at;
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{html}");
            continue;
        }
        let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let (_, allowed) = TAGS
            .iter()
            .find(|(known, _)| *known == name)
            .unwrap_or_else(|| panic!("<{name}> in {html}"));
        while !attributes.is_empty() {
            let (key, value) = attributes
                .split_once("=\"")
                .unwrap_or_else(|| panic!("{tag}"));
            assert!(allowed.contains(&key), "{key} in {tag}");
            let (value, more) = value.split_once('"').unwrap();
            if key == "href" {
                let lower = value.to_lowercase();
                let safe = ["https://", "http://", "mailto:", "#s-", "other.html"];
                assert!(safe.iter().any(|known| lower.starts_with(known)), "{value}");
            }
            attributes = more.trim_start();
        }
        if !["br", "hr"].contains(&name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?} in {html}");
}

#[test]
fn nothing_of_a_text_runs() {
    for text in [
        "<script>alert(1)</script>\n",
        "a <script>alert(1)</script> b\n",
        "<script src=//x.example/a.js>\n",
        "<img src=x onerror=alert(1)>\n",
        "a <img src=x onerror=\"alert(1)\"> b\n",
        "<svg onload=alert(1)><script>1</script></svg>\n",
        "<style>*{display:none}</style>\n",
        "<p style=\"position:fixed\" onclick=alert(1)>x\n",
        "<details open ontoggle=alert(1)><summary onclick=x>a\n",
        "- <details>\n- b\n\ntext\n",
        "</div></main></body></details></article>\n",
        "*a <b> c* d </b>\n",
        "[x](javascript:alert(1)) [y](JaVaScRiPt:alert(1)) [z](data:text/html,x) [v](vbscript:x)\n",
        "[x](&#106;avascript:alert(1)) [x](java\tscript:a) [x](<java script:a>) [x](//evil.example) [x](\\\\evil)\n",
        "<javascript:alert(1)>\n",
        "![x](javascript:alert(1)) ![onerror=\"a](\" onerror=\"alert(1))\n",
        "[a](https://x.example/\"onmouseover=\"alert(1))\n",
        "https://x.example/\"><script>alert(1)</script>\n",
        "# <img src=x onerror=alert(1)> \" id=\"x\n",
        "```\"><script>alert(1)</script>\n</code></pre><script>\n```\n",
        "```mermaid\n\"><script>alert(1)</script>\n```\n",
        "| <script> | a |\n| --- | --- |\n| </table><script>alert(1)</script> | <b> |\n",
        "<a href=\"javascript:alert(1)\">x</a>\n",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>\n",
        "<math><mi xlink:href=\"javascript:alert(1)\">x</math>\n",
        "<base href=//evil.example><meta http-equiv=refresh content=0><form action=//evil><input>\n",
        "<!-- <script> --> --><script>alert(1)</script>\n",
        "<![CDATA[<script>alert(1)</script>]]>\n<?php <b> ?>\n",
        "<x y='>' onclick=\"alert(1)\">a</x>\n",
        "<summary>a</summary>\n",
        "\u{202E}gpj.exe\u{2066} \u{0}\u{1b}[31m\n",
    ] {
        let html = shown(text);
        is_safe(&html);
        for bad in [
            "<script",
            "onerror=\"",
            "<style",
            "\u{202E}",
            "\u{1b}",
            "<img",
        ] {
            assert!(!html.contains(bad), "{bad} in {html}");
        }
    }
}

proptest::proptest! {
    #[test]
    fn any_text_is_safe(text in "[a<>/\"'`!\\[\\]()#*_|\\-\n =:&;.1]{0,60}", tags in proptest::collection::vec("</?(details|summary|b|script|a|p|br)[ >]", 0..6)) {
        is_safe(&shown(&text));
        is_safe(&shown(&tags.join("\n\n")));
        is_safe(&shown(&format!("- {}{text}", tags.join(" x "))));
    }
}
