//! A record as a page: the Markdown as GitHub shows it. Safe by construction: every tag and attribute that
//! comes out is written here, from a list; what the text brings is text, a target that was looked at, or
//! nothing. A text that turns the direction of what follows is shown with the sign's name.

use super::markdown;
use crate::facts::page::{escape, escape_into, turns};
use crate::facts::percent;
use pulldown_cmark::{Alignment, CodeBlockKind, Event, Tag, TagEnd};
use std::collections::BTreeMap;
use std::fmt::Write;

/// What a page knows that a text does not.
pub struct Look<'a> {
    /// Where a relative link leads on the site, if anywhere.
    pub link: &'a dyn Fn(&str) -> Option<String>,
    /// The picture of a Mermaid chart, if it can be drawn.
    pub chart: &'a dyn Fn(&str) -> Option<String>,
    /// What is said of a box that is ticked and of one that is not.
    pub boxes: [&'a str; 2],
    /// How deep headings are set below the text's own.
    pub below: u8,
}

/// The page's part.
pub fn html(text: &str, look: &Look) -> String {
    let mut writer = Writer {
        look,
        out: String::with_capacity(text.len() * 2),
        open: Vec::new(),
        code: None,
        raw: None,
        alt: None,
        links: Vec::new(),
        columns: Vec::new(),
        cell: 0,
        head: false,
        heading: None,
        anchors: BTreeMap::new(),
    };
    for (event, _) in markdown::events(text) {
        writer.event(event);
    }
    writer.close_ours();
    writer.out
}

/// Raw tags that come out, without their attributes: those that mean something within a line, and those of
/// an opened part.
const WITHIN: [&str; 12] = [
    "b", "strong", "i", "em", "s", "del", "ins", "small", "sub", "sup", "kbd", "code",
];

/// Raw tags whose content is no text.
const SILENT: [&str; 12] = [
    "script", "style", "iframe", "object", "embed", "svg", "math", "template", "noscript",
    "textarea", "select", "title",
];

enum Open {
    /// A block or span of the Markdown.
    Ours,
    /// A raw tag.
    Raw(&'static str),
}

struct Writer<'a> {
    look: &'a Look<'a>,
    out: String,
    open: Vec<Open>,
    /// A code block's info and text so far.
    code: Option<(String, String)>,
    /// A raw block so far.
    raw: Option<String>,
    /// An image's words so far.
    alt: Option<String>,
    /// Whether each open link leads anywhere.
    links: Vec<bool>,
    columns: Vec<Alignment>,
    cell: usize,
    head: bool,
    /// The open heading: its tag and where its words begin.
    heading: Option<(u8, usize)>,
    anchors: BTreeMap<String, usize>,
}

