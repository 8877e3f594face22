//! Credentials, through the real binary: they get to where they belong, and nowhere else.

use crate::support::{Lab, Run};
use deployment_report::testing::world::{CONTEXT, Effect, Fault, State, TOKEN};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

const RECORD: &str = ".kiro/deployments/2025-12-05-record.md";
const CANARY: &str = "canary-7f3a9c51e2";

fn lab(state: State) -> Lab {
    let lab = Lab::with_world(state).configured();
    lab.file(
        RECORD,
        include_str!("../../src/command/demo/files/record.ko.md"),
    );
    lab
}

/// An address with user and password in it.
fn with_user(url: &str) -> String {
    url.replace("http://", &format!("http://{CANARY}-user:{CANARY}%21@"))
}

/// Everything that a run printed and wrote.
fn all(lab: &Lab, run: &Run) -> String {
    let mut text = format!("{}{}", run.stdout, run.stderr);
    for file in [RECORD, "e.har", "e.json", "e.xml", "e.md"] {
        if lab.work().join(file).exists() {
            text.push_str(&lab.read(file));
        }
    }
    text
}

const EVERYTHING: [&str; 12] = [
    "verify",
    RECORD,
    "--update",
    "-vvv",
    "--timeout",
    "5",
    "--output",
    "json=e.json",
    "--output",
    "junit=e.xml",
    "--output",
    "github=e.md",
];

/// A lab with a canary in every slot that holds a credential.
fn baited() -> Lab {
    let lab = lab(State::After);
    let world = lab.world();
    let kubeconfig = world
        .kubeconfig_with_token(CANARY)
        .replace(&world.api_url(), &with_user(&world.api_url()));
    let (gitploy, loki) = (
        with_user(&world.gitploy_url()),
        with_user(&world.loki_url()),
    );
    let prometheus = with_user(&world.prometheus_url());
    lab.file("../home/kubeconfig", kubeconfig);
    lab.env("GITPLOY_SERVER_HOST", &gitploy)
        .env("GITPLOY_TOKEN", CANARY)
        .env("LOKI_ADDR", &loki)
        .env("LOKI_USERNAME", &format!("{CANARY}-reader"))
        .env("LOKI_PASSWORD", CANARY)
        .env("LOKI_BEARER_TOKEN", CANARY)
        .env("PROMETHEUS_URL", &prometheus)
}

#[test]
fn a_canary_in_every_slot_is_found_nowhere() {
    for effect in [
        None,
        Some(Effect::HangUp),
        Some(Effect::Answer(401, "text/plain", "no".into())),
    ] {
        let lab = baited();
        if let Some(effect) = effect {
            lab.world().fail(Fault::always("", effect));
        }
        let evidence = [&EVERYTHING[..], &["--save-evidence", "e.har"]].concat();
        for args in [
            &evidence[..],
            &["doctor", "-vvv"],
            &["explain", RECORD, "-vvv"],
        ] {
            let run = lab.run(args);
            let told = all(&lab, &run);
            assert!(!told.contains(CANARY), "{args:?}\n{told}");
        }
        // Each source was asked, and each request told, without what is secret about it.
        let run = lab.run(&EVERYTHING);
        for source in [
            "GET http://[API]/",
            "GET http://[GITPLOY]/",
            "GET http://[LOKI]/",
        ] {
            let source = source.replace("http://", "");
            assert!(run.stderr.contains(&source), "{source} in\n{run}");
        }
    }
}

#[test]
fn a_proxy_s_credentials_are_found_nowhere() {
    let refused = TcpListener::bind("127.0.0.1:0").unwrap();
    let proxy = with_user(&format!("http://{}", refused.local_addr().unwrap()));
    drop(refused);
    let lab = baited();
    let world = lab.world();
    let kubeconfig = world.kubeconfig().replace(
        &format!("server: {}", world.api_url()),
        &format!("server: {}\n    proxy-url: {proxy}", world.api_url()),
    );
    assert!(kubeconfig.contains("proxy-url"), "{kubeconfig}");
    lab.file("../home/kubeconfig", kubeconfig);
    let lab = lab.env("HTTP_PROXY", &proxy).env("http_proxy", &proxy);
    let evidence = [&EVERYTHING[..], &["--save-evidence", "e.har"]].concat();
    let run = lab.run(&evidence).exits(3);
    let told = all(&lab, &run);
    assert!(!told.contains(CANARY), "{told}");
    assert!(lab.world().requests().is_empty(), "{run}");
}

/// A proxy that only knows CONNECT; keeps the heads of what it was asked.
fn tunnel() -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let heads = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&heads);
    std::thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let kept = Arc::clone(&kept);
            std::thread::spawn(move || connect(client, &kept));
        }
    });
    (address, heads)
}

