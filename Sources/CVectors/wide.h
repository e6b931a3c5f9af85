// Searches in blocks of 32 bytes, by the instructions of AVX2.
//
// Not every x86-64 processor has these: whoever calls the functions asks `kunci_has_avx2` first. Elsewhere
// it says no, and the forms in Swift do the work.

#ifndef KUNCI_WIDE_H
#define KUNCI_WIDE_H

#include <stddef.h>
#include <stdint.h>

/// Whether the processor has AVX2, and the system keeps its registers.
static inline int kunci_has_avx2(void);

/// Finds where an escape sequence or a concatenation may start: marks as `kunci_marks` tells them, save
/// those that the bytes beside them rule out. Some that do not start any pass as well.
///
/// The bytes before the first block and behind the last are read. `found` takes a word for each block:
/// one bit for each byte, that of the first lowest.
static inline void kunci_find_escapes(const void *bytes, size_t blocks, uint32_t *found);

/// The number of words of eight bytes, four to a block, that stand before the first two of which all bytes
/// are characters of base64 or base64url (RFC 4648); the number of all where no two such words are
/// neighbours.
static inline size_t kunci_words_before_pair(const void *bytes, size_t blocks);

/// The number of characters of base64 or base64url that the blocks begin with.
static inline size_t kunci_run_length(const void *bytes, size_t blocks);

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

static inline int kunci_has_avx2(void) {
  unsigned a, b, c, d;
  // The system keeps registers of 32 bytes (OSXSAVE and the two bits that XGETBV tells), and AVX2.
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & 1u << 27)) return 0;
  unsigned low, high;
  __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  if ((low & 6) != 6) return 0;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & 1u << 5);
}

#define KUNCI_WIDE __attribute__((target("avx2"))) static inline

// Of a byte, two tables are asked, one by its low and one by its high four bits; each bit that both have is
// a kind. Bytes beyond ASCII have none.
#define KUNCI_TABLE(...) _mm256_broadcastsi128_si256(_mm_setr_epi8(__VA_ARGS__))

KUNCI_WIDE void kunci_find_escapes(const void *bytes, size_t blocks, uint32_t *found) {
  // Kinds: four for quotes, which differ in the byte behind; then `=`, a backslash, `%` or an escape, `&`.
  const __m256i markLow = KUNCI_TABLE(
      0, 0, 0x0F, 0, 0, 0x40, (char)0x80, 0x0F, 0, 0, 0, 0x40, 0x20, 0x10, 0, 0);
  const __m256i markHigh = KUNCI_TABLE(
      0, 0x40, (char)0xCF, 0x10, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  // Behind quotes: tab and line ends; space " & ' + . and *; ; < \ | and [ {; `. Behind the others, what
  // the roles in Swift say, and a few more.
  const __m256i afterLow = KUNCI_TABLE(
      0x2A, (char)0xA0, 0x42, (char)0xD0, 0x40, 0x60, 0x42, 0x42, 0x20, 0x01, 0x31, 0x46, 0x04, 0x71,
      0x02, 0x20);
  const __m256i afterHigh = KUNCI_TABLE(
      0x31, 0, (char)0xA2, 0x74, 0, 0x64, (char)0x88, (char)0xA4, 0, 0, 0, 0, 0, 0, 0, 0);
  const __m256i lowFour = _mm256_set1_epi8(15), zero = _mm256_setzero_si256();
  for (const char *block = (const char *)bytes; blocks > 0; blocks--, block += 32) {
    const __m256i before = _mm256_loadu_si256((const __m256i *)(block - 1));
    const __m256i mark = _mm256_loadu_si256((const __m256i *)block);
    const __m256i after = _mm256_loadu_si256((const __m256i *)(block + 1));
    __m256i kinds = _mm256_and_si256(
        _mm256_shuffle_epi8(markLow, mark),
        _mm256_shuffle_epi8(markHigh, _mm256_and_si256(_mm256_srli_epi16(mark, 4), lowFour)));
    kinds = _mm256_or_si256(
        kinds, _mm256_and_si256(_mm256_cmpeq_epi8(mark, _mm256_set1_epi8('`')), lowFour));
    kinds = _mm256_and_si256(kinds, _mm256_and_si256(
        _mm256_shuffle_epi8(afterLow, after),
        _mm256_shuffle_epi8(afterHigh, _mm256_and_si256(_mm256_srli_epi16(after, 4), lowFour))));
    // Before quotes and `=`, a piece ends, with a letter, a digit or one of the signs from `%` on.
    kinds = _mm256_and_si256(kinds, _mm256_or_si256(
        _mm256_cmpgt_epi8(before, _mm256_set1_epi8('$')), _mm256_set1_epi8((char)0xE0)));
    *found++ = ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(kinds, zero));
  }
}

/// Which bytes are no characters of base64 or base64url: all bits of them.
KUNCI_WIDE __m256i kunci_foreign(__m256i block) {
  // Kinds: the signs + - /, digits, letters from A to O, those from P to Z, the underscore.
  const __m256i low = KUNCI_TABLE(10, 14, 14, 14, 14, 14, 14, 14, 14, 14, 12, 5, 4, 5, 4, 21);
  const __m256i high = KUNCI_TABLE(0, 0, 1, 2, 4, 24, 4, 8, 0, 0, 0, 0, 0, 0, 0, 0);
  const __m256i highFour = _mm256_and_si256(_mm256_srli_epi16(block, 4), _mm256_set1_epi8(15));
  return _mm256_cmpeq_epi8(
      _mm256_and_si256(_mm256_shuffle_epi8(low, block), _mm256_shuffle_epi8(high, highFour)),
      _mm256_setzero_si256());
}

KUNCI_WIDE size_t kunci_words_before_pair(const void *bytes, size_t blocks) {
  unsigned words = 0;
  for (size_t index = 0; index < blocks; index++) {
    const __m256i foreign = kunci_foreign(_mm256_loadu_si256((const __m256i *)bytes + index));
    const __m256i whole = _mm256_cmpeq_epi64(foreign, _mm256_setzero_si256());
    // Below the bits of this block's four words stands that of the last before.
    words = words >> 4 | (unsigned)_mm256_movemask_pd(_mm256_castsi256_pd(whole)) << 1;
    const unsigned pairs = words & words >> 1;
    if (pairs) return 4 * index + (size_t)__builtin_ctz(pairs) - 1;
  }
  return 4 * blocks;
}

KUNCI_WIDE size_t kunci_run_length(const void *bytes, size_t blocks) {
  for (size_t index = 0; index < blocks; index++) {
    const unsigned foreign = (unsigned)_mm256_movemask_epi8(
        kunci_foreign(_mm256_loadu_si256((const __m256i *)bytes + index)));
    if (foreign) return 32 * index + (size_t)__builtin_ctz(foreign);
  }
  return 32 * blocks;
}

#undef KUNCI_TABLE
#undef KUNCI_WIDE

#else

static inline int kunci_has_avx2(void) { return 0; }

static inline void kunci_find_escapes(const void *bytes, size_t blocks, uint32_t *found) {
  (void)bytes, (void)blocks, (void)found;
}

static inline size_t kunci_words_before_pair(const void *bytes, size_t blocks) {
  (void)bytes;
  return 4 * blocks;
}

static inline size_t kunci_run_length(const void *bytes, size_t blocks) {
  (void)bytes, (void)blocks;
  return 0;
}

#endif

#endif
