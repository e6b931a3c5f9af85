/// A shell pattern as git understands it, compiled once and matched against many names.
///
/// `*` and `?` and `[…]` match within one part of a path; `**/`, `/**/` and `/**` match any number
/// of parts. A backslash takes a character's meaning away. See gitignore(5), PATTERN FORMAT.
/// A pattern that can match nothing (an unclosed bracket, a backslash at the end) is kept as one
/// that never matches.
///
/// Matching takes no memory and, for a text of n and a pattern of m bytes, at most about n·m steps.
package struct Wildmatch: Sendable, Equatable {
  /// One step of the pattern: a byte value below 256, or one of the codes of `Step`.
  private let steps: [UInt16]
  private let sets: [ByteClass]
  private let foldsCase: Bool
  /// Whether the pattern is malformed, so that nothing matches.
  private let isDead: Bool

  /// Compiles a pattern, without `!` and without the slash that marks a folder; ASCII letters match
  /// without regard to case where `core.ignoreCase` says so.
  package init(_ pattern: some Collection<UInt8>, foldsCase: Bool = false) {
    var compiler = WildmatchCompiler(Array(pattern), foldsCase: foldsCase)
    isDead = !compiler.run()
    steps = compiler.steps
    sets = compiler.sets
    self.foldsCase = foldsCase
  }

  /// Whether the pattern matches the whole text.
  package func matches(_ text: Span<UInt8>) -> Bool {
    guard !isDead else { return false }
    let steps = steps.span
    var step = 0
    var at = 0
    // Where to go on when a later step fails: behind the last `*`, and behind the last `**`.
    // Earlier stars need no second try: what they could still take, the later ones can take too.
    var starStep = -1
    var starAt = 0
    var deepStep = -1
    var deepAt = 0
    while true {
      if step < steps.count {
        let code = steps[step]
        if code == Step.star {
          step += 1
          starStep = step
          starAt = at
          continue
        }
        if code == Step.anyFolders || code == Step.anything {
          step += 1
          deepStep = step
          deepAt = at
          starStep = -1
          continue
        }
        // The text is used up: no earlier star can help, since each would leave less of it.
        if at == text.count { return false }
        if accepts(code, text[at]) {
          step += 1
          at += 1
          continue
        }
      } else if at == text.count {
        return true
      }
      if starStep >= 0, starAt < text.count, text[starAt] != slash {
        starAt += 1
        at = starAt
        step = starStep
        continue
      }
      guard deepStep >= 0 else { return false }
      starStep = -1
      if steps[deepStep - 1] == Step.anyFolders {
        while deepAt < text.count, text[deepAt] != slash { deepAt += 1 }
      }
      guard deepAt < text.count else { return false }
      deepAt += 1
      at = deepAt
      step = deepStep
    }
  }

  @inline(__always)
  private func accepts(_ code: UInt16, _ raw: UInt8) -> Bool {
    let byte = foldsCase ? raw.lowercased : raw
    if code < 256 { return UInt16(byte) == code }
    if byte == slash { return false }
    return code == Step.anyByte || sets[Int(code - Step.firstSet)].contains(byte)
  }

  /// The steps that are no plain byte.
  enum Step {
    /// `?`: one byte that is no slash.
    static let anyByte: UInt16 = 256
    /// `*`: any bytes that are no slash.
    static let star: UInt16 = 257
    /// `**/`: nothing, or anything that ends with a slash.
    static let anyFolders: UInt16 = 258
    /// `**` at the end or before an escaped slash: anything.
    static let anything: UInt16 = 259
    /// The first of the bracket expressions; the rest follow in order.
    static let firstSet: UInt16 = 260
  }
}

let slash = UInt8(ascii: "/")

extension UInt8 {
  /// The byte with an ASCII capital made small.
  @inline(__always)
  var lowercased: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }
}

/// A set of byte values.
struct ByteClass: Sendable, Equatable {
  private var words: SIMD4<UInt64> = .zero

  func contains(_ byte: UInt8) -> Bool {
    words[Int(byte >> 6)] >> UInt64(byte & 63) & 1 == 1
  }

  mutating func insert(_ byte: UInt8) {
    words[Int(byte >> 6)] |= 1 << UInt64(byte & 63)
  }

  mutating func invert() { words = ~words }
}
