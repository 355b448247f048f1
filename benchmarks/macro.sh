#!/usr/bin/env bash
# The bridge, run as a user would, beside its baselines: one table. Needs nginx and wrk (Debian's packages) and a built project.
#   benchmarks/macro.sh             some twelve minutes; --rounds and --seconds make it longer or shorter
#   benchmarks/macro.sh --short     about a minute, for CI: fails only on a collapse
#   benchmarks/macro.sh --backlog   the long one, and a million waiting deliveries
#   benchmarks/macro.sh --accept-only
#   benchmarks/macro.sh --bridge    the bridge alone, for a profiler: BRIDGE_OPTIONS=-XX:StartFlightRecording=...
set -euo pipefail
cd "$(dirname "$0")/.."
for program in java nginx wrk; do
  command -v "$program" > /dev/null || { echo "macro.sh needs $program" >&2; exit 2; }
done
exec java -cp app/target/siem-bridge.jar:benchmarks/target/benchmarks.jar io.siembridge.benchmarks.macro.Macro "$@"
