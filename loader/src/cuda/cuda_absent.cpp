// SPDX-License-Identifier: MIT
#include <wick/loader/accelerator.hpp>

namespace wick {

std::shared_ptr<Accelerator> cuda_accelerator() { return nullptr; }

std::string why_no_cuda() { return "this build of wick is over a LibTorch without CUDA"; }

}  // namespace wick
