// Which of 16 bytes meet a condition: one bit for each, that of the first byte lowest.
//
// Swift has no word for the instruction that gathers such bits, and takes a dozen others for it. SSE2
// is in every x86-64 processor, and NEON in every arm64 one; the last form is for all others.

#ifndef KUNCI_VECTORS_H
#define KUNCI_VECTORS_H

#include <stdint.h>

/// Which of 16 bytes are a quote (", ', `), a percent sign, a backslash, an ampersand, an equals sign
/// or an escape (0x1B); a number or dollar sign may pass as well.
static inline __attribute__((always_inline)) uint32_t kunci_marks(const void *bytes);

#if defined(__SSE2__)
#include <emmintrin.h>

static inline uint32_t kunci_marks(const void *bytes) {
  __m128i block = _mm_loadu_si128((const __m128i *)bytes);
  // From " to ' there are six, of which # and $ are none: to tell them costs more than to let them pass.
  __m128i distance = _mm_sub_epi8(block, _mm_set1_epi8('"'));
  __m128i marks = _mm_cmpeq_epi8(_mm_min_epu8(distance, _mm_set1_epi8(5)), distance);
  marks = _mm_or_si128(marks, _mm_cmpeq_epi8(block, _mm_set1_epi8('\\')));
  marks = _mm_or_si128(marks, _mm_cmpeq_epi8(block, _mm_set1_epi8('=')));
  marks = _mm_or_si128(marks, _mm_cmpeq_epi8(block, _mm_set1_epi8('`')));
  marks = _mm_or_si128(marks, _mm_cmpeq_epi8(block, _mm_set1_epi8(0x1B)));
  return (uint32_t)_mm_movemask_epi8(marks);
}

#elif defined(__aarch64__) && defined(__ARM_NEON)
#include <arm_neon.h>

static inline uint32_t kunci_marks(const void *bytes) {
  static const uint8_t places[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t block = vld1q_u8((const uint8_t *)bytes);
  uint8x16_t marks = vcleq_u8(vsubq_u8(block, vdupq_n_u8('"')), vdupq_n_u8(5));
  marks = vorrq_u8(marks, vceqq_u8(block, vdupq_n_u8('\\')));
  marks = vorrq_u8(marks, vceqq_u8(block, vdupq_n_u8('=')));
  marks = vorrq_u8(marks, vceqq_u8(block, vdupq_n_u8('`')));
  marks = vorrq_u8(marks, vceqq_u8(block, vdupq_n_u8(0x1B)));
  uint8x16_t bits = vandq_u8(marks, vld1q_u8(places));
  return (uint32_t)vaddv_u8(vget_low_u8(bits)) | (uint32_t)vaddv_u8(vget_high_u8(bits)) << 8;
}

#else

static inline uint32_t kunci_marks(const void *bytes) {
  uint32_t bits = 0;
  for (int place = 0; place < 16; place++) {
    uint8_t byte = ((const uint8_t *)bytes)[place];
    uint32_t isMark = (uint8_t)(byte - '"') <= 5 || byte == '\\' || byte == '=' || byte == '`' ||
                      byte == 0x1B;
    bits |= isMark << place;
  }
  return bits;
}

#endif

#endif
