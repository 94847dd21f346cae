/* SPDX-License-Identifier: MIT
 *
 * Forward selection of pairs by the one-sided Poisson tail of their overlap.
 */
#include "loglinear.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double log_mass(double k, double rate) {
    return k * log(rate) - rate - lgamma(k + 1);
}

/* P(X <= k), summed downwards from k: meant for k below the rate. */
static double lower_tail(double k, double rate) {
    double term = exp(log_mass(k, rate)), total = 0;
    for (double j = k; j >= 0 && term > total * 1e-17; j--) {
        total += term;
        term *= j / rate;
    }
    return total;
}

/* P(X >= k), summed upwards from k: meant for k above the rate. */
static double upper_tail(double k, double rate) {
    double term = exp(log_mass(k, rate)), total = 0;
    for (double j = k; term > total * 1e-17; j++) {
        total += term;
        term *= rate / (j + 1);
    }
    return total;
}

/* min(P(X <= k), P(X >= k)) for a Poisson X; not doubled. */
static double tail(double k, double rate) {
    if (!(rate > 0)) return k > 0 ? 0 : 1;
    double mass = exp(log_mass(k, rate));
    double below = k < rate ? lower_tail(k, rate) : 1 - upper_tail(k, rate) + mass;
    double above = k < rate ? 1 - below + mass : upper_tail(k, rate);
    return fmin(below, above);
}

static int add_pair(Workspace *work, const Table *table, uint64_t *model, double threshold) {
    double beaten = -1;
    int beaten_at = -1;
    double p[256];
    int pair[256], count = 0;
    for (int i = 0; i < table->t; i++)
        for (int j = i + 1; j < table->t; j++) {
            int s = 1 << i | 1 << j;
            if (in_model(model, s)) continue;
            pair[count] = s;
            p[count++] = tail(table->target[s], work->sum[s]);
        }
    for (;;) { /* ascending, first on ties; the check is made only for the next in line */
        int next = -1;
        for (int c = 0; c < count; c++)
            if ((p[c] > beaten || (p[c] == beaten && c > beaten_at)) &&
                (next < 0 || p[c] < p[next]))
                next = c;
        if (next < 0 || !(p[next] < threshold)) return 0;
        int s = pair[next];
        model[s >> 6] |= 1ull << (s & 63);
        load_model(work, table, model);
        int status = check(work, table);
        if (status < 0) return status;
        if (status == 0) return 1;
        model[s >> 6] &= ~(1ull << (s & 63));
        beaten = p[next];
        beaten_at = next;
    }
}

static void overlaps_of_fit(Workspace *work, const Table *table) {
    for (int s = 0; s < table->cells; s++) work->sum[s] = work->mu[s];
    for (int bit = 1; bit < table->cells; bit <<= 1)
        for (int s = 0; s < table->cells; s++)
            if (!(s & bit)) work->sum[s] += work->sum[s | bit];
}

static int select_forward(Workspace *work, const Table *table, uint64_t *model, double threshold) {
    for (int s = 0; s < table->cells; s = s ? s << 1 : 1) model[s >> 6] |= 1ull << (s & 63);
    load_model(work, table, model);
    int status = check(work, table);
    while (status == 0) {
        load_model(work, table, model);
        if (fit(work, table, 0, -INFINITY, INFINITY) != FIT_DONE) return 5;
        overlaps_of_fit(work, table);
        int added = add_pair(work, table, model, threshold);
        if (added < 0) return added;
        if (!added) return 0;
    }
    return status;
}

/* Forward selection on each table. Gives the model, log-likelihood, log of the
 * number of unobserved people, its variance; status as in tw_fit. */
int tw_stepwise(int t, const double *tables, int64_t count, double threshold, uint64_t *models,
                double *out, int32_t *status) {
    int cells = 1 << t, words = cells > 64 ? cells / 64 : 1, outcome = TW_OK;
    for (int64_t b = 0; !outcome && b < count; b++) {
        Table table;
        Workspace work = {0};
        uint64_t *model = models + b * words;
        memset(model, 0, sizeof(uint64_t) * words);
        outcome = table_open(&table, t, tables + b * cells, 0);
        if (!outcome) outcome = workspace_open(&work, &table, 1 + t + t * (t - 1) / 2);
        if (!outcome) {
            int state = select_forward(&work, &table, model, threshold);
            status[b] = state;
            out[3 * b] = state ? NAN : work.loglik;
            out[3 * b + 1] = state ? NAN : work.coef[0];
            out[3 * b + 2] = state ? NAN : work.variance;
        }
        workspace_close(&work);
        table_close(&table);
    }
    return outcome;
}
