#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Builds the fuzz targets with clang, makes their seeds with NumPy, replays all inputs that there are, and fuzzes each target:
#
#   ./scripts/fuzz.sh [SECONDS] [TARGET...]     30 seconds for each of all targets, as many at a time as there are cores
#   ./scripts/fuzz.sh 0                         only replays
#
# What is found new stays in build/fuzz/corpus, where the next run goes on. An input that fails is kept in build/fuzz/failures.
# Prints a line for each target; fails if one fails, with the command that repeats it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/setup.sh
wick_install_missing clang:clang llvm-symbolizer:llvm libclang-rt-dev

build=build/fuzz
seconds=${1:-30}
targets=("${@:2}")
[[ $seconds =~ ^[0-9]+$ ]] || wick_fail "usage: fuzz.sh [SECONDS] [TARGET...]"
[[ ${#targets[@]} -gt 0 ]] || targets=(header file zip_directory member pickle)

# Per input: bytes of it, MiB that one allocation may have, seconds. A member inflates to at most 1032 times its bytes.
declare -A malloc_mb=([header]=2 [file]=4 [zip_directory]=4 [member]=24 [pickle]=2)
declare -A dictionary=([header]=header [file]=header [zip_directory]=zip [member]=header [pickle]=pickle)
max_bytes=16384
timeout=10

# fuzz TARGET ARGUMENT...: runs it over its inputs, new ones first.
fuzz() {
  local target=$1
  "$build/tests/fuzz/${target}_fuzzer" -max_len="$max_bytes" -timeout="$timeout" -rss_limit_mb=1024 \
    -malloc_limit_mb="${malloc_mb[$target]}" -dict="tests/fuzz/${dictionary[$target]}.dict" -print_final_stats=1 \
    -artifact_prefix="$build/failures/$target-" "${@:2}" "$build/corpus/$target" "$build/seeds/$target"
}

stat_of() { awk -v name="stat::$2:" '$1 == name { print $2 }' "$build/logs/$1.log"; }

# Prints the line of one target; fails if it failed.
fuzz_and_report() {
  local target=$1 log=$build/logs/$1.log status=0 line failure inputs
  mkdir -p "$build/corpus/$target"
  fuzz "$target" -runs=0 >"$log" 2>&1 || status=$?
  inputs=$(stat_of "$target" number_of_executed_units)
  if [[ $status == 0 && $seconds != 0 ]]; then
    fuzz "$target" -max_total_time="$seconds" >"$log" 2>&1 || status=$?
  fi
  line=$(printf '%-14s %s replayed, %s runs, %s runs/s' "$target:" "${inputs:-?}" \
    "$(stat_of "$target" number_of_executed_units)" "$(stat_of "$target" average_exec_per_sec)")
  if [[ $status == 0 ]]; then echo "$line: passed"; return 0; fi
  failure=$(sed -n 's/.*Test unit written to //p' "$log" | tail -n 1)
  printf '%s: FAILED\n  %s\n  repeat it: %s %s\n  log: %s\n' "$line" \
    "$(grep -m 1 -E 'ERROR|SUMMARY|runtime error' "$log" || tail -n 1 "$log")" \
    "$build/tests/fuzz/${target}_fuzzer" "${failure:-?}" "$log"
  return 1
}

cmake --preset fuzz >/dev/null
cmake --build --preset fuzz
mkdir -p "$build/failures" "$build/logs"
/usr/bin/python3 -B tests/fuzz/make_seeds.py "$build/seeds"

running=0
status=0
for target in "${targets[@]}"; do
  if ((running == $(nproc))); then
    wait -n || status=1
    running=$((running - 1))
  fi
  fuzz_and_report "$target" &
  running=$((running + 1))
done
for ((; running > 0; running--)); do wait -n || status=1; done
exit "$status"
