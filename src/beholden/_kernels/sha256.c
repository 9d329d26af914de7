/* SHA-256 of many short messages (FIPS 180-4), as the log's tree needs them (RFC 6962).
 *
 *     leaf of a commitment   0x00, 32 bytes                 one block
 *     leaf of an entry       0x00, any bytes
 *     parent                 0x01, 64 bytes                 two blocks, the second all but empty
 *     commitment             32 bytes of salt, any bytes
 *
 * Two ways give the same bits: plain C, and the SHA instructions of x86 processors, where
 * two messages go side by side because one alone waits for its own rounds. The caller
 * says which (see bh_sha256_level). Nothing is allocated; out never overlaps the input.
 */
#include "common.h"

#include <string.h>

enum { ROUNDS = 64, BLOCK = 64, HASH = 32, PAIR = 64, LENGTH = 8 };

static const uint32_t K[ROUNDS] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static const uint32_t START[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                  0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

static inline uint32_t rotated(uint32_t x, int by) { return x >> by | x << (32 - by); }

static inline uint32_t read32(const uint8_t *p) {
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static inline void write32(uint8_t *p, uint32_t x) {
    p[0] = (uint8_t)(x >> 24);
    p[1] = (uint8_t)(x >> 16);
    p[2] = (uint8_t)(x >> 8);
    p[3] = (uint8_t)x;
}

/* The schedule of a block, with the constants of the rounds already added. */
static void schedule(uint32_t w[ROUNDS], const uint8_t *block) {
    for (int i = 0; i < 16; i++) w[i] = read32(block + 4 * i);
    for (int i = 16; i < ROUNDS; i++) {
        const uint32_t a = w[i - 15], b = w[i - 2];
        w[i] = w[i - 16] + w[i - 7] + (rotated(a, 7) ^ rotated(a, 18) ^ a >> 3) +
               (rotated(b, 17) ^ rotated(b, 19) ^ b >> 10);
    }
    for (int i = 0; i < ROUNDS; i++) w[i] += K[i];
}

#define ROUND(a, b, c, d, e, f, g, h, i)                                                       \
    do {                                                                                       \
        const uint32_t t = h + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) +             \
                           (g ^ (e & (f ^ g))) + w[i];                                         \
        d += t;                                                                                \
        h = t + (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + ((a & b) | (c & (a | b))); \
    } while (0)

static void rounds(uint32_t s[8], const uint32_t w[ROUNDS]) {
    uint32_t a = s[0], b = s[1], c = s[2], d = s[3], e = s[4], f = s[5], g = s[6], h = s[7];
    for (int i = 0; i < ROUNDS; i += 8) {
        ROUND(a, b, c, d, e, f, g, h, i);
        ROUND(h, a, b, c, d, e, f, g, i + 1);
        ROUND(g, h, a, b, c, d, e, f, i + 2);
        ROUND(f, g, h, a, b, c, d, e, i + 3);
        ROUND(e, f, g, h, a, b, c, d, i + 4);
        ROUND(d, e, f, g, h, a, b, c, i + 5);
        ROUND(c, d, e, f, g, h, a, b, i + 6);
        ROUND(b, c, d, e, f, g, h, a, i + 7);
    }
    s[0] += a, s[1] += b, s[2] += c, s[3] += d, s[4] += e, s[5] += f, s[6] += g, s[7] += h;
}

static void digest(uint8_t *out, const uint32_t s[8]) {
    for (int i = 0; i < 8; i++) write32(out + 4 * i, s[i]);
}

static void blocks_plain(uint32_t s[8], const uint8_t *data, int64_t count) {
    uint32_t w[ROUNDS];
    for (; count > 0; count--, data += BLOCK) {
        schedule(w, data);
        rounds(s, w);
    }
}

/* Two messages, each of the same whole number of blocks, from their beginning to their hash. */
static void two_plain(uint8_t *out0, uint8_t *out1, const uint8_t *data0, const uint8_t *data1,
                      int64_t count) {
    uint32_t s[8];
    memcpy(s, START, sizeof s);
    blocks_plain(s, data0, count);
    digest(out0, s);
    memcpy(s, START, sizeof s);
    blocks_plain(s, data1, count);
    digest(out1, s);
}

#if defined(__x86_64__) && defined(__GNUC__)
#include <cpuid.h>
#include <immintrin.h>

#define NI __attribute__((target("sha,sse4.1,ssse3")))

/* The instructions keep the state as the words A B E F and C D G H, the first highest. */
typedef struct {
    __m128i abef, cdgh;
} State;

static inline __attribute__((always_inline)) NI __m128i big_endian(__m128i x) {
    return _mm_shuffle_epi8(x, _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203));
}

static inline __attribute__((always_inline)) NI State packed(const uint32_t s[8]) {
    const State state = {_mm_set_epi32((int)s[0], (int)s[1], (int)s[4], (int)s[5]),
                         _mm_set_epi32((int)s[2], (int)s[3], (int)s[6], (int)s[7])};
    return state;
}

/* The words A B C D and E F G H, the first lowest. */
static inline __attribute__((always_inline)) NI void unpacked(State s, __m128i words[2]) {
    const __m128i feba = _mm_shuffle_epi32(s.abef, 0x1b), dchg = _mm_shuffle_epi32(s.cdgh, 0xb1);
    words[0] = _mm_blend_epi16(feba, dchg, 0xf0);
    words[1] = _mm_alignr_epi8(dchg, feba, 8);
}

/* One block of each of some messages; ``lanes`` is a constant where this is called. */
static inline __attribute__((always_inline)) NI void compress(State *s, const uint8_t *const *data,
                                                              const int lanes) {
    __m128i m[2][4];
    State before[2];
    for (int l = 0; l < lanes; l++) {
        before[l] = s[l];
        for (int j = 0; j < 4; j++)
            m[l][j] = big_endian(_mm_loadu_si128((const __m128i *)(data[l] + 16 * j)));
    }
#pragma GCC unroll 16
    for (int g = 0; g < ROUNDS / 4; g++) {
        const __m128i k = _mm_load_si128((const __m128i *)(K + 4 * g));
        __m128i t[2];
        for (int l = 0; l < lanes; l++) {
            t[l] = _mm_add_epi32(m[l][g & 3], k);
            s[l].cdgh = _mm_sha256rnds2_epu32(s[l].cdgh, s[l].abef, t[l]);
        }
        for (int l = 0; l < lanes; l++)
            s[l].abef = _mm_sha256rnds2_epu32(s[l].abef, s[l].cdgh, _mm_shuffle_epi32(t[l], 0x0e));
        if (g >= ROUNDS / 4 - 4) continue; /* no further words are needed */
        for (int l = 0; l < lanes; l++) {
            const __m128i last = m[l][(g + 3) & 3];
            const __m128i near = _mm_alignr_epi8(last, m[l][(g + 2) & 3], 4);
            const __m128i far = _mm_sha256msg1_epu32(m[l][g & 3], m[l][(g + 1) & 3]);
            m[l][g & 3] = _mm_sha256msg2_epu32(_mm_add_epi32(far, near), last);
        }
    }
    for (int l = 0; l < lanes; l++) {
        s[l].abef = _mm_add_epi32(s[l].abef, before[l].abef);
        s[l].cdgh = _mm_add_epi32(s[l].cdgh, before[l].cdgh);
    }
}

static NI void blocks_ni(uint32_t s[8], const uint8_t *data, int64_t count) {
    State state = packed(s);
    __m128i words[2];
    for (; count > 0; count--, data += BLOCK) compress(&state, &data, 1);
    unpacked(state, words);
    _mm_storeu_si128((__m128i *)s, words[0]);
    _mm_storeu_si128((__m128i *)(s + 4), words[1]);
}

static NI void two_ni(uint8_t *out0, uint8_t *out1, const uint8_t *data0, const uint8_t *data1,
                      int64_t count) {
    State s[2] = {packed(START), packed(START)};
    const uint8_t *data[2] = {data0, data1};
    uint8_t *out[2] = {out0, out1};
    for (; count > 0; count--) {
        compress(s, data, 2);
        data[0] += BLOCK;
        data[1] += BLOCK;
    }
    for (int l = 0; l < 2; l++) {
        __m128i words[2];
        unpacked(s[l], words);
        _mm_storeu_si128((__m128i *)out[l], big_endian(words[0]));
        _mm_storeu_si128((__m128i *)(out[l] + 16), big_endian(words[1]));
    }
}

/* __builtin_cpu_supports does not know "sha" in every compiler that knows the instructions. */
static int has_instructions(void) {
    unsigned a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSSE3) || !(c & bit_SSE4_1)) return 0;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & 1u << 29);
}
#else
#define blocks_ni blocks_plain
#define two_ni two_plain
static int has_instructions(void) { return 0; }
#endif

