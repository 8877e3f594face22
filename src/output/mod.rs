//! One result model, several faces: text for people, JSON, JUnit, GitHub annotations. Pure: each
//! face is a function of the outcome; nothing here judges or prints.

pub mod brief;
pub mod github;
pub mod json;
pub mod junit;
pub mod layout;
pub mod outputs;
pub mod story;
pub mod table;
pub mod text;
pub mod wording;

#[cfg(test)]
pub(crate) mod tests {
    //! A run to show.

    pub(crate) mod sample;
}

/// How a text face is laid out.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Language of words that are not the record's.
    pub lang: crate::facts::lang::Lang,
    /// Whether ANSI colours are used.
    pub color: bool,
    /// Columns available.
    pub width: usize,
    /// From 1 on, commands and what they printed are shown; from 2 on, who was asked and how long
    /// the answer took.
    pub verbose: u8,
}
