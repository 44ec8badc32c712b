#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Sets up, configures and builds the preset `release`; arguments go to the build: ./scripts/build.sh [--target NAME...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/setup.sh

# What CMake remembers of another LibTorch would be mixed with the chosen one.
fresh=()
if [[ -f build/release/CMakeCache.txt ]] && ! grep -qxF "Torch_DIR:PATH=$torch_dir" build/release/CMakeCache.txt; then
  fresh=(--fresh)
fi
cmake --preset release "${fresh[@]}" -DTorch_DIR:PATH="$torch_dir"
cmake --build --preset release "$@"
