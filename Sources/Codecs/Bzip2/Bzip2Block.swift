import Basics

/// One block of a bzip2 stream: read piece by piece, then written piece by piece.
struct Bzip2Block: Sendable {
  /// What comes next of the block.
  private enum Part {
    case checksum, origin, rows, row, counts, selector, tree, lengths, data
  }

  /// The largest block of the stream.
  var limit = 0
  /// The block's checksum, as it stands before it.
  private(set) var checksum: UInt32 = 0

  private var part = Part.checksum
  private var origin = 0
  private var rows: UInt64 = 0
  private var row = 0
  /// The bytes that occur; later in the order of how long ago each came.
  private var symbols: [UInt8] = []
  private var treeCount = 0
  private var selectorCount = 0
  private var selectors: [UInt8] = []
  private var selectorOrder: [UInt8] = []
  /// Ones of a selector so far.
  private var selectorRun = 0
  private var lengths: [UInt8] = []
  private var length = 0
  private var trees: [Bzip2Tree] = []

  /// Where the reading of codes is.
  private struct Progress {
    /// The next group of 50 codes, and how many of the last are left.
    var group = 0
    var left = 0
    /// A run of the most recent byte, and what the next digit of its length counts.
    var run = 0
    var digit = 1
    /// Bytes so far.
    var count = 0
  }

  private var progress = Progress()
  /// In the low byte the sorted text; above it where each byte's successor stands.
  private var table: [UInt32] = []

  private var writer = Bzip2Writer()

  /// Begins a block.
  mutating func begin() {
    part = .checksum
    symbols.removeAll(keepingCapacity: true)
    selectors.removeAll(keepingCapacity: true)
    trees.removeAll(keepingCapacity: true)
  }

  /// Reads on in the block.
  ///
  /// - Parameters:
  ///   - bits: What the input is taken through.
  ///   - input: The next bytes.
  ///   - position: The first byte that has not been taken; is moved on.
  /// - Returns: Whether the block is complete.
  /// - Throws: `DecompressionError`.
  mutating func read(
    _ bits: inout HighBits, from input: Span<UInt8>, at position: inout Int
  ) throws(DecompressionError) -> Bool {
    while true {
      switch part {
      case .checksum:
        guard bits.need(32, from: input, at: &position) else { return false }
        checksum = UInt32(truncatingIfNeeded: bits.take(32))
        part = .origin
      case .origin:
        guard bits.need(25, from: input, at: &position) else { return false }
        guard bits.take(1) == 0 else { throw .unsupported("a randomised bzip2 block") }
        origin = Int(bits.take(24))
        part = .rows
      case .rows:
        guard bits.need(16, from: input, at: &position) else { return false }
        rows = bits.take(16)
        row = 0
        part = .row
      case .row:
        while row < 16 {
          if rows >> UInt64(15 - row) & 1 == 1 {
            guard bits.need(16, from: input, at: &position) else { return false }
            let used = bits.take(16)
            for column in 0..<16 where used >> UInt64(15 - column) & 1 == 1 {
              symbols.append(UInt8(row << 4 | column))
            }
          }
          row += 1
        }
        guard !symbols.isEmpty else { throw .damaged("the alphabet of a bzip2 block") }
        part = .counts
      case .counts:
        guard bits.need(18, from: input, at: &position) else { return false }
        treeCount = Int(bits.take(3))
        selectorCount = Int(bits.take(15))
        guard (2...6).contains(treeCount), selectorCount > 0 else {
          throw .damaged("the trees of a bzip2 block")
        }
        selectorOrder = (0..<UInt8(treeCount)).map { $0 }
        selectorRun = 0
        part = .selector
      case .selector:
        guard try readSelectors(&bits, from: input, at: &position) else { return false }
        part = .tree
      case .tree:
        guard trees.count < treeCount else {
          beginData()
          continue
        }
        guard bits.need(5, from: input, at: &position) else { return false }
        length = Int(bits.take(5))
        lengths.removeAll(keepingCapacity: true)
        part = .lengths
      case .lengths:
        guard try readLengths(&bits, from: input, at: &position) else { return false }
        guard let tree = Bzip2Tree(lengths) else { throw .damaged("the trees of a bzip2 block") }
        trees.append(tree)
        part = .tree
      case .data:
        guard try readData(&bits, from: input, at: &position) else { return false }
        guard origin < progress.count else { throw .damaged("the start of a bzip2 block") }
        sort()
        return true
      }
    }
  }

  private mutating func readSelectors(
    _ bits: inout HighBits, from input: Span<UInt8>, at position: inout Int
  ) throws(DecompressionError) -> Bool {
    while selectors.count < selectorCount {
      guard bits.need(1, from: input, at: &position) else { return false }
      if bits.take(1) == 1 {
        selectorRun += 1
        guard selectorRun < treeCount else { throw .damaged("the trees of a bzip2 block") }
      } else {
        let selector = selectorOrder.remove(at: selectorRun)
        selectorOrder.insert(selector, at: 0)
        selectors.append(selector)
        selectorRun = 0
      }
    }
    return true
  }

