import Archives
import SystemIO

/// What comes out of a decompressor, as far as limits allow.
final class MeteredStream: ByteStream {
  private let source: any ByteStream
  /// What it is decompressed from.
  private let input: BufferedInput
  private let start: Int
  /// The archive as a whole.
  private let whole: BufferedInput
  private let meter: ArchiveMeter
  private var count = 0

  init(
    _ source: any ByteStream, from input: BufferedInput, of whole: BufferedInput,
    _ meter: ArchiveMeter
  ) {
    self.source = source
    self.input = input
    start = input.offset
    self.whole = whole
    self.meter = meter
  }

  func read(atMost limit: Int, into buffer: inout ByteBuffer) throws(ArchiveError) -> Int {
    // In pieces, so that a limit is noticed soon.
    let read = try source.read(atMost: min(limit, 1 << 20), into: &buffer)
    count += read
    meter.count(read, ofWhole: whole.offset)
    if let stop = meter.stop { throw .tooLarge(stop) }
    let limits = meter.limits
    guard count <= limits.memberSize else {
      throw .tooLarge("expands to more than \(limits.memberSize) bytes")
    }
    guard count <= limits.ratioFloor || count / limits.ratio <= input.offset - start else {
      throw .tooLarge("expands to more than \(limits.ratio) times its size")
    }
    return read
  }
}
