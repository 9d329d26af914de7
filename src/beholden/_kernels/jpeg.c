/* Baseline JPEG to the 64 x 64 samples of PDQ, without IDCT and without pixels.
 *
 * media/core/jpeg.py states the formulas, the bounds and the rules; this file reads the
 * Huffman stream once and adds each luminance coefficient, times its weight, to the output
 * rows that cover its block. Of chrominance only the DC coefficients count: they tell
 * whether the colours are ones that a screen has. Only clean files succeed: whatever is
 * unusual is "not handled", and a full decoder judges it.
 */
#include "jpeg_parts.h"

enum {
    MOST_BITS = 28, /* of an entry: two look-ups a refill of 56 bits */
    MOST_ADVANCE = 31,
};

typedef struct {
    uint16_t tables[2 * MAX_COMPONENTS + 1][1 << LOOKUP_BITS];
    const uint16_t *first[MAX_COMPONENTS]; /* DC of a block */
    const uint16_t *rest[MAX_COMPONENTS];  /* what is read over */
    const uint16_t *used;                  /* AC coefficients of luminance, one by one */
    uint16_t codes[2][1 << LOOKUP_BITS];   /* while building: symbol << 8 | length */
    Codes dc_codes[MAX_COMPONENTS], ac_codes[MAX_COMPONENTS];
    Output output;
    uint8_t stream[STREAM_BYTES + PADDING];
} Workspace;

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
 * fit: only their lengths count. */
