//! Secrets in text from outside: which keys hold one, and which strings are one by their shape. The
//! value is masked and never the name, and ordinary words stay.

use aho_corasick::AhoCorasick;
use regex::{Captures, Regex};
use std::borrow::Cow;
use std::sync::{LazyLock, OnceLock};

/// What stands where a secret was.
pub const MASK: &str = "***";

/// Whether a key's scalar value is a secret by its name (`adminPassword`, `DB_TOKEN`, `apiKey`), and
/// not the name of one (`secretName`, `existingSecret`, `passwordKey`, `tokenPath`).
pub fn is_sensitive_key(key: &str) -> bool {
    const NAMES_ONE: [&str; 14] = [
        "name",
        "namespace",
        "ref",
        "path",
        "file",
        "filename",
        "existingsecret",
        "passwordkey",
        "usernamekey",
        "tokenkey",
        "secretkeyname",
        "url",
        "enabled",
        "secrets",
    ];
    const IS_ONE: [&str; 12] = [
        "password",
        "passwd",
        "passphrase",
        "secret",
        "token",
        "apikey",
        "privatekey",
        "accesskey",
        "credential",
        "authorization",
        "connectionstring",
        "clientkey",
    ];
    let key: String = key
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    !NAMES_ONE.iter().any(|end| key.ends_with(end)) && IS_ONE.iter().any(|part| key.contains(part))
}

/// Masks what is a secret wherever it stands: tokens of forges, clouds and chats, JSON web tokens,
/// private keys, `Authorization` and cookie headers, passwords in URLs, and the values of
/// `password=…`, `"token": "…"`, `--api-key …` and the like. Masking twice changes nothing more.
pub fn mask(text: &str) -> String {
    let mut masked = Cow::Borrowed(text);
    for rule in RULES.suspects(text) {
        masked = match rule.masked(&masked) {
            Cow::Borrowed(_) => masked,
            Cow::Owned(changed) => Cow::Owned(changed),
        };
    }
    masked.into_owned()
}

/// The shapes, and what no secret of a shape is without. Nearly all text holds none of these words:
/// one pass finds that out, and no expression is compiled that is not needed.
struct Rules {
    shapes: Vec<Rule>,
    signs: AhoCorasick,
    /// The rules that each sign is for, by the sign's place in `signs`.
    of_sign: Vec<usize>,
}

impl Rules {
    fn new(shapes: Vec<Rule>) -> Self {
        let signed = |(at, rule): (usize, &Rule)| rule.signs.iter().map(move |sign| (*sign, at));
        let (signs, of_sign): (Vec<&str>, Vec<usize>) = shapes
            .iter()
            .enumerate()
            .flat_map(|shape| signed(shape).collect::<Vec<_>>())
            .unzip();
        let signs = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(signs)
            .expect("a few constant words");
        Self {
            shapes,
            signs,
            of_sign,
        }
    }

    /// The rules that may find something in a text, in their order.
    fn suspects(&self, text: &str) -> impl Iterator<Item = &Rule> {
        let mut suspected = vec![false; self.shapes.len()];
        for sign in self.signs.find_overlapping_iter(text) {
            suspected[self.of_sign[sign.pattern().as_usize()]] = true;
        }
        self.shapes
            .iter()
            .zip(suspected)
            .filter_map(|(rule, suspected)| suspected.then_some(rule))
    }
}

/// A shape. What it finds becomes `before`, the mask, `after`, if the value passes the question.
struct Rule {
    /// Words of which each text with such a secret holds one, in any case.
    signs: &'static [&'static str],
    source: String,
    pattern: OnceLock<Regex>,
    is_secret: Option<fn(&str) -> bool>,
}

impl Rule {
    fn masked<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let pattern = self
            .pattern
            .get_or_init(|| Regex::new(&self.source).expect("a constant pattern"));
        pattern.replace_all(text, |found: &Captures| {
            let group = |name| found.name(name).map_or("", |group| group.as_str());
            match self.is_secret {
                Some(is_secret) if !is_secret(group("value")) => found[0].to_owned(),
                Some(_) | None => format!("{}{MASK}{}", group("before"), group("after")),
            }
        })
    }
}

/// The ends of keys whose values are secrets: `DB_PASSWORD`, `client-secret`, `apiKey`.
const KEY: &str = r"(?:[A-Za-z0-9]+[_.\-])*[A-Za-z0-9]*?(?:password|passwd|passphrase|secret|token|api[_\-]?key|access[_\-]?key|access[_\-]key[_\-]id|private[_\-]?key|x-amz-signature|x-amz-credential|credential)";

