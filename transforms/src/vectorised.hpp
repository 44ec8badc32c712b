// SPDX-License-Identifier: MIT
#pragma once

// Note [Vectorised loops]
// The kernels are plain loops that the compiler vectorises. Those that gain from wider registers are marked
// WICK_VECTORISED: g++ compiles them twice, for every x86-64 machine and for those with AVX2, and the dynamic linker
// takes the better one that this machine can run. The files are compiled with -ffp-contract=off, so that both give the
// same bits. Sanitizers run before the linker's choice is made; there one version must do.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define WICK_VECTORISED __attribute__((target_clones("avx2", "default")))
#else
#define WICK_VECTORISED
#endif
