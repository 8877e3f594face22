//! What a workload's own row shows when all is well, as `kubectl get` prints it. Pure.

use crate::command::new::facts::Placed;
use crate::facts::fields;
use crate::facts::workload::WorkloadKind;
use crate::render::context::Expectation;

/// The expected columns; without numbers where nothing says how many pods there should be.
pub(super) fn row(placed: &Placed) -> Vec<Expectation> {
    let workload = &placed.workload;
    let expected = workload.expected;
    // An autoscaler decides how many, so that only the least is known.
    let scaled = workload.autoscaled.map(|(least, _)| least);
    match (workload.kind, scaled, expected) {
        (WorkloadKind::DaemonSet, _, Some(pods)) => {
            let desired = Expectation::Column {
                name: "DESIRED".into(),
                value: pods.to_string(),
                all_nodes: workload.nodes == Some(pods),
            };
            let others = ["CURRENT", "READY", "UP-TO-DATE", "AVAILABLE"];
            let others = others.map(|name| column(name, pods.to_string()));
            std::iter::once(desired).chain(others).collect()
        }
        // How many there will be is not known before the deployment has succeeded.
        (WorkloadKind::DaemonSet, _, None) => {
            let on_all = workload.nodes.map(|_| Expectation::NodeCount {
                name: "DESIRED".into(),
            });
            let all = same(&["DESIRED", "CURRENT", "READY", "UP-TO-DATE", "AVAILABLE"]);
            on_all.into_iter().chain([all]).collect()
        }
        (WorkloadKind::Deployment, None, None) => {
            vec![Expectation::AllReady, same(&["UP-TO-DATE", "AVAILABLE"])]
        }
        (WorkloadKind::StatefulSet, None, None) => vec![Expectation::AllReady],
        (WorkloadKind::Rollout, None, None) => {
            vec![same(&["DESIRED", "CURRENT", "UP-TO-DATE", "AVAILABLE"])]
        }
        (WorkloadKind::Deployment, Some(least), _) => vec![
            Expectation::AllReady,
            at_least("UP-TO-DATE", least),
            at_least("AVAILABLE", least),
        ],
        (WorkloadKind::Deployment, None, Some(pods)) => vec![
            column("READY", format!("{pods}/{pods}")),
            column("UP-TO-DATE", pods.to_string()),
            column("AVAILABLE", pods.to_string()),
        ],
        (WorkloadKind::StatefulSet, Some(_), _) => vec![Expectation::AllReady],
        (WorkloadKind::StatefulSet, None, Some(pods)) => {
            vec![column("READY", format!("{pods}/{pods}"))]
        }
        (WorkloadKind::Rollout, Some(least), _) => ["UP-TO-DATE", "AVAILABLE"]
            .map(|name| at_least(name, least))
            .into(),
        (WorkloadKind::Rollout, None, Some(pods)) => {
            ["DESIRED", "CURRENT", "UP-TO-DATE", "AVAILABLE"]
                .map(|name| column(name, pods.to_string()))
                .into()
        }
        (WorkloadKind::Job, _, _) => {
            let completions = workload.completions.unwrap_or(1);
            vec![column(
                "COMPLETIONS",
                format!("{completions}/{completions}"),
            )]
        }
        (WorkloadKind::CronJob, _, _) => {
            let schedule = workload.schedule.clone();
            let schedule = schedule.map(|value| {
                let is_suspended = fields::flag(&placed.object, "/spec/suspend");
                let suspended = if is_suspended { "True" } else { "False" };
                [
                    Expectation::Schedule { value },
                    column("SUSPEND", suspended.into()),
                ]
            });
            schedule.into_iter().flatten().collect()
        }
    }
}

fn column(name: &str, value: String) -> Expectation {
    Expectation::Column {
        name: name.into(),
        value,
        all_nodes: false,
    }
}

fn same(names: &[&str]) -> Expectation {
    let names = names.iter().map(|&name| name.into()).collect();
    Expectation::Same { names }
}

fn at_least(name: &str, value: u64) -> Expectation {
    Expectation::AtLeast {
        name: name.into(),
        value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::workload::Workload;
    use serde_json::json;

    /// Without numbers a row still says that all there are are there.
    #[test]
    fn where_no_number_is_known_the_columns_agree() {
        for (kind, expected) in [
            (
                "Deployment",
                json!([{"form": "all-ready"}, {"form": "same", "names": ["UP-TO-DATE", "AVAILABLE"]}]),
            ),
            ("StatefulSet", json!([{"form": "all-ready"}])),
            (
                "Rollout",
                json!([{"form": "same", "names": ["DESIRED", "CURRENT", "UP-TO-DATE", "AVAILABLE"]}]),
            ),
            ("CronJob", json!([])),
        ] {
            let object = json!({"kind": kind, "metadata": {"name": "web"}});
            let mut workload = Workload::of(&object).unwrap();
            workload.expected = None;
            let row = row(&Placed { workload, object });
            assert_eq!(serde_json::to_value(row).unwrap(), expected, "{kind}");
        }
    }
}
