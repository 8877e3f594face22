//! From a cleaned sentence to concepts: quoted pieces first, then words of either language, numbers,
//! units and signs. A word that nothing explains stays as [`Concept::Unknown`].

use super::concept::{Concept, Term, Token};
use super::join::{combine, named_kinds, phrases, ranges};
use super::korean;
use super::name::{Names, english_word, identifier, kind_word};
use super::number::{json, number, schedule, sign};
use super::numerals;
use super::patterns::pattern;
use super::word_lists::list;
use crate::facts::lang::is_hangul;
use crate::judge::predicate::{Name, Precision};

/// How quoted and code text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quotes {
    /// As words, if every word in it is known; else as a literal.
    Words,
    /// Always as a literal.
    Literal,
}

/// Everything that tells how words are read.
pub(super) struct Lexer<'a> {
    /// How quoted text is read.
    pub(super) quotes: Quotes,
    /// Words of the step's queries (selectors, names), folded: a plain word among them is a name.
    pub(super) names: &'a Names<'a>,
    /// Whether plain ASCII words that are not known are names: so in a Korean sentence.
    pub(super) foreign_words_are_names: bool,
}

impl Lexer<'_> {
    /// Reads a whole cleaned text.
    pub(super) fn read(&self, text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        let mut at = 0;
        while at < text.len() {
            at += self.piece(text, at, &mut tokens).max(1);
        }
        let mut words = combine(phrases(&tokens, text));
        for at in 1..words.len() {
            beside(&mut words, at, text);
            numbered(&mut words, at, text);
        }
        // `status = "COMPLETED"`: what binds elsewhere is the key of a quoted value.
        if let [key, sign, value] = words.as_mut_slice()
            && sign.concept == Concept::Equals
            && matches!(value.concept, Concept::Literal(_))
            && let Some(word) = text.get(key.span.clone())
            && matches!(word.to_lowercase().as_str(), "status" | "state" | "phase")
        {
            key.concept = Concept::Unknown(word.to_owned());
        }
        let telling = words
            .into_iter()
            .filter(|token| !matches!(token.concept, Concept::Term(Term("bind", _))));
        named_kinds(ranges(&telling.collect::<Vec<_>>()))
    }

    /// Reads one piece at an offset (always at a character's start) and says how long it is.
    fn piece(&self, text: &str, at: usize, tokens: &mut Vec<Token>) -> usize {
        let rest = &text[at..];
        let Some(first) = rest.chars().next() else {
            return 0;
        };
        let mut push = |concept, len: usize| {
            let span = at..at + len;
            tokens.push(Token { concept, span });
            len
        };
        match first {
            c if c.is_whitespace() => c.len_utf8(),
            '`' | '"' => match rest[1..].find(first) {
                Some(end) => {
                    let inner = &rest[1..1 + end];
                    let read = self.quoted(inner, at + 1, first);
                    tokens.extend(read);
                    end + 2
                }
                None => push(Concept::Unknown(first.into()), 1),
            },
            '{' | '[' => match json(rest) {
                Some((value, len)) => push(Concept::Json(value), len),
                None => push(Concept::Unknown(first.into()), 1),
            },
            '비' if non_state(rest).is_some() => {
                let (word, state) = non_state(rest).unwrap_or(("", Term("non", "")));
                let middle = at + "비-".len();
                tokens.push(token(Concept::Term(Term("non", "")), at, middle));
                tokens.push(token(Concept::Term(state), middle, middle + word.len()));
                "비-".len() + word.len()
            }
            c if is_hangul(c) => {
                let len = rest.find(|c| !is_hangul(c)).unwrap_or(rest.len());
                let glued = text[..at]
                    .chars()
                    .next_back()
                    .is_some_and(|c| !c.is_whitespace());
                hangul(&rest[..len], at, glued, tokens);
                len
            }
            _ => self.foreign(text, at, tokens),
        }
    }

    /// Signs, and words that are not Korean.
    fn foreign(&self, text: &str, at: usize, tokens: &mut Vec<Token>) -> usize {
        let rest = &text[at..];
        let mut push = |concept, len: usize| {
            tokens.push(token(concept, at, at + len));
            len
        };
        // What kubectl prints for nothing.
        let empty = ["<pending>", "<none>", "<unknown>", "<unset>"];
        if let Some(word) = empty.into_iter().find(|word| rest.starts_with(word)) {
            return push(Concept::Literal(word.into()), word.len());
        }
        let starts = !text[..at].ends_with(|c: char| c.is_alphanumeric());
        if let Some(len) = schedule(rest).filter(|_| starts) {
            return push(Concept::Literal(rest[..len].to_owned()), len);
        }
        if let Some((concept, len)) = sign(rest) {
            return push(concept, len);
        }
        let end = |c: char| c.is_whitespace() || is_hangul(c) || "`\"<>≤≥→←⇒".contains(c);
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let len = rest.find(end).unwrap_or(rest.len()).max(first);
        self.word(&rest[..len], at, tokens);
        len
    }

    /// A quoted piece: its words if all are known, else a literal.
    fn quoted(&self, inner: &str, at: usize, quote: char) -> Vec<Token> {
        let whole = |concept| vec![token(concept, at, at + inner.len())];
        if inner.trim().is_empty() || placeholder(inner) {
            return whole(Concept::Unknown(inner.to_owned()));
        }
        if self.quotes == Quotes::Literal {
            return whole(Concept::Literal(inner.to_owned()));
        }
        if let Some((value, len)) = json(inner)
            && len == inner.len()
        {
            return whole(Concept::Json(value));
        }
        let pair = state_and_ratio(inner, at)
            .or_else(|| self.known(inner, at, quote))
            .or_else(|| kind_and_name(inner, at));
        pair.unwrap_or_else(|| {
            whole(if identifier(inner) && quote == '`' {
                Concept::Name(exact(inner))
            } else {
                Concept::Literal(inner.to_owned())
            })
        })
    }

    /// The words of a quoted piece, if every one is known.
    fn known(&self, inner: &str, at: usize, quote: char) -> Option<Vec<Token>> {
        let none = Names::of(&[]);
        let exact = Lexer {
            names: &none,
            foreign_words_are_names: false,
            ..*self
        };
        let mut words = exact.read(inner);
        for word in &mut words {
            word.span = word.span.start + at..word.span.end + at;
            // What stands in code is a name on purpose.
            if let Concept::Name(name) = &mut word.concept
                && quote == '`'
                && pattern("object").is_match(&name.text)
            {
                name.precision = Precision::Exact;
            }
        }
        let known = |token: &Token| match &token.concept {
            Concept::Term(Term("state" | "column" | "kind", _)) => true,
            Concept::Term(_) | Concept::Unknown(_) | Concept::Stop | Concept::Arrow => false,
            Concept::Name(name) => quote == '`' && name.is_identifier(),
            _ => true,
        };
        let concepts: Vec<&Concept> = words.iter().map(|word| &word.concept).collect();
        let fits = match concepts.as_slice() {
            // `404 Not Found`, `HTTP/1.1 404 Not Found` are a status.
            [Concept::Number(code), Concept::Term(Term("reason", reason))]
            | [
                Concept::Term(Term("protocol", _)),
                Concept::Number(code),
                Concept::Term(Term("reason", reason)),
            ] => reason.parse() == Ok(*code),
            [] | [Concept::Version(..)] => false,
            _ => words.iter().all(known),
        };
        fits.then_some(words)
    }

    /// A run without blanks that begins with a foreign character, trailing punctuation included.
    fn word(&self, run: &str, at: usize, tokens: &mut Vec<Token>) {
        let body = run.trim_end_matches(['.', ',', ':', ';', '!', '?', '\'', ')']);
        if body.is_empty() {
            let concept = Concept::Unknown(run.to_owned());
            tokens.push(Token {
                concept,
                span: at..at + run.len(),
            });
            return;
        }
        self.body(body, at, tokens);
        for (i, c) in run[body.len()..].char_indices() {
            let from = at + body.len() + i;
            let concept = match c {
                ',' | ';' => Concept::Comma,
                ':' => Concept::Colon,
                '.' | '!' => Concept::Stop,
                other => Concept::Unknown(other.into()),
            };
            tokens.push(Token {
                concept,
                span: from..from + c.len_utf8(),
            });
        }
    }

    fn body(&self, body: &str, at: usize, tokens: &mut Vec<Token>) {
        if let Some(parts) = parted(body) {
            let (left, sign, right) = parts;
            let middle = at + left.len();
            self.body(left, at, tokens);
            tokens.push(token(sign, middle, middle + 1));
            return match right {
                "" => {}
                right => self.body(right, middle + 1, tokens),
            };
        }
        if let Some((not, state, middle)) =
            denied_state(body).filter(|_| english_word(body).is_none())
        {
            let not = not.map(|not| token(Concept::Term(not), at, at + middle));
            tokens.extend(not);
            tokens.push(token(Concept::Term(state), at + middle, at + body.len()));
            return;
        }
        let value = |(key, value): &(&str, &str)| {
            !key.is_empty() && !value.is_empty() && !value.starts_with('=')
        };
        let slashed = |(kind, name): &(&str, &str)| {
            !name.is_empty() && !name.contains('/') && kind_word(kind)
        };
        // `HTTP/2`, `HTTP/1.1` open a status line; the protocol is not what is demanded.
        let protocol = body.strip_prefix("HTTP/").and_then(number);
        // Of an answer over HTTP nothing is said that is over HTTPS.
        let secure = body.eq_ignore_ascii_case("https") && !self.names.contains("https");
        let concept = if let Some(concept) = number(body) {
            concept
        } else if secure {
            Concept::Unknown(body.to_owned())
        } else if let Some(term) = english_word(body) {
            term.into()
        } else if protocol.is_some() {
            Concept::Term(Term("protocol", ""))
        } else if let Some((key, value)) = body.split_once('=').filter(value) {
            Concept::KeyValue(key.to_owned(), value.to_owned())
        } else if let Some((kind, name)) = body.split_once('/').filter(slashed) {
            Concept::KindName(kind.to_owned(), name.to_owned())
        } else {
            self.name(body)
        };
        tokens.push(token(concept, at, at + body.len()));
    }

    /// A word that is neither number nor vocabulary.
    fn name(&self, body: &str) -> Concept {
        let placeholder = body.contains(['<', '>', '{', '}', '$', '[', ']', '*', '('])
            || body.to_lowercase().contains("xxx")
            || ["2xx", "3xx", "4xx", "5xx"].contains(&body.to_lowercase().as_str());
        if placeholder {
            return Concept::Unknown(body.to_owned());
        }
        if pattern("column").is_match(body) {
            return Concept::UpperCase(body.to_owned());
        }
        // An event, not a lasting state: looked for as a text.
        if ["oomkilled", "oom-killed"].contains(&body.to_lowercase().as_str()) {
            return Concept::Literal("OOMKilled".to_owned());
        }
        let name = |precision| {
            Concept::Name(Name {
                text: body.to_owned(),
                precision,
            })
        };
        if identifier(body) {
            return name(Precision::Plain);
        }
        let plain = body.chars().all(|c| c.is_ascii_alphanumeric());
        // Behind a sentence's first word, or where letters tell, upper case makes a name.
        let lower = body.to_lowercase();
        let adverb = lower.len() > 4 && lower.ends_with("ly") && plain;
        if list("ordinary").has(&lower) || adverb || body.len() == 1 {
            return Concept::Unknown(body.to_owned());
        }
        let proper = body.chars().next().is_some_and(|c| c.is_ascii_uppercase())
            || list("components").has(body);
        // `rolled`, `running`: a verb of an English phrase, not a name in a Korean sentence.
        let verb = body.chars().all(|c| c.is_ascii_lowercase())
            && (body.ends_with("ed") || body.ends_with("ing"));
        let foreign = self.foreign_words_are_names && !verb;
        if plain && (proper || foreign || self.names.contains(&body.to_lowercase())) {
            return name(Precision::Loose);
        }
        Concept::Unknown(body.to_owned())
    }
}

