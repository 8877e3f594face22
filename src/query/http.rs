//! `curl` and `wget`, GET and HEAD only, without credentials, bodies or files.

use super::expand::Word;
use super::flags::{Parsed, parse_getopt};
use super::reason::{Why, not_ours, refused};
use super::{Class, HttpQuery, Query, placeholder, word_list};
use crate::facts::percent;

/// Reads the words after `curl`.
pub(super) fn curl(words: &[Word]) -> Result<Query, Class> {
    let parsed = parse_getopt(&curl_spelling(words), &["curl"])?;
    let mut method = if parsed.on("head") { "HEAD" } else { "GET" };
    if let Some(request) = parsed.value("request") {
        method = match request.text.to_uppercase().as_str() {
            "GET" => "GET",
            "HEAD" => "HEAD",
            other => return Err(refused(Why::HttpMethod, &format!("-X {other}"))),
        };
    }
    let data: Vec<&Word> = parsed.values("data-urlencode").collect();
    if !data.is_empty() && !parsed.on("get") {
        return Err(refused(Why::HttpBody, "--data-urlencode"));
    }
    let discard = match parsed.value("output").map(|word| word.text.as_str()) {
        None | Some("-") => false,
        Some("/dev/null" | "NUL" | "nul" | "$null") => true,
        Some(file) => return Err(refused(Why::HttpDownload, &format!("-o {file}"))),
    };
    let urls: Vec<&Word> = parsed.words.iter().chain(parsed.values("url")).collect();
    let url = with_data(&url(&urls, "curl", parsed.on("globoff"))?, &data)?;
    Ok(Query::Http(HttpQuery {
        method: method.to_owned(),
        url,
        headers: headers(&parsed)?,
        follow_redirects: parsed.on("location"),
        show_headers: parsed.on("include") || parsed.on("head"),
        discard_body: discard,
        write_out: parsed.text("write-out"),
        fail: parsed.on("fail") || parsed.on("fail-with-body"),
    }))
}

/// Single-dash long options (`-skL` is a cluster) stay; only `--no-…` forms of switches are taken out.
fn curl_spelling(words: &[Word]) -> Vec<Word> {
    let kept = |word: &&Word| !word_list("curl-no-switch").has(&word.text);
    words.iter().filter(kept).cloned().collect()
}

/// Reads the words after `wget`, which writes a file unless told otherwise.
pub(super) fn wget(words: &[Word]) -> Result<Query, Class> {
    let words = wget_spelling(words);
    let parsed = parse_getopt(&words, &["wget"])?;
    if let Some(method) = parsed.value("method")
        && !matches!(method.text.to_uppercase().as_str(), "GET" | "HEAD")
    {
        return Err(refused(
            Why::HttpMethod,
            &format!("--method={}", method.text),
        ));
    }
    let urls: Vec<&Word> = parsed.words.iter().collect();
    let url = url(&urls, "wget", true)?;
    let spider = parsed.on("spider");
    let discard = match parsed
        .value("output-document")
        .map(|word| word.text.as_str())
    {
        Some("-") => false,
        Some("/dev/null") => true,
        None if spider => true,
        Some(file) => return Err(refused(Why::HttpDownload, &format!("wget -O {file}"))),
        None => return Err(refused(Why::HttpDownload, "wget")),
    };
    let head = spider
        || parsed
            .text("method")
            .is_some_and(|m| m.eq_ignore_ascii_case("head"));
    Ok(Query::Http(HttpQuery {
        method: if head { "HEAD" } else { "GET" }.to_owned(),
        url,
        headers: headers(&parsed)?,
        follow_redirects: true,
        show_headers: false,
        discard_body: discard,
        write_out: None,
        fail: true,
    }))
}

/// `-nv` and `-qO-` as getopt reads them.
fn wget_spelling(words: &[Word]) -> Vec<Word> {
    words
        .iter()
        .map(|word| match word.text.as_str() {
            "-nv" => word.with_text("--no-verbose"),
            "-nc" | "-np" | "-nd" | "-nH" => word.with_text("--mirror"),
            _ => word.clone(),
        })
        .collect()
}

fn url(words: &[&Word], tool: &str, literal: bool) -> Result<String, Class> {
    let word = match words {
        [] => return Err(not_ours(Why::NoUrl, tool)),
        [one] => one,
        [_, second, ..] => return Err(not_ours(Why::ManyUrls, &second.text)),
    };
    let url = word.text.trim();
    let (scheme, rest) = match url.split_once("://") {
        Some((scheme, rest)) => (scheme.to_lowercase(), rest),
        None => ("http".to_owned(), url),
    };
    if !matches!(scheme.as_str(), "http" | "https") && word.is_known() {
        return Err(refused(Why::HttpScheme, url));
    }
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    if host.contains('@') {
        return Err(refused(Why::HttpCredential, "user:password@"));
    }
    if tells_credentials(host) {
        return Err(refused(Why::HttpMetadata, host));
    }
    if let Some(name) = secret_parameter(rest) {
        return Err(refused(Why::HttpCredential, &name));
    }
    if !literal && word.is_known() && rest.contains(['{', '[']) && !host.starts_with('[') {
        return Err(not_ours(Why::UrlPattern, url));
    }
    if url.contains("://") {
        Ok(url.to_owned())
    } else {
        Ok(format!("http://{url}"))
    }
}

