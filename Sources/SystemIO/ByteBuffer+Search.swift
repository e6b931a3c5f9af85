#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension ByteBuffer {
  /// The first place of a byte within a range, which must lie within `0..<count`.
  func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
    withBytes(in: range) { bytes in
      unsafe bytes.withUnsafeBufferPointer { bytes -> Int? in
        // SAFETY: the count is passed on, and what is found lies within the bytes.
        guard let base = bytes.baseAddress,
          let found = unsafe memchr(base, Int32(byte), bytes.count)
        else { return nil }
        return unsafe range.lowerBound + (UnsafeRawPointer(found) - UnsafeRawPointer(base))
      }
    }
  }
}
