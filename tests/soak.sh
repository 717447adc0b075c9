#!/usr/bin/env bash
# Runs the tests of the workspace N times in a row, every second time with every processor kept busy by something else.
# Ends at the first failure. Usage: tests/soak.sh [N]
set -euo pipefail
cd "$(dirname "$0")/.."

runs=${1:-50}
cargo test --workspace --lib --bins --tests --no-run

busy=()
calm() {
    for pid in "${busy[@]}"; do kill "$pid" 2>/dev/null || true; done
    busy=()
}
trap calm EXIT

for ((run = 1; run <= runs; run++)); do
    if ((run % 2 == 0)); then
        for ((i = 0; i < $(nproc); i++)); do
            yes >/dev/null &
            busy+=($!)
        done
    fi
    began=$SECONDS
    log=$(mktemp)
    if ! cargo test --workspace --lib --bins --tests >"$log" 2>&1; then
        cat "$log"
        printf 'run %d of %d failed\n' "$run" "$runs"
        exit 1
    fi
    rm -f "$log"
    calm
    printf 'run %d of %d passed in %d s\n' "$run" "$runs" $((SECONDS - began))
done
