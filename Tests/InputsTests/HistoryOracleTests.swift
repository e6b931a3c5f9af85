import Detection
import Findings
import Foundation
import GitObjects
import TestSupport
import Testing

@testable import Scanning

/// Reading a history along its deltas finds what reading every object whole through git finds.
struct HistoryOracleTests {
  /// How git is told to store the objects.
  private static let storages: [[[String]]] = [
    [["repack", "-adfq", "--depth=250", "--window=250"]],
    [["repack", "-adfq", "--depth=0", "--window=0"]],
    [["-c", "repack.useDeltaBaseOffset=false", "repack", "-adfq"]],
    [["repack", "-adfq"], ["pack-refs", "--all"]],
    [],
  ]

  @Test(arguments: 0..<10)
  func readsWhatGitReads(_ seed: Int) throws {
    let repository = try GitFixture(options: seed == 9 ? ["--object-format=sha256"] : [])
    let history = RandomHistory(seed: UInt64(seed), commits: 60)
    let limit = seed % 5 == 4 ? "100000" : "1"
    try repository.git(
      ["-c", "fastimport.unpackLimit=\(limit)", "fast-import", "--quiet", "--force"],
      input: Data(history.stream))
    for command in Self.storages[seed % Self.storages.count] { try repository.git(command) }
    // A ref that is gone leaves objects that nothing reaches.
    if seed % 3 == 0 { try repository.git("update-ref", "-d", "refs/heads/side") }

    let expected = try HistoryProbe.scan(repository.path, readsThroughGit: true)
    let found = try HistoryProbe.scan(repository.path, threads: 1 + seed % 3)
    #expect(expected.errors == [] && found.errors == [])
    #expect(expected.findings.count > 5)
    #expect(expected.findings.map(\.locations.count).reduce(0, +) > 20)
    #expect(found.findings.map(ExpectedFinding.init) == expected.findings.map(ExpectedFinding.init))
    #expect(found.findings == expected.findings)
  }
}
