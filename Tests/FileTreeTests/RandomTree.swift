import Foundation
import TestSupport

/// A random work tree with random ignore files, over so few names that patterns often match.
struct RandomTree {
  private(set) var files: [String] = []
  /// The text of each ignore file; `.git/…` for those that are not in the tree.
  private(set) var ignoreFiles: [String: String] = [:]
  let tracks: Bool
  let foldsCase: Bool

  static let parts = [
    "a", "b", "ab", "foo", "foo.c", "A", "Foo", "x y", "b.o", "[a]", "é", "a.b.o",
  ]

  init(using random: inout TestRandom) {
    foldsCase = random.chance(20)
    // Git takes `Foo` for tracked when `foo` is, and case is ignored; here they are two files.
    tracks = !foldsCase && random.chance(40)
    var folders = [""]
    for _ in 0..<random.below(10) {
      let parent = random.pick(folders)
      let path = parent + random.pick(Self.parts) + "/"
      if !folders.contains(path) { folders.append(path) }
    }
    let taken = Set(folders.map { String($0.dropLast()) })
    for _ in 0..<(8 + random.below(25)) {
      let path = random.pick(folders) + random.pick(Self.parts)
      if !taken.contains(path), !files.contains(path) { files.append(path) }
    }
    for folder in folders where folder.isEmpty || random.chance(35) {
      ignoreFiles[folder + ".gitignore"] = Self.ignoreFile(using: &random)
    }
    if random.chance(40) {
      ignoreFiles[".git/info/exclude"] = Self.ignoreFile(using: &random)
    }
    if random.chance(40) {
      ignoreFiles[".git/user-excludes"] = Self.ignoreFile(using: &random)
    }
  }

  func write(to fixture: GitFixture) throws {
    for file in files { try fixture.write(file, "x") }
    for (path, text) in ignoreFiles { try fixture.write(path, text) }
  }

  private static func ignoreFile(using random: inout TestRandom) -> String {
    var text = random.chance(5) ? "\u{FEFF}" : ""
    for _ in 0..<(1 + random.below(6)) {
      if random.chance(10) { text += random.pick(["", "# note", "\t", " ", "!"]) + "\n" }
      let line = (random.chance(30) ? "!" : "") + pattern(using: &random)
      text += line + random.pick(["\n", "\n", "\n", "\r\n", "  \n"])
    }
    return random.chance(15) ? String(text.dropLast()) : text
  }

  /// A path of one to four parts.
  static func path(using random: inout TestRandom) -> String {
    (0..<(1 + random.below(4))).map { _ in random.pick(parts) }.joined(separator: "/")
  }

  /// A pattern: parts of names and wildcards, sometimes tied down, sometimes malformed.
  static func pattern(using random: inout TestRandom) -> String {
    var text = random.pick(["", "", "", "/", "**/"])
    let count = 1 + random.below(random.chance(30) ? 4 : 2)
    for index in 0..<count {
      if index > 0 { text += "/" }
      text += part(using: &random)
    }
    text += random.pick(["", "", "", "", "/", "/", "/*", "/**"])
    return text
  }

  private static func part(using random: inout TestRandom) -> String {
    if random.chance(15) { return random.pick(["*", "**", "***"]) }
    if random.chance(35) { return random.pick(parts) }
    let pieces = [
      "a", "b", "o", "f", "F", ".", "foo", ".c", "*", "*", "?", "[ab]", "[!b]", "[^a-e]", "[a-f]",
      "[[:alpha:]]", "[[:upper:]x]", "[]a]", #"\a"#, #"\*"#, #"\[a]"#, "[A-F]", "[", #"[\]a-]"#,
      "[[:bad:]]", #"\ "#, "x y", "é", "\u{E9}?",
    ]
    var text = ""
    for _ in 0..<(1 + random.below(4)) {
      let piece = random.pick(pieces)
      // See `GitComparisonTests` for why stars are kept apart.
      if piece == "*", text.hasSuffix("*") { continue }
      text += piece
    }
    return text
  }
}
