// The two inner loops that need a wider instruction set than the rest of the program is built for, once for each level.
// Swift has no per-function CPU target; docs/decisions.md says what that would cost.
#ifndef EASEL_VECTOR_KERNELS_H
#define EASEL_VECTOR_KERNELS_H

#include <stdint.h>

// Instruction levels, each with all that the ones before it have.
enum {
    EASEL_LEVEL_BASELINE = 0,  // whatever the program is built for
    EASEL_LEVEL_AVX2 = 1,      // x86-64-v3: AVX2 and FMA
    EASEL_LEVEL_AVX512 = 2,    // AVX-512 F, VL, DQ and BW
};

// C = start + plus + A · B for all rows of A and some panels of B.
typedef struct {
    long rows;           // of A and C
    long depth;          // columns of A, rows of B
    long columns;        // of B and C
    const float *a;      // element (i, k) at a[i * a_row + k * a_step]
    long a_row, a_step;
    const float *b;      // panels of `easel_panel_columns` columns, each [depth][panel columns]; the last one padded
    long b_panel;        // elements from one panel to the next
    const float *start;  // NULL for zeros; element (i, j) at start[i * start_row + j], so a row of 0 repeats one row
    long start_row;
    const float *plus;   // added to start in the same way, or NULL
    long plus_row;
    float *c;            // element (i, j) at c[i * c_row + j]
    long c_row;
} easel_product;

// The highest level that this machine has.
int easel_machine_level(void);

// Columns of one panel of B: 32 with AVX-512, 16 with AVX2, 8 otherwise.
long easel_panel_columns(int level);

void easel_multiply(int level, const easel_product *product);

// One panel of B from its transpose: panel[k][j] = source[j * source_row + k] for j < columns, 0 for the others.
void easel_pack_transposed(int level, const float *source, long source_row, long columns, long depth, float *panel);

// target[k * target_row + j] = source[j * source_row + k] for j < rows and k < columns.
void easel_transpose(int level, const float *source, long source_row, long rows, long columns, float *target, long target_row);

// Scores, to the base two, of some keys become their exponentials relative to the greatest score of each query so far, and are added to the
// query's sum. Where a greatest score is replaced, answers 1 and what everything that was added up before is to be multiplied by.
// A panel is [keys][panel columns]; the others have one element for each of a panel's columns.
int easel_softmax_panel(int level, long keys, float *scores, float *greatest, float *sums, float *corrections);

// Scores become probabilities 2^(score - normalizer), and gradients of probabilities those of scores: probability * (gradient - centre).
// Gradients may be NULL.
void easel_softmax_gradient_panel(
    int level, long keys, float *scores, float *gradients, const float *normalizers, const float *centres);

// results = values * gelu(gates), element by element.
void easel_gate(int level, long count, const float *values, const float *gates, float *results);

// The gradients of values and gates from those of the results.
void easel_gate_gradient(
    int level, long count, const float *values, const float *gates, const float *gradients, float *value_gradients,
    float *gate_gradients);

#endif
