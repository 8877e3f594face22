//! The record that all began with and those of its shape.

/// Records of its shape that are ours: Korean, English.
pub(crate) const SHAPED: [&str; 2] = [
    include_str!("../../tests/records/ko-alloy.md"),
    include_str!("../../tests/records/en-alloy.md"),
];

/// The record itself, beside the repository: no part of it, so nothing may rest on it alone.
pub(crate) fn seed() -> Option<String> {
    const PATH: &str = "../shared/seed/2025-12-05-alloy-tolerations-fix.md";
    std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(PATH)).ok()
}
