internal import Basics
internal import Inflate
internal import SystemIO

/// A pack with its index, both mapped.
final class Pack: Sendable {
  /// Path of the `.pack` file.
  let path: String
  let index: PackIndex
  private let file: MappedFile
  let format: ObjectFormat
  /// Where the entries end and the checksum of the pack begins.
  let end: Int
  /// Why the pack is not to be trusted as a whole, though its objects may be.
  let problem: ObjectError?

  /// `PACK`, version, number of objects.
  static let headerSize = 12

  /// Maps a pack and its index, by their path without `.pack` and `.idx`.
  ///
  /// - Throws: `ObjectError` with the file when one of the two cannot be used at all.
  init(stem: String, format: ObjectFormat) throws(ObjectError) {
    let path = stem + ".pack"
    let index = try PackIndex(path: stem + ".idx", format: format)
    let file: MappedFile
    do throws(SystemError) {
      file = try MappedFile(path: path)
    } catch {
      throw ObjectError(.system(error), file: path)
    }
    do throws(ObjectError.Reason) {
      let reason = try file.withBytes { bytes throws(ObjectError.Reason) in
        try Self.problem(bytes, index)
      }
      problem = reason.map { ObjectError($0, file: path) }
    } catch {
      throw ObjectError(error, file: path)
    }
    end = file.count - format.byteCount
    self.path = path
    self.index = index
    self.file = file
    self.format = format
  }

  /// Why the pack and its index do not fit together; throws when the pack is none.
  private static func problem(
    _ bytes: Span<UInt8>, _ index: borrowing PackIndex
  ) throws(ObjectError.Reason) -> ObjectError.Reason? {
    guard bytes.count >= headerSize + index.checksumSize else { throw .truncated }
    guard bytes.bigEndian32(at: 0) == 0x5041_434B else { throw .corrupt("no pack") }
    let version = bytes.bigEndian32(at: 4)
    guard version == 2 || version == 3 else { throw .unsupported("pack version \(version)") }
    // Entries are numbered in 32 bits.
    guard index.count < Int32.max else { throw .unsupported("\(index.count) objects") }
    if Int(bytes.bigEndian32(at: 8)) != index.count {
      return .corrupt("its number of objects is not that of its index")
    }
    let checksum = bytes.extracting(last: index.checksumSize)
    return index.isMade(forPackEndingWith: checksum)
      ? nil : .corrupt("its checksum is not that of its index")
  }

  /// Lends the bytes of the pack.
  func withBytes<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try file.withBytes(body)
  }

  /// Reads the header of the entry at an offset.
  func header(at offset: Int) throws(ObjectError.Reason) -> EntryHeader {
    try file.withBytes { bytes throws(ObjectError.Reason) in
      try EntryHeader(bytes, at: offset, end: end, format: format)
    }
  }

  /// Decompresses an entry of at most `limit` bytes, in place of what the buffer holds.
  ///
  /// - Returns: Where the entry ends in the pack.
  /// - Throws: Why it cannot be decompressed, or has another size than its header says.
  func inflate(
    _ header: EntryHeader, limit: Int, with inflater: inout Inflater, into buffer: inout ByteBuffer
  ) throws(ObjectError.Reason) -> Int {
    guard header.size <= limit else { throw .tooLarge(bytes: header.size) }
    return try file.withBytes { bytes throws(ObjectError.Reason) in
      // The checksum behind the last entry lets the decoder read ahead.
      try inflater.decode(
        bytes.extracting(header.dataOffset...), size: header.size, replacing: &buffer)
        + header.dataOffset
    }
  }

  /// Decompresses the first bytes of an entry, in place of what the buffer holds; damage behind them
  /// is not noticed.
  ///
  /// - Returns: Whether the buffer holds them; false when the entry is shorter or not in order.
  func inflateFront(
    _ header: EntryHeader, count: Int, with inflater: inout Inflater, into buffer: inout ByteBuffer
  ) -> Bool {
    guard header.size > count else { return false }
    buffer.removeAll()
    return file.withBytes { bytes in
      buffer.extend(by: count + Inflater.slack) { output in
        inflater.decodeFront(
          bytes.extracting(header.dataOffset...), count: count, into: &output)
      }
    }
  }
}
