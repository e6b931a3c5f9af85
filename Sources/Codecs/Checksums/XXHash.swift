import Basics

/// The hash function XXH64, with seed 0, as zstd has it.
///
/// See "xxHash fast digest algorithm", `doc/xxhash_spec.md` in github.com/Cyan4973/xxHash.
struct XXHash64: Sendable {
  private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
  private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
  private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
  private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

  private var lanes = SIMD4<UInt64>(Self.prime1 &+ Self.prime2, Self.prime2, 0, 0 &- Self.prime1)
  private var pending: [UInt8] = []
  private var count: UInt64 = 0

  /// Adds some bytes.
  mutating func update(_ bytes: Span<UInt8>) {
    count &+= UInt64(bytes.count)
    var place = 0
    if !pending.isEmpty {
      place = min(32 - pending.count, bytes.count)
      pending.append(0..<place, of: bytes)
      guard pending.count == 32 else { return }
      let block = pending
      var start = 0
      consume(block.span, from: &start)
      pending.removeAll(keepingCapacity: true)
    }
    consume(bytes, from: &place)
    pending.append(place..<bytes.count, of: bytes)
  }

  /// Works in all stripes of 32 bytes.
  private mutating func consume(_ bytes: Span<UInt8>, from place: inout Int) {
    var (a, b, c, d) = (lanes[0], lanes[1], lanes[2], lanes[3])
    while bytes.count &- place >= 32 {
      a = Self.round(a, bytes.littleEndian64(at: place))
      b = Self.round(b, bytes.littleEndian64(at: place &+ 8))
      c = Self.round(c, bytes.littleEndian64(at: place &+ 16))
      d = Self.round(d, bytes.littleEndian64(at: place &+ 24))
      place &+= 32
    }
    lanes = SIMD4(a, b, c, d)
  }

  /// The hash of all bytes so far.
  var value: UInt64 {
    var hash: UInt64
    if count >= 32 {
      hash = Self.rotate(lanes[0], 1) &+ Self.rotate(lanes[1], 7)
      hash &+= Self.rotate(lanes[2], 12) &+ Self.rotate(lanes[3], 18)
      for lane in 0..<4 {
        hash = (hash ^ Self.round(0, lanes[lane])) &* Self.prime1 &+ Self.prime4
      }
    } else {
      hash = Self.prime5
    }
    hash &+= count
    let rest = pending.span
    var place = 0
    while rest.count - place >= 8 {
      hash ^= Self.round(0, rest.littleEndian64(at: place))
      hash = Self.rotate(hash, 27) &* Self.prime1 &+ Self.prime4
      place += 8
    }
    if rest.count - place >= 4 {
      hash ^= UInt64(rest.littleEndian32(at: place)) &* Self.prime1
      hash = Self.rotate(hash, 23) &* Self.prime2 &+ Self.prime3
      place += 4
    }
    while place < rest.count {
      hash ^= UInt64(rest[place]) &* Self.prime5
      hash = Self.rotate(hash, 11) &* Self.prime1
      place += 1
    }
    hash = (hash ^ hash >> 33) &* Self.prime2
    hash = (hash ^ hash >> 29) &* Self.prime3
    return hash ^ hash >> 32
  }

  private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    rotate(lane &+ word &* prime2, 31) &* prime1
  }

  private static func rotate(_ word: UInt64, _ count: UInt64) -> UInt64 {
    word &<< count | word &>> (64 &- count)
  }
}

/// The hash function XXH32, with seed 0, as lz4 has it.
struct XXHash32: Sendable {
  private static let prime1: UInt32 = 0x9E37_79B1
  private static let prime2: UInt32 = 0x85EB_CA77
  private static let prime3: UInt32 = 0xC2B2_AE3D
  private static let prime4: UInt32 = 0x27D4_EB2F
  private static let prime5: UInt32 = 0x1656_67B1

  private var lanes = SIMD4<UInt32>(Self.prime1 &+ Self.prime2, Self.prime2, 0, 0 &- Self.prime1)
  private var pending: [UInt8] = []
  private var count: UInt64 = 0

  /// The hash of some bytes.
  static func of(_ bytes: Span<UInt8>) -> UInt32 {
    var hash = Self()
    hash.update(bytes)
    return hash.value
  }

  /// Adds some bytes.
  mutating func update(_ bytes: Span<UInt8>) {
    count &+= UInt64(bytes.count)
    var place = 0
    if !pending.isEmpty {
      place = min(16 - pending.count, bytes.count)
      pending.append(0..<place, of: bytes)
      guard pending.count == 16 else { return }
      let block = pending
      var start = 0
      consume(block.span, from: &start)
      pending.removeAll(keepingCapacity: true)
    }
    consume(bytes, from: &place)
    pending.append(place..<bytes.count, of: bytes)
  }

  /// Works in all stripes of 16 bytes.
  private mutating func consume(_ bytes: Span<UInt8>, from place: inout Int) {
    var (a, b, c, d) = (lanes[0], lanes[1], lanes[2], lanes[3])
    while bytes.count &- place >= 16 {
      a = Self.round(a, bytes.littleEndian32(at: place))
      b = Self.round(b, bytes.littleEndian32(at: place &+ 4))
      c = Self.round(c, bytes.littleEndian32(at: place &+ 8))
      d = Self.round(d, bytes.littleEndian32(at: place &+ 12))
      place &+= 16
    }
    lanes = SIMD4(a, b, c, d)
  }

  /// The hash of all bytes so far.
  var value: UInt32 {
    var hash: UInt32
    if count >= 16 {
      hash = Self.rotate(lanes[0], 1) &+ Self.rotate(lanes[1], 7)
      hash &+= Self.rotate(lanes[2], 12) &+ Self.rotate(lanes[3], 18)
    } else {
      hash = Self.prime5
    }
    hash &+= UInt32(truncatingIfNeeded: count)
    let rest = pending.span
    var place = 0
    while rest.count - place >= 4 {
      hash &+= rest.littleEndian32(at: place) &* Self.prime3
      hash = Self.rotate(hash, 17) &* Self.prime4
      place += 4
    }
    while place < rest.count {
      hash &+= UInt32(rest[place]) &* Self.prime5
      hash = Self.rotate(hash, 11) &* Self.prime1
      place += 1
    }
    hash = (hash ^ hash >> 15) &* Self.prime2
    hash = (hash ^ hash >> 13) &* Self.prime3
    return hash ^ hash >> 16
  }

  private static func round(_ lane: UInt32, _ word: UInt32) -> UInt32 {
    rotate(lane &+ word &* prime2, 13) &* prime1
  }

  private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word &<< count | word &>> (32 &- count)
  }
}
