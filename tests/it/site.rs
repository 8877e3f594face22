//! Records to look at: `report list` with its filters and formats, `report stats`, `report site`.

use crate::support::Lab;
use deployment_report::testing::collect::git::build;
use deployment_report::testing::world::State;
use git2::{Repository, Signature, Time};

/// A record of an application in an environment, with the marks of its two checks.
fn record(ko: bool, title: &str, app: &str, author: &str, marks: [&str; 2]) -> String {
    let of = |k: &'static str, e: &'static str| if ko { k } else { e };
    format!(
        "# {title}\n\n**{}**: {author}\n\n```json\n{{\"env\": \"prod\", \"dynamic_payload\": {{\"app\": \"{app}\"}}}}\n```\n\n## {}\n\n1. {} Pods\n2. {} Logs\n",
        of("작업자", "Author"),
        of("체크리스트", "Checklist"),
        marks[0],
        marks[1],
    )
}

/// Four records in two languages, committed at two times.
fn lab() -> Lab {
    let lab = Lab::empty();
    let repository = Repository::init(lab.work()).unwrap();
    let file = |name: &str| format!(".kiro/deployments/{name}.md");
    let mut parents = Vec::new();
    for (second, records) in [
        (
            1_764_813_600, // 2025-12-04T02:00:00Z
            vec![
                (
                    "2025-12-01-a",
                    record(true, "결제 배포", "pay", "김", ["✅", "✅"]),
                ),
                (
                    "2025-12-02-b",
                    record(false, "Web deployment", "web", "lee", ["❌", "⏳"]),
                ),
                (
                    "2025-12-03-c",
                    record(true, "=결제, 두 번째", "pay", "lee", ["⏳", "⏳"]),
                ),
                (
                    "2025-12-04-d",
                    record(false, "Web again", "web", "lee", ["✅", "⏳"]),
                ),
            ],
        ),
        (
            1_764_835_200, // 2025-12-04T08:00:00Z
            vec![(
                "2025-12-04-d",
                record(false, "Web again", "web", "lee", ["✅", "✅"]),
            )],
        ),
    ] {
        let records: Vec<_> = records
            .into_iter()
            .map(|(name, text)| (file(name), text))
            .collect();
        for (path, text) in &records {
            lab.file(path, text);
        }
        let files: Vec<_> = records
            .iter()
            .map(|(path, text)| (path.as_str(), Some(text.as_str())))
            .collect();
        let who = Signature::new("K", "k@example.com", &Time::new(second, 540)).unwrap();
        parents = vec![build::commit(&repository, &parents, &who, "m", &files).unwrap()];
    }
    repository
        .reference("refs/heads/main", parents[0], true, "t")
        .unwrap();
    repository.set_head("refs/heads/main").unwrap();
    lab
}

#[test]
fn the_list_is_filtered_and_paths_are_taken() {
    let lab = lab();
    let b = ".kiro/deployments/2025-12-02-b.md";
    for (args, expected) in [
        (&["--app", "pay"][..], "a c"),
        (&["--app", "pay", "--app", "web"], "a b c d"),
        (&["--env", "prod", "--author", "lee"], "b c d"),
        (&["--env", "dev"], ""),
        (&["--author", "김"], "a"),
        (&["--state", "failing"], "b"),
        (&["--state", "failing,open"], "b c"),
        (&["--state", "verified"], "a d"),
        (&["--open"], "b c"),
        (&["--since", "2025-12-02", "--until", "2025-12-03"], "b c"),
        (&["2025-12-01-a", b], "a b"),
    ] {
        let run = lab
            .run(&[&["list", "--format", "json"], args].concat())
            .exits(0);
        let all: Vec<serde_json::Value> = serde_json::from_str(&run.stdout).unwrap();
        let names: Vec<&str> = all
            .iter()
            .map(|one| {
                one["path"]
                    .as_str()
                    .unwrap()
                    .trim_end_matches(".md")
                    .rsplit('-')
                    .next()
                    .unwrap()
            })
            .collect();
        assert_eq!(names.join(" "), expected, "{args:?}");
    }
    lab.run(&["list", "--state", "broken"]).exits(2);
    lab.run(&["list", "--until", "soon"]).exits(2);
}

