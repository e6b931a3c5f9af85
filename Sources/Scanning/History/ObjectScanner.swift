import Basics
import Detection
import Findings
import GitObjects
import SystemIO

/// Scans git objects of all kinds, one after the other; what a worker of a history scan keeps.
final class ObjectScanner {
  let scanner: BufferScanner
  private(set) var tally = ScanReport.Tally()
  private(set) var skipped: [ScanReport.Skipped] = []

  init(_ detector: Detector, honoursComments: Bool, progress: ScanProgress? = nil) {
    scanner = BufferScanner(detector, honoursComments: honoursComments, progress: progress)
  }

  func scan(_ id: ObjectID, _ kind: ObjectKind, _ content: Span<UInt8>) {
    switch kind {
    case .blob:
      count(blob: id, content)
      scanner.scan(content) { source(id, .blob) }
    case .tree: scanTree(id, content)
    case .commit:
      tally.commits += 1
      scanText(content, folder: "commit/\(id)", message: .commitMessage)
    case .tag: scanText(content, folder: "tag/\(id)", message: .tagMessage)
    }
    tally.bytes += content.count
  }

  /// Notes what a blob or a tree is known to hold.
  func report(
    _ known: TextKnowledge, _ id: ObjectID, _ kind: ObjectKind, _ content: Span<UInt8>
  ) {
    tally.bytes += content.count
    if kind == .blob { count(blob: id, content) }
    guard !known.holdsNoSecret else { return }
    var counter: LineCounter?
    scanner.report(
      known.secrets, in: content, base: 0, core: 0..<content.count, counter: &counter
    ) { source(id, kind) }
  }

  /// Scans a blob in pieces.
  ///
  /// - Parameters:
  ///   - id: The blob.
  ///   - stream: How it is cut.
  ///   - read: Appends so many bytes to a buffer at most and tells how many: 0 at the end.
  func scanHuge(
    _ id: ObjectID, with stream: TextStream,
    read: (inout ByteBuffer, _ limit: Int) throws(ObjectError) -> Int
  ) {
    tally.blobs += 1
    var buffer = ByteBuffer()
    // What cannot be read is told by the walk as well.
    let length = try? stream.scan(with: scanner, buffer: &buffer, from: source(id, .blob)) {
      limit, buffer throws(ObjectError) in
      try read(&buffer, limit)
    }
    tally.bytes += length ?? 0
  }

  private func count(blob id: ObjectID, _ content: Span<UInt8>) {
    tally.blobs += 1
    if LFSPointer.matches(content) {
      skipped.append(ScanReport.Skipped(path: "blob/\(id)", reason: LFSPointer.reason))
    }
  }

  private func source(_ id: ObjectID, _ kind: ObjectKind) -> BufferScanner.Source {
    kind == .tree
      ? BufferScanner.Source(subject: .path, path: "tree/\(id)", blob: id.hex)
      : BufferScanner.Source(path: "blob/\(id)", blob: id.hex)
  }

  /// Names in a tree: found in its raw bytes, since a name is bounded by a space and a zero.
  ///
  /// Nothing is decoded: between the names stand random bytes.
  private func scanTree(_ id: ObjectID, _ content: Span<UInt8>) {
    scanner.scan(content, decodes: false) { source(id, .tree) }
  }

  /// Commits and tags: header lines, an empty line, the message.
  private func scanText(
    _ content: Span<UInt8>, folder: String, message subject: Location.Subject
  ) {
    var lineStart = 0
    while lineStart < content.count {
      var lineEnd = lineStart
      while lineEnd < content.count, content[lineEnd] != UInt8(ascii: "\n") { lineEnd += 1 }
      if lineEnd == lineStart { break }
      let line = content.extracting(lineStart..<lineEnd)
      if Self.names.contains(where: { begins(line, with: $0) }) {
        scanner.scan(line) { BufferScanner.Source(subject: .author, path: "\(folder)/author") }
      }
      lineStart = lineEnd + 1
    }
    guard lineStart + 1 < content.count else { return }
    scanner.scan(content.extracting(lineStart + 1..<content.count)) {
      BufferScanner.Source(subject: subject, path: "\(folder)/message")
    }
  }

  private static let names = ["author ", "committer ", "tagger "]

  private func begins(_ line: Span<UInt8>, with prefix: String) -> Bool {
    guard line.count >= prefix.utf8.count else { return false }
    return prefix.utf8.enumerated().allSatisfy { line[$0.offset] == $0.element }
  }
}
