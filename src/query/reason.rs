//! The sentences that say why a command is not looked at, in English (as [`Class`] carries them) and
//! in Korean. Every reason is one line of `reasons.tsv`,
//! so that the texts stay stable.

use super::Class;
use crate::facts::lang::Lang;
use crate::facts::tsv;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error;
use std::sync::LazyLock;

/// Why a command is refused or not ours. Each has a sentence with at most one hole (`{}`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(super) enum Why {
    // Refused.
    ChangesCluster,
    RunsInContainer,
    OpensTunnel,
    CopiesFiles,
    ChangesKubeconfig,
    Credential,
    ChoosesServer,
    SkipsTls,
    RawPath,
    Impersonates,
    WritesLocally,
    SecretValues,
    KubeconfigSet,
    HttpMethod,
    HttpBody,
    HttpCredential,
    HttpDownload,
    HttpRoute,
    HttpScheme,
    HttpMetadata,
    HttpHeader,
    ChangesRelease,
    ChangesRepositories,
    ChangesArgo,
    ChangesGit,
    RunsProgram,
    LokiDelete,
    ArgoRefresh,
    // Not ours.
    UnknownTool,
    Redefined,
    UnknownVerb,
    UnknownFlag,
    BadFlagValue,
    MissingFlagValue,
    UnknownFilter,
    FilterForm,
    LocalFile,
    LocalKubeconfig,
    LocalVersion,
    GoTemplate,
    OutputForm,
    OtherOutput,
    NoTarget,
    TooManyWords,
    NameAndSelector,
    NameEverywhere,
    MixedNames,
    KindAndName,
    HelmRelease,
    HelmLocal,
    ArgoRead,
    GitRead,
    PromtoolRead,
    LogcliRead,
    ReadVerb,
    InConstruct,
    OnlyOnFailure,
    Background,
    Redirect,
    HereDocument,
    Subshell,
    Braces,
    Unparsed,
    TooLong,
    TooMuch,
    ManyUrls,
    UrlPattern,
    NoUrl,
    NoQuery,
    InnerOther,
    NoCommand,
}

impl Why {
    /// By its name in a table of this room.
    pub(super) fn named(name: &'static str) -> Option<Why> {
        let name: serde::de::value::StrDeserializer<'_, Error> = name.into_deserializer();
        Why::deserialize(name).ok()
    }
}

/// Each reason with its sentence in English and in Korean.
static TABLE: LazyLock<Vec<(Why, &str, &str)>> = LazyLock::new(|| {
    let rows = tsv::rows(include_str!("reasons.tsv"));
    let named = rows.filter_map(|[name, en, ko]| Some((Why::named(name)?, en, ko)));
    named.collect()
});

/// A refusal with its rule.
pub(super) fn refused(why: Why, what: &str) -> Class {
    Class::Refused(fill(english(why), what))
}

/// Something that is not ours.
pub(super) fn not_ours(why: Why, what: &str) -> Class {
    Class::NotOurs(fill(english(why), what))
}

/// Why a command is not looked at, as a phrase in a language; for a command that is looked at, a
/// phrase that says so.
pub(crate) fn reason(class: &Class, lang: Lang) -> String {
    match class {
        Class::Understood(pipeline) => super::describe::pipeline(pipeline, lang),
        Class::NeedsValue(names) => {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            let list = names.join(", ");
            match lang {
                Lang::Ko => format!("값을 채워야 함: {list}"),
                Lang::En => format!("needs a value: {list}"),
            }
        }
        Class::Refused(text) | Class::NotOurs(text) => match lang {
            Lang::En => text.clone(),
            Lang::Ko => korean(text).unwrap_or_else(|| text.clone()),
        },
    }
}

fn english(why: Why) -> &'static str {
    TABLE
        .iter()
        .find(|(id, _, _)| *id == why)
        .map_or("`{}` is not understood", |(_, en, _)| en)
}

/// Puts a shortened piece of the command into the hole; back-quotes in it would end the span.
fn fill(template: &str, what: &str) -> String {
    let flat: Vec<&str> = what.split_whitespace().collect();
    let mut shown: String = flat
        .join(" ")
        .replace('`', "'")
        .replace(super::expand::UNKNOWN, "…");
    if shown.chars().count() > 80 {
        shown = shown.chars().take(79).collect();
        shown.push('…');
    }
    template.replacen("{}", &shown, 1)
}

fn korean(text: &str) -> Option<String> {
    TABLE.iter().find_map(|(_, en, ko)| {
        let (before, after) = en.split_once("{}")?;
        let what = text.strip_prefix(before)?.strip_suffix(after)?;
        Some(ko.replacen("{}", what, 1))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::lang::is_hangul;

    #[test]
    fn every_reason_has_a_sentence_in_both_languages() {
        assert_eq!(TABLE.len(), Why::NoCommand as usize + 1);
        for (why, en, ko) in TABLE.iter() {
            assert_eq!(en.matches("{}").count(), 1, "{why:?}");
            assert_eq!(ko.matches("{}").count(), 1, "{why:?}");
            let class = refused(*why, "kubectl x");
            assert!(!reason(&class, Lang::En).chars().any(is_hangul));
            let korean = reason(&class, Lang::Ko);
            assert!(korean.chars().any(is_hangul), "{korean}");
            assert!(korean.contains("kubectl x"), "{korean}");
        }
    }

    #[test]
    fn a_hole_is_kept_short_and_in_its_span() {
        let class = not_ours(Why::UnknownTool, &"`x\n`".repeat(100));
        let text = reason(&class, Lang::En);
        assert!(text.chars().count() < 130, "{text}");
        assert_eq!(text.matches('`').count(), 2, "{text}");
    }
}
