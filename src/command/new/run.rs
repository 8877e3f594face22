//! `report new` on the command line: its arguments, options, templates, names, writing.

use super::plan;
use super::{Learned, NewOptions, Setting};
use crate::both;
use crate::cli::{Cluster, value};
use crate::collect::deployments::Wanted;
use crate::collect::observe::Outside;
use crate::command::asking::{ask, outside, save_evidence};
use crate::command::task;
use crate::console::{Console, Data};
use crate::error::{Error, exit};
use crate::facts::deployment::{Deployment, DeploymentRef, System};
use crate::facts::lang::Lang;
use crate::output::layout;
use crate::render::Templates;
use crate::render::context::RecordContext;
use crate::settings::{Settings, WaysBack};
use crate::store::{self, Reach};
use chrono::NaiveDate;
use chrono_tz::Tz;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// `report new`.
#[derive(Debug, Default, Args)]
#[command(
    after_help = "Examples:\n  report new --deployment 4354\n  report new --deployment 4369..4374 --lang ko,en\n  \
                        report new --app alloy-ops                  the latest deployment of an application\n  \
                        report new \"Alloy tolerations\" --repo repos/k8s --range v1..v2 --workload ds/alloy -n loki-v3\n\n\
                  What `report` reads and writes in a record: docs/records.md"
)]
pub struct NewArgs {
    /// Title of the record
    pub title: Option<String>,
    /// Deployment: a number, github:N, gitlab:N, argocd:APP#N, a range A..B or a list A,B
    #[arg(long, value_name = "N", value_parser = Named::read)]
    pub deployment: Option<Named>,
    /// The latest deployment of this application
    #[arg(long, value_name = "NAME", conflicts_with = "deployment")]
    pub app: Option<String>,
    /// The latest deployment to this environment
    #[arg(long, value_name = "NAME", conflicts_with = "deployment")]
    pub env: Option<String>,
    /// The latest deployment of all
    #[arg(long, conflicts_with = "deployment")]
    pub latest: bool,
    /// Repository: a name of [repos] or a path
    #[arg(long, value_name = "PATH")]
    pub repo: Option<String>,
    /// Commit range
    #[arg(long, value_name = "A..B")]
    pub range: Option<String>,
    /// File or folder of the app in the repository; may be repeated
    #[arg(long, value_name = "PATH")]
    pub path: Vec<String>,
    /// Workload, e.g. ds/alloy; may be repeated
    #[arg(long, value_name = "KIND/NAME")]
    pub workload: Vec<String>,
    /// Which cluster.
    #[command(flatten)]
    pub cluster: Cluster,
    /// Kiro task that the record belongs to
    #[arg(long, value_name = "SPEC:N")]
    pub task: Option<String>,
    /// Pull request
    #[arg(long, value_name = "N|URL")]
    pub pr: Option<String>,
    /// Slug of the file name
    #[arg(long)]
    pub slug: Option<String>,
    /// Date of the record [default: the deployment's, in the team's zone]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = value::date)]
    pub date: Option<NaiveDate>,
    /// Print the template context as JSON and write nothing
    #[arg(long)]
    pub print_context: bool,
    /// Render from a context that --print-context wrote
    #[arg(long, value_name = "FILE", conflicts_with = "print_context")]
    pub from_context: Option<PathBuf>,
}

/// `report new`.
pub fn new(
    args: &NewArgs,
    lang: Option<&str>,
    settings: &Settings,
    console: &Console,
) -> Result<u8, Error> {
    for record in made(args, lang, settings, console)? {
        console.result(&format!("{}\n", record.path));
    }
    Ok(exit::OK)
}

