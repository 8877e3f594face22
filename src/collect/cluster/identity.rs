//! Client certificates of X.509 version 1, which `openssl x509 -req` writes unless it is told
//! otherwise. The API server takes them, and so does kubectl; rustls does not, because it reads the
//! certificate to compare its key. So they are shown without being read.

use crate::both;
use crate::collect::seam::Trouble;
use crate::collect::seam::flow::Flow;
use crate::collect::seam::live;
use crate::collect::seam::retry::Service;
use crate::facts::observation::Cause;
use crate::store::{self, Reach};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kube::client::ConfigExt;
use kube::config::AuthInfo;
use rustls::client::ResolvesClientCert;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use rustls::{ClientConfig, SignatureScheme};
use secrecy::ExposeSecret;
use std::path::Path;
use std::sync::Arc;

/// A certificate and its key, in PEM.
pub(super) struct Identity {
    certificate: Vec<u8>,
    key: Vec<u8>,
}

impl Identity {
    /// That of a kubeconfig's user, if it is of version 1.
    pub(super) fn of(auth: &AuthInfo) -> Option<Identity> {
        let certificate = pem(
            auth.client_certificate_data.as_deref(),
            auth.client_certificate.as_deref(),
        )?;
        let key = auth.client_key_data.as_ref().map(|key| key.expose_secret());
        let key = pem(key, auth.client_key.as_deref())?;
        let first = CertificateDer::from_pem_slice(&certificate).ok()?;
        is_version_1(&first).then_some(Identity { certificate, key })
    }

    /// Connects with it.
    pub(super) fn connect(self, mut config: kube::Config) -> Result<Service<Flow>, Trouble> {
        let auth = std::mem::take(&mut config.auth_info);
        let special = config.tls_server_name.is_some()
            || config.proxy_url.is_some()
            || auth.impersonate.is_some()
            || auth.impersonate_groups.is_some();
        if special {
            return Err(unusable());
        }
        let mut tls = config
            .rustls_client_config()
            .map_err(|error| live::client_failure(&error))?;
        self.put_into(&mut tls)?;
        let bearer = auth.token.as_ref().map(live::bearer).transpose()?;
        live::cluster_over(tls, bearer)
    }

    fn put_into(&self, tls: &mut ClientConfig) -> Result<(), Trouble> {
        let chain = CertificateDer::pem_slice_iter(&self.certificate).collect::<Result<_, _>>();
        let key = PrivateKeyDer::from_pem_slice(&self.key);
        let (Ok(chain), Ok(key)) = (chain, key) else {
            return Err(unusable());
        };
        let key = ring::default_provider().key_provider.load_private_key(key);
        let key = key.map_err(|error| Trouble::new(Cause::Tls, error.to_string()))?;
        let shown = CertifiedKey::new(chain, key);
        tls.client_auth_cert_resolver = Arc::new(Shown(Arc::new(shown)));
        Ok(())
    }
}

fn unusable() -> Trouble {
    let words = both!(
        "클라이언트 인증서가 X.509 버전 1입니다: 버전 3으로 다시 발급하세요 (`openssl x509 -req … -extfile <(printf 'extendedKeyUsage=clientAuth')`)",
        "the client certificate is of X.509 version 1: issue it in version 3 (`openssl x509 -req … -extfile <(printf 'extendedKeyUsage=clientAuth')`)"
    );
    Trouble::told(Cause::Tls, &words)
}

fn pem(data: Option<&str>, file: Option<&str>) -> Option<Vec<u8>> {
    match (data, file) {
        (Some(data), _) => STANDARD.decode(data).ok(),
        (None, Some(file)) => store::read_text(Path::new(file), Reach::Anywhere)
            .ok()
            .map(String::into_bytes),
        (None, None) => None,
    }
}

/// Whether a certificate is of version 1: the only one that does not say its version.
fn is_version_1(der: &[u8]) -> bool {
    const SEQUENCE: u8 = 0x30;
    const SERIAL_NUMBER: u8 = 0x02;
    let inner = |der: &[u8]| {
        let (&tag, rest) = der.split_first()?;
        let (&length, rest) = rest.split_first()?;
        let more = if length & 0x80 == 0 {
            0
        } else {
            usize::from(length & 0x7f)
        };
        (tag == SEQUENCE).then(|| rest.get(more..).map(<[u8]>::to_vec))?
    };
    let first = inner(der).and_then(|certificate| inner(&certificate));
    first.is_some_and(|body| body.first() == Some(&SERIAL_NUMBER))
}

/// Shows the one certificate that there is.
#[derive(Debug)]
struct Shown(Arc<CertifiedKey>);

impl ResolvesClientCert for Shown {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }

    fn has_certs(&self) -> bool {
        true
    }
}
