/* SPDX-License-Identifier: MIT
 *
 * Poisson regression with a log link on sparse rows.
 *
 * Row r has the entries first[r] .. first[r + 1] - 1 of `column` and `value`. A model uses the
 * columns with place[c] >= 0, at that position; rows with use[r] == 0 take no part. A parameter
 * that the ones before it determine already is left at zero, so a table with impossible cells
 * needs no other columns.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define MOST_STEPS 60
#define MOST_HALVINGS 30
#define LARGEST_ETA 300.0
/* a pivot below this share of its diagonal is rounding, not information */
#define DETERMINED 1e-11

enum { CONVERGED = 0, NOT_CONVERGED = 1, OVERFLOWS = 2 };

typedef struct {
    int64_t rows;
    int32_t size;
    const int32_t *first, *column, *place;
    const double *value, *count, *ridge;
    const uint8_t *use;
    int32_t *where;
    double *entry, *eta, *information, *target, *next;
} Problem;

/* The entries of a row that the model uses; returns how many. */
static int entries(const Problem *q, int64_t r) {
    int n = 0;
    for (int32_t e = q->first[r]; e < q->first[r + 1]; e++) {
        int32_t at = q->place[q->column[e]];
        if (at >= 0) {
            q->where[n] = at;
            q->entry[n++] = q->value[e];
        }
    }
    return n;
}

static void add_row(const Problem *q, int n, double weight, double response) {
    int32_t p = q->size;
    for (int i = 0; i < n; i++) {
        double scaled = weight * q->entry[i];
        q->target[q->where[i]] += response * q->entry[i];
        for (int j = 0; j < n; j++)
            q->information[q->where[i] * p + q->where[j]] += scaled * q->entry[j];
    }
}

/* Factors in place, lower triangle; a determined parameter gets a zero on the diagonal. */
static void factor(double *a, int32_t p) {
    for (int32_t j = 0; j < p; j++) {
        double diagonal = a[j * p + j], pivot = diagonal;
        for (int32_t k = 0; k < j; k++)
            pivot -= a[j * p + k] * a[j * p + k];
        int kept = pivot > DETERMINED * diagonal && diagonal > 0;
        a[j * p + j] = kept ? sqrt(pivot) : 0;
        for (int32_t i = j + 1; i < p; i++) {
            double sum = a[i * p + j];
            for (int32_t k = 0; k < j; k++)
                sum -= a[i * p + k] * a[j * p + k];
            a[i * p + j] = kept ? sum / a[j * p + j] : 0;
        }
    }
}

static void solve(const double *a, int32_t p, double *b) {
    for (int32_t i = 0; i < p; i++) {
        for (int32_t k = 0; k < i; k++)
            b[i] -= a[i * p + k] * b[k];
        b[i] = a[i * p + i] > 0 ? b[i] / a[i * p + i] : 0;
    }
    for (int32_t i = p - 1; i >= 0; i--) {
        for (int32_t k = i + 1; k < p; k++)
            b[i] -= a[k * p + i] * b[k];
        b[i] = a[i * p + i] > 0 ? b[i] / a[i * p + i] : 0;
    }
}

/* Penalised deviance, and eta of every used row; infinite where a mean overflows. */
static double objective(const Problem *q, const double *beta) {
    double sum = 0;
    for (int64_t r = 0; r < q->rows; r++) {
        if (!q->use[r])
            continue;
        double eta = 0, y = q->count[r];
        for (int32_t e = q->first[r]; e < q->first[r + 1]; e++) {
            int32_t at = q->place[q->column[e]];
            if (at >= 0)
                eta += q->value[e] * beta[at];
        }
        if (!(eta < LARGEST_ETA))
            return INFINITY;
        q->eta[r] = eta;
        sum += (y > 0 ? y * (log(y) - eta) - y : 0) + exp(eta);
    }
    sum *= 2;
    for (int32_t i = 0; i < q->size; i++)
        sum += q->ridge[i] * beta[i] * beta[i];
    return sum;
}

static void normal_equations(const Problem *q) {
    int32_t p = q->size;
    memset(q->information, 0, sizeof(double) * (size_t)p * (size_t)p);
    memset(q->target, 0, sizeof(double) * (size_t)p);
    for (int64_t r = 0; r < q->rows; r++) {
        if (!q->use[r])
            continue;
        double mu = exp(q->eta[r]);
        add_row(q, entries(q, r), mu, mu * q->eta[r] + q->count[r] - mu);
    }
    for (int32_t i = 0; i < p; i++)
        q->information[i * p + i] += q->ridge[i];
}

