#!/usr/bin/env bash
# instrument.sh RUSTC ARGS…: adds coverage for libFuzzer to this repository's own crate and the targets.
rustc=$1
shift
for word in "$@"; do
  case $word in
    deployment_report | commands | record | edit | expectations)
      exec "$rustc" "$@" -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
        -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
        -Cllvm-args=-sanitizer-coverage-trace-compares
      ;;
  esac
done
exec "$rustc" "$@"
