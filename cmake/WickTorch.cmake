# Makes find_package(Torch) and its target `torch` work for LibTorch of Debian and of PyPI, CPU and CUDA. Installed beside
# wick-config.cmake, since those who link wick need the same.

# Before find_package(Torch).
macro(wick_before_torch)
  # A CUDA LibTorch asks nvcc for the machine's GPU unless told what to compile for. wick compiles no kernels, so any
  # architecture will do.
  if(NOT DEFINED ENV{TORCH_CUDA_ARCH_LIST})
    set(ENV{TORCH_CUDA_ARCH_LIST} "8.0")
  endif()
  # Torch looks for its Caffe2 in the system first, where another LibTorch may be.
  if(Torch_DIR AND EXISTS "${Torch_DIR}/../Caffe2/Caffe2Config.cmake")
    set(Caffe2_DIR "${Torch_DIR}/../Caffe2")
  endif()
endmacro()

# After find_package(Torch).
macro(wick_after_torch)
  wick_check_torch()
  wick_link_bundled_cuda()
endmacro()

# Stops where the C++ of LibTorch and ours do not fit.
function(wick_check_torch)
  get_target_property(library torch LOCATION)
  file(REAL_PATH "${library}" library)
  file(REAL_PATH "${TORCH_INSTALL_PREFIX}" prefix)
  cmake_path(IS_PREFIX prefix "${library}" is_one)
  if(NOT is_one)
    message(FATAL_ERROR "wick: two LibTorch are mixed: headers of ${prefix}, library ${library}. "
      "Name one in CMAKE_PREFIX_PATH, in an empty build folder.")
  endif()
  if(TORCH_CXX_FLAGS MATCHES "_GLIBCXX_USE_CXX11_ABI=0")
    message(FATAL_ERROR "wick: the LibTorch in ${Torch_DIR} is built with the old C++ ABI "
      "(_GLIBCXX_USE_CXX11_ABI=0), but oneTBB, fmt and yaml-cpp have the new one, so nothing would link. "
      "Use libtorch-dev of Debian, or torch 2.7 or newer of PyPI.")
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND Torch_VERSION VERSION_LESS 2)
    message(FATAL_ERROR "wick: Clang in C++20 mode cannot parse the headers of LibTorch ${Torch_VERSION} in ${Torch_DIR}. "
      "Use g++, or LibTorch 2 or newer.")
  endif()
endfunction()

# PyPI's CUDA build finds its CUDA libraries beside it at run time; the linker has to be shown them, else it takes
# whatever older ones the system has and misses symbols.
function(wick_link_bundled_cuda)
  get_target_property(library torch_cpu LOCATION)
  cmake_path(GET library PARENT_PATH folder)
  file(GLOB bundled LIST_DIRECTORIES true "${folder}/../../nvidia/*/lib")
  list(TRANSFORM bundled PREPEND "LINKER:-rpath-link,")
  target_link_options(torch INTERFACE ${bundled})
endfunction()
