//! File names of new records: the date, then what was asked for, else the app and what changed.

use super::NewOptions;
use crate::facts::change::Piece;
use crate::render::context::RecordContext;
use unicode_normalization::UnicodeNormalization;

/// `YYYY-MM-DD-slug.md`.
pub(super) fn alone(context: &RecordContext, options: &NewOptions) -> String {
    format!("{}-{}.md", context.date, slug(context, options))
}

/// `YYYY-MM-DD-slug.LANG.md`, for a record that has a twin in the other language.
pub(super) fn of_twin(context: &RecordContext, options: &NewOptions) -> String {
    format!(
        "{}-{}.{}.md",
        context.date,
        slug(context, options),
        context.lang
    )
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
        (None, None, None) => "deployment".into(),
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
