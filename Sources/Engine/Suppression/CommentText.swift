import Basics
import Detection
import Findings

/// The text around a match, in which what belongs to another secret is no comment.
struct CommentText {
  /// What the match is written in.
  let codeUnit: CodeUnit
  private let matches: [SecretMatch]
  private let index: Int?

  /// A text without secrets, in bytes.
  init() {
    codeUnit = .byte
    matches = []
    index = nil
  }

  /// The text around one of some matches, which are in order.
  init(of matches: [SecretMatch], around index: Int) {
    codeUnit = matches[index].decodedFrom.first?.codeUnit ?? .byte
    self.matches = matches
    self.index = index
  }

  /// Bytes of a character.
  var unit: Int { codeUnit.width }

  /// The first place from a limit on that whole characters lie between it and another place.
  func aligned(_ limit: Int, to offset: Int) -> Int { limit + (offset - limit) % unit }

  /// Whether characters of a part begin at a place in it.
  func isAligned(_ place: Int, in part: Range<Int>) -> Bool {
    (place - part.lowerBound) % unit == 0
  }

  /// Whether the marker that begins at a place may be one of a block.
  func mayBeBlock(_ place: Int, in text: Span<UInt8>) -> Bool {
    InlineDialect.byFirst[Int(character(text, place) & 0x7F)].contains {
      $0.coverage == .blockStart || $0.coverage == .blockEnd
    }
  }

  /// Characters of a part of the text, with a letter for each that belongs to another secret.
  func characters(_ part: Range<Int>, in text: Span<UInt8>) -> [UInt8] {
    var characters = stride(from: part.lowerBound, to: part.upperBound, by: unit).map {
      character(text, $0)
    }
    let first = matches.partitionPoint { $0.range.upperBound <= part.lowerBound }
    for other in first..<matches.count {
      let secret = matches[other].range
      guard secret.lowerBound < part.upperBound else { break }
      guard other != index else { continue }
      for offset in secret.clamped(to: part) {
        characters[(offset - part.lowerBound) / unit] = UInt8(ascii: "x")
      }
    }
    return characters
  }

  /// The character at an offset; 0xFF for one beyond ASCII in a wide code unit.
  private func character(_ text: Span<UInt8>, _ offset: Int) -> UInt8 {
    codeUnit.value(at: offset, in: text).flatMap(UInt8.init(exactly:)) ?? 0xFF
  }
}
