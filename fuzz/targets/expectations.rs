//! The expectation grammar: any sentence is read in both languages without a panic.
#![no_main]

use deployment_report::testing::language::{self, ExtraWords, Force, ReadContext};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let extra = ExtraWords::default();
    for force in [
        Force::Demands,
        Force::Forbids,
        Force::Offers,
        Force::Reports,
    ] {
        let context = ReadContext {
            queries: &[],
            force,
            extra: &extra,
        };
        let _ = language::read(text, &context);
    }
});
