//! Where a repository lives on the web, and its pages, from the URL of a git remote.

use serde::{Deserialize, Serialize};

/// A repository on a forge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forge {
    /// Whose address forms it uses.
    pub kind: ForgeKind,
    /// `https://host[:port]/path/of/repo`, without credentials and `.git`.
    pub base: String,
}

/// The address forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ForgeKind {
    /// github.com and Enterprise hosts with `github` in their name.
    GitHub,
    /// gitlab.com and hosts with `gitlab` in their name.
    GitLab,
    /// Gitea, Forgejo, Codeberg.
    Gitea,
    /// bitbucket.org.
    Bitbucket,
    /// A host whose software the name does not tell: only commit pages are certain.
    Unknown,
}

impl Forge {
    /// Reads a remote's URL: `https://…`, `ssh://…`, `git://…`, `git@host:path`. User names,
    /// passwords and tokens in it are dropped. `None` for a local path.
    pub fn of_remote(url: &str) -> Option<Forge> {
        let url = url.trim();
        let (web_port, rest) = match url.split_once("://") {
            Some(("https" | "http", rest)) => (true, rest),
            Some(("ssh" | "git" | "git+ssh" | "ssh+git", rest)) => (false, rest),
            Some(_) => return None,
            None => (false, url),
        };
        let scp_like = !url.contains("://");
        let (host, path) = if scp_like {
            let (host, path) = rest.split_once(':')?;
            (!host.contains('/')).then_some((host, path))?
        } else {
            rest.split_once('/')?
        };
        let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
        let (name, port) = host.split_once(':').unwrap_or((host, ""));
        let name = match name {
            "ssh.github.com" => "github.com",
            "altssh.gitlab.com" => "gitlab.com",
            name => name,
        };
        let path = path.trim_matches('/');
        let path = path.strip_suffix(".git").unwrap_or(path);
        // One letter before the colon is a Windows drive.
        if name.len() < 2 || path.is_empty() || !is_plain(name) || !is_plain(path) {
            return None;
        }
        let port = match (web_port, port) {
            (true, port) if !port.is_empty() => format!(":{port}"),
            _ => String::new(),
        };
        Some(Forge {
            kind: kind_of(name),
            base: format!("https://{name}{port}/{path}"),
        })
    }

    /// The page of a commit.
    pub fn commit(&self, id: &str) -> String {
        let part = match self.kind {
            ForgeKind::GitHub | ForgeKind::Gitea | ForgeKind::Unknown => "commit",
            ForgeKind::GitLab => "-/commit",
            ForgeKind::Bitbucket => "commits",
        };
        format!("{}/{part}/{id}", self.base)
    }

    /// The page of a pull (merge) request; `None` on a host whose software is not known.
    pub fn pull(&self, number: u64) -> Option<String> {
        let part = match self.kind {
            ForgeKind::GitHub => "pull",
            ForgeKind::GitLab => "-/merge_requests",
            ForgeKind::Gitea => "pulls",
            ForgeKind::Bitbucket => "pull-requests",
            ForgeKind::Unknown => return None,
        };
        Some(format!("{}/{part}/{number}", self.base))
    }

    /// The page that compares two commits; `None` on a host whose software is not known.
    pub fn compare(&self, from: &str, to: &str) -> Option<String> {
        let part = match self.kind {
            ForgeKind::GitHub | ForgeKind::Gitea => "compare",
            ForgeKind::GitLab => "-/compare",
            ForgeKind::Bitbucket | ForgeKind::Unknown => return None,
        };
        Some(format!("{}/{part}/{from}...{to}", self.base))
    }

    /// The repository as `namespace/name`.
    pub fn path(&self) -> &str {
        let rest = self.base.strip_prefix("https://").unwrap_or(&self.base);
        rest.split_once('/').map_or("", |(_, path)| path)
    }
}

fn kind_of(host: &str) -> ForgeKind {
    let host = host.to_ascii_lowercase();
    let has = |name: &str| host.contains(name);
    if has("github") {
        ForgeKind::GitHub
    } else if has("gitlab") {
        ForgeKind::GitLab
    } else if has("gitea") || has("forgejo") || has("codeberg") {
        ForgeKind::Gitea
    } else if has("bitbucket.org") {
        ForgeKind::Bitbucket
    } else {
        ForgeKind::Unknown
    }
}

/// Whether a part of a URL can stand in a link as it is.
fn is_plain(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '/' | '~' | '+'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remotes_become_pages() {
        for (url, pull) in [
            (
                "https://github.com/Org/repo.git",
                "https://github.com/Org/repo/pull/7",
            ),
            (
                "https://github.com/Org/repo",
                "https://github.com/Org/repo/pull/7",
            ),
            (
                "git@github.com:Org/repo.git",
                "https://github.com/Org/repo/pull/7",
            ),
            (
                "ssh://git@ssh.github.com:443/Org/repo.git",
                "https://github.com/Org/repo/pull/7",
            ),
            (
                "https://x-access-token:ghp_FAKE@github.com/Org/repo.git",
                "https://github.com/Org/repo/pull/7",
            ),
            (
                "https://user@gitlab.example.dev:8443/a/b/c.git",
                "https://gitlab.example.dev:8443/a/b/c/-/merge_requests/7",
            ),
            (
                "ssh://git@gitlab.example.dev:2222/a/b.git",
                "https://gitlab.example.dev/a/b/-/merge_requests/7",
            ),
            ("git@codeberg.org:o/r", "https://codeberg.org/o/r/pulls/7"),
            (
                "git@bitbucket.org:o/r.git",
                "https://bitbucket.org/o/r/pull-requests/7",
            ),
        ] {
            let forge = Forge::of_remote(url).unwrap_or_else(|| panic!("{url}"));
            assert_eq!(forge.pull(7).as_deref(), Some(pull), "{url}");
        }
    }

    #[test]
    fn local_paths_are_no_forge_and_secrets_are_dropped() {
        for url in [
            "/srv/git/x.git",
            "../x",
            "file:///srv/x.git",
            "C:\\x",
            "",
            "x",
        ] {
            assert_eq!(Forge::of_remote(url), None, "{url}");
        }
        let forge = Forge::of_remote("https://oauth2:glpat-FAKE@git.corp.example/o/r.git").unwrap();
        assert_eq!(
            forge.commit("abc"),
            "https://git.corp.example/o/r/commit/abc"
        );
        assert_eq!(forge.pull(1), None);
        assert_eq!(forge.path(), "o/r");
        assert!(!format!("{forge:?}").contains("FAKE"));
    }
}
