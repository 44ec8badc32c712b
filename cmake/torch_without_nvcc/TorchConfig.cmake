# PyPI's CUDA LibTorch for machines that have no nvcc: its own TorchConfig.cmake insists on CUDA's whole toolkit, though what
# C++ needs of it, headers and libcudart, comes in wheels beside torch. Only for scripts/gpu_check.sh, which names this
# folder in Torch_DIR, the folder of the Python package in TORCH_INSTALL_PREFIX, and in WICK_CUDA_CRT one with the headers
# crt/*.h, which are in no wheel that torch of CUDA 13 brings.
set(TORCH_INCLUDE_DIRS "${TORCH_INSTALL_PREFIX}/include" "${TORCH_INSTALL_PREFIX}/include/torch/csrc/api/include")

# nvidia/cu13 holds all of CUDA 13; before that every part had a folder of its own.
file(GLOB cuda_folders LIST_DIRECTORIES true "${TORCH_INSTALL_PREFIX}/../nvidia/*/include")
list(TRANSFORM cuda_folders REPLACE "/include$" "")
foreach(folder IN LISTS cuda_folders)
  file(GLOB cudart "${folder}/lib/libcudart.so.*")
  if(cudart AND EXISTS "${folder}/include/cuda_runtime_api.h")
    list(GET cudart 0 TORCH_CUDART)
  endif()
endforeach()
if(NOT TORCH_CUDART)
  set(Torch_FOUND FALSE)
  string(CONCAT Torch_NOT_FOUND_MESSAGE "beside ${TORCH_INSTALL_PREFIX} there is no nvidia/*/include/cuda_runtime_api.h "
    "with a libcudart. Install the wheel nvidia-cuda-runtime, or nvcc with its toolkit.")
  return()
endif()
list(TRANSFORM cuda_folders APPEND "/include")
find_path(TORCH_CUDA_CRT crt/host_defines.h PATHS ${cuda_folders} "${WICK_CUDA_CRT}" NO_DEFAULT_PATH NO_CACHE)
if(NOT TORCH_CUDA_CRT)
  set(Torch_FOUND FALSE)
  string(CONCAT Torch_NOT_FOUND_MESSAGE "CUDA's header crt/host_defines.h is missing. "
    "scripts/collect_dependencies.sh collects it, and it comes with nvcc.")
  return()
endif()
list(APPEND cuda_folders "${TORCH_CUDA_CRT}")

foreach(name c10 c10_cuda torch_cpu torch_cuda torch)
  add_library(${name} SHARED IMPORTED)
  set_target_properties(${name} PROPERTIES
    IMPORTED_LOCATION "${TORCH_INSTALL_PREFIX}/lib/lib${name}.so"
    INTERFACE_INCLUDE_DIRECTORIES "${TORCH_INCLUDE_DIRS};${cuda_folders}")
endforeach()
add_library(torch::cudart SHARED IMPORTED)
set_target_properties(torch::cudart PROPERTIES IMPORTED_LOCATION "${TORCH_CUDART}")
set_target_properties(c10_cuda PROPERTIES INTERFACE_LINK_LIBRARIES "c10;torch::cudart")
set_target_properties(torch_cpu PROPERTIES INTERFACE_LINK_LIBRARIES c10)
set_target_properties(torch_cuda PROPERTIES INTERFACE_LINK_LIBRARIES "torch_cpu;c10_cuda")

# Nothing calls into libtorch_cuda: it registers itself when it is loaded, so the linker must not leave it out.
set_target_properties(torch PROPERTIES INTERFACE_LINK_LIBRARIES
  "-Wl,--no-as-needed,${TORCH_INSTALL_PREFIX}/lib/libtorch_cuda.so,--as-needed;torch_cpu;torch_cuda")
set(TORCH_LIBRARIES torch)
set(Torch_FOUND TRUE)
