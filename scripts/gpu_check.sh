#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Checks wick on a machine with a GPU: builds it against a Python's CUDA torch, runs the tests tagged [cuda], measures, and
# prints one table. Needs no network.
#
#   scripts/gpu_check.sh [OPTION]... [-- ARGUMENT...]
#
#   --torch PYTHON          the Python whose torch is used; default: python3
#   --dependencies FOLDER   builds oneTBB, yaml-cpp, fmt, Catch2, libdeflate and zlib from what collect_dependencies.sh put
#                           there; without it the machine's own are used
#   --json FILE             writes the results there too
#   --jobs N                compilers at once; default: one per core
#   --build-only            stops after the build, which needs no GPU
#
# ARGUMENTs go to the measuring program: `-- --quick`, `-- --only transfer`; `-- --help` lists them.
#
# Needs of the machine: g++ 12 or newer, CMake 3.25 or newer, ninja or make (all may come from that Python's bin folder), a
# CUDA torch with the new C++ ABI (2.7 or newer of PyPI), and nvcc, or a FOLDER that has what stands in for it.
# Status: 0 all is well, 1 a test failed or an aim was missed, 2 something is missing. All it makes is in build/gpu-check.
set -euo pipefail
root=$(realpath "$(dirname "${BASH_SOURCE[0]}")/..")
build=$root/build/gpu-check

say() { printf 'gpu_check: %s\n' "$*"; }
fail() { printf 'gpu_check: error: %s\n' "$*" >&2; exit 2; }
usage() { sed -n '4,/^set/{/^set/d;s/^# \{0,1\}//p}' "$root/scripts/gpu_check.sh"; }

python=python3 dependencies='' json='' jobs=$(nproc) build_only='' arguments=()
parse() {
  while [[ $# -gt 0 ]]; do
    case $1 in
      --torch | --dependencies | --json | --jobs) [[ $# -ge 2 ]] || fail "$1 needs a value; see --help" ;;
    esac
    case $1 in
      --torch) python=$2; shift 2 ;;
      --dependencies) dependencies=$2; shift 2 ;;
      --json) json=$2; shift 2 ;;
      --jobs) jobs=$2; shift 2 ;;
      --build-only) build_only=1; shift ;;
      -h | --help) usage; exit 0 ;;
      --) shift; arguments=("$@"); return 0 ;;
      *) fail "unknown option $1; see --help" ;;
    esac
  done
}

# Sets torch (the folder of the Python package).
check_torch() {
  command -v "$python" >/dev/null || fail "there is no $python; name a Python that has torch with --torch"
  python=$(command -v "$python")
  "$python" -c 'import torch' 2>"$build/log" || { tail -n 3 "$build/log" >&2; fail "$python cannot import torch; see --torch"; }
  torch=$("$python" -c 'import os, torch; print(os.path.dirname(os.path.realpath(torch.__file__)))')
  local cuda
  cuda=$("$python" -c 'import torch; print(torch.version.cuda or "")')
  [[ $cuda ]] || fail "the torch of $python is built without CUDA; name another Python with --torch"
  say "torch $("$python" -c 'import torch; print(torch.__version__)') with CUDA $cuda, of $python"
}

check_gpu() {
  "$python" - <<'PYTHON' || fail "there is no GPU that this torch can use (nvidia-smi? CUDA_VISIBLE_DEVICES?)"
import sys
import torch
try:
    torch.cuda.init()
except Exception as error:
    sys.exit(f"gpu_check: {error}")
for i in range(torch.cuda.device_count()):
    print(f"gpu_check: cuda:{i} is {torch.cuda.get_device_name(i)}")
PYTHON
}

# Sets generator (arguments of CMake).
check_tools() {
  PATH=$PATH:$(dirname "$python"):$(dirname "$(realpath "$python")") # pip puts cmake and ninja beside Python.
  local version tool
  for tool in "${CXX:-g++}" cmake; do command -v "$tool" >/dev/null || fail "there is no $tool"; done
  version=$(cmake --version | awk 'NR == 1 {print $3}')
  [[ $(printf '%s\n' 3.25 "$version" | sort -V | head -n 1) == 3.25 ]] ||
    fail "$(command -v cmake) is version $version, but wick needs 3.25 or newer (pip install cmake)"
  if command -v ninja >/dev/null; then generator=(-G Ninja)
  elif command -v make >/dev/null; then generator=(-G "Unix Makefiles")
  else fail "there is neither ninja nor make"; fi
}

