/* SPDX-License-Identifier: MIT
 *
 * Branch and bound over hierarchical models: exact, without fitting them all.
 *
 * A branch fixes some interactions as in and some as out. The largest model
 * still possible bounds the likelihood of all models in the branch, the
 * interactions that are in bound the penalty; a branch whose bound is worse
 * than the best model found (plus the distance asked for) is left.
 */
#include "loglinear.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Hears how far a search is: the share of the tree that is done, the best criterion so far, the
 * lowest that is still possible, and fits made. Anything but 0 stops the search. */
typedef int (*Listener)(double share, double best, double lowest, int64_t fits);

enum { REPORT_EVERY = 1 << 12 };

typedef struct {
    Table table;
    Workspace rough, exact;
    int kind, sets;
    int *set;          /* interactions, those that matter most first */
    double best, within;
    int64_t found, limit, fits, most_fits, next_report;
    uint64_t *out;
    double *cost;
    Listener listener; /* or NULL */
    double done;       /* share of the tree; a branch is worth half of the one it left */
} Search;

/* `lowest` is the least criterion in any branch that is still open. */
static int report(Search *search, double lowest) {
    if (!search->listener || search->fits < search->next_report) return TW_OK;
    search->next_report = search->fits + REPORT_EVERY;
    double best = search->best;
    int stop = search->listener(search->done, best, fmin(lowest, best), search->fits);
    return stop ? TW_STOPPED : TW_OK;
}

static void put(uint64_t *model, int s) { model[s >> 6] |= 1ull << (s & 63); }

static void include(uint64_t *model, int s) {
    for (int part = s; part; part = (part - 1) & s) put(model, part);
}

static void exclude(uint64_t *model, int s, int cells) {
    for (int w = 0; w < cells; w++)
        if ((w & s) == s) model[w >> 6] &= ~(1ull << (w & 63));
}

/* Drop what a better model has put out of reach; TW_TOO_LARGE when all must stay. */
static int prune(Search *search) {
    int words = search->table.words;
    int64_t kept = 0;
    for (int64_t i = 0; i < search->found; i++) {
        if (search->cost[i] > search->best + search->within) continue;
        search->cost[kept] = search->cost[i];
        memmove(search->out + kept * words, search->out + i * words, sizeof(uint64_t) * words);
        kept++;
    }
    search->found = kept;
    return kept < search->limit ? TW_OK : TW_TOO_LARGE;
}

static int leaf(Search *search, const uint64_t *model) {
    Table *table = &search->table;
    Workspace *work = &search->exact;
    load_model(work, table, model);
    int status = check(work, table);
    if (status) return status < 0 ? status : TW_OK;
    search->fits++;
    if (fit(work, table, 0, -INFINITY, INFINITY) != FIT_DONE) return TW_OK;
    double cost = criterion(search->kind, work->loglik, work->size, table->people);
    if (cost > search->best + search->within) return TW_OK;
    if (cost < search->best) search->best = cost;
    if (search->found == search->limit && prune(search)) return TW_TOO_LARGE;
    search->cost[search->found] = cost;
    memcpy(search->out + search->found * table->words, model, sizeof(uint64_t) * table->words);
    search->found++;
    return TW_OK;
}

/* Bound the likelihood below `allowed`; -INFINITY when the branch is lost. The
 * coefficients go in as a start and come out improved. */
static double bound_below(Search *search, const uint64_t *allowed, int inside, double bound,
                          double *coef) {
    Workspace *work = &search->rough;
    double people = search->table.people;
    double floor = (criterion(search->kind, 0, inside, people) - search->best - search->within) / 2;
    load_model(work, &search->table, allowed);
    memset(work->coef, 0, sizeof(double) * search->table.cells);
    for (int k = 0; k < work->p; k++) work->coef[work->param[k]] = coef[work->param[k]];
    search->fits++;
    int state = fit(work, &search->table, 1, floor, INFINITY);
    if (state == FIT_DOMINATED) return -INFINITY;
    if (state != FIT_DONE) return bound;
    memcpy(coef, work->coef, sizeof(double) * search->table.cells);
    return fmin(bound, work->bound);
}

/* A branch: models with all that is `inside` and nothing that is not `allowed`. `worth` is its
 * share of the tree, `lowest` the least criterion in the branches that wait elsewhere. */
typedef struct {
    int from;
    const uint64_t *inside, *allowed;
    double bound;
    const double *coef;
    double worth, lowest;
} Branch;

static int split(Search *search, Branch at);

static int branch(Search *search, Branch at) {
    double least = criterion(search->kind, at.bound, model_size(at.inside, search->table.words),
                             search->table.people);
    if (search->fits > search->most_fits) return TW_TOO_LARGE;
    int outcome = report(search, fmin(at.lowest, least));
    if (outcome) return outcome;
    if (least <= search->best + search->within) {
        while (at.from < search->sets && (in_model(at.inside, search->set[at.from]) ||
                                          !in_model(at.allowed, search->set[at.from])))
            at.from++;
        if (at.from < search->sets) return split(search, at);
        outcome = leaf(search, at.inside);
    }
    search->done += at.worth;
    return outcome;
}

