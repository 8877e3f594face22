//! The two comments round a region, read and written.

/// A region's begin or end comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    /// `<!-- report:begin NAME key=value … -->`.
    Begin {
        name: String,
        attributes: Vec<(String, String)>,
    },
    /// `<!-- report:end NAME sha256:… -->`.
    End {
        name: String,
        checksum: Option<String>,
    },
}

impl Mark {
    /// The region's name.
    pub(super) fn name(&self) -> &str {
        match self {
            Mark::Begin { name, .. } | Mark::End { name, .. } => name,
        }
    }
}

/// Reads a comment. `Ok(None)` is one that has nothing to do with regions, `Err` one that wants to
/// be a mark and cannot be read.
pub(super) fn read(comment: &str) -> Result<Option<Mark>, ()> {
    let Some(body) = comment
        .strip_prefix("<!--")
        .and_then(|rest| rest.strip_suffix("-->"))
    else {
        return Ok(None);
    };
    let body = body.trim();
    let (word, rest) = body.split_once(char::is_whitespace).unwrap_or((body, ""));
    match word {
        "report:begin" => begin_mark(rest).map(Some).ok_or(()),
        "report:end" => end_mark(rest).map(Some).ok_or(()),
        _ => Ok(None),
    }
}

fn begin_mark(rest: &str) -> Option<Mark> {
    let (name, mut rest) = name(rest)?;
    let mut attributes = Vec::new();
    while !rest.is_empty() {
        let (key, value) = rest.split_once('=')?;
        if key.is_empty() || key.contains(|c: char| c.is_whitespace() || c == '"') {
            return None;
        }
        let (value, after) = match value.strip_prefix('"') {
            Some(quoted) => {
                let (value, after) = quoted.split_once('"')?;
                if !after.is_empty() && !after.starts_with(char::is_whitespace) {
                    return None;
                }
                (decode(value)?, after)
            }
            None => {
                let end = value.find(char::is_whitespace).unwrap_or(value.len());
                (value[..end].to_owned(), &value[end..])
            }
        };
        attributes.push((key.to_owned(), value));
        rest = after.trim_start();
    }
    Some(Mark::Begin { name, attributes })
}

fn end_mark(rest: &str) -> Option<Mark> {
    let (name, rest) = name(rest)?;
    let checksum = match rest {
        "" => None,
        _ => Some(
            rest.strip_prefix("sha256:")
                .filter(|sum| is_hex(sum))?
                .to_owned(),
        ),
    };
    Some(Mark::End { name, checksum })
}

/// A name: letters of any script, digits, `-`, `_`, `.`, `/`, `:`.
fn name(rest: &str) -> Option<(String, &str)> {
    let rest = rest.trim_start();
    let (name, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let valid = !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || "-_./:".contains(c));
    valid.then(|| (name.to_owned(), rest.trim()))
}

fn is_hex(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Writes a begin comment.
pub(super) fn begin(name: &str, attributes: &[(String, String)]) -> String {
    let mut line = format!("<!-- report:begin {name}");
    for (key, value) in attributes {
        line.push_str(&format!(" {key}={}", encode(value)));
    }
    line.push_str(" -->");
    line
}

/// Writes an end comment.
pub(super) fn end(name: &str, checksum: &str) -> String {
    format!("<!-- report:end {name} sha256:{checksum} -->")
}

/// A value as it stands, or, where it holds what could end the comment or the value, in quotes with
/// `%XX`.
fn encode(value: &str) -> String {
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"\"%<>&".contains(c);
    if !value.is_empty() && value.chars().all(plain) && !value.contains("--") {
        return value.to_owned();
    }
    let mut quoted = String::from("\"");
    let mut before = ' ';
    for c in value.chars() {
        let escape = c.is_control() || "\"%<>&".contains(c) || (c == '-' && before == '-');
        if escape {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                quoted.push_str(&format!("%{byte:02X}"));
            }
        } else {
            quoted.push(c)
        }
        before = c;
    }
    quoted.push('"');
    quoted
}

fn decode(value: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |byte: u8| char::from(byte).to_digit(16);
            let code = digit(rest.next()?)? * 16 + digit(rest.next()?)?;
            bytes.push(u8::try_from(code).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marks_are_read() {
        let attribute = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let begin = |name: &str, attributes: &[(String, String)]| {
            Ok(Some(Mark::Begin {
                name: name.into(),
                attributes: attributes.to_vec(),
            }))
        };
        let end = |name: &str, checksum: Option<&str>| {
            Ok(Some(Mark::End {
                name: name.into(),
                checksum: checksum.map(Into::into),
            }))
        };
        for (comment, expected) in [
            ("<!-- report:begin results -->", begin("results", &[])),
            ("<!--report:begin results-->", begin("results", &[])),
            (
                "<!-- report:begin 결과 a=b -->",
                begin("결과", &[attribute("a", "b")]),
            ),
            (
                "<!--  report:begin\tx  k=v\n u=\"two %22words%22\" e=\"\" -->",
                begin(
                    "x",
                    &[
                        attribute("k", "v"),
                        attribute("u", "two \"words\""),
                        attribute("e", ""),
                    ],
                ),
            ),
            ("<!-- report:end x -->", end("x", None)),
            ("<!-- report:end x sha256:0aF9 -->", end("x", Some("0aF9"))),
            ("<!-- check:x -->", Ok(None)),
            ("<!-- report:beginning x -->", Ok(None)),
            ("<!-- see report:begin x -->", Ok(None)),
            ("<!-- report:begin -->", Err(())),
            ("<!-- report:begin x y -->", Err(())),
            ("<!-- report:begin x =y -->", Err(())),
            ("<!-- report:begin x a=\"b -->", Err(())),
            ("<!-- report:begin x a=\"b\"c=d -->", Err(())),
            ("<!-- report:begin \"x\" -->", Err(())),
            ("<!-- report:end x sha256: -->", Err(())),
            ("<!-- report:end x md5:00 -->", Err(())),
        ] {
            assert_eq!(read(comment), expected, "{comment}");
        }
    }

    proptest! {
        #[test]
        fn any_value_survives(values in prop::collection::vec(any::<String>(), 0..4)) {
            let attributes: Vec<(String, String)> =
                values.into_iter().enumerate().map(|(i, value)| (format!("k{i}"), value)).collect();
            let comment = begin("results", &attributes);
            prop_assert!(!comment[4..comment.len() - 3].contains("--"));
            prop_assert!(!comment.contains('\n'));
            prop_assert_eq!(read(&comment), Ok(Some(Mark::Begin { name: "results".into(), attributes })));
        }
    }
}
