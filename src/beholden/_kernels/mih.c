/* Multi-index hashing of 256-bit hashes: fill the tables, search them exactly.
 *
 * The bits of a hash form a ring, bit k being bit k % 8 of byte k / 8. The plan
 * (core/plan.py) cuts the ring into parts. Table i sorts all entries by the key, the leading
 * bits of part i, and keeps for each the mark: up to 16 bits that follow the key on the ring.
 * Part i has a budget t_i; the budgets plus one each add up to radius + 1.
 *
 * Why nothing is missed: let d_i be the distance inside part i. If the whole distance is at
 * most the radius, the numbers d_i - (t_i + 1) sum to less than zero, so some rotation of them
 * has only negative partial sums (cycle lemma; "pigeonring", Qin and Xiao, VLDB 2018). Hence
 * some part has d_i <= t_i and, with its neighbour, d_i + d_{i+1} <= t_i + t_{i+1} + 1. The
 * first is found by flipping up to t_i bits of the key; the second, tested on the mark,
 * dismisses more than 99 in 100 of the bucket without touching the entry itself.
 *
 * A table may come from a damaged file: every start and id is bounded before it is used.
 */
#include "common.h"

#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#define PREFETCH(p) _mm_prefetch((const char *)(p), _MM_HINT_T0)
#else
#define PREFETCH(p) __builtin_prefetch(p)
#endif

#define HASH_BYTES 32
#define MAX_PARTS 64
#define PREFETCH_BYTES 512
/* Beyond these multiples of the list a packed scan of all entries is cheaper:
 * a mark costs about a tenth of an entry, a survivor of the marks up to ten entries. */
#define MARKS_PER_ENTRY 4
#define ENTRIES_PER_SURVIVOR 8

typedef struct {
    uint64_t starts_at; /* index of the table's first start in `starts` */
    uint64_t masks_at;  /* index of the first flip mask of this key width in `masks` */
    uint32_t key_from, key_bits;
    uint32_t mark_from, mark_bits;
    uint32_t chained; /* 1 if the mark reaches into the next part */
} bh_table;

typedef struct {
    uint64_t entries;
    const uint8_t *hashes;
    const uint32_t *starts;
    const uint16_t *marks;
    const uint32_t *ids;
    const uint32_t *masks; /* per key width: by number of bits set, then by value */
    const bh_table *tables;
    uint64_t parts; /* 0: no tables, always scan */
} bh_index;

typedef struct {
    uint64_t at; /* position in marks and ids */
    uint32_t length;
    uint16_t mark;
    uint16_t bound;
} range;

typedef struct {
    uint64_t *items;
    size_t used, room;
} list;

typedef struct {
    int32_t budget[MAX_PARTS]; /* -1: not probed */
    int32_t reach[MAX_PARTS];  /* greatest distance of key and mark together */
    uint64_t probes[MAX_PARTS];
} schedule;

static int push(list *to, uint64_t item) {
    if (to->used == to->room) {
        size_t room = to->room ? to->room * 2 : 1024;
        uint64_t *items = realloc(to->items, room * sizeof *items);
        if (!items) return 0;
        to->items = items;
        to->room = room;
    }
    to->items[to->used++] = item;
    return 1;
}

/* Five words: the first again behind the last, so that a field may run over the end. */
static inline void load_ring(const uint8_t *hash, uint64_t ring[5]) {
    memcpy(ring, hash, HASH_BYTES);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    for (int i = 0; i < 4; i++) ring[i] = __builtin_bswap64(ring[i]);
#endif
    ring[4] = ring[0];
}

static inline uint32_t field(const uint64_t ring[5], uint32_t from, uint32_t bits) {
    uint32_t word = from >> 6, shift = from & 63;
    uint64_t low = ring[word] >> shift;
    uint64_t high = (ring[word + 1] << 1) << (63 - shift);
    return (uint32_t)((low | high) & (((uint64_t)1 << bits) - 1));
}

/* ---- filling ---------------------------------------------------------------------------- */

