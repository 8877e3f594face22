//! `report init`: a commented `report.toml`, CI jobs and manifests, made from what can be found out.
//! Pure: what was found goes in, files go out; the caller writes them and never overwrites.

pub(crate) mod agent;
mod detected;
pub(crate) mod run;

use crate::facts::lang::Lang;
use std::fmt::Write;

/// What was found in the workspace, so that nothing needs to be asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// Contexts of the kubeconfig, in its order.
    pub contexts: Vec<String>,
    /// Contexts that records name and the kubeconfig does not have, each with those that may be meant.
    pub named_contexts: Vec<(String, Vec<String>)>,
    /// Into how many parts the jobs are split.
    pub shards: Option<u16>,
    /// `namespace/name` of the `origin` remote.
    pub remote: Option<String>,
    /// Directory names under `repos/` that are git repositories.
    pub repos: Vec<String>,
    /// Language of most existing records.
    pub lang: Option<Lang>,
    /// `GITPLOY_SERVER_HOST`, or what a person said.
    pub server_host: Option<String>,
    /// Repository that the records deploy from.
    pub server_repo: Option<String>,
    /// `LOKI_ADDR`, or what a person said.
    pub loki_addr: Option<String>,
    /// Environments that the records name.
    pub envs: Vec<String>,
    /// The branch that the workflow runs on.
    pub branch: Option<String>,
    /// A Gitploy host that a record names and nobody else.
    pub server_named: Option<Named>,
    /// A Loki address that a record names and nobody else.
    pub loki_named: Option<Named>,
    /// The workspace's folder in its repository, with a `/` at its end; empty if it is the repository's root.
    pub prefix: String,
    /// Whether the `origin` remote is a GitLab.
    pub is_on_gitlab: bool,
}

/// An address of a record: whether credentials may go there, a person knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// The address.
    pub url: String,
    /// The record's file name.
    pub record: String,
}

/// A file to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct InitFile {
    /// Where.
    pub path: &'static str,
    /// Below the repository's root, where its forge looks for it, rather than the workspace's.
    pub of_repository: bool,
    /// Its text.
    pub text: String,
}

/// The GitHub Actions workflow.
pub(crate) fn github(found: &Found, reader: Lang) -> String {
    let branch = found.branch.as_deref().unwrap_or("main");
    // A branch name is text of somebody else's: it stays inside its quotes.
    let quoted = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
    let folder = if found.prefix.is_empty() {
        String::new()
    } else {
        format!(
            "    defaults:\n      run:\n        working-directory: \"{}\"\n",
            quoted(found.prefix.trim_end_matches('/'))
        )
    };
    let text = job(include_str!("github.yml"), reader)
        .replace("    # WORKING-DIRECTORY\n", &folder)
        .replace("PREFIX", &quoted(&found.prefix))
        .replace("BRANCH", &quoted(branch));
    let Some(parts) = found.shards else {
        return text;
    };
    let numbers: Vec<String> = (1..=parts).map(|number| number.to_string()).collect();
    let numbers = numbers.join(", ");
    let place = "    env:\n      GITPLOY_SERVER_HOST";
    let matrix = format!(
        "    strategy:\n      fail-fast: false\n      matrix:\n        shard: [{numbers}]\n{}",
        place.replace(
            "env:\n",
            "env:\n      SHARD: ${{ matrix.shard }}/${{ strategy.job-total }}\n"
        )
    );
    split(&text.replacen(place, &matrix, 1), parts, "$SHARD")
}

/// The GitLab CI job.
pub(crate) fn gitlab(found: &Found, reader: Lang) -> String {
    let text = job(include_str!("gitlab.yml"), reader);
    let Some(parts) = found.shards else {
        return text;
    };
    // In one group the parts would wait for each other.
    let parallel = format!("  parallel: {parts}\n");
    let text = text.replace("  resource_group: deployment-records\n", &parallel);
    split(&text, parts, "$CI_NODE_INDEX/$CI_NODE_TOTAL")
}

/// A job whose parts look at their share of the records each. Each pushes: it may have to begin anew as often
/// as there are others.
fn split(text: &str, parts: u16, shard: &str) -> String {
    let tries = format!("\"$attempt\" -ge {}", parts.saturating_add(4));
    text.replace(
        "regenerate --index",
        &format!("regenerate --shard \"{shard}\" --index"),
    )
    .replace("\"$attempt\" -ge 5", &tries)
}

/// The Kubernetes CronJob.
pub(crate) fn cronjob(found: &Found, reader: Lang) -> String {
    let unknown = format!("https://gitploy.example.com {OWNER} your Gitploy.");
    let host = found.server_host.as_deref().map(quote);
    let text = job(include_str!("cronjob.yml"), reader)
        .replace("HOST-OF-GITPLOY", &host.unwrap_or(unknown));
    let Some(parts) = found.shards else {
        return text;
    };
    let place = "      backoffLimit: 0\n";
    let indexed = format!(
        "      completionMode: Indexed\n      completions: {parts}\n      parallelism: {parts}\n{place}"
    );
    // Their indexes count from 0.
    let shard = format!("$((JOB_COMPLETION_INDEX + 1))/{parts}");
    split(&text.replace(place, &indexed), parts, &shard)
}

