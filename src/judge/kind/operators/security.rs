//! Certificates, secrets, identities and policies.

use super::Works::{All, Conditions, Each, Exists, Fresh, Ready, Until, Words};
use super::{Entry, PHASE, STATE, word};

#[rustfmt::skip]
pub(super) const LIST: &[Entry] = &[
    // cert-manager/cert-manager `pkg/apis/{certmanager,acme}/v1`, cert-manager/trust-manager `pkg/apis/trust/v1alpha1`
    ("cert-manager.io certmanager.k8s.io", "Certificate", All(&[Ready, Until("/status/notAfter")])),
    ("cert-manager.io certmanager.k8s.io", "Issuer ClusterIssuer CertificateRequest", Ready),
    ("acme.cert-manager.io", "Order Challenge", Words(&[word(STATE, &["valid"], &["invalid", "expired", "errored"])])),
    ("trust.cert-manager.io", "Bundle ClusterBundle", Conditions(&["Synced"])),
    ("policy.cert-manager.io", "CertificateRequestPolicy", Ready),
    // external-secrets/external-secrets `apis/externalsecrets/v1`: generators are templates without a status
    ("external-secrets.io", "ExternalSecret", All(&[Ready, Fresh("/spec/refreshInterval", "/status/refreshTime")])),
    ("external-secrets.io", "*", Ready),
    ("generators.external-secrets.io", "*", Exists),
    // external-secrets/kubernetes-external-secrets (archived): `status.status`
    ("kubernetes-client.io", "ExternalSecret", Words(&[word("/status/status", &["SUCCESS"], &["ERROR"])])),
    // bitnami-labs/sealed-secrets `pkg/apis/sealedsecrets/v1alpha1`
    ("bitnami.com", "SealedSecret", Conditions(&["Synced"])),
    // 1Password/onepassword-operator `api/v1`
    ("onepassword.com", "OnePasswordItem", Ready),
    // hashicorp/vault-secrets-operator `api/v1beta1`: `status.valid`
    ("secrets.hashicorp.com", "VaultAuth VaultConnection VaultAuthGlobal HCPAuth", Words(&[word("/status/valid", &["true"], &["false"])])),
    // keikoproj/iam-manager `api/v1alpha1/iamrole_types.go`
    ("iammanager.keikoproj.io", "Iamrole", Words(&[word(STATE, &["Ready"], &["Error", "RolesMaxLimitReached", "PolicyNotAllowed", "RoleNameNotAvailable"])])),
    // keycloak/keycloak `operator`: `Ready`, for an import `Done`
    ("k8s.keycloak.org", "Keycloak", Ready),
    ("k8s.keycloak.org", "KeycloakRealmImport", Conditions(&["Done"])),
    // kyverno/kyverno `api/kyverno`: a policy's `Ready`; exceptions and cleanups have no state
    ("kyverno.io", "Policy ClusterPolicy", Ready),
    ("kyverno.io", "PolicyException CleanupPolicy ClusterCleanupPolicy", Exists),
    // open-policy-agent/frameworks `constraint/pkg/apis/templates`, gatekeeper's constraint status
    ("templates.gatekeeper.sh", "ConstraintTemplate", Words(&[word("/status/created", &["true"], &["false"])])),
    ("constraints.gatekeeper.sh", "*", Each("/status/byPod", &Words(&[word("/status/enforced", &["true"], &["false"])]))),
    // open-cluster-management-io `config-policy-controller`, `governance-policy-propagator`
    ("policy.open-cluster-management.io", "CertificatePolicy ConfigurationPolicy Policy", Words(&[word("/status/compliant", &["Compliant"], &["NonCompliant"])])),
    ("policy.open-cluster-management.io", "OperatorPolicy", All(&[Conditions(&["Compliant"]), Words(&[word("/status/compliant", &["Compliant"], &["NonCompliant"])])])),
    // SAP/sap-btp-service-operator `api/v1`
    ("services.cloud.sap.com", "ServiceBinding ServiceInstance", Ready),
    // aquasecurity/trivy-operator, kubernetes-sigs/wg-policy: reports tell of others, not of themselves
    ("aquasecurity.github.io", "ClusterComplianceReport", Exists),
    // spiffe/spire-controller-manager `api/v1alpha1`
    ("spire.spiffe.io", "ClusterSPIFFEID ClusterStaticEntry ClusterFederatedTrustDomain", Exists),
    // kubewarden/kubewarden-controller `api/policies/v1`
    ("policies.kubewarden.io", "AdmissionPolicy ClusterAdmissionPolicy", Words(&[word("/status/policyStatus", &["active"], &[])])),
    // humio/humio-operator `api/v1alpha1`
    ("core.humio.com", "HumioCluster", Words(&[word(STATE, &["Running"], &["ConfigError"])])),
    ("core.humio.com", "*", Words(&[word(STATE, &["Exists"], &["ConfigError", "NotFound"])])),
    // kubernetes-sigs/secrets-store-csi-driver `apis/v1`: configuration without a status
    ("secrets-store.csi.x-k8s.io", "SecretProviderClass", Exists),
    // vmware-tanzu/pinniped `apis/supervisor/config`
    ("config.supervisor.pinniped.dev", "FederationDomain", Words(&[word(PHASE, &["Ready"], &["Error"])])),
];