fn token(concept: Concept, from: usize, to: usize) -> Token {
    let span = from..to;
    Token { concept, span }
}

fn exact(text: &str) -> Name {
    Name {
        text: text.to_owned(),
        precision: Precision::Exact,
    }
}

/// `Ready (1/1)`.
fn state_and_ratio(inner: &str, at: usize) -> Option<Vec<Token>> {
    let (head, rest) = inner.split_once(" (")?;
    let ratio = number(rest.strip_suffix(')')?).filter(|one| matches!(one, Concept::Ratio(..)))?;
    let state = english_word(head).filter(|term| matches!(term, Term("state", _)))?;
    let middle = at + head.len();
    Some(vec![
        token(Concept::Term(state), at, middle),
        token(ratio, middle + 2, at + inner.len() - 1),
    ])
}

/// `deployment web`: a kind and a name.
fn kind_and_name(inner: &str, at: usize) -> Option<Vec<Token>> {
    let (kind, name) = inner.split_once(' ')?;
    let term = english_word(kind).filter(|term| matches!(term, Term("kind", _)))?;
    let inside = |c: char| c.is_ascii_alphanumeric() || "-.".contains(c);
    let fits = !name.is_empty() && name.chars().all(inside);
    let end = at + kind.len();
    fits.then(|| {
        vec![
            token(Concept::Term(term), at, end),
            token(Concept::Name(exact(name)), end + 1, at + inner.len()),
        ]
    })
}

