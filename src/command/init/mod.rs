//! `report init`: a commented `report.toml`, CI jobs and manifests, made from what can be found out.
//! Pure: what was found goes in, files go out; the caller writes them and never overwrites.

pub(crate) mod agent;
mod found;
mod korean;
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
    /// The kubeconfig's current context.
    pub current_context: Option<String>,
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

/// The forges, which have nothing to be filled in.
const FORGES: &str = r#"
# GitHub's Deployments; the token is GITHUB_TOKEN or GH_TOKEN.
[github]
# host = "https://github.com"
# repo = "owner/name"
# aliases = []

# GitLab's Deployments; the token is GITLAB_TOKEN, or CI_JOB_TOKEN in CI.
[gitlab]
# host = "https://gitlab.com"
# repo = "group/project"
# aliases = []
"#;

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
pub(crate) fn github(found: &Found) -> String {
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
    let text = job(include_str!("github.yml"))
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
pub(crate) fn gitlab(found: &Found) -> String {
    let text = job(include_str!("gitlab.yml"));
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
pub(crate) fn cronjob(found: &Found) -> String {
    let unknown = format!("https://gitploy.example.com {OWNER} your Gitploy.");
    let host = found.server_host.as_deref().map(quote);
    let text =
        job(include_str!("cronjob.yml")).replace("HOST-OF-GITPLOY", &host.unwrap_or(unknown));
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

/// A job with the common lines at the indent of their place, and where this version is released.
fn job(text: &str) -> String {
    let line = |line: &str| -> String {
        let common = COMMON
            .iter()
            .find_map(|(place, lines)| Some((line.strip_suffix(place)?, lines)));
        match common {
            None => format!("{line}\n"),
            Some((indent, lines)) => {
                let lines = lines.lines();
                lines.map(|line| format!("{indent}{line}\n")).collect()
            }
        }
    };
    let text: String = text.lines().map(line).collect();
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
    let file = |path, text: String| InitFile {
        path,
        of_repository: false,
        text,
    };
    let job = |text: String| match reader {
        Lang::Ko => korean::said(&text),
        Lang::En => text,
    };
    let mut files = vec![file(".kiro/report.toml", config(found, reader))];
    // A GitLab does not look at it; its own job is included from .gitlab-ci.yml.
    if !found.is_on_gitlab {
        files.push(InitFile {
            path: ".github/workflows/deployment-records.yml",
            of_repository: true,
            text: job(github(found)),
        });
    }
    files.push(file(".kiro/report/rbac.yml", RBAC.into()));
    files.push(file(".kiro/report/cronjob.yml", job(cronjob(found))));
    files.push(file(GITLAB, job(gitlab(found))));
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
#[expect(clippy::too_many_lines, reason = "one text, section by section")]
pub(crate) fn config(found: &Found, reader: Lang) -> String {
    let lang = found.lang.unwrap_or(Lang::En);
    let zone = lang.pick("Asia/Seoul", "UTC");
    let mut out = String::new();
    out.push_str(
        "# Settings of `report`. Flags beat the environment beats this file beats the defaults;\n",
    );
    out.push_str(
        "# `report doctor` shows each value and where it came from. Secrets never belong here:\n",
    );
    out.push_str(
        "# GITPLOY_TOKEN, LOKI_BEARER_TOKEN and LOKI_PASSWORD are read from the environment.\n\n",
    );
    out.push_str(
        "# Language of new records, and of messages where the locale names none: ko or en.\n",
    );
    setting(&mut out, "lang", Some(lang.code()));
    out.push_str("\n# Zone of dates and times in records (IANA name).\n");
    setting(&mut out, "timezone", Some(zone));
    out.push_str("\n# Contexts that a record may name. A record is untrusted input: it arrives in a pull request.\n");
    if found.contexts.is_empty() {
        out.push_str("# contexts = [\"prod\", \"dev\"]\n")
    } else {
        let names: Vec<String> = found.contexts.iter().map(|name| quote(name)).collect();
        let _infallible = writeln!(out, "contexts = [{}]", names.join(", "));
    }
    named_contexts(&mut out, found);
    out.push_str(
        "\n# Credentials go over plain HTTP to this machine only.\n# allow_plain_http = true\n",
    );
    out.push_str("\n[gitploy]\n# Also GITPLOY_SERVER_HOST.\n");
    address(
        &mut out,
        ("host", "https://gitploy.example.com"),
        found.server_host.as_deref(),
        found.server_named.as_ref(),
    );
    let repo = found.server_repo.as_deref().or(found.remote.as_deref());
    or_example(&mut out, "repo", repo, "org/repository");
    aliases(
        &mut out,
        found.server_host.as_deref(),
        found.server_named.as_ref(),
    );
    out.push_str(FORGES);
    out.push_str("\n[deployments]\n# \"assumed\" where no source can be asked; every verdict then says so.\n# arrival = \"asked\"\n# Where `report new` looks for a deployment without a number: \"gitploy\", \"argocd\", \"flux\", \"github\" or \"gitlab\".\n# source = \"gitploy\"\n");
    out.push_str("\n[loki]\n# Also LOKI_ADDR.\n");
    address(
        &mut out,
        ("addr", "https://loki.example.com"),
        found.loki_addr.as_deref(),
        found.loki_named.as_ref(),
    );
    out.push_str("# X-Scope-OrgID, also LOKI_ORG_ID, and other tenants that records may name.\n");
    out.push_str("# tenant = \"team\"\n# tenants = []\n");
    aliases(
        &mut out,
        found.loki_addr.as_deref(),
        found.loki_named.as_ref(),
    );
    out.push_str("\n[prometheus]\n# addr = \"https://prometheus.example.com\"\n# aliases = []\n");
    out.push_str(
        "\n[argocd]\n# Namespace of the Application resources.\n# namespace = \"argocd\"\n",
    );
    out.push_str("\n[http]\n# Hosts that curl and wget steps may ask (GET and HEAD only).\n# hosts = [\"app.example.com\"]\n");
    out.push_str("\n[limits]\n# Seconds for a question, and for the whole run.\n# timeout = 30\n# deadline = 600\n");
    out.push_str(
        "\n[vars]\n# Values for $VAR in documented commands.\n# NAMESPACE = \"loki-v3\"\n",
    );
    out.push_str("\n[expect]\n# Phrases of the team, each with one that `report` understands.\n# \"정상 기동\" = \"모든 Pod Running\"\n");
    out.push_str("\n[record]\n# Whether the status column of tables is a checklist.\n# status_tables = false\n");
    out.push_str("# Further labels that demand.\n# labels = [\"점검 결과\"]\n");
    out.push_str("# \"gitops\": new records name no way back that changes the cluster directly.\n# rollback = \"any\"\n");
    out.push_str("\n[repos]\n# Repositories by name, relative to the workspace root.\n");
    if found.repos.is_empty() {
        out.push_str("# my-repository = \"repos/my-repository\"\n")
    } else {
        for name in &found.repos {
            setting(&mut out, &key(name), Some(&format!("repos/{name}")));
        }
    }
    environments(&mut out, found);
    reader.pick(korean::comments(&out), out)
}

/// The contexts that records name and the kubeconfig lacks. That one is another one's name, a person knows.
fn named_contexts(out: &mut String, found: &Found) {
    let line = |name: &str, to: &str| format!("{} = {}", quote(name), quote(to));
    let (clear, open): (Vec<_>, Vec<_>) = found
        .named_contexts
        .iter()
        .partition(|(_, candidates)| candidates.len() == 1);
    let clear: Vec<String> = clear.iter().map(|(name, to)| line(name, &to[0])).collect();
    if !clear.is_empty() {
        out.push_str("# Records name contexts that the kubeconfig does not have. If these are meant, in place of `contexts`:\n");
        let _infallible = writeln!(out, "# contexts = {{ {} }}", clear.join(", "));
    }
    if !open.is_empty() {
        out.push_str("# Which of these is meant by what records write, nothing here tells:\n");
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
}

/// One `[env.NAME]` per environment that the records name; its context is the one of the same name.
fn environments(out: &mut String, found: &Found) {
    if found.envs.is_empty() {
        out.push_str("\n# Environments by Gitploy's name.\n# [env.production]\n# context = \"prod\"\n# namespace = \"default\"\n# app = \"my-app\"\n");
        return;
    }
    for env in &found.envs {
        let _infallible = writeln!(out, "\n[env.{}]", key(env));
        let context = found.contexts.iter().find(|name| *name == env);
        or_example(out, "context", context.map(String::as_str), env);
        out.push_str("# namespace = \"default\"\n# app = \"my-app\"\n");
    }
}

/// The address that credentials go to. What a record names is only proposed.
fn address(
    out: &mut String,
    (key, example): (&str, &str),
    known: Option<&str>,
    named: Option<&Named>,
) {
    if let (None, Some(named)) = (known, named) {
        let _infallible = writeln!(
            out,
            "# {} names this one. Credentials would go there: take the `#` away if they may.",
            quote(&named.record)
        );
    }
    let example = named.map_or(example, |named| &named.url);
    or_example(out, key, known, example);
}

/// What the records name is only proposed: whether it is the same server, a person knows.
fn aliases(out: &mut String, known: Option<&str>, named: Option<&Named>) {
    out.push_str("# Other base URLs that records write for the same server");
    match (known, named) {
        (Some(_), Some(named)) => {
            let url = quote(&named.url);
            let _infallible = writeln!(out, "; they write this one:\n# aliases = [{url}]");
        }
        (Some(_), None) | (None, _) => out.push_str(".\n# aliases = []\n"),
    }
}

fn or_example(out: &mut String, key: &str, value: Option<&str>, example: &str) {
    match value {
        Some(value) => setting(out, key, Some(value)),
        None => {
            out.push_str("# ");
            setting(out, key, Some(example));
        }
    }
}

fn setting(out: &mut String, key: &str, value: Option<&str>) {
    let _infallible = writeln!(out, "{key} = {}", quote(value.unwrap_or_default()));
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
