//! What a record says about its deployment: numbers, URLs, commits, what the diagnosis blames. Read
//! from prose, metadata and the documented request; nothing here is asked of anyone.

mod deployment;
mod place;
mod token;

use super::section::Outline;
use super::tree::{Block, Kind, Piece, Tree, lines, plain};
use super::{Field, Mentions, Metadata, vocabulary, words};
use crate::facts::deployment::{DeploymentId, Linked, System};
use crate::facts::span::Span;
use crate::facts::word_list::WordList;
use deployment::{Directness, Named, Numbers, Whose, named};
use place::{Place, places};
use std::borrow::Cow;
use std::collections::HashSet;
use token::{COMMIT, is_cloud_node, is_host_name, json_string, may_name_a_node, next_commit};

static APPLICATION: WordList = words("field-application");
static OF_FLUX: WordList = words("field-of-flux");

/// Collects the mentions of a document.
pub(super) fn read(
    tree: &Tree,
    outline: &Outline,
    metadata: &[Metadata],
    hosts: &[(System, String)],
) -> Mentions {
    collect(tree, outline, metadata, hosts, Wanted::Everything)
}

/// The app and the environment that a document names, and no other mentions.
pub(super) fn names(tree: &Tree, outline: &Outline, metadata: &[Metadata]) -> Mentions {
    collect(tree, outline, metadata, &[], Wanted::Names)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Everything,
    Names,
}

fn collect(
    tree: &Tree,
    outline: &Outline,
    metadata: &[Metadata],
    hosts: &[(System, String)],
    wanted: Wanted,
) -> Mentions {
    let (places, holds) = match wanted {
        Wanted::Everything => (places(outline), Holds::of(tree.text)),
        Wanted::Names => (Vec::new(), Holds::default()),
    };
    let mut reader = Reader {
        tree,
        outline,
        out: Mentions::default(),
        numbers: Numbers::default(),
        named: Applications::default(),
        commits_of_others: Vec::new(),
        hosts,
        wanted,
        places,
        holds,
    };
    for entry in metadata {
        reader.metadata(entry);
    }
    for block in &tree.blocks {
        reader.block(block);
    }
    reader.out.application = reader.named.told;
    reader.out.app = reader.out.app.or(reader.named.of_one_file);
    match wanted {
        Wanted::Everything => {
            let mut out = reader.out;
            out.deployments = reader.numbers.own(tree.text);
            if out.commits.is_empty() {
                out.commits = reader.commits_of_others;
            }
            for list in [
                &mut out.pull_requests,
                &mut out.commits,
                &mut out.environments,
                &mut out.documents,
                &mut out.blamed_nodes,
            ] {
                keep_first(list);
            }
            out
        }
        Wanted::Names => Mentions {
            app: reader.out.app,
            env: reader.out.env,
            ..Mentions::default()
        },
    }
}

/// The Argo CD Applications that a record names.
#[derive(Default)]
struct Applications {
    /// `Application: loki-v3`.
    told: Option<String>,
    /// The name of the one `argo-cd/…/apps/NAME.yaml`, while no second one is named.
    of_one_file: Option<String>,
    several_files: bool,
}

struct Reader<'a, 't> {
    tree: &'a Tree<'t>,
    outline: &'a Outline,
    out: Mentions,
    numbers: Numbers,
    named: Applications,
    commits_of_others: Vec<String>,
    /// Base addresses of the configured systems.
    hosts: &'a [(System, String)],
    wanted: Wanted,
    /// For each section of the outline.
    places: Vec<Place>,
    holds: Holds,
}

/// What occurs in the text at all: most of it is then not looked for block by block.
#[derive(Default)]
struct Holds {
    numbers: bool,
    urls: bool,
    commits: bool,
    documents: bool,
    taints: bool,
}

impl Holds {
    fn of(text: &str) -> Holds {
        Holds {
            numbers: text.contains(|c: char| c.is_ascii_digit()),
            urls: text.contains("://"),
            commits: next_commit(text, 0).is_some(),
            documents: text.contains(".kiro/"),
            taints: text.contains(":NoSchedule")
                || text.contains(":NoExecute")
                || text.contains(":PreferNoSchedule"),
        }
    }
}

