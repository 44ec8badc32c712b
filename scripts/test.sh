#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Sets up, builds and runs all tests: ./scripts/test.sh [argument of ctest...]
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
./scripts/build.sh || exit

log=build/release/test.log
ctest --preset release --output-log "$log" "$@"
status=$?

# Catch2 ends a passing program with "All tests passed (9 assertions in 3 test cases)", a failing one with "test cases: 3 | 2 passed | 1 failed".
awk '/^All tests passed/ { for (i = 2; i <= NF; ++i) if ($i ~ /^case/ && $(i - 1) == "test") cases += $(i - 2) }
     /^test cases:/ { cases += $3 }
     /^[0-9]+% tests passed/ { summary = $0 }
     END { printf "%d test cases of Catch2 in the entries above\n%s\n", cases, summary }' "$log"
exit "$status"
