import Basics
package import Findings
import PatternEngine
import RuleSet

/// A private key in base64, read out of the text that it stands in.
///
/// Between PEM's header and footer (RFC 7468) may stand anything besides the key's lines: the
/// indent of a document, the signs of a diff, quotes and calls of a program, what a logger puts
/// first. A key that says how long it is is picked by that (``KeyLines``); of any other, such as an
/// encrypted or a PGP key, the long lines between the header and a footer nearby are the body.
package struct DressedKey {
  /// The characters of the body, without padding.
  package let characters: [UInt8]
  /// Offset behind the key, its footer included.
  package let end: Int
  /// What the body proves.
  package let verdict: ProofVerdict
  /// How sure it is that it is a key at all: high for one that is as long as it announces, or as
  /// far as reading goes; medium for a whole body that announces nothing, and for most of one that
  /// does; low for the beginning of one.
  package let confidence: Confidence

  init(characters: [UInt8], end: Int, verdict: ProofVerdict, confidence: Confidence) {
    self.characters = characters
    self.end = end
    self.verdict = verdict
    self.confidence = confidence
  }

  /// Fewest characters of a body: an Ed25519 key has 64, the smallest of SEC 1 has 52.
  private static let shortest = 52

  /// Reads the key that follows a header; nil where no body stands there, as in documentation.
  ///
  /// - Parameters:
  ///   - start: Where the header ends.
  ///   - text: The text; nothing more than ``Rule/Body/reach`` behind the header is looked at.
  package init?(behindHeader start: Int, in text: Span<UInt8>) {
    let limit = min(text.count, start + Rule.Body.reach)
    let footer = Footer(from: start, to: limit, in: text)
    let bodyEnd = footer?.range.lowerBound ?? limit
    let runs = DressedRun.all(in: text, start..<bodyEnd)
    if let lines = KeyLines(pickedFrom: runs) {
      let isCut = footer == nil && lines.source.upperBound + Self.longestDress >= limit
      self.init(lines, footer, isCut: isCut, in: text, start..<bodyEnd)
    } else {
      self.init(longLinesOf: runs, footer, in: text, start..<bodyEnd)
    }
  }

  /// Reads a key without a header, whose first line begins at an offset; nil when it is not whole.
  package init?(bareAt start: Int, in text: Span<UInt8>) {
    let limit = min(text.count, start + Rule.Body.reach)
    let bodyEnd = Footer.dashes(from: start, to: limit, in: text) ?? limit
    let runs = DressedRun.all(in: text, start..<bodyEnd)
    guard let lines = KeyLines(pickedFrom: runs, isBare: true), lines.isWhole,
      let form = PrivateKeyForm(of: Base64.decodePrefix(lines.characters)), form != .encrypted
    else { return nil }
    characters = lines.characters
    end = lines.source.upperBound
    confidence = .high
    verdict = Self.proven(lines.characters)
  }

  // MARK: Keys that announce their length

  private init?(
    _ lines: KeyLines, _ footer: Footer?, isCut: Bool, in text: Span<UInt8>, _ body: Range<Int>
  ) {
    guard lines.characters.count >= Self.shortest else { return nil }
    let isMost = lines.announced.map { lines.characters.count * 2 >= $0 } ?? false
    if !lines.isWhole {
      // Somebody left something out.
      let end = min(body.upperBound, lines.source.upperBound + 80)
      guard !Self.holdsEllipsis(lines.source.lowerBound..<end, in: text) else { return nil }
    }
    confidence = lines.isWhole || isCut ? .high : isMost ? .medium : .low
    characters = lines.characters
    end = footer?.end ?? lines.source.upperBound
    verdict =
      confidence == .high
      ? Self.proven(characters)
      : ProofVerdict(
        holds: false, facts: ["shorter than it says"], confidenceIfNot: confidence)
  }

  private static func proven(_ characters: [UInt8]) -> ProofVerdict {
    guard let isEncrypted = PrivateKeyForm.openSSHEncryption(Base64.decodePrefix(characters))
    else { return .verdict(true, "structure (DER)") }
    return .verdict(true, "structure (OpenSSH key)", facts: isEncrypted ? ["encrypted"] : [])
  }

  // MARK: Others

  /// Most bytes that may stand between two lines, and before the first one and after the last one.
  private static let longestDress = 160
  private static let longestHead = 640
  /// Fewest characters of a line that is told from words.
  private static let longLine = 32

  private init?(
    longLinesOf runs: [DressedRun], _ footer: Footer?, in text: Span<UInt8>, _ body: Range<Int>
  ) {
    var lines: [DressedRun] = []
    var seen: Set<[UInt8]> = []
    for run in runs where run.characters.count >= Self.longLine {
      guard Self.isMixed(run.characters), seen.insert(run.characters).inserted else { continue }
      let before = lines.last?.source.upperBound ?? body.lowerBound
      let limit = lines.isEmpty ? Self.longestHead : Self.longestDress
      guard run.source.lowerBound - before <= limit else { break }
      lines.append(run)
    }
    guard let last = lines.last?.source.upperBound else { return nil }
    let isClosed = body.upperBound - last <= 2 * Self.longestDress && footer?.isEnd == true
    characters = lines.flatMap(\.characters)
    guard characters.count >= Self.shortest,
      !Self.holdsEllipsis(body.lowerBound..<min(body.upperBound, last + 80), in: text)
    else { return nil }
    end = isClosed ? footer?.end ?? last : last
    confidence = isClosed ? .medium : .low
    let isEncrypted = runs.prefix(8).contains { $0.characters.elementsEqual("ENCRYPTED".utf8) }
    verdict = ProofVerdict(
      holds: false, facts: [isEncrypted ? "encrypted" : "structure (DER) does not hold"],
      confidenceIfNot: confidence)
  }

  private static func isMixed(_ line: [UInt8]) -> Bool {
    [ByteSet.uppercase, .lowercase].allSatisfy { line.contains(where: $0.contains) }
      && line.contains { !ByteSet.letters.contains($0) }
  }

  /// Whether `...`, `…` or `***` stands in a part of a text.
  private static func holdsEllipsis(_ range: Range<Int>, in text: Span<UInt8>) -> Bool {
    guard range.count >= 3 else { return false }
    return (range.lowerBound...range.upperBound - 3).contains { offset in
      switch text[offset] {
      case UInt8(ascii: "."), UInt8(ascii: "*"):
        text[offset + 1] == text[offset] && text[offset + 2] == text[offset]
      case 0xE2: text[offset + 1] == 0x80 && text[offset + 2] == 0xA6
      default: false
      }
    }
  }
}

