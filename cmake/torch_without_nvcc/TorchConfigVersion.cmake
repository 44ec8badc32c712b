include("${TORCH_INSTALL_PREFIX}/share/cmake/Torch/TorchConfigVersion.cmake")
