import Detection
import Engine
import Findings
import Redaction
import SystemIO

/// Looks into a file that an agent is about to read, in bounded memory.
struct FileLook {
  /// What is known of the file.
  enum Answer {
    /// There is nothing to read: no such file, or a folder.
    case nothing
    case clean
    /// The text without its secrets comes along where it is short.
    case secrets([RedactedSecret], text: [UInt8]?)
    /// Nobody has looked; why, as the end of a sentence.
    case unseen(String)

    /// Whether it keeps the file from being read.
    var isOfInterest: Bool {
      switch self {
      case .nothing, .clean: false
      case .secrets, .unseen: true
      }
    }
  }

  /// A larger one takes longer than an agent waits, in bytes.
  private static let largest = 64 << 20
  private static let chunkSize = 1 << 20

  let redactor: PayloadRedactor

  /// Looks into the file at a path.
  func look(at path: String) -> Answer {
    do throws(SystemError) {
      // A pipe would be waited for, so it is not opened.
      let kind = try FileSystem.status(path).kind
      guard kind != .folder else { return .nothing }
      guard kind == .file else { return .unseen("it is no regular file") }
      return try scan(OpenFile(path: path), at: path)
    } catch {
      return error.isNotFound || error.isNameTooLong
        ? .nothing : .unseen("it cannot be read (\(error.reason))")
    }
  }

  private func scan(_ file: borrowing OpenFile, at path: String) throws(SystemError) -> Answer {
    guard file.size <= Self.largest else { return .unseen("it is larger than 64 MiB") }
    let scanner = TextScanner(redactor.detector, honoursComments: false)
    var buffer = ByteBuffer()
    // What is short is repeated without its secrets, and a mail is taken apart.
    var start: [UInt8] = []
    var kept = AgentGuard.longestQuote
    var total = 0
    // A file of /proc has no size, and others grow.
    _ = try TextStream(redactor.detector, chunkSize: Self.chunkSize).scan(
      with: scanner, buffer: &buffer, from: .file(path: path)
    ) { limit, buffer throws(SystemError) in
      guard total <= Self.largest else { return 0 }
      let known = buffer.count
      let got = try file.readMore(atMost: limit, into: &buffer)
      if start.count <= kept {
        start += buffer.withBytes { bytes in (known..<known + got).map { bytes[$0] } }
      }
      if total == 0, TextRedactor.isMail(start) { kept = TextRedactor.mailLimit }
      total += got
      return got
    }
    let secrets = scanner.occurrences.map(\.match).filter { redactor.counts($0) }
    if !secrets.isEmpty {
      let isWhole = start.count == total && total <= AgentGuard.longestQuote
      return .secrets(
        secrets.map { RedactedSecret($0) },
        text: isWhole ? (try? redactor.redact(start))?.text : nil)
    }
    guard total <= Self.largest else { return .unseen("it is larger than 64 MiB") }
    return kept > AgentGuard.longestQuote ? look(intoMail: start) : .clean
  }

  /// Looks into the encoded parts of a mail, or into as much of it as is more than may be taken apart.
  private func look(intoMail mail: [UInt8]) -> Answer {
    do throws(PayloadRedactor.Failure) {
      let secrets = try redactor.redact(mail).secrets
      return secrets.isEmpty ? .clean : .secrets(secrets, text: nil)
    } catch {
      return .unseen(error.rawValue)
    }
  }
}
