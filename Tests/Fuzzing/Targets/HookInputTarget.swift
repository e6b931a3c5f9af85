import Basics
@testable import Hooks

/// What git writes to hooks on their standard input.
///
/// Input: which hook, and the lines.
final class HookInputTarget: FuzzTarget {
  static let name = "hook-input"

  static var seeds: [[UInt8]] {
    let (id, none) = (String(repeating: "5a", count: 20), String(repeating: "0", count: 40))
    let long = String(repeating: "5a", count: 32)
    return [
      [0] + "refs/heads/main \(id) refs/heads/main \(none)\n".utf8,
      [0] + "(delete) \(none) refs/heads/x \(id)\nHEAD^{/a b} \(long) refs/tags/v \(long)\n".utf8,
      [1] + "\(none) \(id) refs/heads/main\n\(id) \(none) refs/heads/x\n".utf8,
      [1] + "\(none) \(id)\n".utf8,
    ]
  }

  func run(_ input: [UInt8]) {
    var reader = InputReader(input)
    let isPush = reader.byte() & 1 == 0
    let text = reader.takeRest()
    let lines = text.split(separator: UInt8(ascii: "\n"))
    do throws(RefUpdate.Unreadable) {
      let updates = try isPush ? RefUpdate.pushed(text) : RefUpdate.received(text)
      invariant(updates.count == lines.count, "another number of lines")
      for (update, line) in zip(updates, lines) {
        let written = [update.new, update.old].compactMap(\.self).map(\.hexDigits) + [update.name]
        let words = Set(line.split(separator: UInt8(ascii: " ")).map { $0.map(Self.lower) })
        let isThere = written.allSatisfy { $0.isEmpty || words.contains($0.map(Self.lower)) }
        invariant(isThere, "what no line says")
      }
    } catch {
      invariant(!lines.isEmpty && !error.description.isEmpty, "nothing is wrong with no line")
    }
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
