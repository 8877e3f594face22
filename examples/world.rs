//! Runs the test world as a server and prints how to reach it, for `report` and for kubectl:
//! `cargo run --example world -- after`. `PODS=10000` makes it a cluster of so many pods,
//! `ODD=500` lets so many of them crash, `LOG_LINES=5000` gives each pod's log so many lines, `WORKSPACE=DIR` writes the demo's workspace, `WORLD_KUBECONFIG=FILE` says where the kubeconfig goes.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "an example for people"
)]

use deployment_report::testing::facts::lang::Lang;
use deployment_report::testing::world::{self, Crowd, Effect, Fault, Odd, State, World};
use std::path::{Path, PathBuf};

fn main() -> std::io::Result<()> {
    let args: Vec<String> = std::env::args().collect();
    let state = match args.get(1).map(String::as_str) {
        Some("before") => State::Before,
        Some("during") => State::During(args.get(2).and_then(|n| n.parse().ok()).unwrap_or(2)),
        Some("later") => State::Later,
        Some("warming") => State::MetricsWarming,
        Some(_) | None => State::After,
    };
    let world = World::start(state)?;
    // kubectl sends a token over TLS only.
    world.admit_anonymous();
    let number = |name: &str| -> std::io::Result<Option<usize>> {
        let text = std::env::var(name).ok();
        text.map(|text| text.parse().map_err(std::io::Error::other))
            .transpose()
    };
    if let Some(pods) = number("PODS")? {
        let odd = number("ODD")?.unwrap_or(0).min(pods);
        let odd = (0..odd).map(|nth| (nth * pods / odd, Odd::CrashLoop));
        let odd = odd.collect();
        world.crowd(Crowd { pods, odd });
    }
    if let Some(lines) = number("LOG_LINES")? {
        let line = |nth| {
            format!(
                "2025-12-05T10:06:{:02}.{nth:09}Z level=info msg=\"batch {nth} sent\"\n",
                nth % 60
            )
        };
        let text = (0..lines).map(line).collect();
        let answer = Effect::Answer(200, "text/plain", text);
        world.fail(Fault::always("/log?", answer));
    }
    if let Ok(root) = std::env::var("WORKSPACE") {
        let workspace =
            deployment_report::testing::command::demo::workspace::write(Path::new(&root), Lang::Ko)
                .map_err(std::io::Error::other)?;
        let history = &workspace.history;
        world.set_revisions(&history.before, &history.after);
        world.set_changes(&history.changes);
    }
    let kubeconfig = std::env::var_os("WORLD_KUBECONFIG").map_or_else(
        || std::env::temp_dir().join("report-world.kubeconfig"),
        PathBuf::from,
    );
    std::fs::write(&kubeconfig, world.kubeconfig())?;
    println!("export KUBECONFIG={}", kubeconfig.display());
    println!("export GITPLOY_SERVER_HOST={}", world.gitploy_url());
    println!("export GITPLOY_TOKEN={}", world::GITPLOY_TOKEN);
    println!("export LOKI_ADDR={}", world.loki_url());
    println!("export SOURCE_DATE_EPOCH={}", state.clock().timestamp());
    loop {
        std::thread::park();
    }
}
