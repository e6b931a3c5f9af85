@testable import FileTree

/// An ignore file of git against its lines one by one.
///
/// Input: how to read it, a path, a zero, and the file.
final class GitIgnoreTarget: FuzzTarget {
  static let name = "gitignore"

  static var seeds: [[UInt8]] {
    let text = """
      # comment
      *.o
      !keep.o
      build/
      /top
      doc/**/*.[a-c]x
      **/node_modules/
      cmake-build-*
      a\\*b\\ \\
      [[:alpha:]]?[!x-z]
      a/b
      """
    return ["keep.o", "a/build", "doc/x/y/n.bx", "top", "x/node_modules", "a/b", "cmake-build-x"]
      .flatMap { path in (0..<4).map { [$0] + path.utf8 + [0] + text.utf8 } }
  }

  func run(_ input: [UInt8]) {
    var reader = InputReader(input)
    let flags = reader.byte()
    let (foldsCase, isFolder) = (flags & 1 != 0, flags & 2 != 0)
    let parts = reader.takeRest().parts(2)
    guard let path = parts.first, let text = parts.last, parts.count == 2, path.count < 200 else {
      return
    }
    let nameStart = path.lastIndex(of: slash).map { $0 + 1 } ?? 0
    func decision(of text: [UInt8]) -> IgnoreList.Decision? {
      IgnoreList(parsing: text, foldsCase: foldsCase)
        .decision(path: path.span, nameStart: nameStart, isFolder: isFolder)
    }
    var lines = text.split(separator: UInt8(ascii: "\n"))
    guard lines.count < 20 else { return }
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { lines[0] = lines[0].dropFirst(3) }
    // A mark is one at the start of a file alone.
    let expected = lines.reversed().lazy.compactMap { decision(of: [10] + $0) }.first
    invariant(decision(of: text) == expected, "another decision than its lines'")
  }
}
