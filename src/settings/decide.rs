//! Decides a setting: flag, else environment, else `report.toml`, else default, each noted with
//! where it came from.

use super::nearest::{did_you_mean, nearest};
use super::{ConfigFile, Destination, Environment, Flags, Origin, Provenance, Trust};
use crate::both;
use crate::collect::access::Credential;
use crate::collect::cluster::contexts::is_private;
use crate::error::Error;
use crate::facts::lang::{Bilingual, Lang};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use std::path::Path;

/// Decides and remembers where each value came from.
pub(super) struct Decide<'a> {
    pub(super) environment: &'a Environment,
    pub(super) provenance: Vec<Provenance>,
    pub(super) trust: Trust,
    pub(super) allow_plain_http: bool,
    pub(super) file: Origin,
}

impl<'a> Decide<'a> {
    pub(super) fn new(
        environment: &'a Environment,
        config: Option<&Path>,
        trust: Trust,
    ) -> Decide<'a> {
        let file = config.map(|path| path.display().to_string());
        Decide {
            environment,
            provenance: Vec::new(),
            trust,
            allow_plain_http: false,
            file: Origin::File(file.unwrap_or_default()),
        }
    }

    pub(super) fn note(&mut self, name: &str, value: impl Into<String>, from: Origin) {
        self.provenance.push(Provenance {
            name: name.into(),
            value: value.into(),
            from,
            destination: None,
        });
    }

    /// Notes a value of the configuration file.
    pub(super) fn note_file(&mut self, name: &str, value: impl Into<String>) {
        self.note(name, value, self.file.clone());
    }

    /// Environment, else file, and which; noted, or noted as not set.
    pub(super) fn text(
        &mut self,
        name: &str,
        variable: &str,
        file: Option<&String>,
    ) -> Option<(String, Origin)> {
        let from_environment = self.environment.var(variable).map(str::to_string);
        let (value, from) = match (from_environment, file) {
            (Some(value), _) => (Some(value), Origin::Environment(variable.into())),
            (None, Some(value)) => (Some(value.clone()), self.file.clone()),
            (None, None) => {
                let how = both!(
                    "{variable} 또는 report.toml의 {name}",
                    "{variable}, or {name} in report.toml"
                );
                (None, Origin::Unset(how))
            }
        };
        let shown = value.as_deref().map_or("–".into(), without_credentials);
        self.note(name, shown, from.clone());
        value.map(|value| (value, from))
    }

    /// What of a credential of the environment goes to an address: the credential, or why not. `said`
    /// are the settings that choose the place and what may be read there.
    pub(super) fn sent(
        &mut self,
        variables: &[&str],
        credential: Credential,
        addr: Option<&(String, Origin)>,
        said: &[&Origin],
    ) -> Credential {
        let is_set = |variable: &&&str| self.environment.var(variable).is_some();
        let set: Vec<&str> = variables.iter().filter(is_set).copied().collect();
        let destination = self.destination(addr, said);
        for variable in variables {
            if !set.contains(variable) {
                self.note(variable, "–", Origin::Unset(Bilingual::from(*variable)));
                continue;
            }
            self.provenance.push(Provenance {
                name: (*variable).into(),
                value: "(set)".into(),
                from: Origin::Environment((*variable).into()),
                destination: Some(destination.clone()),
            });
        }
        match (credential, destination.to) {
            (Credential::None, _) => Credential::None,
            (credential, Some(_)) => credential,
            (_, None) => Credential::Withheld(destination.why),
        }
    }

    fn destination(&self, addr: Option<&(String, Origin)>, said: &[&Origin]) -> Destination {
        let not = |why| Destination { to: None, why };
        let Some((addr, from)) = addr else {
            return not(both!(
                "보낼 주소가 설정되지 않았습니다",
                "no address is set to send it to"
            ));
        };
        let of_file = |from: &Origin| matches!(from, Origin::File(_));
        let by_file = of_file(from) || said.iter().any(|from| of_file(from));
        let shown = without_credentials(addr);
        if by_file && !self.trust.holds() {
            return not(self.trust.why());
        }
        if !shown.contains("://") {
            let base = shown.trim_end_matches('/');
            return not(both!(
                "주소 {base}에 http://나 https://가 없습니다: https://{base}처럼 쓰세요",
                "the address {base} has no http:// or https://: write https://{base}"
            ));
        }
        let private = addr.trim().parse().is_ok_and(|url| is_private(&url));
        if !private && !self.allow_plain_http {
            return not(both!(
                "{shown}: 암호화되지 않은 HTTP로는 자격 증명을 보내지 않습니다. https를 쓰거나, 신뢰하는 네트워크라면 allow_plain_http(REPORT_ALLOW_PLAIN_HTTP)를 켜세요",
                "credentials do not go over plain HTTP to {shown}: use https or, in a network that you trust, set allow_plain_http (REPORT_ALLOW_PLAIN_HTTP)"
            ));
        }
        let why = if by_file {
            let trust = self.trust.why();
            Bilingual::each(|lang| format!("{}; {}", from.words(lang), trust.of(lang)))
        } else {
            Bilingual::each(|lang| from.words(lang))
        };
        Destination {
            to: Some(shown),
            why,
        }
    }

    /// The language of messages, and that of new records where somebody said one. What the team writes in is
    /// the file's to say; who reads the messages, the environment tells first.
    pub(super) fn languages(
        &mut self,
        flags: &Flags,
        config: &ConfigFile,
    ) -> Result<(Lang, Option<Lang>), Error> {
        let said = match (&flags.lang, &config.lang) {
            (Some(word), _) => Some((word.as_str(), Origin::Flag("--lang"))),
            (None, Some(word)) => Some((word.as_str(), self.file.clone())),
            (None, None) => None,
        };
        let locale = of_locale(self.environment);
        let Some((word, from)) = said else {
            let (lang, from) = locale.unwrap_or((Lang::En, Origin::Default));
            self.note("lang", lang.code(), from);
            return Ok((lang, None));
        };
        let words: Option<Vec<Lang>> = word.split(',').map(|w| parse_lang(w.trim())).collect();
        let record = words.and_then(|words| words.first().copied());
        let record = record.ok_or_else(|| unknown_language(word, &from))?;
        self.note("lang", word, from);
        match locale.filter(|(lang, _)| flags.lang.is_none() && *lang != record) {
            Some((lang, Origin::Environment(name))) => {
                let from = Origin::Environment(name.clone());
                self.note(&name, lang.code(), from);
                Ok((lang, Some(record)))
            }
            Some(_) | None => Ok((record, Some(record))),
        }
    }

    pub(super) fn clock(&mut self) -> Result<DateTime<Utc>, Error> {
        let Some(epoch) = self.environment.var("SOURCE_DATE_EPOCH") else {
            return Ok(self.environment.clock);
        };
        let now = epoch
            .parse()
            .ok()
            .and_then(|seconds| DateTime::from_timestamp(seconds, 0));
        let from = Origin::Environment("SOURCE_DATE_EPOCH".into());
        self.note("clock", epoch, from);
        now.ok_or_else(|| {
            Error::config(both!(
                "SOURCE_DATE_EPOCH가 `{epoch}`[으로/로], 1970년부터의 초가 아닙니다",
                "SOURCE_DATE_EPOCH is `{epoch}`, not seconds since 1970"
            ))
            .hinted(both!(
                "`date +%s`가 출력하는 정수로 지정하거나 지우세요",
                "set it to a whole number as `date +%s` prints it, or unset it"
            ))
        })
    }

    pub(super) fn timezone(&mut self, config: &ConfigFile) -> Result<Option<Tz>, Error> {
        let Some(name) = &config.timezone else {
            self.note("timezone", "ko: Asia/Seoul, en: UTC", Origin::Default);
            return Ok(None);
        };
        let zone = name.parse::<Tz>().map_err(|_| {
            let error = Error::config(both!(
                "{0}: 알 수 없는 시간대 `{name}`",
                "{0}: unknown time zone `{name}`",
                self.file
            ));
            let zones = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
            match nearest(name, zones) {
                Some(zone) => error.hinted(did_you_mean(zone)),
                None => error.hinted(both!(
                    "`Asia/Seoul`이나 `UTC` 같은 IANA 이름을 쓰세요",
                    "use an IANA name such as `Asia/Seoul` or `UTC`"
                )),
            }
        })?;
        self.note_file("timezone", name);
        Ok(Some(zone))
    }
}

