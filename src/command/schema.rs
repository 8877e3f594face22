//! The JSON Schemas of everything that `report` prints as JSON, and of its configuration, as `docs/` holds them. Fields are
//! added; none is renamed or removed.

use super::doctor::Examined;
use super::explain::Explained;
use super::judge::JudgedObject;
use super::list::Listed;
use super::stats::Stats;
use crate::facts::outcome::RunOutcome;
use crate::settings::ConfigFile;
use schemars::Schema;

/// File names under `docs/`, each with its schema.
pub(crate) fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        ("result.schema.json", schemars::schema_for!(RunOutcome)),
        ("explain.schema.json", schemars::schema_for!(Explained)),
        ("list.schema.json", schemars::schema_for!(Vec<Listed>)),
        ("stats.schema.json", schemars::schema_for!(Stats)),
        ("doctor.schema.json", schemars::schema_for!(Examined)),
        ("report.toml.schema.json", schemars::schema_for!(ConfigFile)),
        (
            "judge.schema.json",
            schemars::schema_for!(Vec<JudgedObject>),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schemas_in_docs_are_those_of_the_output() {
        let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/");
        let mut stale = Vec::new();
        for (name, schema) in schemas() {
            let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
            if std::fs::read_to_string(format!("{docs}{name}")).unwrap_or_default() != text {
                println!("--- docs/{name}\n{text}");
                stale.push(name);
            }
        }
        assert!(stale.is_empty(), "{stale:?}: write what is printed above");
    }
}
