import Documents
import SystemIO

/// Reads a diff line by line from a stream: what stands in hunks, and what stands between them.
///
/// The format is that of `git diff`, also of merges (`@@@`), see "GENERATING PATCH TEXT WITH -P" and
/// "COMBINED DIFF FORMAT" in git-diff(1), and of diff -u.
final class DiffLines {
  /// Appends up to so many bytes to a buffer and returns their number: 0 at the end.
  private let readMore: StreamSource.Read
  private var buffer: ByteBuffer
  /// Where the next line begins in ``bytes``.
  private var position = 0
  private var bytes: [UInt8] = []
  private var isAtEnd = false
  /// Number of bytes read.
  private(set) var count = 0

  /// The file that hunks are of, as it is called after the change; nil for one that is removed.
  private(set) var path: String?
  /// Whether hunks may follow, also those of a file that is removed.
  private var isInFile = false
  /// Whether the file at hand is removed.
  private var isDeletion = false
  /// What stands behind `diff` where a file begins; empty before the first.
  private(set) var files = ""
  /// The files of which it only says that they differ, or which it holds packed, as it calls them.
  private(set) var unread: [String] = []
  /// The binary file whose lines are being read.
  private var binary: BinaryHunk?
  /// Binary files whose contents are there, since they were last asked for.
  private var contents: [(path: String, content: BinaryHunk.Content)] = []
  /// Where a hunk is: what is left of it.
  private var hunk: Hunk?

  private struct Hunk {
    /// Lines that are left on the new side, and on each old one.
    var new: Int
    var old: [Int]
  }

  /// What a line is.
  enum Line: Equatable {
    /// A line of the new side of a hunk, whether it was added, and without the columns that say so.
    case new(ArraySlice<UInt8>, isAdded: Bool)
    /// A line that is taken away.
    case removed
    /// The start of a hunk: the line of the file that it begins with.
    case hunk(line: Int)
    /// A line that is no part of a hunk.
    case other(ArraySlice<UInt8>)
  }

  /// - Parameters:
  ///   - start: What has been read of the stream already.
  ///   - readMore: Reads on.
  init(after start: [UInt8], _ readMore: @escaping StreamSource.Read) {
    self.readMore = readMore
    bytes = start
    count = start.count
    buffer = ByteBuffer()
  }

  /// Whether a text that begins so is a diff.
  static func isDiff(_ start: [UInt8]) -> Bool {
    // What git shows of a commit begins with its name.
    if DiffHead.beginsWithCommit(start.span) { return true }
    // Of git's text, a byte order mark is none.
    let text = String(decoding: start.prefix(4_096), as: UTF8.self).drop { $0 == "\u{FEFF}" }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.count > 2, lines[0].hasPrefix("--- "), lines[1].hasPrefix("+++ ") { return true }
    if lines.count > 1, lines[0].hasPrefix("tag "), lines[1].hasPrefix("Tagger: ") { return true }
    guard
      let first = lines.firstIndex(where: { line in
        ["diff --git ", "diff --cc ", "diff --combined "].contains(where: line.hasPrefix)
      })
    else { return false }
    // Before it, git puts a line of the caller's choice, or numbers and kinds of changes.
    return first <= 2
      || lines[..<first].allSatisfy { line in
        line.isEmpty || line == "---" || line.hasPrefix(" ") || line.hasPrefix(":")
      }
  }

  /// The next line without its end; nil at the end of the stream.
  func next() throws(SystemError) -> Line? {
    guard let line = try nextLine() else {
      if let binary { note(binary.finish()) }
      return nil
    }
    if hunk != nil, let known = inHunk(line) { return known }
    return outside(line)
  }

  /// What stands behind a last line without an end.
  private static let noNewline = Array("\\ No newline at end of file".utf8)

