//! The access of a test: a world, and nothing of the machine.

use crate::collect::access::{
    Access, ClusterAccess, Credential, DeploymentAccess, LokiAccess, Mode, PrometheusAccess, Stop,
};
use crate::facts::deployment::System;
use crate::world::{GITPLOY_TOKEN, REPOSITORY, World};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

/// The access that may ask nothing.
pub(crate) fn nothing(root: &Path) -> Access {
    Access {
        mode: Mode::Offline,
        now: Default::default(),
        live: Default::default(),
        deadline: Duration::from_secs(1),
        run_deadline: None,
        concurrency: 8,
        cluster: ClusterAccess {
            argocd_namespace: "argocd".into(),
            ..ClusterAccess::default()
        },
        deployments: BTreeMap::new(),
        loki: None,
        prometheus: Vec::new(),
        http_hosts: Vec::new(),
        repos: BTreeMap::new(),
        root: root.to_path_buf(),
        log: None,
        stop: Stop::default(),
    }
}

/// A Loki without credentials.
pub(crate) fn loki(addr: &str) -> LokiAccess {
    LokiAccess {
        addr: addr.into(),
        aliases: Vec::new(),
        tenant: None,
        tenants: Some(Vec::new()),
        credential: Credential::None,
    }
}

/// The access of a world whose kubeconfig is put into a folder.
pub(crate) fn access(world: &World, folder: &Path) -> Access {
    let kubeconfig = folder.join("config");
    put(&kubeconfig, &world.kubeconfig());
    let nothing = nothing(Path::new("."));
    Access {
        mode: Mode::Live,
        now: world.now(),
        live: world.now(),
        deadline: Duration::from_secs(60),
        run_deadline: None,
        cluster: ClusterAccess {
            kubeconfig: vec![kubeconfig],
            ..nothing.cluster
        },
        deployments: BTreeMap::from([(
            System::Gitploy,
            DeploymentAccess {
                host: world.gitploy_url(),
                aliases: vec![
                    "https://gitploy.example.io".into(),
                    "https://gitploy.buzzvil.dev".into(),
                ],
                repo: Some(REPOSITORY.into()),
                credential: Credential::Bearer(GITPLOY_TOKEN.into()),
            },
        )]),
        loki: Some(loki(&world.loki_url())),
        prometheus: vec![PrometheusAccess {
            addr: world.prometheus_url(),
            aliases: Vec::new(),
        }],
        ..nothing
    }
}

/// Writes a file of a test; the product's own files are `store`'s.
#[allow(clippy::disallowed_methods, reason = "a file of a test")]
pub(crate) fn put(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
}
