/* SPDX-License-Identifier: MIT
 *
 * Newton's method on subset structure: no design matrix is ever built.
 * The linear predictor is the subset-sum transform of the coefficients, the
 * score and the information are superset sums of the fitted values.
 */
#include "loglinear.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CONVERGED 1e-10
#define SINGULAR 1e-13
#define MOST_STEPS 60
#define MOST_HALVINGS 20

static void subset_sums(double *f, int t) {
    int cells = 1 << t;
    for (int bit = 1; bit < cells; bit <<= 1)
        for (int low = 0; low < cells; low += 2 * bit)
            for (int s = low; s < low + bit; s++)
                f[s + bit] += f[s];
}

static void superset_sums(double *f, int t) {
    int cells = 1 << t;
    for (int bit = 1; bit < cells; bit <<= 1)
        for (int low = 0; low < cells; low += 2 * bit)
            for (int s = low; s < low + bit; s++)
                f[s] += f[s + bit];
}

int table_open(Table *table, int t, const double *n, int with_empty) {
    int cells = 1 << t;
    memset(table, 0, sizeof *table);
    table->t = t;
    table->cells = cells;
    table->words = cells > 64 ? cells / 64 : 1;
    table->n = n;
    table->with_empty = with_empty;
    table->target = malloc(sizeof(double) * cells);
    table->seen_cell = malloc(sizeof(int) * cells);
    if (!table->target || !table->seen_cell) return TW_NO_MEMORY;
    for (int w = 0; w < cells; w++) {
        double count = w || with_empty ? n[w] : 0;
        table->target[w] = count;
        if (count <= 0) continue;
        table->people += count;
        table->log_factorials += lgamma(count + 1);
        table->saturated += count * log(count) - count;
        table->seen_cell[table->seen++] = w;
    }
    table->saturated -= table->log_factorials;
    superset_sums(table->target, t);
    table->seen_words = (table->seen + 63) / 64;
    table->seen_above = calloc((size_t)cells * (table->seen_words + 1), sizeof(uint64_t));
    if (!table->seen_above) return TW_NO_MEMORY;
    for (int s = 0; s < cells; s++)
        for (int j = 0; j < table->seen; j++)
            if ((table->seen_cell[j] & s) == s)
                table->seen_above[(size_t)s * table->seen_words + (j >> 6)] |= 1ull << (j & 63);
    return TW_OK;
}

void table_close(Table *table) {
    free(table->target);
    free(table->seen_cell);
    free(table->seen_above);
}

int workspace_open(Workspace *work, const Table *table, int capacity) {
    size_t cells = table->cells, p = capacity;
    memset(work, 0, sizeof *work);
    work->capacity = capacity;
    work->param = malloc(sizeof(int) * p);
    work->live = malloc(cells);
    work->coef = malloc(sizeof(double) * cells * 5);
    work->hess = malloc(sizeof(double) * p * (p + 2));
    work->basis = malloc(sizeof(uint64_t) * (p + 1) * (table->cells / 64 + 2));
    if (!work->param || !work->live || !work->coef || !work->hess || !work->basis)
        return TW_NO_MEMORY;
    work->eta = work->coef + cells;
    work->mu = work->eta + cells;
    work->sum = work->mu + cells;
    work->turn = work->sum + cells;
    work->grad = work->hess + p * p;
    work->step = work->grad + p;
    return TW_OK;
}

void workspace_close(Workspace *work) {
    free(work->param);
    free(work->live);
    free(work->coef);
    free(work->hess);
    free(work->basis);
}

int model_size(const uint64_t *model, int words) {
    int size = 0;
    for (int i = 0; i < words; i++) size += __builtin_popcountll(model[i]);
    return size;
}

