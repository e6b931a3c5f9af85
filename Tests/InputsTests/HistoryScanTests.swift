import Basics
import Engine
import Findings
import Foundation
import ScanTestSupport
import TestSupport
import Testing

/// A history scan of real repositories, against a table and against git's own account of them.
struct HistoryScanTests {
  @Test(
    arguments: HistoryCase.refs + HistoryCase.texts + HistoryCase.changes + HistoryCase.settings)
  func findsWhatARepositoryHides(_ example: HistoryCase) throws {
    let repository = try GitFixture("work", in: TemporaryFolder(), options: example.options)
    let scanned = try example.build(repository)
    let outcome = try HistoryProbe.scan(scanned)
    #expect(outcome.coverage.errors == [])
    #expect(outcome.findings.map(ExpectedFinding.init).sorted() == example.expected.sorted())
    for finding in outcome.findings {
      #expect(
        HistoryProbe.disagreements(on: finding, with: repository, scanned: scanned) == [])
    }

    // Packed or not, by one thread or more, a repository holds the same.
    try repository.git("repack", "-q", "-a", "-d", "-k")
    let packed = try HistoryProbe.scan(scanned, threads: 3)
    #expect(packed.findings == outcome.findings)
    #expect(packed.coverage.errors == [])
  }

  @Test func startsNoProgramThatARepositoryNames() throws {
    let repository = try GitFixture("work", in: TemporaryFolder())
    let trap = repository.folder.path("trap")
    try repository.folder.write("trap", "#!/bin/sh\ntouch '\(repository.folder.path("ran"))'\n")
    try Shell.run("chmod +x \"$0\"", arguments: [trap])
    try repository.write(".gitattributes", "*.env diff=trap filter=trap merge=trap\n")
    try repository.write("a.env", LeakedKey.text(1))
    try repository.commit("Add")
    let settings = [
      "diff.external", "diff.trap.command", "diff.trap.textconv", "core.fsmonitor", "core.pager",
      "filter.trap.clean", "filter.trap.smudge", "filter.trap.process", "core.hooksPath",
      "gpg.program", "core.sshCommand", "core.editor", "credential.helper",
    ]
    for setting in settings { try repository.git("config", setting, trap) }
    try repository.git("config", "log.showSignature", "true")
    let outcome = try HistoryProbe.scan(repository.path)
    #expect(
      outcome.findings.map(ExpectedFinding.init) == [.key(1, "a.env:1:1 < Add", atHead: true)])
    #expect(!FileManager.default.fileExists(atPath: repository.folder.path("ran")))
  }

  @Test func describesTheCommit() throws {
    let repository = try GitFixture()
    try repository.write("a.env", LeakedKey.text(1))
    let id = try #require(ObjectID(hex: repository.commit("Add it\n\nand say more", day: 9)))
    let commit = try #require(
      HistoryProbe.scan(repository.path).findings.first?.locations.first?.provenance.commit)
    #expect(
      commit
        == CommitReference(
          id: id, author: "Ada Author", email: "ada@example.com",
          date: "2024-01-09T03:04:05+01:00", summary: "Add it"))
  }

  @Test func showsThePathOfASecretName() throws {
    let repository = try GitFixture()
    try repository.write("ü/\(LeakedKey.text(1))/\(LeakedKey.text(2)).txt", "content")
    try repository.commit("Add")
    let findings = try HistoryProbe.scan(repository.path).findings
    let shown = "ü/\(LeakedKey.redacted(1))/\(LeakedKey.redacted(2)).txt"
    #expect(findings.map(\.locations.first?.snippet.text) == [shown, shown])
    #expect(
      findings.map(\.locations.first?.snippet.highlight).compactMap(\.self)
        .map { String(decoding: Array(shown.utf16)[$0], as: UTF16.self) }.sorted()
        == [LeakedKey.redacted(1), LeakedKey.redacted(2)].sorted())
  }

  @Test func countsEveryObjectOnce() throws {
    let repository = try GitFixture()
    for number in 1...5 {
      try repository.write("same", "same")
      try repository.write("new", "number \(number)")
      try repository.commit("Commit \(number)")
    }
    let scanned = try HistoryProbe.scan(repository.path).coverage.scanned
    #expect(scanned.blobs == 6)
    #expect(scanned.commits == 5)
  }

  @Test func leavesOutLargeBlobs() throws {
    let repository = try GitFixture()
    try repository.write("large.env", LeakedKey.text(1) + String(repeating: "\n", count: 1000))
    try repository.write("small.env", LeakedKey.text(2))
    try repository.commit("Add")
    let outcome = try HistoryProbe.scan(repository.path, maxFileSize: 1000)
    #expect(outcome.findings.map(\.fingerprint) == [LeakedKey.fingerprint(2)])
    #expect(outcome.coverage.skipped.map(\.message) == ["larger than 1000 bytes"])
    #expect(outcome.isComplete)
  }
}