find_nvcc() {
  local nvcc
  for nvcc in "${CUDACXX:-}" "$(command -v nvcc)" "${CUDA_HOME:-}/bin/nvcc" /usr/local/cuda/bin/nvcc; do
    if [[ -x $nvcc ]]; then printf '%s\n' "$nvcc"; return 0; fi
  done
  return 1
}

# Sets torch_options: how CMake finds LibTorch. Its own TorchConfig.cmake cannot do without nvcc.
choose_torch_config() {
  local nvcc crt=''
  if nvcc=$(find_nvcc); then
    say "nvcc: $nvcc"
    export CUDACXX=$nvcc
    torch_options=(-DTorch_DIR:PATH="$torch/share/cmake/Torch" -DCUDA_TOOLKIT_ROOT_DIR:PATH="$(dirname "$(dirname "$nvcc")")")
    return 0
  fi
  say "no nvcc: CUDA's headers come from the wheels beside torch"
  if [[ $dependencies ]] && compgen -G "$dependencies/nvidia_cuda_crt-*.whl" >/dev/null; then
    crt=$build/dependencies/cuda_crt
    "$python" -m zipfile -e "$dependencies"/nvidia_cuda_crt-*.whl "$crt"
  fi
  torch_options=(-DTorch_DIR:PATH="$root/cmake/torch_without_nvcc" -DTORCH_INSTALL_PREFIX:PATH="$torch"
    -DWICK_CUDA_CRT:PATH="$crt/nvidia/cu13/include")
}

# build_and_install FOLDER OPTION...: from FOLDER/source into the prefix.
build_and_install() {
  local source=$1/source build=$1/build
  shift
  if [[ -f $source/zlib.pc.in ]]; then # Debian's zlib lacks files that its CMakeLists.txt wants.
    (cd "$source" && CFLAGS="-O2 -fPIC" ./configure --static --prefix="$prefix" && make -j "$jobs" install)
  elif [[ ! -f $source/CMakeLists.txt ]]; then # libdeflate has one since 1.15.
    make -C "$source" -j "$jobs" PREFIX="$prefix" CFLAGS="-O2 -fPIC" install
  else # Some are older than what CMake 4 and GCC 15 accept by themselves.
    cmake -S "$source" -B "$build" "${generator[@]}" -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX="$prefix" \
      -DCMAKE_INSTALL_LIBDIR=lib -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DCMAKE_POLICY_VERSION_MINIMUM=3.5 \
      -DCMAKE_CXX_FLAGS="-w -include cstdint" -DBUILD_TESTING=OFF "$@" &&
      cmake --build "$build" -j "$jobs" && cmake --install "$build"
  fi
}

# build_dependency NAME OPTION...: unpacks NAME_*.orig.tar.* of the folder, builds it and installs it in the prefix.
build_dependency() {
  local name=$1 work=$build/dependencies/$1
  shift
  say "building $name"
  rm -rf "$work"
  mkdir -p "$work/source"
  tar -xf "$dependencies/${name}"_*.orig.tar.* -C "$work/source" --strip-components=1
  build_and_install "$work" "$@" >"$work.log" 2>&1 || { tail -n 20 "$work.log" >&2; fail "$name could not be built; the whole log: $work.log"; }
}

