// Looks windows of four bytes up in a table, eight at a time.
//
// AVX2 has an instruction that reads eight places of a table at once. On processors where it is quick, a
// search takes half the time; on others it takes longer than one look-up after the other: so whoever
// calls this asks `kunci_has_gather` first. Elsewhere it says no, and the form in Swift does the work.

#ifndef KUNCI_GATHERS_H
#define KUNCI_GATHERS_H

#include <stddef.h>
#include <stdint.h>

/// Whether the processor has what the function below needs, and is quick at it.
static inline int kunci_has_gather(void);

/// Looks up the windows at the even offsets of blocks of 32 bytes.
///
/// A window's low three bytes, with the bits of `fold` set so that letters of either case are the same,
/// are multiplied with `factor`; the product's bits from `shift` on choose a word of `table`, which must
/// have one for each value of them. Its highest byte says, by the low five bits, which bit of the word counts. A window
/// may begin before the end of a block and end behind it: two bytes behind the last block are read.
///
/// `found` takes a word for each block: one bit for each offset, that of the first byte lowest.
static inline void kunci_find_windows(
    const void *bytes, size_t blocks, const uint32_t *table, uint32_t fold, uint32_t factor, int shift,
    uint32_t *found);

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

static inline int kunci_has_gather(void) {
  unsigned a, b, c, d;
  // The system keeps registers of 32 bytes (OSXSAVE and the two bits that XGETBV tells), and AVX2.
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & 1u << 27)) return 0;
  unsigned low, high;
  __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  if ((low & 6) != 6) return 0;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(b & 1u << 5)) return 0;
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

__attribute__((target("avx2"))) static inline void kunci_find_windows(
    const void *bytes, size_t blocks, const uint32_t *table, uint32_t fold, uint32_t factor, int shift,
    uint32_t *found) {
  const __m256i folded = _mm256_set1_epi32((int)fold), multiplier = _mm256_set1_epi32((int)factor);
  const __m256i lowFive = _mm256_set1_epi32(31);
  for (const char *block = (const char *)bytes; blocks > 0; blocks--, block += 32) {
    __m256i windows[2], words[2];
    for (int half = 0; half < 2; half++) {
      windows[half] = _mm256_loadu_si256((const __m256i *)(block + 2 * half));
      __m256i hash = _mm256_srli_epi32(
          _mm256_mullo_epi32(_mm256_or_si256(windows[half], folded), multiplier), shift);
      words[half] = _mm256_i32gather_epi32((const int *)table, hash, 4);
      // The bit that counts becomes the highest.
      __m256i place = _mm256_and_si256(_mm256_srli_epi32(windows[half], 24), lowFive);
      words[half] = _mm256_sllv_epi32(words[half], _mm256_sub_epi32(lowFive, place));
    }
    // Windows of the first half begin four bytes apart, those of the second two bytes behind each: the
    // highest bits of 16 become one row.
    __m256i row = _mm256_blend_epi16(_mm256_srli_epi32(words[0], 16), words[1], 0xAA);
    *found++ = (uint32_t)_mm256_movemask_epi8(row) >> 1 & 0x55555555;
  }
}

#else

static inline int kunci_has_gather(void) { return 0; }

static inline void kunci_find_windows(
    const void *bytes, size_t blocks, const uint32_t *table, uint32_t fold, uint32_t factor, int shift,
    uint32_t *found) {
  (void)bytes, (void)blocks, (void)table, (void)fold, (void)factor, (void)shift, (void)found;
}

#endif

#endif
