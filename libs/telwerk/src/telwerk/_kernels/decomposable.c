/* SPDX-License-Identifier: MIT
 *
 * Chordal graphs on at most seven lists, and sums of marginal likelihoods over them.
 *
 * A graph is one record of 15 bytes: the number of cliques k, then k clique masks and k
 * separator masks. Eliminating simplicial vertices v with remaining neighbours N(v) gives
 *
 *     log p(data | graph) = sum over v of  L[{v} + N(v)] - L[N(v)],
 *
 * and whatever stands on both sides cancels: cliques and separators stay. The empty separator
 * is mask 0, so L[0] must hold minus the log of the constant that each component carries.
 */
#include <math.h>
#include <stdint.h>
#include <string.h>

#define MOST_LISTS 7
#define RECORD 15

static int is_clique(const uint8_t *neighbours, uint8_t set) {
    for (uint8_t rest = set; rest; rest &= (uint8_t)(rest - 1)) {
        int v = __builtin_ctz(rest);
        if ((set & ~neighbours[v]) != (1 << v))
            return 0;
    }
    return 1;
}

static int simplicial(const uint8_t *neighbours, uint8_t left) {
    for (uint8_t rest = left; rest; rest &= (uint8_t)(rest - 1)) {
        int v = __builtin_ctz(rest);
        if (is_clique(neighbours, neighbours[v] & left))
            return v;
    }
    return -1;
}

static int cancel(uint8_t *plus, uint8_t *minus, int terms) {
    for (int i = 0; i < terms; i++)
        for (int j = 0; j < terms; j++)
            if (plus[i] == minus[j]) {
                terms--;
                plus[i] = plus[terms];
                minus[j] = minus[terms];
                i = -1;
                break;
            }
    return terms;
}

/* Writes the record and returns 1, or returns 0 when the graph has a chordless cycle. */
static int describe(const uint8_t *neighbours, int t, uint8_t *record) {
    uint8_t plus[MOST_LISTS], minus[MOST_LISTS], left = (uint8_t)((1 << t) - 1);
    for (int i = 0; i < t; i++) {
        int v = simplicial(neighbours, left);
        if (v < 0)
            return 0;
        minus[i] = neighbours[v] & left;
        left &= (uint8_t)~(1 << v);
        minus[i] &= left;
        plus[i] = (uint8_t)(minus[i] | (1 << v));
    }
    int terms = cancel(plus, minus, t);
    memset(record, 0, RECORD);
    record[0] = (uint8_t)terms;
    memcpy(record + 1, plus, (size_t)terms);
    memcpy(record + 1 + MOST_LISTS, minus, (size_t)terms);
    return 1;
}

/* Fills up to `room` records; returns how many chordal graphs there are. */
int64_t tw_chordal_graphs(int32_t t, uint8_t *records, int64_t room) {
    int from[MOST_LISTS * (MOST_LISTS - 1) / 2], to[MOST_LISTS * (MOST_LISTS - 1) / 2], pairs = 0;
    for (int j = 1; j < t; j++)
        for (int i = 0; i < j; i++, pairs++) {
            from[pairs] = i;
            to[pairs] = j;
        }
    int64_t found = 0;
    for (uint32_t edges = 0; edges < 1u << pairs; edges++) {
        uint8_t neighbours[MOST_LISTS] = {0}, record[RECORD];
        for (uint32_t rest = edges; rest; rest &= rest - 1) {
            int e = __builtin_ctz(rest);
            neighbours[from[e]] |= (uint8_t)(1 << to[e]);
            neighbours[to[e]] |= (uint8_t)(1 << from[e]);
        }
        if (!describe(neighbours, t, record))
            continue;
        if (found < room)
            memcpy(records + found * RECORD, record, RECORD);
        found++;
    }
    return found;
}

static double score(const uint8_t *record, const double *margin) {
    double sum = 0;
    for (int k = 1; k <= record[0]; k++)
        sum += margin[record[k]] - margin[record[k + MOST_LISTS]];
    return sum;
}

/* For each of `nodes` rows of 2**t margins: log of the sum over graphs of exp(score). */
int32_t tw_graph_log_sums(const uint8_t *records, int64_t graphs, const double *margins,
                               int64_t cells, int64_t nodes, double *log_sums) {
    for (int64_t node = 0; node < nodes; node++) {
        const double *margin = margins + node * cells;
        double top = -INFINITY, sum = 0;
        for (int64_t g = 0; g < graphs; g++) {
            double value = score(records + g * RECORD, margin);
            if (value > top) {
                sum = sum * exp(top - value) + 1;
                top = value;
            } else if (value > top - 745) {
                sum += exp(value - top);
            }
        }
        log_sums[node] = top + log(sum);
    }
    return 0;
}

/* Adds weight * exp(score + offset) per graph to mass, and the same times x to moment. */
int32_t tw_graph_masses(const uint8_t *records, int64_t graphs, const double *margins,
                             int64_t cells, int64_t nodes, const double *offset,
                             const double *weight, const double *x, double *mass, double *moment) {
    for (int64_t node = 0; node < nodes; node++) {
        const double *margin = margins + node * cells;
        for (int64_t g = 0; g < graphs; g++) {
            double value = score(records + g * RECORD, margin) + offset[node];
            if (value < -745)
                continue;
            value = weight[node] * exp(value);
            mass[g] += value;
            moment[g] += value * x[node];
        }
    }
    return 0;
}