#[test]
fn the_list_is_data_with_what_the_versions_tell() {
    let lab = lab();
    let csv = lab
        .run(&["list", "--format", "csv", "--lang", "en"])
        .exits(0)
        .stdout;
    let lines: Vec<&str> = csv.lines().collect();
    assert!(
        lines[0].starts_with("path,date,title,app,env,author,state,"),
        "{csv}"
    );
    // What a spreadsheet would compute is text.
    assert!(lines[3].contains(",\"'=결제, 두 번째\",pay,"), "{csv}");
    assert!(
        lines[2].contains(",failing,") && lines[2].contains(",check,"),
        "{csv}"
    );
    assert!(
        lines[2].contains("2025-12-04T02:00:00Z"),
        "when it was committed as failed: {csv}"
    );
    assert!(
        lines[4].ends_with(",2025-12-04T08:00:00Z"),
        "when it was verified: {csv}"
    );
    let korean = lab
        .run(&["list", "--format", "md", "--lang", "ko"])
        .exits(0)
        .stdout;
    assert!(korean.starts_with("| 날짜 | 앱 |"), "{korean}");
    assert!(
        korean.contains("| 2025-12-02 | web | prod | lee | 실패 | 0/2 | Web deployment |"),
        "{korean}"
    );
    lab.run(&["list", "--lang", "ko"])
        .exits(0)
        .says("결제 배포");
    // A file of another format than the terminal's has the versions, too.
    lab.run(&["list", "--output", "json=list.json"]).exits(0);
    assert!(
        lab.read("list.json")
            .contains("\"verified_at\": \"2025-12-04T08:00:00Z\"")
    );
}

#[test]
fn stats_count_the_same_in_every_format() {
    let lab = lab();
    let english = lab.run(&["stats", "--lang", "en"]).exits(0).stdout;
    assert!(
        english.contains("2025-12-01 – 2025-12-04 (UTC)"),
        "{english}"
    );
    // b failed; a and d went well; c is open.
    assert!(english.contains("~33% (1/3)"), "{english}");
    let korean = lab
        .run(&["stats", "--lang", "ko", "--format", "md"])
        .exits(0)
        .stdout;
    assert!(
        korean.contains("| 전체 | 배포 |") && korean.contains("**변경 실패율**"),
        "{korean}"
    );
    let json = lab
        .run(&["stats", "--format", "json", "--app", "web"])
        .exits(0)
        .stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["all"]["deployments"], 2);
    assert_eq!(json["all"]["change_failure"]["count"], 1);
    assert_eq!(json["definitions"].as_array().unwrap().len(), 6);
    let csv = lab.run(&["stats", "--format", "csv"]).exits(0).stdout;
    assert!(csv.contains("app,web,change_failure,1,2,"), "{csv}");
    assert!(
        csv.lines().all(|line| line.split(',').count() == 12),
        "{csv}"
    );
    let none = Lab::empty();
    none.run(&["stats"]).exits(2);
}

const DEPLOYMENTS: &str = ".kiro/deployments";

/// Every page of a site, by its path below it.
fn pages(lab: &Lab, dir: &str) -> std::collections::BTreeMap<String, String> {
    let root = lab.work().join(dir);
    let mut found = std::collections::BTreeMap::new();
    let mut waiting = vec![root.clone()];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path)
            } else {
                let name = path.strip_prefix(&root).unwrap().display().to_string();
                found.insert(name, std::fs::read_to_string(path).unwrap());
            }
        }
    }
    found
}

fn decoded(text: &str) -> String {
    deployment_report::testing::facts::percent::decoded(text)
}

/// The values of an attribute on a page.
fn values<'t>(page: &'t str, attribute: &str) -> Vec<&'t str> {
    let begin = format!("{attribute}=\"");
    let found = page
        .match_indices(&begin)
        .map(|(at, _)| &page[at + begin.len()..]);
    found.map(|rest| rest.split('"').next().unwrap()).collect()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test takes a record away")]
