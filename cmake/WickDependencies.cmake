# What the libraries need. The tests, tools and benchmarks find theirs in their own folders.

# A project that adds wick as a subdirectory links `torch` through it, from a folder that would not see our imports.
set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL ON)

include(WickTorch)
wick_before_torch()
find_package(Torch 1.13 REQUIRED) # not 1.13.1: Debian's calls itself 1.13.0
wick_after_torch()
find_package(TBB 2021.5 REQUIRED)
find_package(yaml-cpp 0.7 REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(ZLIB REQUIRED)
include(WickDeflate)

# LibTorch of PyPI brings headers of an fmt of its own, which then come before the system's and do not fit its library.
set(WICK_FMT fmt::fmt)
get_target_property(wick_torch_headers torch INTERFACE_INCLUDE_DIRECTORIES)
foreach(folder IN LISTS wick_torch_headers TORCH_INCLUDE_DIRS)
  if(NOT folder STREQUAL "/usr/include" AND EXISTS "${folder}/fmt/format.h")
    set(WICK_FMT fmt::fmt-header-only)
  endif()
endforeach()

# Its target has this name since 0.8.
if(NOT TARGET yaml-cpp::yaml-cpp)
  add_library(yaml-cpp::yaml-cpp ALIAS yaml-cpp)
endif()
