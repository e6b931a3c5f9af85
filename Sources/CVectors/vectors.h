// Which of 16 bytes meet a condition: one bit for each, that of the first byte lowest.
//
// Swift has no word for the instruction that gathers such bits, and takes four times as many others
// for it. Each function has three forms: SSE2, which every x86-64 processor has, NEON for arm64, and
// plain C.

#ifndef KUNCI_VECTORS_H
#define KUNCI_VECTORS_H

#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__aarch64__) && defined(__ARM_NEON)
#include <arm_neon.h>
#endif

#define KUNCI_INLINE static inline __attribute__((always_inline))

#if defined(__SSE2__)

typedef __m128i kunci_block;

KUNCI_INLINE kunci_block kunci_load(const void *bytes) {
  return _mm_loadu_si128((const __m128i *)bytes);
}

KUNCI_INLINE kunci_block kunci_equal(kunci_block block, uint8_t ignored, uint8_t byte) {
  __m128i rest = _mm_or_si128(block, _mm_set1_epi8((char)ignored));
  return _mm_cmpeq_epi8(rest, _mm_set1_epi8((char)byte));
}

KUNCI_INLINE kunci_block kunci_either(kunci_block left, kunci_block right) {
  return _mm_or_si128(left, right);
}

KUNCI_INLINE kunci_block kunci_between(kunci_block block, uint8_t first, uint8_t last) {
  __m128i distance = _mm_sub_epi8(block, _mm_set1_epi8((char)first));
  __m128i most = _mm_set1_epi8((char)(last - first));
  return _mm_cmpeq_epi8(_mm_min_epu8(distance, most), distance);
}

KUNCI_INLINE uint32_t kunci_bits(kunci_block block) {
  return (uint32_t)_mm_movemask_epi8(block);
}

#elif defined(__aarch64__) && defined(__ARM_NEON)

typedef uint8x16_t kunci_block;

KUNCI_INLINE kunci_block kunci_load(const void *bytes) {
  return vld1q_u8((const uint8_t *)bytes);
}

KUNCI_INLINE kunci_block kunci_equal(kunci_block block, uint8_t ignored, uint8_t byte) {
  return vceqq_u8(vorrq_u8(block, vdupq_n_u8(ignored)), vdupq_n_u8(byte));
}

KUNCI_INLINE kunci_block kunci_either(kunci_block left, kunci_block right) {
  return vorrq_u8(left, right);
}

KUNCI_INLINE kunci_block kunci_between(kunci_block block, uint8_t first, uint8_t last) {
  return vcleq_u8(vsubq_u8(block, vdupq_n_u8(first)), vdupq_n_u8((uint8_t)(last - first)));
}

KUNCI_INLINE uint32_t kunci_bits(kunci_block block) {
  static const uint8_t places[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t bits = vandq_u8(block, vld1q_u8(places));
  return (uint32_t)vaddv_u8(vget_low_u8(bits)) | (uint32_t)vaddv_u8(vget_high_u8(bits)) << 8;
}

#else

typedef struct { uint8_t bytes[16]; } kunci_block;

KUNCI_INLINE kunci_block kunci_load(const void *bytes) {
  kunci_block block;
  for (int place = 0; place < 16; place++) block.bytes[place] = ((const uint8_t *)bytes)[place];
  return block;
}

KUNCI_INLINE kunci_block kunci_equal(kunci_block block, uint8_t ignored, uint8_t byte) {
  for (int place = 0; place < 16; place++) {
    block.bytes[place] = (block.bytes[place] | ignored) == byte ? 255 : 0;
  }
  return block;
}

KUNCI_INLINE kunci_block kunci_either(kunci_block left, kunci_block right) {
  for (int place = 0; place < 16; place++) left.bytes[place] |= right.bytes[place];
  return left;
}

KUNCI_INLINE kunci_block kunci_between(kunci_block block, uint8_t first, uint8_t last) {
  for (int place = 0; place < 16; place++) {
    uint8_t byte = block.bytes[place];
    block.bytes[place] = first <= byte && byte <= last ? 255 : 0;
  }
  return block;
}

KUNCI_INLINE uint32_t kunci_bits(kunci_block block) {
  uint32_t bits = 0;
  for (int place = 0; place < 16; place++) bits |= (uint32_t)(block.bytes[place] & 1) << place;
  return bits;
}

#endif

/// Which of 16 bytes are a quote (", ', `), a percent sign, a backslash, an ampersand or an equals
/// sign.
KUNCI_INLINE uint32_t kunci_marks(const void *bytes) {
  kunci_block block = kunci_load(bytes);
  // Two at a time, as they differ in one bit: " and &, % and '.
  kunci_block pairs = kunci_either(kunci_equal(block, 4, '&'), kunci_equal(block, 2, '\''));
  kunci_block others = kunci_either(kunci_equal(block, 0, '\\'), kunci_equal(block, 0, '='));
  return kunci_bits(kunci_either(kunci_either(pairs, others), kunci_equal(block, 0, '`')));
}

/// Which of 16 bytes lie from one value to another.
KUNCI_INLINE uint32_t kunci_range(const void *bytes, uint8_t first, uint8_t last) {
  return kunci_bits(kunci_between(kunci_load(bytes), first, last));
}

#undef KUNCI_INLINE

#endif