/// What every such key holds.
const KEY_SIGNS: &[&str] = &[
    "passw",
    "passphrase",
    "secret",
    "token",
    "apikey",
    "api_key",
    "api-key",
    "accesskey",
    "access_key",
    "access-key",
    "privatekey",
    "private_key",
    "private-key",
    "x-amz-signature",
    "credential",
];

/// Word boundaries are ASCII's: a secret that stands against Hangul is one, too, and only then does
/// the expression run as an automaton.
static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let always = |signs, pattern: &str| rule(signs, pattern, None);
    Rules::new(vec![
        always(
            &["private key"],
            r"(?s)-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|\z)",
        ),
        always(
            &["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"],
            r"(?-u:\b)(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})",
        ),
        always(&["glpat-"], r"(?-u:\b)glpat-[A-Za-z0-9_\-]{16,}"),
        always(
            &["xox", "xapp-"],
            r"(?-u:\b)xox[abeprs]-[A-Za-z0-9\-]{10,}|(?-u:\b)xapp-[A-Za-z0-9\-]{10,}",
        ),
        always(
            &["hooks.slack.com"],
            r"https://hooks\.slack\.com/services/[A-Za-z0-9/]+",
        ),
        always(
            &["akia", "asia", "aroa", "aida"],
            r"(?-u:\b)(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}(?-u:\b)",
        ),
        always(
            &["aiza", "ya29."],
            r"(?-u:\b)AIza[A-Za-z0-9_\-]{30,}|(?-u:\b)ya29\.[A-Za-z0-9_\-]{20,}",
        ),
        always(
            &["hvs.", "hvb.", "hvr."],
            r"(?-u:\b)(?:hvs|hvb|hvr)\.[A-Za-z0-9_\-]{20,}",
        ),
        always(
            &[
                "npm_",
                "pypi-",
                "dop_v1_",
                "sk_live_",
                "rk_live_",
                "sk-ant-",
                "sk-proj-",
                "glsa_",
                "dckr_pat_",
                "k8s-aws-v1.",
            ],
            r"(?-u:\b)(?:npm_|pypi-|dop_v1_|sk_live_|rk_live_|sk-ant-|sk-proj-|glsa_|dckr_pat_|k8s-aws-v1\.)[A-Za-z0-9_\-]{16,}",
        ),
        // A JSON web token; one that was cut off after its first part, too.
        always(
            &["eyj"],
            r"(?-u:\b)eyJ[A-Za-z0-9_\-]{8,}(?:\.[A-Za-z0-9_\-]*){1,4}|(?-u:\b)eyJ[A-Za-z0-9_\-]{32,}",
        ),
        // `user:password@` and a bare `token@` of a URL.
        always(
            &["://"],
            r"(?P<before>(?i)(?-u:\b)[a-z][a-z0-9+.\-]*://[^/\s:@]*:)[^/\s@]+(?P<after>@)",
        ),
        rule(
            &["authorization"],
            r"(?i)(?P<before>(?-u:\b)(?:proxy-)?authorization[\x22']?\s*[:=]\s*[\x22']?(?:(?:basic|bearer|token|digest|apikey|aws4-hmac-sha256)\s+)?)(?P<value>[^\s\x22',;]+)",
            Some(is_no_mask),
        ),
        rule(
            &["cookie"],
            r"(?i)(?P<before>(?-u:\b)(?:set-cookie|cookie)[\x22']?:\s*[\x22']?)(?P<value>[^\s\x22'][^\r\n\x22']*)",
            Some(is_no_mask),
        ),
        rule(
            &["bearer"],
            r"(?i)(?P<before>(?-u:\b)bearer\s+)(?P<value>[A-Za-z0-9._~+/\-]+=*)",
            Some(is_token_like),
        ),
        rule(
            &["basic"],
            r"(?P<before>(?-u:\b)[Bb]asic\s+)(?P<value>[A-Za-z0-9+/]{8,}={0,2})",
            Some(is_base64_like),
        ),
        // `--password x`, `--token=x`.
        rule(
            KEY_SIGNS,
            &format!(
                r#"(?i)(?P<before>--{KEY}(?:[ \t]+|=)[\x22']?)(?P<value>[^\s\x22'\-][^\s\x22']*)"#
            ),
            Some(is_value),
        ),
        // `"password": "x"`, `password="x y"`.
        rule(
            KEY_SIGNS,
            &format!(
                r#"(?i)(?P<before>(?-u:\b){KEY}\\?[\x22']?\s*[:=]\s*\\?[\x22'])(?P<value>[^\x22'\r\n\\]+)"#
            ),
            Some(is_value),
        ),
        // `password=x`.
        rule(
            KEY_SIGNS,
            &format!(r#"(?i)(?P<before>(?-u:\b){KEY}=)(?P<value>[^\s&;,\x22']+)"#),
            Some(is_value),
        ),
        // `password: x` as the whole of a line, as YAML has it.
        rule(
            KEY_SIGNS,
            &format!(
                r#"(?im)(?P<before>^[ \t\-]*{KEY}:[ \t]+)(?P<value>[^\s\x22'|>&*{{\[][^\s]*)(?P<after>[ \t\r]*$)"#
            ),
            Some(is_value),
        ),
        // `token: x` within a sentence: only what cannot be a word.
        rule(
            KEY_SIGNS,
            &format!(r#"(?i)(?P<before>(?-u:\b){KEY}:[ \t]+)(?P<value>[^\s\x22',;]+)"#),
            Some(is_token_like),
        ),
    ])
});

