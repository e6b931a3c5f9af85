import Basics
@testable import GitFormat

/// Trees, commits, tags and signatures.
///
/// Input: which of them, and the object.
final class GitObjectsTarget: FuzzTarget {
  static let name = "git-objects"

  static var seeds: [[UInt8]] {
    let id = String(repeating: "5a", count: 20)
    let who = "A U Thor <a@example.com> 1700000000 +0130"
    let commit = """
      tree \(id)
      parent \(id)
      parent \(id)
      author \(who)
      committer \(who)
      encoding ISO-8859-1
      gpgsig -----BEGIN
       abc

      message
      """
    let tag = "object \(id)\ntype commit\ntag v1\ntagger \(who)\n\nmessage"
    let name = Array("100644 file\0".utf8) + [UInt8](repeating: 0x5A, count: 20)
    let folder = Array("40000 folder\0".utf8) + [UInt8](repeating: 1, count: 20)
    return [
      [0] + name + folder, [1] + name + [UInt8](repeating: 0, count: 12), [2] + commit.utf8,
      [3] + tag.utf8, [4] + who.utf8, [4] + Array("<> -1 -9999".utf8),
    ]
  }

  func run(_ input: [UInt8]) {
    var reader = InputReader(input)
    let kind = reader.byte()
    let bytes = reader.takeRest()
    switch kind {
    case 0, 1: checkTree(bytes, kind == 0 ? .sha1 : .sha256)
    case 2: checkCommit(bytes)
    case 3: _ = try? TagObject(bytes.span)
    default: checkSignature(bytes[...])
    }
  }

  private func checkTree(_ bytes: [UInt8], _ format: ObjectFormat) {
    var entries = TreeEntries(format: format)
    while true {
      let start = entries.offset
      guard let entry = try? entries.next(bytes.span) else { return }
      invariant(start < entry.name.lowerBound && !entry.name.isEmpty, "an entry without a name")
      invariant(entries.offset == entry.name.upperBound + 1 + format.byteCount, "another end")
      invariant(entries.offset <= bytes.count, "an end outside")
      invariant(!bytes[entry.name].contains(0), "a zero in a name")
    }
  }

  private func checkCommit(_ bytes: [UInt8]) {
    guard let commit = try? CommitObject(bytes.span) else { return }
    invariant(commit.messageStart <= bytes.count, "a message outside")
    for range in [commit.author, commit.committer, commit.encoding].compactMap(\.self) {
      invariant(range.upperBound <= commit.messageStart, "a header within the message")
      invariant(!bytes[range].contains(UInt8(ascii: "\n")), "a header of several lines")
    }
    _ = commit.committed(in: bytes.span)
    if let author = commit.author { checkSignature(bytes[author]) }
  }

  private func checkSignature(_ line: ArraySlice<UInt8>) {
    let bytes = Array(line)
    _ = Signature(bytes.span, TextEncoding.utf8)
    _ = Signature(bytes.span, TextEncoding.latin1)
  }
}