void load_model(Workspace *work, const Table *table, const uint64_t *model) {
    int dead = 0;
    work->p = 0;
    work->size = 0;
    memset(work->live, 1, table->cells);
    for (int i = 0; i < table->words; i++)
        for (uint64_t bits = model[i]; bits; bits &= bits - 1) {
            int s = 64 * i + __builtin_ctzll(bits);
            work->size++;
            if (table->target[s] > 0) {
                if (s) work->param[work->p++] = s;
            } else {
                work->live[s] = 0;
                dead = 1;
            }
        }
    work->param[work->p++] = 0;
    if (dead)
        for (int bit = 1; bit < table->cells; bit <<= 1)
            for (int s = 0; s < table->cells; s++)
                if (s & bit) work->live[s] &= work->live[s ^ bit];
    if (!table->with_empty) work->live[0] = 0;
}

/* Factor the information in place, row by row: U'DU with unit diagonal. A row
 * that the earlier rows determine is refused, or left out when that may be. */
static int factor(double *h, int p, const double *size, int leave_out) {
    for (int k = 0; k < p; k++) {
        double *row = h + (size_t)k * p;
        double pivot = row[k];
        if (!(pivot > SINGULAR * size[k])) {
            if (!leave_out) return 0;
            row[k] = INFINITY;
            for (int j = k + 1; j < p; j++) row[j] = 0;
            continue;
        }
        for (int j = k + 1; j < p; j++) {
            double scale = row[j] / pivot;
            double *other = h + (size_t)j * p;
            for (int i = j; i < p; i++) other[i] -= scale * row[i];
        }
        for (int j = k + 1; j < p; j++) row[j] /= pivot;
    }
    return 1;
}

static void solve(const double *h, double *x, int p) {
    for (int k = 0; k < p; k++) {
        const double *row = h + (size_t)k * p;
        for (int j = k + 1; j < p; j++) x[j] -= row[j] * x[k];
    }
    for (int k = 0; k < p; k++) x[k] /= h[(size_t)k * p + k];
    for (int k = p - 1; k >= 0; k--) {
        const double *row = h + (size_t)k * p;
        double value = x[k];
        for (int j = k + 1; j < p; j++) value -= row[j] * x[j];
        x[k] = value;
    }
}

/* Fill the information from the superset sums, factor it, solve for the step. */
static int newton_step(Workspace *work) {
    int p = work->p;
    for (int k = 0; k < p; k++) {
        double *row = work->hess + (size_t)k * p;
        int s = work->param[k];
        for (int j = k; j < p; j++) row[j] = work->sum[s | work->param[j]];
    }
    for (int k = 0; k < p; k++) work->step[k] = work->sum[work->param[k]];
    if (!factor(work->hess, p, work->step, work->loose > 0)) return 0;
    memcpy(work->step, work->grad, sizeof(double) * p);
    solve(work->hess, work->step, p);
    return 1;
}

static void spread(const Workspace *work, const double *values, double *f, const Table *table) {
    memset(f, 0, sizeof(double) * table->cells);
    for (int k = 0; k < work->p; k++) f[work->param[k]] = values[k];
    subset_sums(f, table->t);
}

/* Log-likelihood (without factorials) and fitted values at the predictor. */
static double evaluate(Workspace *work, const Table *table) {
    double loglik = 0;
    for (int w = 0; w < table->cells; w++) {
        double m = work->live[w] ? exp(work->eta[w]) : 0;
        work->mu[w] = m;
        loglik -= m;
    }
    for (int j = 0; j < table->seen; j++) {
        int w = table->seen_cell[j];
        loglik += table->n[w] * work->eta[w];
    }
    return loglik;
}

/* First step of iterated least squares, from log(n + 0.1). */
static int cold_start(Workspace *work, const Table *table) {
    for (int w = 0; w < table->cells; w++) {
        double n = w || table->with_empty ? table->n[w] : 0;
        double m = n + 0.1;
        work->sum[w] = work->live[w] ? m : 0;
        work->turn[w] = work->live[w] ? m * log(m) + n - m : 0;
    }
    superset_sums(work->sum, table->t);
    superset_sums(work->turn, table->t);
    for (int k = 0; k < work->p; k++) work->grad[k] = work->turn[work->param[k]];
    if (!newton_step(work)) return 0;
    memset(work->coef, 0, sizeof(double) * table->cells);
    for (int k = 0; k < work->p; k++) work->coef[work->param[k]] = work->step[k];
    return 1;
}

