//! Client certificates of a credential plugin, which live as short as its tokens: a server that takes
//! one no longer is asked again with the next one. Silent where `openssl` is not there to make them.

use crate::support::Lab;
use rustls::DistinguishedName;
use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{
    DigitallySignedStruct, Error, ServerConfig, ServerConnection, SignatureScheme, StreamOwned,
};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, Mutex};

const RECORD: &str = ".kiro/deployments/2025-12-05-record.md";

/// Takes any certificate, as kube-apiserver does: whom it belongs to is decided later.
#[derive(Debug)]
struct Anyone(Arc<CryptoProvider>);

impl ClientCertVerifier for Anyone {
    fn client_auth_mandatory(&self) -> bool {
        false
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        verify_tls12_signature(message, cert, dss, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        verify_tls13_signature(message, cert, dss, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        let algorithms = &self.0.signature_verification_algorithms;
        algorithms.supported_schemes()
    }
}

/// Makes a certificate and its key in a folder; `None` where there is no openssl.
#[expect(clippy::disallowed_methods, reason = "the test needs certificates")]
fn made(folder: &Path, name: &str, more: &[&str]) -> Option<()> {
    let file = |end: &str| folder.join(format!("{name}.{end}")).display().to_string();
    let run = std::process::Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
        ])
        .args(["-nodes", "-days", "2", "-subj", &format!("/CN={name}")])
        .args(["-keyout", &file("key"), "-out", &file("pem")])
        .args(more)
        .output()
        .ok()?;
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    Some(())
}

/// A server that knows one client, and keeps how each question went.
fn server(folder: &Path, known: &str) -> (String, Arc<Mutex<Vec<u16>>>) {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let pem = |name: &str| CertificateDer::from_pem_file(folder.join(name)).unwrap();
    let key = PrivateKeyDer::from_pem_file(folder.join("server.key")).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_client_cert_verifier(Arc::new(Anyone(provider)))
        .with_single_cert(vec![pem("server.pem"), pem("ca.pem")], key)
        .unwrap();
    let (config, known) = (Arc::new(config), pem(known));
    let refused = folder.join("refused");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let statuses = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&statuses);
    std::thread::spawn(move || {
        for socket in listener.incoming().flatten() {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = StreamOwned::new(connection, socket);
            let (known, kept) = (known.clone(), Arc::clone(&kept));
            let refused = refused.clone();
            std::thread::spawn(move || {
                while let Some(status) = answered(&mut stream, &known, &refused) {
                    kept.lock().unwrap().push(status);
                }
            });
        }
    });
    (address, statuses)
}

type Stream = StreamOwned<ServerConnection, std::net::TcpStream>;

/// Answers one request; `None` when the connection ends. A refusal leaves a file behind, which the
/// plugin goes by.
#[expect(clippy::disallowed_methods, reason = "a test tells its plugin")]
fn answered(stream: &mut Stream, known: &CertificateDer<'_>, refused: &Path) -> Option<u16> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    let shown = stream.conn.peer_certificates()?;
    let (status, body) = match shown.first() == Some(known) {
        true => (200, r#"{"major":"1","minor":"36","gitVersion":"v1.36.2"}"#),
        false => (401, r#"{"kind":"Status","status":"Failure","code":401}"#),
    };
    if status == 401 {
        std::fs::write(refused, "").unwrap();
    }
    let length = body.len();
    let answer = format!(
        "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    stream.write_all(answer.as_bytes()).ok()?;
    stream.flush().ok()?;
    Some(status)
}

#[test]
fn a_client_certificate_that_ended_is_asked_for_again() {
    let mut lab = Lab::empty();
    let folder = lab
        .file("../home/tls/none", "")
        .parent()
        .unwrap()
        .to_path_buf();
    let of_ca = [
        "-CA".to_string(),
        folder.join("ca.pem").display().to_string(),
        "-CAkey".to_string(),
        folder.join("ca.key").display().to_string(),
    ];
    let name = [
        "-addext",
        "subjectAltName=IP:127.0.0.1",
        "-addext",
        "basicConstraints=CA:FALSE",
    ];
    let of_ca: Vec<&str> = of_ca.iter().map(String::as_str).chain(name).collect();
    let all = made(&folder, "ca", &[])
        .and_then(|()| made(&folder, "server", &of_ca))
        .and_then(|()| made(&folder, "ended", &[]))
        .and_then(|()| made(&folder, "fresh", &[]));
    if all.is_none() {
        return;
    }
    let (address, statuses) = server(&folder, "fresh.pem");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    for client in ["ended", "fresh"] {
        let credential = serde_json::json!({
            "kind": "ExecCredential", "apiVersion": "client.authentication.k8s.io/v1",
            "status": {"clientCertificateData": read(&format!("{client}.pem")),
                "clientKeyData": read(&format!("{client}.key"))}});
        lab.file(
            &format!("../home/tls/{client}.json"),
            credential.to_string(),
        );
    }
    let at = folder.display();
    let script =
        format!("if [ -e {at}/refused ]; then cat {at}/fresh.json; else cat {at}/ended.json; fi");
    let kubeconfig = format!(
        "apiVersion: v1\nkind: Config\ncurrent-context: x\nclusters:\n- name: x\n  cluster:\n    server: https://{address}\n    certificate-authority: {at}/ca.pem\ncontexts:\n- name: x\n  context: {{cluster: x, user: x}}\nusers:\n- name: x\n  user:\n    exec:\n      apiVersion: client.authentication.k8s.io/v1\n      interactiveMode: Never\n      command: sh\n      args: [-c, {script:?}]\n"
    );
    let config = lab.file("../home/kubeconfig", kubeconfig);
    lab = lab.env("KUBECONFIG", &config.display().to_string());
    lab.file(
        RECORD,
        "# Rollout\n\n## Verification plan\n\n### 1. Version\n\n```bash\nkubectl version\n```\n",
    );
    let run = lab.run(&["verify", RECORD, "-v"]).says("v1.36.2");
    let statuses = statuses.lock().unwrap().clone();
    assert_eq!(statuses.first(), Some(&401), "{run}");
    assert_eq!(statuses.last(), Some(&200), "{run}");
    for secret in [read("ended.key"), read("fresh.key"), read("fresh.pem")] {
        let line = secret.lines().nth(1).unwrap();
        assert!(!format!("{}{}", run.stdout, run.stderr).contains(line));
    }
}