/// A word in two, and the sign between them: `40+`, `Error/Pending`, `STATUS:Running`.
fn parted(body: &str) -> Option<(&str, Concept, &str)> {
    if let Some(head) = body.strip_suffix('+').filter(|head| number(head).is_some()) {
        return Some((head, Concept::Plus, ""));
    }
    let known = number(body).is_some() || english_word(body).is_some();
    let value = body.split_once('=').is_some_and(|(key, value)| {
        !key.is_empty() && !value.is_empty() && !value.starts_with('=')
    });
    if known || value {
        return None;
    }
    let signs = [
        ('/', Concept::Slash),
        ('+', Concept::Plus),
        (':', Concept::Colon),
        ('|', Concept::Term(Term("or", ""))),
    ];
    signs.into_iter().find_map(|(sign, concept)| {
        let (left, right) = body.split_once(sign).filter(|_| splits(body, sign))?;
        Some((left, concept, right))
    })
}

/// The state of 비-Running, and its word.
fn non_state(text: &str) -> Option<(&str, Term)> {
    let rest = text.strip_prefix("비-")?;
    let end = rest.find(|c: char| !c.is_ascii_alphabetic());
    let word = &rest[..end.unwrap_or(rest.len())];
    let state = english_word(word).filter(|term| matches!(term, Term("state", _)))?;
    Some((word, state))
}

