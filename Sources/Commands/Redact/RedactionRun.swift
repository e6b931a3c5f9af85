import Detection
import Findings
import Redaction
import SystemIO

/// Redacts one text: from a file or standard input to standard output, or a file in its own place.
struct RedactionRun {
  /// Why a text was not redacted, or not in full.
  enum Failure: String, Error {
    case unsettled = "what was left was found again and again; look at it yourself"
    case changed = "it was changed meanwhile, so it was left as it is; try again"
  }

  let detector: Detector
  let style: ReplacementText
  /// Secrets of less confidence are left.
  let least: Confidence

  /// How much is read at once, in bytes.
  private static let pieceSize = 4 << 20
  /// How often a file is redacted, until nothing more is found.
  private static let mostRounds = 4

  /// Writes standard input without its secrets to standard output.
  func copyInput() throws -> [RedactedSecret] {
    try redact { buffer in
      try StandardStreams.readInput(atMost: 65_536, into: &buffer)
    } write: {
      try StandardStreams.write($0, to: .output)
    }
  }

  /// Writes a file without its secrets to standard output.
  func copy(_ path: String) throws -> [RedactedSecret] {
    try redact(path) { try StandardStreams.write($0, to: .output) }
  }

  /// Puts a file without secrets in the place of a file, if it has any.
  func redactInPlace(_ input: String) throws -> [RedactedSecret] {
    // A link stays, and what it leads to is replaced.
    let path = try FileSystem.realPath(input)
    let size = try FileSystem.status(path).size
    var output = try ReplacementFile(of: path)
    var found = try redact(path) { try output.append($0) }
    guard !found.isEmpty else { return [] }
    for round in 1... {
      var next = try ReplacementFile(of: path)
      let more = try redact(output.temporaryPath) { try next.append($0) }
      if more.isEmpty { break }
      guard round < Self.mostRounds else { throw Failure.unsettled }
      found += more
      swap(&output, &next)
    }
    guard try FileSystem.status(path).size == size else { throw Failure.changed }
    try output.putInPlace()
    return found
  }

  private func redact(
    _ path: String, write: (Span<UInt8>) throws -> Void
  ) throws -> [RedactedSecret] {
    let file = try OpenFile(path: path)
    if file.kind == .folder { try file.expectRegular() }
    return try redact(
      read: { try file.readMore(atMost: Self.pieceSize, into: &$0) }, write: write)
  }

  private func redact(
    read: (inout ByteBuffer) throws -> Int, write: (Span<UInt8>) throws -> Void
  ) throws -> [RedactedSecret] {
    let redactor = TextRedactor(DetectionWorker(detector), style) { [least] in
      $0.confidence >= least
    }
    var buffer = ByteBuffer()
    while true {
      buffer.removeAll()
      let isLast = try read(&buffer) == 0
      let output = try buffer.withBytes { try redactor.redact($0, isLast: isLast) }
      try write(output.span)
      guard isLast else { continue }
      guard redactor.isSettled else { throw Failure.unsettled }
      return redactor.secrets
    }
  }
}
