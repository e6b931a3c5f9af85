package import SystemIO

extension PackedFormat {
  /// Looks at the first bytes of a file, and at its last ones; nil where it is not packed, or cannot be
  /// read: whoever reads it as a whole will see and report the failure.
  package init?(of file: borrowing OpenFile) {
    var part = ByteBuffer()
    guard (try? file.read(at: 0, atMost: Self.headLength, into: &part)) != nil else { return nil }
    if let format = part.withBytes({ PackedFormat(head: $0) }) {
      self = format
      return
    }
    part.removeAll()
    let tail = max(0, file.size - Self.tailLength)
    guard (try? file.read(at: tail, atMost: Self.tailLength, into: &part)) != nil,
      part.withBytes({ Self.isEndOfZip($0) })
    else { return nil }
    self = .zip
  }
}
