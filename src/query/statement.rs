//! Lines become statements: continuations, open quotes, here-documents and trailing operators join
//! lines, and comments are taken off. Knows quoting and nothing of tools.

/// More lines than this are not joined.
const LINES: usize = 200;
/// A longer statement is not read.
pub(super) const BYTES: usize = 32 * 1024;

/// A statement that starts at some line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    /// Its text without comments, lines separated by `\n`.
    pub text: String,
    /// How many lines it takes.
    pub lines: usize,
    /// Comments at the ends of its lines: the line's offset and the text.
    pub comments: Vec<(usize, String)>,
    /// Whether a quote or substitution in it is never closed.
    pub broken: bool,
}

/// Joins lines from the first on. `next` gives a following line, prompts taken off.
pub(super) fn join<'a>(first: &'a str, next: impl Fn(usize) -> Option<&'a str>) -> Statement {
    let mut statement = Statement {
        text: String::new(),
        lines: 0,
        comments: Vec::new(),
        broken: false,
    };
    let mut scan = Scan::default();
    let mut line = first;
    loop {
        let comment = scan.line(line);
        let code = comment.map_or(line, |at| &line[..at]);
        if let Some(at) = comment {
            let text = line[at..].trim_start_matches('#').trim();
            statement.comments.push((statement.lines, text.to_owned()));
        }
        if !statement.text.is_empty() {
            statement.text.push('\n');
        }
        statement
            .text
            .push_str(scan.without_backtick(code).trim_end());
        if scan.backtick {
            statement.text.push_str(" \\");
        }
        statement.lines += 1;
        if !scan.is_open() {
            return statement;
        }
        let following = (statement.lines < LINES && statement.text.len() < BYTES)
            .then(|| next(statement.lines))
            .flatten();
        match following {
            Some(text) => line = text,
            None if scan.only_continued() => return statement,
            None => return alone(first),
        }
    }
}

/// A line whose quote is never closed, by itself.
fn alone(first: &str) -> Statement {
    Statement {
        text: first.trim_end().to_owned(),
        lines: 1,
        comments: Vec::new(),
        broken: true,
    }
}

/// What is open at the end of a line.
#[derive(Debug, Default)]
struct Scan {
    quote: Option<char>,
    /// Open `$(`, with the quote that was open around each.
    substitutions: Vec<Option<char>>,
    /// Plain parentheses inside the innermost substitution.
    parens: Vec<usize>,
    backquote: bool,
    continued: bool,
    backtick: bool,
    documents: Vec<Document>,
}

#[derive(Debug)]
struct Document {
    tag: String,
    tabs: bool,
}

impl Scan {
    fn is_open(&self) -> bool {
        self.continued || !self.only_continued()
    }

    fn only_continued(&self) -> bool {
        self.quote.is_none()
            && self.substitutions.is_empty()
            && !self.backquote
            && self.documents.is_empty()
    }

