/* Progressive JPEG to the 64 x 64 samples of PDQ, without IDCT and without pixels.
 *
 * Its scans refine one another, so the luminance coefficients are kept, 16 bits each, until
 * the last scan; then they are filtered as in jpeg.c. Scans of chrominance alone are passed
 * over unread. A file counts as clean when its scans follow one another as T.81 G.1.1 wants
 * and carry every coefficient to its last bit.
 */
#include "jpeg_parts.h"

enum {
    MOST_SCANS = 64, /* encoders use 10 to 20; each may cost a walk over all blocks */
    MOST_SHIFT = 13,
};

typedef struct {
    uint16_t dc[MAX_COMPONENTS][1 << LOOKUP_BITS];
    uint16_t ac[1 << LOOKUP_BITS];
    uint16_t codes[1 << LOOKUP_BITS]; /* while building: symbol << 8 | length */
    Codes dc_codes[MAX_COMPONENTS], ac_codes;
    Output output;
    uint8_t stream[STREAM_BYTES + PADDING];
} Workspace;

typedef struct {
    Header *header;
    Workspace *work;
    int16_t *values; /* 64 a block in zigzag order, blocks of whole MCUs */
    uint64_t *known; /* one a block: which of its AC coefficients are not zero */
    int64_t stride;  /* blocks of a row */
    int coloured;    /* the DC coefficients of all components were seen together */
    int8_t state[MAX_COMPONENTS][BLOCK]; /* bits still missing; -1: nothing read yet */
} Picture;

/* Entries are end << 15 | advance << 10 | size << 6 | length, as in jpeg.c; with `end` the
 * size is that of the number behind the code, which counts blocks (T.81 G.1.2.2). */
enum { END = 1 << 15 };

static uint32_t make_entry(int length, int symbol, int is_dc) {
    int size = symbol & 15, run = symbol >> 4;
    if (is_dc) return (uint32_t)(symbol << 6 | (length + symbol));
    if (size || run == 15) return (uint32_t)((run + 1) << 10 | size << 6 | (length + size));
    return (uint32_t)(END | run << 6 | (length + run));
}

static void make_table(Workspace *w, uint16_t *table, Codes *codes, const Huffman *t, int is_dc) {
    make_codes(codes, w->codes, t);
    for (int i = 0; i < 1 << LOOKUP_BITS; i++)
        table[i] = w->codes[i] ? (uint16_t)make_entry(w->codes[i] & 255, w->codes[i] >> 8, is_dc) : 0;
}

/* The entry at the head of the bits, of which at least 31 are there; 0 where it is none. */
ALWAYS uint32_t look_up(Reader *r, const uint16_t *table, const Codes *codes, int is_dc) {
    refill(r);
    uint32_t e = table[r->bits >> (64 - LOOKUP_BITS)];
    if (RARE(!e)) {
        int found = find_symbol(r->bits, codes);
        e = found < 0 ? 0 : make_entry(found & 255, found >> 8, is_dc);
    }
    return e;
}

/* How many blocks an END entry ends. */
ALWAYS int32_t blocks_ended(uint64_t bits, uint32_t e) {
    uint32_t size = e >> 6 & 15;
    return (1 << size) + (int32_t)(bits << ((e & 63) - size) >> 1 >> (63 - size));
}

/* What every scan needs before a unit: a restart where one is due, and enough bits. */
ALWAYS int prepare(Source *s, Reader *r, int32_t interval, int32_t *left, int32_t *restarts) {
    if (RARE(interval && !*left)) {
        if (!restart(s, r, (*restarts)++)) return 0;
        *left = interval;
        return 2;
    }
    if (RARE(r->next > s->limit)) {
        if (s->marker || !(r->next = fill(s, r->next))) return 0;
    }
    return 1;
}

