//! The record parser: any text is parsed without a panic, and every span lies in the text.
#![no_main]

use deployment_report::testing::record;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (record, problems) = record::parse(text);
    let inside = |span: deployment_report::testing::facts::span::Span| {
        assert!(text.get(span.range()).is_some(), "{span:?}");
    };
    for item in &record.items {
        inside(item.span);
        inside(item.marker_span);
    }
    for step in &record.plan {
        inside(step.span);
        for claim in &step.claims {
            inside(claim.span);
        }
    }
    for region in &record.regions {
        inside(region.span);
        inside(region.content);
    }
    for fence in &record.fences {
        inside(fence.snippet.span);
    }
    for problem in &problems {
        inside(problem.span);
    }
});
