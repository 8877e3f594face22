//! The pages of the site: Tera templates in HTML, which escape what is put into them, and the words of a
//! language.

use super::environment::embedded;
use crate::facts::lang::Lang;
use serde::Serialize;
use std::collections::BTreeMap;
use tera::{Context, Tera};

const TEMPLATES: &[(&str, &str)] = embedded!("site":
    "base.html", "overview.html", "record.html", "application.html", "measures.html", "rows.html", "table.html",
);

/// The words, in both languages side by side.
const WORDS: &str = include_str!("../../templates/site/words.toml");

/// The files that are the same for every site.
pub(crate) const FILES: &[(&str, &str)] = embedded!("site": "style.css", "search.js", "icon.svg");

/// The pages of one language.
pub(crate) struct Pages {
    tera: Tera,
    words: BTreeMap<String, String>,
    lang: Lang,
}

impl Pages {
    /// The templates, ready to be filled in.
    ///
    /// # Errors
    /// If one of them cannot be read, in Tera's words.
    pub(crate) fn new(lang: Lang) -> Result<Pages, String> {
        let mut tera = Tera::new();
        tera.add_raw_templates(TEMPLATES.iter().copied())
            .map_err(|error| error.to_string())?;
        Ok(Pages {
            tera,
            words: words(lang)?,
            lang,
        })
    }

    /// A page from its template.
    ///
    /// # Errors
    /// If it cannot be filled in, in Tera's words.
    pub(crate) fn page(&self, template: &str, page: &impl Serialize) -> Result<String, String> {
        let mut context = Context::from_serialize(page).map_err(|error| error.to_string())?;
        context.insert("w", &self.words);
        context.insert("lang", self.lang.code());
        self.tera
            .render(template, &context)
            .map_err(|error| error.to_string())
    }

    /// A word.
    pub(crate) fn word(&self, key: &str) -> &str {
        self.words.get(key).map_or("", String::as_str)
    }
}

fn words(lang: Lang) -> Result<BTreeMap<String, String>, String> {
    let table: BTreeMap<String, BTreeMap<String, String>> =
        toml::from_str(WORDS).map_err(|error| error.to_string())?;
    let of = |(key, mut both): (String, BTreeMap<String, String>)| {
        let word = both.remove(lang.code());
        word.map(|word| (key.clone(), word)).ok_or(key)
    };
    table.into_iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_word_is_there_in_both_languages_and_used() {
        let (ko, en) = (words(Lang::Ko).unwrap(), words(Lang::En).unwrap());
        assert_eq!(ko.keys().collect::<Vec<_>>(), en.keys().collect::<Vec<_>>());
        for (key, word) in &ko {
            assert_eq!(Lang::of(word), Lang::Ko, "{key}");
            assert_eq!(Lang::of(&en[key]), Lang::En, "{key}");
        }
        let mut used = BTreeSet::new();
        for (_, text) in TEMPLATES {
            for (at, _) in text.match_indices("w.") {
                let before = text[..at].chars().next_back().unwrap_or(' ');
                if before.is_alphanumeric() || before == '.' {
                    continue;
                }
                let rest = &text[at + 2..];
                let end = rest
                    .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                    .unwrap();
                used.insert(rest[..end].to_owned());
            }
        }
        let code = concat!(
            include_str!("../command/site/mod.rs"),
            include_str!("../command/site/feed.rs")
        );
        for (at, _) in code.match_indices(".word(\"") {
            let rest = &code[at + 7..];
            used.insert(rest[..rest.find('"').unwrap()].to_owned());
        }
        let named = en.keys().filter(|key| code.contains(&format!("\"{key}\"")));
        used.extend(named.cloned());
        let known: BTreeSet<String> = en.keys().cloned().collect();
        assert_eq!(used, known);
    }

    #[test]
    fn what_is_put_into_a_page_is_text() {
        // What stands there as it is was made by our own code, and is named so.
        for (name, text) in TEMPLATES {
            for (at, _) in text.match_indices("| safe") {
                let line = text[..at].rsplit("{{").next().unwrap();
                assert!(line.contains("_html"), "{name}: {line}");
            }
            let tags = text
                .split('<')
                .skip(1)
                .filter_map(|tag| tag.split('>').next());
            let words = tags.flat_map(|tag| tag.split([' ', '\n']).skip(1));
            for word in words {
                assert!(
                    !(word.starts_with("style=") || word.starts_with("on") && word.contains('=')),
                    "{name}: {word}"
                );
            }
        }
    }
}
