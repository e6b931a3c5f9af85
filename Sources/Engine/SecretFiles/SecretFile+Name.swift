import Basics
import Findings
import SystemIO

extension SecretFile {
  /// The kind that a file's name stands for; nil for nearly every file, after a look at few bytes.
  init?(path: Span<UInt8>) {
    var start = path.count
    while start > 0, path[start - 1] != UInt8(ascii: "/") { start -= 1 }
    guard path.count - start >= 4 else { return nil }
    let last = path[path.count - 1]
    // `.env.local` may end in any way, the others may not.
    guard path[start] == UInt8(ascii: ".") || Self.lastBytes.contains(last) else { return nil }
    let name = String(decoding: path.extracting(start...)).lowercased()
    switch name {
    case ".npmrc", ".pypirc", ".netrc", "_netrc", ".git-credentials", ".dockercfg",
      ".dockerconfigjson":
      self = .credentials
    case "config.json" where path.starts(with: Array(".docker/".utf8), at: start - 8):
      self = .credentials
    case "id_rsa", "id_dsa", "id_ecdsa", "id_ecdsa_sk", "id_ed25519", "id_ed25519_sk":
      self = .privateKey
    // Android's tools make this one everywhere, with a password that everybody knows.
    case "debug.keystore": return nil
    case _ where Self.keyEndings.contains { name.hasSuffix($0) }: self = .privateKey
    case _ where name.hasSuffix(".json"): self = .serviceAccount
    case _ where name.hasSuffix(".ipynb"): self = .notebook
    case _ where Self.isEnvironment(name): self = .environment
    default: return nil
    }
  }

  private static let keyEndings = [
    ".pem", ".key", ".p12", ".pfx", ".jks", ".keystore", ".ppk",
  ]
  /// Last bytes of the names that start with no dot, in either case.
  private static let lastBytes: [UInt8] = Array("mMyY2xXsSeEkKnNbBvVaAcC9".utf8)

  private static func isEnvironment(_ name: String) -> Bool {
    guard name == ".env" || name.hasPrefix(".env.") || name.hasSuffix(".env") else { return false }
    let words = name.split { $0 == "." || $0 == "-" || $0 == "_" }
    return !words.contains { samples.contains(String($0)) }
  }

  /// Words in the name of a file that is there to be copied.
  private static let samples: Set<String> = [
    "example", "examples", "sample", "samples", "template", "tpl", "tmpl", "dist", "default",
    "defaults", "schema", "t", "test", "tests", "testing", "ci", "dummy", "mock",
  ]

  /// Whether a path from the root leads through a folder of tests or examples, whose secrets are
  /// made up.
  static func isSample(_ path: String) -> Bool {
    guard let folder = path.lastIndex(of: "/") else { return false }
    return !PathWords.words(of: path[..<folder]).isDisjoint(with: sampleFolders)
  }

  private static let sampleFolders: Set<String> = [
    "test", "tests", "testing", "testdata", "fixture", "fixtures", "spec", "specs", "mock", "mocks",
    "e2e", "integration", "example", "examples", "sample", "samples",
  ]
}
