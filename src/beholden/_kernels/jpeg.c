/* Baseline JPEG to the 64 x 64 samples of PDQ, without IDCT and without pixels.
 *
 * media/core/jpeg.py states the formulas, the bounds and the rules; this file parses the
 * markers, reads the Huffman stream once, and adds each luminance coefficient, times its
 * weight, to the output rows that cover its block. Chrominance is read over. Only clean
 * files succeed: whatever is unusual is "not handled", and a full decoder judges it.
 */
#include "common.h"
#include <string.h>

enum {
    SIDE = 64,
    BLOCK = 64,          /* coefficients of a block */
    MAX_COMPONENTS = 3,
    MAX_SAMPLING = 4,
    MAX_MCU_BLOCKS = 10, /* T.81 B.2.3 */
    /* A symbol takes at most 16 + 15 bits: no MCU is longer than this many bytes. */
    MCU_BYTES = MAX_MCU_BLOCKS * (BLOCK * 31 + 7) / 8,
    PADDING = MCU_BYTES + 64,
    STREAM_BYTES = 32768,
    LOOKUP_BITS = 12,
    MOST_BITS = 28,      /* of an entry: two look-ups a refill of 56 bits */
    MOST_ADVANCE = 31,
    LAST = BLOCK - 1,
};

#define ALWAYS static inline __attribute__((always_inline))
#define RARE(x) __builtin_expect(!!(x), 0)

typedef struct {
    int defined;
    uint8_t counts[17]; /* codes of each length; [0] unused */
    uint8_t symbols[256];
} Huffman;