fn rule(
    signs: &'static [&'static str],
    pattern: &str,
    is_secret: Option<fn(&str) -> bool>,
) -> Rule {
    Rule {
        signs,
        source: pattern.to_owned(),
        pattern: OnceLock::new(),
        is_secret,
    }
}

fn is_no_mask(value: &str) -> bool {
    !value.starts_with(MASK)
}

/// A value under a key that says it is secret: anything but a word about it, or a reference.
fn is_value(value: &str) -> bool {
    const WORDS: [&str; 22] = [
        "true", "false", "null", "nil", "none", "yes", "no", "unknown", "empty", "unset", "set",
        "missing", "required", "invalid", "valid", "expired", "expires", "redacted", "hidden",
        "string", "optional", "not",
    ];
    let word = value
        .trim_end_matches(['.', ',', ';', ')'])
        .to_ascii_lowercase();
    let is_reference = word.starts_with(['$', '<', '{']);
    is_no_mask(value) && !is_reference && !WORDS.contains(&word.as_str())
}

/// What no word of a sentence is: letters and digits mixed, or long.
fn is_token_like(value: &str) -> bool {
    let value = value.trim_end_matches(['.', ':']);
    let has = |test: fn(char) -> bool| value.chars().any(test);
    let mixed = has(|c| c.is_ascii_digit()) && has(|c| c.is_ascii_alphabetic());
    is_value(value) && (value.len() >= 20 || (value.len() >= 8 && mixed))
}

