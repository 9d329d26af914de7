/* PDQ in integers. The numpy twin (media/core/_portable.py) gives the same bits;
 * media/core/pdq.py states the formulas and the bounds that keep every sum in range. */
#include "common.h"

enum { SIDE = 64, FREQ = 16, COEFFICIENTS = FREQ * FREQ, HASH_BYTES = 32 };

/* acc[x] += sum over four rows of weight * pixel. Four at a time: the accumulator is
 * loaded and stored once for four multiplications. */
BH_CLONES static void add_four(uint32_t *restrict acc, const uint8_t *restrict a,
                               const uint8_t *restrict b, const uint8_t *restrict c,
                               const uint8_t *restrict d, const uint32_t *w, int64_t n) {
    const uint32_t wa = w[0], wb = w[1], wc = w[2], wd = w[3];
    for (int64_t x = 0; x < n; x++)
        acc[x] += wa * a[x] + wb * b[x] + wc * c[x] + wd * d[x];
}

BH_CLONES static void add_one(uint32_t *restrict acc, const uint8_t *restrict a, uint32_t w,
                              int64_t n) {
    for (int64_t x = 0; x < n; x++) acc[x] += w * a[x];
}

/* Folds rows [first, first + count) of the picture, n bytes each, into 64 x n sums. */
BH_EXPORT void bh_pdq_rows(uint32_t *acc, const uint8_t *pixels, int64_t n, int64_t first,
                           int64_t count, const int32_t *start, const int32_t *taps,
                           const uint32_t *weights, int64_t stride) {
    for (int k = 0; k < SIDE; k++) {
        int64_t lo = start[k] > first ? start[k] : first;
        int64_t end = (int64_t)start[k] + taps[k];
        int64_t hi = end < first + count ? end : first + count;
        uint32_t *sum = acc + k * n;
        const uint32_t *w = weights + k * stride - start[k];
        int64_t y = lo;
        for (; y + 4 <= hi; y += 4) {
            const uint8_t *p = pixels + (y - first) * n;
            add_four(sum, p, p + n, p + 2 * n, p + 3 * n, w + y, n);
        }
        for (; y < hi; y++) add_one(sum, pixels + (y - first) * n, w[y], n);
    }
}

/* 64 x (width * channels) sums to the 64 x 64 samples; three channels are weighted to
 * luminance here, so that no rounding happens before. */
BH_EXPORT void bh_pdq_columns(int64_t *out, const uint32_t *acc, int64_t width, int channels,
                              const int32_t *start, const int32_t *taps,
                              const uint32_t *weights, int64_t stride) {
    for (int i = 0; i < SIDE; i++) {
        const uint32_t *row = acc + i * width * channels;
        for (int k = 0; k < SIDE; k++) {
            const uint32_t *w = weights + k * stride;
            int64_t sum = 0;
            if (channels == 3) {
                const uint32_t *p = row + 3 * (int64_t)start[k];
                for (int32_t x = 0; x < taps[k]; x++, p += 3)
                    sum += (int64_t)w[x] * (299 * (int64_t)p[0] + 587 * (int64_t)p[1] + 114 * (int64_t)p[2]);
            } else {
                const uint32_t *p = row + start[k];
                for (int32_t x = 0; x < taps[k]; x++) sum += (int64_t)w[x] * p[x];
                sum *= 1000;
            }
            out[i * SIDE + k] = sum;
        }
    }
}

static int64_t kth_smallest(int64_t *v, int n, int k) {
    int lo = 0, hi = n - 1;
    while (lo < hi) {
        int64_t pivot = v[(lo + hi) / 2];
        int i = lo, j = hi;
        while (i <= j) {
            while (v[i] < pivot) i++;
            while (v[j] > pivot) j--;
            if (i <= j) {
                int64_t t = v[i];
                v[i++] = v[j];
                v[j--] = t;
            }
        }
        if (k <= j)
            hi = j;
        else if (k >= i)
            lo = i;
        else
            break;
    }
    return v[k];
}

enum { FRACTION = 20, DCT_SHIFT = 26 };

