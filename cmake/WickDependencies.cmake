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

# Its target has this name since 0.8.
if(NOT TARGET yaml-cpp::yaml-cpp)
  add_library(yaml-cpp::yaml-cpp ALIAS yaml-cpp)
endif()