/// Marks each line of a job that only its owner can complete.
pub(crate) const OWNER: &str = "# OWNER:";

/// The lines that jobs have in common, by what stands in their place.
const COMMON: [(&str, &str); 2] = [
    ("# RECORDS", include_str!("records.sh")),
    ("# INSTALL", include_str!("install.sh")),
];

/// The lines of a text that are for all readers, and those for the readers of a language: `ko: …`.
fn read_in(reader: Lang, text: &str) -> String {
    let (own, other) = reader.pick(("ko: ", "en: "), ("en: ", "ko: "));
    let lines = text.lines().filter_map(|line| {
        let words = line.trim_start();
        let indent = &line[..line.len() - words.len()];
        match words.strip_prefix(own) {
            Some(words) => Some(format!("{indent}{words}\n")),
            None => (!words.starts_with(other)).then(|| format!("{line}\n")),
        }
    });
    lines.collect()
}

/// A job with the common lines at the indent of their place, and where this version is released.
fn job(text: &str, reader: Lang) -> String {
    let line = |line: &str| -> String {
        let mut common = COMMON.iter();
        let place = common.find_map(|(place, lines)| Some((line.strip_suffix(place)?, lines)));
        match place {
            None => format!("{line}\n"),
            Some((indent, lines)) => {
                let lines = lines.lines();
                lines.map(|line| format!("{indent}{line}\n")).collect()
            }
        }
    };
    let text: String = text.lines().map(line).collect();
    let text = read_in(reader, &text);
    // `repository` of Cargo.toml, once the owner has chosen one.
    let home = match env!("CARGO_PKG_REPOSITORY") {
        "" => format!(
            "\"\" {OWNER} the repository that `report` is released from: https://github.com/…"
        ),
        home => quote(home),
    };
    text.replace("VERSION-OF-REPORT", env!("CARGO_PKG_VERSION"))
        .replace("HOME-OF-REPORT", &home)
}

/// Where the GitLab job is included from.
pub(crate) const GITLAB: &str = ".kiro/report/gitlab-ci.yml";

/// Namespace, ServiceAccount, ClusterRole and binding.
pub(crate) const RBAC: &str = include_str!("rbac.yml");

/// The files that `report init` writes for a reader of a language.
pub(crate) fn files(found: &Found, reader: Lang) -> Vec<InitFile> {
    let file = |path, of_repository, text| InitFile {
        path,
        of_repository,
        text,
    };
    let mut files = vec![file(".kiro/report.toml", false, config(found, reader))];
    // A GitLab does not look at it; its own job is included from .gitlab-ci.yml.
    if !found.is_on_gitlab {
        let path = ".github/workflows/deployment-records.yml";
        files.push(file(path, true, github(found, reader)));
    }
    files.push(file(".kiro/report/rbac.yml", false, RBAC.into()));
    files.push(file(
        ".kiro/report/cronjob.yml",
        false,
        cronjob(found, reader),
    ));
    files.push(file(GITLAB, false, gitlab(found, reader)));
    files
}

/// The record templates of both languages, to edit: path under the workspace root, and text.
pub(crate) fn templates() -> Vec<(String, &'static str)> {
    let langs = [Lang::Ko, Lang::En];
    let of_lang = |lang: Lang| {
        let all = crate::render::builtin(lang).iter();
        all.map(move |(name, text)| {
            (
                format!(".kiro/report/templates/{}/{name}", lang.code()),
                *text,
            )
        })
    };
    langs.into_iter().flat_map(of_lang).collect()
}

/// `report.toml` with every key, those that could be found out filled in and the others as comments.
pub(crate) fn config(found: &Found, reader: Lang) -> String {
    let lang = found.lang.unwrap_or(Lang::En);
    let (host, addr) = (found.server_host.as_deref(), found.loki_addr.as_deref());
    let (server, loki) = (found.server_named.as_ref(), found.loki_named.as_ref());
    let repo = found.server_repo.as_deref().or(found.remote.as_deref());
    let place = |place: &str| match place {
        "lang" => setting("lang", lang.code()),
        "timezone" => setting("timezone", lang.pick("Asia/Seoul", "UTC")),
        "contexts" => contexts(found, reader),
        "host" => address(
            ("host", "https://gitploy.example.com"),
            host,
            server,
            reader,
        ),
        "host-aliases" => aliases(host, server, reader),
        "repo" => or_example("repo", repo, "org/repository"),
        "addr" => address(("addr", "https://loki.example.com"), addr, loki, reader),
        "addr-aliases" => aliases(addr, loki, reader),
        "repos" if found.repos.is_empty() => {
            "# my-repository = \"repos/my-repository\"\n".to_owned()
        }
        "repos" => {
            let repos = found.repos.iter();
            repos
                .map(|name| setting(&key(name), &format!("repos/{name}")))
                .collect()
        }
        _ => environments(found, reader),
    };
    let text = read_in(reader, include_str!("report.toml"));
    let lines = text.lines();
    lines
        .map(|line| match line.strip_prefix('@') {
            Some(name) => place(name),
            None => format!("{line}\n"),
        })
        .collect()
}

