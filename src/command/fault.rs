//! A fault of our own, held where it happened: the record or the run that it hit has an error that says so,
//! and everything else goes on. A stack that overflows can't be held: what a record nests is bounded where
//! it is read, and threads have room for what libraries make of it.

use crate::both;
use crate::error::Error;
use futures::FutureExt;
use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};

/// The stack of each thread that works on records. Only what is used of it takes memory.
pub(crate) const STACK: usize = 64 << 20;

thread_local! {
    /// Where and why this thread panicked last.
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// From here on a fault is told by who catches it, and no longer printed where it happens.
pub(crate) fn listen() {
    panic::set_hook(Box::new(|fault| {
        let place = fault.location().map(ToString::to_string);
        let told = format!("{} ({})", words(fault.payload()), place.unwrap_or_default());
        LAST.with(|last| *last.borrow_mut() = Some(told));
    }));
}

/// Does some work; a panic in it becomes an error.
///
/// # Errors
/// That there was a fault, with its words and its place in the source.
pub(crate) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Error> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(told)
}

/// The same for work that waits.
///
/// # Errors
/// As [`caught`].
pub(crate) async fn caught_waiting<T>(work: impl Future<Output = T>) -> Result<T, Error> {
    AssertUnwindSafe(work).catch_unwind().await.map_err(told)
}

/// Makes a fault where a test's record asks for one.
#[cfg(test)]
pub(crate) fn provoked(record: &str, place: &str) {
    let wanted = record.contains(&format!("<!-- a fault while {place} -->"));
    assert!(!wanted, "provoked while {place}");
}

fn told(payload: Box<dyn Any + Send>) -> Error {
    let last = LAST.with(|last| last.borrow_mut().take());
    let mut error = Error::internal(both!("report의 버그입니다", "this is a bug in report"))
        .hinted(both!(
            "무엇을 실행했는지와 함께 알려 주세요",
            "please report it, with the command that was run"
        ));
    let told = last.unwrap_or_else(|| words(payload.as_ref()).to_owned());
    error.causes.push(told);
    error
}

fn words(payload: &dyn Any) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("?")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::lang::Lang;

    #[test]
    fn a_fault_is_an_error_and_the_rest_goes_on() {
        assert_eq!(caught(|| 1).ok(), Some(1));
        let cut = |text: &str| text[1..].to_owned();
        let error = caught(|| cut("가")).expect_err("no character begins there");
        let told = error.line(Lang::En);
        assert!(told.contains("this is a bug in report"), "{told}");
        assert!(told.contains("char boundary"), "{told}");
        let korean = error.line(Lang::Ko);
        assert!(korean.contains("report의 버그"), "{korean}");
    }
}
