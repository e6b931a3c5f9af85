import Detection
import Engine
import Findings
import Foundation
import Inputs
import ScanTestSupport
import TestSupport
import Testing

/// Scans of a folder: what is found where, and what is told about the rest.
@Suite struct FolderScanTests {
  private func scan(
    _ paths: [String], threads: Int = 2, maxFileSize: Int? = nil, usesIgnoreFiles: Bool = true
  ) throws -> ScanResult {
    var plan = ScanPlan(ruleSet: try LeakedKey.ruleSet)
    plan.threads = threads
    plan.maxFileSize = maxFileSize
    var source = FolderSource(paths)
    source.usesIgnoreFiles = usesIgnoreFiles
    return Scan.run(source, plan, try Detector(plan.ruleSet))
  }

  private func places(_ outcome: ScanResult, in folder: TemporaryFolder) -> [String] {
    outcome.findings.flatMap(\.locations).map {
      "\($0.path.replacing(folder.path + "/", with: "")):\($0.region.line):\($0.region.column)"
    }.sorted()
  }

  @Test(arguments: [1, 4])
  func everythingIsRead(threads: Int) throws {
    let folder = try TemporaryFolder()
    try folder.write("a.txt", "x\n\tkey = \(LeakedKey.text(1))\n")
    try folder.write("deep/er/b.bin", [0, 1, 2, 3] + Array(LeakedKey.text(2).utf8) + [0, 0])
    try folder.write(".hidden/c", LeakedKey.text(3))
    try folder.write("wide.txt", utf16("é = \(LeakedKey.text(4))"))
    try folder.write("empty", "")
    let outcome = try scan([folder.path], threads: threads)
    #expect(
      places(outcome, in: folder) == [
        ".hidden/c:1:1", "a.txt:2:8", "deep/er/b.bin:1:5", "wide.txt:1:5",
      ])
    #expect(outcome.isComplete)
    #expect(outcome.coverage.skipped.isEmpty)
    #expect(outcome.hiddenFindings == 0)
    #expect(outcome.coverage.scanned.files == 5)
    let sizes = try ["a.txt", "deep/er/b.bin", ".hidden/c", "wide.txt"].map {
      try folder.bytes($0).count
    }
    #expect(outcome.coverage.scanned.bytes == sizes.reduce(0, +))
  }

  /// What is beyond a bound is told, and nothing of it is read.
  @Test func aFolderIsReadUpToABound() throws {
    let folder = try TemporaryFolder()
    for number in UInt64(0)..<6 {
      try folder.write("a/\(number)", LeakedKey.text(number))
    }
    let size = LeakedKey.text(0).utf8.count
    var plan = ScanPlan(ruleSet: try LeakedKey.ruleSet)
    plan.threads = 2
    for (bound, read) in [
      (FolderBound(files: 6, bytes: 6 * size), 6), (FolderBound(files: 5, bytes: 6 * size), 5),
      (FolderBound(files: 6, bytes: 6 * size - 1), 5),
      (FolderBound(files: 6, bytes: 6 * size, entersFolders: false), 0),
    ] {
      var source = FolderSource([folder.path])
      source.bound = bound
      let outcome = Scan.run(source, plan, try Detector(plan.ruleSet))
      #expect(outcome.coverage.scanned.files == read)
      #expect(outcome.findings.count == read)
      #expect(outcome.coverage.errors.isEmpty == (read == 6 || !bound.entersFolders))
    }
  }

  @Test func whatGitIgnoresIsLeftOut() throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder(".git/objects")
    try folder.makeFolder(".git/refs")
    try folder.write(".git/HEAD", "ref: refs/heads/main\n")
    try folder.write(".gitignore", "*.log\nbuild/\n")
    try folder.write("a.log", LeakedKey.text(1))
    try folder.write("build/b", LeakedKey.text(2))
    try folder.write("c", LeakedKey.text(3))
    let outcome = try scan([folder.path])
    #expect(places(outcome, in: folder) == ["c:1:1"])
    #expect(outcome.coverage.scanned.ignored == 2)
    let all = try scan([folder.path], usesIgnoreFiles: false)
    #expect(places(all, in: folder) == ["a.log:1:1", "build/b:1:1", "c:1:1"])
    // Whoever names a file means it.
    let named = try scan([folder.path("a.log")])
    #expect(places(named, in: folder) == ["a.log:1:1"])
  }

  @Test func whatIsLeftOutIsTold() throws {
    let folder = try TemporaryFolder()
    try folder.write("a", LeakedKey.text(1))
    try folder.link("b", to: "a")
    try folder.link("loop", to: ".")
    try folder.write("large", LeakedKey.text(2) + String(repeating: " ", count: 1_000))
    let outcome = try scan([folder.path], maxFileSize: 500)
    #expect(places(outcome, in: folder) == ["a:1:1"])
    #expect(
      outcome.coverage.skipped.map {
        $0.path.replacing(folder.path + "/", with: "") + ": " + $0.message
      } == [
        "b: symbolic link", "large: larger than 500 bytes", "loop: symbolic link",
      ])
    #expect(outcome.isComplete)
  }

  @Test func whatCannotBeReadIsAnError() throws {
    let folder = try TemporaryFolder()
    try folder.write("a", LeakedKey.text(1))
    let outcome = try scan([folder.path("a"), folder.path("missing")])
    #expect(places(outcome, in: folder) == ["a:1:1"])
    #expect(!outcome.isComplete)
    #expect(outcome.coverage.errors.map(\.path) == [folder.path("missing")])
  }

  // Whoever may do everything can read everything.
  @Test(.enabled(if: getuid() != 0, "root reads everything"))
  func unreadableFileIsAnError() throws {
    let folder = try TemporaryFolder()
    try folder.write("a", LeakedKey.text(1))
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: folder.path("a"))
    let outcome = try scan([folder.path])
    #expect(outcome.findings.isEmpty)
    #expect(!outcome.isComplete)
  }

  /// A file beyond the limit for whole files is streamed, with equal results.
  @Test func largeFileIsScannedInParts() throws {
    let folder = try TemporaryFolder()
    let line = String(repeating: "é long line ", count: 80) + "\n"
    let before = String(repeating: line, count: 5_000)
    try folder.write("large", "\(before)  \(LeakedKey.text(1))\n\(before)\(LeakedKey.text(2))")
    #expect(try folder.bytes("large").count > TextStream.wholeLimit)
    let outcome = try scan([folder.path])
    #expect(places(outcome, in: folder) == ["large:10002:1", "large:5001:3"])
  }

  @Test func nameOfAFileIsScanned() throws {
    let folder = try TemporaryFolder()
    try folder.write("\(LeakedKey.text(1)).txt", "nothing")
    let outcome = try scan([folder.path])
    let location = try #require(outcome.findings.first?.locations.first)
    #expect(location.provenance.kind == .path)
    #expect(location.path == "\(folder.path)/\(LeakedKey.redacted(1)).txt")
  }

  /// Naming a folder twice shows nothing twice.
  @Test func placesAreToldOnce() throws {
    let folder = try TemporaryFolder()
    try folder.write("\(LeakedKey.text(1))", LeakedKey.text(1))
    let once = try scan([folder.path])
    let twice = try scan([folder.path, folder.path, folder.path(LeakedKey.text(1))])
    #expect(once.findings.first?.locations.count == 2)
    #expect(once.findings == twice.findings)
  }

  private func utf16(_ text: String) -> [UInt8] {
    [0xFF, 0xFE] + text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
  }
}
