//! Tells apart what stands in prose: commits, deployments' numbers, JSON fields, node names.

/// How many digits a commit's id has.
pub(super) const COMMIT: usize = 40;

/// The next commit id from a byte on: 40 lower-case hex digits, one of them 0 to 9, that are a word.
/// Looks at every 40th byte only, as no id can hide between two.
pub(super) fn next_commit(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_hex = |b: &u8| b.is_ascii_digit() || matches!(b, b'a'..=b'f');
    let mut probe = from + COMMIT - 1;
    while let Some(byte) = bytes.get(probe) {
        if !is_hex(byte) {
            probe += COMMIT;
            continue;
        }
        let start = bytes[from..probe]
            .iter()
            .rposition(|b| !b.is_ascii_alphanumeric());
        let start = start.map_or(from, |at| from + at + 1);
        let length = bytes[start..]
            .iter()
            .take_while(|b| b.is_ascii_alphanumeric())
            .count();
        let word = &bytes[start..start + length];
        let whole =
            length == COMMIT && word.iter().all(is_hex) && word.iter().any(u8::is_ascii_digit);
        if whole && (start == 0 || !bytes[start - 1].is_ascii_alphanumeric()) {
            return Some(start);
        }
        probe = start + length + COMMIT;
    }
    None
}

/// Whether what follows a number ends its word: `4354.` does, `4354.5`, `4354-a` and `4354th` do not.
pub(super) fn ends_word(after: &[u8]) -> bool {
    match after {
        [b'.' | b'-' | b'/' | b'%', next, ..] => !next.is_ascii_alphanumeric(),
        [next, ..] => !next.is_ascii_alphanumeric(),
        [] => true,
    }
}

/// The value of the first `"key": "value"` in a text.
pub(super) fn json_string(text: &str, key: &str) -> Option<String> {
    let quoted = format!("\"{key}\"");
    text.match_indices(&quoted).find_map(|(at, _)| {
        let rest = text[at + quoted.len()..].trim_start().strip_prefix(':')?;
        let value = rest.trim_start().strip_prefix('"')?;
        let value = &value[..value.find('"')?];
        let plain = !value.is_empty() && !value.contains(['$', '<', '{', '\\', '\n']);
        plain.then(|| value.to_owned())
    })
}

/// Whether a text may hold a name that `is_cloud_node` knows.
pub(super) fn may_name_a_node(text: &str) -> bool {
    ["ip-", "gke-", "aks-", ".internal"]
        .iter()
        .any(|part| text.contains(part))
}

/// Node names as EKS, GKE and AKS give them.
pub(super) fn is_cloud_node(word: &str) -> bool {
    let eks = word.starts_with("ip-") && word[3..].starts_with(|c: char| c.is_ascii_digit());
    let named = (eks && word.len() > 10)
        || (word.starts_with("gke-") && word.len() > 12)
        || (word.starts_with("aks-") && word.contains("vmss"))
        || (word.ends_with(".compute.internal") || word.ends_with(".ec2.internal"));
    named && is_host_name(word)
}

/// A DNS name with a digit or a dot in it, in lower case.
pub(super) fn is_host_name(word: &str) -> bool {
    word.len() <= 253
        && word.contains(['-', '.'])
        && word
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.'))
        && word.starts_with(|c: char| c.is_ascii_alphanumeric())
        && word.ends_with(|c: char| c.is_ascii_alphanumeric())
        && word.contains(|c: char| c.is_ascii_digit())
}
