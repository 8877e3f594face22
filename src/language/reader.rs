//! The sentences of a text: read into words, and each by the rules. One that is not understood makes the whole not
//! understood.

use super::aside;
use super::concept::{Concept, Token};
use super::frame::Frame;
use super::lex::{Lexer, Quotes};
use super::lists::{bare, both};
use super::name::Names;
use super::rules::{furthest, meanings, parenthesis};
use super::word_lists::list;
use crate::facts::lang::Lang;
use crate::judge::predicate::Predicate;
use crate::query::Query;

/// Reads texts of one sentence.
pub(super) struct Reader<'a> {
    names: Names<'a>,
    korean: bool,
}

impl<'a> Reader<'a> {
    /// A reader of a text beside commands.
    pub(super) fn of(text: &str, queries: &'a [&'a Query]) -> Reader<'a> {
        Reader {
            names: Names::of(queries),
            korean: Lang::of(text) == Lang::Ko,
        }
    }

    /// The concepts of a text.
    pub(super) fn tokens(&self, text: &str, quotes: Quotes) -> Vec<Token> {
        Lexer {
            quotes,
            names: &self.names,
            foreign_words_are_names: self.korean,
        }
        .read(text)
    }

    /// The predicate of a text. Quoted words are first read as words (`Running` in code is a state), then as texts.
    pub(super) fn read(&self, text: &str) -> Result<Predicate, Stop> {
        let (body, parens) = aside::apart(text);
        // The words of each parenthesis have their place behind the others.
        let mut source = body.clone();
        let mut asides = Vec::new();
        for (place, words) in parens {
            source.push_str(" (");
            let span = source.len()..source.len() + words.len();
            source.push_str(words);
            source.push(')');
            let concept = Concept::Aside(self.aside(words));
            asides.push((place, Token { concept, span }));
        }
        let read = |tokens: &[Token]| sentences(tokens, &source, body.len(), &asides);
        let words = self.tokens(&body, Quotes::Words);
        let again = |stop| {
            let texts = self.tokens(&body, Quotes::Literal);
            let said = (texts != words).then(|| read(&texts).ok());
            said.flatten().ok_or(stop)
        };
        let stop = match read(&words).or_else(again) {
            Ok(predicate) => return Ok(predicate),
            Err(stop) => stop,
        };
        // A parenthesis whose words simply belong to the sentence: `All pods (3) Running`.
        let plain = |(_, token): &(usize, Token)| match &token.concept {
            Concept::Aside(all) => all.iter().any(aside::plain),
            _ => false,
        };
        if asides.is_empty() || !asides.iter().all(plain) {
            return Err(stop);
        }
        self.read(&aside::inlined(text)).map_err(|_| stop)
    }

    /// What stands in parentheses, as all that it can be.
    fn aside(&self, text: &str) -> Vec<Frame> {
        let found = parenthesis(&self.tokens(text, Quotes::Words), text);
        aside::kinds(text, found, || self.read(text).ok())
    }
}

/// Why a text is not understood.
pub(super) struct Stop {
    /// The sentence that is not, in words.
    sentence: Vec<Token>,
    /// What stands in parentheses behind it.
    asides: Vec<Token>,
    /// Its text.
    text: String,
    /// What it can mean, if that is several things.
    pub(super) meanings: Vec<Predicate>,
}

impl From<&str> for Stop {
    fn from(text: &str) -> Stop {
        Stop {
            sentence: Vec::new(),
            asides: Vec::new(),
            text: text.to_owned(),
            meanings: Vec::new(),
        }
    }
}

impl Stop {
    /// The words from the one on that has no place.
    pub(super) fn at(&self) -> &str {
        // The parenthesis that stops what is understood without it.
        let said = |count: usize| {
            let words = [&self.sentence[..], &self.asides[..count]].concat();
            !meanings(&words, &self.text).is_empty()
        };
        let stops = |at: &usize| said(*at) && !said(at + 1);
        if let Some(at) = (0..self.asides.len()).find(stops) {
            return words(&self.asides[at..=at], &self.text);
        }
        let Some(last) = self.sentence.len().checked_sub(1) else {
            return &self.text;
        };
        let from = furthest(&self.sentence, &self.text).min(last);
        words(&self.sentence[from..], &self.text)
    }
}

