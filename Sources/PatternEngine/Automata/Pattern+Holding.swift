extension Pattern {
  /// Whether some match could hold a text, which is in lower case and compared without regard to
  /// case, whatever stands around it; true in doubt, as assertions are taken to hold.
  package func canHold(_ text: [UInt8]) -> Bool {
    guard !text.isEmpty else { return true }
    let program = Program(syntax)
    let folded = program.sets.map(\.caseFolded)
    // A state is an instruction and how much of the text stands right before it.
    let width = text.count + 1
    var isKnown = [Bool](repeating: false, count: program.instructions.count * width)
    var pending = [0]
    func visit(_ instruction: Int, _ seen: Int) {
      let state = instruction * width + seen
      guard !isKnown[state] else { return }
      isKnown[state] = true
      pending.append(state)
    }
    isKnown[0] = true
    while let state = pending.popLast() {
      let (instruction, seen) = (state / width, state % width)
      if seen == text.count { return true }
      switch program.instructions[instruction] {
      case .match: break
      case .jump(let target): visit(target, seen)
      case .split(let first, let second):
        visit(first, seen)
        visit(second, seen)
      case .save, .assert: visit(instruction + 1, seen)
      case .consume(let set):
        if seen == 0 { visit(instruction + 1, 0) }
        if folded[set].contains(text[seen]) { visit(instruction + 1, seen + 1) }
      }
    }
    return false
  }
}