/* Any x >= 0 with the margins of the data bounds the likelihood from above;
 * the fitted values moved along the Newton step have those margins. They are
 * compared once more, for parameters may have been left out on the way. */
static double upper_bound(Workspace *work, const Table *table) {
    double bound = 0;
    for (int w = 0; w < table->cells; w++) {
        double growth = 1 + work->turn[w];
        double x = work->live[w] && growth > 0 ? work->mu[w] * growth : 0;
        work->sum[w] = x;
        if (x > 0) bound += x * (work->eta[w] + log(growth)) - x;
    }
    superset_sums(work->sum, table->t);
    for (int k = 0; k < work->p; k++) {
        double target = table->target[work->param[k]];
        if (!(fabs(work->sum[work->param[k]] - target) < 1e-9 * (1 + target))) return INFINITY;
    }
    return bound;
}

static double damped(Workspace *work, const Table *table, double before) {
    double length = 1;
    for (int w = 0; w < table->cells; w++) work->eta[w] += work->turn[w];
    double loglik = evaluate(work, table);
    for (int h = 0; h < MOST_HALVINGS && !(loglik >= before - 1e-9 * (1 + fabs(before))); h++) {
        length /= 2;
        for (int w = 0; w < table->cells; w++) work->eta[w] -= length * work->turn[w];
        loglik = evaluate(work, table);
    }
    for (int k = 0; k < work->p; k++) work->coef[work->param[k]] += length * work->step[k];
    return loglik;
}

static double start_from(Workspace *work, const Table *table) {
    memcpy(work->eta, work->coef, sizeof(double) * table->cells);
    subset_sums(work->eta, table->t);
    return evaluate(work, table);
}

int fit(Workspace *work, const Table *table, int warm, double floor, double enough) {
    floor += table->log_factorials;
    enough += table->log_factorials;
    work->iterations = 0;
    if (!warm && !cold_start(work, table)) return FIT_SINGULAR;
    double loglik = start_from(work, table);
    /* A start worse than equal counts everywhere is no help. */
    double equal = table->people * (log(table->people / table->cells) - 1);
    if (warm && !(loglik > equal)) {
        if (!cold_start(work, table)) return FIT_SINGULAR;
        loglik = start_from(work, table);
    }
    while (work->iterations++ < MOST_STEPS) {
        if (loglik > enough) return FIT_REACHED;
        memcpy(work->sum, work->mu, sizeof(double) * table->cells);
        superset_sums(work->sum, table->t);
        for (int k = 0; k < work->p; k++) {
            int s = work->param[k];
            work->grad[k] = table->target[s] - work->sum[s];
        }
        if (!newton_step(work)) return FIT_SINGULAR;
        double decrement = 0;
        for (int k = 0; k < work->p; k++) decrement += work->grad[k] * work->step[k];
        spread(work, work->step, work->turn, table);
        if (floor > -INFINITY || work->loose > 0) {
            double bound = upper_bound(work, table);
            if (bound < floor) return FIT_DOMINATED;
            if (work->loose > 0 && bound - loglik < work->loose) {
                work->bound = bound - table->log_factorials + 1e-6;
                return FIT_DONE;
            }
        }
        if (decrement < CONVERGED) {
            if (work->loose > 0) return FIT_SINGULAR;
            for (int k = 0; k < work->p; k++) work->coef[work->param[k]] += work->step[k];
            work->loglik = loglik + decrement / 2 - table->log_factorials;
            work->variance = 1 / work->hess[(size_t)work->p * work->p - 1];
            return FIT_DONE;
        }
        loglik = damped(work, table, loglik);
    }
    return FIT_STUCK;
}

double criterion(int kind, double loglik, int size, double people) {
    double base = -2 * loglik;
    if (kind == BIC) return base + size * log(people);
    if (kind == AIC) return base + 2.0 * size;
    double room = people - size - 1;
    return room > 0 ? base + 2.0 * size + 2.0 * size * (size + 1) / room : INFINITY;
}
