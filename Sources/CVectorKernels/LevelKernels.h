// Included once for each level, which defines LEVEL(name), LANES, ROWS (of a tile) and VECTORS (a tile's width in vectors).
// A tile of ROWS × VECTORS accumulators stays in registers through all of the depth.

typedef float LEVEL(vector) __attribute__((ext_vector_type(LANES), aligned(4)));
#define VECTOR LEVEL(vector)
#define PANEL (LANES * VECTORS)

static inline __attribute__((always_inline)) void LEVEL(tile)(
    const int rows, const int vectors, long depth, const float *a, long a_row, long a_step, const float *b, const easel_product *p,
    const float *start, const float *plus, float *c) {
    VECTOR sums[ROWS][VECTORS];
    #pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++)
        #pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) {
            sums[i][v] = start ? *(const VECTOR *)(start + i * p->start_row + v * LANES) : (VECTOR){};
            if (plus) sums[i][v] += *(const VECTOR *)(plus + i * p->plus_row + v * LANES);
        }
    for (long k = 0; k < depth; k++) {
        VECTOR right[VECTORS];
        #pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) right[v] = *(const VECTOR *)(b + v * LANES);
        #pragma clang loop unroll(full)
        for (int i = 0; i < rows; i++) {
            float left = a[i * a_row];
            #pragma clang loop unroll(full)
            for (int v = 0; v < vectors; v++) sums[i][v] = left * right[v] + sums[i][v];
        }
        a += a_step;
        b += PANEL;
    }
    #pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++)
        #pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) *(VECTOR *)(c + i * p->c_row + v * LANES) = sums[i][v];
}

static inline __attribute__((always_inline)) void LEVEL(tile_of)(
    long rows, const int vectors, const easel_product *p, const float *a, const float *b, const float *start, const float *plus,
    float *c) {
    switch (rows) {
    #define CASE(n) case n: LEVEL(tile)(n, vectors, p->depth, a, p->a_row, p->a_step, b, p, start, plus, c); break;
    CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6)
    #if ROWS > 6
    CASE(7) CASE(8) CASE(9) CASE(10) CASE(11) CASE(12)
    #endif
    #undef CASE
    }
}

static void LEVEL(wide_tile)(
    long rows, const easel_product *p, const float *a, const float *b, const float *start, const float *plus, float *c) {
    LEVEL(tile_of)(rows, VECTORS, p, a, b, start, plus, c);
}

// What is left of the last panel when no more than one vector of it is used.
static void LEVEL(narrow_tile)(
    long rows, const easel_product *p, const float *a, const float *b, const float *start, const float *plus, float *c) {
    LEVEL(tile_of)(rows, 1, p, a, b, start, plus, c);
}

static inline void LEVEL(copy)(float *to, const float *from, long count) {
    for (long j = 0; j < count; j++) to[j] = from[j];
}

// A last panel that ends inside a vector goes through buffers.
static void LEVEL(partial_tile)(
    long rows, long columns, const easel_product *p, const float *a, const float *b, const float *start, const float *plus, float *c) {
    float starts[ROWS * PANEL] = {0}, sums[ROWS * PANEL];
    for (long i = 0; start && i < rows; i++) LEVEL(copy)(starts + i * PANEL, start + i * p->start_row, columns);
    for (long i = 0; plus && i < rows; i++)
        for (long j = 0; j < columns; j++) starts[i * PANEL + j] += plus[i * p->plus_row + j];
    easel_product buffered = *p;
    buffered.start_row = buffered.c_row = PANEL;
    if (columns > LANES)
        LEVEL(wide_tile)(rows, &buffered, a, b, starts, 0, sums);
    else
        LEVEL(narrow_tile)(rows, &buffered, a, b, starts, 0, sums);
    for (long i = 0; i < rows; i++) LEVEL(copy)(c + i * p->c_row, sums + i * PANEL, columns);
}

// Asks for a share of the rows that come next while these are being used: a dozen rows are more streams than processors foresee.
static inline void LEVEL(prefetch)(const easel_product *p, long first, long rows, long share, long shares) {
    if (p->a_step != 1) return;
    for (long i = first + rows * share / shares; i < first + rows * (share + 1) / shares; i++)
        for (long k = 0; k < p->depth; k += 16) __builtin_prefetch(p->a + i * p->a_row + k);
}