/* Sum of the quantised differences between neighbours. Dividing by 2**20 first and by 255
 * then gives the same whole number as dividing by the product. */
BH_CLONES static int64_t gradients_of(const int32_t v[SIDE][SIDE]) {
    int64_t sum = 0;
    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j + 1 < SIDE; j++) {
            int64_t d = (int64_t)v[i][j] - v[i][j + 1];
            sum += (int32_t)((d < 0 ? -d : d) * 100 >> FRACTION) / 255;
        }
    for (int i = 0; i + 1 < SIDE; i++)
        for (int j = 0; j < SIDE; j++) {
            int64_t d = (int64_t)v[i][j] - v[i + 1][j];
            sum += (int32_t)((d < 0 ? -d : d) * 100 >> FRACTION) / 255;
        }
    return sum;
}

/* Loops run over the innermost index, so that the compiler can take several at a time. */
BH_CLONES static void transform(const int32_t v[SIDE][SIDE], const int64_t *dct,
                                int64_t b[FREQ][FREQ]) {
    int64_t t[FREQ][SIDE];
    for (int i = 0; i < FREQ; i++) {
        int64_t sums[SIDE] = {0};
        for (int k = 0; k < SIDE; k++) {
            const int32_t d = (int32_t)dct[i * SIDE + k]; /* below 2**24 */
            for (int j = 0; j < SIDE; j++) sums[j] += (int64_t)d * v[k][j];
        }
        for (int j = 0; j < SIDE; j++)
            t[i][j] = (sums[j] + ((int64_t)1 << (DCT_SHIFT - 1))) >> DCT_SHIFT;
    }
    for (int i = 0; i < FREQ; i++)
        for (int j = 0; j < FREQ; j++) {
            int64_t sum = 0;
            for (int k = 0; k < SIDE; k++) sum += t[i][k] * dct[j * SIDE + k];
            b[i][j] = sum;
        }
}

/* 64 x 64 samples to eight hashes (8 x 32 bytes); returns the quality 0-100. */
BH_EXPORT int bh_pdq_finish(const int64_t *sums, const int64_t *dct, uint8_t *hashes) {
    const int64_t unit = (int64_t)1000 << 24;
    static const uint8_t variants[8][3] = {/* transpose, sign by row, sign by column */
                                           {0, 0, 0}, {1, 1, 0}, {0, 1, 1}, {1, 0, 1},
                                           {0, 1, 0}, {0, 0, 1}, {1, 0, 0}, {1, 1, 1}};
    int32_t v[SIDE][SIDE]; /* below 2**28 */
    int64_t b[FREQ][FREQ], scratch[COEFFICIENTS];

    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j < SIDE; j++)
            v[i][j] = (int32_t)(((sums[i * SIDE + j] + unit / 2) >> 24) / 1000);
    int64_t gradients = gradients_of(v);
    const int32_t corner = v[0][0];
    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j < SIDE; j++) v[i][j] -= corner;
    transform(v, dct, b);
    for (int n = 0; n < 8; n++) {
        uint8_t *out = hashes + n * HASH_BYTES;
        int64_t c[COEFFICIENTS];
        for (int i = 0; i < FREQ; i++)
            for (int j = 0; j < FREQ; j++) {
                int64_t value = variants[n][0] ? b[j][i] : b[i][j];
                if (variants[n][1] && i % 2 == 0) value = -value;
                if (variants[n][2] && j % 2 == 0) value = -value;
                c[i * FREQ + j] = scratch[i * FREQ + j] = value;
            }
        int64_t median = kth_smallest(scratch, COEFFICIENTS, COEFFICIENTS / 2 - 1);
        for (int i = 0; i < HASH_BYTES; i++) out[i] = 0;
        for (int i = 0; i < COEFFICIENTS; i++)
            if (c[i] > median) out[HASH_BYTES - 1 - i / 8] |= (uint8_t)(1 << (i % 8));
    }
    gradients /= 90;
    return gradients > 100 ? 100 : (int)gradients;
}
