//! YAML with its places: a tree of nodes that know which bytes they stand on, so that the source
//! text can be cut with its comments and key order.

use saphyr_parser::{Event, Parser, ScalarStyle};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Deeper nesting is refused: nobody writes it, and trees are walked by recursion.
const DEPTH_LIMIT: usize = 64;

/// A node and the bytes that it stands on. A collection's end is that of its last leaf.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
    /// The same for nodes that are the same.
    pub digest: u64,
}

#[derive(Debug, Clone)]
pub(super) enum Kind {
    /// The value and whether it stands as a block (`|`, `>`).
    Scalar { value: String, block: bool },
    /// A block sequence.
    List(Vec<Node>),
    /// A block mapping: key text, where the key begins, value.
    Map(Vec<Pair>),
    /// `{…}`, `[…]`, an alias or a collection with an anchor or tag: compared and shown as a whole.
    Whole(String),
}

#[derive(Debug, Clone)]
pub(super) struct Pair {
    pub key: String,
    pub key_start: usize,
    pub value: Node,
}

/// The documents of a text; `None` if it is no YAML (a Helm template, say) or has odd keys.
pub(super) fn parse(text: &str) -> Option<Vec<Node>> {
    let offsets: Vec<usize> = text
        .char_indices()
        .map(|(at, _)| at)
        .chain([text.len()])
        .collect();
    let mut builder = Builder {
        text,
        documents: Vec::new(),
        stack: Vec::new(),
    };
    for event in Parser::new_from_str(text) {
        let (event, span) = event.ok()?;
        let start = *offsets.get(span.start.index())?;
        let end = *offsets.get(span.end.index())?;
        builder.take(event, start, end)?;
    }
    Some(builder.documents)
}

/// A collection that is still open.
enum Open {
    List(usize, Vec<Node>),
    Map(usize, Vec<Pair>, Option<(String, usize)>),
    /// A flow collection (or what stands as a key): only its depth counts.
    Flow(usize, usize),
}

struct Builder<'a> {
    text: &'a str,
    documents: Vec<Node>,
    stack: Vec<Open>,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, start: usize, end: usize) -> Option<()> {
        if let Some(Open::Flow(_, depth)) = self.stack.last_mut() {
            match event {
                Event::SequenceStart(..) | Event::MappingStart(..) => *depth += 1,
                Event::SequenceEnd | Event::MappingEnd => *depth -= 1,
                _ => {}
            }
            return match self.stack.last() {
                Some(Open::Flow(from, 0)) => {
                    let from = *from;
                    self.stack.pop();
                    self.whole(from, end)
                }
                _ => Some(()),
            };
        }
        match event {
            Event::Scalar(value, style, ..) => {
                let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                let end = start + self.text.get(start..end)?.trim_end().len();
                let value = value.into_owned();
                self.add(Node::new(start, end, Kind::Scalar { value, block }))
            }
            Event::Alias(_) => self.whole(start, end),
            Event::SequenceStart(..) | Event::MappingStart(..)
                if self.stack.len() >= DEPTH_LIMIT =>
            {
                None
            }
            Event::SequenceStart(..) | Event::MappingStart(..)
                if self.text.get(start..end)?.starts_with(['{', '[']) =>
            {
                self.stack.push(Open::Flow(start, 1));
                Some(())
            }
            Event::SequenceStart(..) => {
                self.stack.push(Open::List(start, Vec::new()));
                Some(())
            }
            Event::MappingStart(..) => {
                self.stack.push(Open::Map(start, Vec::new(), None));
                Some(())
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(),
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => Some(()),
        }
    }

    fn close(&mut self) -> Option<()> {
        let node = match self.stack.pop()? {
            Open::List(start, items) => {
                let end = items.last().map_or(start, |item| item.end);
                Node::new(start, end, Kind::List(items))
            }
            Open::Map(start, pairs, None) => {
                let start = pairs.first().map_or(start, |pair| pair.key_start);
                let end = pairs.last().map_or(start, |pair| pair.value.end);
                Node::new(start, end, Kind::Map(pairs))
            }
            Open::Map(_, _, Some(_)) | Open::Flow(..) => return None,
        };
        self.add(node)
    }

    fn whole(&mut self, start: usize, end: usize) -> Option<()> {
        let text = self.text.get(start..end)?.trim_end();
        let kind = Kind::Whole(text.split_whitespace().collect::<Vec<_>>().join(" "));
        self.add(Node::new(start, start + text.len(), kind))
    }

    /// Puts a finished node into its parent. A key that is no scalar gives up.
    fn add(&mut self, node: Node) -> Option<()> {
        match self.stack.last_mut() {
            None => self.documents.push(node),
            Some(Open::List(_, items)) => items.push(node),
            Some(Open::Map(_, pairs, pending)) => match pending.take() {
                Some((key, key_start)) => pairs.push(Pair {
                    key,
                    key_start,
                    // An empty value has no bytes: it ends where its key does.
                    value: Node {
                        end: node.end.max(key_start),
                        ..node
                    },
                }),
                None => match node.kind {
                    Kind::Scalar { value, .. } => *pending = Some((value, node.start)),
                    Kind::List(_) | Kind::Map(_) | Kind::Whole(_) => return None,
                },
            },
            Some(Open::Flow(..)) => return None,
        }
        Some(())
    }
}

