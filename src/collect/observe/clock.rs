//! Which clock is the servers': that of the system, unless the cluster itself shows another. A run under
//! `SOURCE_DATE_EPOCH` writes by that clock, and a recorded world lives at it.

use super::Outside;
use crate::collect::access::Mode;
use crate::collect::reply;
use crate::collect::seam::Trouble;
use crate::facts::{duration, fields};
use crate::query::{Namespace, Scope};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

/// A list that every cluster has, printed by its server: the ages in it are told by the server's clock.
const NAMESPACES: &str = "/api/v1/namespaces?limit=20";
const TABLE: &str = "application/json;as=Table;v=v1;g=meta.k8s.io";

impl Outside {
    /// Finds out which clock the servers live at, where what is written has one of its own. Only a cluster
    /// whose printed ages are right at the written clock, and wrong at the system's, is taken to live there.
    pub async fn settle(&self) {
        let (written, system) = (self.access.now, self.access.live);
        let is_asked = match self.access.mode {
            Mode::Live | Mode::Recording => true,
            Mode::Replaying(_) | Mode::Offline => false,
        };
        if written == system || !is_asked {
            return;
        }
        let scope = Scope {
            context: None,
            namespace: Namespace::OfContext,
        };
        let _connected = self.cluster(&scope).await;
        let printed = async {
            let answer = self.cluster(&scope).await?.ask(NAMESPACES, TABLE).await?;
            reply::json(&answer)
        };
        let printed: Result<Value, Trouble> = self.deadlines.within(printed).await;
        if printed.is_ok_and(|table| lives_at(&table, written, system)) {
            let _ = self.asked.set(written);
        }
    }
}

/// Whether the ages that a table prints are those at one clock, and not those at another.
fn lives_at(table: &Value, clock: DateTime<Utc>, other: DateTime<Utc>) -> bool {
    let columns = fields::list(table, "/columnDefinitions");
    let Some(age) = columns.iter().position(|column| column["name"] == "Age") else {
        return false;
    };
    let rows = fields::list(table, "/rows");
    let told: Vec<(&str, DateTime<Utc>)> = rows
        .iter()
        .filter_map(|row| {
            let made = row
                .pointer("/object/metadata/creationTimestamp")?
                .as_str()?;
            let made = DateTime::parse_from_rfc3339(made).ok()?;
            Some((row["cells"][age].as_str()?, made.to_utc()))
        })
        .collect();
    // Clocks differ by seconds, and the answer came a moment later.
    let fits = |clock: DateTime<Utc>, (cell, made): &(&str, DateTime<Utc>)| {
        let printed = |seconds| {
            let age = clock - *made + TimeDelta::seconds(seconds);
            duration::parse(&duration::age(age))
        };
        let (least, most) = (printed(-30), printed(30));
        duration::parse(cell).is_some_and(|age| least <= Some(age) && Some(age) <= most)
    };
    told.iter().all(|row| fits(clock, row)) && told.iter().any(|row| !fits(other, row))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_cluster_lives_at_the_clock_that_its_own_ages_are_right_at() {
        let time = |text: &str| -> DateTime<Utc> { text.parse().unwrap() };
        let written = time("2025-12-05T10:00:00Z");
        let table = |rows: &[(&str, &str)]| {
            let rows = rows.iter().map(|(made, age)| {
                let metadata = json!({"creationTimestamp": made});
                json!({"cells": ["default", "Active", age], "object": {"metadata": metadata}})
            });
            let rows: Vec<Value> = rows.collect();
            json!({"columnDefinitions": [{"name": "Name"}, {"name": "Status"}, {"name": "Age"}], "rows": rows})
        };
        let old = ("2024-01-01T00:00:00Z", "704d");
        for (rows, system, lives) in [
            // A recorded world, asked a year later.
            (vec![old], "2026-11-30T00:00:00Z", true),
            (
                vec![old, ("2025-12-05T09:59:00Z", "62s")],
                "2026-11-30T00:00:00Z",
                true,
            ),
            // A cluster of the present: its ages are those at the system's clock.
            (
                vec![("2024-01-01T00:00:00Z", "2y333d")],
                "2026-11-30T00:00:00Z",
                false,
            ),
            (
                vec![("2025-12-05T09:00:00Z", "3h")],
                "2025-12-05T12:00:00Z",
                false,
            ),
            // A day has one age for both: nothing is shown.
            (vec![old], "2025-12-05T12:00:00Z", false),
            // One row contradicts.
            (
                vec![old, ("2025-12-05T09:59:00Z", "3h")],
                "2026-11-30T00:00:00Z",
                false,
            ),
            (Vec::new(), "2026-11-30T00:00:00Z", false),
            (vec![("?", "1d")], "2026-11-30T00:00:00Z", false),
        ] {
            let judged = lives_at(&table(&rows), written, time(system));
            assert_eq!(judged, lives, "{rows:?} at {system}");
        }
        assert!(!lives_at(&json!({"kind": "Status"}), written, written));
    }
}
