// Included by LevelKernels.h. Scores lie in panels, [keys][PANEL queries]: a query is a lane, so nothing is summed across lanes.

typedef unsigned LEVEL(bits) __attribute__((ext_vector_type(LANES)));

// 2ˣ for x < 127, and 0 below -126. The polynomial is minimax on [-½, ½], 2e-9 off before rounding.
static inline __attribute__((always_inline)) VECTOR LEVEL(power_of_two)(VECTOR x) {
    VECTOR shifted = x + 0x1.8p23f;  // rounds to an integer, which is then in the low bits
    VECTOR f = x - (shifted - 0x1.8p23f);
    VECTOR y = 1.53458125e-4f * f + 1.33999309e-3f;
    y = y * f + 9.61848907e-3f;
    y = y * f + 5.55032864e-2f;
    y = y * f + 2.40226462e-1f;
    y = y * f + 6.93147182e-1f;
    y = y * f + 1;
    LEVEL(bits) power = ((LEVEL(bits))shifted << 23) + (127u << 23);
    return x < -126 ? (VECTOR){} : y * (VECTOR)power;
}

// A greatest score is replaced only by one that exceeds it by more: until then, exponentials just grow to 2⁸.
#define SLACK 8

static int LEVEL(softmax_panel)(long keys, float *scores, float *greatest, float *sums, float *corrections) {
    VECTOR *line = (VECTOR *)scores, *centre = (VECTOR *)greatest, *sum = (VECTOR *)sums;
    VECTOR most[VECTORS], total[VECTORS];
    int grows = 0;
    for (int v = 0; v < VECTORS; v++) most[v] = centre[v] + SLACK;
    for (long key = 0; key < keys; key++)
        for (int v = 0; v < VECTORS; v++) most[v] = line[key * VECTORS + v] > most[v] ? line[key * VECTORS + v] : most[v];
    for (int v = 0; v < VECTORS; v++)
        for (int lane = 0; lane < LANES; lane++) grows |= most[v][lane] > centre[v][lane] + SLACK;
    for (int v = 0; grows && v < VECTORS; v++) {
        VECTOR next = most[v] > centre[v] + SLACK ? most[v] : centre[v];
        ((VECTOR *)corrections)[v] = LEVEL(power_of_two)(centre[v] - next);
        sum[v] *= ((VECTOR *)corrections)[v];
        centre[v] = next;
    }
    for (int v = 0; v < VECTORS; v++) total[v] = sum[v];
    for (long key = 0; key < keys; key++)
        for (int v = 0; v < VECTORS; v++) {
            VECTOR power = LEVEL(power_of_two)(line[key * VECTORS + v] - centre[v]);
            line[key * VECTORS + v] = power;
            total[v] += power;
        }
    for (int v = 0; v < VECTORS; v++) sum[v] = total[v];
    return grows;
}

static void LEVEL(softmax_gradient_panel)(
    long keys, float *scores, float *gradients, const float *normalizers, const float *centres) {
    VECTOR *line = (VECTOR *)scores, *gradient = (VECTOR *)gradients;
    const VECTOR *normalizer = (const VECTOR *)normalizers, *centre = (const VECTOR *)centres;
    for (long key = 0; key < keys; key++)
        for (int v = 0; v < VECTORS; v++, line++) {
            *line = LEVEL(power_of_two)(*line - normalizer[v]);
            if (gradient) gradient[key * VECTORS + v] = *line * (gradient[key * VECTORS + v] - centre[v]);
        }
}

#undef SLACK
