/* SPDX-License-Identifier: MIT
 *
 * Enumerating hierarchical models, fitting many of them, choosing among them.
 */
#include "loglinear.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    int t, sets, words;
    int set[1 << 16];
    uint64_t *model;
    uint64_t *out;
    int64_t found, limit;
} Listing;

static int addable(const uint64_t *model, int s) {
    for (int bits = s; bits; bits &= bits - 1)
        if (!in_model(model, s ^ (bits & -bits))) return 0;
    return 1;
}

static int emit(Listing *list) {
    if (list->found >= list->limit) return TW_TOO_LARGE;
    if (list->out)
        memcpy(list->out + list->found * list->words, list->model, sizeof(uint64_t) * list->words);
    list->found++;
    return TW_OK;
}

static int visit(Listing *list, int from) {
    if (emit(list)) return TW_TOO_LARGE;
    for (int j = from; j < list->sets; j++) {
        int s = list->set[j];
        if (!addable(list->model, s)) continue;
        list->model[s >> 6] |= 1ull << (s & 63);
        int outcome = visit(list, j + 1);
        list->model[s >> 6] &= ~(1ull << (s & 63));
        if (outcome) return outcome;
    }
    return TW_OK;
}

/* All hierarchical models with the main effects, up to an order: how many, or
 * TW_TOO_LARGE. Without `out` they are only counted. */
int64_t tw_enumerate(int t, int order, int64_t limit, uint64_t *out) {
    Listing *list = calloc(1, sizeof *list);
    int cells = 1 << t, words = cells > 64 ? cells / 64 : 1;
    uint64_t *model = calloc(words, sizeof(uint64_t));
    int64_t outcome = TW_NO_MEMORY;
    if (list && model) {
        *list = (Listing){.t = t, .words = words, .model = model, .out = out, .limit = limit};
        for (int s = 0; s < cells; s++)
            if (__builtin_popcount(s) <= 1) model[s >> 6] |= 1ull << (s & 63);
        for (int size = 2; size <= order; size++)
            for (int s = 0; s < cells; s++)
                if (__builtin_popcount(s) == size) list->set[list->sets++] = s;
        outcome = visit(list, 0);
        if (outcome == TW_OK) outcome = list->found;
    }
    free(list);
    free(model);
    return outcome;
}

static int largest(const uint64_t *models, int64_t count, int words) {
    int most = 1;
    for (int64_t m = 0; m < count; m++) {
        int size = model_size(models + m * words, words);
        if (size > most) most = size;
    }
    return most;
}

/* Existence status of each model; negative for an error. */
int tw_check(int t, const double *n, const uint64_t *models, int64_t count, int32_t *status) {
    Table table;
    Workspace work = {0};
    int outcome = table_open(&table, t, n, 0);
    if (!outcome) outcome = workspace_open(&work, &table, largest(models, count, table.words));
    for (int64_t m = 0; !outcome && m < count; m++) {
        load_model(&work, &table, models + m * table.words);
        status[m] = check(&work, &table);
    }
    workspace_close(&work);
    table_close(&table);
    return outcome;
}

/* Fit each model. Per model five numbers: log-likelihood, log of the
 * number of unobserved people, its variance, iterations, size. Status 0-3 from the check, 5 when the
 * fit did not converge. With an empty cell there is nothing to check. */
int tw_fit(int t, const double *n, int with_empty, const uint64_t *models, int64_t count,
           double *out, int32_t *status) {
    Table table;
    Workspace work = {0};
    int outcome = table_open(&table, t, n, with_empty);
    if (!outcome) outcome = workspace_open(&work, &table, largest(models, count, table.words));
    for (int64_t m = 0; !outcome && m < count; m++) {
        double *row = out + 5 * m;
        load_model(&work, &table, models + m * table.words);
        status[m] = with_empty ? 0 : check(&work, &table);
        row[0] = row[1] = row[2] = row[3] = NAN;
        row[4] = work.size;
        if (status[m]) continue;
        if (fit(&work, &table, 0, -INFINITY, INFINITY) != FIT_DONE) {
            status[m] = 5;
            continue;
        }
        row[0] = work.loglik;
        row[1] = work.coef[0];
        row[2] = work.variance;
        row[3] = work.iterations;
    }
    workspace_close(&work);
    table_close(&table);
    return outcome;
}

/* One model in full: coefficients and fitted values by mask; a coefficient at
 * minus infinity is given as -INFINITY. */
int tw_fit_one(int t, const double *n, int with_empty, const uint64_t *model, double *coef,
               double *mu) {
    Table table;
    Workspace work = {0};
    int outcome = table_open(&table, t, n, with_empty);
    if (!outcome) outcome = workspace_open(&work, &table, model_size(model, table.words));
    if (!outcome) {
        load_model(&work, &table, model);
        int state = fit(&work, &table, 0, -INFINITY, INFINITY);
        outcome = state == FIT_DONE ? TW_OK : state;
        for (int s = 0; s < table.cells; s++) {
            int lost = in_model(model, s) && !(table.target[s] > 0);
            coef[s] = lost ? -INFINITY : work.coef[s];
            mu[s] = work.mu[s];
        }
    }
    workspace_close(&work);
    table_close(&table);
    return outcome;
}

/* The best of the models up to each mark, which must ascend; models that
 * cannot win are left without converging. */
static void choose(Workspace *work, const Table *table, const uint64_t *models, int kind,
                   const int32_t *marks, int n_marks, int32_t *best, double *log_unobserved,
                   double *cost) {
    double winner = INFINITY, unobserved = NAN;
    int32_t index = -1;
    int64_t m = 0;
    for (int mark = 0; mark < n_marks; mark++) {
        for (; m < marks[mark]; m++) {
            const uint64_t *model = models + m * table->words;
            int size = model_size(model, table->words);
            if (criterion(kind, table->saturated, size, table->people) >= winner) continue;
            double floor = (criterion(kind, 0, size, table->people) - winner) / 2;
            load_model(work, table, model);
            if (check(work, table)) continue;
            if (fit(work, table, 0, floor, INFINITY) != FIT_DONE) continue;
            double here = criterion(kind, work->loglik, size, table->people);
            if (here < winner) {
                winner = here;
                unobserved = work->coef[0];
                index = (int32_t)m;
            }
        }
        best[mark] = index;
        log_unobserved[mark] = unobserved;
        cost[mark] = winner;
    }
}

int tw_select(int t, const double *tables, int64_t count, const uint64_t *models, int kind,
              const int32_t *marks, int n_marks, int32_t *best, double *log_unobserved,
              double *cost) {
    int cells = 1 << t, words = cells > 64 ? cells / 64 : 1, outcome = TW_OK;
    int most = largest(models, marks[n_marks - 1], words);
    for (int64_t b = 0; !outcome && b < count; b++) {
        Table table;
        Workspace work = {0};
        outcome = table_open(&table, t, tables + b * cells, 0);
        if (!outcome) outcome = workspace_open(&work, &table, most);
        if (!outcome)
            choose(&work, &table, models, kind, marks, n_marks, best + b * n_marks,
                   log_unobserved + b * n_marks, cost + b * n_marks);
        workspace_close(&work);
        table_close(&table);
    }
    return outcome;
}
