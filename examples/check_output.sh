#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# check_output.sh SOURCE COMMAND...: runs the command; fails unless it prints what the comment that ends SOURCE shows.
# With ANY_NUMBERS=1 in the environment numbers may differ.
set -euo pipefail
source=$1
shift

numbers() { if [[ ${ANY_NUMBERS:-} ]]; then sed -E 's/[0-9]+(\.[0-9]+)?/#/g'; else cat; fi; }

expected=$(sed -n '\|^// Output:|,$p' "$source" | tail -n +3 | sed -E 's|^// {0,3}||' | numbers)
[[ $expected ]] || { echo "$source: no comment '// Output:' at its end"; exit 1; }
printed=$("$@")
echo "$printed"
diff --label "$source" --label printed -u <(echo "$expected") <(numbers <<<"$printed")
