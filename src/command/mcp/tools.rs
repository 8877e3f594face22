//! The tools: each reads its arguments, calls the function that its command calls, and answers. Schemas come from
//! the types, cut to what a model needs: the whole of an answer is a resource (`report://schema/…`).

use super::answer::{Answer, Answered};
use super::{Call, inside, read};
use crate::both;
use crate::cli::{Cluster, Detail};
use crate::command::explain::{self, Explained, strict};
use crate::command::judge::{Input, JudgedObject, run as judge_inputs};
use crate::command::list::run::{History, Read};
use crate::command::list::{self, Listed};
use crate::command::new::run::{self as newing, NewArgs};
use crate::command::records::vocabulary;
use crate::command::verify::Named;
use crate::command::verify::run::{self as verifying, VerifyArgs};
use crate::error::{Error, exit};
use crate::facts::lang::Lang;
use crate::facts::outcome::RecordOutcome;
use crate::facts::verdict::{Judgement, Verdict};
use crate::output::layout::one_line;
use crate::store::{self, Reach};
use rmcp::model::{JsonObject, Tool, ToolAnnotations};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

/// Nobody waits longer in one call.
const LONGEST_WAIT: u64 = 300;
/// So many records are told if nobody says how many.
const RECORDS: usize = 20;

/// A tool.
pub(super) struct Known {
    name: &'static str,
    about: &'static str,
    /// Whether it can write; one that must is there with `--write` alone.
    writes: Writes,
    /// Whether it asks the outside.
    asks: bool,
    input: fn() -> Schema,
    output: fn() -> Schema,
    run: fn(Value, &Call) -> Result<Answered, Error>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Writes {
    Never,
    /// It adds a file.
    Adds,
    /// It changes one.
    Changes,
}

/// All of them.
const TOOLS: [Known; 7] = [
    Known {
        name: "list_records",
        about: "Deployment records of the workspace, newest first: state, progress, what is open.",
        writes: Writes::Never,
        asks: false,
        input: schema::<List>,
        output: schema::<Answer<Records>>,
        run: list_records,
    },
    Known {
        name: "explain_record",
        about: "How each line of a record (path) or unsaved draft (text) is understood. `findings` are lines a machine could judge but cannot yet, with suggested rewritings. No network.",
        writes: Writes::Never,
        asks: false,
        input: schema::<Explain>,
        output: schema::<Answer<Explained>>,
        run: explain_record,
    },
    Known {
        name: "explain_sentence",
        about: "Sandbox for phrasing: how one expected-result sentence (Korean or English) is read beside kubectl commands.",
        writes: Writes::Never,
        asks: false,
        input: schema::<Sentence>,
        output: schema::<Answer<Explained>>,
        run: explain_sentence,
    },
    Known {
        name: "verify_record",
        about: "Asks cluster, deployments and logs read-only and judges a record's plan and checklist. Writes nothing.",
        writes: Writes::Never,
        asks: true,
        input: schema::<Verify>,
        output: schema::<Answer<RecordOutcome>>,
        run: verify_record,
    },
    Known {
        name: "judge_objects",
        about: "Judges Kubernetes objects in YAML or JSON (text, or a file of the workspace). No network.",
        writes: Writes::Never,
        asks: false,
        input: schema::<Judge>,
        output: schema::<Answer<Objects>>,
        run: judge_objects,
    },
    Known {
        name: "new_record",
        about: "Collects git, deployment and cluster into a new record. `preview`, or a server without --write, returns the text and writes nothing.",
        writes: Writes::Adds,
        asks: true,
        input: schema::<New>,
        output: schema::<Answer<Drafts>>,
        run: new_record,
    },
    Known {
        name: "update_record",
        about: "Verifies, then writes verdicts and evidence into the record. Human words and ticks stay.",
        writes: Writes::Changes,
        asks: true,
        input: schema::<Verify>,
        output: schema::<Answer<RecordOutcome>>,
        run: update_record,
    },
];

/// One by its name.
pub(super) fn find(name: &str) -> Option<&'static Known> {
    const ALL: &[Known] = &TOOLS;
    ALL.iter().find(|tool| tool.name == name)
}

