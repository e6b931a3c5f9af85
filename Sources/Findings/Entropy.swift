#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Shannon's entropy of the bytes of a text.
package enum Entropy {
  /// The entropy in bits per byte: 0 for one repeated byte, 4 for evenly mixed hexadecimal digits.
  package static func bitsPerByte(_ bytes: ArraySlice<UInt8>) -> Double {
    guard !bytes.isEmpty else { return 0 }
    var counts = [UInt32](repeating: 0, count: 256)
    // One bit for each byte that there is.
    var present = SIMD4<UInt64>.zero
    for byte in bytes {
      counts[Int(byte)] &+= 1
      present[Int(byte &>> 6)] |= 1 &<< UInt64(byte & 63)
    }
    let total = Double(bytes.count)
    var sum = 0.0
    // Of short texts, most bytes occur equally often.
    var (known, term) = (UInt32(0), 0.0)
    for word in 0..<4 {
      var rest = present[word]
      while rest != 0 {
        let count = counts[64 &* word &+ rest.trailingZeroBitCount]
        rest &= rest &- 1
        if count != known {
          let share = Double(count) / total
          (known, term) = (count, share * log2(share))
        }
        sum -= term
      }
    }
    return sum
  }
}
