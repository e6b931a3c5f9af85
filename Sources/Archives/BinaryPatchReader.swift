import Basics
import Documents
package import SystemIO

/// Reads the binary files that a diff of git's holds: what stands behind `GIT binary patch`.
///
/// Of each file the new content comes first, and often the old one follows. A content is either there as
/// a whole (`literal`), compressed with zlib and in base85, or as a difference to the other one
/// (`delta`), which is not read. A text that only talks of such patches has none. The format is that
/// of `parse_binary` in git's apply.c.
package final class BinaryPatchReader: MemberReader {
  private let input: BufferedInput
  /// Whether the lines at hand are those of a file's diff.
  private var isInFile: Bool
  /// What stands behind `diff --git `.
  private var names: [UInt8] = []
  /// Whether the member is the first of its file: the new content.
  private var isNew = false
  private var content: UnpackedStream?
  private var statedSize = 0
  private var size = 0

  private static let mark = Array("GIT binary patch".utf8)
  /// A longer line is none of a diff's header.
  private static let longestLine = 8_192
  /// A content of more bytes is none.
  private static let largest = 1 << 40

  /// Reads from where the input stands; what is said of a file may have come before.
  package init(_ input: BufferedInput, isInFile: Bool = false) {
    self.input = input
    self.isInFile = isInFile
  }

  package func next() throws(ArchiveError) -> Member? {
    if content != nil {
      try skipContent()
      // The old content follows behind an empty line.
      if isNew, let member = try begin(isNew: false) { return member }
    }
    while try input.fill(1) {
      let line = try self.line()
      if line.starts(with: Array("diff --git ".utf8)) {
        isInFile = true
        names = Array(line.dropFirst(11))
      } else if isInFile, line.elementsEqual(Self.mark) {
        // What it announces is missing.
        guard try input.fill(1) else { throw .cutOff }
        if let member = try begin(isNew: true) { return member }
      }
    }
    return nil
  }

  /// Where the first patch begins that a text may have: at the start of a line, from an offset on.
  package static func start(in text: Span<UInt8>, from offset: Int = 0) -> Int? {
    var place = offset
    // The word has no rarer letter than this.
    while let found = text.firstIndex(of: UInt8(ascii: "G"), from: place) {
      place = found + 1
      if found == 0 || text[found - 1] == 10, text.starts(with: mark, at: found) { return found }
    }
    return nil
  }

  /// Where a patch ends that begins a text; nil if more of it may follow.
  package static func end(in text: ArraySlice<UInt8>) -> Int? {
    var place = text.startIndex
    while let end = text[place...].firstIndex(of: 10) {
      var line = text[place..<end]
      if line.last == 13 { line = line.dropLast() }
      let isHeader = [mark, Array("literal ".utf8), Array("delta ".utf8)].contains {
        line.starts(with: $0)
      }
      guard isHeader || line.isEmpty || Base85.line(line) != nil else { return place }
      place = end + 1
    }
    return nil
  }

  /// Takes a line; of a long one no more than its start is given.
  private func line() throws(ArchiveError) -> [UInt8] {
    var line: [UInt8] = []
    while try input.fill(1) {
      let (taken, isWhole) = input.withAvailable { bytes in
        let end = bytes.firstIndex(of: 10) ?? bytes.count
        line.append(0..<min(end, max(0, Self.longestLine - line.count)), of: bytes)
        return (min(end + 1, bytes.count), end < bytes.count)
      }
      input.take(taken)
      if isWhole { break }
    }
    if line.last == 13 { line.removeLast() }
    return line
  }

  /// Begins a content where one stands; nil, with nothing taken, for anything else.
  private func begin(isNew: Bool) throws(ArchiveError) -> Member? {
    _ = try input.fill(200)
    let head = input.withAvailable(atMost: 200) { Array(copying: $0) }
    guard let end = head.firstIndex(of: 10) else { return nil }
    let words = String(decoding: head[..<end], as: UTF8.self)
      .split(whereSeparator: { $0 == " " || $0.isNewline })
    guard words.count == 2, words[0] == "literal" || words[0] == "delta",
      let size = Int(words[1]), (0...Self.largest).contains(size),
      Base85.line(head[(end + 1)...]) != nil
    else { return nil }
    input.take(end + 1)
    (self.isNew, statedSize, self.size) = (isNew, size, 0)
    content = UnpackedStream(
      BufferedInput(Base85Stream(input)), Compression.zlib.makeDecoder())
    let name = Self.path(names) + (isNew ? [] : Array(" (before)".utf8))
    guard words[0] == "literal" else {
      // What it was before is told by nothing but what it is.
      guard isNew else {
        try skipContent()
        return nil
      }
      return Member(
        name: name, size: size,
        obstacle: .unknownForm("a change of a binary file, as a difference to its content before"))
    }
    return Member(name: name, size: size)
  }

  package func read(atMost limit: Int, into buffer: inout ByteBuffer) throws(ArchiveError) -> Int {
    guard let content else { return 0 }
    do throws(ArchiveError) {
      let count = try content.read(atMost: limit, into: &buffer)
      size += count
      guard size <= statedSize, count > 0 || size == statedSize else {
        throw .damaged("size is another than its header says")
      }
      return count
    } catch {
      // What a text shows of a patch, with a word on what it leaves out, is none that could be applied.
      while try Base85.fillLine(input) { _ = try line() }
      _ = try input.fill(2)
      let isWhole = input.withAvailable { $0.isEmpty || $0[0] == 10 || $0[0] == 13 }
      guard isWhole else { return 0 }
      throw error
    }
  }

  /// Goes behind the lines of a content.
  private func skipContent() throws(ArchiveError) {
    content = nil
    while try input.fill(1) {
      let isData = try Base85.fillLine(input)
      let line = try self.line()
      guard isData else {
        if !line.isEmpty { isNew = false }
        return
      }
    }
  }

  /// The path behind `a/x b/x`, or else all that stands there.
  private static func path(_ words: [UInt8]) -> [UInt8] {
    let names = DiffNames.unquotedPair(words)
    let half = names.count / 2
    guard names.count % 2 == 1, names.count > 4, names[half] == UInt8(ascii: " ") else {
      return names
    }
    // A letter and a slash before each, unless `diff.noprefix` leaves them out.
    let slash = UInt8(ascii: "/")
    if names[1] == slash, names[half + 2] == slash,
      names[2..<half].elementsEqual(names[(half + 3)...])
    {
      return Array(names[2..<half])
    }
    return names[..<half].elementsEqual(names[(half + 1)...]) ? Array(names[..<half]) : names
  }
}