/// A record that is or can be written.
#[derive(Serialize, JsonSchema)]
pub struct Draft {
    /// Its path as it is shown, or the name of its file.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// Writes the records; none where only the context is printed. `asked` is what `--lang` says.
pub fn made(
    args: &NewArgs,
    asked: Option<&str>,
    settings: &Settings,
    console: &Console,
) -> Result<Vec<Draft>, Error> {
    let learned = learned(args, asked, settings, console)?;
    for gap in &learned.gaps {
        console.message(&format!("⚠ {}", layout::one_line(&gap.told(console.lang))));
    }
    if args.print_context {
        let json = match learned.contexts.as_slice() {
            [one] => serde_json::to_string_pretty(one),
            several => serde_json::to_string_pretty(several),
        };
        let json = json.map_err(|error| {
            Error::internal(both!("JSON을 쓸 수 없습니다", "cannot write JSON")).because(&error)
        })?;
        console.data(Data::Json, &(json + "\n"));
        return Ok(Vec::new());
    }
    let drafts = drafts(&learned, args, settings)?;
    drafts
        .into_iter()
        .map(|draft| write(draft, settings))
        .collect()
}

/// What a record is made of: collected, or read from a file.
pub fn learned(
    args: &NewArgs,
    asked: Option<&str>,
    settings: &Settings,
    console: &Console,
) -> Result<Learned, Error> {
    let options = options(args);
    // A task that is not there would never be ticked: that is said before anything is asked.
    if let Some(wanted) = &options.task {
        task::task(&settings.root, wanted).map_err(|error| {
            Error::user(error).hinted(both!(
                "`--task`에 tasks.md에 있는 번호를 SPEC:N으로 적으세요",
                "give --task a number of the spec's tasks.md as SPEC:N"
            ))
        })?;
    }
    let langs = languages(asked, settings)?;
    match &args.from_context {
        Some(path) => Ok(Learned {
            contexts: read_contexts(path)?,
            gaps: Vec::new(),
        }),
        None => {
            if !asks_for_latest(args) && says_nothing(&options) && !console.interactive {
                return Err(nothing_named(console.lang));
            }
            let outside = outside(settings)?;
            let asked = gathered(args, options, &langs, (settings, &outside), console);
            let learned = ask(&outside, asked);
            save_evidence(settings, &outside)?;
            learned?
        }
    }
}

/// The records. Everything is rendered before anything is written: a template's error leaves no half a pair.
pub fn drafts(learned: &Learned, args: &NewArgs, settings: &Settings) -> Result<Vec<Draft>, Error> {
    let names = super::free_names(&learned.contexts, &options(args), &taken(settings));
    let each = learned.contexts.iter().zip(names).map(|(context, name)| {
        let templates = templates(context.language(), settings)?;
        let text = super::render(context, &templates).map_err(|error| {
            Error::config(error.to_string()).hinted(settings.lang.pick(
                "템플릿을 고치거나, 지우고 내장 템플릿을 쓰세요",
                "correct the template, or remove it to use the built-in one",
            ))
        })?;
        Ok(Draft { path: name, text })
    });
    each.collect()
}

/// Writes a record under a name that is free.
pub fn write(draft: Draft, settings: &Settings) -> Result<Draft, Error> {
    let (dir, reach) = (settings.deployments(), Reach::Within(&settings.root));
    let path = store::create_new(&dir, reach, &draft.path, &draft.text)?;
    Ok(Draft {
        path: crate::command::verify::shown(&path, &settings.root),
        ..draft
    })
}

/// Whether a file name is in use among the records, in either Unicode form.
fn taken(settings: &Settings) -> impl Fn(&str) -> bool {
    let dir = settings.deployments();
    let reach = Reach::Within(&settings.root);
    move |name| store::stands(&dir, reach, name).unwrap_or(false)
}

/// Whether the flags name an application or environment, whose newest deployment is meant.
fn asks_for_latest(args: &NewArgs) -> bool {
    args.latest || args.app.is_some() || args.env.is_some()
}

/// Whether nothing tells what the record is to be about.
fn says_nothing(options: &NewOptions) -> bool {
    options.title.is_none()
        && options.deployments.is_empty()
        && options.repo.is_none()
        && options.range.is_none()
        && options.workloads.is_empty()
}

/// The deployment that a person picks from Gitploy's latest. Without a terminal nobody is asked, and
/// the error names the flags.
async fn chosen(
    settings: &Settings,
    outside: &Outside,
    console: &Console,
) -> Result<DeploymentRef, Error> {
    let lang = console.lang;
    let none = || nothing_named(lang);
    let latest = outside
        .teller(System::default())
        .map_err(|blind| none().hinted(blind.told(lang)))?;
    let enough = |all: &[Deployment]| all.len() >= OFFERED;
    let latest = latest.deployments(Wanted::default(), enough).await;
    let latest = latest.map_err(|blind| none().hinted(blind.told(lang)))?;
    let zone = settings.zone(lang);
    let lines: Vec<String> = latest
        .iter()
        .take(OFFERED)
        .map(|one| offered(one, zone))
        .collect();
    let question = lang.pick(
        "어느 배포의 기록을 쓸까요?",
        "Which deployment is the record about?",
    );
    let picked = console.choose(question, &lines);
    picked
        .and_then(|at| latest.get(at))
        .map(|one| DeploymentRef {
            project: None,
            ..one.reference()
        })
        .ok_or_else(none)
}

/// What is missing where nothing tells what the record is to be about.
fn nothing_named(lang: Lang) -> Error {
    Error::user(lang.pick(
        "무엇에 대한 기록인지 알 수 없습니다",
        "there is nothing to write a record from",
    ))
    .hinted(lang.pick(
        "배포를 지정하세요: `report new --deployment 4354`",
        "name a deployment: `report new --deployment 4354`",
    ))
    .hinted(lang.pick(
        "또는 제목, --range A..B, --workload KIND/NAME",
        "or a title, --range A..B or --workload KIND/NAME",
    ))
}

/// The newest deployment of what the flags name, from the system that the settings name, else from the
/// first that is set up, else, for an application, from Argo CD.
async fn latest(
    args: &NewArgs,
    settings: &Settings,
    outside: &Outside,
) -> Result<DeploymentRef, Error> {
    let access = &settings.access.deployments;
    let first = access.keys().next().copied();
    let system = settings.config.deployments.source.or(first);
    let system = system.unwrap_or(System::Argocd);
    let (app, env) = (args.app.as_deref(), args.env.as_deref());
    let name = system.name();
    let none = |why: Option<crate::facts::observation::Blind>| {
        let what: Vec<&str> = [app, env].into_iter().flatten().collect();
        let what = what.join(", ");
        let mut error = Error::user(both!(
            "{name}에서 최신 배포를 찾지 못했습니다 ({what})",
            "{name} has no latest deployment ({what})"
        ))
        .hinted(both!(
            "--deployment로 배포를 지정하거나 [deployments] source를 확인하세요",
            "name one with --deployment, or check [deployments] source"
        ));
        if let Some(blind) = why {
            error.causes.push(blind.told(settings.lang));
        }
        error
    };
    let found = match (system.is_in_a_cluster(), app) {
        (true, Some(app)) => {
            let known = &settings.config.env;
            let of_app = known.values().find(|one| one.app.as_deref() == Some(app));
            let of_env = env.and_then(|env| known.get(env)).or(of_app);
            let context = args.cluster.context.clone();
            let context = context.or_else(|| of_env?.context.clone());
            let all = outside.applied(system, app, context).await;
            all.map(|all| all.into_iter().next())
        }
        (true, None) => {
            return Err(none(None).hinted(both!(
                "{name}[은/는] 애플리케이션마다 묻습니다: --app NAME",
                "{name} is asked by application: --app NAME"
            )));
        }
        (false, app) => {
            let wanted = Wanted {
                env,
                app,
                succeeded: false,
            };
            let teller = outside.teller(system).map_err(|blind| none(Some(blind)))?;
            let any = |all: &[Deployment]| !all.is_empty();
            let all = teller.deployments(wanted, any).await;
            all.map(|all| all.into_iter().next())
        }
    };
    let found = found.map_err(|blind| none(Some(blind)))?;
    let one = found.ok_or_else(|| none(None))?;
    Ok(DeploymentRef {
        project: one.reference().project.filter(|_| system.is_in_a_cluster()),
        ..one.reference()
    })
}

/// How many deployments are offered.
const OFFERED: usize = 10;

/// `#4354  2025-12-05 19:01  success  buzzvil-eks-ops  alloy-ops  Run Alloy on every ops node`.
fn offered(one: &Deployment, zone: Tz) -> String {
    let at = one.created_at.with_timezone(&zone).format("%Y-%m-%d %H:%M");
    let part = |key: &str| layout::one_line(one.payload(key).unwrap_or_default());
    let line = format!(
        "#{}  {at}  {}  {}  {}  {}",
        one.number,
        layout::one_line(&one.status),
        layout::one_line(&one.env),
        part("app"),
        part("deployComment"),
    );
    line.trim_end().to_string()
}

fn options(args: &NewArgs) -> NewOptions {
    NewOptions {
        title: args.title.clone(),
        deployments: args.deployment.clone().unwrap_or_default().0,
        env: args.env.clone(),
        repo: args.repo.clone(),
        range: args.range.clone(),
        paths: args.path.clone(),
        workloads: args.workload.clone(),
        context: args.cluster.context.clone(),
        namespace: args.cluster.namespace.clone(),
        task: args.task.clone(),
        pr: args.pr.clone(),
        slug: args.slug.clone(),
        date: args.date,
        own: Vec::new(),
    }
}

/// The deployments that a record is to be about.
#[derive(Debug, Clone, Default)]
pub struct Named(Vec<DeploymentRef>);

impl Named {
    /// Reads `4354`, `4369..4374` or `4369,4371`.
    ///
    /// # Errors
    /// That it is none of them.
    pub fn read(text: &str) -> Result<Named, Error> {
        let wrong = || {
            Error::user(both!(
                "`{text}`: 번호가 아닙니다",
                "`{text}` is not a number"
            ))
            .hinted(both!(
                "4354, 4369..4374, 4369,4371처럼 쓰세요",
                "write 4354, 4369..4374 or 4369,4371"
            ))
        };
        let one = |word: &str| DeploymentRef::read(word).ok_or_else(wrong);
        let Some((first, last)) = text.split_once("..") else {
            return text
                .split(',')
                .map(one)
                .collect::<Result<_, _>>()
                .map(Named);
        };
        let first = one(first)?;
        let last = last.trim().trim_start_matches('#').parse().ok();
        let ends = first.id.number().zip(last);
        let ends = ends.filter(|(first, last)| first <= last && last - first < 100);
        let (from, to) = ends.ok_or_else(wrong)?;
        let of = |number: u64| DeploymentRef {
            id: number.into(),
            ..first.clone()
        };
        Ok(Named((from..=to).map(of).collect()))
    }
}

/// The languages, each with its zone: `--lang`, the configuration, else that of the messages.
fn languages(asked: Option<&str>, settings: &Settings) -> Result<Vec<(Lang, Tz)>, Error> {
    let Some(text) = asked else {
        let lang = settings.record_lang.unwrap_or(settings.lang);
        return Ok(vec![(lang, settings.zone(lang))]);
    };
    let mut all = Vec::new();
    for word in text.split(',') {
        let lang = match word.trim() {
            "ko" => Lang::Ko,
            "en" => Lang::En,
            other => {
                return Err(Error::user(both!(
                    "--lang {other}: 알 수 없는 언어",
                    "--lang {other}: unknown language"
                ))
                .hinted(both!(
                    "ko, en, ko,en 가운데 하나를 쓰세요",
                    "use ko, en or ko,en"
                )));
            }
        };
        if !all.iter().any(|(known, _)| *known == lang) {
            // A record and its twin are one: a midnight between their zones must not part them.
            let first = all.first().map(|(_, zone)| *zone);
            all.push((lang, first.unwrap_or_else(|| settings.zone(lang))));
        }
    }
    Ok(all)
}

/// What the outside tells, once it is known which deployments the record is about. All of it in one runtime: the
/// connections of the outside live in the one that opened them.
async fn gathered(
    args: &NewArgs,
    mut options: NewOptions,
    langs: &[(Lang, Tz)],
    (settings, outside): (&Settings, &Outside),
    console: &Console,
) -> Result<Learned, Error> {
    if asks_for_latest(args) {
        options.deployments = vec![latest(args, settings, outside).await?];
    } else if says_nothing(&options) {
        options.deployments = vec![chosen(settings, outside, console).await?];
    }
    let setting = setting(settings, outside);
    let taken = taken(settings);
    super::contexts(&options, &setting, langs, &taken).await
}

/// What the configuration gives to a new record, and to the regions of an old one.
pub fn setting<'a>(settings: &Settings, outside: &'a Outside) -> Setting<'a> {
    Setting {
        outside,
        now: settings.now,
        lang: settings.lang,
        environments: settings.config.env.clone(),
        shown_host: settings
            .access
            .deployments
            .get(&System::default())
            .map(shown_host),
        by_gitops: settings.config.record.rollback == WaysBack::Gitops,
    }
}

