//! Lists that come in pages. What a server calls the next page may be the same one for ever: Gitploy
//! ignores `page` where it feels like it, and a proxy may answer from its cache. So pages end when one
//! brings nothing new, whatever the source, and there is a number after which they are too many.

use super::seam::Trouble;
use crate::both;
use crate::facts::observation::Cause;
use std::collections::BTreeSet;

/// As many pages as are asked for: half a million objects of a cluster, a million lines of Loki.
const MOST: usize = 1000;

/// The pages of one list so far, by what tells their entries apart.
#[derive(Debug, Clone)]
pub(crate) struct Pages<M> {
    known: BTreeSet<M>,
    taken: usize,
}

impl<M> Default for Pages<M> {
    fn default() -> Pages<M> {
        Pages {
            known: BTreeSet::new(),
            taken: 0,
        }
    }
}

impl<M: Ord> Pages<M> {
    /// Takes a page by the marks of its entries; says whether any of them is new.
    ///
    /// # Errors
    /// `TooLarge` where there were too many pages already.
    pub(crate) fn is_news(&mut self, marks: impl IntoIterator<Item = M>) -> Result<bool, Trouble> {
        self.taken += 1;
        if self.taken > MOST {
            let words = both!("{MOST}페이지가 넘습니다", "more than {MOST} pages");
            return Err(Trouble::told(Cause::TooLarge, &words));
        }
        let before = self.known.len();
        self.known.extend(marks);
        Ok(self.known.len() > before)
    }

    /// The same of the mark by which the next page is asked for: the known one would come for ever.
    pub(crate) fn must_be_news(
        &mut self,
        mark: impl IntoIterator<Item = M>,
    ) -> Result<(), Trouble> {
        if self.is_news(mark)? {
            return Ok(());
        }
        let words = both!(
            "서버가 같은 페이지를 되풀이합니다",
            "the server gives the same page again and again"
        );
        Err(Trouble::told(Cause::CutOff, &words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_end_with_what_is_known_and_with_too_many() {
        let mut pages = Pages::default();
        for (page, news) in [
            (vec![1, 2], true),
            (vec![2, 3], true),
            (vec![1, 2, 3], false),
            (vec![], false),
        ] {
            assert_eq!(pages.is_news(page.clone()), Ok(news), "{page:?}");
        }
        let mut endless = Pages::default();
        let last = (0..2 * MOST).find_map(|page| endless.is_news([page]).err());
        assert_eq!(last.map(|trouble| trouble.cause), Some(Cause::TooLarge));
    }
}
