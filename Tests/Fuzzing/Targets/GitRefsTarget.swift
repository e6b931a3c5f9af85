import Basics
@testable import GitFormat

/// What names objects: `packed-refs`, the file of a ref, names.
///
/// Input: which of them and of which hash, and the text.
final class GitRefsTarget: FuzzTarget {
  static let name = "git-refs"

  static var seeds: [[UInt8]] {
    let id = String(repeating: "5a", count: 20)
    let packed = """
      # pack-refs with: peeled fully-peeled sorted
      \(id) refs/heads/main
      \(id) refs/tags/v1
      ^\(id)

      """
    let long = String(repeating: "5a", count: 32)
    let names = ["refs/heads/main", "HEAD", "refs/a..b", "refs/x.lock/y", "a@{1}", "@"]
    return [
      [0] + packed.utf8, [1] + packed.replacing(id, with: long).utf8, [2] + "\(id)\n".utf8,
      [2] + "ref: refs/heads/main\n".utf8, [3] + "\(long)\n".utf8,
    ] + names.map { [4] + $0.utf8 }
  }

  func run(_ input: [UInt8]) {
    var reader = InputReader(input)
    let kind = reader.byte()
    let text = reader.takeRest()
    let format: ObjectFormat = kind & 1 == 0 ? .sha1 : .sha256
    switch kind & 6 {
    case 0:
      for ref in (try? PackedRefs(text, format: format))?.refs ?? [] {
        invariant(!ref.name.isEmpty && ref.target.format == format, "an odd ref")
        invariant(!ref.name.contains(UInt8(ascii: "\n")), "a name of two lines")
      }
    case 2:
      if case .object(let id) = RefValue(text, format: format) {
        invariant(id.format == format && !id.isZero, "an odd id")
      }
    default:
      guard RefName.isValid(text) else { return }
      invariant(text.allSatisfy { $0 > 0x20 && $0 != 0x7F }, "a blank in a name")
      let parts = text.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      invariant(parts.allSatisfy { $0.first.map { $0 != 0x2E } ?? false }, "a name that leads out")
    }
  }
}
