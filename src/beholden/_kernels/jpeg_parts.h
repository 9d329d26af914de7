/* What baseline and progressive JPEG share: markers, Huffman codes, the bit stream, and the
 * filter that coefficients are added to. Each of the two C files compiles its own copy. */
#ifndef BEHOLDEN_JPEG_PARTS_H
#define BEHOLDEN_JPEG_PARTS_H

#include "common.h"
#include <string.h>

enum {
    SIDE = 64,
    BLOCK = 64,          /* coefficients of a block */
    LAST = BLOCK - 1,
    MAX_COMPONENTS = 3,
    MAX_SAMPLING = 4,
    MAX_MCU_BLOCKS = 10, /* T.81 B.2.3 */
    /* A symbol takes at most 16 + 15 bits: no MCU is longer than this many bytes. */
    MCU_BYTES = MAX_MCU_BLOCKS * (BLOCK * 31 + 7) / 8,
    PADDING = MCU_BYTES + 64,
    STREAM_BYTES = 32768,
    LOOKUP_BITS = 12,
};

#define ALWAYS static inline __attribute__((always_inline))
#define RARE(x) __builtin_expect(!!(x), 0)

typedef struct {
    int defined;
    uint8_t counts[17]; /* codes of each length; [0] unused */
    uint8_t symbols[256];
} Huffman;

/* The parameters of one scan; `component` lists those it holds, in the frame's order. */
typedef struct {
    int32_t count, component[MAX_COMPONENTS], dc[MAX_COMPONENTS], ac[MAX_COMPONENTS];
    int32_t low, high;         /* spectral selection */
    int32_t previous, current; /* successive approximation: Ah, Al */
} Scan;

typedef struct {
    int32_t width, height, components, progressive, interval;
    int32_t across, down; /* MCUs of an interleaved scan */
    int32_t id[MAX_COMPONENTS], h[MAX_COMPONENTS], v[MAX_COMPONENTS], quantiser[MAX_COMPONENTS];
    int jfif, adobe;
    int quantiser_defined[4];
    uint16_t quantisers[4][BLOCK]; /* zigzag order */
    Huffman huffman[2][4];         /* DC, AC */
    Scan scan;
} Header;

/* Left-aligned first code behind each length, for codes that no look-up holds. */
typedef struct {
    uint32_t limit[17];
    int32_t offset[17];
    const uint8_t *symbols;
} Codes;

typedef struct {
    const uint8_t *at, *end; /* of the file */
    uint8_t *buffer;         /* STREAM_BYTES + PADDING */
    uint8_t *filled;
    const uint8_t *limit;    /* a read position beyond this asks for more, or ran over */
    int marker;              /* that ended the segment; 0 while there is more */
} Source;

typedef struct {
    uint64_t bits; /* left-aligned; bits behind `count` repeat what `next` points at */
    int32_t count; /* 0..63 */
    const uint8_t *next;
} Reader;

/* The banded weights of one axis: row k covers taps[k] blocks from start[k] on. */
typedef struct {
    const int32_t *start, *taps, *weights;
    int64_t stride; /* of a row of weights */
} Axis;

/* Where coefficients go: 64 rows of sums, then the 64 x 64 samples. */
typedef struct {
    Axis vertical, horizontal;
    int64_t *sums; /* slots x row_sums; output row k lives in slot k % slots */
    int64_t slots, row_sums;
    int64_t *out;
    int32_t kept, columns;                      /* coefficients and frequencies that count */
    float quantiser[BLOCK], most_dc, most_energy; /* what a block of 8-bit pixels can hold */
    float mean[MAX_COMPONENTS]; /* turns the DC sum of an MCU into its mean level */
    double moved;               /* grey levels by which clipping moves MCUs, added up */
    int64_t weights[MAX_SAMPLING][SIDE][BLOCK]; /* of the active rows, times the quantiser */
    int64_t *rows[MAX_SAMPLING][SIDE];
    int32_t active[MAX_SAMPLING];
} Output;

