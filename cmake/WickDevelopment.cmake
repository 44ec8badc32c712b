# For work on wick itself, not for projects that contain it: the compiler cache, where the machine has one, and the oneTBB of
# the preset `tsan`.

# GCC 12 warns of an overlapping copy in any `"literal" + string` that it inlines (its bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  string(APPEND CMAKE_CXX_FLAGS " -Wno-restrict")
endif()

find_program(WICK_CCACHE ccache)
if(WICK_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${WICK_CCACHE}")
endif()

# The thread sanitizer must see the synchronisation inside oneTBB, or it reports races in correct code.
option(WICK_TSAN_TBB "Use a oneTBB built with the thread sanitizer; the first configure makes it" OFF)
if(WICK_TSAN_TBB)
  set(prefix "${CMAKE_CURRENT_SOURCE_DIR}/build/tsan-tbb")
  execute_process(COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/scripts/build_tsan_tbb.sh" "${prefix}" COMMAND_ERROR_IS_FATAL ANY)
  set(TBB_DIR "${prefix}/lib/cmake/TBB")
endif()
