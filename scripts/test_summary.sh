#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Sums up the last run of ctest in each build folder: test_summary.sh FOLDER...
# An entry of ctest runs the Catch2 test cases of one file. A passing program ends with "All tests passed (9 assertions in 3
# test cases)", a failing one with "test cases: 3 | 2 passed | 1 failed".
set -euo pipefail
for folder in "$@"; do
  awk -v folder="$folder" '
    /^[0-9]+\/[0-9]+ Test: / { ++entries }
    /^Test (Passed\.|Pass Reason:)$/ { ++passed }
    /^All tests passed \(/ { cases += $(NF - 2) }
    /^test cases: / { cases += $3 }
    END { print folder, cases + 0, entries + 0, entries - passed }' "$folder/Testing/Temporary/LastTest.log"
done | awk '
  { printf "%s: %d test cases in %d entries of ctest\n", $1, $2, $3; entries += $3; failed += $4 }
  END { printf "%d%% tests passed, %d tests failed out of %d\n", entries ? 100 * (entries - failed) / entries : 0, failed, entries }'
