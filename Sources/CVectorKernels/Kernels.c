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

#if defined(__x86_64__)
#define AT(level, call) \
    (level == EASEL_LEVEL_AVX512 ? avx512_##call : level == EASEL_LEVEL_AVX2 ? avx2_##call : baseline_##call)
#else
#define AT(level, call) baseline_##call
#endif

void easel_multiply(int level, const easel_product *product) { AT(level, multiply(product)); }

void easel_pack_transposed(int level, const float *source, long source_row, long columns, long depth, float *panel) {
    AT(level, pack_transposed(source, source_row, columns, depth, panel));
}

void easel_transpose(int level, const float *source, long source_row, long rows, long columns, float *target, long target_row) {
    AT(level, transpose(source, source_row, rows, columns, target, target_row));
}

int easel_softmax_panel(int level, long keys, float *scores, float *greatest, float *sums, float *corrections) {
    return AT(level, softmax_panel(keys, scores, greatest, sums, corrections));
}

void easel_softmax_gradient_panel(
    int level, long keys, float *scores, float *gradients, const float *normalizers, const float *centres) {
    AT(level, softmax_gradient_panel(keys, scores, gradients, normalizers, centres));
}

void easel_gate(int level, long count, const float *values, const float *gates, float *results) {
    AT(level, gate(count, values, gates, results));
}

void easel_gate_gradient(
    int level, long count, const float *values, const float *gates, const float *gradients, float *value_gradients,
    float *gate_gradients) {
    AT(level, gate_gradient(count, values, gates, gradients, value_gradients, gate_gradients));
}
