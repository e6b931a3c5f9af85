/// Turns the text of a shell pattern into the steps of a `Wildmatch`.
struct WildmatchCompiler {
  private let pattern: [UInt8]
  private let foldsCase: Bool
  private var at = 0
  private(set) var steps: [UInt16] = []
  private(set) var sets: [ByteClass] = []

  init(_ pattern: [UInt8], foldsCase: Bool) {
    self.pattern = pattern
    self.foldsCase = foldsCase
  }

  /// Compiles the whole pattern; false when it is malformed and so matches nothing.
  mutating func run() -> Bool {
    while let byte = peek() {
      at += 1
      switch byte {
      case UInt8(ascii: "\\"):
        // Not folded, as in git: an escaped capital never matches when case is ignored.
        guard let literal = take() else { return false }
        steps.append(UInt16(literal))
      case UInt8(ascii: "?"):
        steps.append(Wildmatch.Step.anyByte)
      case UInt8(ascii: "*"):
        compileStars()
      case UInt8(ascii: "["):
        guard compileBracket() else { return false }
      default:
        steps.append(UInt16(foldsCase ? byte.lowercased : byte))
      }
    }
    return true
  }

  private func peek(_ ahead: Int = 0) -> UInt8? {
    at + ahead < pattern.count ? pattern[at + ahead] : nil
  }

  private mutating func take() -> UInt8? {
    guard let byte = peek() else { return nil }
    at += 1
    return byte
  }

  /// One star or several; only a pair that stands alone between slashes reaches across folders.
  private mutating func compileStars() {
    let start = at - 1
    while peek() == UInt8(ascii: "*") { at += 1 }
    let startsPart = start == 0 || pattern[start - 1] == slash
    let escapedSlash = peek() == UInt8(ascii: "\\") && peek(1) == slash
    let endsPart = peek() == nil || peek() == slash || escapedSlash
    guard at - start >= 2, startsPart, endsPart else {
      steps.append(Wildmatch.Step.star)
      return
    }
    if peek() == slash {
      at += 1
      steps.append(Wildmatch.Step.anyFolders)
    } else {
      steps.append(Wildmatch.Step.anything)
    }
  }

  /// A bracket expression, from behind its `[`.
  ///
  /// With case ignored the text's bytes are made small before they are looked up, while the
  /// bracket's own characters stay as they are: `[A]` then matches nothing, `[A-Z]` every letter.
  private mutating func compileBracket() -> Bool {
    var members = ByteClass()
    let negated = peek() == UInt8(ascii: "!") || peek() == UInt8(ascii: "^")
    if negated { at += 1 }
    // The start of a possible range; nil behind a range or a class.
    var previous: UInt8?
    var isFirst = true
    while true {
      guard let byte = take() else { return false }
      if byte == UInt8(ascii: "]"), !isFirst { break }
      isFirst = false
      switch byte {
      case UInt8(ascii: "\\"):
        guard let literal = take() else { return false }
        members.insert(literal)
        previous = literal
      case UInt8(ascii: "-"):
        if let low = previous, let next = peek(), next != UInt8(ascii: "]") {
          at += 1
          var high = next
          if next == UInt8(ascii: "\\") {
            guard let literal = take() else { return false }
            high = literal
          }
          insertRange(low, high, into: &members)
          previous = nil
        } else {
          members.insert(byte)
          previous = byte
        }
      case UInt8(ascii: "[") where peek() == UInt8(ascii: ":"):
        guard let close = pattern[(at + 1)...].firstIndex(of: UInt8(ascii: "]")) else {
          return false
        }
        guard close - 1 > at, pattern[close - 1] == UInt8(ascii: ":") else {
          // Not closed by `:]`: an ordinary bracket character.
          members.insert(byte)
          previous = byte
          continue
        }
        let name = String(decoding: pattern[(at + 1)..<(close - 1)], as: UTF8.self)
        guard let isMember = Self.characterClass(name, foldsCase: foldsCase) else { return false }
        for value in UInt8.min...UInt8.max where isMember(value) { members.insert(value) }
        at = close + 1
        previous = nil
      default:
        members.insert(byte)
        previous = byte
      }
    }
    if negated { members.invert() }
    // A pattern of so many brackets is longer than any path; it matches nothing.
    guard let code = UInt16(exactly: Int(Wildmatch.Step.firstSet) + sets.count) else {
      return false
    }
    steps.append(code)
    sets.append(members)
    return true
  }

  private func insertRange(_ low: UInt8, _ high: UInt8, into members: inout ByteClass) {
    guard low <= high else { return }
    for value in low...high {
      members.insert(value)
      if foldsCase { members.insert(value.lowercased) }
    }
  }

  /// The members of a POSIX class among ASCII; white space is what git takes for it.
  private static func characterClass(
    _ name: String, foldsCase: Bool
  ) -> ((UInt8) -> Bool)? {
    func isUpper(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }
    func isLower(_ byte: UInt8) -> Bool { byte >= 0x61 && byte <= 0x7A }
    func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    func isAlpha(_ byte: UInt8) -> Bool { isUpper(byte) || isLower(byte) }
    func isGraph(_ byte: UInt8) -> Bool { byte >= 0x21 && byte <= 0x7E }
    return switch name {
    case "alnum": { isAlpha($0) || isDigit($0) }
    case "alpha": isAlpha
    case "blank": { $0 == 0x20 || $0 == 0x09 }
    case "cntrl": { $0 < 0x20 || $0 == 0x7F }
    case "digit": isDigit
    case "graph": isGraph
    case "lower": isLower
    case "print": { isGraph($0) || $0 == 0x20 }
    case "punct": { isGraph($0) && !isAlpha($0) && !isDigit($0) }
    case "space": { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    case "upper": { isUpper($0) || (foldsCase && isLower($0)) }
    case "xdigit": { isDigit($0) || ($0.lowercased >= 0x61 && $0.lowercased <= 0x66) }
    default: nil
    }
  }
}
