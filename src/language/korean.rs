//! The Korean vocabulary: stems, and the particles and endings that follow them. A run of Hangul is
//! understood only if stems and endings cover all of it.

use super::concept::Term;
use super::lexicon::{endings, stems};
use super::word_lists::list;

/// Cuts a run of Hangul into stems and endings that cover all of it, longest first. `glued` runs stand
/// directly behind a foreign word or a number and may begin with an ending. `None` if nothing fits.
pub(super) fn cut(run: &str, glued: bool) -> Option<Vec<(usize, Term)>> {
    let mut cutter = Cutter {
        run,
        dead: vec![false; run.len() + 1],
        parts: Vec::new(),
    };
    cutter.cover(0, glued).then_some(cutter.parts)
}

struct Cutter<'a> {
    run: &'a str,
    /// Offsets from which the rest is known not to be coverable.
    dead: Vec<bool>,
    parts: Vec<(usize, Term)>,
}

impl Cutter<'_> {
    /// Depth-first with the longest candidate first; of equal length the ending wins.
    fn cover(&mut self, from: usize, after_stem: bool) -> bool {
        let rest = &self.run[from..];
        if rest.is_empty() {
            return true;
        }
        if self.dead[from] {
            return false;
        }
        let mut fitting: Vec<(&str, Term)> = Vec::new();
        if after_stem {
            fitting.extend(endings(rest));
        }
        let ends = |word: &str| endings(word).any(|(ending, _)| ending == word);
        fitting.extend(stems(rest).filter(|(word, _)| {
            from == 0 || list("inner-stems").has(word) || (word.len() > 3 && !ends(word))
        }));
        fitting.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        for (word, term) in fitting {
            self.parts.push((from, term));
            if self.cover(from + word.len(), true) {
                return true;
            }
            self.parts.pop();
        }
        self.dead[from] = true;
        false
    }
}
