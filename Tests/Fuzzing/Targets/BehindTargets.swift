import Archives
import Basics
import Documents
import SystemIO

/// See `BinaryPatchReader`.
final class PatchTarget: ArchiveTarget, FuzzTarget {
  static let name = "patch"

  private static let digits = Array(
    ("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~").utf8)

  /// The lines of a content.
  private static func lines(_ content: [UInt8]) -> [UInt8] {
    let data = Deflated.stored(content)
    return stride(from: 0, to: data.count, by: 52).flatMap { start -> [UInt8] in
      let line = data[start..<min(start + 52, data.count)]
      var text = [UInt8(line.count <= 26 ? 64 + line.count : 96 - 26 + line.count)]
      for group in stride(from: line.startIndex, to: line.endIndex, by: 4) {
        var number = (0..<4).reduce(0) { number, index in
          number << 8 | (group + index < line.endIndex ? Int(line[group + index]) : 0)
        }
        var word: [UInt8] = []
        for _ in 0..<5 {
          word.append(digits[number % 85])
          number /= 85
        }
        text += word.reversed()
      }
      text.append(10)
      return text
    }
  }

  static var seeds: [[UInt8]] {
    let head = Array("diff --git a/x b/x\nindex 1..2\nGIT binary patch\n".utf8)
    let content = Array("content of a file\n".utf8)
    let literal = Array("literal \(content.count)\n".utf8) + lines(content) + [10]
    return [
      head + literal, head + literal + Array("delta 9\n".utf8) + lines([1, 2, 3]) + [10],
      head + Array("delta 9\n".utf8) + lines([1, 2, 3]) + [10] + literal + head + literal,
    ].map { [5] + $0 }
  }

  override init() {}

  func run(_ input: [UInt8]) {
    run(input) { BinaryPatchReader($0) }
    if let start = BinaryPatchReader.start(in: input.span),
      let end = BinaryPatchReader.end(in: input[start...])
    {
      invariant(end > start && end <= input.count, "an end that is not there")
    }
  }
}

/// See `PackedFormat` and `BehindWatch`: what is packed behind a start is found in pieces as in a whole.
///
/// Input: how large the pieces are, then the text.
final class BehindTarget: FuzzTarget {
  static let name = "behind"

  static var seeds: [[UInt8]] {
    let zip = ZipTarget.seeds[0].dropFirst()
    let script = Array("#!/bin/sh\ntail -n +3 $0\n".utf8)
    var seeds: [[UInt8]] = []
    for before in [Array("a text\n".utf8), script, Array("MZ\0\0\0\0".utf8)] {
      seeds.append([3] + before + zip)
    }
    seeds.append([3] + script + TarTarget.seeds[0].dropFirst())
    seeds.append([3] + Array("\n%PDF-1.4\n%%EOF\n".utf8))
    return seeds
  }

  init() {}

  func run(_ input: [UInt8]) {
    var reader = InputReader(input)
    let size = 1 + reader.byte()
    let bytes = reader.takeRest()
    guard let start = PackedFormat.start(behindSomethingIn: bytes.span) else { return }
    invariant(start < max(1, bytes.count), "behind the end")
    // The first piece is as long as tells a form.
    let watch = BehindWatch()
    var place = 0
    while place < bytes.count {
      let count = min(place == 0 ? 1_024 : size, bytes.count - place)
      watch.take(bytes.span.extracting(place..<place + count))
      place += count
    }
    // An offset that lies outside of what is kept is that of no entry.
    let isEntry = bytes[start...].starts(with: [0x50, 0x4B, 3, 4])
    guard case .packed = watch.finish() else { return invariant(!isEntry, "not in pieces") }
  }
}

/// See `DocumentFormat`: documents that are images, compound files or one XML file.
final class DocumentTarget: FuzzTarget {
  static let name = "document"

  static var seeds: [[UInt8]] {
    let text = Deflated.stored(Array("a text".utf8))
    var image: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    for (name, data) in [
      ("zTXt", Array("word\0\0".utf8) + text), ("iTXt", Array("word\0\u{1}\0de\0w\0".utf8) + text),
    ] {
      image += [0, 0, 0, UInt8(data.count)] + Array(name.utf8) + data + [0, 0, 0, 0]
    }
    let compound: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    let wide = Array("<w:document>".utf8).flatMap { [$0, 0] as [UInt8] }
    return [
      image, Array("<?xml?><office:document ><text:p>a</text:p></office:document>".utf8),
      compound + [UInt8](repeating: 0, count: 700), [0xFF, 0xFE] as [UInt8] + wide,
    ]
  }

  init() {}

  func run(_ input: [UInt8]) {
    if let format = DocumentFormat(recognizing: input.span) {
      _ = format.isWorthReading(input.span)
    }
    let text = PNGText.read(input, limit: 1_000)
    invariant(text.bytes.count <= 1_000, "longer than allowed")
    _ = OfficeText.recognize(input.span)
    if let text = OfficeText.utf8(input) { _ = OfficeText.openDocument(text, limit: 1_000) }
    if let file = UUEncoding.decode(input, in: 0..<input.count) {
      invariant(file.range.upperBound <= input.count, "behind the end")
    }
  }
}
