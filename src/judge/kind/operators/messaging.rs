//! Messaging and streams.

use super::Works::{All, Conditions, Counts, Each, Ready, Unset, Words};
use super::{Entry, PHASE, STATE, word};

#[rustfmt::skip]
pub(super) const LIST: &[Entry] = &[
    // strimzi/strimzi-kafka-operator `api`: a node pool only says how many pods it should have, and not
    // whether they are ready
    ("kafka.strimzi.io", "Kafka KafkaConnect KafkaConnector KafkaMirrorMaker KafkaMirrorMaker2 KafkaBridge KafkaTopic KafkaUser KafkaRebalance", Ready),
    ("core.strimzi.io", "StrimziPodSet", Counts("/status/pods", &["/status/readyPods", "/status/currentPods"])),
    // rabbitmq/cluster-operator `api/v1beta1`, rabbitmq/messaging-topology-operator `api/v1beta1`
    ("rabbitmq.com", "RabbitmqCluster", Conditions(&["AllReplicasReady", "ClusterAvailable", "ReconcileSuccess"])),
    ("rabbitmq.com", "*", Ready),
    // banzaicloud/koperator `api/v1beta1`: every broker in sync, Cruise Control's topic, the cluster itself
    ("kafka.banzaicloud.io", "KafkaCluster", All(&[
        Words(&[word(STATE, &["ClusterRunning"], &[]), word("/status/cruiseControlTopicStatus", &["CruiseControlTopicReady"], &[])]),
        Each("/status/brokersState", &Words(&[word("/status/configurationState", &["ConfigInSync"], &[]), word("/status/gracefulActionState/cruiseControlState", &["GracefulUpscaleSucceeded", "GracefulDownscaleSucceeded"], &[])])),
    ])),
    // Confluent for Kubernetes: `status.phase`; a connector its own state and that of its tasks
    ("platform.confluent.io", "Connect ControlCenter Kafka KsqlDB SchemaRegistry Zookeeper KRaftController KafkaRestProxy", Words(&[word(PHASE, &["RUNNING"], &["FAILED", "ERROR"])])),
    ("platform.confluent.io", "KafkaTopic ConfluentRolebinding Schema ClusterLink", Words(&[word(STATE, &["CREATED", "SUCCEEDED"], &["ERROR", "FAILED"])])),
    ("platform.confluent.io", "Connector", All(&[Words(&[word(STATE, &["CREATED"], &["ERROR"]), word("/status/connectorState", &["RUNNING"], &["FAILED"])]), Unset("/status/failedTasksCount")])),
    // nats-io/nack `pkg/jetstream/apis/jetstream/v1beta2`
    ("jetstream.nats.io", "Stream Consumer KeyValue ObjectStore", Ready),
    // redpanda-data/redpanda-operator `operator/api/redpanda/v1alpha2`
    ("cluster.redpanda.com", "Redpanda Topic User Schema", Ready),
    // arkmq-org/activemq-artemis-operator `api/v1beta1`, emqx/emqx-operator `apis/apps/v2beta1`
    ("broker.amq.io", "ActiveMQArtemis", Ready),
    ("apps.emqx.io", "EMQX", Ready),
];
