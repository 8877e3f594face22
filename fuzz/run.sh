#!/usr/bin/env bash
# run.sh TARGET [SECONDS]: fuzzes one target with the stable toolchain. Only this crate is instrumented, so
# that dependencies need not be built again; findings are written to fuzz/findings/TARGET.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=${1:?commands, record, edit or expectations}
seconds=${2:-600}
export RUSTC_WRAPPER="$here/instrument.sh"
cargo build --manifest-path "$here/Cargo.toml" --bin "$target"
mkdir -p "$here/corpus/$target" "$here/findings/$target"
"${CARGO_TARGET_DIR:-$here/target}/debug/$target" "$here/corpus/$target" "$here/seeds/$target" \
  -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=8192 -artifact_prefix="$here/findings/$target/"
