import Basics
import Engine
import Findings
import GitRepository
import SystemIO

/// The right command for somebody who names something else where a repository is wanted.
enum RepositoryAdvice {
  /// Says it in the error of a scan that found no repository.
  ///
  /// - Parameters:
  ///   - result: What the scan came to.
  ///   - operand: What was named as the repository; nil for nothing.
  /// - Returns: The result, with a better error where one is known.
  static func added(to result: ScanResult, about operand: String?) -> ScanResult {
    guard let operand, result.coverage.scanned == ScanReport.Tally(),
      let index = result.coverage.errors.firstIndex(where: { $0.path == operand }),
      let error = error(about: operand)
    else { return result }
    var result = result
    result.coverage.errors[index] = error
    return result
  }

  private static func error(about operand: String) -> ScanReport.ScanError? {
    let word = ShellWord.path(operand)
    if FileSystem.isFolder(operand) {
      do throws(GitError) {
        _ = try Repository(at: operand, usesEnvironment: false)
      } catch {
        guard error.reason == .notARepository else { return nil }
        return .init(path: operand, message: "\(error); for its files: kunci scan \(word)")
      }
      return nil
    }
    if FileSystem.exists(operand) {
      return .init(path: operand, message: "this is no repository; for a file: kunci scan \(word)")
    }
    if let address = RemoteAddress(operand) {
      let folder = ShellWord.path(address.folder)
      return .init(
        path: address.text,
        message: "only what is on this machine is scanned; clone it first: "
          + "git clone \(ShellWord.path(address.text)) && kunci history \(folder)")
    }
    guard isRange(operand) || isRevision(operand) else { return nil }
    return .init(
      path: operand, message: "this is no repository; for commits: kunci history --range \(word)")
  }

  /// Whether it is a commit of the repository that kunci runs in.
  private static func isRevision(_ text: String) -> Bool {
    ((try? Repository(at: ".", usesEnvironment: false).resolve(text)) ?? nil) != nil
  }

  /// Returns true for `A..B`, false for paths such as `../b` and `a/..`.
  private static func isRange(_ text: String) -> Bool {
    text.contains("..") && !text.split(separator: "/").contains { $0 == ".." || $0 == "..." }
  }
}

/// The address of a repository elsewhere, in one of the forms that git-clone(1) takes.
struct RemoteAddress {
  /// The address without a password.
  let text: String
  /// The folder that `git clone` makes.
  let folder: String

  /// Reads `https://host/path` and `user@host:path`; nil for anything else.
  init?(_ text: String) {
    let path: Substring
    let parts = text.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
    if parts.count == 3, parts[0].count > 1, parts[0].last == ":", parts[1].isEmpty {
      // A password before the host is nobody else's business; where it is not SSH's, a user alone is
      // often a token.
      let user = parts[2].prefix { $0 != "/" }.lastIndex(of: "@")
      let isSecret =
        user.map { parts[2][..<$0].contains(":") || !parts[0].lowercased().hasSuffix("ssh:") }
        ?? false
      path = user.map { parts[2][parts[2].index(after: $0)...] } ?? parts[2]
      self.text = "\(parts[0])//" + (isSecret ? path : parts[2])
    } else {
      guard let at = text.firstIndex(of: "@"), let colon = text[at...].firstIndex(of: ":"),
        !text[..<colon].contains("/")
      else { return nil }
      self.text = text
      path = text[text.index(after: colon)...]
    }
    var name = path.split(separator: "/").last ?? ""
    if name.hasSuffix(".git") { name = name.dropLast(4) }
    guard !name.isEmpty else { return nil }
    folder = String(name)
  }
}
