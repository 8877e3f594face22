//! YAML with its places: a tree of nodes that know which bytes they stand on, so that the source
//! text can be cut with its comments and key order.

use granit_parser::{Event, Parser, ScalarStyle, StructureStyle};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Deeper nesting is refused: nobody writes it, and trees are walked by recursion.
const DEPTH_LIMIT: usize = 64;

/// A node and the bytes that it stands on. A collection's end is that of its last leaf.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
    /// Whether it stands as `{…}` or `[…]`, all of which is shown if any of it is.
    pub flow: bool,
    /// The same for nodes that are the same.
    pub digest: u64,
}

#[derive(Debug, Clone)]
pub(super) enum Kind {
    /// The value, whether it stands as a block (`|`, `>`), and whether it is more than text: a number, a
    /// switch or nothing, as `true` is and `"true"` is not.
    Scalar {
        value: String,
        block: bool,
        typed: bool,
    },
    /// A sequence.
    List(Vec<Node>),
    /// A mapping: key text, where the key begins, value.
    Map(Vec<Pair>),
    /// An alias: compared and shown as a whole.
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
    let mut builder = Builder {
        text,
        documents: Vec::new(),
        stack: Vec::new(),
        anchors: HashMap::new(),
    };
    for event in Parser::new_from_str(text) {
        let (event, span) = event.ok()?;
        let bytes = span.byte_range()?;
        builder.take(event, bytes.start, bytes.end)?;
    }
    Some(builder.documents)
}

/// A collection that is still open: where it begins, its anchor, whether it is in flow style, what it has.
struct Open {
    start: usize,
    anchor: usize,
    flow: bool,
    has: Parts,
}

enum Parts {
    List(Vec<Node>),
    Map(Vec<Pair>, Option<(String, usize)>),
}

