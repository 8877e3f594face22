//! The README's picture: a checklist as a person wrote it, the same one after, and what `report` printed. Drawn from
//! what the program writes and prints, so that it cannot show what is not so.

use crate::support::Lab;
use deployment_report::testing::output::layout::width as width_of;
use deployment_report::testing::world::State;
use std::fmt::Write;
use std::path::Path;

/// Pixels of a cell of the terminal's text and of a line.
const CELL: f32 = 7.8;
const LINE: f32 = 19.0;
const WIDTH: f32 = 828.0;
/// Pixels from the edge of a card to its words.
const MARGIN: f32 = 16.0;

/// What the picture of a language is made of.
struct Words {
    lang: &'static str,
    record: &'static str,
    text: &'static str,
    /// The heading over its checklist, and the one over the checklist that is printed.
    list: &'static str,
    printed: &'static str,
    before: &'static str,
    after: &'static str,
    title: &'static str,
}

const WORDS: [Words; 2] = [
    Words {
        lang: "en",
        record: "2025-12-05-alloy-tolerations.en.md",
        text: include_str!("../../src/command/demo/files/record.en.md"),
        list: "## Next steps",
        printed: "  Checklist",
        before: "written by hand, before the deployment",
        after: "after it",
        title: "A checklist before and after a deployment, and what report verify --update printed",
    },
    Words {
        lang: "ko",
        record: "2025-12-05-alloy-tolerations.md",
        text: include_str!("../../src/command/demo/files/record.ko.md"),
        list: "## 다음 단계",
        printed: "  체크리스트",
        before: "배포 전, 사람이 쓴 그대로",
        after: "배포 후",
        title: "배포 전과 후의 체크리스트, report verify --update의 출력",
    },
];

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// The picture, as it grows from the top.
struct Picture {
    svg: String,
    y: f32,
}

impl Picture {
    fn text(&mut self, x: f32, class: &str, text: &str) {
        let (y, text) = (self.y, escaped(text));
        writeln!(
            self.svg,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" class=\"{class}\">{text}</text>"
        )
        .unwrap();
    }

    /// A card with a caption and lines; each run of words stands at its own cell, whatever the font.
    fn card(&mut self, class: &str, (x, width): (f32, f32), caption: &str, lines: &[String]) {
        let height = (lines.len() + 1) as f32 * LINE + 22.0;
        writeln!(
            self.svg,
            "<rect x=\"{x:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"8\" class=\"{class}\"/>",
            self.y
        )
        .unwrap();
        self.y += LINE + 4.0;
        self.text(x + MARGIN, "caption", caption);
        for line in lines {
            self.y += LINE;
            let mut cells = 0;
            for run in line.split("  ") {
                if !run.trim().is_empty() {
                    let lead = width_of(run) - width_of(run.trim_start());
                    let at = (cells + lead) as f32 * CELL;
                    self.text(x + MARGIN + at, class, run.trim());
                }
                cells += width_of(run) + 2;
            }
        }
        self.y += 30.0;
    }
}

/// The items under a heading.
fn items(text: &str, heading: &str) -> Vec<String> {
    let section = text.split(heading).nth(1).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let lines = section
        .lines()
        .filter(|line| line.contains(['✅', '⏳', '❌']));
    lines.map(str::to_owned).collect()
}

fn drawn(words: &Words) -> String {
    let lab = Lab::demo(State::After).configured();
    let path = format!(".kiro/deployments/{}", words.record);
    lab.file(&path, words.text);
    let args = ["verify", words.record, "--update", "--lang", words.lang];
    let run = lab.run(&args).exits(0);
    let printed = run.stdout.lines().skip_while(|line| *line != words.printed);
    let list = printed.skip(1).take_while(|line| !line.is_empty());
    let mut shown: Vec<String> = list.map(str::to_owned).collect();
    let last = run.stdout.lines().rfind(|line| line.contains(" · "));
    shown.extend(last.map(str::to_owned));
    let (before, after) = (
        items(words.text, words.list),
        items(&lab.read(&path), words.list),
    );
    assert_eq!(before.len(), after.len());
    assert_ne!(before, after);
    let mut picture = Picture {
        svg: String::new(),
        y: 8.0,
    };
    let half = (WIDTH - 24.0) / 2.0;
    picture.card("page", (8.0, half), words.before, &before);
    picture.y = 8.0;
    picture.card("page", (16.0 + half, half), words.after, &after);
    let asked = format!("$ report {}", args[..3].join(" "));
    picture.card("screen", (8.0, WIDTH - 16.0), &asked, &shown);
    let height = picture.y - 10.0;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height:.0}\" width=\"{WIDTH}\" height=\"{height:.0}\" role=\"img\" lang=\"{}\">\n<title>{}</title>\n{STYLE}\n{}</svg>\n",
        words.lang,
        escaped(words.title),
        picture.svg
    )
}

const STYLE: &str = "<style>
text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, 'Noto Sans Mono CJK KR', monospace; white-space: pre; }
text.page { fill: #1f2328; }
rect.page { fill: #ffffff; stroke: #d1d9e0; }
text.screen { fill: #e6edf3; }
rect.screen { fill: #151b23; stroke: #3d444d; }
text.caption { fill: #818b98; font-size: 12px; }
@media (prefers-color-scheme: dark) { text.page { fill: #f0f6fc; } rect.page { fill: #0d1117; stroke: #3d444d; } }
</style>";

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "REPORT_BLESS draws the picture anew"
)]
fn the_picture_shows_what_is_written_and_printed() {
    for words in WORDS {
        let name = format!("docs/record.{}.svg", words.lang);
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(&name);
        let now = drawn(&words);
        if std::env::var_os("REPORT_BLESS").is_some() {
            std::fs::write(&path, &now).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(
            kept, now,
            "{name}: REPORT_BLESS=1 draws it anew; look at it"
        );
    }
}
