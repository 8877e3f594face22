//! Observability: metrics, logs, traces, dashboards.

use super::Works::{Conditions, Exists, If, Ratio, Ready, Words};
use super::{Entry, PHASE, Works, word};

/// open-telemetry/opentelemetry-operator: a sidecar collector has no replicas of its own.
const SIDECAR: Works = Words(&[word("/spec/mode", &["sidecar"], &[])]);

#[rustfmt::skip]
pub(super) const LIST: &[Entry] = &[
    // prometheus-operator/prometheus-operator `pkg/apis/monitoring/v1`
    ("monitoring.coreos.com", "Prometheus PrometheusAgent Alertmanager ThanosRuler", Conditions(&["Available", "Reconciled"])),
    ("monitoring.coreos.com", "ServiceMonitor PodMonitor PrometheusRule Probe ScrapeConfig AlertmanagerConfig", Exists),
    ("monitoring.rhobs", "Prometheus Alertmanager", Conditions(&["Available", "Reconciled"])),
    // VictoriaMetrics/operator `api/operator/v1beta1`
    ("operator.victoriametrics.com", "*", Words(&[word("/status/updateStatus", &["operational"], &["failed"])])),
    // grafana/grafana-operator `api/v1beta1`, grafana/{loki,tempo} operators
    ("grafana.integreatly.org", "Grafana", Words(&[word("/status/stage", &["complete"], &[]), word("/status/stageStatus", &["success"], &["failed"])])),
    ("grafana.integreatly.org", "GrafanaDashboard", Conditions(&["DashboardSynchronized"])),
    ("grafana.integreatly.org", "GrafanaDatasource", Conditions(&["DatasourceSynchronized"])),
    ("grafana.integreatly.org", "GrafanaFolder", Conditions(&["FolderSynchronized"])),
    ("grafana.integreatly.org", "GrafanaAlertRuleGroup", Conditions(&["AlertGroupSynchronized"])),
    ("grafana.integreatly.org", "GrafanaContactPoint", Conditions(&["ContactPointSynchronized"])),
    ("grafana.integreatly.org", "GrafanaNotificationPolicy", Conditions(&["NotificationPolicySynchronized"])),
    ("grafana-org-operator.kubitus-project.gitlab.io", "*", Ready),
    ("loki.grafana.com", "LokiStack", Ready),
    ("loki.grafana.com", "AlertingRule RecordingRule RulerConfig", Exists),
    ("tempo.grafana.com", "TempoStack TempoMonolithic", Ready),
    // jaegertracing/jaeger-operator `apis/v1`, open-telemetry/opentelemetry-operator `apis/v1beta1`
    ("jaegertracing.io", "Jaeger", Words(&[word(PHASE, &["Running"], &["Failed"])])),
    ("opentelemetry.io", "OpenTelemetryCollector", If("/status/scale/statusReplicas", &Ratio("/status/scale/statusReplicas"), &SIDECAR)),
    ("opentelemetry.io", "Instrumentation", Exists),
    // DataDog/datadog-operator `api/datadoghq`, DataDog/watermarkpodautoscaler
    ("datadoghq.com", "DatadogMetric", Conditions(&["Active", "Valid", "Updated"])),
    ("datadoghq.com", "DatadogMonitor DatadogSLO DatadogDashboard", Conditions(&["Created"])),
    // coralogix/coralogix-operator `api/coralogix`
    ("coralogix.com", "*", Conditions(&["RemoteSynced"])),
    // kiali/kiali-operator
    ("kiali.io", "Kiali", Conditions(&["Running", "Successful"])),
    // kube-logging/logging-operator `pkg/sdk/logging/api/v1beta1`: flows and outputs that are in use
    ("logging.banzaicloud.io", "Flow Output ClusterFlow ClusterOutput SyslogNGFlow SyslogNGOutput SyslogNGClusterFlow SyslogNGClusterOutput", Words(&[word("/status/active", &["true"], &["false"])])),
    ("logging.banzaicloud.io", "FluentdConfig", Exists),
    // fluent/fluent-operator `apis/fluentbit/v1alpha2`: configuration
    ("fluentbit.fluent.io", "ClusterFilter ClusterFluentBitConfig ClusterInput ClusterOutput ClusterParser Filter FluentBitConfig Output Parser ClusterMultilineParser MultilineParser", Exists),
    // slok/sloth `pkg/kubernetes/api/sloth/v1`
    ("sloth.slok.dev", "PrometheusServiceLevel", Words(&[word("/status/promOpRulesGenerated", &["true"], &["false"])])),
];
