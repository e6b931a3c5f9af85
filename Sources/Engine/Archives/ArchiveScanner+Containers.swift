import Archives
import Findings
import SystemIO

/// Archives and compressed files: what each form takes to be gone through.
extension ArchiveScanner {
  func open(
    _ input: BufferedInput, _ format: PackedFormat, at place: ArchivePlace, level: Int
  ) throws(ArchiveError) {
    switch format {
    case .zip:
      try readMembers(
        ZipReader(input, memoryLimit: memoryLimit(level)), input, at: place, level: level,
        isPacked: true)
    case .tar: try readMembers(TarReader(input), input, at: place, level: level)
    case .cpio: try readMembers(CpioReader(input), input, at: place, level: level)
    case .ar: try readMembers(ArReader(input), input, at: place, level: level)
    case .compressed(let compression):
      let stream = CompressedFile(input, compression, memoryLimit: memoryLimit(level))
      try readCompressed(stream, input, at: place, level: level)
    case .bundle: try readBundle(input, at: place, level: level)
    case .behind(let start):
      try input.skip(start)
      _ = try input.fill(PackedFormat.headLength)
      // The end told that it is a zip file.
      let inner = input.withAvailable { PackedFormat(head: $0) } ?? .zip
      guard try isConfirmed(inner, input) else { return }
      try open(input, inner, at: place, level: level)
    case .document(let format): try readDocument(input, format, at: place, level: level)
    case .other(let name): throw .unknownForm(name)
    }
  }

  /// How much a decompressor may hold, in bytes: those inside one another together not much more
  /// than the outermost.
  private func memoryLimit(_ level: Int) -> Int { max(1 << 20, (128 << 20) >> (level - 1)) }

  /// Reads the content of a compressed file: a member of it, unless it is an archive itself.
  private func readCompressed(
    _ stream: CompressedFile, _ input: BufferedInput, at place: ArchivePlace, level: Int
  ) throws(ArchiveError) {
    let content = borrow()
    defer { giveBack(content) }
    content.begin(MeteredStream(stream, from: input, of: whole, meter))
    do throws(ArchiveError) {
      _ = try content.fill(PackedFormat.headLength)
    } catch {
      // What could be decompressed before is scanned all the same.
      if content.available == 0 { throw error }
    }
    switch content.withAvailable({ PackedFormat(head: $0) }) {
    case .some(.tar): try open(content, .tar, at: place, level: level)
    case .some(.cpio): try open(content, .cpio, at: place, level: level)
    case .some(.ar): try open(content, .ar, at: place, level: level)
    default:
      let name = stream.name ?? MemberName.unpacked(from: place.name)
      try scan(content, at: place.member(name), level: level + 1)
    }
    try scanRest(input, at: place, level: level)
  }

  /// Scans what stands behind the end, which no program looks at.
  private func scanRest(
    _ input: BufferedInput, at place: ArchivePlace, level: Int
  ) throws(ArchiveError) {
    guard try input.skipZeros() else { return }
    try scan(input, at: place.member(Array("(behind the end)".utf8)), level: level + 1)
  }

  /// Reads all members of an archive.
  func readMembers(
    _ reader: any MemberReader, _ input: BufferedInput, at place: ArchivePlace, level: Int,
    isPacked: Bool = false
  ) throws(ArchiveError) {
    var failures: [ArchiveError: Int] = [:]
    func fail(_ error: ArchiveError, at member: ArchivePlace) {
      guard meter.stop == nil else { return }
      failures[error, default: 0] += 1
      if failures[error, default: 0] <= Self.mostNamed { note(error, at: member) }
    }
    defer {
      for (error, count) in failures where count > Self.mostNamed {
        note("\(count - Self.mostNamed) more members: \(error)", at: place)
      }
    }
    if isPacked { workbooks.append(OpenWorkbook()) }
    defer { if isPacked, let workbook = workbooks.popLast() { scan(workbook, at: place) } }
    while let member = try reader.next() {
      guard meter.countMember(), !run.plan.isCancelled() else { return }
      let inner = place.member(member.name)
      scanName(member, at: inner)
      if let obstacle = member.obstacle {
        fail(obstacle, at: inner)
        continue
      }
      guard member.kind == .file else { continue }
      if let limit = run.plan.maxFileSize, let size = member.size, size > limit {
        coverage.skip(inner.provenance(scanner.redact).path, Coverage.tooLarge(limit))
        continue
      }
      let content = borrow()
      defer { giveBack(content) }
      content.begin(
        isPacked ? MeteredStream(reader, from: input, of: whole, meter) : reader)
      do throws(ArchiveError) {
        try scan(content, at: inner, level: level + 1)
      } catch {
        fail(error, at: inner)
      }
      if meter.stop != nil { return }
    }
    try scanRest(input, at: place, level: level)
  }
}
