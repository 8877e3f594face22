//! Versions, in both languages: those of a table's own columns, those of plain lines, and what only looks
//! like one.

use super::forms::both;
use super::several::prints;
use super::*;

const ANY: [&str; 2] = ["버전이 v1.28 이상", "Version should be v1.28 or higher"];

fn nodes(version: &str) -> Observation {
    let columns = ["NAME", "STATUS", "VERSION", "INTERNAL-IP", "KERNEL-VERSION"];
    let row = ["a", "Ready", version, "10.0.0.1", "5.10.199"];
    table("nodes", &columns, &[&row])
}

#[test]
fn a_table_tells_versions_in_its_column() {
    let ask = get("nodes", None);
    for (version, verdict) in [
        ("v1.28.0", Verdict::Passed),
        ("v1.31.2-eks-1", Verdict::Passed),
        ("v1.27.9", Verdict::Failed),
    ] {
        both(&ask, &nodes(version), ANY, verdict);
    }
}

#[test]
fn an_address_is_no_version() {
    let columns = ["NAME", "READY", "STATUS", "RESTARTS", "AGE", "IP", "NODE"];
    let row = ["web-1", "1/1", "Running", "0", "5d", "10.11.12.84", "a"];
    let pods = table("pods", &columns, &[&row]);
    both(&get("pods", None), &pods, ANY, Verdict::Manual);
    let printed = prints("Server listening on 10.11.12.84\n");
    both(&get("pods", None), &printed, ANY, Verdict::Manual);
    let versions = prints("Server Version: v1.30.1\nreached at 1.2.3.4\n");
    both(&get("pods", None), &versions, ANY, Verdict::Passed);
}