  private func inHunk(_ line: ArraySlice<UInt8>) -> Line? {
    guard var hunk else { return nil }
    // Another line that begins so is none of a diff, and nor is what follows.
    if line.elementsEqual(Self.noNewline) || line.elementsEqual(Self.noNewline + "\r".utf8) {
      return .removed
    }
    let parents = hunk.old.count
    // Some programs take blanks off the end of an empty line.
    let columns =
      line.isEmpty || line.elementsEqual([13])
      ? Array(repeating: .space, count: parents) : Array(line.prefix(parents))
    let isKnown = columns.count == parents && columns.allSatisfy { " +-".utf8.contains($0) }
    guard isKnown, hunk.new > 0 || hunk.old.contains(where: { $0 > 0 }) else {
      self.hunk = nil
      return nil
    }
    let isRemoved = columns.contains(UInt8(ascii: "-"))
    for (parent, column) in columns.enumerated()
    where column == UInt8(ascii: "-") || !isRemoved && column == .space {
      hunk.old[parent] -= 1
    }
    if !isRemoved { hunk.new -= 1 }
    self.hunk = hunk
    guard !isRemoved else { return .removed }
    return .new(line.dropFirst(parents), isAdded: columns.contains(UInt8(ascii: "+")))
  }

  /// Hands over the binary files that were come upon.
  func takeContents() -> [(path: String, content: BinaryHunk.Content)] {
    defer { contents = [] }
    return contents
  }

  private func note(_ outcome: BinaryHunk.Outcome) {
    guard case .unfinished = outcome else {
      binary = nil
      switch outcome {
      case .unread: unread.append(Self.common(files))
      case .content(let content?): contents.append((Self.common(files), content))
      // Of a file that is removed, nothing is left to read.
      case .content(nil), .none, .unfinished: break
      }
      return
    }
  }

  private func outside(_ whole: ArraySlice<UInt8>) -> Line {
    let line = whole.last == 13 ? whole.dropLast() : whole
    // Where it is: a copy for each line would be one of all that is held.
    if let outcome = binary?.take(line) {
      note(outcome)
      // What is encoded is no text: it is looked into where it ends.
      if case .unfinished = outcome { return .other([]) }
    }
    if line.starts(with: "+++ ".utf8) {
      path = Self.path(String(decoding: line.dropFirst(4), as: UTF8.self))
      isInFile = true
    } else if line.starts(with: "diff ".utf8) {
      (isInFile, isDeletion) = (false, false)
      files = String(decoding: line.dropFirst(5).prefix(8_192), as: UTF8.self)
    } else if line.starts(with: "deleted file mode ".utf8) {
      isDeletion = true
    } else if line.elementsEqual("GIT binary patch".utf8), !files.isEmpty {
      binary = BinaryHunk()
    } else if line.starts(with: "Binary files ".utf8), line.reversed().starts(with: Self.differ) {
      let names = String(decoding: line.dropFirst(13).dropLast(7).prefix(8_192), as: UTF8.self)
      // A file may be named so as well.
      if !isDeletion || !names.hasSuffix(" and /dev/null") {
        unread.append(names.isEmpty ? Self.common(files) : Self.second(of: names))
      }
    } else if isInFile, let (start, hunk) = Self.hunk(line) {
      self.hunk = hunk
      return .hunk(line: start)
    }
    return .other(whole)
  }

  /// The greatest number of a line that is believed; no file has so many.
  private static let greatest = 1 << 40
  private static let differ = Array(" differ".utf8.reversed())

  /// `@@ -1,2 +3,4 @@`, and with more at signs for more parents; a count that is left out is 1.
  private static func hunk(_ line: ArraySlice<UInt8>) -> (start: Int, Hunk)? {
    let signs = line.prefix { $0 == UInt8(ascii: "@") }.count
    guard signs >= 2 else { return nil }
    let words = String(decoding: line, as: UTF8.self).split(separator: " ", maxSplits: signs + 2)
    guard words.count > signs + 1, words[signs + 1].allSatisfy({ $0 == "@" }) else { return nil }
    var ranges: [(start: Int, count: Int)] = []
    for word in words[1...signs] {
      let numbers = word.dropFirst().split(separator: ",").map { Int($0) }
      guard let start = numbers.first ?? nil, let count = numbers.count > 1 ? numbers[1] : 1,
        (0...Self.greatest).contains(start), (0...Self.greatest).contains(count)
      else { return nil }
      ranges.append((start, count))
    }
    guard let new = ranges.popLast(), words[signs].hasPrefix("+") else { return nil }
    return (new.start, Hunk(new: new.count, old: ranges.map(\.count)))
  }

