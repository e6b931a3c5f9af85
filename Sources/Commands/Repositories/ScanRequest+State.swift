import Basics
import Engine
import Inputs
import SystemIO

extension ScanRequest {
  /// Files at a repository's root that are read where findings are judged.
  private static let ignoreFiles = [".kunciignore", ".gitleaksignore"]
  /// What stands before the day on which an entry ends.
  private static let end = Array("until:".utf8)

  /// What the answer about a history depends on: what its refs name, the rules, the options, what the
  /// files say that count, and the day where entries of those end on one.
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
    let found = Self.ignoreFiles.map { name -> [UInt8] in
      guard let file = try? RepositoryFile.find([name], from: path, option: "--ignore-file") else {
        return []
      }
      return (try? UserFile.read(file, isNamed: false)) ?? []
    }
    for bytes in settings + found {
      hasher.update(Array("\(bytes.count):".utf8).span)
      hasher.update(bytes.span)
    }
    if (settings + found).contains(where: { $0.firstRange(of: Self.end) != nil }) {
      hasher.update(Array("\(plan.suppression.today)".utf8).span)
    }
    return hasher.finalize().hexadecimal
  }
}
