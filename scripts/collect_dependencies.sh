#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Collects in a folder what gpu_check.sh needs on a machine without network:
#
#   scripts/collect_dependencies.sh [FOLDER]        default: build/dependencies
#
# Run it on a Debian or Ubuntu machine with network; no root needed. The folder, of some 5 MB, then holds
#
#   - the sources of oneTBB, yaml-cpp, fmt, Catch2, libdeflate and zlib as this machine's apt has them, which checks their signatures. Sources
#     and not packages: gpu_check.sh builds them with the GPU machine's own compiler, whose distribution may be another
#   - those headers of CUDA 13 that come with nvcc only (PyPI's wheel nvidia-cuda-crt), for machines without nvcc
#   - SHA256SUMS
#
# LibTorch and the rest of CUDA are not collected: they are what is checked, and the GPU machine's Python has them.
set -euo pipefail

case ${1:-} in
  -h | --help) sed -n '4,/^set/{/^set/d;s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"; exit 0 ;;
esac
here=$(dirname "${BASH_SOURCE[0]}")
folder=$(realpath -m "${1:-$here/../build/dependencies}")
source "$here/apt_source.sh"

say() { printf 'collect_dependencies: %s\n' "$*"; }
fail() { printf 'collect_dependencies: error: %s\n' "$*" >&2; exit 1; }

command -v apt-get >/dev/null || fail "this system has no apt-get, which fetches the sources; a container of Debian or Ubuntu will do"

names=(onetbb yaml-cpp fmtlib catch2 libdeflate zlib)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
say "asking apt for the sources of ${names[*]}"
wick_apt_source "$work" --download-only "${names[@]}" 2>"$work/log" ||
  { cat "$work/log" >&2; fail "apt could not fetch them: is there a network, and a mirror that has source code?"; }

python3 -m pip download --quiet --no-deps --only-binary=:all: --platform manylinux2014_x86_64 --dest "$work" \
  "nvidia-cuda-crt==13.*" 2>"$work/log" ||
  { cat "$work/log" >&2; say "no nvidia-cuda-crt: the GPU machine will need nvcc"; }

mkdir -p "$folder"
rm -f "$folder"/*.orig.tar.?z* "$folder"/nvidia_cuda_crt-*.whl "$folder/SHA256SUMS"
for name in "${names[@]}"; do
  cp "$work/${name}"_*.orig.tar.?z* "$folder" || fail "apt's source of $name has no original tarball"
done
rm -f "$folder"/*.asc
cp "$work"/nvidia_cuda_crt-*.whl "$folder" 2>/dev/null || true
(cd "$folder" && find . -type f ! -name SHA256SUMS -printf '%P\n' | sort | xargs -d '\n' sha256sum -- >"$work/sums" &&
  mv "$work/sums" SHA256SUMS)

say "in $folder, $(du -sh "$folder" | cut -f1):"
sed 's/^/  /' "$folder/SHA256SUMS"
say "take it to the machine with the GPU: scripts/gpu_check.sh --dependencies FOLDER"