static int iterate(const Problem *q, int started, double tolerance, double *beta, double *goal,
                   int *steps) {
    int32_t p = q->size;
    for (*steps = 1; *steps <= MOST_STEPS; ++*steps) {
        normal_equations(q);
        factor(q->information, p);
        memcpy(q->next, q->target, sizeof(double) * (size_t)p);
        solve(q->information, p, q->next);
        double value = objective(q, q->next);
        for (int half = 0; started && half < MOST_HALVINGS; half++) {
            if (value <= *goal * (1 + 1e-12) + 1e-12)
                break;
            for (int32_t i = 0; i < p; i++)
                q->next[i] = (q->next[i] + beta[i]) / 2;
            value = objective(q, q->next);
        }
        if (!isfinite(value))
            return OVERFLOWS;
        double change = started ? fabs(*goal - value) : INFINITY;
        memcpy(beta, q->next, sizeof(double) * (size_t)p);
        *goal = value;
        started = 1;
        if (change < tolerance * (fabs(value) + 0.1))
            return CONVERGED;
    }
    return NOT_CONVERGED;
}

static int allocate(Problem *q, int64_t widest) {
    size_t p = (size_t)q->size;
    q->where = malloc(sizeof(int32_t) * (size_t)widest);
    q->entry = malloc(sizeof(double) * ((size_t)widest + (size_t)q->rows + p * p + 2 * p));
    if (!q->where || !q->entry)
        return 0;
    q->eta = q->entry + widest;
    q->information = q->eta + q->rows;
    q->target = q->information + p * p;
    q->next = q->target + p;
    return 1;
}

/*
 * Fits by Newton steps from beta when `started`, else from log(count + 0.1). Leaves the
 * coefficients in beta, the information at them in `information` (full square), and the
 * penalised deviance in *deviance. Returns 0 converged, 1 not converged, 2 overflow; -1 no memory.
 */
int32_t tw_poisson(int64_t rows, int32_t size, const int32_t *first, const int32_t *column,
                   const double *value, const int32_t *place, const uint8_t *use,
                   const double *count, const double *ridge, int32_t started, double tolerance,
                   double *beta, double *information, double *deviance, int32_t *steps) {
    Problem q = {rows,  size, first, column, place, value, count, ridge,
                 use,   NULL, NULL,  NULL,   NULL,  NULL,  NULL};
    int64_t widest = 1;
    for (int64_t r = 0; r < rows; r++)
        widest = first[r + 1] - first[r] > widest ? first[r + 1] - first[r] : widest;
    if (!allocate(&q, widest)) {
        free(q.where);
        free(q.entry);
        return -1;
    }
    if (started)
        *deviance = objective(&q, beta);
    else
        for (int64_t r = 0; r < rows; r++)
            q.eta[r] = log(count[r] + 0.1);
    int outcome = iterate(&q, started && isfinite(*deviance), tolerance, beta, deviance, steps);
    normal_equations(&q);
    memcpy(information, q.information, sizeof(double) * (size_t)size * (size_t)size);
    free(q.where);
    free(q.entry);
    return outcome;
}

/* Sums of weight * row * row' over the used rows: the information when weight is the mean. */
int32_t tw_products(int64_t rows, int32_t size, const int32_t *first, const int32_t *column,
                    const double *value, const int32_t *place, const uint8_t *use,
                    const double *weight, double *gram) {
    memset(gram, 0, sizeof(double) * (size_t)size * (size_t)size);
    for (int64_t r = 0; r < rows; r++) {
        if (!use[r])
            continue;
        for (int32_t e = first[r]; e < first[r + 1]; e++) {
            int32_t i = place[column[e]];
            double scaled = weight[r] * value[e];
            for (int32_t f = first[r]; i >= 0 && f < first[r + 1]; f++) {
                int32_t j = place[column[f]];
                if (j >= 0)
                    gram[i * size + j] += scaled * value[f];
            }
        }
    }
    return 0;
}

/* From such sums: kept[i] for each parameter that those before it do not determine. */
int32_t tw_independent(int32_t size, double *gram, uint8_t *kept) {
    int32_t rank = 0;
    factor(gram, size);
    for (int32_t i = 0; i < size; i++)
        rank += kept[i] = gram[i * size + i] > 0;
    return rank;
}
