import Foundation
import Testing

/// Rules of the house that no compiler checks.
struct TidinessTests {
  /// The targets that may leave memory safety to the reader.
  static let unsafeTargets = ["Basics", "Inflate", "SystemIO"]

  /// Longer than `longestFile`, and why.
  static let longFiles: [String: String] = [:]

  /// In lines.
  static let longestFile = 400

  @Test func unsafeCodeStaysInItsRooms() throws {
    let files = try SourceTree.swiftFiles(below: "Sources")
    try #require(files.count > 50)
    var unsafeFiles = 0
    for file in files where SwiftCode(file.text).has(word: "unsafe") {
      unsafeFiles += 1
      #expect(
        Self.unsafeTargets.contains { file.path.hasPrefix("Sources/\($0)/") },
        "\(file) is outside of \(Self.unsafeTargets)")
      let isExplained = file.text.contains("// SAFETY: ")
      #expect(isExplained, "\(file) does not say why its unsafe code is safe")
    }
    #expect(unsafeFiles > 0, "no unsafe code at all: is it still searched for?")
  }

  @Test func filesAreShort() throws {
    var long: [String: Int] = [:]
    for folder in ["Sources", "Tests"] {
      for file in try SourceTree.swiftFiles(below: folder) where file.lineCount > Self.longestFile {
        long[file.path] = file.lineCount
      }
    }
    for (path, count) in long.sorted(by: { $0.key < $1.key }) {
      #expect(Self.longFiles[path] != nil, "\(path) has \(count) lines, and no reason is given")
    }
    for path in Self.longFiles.keys.sorted() {
      #expect(long[path] != nil, "\(path) is short or gone: drop it from the list")
    }
  }

  @Test func topLevelHoldsWhatItShould() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: SourceTree.root.path)
    let expected: Set = ["Package.swift", "Sources", "Tests", "Fixtures", "Rules", "README.md"]
    let visible = Set(names.filter { !$0.hasPrefix(".") })
    #expect(visible.subtracting(expected).sorted() == [], "not part of the plan")
    #expect(expected.subtracting(visible).sorted() == [], "missing")
  }
}