/// As a client is told of them.
pub(super) fn listed(write: bool) -> Vec<Tool> {
    let offered = TOOLS.into_iter();
    let offered = offered.filter(|tool| write || tool.writes != Writes::Changes);
    offered
        .map(|tool| {
            let writes = write && tool.writes != Writes::Never;
            let hints = ToolAnnotations::new()
                .read_only(!writes)
                .destructive(writes && tool.writes == Writes::Changes)
                .idempotent(!writes || tool.writes == Writes::Changes)
                .open_world(tool.asks);
            Tool::new(tool.name, tool.about, cut((tool.input)(), usize::MAX))
                .with_raw_output_schema(cut((tool.output)(), 2))
                .with_annotations(hints)
        })
        .collect()
}

/// Calls one.
pub(super) fn run(tool: &Known, arguments: JsonObject, call: &Call) -> Result<Answered, Error> {
    if tool.writes == Writes::Changes && !call.base.write {
        let name = tool.name;
        return Err(Error::user(both!(
            "{name}: 이 서버는 읽기만 합니다",
            "{name}: this server only reads"
        ))
        .hinted(both!(
            "사람이 `report mcp --write`로 시작해야 합니다; 판정만 보려면 `verify_record`를 쓰세요",
            "a person has to start it as `report mcp --write`; `verify_record` tells the verdicts alone"
        )));
    }
    (tool.run)(Value::Object(arguments), call)
}

fn schema<T: JsonSchema>() -> Schema {
    let settings = SchemaSettings::draft2020_12().with(|one| one.inline_subschemas = true);
    settings.into_generator().into_root_schema_for::<T>()
}

/// A schema without what a model does not need, and of things in things in things only that they are some.
fn cut(schema: Schema, depth: usize) -> Arc<JsonObject> {
    let cut = slim(schema.to_value(), depth);
    Arc::new(match cut {
        Value::Object(object) => object,
        _ => Map::new(),
    })
}

fn slim(schema: Value, depth: usize) -> Value {
    let Value::Object(schema) = schema else {
        return schema;
    };
    let mut out = Map::new();
    for (key, value) in schema {
        match key.as_str() {
            "properties" if depth > 0 => {
                let Value::Object(properties) = value else {
                    continue;
                };
                let properties = properties.into_iter();
                let slimmed = properties.map(|(name, one)| (name, slim(one, depth - 1)));
                out.insert(key, Value::Object(slimmed.collect()));
            }
            "items" if depth > 0 => {
                out.insert(key, slim(value, depth - 1));
            }
            // Where an argument may be null, it may be left out; many clients know no other than one type.
            "type" => {
                let one = match &value {
                    Value::Array(types) if depth > 2 => {
                        types.iter().find(|one| *one != "null").cloned()
                    }
                    _ => None,
                };
                out.insert(key, one.unwrap_or(value));
            }
            "enum" | "maximum" | "additionalProperties" => {
                out.insert(key, value);
            }
            // What comes back explains itself.
            "description" | "required" if depth > 2 => {
                out.insert(key, value);
            }
            _ => {}
        }
    }
    Value::Object(out)
}

