//! Which names hold a secret, and whether what stands under one can be it: a word about it, a
//! reference, the name of a Secret and a type stay readable.

use super::MASK;
use crate::facts::tsv;
use std::collections::HashMap;
use std::sync::LazyLock;

/// How much a name tells of its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// `adminPassword`, `DB_PASS`, `비밀번호`: whatever it is, it is one.
    Password,
    /// `token`, `apiKey`, `clientSecret`, `dsn`, `시크릿 키`.
    Secret,
    /// `secret`, `tlsSecret`: as often the name of one.
    Named,
    /// `auth`, `session`, `cookie`, `SORT_KEY`: only what is no ordinary word.
    Weak,
}

static LISTS: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let rows = tsv::rows(include_str!("names.tsv"));
    rows.map(|[name, words]| (name, words.split(',').collect()))
        .collect()
});

/// A list of `names.tsv`.
fn list(name: &str) -> &'static [&'static str] {
    let words = LISTS.get(name);
    words.unwrap_or_else(|| panic!("names.tsv has a list `{name}`"))
}

/// The Korean names.
fn korean() -> impl Iterator<Item = (&'static str, Class)> {
    let lists = [
        ("korean-password", Class::Password),
        ("korean-secret", Class::Secret),
        ("korean-named", Class::Named),
    ];
    let lists = lists.into_iter();
    lists.flat_map(|(name, class)| list(name).iter().map(move |name| (*name, class)))
}

/// What every name that holds a secret has in it, in any case.
pub(super) fn signs() -> impl Iterator<Item = &'static str> {
    let english = list("sign").iter().copied();
    english.chain(korean().map(|(name, _)| name))
}

/// What a name tells: that its value is a secret, or nothing. The name of a secret, where it is kept
/// and how long it lives are none (`secretName`, `passwordKey`, `tokenExpiry`, `credentialsMode`).
pub(super) fn class(name: &str) -> Option<Class> {
    let name = name.trim();
    if !name.is_ascii() {
        let found = korean().find(|(korean, _)| name.ends_with(korean));
        return found.map(|(_, class)| class);
    }
    let words = words(name);
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    while let Some(last) = words.last()
        && last.bytes().all(|c| c.is_ascii_digit())
    {
        words.pop();
    }
    let last = *words.last()?;
    let before = |back: usize| -> &str {
        let at = words.len().checked_sub(back + 1);
        at.map_or("", |at| words[at])
    };
    let is_another = ["checksum", "existing", "public"];
    if words.iter().any(|word| is_another.contains(word)) {
        return None;
    }
    let ends = |tails: &[&str]| tails.iter().any(|tail| last.ends_with(tail));
    let is_loud = name.bytes().all(|c| !c.is_ascii_lowercase());
    match last {
        "pass" | "pw" | "pwd" | "passwords" | "passcode" => Some(Class::Password),
        _ if ends(&["password", "passwd", "passphrase", "pwd"]) => Some(Class::Password),
        "secret" if list("of-a-key").contains(&before(1)) || is_of_a_client(before(1)) => {
            Some(Class::Secret)
        }
        "secret" => Some(Class::Named),
        "authorization" => Some(Class::Secret),
        "credential" | "credentials" | "creds" | "dsn" | "connectionstring" | "psk" | "apikeys" => {
            Some(Class::Secret)
        }
        "string" if before(1) == "connection" => Some(Class::Secret),
        "hash" if ["password", "passwd", "pass"].contains(&before(1)) => Some(Class::Secret),
        "id" if before(1) == "key" && before(2) == "access" => Some(Class::Secret),
        "id" if before(1) == "session" => Some(Class::Weak),
        "base" if before(1) == "key" && before(2) == "secret" => Some(Class::Secret),
        "data" if before(1) == "key" && before(2) == "client" => Some(Class::Secret),
        "key" if list("of-a-key").contains(&before(1)) => Some(Class::Secret),
        "key" if is_loud && words.len() > 1 && !list("of-a-name").contains(&before(1)) => {
            Some(Class::Weak)
        }
        "auth" | "session" | "cookie" | "cookies" | "salt" | "sid" | "sig" | "signature" => {
            Some(Class::Weak)
        }
        _ if ends(&[
            "token",
            "apikey",
            "accesskey",
            "secretkey",
            "privatekey",
            "clientsecret",
        ]) =>
        {
            Some(Class::Secret)
        }
        _ if ends(&["salt", "sessionid", "sessid"]) => Some(Class::Weak),
        _ => None,
    }
}

fn is_of_a_client(word: &str) -> bool {
    ["app", "consumer", "oauth", "totp", "user"].contains(&word)
}

/// The words of a name: `dbPassword`, `DB_PASSWORD`, `db.password`, `APIKey`.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let bytes = name.as_bytes();
    let mut open = false;
    for (at, byte) in bytes.iter().enumerate() {
        if !byte.is_ascii_alphanumeric() {
            open = false;
            continue;
        }
        let was_lower =
            at > 0 && (bytes[at - 1].is_ascii_lowercase() || bytes[at - 1].is_ascii_digit());
        let next_lower = bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase);
        let was_upper = at > 0 && bytes[at - 1].is_ascii_uppercase();
        if byte.is_ascii_uppercase() && (was_lower || (was_upper && next_lower)) {
            open = false;
        }
        let is_digit = byte.is_ascii_digit();
        if let Some(word) = words.last_mut().filter(|_| open)
            && word.ends_with(|c: char| c.is_ascii_digit()) == is_digit
        {
            word.push(char::from(byte.to_ascii_lowercase()));
        } else {
            words.push(char::from(byte.to_ascii_lowercase()).to_string());
            open = true;
        }
    }
    words
}