static const uint8_t COLUMN[BLOCK] = {
    0, 1, 0, 0, 1, 2, 3, 2, 1, 0, 0, 1, 2, 3, 4, 5, 4, 3, 2, 1, 0, 0, 1, 2, 3, 4, 5, 6, 7, 6, 5, 4,
    3, 2, 1, 0, 1, 2, 3, 4, 5, 6, 7, 7, 6, 5, 4, 3, 2, 3, 4, 5, 6, 7, 7, 6, 5, 4, 5, 6, 7, 7, 6, 7};
static const uint8_t ROW[BLOCK] = {
    0, 0, 1, 2, 1, 0, 0, 1, 2, 3, 4, 3, 2, 1, 0, 0, 1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1, 0, 0, 1, 2, 3,
    4, 5, 6, 7, 7, 6, 5, 4, 3, 2, 1, 2, 3, 4, 5, 6, 7, 7, 6, 5, 4, 3, 4, 5, 6, 7, 7, 6, 5, 6, 7, 7};

/* ---- Markers: each function takes a segment's content and says whether it is clean. ---- */

static inline int big16(const uint8_t *p) { return p[0] << 8 | p[1]; }

static inline int read_quantisers(Header *h, const uint8_t *p, int n) {
    while (n > 0) {
        int wide = p[0] >> 4, table = p[0] & 15, size = 1 + BLOCK * (1 + wide);
        if (wide > 1 || table > 3 || n < size) return 0;
        for (int i = 0; i < BLOCK; i++)
            h->quantisers[table][i] = (uint16_t)(wide ? big16(p + 1 + 2 * i) : p[1 + i]);
        h->quantiser_defined[table] = 1;
        p += size;
        n -= size;
    }
    return n == 0;
}

static inline int read_huffman(Header *h, const uint8_t *p, int n) {
    while (n > 0) {
        if (n < 17) return 0;
        int kind = p[0] >> 4, table = p[0] & 15, total = 0;
        int32_t code = 0; /* one behind the last of this length; all ones is no code (T.81 C) */
        if (kind > 1 || table > 3) return 0;
        Huffman *t = &h->huffman[kind][table];
        memset(t, 0, sizeof *t);
        for (int length = 1; length <= 16; length++) {
            t->counts[length] = p[length];
            total += p[length];
            code = 2 * code + p[length];
            if (p[length] && code >= 1 << length) return 0;
            if (code > 1 << length) return 0;
        }
        if (total > 256 || n < 17 + total) return 0;
        memcpy(t->symbols, p + 17, (size_t)total);
        for (int i = 0; i < total; i++)
            if (kind == 0 && t->symbols[i] > 15) return 0;
        t->defined = 1;
        p += 17 + total;
        n -= 17 + total;
    }
    return n == 0;
}

static inline int read_frame(Header *h, const uint8_t *p, int n) {
    if (h->components || n < 6 || p[0] != 8) return 0;
    int blocks = 0;
    h->height = big16(p + 1);
    h->width = big16(p + 3);
    h->components = p[5];
    if (h->height == 0 || h->width == 0) return 0;
    if ((h->components != 1 && h->components != 3) || n != 6 + 3 * h->components) return 0;
    for (int i = 0; i < h->components; i++) {
        const uint8_t *c = p + 6 + 3 * i;
        h->id[i] = c[0];
        h->h[i] = c[1] >> 4;
        h->v[i] = c[1] & 15;
        h->quantiser[i] = c[2];
        if (!h->h[i] || !h->v[i] || h->h[i] > MAX_SAMPLING || h->v[i] > MAX_SAMPLING) return 0;
        if (h->h[0] % h->h[i] || h->v[0] % h->v[i] || c[2] > 3) return 0;
        for (int j = 0; j < i; j++)
            if (h->id[j] == h->id[i]) return 0;
        blocks += h->h[i] * h->v[i];
    }
    if (h->components == 1) h->h[0] = h->v[0] = blocks = 1; /* T.81 A.2.2 */
    h->across = (h->width + 8 * h->h[0] - 1) / (8 * h->h[0]);
    h->down = (h->height + 8 * h->v[0] - 1) / (8 * h->v[0]);
    return blocks <= MAX_MCU_BLOCKS;
}

