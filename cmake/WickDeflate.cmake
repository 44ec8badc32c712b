# Makes the target libdeflate::libdeflate, of the libdeflate that is there: before version 1.15, and in Debian 12, it has no CMake
# package. Installed beside wick-config.cmake, since those who link wick need the same.
if(NOT TARGET libdeflate::libdeflate)
  find_path(WICK_LIBDEFLATE_INCLUDE_DIR libdeflate.h)
  find_library(WICK_LIBDEFLATE_LIBRARY NAMES deflate libdeflate)
  mark_as_advanced(WICK_LIBDEFLATE_INCLUDE_DIR WICK_LIBDEFLATE_LIBRARY)
  if(NOT WICK_LIBDEFLATE_INCLUDE_DIR OR NOT WICK_LIBDEFLATE_LIBRARY)
    message(FATAL_ERROR "wick needs libdeflate (Debian: apt-get install libdeflate-dev). If it is in a folder of its own, "
      "name that folder in CMAKE_PREFIX_PATH")
  endif()
  # Global: whoever adds wick as a subdirectory links it through wick::npy.
  add_library(libdeflate::libdeflate UNKNOWN IMPORTED GLOBAL)
  set_target_properties(libdeflate::libdeflate PROPERTIES
    IMPORTED_LOCATION "${WICK_LIBDEFLATE_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES "${WICK_LIBDEFLATE_INCLUDE_DIR}")
endif()