impl Node {
    fn new(start: usize, end: usize, kind: Kind) -> Node {
        let of_pair = |pair: &Pair| digest(&(&pair.key, pair.value.digest));
        let digest = match &kind {
            Kind::Scalar { value, .. } => digest(&('s', value)),
            Kind::Whole(text) => digest(&('w', text)),
            Kind::List(items) => {
                let items: Vec<u64> = items.iter().map(|item| item.digest).collect();
                digest(&('l', items))
            }
            // The order of keys does not count.
            Kind::Map(pairs) => pairs
                .iter()
                .map(of_pair)
                .fold(digest(&('m', pairs.len())), u64::wrapping_add),
        };
        Node {
            start,
            end,
            kind,
            digest,
        }
    }

    /// Whether two nodes hold the same values, whatever their style and comments. The order of keys
    /// does not count.
    pub fn same(&self, other: &Node) -> bool {
        if self.digest != other.digest {
            return false;
        }
        match (&self.kind, &other.kind) {
            (Kind::Scalar { value: a, .. }, Kind::Scalar { value: b, .. }) => a == b,
            (Kind::Whole(a), Kind::Whole(b)) => a == b,
            (Kind::List(a), Kind::List(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.same(b))
            }
            (Kind::Map(a), Kind::Map(b)) => {
                let twins: HashMap<&str, &Node> = b
                    .iter()
                    .map(|pair| (pair.key.as_str(), &pair.value))
                    .collect();
                a.len() == b.len()
                    && a.iter().all(|pair| {
                        let twin = twins.get(pair.key.as_str());
                        twin.is_some_and(|twin| pair.value.same(twin))
                    })
            }
            _ => false,
        }
    }

    /// The value under a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.kind {
            Kind::Map(pairs) => pairs
                .iter()
                .find(|pair| pair.key == key)
                .map(|pair| &pair.value),
            _ => None,
        }
    }

    /// A scalar's value.
    pub fn scalar(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { value, .. } => Some(value),
            _ => None,
        }
    }
}

fn digest(of: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_know_their_bytes() {
        let text = "a: 한글 # why\nb:\n  - x: 1\n    y: |\n      two\n      lines\n\n  - [1, 2]\n# tail\nc:\n";
        let documents = parse(text).unwrap();
        let root = &documents[0];
        let cut = |node: &Node| &text[node.start..node.end];
        assert_eq!(cut(root.get("a").unwrap()), "한글");
        let b = root.get("b").unwrap();
        let Kind::List(items) = &b.kind else { panic!() };
        assert_eq!(
            cut(items[0].get("y").unwrap())
                .lines()
                .last()
                .unwrap()
                .trim(),
            "lines"
        );
        assert_eq!(cut(&items[1]), "[1, 2]");
        assert!(cut(b).ends_with("[1, 2]"));
        assert_eq!(root.get("c").unwrap().scalar(), Some(""));
    }

    #[test]
    fn what_is_no_yaml_is_refused() {
        for text in [
            "{{- if .Values.x }}\na: {{ .x }}\n{{- end }}",
            "a: b: c",
            "? [a]\n: 1\n",
        ] {
            assert!(parse(text).is_none(), "{text}");
        }
        let deep = "[".repeat(500);
        assert!(parse(&deep).is_none());
        let deep: String = (0..100).map(|n| " ".repeat(n) + "a:\n").collect();
        assert!(parse(&deep).is_none());
    }
}
