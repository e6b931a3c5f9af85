import Basics
import Inflate
package import SystemIO

/// Reads a zip file from its first byte to its last, by the headers before the data.
///
/// So it needs no way back, finds entries that the directory at the end does not name, and reads
/// no byte twice however entries overlap. The directory is held against what was found: an entry that
/// it names and that was not there, or is something else there, is an error. The format is PKWARE's
/// APPNOTE.TXT.
package final class ZipReader: MemberReader {
  private let input: BufferedInput
  private var directory = ZipDirectory()
  /// The entry that the reader stands at; nil for none.
  private var entry: ZipEntry?
  private var start = 0
  /// What the entry's data is decompressed by; nil for what is stored.
  private var unpacked: UnpackedStream?
  /// Whether the entry can be read.
  private var isReadable = false
  /// Bytes of the entry's content that were read.
  private var size = 0
  private var checksum = CRC.crc32
  private var isFinished = false
  private let deflate = DeflateDecoder(.raw)

  private let memoryLimit: Int
  /// The content of an entry that was decompressed in one go, and how much of it was read.
  private var whole = ByteBuffer()
  private var position = 0
  /// Contents up to this size are, in bytes.
  private static let wholeLimit = 4 << 20

  /// Reads from where the input stands; a decompressor may hold a history of so many bytes.
  package init(_ input: BufferedInput, memoryLimit: Int) {
    self.input = input
    self.memoryLimit = memoryLimit
  }

  // MARK: Entries

  package func next() throws(ArchiveError) -> Member? {
    if entry != nil { try finish() }
    while !isFinished {
      guard try input.fill(4) else {
        isFinished = true
        try directory.check(isWhole: false)
        return nil
      }
      let signature = input.withAvailable { Int($0.littleEndian32(at: 0)) }
      switch signature {
      case ZipSignature.localHeader:
        if let member = try readHeader() { return member }
        input.take(1)
      case ZipSignature.directory, ZipSignature.directoryEnd, ZipSignature.directoryEnd64:
        isFinished = try directory.read(input)
        if isFinished { try directory.check(isWhole: true) }
      default:
        input.take(1)
        try seek()
      }
    }
    return nil
  }

  /// Reads a local header; nil for bytes that only begin like one.
  private func readHeader() throws(ArchiveError) -> Member? {
    guard try input.fill(ZipEntry.fixedSize) else { throw .cutOff }
    var (entry, nameLength, extraLength) = input.withAvailable { header in
      (ZipEntry(header), Int(header.littleEndian16(at: 26)), Int(header.littleEndian16(at: 28)))
    }
    let length = ZipEntry.fixedSize + nameLength + extraLength
    guard try input.fill(length) else { throw .cutOff }
    let isPlausible = input.withAvailable { bytes in
      let extra = ZipEntry.fixedSize + nameLength
      entry.name = Array(copying: bytes.extracting(ZipEntry.fixedSize..<extra))
      return entry.take(extra: bytes.extracting(extra..<length))
    }
    guard isPlausible else { return nil }
    directory.add(entry, at: input.offset)
    input.take(length)
    return begin(entry)
  }

  private func begin(_ entry: ZipEntry) -> Member {
    self.entry = entry
    start = input.offset
    (unpacked, size, checksum, isReadable) = (nil, 0, CRC.crc32, true)
    position = 0
    whole.removeAll()
    var member = Member(name: entry.name, size: entry.hasDescriptor ? nil : entry.size)
    if entry.name.last == UInt8(ascii: "/"), entry.size == 0, !entry.hasDescriptor {
      member.kind = .folder
    }
    do throws(ArchiveError) {
      if entry.isEncrypted { throw .encrypted }
      let limit = entry.isSizeKnown ? entry.compressedSize : .max
      if let compression = try entry.compression() {
        deflate.reset()
        let decoder: any StreamDecoder =
          compression == .deflate ? deflate : compression.makeDecoder(memoryLimit: memoryLimit)
        unpacked = UnpackedStream(input, decoder, atMost: limit)
      }
    } catch {
      isReadable = false
      member.obstacle = error
    }
    return member
  }

  // MARK: Content

  package func read(atMost limit: Int, into buffer: inout ByteBuffer) throws(ArchiveError) -> Int {
    guard let entry, isReadable else { return 0 }
    let before = buffer.count
    var isAtEnd = false
    do throws(ArchiveError) {
      if entry.method == 8, size == 0 { try decompressWhole(entry) }
      if !whole.isEmpty {
        let count = min(limit, whole.count - position)
        whole.withBytes(in: position..<position + count) { buffer.append($0) }
        position += count
        isAtEnd = count == 0
      } else if let unpacked {
        isAtEnd = try unpacked.read(atMost: limit, into: &buffer) == 0
      } else if entry.isSizeKnown {
        let rest = entry.compressedSize - size
        isAtEnd = rest == 0
        if !isAtEnd, try input.read(atMost: min(limit, rest), into: &buffer) == 0 { throw .cutOff }
      } else {
        isAtEnd = try !readToDescriptor(atMost: limit, into: &buffer)
      }
    } catch {
      isReadable = false
      throw error
    }
    let count = buffer.count - before
    size += count
    buffer.withBytes { checksum.update($0.extracting(before...)) }
    if isAtEnd {
      isReadable = false
      guard entry.hasDescriptor || entry.size == size && UInt64(entry.crc) == checksum.value else {
        throw .damaged("size or checksum is another than its header says")
      }
    }
    return count
  }

  /// Decompresses a deflated entry whose sizes are known and not large; else does nothing.
  private func decompressWhole(_ entry: ZipEntry) throws(ArchiveError) {
    guard whole.isEmpty, entry.isSizeKnown, entry.size > 0, entry.size <= Self.wholeLimit,
      entry.compressedSize <= Self.wholeLimit + 4_096, input.offset == start,
      try input.fill(entry.compressedSize)
    else { return }
    let taken = input.withAvailable(atMost: entry.compressedSize) {
      deflate.decodeWhole($0, size: entry.size, into: &whole)
    }
    if let taken { input.take(taken) } else { whole.removeAll() }
  }

  /// Reads on in stored data that ends where its descriptor begins.
  ///
  /// - Returns: Whether bytes were appended.
  private func readToDescriptor(
    atMost limit: Int, into buffer: inout ByteBuffer
  ) throws(ArchiveError) -> Bool {
    guard try input.fill(16) else { throw .cutOff }
    let (length, size) = (input.available, size)
    let count = input.withAvailable { bytes in
      // What may be the start of a descriptor stays for the next time.
      var end = 0
      while end < min(limit, length - 15) {
        if bytes[end] == UInt8(ascii: "P"),
          Int(bytes.littleEndian32(at: end)) == ZipSignature.descriptor,
          Int(bytes.littleEndian32(at: end + 8)) == (size + end) & 0xFFFF_FFFF
        {
          break
        }
        end += 1
      }
      buffer.append(bytes.extracting(..<end))
      return end
    }
    input.take(count)
    return count > 0
  }

  /// Goes to the end of the entry's data, and past the descriptor.
  private func finish() throws(ArchiveError) {
    guard let entry else { return }
    self.entry = nil
    defer { unpacked = nil }
    let taken = input.offset - start
    if entry.isSizeKnown { try input.skip(entry.compressedSize - taken) }
    guard entry.hasDescriptor else { return }
    _ = try input.fill(24)
    let (size, crc) = (size, UInt32(truncatingIfNeeded: checksum.value))
    let wasRead = unpacked?.isAtEnd ?? !entry.isSizeKnown
    let end =
      input.withAvailable { bytes in
        ZipEntry.descriptorEnd(
          bytes, crc: crc, compressedSize: input.offset - start, size: size)
      }
    if let end {
      input.take(end)
    } else if !entry.isSizeKnown, wasRead {
      try seek()
      throw .damaged("nothing tells the size of what is in it")
    } else {
      try seek()
    }
  }

  /// Goes to the next place that looks like a header.
  private func seek() throws(ArchiveError) {
    while try input.fill(4) {
      let (length, place) = input.withAvailable { bytes in
        var place = 0
        while place + 4 <= bytes.count, !Self.isHeader(bytes, at: place) { place += 1 }
        return (bytes.count, place)
      }
      input.take(place)
      if place + 4 <= length { return }
    }
    input.take(input.available)
  }

  private static func isHeader(_ bytes: Span<UInt8>, at place: Int) -> Bool {
    guard bytes[place] == UInt8(ascii: "P"), bytes[place + 1] == UInt8(ascii: "K") else {
      return false
    }
    switch Int(bytes.littleEndian32(at: place)) {
    case ZipSignature.localHeader, ZipSignature.directory, ZipSignature.directoryEnd,
      ZipSignature.directoryEnd64:
      return true
    default: return false
    }
  }
}
