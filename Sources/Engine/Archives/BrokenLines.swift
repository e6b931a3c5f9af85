import Basics
import Detection
import Findings
import RuleSet

/// Keys that a document shows on two lines or more because one has no room for them.
///
/// Of lines that are joined, much would look like a secret that is none. So only long words are joined
/// that end one line and begin the next, and of what is found only what has a format of its own, goes
/// over the end of a line, and is found in no line by itself.
struct BrokenLines {
  /// Lines that were joined: each with the place of its first byte, in the text and among those joined.
  private struct Chain {
    var bytes: [UInt8] = []
    var lines: [(source: Int, start: Int)] = []

    /// Where a byte stands in the text.
    func place(of offset: Int) -> Int {
      let index = lines.partitionPoint { $0.start <= offset } - 1
      return index < 0 ? offset : lines[index].source + offset - lines[index].start
    }
  }

  /// Fewest characters that a word has which is joined, and those of it on its first line.
  private static let (shortestWord, shortestStart) = (20, 4)
  /// A longer word is none.
  private static let longestWord = 4_096
  /// So many lines are joined to the first.
  private static let mostLines = 8

  private var chains: [Chain] = []

  /// Finds the lines of a text that may go on in the next.
  init(_ text: Span<UInt8>) {
    var lines: [Range<Int>] = []
    var place = 0
    while place < text.count {
      let end = text.firstIndex(of: 10, from: place) ?? text.count
      var last = end
      while last > place, text[last - 1] <= 0x20 { last -= 1 }
      lines.append(place..<last)
      place = end + 1
    }
    for index in lines.indices.dropLast() {
      chains += Self.chains(from: index, of: lines, in: text)
    }
  }

  /// A line with those that may go on with its last word, the longest first: where it ends is not sure.
  private static func chains(
    from first: Int, of lines: [Range<Int>], in text: Span<UInt8>
  ) -> [Chain] {
    let line = lines[first]
    var start = line.upperBound
    while start > line.lowerBound, isKey(text[start - 1]) { start -= 1 }
    var word = line.upperBound - start
    guard word >= shortestStart else { return [] }
    var chains: [Chain] = []
    var chain = Chain()
    func append(_ line: Range<Int>) {
      chain.lines.append((line.lowerBound, chain.bytes.count))
      chain.bytes.append(line, of: text)
    }
    append(line)
    for next in lines[(first + 1)...].prefix(mostLines) {
      var end = next.lowerBound
      while end < next.upperBound, isKey(text[end]) { end += 1 }
      guard end > next.lowerBound else { break }
      word += end - next.lowerBound
      append(next)
      if word >= shortestWord { chains.append(chain) }
      guard end == next.upperBound, word <= longestWord else { break }
    }
    return chains.reversed()
  }

  /// Whether a byte can stand in a key.
  private static func isKey(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "-_+/=.".utf8.contains(byte)
    }
  }

  /// Finds the secrets that go over the end of a line.
  ///
  /// - Parameters:
  ///   - worker: Finds them.
  ///   - known: What was found in the lines themselves.
  /// - Returns: Those that overlap none of these, each once, in order.
  func secrets(_ worker: DetectionWorker, besides known: [SecretMatch]) -> [SecretMatch] {
    var found: [SecretMatch] = []
    for chain in chains {
      for match in worker.secrets(in: chain.bytes.span, decodes: false) {
        let isBroken = chain.lines.dropFirst().contains {
          match.range.lowerBound < $0.start && $0.start < match.range.upperBound
        }
        guard isBroken, match.rule.valueKind == nil, match.confidence > .low else { continue }
        var moved = match
        moved.range =
          chain.place(of: match.range.lowerBound)..<chain.place(of: match.range.upperBound - 1) + 1
        moved.decodedFrom = [.joinedStrings]
        guard !(known + found).contains(where: { $0.range.overlaps(moved.range) }) else { continue }
        found.append(moved)
      }
    }
    return found.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }
}
