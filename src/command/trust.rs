//! `report trust`: the user's approval of a `report.toml` as it is.

use crate::both;
use crate::console::Console;
use crate::error::{Error, exit};
use crate::facts::deployment::System;
use crate::settings::{Approvals, Environment, Settings};
use clap::Args;
use std::path::PathBuf;

/// `report trust`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  report trust                  approve this workspace's report.toml as it is\n  report trust ../other --revoke"
)]
pub(crate) struct TrustArgs {
    /// The workspace [default: the nearest one above]
    #[arg(value_name = "DIR")]
    pub dir: Option<PathBuf>,
    /// Take the approval away
    #[arg(long)]
    pub revoke: bool,
}

/// Approves the workspace's configuration file, or takes the approval away, and shows what it says
/// about where credentials go.
pub(super) fn trust(
    args: &TrustArgs,
    settings: &Settings,
    environment: &Environment,
    console: &Console,
) -> Result<u8, Error> {
    let lang = settings.lang;
    let (Some(path), Some(approval)) = (&settings.config_path, &settings.approval) else {
        return Err(Error::user(both!(
            "{}: .kiro/report.toml이 없습니다",
            "{} has no .kiro/report.toml",
            settings.root.display()
        ))
        .hinted(both!(
            "그 파일이 있는 작업 공간을 지정하세요",
            "name the workspace that contains it"
        )));
    };
    let approvals = Approvals::read(environment)?;
    let path = path.display();
    if args.revoke {
        let message = if approvals.revoke(approval)? {
            lang.pick("승인을 취소했습니다", "no longer trusted")
        } else {
            lang.pick("승인한 적이 없습니다", "it was not trusted")
        };
        console.message(&format!("{path}: {message}"));
        return Ok(exit::OK);
    }
    approvals.approve(approval)?;
    let config = &settings.config;
    let servers = System::ALL.into_iter().filter_map(|system| {
        let host = config.server(system)?.host.clone();
        Some((format!("{}.host", system.word()), host))
    });
    let others = [
        ("loki.addr", config.loki.addr.clone()),
        ("loki.tenant", config.loki.tenant.clone()),
        ("loki.tenants", listed(&config.loki.tenants)),
        (
            "allow_plain_http",
            config.allow_plain_http.then(|| "true".into()),
        ),
    ];
    let others = others.map(|(name, value)| (name.to_owned(), value));
    for (name, value) in servers.chain(others) {
        if let Some(value) = value {
            console.result(&format!("{name} = {value}\n"));
        }
    }
    console.message(&format!(
        "{path}: {}",
        lang.pick(
            "이제 자격 증명을 위의 주소로 보낼 수 있습니다. 파일이 바뀌면 다시 승인해야 합니다",
            "credentials may go where it says, until the file changes"
        )
    ));
    Ok(exit::OK)
}

fn listed(all: &[String]) -> Option<String> {
    (!all.is_empty()).then(|| all.join(", "))
}
