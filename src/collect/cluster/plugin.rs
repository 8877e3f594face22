//! The kubeconfig's credential plugin (`aws eks get-token`, `kubelogin`): the only program that
//! `report` starts. It has the time of a question, is ended with all that it started when that is
//! over, and is named with the last line that it said.

use crate::both;
use crate::collect::seam::Trouble;
use crate::collect::seam::deadline::Deadlines;
use crate::facts::lang::Bilingual;
use crate::facts::observation::Cause;
use crate::facts::secret::{MASK, mask};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kube::config::{AuthInfo, ExecConfig, ExecInteractiveMode};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot::{self, Receiver};

/// A certificate and its key are a few KiB; whoever prints more prints something else.
const MOST_OUTPUT: u64 = 1 << 20;
/// Of what it says on stderr, the end is enough.
const TAIL: usize = 4 << 10;

/// Whether credentials come from a plugin: as kube and kubectl have it, others go before it.
pub(crate) fn is_asked(auth: &AuthInfo) -> bool {
    let has_basic = auth.username.is_some() && auth.password.is_some();
    let has_token = auth.token.is_some() || auth.token_file.is_some();
    auth.exec.is_some() && !has_basic && !has_token && auth.auth_provider.is_none()
}

/// Runs the plugin and puts what it gives in its place.
///
/// # Errors
/// `CredentialPlugin`, naming the program and what it said last.
pub(crate) async fn fill(auth: &mut AuthInfo, deadlines: Deadlines) -> Result<(), Trouble> {
    let Some(exec) = auth.exec.take() else {
        return Ok(());
    };
    let printed = run(&exec, deadlines).await?;
    let Printed {
        token,
        certificate,
        key,
    } = read(&printed).unwrap_or_default();
    match (token, certificate.zip(key)) {
        (None, None) => {
            let words = both!("자격 증명을 주지 않음", "it gave no usable credentials");
            Err(failed(&exec, &words, ""))
        }
        (token, pair) => {
            auth.token = token.map(Into::into);
            if let Some((certificate, key)) = pair {
                auth.client_certificate_data = Some(STANDARD.encode(certificate));
                auth.client_key_data = Some(STANDARD.encode(key).into());
            }
            Ok(())
        }
    }
}

async fn run(exec: &ExecConfig, deadlines: Deadlines) -> Result<Vec<u8>, Trouble> {
    if exec.interactive_mode == Some(ExecInteractiveMode::Always) {
        let words = both!(
            "터미널이 필요함 (interactiveMode: Always)",
            "it needs a terminal (interactiveMode: Always)"
        );
        return Err(failed(exec, &words, ""));
    }
    let mut child = start(exec)?;
    let mut group = Group::of(child.id());
    let said = Arc::new(Mutex::new(Vec::new()));
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let kept = Arc::clone(&said);
    // Threads of their own: nobody waits for one that never ends.
    let printed = elsewhere(move || collected(stdout));
    let listened = elsewhere(move || listened(stderr, &kept));
    let status = elsewhere(move || child.wait());
    let ended = deadlines
        .within(async { Ok(tokio::join!(status, printed, listened)) })
        .await;
    let said = said.lock().unwrap_or_else(PoisonError::into_inner);
    let said = String::from_utf8_lossy(&said);
    let last = said.lines().rfind(|line| !line.trim().is_empty());
    let last = last.unwrap_or_default().trim();
    match ended {
        Ok((Ok(Ok(status)), Ok(printed), _)) => {
            group.has_ended();
            let last = &unprinted(last, printed.as_deref().unwrap_or_default());
            match printed {
                Some(printed) if status.success() => Ok(printed),
                Some(_) => {
                    let words = both!("{status}[으로/로] 끝남", "it ended with {status}");
                    Err(failed(exec, &words, last))
                }
                None => {
                    let words = both!("너무 많이 출력함", "it printed too much");
                    Err(failed(exec, &words, last))
                }
            }
        }
        Ok(_) => {
            let words = both!("기다릴 수 없음", "it could not be waited for");
            Err(failed(exec, &words, last))
        }
        Err(trouble) if trouble.cause == Cause::Timeout => {
            let words = both!(
                "시간 안에 끝나지 않아 종료함 (`--timeout`)",
                "it did not end in time and was ended (`--timeout`)"
            );
            Err(failed(exec, &words, last))
        }
        Err(trouble) => Err(trouble),
    }
}