/* First or refining scan of DC coefficients, of one component or interleaved. */
static int read_dc(Picture *p, Source *s, Reader *r) {
    const Header *h = p->header;
    const Scan *scan = &h->scan;
    const Workspace *w = p->work;
    const int alone = scan->count == 1, shift = scan->current;
    const int32_t across = alone ? (h->width + 7) / 8 : h->across;
    const int32_t down = alone ? (h->height + 7) / 8 : h->down;
    int32_t dc[MAX_COMPONENTS] = {0}, left = h->interval, restarts = 0;
    for (int32_t y = 0; y < down; y++)
        for (int32_t x = 0; x < across; x++) {
            int ready = prepare(s, r, h->interval, &left, &restarts);
            if (!ready) return 0;
            if (ready == 2) memset(dc, 0, sizeof dc);
            left--;
            int32_t sums[MAX_COMPONENTS] = {0};
            for (int n = 0; n < scan->count; n++) {
                int c = scan->component[n];
                int32_t wide = alone ? 1 : h->h[c], high = alone ? 1 : h->v[c];
                for (int32_t i = 0; i < wide * high; i++) {
                    int64_t block = (y * high + i / wide) * p->stride + x * wide + i % wide;
                    if (scan->previous) {
                        refill(r);
                        if (c == 0 && r->bits >> 63)
                            p->values[block * BLOCK] |= (int16_t)(1 << shift);
                        take(r, 1);
                        continue;
                    }
                    uint32_t e = look_up(r, w->dc[c], &w->dc_codes[c], 1);
                    if (!e) return 0;
                    dc[c] += amount(r->bits, e);
                    if ((uint32_t)(dc[c] + (32768 >> shift)) > 65535u >> shift) return 0;
                    sums[c] += dc[c] * (1 << shift);
                    if (c == 0) p->values[block * BLOCK] = (int16_t)(dc[0] * (1 << shift));
                    take(r, e & 63);
                }
            }
            if (scan->count == MAX_COMPONENTS && !scan->previous) {
                note_colour(&p->work->output, sums);
                p->coloured = 1;
            }
        }
    return 1;
}

/* First scan of a band of one block's coefficients; returns how many blocks end here, 0 where
 * the bits are not clean. */
ALWAYS int32_t read_first(const Picture *p, Reader *r, int64_t block) {
    const Scan *scan = &p->header->scan;
    int16_t *value = p->values + block * BLOCK;
    uint64_t known = 0;
    int32_t ended = 1;
    for (int k = scan->low; k <= scan->high;) {
        uint32_t e = look_up(r, p->work->ac, &p->work->ac_codes, 0);
        if (RARE(!e)) return 0;
        uint64_t bits = r->bits;
        take(r, e & 63);
        if (e & END) {
            ended = blocks_ended(bits, e);
            break;
        }
        k += (int)(e >> 10);
        if (RARE(k > scan->high + 1)) return 0;
        if (RARE((int)(e >> 6 & 15) + scan->current > 15)) return 0;
        if (!(e >> 6 & 15)) continue;
        value[k - 1] = (int16_t)(amount(bits, e) * (1 << scan->current));
        known |= (uint64_t)1 << (k - 1);
    }
    p->known[block] |= known;
    return ended;
}

/* One more bit for each of the coefficients in `which`. */
ALWAYS void refine(Reader *r, int16_t *value, uint64_t which, int shift) {
    for (int bits = 0; which; which &= which - 1, bits--) {
        if (!bits) {
            refill(r);
            bits = 56;
        }
        int16_t *v = value + __builtin_ctzll(which);
        int step = (int)(r->bits >> 63) << shift;
        int sign = *v >> 15;
        *v = (int16_t)(*v + ((step ^ sign) - sign));
        take(r, 1);
    }
}

/* The coefficients from `low` to `high`, as bits. */
ALWAYS uint64_t band(int low, int high) {
    return low > high ? 0 : (~(uint64_t)0 << low) & (~(uint64_t)0 >> (LAST - high));
}

/* Refining scan of a band of one block; `ended`: only corrections of what is known. */
ALWAYS int32_t read_refining(const Picture *p, Reader *r, int64_t block, int ended) {
    const Scan *scan = &p->header->scan;
    const int shift = scan->current;
    int16_t *value = p->values + block * BLOCK;
    const uint64_t known = p->known[block];
    uint64_t fresh = 0;
    int32_t blocks = 1;
    int k = scan->low;
    while (!ended && k <= scan->high) {
        uint32_t e = look_up(r, p->work->ac, &p->work->ac_codes, 0);
        if (RARE(!e)) return 0;
        uint64_t bits = r->bits;
        uint32_t size = e >> 6 & 15;
        take(r, e & 63);
        if (e & END) {
            blocks = blocks_ended(bits, e);
            break;
        }
        if (RARE(size > 1)) return 0;
        /* The run counts coefficients that are still zero; known ones between are refined. */
        uint64_t zeros = ~known & band(k, scan->high);
        for (uint32_t run = e >> 10; run > 1; run--) zeros &= zeros - 1;
        if (RARE(!zeros)) return 0;
        int at = __builtin_ctzll(zeros);
        refine(r, value, known & band(k, at - 1), shift);
        if (size) {
            value[at] = (int16_t)(amount(bits, e) * (1 << shift));
            fresh |= (uint64_t)1 << at;
        }
        k = at + 1;
    }
    refine(r, value, known & band(k, scan->high), shift);
    p->known[block] = known | fresh;
    return blocks;
}