/// The addresses at which clouds tell a machine its credentials, and addresses written as one number,
/// which nobody writes who wants to be understood.
fn tells_credentials(host: &str) -> bool {
    let host = host.to_lowercase();
    let name = match host.strip_prefix('[') {
        Some(inside) => inside.split(']').next().unwrap_or(""),
        None => host.split(':').next().unwrap_or(""),
    };
    let name = name.trim_end_matches('.');
    let link_local =
        name.starts_with("169.254.") || name.contains("a9fe:") || name.contains("169.254.");
    let numeric = !name.is_empty()
        && (name.bytes().all(|byte| byte.is_ascii_digit()) || name.starts_with("0x"));
    link_local || numeric || word_list("credential-host").has(name)
}

/// A credential in the query string.
fn secret_parameter(rest: &str) -> Option<String> {
    let (_, query) = rest.split_once('?')?;
    query
        .split('&')
        .filter_map(|pair| pair.split('=').next())
        .find(|name| word_list("secret-parameter").is_within(&name.to_lowercase()))
        .map(|name| format!("?{name}="))
}

/// `-G --data-urlencode 'query={…}'` becomes part of the address, as curl does it.
fn with_data(url: &str, data: &[&Word]) -> Result<String, Class> {
    let mut out = url.to_owned();
    for word in data {
        let (name, content) = word.text.split_once('=').unwrap_or(("", &word.text));
        if name.contains('@') || (name.is_empty() && content.contains('@')) {
            return Err(not_ours(
                Why::LocalFile,
                &format!("--data-urlencode {}", word.text),
            ));
        }
        if let Some(found) = secret_parameter(&format!("?{name}=")) {
            return Err(refused(Why::HttpCredential, &found));
        }
        out.push(if out.contains('?') { '&' } else { '?' });
        if !name.is_empty() {
            out.push_str(name);
            out.push('=');
        }
        out.push_str(&percent::encoded(content, ""));
    }
    Ok(out)
}

fn headers(parsed: &Parsed) -> Result<Vec<(String, String)>, Class> {
    parsed
        .values("header")
        .map(|word| {
            let (name, value) = word.text.split_once(':').unwrap_or((&word.text, ""));
            let name = name.trim();
            if name.starts_with('@') {
                return Err(not_ours(Why::LocalFile, name));
            }
            if word_list("header").has(&name.to_lowercase()) {
                Ok((name.to_owned(), value.trim().to_owned()))
            } else {
                Err(refused(Why::HttpHeader, &format!("{name}:")))
            }
        })
        .collect()
}

/// A host that can be none because it is all capitals (`NODE_IP`).
pub(super) fn host_to_fill_in(query: &Query) -> Option<String> {
    let Query::Http(HttpQuery { url, .. }) = query else {
        return None;
    };
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let capitals = !host.chars().any(|c| c.is_ascii_lowercase());
    placeholder::in_name(host).filter(|_| capitals)
}

#[cfg(test)]
mod tests {
    use crate::query::{Class, Query, script};

    #[test]
    fn headers_are_those_of_the_list() {
        for (name, wanted) in [
            ("Accept", true),
            ("accept-language", true),
            ("User-Agent", true),
            ("Content-Type", true),
            ("Origin", true),
            ("X-Request-Id", true),
            ("Host", false),
            ("HOST", false),
            (" Host", false),
            ("X-Forwarded-Host", false),
            ("X-Forwarded-For", false),
            ("X-HTTP-Method-Override", false),
            ("X-Method-Override", false),
            ("Impersonate-User", false),
            ("Impersonate-Group", false),
            ("X-Remote-User", false),
            ("X-Remote-Group", false),
            ("X-Scope-OrgID", false),
            ("Content-Length", false),
            ("Transfer-Encoding", false),
            ("Connection", false),
            ("Upgrade", false),
            ("Expect", false),
            ("Accept-Encoding", false),
            ("Authorization", false),
            ("Cookie", false),
            ("X-Api-Key", false),
            ("X-Unknown", false),
            ("", false),
        ] {
            for line in [
                format!("curl -H '{name}: x' http://app.example/"),
                format!("curl -sS --header \"{name}:x\" http://app.example/"),
                format!("wget -qO- --header='{name}: x' http://app.example/"),
            ] {
                let script = script::read(&line, "bash");
                let class = &script.commands[0].class;
                let understood = matches!(
                    class,
                    Class::Understood(pipeline) if matches!(pipeline.query, Query::Http(_))
                );
                assert_eq!(understood, wanted, "{line}: {class:?}");
            }
        }
    }
}
