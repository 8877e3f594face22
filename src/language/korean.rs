//! The Korean vocabulary: stems, and the particles and endings that follow them. A run of Hangul is
//! understood only if stems and endings cover all of it.

use super::concept::Term::{self, *};
use super::stems::STEMS;

/// Particles and endings. Those with a term mean something; the others only bind.
pub(super) const ENDINGS: &[(&str, Term)] = &[
    ("은", Noise),
    ("는", Noise),
    ("이", Noise),
    ("가", Noise),
    ("을", Noise),
    ("를", Noise),
    ("의", Noise),
    ("도", Noise),
    ("들", Noise),
    ("로", Noise),
    ("으로", Noise),
    ("에", At),
    ("에서", At),
    ("에도", At),
    ("에는", At),
    ("에서는", At),
    ("에서도", At),
    ("와", And),
    ("과", And),
    ("랑", And),
    ("나", Or),
    ("이나", Or),
    ("이거나", Or),
    ("거나", Or),
    ("마다", Per),
    ("당", Per),
    ("별", Per),
    ("별로", Per),
    ("씩", Per),
    ("만", Only),
    ("인지", Noise),
    ("인가", Noise),
    ("인", Noise),
    ("인지를", Noise),
    ("이고", And),
    ("고", And),
    ("이며", And),
    ("며", And),
    ("하고", And),
    ("하며", And),
    ("되고", And),
    ("되며", And),
    ("되어", Noise),
    ("여야", Noise),
    ("이여야", Noise),
    ("이어야", Noise),
    ("이다", Noise),
    ("다", Noise),
    ("입니다", Noise),
    ("임", Noise),
    ("이었던", Noise),
    ("였던", Noise),
    ("이던", Noise),
    ("었던", Noise),
    ("함", Noise),
    ("합니다", Noise),
    ("한다", Noise),
    ("하는", Noise),
    ("하는지", Noise),
    ("하는지를", Noise),
    ("해야", Noise),
    ("해", Noise),
    ("하기", Noise),
    ("할", Noise),
    ("하지", Noise),
    ("했는지", Noise),
    ("하는데", Noise),
    ("하세요", Noise),
    ("하십시오", Noise),
    ("봅니다", Noise),
    ("본다", Noise),
    ("보기", Noise),
    ("봐야", Noise),
    ("됨", Noise),
    ("됩니다", Noise),
    ("된다", Noise),
    ("된", Noise),
    ("되는", Noise),
    ("되는지", Noise),
    ("되지", Noise),
    ("돼야", Noise),
    ("되어야", Noise),
    ("되어있어야", Exist),
    ("되었는지", Noise),
    ("됐는지", Noise),
    ("되었음", Noise),
    ("됐음", Noise),
    ("되었습니다", Noise),
    ("됐습니다", Noise),
    ("될", Noise),
    ("돼", Noise),
    ("어야", Noise),
    ("아야", Noise),
    ("야", Noise),
    ("는지", Noise),
    ("은지", Noise),
    ("는지를", Noise),
    ("음", Noise),
    ("습니다", Noise),
    ("어", Noise),
    ("지", Noise),
    ("은지를", Noise),
    ("며", And),
    ("니다", Noise),
    ("졌는지", Noise),
    ("져야", Noise),
    ("아", Noise),
    ("ㅂ니다", Noise),
    ("것", Noise),
    ("을", Noise),
    ("를", Noise),
    ("적으로", Noise),
    ("기", Noise),
    ("므로", Noise),
    ("보다", Than),
    ("간", Span),
    ("나지", Noise),
];

/// Stems of one syllable that may stand inside a run; others only at its start, so that no unknown
/// word is pieced together from crumbs.
const INNER: &[&str] = &["있", "없", "않", "안", "넘", "같", "수", "중", "개", "떠"];

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
            fitting.extend(ENDINGS.iter().filter(|(word, _)| rest.starts_with(word)));
        }
        fitting.extend(STEMS.iter().filter(|(word, _)| {
            rest.starts_with(word)
                && (from == 0
                    || INNER.contains(word)
                    || (word.len() > 3 && !ENDINGS.iter().any(|(ending, _)| ending == word)))
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
