package import Basics
import Documents
package import SystemIO

/// What is packed behind something else, such as a program or a script that unpacks it; told by the
/// end of the text.
extension PackedFormat {
  /// Looks at all of a text.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - signs: What somebody has seen of it who has looked through it.
  package init?(whole text: Span<UInt8>, signs: TextSigns? = nil) {
    if let format = PackedFormat(head: text) {
      if case .document(let document) = format, !document.isWorthReading(text) {
        guard let start = Self.start(behindSomethingIn: text, signs: signs) else {
          return nil
        }
        self = .behind(start)
        return
      }
      self = format
    } else if let start = Self.start(behindSomethingIn: text, signs: signs) {
      self = .behind(start)
    } else if signs?.mayHoldFiles == true, UUEncoding.holdsFile(Array(copying: text)) {
      self = .document(.encodedFiles)
    } else {
      return nil
    }
  }

  /// Looks at a file without reading all of it.
  ///
  /// - Throws: `SystemError`.
  package init?(of file: borrowing OpenFile) throws(SystemError) {
    var bytes = ByteBuffer()
    _ = try file.read(at: 0, atMost: SelfExtractor.firstReach + Self.headLength, into: &bytes)
    if let format = bytes.withBytes({ PackedFormat(head: $0) }) {
      self = format
      return
    }
    let isScript = bytes.withBytes { SelfExtractor.mayBegin($0) }
    let tail = max(0, file.size - ZipEnd.reach)
    var last = ByteBuffer()
    _ = try file.read(at: tail, atMost: ZipEnd.reach, into: &last)
    if let start = bytes.withBytes({ PDFText.start(in: $0) }), last.withBytes(PDFText.isEnd) {
      self = .behind(start)
      return
    }
    guard let end = last.withBytes({ ZipEnd(at: $0, reach: ZipEnd.reach) }) else {
      guard isScript, last.withBytes({ SelfExtractor.mayEnd($0) }) else { return nil }
      if let start = bytes.withBytes({ SelfExtractor.start(in: $0) }) {
        self = .behind(start)
        return
      }
      // Hardly one is as long.
      guard file.size > bytes.count else { return nil }
      bytes.removeAll()
      _ = try file.read(at: 0, atMost: SelfExtractor.reach + Self.headLength, into: &bytes)
      guard let start = bytes.withBytes({ SelfExtractor.start(in: $0) }) else { return nil }
      self = .behind(start)
      return
    }
    guard !end.hasLargeNumbers else {
      self = .behind(0)
      return
    }
    let start = tail + end.place - end.directorySize
    guard start >= 0, end.directorySize <= ZipEnd.mostDirectory else { return nil }
    bytes.removeAll()
    _ = try file.read(at: start, atMost: end.directorySize, into: &bytes)
    guard let first = bytes.withBytes({ end.firstEntry(in: $0, at: start) }) else { return nil }
    self = .behind(first)
  }

  /// Whether a text ends in a zip file, with its comment, whatever it begins with.
  package static func endsInZip(_ text: Span<UInt8>) -> Bool {
    ZipEnd(at: text, reach: ZipEnd.reach, endsText: true) != nil
  }

  /// Where something packed begins that is not told by the first bytes of a text, all of which is
  /// there; nil for none, which few bytes tell.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - signs: What somebody has seen of it who has looked through it; a zip file has zeros.
  /// - Returns: The offset.
  package static func start(
    behindSomethingIn text: Span<UInt8>, signs: TextSigns? = nil
  ) -> Int? {
    if PDFText.isEnd(text), let start = PDFText.start(in: text) { return start }
    // A program has a zero early; of texts without one, nothing is looked for behind a long comment.
    let isBinary =
      signs?.mayHoldZero
      ?? (text.holdsZero(in: 0..<min(64, text.count)) || text.firstIndex(of: 0) != nil)
    if let end = ZipEnd(at: text, reach: isBinary ? ZipEnd.reach : ZipEnd.shortReach) {
      guard !end.hasLargeNumbers else { return 0 }
      let start = end.place - end.directorySize
      guard start >= 0 else { return nil }
      return end.firstEntry(in: text.extracting(start..<end.place), at: start)
    }
    guard SelfExtractor.mayBegin(text), SelfExtractor.mayEnd(text) else { return nil }
    return SelfExtractor.start(in: text)
  }
}