/// The text of words.
fn words<'t>(tokens: &[Token], text: &'t str) -> &'t str {
    let span = tokens.first().zip(tokens.last());
    let own = span.and_then(|(first, last)| text.get(first.span.start..last.span.end));
    own.unwrap_or_default()
}

/// Several sentences: each must be understood, or be advice that changes nothing. Behind the body of the text stand
/// the parentheses, each with where it was.
fn sentences(
    tokens: &[Token],
    text: &str,
    body: usize,
    asides: &[(usize, Token)],
) -> Result<Predicate, Stop> {
    let mut said: Option<Predicate> = None;
    let parts = tokens.split(|token| token.concept == Concept::Stop);
    let mut parts = parts.filter(|part| !part.is_empty()).peekable();
    while let Some(part) = parts.next() {
        let (start, last) = (part[0].span.start, part[part.len() - 1].span.end);
        // Up to the stop itself: a remark keeps the words that say nothing, too.
        let stop = tokens
            .iter()
            .find(|token| token.concept == Concept::Stop && token.span.start >= last);
        let end = stop.map_or(body, |stop| stop.span.start);
        let own = text.get(start..end).unwrap_or_default();
        let next = parts.peek().map_or(usize::MAX, |next| next[0].span.start);
        let own_asides = asides
            .iter()
            .filter(|(place, _)| (said.is_none() || *place > start) && *place <= next);
        let behind: Vec<Token> = own_asides.map(|(_, token)| token.clone()).collect();
        said = Some(match said {
            None => stated(part, &behind, text, body)?,
            Some(before) if behind.is_empty() && (advice(own) || reason(own)) => {
                before.remarked(own)
            }
            Some(before) => match stated(part, &behind, text, body)? {
                after if bare(&after) => return Err(own.into()),
                after => both(before, after),
            },
        });
    }
    said.ok_or_else(|| text.into())
}

/// What a sentence states, with what stands in parentheses behind it.
fn stated(tokens: &[Token], asides: &[Token], text: &str, body: usize) -> Result<Predicate, Stop> {
    let tokens = trimmed(tokens);
    let alone = text.get(..body).unwrap_or(text);
    if whose_logs(tokens, alone) || of_a_sum(tokens, alone) || who_restarted(tokens, text) {
        return Err(words(tokens, text).into());
    }
    let mut all = meanings(&[tokens, asides].concat(), text);
    match all.len() {
        1 => all.pop().ok_or_else(|| text.into()),
        0 => Err(Stop {
            sentence: tokens.to_vec(),
            asides: asides.to_vec(),
            ..text.into()
        }),
        _ => Err(Stop {
            meanings: all,
            ..words(tokens, text).into()
        }),
    }
}

/// Without separators at either end.
fn trimmed(mut tokens: &[Token]) -> &[Token] {
    let loose = |token: &Token| {
        matches!(
            token.concept,
            Concept::Comma | Concept::Dash | Concept::Stop | Concept::Colon
        ) || token.is("and")
    };
    while let Some((_, rest)) = tokens.split_first().filter(|(first, _)| loose(first)) {
        tokens = rest;
    }
    while let Some((_, rest)) = tokens.split_last().filter(|(last, _)| loose(last)) {
        tokens = rest;
    }
    tokens
}

/// `If …, delete the pod`: what to do, not what must be so.
fn advice(text: &str) -> bool {
    let lower = text.to_lowercase();
    let Some((_, then)) = lower
        .strip_prefix("if ")
        .and_then(|rest| rest.rsplit_once(','))
    else {
        return false;
    };
    let mut words = then.split_whitespace();
    let verb = words.find(|word| !["then", "please"].contains(word));
    verb.is_some_and(|verb| list("advice").has(verb))
}