/* First or refining scan of luminance AC coefficients. */
ALWAYS int read_ac(const Picture *p, Source *s, Reader *reader, const int refining) {
    const Header *h = p->header;
    const int32_t across = (h->width + 7) / 8, down = (h->height + 7) / 8;
    int32_t ended = 0, left = h->interval, restarts = 0;
    Reader r = *reader;
    for (int32_t y = 0; y < down; y++)
        for (int32_t x = 0; x < across; x++) {
            if (RARE((h->interval && !left) || r.next > s->limit)) {
                if (h->interval && !left && ended) return 0;
                Reader next = r;
                if (!prepare(s, &next, h->interval, &left, &restarts)) return 0;
                r = next;
            }
            left--;
            int64_t block = y * p->stride + x;
            if (!ended) {
                ended = refining ? read_refining(p, &r, block, 0) : read_first(p, &r, block);
                if (RARE(!ended)) return 0;
            } else if (refining) {
                read_refining(p, &r, block, 1);
            }
            ended--;
        }
    *reader = r;
    return ended == 0;
}

BH_CLONES static int read_first_ac(const Picture *p, Source *s, Reader *r) {
    return read_ac(p, s, r, 0);
}
BH_CLONES static int read_refining_ac(const Picture *p, Source *s, Reader *r) {
    return read_ac(p, s, r, 1);
}

/* Whether a scan follows those before it, and what is missing behind it (T.81 G.1.1.1). */
static int follows(Picture *p) {
    const Scan *s = &p->header->scan;
    if (s->low ? s->count != 1 : s->high != 0) return 0;
    if (s->current > MOST_SHIFT || (s->previous && s->current != s->previous - 1)) return 0;
    for (int i = 0; i < s->count; i++) {
        int8_t *state = p->state[s->component[i]];
        if (s->low && state[0] < 0) return 0;
        for (int k = s->low; k <= s->high; k++) {
            if (state[k] != (s->previous ? s->previous : -1)) return 0;
            state[k] = (int8_t)s->current;
        }
    }
    return 1;
}

/* From behind a start of scan to its end: the offset of the marker there, or 0. */
static int64_t read_scan_data(Picture *p, const uint8_t *data, int64_t size, int64_t at) {
    const Header *h = p->header;
    const Scan *scan = &h->scan;
    Workspace *w = p->work;
    for (int i = 0; i < scan->count; i++) {
        if (scan->low ? !h->huffman[1][scan->ac[i]].defined
                      : !scan->previous && !h->huffman[0][scan->dc[i]].defined)
            return 0;
    }
    if (scan->component[0] != 0) { /* chrominance: on to the next marker that is no restart */
        for (;;) {
            const uint8_t *mark = memchr(data + at, 0xFF, (size_t)(size - at));
            if (!mark || mark - data + 1 >= size) return 0;
            at = mark - data;
            if (data[at + 1] != 0 && (data[at + 1] & 0xF8) != 0xD0) return at;
            at += 2;
        }
    }
    if (scan->low) {
        make_table(w, w->ac, &w->ac_codes, &h->huffman[1][scan->ac[0]], 0);
    } else if (!scan->previous) {
        for (int i = 0; i < scan->count; i++) {
            int c = scan->component[i];
            make_table(w, w->dc[c], &w->dc_codes[c], &h->huffman[0][scan->dc[i]], 1);
        }
    }
    Source source = {data + at, data + size, w->stream, w->stream, NULL, 0};
    Reader r = {0, 0, fill(&source, source.filled)};
    if (!r.next) return 0;
    int clean = scan->low == 0     ? read_dc(p, &source, &r)
                : scan->previous == 0 ? read_first_ac(p, &source, &r)
                                      : read_refining_ac(p, &source, &r);
    if (!clean) return 0;
    int marker = end_segment(&source, r.next, r.count);
    return marker && (marker & 0xF8) != 0xD0 ? source.at - data - 2 : 0;
}

