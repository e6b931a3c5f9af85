import Foundation
import TestSupport
import Testing

/// The scripts that make a release of programs that are built.
@Suite(.enabled(if: Python.program != nil, "no python3 on the PATH"))
struct ReleaseScriptTests {
  private static let scripts = Fixture.root.deletingLastPathComponent()
    .appending(path: ".github/release")
  private static let platforms = ["linux-aarch64", "linux-x86_64", "macos-arm64", "macos-x86_64"]
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func script(_ name: String, _ arguments: String...) throws -> ProgramRun {
    try ProgramRun(
      Python.program ?? "", [Self.scripts.appending(path: name).path] + arguments,
      in: folder.path,
      environment: ["PYTHONDONTWRITEBYTECODE": "1", "SOURCE_DATE_EPOCH": "1700000000"])
  }

  private func version() throws -> String {
    try script("version.py").output.trimmingCharacters(in: .newlines)
  }

  @Test func theVersionIsTheProgramsOwn() throws {
    let file = Self.scripts.deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Sources/Commands/Version.swift")
    let version = try version()
    #expect(version.contains("."))
    #expect(try String(contentsOf: file, encoding: .utf8).contains("\"\(version)\""))
  }

  @Test func theFormulaHasEveryArchive() throws {
    let version = try version()
    let sums = Self.platforms.enumerated().map { index, platform in
      (String(repeating: "\(index)", count: 64), "kunci-\(version)-\(platform).tar.gz")
    }
    try folder.write("SHA256SUMS", sums.map { "\($0)  \($1)\n" }.joined())
    let run = try script("formula.py", "https://example.com/v1/", "SHA256SUMS")
    try #require(run.status == 0, "\(run.errors)")
    #expect(!run.output.contains("@"))
    for (sum, archive) in sums {
      let pair =
        #/url "https:\/\/example\.com\/v1\/(?<archive>[^"]+)"\n *sha256 "(?<sum>[0-9a-f]+)"/#
      #expect(
        run.output.matches(of: pair).count { $0.output.archive == archive && $0.output.sum == sum }
          == 1)
    }
  }

  @Test(arguments: [
    ("kunci-linux.tar.gz", "there is no sum of kunci-"), ("", "this is no line of sha256sum: "),
  ])
  func aFormulaLacksNoSum(name: String, reason: String) throws {
    try folder.write("SHA256SUMS", String(repeating: "a", count: 64) + "  \(name)\n")
    let run = try script("formula.py", "https://example.com", "SHA256SUMS")
    #expect(run.status == 1 && run.output == "" && run.errors.contains(reason))
  }

  @Test func archivesOfEqualFilesAreEqual() throws {
    for name in ["one", "two"] {
      // In another order, at another time.
      for file in name == "one" ? ["b", "a"] : ["a", "b"] {
        try folder.write("\(name)/kunci-1/\(file)", file)
      }
      try folder.writeProgram("\(name)/kunci-1/kunci", "#!/bin/sh\n")
      #expect(try script("archive.py", "\(name).tar.gz", "\(name)/kunci-1").status == 0)
    }
    #expect(try folder.bytes("one.tar.gz") == folder.bytes("two.tar.gz"))
    let list = try Shell.run("tar -tvzf \"$0\"", arguments: [folder.path("one.tar.gz")])
    let lines = String(decoding: list, as: UTF8.self).split(separator: "\n")
    #expect(lines.map { $0.prefix(10) } == ["-rw-r--r--", "-rw-r--r--", "-rwxr-xr-x"])
    #expect(
      lines.map { $0.split(separator: " ").last } == ["kunci-1/a", "kunci-1/b", "kunci-1/kunci"])
  }

  @Test func theListOfPartsTellsThemApart() throws {
    try folder.write("linux", ProgramHeader.elf())
    try folder.write("macos", ProgramHeader.machO(library: "/usr/lib/libz.1.dylib"))
    try Shell.run("chmod +x \"$0\"/linux \"$0\"/macos", arguments: [folder.path])
    let expected = [
      "linux": [
        "DESCRIBES kunci", "BUILD_TOOL_OF kunci", "STATIC_LINK swift-runtime", "STATIC_LINK zlib",
        "STATIC_LINK glibc", "STATIC_LINK libstdc--", "STATIC_LINK libgcc",
      ],
      "macos": ["DESCRIBES kunci", "BUILD_TOOL_OF kunci", "DYNAMIC_LINK libz.1.dylib"],
    ]
    for (name, relationships) in expected {
      let run = try script("sbom.py", name)
      try #require(run.status == 0, "\(run.errors)")
      let read = try JSONDecoder().decode(PartsDocument.self, from: Data(run.outputBytes))
      #expect(
        read.relationships.map {
          "\($0.relationshipType) \($0.relatedSpdxElement.dropFirst("SPDXRef-".count))"
        } == relationships)
      #expect(read.packages[0].name == "kunci")
      #expect(try read.packages[0].versionInfo == version())
      #expect(read.packages.count == relationships.count)
      #expect(read.creationInfo.created == "2023-11-14T22:13:20Z")
      #expect(try script("sbom.py", name).outputBytes == run.outputBytes)
    }
  }
}

/// What the tests look at in an SPDX document.
private struct PartsDocument: Decodable {
  struct Package: Decodable {
    var name: String
    var versionInfo: String?
  }
  struct Relationship: Decodable {
    var relationshipType: String
    var relatedSpdxElement: String
  }
  struct Creation: Decodable {
    var created: String
  }
  var packages: [Package]
  var relationships: [Relationship]
  var creationInfo: Creation
}
