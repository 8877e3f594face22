//! The manifests of an app at a commit: its Application's file, the folder that the Application
//! deploys, and the objects in both.

use crate::collect::git::Git;
use crate::facts::commit::FileChange;
use crate::judge::kind::fields;
use crate::judge::object;
use serde_json::Value;

/// More files than this are not read: a folder of that size is no app's own.
const MOST_FILES: usize = 100;

/// What was found of all apps.
#[derive(Debug, Default)]
pub struct Found {
    /// Files and folders that are the apps' own.
    pub paths: Vec<String>,
    /// Each app's objects.
    pub objects: Vec<(String, Vec<Value>)>,
    /// The home page that the first chart names.
    pub chart_home: Option<ChartHome>,
}

/// What an app's own `Chart.yaml` says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartHome {
    /// The chart's name.
    pub name: String,
    /// `home`, else the first of `sources`.
    pub page: String,
}

/// Finds the manifests of apps, each with its environment.
pub fn find(git: &Git, commit: &str, apps: &[(String, Option<String>)]) -> Found {
    let mut found = Found::default();
    let Ok(files) = git.files(commit, "") else {
        return found;
    };
    for (app, environment) in apps {
        let environment = environment.as_deref();
        let manifest = manifest(&files, app, environment);
        let mut objects: Vec<Value> = manifest
            .iter()
            .flat_map(|path| read(git, commit, path))
            .collect();
        let mut folders = sources(&objects, app);
        if manifest.is_none() && folders.is_empty() {
            folders.extend(folder(&files, app, environment));
        }
        folders.retain(|folder| files.iter().any(|file| is_under(file, folder)));
        for folder in &folders {
            let own: Vec<&String> = files.iter().filter(|file| is_under(file, folder)).collect();
            if own.len() <= MOST_FILES {
                let plain = own.iter().filter(|path| is_yaml(path));
                objects.extend(plain.flat_map(|path| read(git, commit, path)));
            }
            let home = chart_home(git, commit, folder);
            found.chart_home = found.chart_home.take().or(home);
        }
        for path in manifest.into_iter().chain(folders) {
            if !found.paths.contains(&path) {
                found.paths.push(path);
            }
        }
        found.objects.push((app.clone(), objects));
    }
    found
}

/// The objects of the changed YAML files as they are at the commit.
pub fn changed(git: &Git, commit: &str, changes: &[FileChange]) -> Vec<Value> {
    let paths = changes.iter().filter_map(|change| change.new_path.as_ref());
    let yaml = paths.filter(|path| is_yaml(path)).take(MOST_FILES);
    yaml.flat_map(|path| read(git, commit, path)).collect()
}

/// The file `APP.yaml`: the only one, or the only one under the environment's folder.
fn manifest(files: &[String], app: &str, environment: Option<&str>) -> Option<String> {
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

/// The folder `APP`: the only one, or the only one under the environment's folder.
fn folder(files: &[String], app: &str, environment: Option<&str>) -> Option<String> {
    let mut folders: Vec<String> = Vec::new();
    for file in files {
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

fn only(mut paths: Vec<String>, environment: Option<&str>) -> Option<String> {
    if paths.len() > 1
        && let Some(environment) = environment
    {
        paths.retain(|path| path.split('/').any(|part| part == environment));
    }
    (paths.len() == 1).then(|| paths.remove(0))
}

/// The folders that an app's Application deploys from.
fn sources(objects: &[Value], app: &str) -> Vec<String> {
    let application = objects
        .iter()
        .find(|object| fields::kind(object) == "Application" && fields::name(object) == app);
    let Some(application) = application else {
        return Vec::new();
    };
    let one = application.pointer("/spec/source").into_iter();
    let several = fields::list(application, "/spec/sources");
    let paths = one
        .chain(several)
        .map(|source| fields::text(source, "/path"));
    let clean = paths.map(|path| path.trim_start_matches("./").trim_matches('/'));
    clean
        .filter(|path| !matches!(*path, "" | "."))
        .map(String::from)
        .collect()
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
        assert_eq!(in_prod.as_deref(), Some("prod/apps/web.yaml"));
        assert_eq!(manifest(&files, "web", None), None);
        assert_eq!(manifest(&files, "web", Some("stage")), None);
        assert_eq!(manifest(&files, "hook", None), None);
        let own = folder(&files, "web", None);
        assert_eq!(own.as_deref(), Some("charts/web"));
        assert_eq!(folder(&files, "web.yaml", None), None);
    }

    #[test]
    fn an_application_names_the_folders_that_it_deploys() {
        let text = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: web}\nspec:\n  source: {path: ./charts/web/}\n  sources:\n  - {path: .}\n  - {chart: x}\n  - {path: conf}\n";
        let objects = object::read(text).objects.into_iter();
        let objects: Vec<Value> = objects.map(|located| located.object).collect();
        assert_eq!(sources(&objects, "web"), ["charts/web", "conf"]);
        assert!(sources(&objects, "other").is_empty());
    }
}