  /// The file behind `diff --git a/x b/x`, or else all that stands there.
  private static func common(_ words: String) -> String {
    let names = words.split(separator: " ", maxSplits: 1).last.map(String.init) ?? words
    if words.hasPrefix("--cc ") || words.hasPrefix("--combined ") { return names }
    // Of quoted names, both are.
    if names.hasSuffix("\""), let middle = names.firstRange(of: "\" \"") {
      return path("\"" + names[middle.upperBound...]) ?? words
    }
    let half = names.utf8.count / 2
    guard names.utf8.count % 2 == 1, let middle = names.utf8.dropFirst(half).first,
      middle == UInt8(ascii: " "), let path = path(String(names.utf8.dropFirst(half + 1)) ?? ""),
      names.utf8.prefix(half).suffix(path.utf8.count).elementsEqual(path.utf8)
    else { return words }
    return path
  }

  /// The file behind `Binary files a/x and b/x differ`, or else both of them.
  private static func second(of names: String) -> String {
    let half = (names.utf8.count - 5) / 2
    guard names.utf8.count > 5, names.utf8.dropFirst(half).starts(with: " and ".utf8),
      let path = path(String(names.utf8.dropFirst(half + 5)) ?? "")
    else { return names }
    return path
  }

  /// The path behind `+++`: without git's prefix, which may be another one, and without what diff
  /// puts behind a tab.
  private static func path(_ text: String) -> String? {
    var name = text.prefix { $0 != "\t" && $0 != "\r" }
    if name == "/dev/null" { return nil }
    if name.hasPrefix("\""), name.hasSuffix("\""), name.count > 1 {
      name = unquoted(name.dropFirst().dropLast())[...]
    }
    // Prefixes of diff.mnemonicPrefix: index, work tree, commit, object.
    for prefix in ["b/", "w/", "i/", "c/", "o/"] where name.hasPrefix(prefix) {
      return String(name.dropFirst(prefix.count))
    }
    return String(name)
  }

  /// A path as git quotes it, like a string of C.
  private static func unquoted(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    let letters: [UInt8: UInt8] = [
      UInt8(ascii: "n"): 10, UInt8(ascii: "t"): 9, UInt8(ascii: "r"): 13, UInt8(ascii: "a"): 7,
      UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "v"): 11,
    ]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let escape = rest.first else {
        bytes.append(byte)
        continue
      }
      let digits = rest.prefix(3)
      if let value = UInt8(String(digits) ?? "", radix: 8), digits.count == 3 {
        bytes.append(value)
        rest = rest.dropFirst(3)
      } else {
        bytes.append(letters[escape] ?? escape)
        rest = rest.dropFirst()
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  // MARK: Reading

  private func nextLine() throws(SystemError) -> ArraySlice<UInt8>? {
    var searched = position
    while true {
      if let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { position = end + 1 }
        return bytes[position..<end]
      }
      searched = bytes.count
      guard !isAtEnd else {
        defer { position = bytes.count }
        return position < bytes.count ? bytes[position...] : nil
      }
      let rest = bytes.count - position
      bytes.removeFirst(position)
      (position, searched) = (0, rest)
      buffer.removeAll()
      let got = try readMore(65_536, &buffer)
      isAtEnd = got == 0
      count += got
      bytes += buffer.copied()
    }
  }
}

extension UInt8 {
  fileprivate static let space = UInt8(ascii: " ")
}