    fn without_backtick<'a>(&self, code: &'a str) -> &'a str {
        if self.backtick {
            code.trim_end().trim_end_matches('`')
        } else {
            code
        }
    }

    /// Reads a line; the byte where its comment starts, if it has one.
    fn line(&mut self, line: &str) -> Option<usize> {
        self.continued = false;
        self.backtick = false;
        if let Some(document) = self.documents.first() {
            let end = if document.tabs {
                line.trim_start_matches('\t').trim_end()
            } else {
                line.trim_end()
            };
            if end == document.tag {
                self.documents.remove(0);
            }
            return None;
        }
        let mut comment = None;
        let mut before = ' ';
        let mut chars = line.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            if self.quote == Some('\'') {
                if c == '\'' {
                    self.quote = None;
                }
            } else if c == '\\' {
                if chars.next().is_none() {
                    self.continued = true;
                }
            } else if c == '`' && self.ends_with_backtick(line, at) {
                self.backtick = true;
                self.continued = true;
            } else if c == '`' {
                self.backquote = !self.backquote;
            } else if self.backquote {
                // The inside of back-quotes is read when it is a command of its own.
            } else if c == '$' && line[at + 1..].starts_with('(') {
                chars.next();
                self.substitutions.push(self.quote.take());
                self.parens.push(0);
            } else if c == '"' {
                self.quote = match self.quote {
                    Some(_) => None,
                    None => Some('"'),
                };
            } else if self.quote.is_some() {
            } else if c == '\'' {
                self.quote = Some('\'');
            } else if c == '#' && before.is_whitespace() && self.substitutions.is_empty() {
                comment = Some(at);
                break;
            } else {
                self.bare(line, at, c);
            }
            before = c;
        }
        let code = line[..comment.unwrap_or(line.len())].trim_end();
        if self.quote.is_none() && code.ends_with('|') || code.ends_with("&&") {
            self.continued = true;
        }
        comment
    }

    /// PowerShell's continuation: a back-quote after a blank at the end of the line.
    fn ends_with_backtick(&self, line: &str, at: usize) -> bool {
        !self.backquote
            && self.quote.is_none()
            && line[at + 1..].trim().is_empty()
            && line[..at].ends_with([' ', '\t'])
    }

    fn bare(&mut self, line: &str, at: usize, c: char) {
        match c {
            '(' => {
                if let Some(open) = self.parens.last_mut() {
                    *open += 1;
                }
            }
            ')' => match self.parens.last_mut() {
                Some(0) => {
                    self.parens.pop();
                    self.quote = self.substitutions.pop().flatten();
                }
                Some(open) => *open -= 1,
                None => {}
            },
            '<' if line[at..].starts_with("<<")
                && !line[at..].starts_with("<<<")
                && !line[..at].ends_with('<') =>
            {
                self.document(&line[at + 2..]);
            }
            _ => {}
        }
    }

    fn document(&mut self, after: &str) {
        let tabs = after.starts_with('-');
        let word = after
            .trim_start_matches('-')
            .trim_start_matches([' ', '\t']);
        let tag: String = word
            .trim_start_matches(['\'', '"', '\\'])
            .chars()
            .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
            .collect();
        if !tag.is_empty() && self.documents.len() < 8 {
            self.documents.push(Document { tag, tabs });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let lines: Vec<&str> = text.lines().collect();
        let mut at = 0;
        let mut found = Vec::new();
        while at < lines.len() {
            let statement = join(lines[at], |n| lines.get(at + n).copied());
            at += statement.lines;
            let mark = if statement.broken { "!" } else { "" };
            found.push(format!("{mark}{}", statement.text.replace('\n', "⏎")));
        }
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn lines_are_joined_to_statements() {
        check("a\nb # c\nd", &["a", "b", "d"]);
        check("a \\\n  b \\\n  c\nd", &["a \\⏎  b \\⏎  c", "d"]);
        check("a `\n  b\nc", &["a \\⏎  b", "c"]);
        check("a |\n b &&\n c\nd", &["a |⏎ b &&⏎ c", "d"]);
        check(
            "git commit -m \"x\n- y\n\"\nls",
            &["git commit -m \"x⏎- y⏎\"", "ls"],
        );
        check(
            "x '{\n \"a\": \"it\"\n}'\nls",
            &["x '{⏎ \"a\": \"it\"⏎}'", "ls"],
        );
        check(
            "cat <<EOF | k apply\n# no comment '\nEOF\nls",
            &["cat <<EOF | k apply⏎# no comment '⏎EOF", "ls"],
        );
        check("cat <<-'E' > x\n\tE\nls", &["cat <<-'E' > x⏎\tE", "ls"]);
        check("A=$(a \\\n | b)\nc", &["A=$(a \\⏎ | b)", "c"]);
        check("echo \"$(a \"b\")\"\nc", &["echo \"$(a \"b\")\"", "c"]);
        check("echo `date`\nc", &["echo `date`", "c"]);
        check("say it's\nb", &["!say it's", "b"]);
        check("a#b c\\#d '#e' #f", &["a#b c\\#d '#e'"]);
        check("a \\", &["a \\"]);
        check("x '|'\ny", &["x '|'", "y"]);
        check("cat <<< hello\nb", &["cat <<< hello", "b"]);
    }
}
