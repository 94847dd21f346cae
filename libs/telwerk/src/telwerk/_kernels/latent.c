/* SPDX-License-Identifier: MIT
 *
 * Latent classes: Hamiltonian Monte Carlo with parallel tempering.
 *
 * The unseen people are integrated out: with prior 1/N the likelihood of the classes is that of
 * the histories among people seen, prod (p_h / (1 - p_0))^n_h. Given the classes the unseen
 * are negative binomial; a proposal with more than `cap` times the seen there is rejected.
 *
 * Coordinates of a point: logit of the probability to be on list j given class k at [j * K + k],
 * then log y_k for the first K - 1 classes, where V_k = 1 - exp(-y_k) is the stick that class k
 * breaks off. With the concentration integrated out y has density (b + sum y)^-(a + K - 1).
 */
#include <stdlib.h>
#include <string.h>

#include "draws.h"

enum { USUAL_CLASSES = 10 };

typedef struct {
    int32_t t, classes, histories, levels;
    double a, b, people, cap;
    const int32_t *history; /* masks; history[0] is 0, the people nobody saw */
    const double *count;    /* count[0] is not used */
} Model;

typedef struct {
    double *on, *off, *part, *weight, *score, *stick;
} Workspace;

static Workspace open_workspace(const Model *m) {
    size_t K = (size_t)m->classes, t = (size_t)m->t, H = (size_t)m->histories;
    Workspace w;
    w.on = malloc(sizeof(double) * (2 * t * K + H * K + 2 * K + H));
    if (!w.on)
        return w;
    w.off = w.on + t * K;
    w.part = w.off + t * K;
    w.weight = w.part + H * K;
    w.stick = w.weight + K;
    w.score = w.stick + K;
    return w;
}

static double logistic_draw(uint64_t *s) {
    double u = uniform(s);
    return log(u / (1 - u));
}

static int dimension(const Model *m) {
    return m->t * m->classes + m->classes - 1;
}

/* Class weights from the sticks; returns the log prior density of the stick coordinates. */
static double stick_breaking(const Model *m, const double *u, double *y, double *weight) {
    double left = 1, total = m->b, logs = 0;
    int K = m->classes;
    for (int k = 0; k < K - 1; k++) {
        y[k] = exp(u[k]);
        weight[k] = -expm1(-y[k]) * left;
        left *= exp(-y[k]);
        total += y[k];
        logs += u[k];
    }
    weight[K - 1] = left;
    return logs - (m->a + K - 1) * log(total);
}

/* Shares of every history by class; returns the log-likelihood, -INFINITY when impossible. */
static inline double likelihood_of(const Model *m, const Workspace *w, double *unseen, int K) {
    double sum = 0;
    for (int h = 0; h < m->histories; h++) {
        double *part = w->part + h * K, p = 0;
        memcpy(part, w->weight, sizeof(double) * (size_t)K);
        for (int j = 0; j < m->t; j++) {
            const double *factor = ((m->history[h] >> j & 1) ? w->on : w->off) + j * K;
            for (int k = 0; k < K; k++)
                part[k] *= factor[k];
        }
        for (int k = 0; k < K; k++)
            p += part[k];
        w->score[h] = h ? m->count[h] / p : m->people / (1 - p);
        sum += h ? m->count[h] * log(p) : -m->people * log1p(-p);
        if (!h)
            *unseen = p;
    }
    return isfinite(sum) ? sum : -INFINITY;
}

/* With the usual number of classes written out, the compiler unrolls the loops over them. */
static double likelihood(const Model *m, const Workspace *w, double *unseen) {
    return m->classes == USUAL_CLASSES ? likelihood_of(m, w, unseen, USUAL_CLASSES)
                               : likelihood_of(m, w, unseen, m->classes);
}

/* Sum of log(on * off) with one exponential per cell and one logarithm in all: the product of
 * 1 + e lies between 1 and 2 to the number of cells, which a double holds. */
static double prior_of_lists(const Model *m, const Workspace *w, const double *x) {
    double sum = 0, product = 1;
    for (int i = 0; i < m->t * m->classes; i++) {
        double e = exp(-fabs(x[i])), near = 1 / (1 + e), far = e * near;
        w->on[i] = x[i] < 0 ? far : near;
        w->off[i] = x[i] < 0 ? near : far;
        sum -= fabs(x[i]);
        product *= 1 + e;
    }
    return sum - 2 * log(product);
}

