import Foundation
import TestSupport
import Testing

/// Hostile surroundings: kunci finds what is there or says that it could not look, and runs nothing.
@Suite struct SurroundingsTests {
  @Test(arguments: try Surrounding.rows(of: "settings"))
  func settings(_ row: Surrounding) throws { try check(row) }

  @Test(arguments: try Surrounding.rows(of: "variables"))
  func variables(_ row: Surrounding) throws { try check(row) }

  @Test(arguments: try Surrounding.rows(of: "places"))
  func places(_ row: Surrounding) throws { try check(row) }

  @Test(arguments: try Surrounding.rows(of: "contents"))
  func contents(_ row: Surrounding) throws { try check(row) }

  private func check(_ row: Surrounding) throws {
    let folder = try TemporaryFolder()
    let (trap, mark) = (folder.path("trap"), folder.path("sprung"))
    try folder.write("trap", "#!/bin/sh\ntouch '\(mark)'\n")
    try Shell.run("chmod +x \"$0\"", arguments: [trap])
    let built = try run(Self.prologue + "usual\n" + row.script, in: folder, at: "")
    if built.status == 77 { return }
    try #require(built.status == 0, "\(built.output) \(built.errors)")
    #expect(!row.expectations.isEmpty)
    for expected in row.expectations {
      try? folder.remove("sprung")
      let run = try run(Self.prologue + "set +e\n" + expected.command, in: folder, at: "work")
      let comment = Comment(rawValue: "\(expected.command)\n\(run.output)\(run.errors)")
      let isSprung = FileManager.default.fileExists(atPath: mark)
      #expect(isSprung == (expected.answer == .trap), comment)
      switch expected.answer {
      case .found(let count):
        #expect(Self.count(run) == count, comment)
        #expect(run.status == (count == 0 ? 0 : 1), comment)
      case .incomplete:
        #expect(Self.count(run) == 0, comment)
        #expect(run.status == 2, comment)
      case .trap: break
      }
      #expect(expected.text.isEmpty || run.errors.contains(expected.text), comment)
    }
  }

  private static var prologue: String {
    get throws {
      String(decoding: try Fixture.bytes("surroundings/prologue.sh"), as: UTF8.self)
    }
  }

  /// Number of findings in a text report.
  private static func count(_ run: ProgramRun) -> Int {
    run.output.split(separator: "\n").count { $0.hasSuffix("  [openrouter-api-key]") }
  }

  private func run(
    _ script: String, in folder: TemporaryFolder, at place: String
  ) throws -> ProgramRun {
    var variables = GitFixture.environment.mapValues(Optional.some)
    variables["KUNCI"] = try KunciProgram.path
    variables["HERE"] = folder.path
    variables["TRAP"] = folder.path("trap")
    for number in UInt64(1)...5 { variables["K\(number)"] = ScannedFolder.key(number) }
    return try ProgramRun(
      "/bin/sh", ["-c", script], in: place.isEmpty ? folder.path : folder.path(place),
      environment: variables)
  }
}
