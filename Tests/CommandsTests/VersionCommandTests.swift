import TestSupport
import Testing

@testable import Commands

/// What kunci says of itself.
struct VersionCommandTests {
  @Test(arguments: [["version"], ["--version"], ["-V"]])
  func theVersionIsALine(arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let run = try KunciProgram.run(arguments, in: folder.path)
    #expect(run.status == 0 && run.errors == "")
    #expect(run.output == "kunci \(Version.text)\n")
  }

  @Test func verboseTellsOfRulesAndBuild() throws {
    let folder = try TemporaryFolder()
    let run = try KunciProgram.run(["version", "--verbose"], in: folder.path)
    let list = try KunciProgram.run(["rules", "list"], in: folder.path)
    let lines = run.output.split(separator: "\n")
    try #require(run.status == 0 && lines.count == 6)
    #expect(lines[0] == "kunci \(Version.text)")
    let rules = try #require(Int(lines[1].dropFirst("rules:    ".count)))
    #expect(rules > 300 && list.output.split(separator: "\n").count >= rules)
    #expect(try /digest:   sha256:[0-9a-f]{64}/.wholeMatch(in: lines[2]) != nil)
    #expect(["build:    debug", "build:    release"].contains(lines[3]))
    #expect(
      try /target:   (x86_64|aarch64|arm64)-(unknown-linux-(gnu|musl)|apple-macosx)/
        .wholeMatch(in: lines[4]) != nil)
    #expect(lines[5].hasPrefix("compiler: Swift 6."))
  }

  /// Neither when nor where it was built or is run.
  @Test func verboseIsTheSameEverywhere() throws {
    let outputs = try ["UTC", "Asia/Jakarta"].map { zone in
      let folder = try TemporaryFolder()
      let run = try KunciProgram.run(
        ["version", "--verbose"], in: folder.path, environment: ["TZ": zone])
      return run.output
    }
    #expect(outputs[0] == outputs[1])
    #expect(!outputs[0].contains("/"))
  }
}
