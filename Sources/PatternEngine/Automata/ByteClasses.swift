/// Bytes that a program does not distinguish, and what it knows of the byte before a place.
struct ByteClasses {
  /// What assertions ask of the byte before a place.
  enum Before: Int, CaseIterable {
    case other
    case word
    case newline
    case textStart
  }

  /// Number of classes.
  private(set) var count = 1
  private var numbers = [UInt8](repeating: 0, count: 256)
  private var asksForWord = false
  private var asksForLine = false
  private var asksForText = false

  /// Works out the classes of a program.
  init(of program: Program) {
    for set in program.sets { part(by: set) }
    for case .assert(let assertion) in program.instructions {
      switch assertion {
      case .textStart: asksForText = true
      case .textEnd: break
      case .lineStart: (asksForLine, asksForText) = (true, true)
      case .lineEnd: part(by: Self.newline)
      case .wordBoundary, .notWordBoundary: asksForWord = true
      case .notFollowedBy(let set): part(by: set)
      }
    }
    // The byte that is next now is the one before, one step later.
    if asksForWord { part(by: .word) }
    if asksForLine { part(by: Self.newline) }
  }

  /// The class of a byte.
  func number(of byte: UInt8) -> Int { Int(numbers[Int(byte)]) }

  /// What stands before the place behind a byte.
  func before(_ byte: UInt8?) -> Before {
    guard let byte else { return .other }
    if asksForWord, ByteSet.word.contains(byte) { return .word }
    return asksForLine && Self.newline.contains(byte) ? .newline : .other
  }

  /// What stands before a place in a text.
  func before(_ position: Int, in text: Span<UInt8>) -> Before {
    if position > 0 { return before(text[position - 1]) }
    return asksForText ? .textStart : .other
  }

  /// Parts every class into what is in a set and what is not.
  private mutating func part(by set: ByteSet) {
    // For each class so far, twice: the number of its part outside the set, and of that in it.
    var parts = [Int](repeating: -1, count: 2 * count)
    var numbered = 0
    for byte in UInt8.min...UInt8.max {
      let old = 2 * number(of: byte) + (set.contains(byte) ? 1 : 0)
      if parts[old] < 0 {
        parts[old] = numbered
        numbered += 1
      }
      numbers[Int(byte)] = UInt8(parts[old])
    }
    count = numbered
  }

  private static let newline = ByteSet(10...10)
}

extension Syntax.Assertion {
  /// Whether the assertion holds between what stands before a place, as far as any assertion of the
  /// program asks for it, and the byte after it, which is nil at the end of the text.
  func holds(after before: ByteClasses.Before, before next: UInt8?) -> Bool {
    switch self {
    case .textStart: return before == .textStart
    case .textEnd: return next == nil
    case .lineStart: return before == .textStart || before == .newline
    case .lineEnd: return next == nil || next == UInt8(ascii: "\n")
    case .wordBoundary: return (before == .word) != (next.map(ByteSet.word.contains) ?? false)
    case .notWordBoundary: return (before == .word) == (next.map(ByteSet.word.contains) ?? false)
    case .notFollowedBy(let set): return next.map { !set.contains($0) } ?? true
    }
  }
}
