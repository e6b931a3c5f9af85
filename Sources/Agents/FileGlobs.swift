import FileTree

/// The patterns by which a tool is told which files to read, as `docs/**/*.{pdf,md}`.
struct FileGlobs: Sendable {
  private let patterns: [Wildmatch]

  /// Of so many alternatives in braces each counts.
  private static let most = 1_000

  /// Takes patterns as tools of JavaScript do: with braces, and from the folder that is worked in.
  init(_ globs: [String]) {
    patterns = globs.flatMap { Self.alternatives(of: Array($0.utf8)) }.map { glob in
      let isFromHere = glob.starts(with: "./".utf8)
      return Wildmatch(isFromHere ? Array(glob.dropFirst(2)) : glob)
    }
  }

  /// Whether a name is a pattern.
  static func isGlob(_ name: String) -> Bool { name.utf8.contains { "*?[{".utf8.contains($0) } }

  /// Whether a path from that folder is meant.
  func match(_ path: String) -> Bool {
    let bytes = Array(path.utf8)
    return patterns.contains { $0.matches(bytes.span) }
  }

  /// A pattern with each of the alternatives that its braces hold.
  private static func alternatives(of glob: [UInt8]) -> [[UInt8]] {
    var (open, done): ([[UInt8]], [[UInt8]]) = ([glob], [])
    while let next = open.popLast() {
      guard let end = next.firstIndex(of: UInt8(ascii: "}")),
        let start = next[..<end].lastIndex(of: UInt8(ascii: "{")), open.count + done.count < most
      else {
        done.append(next)
        continue
      }
      for part in next[(start + 1)..<end].split(
        separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      {
        open.append(Array(next[..<start]) + Array(part) + Array(next[(end + 1)...]))
      }
    }
    return done
  }
}