static void LEVEL(multiply)(const easel_product *p) {
    // Rows are shared out evenly: 64 rows are six tiles of 10 and 11, not five of 12 and a thin one.
    long tiles = (p->rows + ROWS - 1) / ROWS;
    for (long tile = 0; tile < tiles; tile++) {
        long first = p->rows * tile / tiles, rows = p->rows * (tile + 1) / tiles - first;
        const float *a = p->a + first * p->a_row;
        long next = p->rows * (tile + 2 > tiles ? tiles : tile + 2) / tiles - first - rows, panels = (p->columns + PANEL - 1) / PANEL;
        for (long column = 0; column < p->columns; column += PANEL) {
            const float *b = p->b + column / PANEL * p->b_panel;
            const float *start = p->start ? p->start + first * p->start_row + column : 0;
            const float *plus = p->plus ? p->plus + first * p->plus_row + column : 0;
            float *c = p->c + first * p->c_row + column;
            long left = p->columns - column;
            LEVEL(prefetch)(p, first + rows, next, column / PANEL, panels);
            if (left >= PANEL)
                LEVEL(wide_tile)(rows, p, a, b, start, plus, c);
            else if (left == LANES)
                LEVEL(narrow_tile)(rows, p, a, b, start, plus, c);
            else
                LEVEL(partial_tile)(rows, left, p, a, b, start, plus, c);
        }
    }
}

typedef float LEVEL(eight) __attribute__((vector_size(32), aligned(4)));

// Eight rows of eight become eight columns, in three rounds of shuffles.
static inline __attribute__((always_inline)) void LEVEL(transpose_eight)(
    const float *source, long row, float *target, long target_row) {
    LEVEL(eight) r[8], s[8];
    #pragma clang loop unroll(full)
    for (int i = 0; i < 8; i++) r[i] = *(const LEVEL(eight) *)(source + i * row);
    #pragma clang loop unroll(full)
    for (int i = 0; i < 8; i += 2) {
        s[i] = __builtin_shufflevector(r[i], r[i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
        s[i + 1] = __builtin_shufflevector(r[i], r[i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
    }
    #pragma clang loop unroll(full)
    for (int i = 0; i < 8; i += 4)
        #pragma clang loop unroll(full)
        for (int j = 0; j < 2; j++) {
            r[i + 2 * j] = __builtin_shufflevector(s[i + j], s[i + 2 + j], 0, 1, 8, 9, 4, 5, 12, 13);
            r[i + 2 * j + 1] = __builtin_shufflevector(s[i + j], s[i + 2 + j], 2, 3, 10, 11, 6, 7, 14, 15);
        }
    #pragma clang loop unroll(full)
    for (int i = 0; i < 4; i++) {
        *(LEVEL(eight) *)(target + i * target_row) = __builtin_shufflevector(r[i], r[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
        *(LEVEL(eight) *)(target + (i + 4) * target_row) = __builtin_shufflevector(r[i], r[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
    }
}

static inline __attribute__((always_inline)) void LEVEL(transpose_into)(
    const float *source, long row, long rows, long columns, float *target, long target_row) {
    long whole = rows / 8 * 8, deep = columns / 8 * 8;
    for (long j = 0; j < whole; j += 8) {
        for (long k = 0; k < deep; k += 8) LEVEL(transpose_eight)(source + j * row + k, row, target + k * target_row + j, target_row);
        for (long k = deep; k < columns; k++)
            for (long i = j; i < j + 8; i++) target[k * target_row + i] = source[i * row + k];
    }
    for (long k = 0; k < columns; k++)
        for (long j = whole; j < rows; j++) target[k * target_row + j] = source[j * row + k];
}

static void LEVEL(transpose)(const float *source, long row, long rows, long columns, float *target, long target_row) {
    LEVEL(transpose_into)(source, row, rows, columns, target, target_row);
}

static void LEVEL(pack_transposed)(const float *source, long row, long columns, long depth, float *panel) {
    LEVEL(transpose_into)(source, row, columns, depth, panel, PANEL);
    for (long k = 0; k < depth; k++)
        for (long j = columns; j < PANEL; j++) panel[k * PANEL + j] = 0;
}

#include "LevelSoftmax.h"
#include "LevelActivations.h"

#undef VECTOR
#undef PANEL
#undef LEVEL
#undef LANES
#undef ROWS
#undef VECTORS