impl Reader<'_, '_> {
    fn metadata(&mut self, entry: &Metadata) {
        match entry.field {
            Field::Deployment => {
                // The key says what the value's number is, and whose.
                let line = format!("{} deployment number: {}", entry.key, entry.value);
                self.numbers(&line, Directness::Told);
            }
            Field::Environment => self.environment(&entry.value),
            Field::Other => {
                let key = vocabulary::normal(&entry.key);
                if APPLICATION.has(&key) {
                    self.application(&entry.value);
                } else if OF_FLUX.has(&key) {
                    self.object(&key, &entry.value);
                }
            }
            Field::Date | Field::Author | Field::Task | Field::PullRequest | Field::Status => {}
        }
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            Kind::Code(code) => self.code(block.span.start, &code.snippet.text),
            Kind::Html | Kind::Rule => {}
            Kind::Heading(_) | Kind::Paragraph | Kind::TableCell => self.prose(block),
            Kind::Table => self.numbers_of_columns(block),
            Kind::List | Kind::Item | Kind::Quote | Kind::TableHead | Kind::TableRow => {}
        }
        for child in &block.children {
            self.block(child);
        }
    }

    fn code(&mut self, at: usize, text: &str) {
        self.urls(text, self.directness(at).map(|_| Directness::Mentioned));
        self.commits(text, self.directness(at).is_some());
        if text.contains("dynamic_payload") || text.contains("/deployments") {
            self.request(text);
        }
    }

    fn prose(&mut self, block: &Block) {
        if self.wanted == Wanted::Names {
            return self.labelled(block);
        }
        let text = &*without_comments(block, self.tree.text);
        let place = self
            .directness(block.span.start)
            .map(|place| match block.kind {
                Kind::Heading(2..) => place.max(Directness::Beside),
                _ => place,
            });
        self.urls(text, place);
        self.commits(text, place.is_some());
        if let Some(place) = place.filter(|_| self.holds.numbers) {
            text.lines().for_each(|line| self.numbers(line, place));
        }
        self.files(text);
        self.documents(block, text);
        self.labelled(block);
        let place = self.outline.at(block.span.start).map(|at| &self.places[at]);
        if let Some(place) = place.filter(|place| place.diagnosis) {
            let about_nodes = place.nodes;
            if self.holds.taints {
                self.taints(block);
            }
            self.nodes(block, about_nodes);
        }
    }

    /// How directly a place names the record's deployment; `None` where others are told of.
    fn directness(&self, at: usize) -> Option<Directness> {
        match self.outline.at(at) {
            Some(section) => self.places.get(section)?.deployment,
            None => Some(Directness::Told),
        }
    }

    fn urls(&mut self, text: &str, place: Option<Directness>) {
        if !self.holds.urls || !text.contains(':') {
            return;
        }
        for (at, _) in text.match_indices("://") {
            let scheme = match () {
                () if text[..at].ends_with("https") => 5,
                () if text[..at].ends_with("http") => 4,
                () => continue,
            };
            let url = &text[at - scheme..];
            let end = url
                .find(|c: char| {
                    c.is_whitespace()
                        || matches!(
                            c,
                            '"' | '\'' | '`' | '<' | '>' | ')' | '|' | '\\' | ']' | '*'
                        )
                })
                .unwrap_or(url.len());
            self.url(&url[..end], scheme + 3, place);
        }
    }

    /// `https://HOST/api/v1/repos/NS/NAME/deployments[/N]`, Gitploy's page of a deployment, a pull
    /// request.
    fn url(&mut self, url: &str, host: usize, place: Option<Directness>) {
        let whose = self.whose(url);
        let Some((host, path)) = url[host..]
            .split_once('/')
            .map(|(h, path)| (&url[..host + h.len()], path))
        else {
            return;
        };
        let path = path.split(['?', '#']).next().unwrap_or(path);
        let parts: Vec<&str> = path.split('/').collect();
        let linked = System::ALL.into_iter().find_map(|system| {
            let linked = system.linked(&parts)?;
            (linked.is_anywhere || whose == Some(system)).then_some((system, linked))
        });
        if let Some((system, linked)) = linked {
            return self.linked(system, host, linked, place);
        }
        if let [owner, name, "pull", number, ..] = parts.as_slice() {
            let digits = number.bytes().take_while(u8::is_ascii_digit).count();
            if digits > 0 {
                let url = format!("{host}/{owner}/{name}/pull/{}", &number[..digits]);
                self.out.pull_requests.push(url);
            }
        }
    }

    /// Whose deployment an address is: of a configured system, or of one whose host says so. Of a forge
    /// only its deployments are: its runs and jobs are no deployments.
    fn whose(&self, url: &str) -> Option<System> {
        let host = url.split("://").nth(1).unwrap_or(url);
        let host = host.split('/').next().unwrap_or(host);
        let is_below = |base: &str| {
            let rest = url.strip_prefix(base.trim_end_matches('/'));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let mut configured = self.hosts.iter();
        let configured = configured.find(|(_, base)| is_below(base));
        let by_name = || System::ALL.into_iter().find(|system| system.is_host(host));
        let system = configured.map(|(system, _)| *system).or_else(by_name)?;
        let is_one = url.contains("/deployments") || url.contains("/-/environments/");
        (!system.is_forge() || is_one).then_some(system)
    }

    /// A link to a deployment; one whose end is no number is a page of others.
    fn linked(
        &mut self,
        system: System,
        host: &str,
        linked: Linked<'_>,
        place: Option<Directness>,
    ) {
        let named = |part: &str| !part.is_empty() && !part.starts_with(['$', '{', '<', '[']);
        let number = linked.number.and_then(|number| number.parse::<u64>().ok());
        if !linked.project.split('/').all(named) {
            return;
        }
        // The configured repository is the one that numbers without a word are of.
        let project = if system.is_unsaid() {
            let api = (host.to_owned(), linked.project);
            self.out.api.get_or_insert(api);
            None
        } else if number.is_none() || place.is_none() {
            return;
        } else {
            let documented = &mut self.out.hosts;
            documented.entry(system).or_insert_with(|| host.to_owned());
            Some(linked.project)
        };
        if let (Some(place), Some(number)) = (place, number) {
            let named = Named {
                number: DeploymentId::from(number),
                whose: Whose::Of(system),
                project,
                failed: false,
            };
            self.numbers.add(place, named);
        }
    }

    /// The commits of a text; those of other deployments (a way back, a history) count only where there are
    /// no others.
    fn commits(&mut self, text: &str, are_own: bool) {
        if !self.holds.commits {
            return;
        }
        let mut from = 0;
        while let Some(start) = next_commit(text, from) {
            from = start + COMMIT;
            let list = if are_own {
                &mut self.out.commits
            } else {
                &mut self.commits_of_others
            };
            list.push(text[start..from].to_owned());
        }
    }

    /// `배포 번호: #4354`, `Gitploy #4354`, `deployment number 4354`.
    fn numbers(&mut self, line: &str, place: Directness) {
        for one in named(line, |url| self.whose(url)) {
            self.numbers.add(place, one);
        }
    }

    /// The cells below `배포 번호`, and beside it.
    fn numbers_of_columns(&mut self, table: &Block) {
        let place = self.directness(table.span.start);
        let Some(place) = place.filter(|_| self.holds.numbers && self.wanted == Wanted::Everything)
        else {
            return;
        };
        let columns: Vec<String> = table.head().iter().map(Block::plain).collect();
        for row in table.rows() {
            let label = row.children.first().map(Block::plain).unwrap_or_default();
            let key = vocabulary::normal(&label);
            if let (true, Some(cell)) = (OF_FLUX.has(&key), row.children.get(1)) {
                self.object(&key, &cell.plain());
            }
            for (at, cell) in row.children.iter().enumerate() {
                let text = cell.plain();
                for key in [columns.get(at), Some(&label).filter(|_| at > 0)]
                    .into_iter()
                    .flatten()
                {
                    self.numbers(&format!("{key}: {text}"), place);
                }
            }
        }
    }

    fn request(&mut self, text: &str) {
        if let Some(app) = json_string(text, "app") {
            self.out.app.get_or_insert(app);
        }
        if let Some(env) = json_string(text, "env") {
            self.out.env.get_or_insert(env);
        }
    }

    /// `환경: buzzvil-eks-ops`, `Application: alloy-ops`, each on a line of its own.
    fn labelled(&mut self, block: &Block) {
        let text = block.span.text(self.tree.text);
        if block.kind != Kind::Paragraph || !text.contains([':', '：']) {
            return;
        }
        for line in lines(&block.inlines) {
            let line = plain(line);
            let Some((key, value)) = line.split_once([':', '：']).filter(|_| line.len() < 160)
            else {
                continue;
            };
            let key = vocabulary::normal(key);
            if vocabulary::field_of(&key) == Field::Environment {
                self.environment(value);
            } else if APPLICATION.has(&key) {
                self.application(value);
            } else if OF_FLUX.has(&key) {
                self.object(&key, value);
            }
        }
    }

    /// `Kustomization: flux-system/apps` is what Flux applies.
    fn object(&mut self, key: &str, value: &str) {
        let value = value.trim().trim_matches(['*', '`']);
        let parts: Vec<Option<&str>> = value.split('/').map(name_of).collect();
        if parts.len() <= 3 && parts.iter().all(Option::is_some) {
            let kind = key.replace("flux ", "");
            self.out
                .applied
                .get_or_insert_with(|| format!("{kind}/{value}"));
        }
    }

    /// The environments of a value: `prod`, `dev, ops`, `dev 클러스터`.
    fn environment(&mut self, value: &str) {
        let entries = value.split([',', '/', '·']).map(name_of);
        let Some(names) = entries.collect::<Option<Vec<&str>>>() else {
            return;
        };
        for name in names {
            self.out.environments.push(name.to_owned());
            self.out.env.get_or_insert_with(|| name.to_owned());
        }
    }

    fn application(&mut self, value: &str) {
        if let Some(name) = name_of(value) {
            self.named.told.get_or_insert_with(|| name.to_owned());
            self.out.app.get_or_insert_with(|| name.to_owned());
        }
    }

    /// `argo-cd/ops/apps/alloy-ops.yaml` is the file of an Application.
    fn files(&mut self, text: &str) {
        for (at, _) in text.match_indices("/apps/") {
            let start = text[..at]
                .rfind(|c: char| c.is_whitespace() || matches!(c, '`' | '"' | '(' | '[' | '<'))
                .map_or(0, |before| before + 1);
            let path = text.get(start..at).unwrap_or_default();
            let name: &str = text[at + 6..]
                .split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')))
                .next()
                .unwrap_or_default();
            let is_argo = path
                .split('/')
                .any(|part| matches!(part, "argo-cd" | "argocd" | "argo"));
            let name = name.strip_suffix(".yaml").or(name.strip_suffix(".yml"));
            let Some(name) = name.filter(|name| is_argo && !name.is_empty()) else {
                continue;
            };
            match &self.named.of_one_file {
                _ if self.named.several_files => {}
                Some(known) if known == name => {}
                Some(_) => {
                    self.named.several_files = true;
                    self.named.of_one_file = None;
                }
                None => self.named.of_one_file = Some(name.to_owned()),
            }
        }
    }

    fn documents(&mut self, block: &Block, text: &str) {
        let paths = if self.holds.documents { text } else { "" };
        for (at, _) in paths.match_indices(".kiro/") {
            let rest = &text[at..];
            let end = rest
                .find(|c: char| {
                    c.is_whitespace()
                        || matches!(
                            c,
                            '`' | ')' | '"' | '\'' | '<' | '>' | ']' | '*' | '|' | ','
                        )
                })
                .unwrap_or(rest.len());
            self.out.documents.push(rest[..end].to_owned());
        }
        for inline in &block.inlines {
            if let Piece::LinkStart(url) = &inline.kind {
                let elsewhere = url.contains(":") || url.starts_with(['#', '/']) || url.is_empty();
                if !elsewhere && !url.contains(".kiro/") {
                    self.out.documents.push(url.to_string());
                }
            }
        }
    }

    /// `key:Effect` and `key=value:Effect`; the value is dropped.
    fn taints(&mut self, block: &Block) {
        let text = block.span.text(self.tree.text);
        if !text.contains(':') {
            return;
        }
        for effect in ["NoSchedule", "PreferNoSchedule", "NoExecute"] {
            let needle = format!(":{effect}");
            for (at, _) in text.match_indices(&needle) {
                let end = at + needle.len();
                let start = text[..at]
                    .rfind(|c: char| {
                        !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/' | '='))
                    })
                    .map_or(0, |i| {
                        i + text[i..].chars().next().map_or(1, char::len_utf8)
                    });
                let key = text[start..at].split('=').next().unwrap_or_default();
                let more = text[end..].starts_with(|c: char| c.is_ascii_alphanumeric());
                if key.is_empty() || more {
                    continue;
                }
                let taint = format!("{key}:{effect}");
                if self
                    .out
                    .blamed_taints
                    .iter()
                    .all(|(known, _)| *known != taint)
                {
                    let place = Span::new(start, end).shifted(block.span.start);
                    self.out.blamed_taints.push((taint, place));
                }
            }
        }
    }

    /// Names of nodes: those of the clouds anywhere, and code in a section about nodes.
    fn nodes(&mut self, block: &Block, about_nodes: bool) {
        for inline in &block.inlines {
            if let Piece::Code(code) = &inline.kind {
                if is_cloud_node(code) || (about_nodes && is_host_name(code)) {
                    self.out.blamed_nodes.push(code.to_string());
                }
            } else if let Piece::Text(text) = &inline.kind
                && may_name_a_node(text)
            {
                let ends = |c: char| c.is_whitespace() || ",()\"'".contains(c);
                let words = text.split(ends);
                let nodes = words
                    .map(|word| word.trim_end_matches(['.', ':', ';']))
                    .filter(|word| is_cloud_node(word));
                self.out.blamed_nodes.extend(nodes.map(str::to_owned));
            }
        }
    }
}

