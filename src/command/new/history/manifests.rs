//! The manifests of an app at a commit: its Application's file, the folder that the Application
//! deploys, and the objects in both.

use super::kustomize;
use crate::collect::git::Git;
use crate::facts::commit::FileChange;
use crate::facts::fields;
use crate::judge::object;
use crate::render::context::{Taken, TakenWhy};
use serde_json::Value;

/// More files than this are not read: a folder of that size is no app's own.
const MOST_FILES: usize = 100;
/// More files than this are not searched for the one that declares an app.
const MOST_SEARCHED: usize = 1_500;
/// Bases of bases of bases.
const MOST_BASES: usize = 8;

/// What was found of all apps.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Files and folders that are the apps' own, each with the reason.
    pub taken: Vec<Taken>,
    /// Files and folders of the app's name, none of which is clearly its own.
    pub ambiguous: Vec<String>,
    /// Each app's objects.
    pub objects: Vec<(String, Vec<Value>)>,
    /// The home page that the first chart names.
    pub chart_home: Option<ChartHome>,
}

impl Found {
    /// What lies below something taken is taken.
    fn take(&mut self, path: &str, why: TakenWhy, from: &str) {
        let is_taken = |one: &Taken| one.path == path || is_under(path, &one.path);
        if !self.taken.iter().any(is_taken) {
            self.taken.push(Taken {
                path: path.to_owned(),
                why,
                from: (!from.is_empty()).then(|| from.to_owned()),
            });
        }
    }
}

/// What an app's own `Chart.yaml` says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartHome {
    /// The chart's name.
    pub name: String,
    /// `home`, else the first of `sources`.
    pub page: String,
}

/// Finds the manifests of apps, each with its environment. What was asked for by `--path` is all that is
/// taken then.
pub(super) fn find(
    git: &Git,
    commit: &str,
    apps: &[(String, Option<String>)],
    asked: &[String],
) -> Found {
    let mut found = Found::default();
    let Ok(files) = git.files(commit, "") else {
        return found;
    };
    let tree = Tree { git, commit, files };
    for path in asked {
        found.take(path.trim_matches('/'), TakenWhy::Asked, "");
    }
    if !asked.is_empty() {
        let own: Vec<String> = found.taken.iter().map(|one| one.path.clone()).collect();
        let objects: Vec<Value> = own.iter().flat_map(|path| tree.objects(path)).collect();
        for path in &own {
            found.chart_home = found.chart_home.take().or(chart_home(git, commit, path));
        }
        let named = apps.iter().map(|(app, _)| (app.clone(), objects.clone()));
        found.objects = named.collect();
        return found;
    }
    for (app, environment) in apps {
        let environment = environment.as_deref();
        let manifest = match manifest(&tree.files, app, environment) {
            Ok(manifest) => manifest.map(|path| (path, TakenWhy::Named)),
            Err(several) => {
                found.ambiguous.extend(several);
                None
            }
        };
        let manifest = manifest.or_else(|| {
            let declared = tree.declaring(app, environment);
            declared.map(|path| (path, TakenWhy::Declared))
        });
        let mut objects: Vec<Value> = Vec::new();
        let mut folders: Vec<(String, TakenWhy, String)> = Vec::new();
        if let Some((path, why)) = &manifest {
            found.take(path, *why, app);
            objects = read(git, commit, path);
            folders = sources(&objects, app)
                .into_iter()
                .map(|folder| (folder, TakenWhy::Deployed, path.clone()))
                .collect();
        }
        if manifest.is_none() && folders.is_empty() {
            match folder(&tree.files, app, environment) {
                Ok(one) => folders.extend(one.map(|one| (one, TakenWhy::Folder, app.clone()))),
                Err(several) => found.ambiguous.extend(several),
            }
        }
        folders.retain(|(folder, _, _)| tree.is_there(folder));
        for (folder, why, from) in &folders {
            found.take(folder, *why, from);
            objects.extend(tree.objects(folder));
            let home = chart_home(git, commit, folder);
            found.chart_home = found.chart_home.take().or(home);
            for (path, from) in tree.parts(folder) {
                found.take(&path, TakenWhy::Kustomized, &from);
            }
        }
        found.objects.push((app.clone(), objects));
    }
    if !found.taken.is_empty() {
        found.ambiguous.clear();
    }
    found
}

