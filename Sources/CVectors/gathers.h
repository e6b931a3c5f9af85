// Looks windows of four bytes up in a table, eight at a time.
//
// AVX2 has an instruction that reads eight places of a table at once. On processors where it is quick, a
// search takes half the time; on others it takes longer than one look-up after the other: so whoever
// calls this asks `kunci_has_gather` first. Elsewhere it says no, and the form in Swift does the work.

#ifndef KUNCI_GATHERS_H
#define KUNCI_GATHERS_H

#include <stddef.h>
#include <stdint.h>

#include "wide.h"

/// Whether the processor has what the function below needs, and is quick at it.
static inline int kunci_has_gather(void);

/// A table of bits, for windows by a product: the bits of `fold` are set in a window, so that letters of
/// either case are the same, it is multiplied with `factor`, and the product's bits from `shift` on count.
typedef struct {
  const void *words;
  uint32_t fold, factor;
  int shift;
} kunci_window_table;

/// Looks up the windows at the even offsets of blocks of 32 bytes in two tables, both of which must know
/// them.
///
/// In the first, a window's low three bytes choose a word of 32 bits, and the low five bits of its highest
/// byte say which bit counts; in the second, all four choose a bit. A window may begin before the end of a
/// block and end behind it: eight bytes behind the last block are read.
///
/// `places` takes the offsets in ascending order, `windows` is scratch; both have room for sixteen for each
/// block and eight more. Returns the number of windows.
static inline size_t kunci_find_windows(
    const void *bytes, size_t blocks, kunci_window_table coarse, kunci_window_table fine,
    uint32_t *places, uint32_t *windows);

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

static inline int kunci_has_gather(void) {
  unsigned a, b, c, d;
  // BMI2 has instructions that move bits.
  if (!kunci_has_avx2() || !__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(b & 1u << 8)) return 0;
  // Intel's processors from before AVX-VNNI have slowed gathers down since "Gather Data Sampling"
  // (CVE-2022-40982) became known; those with it are taken by their maker's word.
  if (__get_cpuid_count(7, 1, &a, &b, &c, &d) && (a & 1u << 4)) return 1;
  // Of AMD's, family 19h (Zen 3) was measured to be quick; those before it read one place after the other.
  unsigned family;
  __get_cpuid(1, &family, &b, &c, &d);
  __get_cpuid(0, &a, &b, &c, &d);
  return b == signature_AMD_ebx && d == signature_AMD_edx && c == signature_AMD_ecx &&
         (family >> 8 & 15) + (family >> 20 & 255) >= 0x19;
}

#define KUNCI_GATHER __attribute__((target("avx2,bmi,bmi2,popcnt"))) static inline

/// The numbers of the lanes whose highest bits are set, in order and in the lowest lanes.
KUNCI_GATHER __m256i kunci_lanes(unsigned mask) {
  const uint64_t bytes = _pdep_u64(mask, 0x0101010101010101) * 0xFF;
  return _mm256_cvtepu8_epi32(_mm_cvtsi64_si128((long long)_pext_u64(0x0706050403020100, bytes)));
}

/// One bit for each lane: that of the word which the low five bits of the place tell.
KUNCI_GATHER unsigned kunci_bits(__m256i words, __m256i places) {
  const __m256i lowFive = _mm256_set1_epi32(31);
  words = _mm256_sllv_epi32(words, _mm256_sub_epi32(lowFive, _mm256_and_si256(places, lowFive)));
  return (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(words));
}

KUNCI_GATHER __m256i kunci_slots(__m256i windows, kunci_window_table table) {
  const __m256i folded = _mm256_or_si256(windows, _mm256_set1_epi32((int)table.fold));
  return _mm256_srli_epi32(
      _mm256_mullo_epi32(folded, _mm256_set1_epi32((int)table.factor)), table.shift);
}

KUNCI_GATHER size_t kunci_find_windows(
    const void *bytes, size_t blocks, kunci_window_table coarse, kunci_window_table fine,
    uint32_t *places, uint32_t *windows) {
  const __m256i pairs = _mm256_broadcastsi128_si256(
      _mm_setr_epi8(0, 1, 2, 3, 2, 3, 4, 5, 4, 5, 6, 7, 6, 7, 8, 9));
  size_t count = 0;
  // No branch depends on what is found: that is beyond all prediction.
  for (size_t offset = 0; offset < 32 * blocks; offset += 16) {
    const char *block = (const char *)bytes + offset;
    const __m256i eight = _mm256_shuffle_epi8(
        _mm256_inserti128_si256(
            _mm256_castsi128_si256(_mm_loadu_si128((const __m128i *)block)),
            _mm_loadu_si128((const __m128i *)(block + 8)), 1),
        pairs);
    const __m256i words =
        _mm256_i32gather_epi32((const int *)coarse.words, kunci_slots(eight, coarse), 4);
    const unsigned found = kunci_bits(words, _mm256_srli_epi32(eight, 24));
    const __m256i lanes = kunci_lanes(found);
    _mm256_storeu_si256(
        (__m256i *)(windows + count), _mm256_permutevar8x32_epi32(eight, lanes));
    _mm256_storeu_si256(
        (__m256i *)(places + count),
        _mm256_add_epi32(_mm256_set1_epi32((int)offset), _mm256_slli_epi32(lanes, 1)));
    count += (size_t)__builtin_popcount(found);
  }
  size_t kept = 0;
  for (size_t index = 0; index < count; index += 8) {
    const __m256i slots = kunci_slots(_mm256_loadu_si256((const __m256i *)(windows + index)), fine);
    const __m256i eight = _mm256_loadu_si256((const __m256i *)(places + index));
    const __m256i words = _mm256_i32gather_epi32(
        (const int *)fine.words, _mm256_srli_epi32(slots, 5), 4);
    // Behind the last, what is left of others does not count.
    const unsigned left = count - index < 8 ? (1u << (count - index)) - 1 : 0xFF;
    const unsigned found = kunci_bits(words, slots) & left;
    _mm256_storeu_si256(
        (__m256i *)(places + kept), _mm256_permutevar8x32_epi32(eight, kunci_lanes(found)));
    kept += (size_t)__builtin_popcount(found);
  }
  return kept;
}

#undef KUNCI_GATHER

#else

static inline int kunci_has_gather(void) { return 0; }

static inline size_t kunci_find_windows(
    const void *bytes, size_t blocks, kunci_window_table coarse, kunci_window_table fine,
    uint32_t *places, uint32_t *windows) {
  (void)bytes, (void)blocks, (void)coarse, (void)fine, (void)places, (void)windows;
  return 0;
}

#endif

#endif
