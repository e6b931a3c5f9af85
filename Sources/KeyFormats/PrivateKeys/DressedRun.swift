import Basics

/// Characters of base64 in a row: a line of a key, or letters of what stands around it.
struct DressedRun {
  /// Without padding.
  private(set) var characters: [UInt8] = []
  /// Where each of them ends in the text.
  private var ends: [Int] = []
  /// What they take in the text, padding included.
  private(set) var source: Range<Int>
  /// Number of `=` after them.
  private(set) var padding = 0

  /// Reads all runs in a part of a text.
  static func all(in text: Span<UInt8>, _ range: Range<Int>) -> [DressedRun] {
    var runs: [DressedRun] = []
    var run = DressedRun(source: range.lowerBound..<range.lowerBound)
    func finish() {
      if !run.characters.isEmpty { runs.append(run) }
    }
    var offset = range.lowerBound
    while offset < range.upperBound {
      let found = DressedCharacter(at: offset, before: range.upperBound, in: text)
      let end = offset + found.length
      switch found.byte {
      case let byte? where Self.alphabet(byte):
        if run.characters.isEmpty || run.padding > 0 || run.source.upperBound != offset {
          finish()
          run = DressedRun(source: offset..<offset)
        }
        run.characters.append(byte)
        run.ends.append(end)
        run.source = run.source.lowerBound..<end
      case UInt8(ascii: "=") where run.source.upperBound == offset && !run.characters.isEmpty:
        run.padding += 1
        run.source = run.source.lowerBound..<end
      default: break
      }
      offset = end
    }
    finish()
    return runs
  }

  private init(source: Range<Int>) { self.source = source }

  /// Where so many of the characters end, with the padding that belongs to them.
  func end(of count: Int, inGroupsEndingAt total: Int) -> Int {
    guard count == characters.count else { return ends[count - 1] }
    return ends[count - 1] + min(padding, (4 - total % 4) % 4)
  }

  /// The last characters, so many, if what stands before them is at most a sign of a diff or a
  /// comment: `+MII…`, `//MII…`.
  func characters(last count: Int) -> ArraySlice<UInt8>? {
    let sign = characters.count - count
    guard (0...Self.longestSign).contains(sign),
      characters.prefix(sign).allSatisfy(Self.isSign)
    else { return nil }
    return characters.dropFirst(sign)
  }

  /// The characters after a sign of a diff or a comment.
  var unsigned: ArraySlice<UInt8> {
    let sign = characters.prefix(Self.longestSign).prefix(while: Self.isSign).count
    return characters.dropFirst(sign)
  }

  private static let longestSign = 3

  private static func isSign(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
  }

  /// Whether a byte is a character of the alphabet that PEM has; that for addresses is another.
  private static func alphabet(_ byte: UInt8) -> Bool {
    Base64.isCharacter(byte) && byte != UInt8(ascii: "-") && byte != UInt8(ascii: "_")
  }
}