/* Take the next interaction in, then leave it out. The second half is bounded before it waits
 * for the first, so that what is still possible is known as well as it can be. */
static int split(Search *search, Branch at) {
    int words = search->table.words, cells = search->table.cells, outcome = TW_NO_MEMORY;
    int s = search->set[at.from], size = model_size(at.inside, words);
    uint64_t *more = malloc(2 * sizeof(uint64_t) * words), *less = more ? more + words : NULL;
    double *start = malloc(sizeof(double) * cells);
    if (more && start) {
        Branch with = at, without = at;
        with.from = without.from = at.from + 1;
        with.worth = without.worth = at.worth / 2;
        memcpy(more, at.inside, sizeof(uint64_t) * words);
        memcpy(less, at.allowed, sizeof(uint64_t) * words);
        memcpy(start, at.coef, sizeof(double) * cells);
        include(more, s);
        exclude(less, s, cells);
        with.inside = more;
        without.allowed = less;
        without.coef = start;
        without.bound = bound_below(search, less, size, at.bound, start);
        double least = criterion(search->kind, without.bound, size, search->table.people);
        with.lowest = fmin(at.lowest, least);
        outcome = branch(search, with);
        if (!outcome) outcome = branch(search, without);
    }
    free(more);
    free(start);
    return outcome;
}

/* Put the interactions first whose absence costs most likelihood. */
static void sort_sets(Search *search, const uint64_t *allowed, const double *coef, uint64_t *model,
                      double *loss, double *start) {
    int words = search->table.words, cells = search->table.cells;
    for (int j = 0; j < search->sets; j++) {
        memcpy(model, allowed, sizeof(uint64_t) * words);
        memcpy(start, coef, sizeof(double) * cells);
        exclude(model, search->set[j], cells);
        loss[j] = bound_below(search, model, 0, search->table.saturated, start);
    }
    for (int j = 1; j < search->sets; j++)
        for (int i = j; i > 0 && loss[i] < loss[i - 1]; i--) {
            double value = loss[i];
            int s = search->set[i];
            loss[i] = loss[i - 1], loss[i - 1] = value;
            search->set[i] = search->set[i - 1], search->set[i - 1] = s;
        }
}

static int search_all(Search *search, int order) {
    int words = search->table.words, cells = search->table.cells, outcome = TW_NO_MEMORY;
    uint64_t *work = calloc(3 * words, sizeof(uint64_t));
    double *numbers = calloc(3 * cells, sizeof(double));
    search->set = malloc(sizeof(int) * cells);
    if (work && numbers && search->set) {
        uint64_t *inside = work, *allowed = work + words, *model = work + 2 * words;
        double *coef = numbers, *start = numbers + cells, *loss = numbers + 2 * cells;
        for (int s = 0; s < cells; s++) {
            int lists = __builtin_popcount(s);
            if (lists <= 1) put(inside, s);
            if (lists <= order) put(allowed, s);
            if (lists > 1 && lists <= order) search->set[search->sets++] = s;
        }
        int size = model_size(inside, words);
        coef[0] = log(search->table.people / cells);
        double bound = bound_below(search, allowed, size, search->table.saturated, coef);
        sort_sets(search, allowed, coef, model, loss, start);
        outcome = TW_OK;
        Branch root = {0, inside, allowed, bound, coef, 1, INFINITY};
        if (bound > -INFINITY) outcome = branch(search, root);
        if (!outcome) prune(search);
    }
    free(work);
    free(numbers);
    free(search->set);
    return outcome;
}

/* All valid models up to an order whose criterion is within a distance of the
 * best; `incumbent` is the criterion of some valid model, or infinite. Gives how
 * many; TW_TOO_LARGE when they do not fit in `limit` or take too many fits, TW_STOPPED when
 * `listener` asks for that. */
int64_t tw_near_best(int t, const double *n, int order, int kind, double incumbent, double within,
                     int64_t most_fits, int64_t limit, uint64_t *out, double *cost,
                     int64_t *fits, Listener listener) {
    Search search = {.kind = kind, .best = incumbent + 1e-7, .within = within, .limit = limit,
                     .most_fits = most_fits, .out = out, .cost = cost, .listener = listener};
    int capacity = 0;
    for (int s = 0; s < 1 << t; s++) capacity += __builtin_popcount(s) <= order;
    int64_t outcome = table_open(&search.table, t, n, 0);
    if (!outcome) outcome = workspace_open(&search.rough, &search.table, capacity);
    if (!outcome) outcome = workspace_open(&search.exact, &search.table, capacity);
    search.rough.loose = 0.01;
    if (!outcome) outcome = search_all(&search, order);
    fits[0] = search.fits;
    workspace_close(&search.rough);
    workspace_close(&search.exact);
    table_close(&search.table);
    return outcome ? outcome : search.found;
}
