import Foundation
import TestSupport
import Testing

struct IgnoreCommandTests {
  private static let file = ".kunciignore"

  private func leaky() throws -> (
    scanned: ScannedFolder, repository: GitFixture, fingerprint: String
  ) {
    let scanned = try ScannedFolder()
    let repository = try scanned.repository()
    try repository.write("sub/a.env.txt", "KEY=\(ScannedFolder.key(1))\n")
    let run = try KunciProgram.run(["scan", "-f", "short"], in: repository.path)
    let fingerprint = try #require(run.output.split(whereSeparator: \.isWhitespace).last)
    return (scanned, repository, String(fingerprint))
  }

  private func content(_ repository: GitFixture) throws -> String {
    try String(contentsOfFile: repository.path(Self.file), encoding: .utf8)
  }

  @Test func writesALineThatScansHonour() throws {
    let (_, repository, fingerprint) = try leaky()
    // From a folder below, the file at the root is meant.
    let arguments = [
      "ignore", fingerprint, "--reason", "a sample", "--path", "sub/", "--until", "2999-12-31",
    ]
    let run = try KunciProgram.run(arguments, in: repository.path("sub"))
    #expect(run.status == 0 && run.output.contains("1 line"))
    let expected = "\(fingerprint) path:sub/ until:2999-12-31 # a sample\n"
    #expect(try content(repository) == expected)
    #expect(try KunciProgram.run(["scan"], in: repository.path).status == 0)
    // The same again writes nothing.
    let again = try KunciProgram.run(arguments, in: repository.path)
    #expect(again.status == 0 && again.output.contains("already"))
    #expect(try content(repository) == expected)
  }

  @Test func keepsWhatIsThere() throws {
    let (_, repository, fingerprint) = try leaky()
    try repository.write(Self.file, "# ours\n\(fingerprint) until:2001-01-01 # expired")
    let run = try KunciProgram.run(
      ["ignore", fingerprint, "--reason", "r"], in: repository.path)
    #expect(run.status == 0)
    #expect(
      try content(repository)
        == "# ours\n\(fingerprint) until:2001-01-01 # expired\n\(fingerprint) # r\n")
  }

  @Test(arguments: ["json", "jsonl", "sarif", "csv", "short", "text"])
  func takesAReport(format: String) throws {
    let (_, repository, fingerprint) = try leaky()
    try repository.write("b.txt", "KEY=\(ScannedFolder.key(2))\n")
    try repository.write("c.txt", "KEY=\(ScannedFolder.key(3))  # kunci:ignore\n")
    _ = try KunciProgram.run(
      ["scan", "-f", format, "-o", "../report", "--show-suppressed"], in: repository.path)
    let one = try KunciProgram.run(
      [
        "ignore", "--from-report", "../report", String(fingerprint.prefix(8)), "--reason", "one",
      ], in: repository.path)
    #expect(one.status == 0)
    #expect(try content(repository) == "\(fingerprint) # one\n")
    let all = try KunciProgram.run(
      ["ignore", "--from-report", "../report", "--reason", "all"], in: repository.path)
    #expect(all.status == 0)
    // What is accepted already, in the file or by a comment, is not written.
    #expect(try content(repository).split(separator: "\n").count == 2)
    #expect(try KunciProgram.run(["scan"], in: repository.path).status == 0)
  }

  @Test func refusesWhatWouldNotWork() throws {
    let (scanned, repository, fingerprint) = try leaky()
    for (arguments, message) in [
      ([fingerprint], "--reason TEXT is wanted"),
      ([fingerprint, "--reason", "two\nlines"], "one line"),
      ([fingerprint, "--reason", ScannedFolder.key(3)], "holds a secret"),
      ([fingerprint, "--reason", "r", "--until", "soon"], "wants a date"),
      ([fingerprint, "--reason", "r", "--path", "!x"], "wants a pattern"),
      ([fingerprint, "--reason", "r", "--path", "../x"], "leads out of it"),
      ([fingerprint, "--reason", "r", "--until", "2001-01-31"], "2001-01-31 is past"),
      (["abc", "--reason", "r"], "32 hexadecimal digits"),
      (["--reason", "r"], "say which"),
      (["--reason", "r", "--from-report", "readme"], "no fingerprint"),
      (["ffffffff", "--reason", "r", "--from-report", "readme"], "begins with"),
    ] {
      let run = try KunciProgram.run(["ignore"] + arguments, in: repository.path)
      #expect(run.status == 2 && run.errors.contains(message), "\(arguments)")
      #expect(!run.errors.contains(ScannedFolder.key(3)))
    }
    #expect(!FileManager.default.fileExists(atPath: repository.path(Self.file)))
    try scanned.folder.write("elsewhere", "")
    try FileManager.default.createSymbolicLink(
      atPath: repository.path(Self.file), withDestinationPath: "../elsewhere")
    let run = try KunciProgram.run(["ignore", fingerprint, "--reason", "r"], in: repository.path)
    #expect(run.status == 2 && run.errors.contains("no plain file"))
  }
}