/// What a word means by the one before it.
fn beside(words: &mut [Token], at: usize, text: &str) {
    let own = text.get(words[at].span.clone()).unwrap_or_default();
    let before = text.get(words[at - 1].span.clone()).unwrap_or_default();
    // Running 이외의 Pod; 오류 상태의 Pod.
    let state = matches!(words[at - 1].concept, Concept::Term(Term("state", _)));
    if state && (own.starts_with("이외") || own.starts_with("외")) {
        words[at].concept = Concept::Term(Term("not", ""));
    }
    if words[at - 1].is("errors") && own.starts_with("상태") {
        words[at - 1].concept = Concept::Term(Term("state", "Error"));
    }
    // `HTTP/2로 200 응답`: over what it comes, and no status line.
    if words[at - 1].is("protocol") && words[at].number().is_none() {
        words[at - 1].concept = Concept::Unknown(before.to_owned());
    }
    // `we Pod`: before a kind a word that binds elsewhere is a name.
    if is_kind(words.get(at)) && ["we", "you"].contains(&before) {
        words[at - 1].concept = Concept::Unknown(before.to_owned());
    }
    // `ClusterIP: None`: what a headless service has there.
    let joins = |token: &Token| {
        matches!(
            token.concept,
            Concept::Colon | Concept::Equals | Concept::Term(Term("bind", _))
        )
    };
    if own == "None"
        && let Some(named) = words[..at].iter().rposition(|token| !joins(token))
        && words[named].says("state", "ClusterIP")
    {
        words[named].concept = Concept::Term(Term("column", "CLUSTER-IP"));
        words[at].concept = Concept::Literal(own.to_owned());
    }
    // 마이그레이션 Job 성공, Job 2개 완료.
    let number = |token: &&Token| {
        matches!(
            token.concept,
            Concept::Term(Term("bind" | "counter" | "every", _))
                | Concept::Numeral(_)
                | Concept::Number(_)
        )
    };
    let named = words[..at].iter().rev().find(|token| !number(token));
    let of_job = named.is_some_and(|token| token.says("kind", "jobs"));
    let done = own.starts_with("완료") && words[at].is("bind");
    if of_job && (words[at].is("success") || own.starts_with("완료")) {
        words[at].concept = Concept::Term(Term("state", "Completed"));
    } else if done && is_kind(named) && !words[at - 1].says("bind", "check") {
        words[at].concept = Concept::Unknown(own.to_owned());
    }
    attributive(words, at, text);
}

