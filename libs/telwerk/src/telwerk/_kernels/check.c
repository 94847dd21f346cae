/* SPDX-License-Identifier: MIT
 *
 * Does the extended maximum likelihood estimate exist, and is it unique?
 *
 * Parameters are rows, cells are columns, an entry is 1 when the cell contains
 * the parameter. When the columns with people already have full row rank, both
 * hold. Full rank over the field of two elements implies full rank over the
 * rationals and costs a few machine words. What is left is eliminated in exact
 * integers; rows that vanish on the cells with people form a small system B on
 * the cells without, and the estimate exists if and only if some x > 0 has
 * B x = 0. That is decided by an integer simplex: nowhere a tolerance.
 */
#include "loglinear.h"

#include <stdlib.h>
#include <string.h>

typedef __int128 wide;

static int full_rank_over_two(Workspace *work, const Table *table) {
    int words = table->seen_words, count = 0;
    if (table->seen < work->p) return 0;
    for (int k = 0; k < work->p; k++) {
        uint64_t *row = work->basis + (size_t)count * words;
        memcpy(row, table->seen_above + (size_t)work->param[k] * words, sizeof(uint64_t) * words);
        for (int b = 0; b < count; b++) {
            const uint64_t *other = work->basis + (size_t)b * words;
            int i = 0;
            while (!other[i]) i++;
            if (row[i] & (other[i] & -other[i]))
                for (int j = i; j < words; j++) row[j] ^= other[j];
        }
        int i = 0;
        while (i < words && !row[i]) i++;
        if (i == words) return 0;
        count++;
    }
    return 1;
}

