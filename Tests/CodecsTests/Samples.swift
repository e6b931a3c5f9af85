import Codecs
import Foundation
import TestSupport

/// A compressed text, with what it holds.
struct Sample: Sendable, CustomStringConvertible {
  /// The file's name.
  var name: String
  var format: CompressedFormat
  var bytes: [UInt8]
  var text: [UInt8]
  /// Whether a checksum guards the text.
  var isChecked = true

  var description: String { name }

  /// Lines that are different and alike enough to be worth compressing.
  static func text(_ lines: Int) -> [UInt8] {
    Array(
      (0..<lines).map { "\($0) \($0 * 7919 % 1009) the quick brown fox \($0 % 13)\n" }.joined().utf8
    )
  }

  static let zeros = [UInt8](repeating: 0, count: 300_000)

  /// Bytes that cannot be compressed.
  static let noise: [UInt8] = {
    var state: UInt64 = 1
    return (0..<2000).map { _ in
      state = (state &* 1_103_515_245 &+ 12_345) & 0x7FFF_FFFF
      return UInt8(state >> 16 & 0xFF)
    }
  }()

  /// All of them.
  static let all = Result { try stored() + made() }
}

/// Files that the tests need not have the programs for.
extension Sample {
  private static let texts: [(name: String, text: [UInt8])] = [
    ("text-1.zst", text(900)), ("text-fast.zst", text(900)), ("text-window.zst", text(900)),
    ("long-19.zst", text(8000)), ("short-plain.zst", text(40)), ("zeros.zst", zeros),
    ("noise.zst", noise), ("empty.zst", []), ("many.zst", text(40) + text(900)),
    ("text.lz4", text(900)), ("middle-linked.lz4", text(3000)), ("zeros.lz4", zeros),
    ("noise.lz4", noise), ("empty.lz4", []), ("many.lz4", text(40) + text(900)),
    ("text.Z", text(900)), ("text-9.Z", text(900)), ("text-10.Z", text(900)),
    ("middle-12.Z", text(3000)), ("zeros.Z", zeros), ("short.Z", text(40)),
  ]

  /// A file of `Fixtures/codecs`.
  static func bytes(_ name: String) throws -> [UInt8] {
    let base64 = Data(try Fixture.bytes("codecs/\(name).base64"))
    guard let data = Data(base64Encoded: base64, options: .ignoreUnknownCharacters) else {
      throw CocoaError(.fileReadCorruptFile)
    }
    return Array(data)
  }

  private static func stored() throws -> [Sample] {
    try texts.map { name, text in
      let format: CompressedFormat =
        name.hasSuffix(".zst") ? .zstd : name.hasSuffix(".lz4") ? .lz4 : .compress
      return Sample(
        name: name, format: format, bytes: try bytes(name), text: text,
        isChecked: format != .compress && name != "short-plain.zst" && name != "zeros.lz4")
    }
  }
}

/// Files that Python makes.
extension Sample {
  private static let script = """
    import bz2, lzma, sys
    text = open("text", "rb").read()
    long = open("long", "rb").read()
    noise = open("noise", "rb").read()
    zeros = bytes(300000)
    def put(name, data):
        open("out-" + name, "wb").write(data)
    def xz(data, *filters, check=-1):
        return lzma.compress(data, check=check, filters=[*filters, {"id": lzma.FILTER_LZMA2,
            "preset": 6, "dict_size": 1 << 16}])
    put("text.bz2", bz2.compress(text))
    put("long-1.bz2", bz2.compress(long, 1))
    put("zeros.bz2", bz2.compress(zeros, 1))
    put("noise.bz2", bz2.compress(noise))
    put("empty.bz2", bz2.compress(b""))
    put("many.bz2", bz2.compress(text, 2) + bz2.compress(zeros, 1) + bz2.compress(text))
    put("text.xz", lzma.compress(text))
    put("long-9.xz", lzma.compress(long, preset=9 | lzma.PRESET_EXTREME))
    put("zeros.xz", lzma.compress(zeros))
    put("noise.xz", lzma.compress(noise))
    put("empty.xz", lzma.compress(b""))
    put("sha.xz", xz(text, check=lzma.CHECK_SHA256))
    put("crc32.xz", xz(text, check=lzma.CHECK_CRC32))
    put("none.xz", xz(text, check=lzma.CHECK_NONE))
    put("delta.xz", xz(long, {"id": lzma.FILTER_DELTA, "dist": 7}))
    put("x86.xz", xz(long + text.replace(b"quick", b"\\xe8\\1\\2\\0\\0") + noise * 9
        + b"\\xe8\\xe9\\xff\\0\\xe8\\0\\xff" * 999, {"id": lzma.FILTER_X86}))
    put("both.xz", xz(text, {"id": lzma.FILTER_X86}, {"id": lzma.FILTER_DELTA, "dist": 1}))
    put("many.xz", lzma.compress(text) + bytes(8) + lzma.compress(zeros) + xz(text) + bytes(4))
    put("text.lzma", lzma.compress(text, format=lzma.FORMAT_ALONE))
    put("context.lzma", lzma.compress(text, format=lzma.FORMAT_ALONE, filters=[{
        "id": lzma.FILTER_LZMA1, "lc": 0, "lp": 2, "pb": 0, "dict_size": 4096}]))
    put("zeros.lzma", lzma.compress(zeros, format=lzma.FORMAT_ALONE))
    put("empty.lzma", lzma.compress(b"", format=lzma.FORMAT_ALONE))
    """

  private static func made() throws -> [Sample] {
    let (short, long) = (text(900), text(8000))
    let x86 =
      long
      + Array(String(decoding: short, as: UTF8.self).replacing("quick", with: "@").utf8)
      .flatMap { $0 == 0x40 ? [0xE8, 1, 2, 0, 0] : [$0] }
      + (0..<9).flatMap { _ in noise }
      + (0..<999).flatMap { _ -> [UInt8] in [0xE8, 0xE9, 0xFF, 0, 0xE8, 0, 0xFF] }
    let folder = try TemporaryFolder()
    try folder.write("text", short)
    try folder.write("long", long)
    try folder.write("noise", noise)
    try Shell.run("cd \"$0\" && python3 -c \"$1\"", arguments: [folder.path, script])
    let texts: [(String, [UInt8])] = [
      ("text.bz2", short), ("long-1.bz2", long), ("zeros.bz2", zeros), ("noise.bz2", noise),
      ("empty.bz2", []), ("many.bz2", short + zeros + short), ("text.xz", short),
      ("long-9.xz", long), ("zeros.xz", zeros), ("noise.xz", noise), ("empty.xz", []),
      ("sha.xz", short), ("crc32.xz", short), ("none.xz", short), ("delta.xz", long),
      ("x86.xz", x86), ("both.xz", short), ("many.xz", short + zeros + short),
      ("text.lzma", short), ("context.lzma", short), ("zeros.lzma", zeros), ("empty.lzma", []),
    ]
    return try texts.map { name, text in
      let format: CompressedFormat =
        name.hasSuffix(".bz2") ? .bzip2 : name.hasSuffix(".xz") ? .xz : .lzma
      return Sample(
        name: name, format: format, bytes: try folder.bytes("out-\(name)"), text: text,
        isChecked: format != .lzma && name != "none.xz")
    }
  }
}
