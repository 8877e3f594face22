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
        verify_tls12_signature(message, cert, dss, algorithms).or_else(unread)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        verify_tls13_signature(message, cert, dss, algorithms).or_else(unread)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        let algorithms = &self.0.signature_verification_algorithms;
        algorithms.supported_schemes()
    }
}

/// Go's TLS reads certificates of version 1, and this library does not.
fn unread(error: Error) -> Result<HandshakeSignatureValid, Error> {
    if format!("{error:?}").contains("UnsupportedCertVersion") {
        Ok(HandshakeSignatureValid::assertion())
    } else {
        Err(error)
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
    let (status, body) = if shown.first() == Some(known) {
        (200, r#"{"major":"1","minor":"36","gitVersion":"v1.36.2"}"#)
    } else {
        (401, r#"{"kind":"Status","status":"Failure","code":401}"#)
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

/// A CA, and a server's certificate of it, in a folder; `None` where there is no openssl.
fn authority(folder: &Path) -> Option<()> {
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
    made(folder, "ca", &[]).and_then(|()| made(folder, "server", &of_ca))
}

/// A certificate as `openssl x509 -req` makes it unless it is told otherwise: of version 1.
#[expect(clippy::disallowed_methods, reason = "the test needs certificates")]
fn made_v1(folder: &Path, name: &str) {
    let openssl = |arguments: &[&str]| {
        let run = std::process::Command::new("openssl")
            .args(arguments)
            .current_dir(folder)
            .output()
            .unwrap();
        assert!(run.status.success(), "{arguments:?}");
        String::from_utf8_lossy(&run.stdout).into_owned()
    };
    let (key, request, pem) = (
        format!("{name}.key"),
        format!("{name}.csr"),
        format!("{name}.pem"),
    );
    openssl(&[
        "req",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-subj",
        "/CN=v1",
        "-keyout",
        &key,
        "-out",
        &request,
    ]);
    openssl(&[
        "x509",
        "-req",
        "-in",
        &request,
        "-CA",
        "ca.pem",
        "-CAkey",
        "ca.key",
        "-CAcreateserial",
        "-days",
        "2",
        "-out",
        &pem,
    ]);
    let shown = openssl(&["x509", "-in", &pem, "-noout", "-text"]);
    assert!(shown.contains("Version: 1"), "{shown}");
}

/// Version 1 knows no extensions, and rustls reads no certificate without them.
#[test]
fn a_client_certificate_of_version_1_works_as_with_kubectl() {
    let mut lab = Lab::empty();
    let folder = lab
        .file("../home/tls/none", "")
        .parent()
        .unwrap()
        .to_path_buf();
    if authority(&folder).is_none() {
        return;
    }
    made_v1(&folder, "one");
    let (address, statuses) = server(&folder, "one.pem");
    let at = folder.display();
    let kubeconfig = format!(
        "apiVersion: v1\nkind: Config\ncurrent-context: x\nclusters:\n- name: x\n  cluster:\n    server: https://{address}\n    certificate-authority: {at}/ca.pem\ncontexts:\n- name: x\n  context: {{cluster: x, user: x}}\nusers:\n- name: x\n  user:\n    client-certificate: {at}/one.pem\n    client-key: {at}/one.key\n"
    );
    let config = lab.file("../home/kubeconfig", &kubeconfig);
    lab = lab
        .env("KUBECONFIG", &config.display().to_string())
        .env("COLUMNS", "200");
    lab.file(
        RECORD,
        "# Rollout\n\n## Verification plan\n\n### 1. Version\n\n```bash\nkubectl version\n```\n",
    );
    let run = lab.run(&["verify", RECORD, "-v"]).says("v1.36.2");
    assert_eq!(statuses.lock().unwrap().last(), Some(&200), "{run}");
    // What cannot be done with it is said, and what to do.
    let through = kubeconfig.replace(
        "    server:",
        "    proxy-url: http://127.0.0.1:1\n    server:",
    );
    lab.file("../home/kubeconfig", through);
    lab.run(&["verify", RECORD, "-v", "--lang", "en"])
        .exits(3)
        .says("version 1: issue it in version 3");
    lab.run(&["verify", RECORD, "-v", "--lang", "ko"]).exits(3);
}

/// A plugin is started once a run, also when it fails or hangs, and is named with what it said last.
#[test]
fn a_plugin_that_fails_is_asked_once() {
    let records = [
        (
            "ko.md",
            "# 배포\n\n## 검증 계획\n\n### 1. 버전\n\n```bash\nkubectl version\nkubectl get pods -n a\nkubectl get pods -n b\n```\n\n- 모든 Pod Running\n",
        ),
        (
            "en.md",
            "# Rollout\n\n## Verification plan\n\n### 1. Version\n\n```bash\nkubectl version\nkubectl get pods -n c\n```\n\n- all pods Running\n",
        ),
    ];
    for (how, ko, en) in [
        (
            "exit 7",
            "sh: exit status: 7로 끝남: log in first",
            "sh: it ended with exit status: 7: log in first",
        ),
        (
            "sleep 600",
            "종료함 (`--timeout`): log in first",
            "was ended (`--timeout`): log in first",
        ),
    ] {
        let lab = Lab::empty();
        let count = lab.file("../home/count", "");
        let script = format!(
            "echo x >> {}; echo log in first >&2; {how}",
            count.display()
        );
        let config = lab.file("../home/kubeconfig", format!(
            "apiVersion: v1\nkind: Config\ncurrent-context: x\nclusters:\n- name: x\n  cluster: {{server: 'https://127.0.0.1:1'}}\ncontexts:\n- name: x\n  context: {{cluster: x, user: x}}\nusers:\n- name: x\n  user:\n    exec:\n      apiVersion: client.authentication.k8s.io/v1\n      interactiveMode: IfAvailable\n      command: sh\n      args: [-c, {script:?}]\n"
        ));
        let lab = lab
            .env("KUBECONFIG", &config.display().to_string())
            .env("COLUMNS", "200");
        for (name, text) in records {
            lab.file(&format!(".kiro/deployments/{name}"), text);
        }
        for (lang, said) in [("ko", ko), ("en", en)] {
            lab.file("../home/count", "");
            lab.run(&[
                "verify",
                ".kiro/deployments/ko.md",
                ".kiro/deployments/en.md",
                "-v",
                "--timeout",
                "1",
                "--lang",
                lang,
            ])
            .exits(3)
            .says(said);
            assert_eq!(lab.read("../home/count"), "x\n", "{how}");
        }
    }
}

#[test]
fn a_client_certificate_that_ended_is_asked_for_again() {
    let mut lab = Lab::empty();
    let folder = lab
        .file("../home/tls/none", "")
        .parent()
        .unwrap()
        .to_path_buf();
    let all = authority(&folder)
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
