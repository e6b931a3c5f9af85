import FileTree
import Findings
import GitRepository
import SystemIO

/// The file for `git filter-repo --replace-text` and `--replace-message`: what to replace by what.
///
/// It holds the secret, so it is readable by its owner alone and stands where git tracks nothing.
/// See git-filter-repo(1): a line is `literal:TEXT==>REPLACEMENT` or `regex:EXPRESSION==>REPLACEMENT`
/// with an expression of Python's `re` for bytes.
struct ReplaceTextFile {
  let spellings: [[UInt8]]

  private static let replacement = "==>***REMOVED***\n"

  /// The whole file.
  var bytes: [UInt8] {
    spellings.flatMap { spelling in
      Self.isPlain(spelling)
        ? Array("literal:".utf8) + spelling + Array(Self.replacement.utf8)
        : Array("regex:\(Self.expression(spelling))\(Self.replacement)".utf8)
    }
  }

  /// Whether a text stands for itself in a line of the file.
  private static func isPlain(_ text: [UInt8]) -> Bool {
    text.allSatisfy { 0x21...0x7E ~= $0 } && text.firstRange(of: Array("==>".utf8)) == nil
  }

  /// An expression that only the text itself matches.
  private static func expression(_ text: [UInt8]) -> String {
    text.map { byte in
      switch Unicode.Scalar(byte) {
      case "A"..."Z", "a"..."z", "0"..."9": return String(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16)
        return "\\x" + (digits.count == 1 ? "0" : "") + digits
      }
    }.joined()
  }

  /// Writes it.
  ///
  /// - Parameters:
  ///   - path: Where to.
  ///   - repository: The repository that the secret stands in.
  /// - Throws: ``UsageError`` when it cannot be written, or when git could track it there.
  func write(to path: String, in repository: Repository) throws(UsageError) {
    guard let folder = try? FileSystem.realPath(FileSystem.parent(of: path) ?? ".") else {
      throw UsageError("\(path): the folder is not there", command: .explain)
    }
    let own = [repository.gitDirectory, repository.commonDirectory].compactMap {
      try? FileSystem.realPath($0)
    }
    let isOwn = own.contains { folder == $0 || folder.hasPrefix("\($0)/") }
    if !isOwn, let tree = WorkTree.containing(folder) {
      throw UsageError(
        "\(path) would hold the secret and is in the work tree \(tree.root), where git could take it"
          + " up; write it to .git/kunci-replacements or outside of the repository",
        command: .explain)
    }
    do throws(SystemError) {
      let bytes = bytes
      try FileSystem.write(path, bytes.span, permissions: 0o600)
    } catch {
      throw UsageError(error.at(path: path).message, command: .explain)
    }
  }
}
