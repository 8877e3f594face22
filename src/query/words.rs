//! Shell text becomes pipelines of raw words, by brush-parser's tokenizer: lists, redirections and the
//! compound commands around them. Words are not expanded here, and no tool is known.

use brush_parser::{Token, TokenizerOptions, uncached_tokenize_str};

/// Deeper nesting is not handed to the tokenizer, which recurses.
const NESTING: usize = 24;

/// A pipeline as it stands in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Piped {
    /// Its commands; the first one asks and the others filter.
    pub calls: Vec<Call>,
    /// The text, without what is around it.
    pub text: String,
    /// First and last line of the text that it stands on, from 0.
    pub lines: (usize, usize),
    /// Whether it runs only when the one before it failed.
    pub on_failure: bool,
    /// Whether `!` turns its exit status around.
    pub negated: bool,
    /// Whether `&` follows.
    pub background: bool,
    /// The innermost loop, condition, function or subshell around it.
    pub inside: Option<&'static str>,
}

/// A command of a pipeline.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Call {
    /// Raw words, assignments before the command included.
    pub words: Vec<String>,
    /// Redirections as written: operator with descriptor, and target.
    pub redirects: Vec<(String, String)>,
}

/// Compound commands that are open, across the statements of a fence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Nest(Vec<&'static str>);

/// Reads the pipelines of a statement. The error says what is not shell.
pub(super) fn read(text: &str, nest: &mut Nest) -> Result<Vec<Piped>, String> {
    if nesting(text) > NESTING {
        return Err("it is nested too deeply".into());
    }
    let options = TokenizerOptions {
        enable_extended_globbing: false,
        ..TokenizerOptions::default()
    };
    let tokens = uncached_tokenize_str(text, &options).map_err(|error| error.to_string())?;
    let mut reader = Reader {
        newlines: text
            .chars()
            .enumerate()
            .filter(|(_, c)| *c == '\n')
            .map(|(at, _)| at)
            .collect(),
        chars: text.chars().collect(),
        nest,
        done: Vec::new(),
        now: Piped::default(),
        call: Call::default(),
        span: None,
        wants: Wants::Nothing,
        joined: false,
        stray: false,
    };
    for token in &tokens {
        reader.token(token);
    }
    reader.end_pipeline();
    match reader.stray {
        true => Err("a parenthesis stands where none can".into()),
        false => Ok(reader.done),
    }
}

/// How many openers there are at most before they are closed; quotes are not looked at.
fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0usize);
    for c in text.chars() {
        match c {
            '(' | '{' | '[' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            ')' | '}' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// What the next word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wants {
    Nothing,
    Target,
    Tag,
    Body,
    EndTag,
}

struct Reader<'a> {
    chars: Vec<char>,
    newlines: Vec<usize>,
    nest: &'a mut Nest,
    done: Vec<Piped>,
    now: Piped,
    call: Call,
    span: Option<(usize, usize)>,
    wants: Wants,
    /// Whether the next word is glued to the last one: an unquoted `&` of a URL.
    joined: bool,
    /// Whether a parenthesis stands where the grammar has none.
    stray: bool,
}