/// The language that the locale asks for, and which variable said so. `C` and `POSIX` ask for none; what else is
/// no Korean locale is English.
fn of_locale(environment: &Environment) -> Option<(Lang, Origin)> {
    let (name, value) = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| Some((name, environment.var(name)?)))?;
    let lang = match value.split(['_', '.', '@']).next()? {
        "C" | "POSIX" | "" => return None,
        "ko" => Lang::Ko,
        _ => Lang::En,
    };
    Some((lang, Origin::Environment(name.into())))
}

/// The language to speak before the settings are known: for help and for errors of the command line.
pub(crate) fn spoken(asked: Option<&str>, environment: &Environment) -> Lang {
    asked
        .and_then(|words| parse_lang(words.split(',').next()?.trim()))
        .or_else(|| Some(of_locale(environment)?.0))
        .unwrap_or(Lang::En)
}

fn unknown_language(word: &str, from: &Origin) -> Error {
    Error::config(Bilingual::new(
        format!("알 수 없는 언어 `{word}` ({})", from.words(Lang::Ko)),
        format!("unknown language `{word}` ({})", from.words(Lang::En)),
    ))
    .hinted(both!(
        "`ko`나 `en`을 쓰세요. `report new`에는 `ko,en`도 됩니다",
        "use `ko`, `en` or, for `report new`, `ko,en`"
    ))
}

/// A URL without its user and password, for showing.
pub(super) fn without_credentials(url: &str) -> String {
    match url.split_once("://") {
        Some((scheme, rest)) => {
            let authority = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            match rest[..authority].rfind('@') {
                Some(at) => format!("{scheme}://{}", &rest[at + 1..]),
                None => url.to_string(),
            }
        }
        None => url.to_string(),
    }
}

/// Reads a language word.
fn parse_lang(word: &str) -> Option<Lang> {
    match word {
        "ko" => Some(Lang::Ko),
        "en" => Some(Lang::En),
        _ => None,
    }
}
