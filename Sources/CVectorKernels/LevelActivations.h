// Included by LevelKernels.h, after the powers of two.

// Φ(x), the normal distribution's cumulative function: ½ (1 + erf(x / √2)).
// Source: N. Juffa's single-precision error function (two polynomials, split at 475/512).
static inline __attribute__((always_inline)) VECTOR LEVEL(cumulative)(VECTOR x) {
    VECTOR y = x * 0.707106781f;
    VECTOR t = (VECTOR)((LEVEL(bits))y & 0x7fffffffu), s = y * y;
    VECTOR far = t * -1.72853470e-5f + 3.83197126e-4f;
    far = far * s + (t * -3.88396438e-3f + 2.42546219e-2f);
    far = far * t - 1.06777877e-1f;
    far = far * t - 6.34846687e-1f;
    far = far * t - 1.28717512e-1f;
    far = 1 - LEVEL(power_of_two)((far * t - t) * 1.44269504f);
    far = (VECTOR)((LEVEL(bits))far | ((LEVEL(bits))y & 0x80000000u));
    VECTOR near = s * -5.96761703e-4f + 4.99119423e-3f;
    near = near * s - 2.67681349e-2f;
    near = near * s + 1.12819925e-1f;
    near = near * s - 3.76125336e-1f;
    near = near * s + 1.28379166e-1f;
    near = near * y + y;
    return (t > 0.927734375f ? far : near) * 0.5f + 0.5f;
}

// A vector, or the `left` elements that are left of one.
static inline VECTOR LEVEL(load)(const float *from, long left) {
    VECTOR some = {};
    if (left >= LANES) return *(const VECTOR *)from;
    LEVEL(copy)((float *)&some, from, left);
    return some;
}

static inline void LEVEL(store)(float *to, VECTOR some, long left) {
    if (left >= LANES)
        *(VECTOR *)to = some;
    else
        LEVEL(copy)(to, (const float *)&some, left);
}

static void LEVEL(gate)(long count, const float *values, const float *gates, float *results) {
    for (long i = 0; i < count; i += LANES) {
        VECTOR gate = LEVEL(load)(gates + i, count - i);
        LEVEL(store)(results + i, LEVEL(load)(values + i, count - i) * (gate * LEVEL(cumulative)(gate)), count - i);
    }
}

static void LEVEL(gate_gradient)(
    long count, const float *values, const float *gates, const float *gradients, float *value_gradients, float *gate_gradients) {
    for (long i = 0; i < count; i += LANES) {
        VECTOR gate = LEVEL(load)(gates + i, count - i), gradient = LEVEL(load)(gradients + i, count - i);
        VECTOR cumulative = LEVEL(cumulative)(gate);
        VECTOR density = LEVEL(power_of_two)(gate * gate * -0.721347520f) * 0.398942280f;
        LEVEL(store)(value_gradients + i, gradient * (gate * cumulative), count - i);
        gradient *= LEVEL(load)(values + i, count - i);
        LEVEL(store)(gate_gradients + i, gradient * (gate * density + cumulative), count - i);
    }
}
