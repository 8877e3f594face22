//! The program that a command calls reads its arguments.

use super::expand::{Word, needs};
use super::prompt::{is_kubectl, tool};
use super::reason::{Why, not_ours, refused};
use super::vars::Vars;
use super::wrapper::Asked;
use super::{Class, Query, word_list};
use super::{argocd, flux, git, helm, http, kubectl, logcli, promtool};

/// The command that asks: its query, and what has to be filled in.
pub(super) fn head(asked: &Asked, vars: &Vars) -> Result<(Query, Vec<String>), Class> {
    let Asked { words, env, .. } = asked;
    let Some(first) = words.first() else {
        return Err(not_ours(Why::NoCommand, ""));
    };
    if let Some((name, _)) = env
        .iter()
        .find(|(name, _)| word_list("credential-variable").has(name))
    {
        return Err(refused(Why::Credential, name));
    }
    if let Some(braces) = words.iter().find_map(|word| word.braces.clone()) {
        // Kept for after the refusals.
        let class = dispatch(first, words, env, vars).err();
        return Err(match class {
            Some(class @ Class::Refused(_)) => class,
            _ => not_ours(Why::Braces, &braces),
        });
    }
    let found = dispatch(first, words, env, vars)?;
    if vars.is_shadowed(&first.text) {
        Err(not_ours(Why::Redefined, &first.text))
    } else {
        Ok(found)
    }
}

fn dispatch(
    first: &Word,
    words: &[Word],
    env: &[(String, Word)],
    vars: &Vars,
) -> Result<(Query, Vec<String>), Class> {
    let rest = &words[1..];
    let query = match tool(&first.text) {
        Some(program) if is_kubectl(program) => {
            return kubectl::read(rest, &words[0].text, env, vars);
        }
        Some("kubectl-argo-rollouts") => return kubectl::rollouts(rest, env, vars),
        Some("flux") => return flux::read(rest, env, vars),
        Some("logcli") => return logcli::read(rest, env, vars),
        Some("argocd") => argocd::read(rest, vars)?,
        Some("helm") => return Err(helm::read(rest)),
        Some("curl") => http::curl(rest)?,
        Some("wget") => http::wget(rest)?,
        Some("promtool") => promtool::read(rest)?,
        Some("git") => git::read(rest, vars)?,
        _ => return Err(other(words, vars)),
    };
    let mut needed = needs(rest);
    needed.extend(http::host_to_fill_in(&query));
    Ok((query, needed))
}

/// Programs that are handed others: what those are decides whether it is refused.
fn other(words: &[Word], vars: &Vars) -> Class {
    let name = words[0].text.rsplit('/').next().unwrap_or("");
    match name {
        "sh" | "bash" | "zsh" | "eval" | "source" | "." | "python" | "python3" | "iex" => {
            refused(Why::RunsProgram, name)
        }
        "kubectx" | "kubens" | "tsh" => refused(Why::ChangesKubeconfig, name),
        "xargs" | "ssh" | "parallel" => {
            let inner = words.iter().position(|word| tool(&word.text).is_some());
            let inner = inner.map(|at| dispatch(&words[at], &words[at..], &[], vars));
            match inner {
                Some(Err(class @ Class::Refused(_))) => class,
                _ => not_ours(Why::UnknownTool, name),
            }
        }
        _ => not_ours(Why::UnknownTool, name),
    }
}
