/// A deterministic automaton of a program whose states are made when a text first leads to them.
///
/// A state is a list of instructions in the order of preference, reached by the bytes read so far
/// but not yet followed: what stands between two bytes (assertions, groups, choices) is worked out
/// together with the byte that comes next. So every assertion is known exactly, and a match shows in
/// the transition on the byte after it. The states take bounded memory: when it is full, all are
/// forgotten, and after some rounds of that in quick succession the automaton gives up.
struct LazyDFA {
  /// What the automaton says about a place.
  enum Outcome: Equatable {
    case end(Int)
    case nothing
    /// It has given up: ask another automaton.
    case unknown
  }

  /// Most cells of four bytes that states and transitions may take together: 256 KB.
  static let cellLimit = 1 << 16
  /// How often the states are forgotten, each time after few answers, before the automaton gives up.
  static let flushLimit = 4
  /// So many answers are worth the states that they took.
  static let enoughAnswers = 4_096
  private static let dead: Int32 = 0
  private static let unmade: Int32 = -1

  private let program: Program
  private let alphabet: ByteClasses
  private let cellLimit: Int
  private let enoughAnswers: Int

  private var states: [State] = []
  /// For each state, where its transitions begin.
  private var numbers: [State: Int32] = [:]
  /// For each state and class of bytes: twice where the next state's transitions begin, and 1 if a
  /// match ends before the byte.
  private var transitions: [Int32] = []
  private var starts = [Int32](repeating: unmade, count: ByteClasses.Before.allCases.count)
  private var rootCells = 0
  /// How often the states were forgotten, each time after few answers.
  private var flushes = 0
  /// How often they were forgotten in all.
  private var generation = 0
  /// How many there were since.
  private var answers = 0

  /// Working memory of `step`: for each instruction, the last step that followed or kept it.
  private var followed: [UInt32] = []
  private var kept: [UInt32] = []
  private var steps: UInt32 = 0
  private var stack: [Int] = []

  private struct State: Hashable {
    var instructions: [Int32]
    var before: ByteClasses.Before
  }

  /// Prepares the automaton, which has no states yet; `cellLimit` bounds their memory, in cells of
  /// four bytes, and so many answers are enough for them.
  init(
    _ program: Program, cellLimit: Int = cellLimit, enoughAnswers: Int = enoughAnswers
  ) {
    self.program = program
    self.cellLimit = cellLimit
    self.enoughAnswers = enoughAnswers
    alphabet = ByteClasses(of: program)
    forget()
  }

  /// Cells of four bytes that the states take now.
  var cells: Int { transitions.count + rootCells }

  /// Where the preferred match that begins at an offset ends, among those that end at `last` or
  /// before.
  mutating func match(at start: Int, until last: Int, in text: Span<UInt8>) -> Outcome {
    guard flushes <= Self.flushLimit else { return .unknown }
    answers &+= 1
    var state = startState(alphabet.before(start, in: text))
    var end = -1
    var position = start
    let common = min(last, text.count)
    while true {
      followKnown(from: &state, at: &position, until: common, in: text, &end)
      let byte = position < text.count ? text[position] : nil
      let byteClass = byte.map { alphabet.number(of: $0) } ?? alphabet.count
      var transition = transitions[Int(state) + byteClass]
      if transition == Self.unmade {
        transition = step(from: state, on: byte, byteClass)
        guard flushes <= Self.flushLimit else { return .unknown }
      }
      if transition & 1 == 1 { end = position }
      state = transition >> 1
      if state == Self.dead || position == last { break }
      position += 1
    }
    return end < 0 ? .nothing : .end(end)
  }

  /// Follows transitions as long as they are known and lead on.
  @inline(__always)
  private func followKnown(
    from state: inout Int32, at position: inout Int, until last: Int, in text: Span<UInt8>,
    _ end: inout Int
  ) {
    let (transitions, numbers) = (transitions.span, alphabet.numbers.span)
    while position < last {
      let transition = transitions[Int(state) &+ Int(numbers[Int(text[position])])]
      // Neither unmade nor dead.
      guard transition > 1 else { return }
      if transition & 1 == 1 { end = position }
      state = transition &>> 1
      position &+= 1
    }
  }

  // MARK: States

  private mutating func startState(_ before: ByteClasses.Before) -> Int32 {
    if starts[before.rawValue] == Self.unmade {
      starts[before.rawValue] = number(of: State(instructions: [0], before: before))
    }
    return starts[before.rawValue]
  }

  private mutating func number(of state: State) -> Int32 {
    if state.instructions.isEmpty { return Self.dead }
    if let known = numbers[state] { return known }
    let needed = alphabet.count + 1 + state.instructions.count
    if cells + needed > cellLimit, states.count > 1 {
      flushes = answers < enoughAnswers ? flushes + 1 : 1
      answers = 0
      generation += 1
      forget()
    }
    states.append(state)
    let number = Int32(transitions.count)
    numbers[state] = number
    rootCells += state.instructions.count
    transitions += repeatElement(Self.unmade, count: alphabet.count + 1)
    return number
  }

  /// Forgets all states but the dead one.
  private mutating func forget() {
    states = [State(instructions: [], before: .other)]
    numbers.removeAll(keepingCapacity: true)
    transitions.removeAll(keepingCapacity: true)
    transitions += repeatElement(Self.dead, count: alphabet.count + 1)
    for index in starts.indices { starts[index] = Self.unmade }
    rootCells = 0
  }

  /// Works out a transition and keeps it.
  private mutating func step(from state: Int32, on byte: UInt8?, _ byteClass: Int) -> Int32 {
    if followed.isEmpty || steps == .max {
      followed = [UInt32](repeating: 0, count: program.instructions.count)
      kept = [UInt32](repeating: 0, count: program.instructions.count + 1)
      steps = 0
    }
    steps += 1
    var next = State(instructions: [], before: alphabet.before(byte))
    let isMatch = follow(
      states[Int(state) / (alphabet.count + 1)], on: byte, to: &next.instructions)
    let generationBefore = generation
    let transition = number(of: next) << 1 | (isMatch ? 1 : 0)
    if generation == generationBefore {
      transitions[Int(state) + byteClass] = transition
    }
    return transition
  }

  /// Follows a state's instructions over a byte; whether a match ends before it.
  private mutating func follow(
    _ state: State, on byte: UInt8?, to next: inout [Int32]
  ) -> Bool {
    stack.removeAll(keepingCapacity: true)
    for root in state.instructions {
      stack.append(Int(root))
      while let instruction = stack.popLast() {
        guard followed[instruction] != steps else { continue }
        followed[instruction] = steps
        switch program.instructions[instruction] {
        // What is left is less preferred than the match.
        case .match: return true
        case .jump(let target): stack.append(target)
        case .split(let first, let second):
          stack.append(second)
          stack.append(first)
        case .save: stack.append(instruction + 1)
        case .assert(let assertion):
          if assertion.holds(after: state.before, before: byte) { stack.append(instruction + 1) }
        case .consume(let set):
          guard let byte, program.sets[set].contains(byte), kept[instruction + 1] != steps
          else { continue }
          kept[instruction + 1] = steps
          next.append(Int32(instruction + 1))
        }
      }
    }
    return false
  }
}
