import Basics
/// The directory at the end of a zip file, held against the entries that were found before it.
struct ZipDirectory {
  /// What is compared of an entry.
  private struct Summary: Equatable {
    var offset: Int
    var method: Int
    var compressedSize: Int
    var isEncrypted: Bool
  }

  /// By offset; a size that follows the data is not compared.
  private var found: [Summary] = []
  private var sizesFollow: [Bool] = []
  private var named: [Summary] = []
  /// Where the directory begins, and where it says that it does.
  private var start: Int?
  private var statedStart: Int?

  private static let overlap = ArchiveError.damaged(
    "the directory names entries that overlap or are not there")

  /// Notes an entry.
  mutating func add(_ entry: ZipEntry, at offset: Int) {
    found.append(
      Summary(
        offset: offset, method: entry.method, compressedSize: entry.compressedSize,
        isEncrypted: entry.isEncrypted))
    sizesFollow.append(entry.hasDescriptor)
  }

  /// Reads the directory, or a part of it, from where the input stands.
  ///
  /// - Returns: Whether that was the last part: APPNOTE.TXT, 4.3.16.
  /// - Throws: `ArchiveError`.
  mutating func read(_ input: BufferedInput) throws(ArchiveError) -> Bool {
    guard try input.fill(4) else { throw .cutOff }
    switch input.withAvailable({ Int($0.littleEndian32(at: 0)) }) {
    case ZipSignature.directory:
      if start == nil { start = input.offset }
      try readEntry(input)
      return false
    case ZipSignature.directoryEnd64:
      guard try input.fill(56) else { throw .cutOff }
      if start == nil { start = input.offset }
      statedStart = input.withAvailable { $0.zipLength(at: 48) }
      let length = input.withAvailable { $0.zipLength(at: 4) }
      guard let length, length >= 44, length < 1 << 20 else {
        throw .damaged("the end of the directory")
      }
      try input.skip(12 + length)
      return false
    default:
      guard try input.fill(22) else { throw .cutOff }
      if start == nil { start = input.offset }
      let (stated, comment) = input.withAvailable {
        (Int($0.littleEndian32(at: 16)), Int($0.littleEndian16(at: 20)))
      }
      if stated != 0xFFFF_FFFF { statedStart = stated }
      try input.skip(22)
      // A comment that is cut off hides nothing.
      if try input.fill(comment) { input.take(comment) }
      return true
    }
  }

  private mutating func readEntry(_ input: BufferedInput) throws(ArchiveError) {
    guard try input.fill(46) else { throw .cutOff }
    var entry = Summary(offset: 0, method: 0, compressedSize: 0, isEncrypted: false)
    var size = 0
    let (name, extra, comment) = input.withAvailable { bytes in
      entry.method = Int(bytes.littleEndian16(at: 10))
      entry.isEncrypted =
        Int(bytes.littleEndian16(at: 8)) & 0x2041 != 0 || entry.method == 99
      entry.compressedSize = Int(bytes.littleEndian32(at: 20))
      size = Int(bytes.littleEndian32(at: 24))
      entry.offset = Int(bytes.littleEndian32(at: 42))
      return (
        Int(bytes.littleEndian16(at: 28)), Int(bytes.littleEndian16(at: 30)),
        Int(bytes.littleEndian16(at: 32))
      )
    }
    let length = 46 + name + extra + comment
    guard try input.fill(length) else { throw .cutOff }
    input.withAvailable { bytes in
      Self.takeLargeNumbers(
        bytes.extracting((46 + name)..<(46 + name + extra)), hasLargeSize: size == 0xFFFF_FFFF,
        &entry)
    }
    input.take(length)
    named.append(entry)
    guard named.count <= found.count else { throw Self.overlap }
  }

  /// Takes what the extra field for zip64 says (4.5.3).
  private static func takeLargeNumbers(
    _ extra: Span<UInt8>, hasLargeSize: Bool, _ entry: inout Summary
  ) {
    var offset = 0
    while offset + 4 <= extra.count {
      let length = Int(extra.littleEndian16(at: offset + 2))
      let isSizes = Int(extra.littleEndian16(at: offset)) == 1
      offset += 4
      guard offset + length <= extra.count else { return }
      if isSizes {
        var place = offset + (hasLargeSize ? 8 : 0)
        if entry.compressedSize == 0xFFFF_FFFF, place + 8 <= offset + length {
          entry.compressedSize = extra.zipLength(at: place) ?? -1
          place += 8
        }
        if entry.offset == 0xFFFF_FFFF, place + 8 <= offset + length {
          entry.offset = extra.zipLength(at: place) ?? -1
        }
      }
      offset += length
    }
  }

  /// Holds what the directory names against what was found.
  ///
  /// - Parameter isWhole: Whether the directory was read to its end.
  /// - Throws: `ArchiveError` when something is named that was not read.
  func check(isWhole: Bool) throws(ArchiveError) {
    guard isWhole, let start else { throw .cutOff }
    // What stands before the file, such as a program that unpacks it, moves everything.
    let shift = start - (statedStart ?? start)
    var next = 0
    for entry in named.sorted(by: { $0.offset < $1.offset }) {
      let offset = entry.offset + shift
      while next < found.count, found[next].offset < offset { next += 1 }
      guard next < found.count, found[next].offset == offset else {
        throw Self.overlap
      }
      let known = found[next]
      guard known.method == entry.method, known.isEncrypted == entry.isEncrypted,
        sizesFollow[next] || known.compressedSize == entry.compressedSize
      else { throw .damaged("the directory and the entries say different things") }
      next += 1
    }
  }
}
