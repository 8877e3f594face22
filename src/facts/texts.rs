//! Tables of texts in both languages, as data. A row has what its text is called and what must be so for it, then the
//! text in English and in Korean. In a text stand places: `{name}` is what is said of that name, else the first text of
//! the table that is called so; `{, name}` are all that are called so, each behind a comma, and `{(name)}` all of them in
//! brackets. Particles of the Korean stand as pairs (see [`josa`]).

use super::lang::Lang;
use super::{josa, tsv};

/// A table.
pub(crate) struct Texts(pub(crate) &'static str);

impl Texts {
    /// The texts of a name for which all is so, in the order of the table.
    pub(crate) fn of(&self, name: &str, so: &[&str], lang: Lang) -> Vec<&'static str> {
        let rows = tsv::rows(self.0).filter(|[row, _, _]| {
            let mut words = row.split(' ');
            words.next() == Some(name) && words.all(|one| so.contains(&one))
        });
        rows.map(|[_, english, korean]| lang.pick(korean, english))
            .collect()
    }
}

/// What is told by a table: what is so of it, and what it says of a name, if it says something.
pub(crate) struct Telling<'a> {
    /// The table.
    pub(crate) texts: &'static Texts,
    /// What is so.
    pub(crate) so: Vec<&'a str>,
    /// What is said in a place.
    pub(crate) said: &'a dyn Fn(&str) -> Option<String>,
    /// The language.
    pub(crate) lang: Lang,
}

impl Telling<'_> {
    /// The first text of a name whose places are all filled.
    pub(crate) fn first(&self, name: &str) -> Option<String> {
        self.each(name).next()
    }

    /// Each of them.
    fn each(&self, name: &str) -> impl Iterator<Item = String> {
        let texts = self.texts.of(name, &self.so, self.lang).into_iter();
        texts.filter_map(|text| match self.lang {
            Lang::Ko => self.filled(text).map(josa::settled),
            Lang::En => self.filled(text),
        })
    }

    /// A text with what stands in its places. `None`: nothing does in one of them.
    pub(crate) fn filled(&self, text: &str) -> Option<String> {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (place, behind) = after.split_once('}')?;
            filled.push_str(before);
            filled.push_str(&self.place(place)?);
            rest = behind;
        }
        filled.push_str(rest);
        Some(filled)
    }

    fn place(&self, place: &str) -> Option<String> {
        if let Some(name) = place.strip_prefix(", ") {
            return Some(self.each(name).map(|text| format!(", {text}")).collect());
        }
        let bracketed = place
            .strip_prefix('(')
            .and_then(|name| name.strip_suffix(')'));
        let Some(name) = bracketed else {
            return (self.said)(place).or_else(|| self.first(place));
        };
        let each: Vec<String> = self.each(name).collect();
        let shown = format!(" ({})", each.join(", "));
        Some(if each.is_empty() {
            String::new()
        } else {
            shown
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_from_what_is_said_and_from_the_table() {
        static TEXTS: Texts = Texts(
            "logs\tlogs: {of}{, limit}{(scope)}\t로그: {of}{, limit}{(scope)}\n\
             of\t{target}\t{target}[이/가]\nof\tpods\tPod\n\
             limit tail\tlast {lines} lines\t마지막 {lines}줄\nlimit previous\tprevious\t이전\n\
             scope\tnamespace {named}\t네임스페이스 {named}",
        );
        let told = |so: Vec<&str>, said: &[(&str, &str)], lang| {
            let said = |place: &str| {
                let own = said.iter().find(|(name, _)| *name == place);
                own.map(|(_, text)| (*text).to_owned())
            };
            let telling = Telling {
                texts: &TEXTS,
                so,
                said: &said,
                lang,
            };
            telling.first("logs")
        };
        let all = [("target", "web"), ("lines", "3"), ("named", "x")];
        assert_eq!(
            told(vec!["tail", "previous"], &all, Lang::En).as_deref(),
            Some("logs: web, last 3 lines, previous (namespace x)")
        );
        assert_eq!(
            told(vec!["tail", "previous"], &all, Lang::Ko).as_deref(),
            Some("로그: web이, 마지막 3줄, 이전 (네임스페이스 x)")
        );
        assert_eq!(
            told(vec!["tail"], &[], Lang::En).as_deref(),
            Some("logs: pods")
        );
    }
}