fn a_site_is_whole_in_both_languages() {
    for (lang, words) in [
        ("ko", ["지금 볼 것", "체크리스트", "변경 실패율"]),
        ("en", ["Needs a look", "Checklist", "Change failure rate"]),
    ] {
        let lab = lab();
        lab.file("har/2025-12-02-b.har", "{\"log\":{\"entries\":[{\"request\":{\"headers\":[{\"name\":\"Authorization\",\"value\":\"Bearer abcdefghijklmnop1234\"}]}}]}}");
        let run = lab
            .run(&["site", "out", "--lang", lang, "--evidence", "har"])
            .exits(0);
        assert!(run.stderr.contains("out/index.html"), "{run}");
        let all = pages(&lab, "out");
        let overview = &all["index.html"];
        assert!(overview.contains(&format!("<html lang=\"{lang}\">")));
        assert!(
            overview.contains(words[0]) && all["measures.html"].contains(words[2]),
            "{lang}"
        );
        let failing = &all["records/2025-12-02-b.html"];
        assert!(
            failing.contains(words[1]) && failing.contains("../evidence/2025-12-02-b.har"),
            "{failing}"
        );
        assert!(!all["evidence/2025-12-02-b.har"].contains("abcdefghijklmnop1234"));
        // What failed comes first, and what is settled is no card.
        let cards: Vec<&str> = overview
            .split("<h3>")
            .skip(1)
            .map(|card| card.split("</h3>").next().unwrap())
            .collect();
        assert!(
            cards.len() == 2
                && cards[0].contains("2025-12-02-b")
                && cards[1].contains("2025-12-03-c"),
            "{cards:?}"
        );
        // The last verified version of web, and the later state of pay.
        assert!(
            overview.contains("class=\"version\" href=\"records/2025-12-04-d.html\""),
            "{overview}"
        );
        // Every link leads to a page that is there.
        for (name, page) in all
            .iter()
            .filter(|(name, _)| name.ends_with(".html") || name.ends_with(".xml"))
        {
            for href in values(page, "href").into_iter().chain(values(page, "src")) {
                let (path, anchor) = href.split_once('#').unwrap_or((href, ""));
                if path.starts_with("http") || (path.is_empty() && anchor.contains('=')) {
                    continue;
                }
                let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
                let target = match path.strip_prefix("../") {
                    Some(path) => decoded(path),
                    None if path.is_empty() => name.clone(),
                    None => decoded(&format!("{folder}/{path}"))
                        .trim_start_matches('/')
                        .to_owned(),
                };
                let page = all.get(&target).unwrap_or_else(|| panic!("{name}: {href}"));
                assert!(
                    anchor.is_empty() || page.contains(&format!("id=\"{}\"", decoded(anchor))),
                    "{name}: {href}"
                );
            }
            if name.ends_with(".html") {
                assert!(
                    page.contains(
                        "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"
                    ),
                    "{name}"
                );
                // Only the overview has a script, its own.
                assert_eq!(
                    page.matches("<script").count(),
                    if name == "index.html" { 2 } else { 0 },
                    "{name}"
                );
                assert!(page.len() < 200_000, "{name}");
            }
        }
        let feed = &all["feed.xml"];
        assert_eq!(feed.matches("<entry>").count(), 3, "{feed}");
        assert!(
            feed.contains("<updated>2025-12-04T08:00:00Z</updated>"),
            "{feed}"
        );
        // The same facts give the same bytes.
        lab.run(&["site", "again", "--lang", lang, "--evidence", "har"])
            .exits(0);
        assert_eq!(all, pages(&lab, "again"));
        // A record that is gone takes its page along.
        std::fs::remove_file(lab.work().join(DEPLOYMENTS).join("2025-12-03-c.md")).unwrap();
        lab.run(&["site", "out", "--lang", lang]).exits(0);
        let now = pages(&lab, "out");
        assert!(
            !now.contains_key("records/2025-12-03-c.html")
                && !now.contains_key("evidence/2025-12-02-b.har")
        );
        // A directory of somebody else's is left alone.
        lab.file("own/index.html", "mine");
        lab.run(&["site", "own"]).exits(2).warns("own");
        assert_eq!(lab.read("own/index.html"), "mine");
    }
}