static inline void gradient_of_classes(const Model *m, const Workspace *w, double beta,
                                       double *gradient, int K) {
    int t = m->t;
    double members[64] = {0}, later = 0, total = m->b;
    memset(gradient, 0, sizeof(double) * (size_t)(t * K));
    for (int h = 0; h < m->histories; h++) {
        double *part = w->part + h * K, factor = beta * w->score[h];
        for (int k = 0; k < K; k++) {
            part[k] *= factor;
            members[k] += part[k];
        }
        for (int j = 0; j < t; j++)
            if (m->history[h] >> j & 1)
                for (int k = 0; k < K; k++)
                    gradient[j * K + k] += part[k];
    }
    for (int j = 0; j < t; j++)
        for (int k = 0; k < K; k++)
            gradient[j * K + k] += 1 - w->on[j * K + k] * (members[k] + 2);
    for (int k = 0; k < K - 1; k++)
        total += w->stick[k];
    for (int k = K - 2; k >= 0; k--) {
        double y = w->stick[k];
        later += members[k + 1];
        gradient[t * K + k] = members[k] * (y > 0 ? y / expm1(y) : 1) - y * later + 1 -
                              (m->a + K - 1) * y / total;
    }
}

static void gradient_at(const Model *m, const Workspace *w, double beta, double *gradient) {
    if (m->classes == USUAL_CLASSES)
        gradient_of_classes(m, w, beta, gradient, USUAL_CLASSES);
    else
        gradient_of_classes(m, w, beta, gradient, m->classes);
}

typedef struct {
    double loglik, prior, unseen;
} Value;

static Value value_at(const Model *m, const Workspace *w, const double *x) {
    Value v;
    v.prior = prior_of_lists(m, w, x);
    v.prior += stick_breaking(m, x + m->t * m->classes, w->stick, w->weight);
    v.loglik = likelihood(m, w, &v.unseen);
    return v;
}

/* Draws the unseen and says whether the cap allows them. */
static int draw_unseen(const Model *m, double beta, double share, uint64_t *s, double *unseen) {
    double odds = share / (1 - share), shape = beta * m->people;
    if (!(odds < 1e6))
        return 0;
    *unseen = poisson_draw(s, gamma_draw(s, shape) * odds);
    return *unseen <= m->cap * shape;
}

typedef struct {
    double *x, *momentum, *gradient;
} PhasePoint;

/* One trajectory of up to `longest` steps; returns the acceptance probability. */
static double trajectory(const Model *m, const Workspace *w, PhasePoint *proposal, double *x,
                         Value *here, double *unseen, double beta, double step_size, int longest,
                         uint64_t *s) {
    int D = dimension(m), steps = 1 + below(s, longest);
    double energy = -beta * here->loglik - here->prior, after, drawn;
    memcpy(proposal->x, x, sizeof(double) * (size_t)D);
    Value there = value_at(m, w, proposal->x);
    gradient_at(m, w, beta, proposal->gradient);
    for (int i = 0; i < D; i++) {
        proposal->momentum[i] = normal(s);
        energy += 0.5 * proposal->momentum[i] * proposal->momentum[i];
    }
    for (int l = 0; l < steps; l++) {
        for (int i = 0; i < D; i++) {
            proposal->momentum[i] += 0.5 * step_size * proposal->gradient[i];
            proposal->x[i] += step_size * proposal->momentum[i];
        }
        there = value_at(m, w, proposal->x);
        if (!isfinite(there.loglik) || !isfinite(there.prior))
            return 0;
        gradient_at(m, w, beta, proposal->gradient);
        for (int i = 0; i < D; i++)
            proposal->momentum[i] += 0.5 * step_size * proposal->gradient[i];
    }
    after = -beta * there.loglik - there.prior;
    for (int i = 0; i < D; i++)
        after += 0.5 * proposal->momentum[i] * proposal->momentum[i];
    double acceptance = after < energy ? 1 : exp(energy - after);
    if (!(uniform(s) < acceptance) || !draw_unseen(m, beta, there.unseen, s, &drawn))
        return isfinite(acceptance) ? acceptance : 0;
    memcpy(x, proposal->x, sizeof(double) * (size_t)D);
    *here = there;
    *unseen = drawn;
    return acceptance;
}