impl Reader<'_> {
    fn token(&mut self, token: &Token) {
        let (start, end) = (token.location().start.index, token.location().end.index);
        match token {
            Token::Word(word, _) => self.word(word, start, end),
            Token::Operator(operator, _) => self.operator(operator, start, end),
        }
    }

    fn word(&mut self, word: &str, start: usize, end: usize) {
        match std::mem::replace(&mut self.wants, Wants::Nothing) {
            Wants::Target => {
                self.cover(start, end);
                if let Some(last) = self.call.redirects.last_mut() {
                    last.1 = word.to_owned();
                }
                return;
            }
            Wants::Tag => {
                self.cover(start, end);
                if let Some(last) = self.call.redirects.last_mut() {
                    last.1 = word.to_owned();
                }
                self.wants = Wants::Body;
                return;
            }
            Wants::Body => {
                self.wants = Wants::EndTag;
                return;
            }
            Wants::EndTag => return,
            Wants::Nothing => {}
        }
        if std::mem::take(&mut self.joined)
            && let Some(last) = self.call.words.last_mut()
        {
            last.push('&');
            last.push_str(word);
            self.cover(start, end);
            return;
        }
        if self.call.words.is_empty() && self.call.redirects.is_empty() && self.keyword(word) {
            return;
        }
        self.cover(start, end);
        self.call.words.push(word.to_owned());
    }

    /// Reserved words where a command may begin. True if the word is used up.
    fn keyword(&mut self, word: &str) -> bool {
        match word {
            "if" | "while" | "until" => {
                self.nest.0.push(match word {
                    "if" => "if",
                    "while" => "while",
                    _ => "until",
                });
                true
            }
            "{" => {
                self.nest.0.push("{ }");
                true
            }
            "then" | "do" | "else" | "elif" => true,
            "!" => {
                self.now.negated = true;
                true
            }
            "done" | "fi" | "esac" | "}" => {
                self.nest.0.pop();
                true
            }
            "for" | "select" | "case" | "function" => {
                self.nest.0.push(match word {
                    "for" => "for",
                    "select" => "select",
                    "case" => "case",
                    _ => "function",
                });
                false
            }
            _ => false,
        }
    }

    fn operator(&mut self, operator: &str, start: usize, end: usize) {
        if self.in_test() && !matches!(operator, "\n") {
            self.call.words.push(operator.to_owned());
            return;
        }
        match operator {
            "\n" if self.is_between() => {}
            "|" | "|&" => {
                if operator == "|&" {
                    self.call.redirects.push(("2>&".to_owned(), "1".to_owned()));
                }
                self.end_call();
                self.cover(start, end);
            }
            "&&" | ";" | ";;" | ";&" | ";;&" | "\n" => self.end_pipeline(),
            "||" => {
                self.end_pipeline();
                self.now.on_failure = true;
            }
            "&" if self.in_address(start, end) => self.joined = true,
            "&" => {
                self.now.background = true;
                self.end_pipeline();
            }
            "(" => self.open(),
            ")" => self.close(),
            "<<" | "<<-" => {
                self.cover(start, end);
                self.call
                    .redirects
                    .push((operator.to_owned(), String::new()));
                self.wants = Wants::Tag;
            }
            _ => {
                let descriptor = self.descriptor(start);
                self.cover(start, end);
                let shown = format!("{descriptor}{operator}");
                self.call.redirects.push((shown, String::new()));
                self.wants = Wants::Target;
            }
        }
    }

    /// `[[ a && b ]]` holds operators that are none of the list's.
    fn in_test(&self) -> bool {
        self.call.words.first().is_some_and(|word| word == "[[")
            && self.call.words.last().is_none_or(|word| word != "]]")
    }

    /// A line end behind `|`, `&&` or `||`, which goes on.
    fn is_between(&self) -> bool {
        self.call.words.is_empty() && self.call.redirects.is_empty()
    }

    /// `http://host/path?a=b&c=d` without quotes: a shell would run the first half in the background,
    /// and nobody means that.
    fn in_address(&self, start: usize, end: usize) -> bool {
        let glued = |at: Option<usize>| {
            at.and_then(|at| self.chars.get(at))
                .is_some_and(|c| !c.is_whitespace())
        };
        let address = self
            .call
            .words
            .last()
            .is_some_and(|word| word.contains('?') && word.contains('='));
        address && glued(start.checked_sub(1)) && glued(Some(end))
    }

    /// The `2` of `2>`: a number that touches the operator.
    fn descriptor(&mut self, start: usize) -> String {
        let touches = self.span.is_some_and(|(_, end)| end == start);
        match self.call.words.last() {
            Some(word) if touches && word.len() < 3 && word.bytes().all(|b| b.is_ascii_digit()) => {
                self.call.words.pop().unwrap_or_default()
            }
            _ => String::new(),
        }
    }

    fn open(&mut self) {
        if self.call.words.is_empty() {
            self.nest.0.push("( )");
        } else if self.call.words.len() > 1 || !self.now.calls.is_empty() {
            self.stray = true;
        } else {
            // `name()`: a function's head. Its parentheses are matched and dropped.
            self.nest.0.push("function");
            self.call = Call::default();
        }
    }

    fn close(&mut self) {
        match self.nest.0.last() {
            Some(&"( )") => {
                self.end_pipeline();
                self.nest.0.pop();
            }
            Some(&"function") if self.call.words.is_empty() => {
                self.nest.0.pop();
            }
            Some(&"case") => {
                // A pattern.
                self.call = Call::default();
                self.span = None;
            }
            _ => self.stray = true,
        }
    }

    fn cover(&mut self, start: usize, end: usize) {
        let (first, _) = self.span.unwrap_or((start, end));
        self.span = Some((first, end));
    }

    fn end_call(&mut self) {
        let call = std::mem::take(&mut self.call);
        self.now.calls.push(call);
    }

    fn end_pipeline(&mut self) {
        self.end_call();
        let mut piped = std::mem::take(&mut self.now);
        let span = self.span.take();
        let empty = piped
            .calls
            .iter()
            .all(|call| call.words.is_empty() && call.redirects.is_empty());
        if let (Some((start, end)), false) = (span, empty) {
            let line = |at: usize| self.newlines.partition_point(|newline| *newline < at);
            piped.lines = (line(start), line(end));
            piped.text = self.chars[start.min(self.chars.len())..end.min(self.chars.len())]
                .iter()
                .collect();
            piped.inside = self.nest.0.last().copied();
            self.done.push(piped);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut nest = Nest::default();
        let piped = read(text, &mut nest).unwrap();
        let shown: Vec<String> = piped
            .iter()
            .map(|piped| {
                let calls: Vec<String> = piped
                    .calls
                    .iter()
                    .map(|call| {
                        let redirects: String = call
                            .redirects
                            .iter()
                            .map(|(op, to)| format!(" <{op} {to}>"))
                            .collect();
                        format!("{}{redirects}", call.words.join("·"))
                    })
                    .collect();
                format!(
                    "{}{}{}{}",
                    if piped.on_failure { "|| " } else { "" },
                    calls.join(" | "),
                    if piped.background { " &" } else { "" },
                    piped.inside.map(|i| format!(" in {i}")).unwrap_or_default(),
                )
            })
            .collect();
        assert_eq!(shown.join(" ;; "), expected, "{text}");
    }

    #[test]
    fn statements_become_pipelines() {
        check(
            "kubectl get  pods -n 'a b' | grep x|wc -l",
            "kubectl·get·pods·-n·'a b' | grep·x | wc·-l",
        );
        check("a && b; c || d & e", "a ;; b ;; c ;; || d & ;; e");
        check("a 2>&1 >/dev/null 2>x", "a <2>& 1> <> /dev/null> <2> x>");
        check("a 2 >x", "a·2 <> x>");
        check("X=$(a | b \"c\")", "X=$(a | b \"c\")");
        check("curl http://h/p?a=b&c=d -s", "curl·http://h/p?a=b&c=d·-s");
        check("(a; b) | c", "a in ( ) ;; b in ( ) ;;  | c");
        check("{ a; }", "a in { }");
        check(
            "cat <<EOF | k apply -f -\na: b\nEOF",
            "cat <<< EOF> | k·apply·-f·-",
        );
        check("cat <<EOF > x\na: b\nEOF\nls", "cat <<< EOF> <> x> ;; ls");
        check(
            "if [[ $(a) != b && c ]]; then d; fi",
            "[[·$(a)·!=·b·&&·c·]] in if ;; d in if",
        );
        check(
            "for x in a b; do c $x; done; d",
            "for·x·in·a·b in for ;; c·$x in for ;; d",
        );
        check("f() { a; }\nb", "a in { } ;; b");
        check(
            "case $x in\n a) b;;\n *) c;;\nesac\nd",
            "case·$x·in in case ;; b in case ;; c in case ;; d",
        );
        check(
            "while true; do a; sleep 1; done",
            "true in while ;; a in while ;; sleep·1 in while",
        );
        check("a \\\n  b", "a·b");
    }

    #[test]
    fn loops_stay_open_over_statements() {
        let mut nest = Nest::default();
        for (text, inside) in [("for x in a; do", Some("for")), ("b", Some("for"))] {
            assert_eq!(read(text, &mut nest).unwrap()[0].inside, inside);
        }
        assert_eq!(read("done", &mut nest).unwrap(), vec![]);
        assert_eq!(read("c", &mut nest).unwrap()[0].inside, None);
    }

    #[test]
    fn deep_nesting_is_refused() {
        assert!(read(&"$(".repeat(5000), &mut Nest::default()).is_err());
        assert!(read(&"(".repeat(5000), &mut Nest::default()).is_err());
    }
}