/// The text of a block, blanks in the place of its comments: what the tool notes in them says nothing.
fn without_comments<'t>(block: &Block, source: &'t str) -> Cow<'t, str> {
    let mut text = Cow::Borrowed(block.span.text(source));
    let html = block
        .inlines
        .iter()
        .filter(|inline| inline.kind == Piece::Html);
    for span in html.map(|inline| inline.span) {
        let range = span.start - block.span.start..span.end - block.span.start;
        let is_comment = text
            .get(range.clone())
            .is_some_and(|html| html.starts_with("<!--"));
        if is_comment {
            let blank = " ".repeat(range.len());
            text.to_mut().replace_range(range, &blank);
        }
    }
    text
}

/// The name that a value is, markup, a remark in parentheses and the word for what it is left out.
fn name_of(value: &str) -> Option<&str> {
    let value = value
        .split(['(', '（'])
        .next()?
        .trim()
        .trim_matches(['*', '`']);
    let kind = [" 클러스터", " 환경", " cluster", " environment"];
    let value = kind
        .iter()
        .find_map(|kind| value.strip_suffix(kind))
        .unwrap_or(value);
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    (!value.is_empty() && value.chars().all(is_name)).then_some(value)
}

/// Each value once, where it is said first.
fn keep_first(list: &mut Vec<String>) {
    let mut seen = HashSet::new();
    list.retain(|value| seen.insert(value.clone()));
}

#[cfg(test)]
mod tests;