static int64_t gcd(int64_t a, int64_t b) {
    a = llabs(a);
    b = llabs(b);
    while (b) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static void reduce(int64_t *row, int columns) {
    int64_t common = 0;
    for (int j = 0; j < columns && common != 1; j++) common = gcd(common, row[j]);
    if (common > 1)
        for (int j = 0; j < columns; j++) row[j] /= common;
}

/* row := (pivot * row - value * lead) / gcd, in exact integers. */
static int combine(int64_t *row, const int64_t *lead, int column, int columns) {
    int64_t common = gcd(lead[column], row[column]);
    int64_t pivot = lead[column] / common, value = row[column] / common;
    for (int j = 0; j < columns; j++) {
        int64_t left, right;
        if (__builtin_mul_overflow(pivot, row[j], &left)) return TW_OVERFLOW;
        if (__builtin_mul_overflow(value, lead[j], &right)) return TW_OVERFLOW;
        if (__builtin_sub_overflow(left, right, &row[j])) return TW_OVERFLOW;
    }
    if (pivot != 1 && pivot != -1) reduce(row, columns);
    return TW_OK;
}

/* Eliminate the columns [first, last); rows from `done` on are free. Returns
 * how many rows are used up afterwards, or an error. */
static int eliminate(int64_t *a, int rows, int columns, int done, int first, int last) {
    int64_t spare;
    for (int c = first; c < last && done < rows; c++) {
        int lead = -1;
        for (int r = done; r < rows; r++) {
            int64_t value = llabs(a[(size_t)r * columns + c]);
            if (value && (lead < 0 || value < llabs(a[(size_t)lead * columns + c]))) lead = r;
        }
        if (lead < 0) continue;
        for (int j = 0; lead != done && j < columns; j++) {
            spare = a[(size_t)lead * columns + j];
            a[(size_t)lead * columns + j] = a[(size_t)done * columns + j];
            a[(size_t)done * columns + j] = spare;
        }
        for (int r = done + 1; r < rows; r++)
            if (a[(size_t)r * columns + c] &&
                combine(a + (size_t)r * columns, a + (size_t)done * columns, c, columns))
                return TW_OVERFLOW;
        done++;
    }
    return done;
}

static int divide_exactly(wide value, int64_t by, int64_t *out) {
    wide quotient = value / by;
    if (quotient > INT64_MAX || quotient < -INT64_MAX) return TW_OVERFLOW;
    *out = (int64_t)quotient;
    return TW_OK;
}

/* One exchange of the integer simplex: every entry stays a minor. */
static int exchange(int64_t *tab, int rows, int width, int r, int c, int64_t *scale) {
    int64_t pivot = tab[(size_t)r * width + c];
    for (int i = 0; i < rows; i++) {
        if (i == r) continue;
        int64_t *row = tab + (size_t)i * width, value = row[c];
        for (int j = 0; j < width; j++) {
            wide next = (wide)pivot * row[j] - (wide)value * tab[(size_t)r * width + j];
            if (divide_exactly(next, *scale, &row[j])) return TW_OVERFLOW;
        }
    }
    *scale = pivot;
    return TW_OK;
}

/* Is there x >= 1 with B x = 0? With x = 1 + y: B y = -B1, y >= 0. The last row
 * of the tableau is the sum of what is still missing; Bland's rule ends it. */
static int positive_solution(const int64_t *b, int rows, int columns) {
    int width = columns + 1, answer = TW_NO_MEMORY;
    int64_t *tab = calloc((size_t)(rows + 1) * width, sizeof(int64_t)), scale = 1;
    int *basis = malloc(sizeof(int) * (rows + 1));
    if (!tab || !basis) goto out;
    int64_t *cost = tab + (size_t)rows * width;
    for (int i = 0; i < rows; i++) {
        int64_t *row = tab + (size_t)i * width, total = 0;
        for (int j = 0; j < columns; j++) total -= b[(size_t)i * columns + j];
        int64_t sign = total < 0 ? -1 : 1;
        for (int j = 0; j < columns; j++) row[j] = sign * b[(size_t)i * columns + j];
        row[columns] = sign * total;
        for (int j = 0; j < width; j++) cost[j] += row[j];
        basis[i] = columns + i;
    }
    for (;;) {
        int enter = -1, leave = -1;
        for (int j = 0; j < columns && enter < 0; j++)
            if (cost[j] > 0) enter = j;
        if (enter < 0 || cost[columns] == 0) break;
        for (int i = 0; i < rows; i++) {
            int64_t *row = tab + (size_t)i * width;
            if (row[enter] <= 0) continue;
            if (leave < 0) {
                leave = i;
                continue;
            }
            int64_t *best = tab + (size_t)leave * width;
            wide here = (wide)row[columns] * best[enter], there = (wide)best[columns] * row[enter];
            if (here < there || (here == there && basis[i] < basis[leave])) leave = i;
        }
        if (leave < 0) break; /* cannot be: the sum is bounded by 0 */
        if (exchange(tab, rows + 1, width, leave, enter, &scale)) {
            answer = TW_OVERFLOW;
            goto out;
        }
        /* the row that entered keeps its own entries: they are already minors */
        basis[leave] = enter;
    }
    answer = cost[columns] == 0;
out:
    free(tab);
    free(basis);
    return answer;
}

int check(Workspace *work, const Table *table) {
    if (full_rank_over_two(work, table)) return 0;
    int p = work->p, columns = 0, seen = table->seen;
    int *cell = malloc(sizeof(int) * (table->cells + 1));
    if (!cell) return TW_NO_MEMORY;
    for (; columns < seen; columns++) cell[columns] = table->seen_cell[columns];
    for (int w = 0; w < table->cells; w++)
        if (work->live[w] && !(table->n[w] > 0 && (w || table->with_empty))) cell[columns++] = w;
    int64_t *a = malloc(sizeof(int64_t) * (size_t)p * columns);
    int outcome = TW_NO_MEMORY;
    if (!a) goto out;
    for (int k = 0; k < p; k++)
        for (int j = 0; j < columns; j++)
            a[(size_t)k * columns + j] = (cell[j] & work->param[k]) == work->param[k];
    int used = eliminate(a, p, columns, 0, 0, seen);
    outcome = used < 0 ? used : 0;
    if (used < 0 || used == p) goto out;
    int rank = eliminate(a, p, columns, used, seen, columns);
    outcome = rank;
    if (rank < 0) goto out;
    int rest = rank - used, unseen = columns - seen;
    for (int i = 0; i < rest; i++) /* in place: the target never overtakes the source */
        memmove(a + (size_t)i * unseen, a + (size_t)(used + i) * columns + seen,
                sizeof(int64_t) * unseen);
    int exists = rest == 0 ? 1 : positive_solution(a, rest, unseen);
    outcome = exists < 0 ? exists : (exists ? 0 : 1) + (rank < p ? 2 : 0);
out:
    free(a);
    free(cell);
    return outcome;
}
