//! Runs the test world and prints how to reach it: `cargo run --example world -- after`.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "an example for people"
)]

use deployment_report::world::{self, State, World};
use std::path::Path;

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
    if let Ok(root) = std::env::var("WORKSPACE") {
        let workspace = deployment_report::command::demo::workspace::write(Path::new(&root))
            .map_err(std::io::Error::other)?;
        let history = &workspace.history;
        world.set_revisions(&history.before, &history.after);
        world.set_changes(&history.changes);
    }
    let kubeconfig = Path::new("/tmp/report-world.kubeconfig");
    std::fs::write(kubeconfig, world.kubeconfig())?;
    println!("export KUBECONFIG={}", kubeconfig.display());
    println!("export GITPLOY_SERVER_HOST={}", world.gitploy_url());
    println!("export GITPLOY_TOKEN={}", world::GITPLOY_TOKEN);
    println!("export LOKI_ADDR={}", world.loki_url());
    println!("export SOURCE_DATE_EPOCH={}", state.clock().timestamp());
    loop {
        std::thread::park();
    }
}