/// The record at the end of a zip file; PKWARE's APPNOTE.TXT, 4.3.16.
struct ZipEnd {
  /// Where the record begins, in the bytes that were looked at.
  let place: Int
  /// The size of the directory before it, in bytes.
  let directorySize: Int
  /// Where the directory says that it begins.
  private let statedStart: Int

  /// Whether its numbers stand in another record (4.3.14), so that it does not tell where anything is.
  let hasLargeNumbers: Bool

  static let size = 22
  /// A comment has at most 65,535 bytes; a signature of the program may stand behind it.
  static let reach = size + 65_535
  /// Comments of so many bytes are looked behind in what has no zero.
  static let shortReach = 256
  /// A zip file with an entry has no fewer bytes.
  private static let least = 98
  /// A directory of more bytes is none.
  static let mostDirectory = 64 << 20

  /// Looks for the record in so many bytes at the end of a text, or of its last part; nothing may follow
  /// its comment if it has to end the text.
  init?(at text: Span<UInt8>, reach: Int, endsText: Bool = false) {
    guard text.count >= Self.least else { return nil }
    // The search takes 64 bytes at once, and a rest one by one.
    var place = text.count - min(reach, text.count & ~63)
    while let found = text.firstIndex(of: 5, from: place) {
      place = found + 1
      let start = found - 2
      guard start >= 0, start + Self.size <= text.count,
        Int(text.littleEndian32(at: start)) == ZipSignature.directoryEnd,
        // One disk, and as many entries on it as there are.
        text.littleEndian32(at: start + 4) == 0,
        text.littleEndian16(at: start + 8) == text.littleEndian16(at: start + 10),
        text.littleEndian16(at: start + 8) > 0,
        start + Self.size + Int(text.littleEndian16(at: start + 20)) <= text.count,
        !endsText || start + Self.size + Int(text.littleEndian16(at: start + 20)) == text.count
      else { continue }
      self.place = start
      directorySize = Int(text.littleEndian32(at: start + 12))
      statedStart = Int(text.littleEndian32(at: start + 16))
      let locator = start - 20
      hasLargeNumbers =
        locator >= 0 && Int(text.littleEndian32(at: locator)) == ZipSignature.locator64
      return
    }
    return nil
  }

  /// Where the first entry begins that a directory names.
  ///
  /// - Parameters:
  ///   - directory: All of it.
  ///   - start: Where it stands in the text.
  /// - Returns: The offset in the text, 0 for an entry of which the start is lost; nil if that is no
  ///   directory.
  func firstEntry(in directory: Span<UInt8>, at start: Int) -> Int? {
    var place = 0
    var least = Int.max
    while place + 46 <= directory.count,
      Int(directory.littleEndian32(at: place)) == ZipSignature.directory
    {
      least = min(least, Int(directory.littleEndian32(at: place + 42)))
      // Name, extra field and comment.
      let lengths = [28, 30, 32].map { Int(directory.littleEndian16(at: place + $0)) }
      place += 46 + lengths.reduce(0, +)
    }
    guard place > 0 else { return nil }
    // What stands before the archive moves everything, unless the offsets heed it.
    let first = max(0, least + start - statedStart)
    return first < start ? first : nil
  }
}

/// A script with an archive behind its last line.
enum SelfExtractor {
  /// So many bytes of a script are looked through.
  static let reach = 32 << 20
  /// So many of a file at first.
  static let firstReach = 256 << 10

  /// Whether this may be the start of one.
  static func mayBegin(_ text: Span<UInt8>) -> Bool {
    text.count > 64 && text[0] == UInt8(ascii: "#") && text[1] == UInt8(ascii: "!")
  }

  /// Whether a text ends in what no script has.
  static func mayEnd(_ text: Span<UInt8>) -> Bool {
    (max(0, text.count - 64)..<text.count).contains { index in
      switch text[index] {
      case 0..<7, 14..<27, 28..<32: true
      default: false
      }
    }
  }

  /// Where an archive or compressed data begins behind the end of a line.
  static func start(in text: Span<UInt8>) -> Int? {
    var place = 0
    while place < reach, place < text.count, let end = text.firstIndex(of: 10, from: place) {
      place = end + 1
      switch PackedFormat(head: text.extracting(place...)) {
      case .tar, .cpio, .zip: return place
      case .compressed(let compression) where !compression.isWeak: return place
      case .other(let name) where name == "7z" || name == "RAR": return place
      default: break
      }
    }
    return nil
  }
}
