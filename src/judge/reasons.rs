//! Reasons of verdicts: closed sets of stable words, each declared once, so that an enum and its list
//! can't differ.

/// Declares a set of reasons: the enum `Reason`, `Reason::word` and, for tests, `Reason::ALL`.
macro_rules! reasons {
    ($about:literal; $($(#[doc = $doc:literal])+ $name:ident,)+) => {
        #[doc = $about]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Reason {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Reason {
            /// Every reason, so that a test can hold the documentation against them.
            #[cfg(test)]
            pub const ALL: &'static [Reason] = &[$(Reason::$name,)+];

            /// The word as it is printed.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Reason::$name => stringify!($name),)+
                }
            }
        }
    };
}

pub(crate) use reasons;