/* Metropolis step for a proposal that is symmetric with respect to the prior given by `bias`. */
static void accept_or_reject(const Model *m, const Workspace *w, const double *proposal, double *x,
                             Value *here, double *unseen, double beta, int with_prior,
                             uint64_t *s) {
    double drawn;
    Value there = value_at(m, w, proposal);
    double gain = beta * (there.loglik - here->loglik);
    if (with_prior)
        gain += there.prior - here->prior;
    if (!(log(uniform(s)) < gain) || !draw_unseen(m, beta, there.unseen, s, &drawn))
        return;
    memcpy(x, proposal, sizeof(double) * (size_t)dimension(m));
    *here = there;
    *unseen = drawn;
}

/* The prior of stick k given the others is Lomax; the last class has no stick of its own. */
static void redraw_stick(const Model *m, double *u, int k, uint64_t *s) {
    double others = m->b, shape = m->a + m->classes - 2;
    if (k == m->classes - 1)
        return;
    for (int l = 0; l < m->classes - 1; l++)
        if (l != k)
            others += exp(u[l]);
    u[k] = log(others * expm1(-log(uniform(s)) / shape));
}

/* Moves a class far: draws it afresh from the prior, and exchanges the lists of two classes. */
static void move_classes(const Model *m, const Workspace *w, PhasePoint *proposal, double *x,
                         Value *here, double *unseen, double beta, uint64_t *s) {
    int K = m->classes, D = dimension(m);
    for (int tries = 0; tries < 3; tries++) {
        int k = below(s, K);
        memcpy(proposal->x, x, sizeof(double) * (size_t)D);
        if (tries != 1)
            for (int j = 0; j < m->t; j++)
                proposal->x[j * K + k] = logistic_draw(s);
        if (tries != 0)
            redraw_stick(m, proposal->x + m->t * K, k, s);
        accept_or_reject(m, w, proposal->x, x, here, unseen, beta, 0, s);
    }
    int k = below(s, K), other = below(s, K);
    memcpy(proposal->x, x, sizeof(double) * (size_t)D);
    for (int j = 0; j < m->t; j++) {
        proposal->x[j * K + k] = x[j * K + other];
        proposal->x[j * K + other] = x[j * K + k];
    }
    accept_or_reject(m, w, proposal->x, x, here, unseen, beta, 1, s);
}

/* Neighbouring temperatures exchange one class each: its lists, and perhaps its stick. */
static void crossover(const Model *m, const Workspace *w, PhasePoint *proposal,
                      const double *betas, double *points, Value *values, double *unseen,
                      uint64_t *s) {
    int K = m->classes, D = dimension(m), r = below(s, m->levels - 1);
    int k = below(s, K - 1), other = below(s, K - 1), sticks = uniform(s) < 0.5;
    double *cold = proposal->x, *warm = proposal->momentum, here, there;
    memcpy(cold, points + r * D, sizeof(double) * (size_t)D);
    memcpy(warm, points + (r + 1) * D, sizeof(double) * (size_t)D);
    for (int j = 0; j < m->t + sticks; j++) {
        int a = j * K + k, b = j * K + other;
        double kept = cold[a];
        cold[a] = warm[b];
        warm[b] = kept;
    }
    Value v = value_at(m, w, cold), q = value_at(m, w, warm);
    double gain = betas[r] * (v.loglik - values[r].loglik) + v.prior - values[r].prior +
                  betas[r + 1] * (q.loglik - values[r + 1].loglik) + q.prior - values[r + 1].prior;
    if (!(log(uniform(s)) < gain) || !draw_unseen(m, betas[r], v.unseen, s, &here) ||
        !draw_unseen(m, betas[r + 1], q.unseen, s, &there))
        return;
    memcpy(points + r * D, cold, sizeof(double) * (size_t)D);
    memcpy(points + (r + 1) * D, warm, sizeof(double) * (size_t)D);
    values[r] = v;
    values[r + 1] = q;
    unseen[r] = here;
    unseen[r + 1] = there;
}

