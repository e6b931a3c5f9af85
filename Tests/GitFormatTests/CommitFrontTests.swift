import Basics
import TestSupport
import Testing

@testable import GitFormat

/// What the first lines of commits say, held against what the whole commits say.
@Suite struct CommitFrontTests {
  private func commit(_ random: inout TestRandom, _ format: ObjectFormat) -> String {
    func id() -> String {
      String((0..<format.digitCount).map { _ in random.pick(Array("0123456789abcdefABCDEF")) })
    }
    func person() -> String {
      let name = random.pick(["A", "Ä Ö", "", "A <b", "x\u{0}y"])
      let date = random.pick(["1700000000 +0100", "0 -0000", "1 ", "", "-5 +0000", "zz"])
      return "\(name) <a@example.com> \(date)"
    }
    var lines = ["tree \(id())"]
    for _ in 0..<random.below(4) { lines.append("parent \(id())") }
    lines.append("author \(person())")
    lines.append("committer \(person())")
    if random.chance(20) { lines += ["encoding latin1"] }
    if random.chance(20) { lines += ["gpgsig -----", " more", " -----"] }
    // Not as git writes it.
    if random.chance(20) { lines.swapAt(random.below(lines.count), random.below(lines.count)) }
    if random.chance(10) { lines[random.below(lines.count)] += "x" }
    if random.chance(10) { lines.remove(at: random.below(lines.count)) }
    return lines.joined(separator: "\n") + random.pick(["\n\nmessage\n", "\n", ""])
  }

  @Test func saysWhatTheCommitSays() throws {
    var random = TestRandom(seed: 31)
    var known = 0
    for round in 0..<3_000 {
      let format = random.pick(ObjectFormat.allCases)
      let bytes = Array(commit(&random, format).utf8)
      let part = random.chance(50) ? bytes : Array(bytes.prefix(random.below(bytes.count + 1)))
      guard let front = CommitFront(part.span, format: format) else { continue }
      known += 1
      let whole = try CommitObject(bytes.span)
      #expect(front.date == whole.committed(in: bytes.span), "round \(round)")
      let parents = (0..<front.parentCount).map { front.parent($0, in: part.span) }
      #expect(parents == whole.parents, "round \(round)")
    }
    #expect(known > 800)
  }
}
