/// A regular expression as a nondeterministic automaton, Thompson's construction.
///
/// Counted repeats are written out, so its size is about the longest match that it can make.
struct Program: Sendable {
  /// Most instructions that an expression may need.
  static let sizeLimit = 100_000

  var instructions: [Instruction] = []
  var sets: [ByteSet] = []

  enum Instruction: Sendable {
    /// Consumes a byte of the set, then goes on at the next instruction.
    case consume(set: Int)
    /// Goes on at both places, the first one preferred.
    case split(Int, Int)
    case jump(Int)
    /// Remembers the position as the beginning (even) or end (odd) of a capture group.
    case save(Int)
    case assert(Syntax.Assertion)
    case match
  }

  /// The automaton of an expression that is known to be within ``sizeLimit``.
  init(_ syntax: Syntax) {
    append(syntax)
    append(.match)
  }

  /// Number of instructions that an expression needs, or more; at most just above ``sizeLimit``.
  static func size(of syntax: Syntax) -> Int {
    let needed: Int =
      switch syntax {
      case .empty: 0
      case .set, .assertion: 1
      case .group(let part, _): 2 + size(of: part)
      case .sequence(let parts): parts.reduce(0) { Swift.min($0 + size(of: $1), sizeLimit + 1) }
      case .alternation(let choices):
        choices.reduce(0) { Swift.min($0 + size(of: $1) + 2, sizeLimit + 1) }
      case .repetition(let part, let min, let max, _):
        // Both factors are bounded, by the parser's limit and by the clamp below.
        (Self.size(of: part) + 1) * ((max ?? min) + 1) + 2
      }
    return Swift.min(needed, sizeLimit + 1)
  }

  private mutating func append(_ instruction: Instruction) { instructions.append(instruction) }

  private mutating func append(_ syntax: Syntax) {
    switch syntax {
    case .empty: break
    case .set(let set):
      append(.consume(set: index(of: set)))
    case .assertion(let assertion): append(.assert(assertion))
    case .sequence(let parts): for part in parts { append(part) }
    case .alternation(let choices): appendAlternation(choices[...])
    case .group(let part, let index):
      append(.save(2 * index))
      append(part)
      append(.save(2 * index + 1))
    case .repetition(let part, let min, let max, let isGreedy):
      appendCopies(of: part, count: min)
      if let max {
        appendOptional(part, times: max - min, isGreedy: isGreedy)
      } else {
        appendLoop(part, isGreedy: isGreedy)
      }
    }
  }

  private mutating func appendAlternation(_ choices: ArraySlice<Syntax>) {
    var jumps: [Int] = []
    for choice in choices.dropLast() {
      let split = instructions.count
      append(.jump(0))
      append(choice)
      jumps.append(instructions.count)
      append(.jump(0))
      instructions[split] = .split(split + 1, instructions.count)
    }
    if let last = choices.last { append(last) }
    for jump in jumps { instructions[jump] = .jump(instructions.count) }
  }

  private mutating func appendCopies(of part: Syntax, count: Int) {
    guard count > 0 else { return }
    let start = instructions.count
    append(part)
    let first = start..<instructions.count
    for _ in 1..<count { repeatInstructions(first) }
  }

  /// `x?` nested `times` deep: each copy is reached only through the one before it.
  private mutating func appendOptional(
    _ part: Syntax, times: Int, isGreedy: Bool
  ) {
    guard times > 0 else { return }
    let start = instructions.count
    append(.jump(0))
    append(part)
    let first = start..<instructions.count
    for _ in 1..<times { repeatInstructions(first) }
    let end = instructions.count
    for split in stride(from: start, to: end, by: first.count) {
      instructions[split] = choice(split + 1, end, first: isGreedy)
    }
  }

  /// Appends a part of the program once more; it goes nowhere but to itself and to its end.
  private mutating func repeatInstructions(_ range: Range<Int>) {
    let distance = instructions.count - range.lowerBound
    for index in range {
      switch instructions[index] {
      case .split(let first, let second):
        instructions.append(.split(first + distance, second + distance))
      case .jump(let target): instructions.append(.jump(target + distance))
      case let other: instructions.append(other)
      }
    }
  }

  /// `x*`; as `(?:x+)?` when `x` can be empty, so that an empty round leads out of the loop.
  private mutating func appendLoop(_ part: Syntax, isGreedy: Bool) {
    let split = instructions.count
    append(.jump(0))
    append(part)
    if part.minLength == 0 {
      append(choice(split + 1, instructions.count + 1, first: isGreedy))
    } else {
      append(.jump(split))
    }
    instructions[split] = choice(split + 1, instructions.count, first: isGreedy)
  }

  private func choice(_ inside: Int, _ outside: Int, first isInsideFirst: Bool) -> Instruction {
    isInsideFirst ? .split(inside, outside) : .split(outside, inside)
  }

  private mutating func index(of set: ByteSet) -> Int {
    // The last sets are the likely ones: a written-out repeat uses the same again and again.
    if let known = sets.lastIndex(of: set) { return known }
    sets.append(set)
    return sets.count - 1
  }
}