/* The fastest way this processor has: 0 plain, 1 its SHA instructions. */
BH_EXPORT int bh_sha256_level(void) { return has_instructions(); }

/* Messages of one fixed length, a prefix byte and ``size`` bytes, two at a time. */
static inline __attribute__((always_inline)) void fixed(uint8_t *out, const uint8_t *in, int64_t n,
                                                        uint8_t prefix, const int size, int level) {
    enum { MOST = 2 * BLOCK };
    uint8_t message[2][MOST] = {{0}};
    const int blocks = (1 + size + 1 + LENGTH + BLOCK - 1) / BLOCK, bits = (1 + size) * 8;
    for (int l = 0; l < 2; l++) {
        message[l][0] = prefix;
        message[l][1 + size] = 0x80;
        message[l][blocks * BLOCK - 2] = (uint8_t)(bits >> 8);
        message[l][blocks * BLOCK - 1] = (uint8_t)bits;
    }
    for (int64_t i = 0; i < n; i += 2) {
        uint8_t spare[HASH], *out1 = i + 1 < n ? out + (i + 1) * HASH : spare;
        memcpy(message[0] + 1, in + i * size, (size_t)size);
        if (i + 1 < n) memcpy(message[1] + 1, in + (i + 1) * size, (size_t)size);
        (level ? two_ni : two_plain)(out + i * HASH, out1, message[0], message[1], blocks);
    }
}