/// The objects of the changed YAML files as they are at the commit.
pub(super) fn changed(git: &Git, commit: &str, changes: &[FileChange]) -> Vec<Value> {
    let sides = changes.iter().flat_map(|change| {
        let new = change.new_path.as_ref();
        let old = change.old_path.as_ref().filter(|old| Some(*old) != new);
        [new, old]
    });
    let paths = sides.flatten();
    let yaml = paths.filter(|path| is_yaml(path)).take(MOST_FILES);
    yaml.flat_map(|path| read(git, commit, path)).collect()
}

/// The file `APP.yaml`: the only one, or the only one under the environment's folder; an error holds
/// those that could be it.
fn manifest(
    files: &[String],
    app: &str,
    environment: Option<&str>,
) -> Result<Option<String>, Vec<String>> {
    let names = [format!("{app}.yaml"), format!("{app}.yml")];
    let is_of_app = |path: &&String| {
        let name = path.rsplit('/').next().unwrap_or(path);
        names.iter().any(|known| known == name)
    };
    only(
        files.iter().filter(is_of_app).cloned().collect(),
        environment,
    )
}

/// The folder `APP` that holds manifests: the only one, or the only one under the environment's folder.
fn folder(
    files: &[String],
    app: &str,
    environment: Option<&str>,
) -> Result<Option<String>, Vec<String>> {
    let mut folders: Vec<String> = Vec::new();
    // A folder of dashboards or of documents deploys nothing.
    for file in files.iter().filter(|file| is_yaml(file)) {
        let parts: Vec<&str> = file.split('/').collect();
        let at = parts.iter().rposition(|part| *part == app);
        if let Some(at) = at.filter(|at| at + 1 < parts.len()) {
            let folder = parts[..=at].join("/");
            if !folders.contains(&folder) {
                folders.push(folder);
            }
        }
    }
    only(folders, environment)
}

fn only(mut paths: Vec<String>, environment: Option<&str>) -> Result<Option<String>, Vec<String>> {
    if paths.len() > 1
        && let Some(environment) = environment
    {
        let all = paths.clone();
        paths.retain(|path| path.split('/').any(|part| part == environment));
        if paths.is_empty() {
            return Err(all);
        }
    }
    match paths.len() {
        0 | 1 => Ok(paths.pop()),
        _ => Err(paths),
    }
}

/// The folders and files of values that an app's Application or Flux Kustomization deploys from.
fn sources(objects: &[Value], app: &str) -> Vec<String> {
    let is_its = |object: &&Value| declares(object) && fields::name(object) == app;
    let Some(declared) = objects.iter().find(is_its) else {
        return Vec::new();
    };
    let mut all = vec![fields::text(declared, "/spec/path").to_owned()];
    let one = declared.pointer("/spec/source").into_iter();
    for source in one.chain(fields::list(declared, "/spec/sources")) {
        let path = fields::text(source, "/path");
        all.push(path.to_owned());
        for file in fields::list(source, "/helm/valueFiles") {
            let file = file.as_str().unwrap_or_default();
            // `$NAME/…` is a file of the source of that name: mostly the repository itself.
            match file.strip_prefix('$').and_then(|file| file.split_once('/')) {
                Some((_, file)) => all.push(file.to_owned()),
                None => all.extend(resolved(path, file)),
            }
        }
    }
    let clean = all
        .iter()
        .map(|path| path.trim_start_matches("./").trim_matches('/'));
    clean
        .filter(|path| !matches!(*path, "" | "."))
        .map(String::from)
        .collect()
}

