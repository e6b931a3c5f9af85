internal import Basics
internal import SystemIO

/// The index of a pack: ids in ascending order, each with its place in the pack.
///
/// Version 2, see gitformat-pack(5). The file is untrusted: its size is checked once against the
/// counts, each offset where it is used.
struct PackIndex: ~Copyable, Sendable {
  private let file: MappedFile
  private let format: ObjectFormat
  /// Number of objects.
  let count: Int
  /// Size of the checksums that end the index and its pack, in bytes.
  var checksumSize: Int { format.byteCount }

  private static let namesStart = 8 + 256 * 4
  private var checksumsStart: Int { Self.namesStart + count * format.byteCount }
  private var offsetsStart: Int { checksumsStart + 4 * count }
  private var largeStart: Int { offsetsStart + 4 * count }
  /// Where the checksum of the pack stands, the last thing but one.
  private var packChecksumStart: Int { file.count - 2 * format.byteCount }

  /// Maps an index.
  ///
  /// - Throws: `ObjectError` with the file when it is no index of version 2 or cut off.
  init(path: String, format: ObjectFormat) throws(ObjectError) {
    let file: MappedFile
    do throws(SystemError) {
      file = try MappedFile(path: path)
    } catch {
      throw ObjectError(.system(error), file: path)
    }
    do throws(ObjectError.Reason) {
      count = try file.withBytes { bytes throws(ObjectError.Reason) in
        try Self.checkedCount(bytes, format)
      }
    } catch {
      throw ObjectError(error, file: path)
    }
    self.file = file
    self.format = format
  }

  private static func checkedCount(
    _ bytes: Span<UInt8>, _ format: ObjectFormat
  ) throws(ObjectError.Reason) -> Int {
    guard bytes.count >= namesStart + 2 * format.byteCount else { throw .truncated }
    guard bytes.bigEndian32(at: 0) == 0xFF74_4F63 else { throw .unsupported("index version 1") }
    let version = bytes.bigEndian32(at: 4)
    guard version == 2 else { throw .unsupported("index version \(version)") }
    var count: UInt32 = 0
    for bucket in 0..<256 {
      let next = bytes.bigEndian32(at: 8 + 4 * bucket)
      guard next >= count else { throw .corrupt("the fan-out table descends") }
      count = next
    }
    // No overflow: the count has 32 bits. What is left are the offsets beyond 2 GB.
    let rest =
      bytes.count - namesStart - Int(count) * (format.byteCount + 8) - 2 * format.byteCount
    guard rest >= 0 else { throw .truncated }
    guard rest % 8 == 0, rest / 8 <= Int(count) else { throw .corrupt("wrong size") }
    return Int(count)
  }

  /// The id at a position, which must be below `count`.
  func id(at position: Int) -> ObjectID {
    precondition(position >= 0 && position < count)
    return file.withBytes { bytes in
      ObjectID(bytes, at: Self.namesStart + position * format.byteCount, format: format)
    }
  }

  /// The offset in the pack at a position; nil when the index is broken there.
  func offset(at position: Int) -> Int? {
    precondition(position >= 0 && position < count)
    return file.withBytes { bytes in offset(at: position, bytes) }
  }

  private func offset(at position: Int, _ bytes: Span<UInt8>) -> Int? {
    let short = bytes.bigEndian32(at: offsetsStart + 4 * position)
    guard short & 0x8000_0000 != 0 else { return Int(short) }
    let place = largeStart + 8 * Int(short & 0x7FFF_FFFF)
    guard place + 8 <= packChecksumStart else { return nil }
    return Int(exactly: bytes.bigEndian64(at: place))
  }

  /// Lends every position with its offset, in the order of the ids.
  func forEachOffset(_ body: (_ position: Int, _ offset: Int?) -> Void) {
    file.withBytes { bytes in
      for position in 0..<count { body(position, offset(at: position, bytes)) }
    }
  }

  /// Number of entries of a finer fan-out table.
  static let fineFanOutCount = 1 << 16 + 1

  /// Where ids begin by their first 16 bits, and behind the last where they end: a finer fan-out table
  /// than the file has.
  ///
  /// Makes a look-up three times as quick, but reads the whole file.
  func fineFanOut() -> [UInt32] {
    file.withBytes { bytes in
      var starts: [UInt32] = []
      starts.reserveCapacity(Self.fineFanOutCount)
      for position in 0..<count {
        let place = Self.namesStart + position * format.byteCount
        let front = Int(bytes[place]) << 8 | Int(bytes[place + 1])
        while starts.count <= front { starts.append(UInt32(position)) }
      }
      while starts.count <= 1 << 16 { starts.append(UInt32(count)) }
      return starts
    }
  }

  /// Finds an id.
  ///
  /// - Parameters:
  ///   - id: The id.
  ///   - fanOuts: Tables of several indexes, as ``fineFanOut()`` makes them.
  ///   - start: Where that of this index begins; the end or more when there is none.
  /// - Returns: Its position; nil when the pack does not have it.
  func position(of id: ObjectID, by fanOuts: [UInt32] = [], from start: Int = 0) -> Int? {
    guard id.format == format else { return nil }
    return file.withBytes { bytes in
      var low: Int
      var high: Int
      var lowest: UInt64
      var highest: UInt64
      if start >= fanOuts.count {
        let bucket = Int(id.first >> 56)
        low = bucket == 0 ? 0 : Int(bytes.bigEndian32(at: 4 + 4 * bucket))
        high = Int(bytes.bigEndian32(at: 8 + 4 * bucket))
        lowest = id.first & ~(~0 >> 8)
        highest = lowest | ~0 >> 8
      } else {
        let bucket = start + Int(id.first >> 48)
        low = Int(fanOuts[bucket])
        high = Int(fanOuts[bucket + 1])
        lowest = id.first & ~(~0 >> 16)
        highest = lowest | ~0 >> 16
      }
      var guesses = 4
      while low < high {
        var middle = (low + high) / 2
        // In a damaged index the bounds may leave their bucket: what is multiplied has 32 bits each.
        if guesses > 0, high - low > Self.fewIDs, lowest <= id.first, id.first <= highest,
          highest - lowest < 1 << 56
        {
          // Hashes are spread evenly: where one stands can be guessed, which spares most of the
          // steps, each of which waits for memory.
          let part = (id.first - lowest) >> 24
          let whole = (highest - lowest) >> 24 + 1
          middle = low + Int(UInt64(high - low) * part / whole)
          guesses -= 1
        }
        let place = Self.namesStart + middle * format.byteCount
        let first = bytes.bigEndian64(at: place)
        if first < id.first {
          (low, lowest) = (middle + 1, first)
        } else if first > id.first {
          (high, highest) = (middle, first)
        } else {
          let other = ObjectID(bytes, at: place, format: format)
          if other == id { return middle }
          if other < id { low = middle + 1 } else { high = middle }
        }
      }
      return nil
    }
  }

  /// So many ids stand next to each other in memory: a guess spares nothing.
  private static let fewIDs = 16

  /// Whether the pack's own checksum is the one that the index was made for.
  func isMade(forPackEndingWith checksum: Span<UInt8>) -> Bool {
    file.withBytes { bytes in
      ObjectID(bytes, at: packChecksumStart, format: format)
        == ObjectID(checksum, at: 0, format: format)
    }
  }
}
