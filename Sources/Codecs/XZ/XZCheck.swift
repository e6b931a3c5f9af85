import Basics

/// The check of the data of an xz block; the file format of xz, 2.1.1.2.
enum XZCheck: Sendable {
  case crc32(CRC)
  case crc64(CRC)
  case sha256(SHA256)
  /// None, or one that nobody has defined: of so many bytes, and passed over, as xz does.
  case other(size: Int)

  /// The sizes by number.
  private static let sizes = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64]

  /// Begins a check, by its number from 0 to 15.
  init(_ number: UInt8) {
    switch number & 15 {
    case 1: self = .crc32(.crc32)
    case 4: self = .crc64(.crc64)
    case 10: self = .sha256(SHA256())
    case let other: self = .other(size: Self.sizes[Int(other)])
    }
  }

  /// The number of bytes behind the block.
  var size: Int {
    switch self {
    case .crc32: 4
    case .crc64: 8
    case .sha256: 32
    case .other(let size): size
    }
  }

  /// Adds some data.
  mutating func update(_ bytes: Span<UInt8>) {
    switch self {
    case .crc32(var crc):
      crc.update(bytes)
      self = .crc32(crc)
    case .crc64(var crc):
      crc.update(bytes)
      self = .crc64(crc)
    case .sha256(var hasher):
      hasher.update(bytes)
      self = .sha256(hasher)
    case .other: break
    }
  }

  /// Whether these bytes stand behind the data.
  func holds(_ bytes: Span<UInt8>) -> Bool {
    switch self {
    case .crc32(let crc): return UInt64(bytes.littleEndian32(at: 0)) == crc.value
    case .crc64(let crc): return bytes.littleEndian64(at: 0) == crc.value
    case .sha256(let hasher): return bytes.starts(with: hasher.finalize())
    case .other: return true
    }
  }
}