/// What ends a body in PEM: the footer, or the header of what follows.
struct Footer {
  /// The five dashes.
  let range: Range<Int>
  /// Offset behind all of it.
  let end: Int
  /// Whether it is a footer.
  let isEnd: Bool

  /// Most bytes between the dashes of a footer.
  private static let longest = 64

  /// Finds the first one in a part of a text.
  init?(from start: Int, to limit: Int, in text: Span<UInt8>) {
    var offset = start
    while let dashes = Self.dashes(from: offset, to: limit, in: text) {
      var word = dashes + 5
      // A sign of a diff or of a list may stand before them.
      while word < limit, text[word] == UInt8(ascii: "-") { word += 1 }
      if text.starts(with: Array("END".utf8), at: word) {
        isEnd = true
        range = dashes..<word
        let bound = min(limit, word + Self.longest)
        end = Self.dashes(from: word, to: bound, in: text).map { $0 + 5 } ?? min(limit, word + 3)
        return
      }
      if text.starts(with: Array("BEGIN".utf8), at: word) {
        isEnd = false
        range = dashes..<word
        end = dashes
        return
      }
      offset = word
    }
    return nil
  }

  /// Where the first five dashes in a part of a text stand.
  static func dashes(from start: Int, to limit: Int, in text: Span<UInt8>) -> Int? {
    var offset = start
    while offset + 5 <= limit {
      guard text[offset + 4] == UInt8(ascii: "-") else {
        offset += 5
        continue
      }
      if (offset..<offset + 4).allSatisfy({ text[$0] == UInt8(ascii: "-") }) { return offset }
      offset += 1
    }
    return nil
  }
}