typedef struct {
    int32_t width, height, components, interval;
    int32_t id[MAX_COMPONENTS], h[MAX_COMPONENTS], v[MAX_COMPONENTS];
    int32_t quantiser[MAX_COMPONENTS], dc[MAX_COMPONENTS], ac[MAX_COMPONENTS];
    int64_t scan; /* offset of the first byte of the scan's data */
    int quantiser_defined[4];
    uint16_t quantisers[4][BLOCK]; /* zigzag order */
    Huffman huffman[2][4];         /* DC, AC */
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

typedef struct {
    uint16_t tables[2 * MAX_COMPONENTS + 1][1 << LOOKUP_BITS];
    const uint16_t *first[MAX_COMPONENTS]; /* of a block; with what follows it if not used */
    const uint16_t *rest[MAX_COMPONENTS];  /* what is read over */
    const uint16_t *used;                  /* AC coefficients of luminance, one by one */
    uint16_t codes[2][1 << LOOKUP_BITS]; /* while building: symbol << 8 | length */
    Codes dc_codes[MAX_COMPONENTS], ac_codes[MAX_COMPONENTS];
    int64_t weights[MAX_SAMPLING][SIDE][BLOCK]; /* of the active rows, times the quantiser */
    int64_t *rows[MAX_SAMPLING][SIDE];
    int32_t active[MAX_SAMPLING];
    uint8_t stream[STREAM_BYTES + PADDING];
} Workspace;

/* The banded weights of one axis: row k covers taps[k] blocks from start[k] on. */
typedef struct {
    const int32_t *start, *taps, *weights;
    int64_t stride; /* of a row of weights */
} Axis;

static const uint8_t COLUMN[BLOCK] = {
    0, 1, 0, 0, 1, 2, 3, 2, 1, 0, 0, 1, 2, 3, 4, 5, 4, 3, 2, 1, 0, 0, 1, 2, 3, 4, 5, 6, 7, 6, 5, 4,
    3, 2, 1, 0, 1, 2, 3, 4, 5, 6, 7, 7, 6, 5, 4, 3, 2, 3, 4, 5, 6, 7, 7, 6, 5, 4, 5, 6, 7, 7, 6, 7};
static const uint8_t ROW[BLOCK] = {
    0, 0, 1, 2, 1, 0, 0, 1, 2, 3, 4, 3, 2, 1, 0, 0, 1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1, 0, 0, 1, 2, 3,
    4, 5, 6, 7, 7, 6, 5, 4, 3, 2, 1, 2, 3, 4, 5, 6, 7, 7, 6, 5, 4, 3, 4, 5, 6, 7, 7, 6, 5, 6, 7, 7};

/* ---- Markers: each function takes a segment's content and says whether it is clean. ---- */

static int big16(const uint8_t *p) { return p[0] << 8 | p[1]; }

static int read_quantisers(Header *h, const uint8_t *p, int n) {
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

static int read_huffman(Header *h, const uint8_t *p, int n) {
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

static int read_frame(Header *h, const uint8_t *p, int n) {
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
    return blocks <= MAX_MCU_BLOCKS;
}

static int read_scan(Header *h, const uint8_t *p, int n) {
    int count = h->components;
    if (!count || n != 4 + 2 * count || p[0] != count) return 0;
    for (int i = 0; i < count; i++) {
        h->dc[i] = p[2 + 2 * i] >> 4;
        h->ac[i] = p[2 + 2 * i] & 15;
        if (p[1 + 2 * i] != h->id[i] || h->dc[i] > 3 || h->ac[i] > 3) return 0;
        if (!h->huffman[0][h->dc[i]].defined || !h->huffman[1][h->ac[i]].defined) return 0;
        if (!h->quantiser_defined[h->quantiser[i]]) return 0;
    }
    p += 1 + 2 * count;
    return p[0] == 0 && p[1] == 63 && p[2] == 0;
}

/* Whether three components are luminance and chrominance, as libjpeg decides it. */
static int is_luminance_first(const Header *h, int jfif, int adobe) {
    if (h->components == 1 || jfif) return 1;
    if (adobe >= 0) return adobe == 1;
    return !(h->id[0] == 'R' && h->id[1] == 'G' && h->id[2] == 'B');
}

static int read_header(Header *h, const uint8_t *data, int64_t size) {
    int64_t at = 2;
    int jfif = 0, adobe = -1;
    memset(h, 0, sizeof *h);
    if (size < 4 || data[0] != 0xFF || data[1] != 0xD8) return 0;
    for (;;) {
        if (at >= size || data[at] != 0xFF) return 0;
        while (at < size && data[at] == 0xFF) at++;
        if (size - at < 3) return 0;
        int marker = data[at], n = big16(data + at + 1) - 2, clean = 1;
        const uint8_t *p = data + at + 3;
        if (n < 0 || size - at - 3 < n) return 0;
        at += 3 + n;
        switch (marker) {
        case 0xC0:
        case 0xC1: clean = read_frame(h, p, n); break;
        case 0xC4: clean = read_huffman(h, p, n); break;
        case 0xDB: clean = read_quantisers(h, p, n); break;
        case 0xDD:
            clean = n == 2;
            if (clean) h->interval = big16(p);
            break;
        case 0xE0:
            if (n >= 14 && !memcmp(p, "JFIF", 5)) jfif = 1;
            break;
        case 0xEE:
            if (n >= 12 && !memcmp(p, "Adobe", 5)) adobe = p[11];
            break;
        case 0xDA:
            h->scan = at;
            return read_scan(h, p, n) && is_luminance_first(h, jfif, adobe);
        default: clean = (marker > 0xE0 && marker <= 0xEF) || marker == 0xFE;
        }
        if (!clean) return 0;
    }
}

/* ---- Look-up tables ---- */

static void make_codes(Codes *c, uint16_t *table, const Huffman *t) {
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

/* Entries are end << 15 | advance << 10 | size << 6 | length: whether the block ends, how far
 * the index moves, how many of the bits are the value's, how many bits are used. 0 where a
 * code is too long or is none. */
enum { END = 1 << 15 };

/* One symbol an entry, for coefficients that are used. */
static void make_values(uint16_t *table, const uint16_t *codes, int is_dc) {
    for (int i = 0; i < 1 << LOOKUP_BITS; i++) {
        int length = codes[i] & 255, size = codes[i] >> 8 & 15, run = codes[i] >> 12;
        table[i] = 0;
        if (!length) continue;
        if (is_dc)
            table[i] = (uint16_t)(size << 6 | (length + size));
        else if (size || run == 15)
            table[i] = (uint16_t)((run + 1) << 10 | size << 6 | (length + size));
        else if (run == 0)
            table[i] = (uint16_t)(END | length);
    }
}

/* As many symbols an entry as their codes fit, for what is only read over. Values need not
 * fit: only their lengths count. With `dc`, the first symbol is a DC one. */
static void make_skips(uint16_t *table, const uint16_t *dc, const uint16_t *ac) {
    const int mask = (1 << LOOKUP_BITS) - 1;
    for (int i = 0; i < 1 << LOOKUP_BITS; i++) {
        int total = 0, advance = 0, end = 0;
        table[i] = 0;
        if (dc) {
            if (!dc[i]) continue;
            total = (dc[i] & 255) + (dc[i] >> 8);
        }
        while (total < LOOKUP_BITS && !end) {
            int code = ac[(i << total) & mask];
            int length = code & 255, size = code >> 8 & 15, run = code >> 12;
            if (!length || length > LOOKUP_BITS - total) break;
            if (size || run == 15) {
                if (total + length + size > MOST_BITS || advance + run + 1 > MOST_ADVANCE) break;
                advance += run + 1;
            } else {
                if (run) break;
                end = END;
            }
            total += length + size;
        }
        table[i] = (uint16_t)(end | advance << 10 | total);
    }
}

static void make_tables(Workspace *w, const Header *h) {
    for (int i = 0; i < h->components; i++) {
        int same = i == 2 && h->dc[1] == h->dc[2] && h->ac[1] == h->ac[2];
        w->first[i] = w->tables[2 * (i - same)];
        w->rest[i] = w->tables[2 * (i - same) + 1];
        make_codes(&w->dc_codes[i], w->codes[0], &h->huffman[0][h->dc[i]]);
        make_codes(&w->ac_codes[i], w->codes[1], &h->huffman[1][h->ac[i]]);
        if (same) continue;
        make_skips(w->tables[2 * i + 1], NULL, w->codes[1]);
        if (i == 0) {
            make_values(w->tables[0], w->codes[0], 1);
            make_values(w->tables[2 * MAX_COMPONENTS], w->codes[1], 0);
        } else {
            make_skips(w->tables[2 * i], w->codes[0], w->codes[1]);
        }
    }
    w->used = w->tables[2 * MAX_COMPONENTS];
}

/* ---- The bit stream ---- */

/* Copies on, without stuffed zeros, until the buffer is full or the segment ends; returns
 * the new read position, or NULL where the file ends or is odd. */
static const uint8_t *fill(Source *s, const uint8_t *next) {
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
__attribute__((noinline)) static int find_symbol(uint64_t bits, const Codes *c) {
    uint32_t head = (uint32_t)(bits >> 48);
    for (int length = 1; length <= 16; length++)
        if (head < c->limit[length])
            return c->symbols[(int32_t)(head >> (16 - length)) + c->offset[length]] << 8 | length;
    return -1;
}

/* One symbol alone: a long code, or one whose entry reaches into the next block. */
ALWAYS uint32_t single(Reader *r, const Codes *codes, int is_dc) {
    refill(r);
    int found = find_symbol(r->bits, codes);
    int size = found >> 8 & 15, run = is_dc ? 0 : found >> 12;
    if (found < 0 || (!is_dc && !size && run != 0 && run != 15)) return 0;
    uint32_t e = (uint32_t)(size << 6 | ((found & 255) + size));
    if (is_dc) return e;
    return size || run ? e | (uint32_t)(run + 1) << 10 : e | END;
}

/* Reads over the AC coefficients behind index k. */
ALWAYS int skip_rest(Reader *r, int k, const uint16_t *table, const Codes *codes) {
    while (k < LAST) {
        refill(r);
        uint32_t e = table[r->bits >> (64 - LOOKUP_BITS)];
        int at = k + (int)(e >> 10 & 31);
        if (!RARE(!e || at >= LAST)) {
            take(r, e & 63);
            if (e & END) return 1;
            k = at;
            e = table[r->bits >> (64 - LOOKUP_BITS)];
            at = k + (int)(e >> 10 & 31);
        }
        if (RARE(!e || at >= LAST)) {
            e = single(r, codes, 0);
            if (!e) return 0;
            at = k + (int)(e >> 10 & 31);
        }
        take(r, e & 63);
        if (e & END) return 1;
        k = at;
    }
    return k == LAST;
}

/* Reads over one block of a component that is not used. */
ALWAYS int skip_block(Reader *r, const Workspace *w, int component) {
    refill(r);
    uint32_t e = w->first[component][r->bits >> (64 - LOOKUP_BITS)];
    if (RARE(!e)) {
        e = single(r, &w->dc_codes[component], 1);
        if (!e) return 0;
    }
    take(r, e & 63);
    return e & END ? 1 : skip_rest(r, (int)(e >> 10), w->rest[component], &w->ac_codes[component]);
}

/* The value in the last bits of an entry's, T.81 F.2.2.1: a leading zero stands for a
 * negative one. Without a size it is zero. */
ALWAYS int32_t amount(uint64_t bits, uint32_t e) {
    uint32_t size = e >> 6 & 15;
    uint64_t head = bits << ((e & 63) - size);
    int32_t raw = (int32_t)(head >> 1 >> (63 - size));
    return raw + ((int32_t)((int64_t)~head >> 63) & (1 - (1 << size)));
}

/* Adds one luminance block to every active output row. `kept` coefficients, in zigzag
 * order, carry weight; the caller gives a constant. */
ALWAYS int add_block(Reader *r, const Workspace *w, int line, int64_t column, int32_t *dc,
                     const int kept, const int columns) {
    int32_t value[BLOCK + 1], n = 1;
    uint8_t index[BLOCK + 1];
    const int last = kept - 1, dense = kept <= 21;
    int k = 0;
    refill(r);
    uint32_t e = w->first[0][r->bits >> (64 - LOOKUP_BITS)];
    if (RARE(!e)) {
        e = single(r, &w->dc_codes[0], 1);
        if (!e) return 0;
    }
    *dc += amount(r->bits, e);
    if (RARE((uint32_t)(*dc + 32768) > 65535)) return 0;
    take(r, e & 63);
    if (dense)
        for (int i = 0; i < kept; i++) value[i] = 0;
    value[0] = *dc;
    index[0] = 0;
    while (k < last) {
        refill(r);
        e = w->used[r->bits >> (64 - LOOKUP_BITS)];
        if (RARE(!e)) {
            e = single(r, &w->ac_codes[0], 0);
            if (!e) return 0;
        }
        int32_t found = amount(r->bits, e);
        take(r, e & 63);
        if (e & END) break;
        k += (int)(e >> 10);
        if (dense) {
            value[k <= last ? k : kept] = found;
        } else {
            if (RARE(k > LAST)) return 0;
            value[n] = found;
            index[n++] = (uint8_t)k;
        }
    }
    if (last < LAST && !(e & END) && !skip_rest(r, k, w->rest[0], &w->ac_codes[0])) return 0;
    for (int j = 0; j < w->active[line]; j++) {
        const int64_t *weight = w->weights[line][j];
        int64_t *sum = w->rows[line][j] + column * columns;
        if (dense) {
            int64_t local[8];
#pragma GCC unroll 8
            for (int i = 0; i < columns; i++) local[i] = sum[i];
#pragma GCC unroll 64
            for (int i = 0; i < kept; i++) local[COLUMN[i]] += weight[i] * value[i];
#pragma GCC unroll 8
            for (int i = 0; i < columns; i++) sum[i] = local[i];
        } else {
            for (int i = 0; i < n; i++) sum[COLUMN[index[i]]] += weight[index[i]] * value[i];
        }
    }
    return 1;
}

/* ---- The scan ---- */

typedef struct {
    const Header *header;
    Workspace *work;
    Axis vertical, horizontal;
    int64_t *sums; /* slots x row_sums; output row k lives in slot k % slots */
    int64_t slots, row_sums;
    int64_t *out;
    int32_t kept, columns;
} Job;

/* Which output rows cover the block rows of MCU row `top / v`, and with which weights. */
static int activate(const Job *job, int32_t top, int32_t *low, int32_t *high) {
    const Header *h = job->header;
    const Axis *a = &job->vertical;
    const uint16_t *quantiser = h->quantisers[h->quantiser[0]];
    int32_t bottom = top + h->v[0];
    while (*low < SIDE && a->start[*low] + a->taps[*low] <= top) (*low)++;
    while (*high < SIDE && a->start[*high] < bottom) (*high)++;
    if (*high - *low > job->slots) return 0;
    for (int line = 0; line < h->v[0]; line++) {
        int count = 0;
        int32_t block = top + line;
        for (int k = *low; k < *high; k++) {
            if (block < a->start[k] || block >= a->start[k] + a->taps[k]) continue;
            const int32_t *weights =
                a->weights + k * a->stride + (int64_t)(block - a->start[k]) * job->columns;
            for (int i = 0; i < job->kept; i++)
                job->work->weights[line][count][i] = (int64_t)weights[ROW[i]] * quantiser[i];
            job->work->rows[line][count++] = job->sums + k % job->slots * job->row_sums;
        }
        job->work->active[line] = count;
    }
    return 1;
}

/* The horizontal pass of an output row that no further block reaches. */
BH_CLONES static void retire(const Job *job, int32_t k) {
    const int64_t unit = (int64_t)1 << 44, most = (int64_t)1 << 35;
    const Axis *a = &job->horizontal;
    int64_t *row = job->sums + k % job->slots * job->row_sums;
    for (int64_t i = 0; i < job->row_sums; i++)
        row[i] = row[i] > most ? most : row[i] < -most ? -most : row[i];
    for (int l = 0; l < SIDE; l++) {
        const int64_t *sums = row + (int64_t)a->start[l] * job->columns;
        const int32_t *weights = a->weights + l * a->stride;
        int64_t total = 0;
        for (int64_t i = 0; i < (int64_t)a->taps[l] * job->columns; i++)
            total += weights[i] * sums[i];
        int64_t sample = ((total + 4) >> 3) + 128 * unit;
        sample = sample < 0 ? 0 : sample > 255 * unit ? 255 * unit : sample;
        job->out[k * SIDE + l] = sample * 1000;
    }
    memset(row, 0, (size_t)job->row_sums * sizeof *row);
}

/* The segment's bits must be used up but for less than a byte, and its marker must be right. */
static int ends_with(Source *s, const uint8_t *next, int32_t count, int marker) {
    if (!s->marker && !(next = fill(s, next))) return 0;
    int64_t spare = 8 * (int64_t)(s->filled - next) + count;
    return s->marker == marker && spare >= 0 && spare < 8;
}

ALWAYS int decode(const Job *job, Source source, const int kept, const int columns) {
    const Header *h = job->header;
    const Workspace *w = job->work;
    const int32_t across = (h->width + 8 * h->h[0] - 1) / (8 * h->h[0]);
    const int32_t down = (h->height + 8 * h->v[0] - 1) / (8 * h->v[0]);
    int32_t low = 0, high = 0, done = 0, dc = 0, left = h->interval, restarts = 0;
    Reader r = {0, 0, fill(&source, source.filled)};
    if (!r.next) return 0;
    for (int32_t y = 0; y < down; y++) {
        if (!activate(job, y * h->v[0], &low, &high)) return 0;
        for (; done < low; done++) retire(job, done);
        for (int32_t x = 0; x < across; x++) {
            if (RARE(h->interval && !left)) {
                if (!ends_with(&source, r.next, r.count, 0xD0 + (restarts++ & 7))) return 0;
                source.marker = 0;
                r = (Reader){0, 0, fill(&source, source.filled)};
                if (!r.next) return 0;
                dc = 0;
                left = h->interval;
            }
            left--;
            if (RARE(r.next > source.limit)) {
                if (source.marker || !(r.next = fill(&source, r.next))) return 0;
            }
            for (int j = 0; j < h->v[0]; j++)
                for (int i = 0; i < h->h[0]; i++)
                    if (RARE(!add_block(&r, w, j, (int64_t)x * h->h[0] + i, &dc, kept, columns)))
                        return 0;
            for (int c = 1; c < h->components; c++)
                for (int i = 0; i < h->h[c] * h->v[c]; i++)
                    if (RARE(!skip_block(&r, w, c))) return 0;
        }
    }
    if (!ends_with(&source, r.next, r.count, 0xD9)) return 0;
    for (; done < SIDE; done++) retire(job, done);
    return 1;
}

/* One version for each number of diagonals that media/core/jpeg.py may ask for. */
BH_CLONES static int decode_2(const Job *job, Source source) { return decode(job, source, 3, 2); }
BH_CLONES static int decode_3(const Job *job, Source source) { return decode(job, source, 6, 3); }
BH_CLONES static int decode_4(const Job *job, Source source) { return decode(job, source, 10, 4); }
BH_CLONES static int decode_6(const Job *job, Source source) { return decode(job, source, 21, 6); }
BH_CLONES static int decode_all(const Job *job, Source source) {
    return decode(job, source, 64, 8);
}

/* Size and sampling of a file that may be handled: width, height, h, v. */
BH_EXPORT int bh_jpeg_header(const uint8_t *data, int64_t size, int32_t *info) {
    Header h;
    if (!read_header(&h, data, size)) return 0;
    info[0] = h.width;
    info[1] = h.height;
    info[2] = h.h[0];
    info[3] = h.v[0];
    return 1;
}

BH_EXPORT int64_t bh_jpeg_workspace(void) { return sizeof(Workspace); }

/* Bytes to 64 x 64 samples; 0 where the file is not handled. `sums` are slots x (columns *
 * the blocks of a row, whole MCUs) zeros; `diagonals` is 2, 3, 4, 6 or 8 for all. */
BH_EXPORT int bh_jpeg_samples(const uint8_t *data, int64_t size, int32_t diagonals,
                              const int32_t *v_start, const int32_t *v_taps,
                              const int32_t *v_weights, int64_t v_stride, const int32_t *h_start,
                              const int32_t *h_taps, const int32_t *h_weights, int64_t h_stride,
                              int64_t *sums, int64_t slots, int64_t row_sums, void *workspace,
                              int64_t *out) {
    Header h;
    Workspace *w = workspace;
    if (!read_header(&h, data, size)) return 0;
    if (row_sums != (int64_t)(h.width + 8 * h.h[0] - 1) / (8 * h.h[0]) * h.h[0] * diagonals)
        return 0;
    make_tables(w, &h);
    Job job = {&h,    w,     {v_start, v_taps, v_weights, v_stride}, {h_start, h_taps, h_weights, h_stride},
               sums,  slots, row_sums, out, diagonals * (diagonals + 1) / 2, diagonals};
    Source source = {data + h.scan, data + size, w->stream, w->stream, NULL, 0};
    switch (diagonals) {
    case 2: return decode_2(&job, source);
    case 3: return decode_3(&job, source);
    case 4: return decode_4(&job, source);
    case 6: return decode_6(&job, source);
    case 8: job.kept = BLOCK; return decode_all(&job, source);
    default: return 0;
    }
}
