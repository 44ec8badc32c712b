// SPDX-License-Identifier: MIT
#include <wick/datasets/detail/worker_guard.hpp>

#include <ATen/Parallel.h>
#include <dlfcn.h>

namespace wick::detail {
namespace {

// OpenMP's setting of the calling thread. Looked up in the OpenMP that LibTorch brought: linking one of our own could
// put a second into the process. Both null where LibTorch was built without.
struct OpenMP {
  void (*set_num_threads)(int) = reinterpret_cast<void (*)(int)>(::dlsym(RTLD_DEFAULT, "omp_set_num_threads"));
  int (*get_max_threads)() = reinterpret_cast<int (*)()>(::dlsym(RTLD_DEFAULT, "omp_get_max_threads"));

  bool available() const noexcept { return set_num_threads != nullptr && get_max_threads != nullptr; }
};

const OpenMP& openmp() {
  static const OpenMP instance;
  return instance;
}

int limit_to_one_thread() {
  if (!openmp().available()) return 1;
  // LibTorch sets OpenMP up on a thread's first parallel operation, which would undo the limit: have it do so now.
  at::get_num_threads();
  const int threads = openmp().get_max_threads();
  if (threads != 1) openmp().set_num_threads(1);
  return threads;
}

}  // namespace

WorkerGuard::WorkerGuard() : openmp_threads_(limit_to_one_thread()) {}

WorkerGuard::~WorkerGuard() {
  if (openmp_threads_ != 1) openmp().set_num_threads(openmp_threads_);
}

}  // namespace wick::detail