static void swap(const Model *m, const double *betas, double *points, Value *values,
                     double *unseen, double *rejected, int64_t sweep, uint64_t *s) {
    int D = dimension(m);
    for (int r = (int)(sweep & 1); r + 1 < m->levels; r += 2) {
        double gain = (betas[r] - betas[r + 1]) * (values[r + 1].loglik - values[r].loglik);
        double acceptance = gain >= 0 ? 1 : exp(gain), here, there;
        rejected[r] += 1 - acceptance;
        if (!(uniform(s) < acceptance) ||
            !draw_unseen(m, betas[r], values[r + 1].unseen, s, &here) ||
            !draw_unseen(m, betas[r + 1], values[r].unseen, s, &there))
            continue;
        for (int i = 0; i < D; i++) {
            double kept = points[r * D + i];
            points[r * D + i] = points[(r + 1) * D + i];
            points[(r + 1) * D + i] = kept;
        }
        Value kept = values[r];
        values[r] = values[r + 1];
        values[r + 1] = kept;
        unseen[r] = here;
        unseen[r + 1] = there;
    }
}

/* A point of the prior whose draw of the unseen the cap allows. */
static void draw_from_prior(const Model *m, const Workspace *w, double beta, double *x, Value *here,
                  double *unseen, uint64_t *s) {
    int K = m->classes, cells = m->t * K;
    do {
        double alpha = fmax(gamma_draw(s, m->a) / m->b, 1e-3);
        for (int i = 0; i < cells; i++)
            x[i] = logistic_draw(s);
        for (int k = 0; k < K - 1; k++)
            x[cells + k] = log(-log(uniform(s)) / alpha);
        *here = value_at(m, w, x);
    } while (!isfinite(here->loglik) || !draw_unseen(m, beta, here->unseen, s, unseen));
}

/*
 * Runs `sweeps` sweeps of tempered chains from `points`; with `fresh`, from draws of the prior.
 *
 * sizes: lists, classes, histories, levels, longest trajectory. prior: a, b, people seen, cap.
 * During adaptation (gain > 0) the step sizes move towards an acceptance of 0.8. Every `thin`
 * sweeps the unseen and the log-likelihood at beta 1 (the posterior) are written to `draws`.
 */
int32_t tw_latent_tempering(const int32_t *sizes, const double *prior, const int32_t *history,
                              const double *count, const double *betas, double *step_sizes,
                              double *points, double *unseen, uint64_t *s, int32_t fresh,
                              double gain, int64_t sweeps, int64_t thin, double *rejected,
                              double *accepted, double *draws) {
    Model setting = {sizes[0], sizes[1], sizes[2], sizes[3], prior[0], prior[1],
                       prior[2], prior[3], history,  count};
    const Model *m = &setting;
    int D = dimension(m), R = m->levels;
    Workspace w = open_workspace(m);
    Value *values = malloc(sizeof(Value) * (size_t)R);
    PhasePoint proposal = {malloc(sizeof(double) * 3 * (size_t)D), NULL, NULL};
    if (!w.on || !values || !proposal.x) {
        free(w.on);
        free(values);
        free(proposal.x);
        return -1;
    }
    proposal.momentum = proposal.x + D;
    proposal.gradient = proposal.momentum + D;
    for (int r = 0; r < R; r++) {
        if (fresh)
            draw_from_prior(m, &w, betas[r], points + r * D, values + r, unseen + r, s);
        else
            values[r] = value_at(m, &w, points + r * D);
    }
    for (int64_t sweep = 0; sweep < sweeps; sweep++) {
        for (int r = 0; r < R; r++) {
            double acceptance = trajectory(m, &w, &proposal, points + r * D, values + r, unseen + r,
                                       betas[r], step_sizes[r], sizes[4], s);
            accepted[r] += acceptance;
            step_sizes[r] = fmin(step_sizes[r] * exp(gain * (acceptance - 0.8)), 1.5);
            move_classes(m, &w, &proposal, points + r * D, values + r, unseen + r, betas[r], s);
        }
        for (int r = 0; r + 1 < R; r++)
            crossover(m, &w, &proposal, betas, points, values, unseen, s);
        swap(m, betas, points, values, unseen, rejected, sweep, s);
        if ((sweep + 1) % thin == 0) {
            *draws++ = unseen[0];
            *draws++ = values[0].loglik;
        }
    }
    free(proposal.x);
    free(values);
    free(w.on);
    return 0;
}
