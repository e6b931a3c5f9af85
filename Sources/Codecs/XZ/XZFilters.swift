import Basics

/// The filters of an xz block that are undone after LZMA2, in their order from the last to the first.
///
/// See the file format of xz, 5.3.2 and 5.3.3. Both work in place; what cannot be told yet is held.
struct XZFilters: Sendable {
  private enum Filter: Sendable {
    case delta(XZDelta)
    case x86(XZBranchX86)
  }

  private var filters: [Filter] = []
  /// For each filter what it holds back.
  private var held: [[UInt8]] = []

  var isEmpty: Bool { filters.isEmpty }

  /// Adds a filter that the block's header names before those added so far.
  ///
  /// - Parameters:
  ///   - id: The filter's number.
  ///   - properties: What the header says of it.
  /// - Throws: `DecompressionError`, with the filter's name.
  mutating func add(_ id: UInt64, _ properties: Span<UInt8>) throws(DecompressionError) {
    switch id {
    case 3:
      guard properties.count == 1 else { throw .damaged("the header of an xz block") }
      filters.append(.delta(XZDelta(distance: Int(properties[0]) + 1)))
    case 4:
      guard properties.count == 0 || properties.count == 4 else {
        throw .damaged("the header of an xz block")
      }
      let start = properties.count == 4 ? properties.littleEndian32(at: 0) : 0
      filters.append(.x86(XZBranchX86(position: start)))
    default: throw .unsupported("the filter \(Self.name(of: id)) of xz data")
    }
    held.append([])
  }

  /// Undoes the filters.
  ///
  /// - Parameters:
  ///   - bytes: What follows what came before; afterwards what is known of it.
  ///   - isEnd: Whether nothing more will come.
  mutating func undo(_ bytes: inout [UInt8], isEnd: Bool) {
    for index in filters.indices {
      var all = held[index]
      all.append(0..<bytes.count, of: bytes.span)
      let done: Int
      switch filters[index] {
      case .delta(var delta):
        done = delta.undo(&all)
        filters[index] = .delta(delta)
      case .x86(var branches):
        done = branches.undo(&all)
        filters[index] = .x86(branches)
      }
      if isEnd {
        held[index] = []
      } else {
        held[index] = Array(all[done...])
        all.removeSubrange(done...)
      }
      bytes = all
    }
  }

  private static func name(of id: UInt64) -> String {
    let names: [UInt64: String] = [
      5: "PowerPC", 6: "IA-64", 7: "ARM", 8: "ARM-Thumb", 9: "SPARC", 10: "ARM64", 11: "RISC-V",
      0x21: "LZMA2 before another filter",
    ]
    return names[id] ?? "\(id)"
  }
}

/// Each byte is stored as the difference from one some way before it.
struct XZDelta: Sendable {
  private var last: [UInt8]
  private var place = 0

  init(distance: Int) { last = [UInt8](repeating: 0, count: distance) }

  mutating func undo(_ bytes: inout [UInt8]) -> Int {
    for index in bytes.indices {
      last[place] &+= bytes[index]
      bytes[index] = last[place]
      place = place + 1 == last.count ? 0 : place + 1
    }
    return bytes.count
  }
}

/// Targets of x86's calls and jumps are stored as addresses in place of distances.
///
/// After `xz_dec_bcj.c` of xz-embedded.
struct XZBranchX86: Sendable {
  private var position: UInt32
  private var mask: UInt32 = 0

  private static let isAllowed = [true, true, true, false, true, false, false, false]
  private static let bitNumber: [UInt32] = [0, 1, 2, 2, 3, 3, 3, 3]

  init(position: UInt32) { self.position = position }

  /// Returns how many bytes are known; the rest has to be given again.
  mutating func undo(_ bytes: inout [UInt8]) -> Int {
    guard bytes.count > 4 else { return 0 }
    let end = bytes.count - 4
    var last = -1
    var index = 0
    while index < end {
      guard bytes[index] & 0xFE == 0xE8 else {
        index += 1
        continue
      }
      let distance = index - last
      last = index
      if distance > 3 {
        mask = 0
      } else {
        mask = mask << UInt32(distance - 1) & 7
        if mask != 0 {
          let byte = bytes[index + 4 - Int(Self.bitNumber[Int(mask)])]
          if !Self.isAllowed[Int(mask)] || Self.isOuter(byte) {
            mask = mask << 1 | 1
            index += 1
            continue
          }
        }
      }
      guard Self.isOuter(bytes[index + 4]) else {
        mask = mask << 1 | 1
        index += 1
        continue
      }
      let target = relative(bytes.span.littleEndian32(at: index + 1), at: index)
      for byte in 0..<4 {
        bytes[index + 1 + byte] = UInt8(truncatingIfNeeded: target >> UInt32(8 * byte))
      }
      index += 5
    }
    let distance = index - last
    mask = distance > 3 ? 0 : mask << UInt32(distance - 1)
    position &+= UInt32(truncatingIfNeeded: index)
    return index
  }

  /// What an address at an index is as a distance.
  private func relative(_ address: UInt32, at index: Int) -> UInt32 {
    var source = address
    var target: UInt32 = 0
    // Twice is enough; whatever the bytes are, it ends.
    for _ in 0..<8 {
      target = source &- (position &+ UInt32(truncatingIfNeeded: index) &+ 5)
      guard mask != 0 else { break }
      let shift = Self.bitNumber[Int(mask & 7)] * 8
      guard Self.isOuter(UInt8(truncatingIfNeeded: target >> (24 - shift))) else { break }
      source = target ^ (1 << (32 - shift) - 1)
    }
    target &= 0x01FF_FFFF
    return target | (0 &- (target & 0x0100_0000))
  }

  private static func isOuter(_ byte: UInt8) -> Bool { byte == 0 || byte == 0xFF }
}