#[test]
fn what_the_deployment_changed_is_shown_line_by_line() {
    for (lang, report) in [
        (
            "ko",
            include_str!("../../reports/2025-12-05-alloy-ops-tolerations.ko.md"),
        ),
        (
            "en",
            include_str!("../../reports/2025-12-05-alloy-ops-tolerations.en.md"),
        ),
    ] {
        let lab = Lab::empty();
        lab.file(&format!("{DEPLOYMENTS}/2025-12-05-a.{lang}.md"), report);
        lab.run(&["site", "--lang", lang]).exits(0);
        let page = &pages(&lab, "site")[&format!("records/2025-12-05-a.{lang}.html")];
        assert!(
            page.contains("<del>-tolerations:</del>") && page.contains("<ins>+controller:</ins>"),
            "{page}"
        );
        assert!(page.contains("#4354"), "{page}");
    }
}

/// A record of somebody who wants the pages to do something.
fn hostile() -> String {
    let items: String = (0..10_000)
        .map(|n| format!("- [ ] <img src=x onerror=alert({n})> item {n}\n"))
        .collect();
    format!(
        "# \u{202E}</title></script><script>alert('t')</script> \"onmouseover=\"alert(1)\n\n\
         **Author**: <script>alert('a')</script>\n**Deployment**: #1\n\n\
         ```json\n{{\"env\": \"\\\"><script>alert('e')</script>\", \"dynamic_payload\": {{\"app\": \"../../../evil<svg onload=alert(1)>\"}}}}\n```\n\n\
         <script>document.title = 'owned'</script>\n<style>body {{ display: none }}</style>\n<link rel=stylesheet href=//evil.example/x.css>\n\
         <meta http-equiv=refresh content=\"0;url=//evil.example\"><base href=//evil.example>\n\n\
         [a](javascript:alert(1)) [b](JAVASCRIPT:alert(1)) [c](data:text/html,<script>alert(1)</script>) <javascript:alert(1)>\n\n\
         ![x](https://evil.example/pixel.png) <img src=https://evil.example/p.png onerror=alert(1)>\n\n\
         </article></main></body></html>{{{{ config }}}}{{% include \"base.html\" %}}\n\n\
         ```mermaid\ntimeline\n title </svg><script>alert(1)</script>\n a : <script>alert(1)</script>\n```\n\n\
         ## Checklist\n\n{items}"
    )
}

#[test]
fn a_hostile_record_changes_nothing_but_its_own_page() {
    let name = format!("{DEPLOYMENTS}/2025-11-30-hostile.md");
    let lab = lab();
    lab.run(&["site", "before", "--lang", "en"]).exits(0);
    lab.file(&name, hostile());
    lab.run(&["site", "after", "--lang", "en"]).exits(0);
    let (before, after) = (pages(&lab, "before"), pages(&lab, "after"));
    for (path, page) in after.iter().filter(|(path, _)| path.ends_with(".html")) {
        let tags: Vec<String> = page
            .split('<')
            .skip(1)
            .map(|tag| tag.split(['>', ' ', '\n']).next().unwrap().to_lowercase())
            .collect();
        let count = |name: &str| tags.iter().filter(|tag| *tag == name).count();
        assert_eq!(
            count("script"),
            if path == "index.html" { 2 } else { 0 },
            "{path}"
        );
        assert_eq!(count("meta"), 6, "{path}");
        assert_eq!(count("link"), 3, "{path}");
        assert_eq!(count("main") + count("/main"), 2, "{path}");
        assert_eq!(
            count("html")
                + count("/html")
                + count("body")
                + count("/body")
                + count("title")
                + count("/title"),
            6,
            "{path}"
        );
        for bad in ["img", "style", "base", "iframe", "form", "object", "embed"] {
            assert_eq!(count(bad), 0, "{path}: <{bad}>");
        }
        for tag in page
            .split('<')
            .skip(1)
            .map(|tag| tag.split('>').next().unwrap())
        {
            let outside: String = tag.split('"').step_by(2).collect();
            assert!(
                !outside.to_lowercase().contains(" on") && !outside.contains("style="),
                "{path}: <{tag}>"
            );
        }
        for href in values(page, "href") {
            let lower = decoded(href).to_lowercase();
            assert!(
                !lower.starts_with("javascript:")
                    && !lower.starts_with("data:")
                    && !lower.starts_with("//"),
                "{path}: {href}"
            );
        }
        assert!(!page.contains('\u{202E}'), "{path}");
    }
    // Nothing was written elsewhere, whatever the application is called.
    assert!(
        after.keys().all(|path| before.contains_key(path)
            || path.contains("hostile")
            || path.starts_with("apps/evil")),
        "{:?}",
        after.keys()
    );
    // The pages of others are as they were.
    for (path, page) in &before {
        let shared = ["index.html", "measures.html", "feed.xml", ".report-site"];
        if !shared.contains(&path.as_str()) {
            assert_eq!(page, &after[path], "{path}");
        }
    }
    // What a page without its evidence weighs does not depend on it, and of its ten thousand items a card shows three.
    assert!(after["index.html"].len() < before["index.html"].len() + 4_000);
    assert!(after["records/2025-11-30-hostile.html"].contains("item 9999"));
    assert!(
        after["index.html"].contains("9997"),
        "how many more there are"
    );
    // The data of the search is data.
    let data = after["index.html"]
        .split("id=\"data\">")
        .nth(1)
        .unwrap()
        .split("</script>")
        .next()
        .unwrap();
    let data: serde_json::Value = serde_json::from_str(data).unwrap();
    assert_eq!(data["rows"].as_array().unwrap().len(), 5);
}

