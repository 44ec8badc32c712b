// SPDX-License-Identifier: MIT
#include "half_kernels.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace wick::detail {
namespace {

void half_to_float_portable(const c10::Half* in, float* out, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) out[i] = static_cast<float>(in[i]);
}

void float_to_half_portable(const float* in, c10::Half* out, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) out[i] = c10::Half(in[i]);
}

#if defined(__x86_64__)

// Unlike the plain loops of Note [Vectorised loops], the compiler does not find these instructions by itself.
bool has_f16c() {
  static const bool has = __builtin_cpu_supports("avx") && __builtin_cpu_supports("f16c");
  return has;
}

__attribute__((target("avx,f16c"))) std::int64_t half_to_float_f16c(const c10::Half* in, float* out,
                                                                    std::int64_t count) {
  std::int64_t i = 0;
  for (; i + 8 <= count; i += 8) {
    const __m128i halves = _mm_loadu_si128(reinterpret_cast<const __m128i*>(in + i));
    _mm256_storeu_ps(out + i, _mm256_cvtph_ps(halves));
  }
  return i;
}

__attribute__((target("avx,f16c"))) std::int64_t float_to_half_f16c(const float* in, c10::Half* out,
                                                                    std::int64_t count) {
  std::int64_t i = 0;
  for (; i + 8 <= count; i += 8) {
    const __m128i halves = _mm256_cvtps_ph(_mm256_loadu_ps(in + i), _MM_FROUND_TO_NEAREST_INT);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out + i), halves);
  }
  return i;
}

#endif

}  // namespace

void half_to_float(const c10::Half* in, float* out, std::int64_t count) {
  std::int64_t done = 0;
#if defined(__x86_64__)
  if (has_f16c()) done = half_to_float_f16c(in, out, count);
#endif
  half_to_float_portable(in + done, out + done, count - done);
}

void float_to_half(const float* in, c10::Half* out, std::int64_t count) {
  std::int64_t done = 0;
#if defined(__x86_64__)
  if (has_f16c()) done = float_to_half_f16c(in, out, count);
#endif
  float_to_half_portable(in + done, out + done, count - done);
}

}  // namespace wick::detail
