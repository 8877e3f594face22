//! Closed sets of stable words, as reasons of verdicts are: each declared once, so that an enum and its list can't
//! differ. A set may hold those of another one as well.

/// Declares such a set: the enum, `word` (a variant as it is written) and `ALL`.
macro_rules! named {
    (
        $(#[$about:meta])+
        $vis:vis $set:ident: $($(#[$doc:meta])+ $name:ident,)+
        $(.. $(#[$of:meta])+ $others:ident($other:ident),)?
    ) => {
        $(#[$about])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        $vis enum $set {
            $($(#[$doc])+ $name,)+
            $($(#[$of])+ $others($other),)?
        }

        impl $set {
            /// Each of its own.
            #[cfg_attr(not(test), allow(dead_code, reason = "of some sets tests alone go through all"))]
            $vis const ALL: [$set; [$(stringify!($name)),+].len()] = [$($set::$name),+];

            /// The word as it is printed.
            $vis const fn word(self) -> &'static str {
                match self {
                    $($set::$name => stringify!($name),)+
                    $($set::$others(other) => other.word(),)?
                }
            }
        }
    };
}

pub(crate) use named;
