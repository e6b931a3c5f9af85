/// What must stand after a literal for a match to be possible.
///
/// Short literals, such as the `pat` of a token, are common in ordinary text; what comes after them
/// hardly ever is.
extension Pattern {
  /// Most bytes after a literal that are told.
  package static let mostFollowers = 12

  /// Bytes that can follow a literal which stands so many bytes behind the start of a match: for
  /// each of the next bytes, what it can be; fewer than `most` where a match can end sooner.
  package func followers(
    of literal: Literal, at place: Int, most: Int = mostFollowers
  ) -> [ByteSet] {
    let program = Program(syntax)
    var states = ReachedStates(program)
    for _ in 0..<place { states.step(over: .all) }
    for byte in literal.bytes {
      var set = ByteSet()
      set.insert(byte)
      states.step(over: literal.foldsCase ? set.caseFolded : set)
    }
    var followers: [ByteSet] = []
    while followers.count < most, !states.holdMatch, !states.next.isEmpty {
      followers.append(states.next)
      states.step(over: .all)
    }
    return followers
  }
}

/// The states that a program can be in after some bytes, whatever its assertions say.
private struct ReachedStates {
  private let program: Program
  /// Instructions that consume the next byte.
  private var consuming: [Int] = []
  /// Whether a match can end here.
  private(set) var holdMatch = false

  init(_ program: Program) {
    self.program = program
    follow([0])
  }

  /// What the next byte can be.
  var next: ByteSet {
    consuming.reduce(ByteSet()) { $0.union(set(of: $1)) }
  }

  /// Goes on over a byte of a set.
  mutating func step(over bytes: ByteSet) {
    follow(consuming.filter { !set(of: $0).intersection(bytes).isEmpty }.map { $0 + 1 })
  }

  private func set(of instruction: Int) -> ByteSet {
    guard case .consume(let set) = program.instructions[instruction] else { return ByteSet() }
    return program.sets[set]
  }

  private mutating func follow(_ roots: [Int]) {
    var open = roots
    var seen = Set(roots)
    consuming = []
    holdMatch = false
    func add(_ instruction: Int, _ open: inout [Int]) {
      if seen.insert(instruction).inserted { open.append(instruction) }
    }
    while let instruction = open.popLast() {
      switch program.instructions[instruction] {
      case .consume: consuming.append(instruction)
      case .match: holdMatch = true
      case .jump(let target): add(target, &open)
      case .split(let first, let second):
        add(first, &open)
        add(second, &open)
      case .save, .assert: add(instruction + 1, &open)
      }
    }
  }
}
