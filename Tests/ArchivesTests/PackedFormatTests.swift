import Archives
import Codecs
import Testing

/// What is packed is told by its first bytes.
@Suite struct PackedFormatTests {
  private static let cpio =
    Array("070701".utf8)
    + Array(
      [0, 0o100644, 0, 0, 1, 0, 0, 0, 0, 0, 0, 2, 0].map { number in
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
      }.joined().utf8)
    + Array("a".utf8)

  private func format(_ bytes: [UInt8]) -> PackedFormat? {
    let padded = bytes + Array(repeating: 0, count: max(2, 128 - bytes.count))
    return PackedFormat(head: padded.span)
  }

  @Test(
    arguments: [
      ([0x50, 0x4B, 3, 4], .zip), ([0x50, 0x4B, 5, 6], .zip),
      ([0x1F, 0x8B, 8, 0], .compressed(.gzip)),
      ([0x1F, 0x9D, 0x90], .compressed(.codec(.compress))),
      ([0x78, 0x9C, 3, 0], .compressed(.zlib)),
      ([0x04, 0x22, 0x4D, 0x18, 0x64, 0x40, 0xA7], .compressed(.codec(.lz4))),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], .compressed(.codec(.xz))),
      ([0x28, 0xB5, 0x2F, 0xFD], .compressed(.codec(.zstd))),
      (Array("!<arch>\na/              0           0     0     644     1         `\n".utf8), .ar),
      (Self.cpio, .cpio),
      (
        Array("0707070000000000011006440000000000000000010000000000000000000000200000000000a".utf8),
        .cpio
      ),
      (
        [0xC7, 0x71, 0, 0, 0, 0, 0xA4, 0x81] + [UInt8](repeating: 0, count: 12)
          + [2, 0, 0, 0, 0, 0, 0x61, 0], .other("binary cpio")
      ),
      (
        [0x71, 0xC7, 0, 0, 0, 0, 0x81, 0xA4] + [UInt8](repeating: 0, count: 12)
          + [0, 2, 0, 0, 0, 0, 0x61, 0], .other("binary cpio")
      ),
      ([0x1F, 0x1E, 0, 0, 1, 0, 2, 1, 1], .other("pack (.z)")),
      ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .other("7z")),
      (Array("PACK".utf8) + [0, 0, 0, 2], .bundle),
      ([0x52, 0x61, 0x72, 0x21, 0x1A, 7], .other("RAR")),
    ] as [([UInt8], PackedFormat)])
  func magicsAreKnown(bytes: [UInt8], expected: PackedFormat) {
    #expect(format(bytes) == expected)
  }

  @Test(arguments: [
    "PK is no zip", "BZhello", "# a comment", "7zip is a program", "Rarely", "070709 is a number",
    "LZIPPER", "MSCFG", "!<arc>", "hsqsomething",
    "070707",
    "070701 and more digits 0707010707010707010707010707010707010707010707010707010707010707",
    "!<arch>\nis the first line of an archive, and this is a text about it, which is quite long",
  ])
  func textsAreNot(text: String) {
    #expect(format(Array(text.utf8)) == nil)
  }

  /// A text may begin with a header of zlib; it is one when it can be decompressed.
  @Test func textsThatBeginLikeZlibAreNotConfirmed() throws {
    for text in ["x^2 + y^2 = z^2 is what Pythagoras says of triangles", "x\u{1}\u{1}plain"] {
      let bytes = Array(text.utf8) + Array(repeating: UInt8(ascii: "."), count: 100_000)
      let input = BufferedInput(MemoryStream(copying: bytes.span))
      #expect(try !Compression.zlib.isConfirmed(by: input), "\(text)")
      #expect(input.offset == 0)
    }
    let short = BufferedInput(MemoryStream(copying: Array("x^2+y^2 = z".utf8).span))
    #expect(try !Compression.zlib.isConfirmed(by: short))
  }

  /// What is cut off, or takes too much memory, is nevertheless of its form, and not passed over.
  @Test func whatCannotBeOpenedIsConfirmed() throws {
    // A stored block of five bytes, of which three are there.
    let cut: [UInt8] = [0x78, 0x01, 1, 5, 0, 0xFA, 0xFF, 0x61, 0x62, 0x63]
    #expect(try Compression.zlib.isConfirmed(by: BufferedInput(MemoryStream(copying: cut.span))))
    // A dictionary of 512 MiB, and data of unknown size.
    let large: [UInt8] =
      [0x5D, 0, 0, 0, 0x20] + Array(repeating: 0xFF, count: 8) + Array(repeating: 0, count: 40)
    #expect(
      try Compression.codec(.lzma).isConfirmed(
        by: BufferedInput(MemoryStream(copying: large.span))))
  }
}