fn connect(mut client: TcpStream, kept: &Mutex<Vec<String>>) -> Option<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        client.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).ok()?;
    let target = head.split(' ').nth(1)?.to_string();
    kept.lock().unwrap().push(head);
    let server = TcpStream::connect(target).ok()?;
    client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").ok()?;
    let (mut up, mut down) = (client.try_clone().ok()?, server.try_clone().ok()?);
    let (mut from, mut to) = (client, server);
    std::thread::spawn(move || std::io::copy(&mut from, &mut to));
    std::io::copy(&mut down, &mut up).ok()?;
    Some(())
}

#[test]
fn a_proxy_url_is_gone_through() {
    let (proxy, heads) = tunnel();
    let lab = lab(State::After);
    let world = lab.world();
    let kubeconfig = world.kubeconfig().replace(
        &format!("server: {}", world.api_url()),
        &format!("server: {}\n    proxy-url: http://{proxy}", world.api_url()),
    );
    lab.file("../home/kubeconfig", kubeconfig);
    let run = lab.run(&["verify", RECORD]).exits(0);
    let heads = heads.lock().unwrap().clone();
    let api = lab.world().api_url().replace("http://", "");
    assert!(!heads.is_empty(), "{run}");
    for head in &heads {
        assert!(head.starts_with(&format!("CONNECT {api} ")), "{head}");
        // What is for the cluster goes through the tunnel and is not for the proxy.
        assert!(!head.contains(TOKEN), "{head}");
    }
}

/// kubectl's rule: of each name the first file's entry counts, whole; so does the first current
/// context.
#[test]
fn of_several_kubeconfigs_the_first_wins() {
    let mut lab = lab(State::After);
    let good = lab.world().kubeconfig();
    let wrong = lab.world().kubeconfig_with_token("wrong");
    let other = wrong.replace(CONTEXT, "other");
    let empty = good.replace(
        &format!("current-context: {CONTEXT}"),
        "current-context: ''",
    );
    assert!(empty != good && other != wrong);
    let [first, second, third, fourth] =
        [("a", &good), ("b", &wrong), ("c", &other), ("d", &empty)]
            .map(|(name, text)| lab.file(&format!("../home/{name}"), text));
    let missing = lab.work().join("nowhere");
    for (files, status) in [
        (vec![&first, &second], 0),
        (vec![&second, &first], 3),
        (vec![&missing, &first, &third], 0),
        // Of the user that both files have, the first one's token counts, for every context.
        (vec![&third, &first], 3),
        (vec![&fourth, &first], 0),
        (vec![&missing], 3),
    ] {
        let list = std::env::join_paths(&files).unwrap();
        lab = lab.env("KUBECONFIG", &list.to_string_lossy());
        let run = lab.run(&["verify", RECORD]);
        assert_eq!(run.status, status, "{list:?}\n{run}");
    }
}

#[test]
fn the_values_of_a_secret_are_found_nowhere() {
    let encoded = "Y2FuYXJ5LTdmM2E5YzUxZTI=";
    let lab = lab(State::After);
    let secret = format!(
        r#"{{"kind":"Secret","apiVersion":"v1","metadata":{{"name":"db","namespace":"loki-v3","annotations":{{"kubectl.kubernetes.io/last-applied-configuration":"{{\"data\":{{\"password\":\"{encoded}\"}}}}"}}}},"data":{{"password":"{encoded}"}},"type":"Opaque"}}"#
    );
    let answer = Effect::Answer(200, "application/json", secret);
    lab.world().fail(Fault::always("/secrets", answer));
    let steps = [
        "get secret db -n loki-v3 -o yaml",
        "get secret db -n loki-v3 -o json",
        "get secret db -n loki-v3 -o jsonpath='{.data.password}'",
        "get secret db -n loki-v3 -o json | jq -r '.data.password'",
        "describe secret db -n loki-v3",
    ];
    let plan: String = steps
        .iter()
        .map(|step| format!("### {step}\n\n```bash\nkubectl {step}\n```\n\n- `password`\n\n"))
        .collect();
    lab.file(
        RECORD,
        format!("# Secrets\n\n## Verification plan\n\n{plan}"),
    );
    let evidence = [&EVERYTHING[..], &["--save-evidence", "e.har"]].concat();
    let run = lab.run(&evidence);
    assert!(!lab.world().requests().is_empty(), "{run}");
    let told = all(&lab, &run);
    assert!(!told.contains(CANARY) && !told.contains(encoded), "{told}");
}