/// Why it is so, which demands nothing: `아직 규칙이 없기 때문입니다`.
fn reason(text: &str) -> bool {
    let lower = text.to_lowercase();
    let bare = lower.trim_end_matches(['.', '!', ' ']);
    // A word of others, or a second statement, may take back a part of the first.
    let others = bare.contains([',', ';']) || list("others").is_within(bare);
    !others && (list("reason-ends").ends(bare) || list("reason-openers").begins(bare))
}

/// ``Check the `web` logs`` says whose logs are meant and nothing of what is in them. ``no `panic` logs``,
/// `` `started` 로그 출력`` and what can be no name (`"server listening" 로그`) do.
fn whose_logs(tokens: &[Token], text: &str) -> bool {
    let is = |terms: &[&str]| tokens.iter().any(|token| token.is_any(terms));
    let korean = |token: &Token| text.get(token.span.clone()).is_some_and(|t| !t.is_ascii());
    let named = tokens.windows(2).any(|pair| match pair {
        [said, logs] if logs.is("logs") => {
            let name = matches!(&said.concept, Concept::Literal(text) if !text.contains(' '));
            name && (!korean(logs) || !is(&["show", "exist", "output"]))
        }
        _ => false,
    });
    named && !is(&["no", "not"])
}

/// `At most 1 pod has restarted`: how many pods did, which is no bound of how often each may.
fn who_restarted(tokens: &[Token], text: &str) -> bool {
    let pods = |token: &Token| token.says("kind", "pods") || token.says("kind", "containers");
    let number = |token: &Token| token.number().is_some_and(|number| number > 0);
    let restarts = |token: &Token| token.is("restarts");
    // `restarted: 3`, and not `restarted 3 times`.
    let done = |token: &Token| restarts(token) && text.get(token.span.clone()) == Some("restarted");
    let none = tokens.iter().any(|token| token.is_any(&["no", "not"]));
    let counted = !none && tokens.iter().any(number);
    if counted && tokens.iter().any(done) {
        return !tokens.iter().any(|token| token.is("times"));
    }
    // `Pods with restarts: at most 1`, and not `Pods with at most 1 restart`.
    let who = |three: &[Token]| match three {
        [one, tie, other] if tie.is("have") => pods(one) && restarts(other),
        [one, tie, other] if tie.is("exist") => restarts(one) && pods(other),
        _ => false,
    };
    if counted && tokens.windows(3).any(who) {
        return true;
    }
    let bound = |token: &Token| {
        let sign = matches!(token.concept, Concept::Compare(_) | Concept::Plus);
        sign || token.number().is_some() || token.is_any(&["compare", "counter"])
    };
    let beside = |token: &Token| bound(token) || token.is_any(&["have", "every", "only"]);
    let mut runs = tokens.split(|token| !(pods(token) || restarts(token) || beside(token)));
    runs.any(|run| {
        // A number and what belongs to it stand together.
        let parts: Vec<&[Token]> = run
            .chunk_by(|one, next| bound(one) && bound(next))
            .collect();
        let counts = |pair: &[&[Token]]| {
            let [one, next] = [pair[0], pair[1]];
            one.iter().any(number) && next.iter().any(pods)
                || one.iter().any(pods) && next.iter().any(number)
        };
        run.iter().any(restarts) && parts.windows(2).any(counts)
    })
}

/// `Total CPU below 500m`: a bound of all together is kept by each long after it is broken.
fn of_a_sum(tokens: &[Token], text: &str) -> bool {
    // A sum of restarts that is none is none of each.
    let none = tokens
        .iter()
        .any(|token| token.is("no") || token.concept == Concept::Number(0));
    let mut of = tokens.iter();
    let restarts = |token: &Token| token.is("restarts") || token.says("column", "RESTARTS");
    let measured = of.any(|token| token.is_any(&["cpu", "memory"]) || !none && restarts(token));
    let lower = text.to_lowercase();
    // `전체 CPU 사용량`, and not `전체 Pod의 CPU 사용량`.
    let mut behind = lower.split("전체").skip(1).map(str::trim_start);
    let whole = behind.any(|behind| list("summed").begins(behind));
    measured && (whole || list("sums").is_within(&lower))
}
