//! `logcli query|instant-query|labels|series`, with logcli's own defaults.

use super::expand::Word;
use super::expand::needs;
use super::flags::parse;
use super::reason::{Why, not_ours};
use super::vars::Vars;
use super::verbs::unanswered;
use super::{Class, LokiAsk, LokiQuery, Query, ShownLabels};

/// Reads the words after `logcli`: the query and what has to be filled in.
pub(super) fn read(
    words: &[Word],
    env: &[(String, Word)],
    vars: &Vars,
) -> Result<(Query, Vec<String>), Class> {
    let parsed = parse(words, &["logcli"])?;
    let Some((verb, rest)) = parsed.words.split_first() else {
        return Err(not_ours(Why::NoTarget, "logcli"));
    };
    let shown = format!("logcli {}", verb.text);
    let ask = match verb.text.as_str() {
        "query" => LokiAsk::Range,
        "instant-query" => LokiAsk::Instant,
        "labels" => LokiAsk::Labels,
        "series" => LokiAsk::Series,
        verb => return Err(unanswered("logcli", verb, &shown)),
    };
    let logql = match (rest, ask) {
        ([logql], _) => logql.text.clone(),
        ([], LokiAsk::Labels) => String::new(),
        ([], _) => return Err(not_ours(Why::NoQuery, &shown)),
        ([_, more, ..], _) => return Err(not_ours(Why::TooManyWords, &more.text)),
    };
    let output = parsed.text("output").unwrap_or_else(|| "default".into());
    if !matches!(output.as_str(), "default" | "raw" | "jsonl")
        && parsed.value("output").is_some_and(Word::is_known)
    {
        return Err(not_ours(Why::OutputForm, &format!("--output={output}")));
    }
    let mut needed = needs_of(words);
    let mut from_environment = |flag: &str, variable: &str| {
        if let Some(value) = parsed.text(flag) {
            return Some(value);
        }
        match env.iter().find(|(name, _)| name == variable) {
            Some((_, word)) => {
                needed.extend(word.missing.iter().chain(&word.suspects).cloned());
                Some(word.text.clone())
            }
            None => vars.get(variable).map(str::to_owned),
        }
    };
    let addr = from_environment("addr", "LOKI_ADDR");
    let org_id = from_environment("org-id", "LOKI_ORG_ID");
    let query = Query::Loki(LokiQuery {
        addr,
        org_id,
        ask,
        logql,
        limit: parsed.count("limit")?.unwrap_or(30),
        since_seconds: parsed.seconds("since")?.unwrap_or(3600),
        from: parsed.text("from"),
        to: parsed.text("to"),
        forward: parsed.on("forward"),
        batch: parsed.count("batch")?.unwrap_or(1000),
        step_seconds: parsed.seconds("step")?.filter(|seconds| *seconds > 0),
        output,
        no_labels: parsed.on("no-labels"),
        labels: ShownLabels {
            only: parsed.texts("include-label"),
            without: parsed.texts("exclude-label"),
            shared: parsed.on("include-common-labels"),
            width: parsed.count("labels-length")?.unwrap_or(0),
        },
    });
    Ok((query, needed))
}

/// `<ip>` in a LogQL `pattern`, `{{.msg}}` in a `line_format`, and words in filters are LogQL's own;
/// a variable in single quotes (`'{namespace="$NS"}'`) reaches Loki as it stands and means a value.
fn needs_of(words: &[Word]) -> Vec<String> {
    let mut found = Vec::new();
    for word in words {
        let logql = word.quoted && word.text.contains('{') && !word.text.starts_with("{{");
        if !logql {
            found.extend(needs(std::slice::from_ref(word)));
            continue;
        }
        found.extend(word.missing.iter().cloned());
        let format = ["pattern", "line_format", "label_format", "regexp"];
        if !format.iter().any(|stage| word.text.contains(stage)) {
            found.extend(word.suspects.iter().cloned());
        }
        found.extend(shell_variable(&word.text));
    }
    found
}

fn shell_variable(logql: &str) -> Option<String> {
    let start = logql.find('$')?;
    let after = logql[start + 1..].trim_start_matches('{');
    let length = after
        .find(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_'))
        .unwrap_or(after.len());
    (length > 1 && after.starts_with(|c: char| c.is_ascii_uppercase()))
        .then(|| format!("${}", &after[..length]))
}
