package import Basics
import Detection
import Findings
import RuleSet
import SystemIO

/// A file whose name, and perhaps its content, suggest that it is made to hold secrets.
package struct SecretFileSuspect: Sendable {
  let file: SecretFile
  /// Path of the file, as it can be opened.
  package let path: String
  /// What is staged; nil for a file of a folder.
  private let blob: ObjectID?
  /// Where it stands in an archive, which the path then names; nil for a file.
  let member: Provenance?
  /// What the content shows, whatever the rules have found in it.
  let evidence: String?
  /// The marker of a comment in its first line that accepts it; nil for none.
  let comment: String?
  /// The parts that count, in bytes; nil for the whole file.
  private let parts: [Range<Int>]?

  /// Looks at a file, or at the blob that is staged for it; nil for one that is no suspect.
  package init?(
    path: Span<UInt8>, content: Span<UInt8>, blob: ObjectID? = nil, hasSecrets: Bool,
    _ scanner: TextScanner
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
    self.blob = blob
    member = nil
    parts = file == .notebook ? NotebookOutputs.ranges(in: content) : nil
    comment = scanner.commentOnFile(content)
  }

  /// Takes the suspicion against a member of an archive for the archive.
  init(_ suspect: SecretFileSuspect, at member: Provenance, ofArchive path: String) {
    file = suspect.file
    evidence = suspect.evidence
    comment = suspect.comment
    parts = suspect.parts
    blob = suspect.blob
    self.path = path
    self.member = member
  }

  /// Whether a secret that was found in the file makes it one of its kind.
  func counts(_ match: SecretMatch, at location: Location) -> Bool {
    guard location.provenance.kind == .content, match.confidence >= .medium else { return false }
    switch file {
    case .environment, .credentials: return true
    case .serviceAccount: return match.rule.secretFile == .serviceAccount
    case .privateKey: return match.rule.secretFile == .privateKey
    case .notebook: return parts?.contains { $0.contains(location.region.byteOffset) } ?? false
    }
  }

  /// The text that the file is, at a path to report.
  func provenance(path: String) -> Provenance {
    if let member { return member }
    return blob.map { .staged(path: path, blob: $0) } ?? .file(path: path)
  }
}