/// What was said, without the words that were printed as well: those may be the credentials.
fn unprinted(said: &str, printed: &[u8]) -> String {
    let printed = String::from_utf8_lossy(printed);
    let words = said.split(' ').map(|word| {
        if word.len() >= 8 && printed.contains(word) {
            MASK
        } else {
            word
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Does something on a thread of its own.
fn elsewhere<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Receiver<T> {
    let (done, result) = oneshot::channel();
    std::thread::spawn(move || {
        // Nobody may be waiting any more.
        let _given_up = done.send(work());
    });
    result
}

#[expect(
    clippy::disallowed_methods,
    reason = "the kubeconfig, which is the user's own, names it"
)]
fn start(exec: &ExecConfig) -> Result<Child, Trouble> {
    let Some(program) = &exec.command else {
        let words = both!(
            "kubeconfig에 명령이 없습니다",
            "the kubeconfig names no command"
        );
        return Err(failed(exec, &words, ""));
    };
    let info = json!({
        "kind": "ExecCredential",
        "apiVersion": exec.api_version,
        "spec": {
            "interactive": false,
            "cluster": exec.cluster.as_ref().filter(|_| exec.provide_cluster_info),
        },
    });
    let mut command = Command::new(program);
    command
        .args(exec.args.iter().flatten())
        .env("KUBERNETES_EXEC_INFO", info.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    for pair in exec.env.iter().flatten() {
        if let (Some(name), Some(value)) = (pair.get("name"), pair.get("value")) {
            command.env(name, value);
        }
    }
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command.spawn().map_err(|error| {
        let hint = exec.install_hint.as_deref().unwrap_or_default();
        let words = both!(
            "시작할 수 없음: {error}",
            "it could not be started: {error}"
        );
        failed(exec, &words, hint.lines().next().unwrap_or_default())
    })
}

/// The leaders of the groups of all plugins that have not ended.
static RUNNING: Mutex<BTreeSet<u32>> = Mutex::new(BTreeSet::new());

/// The process group of a plugin that has not ended: it ends with this. A shell's children would go on
/// otherwise.
struct Group(u32);

impl Group {
    fn of(leader: u32) -> Group {
        running().insert(leader);
        Group(leader)
    }

    fn has_ended(&mut self) {
        running().remove(&self.0);
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if running().remove(&self.0) {
            end(self.0);
        }
    }
}

/// Ends the plugins that are running: for somebody who ends the process. A terminal's ^C does not reach
/// them, as they have groups of their own.
pub(crate) fn end_all() {
    for leader in std::mem::take(&mut *running()) {
        end(leader);
    }
}

fn running() -> MutexGuard<'static, BTreeSet<u32>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg_attr(not(unix), expect(unused_variables, reason = "there are no groups"))]
fn end(leader: u32) {
    #[cfg(unix)]
    if let Ok(leader) = i32::try_from(leader)
        && let Some(leader) = rustix::process::Pid::from_raw(leader)
    {
        // That there is nobody left is as good.
        let _gone = rustix::process::kill_process_group(leader, rustix::process::Signal::KILL);
    }
}

/// What it prints; `None` if that is too much.
fn collected(pipe: Option<impl Read>) -> Option<Vec<u8>> {
    let mut all = Vec::new();
    // A pipe that breaks has given what it had.
    let _broken = pipe?.take(MOST_OUTPUT + 1).read_to_end(&mut all);
    (all.len() as u64 <= MOST_OUTPUT).then_some(all)
}

/// Listens to what it says, and keeps the end.
fn listened(pipe: Option<impl Read>, said: &Mutex<Vec<u8>>) {
    let Some(mut pipe) = pipe else { return };
    let mut piece = [0; 1024];
    while let Ok(length @ 1..) = pipe.read(&mut piece) {
        let mut said = said.lock().unwrap_or_else(PoisonError::into_inner);
        said.extend_from_slice(&piece[..length]);
        let over = said.len().saturating_sub(TAIL);
        said.drain(..over);
    }
}

fn failed(exec: &ExecConfig, what: &Bilingual, last: &str) -> Trouble {
    let program = exec.command.as_deref().unwrap_or("plugin");
    let last = match last {
        "" => String::new(),
        last => format!(": {}", mask(last)),
    };
    let (ko, en) = (&what.ko, &what.en);
    let words = both!("{program}: {ko}{last}", "{program}: {en}{last}");
    Trouble::told(Cause::CredentialPlugin, &words)
}

/// What a plugin printed.
#[derive(Default)]
struct Printed {
    token: Option<String>,
    certificate: Option<String>,
    key: Option<String>,
}

/// JSON, or YAML as client-go reads it, too.
fn read(printed: &[u8]) -> Option<Printed> {
    let printed: Value = serde_json::from_slice(printed)
        .ok()
        .or_else(|| serde_saphyr::from_slice(printed).ok())?;
    let [token, certificate, key] = ["token", "clientCertificateData", "clientKeyData"]
        .map(|name| Some(printed["status"].get(name)?.as_str()?.to_owned()));
    let filled = |text: Option<String>| text.filter(|text| !text.is_empty());
    Some(Printed {
        token: filled(token),
        certificate: filled(certificate),
        key: filled(key),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    /// What became of running a script as a plugin, and how long that took.
    fn ran(script: &str, seconds: u64) -> (Result<AuthInfo, Trouble>, Duration) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let exec = ExecConfig {
            api_version: Some("client.authentication.k8s.io/v1".into()),
            command: Some("sh".into()),
            args: Some(vec!["-c".into(), script.into()]),
            ..serde_json::from_str("{}").unwrap()
        };
        let mut auth = AuthInfo {
            exec: Some(exec),
            ..AuthInfo::default()
        };
        let began = Instant::now();
        let deadlines = Deadlines::new(Duration::from_secs(seconds), None);
        let filled = runtime.block_on(async { fill(&mut auth, deadlines).await });
        (filled.map(|()| auth), began.elapsed())
    }

    #[test]
    fn credentials_are_read_as_client_go_reads_them() {
        use secrecy::ExposeSecret;
        for (script, token, has_certificate) in [
            (r#"echo '{"status":{"token":"t1"}}'"#, Some("t1"), false),
            (
                r#"echo '{"status":{"token":"","clientCertificateData":"c","clientKeyData":"k"}}'"#,
                None,
                true,
            ),
            (
                "printf 'kind: ExecCredential\\nstatus:\\n  token: t2\\n'",
                Some("t2"),
                false,
            ),
        ] {
            let auth = ran(script, 20).0.unwrap();
            let given = auth.token.as_ref().map(|token| token.expose_secret());
            assert_eq!(given, token, "{script}");
            assert_eq!(auth.client_certificate_data.is_some(), has_certificate);
            assert!(auth.exec.is_none());
        }
    }

    #[test]
    fn what_fails_is_named_with_its_last_line() {
        for (script, seconds, en, ko) in [
            (
                "echo first >&2; echo 'token: AKIAIOSFODNN7EXAMPLE is no longer valid' >&2; exit 3",
                20,
                "sh: it ended with exit status: 3: token: *** is no longer valid",
                "sh: exit status: 3으로 끝남: token: ",
            ),
            (
                "echo 'no credentials'",
                20,
                "no usable credentials",
                "자격 증명을 주지 않음",
            ),
            (
                "echo waiting for the browser >&2; sleep 600",
                1,
                "did not end in time and was ended (`--timeout`): waiting for the browser",
                "종료함",
            ),
            // What it started holds the pipes.
            (
                "echo '{\"status\":{\"token\":\"t\"}}'; sleep 600 & wait",
                1,
                "did not end in time",
                "끝나지 않아",
            ),
            ("yes", 20, "printed too much", "너무 많이 출력함"),
        ] {
            let (failed, took) = ran(script, seconds);
            let trouble = failed.err().unwrap();
            assert_eq!(trouble.cause, Cause::CredentialPlugin);
            assert!(trouble.detail.contains(en), "{trouble:?}");
            assert!(
                trouble.korean.as_deref().unwrap().contains(ko),
                "{trouble:?}"
            );
            assert!(took < Duration::from_secs(15), "{script}: {took:?}");
        }
    }
}