/// The lines of a content of a binary patch, decoded; ends before the first line that is none.
package final class Base85Stream: ByteStream {
  private let input: BufferedInput
  private var isAtEnd = false

  package init(_ input: BufferedInput) { self.input = input }

  package func read(atMost limit: Int, into buffer: inout ByteBuffer) throws(ArchiveError) -> Int {
    // A line stands for 52 bytes at most; whoever reads takes a whole one.
    guard !isAtEnd, try Base85.fillLine(input) else {
      isAtEnd = true
      return 0
    }
    let line = input.withAvailable(atMost: Base85.longestLine) { Array(copying: $0) }
    guard let (bytes, length) = Base85.line(line[...]) else { return 0 }
    input.take(length)
    buffer.append(bytes.span)
    return bytes.count
  }
}

/// Base85 as git writes it: a letter that says how many bytes follow, and five digits for four of them.
package enum Base85 {
  /// A letter, 65 digits, and an end of two bytes.
  static let longestLine = 68

  private static let values: [UInt8] = {
    let digits = Array(
      ("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
        + "!#$%&()*+-;<=>?@^_`{|}~").utf8)
    var values = [UInt8](repeating: 255, count: 256)
    for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
    return values
  }()

  /// Reads a line ahead.
  ///
  /// - Returns: Whether it is one.
  static func fillLine(_ input: BufferedInput) throws(ArchiveError) -> Bool {
    _ = try input.fill(longestLine)
    return line(input.withAvailable(atMost: longestLine) { Array(copying: $0) }[...]) != nil
  }

  /// Decodes a line at the start of some bytes.
  ///
  /// - Returns: The bytes that it says, and its length with its end; nil if it is none.
  package static func line(_ text: ArraySlice<UInt8>) -> (bytes: [UInt8], length: Int)? {
    let count: Int
    switch text.first {
    case .some(let letter) where (0x41...0x5A).contains(letter): count = Int(letter) - 0x40
    case .some(let letter) where (0x61...0x7A).contains(letter): count = Int(letter) - 0x60 + 26
    default: return nil
    }
    let digits = text.dropFirst().prefix((count + 3) / 4 * 5)
    guard digits.count == (count + 3) / 4 * 5 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 3)
    var number: UInt64 = 0
    for (index, digit) in digits.enumerated() {
      let value = values[Int(digit)]
      guard value < 85 else { return nil }
      number = number * 85 + UInt64(value)
      guard index % 5 == 4 else { continue }
      guard number <= UInt64(UInt32.max) else { return nil }
      for shift in [24, 16, 8, 0] as [UInt64] {
        bytes.append(UInt8(truncatingIfNeeded: number >> shift))
      }
      number = 0
    }
    bytes.removeLast(bytes.count - count)
    let end = text[digits.endIndex...].prefix(2)
    if end.isEmpty || end.first == 10 { return (bytes, 1 + digits.count + min(1, end.count)) }
    guard end.elementsEqual([13, 10]) else { return nil }
    return (bytes, 1 + digits.count + 2)
  }
}