static void make_skips(uint16_t *table, const uint16_t *ac) {
    const int mask = (1 << LOOKUP_BITS) - 1;
    for (int i = 0; i < 1 << LOOKUP_BITS; i++) {
        int total = 0, advance = 0, end = 0;
        table[i] = 0;
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
    const Scan *s = &h->scan;
    for (int i = 0; i < h->components; i++) {
        int same = i == 2 && s->dc[1] == s->dc[2] && s->ac[1] == s->ac[2];
        w->first[i] = w->tables[2 * (i - same)];
        w->rest[i] = w->tables[2 * (i - same) + 1];
        make_codes(&w->dc_codes[i], w->codes[0], &h->huffman[0][s->dc[i]]);
        make_codes(&w->ac_codes[i], w->codes[1], &h->huffman[1][s->ac[i]]);
        if (same) continue;
        make_values(w->tables[2 * i], w->codes[0], 1);
        make_skips(w->tables[2 * i + 1], w->codes[1]);
        if (i == 0) make_values(w->tables[2 * MAX_COMPONENTS], w->codes[1], 0);
    }
    w->used = w->tables[2 * MAX_COMPONENTS];
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

/* Takes the DC coefficient of a block; what follows it is the caller's. */
ALWAYS int take_dc(Reader *r, const Workspace *w, int component, int32_t *dc) {
    refill(r);
    uint32_t e = w->first[component][r->bits >> (64 - LOOKUP_BITS)];
    if (RARE(!e)) {
        e = single(r, &w->dc_codes[component], 1);
        if (!e) return 0;
    }
    *dc += amount(r->bits, e);
    take(r, e & 63);
    return (uint32_t)(*dc + 32768) <= 65535;
}

/* Adds one luminance block to every active output row. `kept` coefficients, in zigzag
 * order, carry weight; the caller gives a constant. */
ALWAYS int add_block(Reader *r, const Workspace *w, int line, int64_t column, int32_t *dc,
                     const int kept, const int columns) {
    int32_t value[BLOCK + 1], n = 1;
    uint8_t index[BLOCK + 1];
    const int last = kept - 1, dense = kept <= 21;
    int k = 0;
    uint32_t e = 0;
    if (RARE(!take_dc(r, w, 0, dc))) return 0;
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
    if (dense) {
        if (RARE(!plausible(&w->output, value, kept))) return 0;
        add_dense(&w->output, line, column, value, kept, columns);
    } else {
        if (RARE(!plausible_sparse(&w->output, value, index, n))) return 0;
        add_sparse(&w->output, line, column, value, index, n);
    }
    return 1;
}

ALWAYS int decode(Workspace *w, const Header *h, Source source, const int kept,
                  const int columns) {
    Output *o = &w->output;
    int32_t low = 0, high = 0, done = 0, left = h->interval, restarts = 0;
    int32_t dc[MAX_COMPONENTS] = {0};
    Reader r = {0, 0, fill(&source, source.filled)};
    if (!r.next) return 0;
    for (int32_t y = 0; y < h->down; y++) {
        if (!activate(o, h, y * h->v[0], &low, &high)) return 0;
        for (; done < low; done++) retire(o, done);
        for (int32_t x = 0; x < h->across; x++) {
            if (RARE(h->interval && !left)) {
                Reader next = r;
                if (!restart(&source, &next, restarts++)) return 0;
                r = next;
                memset(dc, 0, sizeof dc);
                left = h->interval;
            }
            left--;
            if (RARE(r.next > source.limit)) {
                if (source.marker || !(r.next = fill(&source, r.next))) return 0;
            }
            int32_t sums[MAX_COMPONENTS] = {0};
            for (int j = 0; j < h->v[0]; j++)
                for (int i = 0; i < h->h[0]; i++) {
                    if (RARE(!add_block(&r, w, j, (int64_t)x * h->h[0] + i, dc, kept, columns)))
                        return 0;
                    sums[0] += dc[0];
                }
            for (int c = 1; c < h->components; c++)
                for (int i = 0; i < h->h[c] * h->v[c]; i++) {
                    if (RARE(!take_dc(&r, w, c, dc + c))) return 0;
                    if (RARE(!skip_rest(&r, 0, w->rest[c], &w->ac_codes[c]))) return 0;
                    sums[c] += dc[c];
                }
            if (h->components > 1) note_colour(o, sums);
        }
    }
    if (end_segment(&source, r.next, r.count) != 0xD9 || !colours_stay(o, h)) return 0;
    for (; done < SIDE; done++) retire(o, done);
    return 1;
}

/* One version for each number of diagonals that media/core/jpeg.py may ask for. */
BH_CLONES static int decode_2(Workspace *w, const Header *h, Source s) {
    return decode(w, h, s, 3, 2);
}
BH_CLONES static int decode_3(Workspace *w, const Header *h, Source s) {
    return decode(w, h, s, 6, 3);
}
BH_CLONES static int decode_4(Workspace *w, const Header *h, Source s) {
    return decode(w, h, s, 10, 4);
}
BH_CLONES static int decode_6(Workspace *w, const Header *h, Source s) {
    return decode(w, h, s, 21, 6);
}
BH_CLONES static int decode_8(Workspace *w, const Header *h, Source s) {
    return decode(w, h, s, 64, 8);
}

/* 0 for a file that is not handled, 1 for baseline, 2 for progressive; then its size, its
 * sampling and its components: width, height, h, v, 1 or 3. */
BH_EXPORT int bh_jpeg_header(const uint8_t *data, int64_t size, int32_t *info) {
    Header h;
    int64_t at;
    if (!read_header(&h, data, size, &at)) return 0;
    info[0] = h.width;
    info[1] = h.height;
    info[2] = h.h[0];
    info[3] = h.v[0];
    info[4] = h.components;
    return 1 + h.progressive;
}

BH_EXPORT int64_t bh_jpeg_workspace(void) { return sizeof(Workspace); }

/* Baseline bytes to 64 x 64 samples; 0 where the file is not handled. `sums` are slots x
 * (diagonals * the blocks of a row, whole MCUs) zeros; `diagonals` is 2, 3, 4, 6 or 8. */
BH_EXPORT int bh_jpeg_samples(const uint8_t *data, int64_t size, int32_t diagonals,
                              const int32_t *v_start, const int32_t *v_taps,
                              const int32_t *v_weights, int64_t v_stride, const int32_t *h_start,
                              const int32_t *h_taps, const int32_t *h_weights, int64_t h_stride,
                              int64_t *sums, int64_t slots, int64_t row_sums, void *workspace,
                              int64_t *out) {
    Header h;
    Workspace *w = workspace;
    int64_t at;
    if (!read_header(&h, data, size, &at) || h.progressive) return 0;
    if (row_sums != (int64_t)h.across * h.h[0] * diagonals) return 0;
    const Scan *s = &h.scan;
    if (s->count != h.components || s->low != 0 || s->high != LAST) return 0;
    if (s->previous || s->current) return 0;
    for (int i = 0; i < s->count; i++)
        if (!h.huffman[0][s->dc[i]].defined || !h.huffman[1][s->ac[i]].defined) return 0;
    make_tables(w, &h);
    open_output(&w->output, (Axis){v_start, v_taps, v_weights, v_stride},
                (Axis){h_start, h_taps, h_weights, h_stride}, sums, slots, row_sums, out, diagonals,
                h.quantisers[h.quantiser[0]]);
    open_colours(&w->output, &h);
    Source source = {data + at, data + size, w->stream, w->stream, NULL, 0};
    switch (diagonals) {
    case 2: return decode_2(w, &h, source);
    case 3: return decode_3(w, &h, source);
    case 4: return decode_4(w, &h, source);
    case 6: return decode_6(w, &h, source);
    case 8: return decode_8(w, &h, source);
    default: return 0;
    }
}
