#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Sets up, builds and runs all tests: ./scripts/test.sh [argument of ctest...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
./scripts/build.sh
status=0
ctest --preset release -j "$(nproc)" "$@" || status=$?
./scripts/test_summary.sh build/release
exit "$status"