static inline int read_scan(Header *h, const uint8_t *p, int n) {
    Scan *s = &h->scan;
    memset(s, 0, sizeof *s);
    s->count = n ? p[0] : 0;
    if (!s->count || s->count > h->components || n != 4 + 2 * s->count) return 0;
    for (int i = 0, c = 0; i < s->count; i++, c++) {
        while (c < h->components && h->id[c] != p[1 + 2 * i]) c++;
        if (c == h->components) return 0;
        s->component[i] = c;
        s->dc[i] = p[2 + 2 * i] >> 4;
        s->ac[i] = p[2 + 2 * i] & 15;
        if (s->dc[i] > 3 || s->ac[i] > 3) return 0;
        if (!h->quantiser_defined[h->quantiser[c]]) return 0;
    }
    p += 1 + 2 * s->count;
    s->low = p[0];
    s->high = p[1];
    s->previous = p[2] >> 4;
    s->current = p[2] & 15;
    return s->low <= s->high && s->high <= LAST;
}

/* Whether three components are luminance and chrominance, as libjpeg decides it. */
static inline int is_luminance_first(const Header *h) {
    if (h->components == 1 || h->jfif) return 1;
    if (h->adobe >= 0) return h->adobe == 1;
    return !(h->id[0] == 'R' && h->id[1] == 'G' && h->id[2] == 'B');
}

/* Reads from *at, behind which a marker must follow, to behind the next start of scan (1) or
 * the end of the image (2); 0 where something is not clean. */
static inline int read_markers(Header *h, const uint8_t *data, int64_t size, int64_t *at) {
    for (;;) {
        if (*at >= size || data[*at] != 0xFF) return 0;
        while (*at < size && data[*at] == 0xFF) (*at)++;
        if (*at < size && data[*at] == 0xD9) return 2;
        if (size - *at < 3) return 0;
        int marker = data[*at], n = big16(data + *at + 1) - 2, clean = 1;
        const uint8_t *p = data + *at + 3;
        if (n < 0 || size - *at - 3 < n) return 0;
        *at += 3 + n;
        switch (marker) {
        case 0xC0:
        case 0xC1: clean = read_frame(h, p, n); break;
        case 0xC2:
            h->progressive = 1;
            clean = read_frame(h, p, n);
            break;
        case 0xC4: clean = read_huffman(h, p, n); break;
        case 0xDB: clean = !h->scan.count && read_quantisers(h, p, n); break;
        case 0xDD:
            clean = n == 2;
            if (clean) h->interval = big16(p);
            break;
        case 0xE0:
            if (n >= 14 && !memcmp(p, "JFIF", 5)) h->jfif = 1;
            break;
        case 0xEE:
            if (n >= 12 && !memcmp(p, "Adobe", 5)) h->adobe = p[11];
            break;
        case 0xDA: return read_scan(h, p, n) && is_luminance_first(h);
        default: clean = (marker > 0xE0 && marker <= 0xEF) || marker == 0xFE;
        }
        if (!clean) return 0;
    }
}

/* From the start of the file to behind its first start of scan. */
static inline int read_header(Header *h, const uint8_t *data, int64_t size, int64_t *at) {
    memset(h, 0, sizeof *h);
    h->adobe = -1;
    *at = 2;
    if (size < 4 || data[0] != 0xFF || data[1] != 0xD8) return 0;
    return read_markers(h, data, size, at) == 1;
}

/* ---- The bit stream ---- */

