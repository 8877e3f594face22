//! Judging: what was observed, held against what a record claims and against what each kind's own
//! status says. Pure: no I/O, and `now` is a value. It must never be wrong in the direction of ✅.

pub mod cel;
pub mod coverage;
pub mod deployment;
pub mod diagnosis;
pub mod item;
pub mod kind;
pub(crate) mod log_line;
pub mod needs;
pub mod object;
pub mod predicate;
pub mod reading;
pub mod sample_table;
pub mod scene;
pub mod scheduling;
pub mod selector;
pub mod stability;
pub mod step;

#[cfg(test)]
mod tests {
    //! What the tests of several files hold against.

    mod documented;
}
