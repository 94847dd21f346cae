/* SPDX-License-Identifier: MIT
 *
 * Poisson log-linear models on capture histories.
 *
 * A history, a parameter and a cell are all a set of lists, coded as a bit
 * mask below 2^t. A model is a set of such masks, coded as a bit set of
 * 2^t bits in 64-bit words, least bit first.
 */
#ifndef TELWERK_LOGLINEAR_H
#define TELWERK_LOGLINEAR_H

#include <stdint.h>

enum {
    TW_OK = 0,
    TW_NO_MEMORY = -1,
    TW_TOO_LARGE = -2,
    TW_OVERFLOW = -3,
    TW_STOPPED = -4
};

enum {
    FIT_DONE = 0,      /* converged */
    FIT_SINGULAR = 1,  /* the information matrix has no inverse */
    FIT_STUCK = 2,     /* did not converge */
    FIT_DOMINATED = 3, /* cannot reach the likelihood that was asked for */
    FIT_REACHED = 4    /* has passed the likelihood that was asked for */
};

enum { BIC = 0, AIC = 1, AICC = 2 };

/* One table of counts with everything that depends on it alone. */
typedef struct {
    int t, cells, words;
    int with_empty;     /* the empty cell has a count and is fitted */
    const double *n;    /* counts, by mask */
    double *target;     /* people on all lists of a mask */
    double people;
    double log_factorials;
    double saturated;   /* largest log-likelihood any model can have */
    int seen;           /* number of cells with people */
    int *seen_cell;
    int seen_words;
    uint64_t *seen_above; /* per mask: which seen cells contain it */
} Table;

/* Room for one fit; made once and used for many models. */
typedef struct {
    int capacity;       /* most parameters */
    int p;              /* parameters that are finite, the intercept last */
    int size;           /* parameters counted by the criteria */
    int *param;
    uint8_t *live;      /* cells that can have people under the model */
    int all_live;
    double *coef, *eta, *mu, *sum, *turn;
    double *hess, *grad, *step;
    uint64_t *basis;
    /* When positive, only a bound is wanted: parameters that the others already
     * determine are left alone, and the fit ends once bound and likelihood are
     * this close. */
    double loose;
    /* outcome */
    double loglik, variance, bound;
    int iterations;
} Workspace;

static inline int in_model(const uint64_t *model, int s) {
    return (int)(model[s >> 6] >> (s & 63)) & 1;
}

int table_open(Table *table, int t, const double *n, int with_empty);
void table_close(Table *table);
int workspace_open(Workspace *work, const Table *table, int capacity);
void workspace_close(Workspace *work);
int model_size(const uint64_t *model, int words);

/* Take up a model: which parameters are finite, which cells can have people. */
void load_model(Workspace *work, const Table *table, const uint64_t *model);

/* Maximise the likelihood of the model taken up. Stops early once the
 * log-likelihood cannot reach `floor`, or has passed `enough`. A warm start
 * uses the coefficients that are in the work. */
int fit(Workspace *work, const Table *table, int warm, double floor, double enough);

/* 0 fine, 1 no extended MLE, 2 not identifiable, 3 both; negative: error. */
int check(Workspace *work, const Table *table);

double criterion(int kind, double loglik, int size, double people);

#endif
