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

  /// The automaton of an expression.
  ///
  /// - Throws: ``PatternError`` when written-out repeats exceed ``sizeLimit``.
  init(_ syntax: Syntax) throws(PatternError) {
    try append(syntax)
    try append(.match)
  }

  private mutating func append(_ instruction: Instruction) throws(PatternError) {
    guard instructions.count < Self.sizeLimit else {
      throw PatternError(
        offset: 0, reason: "repetitions multiply to more than \(Self.sizeLimit) states")
    }
    instructions.append(instruction)
  }

  private mutating func append(_ syntax: Syntax) throws(PatternError) {
    switch syntax {
    case .empty: break
    case .set(let set):
      try append(.consume(set: index(of: set)))
    case .assertion(let assertion): try append(.assert(assertion))
    case .sequence(let parts): for part in parts { try append(part) }
    case .alternation(let choices): try appendAlternation(choices[...])
    case .group(let part, let index):
      try append(.save(2 * index))
      try append(part)
      try append(.save(2 * index + 1))
    case .repetition(let part, let min, let max, let isGreedy):
      for _ in 0..<min { try append(part) }
      if let max {
        try appendOptional(part, times: max - min, isGreedy: isGreedy)
      } else {
        try appendLoop(part, isGreedy: isGreedy)
      }
    }
  }

  private mutating func appendAlternation(_ choices: ArraySlice<Syntax>) throws(PatternError) {
    var jumps: [Int] = []
    for choice in choices.dropLast() {
      let split = instructions.count
      try append(.jump(0))
      try append(choice)
      jumps.append(instructions.count)
      try append(.jump(0))
      instructions[split] = .split(split + 1, instructions.count)
    }
    if let last = choices.last { try append(last) }
    for jump in jumps { instructions[jump] = .jump(instructions.count) }
  }

  /// `x?` nested `times` deep: each copy is reached only through the one before it.
  private mutating func appendOptional(
    _ part: Syntax, times: Int, isGreedy: Bool
  ) throws(PatternError) {
    var splits: [Int] = []
    for _ in 0..<times {
      splits.append(instructions.count)
      try append(.jump(0))
      try append(part)
    }
    let end = instructions.count
    for split in splits { instructions[split] = choice(split + 1, end, first: isGreedy) }
  }

  /// `x*`; as `(?:x+)?` when `x` can be empty, so that an empty round leads out of the loop.
  private mutating func appendLoop(_ part: Syntax, isGreedy: Bool) throws(PatternError) {
    let split = instructions.count
    try append(.jump(0))
    try append(part)
    if part.minLength == 0 {
      try append(choice(split + 1, instructions.count + 1, first: isGreedy))
    } else {
      try append(.jump(split))
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
