//! `.kiro/report.toml`: its shape, and errors that point into it. Reads no file itself.

use crate::error::Error;
use miette::{LabeledSpan, MietteDiagnostic, NamedSource, Report};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The configuration file; everything is optional.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfigFile {
    /// Language of new records and of messages: `ko` or `en`.
    pub lang: Option<String>,
    /// IANA zone of dates and times in records: `Asia/Seoul`.
    pub timezone: Option<String>,
    /// Contexts that records may name.
    pub contexts: Option<Vec<String>>,
    /// Gitploy.
    #[serde(default)]
    pub gitploy: GitploySection,
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
    /// Values for `$VAR` in documented commands.
    #[serde(default)]
    pub vars: BTreeMap<String, String>,
    /// Phrases that the team uses, each with a phrase that `report` understands.
    #[serde(default)]
    pub expect: BTreeMap<String, String>,
    /// How records are read.
    #[serde(default)]
    pub record: RecordSection,
}

/// `[gitploy]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GitploySection {
    /// Base URL.
    pub host: Option<String>,
    /// `namespace/name`.
    pub repo: Option<String>,
    /// Other base URLs that records write for the same server.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// `[env.NAME]`.
#[derive(Debug, Clone, Default, Deserialize)]
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
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LokiSection {
    /// Base URL.
    pub addr: Option<String>,
    /// `X-Scope-OrgID`.
    pub tenant: Option<String>,
    /// Other base URLs that records write for the same server.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// `[prometheus]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerSection {
    /// Base URL.
    pub addr: Option<String>,
    /// Other base URLs that records write for the same server.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// `[argocd]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArgocdSection {
    /// The namespace of the Application resources.
    pub namespace: Option<String>,
}

/// `[http]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpSection {
    /// `host` or `host:port`, exact.
    #[serde(default)]
    pub hosts: Vec<String>,
}

/// `[record]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordSection {
    /// Whether the status column of tables is a checklist.
    #[serde(default)]
    pub status_tables: bool,
    /// Further labels that demand (`점검 결과`).
    #[serde(default)]
    pub labels: Vec<String>,
}

/// Reads the text of a configuration file. `name` is the path that errors show.
pub fn parse(name: &str, text: &str) -> Result<ConfigFile, Error> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    toml::from_str::<ConfigFile>(text).map_err(|error| explain(name, text, &error))
}

fn explain(name: &str, text: &str, error: &toml::de::Error) -> Error {
    let message = error.message().trim().to_string();
    let nearest = nearest_key(&message);
    let mut diagnostic = MietteDiagnostic::new(first_line(&message));
    if let Some(span) = error.span() {
        let index = crate::facts::span::LineIndex::new(text);
        let at = index.position(text, span.start);
        let label = nearest
            .as_deref()
            .map_or("here".into(), |key| format!("did you mean `{key}`?"));
        diagnostic = diagnostic.with_label(LabeledSpan::at(span, label));
        let excerpt = render(
            Report::from(diagnostic).with_source_code(NamedSource::new(name, text.to_string())),
        );
        let place = format!("{name}:{}:{}", at.line, at.column);
        let error = Error::config(format!("{place}: {}", first_line(&message))).pointing(excerpt);
        return match nearest {
            Some(key) => error.hinted(format!("did you mean `{key}`?")),
            None => error.hinted("`report init --print config` shows every key with a comment"),
        };
    }
    Error::config(format!("{name}: {}", first_line(&message)))
}

fn first_line(message: &str) -> &str {
    message.lines().next().unwrap_or(message)
}

/// The known key that is nearest to an unknown one, from serde's own message.
fn nearest_key(message: &str) -> Option<String> {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let unknown = message
        .starts_with("unknown field")
        .then(|| quoted.next())??;
    quoted
        .map(|known| (strsim::damerau_levenshtein(unknown, known), known))
        .filter(|(distance, known)| *distance <= 1 + known.len() / 3)
        .min()
        .map(|(_, known)| known.to_string())
}

/// An excerpt without colour or links, so that it is the same on every terminal.
pub fn render(report: Report) -> String {
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
            assert!(error.message.starts_with(place), "{}", error.message);
            assert_eq!(error.hints, [format!("did you mean `{key}`?")]);
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
        assert!(
            error.message.starts_with("report.toml:2:12"),
            "{}",
            error.message
        );
    }
}