/* Counting sort of all entries into every table. Returns 0, or -1 for lack of memory. */
BH_EXPORT int bh_mih_fill(const bh_index *index, uint32_t *starts, uint16_t *marks,
                          uint32_t *ids) {
    uint64_t entries = index->entries;
    uint32_t *keys = malloc((entries ? entries : 1) * sizeof *keys);
    uint16_t *values = malloc((entries ? entries : 1) * sizeof *values);
    if (!keys || !values) {
        free(keys);
        free(values);
        return -1;
    }
    for (uint64_t i = 0; i < index->parts; i++) {
        const bh_table table = index->tables[i];
        uint32_t *begin = starts + table.starts_at;
        uint64_t buckets = (uint64_t)1 << table.key_bits;
        memset(begin, 0, (buckets + 1) * sizeof *begin);
        for (uint64_t e = 0; e < entries; e++) {
            uint64_t ring[5];
            load_ring(index->hashes + e * HASH_BYTES, ring);
            keys[e] = field(ring, table.key_from, table.key_bits);
            values[e] = (uint16_t)field(ring, table.mark_from, table.mark_bits);
            begin[keys[e] + 1]++;
        }
        for (uint64_t b = 0; b < buckets; b++) begin[b + 1] += begin[b];
        uint16_t *table_marks = marks + i * entries;
        uint32_t *table_ids = ids + i * entries;
        for (uint64_t e = 0; e < entries; e++) {
            uint32_t to = begin[keys[e]]++;
            table_marks[to] = values[e];
            table_ids[to] = (uint32_t)e;
        }
        /* Every start now holds its bucket's end: the next bucket's start. */
        memmove(begin + 1, begin, buckets * sizeof *begin);
        begin[0] = 0;
    }
    free(keys);
    free(values);
    return 0;
}

/* ---- inner loops, one set for each kind of processor ------------------------------------ */

#define POPCOUNT_LOOPS(suffix, attributes)                                                     \
    attributes static int distance_##suffix(const uint8_t *a, const uint8_t *b) {              \
        uint64_t x[4], y[4];                                                                   \
        memcpy(x, a, HASH_BYTES);                                                              \
        memcpy(y, b, HASH_BYTES);                                                              \
        return __builtin_popcountll(x[0] ^ y[0]) + __builtin_popcountll(x[1] ^ y[1]) +         \
               __builtin_popcountll(x[2] ^ y[2]) + __builtin_popcountll(x[3] ^ y[3]);          \
    }                                                                                          \
    attributes static int scan_##suffix(const uint8_t *hashes, uint64_t from, uint64_t to,     \
                                        const uint8_t *query, int radius, list *found) {       \
        for (uint64_t e = from; e < to; e++) {                                                 \
            int distance = distance_##suffix(hashes + e * HASH_BYTES, query);                  \
            if (distance <= radius && !push(found, e << 16 | (unsigned)distance)) return 0;    \
        }                                                                                      \
        return 1;                                                                              \
    }

/* Sixteen marks at a time by the vector types of GCC and Clang, whatever the processor. */
typedef uint16_t lanes __attribute__((vector_size(32)));

static inline __attribute__((always_inline)) int sift_body(const uint16_t *all,
                                                           const range *ranges, size_t count,
                                                           size_t limit, list *survivors) {
    for (size_t r = 0; r < count && survivors->used <= limit; r++) {
        const uint16_t *marks = all + ranges[r].at;
        uint16_t mark = ranges[r].mark, bound = ranges[r].bound;
        uint32_t i = 0;
        for (; i + 16 <= ranges[r].length; i += 16) {
            lanes x;
            memcpy(&x, marks + i, sizeof x);
            x ^= mark;
            x -= (x >> 1) & 0x5555;
            x = (x & 0x3333) + ((x >> 2) & 0x3333);
            x = (x + (x >> 4)) & 0x0f0f;
            x = (x + (x >> 8)) & 0x1f;
            x = (lanes)(x <= bound);
            uint64_t any[4];
            memcpy(any, &x, sizeof x);
            if (!(any[0] | any[1] | any[2] | any[3])) continue;
            for (uint32_t k = 0; k < 16; k++)
                if (x[k] && !push(survivors, ranges[r].at + i + k)) return 0;
        }
        for (; i < ranges[r].length; i++)
            if (__builtin_popcount(marks[i] ^ mark) <= bound &&
                !push(survivors, ranges[r].at + i))
                return 0;
    }
    return 1;
}