fn is_base64_like(value: &str) -> bool {
    let inner = value.get(1..).unwrap_or_default();
    value.ends_with('=')
        || inner.chars().any(|c| c.is_ascii_digit())
        || (inner.chars().any(|c| c.is_ascii_uppercase())
            && inner.chars().any(|c| c.is_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keys_that_hold_secrets_are_told_from_keys_that_name_them() {
        for key in [
            "password",
            "adminPassword",
            "DB_PASSWORD",
            "GITHUB_TOKEN",
            "apiKey",
            "client-secret",
            "aws_secret_access_key",
            "secretKey",
            "connectionString",
        ] {
            assert!(is_sensitive_key(key), "{key}");
        }
        for key in [
            "secretName",
            "existingSecret",
            "secretKeyRef",
            "tokenPath",
            "passwordKey",
            "name",
            "imagePullSecrets",
            "tolerations",
            "credentialsFile",
            "cpu",
            "tokenUrl",
        ] {
            assert!(!is_sensitive_key(key), "{key}");
        }
    }

    #[test]
    fn secrets_are_masked_and_their_names_stay() {
        for (text, masked) in [
            ("x ghp_0123456789abcdefghijABCDEFGHIJ y", "x *** y"),
            (
                "Authorization: Bearer FAKE-TOKEN-FOR-TESTS",
                "Authorization: Bearer ***",
            ),
            ("-H 'authorization: abc'", "-H 'authorization: ***'"),
            (
                "{\"Authorization\":\"Basic dTpw\"}",
                "{\"Authorization\":\"Basic ***\"}",
            ),
            ("using bearer abcdef0123456789.", "using bearer ***"),
            ("Basic dXNlcjpwYXNz", "Basic ***"),
            ("Set-Cookie: sid=1; Path=/\r\nx", "Set-Cookie: ***\r\nx"),
            (
                "postgres://app:hunter2@db:5432/x",
                "postgres://app:***@db:5432/x",
            ),
            ("redis://:hunter2@db", "redis://:***@db"),
            (
                "level=info password=hunter2 next=1",
                "level=info password=*** next=1",
            ),
            ("token=\"a b\" done", "token=\"***\" done"),
            ("?a=1&access_token=xyz&b=2", "?a=1&access_token=***&b=2"),
            (
                "msg=\"login\" DB_PASSWORD='x'",
                "msg=\"login\" DB_PASSWORD='***'",
            ),
            (
                "{\"user\":\"a\",\"password\":\"b\"}",
                "{\"user\":\"a\",\"password\":\"***\"}",
            ),
            (
                "{\\\"apiKey\\\": \\\"b\\\"}",
                "{\\\"apiKey\\\": \\\"***\\\"}",
            ),
            (
                "  password: hunter\n  user: a",
                "  password: ***\n  user: a",
            ),
            ("got token: a1b2c3d4e5 from x", "got token: *** from x"),
            ("mysql --password hunter2 -h x", "mysql --password *** -h x"),
            ("cli --token=hunter2", "cli --token=***"),
            (
                "aws_secret_access_key = \"wJalr\"",
                "aws_secret_access_key = \"***\"",
            ),
            (
                "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE",
                "AWS_ACCESS_KEY_ID=***",
            ),
            ("key AKIAIOSFODNN7EXAMPLE.", "key ***."),
            ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc_def", "***"),
            ("a eyJhbGciOiJIUzI1NiJ9.eyJzdW", "a ***"),
            (
                "-----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY-----\nx",
                "***\nx",
            ),
            ("-----BEGIN PRIVATE KEY-----\nMII", "***"),
            ("비밀번호 password=가나다 끝", "비밀번호 password=*** 끝"),
            (
                "토큰은ghp_0123456789abcdefghijABCDEFGHIJ이다",
                "토큰은***이다",
            ),
        ] {
            assert_eq!(mask(text), masked);
        }
    }

    #[test]
    fn other_text_stays() {
        for text in [
            "https://example.dev/a?x=1",
            "tolerations: basic auth is off",
            "git@github.com:org/repo",
            "invalid token: signature mismatch",
            "token: expired",
            "password: required",
            "bearer authentication failed",
            "Basic authentication is off",
            "basic understanding",
            "max_tokens=4096 prompt_tokens: 12",
            "secretName: alloy-tls",
            "volumes:\n- secret:\n    secretName: x",
            "serviceAccountToken:\n  path: token",
            "password=$DB_PASSWORD token=<none>",
            "NAME TYPE\ndefault-token kubernetes.io/service-account-token",
            "secret/alloy configured",
            "http://localhost:3100/ready",
            "2025-12-05T01:02:03Z level=info msg=\"token refreshed\"",
            "ip-10-11-12-106.ap-northeast-1.compute.internal   Ready",
            "토큰 만료 확인, 비밀번호 없음",
        ] {
            assert_eq!(mask(text), text);
        }
    }

    proptest! {
        #[test]
        fn masking_twice_is_masking_once(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "password", "token", "=", ": ", "\"", "'", " ", "\n", "hunter2", "bearer ",
                    "Authorization", "https://", "a:b@c", "eyJhbGciOiJIUzI1NiJ9.", "***", "--", "가",
                ]),
                0..12,
            )
        ) {
            let once = mask(&parts.concat());
            prop_assert_eq!(mask(&once), once);
        }

        /// A rule whose signs a text is without would not have found anything in it.
        #[test]
        fn no_rule_is_left_out_that_would_mask(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "password", "PASSWD", "api_key", "X-Amz-Credential", "=", ": ", "\"", " ", "--",
                    "Cookie", "Bearer ", "Basic ", "dXNlcjpwYXNz", "ghs_", "glpat-", "AKIA", "ya29.",
                    "hvb.", "npm_", "eyJ", "0123456789abcdefABCDEFGHIJKLMNOPQRST", "ftp://", "a:b@c",
                    "-----BEGIN PRIVATE KEY-----", "https://hooks.slack.com/services/", "xoxb-", "가",
                ]),
                0..8,
            )
        ) {
            let text = parts.concat();
            let every = RULES.shapes.iter().fold(text.clone(), |text, rule| rule.masked(&text).into_owned());
            prop_assert_eq!(mask(&text), every);
        }
    }
}
