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
    var counts = [Int](repeating: 0, count: 256)
    for byte in bytes { counts[Int(byte)] += 1 }
    let total = Double(bytes.count)
    return counts.reduce(0) { sum, count in
      guard count > 0 else { return sum }
      let share = Double(count) / total
      return sum - share * log2(share)
    }
  }
}
