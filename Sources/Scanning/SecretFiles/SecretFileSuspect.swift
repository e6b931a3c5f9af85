import Detection
import Findings
import RuleSet
import SystemIO

/// A file whose name, and perhaps its content, tell that it is made to hold secrets.
struct SecretFileSuspect: Sendable {
  let file: SecretFile
  /// Path of the file, as it can be opened.
  let path: String
  /// Object id of what is staged.
  var blob: String?
  /// What the content tells, whatever the rules have found in it.
  let evidence: String?
  /// The marker of a comment in its first line that accepts it; nil for none.
  let comment: String?
  /// The parts that count, in bytes; nil for the whole file.
  let parts: [Range<Int>]?

  /// Looks at a file; nil for one that is no suspect.
  ///
  /// - Parameters:
  ///   - path: Its path.
  ///   - content: All of it.
  ///   - hasSecrets: Whether the rules have found anything in it.
  ///   - scanner: Reads its comments.
  init?(
    path: Span<UInt8>, content: Span<UInt8>, hasSecrets: Bool, _ scanner: BufferScanner
  ) {
    guard let file = SecretFile(path: path) else { return nil }
    switch file {
    case .environment:
      evidence = SettingsFile.nameOfSecret(in: content).map { "\($0) has a value" }
    case .privateKey: evidence = KeyStore.evidence(in: content)
    case .serviceAccount, .credentials, .notebook: evidence = nil
    }
    // An empty `.env` is worth a warning where git does not ignore it.
    guard file == .environment || hasSecrets || evidence != nil else { return nil }
    self.file = file
    self.path = String(decoding: path)
    parts = file == .notebook ? NotebookOutputs.ranges(in: content) : nil
    comment = scanner.comment(onFile: file, content)
  }

  /// Whether a secret that was found in the file makes it one of its kind.
  func counts(_ finding: Finding, of rule: Rule?, at location: Location) -> Bool {
    guard location.subject == .content, finding.confidence >= .medium else { return false }
    switch file {
    case .environment, .credentials: return true
    case .serviceAccount: return rule?.secretFile == .serviceAccount
    case .privateKey: return rule?.secretFile == .privateKey
    case .notebook: return parts?.contains { $0.contains(location.byteOffset) } ?? false
    }
  }
}