  private mutating func readLengths(
    _ bits: inout HighBits, from input: Span<UInt8>, at position: inout Int
  ) throws(DecompressionError) -> Bool {
    while lengths.count < symbols.count + 2 {
      guard (1...Bzip2Tree.longest).contains(length) else {
        throw .damaged("the trees of a bzip2 block")
      }
      guard bits.need(2, from: input, at: &position) else { return false }
      if bits.peek(1) == 0 {
        bits.drop(1)
        lengths.append(UInt8(length))
      } else {
        length += bits.take(2) == 2 ? 1 : -1
      }
    }
    return true
  }

  private mutating func beginData() {
    if table.count < limit { table = [UInt32](repeating: 0, count: limit) }
    progress = Progress()
    part = .data
  }

  /// Decodes codes up to the one that ends the block.
  private mutating func readData(
    _ bits: inout HighBits, from input: Span<UInt8>, at position: inout Int
  ) throws(DecompressionError) -> Bool {
    while true {
      if progress.left == 0 {
        guard progress.group < selectors.count else {
          throw .damaged("the trees of a bzip2 block")
        }
        progress.group += 1
        progress.left = 50
      }
      let tree = trees[Int(selectors[progress.group - 1])]
      let ends = try Self.readGroup(
        &bits, from: input, at: &position, tree: tree, limit: limit, &progress, &symbols, &table)
      if ends { return true }
      if progress.left > 0 { return false }
    }
  }

  /// Decodes the codes of a group, which share a tree.
  ///
  /// - Returns: Whether the block has ended; without that, codes are left if the input has.
  private static func readGroup(
    _ bits: inout HighBits, from input: Span<UInt8>, at position: inout Int, tree: Bzip2Tree,
    limit: Int, _ progress: inout Progress, _ symbols: inout [UInt8], _ table: inout [UInt32]
  ) throws(DecompressionError) -> Bool {
    var reader = bits
    var place = position
    var state = progress
    defer { (bits, position, progress) = (reader, place, state) }
    let last = symbols.count + 1
    let entries = tree.entries.span
    var table = table.mutableSpan
    var symbols = symbols.mutableSpan
    while state.left > 0 {
      guard reader.needCode(from: input, at: &place) else { return false }
      let entry = entries[Int(truncatingIfNeeded: reader.peek(Bzip2Tree.width + 10) &>> 10)]
      let symbol: Int
      if entry != 0 {
        reader.drop(Int(entry & 31))
        symbol = Int(entry >> 5)
      } else {
        guard let (value, length) = tree.search(reader.peek(Bzip2Tree.longest)) else {
          throw .damaged("a code of a bzip2 block")
        }
        reader.drop(length)
        symbol = value
      }
      state.left &-= 1
      if symbol < 2 {
        // Digits of a run's length, in base two with the digits 1 and 2.
        guard state.run <= limit else { throw .damaged("a run of a bzip2 block") }
        state.run += state.digit << symbol
        state.digit <<= 1
        continue
      }
      if state.run > 0 {
        guard state.run <= limit - state.count else { throw .damaged("a run of a bzip2 block") }
        let byte = UInt32(symbols[0])
        for index in state.count..<state.count + state.run { table[index] = byte }
        state.count += state.run
        (state.run, state.digit) = (0, 1)
      }
      if symbol == last { return true }
      guard state.count < limit else { throw .damaged("the size of a bzip2 block") }
      var index = symbol &- 1
      let byte = symbols[index]
      while index > 0 {
        symbols[index] = symbols[index &- 1]
        index &-= 1
      }
      symbols[0] = byte
      table[state.count] = UInt32(byte)
      state.count &+= 1
    }
    return false
  }

  /// Links each byte to its successor, and begins to write at the origin.
  private mutating func sort() {
    writer.begin(at: Self.link(&table, count: progress.count, origin: origin), progress.count)
  }

  private static func link(_ table: inout [UInt32], count: Int, origin: Int) -> UInt32 {
    var starts = [Int](repeating: 0, count: 256)
    var table = table.mutableSpan
    for index in 0..<count { starts[Int(table[index] & 0xFF)] += 1 }
    var sum = 0
    for byte in 0..<256 { (starts[byte], sum) = (sum, sum + starts[byte]) }
    var places = starts.mutableSpan
    for index in 0..<count {
      let byte = Int(table[index] & 0xFF)
      table[places[byte]] |= UInt32(truncatingIfNeeded: index) << 8
      places[byte] &+= 1
    }
    return table[origin] >> 8
  }

  /// Writes on.
  ///
  /// - Parameters:
  ///   - output: Is appended to.
  ///   - room: How many bytes may be appended; is made smaller.
  /// - Returns: Whether the whole block has been written.
  /// - Throws: `DecompressionError` if it does not have the checksum that it says.
  mutating func write(
    into output: inout [UInt8], room: inout Int
  ) throws(DecompressionError) -> Bool {
    guard writer.write(table, into: &output, room: &room) else { return false }
    guard writer.checksum == checksum else { throw .damaged("the checksum of a bzip2 block") }
    return true
  }
}
