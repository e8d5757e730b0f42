#include "CVectorKernels.h"

// A product and its sum may be one instruction, wherever the level has one.
#pragma STDC FP_CONTRACT ON

#define LEVEL(name) baseline_##name
#define LANES 4
#define ROWS 6
#define VECTORS 2
#include "LevelKernels.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define LEVEL(name) avx2_##name
#define LANES 8
#define ROWS 6
#define VECTORS 2
#include "LevelKernels.h"
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma"))), apply_to = function)
#define LEVEL(name) avx512_##name
#define LANES 16
#define ROWS 12
#define VECTORS 2
#include "LevelKernels.h"
#pragma clang attribute pop
#endif

int easel_machine_level(void) {
#if defined(__x86_64__)
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return EASEL_LEVEL_BASELINE;
    if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512vl")) return EASEL_LEVEL_AVX2;
    if (!__builtin_cpu_supports("avx512dq") || !__builtin_cpu_supports("avx512bw")) return EASEL_LEVEL_AVX2;
    return EASEL_LEVEL_AVX512;
#else
    return EASEL_LEVEL_BASELINE;
#endif
}

long easel_panel_columns(int level) {
    return level == EASEL_LEVEL_AVX512 ? 32 : level == EASEL_LEVEL_AVX2 ? 16 : 8;
}

void easel_multiply(int level, const easel_product *product) {
#if defined(__x86_64__)
    if (level == EASEL_LEVEL_AVX512) return avx512_multiply(product);
    if (level == EASEL_LEVEL_AVX2) return avx2_multiply(product);
#endif
    baseline_multiply(product);
}

void easel_pack_transposed(int level, const float *source, long source_row, long columns, long depth, float *panel) {
#if defined(__x86_64__)
    if (level == EASEL_LEVEL_AVX512) return avx512_pack_transposed(source, source_row, columns, depth, panel);
    if (level == EASEL_LEVEL_AVX2) return avx2_pack_transposed(source, source_row, columns, depth, panel);
#endif
    baseline_pack_transposed(source, source_row, columns, depth, panel);
}

void easel_transpose(int level, const float *source, long source_row, long rows, long columns, float *target, long target_row) {
#if defined(__x86_64__)
    if (level == EASEL_LEVEL_AVX512) return avx512_transpose(source, source_row, rows, columns, target, target_row);
    if (level == EASEL_LEVEL_AVX2) return avx2_transpose(source, source_row, rows, columns, target, target_row);
#endif
    baseline_transpose(source, source_row, rows, columns, target, target_row);
}

int easel_softmax_panel(int level, long keys, float *scores, float *greatest, float *sums, float *corrections) {
#if defined(__x86_64__)
    if (level == EASEL_LEVEL_AVX512) return avx512_softmax_panel(keys, scores, greatest, sums, corrections);
    if (level == EASEL_LEVEL_AVX2) return avx2_softmax_panel(keys, scores, greatest, sums, corrections);
#endif
    return baseline_softmax_panel(keys, scores, greatest, sums, corrections);
}

void easel_softmax_gradient_panel(
    int level, long keys, float *scores, float *gradients, const float *normalizers, const float *centres) {
#if defined(__x86_64__)
    if (level == EASEL_LEVEL_AVX512) return avx512_softmax_gradient_panel(keys, scores, gradients, normalizers, centres);
    if (level == EASEL_LEVEL_AVX2) return avx2_softmax_gradient_panel(keys, scores, gradients, normalizers, centres);
#endif
    baseline_softmax_gradient_panel(keys, scores, gradients, normalizers, centres);
}
