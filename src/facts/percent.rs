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

#[cfg(test)]
mod tests {
    use super::{decoded, encoded};

    #[test]
    fn what_is_not_kept_is_escaped() {
        assert_eq!(encoded("안 a/b~1.md", ""), "%EC%95%88%20a%2Fb~1.md");
        assert_eq!(encoded("안 a/b%", "/"), "%EC%95%88%20a/b%25");
    }

    #[test]
    fn escapes_are_decoded_and_broken_ones_stay() {
        assert_eq!(decoded("%EC%95%88%EB%85%95 a%2Fb"), "안녕 a/b");
        assert_eq!(decoded("100% %zz %4"), "100% %zz %4");
        assert_eq!(decoded("%ff가%"), "\u{fffd}가%");
    }
}