/// Records show the name that people use: the first alias, else the address itself.
fn shown_host(access: &crate::collect::access::DeploymentAccess) -> String {
    access.aliases.first().unwrap_or(&access.host).clone()
}

/// What `--print-context` wrote: a context, or an array of one for each language.
fn read_contexts(path: &std::path::Path) -> Result<Vec<RecordContext>, Error> {
    let text = store::read_text(path, Reach::Anywhere)?;
    let is_list = text.trim_start().starts_with('[');
    let read = if is_list {
        serde_json::from_str(&text)
    } else {
        serde_json::from_str(&text).map(|one| vec![one])
    };
    let mut contexts: Vec<RecordContext> = read.map_err(|error: serde_json::Error| {
        let place = format!("{}:{}:{}", path.display(), error.line(), error.column());
        Error::user(both!(
            "{place}: 컨텍스트가 아닙니다",
            "{place}: not a context"
        ))
        .because(&error)
        .hinted(both!(
            "`report new --print-context`로 만드세요",
            "write one with `report new --print-context`"
        ))
    })?;
    // One that another program wrote may leave the words to us.
    for context in &mut contexts {
        let lang = context.language();
        plan::say(&mut context.plan, lang);
    }
    Ok(contexts)
}

/// The built-in templates with those of `.kiro/report/templates/LANG` over them.
pub fn templates(lang: Lang, settings: &Settings) -> Result<Templates, Error> {
    let dir = settings
        .root
        .join(".kiro/report/templates")
        .join(lang.code());
    let mut overrides = BTreeMap::new();
    let reach = Reach::Within(&settings.root);
    let names = match store::names(&dir, reach) {
        Err(error) if error.is_missing() => Vec::new(),
        names => names?,
    };
    for name in names {
        let path = dir.join(name);
        if let (Some("md"), Some(name)) = (
            path.extension().and_then(|e| e.to_str()),
            path.file_name().and_then(|n| n.to_str()),
        ) {
            overrides.insert(name.to_string(), store::read_text(&path, reach)?);
        }
    }
    Templates::new(lang, &overrides).map_err(|error| {
        Error::config(error.to_string()).hinted(both!(
            "템플릿은 {}에 있습니다",
            "the template is in {}",
            dir.display()
        ))
    })
}