impl Writer<'_> {
    fn event(&mut self, event: Event) {
        match event {
            Event::Start(Tag::HtmlBlock) => self.raw = Some(String::new()),
            Event::End(TagEnd::HtmlBlock) => {
                if let Some(raw) = self.raw.take() {
                    self.raw(&raw, true);
                }
            }
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Html(raw) => match &mut self.raw {
                Some(block) => block.push_str(&raw),
                None => self.raw(&raw, true),
            },
            Event::InlineHtml(raw) => self.raw(&raw, false),
            Event::Code(text) => self.code_span(&text),
            Event::SoftBreak => self.text("\n"),
            Event::HardBreak if self.alt.is_none() => self.out.push_str("<br>\n"),
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::TaskListMarker(done) => {
                let words = self.look.boxes[usize::from(!done)];
                let sign = if done { "☑" } else { "☐" };
                let _infallible = write!(
                    self.out,
                    "<span class=\"box\" role=\"img\" aria-label=\"{}\">{sign}</span> ",
                    escape(words)
                );
            }
            // The rest is of extensions that are off.
            _ => {}
        }
    }

    fn code_span(&mut self, text: &str) {
        if let Some(alt) = &mut self.alt {
            return alt.push_str(text);
        }
        self.out.push_str("<code>");
        escape_into(text, &mut self.out);
        self.out.push_str("</code>");
    }

    fn text(&mut self, text: &str) {
        if let Some((_, code)) = &mut self.code {
            code.push_str(text);
        } else if let Some(alt) = &mut self.alt {
            alt.push_str(text);
        } else if self.links.is_empty() {
            self.linked(text);
        } else {
            escape_into(text, &mut self.out);
        }
    }

    /// Text whose addresses are links.
    fn linked(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = ["https://", "http://"]
            .iter()
            .filter_map(|scheme| rest.find(scheme))
            .min()
        {
            let (before, address) = rest.split_at(at);
            escape_into(before, &mut self.out);
            let ends =
                |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '|') || turns(c);
            let whole = &address[..address.find(ends).unwrap_or(address.len())];
            let mut end = whole.len();
            while let Some(last) = whole[..end].chars().next_back()
                && (matches!(last, '.' | ',' | ':' | ';' | '!' | '?' | '\'' | '*' | '_')
                    || (last == ')'
                        && whole[..end].matches(')').count() > whole[..end].matches('(').count()))
            {
                end -= last.len_utf8();
            }
            let address = &whole[..end];
            match target(address) {
                Some(href) => {
                    self.anchor(&href, true);
                    escape_into(address, &mut self.out);
                    self.out.push_str("</a>");
                }
                None => escape_into(address, &mut self.out),
            }
            rest = &rest[before.len() + end..];
        }
        escape_into(rest, &mut self.out);
    }

    fn anchor(&mut self, href: &str, outside: bool) {
        let rel = if outside {
            " rel=\"noopener noreferrer nofollow\""
        } else {
            ""
        };
        let _infallible = write!(self.out, "<a href=\"{}\"{rel}>", escape(href));
    }

    fn start(&mut self, tag: Tag) {
        if self.alt.is_some() {
            return;
        }
        self.open.push(Open::Ours);
        if let Some([begins, _]) = tags(tag.to_end()) {
            self.out.push_str(begins);
        }
        match tag {
            Tag::Heading { level, .. } => {
                let level = (level as u8 + self.look.below).min(6);
                self.heading = Some((level, self.out.len()));
            }
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.into_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((info, String::new()));
            }
            Tag::List(Some(1)) => self.out.push_str("<ol>\n"),
            Tag::List(Some(start)) => {
                let _infallible = writeln!(self.out, "<ol start=\"{start}\">");
            }
            Tag::List(None) => self.out.push_str("<ul>\n"),
            Tag::Table(columns) => self.columns = columns,
            Tag::TableHead => (self.head, self.cell) = (true, 0),
            Tag::TableRow => self.cell = 0,
            Tag::TableCell => {
                let class = match self.columns.get(self.cell) {
                    Some(Alignment::Right) => " class=\"right\"",
                    Some(Alignment::Center) => " class=\"center\"",
                    Some(Alignment::Left | Alignment::None) | None => "",
                };
                self.cell += 1;
                let tag = if self.head { "th scope=\"col\"" } else { "td" };
                let _infallible = write!(self.out, "<{tag}{class}>");
            }
            Tag::Link { dest_url, .. } => self.link(&dest_url),
            Tag::Image { dest_url, .. } => {
                // Nothing is loaded from elsewhere: a picture is a link to it.
                self.link(&dest_url);
                self.alt = Some(String::new());
            }
            _ => {}
        }
    }

    fn link(&mut self, address: &str) {
        let outside = target(address);
        let inside = || match address.strip_prefix('#') {
            Some(anchor) => Some(format!("#s-{}", slug(&percent::decoded(anchor)))),
            None if is_relative(address) => (self.look.link)(address),
            None => None,
        };
        let (href, is_outside) = match outside {
            Some(href) => (Some(href), true),
            None => (inside(), false),
        };
        self.links.push(href.is_some());
        match href {
            Some(href) => self.anchor(&href, is_outside),
            None => self.out.push_str("<span class=\"path\">"),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        if let (TagEnd::Image, Some(alt)) = (tag, self.alt.take()) {
            let _infallible = write!(self.out, "🖼 {}", escape(&alt));
        }
        if self.alt.is_some() {
            return;
        }
        self.close_ours();
        if let Some([_, ends]) = tags(tag) {
            self.out.push_str(ends);
        }
        match tag {
            TagEnd::Heading(_) => {
                if let Some((level, from)) = self.heading.take() {
                    let words = self.out.split_off(from.min(self.out.len()));
                    let anchor = self.anchor_of(&words);
                    let _infallible =
                        writeln!(self.out, "<h{level} id=\"{anchor}\">{words}</h{level}>");
                }
            }
            TagEnd::CodeBlock => {
                if let Some((info, code)) = self.code.take() {
                    self.code_block(&info, &code);
                }
            }
            TagEnd::List(true) => self.out.push_str("</ol>\n"),
            TagEnd::List(false) => self.out.push_str("</ul>\n"),
            TagEnd::TableHead => self.head = false,
            TagEnd::TableCell => {
                self.out.push_str(if self.head { "</th>" } else { "</td>" });
            }
            TagEnd::Link | TagEnd::Image => {
                let leads = self.links.pop().unwrap_or_default();
                self.out.push_str(if leads { "</a>" } else { "</span>" });
            }
            _ => {}
        }
    }

    fn anchor_of(&mut self, words: &str) -> String {
        // Tags are no words.
        let bare: String = words
            .split('<')
            .map(|part| part.split_once('>').map_or(part, |(_, rest)| rest))
            .collect();
        let slug = slug(
            &bare
                .replace("&amp;", "&")
                .replace("&quot;", "")
                .replace("&#39;", ""),
        );
        let count = self.anchors.entry(slug.clone()).or_default();
        *count += 1;
        match *count {
            1 => format!("s-{slug}"),
            n => format!("s-{slug}-{}", n - 1),
        }
    }

    fn code_block(&mut self, info: &str, code: &str) {
        let word = info.split([' ', ',', '{']).next().unwrap_or_default();
        match word {
            "mermaid" => match (self.look.chart)(code) {
                Some(picture) => {
                    let _infallible = writeln!(
                        self.out,
                        "<div class=\"chart\" tabindex=\"0\">{picture}</div>"
                    );
                }
                None => self.pre(code),
            },
            "diff" => self.out.push_str(&diff(code)),
            _ => self.pre(code),
        }
    }

    fn pre(&mut self, code: &str) {
        self.out.push_str("<pre tabindex=\"0\"><code>");
        escape_into(code, &mut self.out);
        self.out.push_str("</code></pre>\n");
    }

    /// Closes the raw tags that were opened within the innermost part of ours, and that.
    fn close_ours(&mut self) {
        while let Some(Open::Raw(tag)) = self.open.last() {
            let _infallible = write!(self.out, "</{tag}>");
            self.open.pop();
        }
        self.open.pop();
    }

    /// Raw HTML: comments are gone, a few tags come out bare, text is text.
    fn raw(&mut self, raw: &str, block: bool) {
        if self.alt.is_some() {
            return;
        }
        let mut rest = raw;
        while let Some(at) = rest.find('<') {
            let (before, tag) = rest.split_at(at);
            escape_into(before, &mut self.out);
            if let Some(comment) = tag.strip_prefix("<!--") {
                rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
                continue;
            }
            if tag.starts_with("<!") || tag.starts_with("<?") {
                rest = tag.split_once('>').map_or("", |(_, rest)| rest);
                continue;
            }
            let name_at = if tag.starts_with("</") { 2 } else { 1 };
            let closing = name_at == 2;
            let length = tag[name_at..].find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
            let name =
                tag[name_at..name_at + length.unwrap_or(tag.len() - name_at)].to_ascii_lowercase();
            if name.is_empty() {
                self.out.push_str("&lt;");
                rest = &tag[1..];
                continue;
            }
            rest = after_tag(tag);
            if !closing && SILENT.contains(&name.as_str()) {
                rest = after_element(rest, &name);
                continue;
            }
            self.tag(&name, closing, block);
        }
        escape_into(rest, &mut self.out);
    }

    fn tag(&mut self, name: &str, closing: bool, block: bool) {
        let inner = self.open.iter().rev().map_while(|open| match open {
            Open::Raw(tag) => Some(*tag),
            Open::Ours => None,
        });
        let inner: Vec<&'static str> = inner.collect();
        let known = match name {
            "br" => {
                if !closing {
                    self.out.push_str("<br>");
                }
                return;
            }
            "details" if block => Some("details"),
            "summary" if block && (closing || inner.first() == Some(&"details")) => Some("summary"),
            name => WITHIN.into_iter().find(|known| *known == name),
        };
        let Some(tag) = known else {
            return;
        };
        if !closing {
            let _infallible = write!(self.out, "<{tag}>");
            self.open.push(Open::Raw(tag));
        } else if inner.contains(&tag) {
            while let Some(Open::Raw(open)) = self.open.pop() {
                let _infallible = write!(self.out, "</{open}>");
                if open == tag {
                    break;
                }
            }
        }
    }
}