POPCOUNT_LOOPS(plain, )

static int sift_plain(const uint16_t *all, const range *ranges, size_t count, size_t limit,
                      list *survivors) {
    return sift_body(all, ranges, count, limit, survivors);
}

#if defined(__x86_64__)
#define AVX2 __attribute__((target("popcnt,avx2")))
/* By attribute and not by target_clones: GCC 12 refuses these extensions there. */
#define AVX512 __attribute__((target("popcnt,avx512f,avx512bw,avx512vl,avx512bitalg,avx512vpopcntdq")))

POPCOUNT_LOOPS(avx2, AVX2)

AVX2 static int sift_avx2(const uint16_t *all, const range *ranges, size_t count, size_t limit,
                          list *survivors) {
    return sift_body(all, ranges, count, limit, survivors);
}

AVX512 static int sift_avx512(const uint16_t *all, const range *ranges, size_t count,
                              size_t limit, list *survivors) {
    for (size_t r = 0; r < count && survivors->used <= limit; r++) {
        const uint16_t *marks = all + ranges[r].at;
        __m512i mark = _mm512_set1_epi16((short)ranges[r].mark);
        __m512i bound = _mm512_set1_epi16((short)ranges[r].bound);
        for (uint32_t i = 0; i < ranges[r].length; i += 32) {
            uint32_t left = ranges[r].length - i;
            /* Masked-out lanes are never read, so the last block may end at the array's end. */
            __mmask32 lanes_left = left >= 32 ? 0xffffffffu : (1u << left) - 1;
            __m512i x = _mm512_maskz_loadu_epi16(lanes_left, marks + i);
            x = _mm512_popcnt_epi16(_mm512_xor_si512(x, mark));
            uint32_t pass = _mm512_mask_cmple_epu16_mask(lanes_left, x, bound);
            for (; pass; pass &= pass - 1)
                if (!push(survivors, ranges[r].at + i + (unsigned)__builtin_ctz(pass))) return 0;
        }
    }
    return 1;
}

AVX512 static int scan_avx512(const uint8_t *hashes, uint64_t from, uint64_t to,
                              const uint8_t *query, int radius, list *found) {
    __m512i asked = _mm512_broadcast_i64x4(_mm256_loadu_si256((const __m256i *)query));
    __m512i limit = _mm512_set1_epi64(radius);
    uint64_t e = from;
    for (; e + 8 <= to; e += 8) {
        __m512i x[4];
        for (int k = 0; k < 4; k++) {
            x[k] = _mm512_loadu_si512(hashes + e * HASH_BYTES + k * 64);
            x[k] = _mm512_popcnt_epi64(_mm512_xor_si512(x[k], asked));
        }
        __m512i a = _mm512_add_epi64(_mm512_unpacklo_epi64(x[0], x[1]),
                                     _mm512_unpackhi_epi64(x[0], x[1]));
        __m512i b = _mm512_add_epi64(_mm512_unpacklo_epi64(x[2], x[3]),
                                     _mm512_unpackhi_epi64(x[2], x[3]));
        __m512i sums = _mm512_add_epi64(_mm512_shuffle_i64x2(a, b, 0x88),
                                        _mm512_shuffle_i64x2(a, b, 0xdd));
        if (!_mm512_cmple_epi64_mask(sums, limit)) continue;
        if (!scan_avx2(hashes, e, e + 8, query, radius, found)) return 0;
    }
    return scan_avx2(hashes, e, to, query, radius, found);
}
#endif

typedef struct {
    int (*distance)(const uint8_t *, const uint8_t *);
    int (*scan)(const uint8_t *, uint64_t, uint64_t, const uint8_t *, int, list *);
    int (*sift)(const uint16_t *, const range *, size_t, size_t, list *);
} loops;

/* The best set of loops that this processor has: 0 plain, 1 AVX2, 2 AVX-512. */
BH_EXPORT int bh_mih_best_level(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("popcnt") || !__builtin_cpu_supports("avx2")) return 0;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bitalg") &&
        __builtin_cpu_supports("avx512vpopcntdq"))
        return 2;
    return 1;
