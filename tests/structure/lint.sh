#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# lint.sh ROOT: prints each line that breaks a rule below; fails if there is one.
set -uo pipefail
cd "${1:?usage: lint.sh ROOT}" || exit
status=0
libraries=(include transforms datasets loader configs tools)
public=(include */include datasets/npy/include)

# forbid RULE PATTERN PLACE...: no line of C++ in these places matches.
forbid() {
  local rule=$1 pattern=$2 found
  shift 2
  if found=$(grep -rnE --include='*.hpp' --include='*.cpp' "$pattern" "$@"); then
    printf '%s:\n%s\n' "$rule" "$found"
    status=1
  fi
}

# The files of this project of that name.
each_file() { find include transforms datasets loader configs tools tests examples benchmarks -name "$1" -type f | sort; }

forbid 'Catch2 comes through <support/prelude.hpp>, else LibTorch redefines CHECK' '#include *[<"]catch2/' \
  tests --exclude=prelude.hpp --exclude=main.cpp
forbid 'Libraries include the narrow headers of LibTorch, so that builds are short' \
  '#include *<(torch/torch|torch/all|ATen/ATen|torch/extension|torch/data|torch/types)\.h>' "${libraries[@]}"
forbid 'wick::npy does without LibTorch' '#include *<(torch|ATen|c10)/' datasets/npy
forbid 'Public headers show neither oneTBB nor yaml-cpp' '#include *<(tbb|oneapi|yaml-cpp)/' "${public[@]}"

while read -r file; do
  head -n 1 "$file" | grep -qxF '// SPDX-License-Identifier: MIT' || { echo "$file:1: expected // SPDX-License-Identifier: MIT"; status=1; }
done < <(each_file '*.[ch]pp')
while read -r file; do
  grep -qx '#pragma once' "$file" || { echo "$file: expected #pragma once"; status=1; }
done < <(each_file '*.hpp')
while read -r file; do
  last=$(grep -n '^#include' "$file" | tail -n 1)
  [[ $last == *'<support/prelude.hpp>'* ]] || { echo "$file:$last: expected <support/prelude.hpp> as the last include"; status=1; }
done < <(each_file '*_test.cpp')
exit "$status"
