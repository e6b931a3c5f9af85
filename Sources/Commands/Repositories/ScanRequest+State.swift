import Basics
import Inputs
import SystemIO

extension ScanRequest {
  /// Files at a repository's root that have a say in what is reported.
  private static let settings = [
    ".kunci.toml", ".gitleaks.toml", ".kunciignore", ".gitleaksignore", BaselineCommand.fileName,
  ]

  /// What the answer about a history depends on: what its refs name, the rules, the options, and what
  /// the repository's own settings say.
  ///
  /// - Parameter path: A folder of the repository.
  /// - Returns: A SHA-256 in hexadecimal digits; nil where that cannot be told.
  func state(of path: String) -> String? {
    guard case .history(let repository, let scope) = input,
      let refs = history(repository, scope).state()
    else { return nil }
    // How a scan runs and shows itself changes nothing; every other option may.
    var question = options
    let plain = ScanOptions()
    (question.reports, question.threads, question.cache) = (plain.reports, plain.threads, nil)
    (question.failOn, question.exitCode) = (plain.failOn, plain.exitCode)
    (question.isQuiet, question.progress, question.color) = (false, plain.progress, plain.color)
    var hasher = SHA256()
    for text in [refs, "\(scope)", "\(question)"] + ruleDigests {
      hasher.update(Array("\(text.utf8.count):\(text)".utf8).span)
    }
    for name in Self.settings {
      guard let file = try? RepositoryFile.find([name], from: path, option: "--config"),
        let bytes = try? UserFile.read(file, isNamed: false)
      else { continue }
      hasher.update(Array("\(name):\(bytes.count):".utf8).span)
      hasher.update(bytes.span)
    }
    return hasher.finalize().hexadecimal
  }
}
