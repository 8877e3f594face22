//! File names of new records: the date, then what was asked for, else the app and what changed.

use super::NewOptions;
use crate::facts::change::Piece;
use crate::render::context::RecordContext;
use unicode_normalization::UnicodeNormalization;

/// A file name for each context, none of them taken: `YYYY-MM-DD-slug.md`; of several languages
/// `YYYY-MM-DD-slug.LANG.md`, all with the same slug.
pub fn free(
    contexts: &[RecordContext],
    options: &NewOptions,
    is_taken: &dyn Fn(&str) -> bool,
) -> Vec<String> {
    let has_twin = contexts.len() > 1;
    let names = |number: usize| -> Vec<String> {
        let named = contexts.iter().map(|context| {
            let count = match number {
                1 => String::new(),
                number => format!("-{number}"),
            };
            let lang = if has_twin || context.twin.is_some() {
                format!(".{}", context.lang)
            } else {
                String::new()
            };
            format!(
                "{}-{}{count}{lang}.md",
                context.date,
                slug(context, options)
            )
        });
        named.collect()
    };
    let is_free = |names: &Vec<String>| !names.iter().any(|name| is_taken(name));
    let mut candidates = (1..1000).map(&names);
    candidates.find(is_free).unwrap_or_else(|| names(1))
}

/// `--slug`, else app and intent, else the title. Hangul is kept, composed.
fn slug(context: &RecordContext, options: &NewOptions) -> String {
    let of_summary = context.summary.as_deref().map(intent).unwrap_or_default();
    let intent = changed_key(context).unwrap_or(of_summary);
    let source = match (&options.slug, &options.title, &context.app) {
        (Some(slug), _, _) => slug.clone(),
        (None, Some(title), _) => title.clone(),
        (None, None, Some(app)) => format!("{app} {intent}"),
        (None, None, None) if !intent.is_empty() => intent,
        (None, None, None) => context.subject.clone().unwrap_or_default(),
    };
    slugged(&source)
}

/// The key that changed, if the change is told structurally: the most telling word there is.
fn changed_key(context: &RecordContext) -> Option<String> {
    let files = &context.git.as_ref()?.files;
    let entries = files
        .iter()
        .flat_map(|file| &file.pieces)
        .flat_map(|piece| match piece {
            Piece::Structure { entries, .. } | Piece::Diff { entries, .. } => entries,
        });
    let path = &entries.into_iter().next()?.path;
    let key = path.rsplit('.').next()?.split('[').next()?;
    (!key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "-_".contains(c)))
        .then(|| key.to_string())
}

/// The words of a summary that carry its meaning, at most three.
fn intent(summary: &str) -> String {
    const EMPTY: [&str; 26] = [
        "a", "an", "the", "to", "in", "on", "of", "for", "with", "and", "from", "fix", "feat",
        "chore", "add", "all", "by", "is", "be", "move", "update", "this", "that", "it", "node",
        "into",
    ];
    let lower = summary.to_lowercase();
    let words = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let meaning =
        words.filter(|word| !EMPTY.contains(word) && !word.chars().all(|c| c.is_ascii_digit()));
    meaning.take(3).collect::<Vec<_>>().join(" ")
}

/// Letters and digits joined by `-`, lower case, NFC, at most 60 characters.
fn slugged(text: &str) -> String {
    let composed: String = text.nfc().collect();
    let lower = composed.to_lowercase();
    let mut words: Vec<&str> = Vec::new();
    for word in lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    let joined: String = words.join("-").chars().take(60).collect();
    let trimmed = joined.trim_matches('-');
    if trimmed.is_empty() {
        "deployment".into()
    } else {
        trimmed.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twins_get_the_same_free_name() {
        let golden = include_str!("../../render/tests/context.json");
        let ko: RecordContext = serde_json::from_str(golden).unwrap();
        let ko = RecordContext { twin: None, ..ko };
        let en = RecordContext {
            lang: "en".into(),
            ..ko.clone()
        };
        let options = NewOptions {
            slug: Some("x".into()),
            ..NewOptions::default()
        };
        let taken = |name: &str| name == "2025-12-05-x.en.md" || name == "2025-12-05-x.md";
        let both = free(&[ko.clone(), en], &options, &taken);
        assert_eq!(both, ["2025-12-05-x-2.ko.md", "2025-12-05-x-2.en.md"]);
        assert_eq!(free(&[ko], &options, &taken), ["2025-12-05-x-2.md"]);
    }

    #[test]
    fn slugs_keep_hangul_and_say_app_and_intent() {
        assert_eq!(slugged("Alloy 배포"), "alloy-배포");
        assert_eq!(slugged("\u{1112}\u{1161}\u{11AB}글"), "한글");
        assert_eq!(slugged("../../etc passwd"), "etc-passwd");
        assert_eq!(slugged("!!!"), "deployment");
        assert_eq!(
            slugged(&format!(
                "alloy-ops {}",
                intent("fix: move tolerations to controller")
            )),
            "alloy-ops-tolerations-controller"
        );
    }
}