/// 완료된 Pod, 확장된 Pod: before a kind such a word says something of its own, unless it ends what a state says
/// (준비 완료된 Pod).
fn attributive(words: &mut [Token], at: usize, text: &str) {
    if !is_kind(words.get(at)) {
        return;
    }
    let before = words[..at].iter().rposition(|token| !token.is("bind"));
    if before.is_some_and(|before| words[before].is_any(&["state", "deployed"])) {
        return;
    }
    let becoming = ["완료", "전환", "도달", "확장"];
    for word in &mut words[before.map_or(0, |before| before + 1)..at] {
        let own = text.get(word.span.clone()).unwrap_or_default();
        if becoming.iter().any(|stem| own.starts_with(stem)) {
            word.concept = Concept::Unknown(own.to_owned());
        }
    }
}

fn is_kind(token: Option<&Token>) -> bool {
    token.is_some_and(|token| matches!(token.concept, Concept::Term(Term("kind", _))))
}

/// What counts by what stands beside it: `3k pods`, `4.0 running nodes`, `Running pods: 4.0`; `DESIRED: 열`.
fn numbered(words: &mut [Token], at: usize, text: &str) {
    let behind_colon = matches!(words[at - 1].concept, Concept::Colon | Concept::Equals);
    let ten = text.get(words[at].span.clone()) == Some("열");
    if ten && behind_colon && at + 1 == words.len() {
        words[at].concept = Concept::Number(10);
    }
    let state = matches!(words[at].concept, Concept::Term(Term("state", _)));
    let counted =
        is_kind(words.get(at)) || state && is_kind(words.get(at + 1)) || words[at].is("counter");
    let of_kind = behind_colon && at > 1 && is_kind(words.get(at - 2));
    for (place, counted) in [(at - 1, counted), (at, of_kind)] {
        if let Concept::Measure(text) = &words[place].concept
            && let Some(n) = whole(text).filter(|_| counted)
        {
            words[place].concept = Concept::Number(n);
        }
    }
}

