//! What a person reads about a verdict. Judging tells a [`Wording`], by name and with its arguments; the words of
//! both languages stand side by side in one table.

mod verdicts;

use crate::facts::budget::Exceeded;
use crate::facts::lang::{Bilingual, Lang};
use std::fmt::Display;

pub(crate) use verdicts::Wording;

/// What stands in a place of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument {
    /// A name, a number, somebody else's words.
    Text(String),
    /// Words that depend on the language.
    Told(Box<Wording>),
    /// Words of another room, in both languages.
    Both(Bilingual),
}

impl Argument {
    /// Its words in a language.
    pub fn words(&self, lang: Lang) -> String {
        match self {
            Argument::Text(text) => text.clone(),
            Argument::Told(told) => told.words(lang),
            Argument::Both(both) => both.of(lang).to_owned(),
        }
    }
}

/// What can stand in a place of a text.
pub(crate) trait AsArgument {
    /// As it stands there.
    fn argument(&self) -> Argument;
}

impl<T: Display + ?Sized> AsArgument for T {
    fn argument(&self) -> Argument {
        Argument::Text(self.to_string())
    }
}

impl AsArgument for Wording {
    fn argument(&self) -> Argument {
        Argument::Told(Box::new(self.clone()))
    }
}

impl AsArgument for Bilingual {
    fn argument(&self) -> Argument {
        Argument::Both(self.clone())
    }
}

impl AsArgument for Argument {
    fn argument(&self) -> Argument {
        self.clone()
    }
}

/// Somebody else's words, and what reads the same in both languages.
impl From<String> for Wording {
    fn from(text: String) -> Wording {
        let text = Argument::Text(text);
        Wording::Verbatim { text }
    }
}

impl From<&str> for Wording {
    fn from(text: &str) -> Wording {
        text.to_owned().into()
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Argument {
        Argument::Text(text)
    }
}

impl From<Exceeded> for Argument {
    fn from(exceeded: Exceeded) -> Argument {
        Argument::Both(exceeded.told())
    }
}

/// Declares the texts: `Name(argument, …) "Korean" "English";`.
macro_rules! wordings {
    ($($name:ident $(($($argument:ident),+))? $korean:literal $english:literal $(, $more:expr)?;)+) => {
        /// A text about a verdict, with its arguments.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[allow(missing_docs, reason = "its texts tell what each is")]
        pub enum Wording {
            $($name $({ $($argument: $crate::wording::Argument),+ })?,)+
        }

        impl Wording {
            /// Its words in a language.
            pub fn words(&self, lang: $crate::facts::lang::Lang) -> String {
                use $crate::facts::lang::Lang;
                match self {
                    $(Wording::$name $({ $($argument),+ })? => {
                        $($(let $argument = $argument.words(lang);)+)?
                        match lang {
                            Lang::Ko => $crate::josa!($korean),
                            Lang::En => format!($english $(, $more)?),
                        }
                    })+
                }
            }
        }
    };
}

pub(crate) use wordings;

/// A text about a verdict: `told!(NotReadyYet, name)`, `told!(SoManyLines, count = lines.len())`.
#[macro_export]
macro_rules! told {
    ($name:ident $(, $field:ident $(= $value:expr)?)*) => {{
        #[allow(unused_imports, reason = "not every text has arguments")]
        use $crate::wording::AsArgument as _;
        $crate::wording::Wording::$name {
            $($field: $crate::told!(@ $field $(= $value)?)),*
        }
    }};
    (@ $field:ident) => {
        $field.argument()
    };
    (@ $field:ident = $value:expr) => {
        ($value).argument()
    };
}

#[cfg(test)]
mod tests;
