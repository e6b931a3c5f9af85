import Testing

@testable import PatternEngine

@Suite struct LazyDFATests {
  /// Counted repeats make as many states as the text is long, or are given up; never more.
  @Test(arguments: [
    ("[a-z]{1000}", true), ("[a-z]{1,1000}", true), ("(?:[a-z]{1,50}_){1,20}", true),
    // Every subset of the last nine bytes is a state: more than fit.
    ("[ab]{0,400}a[ab]{9}c", false), ("[ab]{5000}", true),
  ])
  func memoryIsBounded(regex: String, fits: Bool) throws {
    let program = Program(try Pattern(regex).syntax)
    var automaton = LazyDFA(program)
    var machine = PikeMachine(program, group: 0)
    var random = Random(seed: 3)
    var gaveUp = false
    for _ in 0..<200 {
      let text = (0..<400 + random.below(700)).map { _ in Array("aabb_".utf8)[random.below(4)] }
      let outcome = automaton.match(at: 0, until: text.count, in: text.span)
      #expect(automaton.cells <= LazyDFA.cellLimit + 2 * program.instructions.count)
      if outcome == .unknown {
        gaveUp = true
        break
      }
      let end = machine.match(at: 0, until: text.count, in: text.span)?.range.upperBound
      #expect(outcome == end.map { .end($0) } ?? .nothing)
    }
    #expect(gaveUp == !fits)
  }

  /// The steps that a long text takes are made once: as many states as there are repeats.
  @Test func statesAreMadeOnce() throws {
    var automaton = LazyDFA(Program(try Pattern("[a-z]{1000}").syntax))
    let text = [UInt8](repeating: UInt8(ascii: "k"), count: 2_000)
    #expect(automaton.match(at: 0, until: text.count, in: text.span) == .end(1_000))
    let cells = automaton.cells
    for start in 0...1_000 {
      #expect(automaton.match(at: start, until: text.count, in: text.span) == .end(start + 1_000))
    }
    #expect(automaton.match(at: 1_001, until: text.count, in: text.span) == .nothing)
    #expect(automaton.cells <= cells + 2_000 && cells < 8_000)
  }
}
