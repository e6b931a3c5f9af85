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
  /// For each byte, the number of its class.
  private(set) var numbers = [UInt8](repeating: 0, count: 256)
  /// For each class, its number of bytes.
  private var sizes = [256]
  /// While a set is looked at, for each class: how many of its bytes are in the set, then the class of
  /// these, negated; 0 for none and for all.
  private var chosen = [0]
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
    // Either side can get the new numbers: the smaller one is less work.
    let bytes = (set.count <= 128 ? set : set.inverted).bytes
    for byte in bytes { chosen[number(of: byte)] += 1 }
    for byte in bytes {
      let old = number(of: byte)
      guard chosen[old] > 0 else {
        if chosen[old] < 0 { move(byte, from: old, to: -chosen[old]) }
        continue
      }
      if chosen[old] == sizes[old] {
        // All of the class is in the set.
        chosen[old] = 0
        continue
      }
      chosen[old] = -count
      sizes.append(0)
      chosen.append(0)
      move(byte, from: old, to: count)
      count += 1
    }
    for old in chosen.indices { chosen[old] = 0 }
  }

  private mutating func move(_ byte: UInt8, from old: Int, to new: Int) {
    numbers[Int(byte)] = UInt8(new)
    sizes[old] -= 1
    sizes[new] += 1
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
