#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# canary.sh PROGRAM: passes if the program, made of canary.cpp, fails as it must.
set -euo pipefail
if output=$("$1"); then
  printf '%s\n' "$output" "canary.sh: $1 succeeded, but one of its checks is false"
  exit 1
fi
for line in '^test cases: +2 \| +1 passed \| +1 failed' '^assertions: +4 \| +3 passed \| +1 failed' 'CHECK\( 1 \+ 1 == 3 \)'; do
  grep -qE "$line" <<<"$output" || { printf '%s\n' "$output" "canary.sh: expected a line like: $line"; exit 1; }
done
