//! What an assistant may read: the sentences that are understood, the schemas of answers, and the records.

use super::Call;
use super::answer::notice;
use crate::both;
use crate::command::init::agent;
use crate::command::schema::schemas;
use crate::error::Error;
use crate::facts::lang::Lang;
use crate::facts::percent::decoded;
use crate::facts::secret::mask;
use crate::store::{self, Reach};
use rmcp::model::{ReadResourceResult, Resource, ResourceContents, ResourceTemplate};

const SENTENCES: &str = "report://sentences/";
const SCHEMA: &str = "report://schema/";
const RECORD: &str = "report://record/";

/// So many records are listed, the newest first; `list_records` tells of all.
const LISTED: usize = 50;

/// All of them.
pub(super) fn listed(call: &Call) -> Result<Vec<Resource>, Error> {
    let settings = call.settings(None)?;
    let sentences = [Lang::Ko, Lang::En].map(|lang| {
        Resource::new(format!("{SENTENCES}{}", lang.code()), lang.code())
            .with_title(lang.pick("이해되는 문장", "Sentences that are understood"))
            .with_mime_type("text/markdown")
    });
    let schemas = schemas().into_iter().map(|(name, _)| {
        Resource::new(format!("{SCHEMA}{name}"), name).with_mime_type("application/schema+json")
    });
    let records = store::list(&settings.deployments(), Reach::Within(&settings.root));
    let records = records.unwrap_or_default().into_iter().rev().take(LISTED);
    let records = records.map(|file| {
        Resource::new(format!("{RECORD}{}", file.name), file.name)
            .with_description(notice(settings.lang))
            .with_mime_type("text/markdown")
    });
    Ok(sentences
        .into_iter()
        .chain(schemas)
        .chain(records)
        .collect())
}

/// That of a record.
pub(super) fn template(lang: Lang) -> ResourceTemplate {
    ResourceTemplate::new(format!("{RECORD}{{path}}"), "record")
        .with_title(lang.pick("배포 기록", "A deployment record"))
        .with_description(notice(lang))
        .with_mime_type("text/markdown")
}

/// One of them.
pub(super) fn read(uri: &str, call: &Call) -> Result<ReadResourceResult, Error> {
    let text = |text: String, kind: &str| ResourceContents::text(text, uri).with_mime_type(kind);
    if let Some(code) = uri.strip_prefix(SENTENCES) {
        let lang = [Lang::Ko, Lang::En].into_iter();
        let mut lang = lang.filter(|lang| lang.code() == code);
        let lang = lang.next().ok_or_else(|| unknown(uri))?;
        let sheet = text(agent::steering(lang), "text/markdown");
        return Ok(ReadResourceResult::new(vec![sheet]));
    }
    if let Some(name) = uri.strip_prefix(SCHEMA) {
        let schema = schemas().into_iter().find(|(known, _)| *known == name);
        let (_, schema) = schema.ok_or_else(|| unknown(uri))?;
        let schema = text(
            format!("{:#}", schema.to_value()),
            "application/schema+json",
        );
        return Ok(ReadResourceResult::new(vec![schema]));
    }
    let path = uri.strip_prefix(RECORD).ok_or_else(|| unknown(uri))?;
    let settings = call.settings(None)?;
    let (_, record) = super::read(&decoded(path), &settings)?;
    // The record's own bytes follow, so that the word about them stands apart.
    let about = ResourceContents::text(notice(settings.lang), format!("{uri}#notice"));
    let record = text(mask(&record).into_owned(), "text/markdown");
    Ok(ReadResourceResult::new(vec![about, record]))
}

fn unknown(uri: &str) -> Error {
    Error::user(both!(
        "{uri}: 그런 리소스가 없습니다",
        "{uri}: there is no such resource"
    ))
    .hinted(both!(
        "`resources/list`가 있는 것을 알려 줍니다",
        "`resources/list` tells which there are"
    ))
}
