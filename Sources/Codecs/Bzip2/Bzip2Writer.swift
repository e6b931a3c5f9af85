import Basics

/// Follows the links of a sorted block and undoes the runs that were shortened before it was sorted:
/// four equal bytes are followed by how many more there are.
struct Bzip2Writer: Sendable {
  private var next: UInt32 = 0
  private var left = 0
  /// Equal bytes so far, and those that still have to be written.
  private var run = 0
  private var repeats = 0
  private var byte: UInt8 = 0
  private var remainder = UInt32.max
  private var buffer = [UInt8](repeating: 0, count: 16_384)

  /// The CRC-32 of all that was written, its highest bit first.
  var checksum: UInt32 { ~remainder }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index) << 24) { value, _ in
      value >> 31 == 1 ? value << 1 ^ 0x04C1_1DB7 : value << 1
    }
  }

  /// Begins a block at an index of its table.
  mutating func begin(at start: UInt32, _ count: Int) {
    next = start
    left = count
    (run, repeats, remainder) = (0, 0, UInt32.max)
  }

  /// Writes on; says whether everything has been written.
  mutating func write(_ links: [UInt32], into output: inout [UInt8], room: inout Int) -> Bool {
    while left > 0 || repeats > 0 {
      guard room > 0 else { return false }
      let count = fill(links.span, atMost: min(room, buffer.count))
      output.append(0..<count, of: buffer.span)
      room -= count
    }
    return true
  }

  /// Fills the buffer.
  private mutating func fill(_ links: Span<UInt32>, atMost most: Int) -> Int {
    let table = Self.table.span
    var (next, left, run, repeats, byte) = (self.next, self.left, self.run, self.repeats, self.byte)
    var crc = remainder
    var count = 0
    var target = buffer.mutableSpan
    while count < most {
      if repeats > 0 {
        repeats &-= 1
      } else if left > 0 {
        let link = links[Int(next)]
        left &-= 1
        next = link &>> 8
        let found = UInt8(truncatingIfNeeded: link)
        if run == 4 {
          repeats = Int(found)
          run = 0
          continue
        }
        run = found == byte && run > 0 ? run &+ 1 : 1
        byte = found
      } else {
        break
      }
      target[count] = byte
      count &+= 1
      crc = table[Int(UInt8(truncatingIfNeeded: crc &>> 24) ^ byte)] ^ crc &<< 8
    }
    (self.next, self.left, self.run, self.repeats, self.byte) = (next, left, run, repeats, byte)
    remainder = crc
    return count
  }
}
