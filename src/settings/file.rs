//! `.kiro/report.toml`: its shape, and errors that point into it. Reads no file itself.

use crate::both;
use crate::error::Error;
use crate::facts::deployment::System;
use crate::facts::lang::Bilingual;
use miette::{LabeledSpan, MietteDiagnostic, NamedSource, Report};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The configuration file; everything is optional.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfigFile {
    /// Language of new records and of messages: `ko` or `en`.
    pub lang: Option<String>,
    /// IANA zone of dates and times in records: `Asia/Seoul`.
    pub timezone: Option<String>,
    /// Whether credentials may go over plain HTTP to other machines.
    #[serde(default)]
    pub allow_plain_http: bool,
    /// Contexts that records may name, or the kubeconfig's context for each name that they write.
    pub contexts: Option<Contexts>,
    /// Gitploy.
    #[serde(default)]
    pub gitploy: SystemSection,
    /// GitHub's Deployments.
    #[serde(default)]
    pub github: SystemSection,
    /// GitLab's Deployments.
    #[serde(default)]
    pub gitlab: SystemSection,
    /// How it is known that a deployment is in the cluster.
    #[serde(default)]
    pub deployments: DeploymentsSection,
    /// Environments by Gitploy's name.
    #[serde(default)]
    pub env: BTreeMap<String, EnvSection>,
    /// Repositories by name: a path relative to the workspace root.
    #[serde(default)]
    pub repos: BTreeMap<String, String>,
    /// Loki.
    #[serde(default)]
    pub loki: LokiSection,
    /// Prometheus.
    #[serde(default)]
    pub prometheus: ServerSection,
    /// Argo CD.
    #[serde(default)]
    pub argocd: ArgocdSection,
    /// Hosts of `curl` and `wget` steps.
    #[serde(default)]
    pub http: HttpSection,
    /// How long is waited.
    #[serde(default)]
    pub limits: LimitsSection,
    /// Values for `$VAR` in documented commands.
    #[serde(default)]
    pub vars: BTreeMap<String, String>,
    /// Phrases that the team uses, each with a phrase that `report` understands.
    #[serde(default)]
    pub expect: BTreeMap<String, Taught>,
    /// How records are read.
    #[serde(default)]
    pub record: RecordSection,
}

/// What a phrase of the team means: the same in both languages, or in each what is said of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Taught {
    /// A phrase that `report` understands.
    Same(String),
    /// In sentences of a language alone.
    Each(TaughtEach),
}

/// A phrase that `report` understands, for a language.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TaughtEach {
    /// In Korean sentences.
    pub ko: Option<String>,
    /// In English ones.
    pub en: Option<String>,
}

/// `contexts = […]` or `[contexts]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Contexts {
    /// Those that records may name.
    Allowed(Vec<String>),
    /// The kubeconfig's context for a name.
    Aliases(BTreeMap<String, String>),
}

impl Contexts {
    /// Those that records may name, if that is said.
    pub fn allowed(&self) -> Option<&Vec<String>> {
        match self {
            Contexts::Allowed(names) => Some(names),
            Contexts::Aliases(_) => None,
        }
    }

    /// The kubeconfig's contexts for other names.
    pub fn aliases(&self) -> BTreeMap<String, String> {
        match self {
            Contexts::Allowed(_) => BTreeMap::new(),
            Contexts::Aliases(aliases) => aliases.clone(),
        }
    }
}

/// `[gitploy]`, `[github]` and `[gitlab]`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SystemSection {
    /// Base URL of the pages for people.
    pub host: Option<String>,
    /// `owner/name`, or `group/subgroup/project`.
    pub repo: Option<String>,
    /// Other base URLs that records write for the same server.
    #[serde(default)]
    pub aliases: Vec<String>,
}

impl ConfigFile {
    /// The section of a system that is asked over HTTP.
    pub fn server(&self, system: System) -> Option<&SystemSection> {
        match system {
            System::Gitploy => Some(&self.gitploy),
            System::Github => Some(&self.github),
            System::Gitlab => Some(&self.gitlab),
            System::Argocd | System::Flux => None,
        }
    }
}