static inline void make_codes(Codes *c, uint16_t *table, const Huffman *t) {
    uint32_t code = 0;
    int at = 0;
    memset(table, 0, sizeof(uint16_t) << LOOKUP_BITS);
    for (int length = 1; length <= 16; length++, code <<= 1) {
        c->offset[length] = at - (int32_t)code;
        for (int i = 0; i < t->counts[length]; i++, code++, at++) {
            if (length > LOOKUP_BITS) continue;
            uint16_t *slot = table + (code << (LOOKUP_BITS - length));
            for (int j = 0; j < 1 << (LOOKUP_BITS - length); j++)
                slot[j] = (uint16_t)(t->symbols[at] << 8 | length);
        }
        c->limit[length] = code << (16 - length);
    }
    c->symbols = t->symbols;
}

/* Copies on, without stuffed zeros, until the buffer is full or the segment ends; returns
 * the new read position, or NULL where the file ends or is odd. */
static inline const uint8_t *fill(Source *s, const uint8_t *next) {
    size_t kept = (size_t)(s->filled - next);
    memmove(s->buffer, next, kept);
    uint8_t *out = s->buffer + kept, *full = s->buffer + STREAM_BYTES;
    while (out < full) {
        size_t most = (size_t)(full - out), left = (size_t)(s->end - s->at);
        if (left < 2) return NULL;
        if (most > left - 1) most = left - 1; /* a byte behind 0xFF is always there */
        const uint8_t *mark = memchr(s->at, 0xFF, most);
        size_t run = mark ? (size_t)(mark - s->at) : most;
        memcpy(out, s->at, run);
        out += run;
        s->at += run;
        if (!mark) continue;
        if (s->at[1] == 0) {
            *out++ = 0xFF;
            s->at += 2;
            continue;
        }
        while (s->at < s->end && *s->at == 0xFF) s->at++;
        if (s->at == s->end || *s->at == 0) return NULL;
        s->marker = *s->at++;
        break;
    }
    s->filled = out;
    if (s->marker) {
        memset(out, 0, PADDING);
        s->limit = out + 8;
    } else {
        s->limit = out - MCU_BYTES - 16;
    }
    return s->buffer;
}

ALWAYS uint64_t big64(const uint8_t *p) {
    uint64_t x;
    memcpy(&x, p, 8);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    x = __builtin_bswap64(x);
#endif
    return x;
}

/* At least 56 bits. The load does not wait for the symbol before: its address is known. */
ALWAYS void refill(Reader *r) {
    r->bits |= big64(r->next) >> r->count;
    r->next += (63 - r->count) >> 3;
    r->count |= 56;
}

ALWAYS void take(Reader *r, uint32_t n) {
    r->bits <<= n & 63;
    r->count -= (int32_t)n;
}

/* The symbol at the head of the bits, bit by bit: symbol << 8 | length, or -1. */
__attribute__((noinline, unused)) static int find_symbol(uint64_t bits, const Codes *c) {
    uint32_t head = (uint32_t)(bits >> 48);
    for (int length = 1; length <= 16; length++)
        if (head < c->limit[length])
            return c->symbols[(int32_t)(head >> (16 - length)) + c->offset[length]] << 8 | length;
    return -1;
}

/* The value in the last bits of an entry's, T.81 F.2.2.1: a leading zero stands for a
 * negative one. Without a size it is zero. */
ALWAYS int32_t amount(uint64_t bits, uint32_t e) {
    uint32_t size = e >> 6 & 15;
    uint64_t head = bits << ((e & 63) - size);
    int32_t raw = (int32_t)(head >> 1 >> (63 - size));
    return raw + ((int32_t)((int64_t)~head >> 63) & (1 - (1 << size)));
}

