//! That something takes its time, on the last line of stderr's terminal. The line is as long as its
//! text and no longer, so that what the terminal echoes for ^C stands on it and goes with it.

use crate::output::layout::{cut, width};
use std::io::{self, Write};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

const FRAMES: [char; 8] = ['⠋', '⠙', '⠸', '⠴', '⠦', '⠧', '⠇', '⠏'];
const PAUSE: Duration = Duration::from_millis(120);
const CLEAR: &str = "\r\u{1b}[2K";

/// Something that takes its time; what shows it disappears with the value.
pub struct Busy(Option<(Sender<()>, JoinHandle<()>)>);

impl Busy {
    /// Nothing is shown.
    pub(super) fn hidden() -> Busy {
        Busy(None)
    }

    /// Shows a text on a terminal of so many columns. What is done at once does not flash up.
    pub(super) fn shown(text: &str, columns: usize) -> Busy {
        let text = text.to_owned();
        let (done, told) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            let began = Instant::now();
            let mut frames = FRAMES.into_iter().cycle();
            while told.recv_timeout(PAUSE) == Err(RecvTimeoutError::Timeout) {
                let frame = frames.next().unwrap_or(' ');
                let line = line(frame, &text, began.elapsed().as_secs(), columns);
                draw(&format!("\r{line}\u{1b}[K"));
            }
            draw(CLEAR);
        });
        Busy(Some((done, thread)))
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        if let Some((done, thread)) = self.0.take() {
            drop(done);
            let _ended = thread.join();
        }
    }
}

/// The line, short enough not to wrap with a `^C` behind it.
fn line(frame: char, text: &str, seconds: u64, columns: usize) -> String {
    let time = format!(" ({seconds}s)");
    let room = columns.saturating_sub(width(&time) + width("⠋ ^C") + 1);
    format!("{frame} {}{time}", cut(text, room))
}

/// Whether a line is on the terminal.
static DRAWN: Mutex<bool> = Mutex::new(false);

/// Takes the line away that is on the terminal, if one is, for good: the program ends.
pub(crate) fn gone() {
    let drawn = DRAWN.lock().unwrap_or_else(PoisonError::into_inner);
    if *drawn {
        write(CLEAR);
    }
    std::mem::forget(drawn);
}

fn draw(text: &str) {
    let mut drawn = DRAWN.lock().unwrap_or_else(PoisonError::into_inner);
    *drawn = text != CLEAR;
    write(text);
}

/// Nobody can be told that stderr is closed.
fn write(text: &str) {
    let mut err = io::stderr().lock();
    let _closed = err.write_all(text.as_bytes()).and_then(|()| err.flush());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_never_wraps() {
        let text = "클러스터와 소스를 조회하는 중";
        assert_eq!(line('⠋', text, 2, 80), format!("⠋ {text} (2s)"));
        for columns in 20..60 {
            let line = line('⠋', text, 100, columns);
            assert!(width(&line) + 2 < columns, "{columns}: {line}");
            assert!(line.ends_with("(100s)"), "{line}");
        }
    }
}