/// Whether an object says what is deployed from where.
fn declares(object: &Value) -> bool {
    matches!(fields::kind(object), "Application" | "HelmRelease")
        || fields::kind(object) == "Kustomization" && !fields::text(object, "/spec/path").is_empty()
}

/// A path relative to a folder; `None` where it leaves the repository or is an address.
fn resolved(folder: &str, path: &str) -> Option<String> {
    if path.contains("://") || path.contains("?ref=") || path.starts_with("git@") {
        return None;
    }
    let mut parts: Vec<&str> = match path.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').filter(|part| !part.is_empty()).collect(),
    };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The files of a commit.
struct Tree<'g> {
    git: &'g Git,
    commit: &'g str,
    files: Vec<String>,
}

impl Tree<'_> {
    fn is_there(&self, path: &str) -> bool {
        let mut files = self.files.iter();
        files.any(|file| file == path || is_under(file, path))
    }

    fn text(&self, path: &str) -> Option<String> {
        self.git.file(self.commit, path).ok().flatten()
    }

    /// The one file that declares the app, whatever it is called.
    fn declaring(&self, app: &str, environment: Option<&str>) -> Option<String> {
        let yaml = self.files.iter().filter(|path| is_yaml(path));
        let named = yaml.take(MOST_SEARCHED).filter(|path| {
            let text = self.text(path).unwrap_or_default();
            text.contains(app)
                && ["Application", "Kustomization", "HelmRelease"]
                    .iter()
                    .any(|kind| text.contains(&format!("kind: {kind}\n")))
                && read(self.git, self.commit, path)
                    .iter()
                    .any(|object| declares(object) && fields::name(object) == app)
        });
        only(named.cloned().collect(), environment).ok().flatten()
    }

    /// The objects of a file or folder; of a kustomization what it builds.
    fn objects(&self, path: &str) -> Vec<Value> {
        if self.files.iter().any(|file| file == path) {
            return if is_yaml(path) {
                read(self.git, self.commit, path)
            } else {
                Vec::new()
            };
        }
        if let Some(built) = self.built(path, 0) {
            return built;
        }
        let own = self.files.iter().filter(|file| is_under(file, path));
        let own: Vec<&String> = own.filter(|path| is_yaml(path)).collect();
        if own.len() <= MOST_FILES {
            own.into_iter()
                .flat_map(|path| read(self.git, self.commit, path))
                .collect()
        } else {
            Vec::new()
        }
    }

    fn kustomization(&self, folder: &str) -> Option<(String, Value)> {
        let names = ["kustomization.yaml", "kustomization.yml", "Kustomization"];
        let paths = names.map(|name| format!("{folder}/{name}"));
        let path = paths.into_iter().find(|path| self.files.contains(path))?;
        let mut documents = object::documents(&self.text(&path)?)?;
        Some((path, documents.pop()?))
    }

    /// What the kustomizations of a folder put together from elsewhere: each path, and which one does.
    fn parts(&self, folder: &str) -> Vec<(String, String)> {
        let mut waiting: Vec<String> = vec![folder.to_owned()];
        for file in self.files.iter().filter(|file| is_under(file, folder)) {
            if let Some((own, "kustomization.yaml" | "kustomization.yml")) = file.rsplit_once('/') {
                waiting.push(own.to_owned());
            }
        }
        let mut seen: Vec<String> = Vec::new();
        let mut found: Vec<(String, String)> = Vec::new();
        while let Some(next) = waiting.pop() {
            if seen.contains(&next) || seen.len() >= MOST_FILES {
                continue;
            }
            seen.push(next.clone());
            let Some((file, kustomization)) = self.kustomization(&next) else {
                continue;
            };
            for part in kustomize::parts(&kustomization) {
                let Some(path) = resolved(&next, &part).filter(|path| self.is_there(path)) else {
                    continue;
                };
                if !is_under(&path, folder) && path != folder {
                    found.push((path.clone(), file.clone()));
                }
                waiting.push(path);
            }
        }
        found
    }

    /// What a folder's kustomization builds, as far as names, numbers, images and merged patches go.
    fn built(&self, folder: &str, depth: usize) -> Option<Vec<Value>> {
        let (_, kustomization) = self.kustomization(folder)?;
        let mut objects = Vec::new();
        for part in kustomize::resources(&kustomization) {
            let path = resolved(folder, &part).filter(|_| depth < MOST_BASES);
            let Some(path) = path else { continue };
            match self.built(&path, depth + 1) {
                Some(built) => objects.extend(built),
                None => objects.extend(self.objects(&path)),
            }
        }
        let text = |path: &str| self.text(&resolved(folder, path)?);
        kustomize::apply(&kustomization, &mut objects, &text);
        Some(objects)
    }
}

