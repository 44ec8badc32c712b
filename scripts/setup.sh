#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Gets a Debian or Ubuntu machine ready to build wick: installs the packages that are missing with apt, and chooses LibTorch.
#
#   ./scripts/setup.sh            install what is missing, say what is chosen
#   source scripts/setup.sh       the same, and sets torch_dir to the folder of the chosen TorchConfig.cmake
#
# LibTorch is the first of: a Torch in CMAKE_PREFIX_PATH, the `torch` of the active Python, apt's libtorch-dev.
set -euo pipefail

wick_say() { printf 'setup: %s\n' "$*"; }
wick_fail() { printf 'setup: error: %s\n' "$*" >&2; exit 1; }

# What every build needs, as apt calls it. `command:package` is met by a command of any origin.
wick_packages=(
  g++:g++ cmake:cmake ninja:ninja-build ccache:ccache python3:python3
  libc6-dev libtbb-dev libyaml-cpp-dev libfmt-dev libdeflate-dev zlib1g-dev libcli11-dev nlohmann-json3-dev catch2
  python3-numpy dataset-fashion-mnist
)

wick_is_installed() {
  if [[ $1 == *:* ]] && command -v "${1%%:*}" >/dev/null; then return 0; fi
  [[ $(dpkg-query -W -f='${db:Status-Status}' "${1##*:}" 2>/dev/null) == installed ]]
}

# Prints the folder of TorchConfig.cmake under an install prefix; fails where there is none.
wick_torch_under() {
  local config
  for config in "$1"/share/cmake/Torch "$1"/lib/cmake/Torch "$1"/lib/*/cmake/Torch "$1"/Torch "$1"; do
    if [[ -f $config/TorchConfig.cmake ]]; then printf '%s\n' "$config"; return 0; fi
  done
  return 1
}

# Sets torch_dir and torch_origin from CMAKE_PREFIX_PATH or the active Python; fails if neither has a LibTorch.
wick_find_own_torch() {
  local prefixes prefix
  IFS=':;' read -ra prefixes <<<"${CMAKE_PREFIX_PATH:-}"
  for prefix in "${prefixes[@]}"; do
    if torch_dir=$(wick_torch_under "$prefix"); then torch_origin="it is in CMAKE_PREFIX_PATH"; return 0; fi
  done
  # Debian's own python3-torch names a folder that does not exist.
  if prefix=$(python3 -c 'import torch; print(torch.utils.cmake_prefix_path)' 2>/dev/null) &&
     torch_dir=$(wick_torch_under "$prefix"); then
    torch_origin="it belongs to the active Python, $(command -v python3)"
    return 0
  fi
  return 1
}

wick_as_root() {
  if [[ $(id -u) == 0 ]]; then env DEBIAN_FRONTEND=noninteractive "$@"; else sudo env DEBIAN_FRONTEND=noninteractive "$@"; fi
}

# Installs those of the given packages that are missing.
wick_install_missing() {
  local entry missing=()
  for entry in "$@"; do wick_is_installed "$entry" || missing+=("${entry##*:}"); done
  if [[ ${#missing[@]} == 0 ]]; then wick_say "all packages are installed"; return 0; fi
  command -v apt-get >/dev/null ||
    wick_fail "this system has no apt. Install what Debian calls: ${missing[*]}"
  if [[ $(id -u) != 0 ]] && ! command -v sudo >/dev/null; then
    wick_fail "not root, and there is no sudo. Ask an administrator for: apt-get install ${missing[*]}"
  fi
  wick_say "installing with apt: ${missing[*]}"
  wick_as_root apt-get update -qq
  wick_as_root apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

wick_check_cmake() {
  local version
  version=$(cmake --version | awk 'NR == 1 {print $3}')
  [[ $(printf '%s\n' 3.25 "$version" | sort -V | head -n 1) == 3.25 ]] ||
    wick_fail "$(command -v cmake) is version $version, but wick needs 3.25 or newer"
}

wick_setup() {
  if wick_find_own_torch; then
    wick_install_missing "${wick_packages[@]}"
  else
    wick_install_missing "${wick_packages[@]}" libtorch-dev
    torch_dir=$(wick_torch_under /usr) || wick_fail "libtorch-dev is installed, but /usr has no TorchConfig.cmake"
    torch_origin="neither CMAKE_PREFIX_PATH nor the active Python has one"
  fi
  wick_check_cmake
  wick_say "LibTorch: $torch_dir ($torch_origin)"
}

wick_setup
