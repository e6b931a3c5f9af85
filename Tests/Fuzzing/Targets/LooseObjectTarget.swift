@testable import GitFormat
import Inflate
import SystemIO

/// A loose object, read piece by piece, against the stream decompressed as a whole.
///
/// Input: what to do, the size of pieces, and the rest: a stream, or what to make one of.
final class LooseObjectTarget: FuzzTarget {
  static let name = "loose-object"

  static var seeds: [[UInt8]] {
    let texts = ["blob 6\0hello\n", "blob 0\0", "tree 400\0", "commit 12\0tree 1234\n\nx"]
    let long = Array("blob 200\0".utf8) + [UInt8](repeating: 0x61, count: 200)
    var seeds: [[UInt8]] = []
    for text in texts.map({ Array($0.utf8) }) + [long] {
      seeds.append([1, 5] + text)
      seeds.append([0, 5] + Deflated.compressed(text))
      seeds.append([0, 200] + Deflated.stored(text))
    }
    return seeds
  }

  private static let limit = 1 << 16
  private var inflater = Inflater()
  private var buffer = ByteBuffer()

  func run(_ input: [UInt8]) {
    var reader = InputReader(input)
    let isContent = reader.byte() & 1 != 0
    let pieceSize = 1 + reader.byte()
    let rest = reader.takeRest()
    let file = isContent ? Deflated.stored(rest) : rest
    let found = read(file, pieceSize)
    guard let found else { return }
    _ = try? inflater.decode(file.span, limit: Self.limit)
    let whole = inflater.withOutput { Array(copying: $0) }
    let head = "\(found.kind.rawValue) "
    invariant(whole.starts(with: head.utf8), "another kind than the stream's")
    let end = whole.firstIndex(of: 0) ?? 0
    invariant(Array(whole[(end + 1)...]) == found.content, "another content than the stream's")
    let digits = String(decoding: whole[head.utf8.count..<end], as: UTF8.self)
    invariant(Int(digits) == found.content.count, "another size than announced")
  }

  private func read(_ file: [UInt8], _ size: Int) -> (kind: ObjectKind, content: [UInt8])? {
    var kind: ObjectKind?
    guard var stream = try? ContentStream(loose: file.span, kind: &kind, with: &inflater),
      stream.size <= Self.limit
    else { return nil }
    buffer.removeAll()
    while true {
      guard let count = try? stream.read(file.span, atMost: size, with: &inflater, into: &buffer)
      else { return nil }
      invariant(stream.offset <= file.count, "reads behind the end")
      if count < size { return kind.map { ($0, buffer.copied()) } }
    }
  }
}
