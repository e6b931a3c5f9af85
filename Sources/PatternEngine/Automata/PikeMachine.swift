/// Follows all states of a nondeterministic automaton at once (Pike's machine).
///
/// Its time is linear in the text, whatever the pattern, and it knows where groups begin and end.
struct PikeMachine {
  private let program: Program
  private let group: Int
  private var current = ThreadList()
  private var next = ThreadList()
  private var stack: [(instruction: Int, captureStart: Int, captureEnd: Int)] = []

  /// Prepares working memory for an automaton, of which a capture group is reported.
  init(_ program: Program, group: Int) {
    self.program = program
    self.group = group
    current.reserve(program.instructions.count)
    next.reserve(program.instructions.count)
  }

  /// The match that begins at an offset and ends at `last` at the latest, if there is one: the
  /// first in the order of preference; and the capture group in it, if that was used.
  ///
  /// Assertions look at the bytes around the match in the text.
  mutating func match(
    at start: Int, until last: Int, in text: Span<UInt8>
  ) -> (range: Range<Int>, group: Range<Int>?)? {
    var best: (range: Range<Int>, group: Range<Int>?)?
    next.clear()
    follow(0, captureStart: -1, captureEnd: -1, at: start, in: text)
    swap(&current, &next)
    var position = start
    while !current.isEmpty {
      next.clear()
      for index in 0..<current.count {
        let thread = current.threads[index]
        switch program.instructions[thread.instruction] {
        case .match:
          let captured = group > 0 && thread.captureStart >= 0 && thread.captureEnd >= 0
          best = (start..<position, captured ? thread.captureStart..<thread.captureEnd : nil)
        case .consume(let set):
          guard position < last, program.sets[set].contains(text[position]) else { continue }
          follow(
            thread.instruction + 1, captureStart: thread.captureStart,
            captureEnd: thread.captureEnd, at: position + 1, in: text)
          continue
        default: continue
        }
        // Threads after a match are less preferred than it.
        break
      }
      swap(&current, &next)
      position += 1
    }
    return best
  }

  /// Adds to `next` whatever is reached without consuming anything, in the order of preference.
  private mutating func follow(
    _ instruction: Int, captureStart: Int, captureEnd: Int, at position: Int,
    in text: Span<UInt8>
  ) {
    stack.append((instruction, captureStart, captureEnd))
    while let (instruction, captureStart, captureEnd) = stack.popLast() {
      guard next.insert(instruction) else { continue }
      switch program.instructions[instruction] {
      case .jump(let target): stack.append((target, captureStart, captureEnd))
      case .split(let first, let second):
        stack.append((second, captureStart, captureEnd))
        stack.append((first, captureStart, captureEnd))
      case .save(let slot):
        if slot == 2 * group {
          stack.append((instruction + 1, position, captureEnd))
        } else if slot == 2 * group + 1 {
          stack.append((instruction + 1, captureStart, position))
        } else {
          stack.append((instruction + 1, captureStart, captureEnd))
        }
      case .assert(let assertion):
        if assertion.holds(at: position, in: text) {
          stack.append((instruction + 1, captureStart, captureEnd))
        }
      case .consume, .match:
        next.threads.append(
          Thread(instruction: instruction, captureStart: captureStart, captureEnd: captureEnd))
      }
    }
  }

  private struct Thread {
    var instruction: Int
    var captureStart: Int
    var captureEnd: Int
  }

  /// Threads in the order of preference, and a mark for every instruction that was reached.
  private struct ThreadList {
    var threads: [Thread] = []
    private var marks: [UInt32] = []
    private var generation: UInt32 = 1

    var count: Int { threads.count }
    var isEmpty: Bool { threads.isEmpty }

    mutating func reserve(_ instructions: Int) {
      marks = [UInt32](repeating: 0, count: instructions)
    }

    mutating func clear() {
      threads.removeAll(keepingCapacity: true)
      if generation == .max {
        reserve(marks.count)
        generation = 0
      }
      generation += 1
    }

    /// Marks an instruction; false when it was marked before.
    mutating func insert(_ instruction: Int) -> Bool {
      guard marks[instruction] != generation else { return false }
      marks[instruction] = generation
      return true
    }
  }
}

extension Syntax.Assertion {
  /// Whether the assertion holds between two bytes of a text.
  package func holds(at position: Int, in text: Span<UInt8>) -> Bool {
    switch self {
    case .textStart: position == 0
    case .textEnd: position == text.count
    case .lineStart: position == 0 || text[position - 1] == UInt8(ascii: "\n")
    case .lineEnd: position == text.count || text[position] == UInt8(ascii: "\n")
    case .wordBoundary: Self.isWordBoundary(at: position, in: text)
    case .notWordBoundary: !Self.isWordBoundary(at: position, in: text)
    case .notFollowedBy(let set): position == text.count || !set.contains(text[position])
    }
  }

  private static func isWordBoundary(at position: Int, in text: Span<UInt8>) -> Bool {
    let before = position > 0 && ByteSet.word.contains(text[position - 1])
    let after = position < text.count && ByteSet.word.contains(text[position])
    return before != after
  }
}