/// The contexts of the kubeconfig, and those that records name and it lacks. That one is another one's name, a
/// person knows.
fn contexts(found: &Found, reader: Lang) -> String {
    let names: Vec<String> = found.contexts.iter().map(|name| quote(name)).collect();
    let mut out = if names.is_empty() {
        "# contexts = [\"prod\", \"dev\"]\n".to_owned()
    } else {
        format!("contexts = [{}]\n", names.join(", "))
    };
    let line = |name: &str, to: &str| format!("{} = {}", quote(name), quote(to));
    let (clear, open): (Vec<_>, Vec<_>) = found
        .named_contexts
        .iter()
        .partition(|(_, candidates)| candidates.len() == 1);
    let clear: Vec<String> = clear.iter().map(|(name, to)| line(name, &to[0])).collect();
    if !clear.is_empty() {
        let told = reader.pick(
            "기록이 kubeconfig에 없는 컨텍스트를 씁니다. 이것을 뜻한다면 `contexts` 대신 적습니다:",
            "Records name contexts that the kubeconfig does not have. If these are meant, in place of `contexts`:",
        );
        let clear = clear.join(", ");
        let _infallible = writeln!(out, "# {told}\n# contexts = {{ {clear} }}");
    }
    if !open.is_empty() {
        out.push_str(reader.pick(
            "# 기록에 적힌 이름이 이 가운데 무엇인지는 여기서 알 수 없습니다:\n",
            "# Which of these is meant by what records write, nothing here tells:\n",
        ));
    }
    for (name, candidates) in open {
        let none = ["…".to_owned()];
        let candidates = if candidates.is_empty() {
            &none[..]
        } else {
            candidates
        };
        for to in candidates {
            let _infallible = writeln!(out, "# contexts = {{ {} }}", line(name, to));
        }
    }
    out
}

/// One `[env.NAME]` per environment that the records name; its context is the one of the same name.
fn environments(found: &Found, reader: Lang) -> String {
    let rest = "# namespace = \"default\"\n# app = \"my-app\"\n";
    if found.envs.is_empty() {
        let told = reader.pick(
            "Gitploy에서 부르는 이름의 환경.",
            "Environments by Gitploy's name.",
        );
        return format!("\n# {told}\n# [env.production]\n# context = \"prod\"\n{rest}");
    }
    let each = found.envs.iter().map(|env| {
        let context = found.contexts.iter().find(|name| *name == env);
        let context = or_example("context", context.map(String::as_str), env);
        format!("\n[env.{}]\n{context}{rest}", key(env))
    });
    each.collect()
}

/// The address that credentials go to. What a record names is only proposed.
fn address(
    (key, example): (&str, &str),
    known: Option<&str>,
    named: Option<&Named>,
    reader: Lang,
) -> String {
    let told = named.filter(|_| known.is_none()).map(|named| {
        let record = quote(&named.record);
        reader.pick(
            format!("# {record}에 이 주소가 있습니다. 자격 증명이 그리로 갑니다. 그래도 되면 `#`을 지우세요.\n"),
            format!("# {record} names this one. Credentials would go there: take the `#` away if they may.\n"),
        )
    });
    let example = named.map_or(example, |named| &named.url);
    told.unwrap_or_default() + &or_example(key, known, example)
}

/// What the records name is only proposed: whether it is the same server, a person knows.
fn aliases(known: Option<&str>, named: Option<&Named>, reader: Lang) -> String {
    let named = named.filter(|_| known.is_some());
    let url = named.map_or(String::new(), |named| quote(&named.url));
    let told = match named {
        Some(_) => reader.pick(
            "같은 서버를 가리켜 기록에 적는 다른 주소. 기록에는 이 주소가 있습니다:",
            "Other base URLs that records write for the same server; they write this one:",
        ),
        None => reader.pick(
            "같은 서버를 가리켜 기록에 적는 다른 주소.",
            "Other base URLs that records write for the same server.",
        ),
    };
    format!("# {told}\n# aliases = [{url}]\n")
}

fn or_example(key: &str, value: Option<&str>, example: &str) -> String {
    match value {
        Some(value) => setting(key, value),
        None => format!("# {}", setting(key, example)),
    }
}

fn setting(key: &str, value: &str) -> String {
    format!("{key} = {}\n", quote(value))
}

/// A TOML basic string, on one line whatever the text: it also stands in comments.
fn quote(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => {
                let _infallible = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// A TOML key, bare where it can be.
fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !name.is_empty() && name.chars().all(bare) {
        name.to_string()
    } else {
        quote(name)
    }
}

#[cfg(test)]
mod tests;
