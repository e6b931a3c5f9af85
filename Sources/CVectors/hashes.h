// SHA-1 and SHA-256 by the instructions that processors have for them.
//
// FIPS 180-4; the instructions are those of Intel's "SHA Extensions", which all x86-64 processors of the
// last years have, but not all that are in use: so whoever calls these asks `kunci_has_sha` first.
// Elsewhere it says no, and the portable form in Swift does the work.

#ifndef KUNCI_HASHES_H
#define KUNCI_HASHES_H

#include <stddef.h>
#include <stdint.h>

/// Whether the processor has what the functions below need.
static inline int kunci_has_sha(void);

/// Works blocks of 64 bytes into the five words of SHA-1's state.
static inline void kunci_sha1(uint32_t *state, const void *message, size_t blocks);

/// Works blocks of 64 bytes into the eight words of SHA-256's state; `constants` are its 64.
static inline void kunci_sha256(
    uint32_t *state, const uint32_t *constants, const void *message, size_t blocks);

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

#define KUNCI_SHA __attribute__((target("sha,sse4.1")))

static inline int kunci_has_sha(void) {
  unsigned a, b, c, d;
  // SSSE3 and SSE4.1, which shuffle and blend; SHA.
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & 1u << 9) || !(c & 1u << 19)) return 0;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & 1u << 29);
}

KUNCI_SHA static inline void kunci_sha1(uint32_t *state, const void *message, size_t blocks) {
  const __m128i order = _mm_set_epi64x(0x0001020304050607, 0x08090A0B0C0D0E0F);
  __m128i abcd = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0x1B);
  __m128i e = _mm_set_epi32((int)state[4], 0, 0, 0);
  for (const __m128i *next = (const __m128i *)message; blocks > 0; blocks--, next += 4) {
    const __m128i abcd_before = abcd;
    __m128i words[4], previous = abcd;
    for (int place = 0; place < 4; place++) {
      words[place] = _mm_shuffle_epi8(_mm_loadu_si128(next + place), order);
    }
    // Four rounds, with the next words of the schedule; to the first, `e` is added, which `a` was before.
#define KUNCI_ROUNDS(group)                                                                    \
  {                                                                                            \
    __m128i *word = &words[(group) & 3];                                                       \
    if ((group) >= 4) {                                                                        \
      *word = _mm_sha1msg1_epu32(*word, words[((group) + 1) & 3]);                             \
      *word = _mm_xor_si128(*word, words[((group) + 2) & 3]);                                  \
      *word = _mm_sha1msg2_epu32(*word, words[((group) + 3) & 3]);                             \
    }                                                                                          \
    const __m128i added =                                                                      \
        (group) == 0 ? _mm_add_epi32(e, *word) : _mm_sha1nexte_epu32(previous, *word);         \
    previous = abcd;                                                                           \
    abcd = _mm_sha1rnds4_epu32(abcd, added, (group) / 5);                                      \
  }
    KUNCI_ROUNDS(0) KUNCI_ROUNDS(1) KUNCI_ROUNDS(2) KUNCI_ROUNDS(3) KUNCI_ROUNDS(4)
    KUNCI_ROUNDS(5) KUNCI_ROUNDS(6) KUNCI_ROUNDS(7) KUNCI_ROUNDS(8) KUNCI_ROUNDS(9)
    KUNCI_ROUNDS(10) KUNCI_ROUNDS(11) KUNCI_ROUNDS(12) KUNCI_ROUNDS(13) KUNCI_ROUNDS(14)
    KUNCI_ROUNDS(15) KUNCI_ROUNDS(16) KUNCI_ROUNDS(17) KUNCI_ROUNDS(18) KUNCI_ROUNDS(19)
#undef KUNCI_ROUNDS
    e = _mm_sha1nexte_epu32(previous, e);
    abcd = _mm_add_epi32(abcd, abcd_before);
  }
  _mm_storeu_si128((__m128i *)state, _mm_shuffle_epi32(abcd, 0x1B));
  state[4] = (uint32_t)_mm_extract_epi32(e, 3);
}

KUNCI_SHA static inline void kunci_sha256(
    uint32_t *state, const uint32_t *constants, const void *message, size_t blocks) {
  const __m128i order = _mm_set_epi64x(0x0C0D0E0F08090A0B, 0x0405060700010203);
  // The instructions want the words in this order.
  __m128i cdab = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0xB1);
  __m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(state + 4)), 0x1B);
  __m128i abef = _mm_alignr_epi8(cdab, efgh, 8);
  __m128i cdgh = _mm_blend_epi16(efgh, cdab, 0xF0);
  for (const __m128i *next = (const __m128i *)message; blocks > 0; blocks--, next += 4) {
    const __m128i abef_before = abef, cdgh_before = cdgh;
    __m128i words[4];
    for (int place = 0; place < 4; place++) {
      words[place] = _mm_shuffle_epi8(_mm_loadu_si128(next + place), order);
    }
#pragma clang loop unroll(full)
    for (int group = 0; group < 16; group++) {
      __m128i *word = &words[group & 3];
      if (group >= 4) {
        const __m128i last = words[(group + 3) & 3];
        *word = _mm_sha256msg1_epu32(*word, words[(group + 1) & 3]);
        *word = _mm_add_epi32(*word, _mm_alignr_epi8(last, words[(group + 2) & 3], 4));
        *word = _mm_sha256msg2_epu32(*word, last);
      }
      const __m128i added = _mm_add_epi32(
          *word, _mm_loadu_si128((const __m128i *)(constants + 4 * group)));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, added);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(added, 0x0E));
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }
  const __m128i feba = _mm_shuffle_epi32(abef, 0x1B);
  const __m128i dchg = _mm_shuffle_epi32(cdgh, 0xB1);
  _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(feba, dchg, 0xF0));
  _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

#undef KUNCI_SHA

#else

static inline int kunci_has_sha(void) { return 0; }

static inline void kunci_sha1(uint32_t *state, const void *message, size_t blocks) {
  (void)state, (void)message, (void)blocks;
}

static inline void kunci_sha256(
    uint32_t *state, const uint32_t *constants, const void *message, size_t blocks) {
  (void)state, (void)constants, (void)message, (void)blocks;
}

#endif

#endif