#else
    return 0;
#endif
}

static loops loops_of(int level) {
#if defined(__x86_64__)
    if (level >= 2) return (loops){distance_avx2, scan_avx512, sift_avx512};
    if (level == 1) return (loops){distance_avx2, scan_avx2, sift_avx2};
#endif
    (void)level;
    return (loops){distance_plain, scan_plain, sift_plain};
}

/* ---- searching -------------------------------------------------------------------------- */

/* Budgets for a radius up to that of the plan, as in plan.py: the first parts get one more. */
static uint64_t make_schedule(const bh_index *index, int radius, schedule *to) {
    int parts = (int)index->parts;
    int each = radius / parts, more = radius - parts * each + 1;
    uint64_t probes = 0;
    for (int i = 0; i < parts; i++) to->budget[i] = i < more ? each : each - 1;
    for (int i = 0; i < parts; i++) {
        const bh_table *table = &index->tables[i];
        to->reach[i] = to->budget[i];
        if (table->chained) to->reach[i] += to->budget[(i + 1) % parts] + 1;
        uint64_t ways = 1, sum = 0;
        for (int k = 0; k <= to->budget[i] && k <= (int)table->key_bits; k++) {
            sum += ways;
            ways = ways * (table->key_bits - (unsigned)k) / ((unsigned)k + 1);
        }
        to->probes[i] = sum;
        probes += sum;
    }
    return probes;
}

/* All non-empty buckets that the query must look into, on their way into the cache.
 * Returns their number, or SIZE_MAX if scanning the list is cheaper. */
static size_t gather(const bh_index *index, const schedule *plan, const uint64_t ring[5],
                     range *ranges) {
    uint64_t marks = 0;
    size_t count = 0;
    for (uint64_t i = 0; i < index->parts; i++) {
        const bh_table *table = &index->tables[i];
        const uint32_t *starts = index->starts + table->starts_at;
        const uint32_t *masks = index->masks + table->masks_at;
        uint32_t key = field(ring, table->key_from, table->key_bits);
        uint16_t mark = (uint16_t)field(ring, table->mark_from, table->mark_bits);
        for (uint64_t p = 0; p < plan->probes[i]; p++) {
            uint32_t bucket = key ^ masks[p];
            uint64_t begin = starts[bucket], end = starts[bucket + 1];
            if (end > index->entries) end = index->entries;
            if (begin >= end) continue;
            marks += end - begin;
            ranges[count++] = (range){i * index->entries + begin, (uint32_t)(end - begin), mark,
                                      (uint16_t)(plan->reach[i] - __builtin_popcount(masks[p]))};
        }
    }
    if (marks > MARKS_PER_ENTRY * index->entries) return SIZE_MAX;
    /* After the starts are read, so that neither kind of miss waits for the other: a fifth
     * faster among a million entries than in one loop. Long buckets are left to the processor,
     * which sees them being read in order. */
    for (size_t r = 0; r < count; r++) {
        const uint16_t *first = index->marks + ranges[r].at;
        const char *line = (const char *)((uintptr_t)first & ~(uintptr_t)63);
        const char *last = (const char *)(first + ranges[r].length);
        if (last - line > PREFETCH_BYTES) last = line + PREFETCH_BYTES;
        for (; line < last; line += 64) PREFETCH(line);
    }
    return count;
}

/* Several tables may find one entry; it is reported by the first that does. */
static int found_before(const bh_index *index, const schedule *plan, uint64_t table_number,
                        const uint64_t query[5], const uint8_t *hash) {
    uint64_t entry[5];
    load_ring(hash, entry);
    for (uint64_t i = 0; i < table_number; i++) {
        const bh_table *t = &index->tables[i];
        int key = __builtin_popcount(field(query, t->key_from, t->key_bits) ^
                                     field(entry, t->key_from, t->key_bits));
        if (key > plan->budget[i]) continue;
        int mark = __builtin_popcount(field(query, t->mark_from, t->mark_bits) ^
                                      field(entry, t->mark_from, t->mark_bits));
        if (key + mark <= plan->reach[i]) return 1;
    }
    return 0;
}

