//! What a record says about its deployment: numbers, URLs, commits, what the diagnosis blames. Read
//! from prose, metadata and the documented request; nothing here is asked of anyone.

mod place;
mod token;

use super::section::Outline;
use super::tree::{Block, Kind, Piece, Tree};
use super::{Field, Mentions, Metadata, vocabulary};
use crate::facts::span::Span;
use place::{Place, places};
use token::{
    COMMIT, ends_word, is_cloud_node, is_host_name, json_string, may_name_a_node,
    names_a_deployment, next_commit,
};

/// Collects the mentions of a document.
pub(super) fn read(tree: &Tree, outline: &Outline, metadata: &[Metadata]) -> Mentions {
    collect(tree, outline, metadata, Wanted::Everything)
}

/// The app and the environment that a document names, and no other mentions.
pub(super) fn names(tree: &Tree, outline: &Outline, metadata: &[Metadata]) -> Mentions {
    collect(tree, outline, metadata, Wanted::Names)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Everything,
    Names,
}

fn collect(tree: &Tree, outline: &Outline, metadata: &[Metadata], wanted: Wanted) -> Mentions {
    let (places, holds) = match wanted {
        Wanted::Everything => (places(outline), Holds::of(tree.text)),
        Wanted::Names => (Vec::new(), Holds::NOTHING),
    };
    let mut reader = Reader {
        tree,
        outline,
        out: Mentions::default(),
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
    match wanted {
        Wanted::Everything => reader.out,
        Wanted::Names => Mentions {
            app: reader.out.app,
            env: reader.out.env,
            ..Mentions::default()
        },
    }
}

struct Reader<'a, 't> {
    tree: &'a Tree<'t>,
    outline: &'a Outline,
    out: Mentions,
    wanted: Wanted,
    /// For each section of the outline.
    places: Vec<Place>,
    holds: Holds,
}

/// What occurs in the text at all: most of it is then not looked for block by block.
struct Holds {
    urls: bool,
    commits: bool,
    documents: bool,
    taints: bool,
}

impl Holds {
    const NOTHING: Holds = Holds {
        urls: false,
        commits: false,
        documents: false,
        taints: false,
    };

    fn of(text: &str) -> Holds {
        Holds {
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
                let value = entry.value.trim_start_matches('#');
                let end = value
                    .find(|c: char| !c.is_ascii_digit())
                    .unwrap_or(value.len());
                let whole = !value[end..].starts_with(|c: char| c.is_alphanumeric() || c == '-');
                let number = value[..end].parse().ok();
                push_new(&mut self.out.deployments, number.filter(|_| whole));
            }
            Field::Environment => {
                let one_word =
                    !entry.value.is_empty() && !entry.value.contains(char::is_whitespace);
                if one_word {
                    self.out.env.get_or_insert_with(|| entry.value.clone());
                }
            }
            Field::Date | Field::Author | Field::Task | Field::PullRequest => {}
            Field::Status | Field::Other => {}
        }
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            Kind::Code(code) => self.code(&code.snippet.text),
            Kind::Html | Kind::Rule => {}
            Kind::Heading(_) | Kind::Paragraph | Kind::TableCell => self.prose(block),
            Kind::List
            | Kind::Item
            | Kind::Quote
            | Kind::Table
            | Kind::TableHead
            | Kind::TableRow => {}
        }
        for child in &block.children {
            self.block(child);
        }
    }

    fn code(&mut self, text: &str) {
        self.urls(text);
        self.commits(text);
        if text.contains("dynamic_payload") || text.contains("/deployments") {
            self.request(text);
        }
    }

    fn prose(&mut self, block: &Block) {
        if self.wanted == Wanted::Names {
            return self.labelled(block);
        }
        let text = block.span.text(self.tree.text);
        self.urls(text);
        self.commits(text);
        self.numbers(text);
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

    fn urls(&mut self, text: &str) {
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
            self.url(&url[..end], scheme + 3);
        }
    }

    /// `https://HOST/api/v1/repos/NS/NAME/deployments[/N]`, Gitploy's page of a deployment, a pull
    /// request.
    fn url(&mut self, url: &str, host: usize) {
        let Some((host, path)) = url[host..]
            .split_once('/')
            .map(|(h, path)| (&url[..host + h.len()], path))
        else {
            return;
        };
        let path = path.split(['?', '#']).next().unwrap_or(path);
        let parts: Vec<&str> = path.split('/').collect();
        match parts.as_slice() {
            [
                "api",
                "v1",
                "repos",
                owner,
                name,
                "deployments" | "deployment",
                rest @ ..,
            ] => {
                self.gitploy(host, owner, name, rest.first().copied());
            }
            ["repos", owner, name, "deployments", number, ..]
            | [owner, name, "deployments", number, ..]
                if host.contains("gitploy") =>
            {
                self.gitploy(host, owner, name, Some(number));
            }
            [owner, name, "pull", number, ..] => {
                let digits = number.len()
                    - number
                        .trim_start_matches(|c: char| c.is_ascii_digit())
                        .len();
                if digits > 0 {
                    let url = format!("{host}/{owner}/{name}/pull/{}", &number[..digits]);
                    push_new(&mut self.out.pull_requests, Some(url));
                }
            }
            _ => {}
        }
    }

    fn gitploy(&mut self, host: &str, owner: &str, name: &str, number: Option<&str>) {
        let named = |part: &str| !part.is_empty() && !part.starts_with(['$', '{', '<', '[']);
        if !named(owner) || !named(name) {
            return;
        }
        let repo = format!("{owner}/{name}");
        self.out
            .gitploy
            .get_or_insert_with(|| (host.to_owned(), repo));
        push_new(
            &mut self.out.deployments,
            number.and_then(|n| n.parse().ok()),
        );
    }

    fn commits(&mut self, text: &str) {
        if !self.holds.commits {
            return;
        }
        let mut from = 0;
        while let Some(start) = next_commit(text, from) {
            from = start + COMMIT;
            push_new(&mut self.out.commits, Some(text[start..from].to_owned()));
        }
    }

    /// `배포 번호: #4354`, `Gitploy #4354`, `deployment number 4354`. The sign is needed unless the
    /// words say that a number follows.
    fn numbers(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(digit) = bytes[at..].iter().position(u8::is_ascii_digit) {
            let start = at + digit;
            let length = bytes[start..]
                .iter()
                .take_while(|b| b.is_ascii_digit())
                .count();
            at = start + length;
            let begins = start == 0 || !bytes[start - 1].is_ascii_alphanumeric();
            if begins && ends_word(&bytes[at..]) && names_a_deployment(&text[..start]) {
                push_new(&mut self.out.deployments, text[start..at].parse().ok());
            }
        }
    }

    fn request(&mut self, text: &str) {
        if let Some(app) = json_string(text, "app") {
            self.out.app.get_or_insert(app);
        }
        if let Some(env) = json_string(text, "env") {
            self.out.env = self.out.env.take().or(Some(env));
        }
    }

    /// `환경: buzzvil-eks-ops`, `App: alloy-ops` on a line of their own.
    fn labelled(&mut self, block: &Block) {
        let short = block.kind == Kind::Paragraph && block.span.len() < 160;
        if !short || !block.span.text(self.tree.text).contains([':', '：']) {
            return;
        }
        let text = block.plain();
        let Some((key, value)) = text.split_once([':', '：']) else {
            return;
        };
        let value = value.trim();
        let name = !value.is_empty()
            && value
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'));
        if !name {
            return;
        }
        match vocabulary::normal(key).as_str() {
            "환경" | "배포 환경" | "environment" | "env" => {
                self.out.env.get_or_insert_with(|| value.to_owned());
            }
            "app" | "앱" | "애플리케이션" | "application" => {
                self.out.app.get_or_insert_with(|| value.to_owned());
            }
            _ => {}
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
            push_new(&mut self.out.documents, Some(rest[..end].to_owned()));
        }
        for inline in &block.inlines {
            if let Piece::LinkStart(url) = &inline.kind {
                let elsewhere = url.contains(":") || url.starts_with(['#', '/']) || url.is_empty();
                if !elsewhere && !url.contains(".kiro/") {
                    push_new(&mut self.out.documents, Some(url.to_string()));
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
            match &inline.kind {
                Piece::Code(code) => {
                    if is_cloud_node(code) || (about_nodes && is_host_name(code)) {
                        push_new(&mut self.out.blamed_nodes, Some(code.to_string()));
                    }
                }
                Piece::Text(text) if may_name_a_node(text) => {
                    for word in text.split(|c: char| {
                        c.is_whitespace() || matches!(c, ',' | '(' | ')' | '"' | '\'')
                    }) {
                        let word = word.trim_end_matches(['.', ':', ';']);
                        if is_cloud_node(word) {
                            push_new(&mut self.out.blamed_nodes, Some(word.to_owned()));
                        }
                    }
                }
                Piece::Text(_) | Piece::Html | Piece::Task | Piece::Mark => {}
                Piece::SoftBreak | Piece::HardBreak | Piece::StrongStart | Piece::StrongEnd => {}
                Piece::LinkStart(_) | Piece::LinkEnd => {}
            }
        }
    }
}

fn push_new<T: PartialEq>(list: &mut Vec<T>, value: Option<T>) {
    if let Some(value) = value
        && !list.contains(&value)
    {
        list.push(value);
    }
}

#[cfg(test)]
mod tests;
