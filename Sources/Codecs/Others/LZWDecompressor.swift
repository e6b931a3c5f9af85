import Basics

/// Decodes the files `.Z` of compress(1): LZW with codes of 9 to 16 bits.
///
/// There is no specification but the programs, such as ncompress. A file has no end marker and no
/// checksum: it may end behind any code.
package struct LZWDecompressor: Decompressor {
  private var head = Intake()
  private var hasHead = false
  private var most = 16
  /// Whether a code clears the table.
  private var mayClear = false

  private var bits: UInt64 = 0
  private var bitCount = 0
  private var width = 9
  /// Codes since the width changed: they come in groups of eight, which are filled up.
  private var codesOfWidth = 0
  /// Bits that fill up a group.
  private var filler = 0

  /// For each code from 256 on, the code that it prolongs, and by which byte.
  private var prefixes = [UInt16](repeating: 0, count: 1 << 16)
  private var suffixes = [UInt8](repeating: 0, count: 1 << 16)
  private var next = 257
  private var last: Int?
  private var first: UInt8 = 0
  /// The bytes of the last code, from the end; those that have been handed on are gone.
  private var stack: [UInt8] = []

  package init() {}

  package mutating func decode(
    _ input: Span<UInt8>, into output: inout [UInt8], room: Int
  ) throws(DecompressionError) -> DecompressionStep {
    precondition(room > 0)
    var position = 0
    var room = room
    guard hasHead || head.fill(to: 3, from: input, at: &position) else {
      return DecompressionStep(consumed: position, hasMore: false, isFinished: false)
    }
    if !hasHead { try begin(head.bytes) }
    while true {
      while room > 0, let byte = stack.popLast() {
        output.append(byte)
        room -= 1
      }
      if room == 0 {
        return DecompressionStep(consumed: position, hasMore: true, isFinished: false)
      }
      guard let code = take(input, at: &position) else {
        return DecompressionStep(consumed: position, hasMore: false, isFinished: true)
      }
      try decode(code)
    }
  }

  private mutating func begin(_ bytes: [UInt8]) throws(DecompressionError) {
    guard bytes[0] == 0x1F, bytes[1] == 0x9D else { throw .damaged("the header of a .Z file") }
    most = Int(bytes[2] & 0x1F)
    mayClear = bytes[2] & 0x80 != 0
    guard (9...16).contains(most), bytes[2] & 0x60 == 0 else {
      throw .unsupported("a kind of .Z file")
    }
    next = mayClear ? 257 : 256
    hasHead = true
  }

  /// Takes the next code, lowest bit first; nil if the input ends before.
  private mutating func take(_ input: Span<UInt8>, at position: inout Int) -> Int? {
    while true {
      let wanted = filler > 0 ? min(filler, 32) : width
      while bitCount < wanted {
        guard position < input.count else { return nil }
        bits |= UInt64(input[position]) << UInt64(bitCount)
        bitCount += 8
        position += 1
      }
      let value = Int(bits & (1 << UInt64(wanted) - 1))
      bits >>= UInt64(wanted)
      bitCount -= wanted
      if filler > 0 {
        filler -= wanted
        continue
      }
      codesOfWidth += 1
      return value
    }
  }

  /// Goes over to another width, behind what fills up the group.
  private mutating func change(to width: Int) {
    filler = (-codesOfWidth & 7) * self.width
    codesOfWidth = 0
    self.width = width
  }

  private mutating func decode(_ code: Int) throws(DecompressionError) {
    if mayClear && code == 256 {
      next = 257
      last = nil
      change(to: 9)
      return
    }
    guard let last else {
      guard code < 256 else { throw .damaged("a code of a .Z file") }
      first = UInt8(code)
      self.last = code
      stack.append(first)
      return
    }
    guard code < next || code == next && next < 1 << most else {
      throw .damaged("a code of a .Z file")
    }
    var place = code
    if code == next {
      // The code that is just being made: the last one, prolonged by its own first byte.
      stack.append(first)
      place = last
    }
    while place >= 256 {
      stack.append(suffixes[place])
      place = Int(prefixes[place])
    }
    first = UInt8(place)
    stack.append(first)
    if next < 1 << most {
      prefixes[next] = UInt16(last)
      suffixes[next] = first
      next += 1
      if next == 1 << width && width < most { change(to: width + 1) }
    }
    self.last = code
  }
}
