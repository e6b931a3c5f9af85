import Codecs

/// A decoder of compressed bytes: fed as a whole and in pieces, it must give the same, within its room.
///
/// Input: how it is cut, then what is decoded.
class CodecTarget {
  /// Where decoding is stopped.
  private static let limit = 1 << 20

  /// Decodes an input both ways.
  func run(_ input: [UInt8], _ format: CompressedFormat) {
    var reader = InputReader(input)
    let cut = 1 + reader.byte()
    let bytes = reader.takeRest()
    let whole = decode(bytes, format, piece: .max, room: 65_536)
    let pieces = decode(bytes, format, piece: cut, room: 1 + 37 * cut)
    invariant(whole == nil || pieces == nil || whole == pieces, "another text in pieces")
    invariant((whole == nil) == (pieces == nil), "another verdict in pieces")
    _ = CompressedFormat(recognizing: bytes.span)
  }

  /// The output; nil if there is an error, and of no account beyond the limit.
  private func decode(
    _ bytes: [UInt8], _ format: CompressedFormat, piece: Int, room: Int
  ) -> [UInt8]? {
    var decoder = format.makeDecompressor(memoryLimit: 8 << 20)
    var output: [UInt8] = []
    var (start, end) = (0, 0)
    while true {
      let before = output.count
      guard
        let step = try? decoder.decode(
          bytes.span.extracting(start..<end), into: &output, room: room)
      else { return nil }
      start += step.consumed
      invariant(start <= end, "reads behind the end")
      invariant(output.count - before <= room, "more than its room")
      invariant(step.hasMore == (output.count - before == room), "room that is left")
      // Beyond the limit both ways have come equally far.
      if output.count >= Self.limit { return Array(output.prefix(Self.limit)) }
      if step.hasMore { continue }
      if start < end || end == bytes.count { return step.isFinished ? output : nil }
      end = piece < bytes.count - end ? end + piece : bytes.count
    }
  }
}

/// See `Bzip2Decompressor`.
final class Bzip2Target: CodecTarget, FuzzTarget {
  static let name = "bzip2"

  static var seeds: [[UInt8]] {
    [
      hexadecimal(
        """
        425a68393141592653597a80a4c3000019d180001040043b69b6c0200050a64c4c832304549ea0da
        8d0d3d4a61e8703230cbb360786cf0dc4206443038181c8fc371a1a1c8ee32361a1a07f177245385
        0907a80a4c30
        """)
    ]
  }

  required override init() {}

  func run(_ input: [UInt8]) { run(input, .bzip2) }
}

/// See `XZDecompressor`.
final class XZTarget: CodecTarget, FuzzTarget {
  static let name = "xz"

  static var seeds: [[UInt8]] {
    [
      hexadecimal(
        """
        fd377a585a000004e6d6b4460200210116000000742fe5a3e000b900295d00309888a7ea4bb8d110
        a0cd07f8dc6209fa2e20c68dd95a32639a94298bd49c98999aacbcc911fdcf0000000000721b9c06
        c2255ec5000145ba01000000d2380b7eb1c467fb020000000004595a
        """),
      hexadecimal(
        """
        fd377a585a0000016922de3603020400030101210100000007b375fae000b900325d0030987c4fe8
        cacae1d8051683b3dece0eedb594b959109c5c6844e354d93ed64b586be736f1be6fefc9759cbd3b
        d34f0c8f000000001a4ff10100014eba0100000011c8cc143e300d8b020000000001595a
        """),
    ]
  }

  required override init() {}

  func run(_ input: [UInt8]) { run(input, .xz) }
}

/// See `LZMADecompressor`.
final class LZMATarget: CodecTarget, FuzzTarget {
  static let name = "lzma"

  static var seeds: [[UInt8]] {
    [
      hexadecimal(
        """
        5d00008000ffffffffffffffff00309888a7ea4bb8d110a0cd07f8dc6209fa2e20c68dd95a32639a
        94298bd49c98999aacbcc927fd76fffff5ad8000
        """)
    ]
  }

  required override init() {}

  func run(_ input: [UInt8]) { run(input, .lzma) }
}

/// See `ZstandardDecompressor`.
final class ZstandardTarget: CodecTarget, FuzzTarget {
  static let name = "zstandard"

  static var seeds: [[UInt8]] {
    [
      hexadecimal(
        """
        28b52ffd04684d0100d86162632074686520717569636b2062726f776e20666f782c202c0a040039
        08a90045af9fb859b8210b1bf094
        """),
      hexadecimal(
        """
        28b52ffd004885010014026162632074686520717569636b2062726f776e20666f782c2061626361
        62632c0a0400300809bcd26e4051a7e686
        """),
    ]
  }

  required override init() {}

  func run(_ input: [UInt8]) { run(input, .zstd) }
}

/// See `LZ4Decompressor`.
final class LZ4Target: CodecTarget, FuzzTarget {
  static let name = "lz4"

  static var seeds: [[UInt8]] {
    [
      hexadecimal(
        """
        04224d186440a730000000356162630300f2072074686520717569636b2062726f776e20666f782c
        201c001f2c1d00011f0a3e00645020666f780a000000007c262874
        """)
    ]
  }

  required override init() {}

  func run(_ input: [UInt8]) { run(input, .lz4) }
}

/// See `LZWDecompressor`.
final class LZWTarget: CodecTarget, FuzzTarget {
  static let name = "lzw"

  static var seeds: [[UInt8]] {
    [
      hexadecimal(
        """
        1f9d9061c48c09385020411074d0940111a74e9a316b408891f3e68e1b1066dee061018220418e09
        17367c187162c58b19f128f068b0e518840a193a842891a2458c1a39b21c0332e6489a266fa65ce9
        72274c91334bda4499b3a3cb9e4849d63c895325
        """)
    ]
  }

  required override init() {}

  func run(_ input: [UInt8]) { run(input, .compress) }
}

/// A byte for the cut, and those that hexadecimal digits spell.
private func hexadecimal(_ digits: String) -> [UInt8] {
  let values = digits.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
  return [7]
    + stride(from: 0, to: values.count - 1, by: 2).map { place in
      UInt8(values[place] << 4 | values[place + 1])
    }
}
