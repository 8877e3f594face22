//! The result model as JSON, stable and documented by `docs/result.schema.json`.

use crate::facts::outcome::RunOutcome;

/// Pretty-printed JSON with a final newline.
pub fn render(outcome: &RunOutcome) -> String {
    let mut text = serde_json::to_string_pretty(outcome).unwrap_or_default();
    text.push('\n');
    text
}