/// `[deployments]`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeploymentsSection {
    /// `asked`, or `assumed` where no source can be asked.
    #[serde(default)]
    pub arrival: Arrival,
    /// Where `report new` looks for a deployment that no number names: `gitploy`, `argocd`, `flux`,
    /// `github` or `gitlab`.
    pub source: Option<System>,
}

/// How it is known that a deployment is in the cluster.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Arrival {
    /// Its sources are asked; before they say so, nothing passes or fails.
    #[default]
    Asked,
    /// The same, and one whose sources cannot be asked is taken to have arrived; each verdict says so.
    Assumed,
}

/// `[env.NAME]`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnvSection {
    /// The kubeconfig context of the environment's cluster.
    pub context: Option<String>,
    /// The namespace that commands without `-n` mean.
    pub namespace: Option<String>,
    /// The Argo CD Application when a deployment names none.
    pub app: Option<String>,
}

/// `[loki]`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LokiSection {
    /// Base URL.
    pub addr: Option<String>,
    /// `X-Scope-OrgID`.
    pub tenant: Option<String>,
    /// Other tenants that records may name.
    #[serde(default)]
    pub tenants: Vec<String>,
    /// Other base URLs that records write for the same server.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// `[prometheus]`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServerSection {
    /// Base URL.
    pub addr: Option<String>,
    /// Other base URLs that records write for the same server.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// `[argocd]`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArgocdSection {
    /// The namespace of the Application resources.
    pub namespace: Option<String>,
}

/// `[http]`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HttpSection {
    /// `host` or `host:port`, exact.
    #[serde(default)]
    pub hosts: Vec<String>,
}

/// `[limits]`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LimitsSection {
    /// Seconds for each question, as `--timeout` has it.
    pub timeout: Option<u64>,
    /// Seconds for the whole run, as `--deadline` has it.
    pub deadline: Option<u64>,
}

/// `[record]`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordSection {
    /// Whether the status column of tables is a checklist.
    #[serde(default)]
    pub status_tables: bool,
    /// Further labels that demand (`점검 결과`).
    #[serde(default)]
    pub labels: Vec<String>,
    /// The ways back that a new record may name.
    #[serde(default)]
    pub rollback: WaysBack,
}

/// How a team goes back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum WaysBack {
    /// In the cluster as well, where that is the fastest way.
    #[default]
    Any,
    /// By git and the deployment system alone: nobody changes the cluster directly.
    Gitops,
}

/// Reads the text of a configuration file. `name` is the path that errors show.
pub(crate) fn parse(name: &str, text: &str) -> Result<ConfigFile, Error> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    toml::from_str::<ConfigFile>(text).map_err(|error| explain(name, text, &error))
}

fn explain(name: &str, text: &str, error: &toml::de::Error) -> Error {
    let words = first_line(error.message().trim());
    let unknown = unknown_key(words);
    let nearest = unknown
        .as_ref()
        .and_then(|(key, known)| super::nearest(key, known.iter().copied()));
    let what = match &unknown {
        Some((key, _)) => both!("알 수 없는 키 `{key}`", "unknown key `{key}`"),
        None => Bilingual::new(korean(words), words),
    };
    let hint = match nearest {
        Some(key) => super::did_you_mean(key),
        None => both!(
            "`report init --print config`가 모든 키를 설명과 함께 보여 줍니다",
            "`report init --print config` shows every key with a comment"
        ),
    };
    let Some(span) = error.span() else {
        let place = Bilingual::new(
            format!("{name}: {}", what.ko),
            format!("{name}: {}", what.en),
        );
        return Error::config(place).hinted(hint);
    };
    let at = crate::facts::span::LineIndex::new(text).position(text, span.start);
    let label = nearest.map_or("↑".into(), |key| format!("→ {key}"));
    let diagnostic = MietteDiagnostic::new(words).with_label(LabeledSpan::at(span, label));
    let source = NamedSource::new(name, text.to_string());
    let excerpt = render(Report::from(diagnostic).with_source_code(source));
    let place = format!("{name}:{}:{}", at.line, at.column);
    Error::config(Bilingual::new(
        format!("{place}: {}", what.ko),
        format!("{place}: {}", what.en),
    ))
    .hinted(hint)
    .pointing(excerpt)
}

fn first_line(message: &str) -> &str {
    message.lines().next().unwrap_or(message)
}