/// The job that publishes the site does so only where the repository asks for it, and may do nothing else.
#[test]
fn the_workflow_publishes_the_site_only_where_it_is_asked_to() {
    let workflow = Lab::empty()
        .run(&["init", "--print", "github"])
        .exits(0)
        .stdout;
    let (_, job) = workflow.split_once("\n  site:\n").unwrap();
    assert!(
        job.contains("    if: \"!cancelled() && github.event_name != 'pull_request' && vars.REPORT_SITE == 'true'\"\n"),
        "{job}"
    );
    let (_, permissions) = job.split_once("permissions:\n").unwrap();
    let permissions: Vec<&str> = permissions
        .lines()
        .take_while(|line| line.starts_with("      "))
        .map(|line| line.split('#').next().unwrap().trim())
        .collect();
    assert_eq!(
        permissions,
        ["contents: read", "pages: write", "id-token: write"]
    );
    for uses in job.split("uses: ").skip(1) {
        let version = uses.split(['@', ' ']).nth(1).unwrap();
        assert!(
            version.len() == 40 && version.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "{uses}"
        );
    }
    assert!(
        job.contains("persist-credentials: false") && !job.contains("secrets."),
        "{job}"
    );
}

/// An item shows the evidence of the steps that `verify` ticks it by, whatever they are called.
#[test]
fn an_item_shows_the_evidence_that_ticked_it() {
    for (lang, title, plan, step, expected, list, item, others) in [
        (
            "ko",
            "Alloy 배포",
            "검증 계획",
            "배포 범위",
            "기대 결과",
            "체크리스트",
            "배포 범위 확인",
            "다른 단계에서 본 것",
        ),
        (
            "en",
            "Alloy",
            "Verification plan",
            "How far it got",
            "Expected",
            "Checklist",
            "Check how far it got",
            "Seen in other steps",
        ),
    ] {
        let lab = Lab::with_world(State::After).configured();
        let path = ".kiro/deployments/2025-12-05-far.md";
        lab.file(path, format!("# {title}\n\n## {plan}\n\n### 1. {step}\n\n```bash\nkubectl --context buzzvil-eks-ops get daemonset alloy -n loki-v3\n```\n\n**{expected}**:\n- READY: 10\n\n<!-- report:begin results -->\n<!-- report:end results -->\n\n## {list}\n\n### buzzvil-eks-ops\n\n- ⏳ {item}\n"));
        lab.run(&["verify", path, "--update"]).exits(0);
        assert!(lab.read(path).contains(&format!("- ✅ {item}")));
        lab.run(&["site", "site", "--lang", lang]).exits(0);
        let page = lab.read("site/records/2025-12-05-far.html");
        let of_item = page.split("<details class=\"item ").nth(1).unwrap();
        let of_item = of_item.split("</details>").next().unwrap();
        assert!(of_item.contains("get daemonset alloy"), "{lang}: {of_item}");
        assert!(!page.contains(others), "{lang}");
    }
}