fn arguments<T: DeserializeOwned>(value: Value) -> Result<T, Error> {
    serde_json::from_value(value).map_err(|error| {
        Error::user(both!(
            "인자를 읽을 수 없습니다",
            "the arguments cannot be read"
        ))
        .because(&error)
        .hinted(both!(
            "`tools/list`의 inputSchema를 따르세요",
            "follow the inputSchema of `tools/list`"
        ))
    })
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct List {
    /// Only what is not settled
    #[serde(default)]
    open: bool,
    app: Option<String>,
    env: Option<String>,
    /// Default 20
    limit: Option<usize>,
}

#[derive(Serialize, JsonSchema)]
struct Records {
    records: Vec<Listed>,
    /// How many more there are.
    more: usize,
    /// What could not be read, and why.
    unread: Vec<String>,
}

fn list_records(value: Value, call: &Call) -> Result<Answered, Error> {
    let asked: List = arguments(value)?;
    let settings = call.settings(None)?;
    let lang = settings.lang;
    let found = Read::quietly(&[], &settings)?;
    let unread = found.unread().map(|error| error.line(lang)).collect();
    let filter = list::Filter {
        open: asked.open,
        apps: asked.app.into_iter().collect(),
        envs: asked.env.into_iter().collect(),
        ..list::Filter::default()
    };
    let mut records = list::select(found.settled(&settings, History::Spared), &filter);
    records.reverse();
    let limit = asked.limit.unwrap_or(RECORDS);
    let more = records.len().saturating_sub(limit);
    records.truncate(limit);
    let told = match (lang, records.len()) {
        (Lang::Ko, count) => format!("기록 {count}개, 그 밖에 {more}개"),
        (Lang::En, 1) => format!("1 record, {more} more"),
        (Lang::En, count) => format!("{count} records, {more} more"),
    };
    let text: String = records
        .iter()
        .map(|one| {
            let (state, path, title) = (one.state.words(lang), &one.path, one_line(&one.title));
            format!("{path}: {state} {}/{} {title}\n", one.done, one.total)
        })
        .collect();
    let data = Records {
        records,
        more,
        unread,
    };
    Ok(Answered::new(data, &told, &text, lang))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Explain {
    path: Option<String>,
    /// Markdown, instead of `path`
    text: Option<String>,
    /// Also metadata and lines that demand nothing
    #[serde(default)]
    full: bool,
}

fn explain_record(value: Value, call: &Call) -> Result<Answered, Error> {
    let asked: Explain = arguments(value)?;
    let settings = call.settings(None)?;
    let (shown, text) = given(asked.path, asked.text, |path| read(&path, &settings))?;
    let vocabulary = vocabulary(&settings);
    let explained = explain::explain(&shown, &text, &vocabulary);
    let explained = if asked.full {
        explained
    } else {
        explained.brief()
    };
    // What was found in a text is told in its language.
    let lang = explained.lang;
    let told = explain::run::totals(std::slice::from_ref(&explained), lang);
    let found = strict::short(&explained.path, &explained.findings, lang);
    Ok(Answered::new(explained, told.trim_end(), &found, lang))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Sentence {
    sentence: String,
    /// Commands of the same step
    #[serde(default)]
    commands: Vec<String>,
}

fn explain_sentence(value: Value, call: &Call) -> Result<Answered, Error> {
    let asked: Sentence = arguments(value)?;
    let settings = call.settings(None)?;
    let sentence = asked.sentence.trim();
    let lines = |text: &str| text.contains(['\n', '\r']);
    if sentence.is_empty() || lines(sentence) || asked.commands.iter().any(|one| lines(one)) {
        return Err(Error::user(both!(
            "한 줄에 한 문장, 한 명령이어야 합니다",
            "one sentence on one line is needed, and one command a line"
        ))
        .hinted(both!(
            "여러 줄은 `explain_record`의 text로 시험하세요",
            "try several lines with the text of `explain_record`"
        )));
    }
    let vocabulary = vocabulary(&settings);
    let lang = Lang::of(sentence);
    let explained = explain::explain_sentence(sentence, &asked.commands, lang, &vocabulary);
    let lines = || explained.steps.iter().map(|step| &step.lines);
    let meanings = lines().flat_map(|one| &one.expectations);
    let meanings = meanings.map(|one| format!("{}\n", one.meaning));
    let demands = lines().any(|one| !one.expectations.is_empty());
    let silent = lines().flat_map(|one| &one.remarks).filter(|_| !demands);
    let silent = silent.map(|one| format!("{}\n", one.why.words(lang)));
    let asked = explained.steps.iter().flat_map(|step| &step.commands);
    let asked = asked.map(|one| format!("{}: {}\n", one.text, one.meaning));
    let found = explained.findings.iter();
    let found = found.map(|one| format!("{}\n", one.told(lang)));
    let text: String = meanings.chain(silent).chain(asked).chain(found).collect();
    let told = match (demands, explained.findings.is_empty()) {
        (true, true) => lang.pick("판정할 수 있습니다", "it can be judged"),
        (true, false) => lang.pick("고칠 것이 있습니다", "there is something to mend"),
        (false, _) => lang.pick("아무것도 요구하지 않습니다", "it demands nothing"),
    };
    Ok(Answered::new(explained, told, &text, lang))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Verify {
    path: String,
    /// Names of steps or items
    #[serde(default)]
    only: Vec<String>,
    /// Look again until nothing is pending
    #[serde(default)]
    #[schemars(range(max = 300))]
    wait_seconds: u64,
    /// Also what commands printed
    #[serde(default)]
    full: bool,
}

fn verify_record(value: Value, call: &Call) -> Result<Answered, Error> {
    judged(arguments(value)?, false, call)
}

fn update_record(value: Value, call: &Call) -> Result<Answered, Error> {
    judged(arguments(value)?, true, call)
}

fn judged(asked: Verify, update: bool, call: &Call) -> Result<Answered, Error> {
    if asked.wait_seconds > LONGEST_WAIT {
        return Err(Error::user(both!(
            "wait_seconds: {LONGEST_WAIT}초까지 기다립니다",
            "wait_seconds: {LONGEST_WAIT} at most"
        ))
        .hinted(both!(
            "진행 중이면 나중에 다시 부르세요",
            "call again later while something is pending"
        )));
    }
    let settings = call.settings(None)?;
    let lang = settings.lang;
    // What cannot be read is told before anything is asked.
    let (shown, _) = read(&asked.path, &settings)?;
    let args = VerifyArgs {
        records: vec![inside(&asked.path, &settings)?],
        update,
        wait: (asked.wait_seconds > 0).then(|| Duration::from_secs(asked.wait_seconds)),
        only: asked.only,
        detail: Some(Detail::Brief),
        ..VerifyArgs::default()
    };
    let console = call.console(&settings);
    let verified = verifying::verified(&args, Named::ByWorkspace, &settings, &console)?;
    let outcome = if asked.full {
        verified.outcome
    } else {
        verified.outcome.brief()
    };
    let record = outcome.records.into_iter().next();
    let record = record.unwrap_or_else(|| RecordOutcome::nothing(&shown, "", lang));
    if let Some(error) = record.error {
        return Err(Error::record(error));
    }
    let change = match (record.written, record.diff.is_empty()) {
        (true, _) => lang.pick("기록에 썼습니다", "written"),
        (false, true) => lang.pick("기록은 그대로입니다", "the record is up to date"),
        (false, false) => lang.pick("기록에 쓸 것이 있습니다", "there is something to write"),
    };
    let told = format!("{}; {change}", counts(&record, lang));
    Ok(Answered::new(&record, &told, &lines(&record), lang))
}

/// `passed 3, pending 1` of a record's items, or of its steps if it has none.
fn counts(record: &RecordOutcome, lang: Lang) -> String {
    let steps = record.steps.iter().map(|one| one.judgement.verdict);
    let items = record.items.iter().map(|one| one.judgement.verdict);
    let items: Vec<Verdict> = if record.items.is_empty() {
        steps.collect()
    } else {
        items.collect()
    };
    let words = [
        (Verdict::Failed, "실패", "failed"),
        (Verdict::Pending, "진행 중", "pending"),
        (Verdict::Unknown, "알 수 없음", "unknown"),
        (Verdict::Manual, "사람이 확인", "manual"),
        (Verdict::Passed, "통과", "passed"),
    ];
    let counted = words.into_iter().filter_map(|(verdict, ko, en)| {
        let count = items.iter().filter(|one| **one == verdict).count();
        (count > 0).then(|| format!("{} {count}", lang.pick(ko, en)))
    });
    let counted: Vec<String> = counted.collect();
    counted.join(", ")
}

/// A line a step and item: where it stands, the verdict, and why.
fn lines(record: &RecordOutcome) -> String {
    let mut out = String::new();
    let mut line = |at: usize, text: &str, one: &Judgement| {
        let (word, reason) = (one.verdict.word(), &one.reason);
        let (text, message) = (one_line(text), one_line(&one.message));
        let _infallible = writeln!(
            out,
            "{}:{at}: {word} {reason}: {text} — {message}",
            record.path
        );
    };
    for step in &record.steps {
        line(step.at.line, &step.title, &step.judgement);
        for one in &step.expectations {
            if one.judgement.verdict != Verdict::Passed {
                line(one.at.line, &one.text, &one.judgement);
            }
        }
    }
    for item in &record.items {
        line(item.at.line, &item.text, &item.judgement);
    }
    out
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Judge {
    text: Option<String>,
    path: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct Objects {
    objects: Vec<JudgedObject>,
    notes: Vec<String>,
}

fn judge_objects(value: Value, call: &Call) -> Result<Answered, Error> {
    let asked: Judge = arguments(value)?;
    let settings = call.settings(None)?;
    let (name, text) = given(asked.path, asked.text, |path| {
        let place = inside(&path, &settings)?;
        let text = store::read_large_text(&place, Reach::Within(&settings.root))?;
        Ok((path, text))
    })?;
    let lang = settings.lang;
    let input = Input {
        name,
        text: Ok(text),
    };
    let judged = judge_inputs(&[input], settings.now, lang);
    if judged.objects.is_empty() {
        return Err(crate::command::judge::run::nothing());
    }
    let (count, status) = (judged.objects.len(), judged.exit_status());
    let told = match (lang, status == exit::OK) {
        (Lang::Ko, true) => format!("오브젝트 {count}개, 실패 없음"),
        (Lang::Ko, false) => format!("오브젝트 {count}개, 통과하지 못한 것이 있음"),
        (Lang::En, true) => format!("{count} objects, nothing failed"),
        (Lang::En, false) => format!("{count} objects, not all passed"),
    };
    let text = judged.to_text(lang);
    let data = Objects {
        objects: judged.objects,
        notes: judged.notes,
    };
    Ok(Answered::new(data, &told, &text, lang))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct New {
    title: Option<String>,
    /// Number of Gitploy, github:N, gitlab:N or argocd:APP#N
    deployment: Option<String>,
    /// Its latest deployment
    app: Option<String>,
    /// KIND/NAME
    #[serde(default)]
    workloads: Vec<String>,
    namespace: Option<String>,
    /// Of [repos], or a folder of the workspace
    repo: Option<String>,
    /// Commits A..B
    range: Option<String>,
    /// ko, en or ko,en
    lang: Option<String>,
    #[serde(default)]
    preview: bool,
}

#[derive(Serialize, JsonSchema)]
struct Drafts {
    /// Whether the files were written.
    written: bool,
    /// Their paths and texts.
    records: Vec<newing::Draft>,
    /// What could not be learned.
    gaps: Vec<String>,
}

fn new_record(value: Value, call: &Call) -> Result<Answered, Error> {
    let asked: New = arguments(value)?;
    let write = call.base.write && !asked.preview;
    let settings = call.settings(asked.lang.as_deref())?;
    let lang = settings.lang;
    if let Some(repo) = &asked.repo
        && !settings.config.repos.contains_key(repo)
    {
        let place = inside(repo, &settings)?;
        store::names(&place, Reach::Within(&settings.root))?;
    }
    let repo = asked.repo.map(|repo| {
        if settings.config.repos.contains_key(&repo) {
            repo
        } else {
            settings.root.join(repo).display().to_string()
        }
    });
    let args = NewArgs {
        title: asked.title,
        deployment: asked
            .deployment
            .as_deref()
            .map(newing::Named::read)
            .transpose()?,
        app: asked.app,
        repo,
        range: asked.range,
        workload: asked.workloads,
        cluster: Cluster {
            context: None,
            namespace: asked.namespace,
        },
        ..NewArgs::default()
    };
    let console = call.console(&settings);
    let learned = newing::learned(&args, asked.lang.as_deref(), &settings, &console)?;
    let drafts = newing::drafts(&learned, &args, &settings)?;
    let written = |draft: newing::Draft| {
        if write {
            return newing::write(draft, &settings);
        }
        let path = format!(".kiro/deployments/{}", draft.path);
        Ok(newing::Draft { path, ..draft })
    };
    let records = drafts.into_iter().map(written);
    let records = records.collect::<Result<Vec<_>, Error>>()?;
    let told = match (write, lang) {
        (true, Lang::Ko) => "기록을 썼습니다",
        (true, Lang::En) => "written",
        (false, Lang::Ko) => "미리보기: 아무것도 쓰지 않았습니다",
        (false, Lang::En) => "preview: nothing was written",
    };
    let gaps: Vec<String> = learned.gaps.iter().map(|gap| gap.told(lang)).collect();
    let each = records
        .iter()
        .map(|one| format!("{}\n\n{}\n", one.path, one.text));
    let text: String = each
        .chain(gaps.iter().map(|gap| format!("⚠ {gap}\n")))
        .collect();
    let data = Drafts {
        written: write,
        records,
        gaps,
    };
    Ok(Answered::new(data, told, &text, lang))
}

/// The name and the text of a path that is read, or of a text, and not of both.
fn given(
    path: Option<String>,
    text: Option<String>,
    read: impl FnOnce(String) -> Result<(String, String), Error>,
) -> Result<(String, String), Error> {
    match (path, text) {
        (Some(path), None) => read(path),
        (None, Some(text)) => Ok(("-".to_owned(), text)),
        (Some(_), Some(_)) | (None, None) => Err(Error::user(both!(
            "`path`와 `text` 가운데 하나가 필요합니다",
            "one of `path` and `text` is needed"
        ))),
    }
}
