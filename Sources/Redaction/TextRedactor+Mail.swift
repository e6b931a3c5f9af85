import Archives
import Basics
import Detection
import Documents
import Findings

/// What is packed, or holds parts that are encoded, as a mail does: a scan opens it, so that to redact
/// the text as it stands is not enough.
extension TextRedactor {
  /// How a text is to be read.
  enum Form {
    /// Its start has not been seen.
    case unknown
    case text
    /// A mail that may hold encoded parts; so far the end of its fields has been looked for, and nil when
    /// it was found.
    case mail(searched: Int?)
  }

  /// Looks at the start of a text.
  static func form(of head: [UInt8]) throws(Failure) -> Form {
    guard let format = PackedFormat(head: head.span) else { return .text }
    switch format {
    case .document(.mail): return .mail(searched: 0)
    // What is packed in it is looked into on the way.
    case .document(.diff): return .text
    // A text may begin with the few bytes that tell these; what is compressed is none.
    case .compressed(let form) where form.isWeak && isText(head): return .text
    case .zip, .tar, .cpio, .ar, .compressed, .document, .bundle, .behind, .other:
      throw .packed(format.phrase)
    }
  }

  /// Whether a text that begins so is a mail, whose parts may be encoded.
  package static func isMail(_ head: [UInt8]) -> Bool {
    PackedFormat(head: head.span)?.isMail == true
  }

  /// Whether bytes are UTF-8, but for a character that is cut off at their end.
  private static func isText(_ bytes: [UInt8]) -> Bool {
    (0...min(3, bytes.count)).contains {
      String(validating: bytes.dropLast($0), as: UTF8.self) != nil
    }
  }

  /// Whether a mail has to be read as a whole: unless its fields say that it is as it stands.
  ///
  /// - Parameters:
  ///   - mail: What there is of it so far.
  ///   - searched: Offset up to which no empty line was found; moved on, and nil when one was.
  /// - Returns: Whether more has to be waited for.
  /// - Throws: ``Failure`` for one that is too large.
  static func isWhole(_ mail: [UInt8], searched: inout Int?) throws(Failure) -> Bool {
    let bytes = mail.span
    while let start = searched, let end = bytes.firstIndex(of: 10, from: start) {
      searched = end + 1
      // An empty line ends the fields.
      guard end > 0, mail[end - 1] == 10 || mail[end - 1] == 13 && end > 1 && mail[end - 2] == 10
      else { continue }
      if MailParts.isPlain(mail, fieldsUpTo: end + 1) { return false }
      searched = nil
    }
    guard mail.count > MailRedaction.limit else { return true }
    if MailParts.isEncoded(bytes) { throw .tooLarge }
    return false
  }

  /// Redacts the encoded parts of a mail, and the mail as a text, until there is nothing in either.
  func redactMail(
    _ mail: [UInt8], _ worker: DetectionWorker, _ style: ReplacementText,
    counts: @escaping (SecretMatch) -> Bool
  ) throws(Failure) -> (text: [UInt8], secrets: [RedactedSecret], isSettled: Bool) {
    let parts = MailRedaction(worker: worker, style: style, counts: counts)
    var text = mail
    var secrets: [RedactedSecret] = []
    var isSettled = true
    var lines = OriginalLines()
    var seen: [SecretMatch] = []
    for attempt in 1...Self.mostPasses {
      let edits = try parts.edits(in: text, attempt: attempt, besides: seen)
      if attempt > 1, edits.isEmpty {
        return (text, secrets.sorted { $0.line < $1.line }, isSettled)
      }
      // What is left of a secret that was taken out is none.
      let leftovers = Set(seen.filter { Self.isLeft($0, of: secrets) }.map(\.fingerprint))
      var length = text.count
      secrets += lines.apply(edits, to: &text).filter { !leftovers.contains($0.fingerprint) }
      text = MailParts.withLength(text, longerBy: text.count - length)
      length = text.count
      // Parts stay what they are: what only shows in their base64 is taken out of what they say.
      seen = attempt < Self.mostPasses ? parts.secrets(seenInBase64Of: text) : []
      let later = Set(seen.map(\.secret))
      let plain = TextRedactor(worker, style, form: .text) { match in
        counts(match) && !(match.decodedFrom.contains(.base64) && later.contains(match.secret))
      }
      text = try plain.redact(text.span, isLast: true)
      text = MailParts.withLength(text, longerBy: text.count - length)
      secrets += plain.secrets.map { secret in
        var secret = secret
        secret.line = lines.original(secret.line)
        return secret
      }
      isSettled = isSettled && plain.isSettled
    }
    return (text, secrets.sorted { $0.line < $1.line }, false)
  }

  /// Whether a match is what was inserted in the place of a secret.
  private static func isLeft(_ match: SecretMatch, of secrets: [RedactedSecret]) -> Bool {
    let text = String(decoding: match.secret, as: UTF8.self)
    return secrets.contains { $0.redacted.contains(text) }
  }

  /// Which lines of a text that has been changed were which.
  private struct OriginalLines {
    /// For each round, lines in the text after it, and how many were gone before them.
    private var rounds: [[(line: Int, gone: Int)]] = []

    func original(_ line: Int) -> Int {
      rounds.reversed().reduce(line) { line, round in
        line + (round.last { $0.line < line }?.gone ?? 0)
      }
    }

    /// Replaces, and says what was.
    mutating func apply(
      _ edits: [MailRedaction.MailEdit], to text: inout [UInt8]
    ) -> [RedactedSecret] {
      var result: [UInt8] = []
      var secrets: [RedactedSecret] = []
      var round: [(line: Int, gone: Int)] = []
      var (position, counted) = (0, 0)
      var (line, gone) = (1, 0)
      func lines(_ range: Range<Int>) -> Int { text[range].count { $0 == 10 } }
      for edit in edits {
        for (match, offset) in edit.secrets {
          let place = max(offset, counted)
          line += lines(counted..<place)
          counted = place
          secrets.append(RedactedSecret(match, line: original(line)))
        }
        result += text[position..<edit.range.lowerBound] + edit.replacement
        gone += lines(edit.range) - edit.replacement.count { $0 == 10 }
        position = edit.range.upperBound
        let end = line + lines(min(counted, position)..<position)
        round.append((end - gone, gone))
      }
      text = result + text[position...]
      rounds.append(round)
      return secrets
    }
  }
}
