/* SPDX-License-Identifier: MIT
 *
 * Random draws for the samplers: xoshiro256++ (Blackman & Vigna 2021), normal by the polar
 * method, gamma by Marsaglia & Tsang (2000), Poisson by Hoermann's transformed rejection (1993).
 * The state comes from the caller's NumPy generator, so one seed fixes everything.
 */
#ifndef TELWERK_DRAWS_H
#define TELWERK_DRAWS_H

#include <math.h>
#include <stdint.h>

static inline uint64_t rotate_left(uint64_t x, int k) {
    return (x << k) | (x >> (64 - k));
}

static inline uint64_t next_bits(uint64_t *s) {
    uint64_t result = rotate_left(s[0] + s[3], 23) + s[0], shifted = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotate_left(s[3], 45);
    return result;
}

/* In the open interval (0, 1). */
static inline double uniform(uint64_t *s) {
    return ((double)(next_bits(s) >> 12) + 0.5) * 0x1.0p-52;
}

static inline int below(uint64_t *s, int n) {
    return (int)(uniform(s) * n);
}

static inline double normal(uint64_t *s) {
    double u, v, q;
    do {
        u = 2 * uniform(s) - 1;
        v = 2 * uniform(s) - 1;
        q = u * u + v * v;
    } while (q >= 1 || q == 0);
    return u * sqrt(-2 * log(q) / q);
}

static inline double gamma_draw(uint64_t *s, double shape) {
    if (shape < 1)
        return gamma_draw(s, shape + 1) * pow(uniform(s), 1 / shape);
    double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);
    for (;;) {
        double z = normal(s), v = 1 + c * z;
        if (v <= 0)
            continue;
        v = v * v * v;
        if (log(uniform(s)) < 0.5 * z * z + d - d * v + d * log(v))
            return d * v;
    }
}

static inline double poisson_draw(uint64_t *s, double mean) {
    if (mean < 12) {
        double limit = exp(-mean), product = uniform(s), k = 0;
        while (product > limit) {
            product *= uniform(s);
            k++;
        }
        return k;
    }
    double b = 0.931 + 2.53 * sqrt(mean), a = -0.059 + 0.02483 * b;
    double inverse = 1.1239 + 1.1328 / (b - 3.4), easy = 0.9277 - 3.6224 / (b - 2);
    for (;;) {
        double u = uniform(s) - 0.5, v = uniform(s), us = 0.5 - fabs(u);
        double k = floor((2 * a / us + b) * u + mean + 0.43);
        if (us >= 0.07 && v <= easy)
            return k;
        if (k < 0 || (us < 0.013 && v > us))
            continue;
        if (log(v * inverse / (a / (us * us) + b)) <= -mean + k * log(mean) - lgamma(k + 1))
            return k;
    }
}

#endif
