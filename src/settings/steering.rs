//! What the steering pages of Kiro (`.kiro/steering/*.md`) tell where `report.toml` is silent: the namespace of Argo
//! CD's Applications. Pages that do not agree tell nothing.

use crate::query::script::read;
use crate::query::{Class, Namespace, Query};
use crate::store::{self, Reach};
use std::collections::BTreeSet;
use std::path::Path;

/// The namespace of the Applications: of the commands that ask for them, and of the lines that name it.
pub(super) fn argocd_namespace(root: &Path) -> Option<String> {
    let folder = root.join(".kiro").join("steering");
    let files = store::names(&folder, Reach::Within(root)).ok()?;
    let paths = files.iter().map(|name| folder.join(name));
    let pages = paths.filter(|path| path.extension().is_some_and(|ext| ext == "md"));
    let texts = pages.filter_map(|path| store::read_text(&path, Reach::Within(root)).ok());
    let named: BTreeSet<String> = texts.flat_map(|text| in_page(&text)).collect();
    let mut named = named.into_iter();
    named.next().filter(|_| named.next().is_none())
}

fn in_page(text: &str) -> Vec<String> {
    let spans = text.split('`').flat_map(str::lines);
    let asked = spans.chain(text.lines()).filter_map(asked_in);
    asked.chain(text.lines().filter_map(named_in)).collect()
}

/// `kubectl -n argo-cd get applications`.
fn asked_in(line: &str) -> Option<String> {
    let line = line.trim();
    if !line.contains("kubectl") || !line.contains("app") {
        return None;
    }
    let script = read(line, "bash");
    let [command] = script.commands.as_slice() else {
        return None;
    };
    let Class::Understood(pipeline) = &command.class else {
        return None;
    };
    let Query::Get(get) = &pipeline.query else {
        return None;
    };
    let of_argo = |kind: &str| {
        let (name, group) = kind.split_once('.').unwrap_or((kind, "argoproj.io"));
        matches!(name, "application" | "applications") && group.starts_with("argoproj.io")
    };
    match &get.scope.namespace {
        Namespace::Named(name) if get.resources.iter().any(|one| of_argo(&one.kind)) => {
            Some(name.clone())
        }
        Namespace::Named(_) | Namespace::OfContext | Namespace::All => None,
    }
}

/// `Argo CD namespace: argo-cd`, `- **ArgoCD 네임스페이스**: `argo-cd``.
fn named_in(line: &str) -> Option<String> {
    let lower = line.to_lowercase();
    let (label, value) = lower.split_once(':')?;
    let label: String = label.chars().filter(|c| c.is_alphanumeric()).collect();
    let says = matches!(
        label.as_str(),
        "argocdnamespace" | "argocd네임스페이스" | "argocdapplicationnamespace"
    );
    let name = value.trim_matches([' ', '\t', '`', '*', '"', '\'', '.']);
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (says && !name.is_empty() && name.chars().all(fits)).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_the_namespace_of_applications() {
        for (page, named) in [
            ("Argo CD namespace: argo-cd\n", &["argo-cd"][..]),
            ("- **ArgoCD 네임스페이스**: `argo-cd`\n", &["argo-cd"]),
            (
                "동기화 확인: `kubectl -n gitops get applications`\n",
                &["gitops"],
            ),
            (
                "```bash\nkubectl get applications.argoproj.io web -n gitops --context ops\n```\n",
                &["gitops"],
            ),
            ("kubectl get pods -n argocd-app\n", &[]),
            ("`kubectl get applications -A`\n", &[]),
            ("`kubectl get applications.app.k8s.io -n apps`\n", &[]),
            ("`kubectl delete applications web -n gitops`\n", &[]),
            ("Argo CD namespace: <namespace>\n", &[]),
            ("Argo CD namespace: one or two\n", &[]),
            ("The namespace of the app: web\n", &[]),
        ] {
            let mut found = in_page(page);
            found.dedup();
            assert_eq!(found, named, "{page}");
        }
    }

    #[test]
    fn pages_that_do_not_agree_name_none() {
        let folder = tempfile::tempdir().unwrap();
        let steering = folder.path().join(".kiro/steering");
        std::fs::create_dir_all(&steering).unwrap();
        assert_eq!(argocd_namespace(folder.path()), None);
        let write = |name: &str, text: &str| {
            store::write_output(&steering.join(name), text.as_bytes()).unwrap();
        };
        write("a.md", "Argo CD namespace: argo-cd\n");
        write("b.txt", "Argo CD namespace: other\n");
        assert_eq!(argocd_namespace(folder.path()).as_deref(), Some("argo-cd"));
        write("c.md", "Argo CD 네임스페이스: argo-cd\n");
        assert_eq!(argocd_namespace(folder.path()).as_deref(), Some("argo-cd"));
        write("d.md", "Argo CD namespace: gitops\n");
        assert_eq!(argocd_namespace(folder.path()), None);
    }
}