static int read_scans(Picture *p, const uint8_t *data, int64_t size, int64_t at) {
    const Header *h = p->header;
    for (int scans = 1; scans <= MOST_SCANS; scans++) {
        if (!follows(p)) return 0;
        at = read_scan_data(p, data, size, at);
        if (!at) return 0;
        int found = read_markers(p->header, data, size, &at);
        if (!found) return 0;
        if (found == 1) continue;
        for (int c = 0; c < h->components; c++)
            for (int k = 0; k < BLOCK; k++)
                if (p->state[c][k] != 0) return 0;
        return 1;
    }
    return 0;
}

ALWAYS int filter(const Picture *p, const int kept, const int columns) {
    const Header *h = p->header;
    Output *o = &p->work->output;
    const int64_t across = (h->width + 7) / 8;
    int32_t low = 0, high = 0, done = 0;
    for (int32_t y = 0; y < h->down * h->v[0]; y += h->v[0]) {
        if (!activate(o, h, y, &low, &high)) return 0;
        for (; done < low; done++) retire(o, done);
        for (int line = 0; line < h->v[0]; line++)
            for (int64_t x = 0; x < across; x++) {
                int64_t block = (y + line) * p->stride + x;
                const int16_t *from = p->values + block * BLOCK;
                int32_t value[BLOCK];
                if (kept < BLOCK) {
                    for (int i = 0; i < kept; i++) value[i] = from[i];
                    if (RARE(!plausible(o, value, kept))) return 0;
                    add_dense(o, line, x, value, kept, columns);
                } else {
                    uint8_t index[BLOCK] = {0};
                    int n = 1;
                    value[0] = from[0];
                    for (uint64_t left = p->known[block]; left; left &= left - 1, n++) {
                        index[n] = (uint8_t)__builtin_ctzll(left);
                        value[n] = from[index[n]];
                    }
                    if (RARE(!plausible_sparse(o, value, index, n))) return 0;
                    add_sparse(o, line, x, value, index, n);
                }
            }
    }
    for (; done < SIDE; done++) retire(o, done);
    return 1;
}

BH_CLONES static int filter_2(const Picture *p) { return filter(p, 3, 2); }
BH_CLONES static int filter_3(const Picture *p) { return filter(p, 6, 3); }
BH_CLONES static int filter_4(const Picture *p) { return filter(p, 10, 4); }
BH_CLONES static int filter_6(const Picture *p) { return filter(p, 21, 6); }
BH_CLONES static int filter_8(const Picture *p) { return filter(p, 64, 8); }

BH_EXPORT int64_t bh_jpeg_progressive_workspace(void) { return sizeof(Workspace); }

/* As bh_jpeg_samples, for progressive bytes. `values` and `known` are 64 and 1 zeros for each
 * of `blocks` luminance blocks, whole MCUs. */
BH_EXPORT int bh_jpeg_progressive(const uint8_t *data, int64_t size, int32_t diagonals,
                                  const int32_t *v_start, const int32_t *v_taps,
                                  const int32_t *v_weights, int64_t v_stride,
                                  const int32_t *h_start, const int32_t *h_taps,
                                  const int32_t *h_weights, int64_t h_stride, int64_t *sums,
                                  int64_t slots, int64_t row_sums, void *workspace, int64_t *out,
                                  int16_t *values, uint64_t *known, int64_t blocks) {
    Header h;
    Workspace *w = workspace;
    int64_t at;
    if (!read_header(&h, data, size, &at) || !h.progressive) return 0;
    Picture p = {&h, w, values, known, (int64_t)h.across * h.h[0], 0, {{0}}};
    if (row_sums != p.stride * diagonals || blocks != p.stride * h.down * h.v[0]) return 0;
    memset(p.state, -1, sizeof p.state);
    open_output(&w->output, (Axis){v_start, v_taps, v_weights, v_stride},
                (Axis){h_start, h_taps, h_weights, h_stride}, sums, slots, row_sums, out, diagonals,
                h.quantisers[h.quantiser[0]]);
    open_colours(&w->output, &h);
    if (!read_scans(&p, data, size, at)) return 0;
    if (h.components > 1 && (!p.coloured || !colours_stay(&w->output, &h))) return 0;
    switch (diagonals) {
    case 2: return filter_2(&p);
    case 3: return filter_3(&p);
    case 4: return filter_4(&p);
    case 6: return filter_6(&p);
    case 8: return filter_8(&p);
    default: return 0;
    }
}
