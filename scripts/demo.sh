#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Sets up, builds and shows the main job: what the loader delivers from a generated data set, then training on Fashion-MNIST.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
say() { printf '\ndemo: %s\n' "$*"; }

./scripts/build.sh --target wick_tool example_03_train_fashion_mnist
wick=build/release/tools/wick

if [[ ! -d data/bench ]]; then
  say "generating data/bench"
  "$wick" make data/bench
fi
say "wick bench configs/throughput.yaml"
"$wick" bench configs/throughput.yaml | tee build/release/throughput.txt

say "Fashion-MNIST as .npy files"
# The active Python may be one without NumPy; Debian's has it.
python=python3
"$python" -c 'import numpy' 2>/dev/null || python=/usr/bin/python3
"$python" scripts/fashion_mnist.py data/fashion_mnist

say "training on Fashion-MNIST"
build/release/examples/example_03_train_fashion_mnist data/fashion_mnist | tee build/release/training.txt

say "throughput, from above"
cat build/release/throughput.txt
say "accuracy: $(tail -n 1 build/release/training.txt)"