/// The whole number that a quantity is: `3k`, `4.0`.
fn whole(text: &str) -> Option<u64> {
    let plain = text.trim_end_matches(['k', 'K', 'M']);
    let digits = plain.chars().all(|c| c.is_ascii_digit() || c == '.');
    let quantity =
        super::number::amount(text).filter(|_| digits && text.len() <= plain.len() + 1)?;
    quantity.to_string().parse().ok()
}

/// Whether a text holds a `<placeholder>` for which no output can be compared. What kubectl prints for
/// nothing is none, and neither is a tag that is closed.
fn placeholder(text: &str) -> bool {
    let mut named = pattern("placeholder").captures_iter(text);
    !text.contains("</") && named.any(|named| !list("printed-for-nothing").has(&named[1]))
}

/// Whether what stands on the sides of a sign can stand alone: states (`Error` is one beside others), or of
/// a colon words and numbers.
fn splits(body: &str, sign: char) -> bool {
    if sign == ':' {
        let alone = |side: &str| {
            english_word(side).is_some()
                || pattern("column").is_match(side)
                || number(side).is_some()
        };
        return body
            .split_once(sign)
            .is_some_and(|(left, right)| alone(left) && alone(right));
    }
    let terms: Vec<Option<Term>> = body.split(sign).map(english_word).collect();
    let column = |term: &Option<Term>| matches!(term, Some(Term("column", _)));
    if sign == '/' && terms.len() > 1 && terms.iter().all(column) {
        return true;
    }
    let state = |term: &Option<Term>| matches!(term, Some(Term("state", _)));
    let fits = |term: &Option<Term>| state(term) || *term == Some(Term("errors", ""));
    terms.iter().any(state) && terms.iter().all(fits)
}

/// A state that a prefix denies: `non-Running`, `un-ready`. `None` beside the state: it has a word of its own.
fn denied_state(body: &str) -> Option<(Option<Term>, Term, usize)> {
    let (prefix, rest) = body.split_once('-')?;
    let denies = ["non", "not", "un"]
        .iter()
        .any(|word| prefix.eq_ignore_ascii_case(word));
    match english_word(rest).filter(|_| denies)? {
        Term("state", "Ready") => Some((None, Term("state", "NotReady"), 0)),
        state @ Term("state", _) => Some((Some(Term("non", "")), state, prefix.len() + 1)),
        _ => None,
    }
}

/// A run of Hangul.
fn hangul(run: &str, at: usize, glued: bool, tokens: &mut Vec<Token>) {
    // 3천개, 열다섯 개.
    let behind = tokens
        .last_mut()
        .filter(|last| last.span.end == at && glued);
    if let Some(Token {
        concept: Concept::Number(n),
        span,
    }) = behind
        && let Some((unit, rest)) = numerals::unit(run)
        && let Some(whole) = n.checked_mul(unit)
    {
        (*n, span.end) = (whole, at + run.len() - rest.len());
        let from = span.end;
        return if rest.is_empty() {
        } else {
            hangul(rest, from, true, tokens)
        };
    }
    if let Some((n, rest)) = numerals::numeral(run) {
        let end = at + run.len() - rest.len();
        tokens.push(Token {
            concept: Concept::Numeral(n),
            span: at..end,
        });
        return if rest.is_empty() {
        } else {
            hangul(rest, end, true, tokens)
        };
    }
    match korean::cut(run, glued) {
        Some(parts) => {
            let ends = parts
                .iter()
                .skip(1)
                .map(|(start, _)| *start)
                .chain([run.len()]);
            for ((start, term), end) in parts.iter().zip(ends) {
                tokens.push(Token {
                    concept: (*term).into(),
                    span: at + start..at + end,
                });
            }
        }
        None => tokens.push(Token {
            concept: Concept::Unknown(run.to_owned()),
            span: at..at + run.len(),
        }),
    }
}