fn chart_home(git: &Git, commit: &str, folder: &str) -> Option<ChartHome> {
    let path = format!("{folder}/Chart.yaml");
    let text = git.file(commit, &path).ok().flatten()?;
    let line = |key: &str| {
        let mut lines = text.lines();
        let value = lines.find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))?;
        let value = value.trim().trim_matches(['"', '\'']);
        (!value.is_empty()).then(|| value.to_string())
    };
    let sources = text
        .lines()
        .skip_while(|line| !line.starts_with("sources:"))
        .nth(1);
    let first = sources
        .and_then(|line| line.trim().strip_prefix("- "))
        .map(|page| page.trim().trim_matches(['"', '\'']).to_string());
    let page = line("home")
        .or(first)
        .filter(|page| page.starts_with("https://") || page.starts_with("http://"))?;
    Some(ChartHome {
        name: line("name")?,
        page,
    })
}

fn is_under(file: &str, folder: &str) -> bool {
    file.strip_prefix(folder)
        .is_some_and(|rest| rest.starts_with('/'))
}

fn is_yaml(path: &str) -> bool {
    path.ends_with(".yaml") || path.ends_with(".yml")
}

/// The objects of a file; none where it is a template.
fn read(git: &Git, commit: &str, path: &str) -> Vec<Value> {
    let text = git.file(commit, path).ok().flatten().unwrap_or_default();
    if text.contains("{{") {
        return Vec::new();
    }
    object::read(&text)
        .objects
        .into_iter()
        .map(|located| located.object)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_apps_files_are_told_by_their_environment() {
        let files = [
            "dev/apps/web.yaml",
            "prod/apps/web.yaml",
            "prod/apps/webhook.yaml",
            "charts/web/Chart.yaml",
        ];
        let files = files.map(String::from);
        let in_prod = manifest(&files, "web", Some("prod"));
        assert_eq!(in_prod, Ok(Some("prod/apps/web.yaml".into())));
        assert_eq!(manifest(&files, "web", None).unwrap_err().len(), 2);
        assert_eq!(manifest(&files, "web", Some("stage")).unwrap_err().len(), 2);
        assert_eq!(manifest(&files, "hook", None), Ok(None));
        let own = folder(&files, "web", None);
        assert_eq!(own, Ok(Some("charts/web".into())));
        assert_eq!(folder(&files, "web.yaml", None), Ok(None));
        // Dashboards are no app.
        let dashboards = ["dashboards/web/a.json", "apps/web/a.yaml"].map(String::from);
        assert_eq!(
            folder(&dashboards, "web", None),
            Ok(Some("apps/web".into()))
        );
    }

    #[test]
    fn an_application_names_the_folders_that_it_deploys() {
        let text = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: web}\nspec:\n  source: {path: ./charts/web/}\n  sources:\n  - {path: .}\n  - {chart: x, helm: {valueFiles: [$values/v/web.yaml]}}\n  - {path: conf, helm: {valueFiles: [../prod.yaml]}}\n";
        let objects = object::read(text).objects.into_iter();
        let objects: Vec<Value> = objects.map(|located| located.object).collect();
        assert_eq!(
            sources(&objects, "web"),
            ["charts/web", "v/web.yaml", "conf", "prod.yaml"]
        );
        assert!(sources(&objects, "other").is_empty());
    }
}
