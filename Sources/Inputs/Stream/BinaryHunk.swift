import Archives

/// Reads the lines behind `GIT binary patch` in a diff, of which the new content counts.
struct BinaryHunk {
  /// The new content of a file: as it is compressed, and how many bytes it has.
  struct Content {
    var compressed: [UInt8]
    var size: Int
  }

  /// What came of it.
  enum Outcome {
    /// More lines are wanted.
    case unfinished
    /// This is no patch.
    case none
    /// The patch holds a difference alone, or more than is held.
    case unread
    /// The file is there; nil for one of no bytes.
    case content(Content?)
  }

  private var content: Content?

  /// So many compressed bytes are held.
  private static let limit = 32 << 20
  private static let largest = 1 << 40
  /// So many bytes zlib makes of none.
  private static let nothing = 8

  /// Takes a line without its end.
  mutating func take(_ line: ArraySlice<UInt8>) -> Outcome {
    guard let held = content?.compressed.count else { return begin(line) }
    guard let (bytes, _) = Base85.line(line) else { return held == 0 ? .none : outcome }
    content?.compressed += bytes
    return held > Self.limit ? .unread : .unfinished
  }

  /// What there is where the diff ends.
  func finish() -> Outcome {
    content?.compressed.isEmpty ?? true ? .unread : outcome
  }

  /// What there is when all lines have been taken: nothing only where there is no room for anything.
  private var outcome: Outcome {
    guard let content, content.size > 0 || content.compressed.count > Self.nothing else {
      return .content(nil)
    }
    return .content(content)
  }

  private mutating func begin(_ line: ArraySlice<UInt8>) -> Outcome {
    let words = String(decoding: line.prefix(80), as: UTF8.self).split(separator: " ")
    guard words.count == 2, let size = Int(words[1]), (0...Self.largest).contains(size) else {
      return .none
    }
    switch words[0] {
    case "literal":
      content = Content(compressed: [], size: size)
      return .unfinished
    case "delta": return .unread
    default: return .none
    }
  }
}
