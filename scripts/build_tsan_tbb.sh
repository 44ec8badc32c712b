#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Builds Debian's oneTBB with the thread sanitizer and installs it in a folder, once: ./scripts/build_tsan_tbb.sh PREFIX
# Its source comes from where this machine's apt takes its packages.
set -euo pipefail
prefix=$(realpath -m "${1:?usage: build_tsan_tbb.sh PREFIX}")
[[ -f $prefix/lib/cmake/TBB/TBBConfig.cmake ]] && exit 0

say() { printf 'build_tsan_tbb: %s\n' "$*"; }

source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
source "$(dirname "${BASH_SOURCE[0]}")/apt_source.sh"
wick_install_missing dpkg-dev

work=$(mktemp -d)
trap 'rm -rf "$work" "$prefix.partial"' EXIT
say "fetching the source of the installed oneTBB"
version=$(dpkg-query -W -f='${source:Version}' libtbb-dev)
wick_apt_source "$work/source" "onetbb=$version" ||
  wick_fail "apt offers no source code of oneTBB $version, so the preset tsan cannot be built here"

say "building oneTBB $version with the thread sanitizer"
cmake -S "$work"/source/onetbb-*/ -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DTBB_SANITIZE=thread \
  -DTBB_TEST=OFF -DTBBMALLOC_BUILD=OFF -DTBB_STRICT=OFF -DCMAKE_INSTALL_LIBDIR=lib >"$work/log"
cmake --build "$work/build" >"$work/log" || { tail -n 30 "$work/log"; exit 1; }
cmake --install "$work/build" --prefix "$prefix.partial" >/dev/null
mv -T "$prefix.partial" "$prefix"
say "installed in $prefix"