/* n leaf hashes of entries of 32 bytes. */
BH_EXPORT void bh_sha256_leaves(uint8_t *out, const uint8_t *entries, int64_t n, int level) {
    fixed(out, entries, n, 0, HASH, level);
}

/* n hashes of nodes over 2 * n hashes. */
BH_EXPORT void bh_sha256_parents(uint8_t *out, const uint8_t *hashes, int64_t n, int level) {
    fixed(out, hashes, n, 1, PAIR, level);
}

static void message(uint8_t *out, const uint8_t *head, int64_t head_size, const uint8_t *data,
                    int64_t size, int level) {
    void (*const blocks)(uint32_t *, const uint8_t *, int64_t) = level ? blocks_ni : blocks_plain;
    const uint64_t bits = 8 * (uint64_t)(head_size + size);
    uint8_t last[2 * BLOCK] = {0};
    uint32_t s[8];
    int64_t held = head_size;

    memcpy(s, START, sizeof s);
    memcpy(last, head, (size_t)head_size);
    if (held + size >= BLOCK) {
        memcpy(last + held, data, (size_t)(BLOCK - held));
        blocks(s, last, 1);
        data += BLOCK - held;
        size -= BLOCK - held;
        blocks(s, data, size / BLOCK);
        data += size / BLOCK * BLOCK;
        size %= BLOCK;
        held = 0;
        memset(last, 0, BLOCK);
    }
    if (size > 0) memcpy(last + held, data, (size_t)size);
    held += size;
    last[held] = 0x80;
    const int64_t end = held + 1 + LENGTH > BLOCK ? 2 * BLOCK : BLOCK;
    for (int i = 0; i < LENGTH; i++) last[end - 1 - i] = (uint8_t)(bits >> 8 * i);
    blocks(s, last, end / BLOCK);
    digest(out, s);
}

/* n hashes of a head of at most 32 bytes and then data[offsets[i]] to data[offsets[i + 1]];
 * the heads lie ``step`` bytes apart (0: one head for all). */
BH_EXPORT void bh_sha256_messages(uint8_t *out, const uint8_t *heads, int64_t head_size,
                                  int64_t step, const uint8_t *data, const int64_t *offsets,
                                  int64_t n, int level) {
    for (int64_t i = 0; i < n; i++)
        message(out + i * HASH, heads + i * step, head_size, data + offsets[i],
                offsets[i + 1] - offsets[i], level);
}
