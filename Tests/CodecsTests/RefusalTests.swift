import Codecs
import TestSupport
import Testing

/// What is not decoded is said plainly, before memory is taken.
@Suite struct RefusalTests {
  private static func sample(_ name: String) throws -> Sample {
    try #require(Sample.all.get().first { $0.name == name })
  }

  private static func error(_ format: CompressedFormat, _ bytes: [UInt8]) -> DecompressionError? {
    Feeding(format.makeDecompressor(), bytes).error
  }

  @Test func windowsAreLimited() throws {
    let limit = 8 << 20
    let window = try Self.sample("text-window.zst")
    let fed = Feeding(ZstandardDecompressor(memoryLimit: limit), window.bytes)
    #expect(fed.error == .needsMemory(128 << 20))
    #expect(fed.error?.description == "134217728 bytes of memory are needed to decompress")
    let xz = try Self.sample("long-9.xz")
    #expect(Feeding(XZDecompressor(memoryLimit: limit), xz.bytes).error == .needsMemory(64 << 20))
    // The dictionary's size, with the size of the data unknown.
    var lzma = try Self.sample("text.lzma").bytes
    lzma.replaceSubrange(1..<5, with: [0, 0, 0, 0x40])
    #expect(Self.error(.lzma, lzma) == .needsMemory(1 << 30))
    // The largest window that zstd can ask for: 2^41 and 7/8 of that.
    #expect(
      Self.error(.zstd, [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0xFF, 0, 0, 0])
        == .needsMemory((1 << 41) / 8 * 15))
  }

  @Test func dictionariesAreRefused() throws {
    #expect(
      Self.error(.zstd, [0x28, 0xB5, 0x2F, 0xFD, 0x21, 7, 5])
        == .unsupported("a zstd frame with a dictionary"))
  }

  @Test func randomisedBlocksAreRefused() throws {
    var bytes = try Self.sample("text.bz2").bytes
    // Behind the header, the block's magic number and its checksum.
    bytes[14] |= 0x80
    #expect(Self.error(.bzip2, bytes) == .unsupported("a randomised bzip2 block"))
  }

  @Test func filtersAreNamed() throws {
    let script = """
      import lzma, sys
      sys.stdout.buffer.write(lzma.compress(b"text", filters=[{"id": lzma.FILTER_ARM},
          {"id": lzma.FILTER_LZMA2, "preset": 1}]))
      """
    let run = try ProgramRun("/usr/bin/env", ["python3", "-c", script], in: "/")
    try #require(run.status == 0)
    #expect(Self.error(.xz, run.outputBytes) == .unsupported("the filter ARM of xz data"))
  }

  @Test func damageIsNamed() throws {
    let places: [(name: String, fromEnd: Int, what: String)] = [
      ("text.bz2", 1, "the checksum of a bzip2 stream"),
      ("text.xz", 1, "the footer of an xz stream"), ("text.xz", 5, "the footer of an xz stream"),
      ("text-1.zst", 1, "the checksum of a zstd frame"),
      ("text.lz4", 1, "the checksum of an lz4 frame"),
    ]
    for (name, fromEnd, what) in places {
      let sample = try Self.sample(name)
      var bytes = sample.bytes
      bytes[bytes.count - fromEnd] ^= 0x40
      let error = Self.error(sample.format, bytes)
      #expect(error == .damaged(what), "\(name)")
      #expect(error?.description == "\(what) is damaged")
    }
  }

  @Test func membersOfZipAreDecoded() throws {
    // The stream of a `.lzma` file behind the header of a zip's member.
    let sample = try Self.sample("text.lzma")
    let bytes = [9, 20, 5, 0] + sample.bytes[0..<5] + sample.bytes[13...]
    let marked = Feeding(LZMADecompressor(.zip(size: nil)), bytes)
    #expect(marked.result == sample.text)
    #expect(Feeding(LZMADecompressor(.zip(size: sample.text.count)), bytes).result == sample.text)
    let short = Feeding(LZMADecompressor(.zip(size: sample.text.count - 1)), bytes)
    #expect(short.error != nil)
    let long = Feeding(LZMADecompressor(.zip(size: sample.text.count + 1)), bytes)
    #expect(long.error == .damaged("the size of LZMA data"))
  }
}