struct Builder<'a> {
    text: &'a str,
    documents: Vec<Node>,
    stack: Vec<Open>,
    /// The digest of what each anchor stands on: an alias is as good as that.
    anchors: HashMap<usize, u64>,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, start: usize, end: usize) -> Option<()> {
        match event {
            Event::Scalar(value, style, anchor, tag) => {
                // What is not written stands as `~`, on no byte.
                let value = if start == end { Cow::default() } else { value };
                let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                let end = start + self.text.get(start..end)?.trim_end().len();
                let value = value.into_owned();
                let typed = style == ScalarStyle::Plain && tag.is_none() && is_typed(&value);
                let kind = Kind::Scalar {
                    value,
                    block,
                    typed,
                };
                self.add(Node::new(start, end, kind), anchor)
            }
            Event::Alias(anchor) => {
                let of = self.anchors.get(&anchor).copied().unwrap_or_default();
                self.alias(start, end, of)
            }
            Event::SequenceStart(..) | Event::MappingStart(..)
                if self.stack.len() >= DEPTH_LIMIT =>
            {
                None
            }
            Event::SequenceStart(style, anchor, _) => {
                self.open(start, style, anchor, Parts::List(Vec::new()))
            }
            Event::MappingStart(style, anchor, _) => {
                self.open(start, style, anchor, Parts::Map(Vec::new(), None))
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(end),
            // The stream and its documents begin and end; comments.
            _ => Some(()),
        }
    }

    fn open(
        &mut self,
        start: usize,
        style: StructureStyle,
        anchor: usize,
        has: Parts,
    ) -> Option<()> {
        let flow = style == StructureStyle::Flow;
        self.stack.push(Open {
            start,
            anchor,
            flow,
            has,
        });
        Some(())
    }

    fn close(&mut self, ends: usize) -> Option<()> {
        let Open {
            start,
            anchor,
            flow,
            has,
        } = self.stack.pop()?;
        let (first, last, kind) = match has {
            Parts::List(items) => {
                let end = items.last().map_or(start, |item| item.end);
                (start, end, Kind::List(items))
            }
            Parts::Map(pairs, None) => {
                // Readers do not agree on which of two counts.
                let mut keys = HashSet::new();
                if !pairs.iter().all(|pair| keys.insert(pair.key.as_str())) {
                    return None;
                }
                let first = pairs.first().map_or(start, |pair| pair.key_start);
                let end = pairs.last().map_or(start, |pair| pair.value.end);
                (first, end, Kind::Map(pairs))
            }
            Parts::Map(_, Some(_)) => return None,
        };
        let (first, last) = if flow { (start, ends) } else { (first, last) };
        let node = Node::new(first, last, kind);
        self.add(Node { flow, ..node }, anchor)
    }

    /// What is compared by what it stands for.
    fn alias(&mut self, start: usize, end: usize, of: u64) -> Option<()> {
        let text = self.text.get(start..end)?.trim_end();
        let mut node = Node::new(start, start + text.len(), Kind::Whole(text.to_owned()));
        node.digest = digest(&(node.digest, of));
        self.add(node, 0)
    }

    /// Puts a finished node into its parent. A key that is no scalar gives up.
    fn add(&mut self, node: Node, anchor: usize) -> Option<()> {
        if anchor > 0 {
            self.anchors.insert(anchor, node.digest);
        }
        match self.stack.last_mut().map(|open| &mut open.has) {
            None => self.documents.push(node),
            Some(Parts::List(items)) => items.push(node),
            Some(Parts::Map(pairs, pending)) => match pending.take() {
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
        }
        Some(())
    }
}

impl Node {
    fn new(start: usize, end: usize, kind: Kind) -> Node {
        let of_pair = |pair: &Pair| digest(&(&pair.key, pair.value.digest));
        let digest = match &kind {
            Kind::Scalar { value, typed, .. } => digest(&('s', value, typed)),
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
            flow: false,
            digest,
        }
    }

    /// Whether two nodes hold the same values, whatever their style and comments. The order of keys
    /// does not count.
    pub(super) fn same(&self, other: &Node) -> bool {
        if self.digest != other.digest {
            return false;
        }
        match (&self.kind, &other.kind) {
            (
                Kind::Scalar {
                    value: a, typed: x, ..
                },
                Kind::Scalar {
                    value: b, typed: y, ..
                },
            ) => (a, x) == (b, y),
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
    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        match &self.kind {
            Kind::Map(pairs) => pairs
                .iter()
                .find(|pair| pair.key == key)
                .map(|pair| &pair.value),
            _ => None,
        }
    }

    /// A list's items.
    pub(super) fn items(&self) -> Option<&[Node]> {
        match &self.kind {
            Kind::List(items) => Some(items),
            Kind::Scalar { .. } | Kind::Map(_) | Kind::Whole(_) => None,
        }
    }

    /// How many scalars it holds; what is compared as a whole is one.
    pub(super) fn leaves(&self) -> usize {
        match &self.kind {
            Kind::Scalar { .. } | Kind::Whole(_) => 1,
            Kind::List(items) => items.iter().map(Node::leaves).sum(),
            Kind::Map(pairs) => pairs.iter().map(|pair| pair.value.leaves()).sum(),
        }
    }

    /// A scalar's value.
    pub(super) fn scalar(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { value, .. } => Some(value),
            _ => None,
        }
    }
}

/// Whether a plain scalar is more than text, for a reader of YAML 1.1 (as Kubernetes' own is) or of 1.2.
pub(super) fn is_typed(plain: &str) -> bool {
    let word = plain.to_ascii_lowercase();
    let words = [
        "", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n",
    ];
    let number = || {
        let digits = plain.trim_start_matches(['+', '-']).replace('_', "");
        let radix = |prefix: &str, radix| {
            let rest = digits.strip_prefix(prefix);
            rest.is_some_and(|rest| u64::from_str_radix(rest, radix).is_ok())
        };
        let starts = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.');
        starts && digits.parse::<f64>().is_ok() || radix("0x", 16) || radix("0o", 8)
    };
    words.contains(&word.as_str()) || number()
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