/// Whether a value under a name of a class is a secret.
pub(super) fn is_secret(class: Class, value: &str) -> bool {
    let value = value
        .trim_matches(['"', '\'', '`'])
        .trim_end_matches(['.', ',', ';', ')']);
    if is_about(value) || is_type(value) || is_place(value) {
        return false;
    }
    if let Some(digits) = number(value) {
        return digits >= if class == Class::Password { 4 } else { 6 };
    }
    match class {
        Class::Password | Class::Secret => true,
        Class::Named => !is_name(value),
        Class::Weak => value.len() >= 6 && is_odd(value),
    }
}

/// What no word of a sentence is: letters and digits mixed, or long.
pub(super) fn is_token(value: &str) -> bool {
    let value = value.trim_end_matches(['.', ':']);
    let has = |test: fn(char) -> bool| value.chars().any(test);
    let mixed = has(|c| c.is_ascii_digit()) && has(|c| c.is_ascii_alphabetic());
    !is_about(value) && !is_type(value) && (value.len() >= 20 || (value.len() >= 8 && mixed))
}

/// Words that speak of a secret, references to one, and masks.
pub(super) fn is_about(value: &str) -> bool {
    let first = value.split_whitespace().next().unwrap_or_default();
    let word = first.trim_end_matches(['.', ',', ';', ')', ':']);
    let is_scheme = ["basic", "bearer", "digest"]
        .iter()
        .any(|name| value.eq_ignore_ascii_case(name));
    let is_blank = |c: char| matches!(c, '*' | 'x' | 'X' | '.' | '-' | '~' | '…' | '•');
    value.starts_with(MASK)
        || (value.len() != 1 && value.chars().all(is_blank))
        || value.starts_with(['<', '{', '[', '('])
        || value.starts_with("%(")
        || is_variable(value)
        || ["vault:", "ref+", "op://", "arn:", "!"]
            .iter()
            .any(|tag| value.starts_with(tag))
        || is_scheme
        || is_block(value)
        || list("about")
            .iter()
            .any(|known| word.eq_ignore_ascii_case(known))
        || list("about-korean")
            .iter()
            .any(|known| word.starts_with(known))
}

/// Whether a value is the sign of a block scalar, whose text follows.
pub(super) fn is_block(value: &str) -> bool {
    let value = value.rsplit(' ').next().unwrap_or_default();
    let rest = value.strip_prefix(['|', '>']);
    rest.is_some_and(|rest| rest.len() <= 2 && rest.bytes().all(|c| b"-+123456789".contains(&c)))
}

/// `$PASSWORD`, `${PASSWORD}`, `$(cat x)`; a hash begins with a digit after the sign.
fn is_variable(value: &str) -> bool {
    let mut rest = value.strip_prefix('$').unwrap_or_default().chars();
    rest.next()
        .is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '_' | '{' | '(' | '$'))
}

/// `kubernetes.io/service-account-token`, and addresses, whose secrets have shapes of their own.
fn is_type(value: &str) -> bool {
    if value.contains("://") {
        return true;
    }
    let Some((host, kind)) = value.split_once('/') else {
        return false;
    };
    let is_plain = |text: &str| {
        text.bytes()
            .all(|c| c.is_ascii_lowercase() || b"-.".contains(&c))
    };
    host.contains('.') && !kind.is_empty() && is_plain(host) && is_plain(kind)
}

/// A file's path.
fn is_place(value: &str) -> bool {
    list("place").iter().any(|root| value.starts_with(root)) || value == "/"
}

/// How many digits a number, a duration or a size has.
fn number(value: &str) -> Option<usize> {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let unit = value.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let is_unit = unit.len() <= 2 && unit.bytes().all(|c| c.is_ascii_alphabetic() || c == b'%');
    (digits > 0 && is_unit && value.starts_with(|c: char| c.is_ascii_digit())).then_some(digits)
}

/// A name as Kubernetes has them: `alloy-tls`, `regcred`.
fn is_name(value: &str) -> bool {
    let is_plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || b"-.".contains(&c);
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let parts = value.contains('-') && digits * 3 < value.len();
    value.bytes().all(is_plain) && (parts || (digits == 0 && value.len() <= 20))
}

/// What no ordinary word is.
fn is_odd(value: &str) -> bool {
    let has = |test: fn(char) -> bool| value.chars().any(test);
    let inner = value.get(1..).unwrap_or_default();
    let mixed = has(|c| c.is_ascii_lowercase()) && inner.chars().any(|c| c.is_ascii_uppercase());
    let long = value.len() >= 24 && !value.contains([' ', '-', '_', '.', '/']);
    !value.contains(' ')
        && (has(|c| c.is_ascii_digit())
            || mixed
            || long
            || value.contains(['!', '@', '#', '%', '^', '&', '+', '=']))
}
