//! Long text page by page, in this process: space goes on, enter goes a line, `q` ends. A pager of
//! the environment would be a program that `report` starts, and it starts none.

use crate::facts::lang::Lang;
use ::console::{Key, Term};
use std::io;

/// Shows the text on stdout's terminal of `height` lines.
pub(super) fn show(text: &str, height: usize, lang: Lang) {
    let _gone = turn(text, height, lang, &Term::stdout());
}

fn turn(text: &str, height: usize, lang: Lang, term: &Term) -> io::Result<()> {
    let prompt = lang.pick(
        "-- 더 있음: 스페이스 다음 쪽, 엔터 다음 줄, q 끝 --",
        "-- more: space next page, enter next line, q quit --",
    );
    let mut lines = text.lines().peekable();
    let mut room = height - 1;
    while let Some(line) = lines.next() {
        term.write_line(line)?;
        room = room.saturating_sub(1);
        if room > 0 || lines.peek().is_none() {
            continue;
        }
        term.write_str(prompt)?;
        term.flush()?;
        room = match key(term)? {
            Some(more) => more.min(height - 1),
            None => {
                term.clear_line()?;
                return Ok(());
            }
        };
        term.clear_line()?;
    }
    Ok(())
}

/// How many lines to go on; none to end.
fn key(term: &Term) -> io::Result<Option<usize>> {
    Ok(match term.read_key()? {
        Key::Char('q' | 'Q') | Key::Escape | Key::CtrlC => None,
        Key::Enter | Key::ArrowDown | Key::Char('j') => Some(1),
        _ => Some(usize::MAX),
    })
}
