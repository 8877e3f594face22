//! Whose word a workspace's `report.toml` is. It decides where credentials of the environment go, and
//! a pull request can write it: it counts for that only where the user chose the workspace, or
//! approved the file as it is.

use super::{Environment, Flags};
use crate::both;
use crate::error::Error;
use crate::facts::deployment::System;
use crate::facts::digest;
use crate::facts::lang::Bilingual;
use crate::store::{self, Reach};
use std::path::{Path, PathBuf};

/// Whose word it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// The user's: `report` was started in its workspace.
    Here,
    /// The user's: `--root` names its workspace.
    Root,
    /// The user's: `report trust` approved it as it is.
    Approved,
    /// Anybody's: its workspace was found by the path of a record.
    Elsewhere,
    /// Anybody's: in CI the checkout is what a pull request made of it.
    Ci,
}

impl Trust {
    /// Whether it is the user's.
    pub fn holds(self) -> bool {
        match self {
            Trust::Here | Trust::Root | Trust::Approved => true,
            Trust::Elsewhere | Trust::Ci => false,
        }
    }

    /// Why, and what to do where it is not.
    pub fn why(self) -> Bilingual {
        let (variable, _) = System::default().host();
        match self {
            Trust::Here => both!(
                "이 작업 공간 안에서 실행했습니다",
                "the command was started in this workspace"
            ),
            Trust::Root => both!(
                "--root가 이 작업 공간을 지정했습니다",
                "--root names this workspace"
            ),
            Trust::Approved => both!(
                "`report trust`로 승인했습니다",
                "`report trust` approved it"
            ),
            Trust::Elsewhere => both!(
                "다른 작업 공간의 report.toml이 정한 곳입니다. 그 안에서 실행하거나 `report trust`로 승인하세요",
                "the report.toml of another workspace says where: run the command inside it, or approve it with `report trust`"
            ),
            Trust::Ci => both!(
                "CI에서는 체크아웃된 report.toml이 정할 수 없습니다. 토큰 옆에 환경 변수({variable}, LOKI_ADDR, LOKI_ORG_ID)로 지정하세요",
                "in CI the report.toml of a checkout does not decide it: set {variable}, LOKI_ADDR and LOKI_ORG_ID beside the token"
            ),
        }
    }
}

/// Whose word the `report.toml` of a workspace is. `approval` is the file's own; none if there is no
/// file. `started` is the workspace that holds the directory in which the command was started.
pub(super) fn trust(
    flags: &Flags,
    environment: &Environment,
    root: &Path,
    started: &Path,
    approval: Option<&Approval>,
) -> Trust {
    let approved = approval.is_some_and(|approval| {
        Approvals::read(environment).is_ok_and(|approvals| approvals.hold(approval))
    });
    let real = |path: &Path| path.canonicalize().ok();
    if approved {
        Trust::Approved
    } else if in_ci(environment) {
        Trust::Ci
    } else if flags.root.is_some() {
        Trust::Root
    } else if real(root).is_some() && real(root) == real(started) {
        Trust::Here
    } else {
        Trust::Elsewhere
    }
}

/// Whether a CI system runs us: nearly all set `CI`.
fn in_ci(environment: &Environment) -> bool {
    let says_no = |value: &str| matches!(value, "false" | "0" | "no");
    [
        "CI",
        "GITHUB_ACTIONS",
        "GITLAB_CI",
        "TF_BUILD",
        "JENKINS_URL",
    ]
    .iter()
    .filter_map(|name| environment.var(name))
    .any(|value| !says_no(&value.to_lowercase()))
}

/// What approving a file writes down: a digest of where it is and of what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    path: PathBuf,
    digest: String,
}

impl Approval {
    pub(super) fn of(path: &Path, text: &str) -> Approval {
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let parts = [path.as_os_str().as_encoded_bytes(), text.as_bytes()];
        let digest = digest::of(parts.join(&0), 32);
        Approval { path, digest }
    }

    /// `DIGEST "PATH"`, the path so that no line break in it makes another line.
    fn line(&self) -> String {
        format!("{} {}", self.digest, self.shown())
    }

    fn shown(&self) -> String {
        format!("{:?}", self.path)
    }
}

/// The user's approvals, a line each, in `report/trusted` of the user's state directory.
pub(crate) struct Approvals {
    file: PathBuf,
    lines: Vec<String>,
}

impl Approvals {
    /// Reads them.
    pub(crate) fn read(environment: &Environment) -> Result<Approvals, Error> {
        let file = file(environment)?;
        let text = match store::read_text(&file, Reach::Anywhere) {
            Err(error) if error.is_missing() => String::new(),
            text => text?,
        };
        Ok(Approvals {
            file,
            lines: text.lines().map(str::to_owned).collect(),
        })
    }

    fn hold(&self, approval: &Approval) -> bool {
        self.lines.contains(&approval.line())
    }

    /// Adds one, in place of an earlier one of the same file.
    pub(crate) fn approve(mut self, approval: &Approval) -> Result<(), Error> {
        self.forget(approval);
        self.lines.push(approval.line());
        self.write()
    }

    /// Takes those of a file away, whatever it said. Gives whether there was one.
    pub(crate) fn revoke(mut self, approval: &Approval) -> Result<bool, Error> {
        let held = self.forget(approval);
        if held {
            self.write()?;
        }
        Ok(held)
    }

    fn forget(&mut self, approval: &Approval) -> bool {
        let (before, shown) = (self.lines.len(), approval.shown());
        let of_file = |line: &String| line.split_once(' ').is_some_and(|(_, path)| path == shown);
        self.lines.retain(|line| !of_file(line));
        self.lines.len() < before
    }

    fn write(&self) -> Result<(), Error> {
        let text: String = self.lines.iter().map(|line| format!("{line}\n")).collect();
        Ok(store::write_output(&self.file, text.as_bytes())?)
    }
}

fn file(environment: &Environment) -> Result<PathBuf, Error> {
    let state = environment.var("XDG_STATE_HOME").map(PathBuf::from);
    let home = environment.var("HOME").map(PathBuf::from);
    let state = state
        .filter(|path| path.is_absolute())
        .or_else(|| Some(home?.join(".local").join("state")));
    let state = state.ok_or_else(|| {
        Error::config(both!(
            "승인을 둘 곳이 없습니다",
            "there is no place for approvals"
        ))
        .hinted(both!(
            "HOME이나 XDG_STATE_HOME을 설정하세요",
            "set HOME or XDG_STATE_HOME"
        ))
    })?;
    Ok(state.join("report").join("trusted"))
}

#[cfg(test)]
mod tests;