/* The marker that ends a segment whose bits are used up but for less than a byte; or 0. */
static inline int end_segment(Source *s, const uint8_t *next, int32_t count) {
    if (!s->marker && !(next = fill(s, next))) return 0;
    int64_t spare = 8 * (int64_t)(s->filled - next) + count;
    return spare >= 0 && spare < 8 ? s->marker : 0;
}

/* Begins the next segment, behind the marker of restart `number`. */
static inline int restart(Source *s, Reader *r, int number) {
    if (end_segment(s, r->next, r->count) != 0xD0 + (number & 7)) return 0;
    s->marker = 0;
    *r = (Reader){0, 0, fill(s, s->filled)};
    return r->next != NULL;
}

/* ---- The filter ---- */

static inline void open_output(Output *o, Axis vertical, Axis horizontal, int64_t *sums,
                               int64_t slots, int64_t row_sums, int64_t *out, int32_t diagonals,
                               const uint16_t *quantiser) {
    o->vertical = vertical;
    o->horizontal = horizontal;
    o->sums = sums;
    o->slots = slots;
    o->row_sums = row_sums;
    o->out = out;
    o->columns = diagonals;
    o->kept = diagonals < 8 ? diagonals * (diagonals + 1) / 2 : BLOCK;
    float slack = 0; /* rounding moves a coefficient by half its quantiser; no honest one is huge */
    for (int i = 0; i < o->kept; i++) {
        float step = quantiser[i] < 255 ? quantiser[i] : 255;
        o->quantiser[i] = quantiser[i];
        slack += step * step / 4;
    }
    o->most_dc = 1025 + (quantiser[0] < 255 ? quantiser[0] : 255) / 2.0f;
    /* (1024 + sqrt(slack)) squared is at most this, by 2ab <= a^2 / 4 + 4 b^2. */
    o->most_energy = 1.25f * 1024 * 1024 + 5 * slack;
}

/* Weights that turn sums of DC coefficients over an MCU into mean levels. */
static inline void open_colours(Output *o, const Header *h) {
    o->moved = 0;
    for (int c = 0; c < h->components; c++)
        o->mean[c] = h->quantisers[h->quantiser[c]][0] / (8.0f * h->h[c] * h->v[c]);
}

ALWAYS float beyond(float level) {
    return level > 127 ? 127 - level : level < -128 ? -128 - level : 0;
}

/* Takes one MCU's DC sums. A viewer clips red, green and blue, which moves the luminance of
 * colours that no screen has; only the luminance plane is filtered here. */
ALWAYS void note_colour(Output *o, const int32_t *dc) {
    float y = dc[0] * o->mean[0], blue = dc[1] * o->mean[1], red = dc[2] * o->mean[2];
    float moved = 0.299f * beyond(y + 1.402f * red) + 0.114f * beyond(y + 1.772f * blue) +
                  0.587f * beyond(y - 0.344136f * blue - 0.714136f * red);
    o->moved += moved < 0 ? -moved : moved;
}

/* Honest pictures stay far below one level on average; others go to a full decoder. */
static inline int colours_stay(const Output *o, const Header *h) {
    return o->moved <= (double)h->across * h->down;
}

/* Whether a block can come from 8-bit pixels. Their energy is that of the coefficients, at
 * most 64 * 128^2. A decoder clips what is beyond; the filter here does not, so that a few
 * such blocks, dots to the eye, would drown the picture: a full decoder takes those files. */
ALWAYS int plausible(const Output *o, const int32_t *value, const int kept) {
    float energy = 0, dc = (float)value[0] * o->quantiser[0];
    for (int i = 0; i < kept; i++) {
        float f = (float)value[i] * o->quantiser[i];
        energy += f * f;
    }
    return dc <= o->most_dc && dc >= -o->most_dc && energy <= o->most_energy;
}