static int by_value(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Survivors of the marks, checked against the entries themselves, in order of entry. */
static int confirm(const bh_index *index, const schedule *plan, const loops *run,
                   const uint8_t *query, const uint64_t ring[5], int radius, list *survivors,
                   list *found) {
    uint64_t entries = index->entries;
    uint64_t *at = survivors->items;
    size_t count = survivors->used;
    for (size_t s = 0; s < count; s++) PREFETCH(index->ids + at[s]);
    for (size_t s = 0; s < count; s++) {
        uint32_t id = index->ids[at[s]];
        if (id < entries) PREFETCH(index->hashes + (uint64_t)id * HASH_BYTES);
    }
    for (size_t s = 0; s < count; s++) {
        uint32_t id = index->ids[at[s]];
        if (id >= entries) continue;
        const uint8_t *hash = index->hashes + (uint64_t)id * HASH_BYTES;
        int distance = run->distance(hash, query);
        if (distance > radius || found_before(index, plan, at[s] / entries, ring, hash)) continue;
        if (!push(found, (uint64_t)id << 16 | (unsigned)distance)) return 0;
    }
    for (size_t f = 1; f < found->used; f++)
        if (found->items[f - 1] > found->items[f]) {
            qsort(found->items, found->used, sizeof *found->items, by_value);
            break;
        }
    return 1;
}

/* Searches `count` queries of 32 bytes in turn. Matches go to out[0..room) (query number),
 * out[room..) (entry) and out[2 * room..) (distance), sorted by query and entry; written[0]
 * is their number. Returns how many queries are complete: fewer than `count` if the matches
 * of the next one, written[1] of them, did not fit. Returns -1 for lack of memory. */
BH_EXPORT int64_t bh_mih_search(const bh_index *index, const uint8_t *queries, int64_t count,
                                int radius, int level, int64_t *out, int64_t room,
                                int64_t *written) {
    const loops run = loops_of(level);
    const size_t limit = index->entries / ENTRIES_PER_SURVIVOR + 64;
    schedule plan;
    range *ranges[2] = {NULL, NULL};
    size_t lengths[2] = {0, 0};
    uint64_t rings[2][5];
    list survivors = {NULL, 0, 0}, found = {NULL, 0, 0};
    int64_t done = -1;
    written[0] = written[1] = 0;
    if (index->parts) {
        uint64_t probes = make_schedule(index, radius, &plan);
        for (int k = 0; k < 2; k++) {
            ranges[k] = malloc((probes ? probes : 1) * sizeof **ranges);
            if (!ranges[k]) goto out;
        }
    }
    for (int64_t q = 0; q < count; q++) {
        const uint8_t *query = queries + q * HASH_BYTES;
        int slot = q & 1, whole = !index->parts;
        found.used = survivors.used = 0;
        if (!whole) {
            /* The next query's cache misses overlap with the work on this one. */
            for (int64_t next = q ? q + 1 : 0; next <= q + 1 && next < count; next++) {
                load_ring(queries + next * HASH_BYTES, rings[next & 1]);
                lengths[next & 1] = gather(index, &plan, rings[next & 1], ranges[next & 1]);
            }
            whole = lengths[slot] == SIZE_MAX;
        }
        if (!whole) {
            if (!run.sift(index->marks, ranges[slot], lengths[slot], limit, &survivors)) goto out;
            whole = survivors.used > limit;
        }
        if (whole) {
            if (!run.scan(index->hashes, 0, index->entries, query, radius, &found)) goto out;
        } else if (!confirm(index, &plan, &run, query, rings[slot], radius, &survivors, &found)) {
            goto out;
        }
        if ((int64_t)found.used > room - written[0]) {
            written[1] = (int64_t)found.used;
            done = q;
            goto out;
        }
        for (size_t f = 0; f < found.used; f++) {
            int64_t to = written[0]++;
            out[to] = q;
            out[room + to] = (int64_t)(found.items[f] >> 16);
            out[2 * room + to] = (int64_t)(found.items[f] & 0xffff);
        }
    }
    done = count;
out:
    free(ranges[0]);
    free(ranges[1]);
    free(survivors.items);
    free(found.items);
    return done;
}
