#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Sums up the last run of ctest in each build folder: test_summary.sh FOLDER...
set -euo pipefail
for folder in "$@"; do
  # An entry of ctest runs the Catch2 test cases of one file. A passing program ends with "All tests passed (9 assertions in 3
  # test cases)", a failing one with "test cases: 3 | 2 passed | 1 failed".
  cases=$(awk '/^All tests passed \(/ { cases += $(NF - 2) }
               /^test cases: / { cases += $3 }
               /^skipped: [0-9]+ tests / { cases -= $2; skipped += $2 }
               END { printf "%d test cases", cases; if (skipped) printf ", %d skipped", skipped }' "$folder/Testing/Temporary/LastTest.log")
  printf '%s: %s; ' "$folder" "$cases"
  grep -E '^[0-9]+% tests passed' "$folder/ctest.log"
done | awk '{ print; failed += $(NF - 5); entries += $NF }
  END { printf "%d%% tests passed, %d tests failed out of %d\n", entries ? 100 * (entries - failed) / entries : 0, failed, entries }'