/* The same for `n` coefficients out of all 64. */
ALWAYS int plausible_sparse(const Output *o, const int32_t *value, const uint8_t *index, int n) {
    float energy = 0, dc = (float)value[0] * o->quantiser[0];
    for (int i = 0; i < n; i++) {
        float f = (float)value[i] * o->quantiser[index[i]];
        energy += f * f;
    }
    return dc <= o->most_dc && dc >= -o->most_dc && energy <= o->most_energy;
}

/* Which output rows cover the block rows of MCU row `top / v`, and with which weights. */
static inline int activate(Output *o, const Header *h, int32_t top, int32_t *low, int32_t *high) {
    const Axis *a = &o->vertical;
    const uint16_t *quantiser = h->quantisers[h->quantiser[0]];
    int32_t bottom = top + h->v[0];
    while (*low < SIDE && a->start[*low] + a->taps[*low] <= top) (*low)++;
    while (*high < SIDE && a->start[*high] < bottom) (*high)++;
    if (*high - *low > o->slots) return 0;
    for (int line = 0; line < h->v[0]; line++) {
        int count = 0;
        int32_t block = top + line;
        for (int k = *low; k < *high; k++) {
            if (block < a->start[k] || block >= a->start[k] + a->taps[k]) continue;
            const int32_t *weights =
                a->weights + k * a->stride + (int64_t)(block - a->start[k]) * o->columns;
            for (int i = 0; i < o->kept; i++)
                o->weights[line][count][i] = (int64_t)weights[ROW[i]] * quantiser[i];
            o->rows[line][count++] = o->sums + k % o->slots * o->row_sums;
        }
        o->active[line] = count;
    }
    return 1;
}

/* The horizontal pass of an output row that no further block reaches. */
BH_CLONES static void retire(const Output *o, int32_t k) {
    const int64_t unit = (int64_t)1 << 44, most = (int64_t)1 << 35;
    const Axis *a = &o->horizontal;
    int64_t *row = o->sums + k % o->slots * o->row_sums;
    for (int64_t i = 0; i < o->row_sums; i++)
        row[i] = row[i] > most ? most : row[i] < -most ? -most : row[i];
    for (int l = 0; l < SIDE; l++) {
        const int64_t *sums = row + (int64_t)a->start[l] * o->columns;
        const int32_t *weights = a->weights + l * a->stride;
        int64_t total = 0;
        for (int64_t i = 0; i < (int64_t)a->taps[l] * o->columns; i++)
            total += weights[i] * sums[i];
        int64_t sample = ((total + 4) >> 3) + 128 * unit;
        sample = sample < 0 ? 0 : sample > 255 * unit ? 255 * unit : sample;
        o->out[k * SIDE + l] = sample * 1000;
    }
    memset(row, 0, (size_t)o->row_sums * sizeof *row);
}

/* Adds a block to every active output row: the first `kept` coefficients in zigzag order. The
 * caller gives constants. */
ALWAYS void add_dense(const Output *o, int line, int64_t column, const int32_t *value,
                      const int kept, const int columns) {
    for (int j = 0; j < o->active[line]; j++) {
        const int64_t *weight = o->weights[line][j];
        int64_t *sum = o->rows[line][j] + column * columns, local[8];
#pragma GCC unroll 8
        for (int i = 0; i < columns; i++) local[i] = sum[i];
#pragma GCC unroll 64
        for (int i = 0; i < kept; i++) local[COLUMN[i]] += weight[i] * value[i];
#pragma GCC unroll 8
        for (int i = 0; i < columns; i++) sum[i] = local[i];
    }
}

/* The same for `n` coefficients out of all 64, with their indices. */
ALWAYS void add_sparse(const Output *o, int line, int64_t column, const int32_t *value,
                       const uint8_t *index, int n) {
    for (int j = 0; j < o->active[line]; j++) {
        const int64_t *weight = o->weights[line][j];
        int64_t *sum = o->rows[line][j] + column * 8;
        for (int i = 0; i < n; i++) sum[COLUMN[index[i]]] += weight[index[i]] * value[i];
    }
}

#endif
