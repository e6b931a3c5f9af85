import Basics

/// Tells a diff, such as git writes it alone or behind the message of a commit, by its first bytes.
package enum DiffHead {
  /// Whether a text begins with the diff of a file, or with a commit as `git show` and `git log` put it.
  package static func matches(_ head: Span<UInt8>) -> Bool {
    head.count > 0
      && (head[0] == UInt8(ascii: "c")
        ? beginsWithCommit(head) : starts.contains { head.starts(with: $0) })
  }

  private static let starts = [
    "diff --git ", "diff --cc ", "diff --combined ", "# HG changeset patch",
  ].map { Array($0.utf8) }
  private static let commit = Array("commit ".utf8)

  /// Whether the diff of a file begins with a line.
  package static func beginsFile(_ line: ArraySlice<UInt8>) -> Bool {
    line.first == UInt8(ascii: "d") && starts.contains { line.starts(with: $0) }
  }

  /// Whether a text begins with a line that names a commit, as `git log` does.
  package static func beginsWithCommit(_ head: Span<UInt8>) -> Bool {
    guard head.starts(with: commit) else { return false }
    var place = commit.count
    while place < head.count, isDigit(head[place]) { place += 1 }
    // The names of branches may follow, and a CR may end the line; the name may be short.
    return (7...64).contains(place - commit.count) && place < head.count && head[place] <= 0x20
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
  }
}
