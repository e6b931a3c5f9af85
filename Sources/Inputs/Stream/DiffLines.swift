import Documents
import SystemIO

/// Reads a diff line by line from a stream: what stands in hunks, and what stands between them.
///
/// The format is that of `git diff`, also of merges (`@@@`), see "GENERATING PATCH TEXT WITH -P" and
/// "COMBINED DIFF FORMAT" in git-diff(1), and of diff -u; also in colours, and beside a graph of commits.
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
  /// What stands around the lines.
  private var dress: DiffDress

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
  ///   - dress: What stands around its lines.
  ///   - readMore: Reads on.
  init(after start: [UInt8], in dress: DiffDress, _ readMore: @escaping StreamSource.Read) {
    self.readMore = readMore
    bytes = start
    self.dress = dress
    count = start.count
    buffer = ByteBuffer()
  }

  /// The next line without its end; nil at the end of the stream.
  func next() throws(SystemError) -> Line? {
    guard let line = try nextLine() else {
      if let binary { note(binary.finish()) }
      return nil
    }
    guard !dress.isBare else {
      if hunk != nil, let known = inHunk(line, hasWords: Self.hasWords(line)) { return known }
      return outside(line, as: line)
    }
    let (bare, hasWords) = dress.undress(line, isInHunk: hunk != nil)
    if hunk != nil, let known = inHunk(bare, hasWords: hasWords || Self.hasWords(bare)) {
      return known
    }
    // What is no part of a hunk is scanned as it stands.
    return outside(bare, as: line)
  }

  /// What stands behind a last line without an end.
  private static let noNewline = Array("\\ No newline at end of file".utf8)

  /// Whether a line shows words that have changed, as `git diff --word-diff` does, also in one that begins
  /// with a blank as what has not changed does.
  private static func hasWords(_ line: ArraySlice<UInt8>) -> Bool {
    guard line.first == .space, let place = line.firstIndex(of: UInt8(ascii: "{")) else {
      return false
    }
    return line[place...].indices.dropLast().contains {
      line[$0] == UInt8(ascii: "{") && line[$0 + 1] == UInt8(ascii: "+")
    }
  }

  private func inHunk(_ line: ArraySlice<UInt8>, hasWords: Bool) -> Line? {
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
    return .new(line.dropFirst(parents), isAdded: hasWords || columns.contains(UInt8(ascii: "+")))
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
      case .unread: unread.append(DiffNames.common(files))
      case .content(let content?): contents.append((DiffNames.common(files), content))
      // Of a file that is removed, nothing is left to read.
      case .content(nil), .none, .unfinished: break
      }
      return
    }
  }

  private func outside(_ bare: ArraySlice<UInt8>, as whole: ArraySlice<UInt8>) -> Line {
    let line = bare.last == 13 ? bare.dropLast() : bare
    // Where it is: a copy for each line would be one of all that is held.
    if let outcome = binary?.take(line) {
      note(outcome)
      // What is encoded is no text: it is looked into where it ends.
      if case .unfinished = outcome { return .other([]) }
    }
    if line.starts(with: "+++ ".utf8) {
      path = DiffNames.path(String(decoding: line.dropFirst(4), as: UTF8.self))
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
        unread.append(names.isEmpty ? DiffNames.common(files) : DiffNames.second(of: names))
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