build_dependencies() {
  [[ -f $dependencies/SHA256SUMS ]] || fail "$dependencies has no SHA256SUMS; make it with scripts/collect_dependencies.sh"
  dependencies=$(realpath "$dependencies")
  (cd "$dependencies" && sha256sum --check --quiet SHA256SUMS) || fail "$dependencies is damaged; collect it again"
  prefix=$build/dependencies/installed
  local stamp=$prefix/built-from wanted
  wanted="$(cat "$dependencies/SHA256SUMS"; "${CXX:-g++}" --version | head -n 1)"
  if [[ -f $stamp && $(<"$stamp") == "$wanted" ]]; then return 0; fi
  rm -rf "$prefix"
  build_dependency onetbb -DTBB_TEST=OFF -DTBB_STRICT=OFF -DTBBMALLOC_BUILD=OFF
  build_dependency yaml-cpp -DYAML_CPP_BUILD_TESTS=OFF -DYAML_CPP_BUILD_TOOLS=OFF -DYAML_BUILD_SHARED_LIBS=OFF
  build_dependency fmtlib -DFMT_TEST=OFF -DFMT_DOC=OFF
  build_dependency zlib
  build_dependency libdeflate -DLIBDEFLATE_BUILD_SHARED_LIB=OFF -DLIBDEFLATE_BUILD_GZIP=OFF
  build_dependency catch2 -DCATCH_INSTALL_DOCS=OFF -DCATCH_INSTALL_EXTRAS=OFF
  printf '%s' "$wanted" >"$stamp"
}

build_wick() {
  local cache=$build/wick/CMakeCache.txt fresh=() options=("${torch_options[@]}") option
  [[ ! ${prefix:-} ]] || options+=(-DCMAKE_PREFIX_PATH:PATH="$prefix")
  for option in "${options[@]}"; do # What CMake remembers of another torch would be mixed with this one.
    if [[ -f $cache ]] && ! grep -qxF -- "${option#-D}" "$cache"; then fresh=(--fresh); fi
  done
  say "building wick"
  {
    cmake --preset release -S "$root" -B "$build/wick" "${fresh[@]}" "${generator[@]}" "${options[@]}" \
      -DCMAKE_COMPILE_WARNING_AS_ERROR=OFF -DWICK_BUILD_BENCHMARKS=ON -DWICK_BUILD_TOOLS=OFF -DWICK_BUILD_EXAMPLES=OFF \
      -DWICK_TEST_PACKAGE=OFF && cmake --build "$build/wick" -j "$jobs" --target test_device gpu_check
  } >"$build/wick.log" 2>&1 || { tail -n 30 "$build/wick.log" >&2; explain_failed_build; }
}

explain_failed_build() {
  if [[ ! $dependencies ]] && grep -q 'Could not find a package configuration file' "$build/wick.log"; then
    fail "a library is missing: collect it with scripts/collect_dependencies.sh where there is a network, then --dependencies"
  fi
  fail "wick could not be built; the whole log: $build/wick.log"
}

# Sets tests: "12 of 12 passed". Catch2 ends with "All tests passed (9 assertions in 3 test cases)" or with
# "test cases: 3 | 2 passed | 1 failed".
run_tests() {
  local status=0
  say "tests tagged [cuda]"
  "$build/wick/tests/device/test_device" "[cuda]" | tee "$build/tests.log" || status=1
  tests=$(awk '/^All tests passed/ { n = $(NF - 2); print n " of " n " passed" }
               /^test cases:/ { n = $3; ok = 0; for (i = 4; i < NF; ++i) if ($(i + 1) == "passed") ok = $i
                                print ok " of " n " passed" }' "$build/tests.log" | tail -n 1)
  tests=${tests:-crashed}
  return $status
}

add_tests_to_json() {
  "$python" - "$build/results.json" "$tests" <<'PYTHON'
import json, sys
path, tests = sys.argv[1:]
with open(path) as file:
    results = json.load(file)
results["tests"] = tests
with open(path, "w") as file:
    json.dump(results, file, indent=2)
    file.write("\n")
PYTHON
  [[ ! $json ]] || cp "$build/results.json" "$json"
}

parse "$@"
mkdir -p "$build"
check_torch
[[ $build_only ]] || check_gpu
check_tools
[[ ! $dependencies ]] || build_dependencies
choose_torch_config
build_wick
if [[ $build_only ]]; then say "built in $build/wick"; exit 0; fi

status=0
run_tests || status=1
say "measuring"
rm -f "$build/results.json"
"$build/wick/benchmarks/gpu_check" --json "$build/results.json" "${arguments[@]}" || status=1
printf '%-64s %10s\n' "tests tagged [cuda]" "$tests"
[[ ! -f $build/results.json ]] || add_tests_to_json
exit "$status"
