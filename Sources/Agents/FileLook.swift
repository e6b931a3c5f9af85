import Archives
import Detection
import Engine
import FileTree
import Findings
import Inputs
import Redaction
import SystemIO

/// Looks into a file that an agent is about to read, or a folder, as a scan does: also into what is
/// packed.
struct FileLook {
  /// What is known of it.
  enum Answer {
    /// There is nothing to read: no such file, or a folder that is not read.
    case nothing
    case clean
    case secrets(Found)
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

  /// Secrets in a file.
  struct Found {
    var secrets: [RedactedSecret]
    /// Which file it is, where that is not what was named.
    var file: String?
    /// The text without its secrets, where it is short.
    var text: [UInt8]?
    /// Whether there is more to it than a text.
    var isPacked = false
  }

  /// What an agent reads of a folder that is named.
  enum FolderContent {
    case nothing
    /// The files that stand in it.
    case files
    /// All below it, but for what git ignores.
    case tree
  }

  /// A larger file takes longer than an agent waits, in bytes; also of what is packed in it.
  private static let largest = 64 << 20
  /// So many files of a folder are looked into.
  private static let mostFiles = 5_000

  let redactor: PayloadRedactor
  var folders = FolderContent.nothing
  /// Whether files that are not packed are left to who sees their text later.
  var onlyPacked = false

  /// Looks into what stands at a path.
  func look(at path: String) -> Answer {
    do throws(SystemError) {
      // A pipe would be waited for, so it is not opened.
      let status = try FileSystem.status(path)
      switch status.kind {
      case .folder: return lookIntoFolder(path)
      case .file: break
      default: return .unseen("it is no regular file")
      }
      if onlyPacked, !Self.isPacked(path) { return .clean }
      guard status.size <= Self.largest else { return .unseen(Self.tooLarge) }
      // A file of /proc has no size, and may have no end.
      guard status.size > 0 else { return try lookIntoStream(path) }
      return answer(FolderSource([path]).read(run()), onFile: path)
    } catch {
      return error.isNotFound || error.isNameTooLong
        ? .nothing : .unseen("it cannot be read (\(error.reason))")
    }
  }

  /// Looks into a text that stands nowhere by itself.
  func look(atText text: [UInt8], called name: String) -> Answer {
    var rest = text[...]
    var source = StreamSource(named: name) { limit, buffer in
      let part = rest.prefix(limit)
      rest = rest.dropFirst(part.count)
      buffer.append(Array(part).span)
      return part.count
    }
    source.knowsDiffs = false
    let found = secrets(in: source.read(run()))
    guard !found.isEmpty else { return .clean }
    return .secrets(Found(secrets: found.map { RedactedSecret($0.match) }, file: name))
  }

  private static let tooLarge = "it is larger than 64 MiB"

  private func run(opensArchives: Bool = true) -> ScanRun {
    var plan = ScanPlan(ruleSet: redactor.detector.ruleSet)
    plan.suppression.honoursComments = false
    plan.archives.memberSize = Self.largest
    plan.archives.totalSize = Self.largest
    plan.archives.members = 20_000
    if !opensArchives { plan.archives.depth = 0 }
    return ScanRun(plan, redactor.detector)
  }

  private func secrets(in reading: Reading) -> [Occurrence] {
    reading.occurrences.filter {
      $0.location.provenance.kind == .content && redactor.counts($0.match)
    }
  }

  private func answer(_ reading: Reading, onFile path: String) -> Answer {
    let found = secrets(in: reading)
    if !found.isEmpty {
      let isPacked = Self.isPacked(path)
      return .secrets(
        Found(
          secrets: found.map { RedactedSecret($0.match) },
          text: isPacked ? nil : redacted(path), isPacked: isPacked))
    }
    if let error = reading.coverage.errors.first {
      return .unseen("it cannot be read in full (\(error.message))")
    }
    if let unopened = reading.coverage.unopened.first {
      return .unseen("not all of what is packed in it could be looked into (\(unopened.reason))")
    }
    return .clean
  }

  /// Whether there is more to a file than its text; a mail is one.
  private static func isPacked(_ path: String) -> Bool {
    // Whoever reads the file will see and report the failure.
    guard let file = try? OpenFile(path: path, waits: false),
      let format = (try? PackedFormat(of: file)) ?? nil
    else { return false }
    return !format.isMail
  }

  /// A short text without its secrets.
  private func redacted(_ path: String) -> [UInt8]? {
    guard let text = try? FileSystem.read(path, limit: AgentGuard.longestQuote),
      let redacted = try? redactor.redact(text), !redacted.secrets.isEmpty
    else { return nil }
    return redacted.text
  }

  private func lookIntoStream(_ path: String) throws(SystemError) -> Answer {
    let file = try OpenFile(path: path, waits: false)
    var total = 0
    var source = StreamSource(named: path) { limit, buffer throws(SystemError) in
      guard total <= Self.largest else { return 0 }
      let got = try file.readMore(atMost: limit, into: &buffer)
      total += got
      return got
    }
    source.knowsDiffs = false
    let found = answer(source.read(run()), onFile: path)
    if case .clean = found, total > Self.largest { return .unseen(Self.tooLarge) }
    return found
  }

  /// Looks into the files of a folder, as far as an agent reads them: no archives.
  private func lookIntoFolder(_ path: String) -> Answer {
    // Nobody means all that there is by a slash.
    guard folders != .nothing, path.contains(where: { $0 != "/" }) else { return .nothing }
    var source = FolderSource([path])
    source.usesIgnoreFiles = folders == .tree
    source.bound = FolderBound(
      files: Self.mostFiles, bytes: Self.largest, entersFolders: folders == .tree)
    let reading = source.read(run(opensArchives: false))
    let found = secrets(in: reading)
    if let first = found.first {
      let inSame = found.filter { $0.location.provenance == first.location.provenance }
      return .secrets(
        Found(
          secrets: inSame.map { RedactedSecret($0.match) },
          file: FilePlaces.normalForm(of: first.location.provenance.path)))
    }
    if let error = reading.coverage.errors.first {
      return .unseen(
        error.path == path ? error.message : "\(error.path) in it cannot be read (\(error.message))"
      )
    }
    // Links to files are read, wherever they lead.
    for link in reading.coverage.skipped
    where link.message == WalkOutcome.SkipReason.symbolicLink.rawValue {
      let answer = FileLook(redactor: redactor).look(at: link.path)
      if answer.isOfInterest { return answer }
    }
    return .clean
  }
}