/// How the parts begin and end of which no more is to be said than what they are.
fn tags(part: TagEnd) -> Option<[&'static str; 2]> {
    Some(match part {
        TagEnd::Paragraph => ["<p>", "</p>\n"],
        TagEnd::BlockQuote(_) => ["<blockquote>\n", "</blockquote>\n"],
        TagEnd::Item => ["<li>", "</li>\n"],
        TagEnd::Table => [
            "<div class=\"scroll\" tabindex=\"0\"><table>\n",
            "</tbody></table></div>\n",
        ],
        TagEnd::TableHead => ["<thead><tr>", "</tr></thead><tbody>\n"],
        TagEnd::TableRow => ["<tr>", "</tr>\n"],
        TagEnd::Emphasis => ["<em>", "</em>"],
        TagEnd::Strong => ["<strong>", "</strong>"],
        TagEnd::Strikethrough => ["<del>", "</del>"],
        _ => return None,
    })
}

/// A unified diff whose lines are told apart.
pub fn diff(text: &str) -> String {
    let mut out = String::from("<pre class=\"diff\" tabindex=\"0\"><code>");
    for line in text.lines() {
        let tag = match line.as_bytes().first() {
            Some(b'+') => "ins",
            Some(b'-') => "del",
            Some(_) | None => "span",
        };
        // Each line is a block of its own.
        let _infallible = write!(out, "<{tag}>{}</{tag}>", escape(line));
    }
    out.push_str("</code></pre>\n");
    out
}

