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
      ([0x78, 0x9C, 3, 0], .compressed(.zlib)), ([0x78, 0x5E, 3, 0], .compressed(.zlib)),
      ([0x08, 0x1D, 3, 0], .compressed(.zlib)), ([0x18, 0x95, 3, 0], .compressed(.zlib)),
      ([0x28, 0xCF, 3, 0], .compressed(.zlib)), ([0x38, 0x8D, 3, 0], .compressed(.zlib)),
      ([0x48, 0x89, 3, 0], .compressed(.zlib)), ([0x58, 0x85, 3, 0], .compressed(.zlib)),
      ([0x68, 0xDE, 3, 0], .compressed(.zlib)),
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
    "PK is no zip", "hello", "Hello", "Xenon", "88", "(so)",
    "BZhello", "# a comment", "7zip is a program", "Rarely", "070709 is a number",
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

  /// A header of tar's, as POSIX and GNU write it, and what is older.
  private static func tarHeader(_ magic: String) -> [UInt8] {
    var block = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, _ place: Int) {
      block.replaceSubrange(place..<place + text.utf8.count, with: text.utf8)
    }
    put("a.txt", 0)
    for (number, place) in [(0o644, 100), (0o1750, 108), (0o1750, 116)] {
      let digits = String(number, radix: 8)
      put(String(repeating: "0", count: 7 - digits.count) + digits, place)
    }
    put("00000000447", 124)
    put("14717213611", 136)
    put("        ", 148)
    put("0", 156)
    put(magic, 257)
    let sum = String(block.reduce(0) { $0 + Int($1) }, radix: 8)
    put(String(repeating: "0", count: 6 - sum.count) + sum + "\0 ", 148)
    return block
  }

  /// A byte that is changed hides no tar file, wherever it is.
  @Test(arguments: ["ustar\u{0}00", "ustar  \u{0}", ""])
  func damagedTarsAreKnown(magic: String) {
    let header = Self.tarHeader(magic)
    #expect(PackedFormat(head: header.span) == .tar)
    // What was written over several fields leaves the magic.
    var lost = header
    for place in 20..<130 { lost[place] = UInt8(ascii: "x") }
    #expect(PackedFormat(head: lost.span) == (magic.isEmpty ? nil : .tar))
    let places = Array(0..<5) + Array(100..<107) + Array(124..<135) + Array(148..<154)
    for place in places + (magic.isEmpty ? [] : Array(257..<265)) {
      for flip in [1, 2, 4] as [UInt8] {
        var damaged = header
        damaged[place] ^= flip
        // Of what is older, digits alone tell.
        let isTold = magic.isEmpty && (damaged[place] == 0x38 || damaged[place] == 0x39)
        guard !isTold else { continue }
        #expect(PackedFormat(head: damaged.span) == .tar, "\(place) \(flip)")
      }
    }
  }

  /// What only holds the magic, or digits, is no tar file.
  @Test func textsAreNoTars() {
    let dots = [UInt8](repeating: UInt8(ascii: "."), count: 512)
    for magic in ["ustar", "ustar\u{0}00", "ustar  \u{0}", "ustaR"] {
      var text = dots
      text.replaceSubrange(257..<257 + magic.utf8.count, with: magic.utf8)
      #expect(PackedFormat(head: text.span) == nil)
    }
    #expect(PackedFormat(head: [UInt8](repeating: UInt8(ascii: "0"), count: 512).span) == nil)
    var numbers = Array("1 0000644 0000000 0000000 ".utf8)
    numbers += [UInt8](repeating: 0, count: 512 - numbers.count)
    #expect(PackedFormat(head: numbers.span) == nil)
  }

  /// Flags that are not used hide nothing, if the rest of the header is one of gzip's.
  @Test(
    arguments: [
      (0x20, 0, 3, true), (0x80, 2, 255, true), (0xE8, 4, 0, true), (0x40, 1, 3, false),
      (0x40, 0, 99, false), (0x74, 0x65, 0x78, false),
    ] as [(UInt8, UInt8, UInt8, Bool)])
  func flagsOfGzip(flags: UInt8, compression: UInt8, system: UInt8, isGzip: Bool) {
    let head = [0x1F, 0x8B, 8, flags, 1, 2, 3, 4, compression, system]
    #expect(format(head) == (isGzip ? .compressed(.gzip) : nil))
  }
}
