import Basics

/// Characters of base64 in a row, over line breaks where long lines are wrapped.
struct Base64Run {
  /// Fewest characters of a line that may go on in the next: MIME has 76 (RFC 2045), PEM 64.
  static let shortestLine = 60
  /// Most white space before a wrapped line, in bytes.
  static let longestIndent = 32

  /// The six bits of each character.
  private(set) var values: [UInt8] = []
  /// For each line: the number of its first character, and where that stands.
  private var lines: [(first: Int, source: Int)] = []
  /// Where the last character ends, and the padding after it.
  private(set) var end = 0
  private(set) var endOfPadding = 0

  /// Whether its memory is worth keeping for another run.
  var isSmall: Bool { values.capacity < 1 << 20 }

  /// Where the first character stands.
  var start: Int { lines.first?.source ?? end }

  /// The bytes that some characters take, with line breaks between them.
  func source(of range: Range<Int>) -> Range<Int> {
    place(of: range.lowerBound)..<place(of: range.upperBound - 1) + 1
  }

  private func place(of index: Int) -> Int {
    let line = lines[max(0, lines.partitionPoint { $0.first <= index } - 1)]
    return line.source + index - line.first
  }

  /// Calls `body` for every run in a part of a text, except for those that are not worth reading.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - range: The part.
  ///   - run: A run whose memory is used again.
  ///   - mayHold: Whether a run, given by the bytes from its first character to its last, is worth
  ///     reading.
  ///   - body: Is given each run.
  static func forEach(
    in text: Span<UInt8>, _ range: Range<Int>, with run: inout Base64Run,
    where mayHold: (Range<Int>) -> Bool, _ body: (Base64Run) -> Void
  ) {
    var next = Base64Filter.nextRun(in: text, from: range.lowerBound, to: range.upperBound)
    // Most parts of a text hold none.
    guard next != nil else { return }
    while let line = next {
      run.follow(line, to: range.upperBound, in: text)
      if mayHold(line.lowerBound..<run.end) {
        run.read(text, to: range.upperBound)
        body(run)
      }
      next = Base64Filter.nextRun(in: text, from: run.end, to: range.upperBound)
    }
  }

  /// Finds the lines of the run whose first line is known.
  private mutating func follow(_ line: Range<Int>, to limit: Int, in text: Span<UInt8>) {
    let sixBits = Self.sixBits
    lines.removeAll(keepingCapacity: true)
    lines.append((0, line.lowerBound))
    end = line.upperBound
    var lineLength = line.count
    while lineLength >= Self.shortestLine, let next = Self.nextLine(after: end, to: limit, in: text)
    {
      var offset = next
      while offset < limit, sixBits[Int(text[offset])] < 64 { offset &+= 1 }
      lines.append((lines[lines.count - 1].first + lineLength, next))
      lineLength = offset - next
      end = offset
    }
  }

  /// Reads the characters of lines that are known, and the padding behind them.
  private mutating func read(_ text: Span<UInt8>, to limit: Int) {
    values.removeAll(keepingCapacity: true)
    for (index, line) in lines.enumerated() {
      let length =
        index + 1 < lines.count ? lines[index + 1].first - line.first : end - line.source
      append(line.source..<line.source + length, of: text)
    }
    endOfPadding = end
    while endOfPadding < limit, endOfPadding - end < 2, text[endOfPadding] == UInt8(ascii: "=") {
      endOfPadding += 1
    }
  }

  /// Adds characters, all of which are of the alphabet.
  private mutating func append(_ line: Range<Int>, of text: Span<UInt8>) {
    let first = values.count
    values.append(line, of: text)
    let sixBits = Self.sixBits
    var added = values.mutableSpan
    for index in first..<added.count { added[index] = sixBits[Int(added[index])] }
  }

  /// The six bits of each byte that is a character, and 64 for all others; not a call into another
  /// module for each.
  private static let sixBits = (0...255).map { Base64.value(of: UInt8($0)) ?? 64 }

  /// Returns where the next line's characters start, if the text goes on there.
  private static func nextLine(after offset: Int, to limit: Int, in text: Span<UInt8>) -> Int? {
    var next = offset
    if next < limit, text[next] == 13 { next += 1 }
    guard next < limit, text[next] == 10 else { return nil }
    next += 1
    let bound = min(limit, next + longestIndent)
    while next < bound, text[next] == UInt8(ascii: " ") || text[next] == 9 { next += 1 }
    return next < limit && Base64.isCharacter(text[next]) ? next : nil
  }
}