/// What follows a tag; quotes may hold its end.
fn after_tag(tag: &str) -> &str {
    let mut quote = None;
    for (at, c) in tag.char_indices().skip(1) {
        match (quote, c) {
            (Some(open), c) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '>') => return &tag[at + 1..],
            (None, _) => {}
        }
    }
    ""
}

fn after_element<'t>(rest: &'t str, name: &str) -> &'t str {
    let lower = rest.to_ascii_lowercase();
    match lower.find(&format!("</{name}")) {
        Some(at) => after_tag(&rest[at..]),
        None => rest,
    }
}

/// An address of the web or a mailbox, as it may stand in a link.
fn target(address: &str) -> Option<String> {
    let lower = address.to_ascii_lowercase();
    let known = ["https://", "http://", "mailto:"];
    let scheme = known.into_iter().find(|scheme| lower.starts_with(scheme))?;
    let has_more = address.len() > scheme.len();
    let is_clean = !address
        .chars()
        .any(|c| c.is_control() || c.is_whitespace() || turns(c));
    (has_more && is_clean).then(|| address.to_owned())
}

/// Whether an address is a path beside or below the text.
fn is_relative(address: &str) -> bool {
    let first = address.split(['/', '?', '#']).next().unwrap_or_default();
    !address.is_empty() && !address.starts_with(['/', '\\']) && !first.contains(':')
}

/// A heading's anchor, as GitHub makes it.
fn slug(words: &str) -> String {
    words
        .trim()
        .chars()
        .filter_map(|c| match c {
            c if c.is_alphanumeric() || matches!(c, '-' | '_') => {
                Some(c.to_lowercase().collect::<String>())
            }
            c if c.is_whitespace() => Some("-".to_owned()),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests;
