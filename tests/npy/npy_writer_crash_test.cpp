// SPDX-License-Identifier: MIT
#include <support/temp_folder.hpp>

#include "npy_writer_file.hpp"
#include "numpy_script.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <string>

#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <support/prelude.hpp>

namespace wick {
namespace {

namespace fs = std::filesystem;
using test::append_counting;
using test::count_of_counting;

const Dtype i8 = native_dtype("i8");
constexpr NpyWriterOptions appending{.existing = ExistingFile::append, .buffer_bytes = 0};

// A number that a process and its child both see.
class SharedNumber {
 public:
  SharedNumber()
      : place_(::mmap(nullptr, sizeof(std::int64_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)) {}
  ~SharedNumber() { ::munmap(place_, sizeof(std::int64_t)); }
  SharedNumber(const SharedNumber&) = delete;
  SharedNumber& operator=(const SharedNumber&) = delete;

  volatile std::int64_t& operator*() const { return *static_cast<volatile std::int64_t*>(place_); }

 private:
  void* place_;
};

// Runs `body` in a child process, which says when it has begun to be traced, and ends without what a process does at
// its end.
template <typename F>
pid_t start(F&& body) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  try {
    body();
    ::_exit(0);
  } catch (...) {
    ::_exit(1);
  }
}

int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

// Kills a child that runs `body` where it has entered or left its `step`th system call. Returns the status of its end.
template <typename F>
int run_until(int step, F&& body) {
  const pid_t child = start([&] {
    if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) ::_exit(77);
    ::raise(SIGSTOP);
    body();
  });
  int status = wait_for(child);
  for (int i = 0; i < step && WIFSTOPPED(status); ++i) {
    if (::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr) != 0) break;
    status = wait_for(child);
  }
  if (!WIFSTOPPED(status)) return status;
  ::kill(child, SIGKILL);
  return wait_for(child);
}

TEST_CASE("a process killed at any of its system calls leaves a file with the rows finished", "[npy]") {
  const test::TempFolder folder;
  const auto path = folder / "x.npy";
  const SharedNumber finished;
  const auto body = [&] {
    NpyWriter writer(path, i8, Shape{2}, appending);
    for (int i = 0; i < 6; ++i) {
      append_counting(writer, 5);  // over 9 to 10, among others
      *finished = writer.rows();
    }
    writer.close();
  };
  // Unfinished steps are of a file that does not exist or is empty or has 7 rows and a part of one behind them.
  const auto before = GENERATE(as<std::string>(), "nothing", "rows", "rest");
  int files = 0;
  for (int step = 1;; ++step) {
    fs::remove(path);
    std::int64_t start_rows = 0;
    if (before != "nothing") {
      NpyWriter writer(path, i8, Shape{2}, appending);
      append_counting(writer, 7);
      start_rows = 7;
    }
    if (before == "rest") fs::resize_file(path, 128 + 7 * 16 + 37);
    *finished = start_rows;
    const int status = run_until(step, body);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 77) {
      std::puts("skipped: a process may not trace its child here");
      return;
    }
    if (fs::exists(path)) {
      const auto rows = count_of_counting(path);
      REQUIRE((rows == *finished || rows == *finished + 5));
      fs::copy_file(path, folder / ("killed-" + std::to_string(files++) + ".npy"));
    } else {
      REQUIRE(before == "nothing");
      REQUIRE(*finished == 0);
    }
    // What is left can be gone on with.
    if (step % 5 == 0 && fs::exists(path)) {
      NpyWriter writer(path, i8, Shape{2}, appending);
      append_counting(writer, 5);
      REQUIRE(count_of_counting(path) == writer.rows());
    }
    if (WIFEXITED(status)) {
      REQUIRE(WEXITSTATUS(status) == 0);
      CHECK(*finished == start_rows + 30);
      CHECK(step > 24);  // 6 times a write and a header, each entered and left
      break;
    }
    REQUIRE(WIFSIGNALED(status));
  }
  const auto text = test::run_numpy(R"(
names = [n for n in os.listdir('.') if n.startswith('killed-')]
for name in names:
  a = np.load(name)
  assert a.shape[1:] == (2,) and (a.ravel() == np.arange(a.size)).all(), name
print(len(names))
)",
                                    folder.path());
  if (text) CHECK(*text == std::to_string(files) + "\n");
}

TEST_CASE("a process killed at any time leaves a file with the rows finished", "[npy]") {
  const test::TempFolder folder;
  const auto path = folder / "x.npy";
  const SharedNumber finished;
  std::int64_t before = 0;
  for (int round = 0; round < 50; ++round) {
    *finished = before;
    const pid_t child = start([&] {
      NpyWriter writer(path, i8, Shape{100}, appending);
      while (true) {
        append_counting(writer, 1);
        *finished = writer.rows();
      }
    });
    int status = 0;
    while (*finished < before + 3 + round && ::waitpid(child, &status, WNOHANG) == 0) {
    }
    ::kill(child, SIGKILL);
    if (status == 0) status = wait_for(child);
    REQUIRE(WIFSIGNALED(status));
    const auto rows = count_of_counting(path);
    REQUIRE((rows == *finished || rows == *finished + 1));
    before = rows;
  }
}

TEST_CASE("a process that the limit of a file's size kills leaves a file with the rows finished", "[npy]") {
  const test::TempFolder folder;
  const auto path = folder / "x.npy";
  const int status = wait_for(start([&] {
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    const rlimit limit{128 + 1000, 128 + 1000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    NpyWriter writer(path, i8, Shape{2}, appending);
    while (true) append_counting(writer, 1);
  }));
  REQUIRE(WIFSIGNALED(status));
  CHECK(WTERMSIG(status) == SIGXFSZ);
  CHECK(count_of_counting(path) == 62);
}

}  // namespace
}  // namespace wick
