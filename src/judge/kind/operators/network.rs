//! Networks: meshes, gateways, ingress controllers, CNIs, load balancers, DNS.

use super::Works::{Conditions, Each, Exists, If, Parents, Ready, Set, Words};
use super::{Entry, STATE, Works, word};

/// solo-io/gloo: `status.statuses` by namespace, or the older `status` itself; 1 is `Accepted`.
#[rustfmt::skip]
const ACCEPTED: Works = Words(&[word(STATE, &["Accepted", "1"], &["Rejected", "2", "Warning", "3"])]);

#[rustfmt::skip]
pub(super) const LIST: &[Entry] = &[
    // istio/istio `operator`, istio-ecosystem/sail-operator `api/v1`; the configuration kinds work by being there
    ("install.istio.io", "IstioOperator", Words(&[word("/status/status", &["HEALTHY"], &["ERROR"])])),
    ("sailoperator.io", "Istio IstioCNI IstioRevision ZTunnel", Ready),
    ("networking.istio.io security.istio.io telemetry.istio.io extensions.istio.io", "*", Exists),
    // kubernetes-sigs/gateway-api `apis/v1`, gateway-api-inference-extension `api/v1`
    ("gateway.networking.k8s.io", "GatewayClass", Conditions(&["Accepted"])),
    ("gateway.networking.k8s.io", "Gateway", Conditions(&["Accepted", "Programmed"])),
    ("gateway.networking.x-k8s.io gateway.networking.k8s.io", "XListenerSet ListenerSet", Conditions(&["Accepted", "Programmed"])),
    ("gateway.networking.k8s.io", "HTTPRoute GRPCRoute TCPRoute TLSRoute UDPRoute", Parents("/status/parents")),
    ("gateway.networking.k8s.io gateway.networking.x-k8s.io", "BackendTLSPolicy BackendLBPolicy XBackendTrafficPolicy", Parents("/status/ancestors")),
    ("gateway.networking.k8s.io", "ReferenceGrant", Exists),
    ("inference.networking.k8s.io inference.networking.x-k8s.io", "InferencePool", Parents("/status/parents")),
    ("policy.linkerd.io", "HTTPRoute GRPCRoute", Parents("/status/parents")),
    // airlock `microgateway.airlock.com`: policies have ancestors, the rest is configuration
    ("microgateway.airlock.com", "*Policy", Parents("/status/ancestors")),
    ("microgateway.airlock.com", "*", Exists),
    // envoyproxy/gateway `api/v1alpha1`, kgateway-dev/kgateway `api/v1alpha1`
    ("gateway.envoyproxy.io", "BackendTrafficPolicy ClientTrafficPolicy SecurityPolicy EnvoyExtensionPolicy EnvoyPatchPolicy", Parents("/status/ancestors")),
    ("gateway.envoyproxy.io", "Backend", Conditions(&["Accepted"])),
    ("gateway.envoyproxy.io", "EnvoyProxy HTTPRouteFilter", Exists),
    ("gateway.kgateway.dev", "*Policy", Parents("/status/ancestors")),
    ("gateway.kgateway.dev", "Backend", Conditions(&["Accepted"])),
    // solo-io/gloo `projects/{gloo,gateway}/api/v1`
    ("gateway.solo.io gloo.solo.io enterprise.gloo.solo.io graphql.gloo.solo.io ratelimit.solo.io", "*", If("/status/statuses", &Each("/status/statuses", &ACCEPTED), &ACCEPTED)),
    // projectcontour/contour `apis/projectcontour/v1`
    ("projectcontour.io", "HTTPProxy", Words(&[word("/status/currentStatus", &["valid"], &["invalid", "orphaned"])])),
    ("projectcontour.io", "ExtensionService TLSCertificateDelegation", Conditions(&["Valid"])),
    // traefik/traefik `pkg/provider/kubernetes/crd/traefikio/v1alpha1`: no status
    ("traefik.io traefik.containo.us", "*", Exists),
    // nginx/kubernetes-ingress `pkg/apis/configuration/v1`
    ("k8s.nginx.org", "VirtualServer VirtualServerRoute TransportServer Policy", Words(&[word(STATE, &["Valid"], &["Invalid"])])),
    ("k8s.nginx.org", "GlobalConfiguration", Exists),
    // Kong/kubernetes-configuration `api/configuration`
    ("configuration.konghq.com", "KongConsumer KongConsumerGroup KongPlugin KongClusterPlugin KongUpstreamPolicy KongCustomEntity", Conditions(&["Programmed"])),
    // kubernetes-sigs/aws-load-balancer-controller `apis/elbv2/v1beta1`: the observed generation is all that is written
    ("elbv2.k8s.aws", "IngressClassParams", Exists),
    ("elbv2.k8s.aws", "TargetGroupBinding", Set("/status/observedGeneration")),
    // metallb/metallb `api/v1beta1`, metallb/metallb-operator `api/v1beta1`
    ("metallb.io", "IPAddressPool L2Advertisement BGPAdvertisement BFDProfile BGPPeer Community ServiceL2Status ServiceBGPStatus", Exists),
    ("metallb.io", "MetalLB", Conditions(&["Available"])),
    // cilium/cilium `pkg/k8s/apis/cilium.io`
    ("cilium.io", "CiliumNetworkPolicy CiliumClusterwideNetworkPolicy", Conditions(&["Valid"])),
    ("cilium.io", "CiliumEndpoint", Words(&[word(STATE, &["ready"], &["invalid", "not-ready"])])),
    ("cilium.io", "CiliumIdentity CiliumNode CiliumEnvoyConfig CiliumClusterwideEnvoyConfig CiliumEgressGatewayPolicy CiliumLocalRedirectPolicy CiliumLoadBalancerIPPool CiliumL2AnnouncementPolicy CiliumCIDRGroup CiliumEndpointSlice CiliumPodIPPool", Exists),
    // projectcalico/calico `api/pkg/apis/projectcalico/v3` (configuration), tigera/operator `api/v1`
    ("crd.projectcalico.org projectcalico.org", "IPPool IPReservation BGPConfiguration BGPPeer BGPFilter FelixConfiguration GlobalNetworkPolicy NetworkPolicy GlobalNetworkSet NetworkSet HostEndpoint Tier ClusterInformation IPAMBlock IPAMConfig IPAMHandle BlockAffinity", Exists),
    ("operator.tigera.io", "TigeraStatus", Conditions(&["Available"])),
    ("operator.tigera.io", "Installation APIServer Goldmane Whisker", Ready),
    // kubernetes-sigs/external-dns `apis/v1alpha1`
    ("externaldns.k8s.io", "DNSEndpoint", Exists),
    // hashicorp/consul-k8s `control-plane/api/v1alpha1`
    ("consul.hashicorp.com", "*", Conditions(&["Synced"])),
    // linkerd/linkerd2 `policy-controller`, k8snetworkplumbingwg: configuration
    ("linkerd.io policy.linkerd.io", "ServiceProfile Server ServerAuthorization AuthorizationPolicy MeshTLSAuthentication NetworkAuthentication HTTPLocalRateLimitPolicy", Exists),
    ("k8s.cni.cncf.io", "NetworkAttachmentDefinition", Exists),
    // networking.gke.io, ManagedCertificate of GoogleCloudPlatform/gke-managed-certs
    ("networking.gke.io", "ManagedCertificate", Words(&[word("/status/certificateStatus", &["Active"], &["ProvisioningFailed", "ProvisioningFailedPermanently", "RenewalFailed"])])),
    // nmstate/kubernetes-nmstate `api/shared`
    ("nmstate.io", "NodeNetworkConfigurationPolicy", Conditions(&["Available"])),
    // k8snetworkplumbingwg/sriov-network-operator `api/v1`
    ("sriovnetwork.openshift.io", "SriovNetworkNodeState", Words(&[word("/status/syncStatus", &["Succeeded"], &["Failed"])])),
    // kuadrant/kuadrant-operator `api/v1`, kuadrant/dns-operator `api/v1alpha1`
    ("kuadrant.io", "AuthPolicy RateLimitPolicy DNSPolicy TLSPolicy", Conditions(&["Accepted", "Enforced"])),
    ("kuadrant.io", "DNSRecord Kuadrant", Ready),
];
