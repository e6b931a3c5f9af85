import Basics
package import SystemIO

/// What a compressed file holds, with all its members where the form lets several stand in a row.
package final class CompressedFile: ByteStream {
  private let input: BufferedInput
  private let compression: Compression
  private let decoder: any StreamDecoder
  private var stream: UnpackedStream
  /// The name in the file's own header; nil for none.
  package let name: [UInt8]?

  /// Reads from where the input stands, with a history of so many bytes at most.
  package init(_ input: BufferedInput, _ compression: Compression, memoryLimit: Int) {
    let decoder = compression.makeDecoder(memoryLimit: memoryLimit)
    self.input = input
    self.compression = compression
    self.decoder = decoder
    name = compression == .gzip ? input.withAvailable(Self.gzipName) : nil
    stream = UnpackedStream(input, decoder)
  }

  package func read(atMost limit: Int, into buffer: inout ByteBuffer) throws(ArchiveError) -> Int {
    while true {
      let count = try stream.read(atMost: limit, into: &buffer)
      if count > 0 { return count }
      guard try beginNext() else { return 0 }
    }
  }

  /// Goes to the next of several members in a row.
  private func beginNext() throws(ArchiveError) -> Bool {
    // Padding between them is zeros. Other decompressors go on by themselves.
    guard compression == .gzip, try input.skipZeros() else { return false }
    _ = try input.fill(PackedFormat.headLength)
    guard input.withAvailable({ PackedFormat(head: $0) }) == .compressed(.gzip) else {
      return false
    }
    decoder.reset()
    stream = UnpackedStream(input, decoder)
    return true
  }

  /// The name in a header of gzip (RFC 1952, 2.3).
  private static func gzipName(_ head: Span<UInt8>) -> [UInt8]? {
    guard head.count > 12, head[3] & 8 != 0 else { return nil }
    var start = 10
    if head[3] & 4 != 0 { start += 2 + Int(head.littleEndian16(at: 10)) }
    guard start < head.count,
      let end = (start..<head.count).first(where: { head[$0] == 0 }), end > start
    else { return nil }
    return (start..<end).map { head[$0] }
  }
}
