//! Percent escapes of addresses.

/// The text with its percent escapes decoded (`%EC%95%88`); a broken one stays as it is, invalid UTF-8 is replaced.
pub fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escape = text.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        match escape.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// A text as a part of an address (RFC 3986): everything that is no unreserved character and not kept is escaped.
pub(crate) fn encoded(text: &str, kept: &str) -> String {
    let is_kept = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let each = text.bytes().map(|byte| match char::from(byte) {
        c if is_kept(byte) || kept.contains(c) => c.to_string(),
        _ => format!("%{byte:02X}"),
    });
    each.collect()
}

/// A query string from its pairs, values escaped; no pairs give an empty string.
pub(crate) fn query<'a>(pairs: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let pairs = pairs
        .into_iter()
        .zip(["?"].into_iter().chain(std::iter::repeat("&")));
    pairs
        .map(|((name, value), before)| format!("{before}{name}={}", encoded(&value, "")))
        .collect()
}

/// The pairs of a query string, decoded; `+` is a blank there.
pub(crate) fn pairs(query: &str) -> impl Iterator<Item = (String, String)> + '_ {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let text = |part: &str| decoded(&part.replace('+', " "));
        (text(name), text(value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_kept_is_escaped() {
        assert_eq!(encoded("안 a/b~1.md", ""), "%EC%95%88%20a%2Fb~1.md");
        assert_eq!(encoded("안 a/b%", "/"), "%EC%95%88%20a/b%25");
    }

    #[test]
    fn what_is_escaped_is_decoded_to_the_same() {
        for text in ["a=b", "app in (x, y)", "한글", "100%", "a+b&c", ""] {
            assert_eq!(decoded(&encoded(text, "")), text);
            let query = query([("a", text.to_owned()), ("limit", "500".into())]);
            let pairs: Vec<_> = pairs(&query[1..]).collect();
            let expected = [("a", text), ("limit", "500")].map(|(a, b)| (a.into(), b.into()));
            assert_eq!(pairs, expected);
        }
        let pairs: Vec<_> = pairs("q=a+b%2Bc%zz").collect();
        assert_eq!(pairs, [("q".into(), "a b+c%zz".into())]);
        let query = query([("labelSelector", "a=b".to_owned()), ("limit", "500".into())]);
        assert_eq!(query, "?labelSelector=a%3Db&limit=500");
    }

    #[test]
    fn escapes_are_decoded_and_broken_ones_stay() {
        assert_eq!(decoded("%EC%95%88%EB%85%95 a%2Fb"), "안녕 a/b");
        assert_eq!(decoded("100% %zz %4"), "100% %zz %4");
        assert_eq!(decoded("%ff가%"), "\u{fffd}가%");
    }
}
