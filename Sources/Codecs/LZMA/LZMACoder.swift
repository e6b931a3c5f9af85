/// Decodes bits whose probabilities are learned: the range coder of LZMA.
///
/// See "LZMA specification" (lzma-specification.txt) of the LZMA SDK, 7-zip.org/sdk.html.
struct LZMACoder {
  var range: UInt32 = .max
  var code: UInt32 = 0
  /// The next byte of the input.
  var position = 0
  /// Whether a byte was asked for that is not there.
  var isStarved = false

  /// Takes a byte in if the range has become small.
  @inline(__always)
  mutating func normalize(_ input: Span<UInt8>) {
    guard range < 1 << 24 else { return }
    range &<<= 8
    code &<<= 8
    if position < input.count {
      code |= UInt32(input[position])
      position &+= 1
    } else {
      isStarved = true
    }
  }

  /// Decodes a bit.
  @inline(__always)
  mutating func bit(
    _ index: Int, _ table: inout MutableSpan<UInt16>, _ journal: inout LZMAJournal,
    _ input: Span<UInt8>
  ) -> Int {
    normalize(input)
    let probability = table[index]
    journal.note(index, probability)
    let bound = (range &>> 11) &* UInt32(probability)
    if code < bound {
      range = bound
      table[index] = probability &+ (2048 &- probability) &>> 5
      return 0
    }
    range &-= bound
    code &-= bound
    table[index] = probability &- probability &>> 5
    return 1
  }

  /// Decodes a number of so many bits, its highest bit first, with a tree of probabilities.
  @inline(__always)
  mutating func tree(
    _ base: Int, bits: Int, _ table: inout MutableSpan<UInt16>,
    _ journal: inout LZMAJournal, _ input: Span<UInt8>
  ) -> Int {
    let end = 1 &<< bits
    var node = 1
    while node < end {
      node = node &<< 1 | bit(base &+ node, &table, &journal, input)
    }
    return node &- end
  }

  /// Decodes a number of so many bits, its lowest bit first, with a tree of probabilities.
  @inline(__always)
  mutating func reversedTree(
    _ base: Int, bits: Int, _ table: inout MutableSpan<UInt16>,
    _ journal: inout LZMAJournal, _ input: Span<UInt8>
  ) -> Int {
    var node = 1
    var number = 0
    for place in 0..<bits {
      let value = bit(base &+ node, &table, &journal, input)
      node = node &<< 1 | value
      number |= value &<< place
    }
    return number
  }

  /// Takes bits that are as likely 0 as 1.
  @inline(__always)
  mutating func direct(_ bits: Int, _ input: Span<UInt8>) -> Int {
    var number = 0
    for _ in 0..<bits {
      normalize(input)
      range &>>= 1
      let isOne = code >= range
      if isOne { code &-= range }
      number = number &<< 1 | (isOne ? 1 : 0)
    }
    return number
  }

  /// Decodes a length from 2 to 273.
  @inline(__always)
  mutating func length(
    _ base: Int, position: Int, _ table: inout MutableSpan<UInt16>,
    _ journal: inout LZMAJournal, _ input: Span<UInt8>
  ) -> Int {
    if bit(base, &table, &journal, input) == 0 {
      let low = base &+ LZMALayout.lengthLow &+ position &<< 3
      return 2 &+ tree(low, bits: 3, &table, &journal, input)
    }
    if bit(base &+ 1, &table, &journal, input) == 0 {
      let middle = base &+ LZMALayout.lengthMiddle &+ position &<< 3
      return 10 &+ tree(middle, bits: 3, &table, &journal, input)
    }
    return 18 &+ tree(base &+ LZMALayout.lengthHigh, bits: 8, &table, &journal, input)
  }
}

/// Notes probabilities before they change, so that a symbol can be decoded again once more has come.
struct LZMAJournal {
  /// Whether it is needed: not where the input is long enough for any symbol.
  let isOn: Bool
  private var notes: [(index: Int, probability: UInt16)] = []

  init(isOn: Bool) { self.isOn = isOn }

  @inline(__always)
  mutating func note(_ index: Int, _ probability: UInt16) {
    if isOn { notes.append((index, probability)) }
  }

  /// Puts everything back.
  func undo(_ table: inout [UInt16]) {
    // A probability may have changed twice: the first note counts.
    for (index, probability) in notes.reversed() { table[index] = probability }
  }
}