/// What TOML's errors are about, in Korean; the rest of their words stay as they are.
fn korean(words: &str) -> String {
    let about = match words.split_once(':').map_or(words, |(about, _)| about) {
        "invalid type" => "값의 형식이 다릅니다",
        "duplicate key" => "같은 키가 두 번 있습니다",
        _ => "TOML 문법에 맞지 않습니다",
    };
    format!("{about} ({words})")
}

/// The unknown key and the known ones, from serde's own message.
fn unknown_key(message: &str) -> Option<(&str, Vec<&str>)> {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let unknown = message
        .starts_with("unknown field")
        .then(|| quoted.next())??;
    Some((unknown, quoted.collect()))
}

/// An excerpt without colour or links, so that it is the same on every terminal.
pub(super) fn render(report: Report) -> String {
    let mut out = String::new();
    let handler =
        miette::GraphicalReportHandler::new_themed(miette::GraphicalTheme::unicode_nocolor())
            .with_width(100)
            .with_links(false);
    match handler.render_report(&mut out, report.as_ref()) {
        Ok(()) => out,
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    /// Every key of the file as the reference writes it: `env.NAME.context`.
    fn keys(schema: &Value, root: &Value, at: &str, found: &mut Vec<String>) {
        let schema = match schema["$ref"].as_str() {
            Some(name) => root.pointer(name.trim_start_matches('#')).unwrap(),
            None => schema,
        };
        let join = |name: &str| match at {
            "" => name.to_string(),
            at => format!("{at}.{name}"),
        };
        if let Some(properties) = schema["properties"].as_object() {
            for (name, of) in properties {
                keys(of, root, &join(name), found);
            }
        } else if schema["additionalProperties"].is_object() {
            keys(&schema["additionalProperties"], root, &join("NAME"), found);
        } else {
            found.push(at.to_string());
        }
    }

    /// The reference's table has every key and no other, and so has the file that `init` writes.
    #[test]
    fn the_reference_has_every_key() {
        let schema = serde_json::to_value(schemars::schema_for!(ConfigFile)).unwrap();
        let mut known = Vec::new();
        keys(&schema, &schema, "", &mut known);
        assert!(known.len() > 18, "{known:?}");
        let reference = include_str!("../../docs/configuration.md");
        let mut told: Vec<String> = reference
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split(" | ").next())
            .flat_map(|cell| cell.split("`, `"))
            .map(|key| key.trim_matches('`').replace("\"PHRASE\"", "NAME"))
            .collect();
        told.sort();
        known.sort();
        assert_eq!(told, known);
        let written = crate::command::init::config(
            &crate::command::init::Found::default(),
            crate::facts::lang::Lang::En,
        );
        for key in &known {
            let name = key.rsplit('.').find(|part| *part != "NAME").unwrap();
            let section = key.split('.').next().unwrap();
            let has =
                written.contains(&format!("{name} = ")) || written.contains(&format!("[{section}"));
            assert!(has, "{key} is not in `report init --print config`");
        }
    }

    #[test]
    fn an_empty_file_is_a_configuration() {
        let config = parse("report.toml", "").unwrap();
        assert!(config.contexts.is_none());
        assert!(!config.record.status_tables);
    }

    #[test]
    fn an_unknown_key_names_the_nearest_known_one() {
        let check = |text: &str, place: &str, key: &str| {
            let error = parse("report.toml", text).unwrap_err();
            assert!(error.message.en.starts_with(place), "{error}");
            assert_eq!(error.hints[0].en, format!("did you mean `{key}`?"));
            assert!(error.message.ko.contains("알 수 없는 키"), "{error:?}");
            assert!(error.excerpt.is_some());
        };
        check("timezon = \"UTC\"\n", "report.toml:1:1", "timezone");
        check("[gitploy]\nhots = 'x'\n", "report.toml:2:1", "host");
        check(
            "[env.prod]\nnamespac = 'x'\n",
            "report.toml:2:1",
            "namespace",
        );
    }

    #[test]
    fn a_wrong_type_points_to_its_place() {
        let error = parse("report.toml", "lang = \"ko\"\ncontexts = \"one\"\n").unwrap_err();
        assert!(error.message.en.starts_with("report.toml:2:12"), "{error}");
    }
}
