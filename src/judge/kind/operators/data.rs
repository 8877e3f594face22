//! Databases, search and caches.

use super::Works::{All, Conditions, Counts, Each, Exists, Ready, Words};
use super::{Entry, PHASE, STATE, word};

#[rustfmt::skip]
pub(super) const LIST: &[Entry] = &[
    // cloudnative-pg/cloudnative-pg `api/v1` (and EDB's edition of it)
    ("postgresql.cnpg.io postgresql.k8s.enterprisedb.io", "Cluster", Conditions(&["Ready"])),
    ("postgresql.cnpg.io postgresql.k8s.enterprisedb.io", "Backup", Words(&[word(PHASE, &["completed"], &["failed", "walArchivingFailing"])])),
    ("postgresql.cnpg.io postgresql.k8s.enterprisedb.io", "ScheduledBackup ImageCatalog ClusterImageCatalog", Exists),
    ("postgresql.cnpg.io", "Database Publication Subscription", Words(&[word("/status/applied", &["true"], &["false"])])),
    ("barmancloud.cnpg.io", "ObjectStore", Exists),
    // zalando/postgres-operator `pkg/apis/acid.zalan.do/v1`
    ("acid.zalan.do", "postgresql", Words(&[word("/status/PostgresClusterStatus", &["Running"], &["CreateFailed", "UpdateFailed", "SyncFailed", "Invalid"])])),
    ("acid.zalan.do", "OperatorConfiguration PostgresTeam", Exists),
    // CrunchyData/postgres-operator `pkg/apis/postgres-operator.crunchydata.com/v1beta1`: the instance sets' counts
    ("postgres-operator.crunchydata.com", "PostgresCluster", Each("/status/instances", &Counts("/status/replicas", &["/status/readyReplicas", "/status/updatedReplicas"]))),
    // mariadb-operator/mariadb-operator `api/v1alpha1`
    ("k8s.mariadb.com mariadb.mmontes.io", "Backup PhysicalBackup Restore SqlJob", Conditions(&["Complete"])),
    ("k8s.mariadb.com mariadb.mmontes.io", "*", Ready),
    // percona/percona-{server-mongodb,xtradb-cluster,postgresql,server-mysql}-operator `pkg/apis`
    ("psmdb.percona.com pxc.percona.com pgv2.percona.com ps.percona.com", "PerconaServerMongoDB PerconaXtraDBCluster PerconaPGCluster PerconaServerMySQL", Words(&[word(STATE, &["ready"], &["error"])])),
    ("psmdb.percona.com", "PerconaServerMongoDBBackup PerconaServerMongoDBRestore", Words(&[word(STATE, &["ready"], &["error", "rejected"])])),
    ("pxc.percona.com pgv2.percona.com ps.percona.com", "PerconaXtraDBClusterBackup PerconaXtraDBClusterRestore PerconaPGBackup PerconaPGRestore PerconaServerMySQLBackup PerconaServerMySQLRestore", Words(&[word(STATE, &["Succeeded"], &["Failed", "Error"])])),
    // mysql/mysql-operator: `status.cluster`
    ("mysql.oracle.com", "InnoDBCluster", All(&[Words(&[word("/status/cluster/status", &["ONLINE"], &["OFFLINE", "INVALID", "UNKNOWN", "NO_QUORUM"])]), Counts("/spec/instances", &["/status/cluster/onlineInstances"])])),
    // bitpoke/mysql-operator `pkg/apis/mysql/v1alpha1`, cybozu-go/moco `api/v1beta2`
    ("mysql.presslabs.org", "MysqlCluster MysqlDatabase MysqlUser", Ready),
    ("moco.cybozu.com", "MySQLCluster", Conditions(&["Healthy", "Available"])),
    // mongodb/mongodb-kubernetes(-operator) `api/v1`, mongodb/mongodb-atlas-kubernetes `api/v1`
    ("mongodbcommunity.mongodb.com", "MongoDBCommunity", Words(&[word(PHASE, &["Running"], &["Failed"])])),
    ("mongodb.com", "MongoDB MongoDBMultiCluster MongoDBUser", Words(&[word(PHASE, &["Running", "Updated"], &["Failed"])])),
    ("mongodb.com", "MongoDBOpsManager", Words(&[word("/status/opsManager/phase", &["Running"], &["Failed"]), word("/status/applicationDatabase/phase", &["Running"], &["Failed"])])),
    ("atlas.mongodb.com", "AtlasProject AtlasDeployment AtlasDatabaseUser AtlasDataFederation AtlasStreamInstance AtlasBackupSchedule AtlasTeam", Ready),
    // OT-CONTAINER-KIT/redis-operator `api/rediscluster`, dragonflydb/dragonfly-operator `api/v1alpha1`
    ("redis.redis.opstreelabs.in", "RedisCluster", Words(&[word(STATE, &["Ready"], &["Failed"])])),
    ("dragonflydb.io", "Dragonfly", Words(&[word(PHASE, &["Ready", "ready"], &[])])),
    // Redis Enterprise operator: `status.state`, `status.status`
    ("app.redislabs.com", "RedisEnterpriseCluster", Words(&[word(STATE, &["Running"], &["Error", "Invalid"])])),
    ("app.redislabs.com", "RedisEnterpriseDatabase RedisEnterpriseActiveActiveDatabase", Words(&[word("/status/status", &["active"], &["creation-failed"])])),
    // k8ssandra/cass-operator `apis/cassandra/v1beta1`
    ("cassandra.datastax.com", "CassandraDatacenter", All(&[Conditions(&["Ready"]), Words(&[word("/status/cassandraOperatorProgress", &["Ready"], &[])])])),
    // rook/cassandra (archived): counts of the racks
    ("cassandra.rook.io", "Cluster", Each("/status/racks", &Counts("/status/members", &["/status/readyMembers"]))),
    // scylladb/scylla-operator `pkg/api/scylla`
    ("scylla.scylladb.com", "ScyllaCluster ScyllaDBDatacenter ScyllaDBCluster ScyllaDBMonitoring NodeConfig", Conditions(&["Available"])),
    // pingcap/tidb-operator `pkg/apis/pingcap/v1alpha1`
    ("pingcap.com", "TidbCluster", Ready),
    // ariga/atlas-operator `api/v1alpha1`
    ("db.atlasgo.io", "AtlasMigration AtlasSchema", Ready),
    // Altinity/clickhouse-operator `pkg/apis/clickhouse.altinity.com/v1`
    ("clickhouse.altinity.com clickhouse-keeper.altinity.com", "ClickHouseInstallation ClickHouseKeeperInstallation", Words(&[word("/status/status", &["Completed"], &["Aborted", "Failed"])])),
    // elastic/cloud-on-k8s `pkg/apis`
    ("elasticsearch.k8s.elastic.co", "Elasticsearch", Words(&[word("/status/health", &["green"], &["red"]), word(PHASE, &["Ready"], &["Invalid"])])),
    ("beat.k8s.elastic.co logstash.k8s.elastic.co kibana.k8s.elastic.co apm.k8s.elastic.co agent.k8s.elastic.co enterprisesearch.k8s.elastic.co maps.k8s.elastic.co", "*", Words(&[word("/status/health", &["green"], &["red"])])),
    ("stackconfigpolicy.k8s.elastic.co", "StackConfigPolicy", Words(&[word(PHASE, &["Ready"], &["Error", "Conflict", "Invalid"])])),
    // opensearch-project/opensearch-k8s-operator `opensearch-operator/api/v1`
    ("opensearch.opster.io opensearch.org", "OpenSearchCluster", Words(&[word(PHASE, &["RUNNING"], &[])])),
    // minio/operator `pkg/apis/minio.min.io/v2`
    ("minio.min.io", "Tenant", Words(&[word("/status/currentState", &["Initialized"], &[])])),
    // apache/solr-operator `api/v1beta1`, pravega/zookeeper-operator `api/v1beta1`
    ("solr.apache.org", "SolrCloud", Counts("/spec/replicas", &["/status/replicas", "/status/readyReplicas", "/status/upToDateNodes"])),
    ("zookeeper.pravega.io", "ZookeeperCluster", Counts("/spec/replicas", &["/status/replicas", "/status/readyReplicas"])),
    // kubedb/apimachinery `apis/kubedb`: one phase for every database
    ("kubedb.com", "*", Words(&[word(PHASE, &["Ready"], &["NotReady", "Critical"])])),
    // apecloud/kubeblocks `apis/apps/v1`
    ("apps.kubeblocks.io", "Cluster Component", Words(&[word(PHASE, &["Running"], &["Failed", "Abnormal"])])),
    // zilliztech/milvus-operator `apis/milvus.io/v1beta1`
    ("milvus.io", "Milvus", Words(&[word("/status/status", &["Healthy"], &["Unhealthy"])])),
    // hazelcast/hazelcast-platform-operator `api/v1alpha1`, infinispan/infinispan-operator `api`
    ("hazelcast.com", "Hazelcast ManagementCenter", Words(&[word(PHASE, &["Running"], &["Failed"])])),
    ("infinispan.org", "Infinispan", Conditions(&["WellFormed"])),
    ("infinispan.org", "Cache", Ready),
    // alexandrevilain/temporal-operator `api/v1beta1`
    ("temporal.io", "TemporalCluster TemporalNamespace", Ready),
];
