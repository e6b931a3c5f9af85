import Basics
import Foundation
import GitFormat
import SystemIO
import TestSupport
import Testing

@Suite struct ObjectContentTests {
  @Test(arguments: [PackFixture.Storage.deltas, .sha256])
  func readsTreesAsGitDoes(_ storage: PackFixture.Storage) throws {
    let fixture = try PackFixture(storage)
    let trees = try fixture.objects().filter { $0.value.kind == .tree }
    #expect(trees.count > 20)
    for (id, tree) in trees.sorted(by: { $0.key < $1.key }).prefix(8) {
      var entries = TreeEntries(format: fixture.git.format)
      var lines = ""
      while let entry = try entries.next(tree.bytes.span) {
        let mode = String(entry.mode.rawValue, radix: 8)
        let kind = entry.mode.isFolder ? "tree" : "blob"
        lines += String(repeating: "0", count: 6 - mode.count) + "\(mode) \(kind) \(entry.id)\t"
        lines += String(Array(tree.bytes[entry.name])) + "\n"
      }
      #expect(try fixture.git.git("ls-tree", id.hex) == lines)
    }
  }

  @Test(arguments: [
    "100644 a", "100644", "", "100644 \u{0}12345678901234567890", "a 1\u{0}12345678901234567890",
    "100644 a\u{0}1234567890123456789", "7777777777777 a\u{0}12345678901234567890",
  ])
  func refusesBrokenTrees(_ text: String) {
    let bytes = Array(text.utf8)
    var entries = TreeEntries(format: .sha1)
    var hasFailed = false
    do throws(ObjectError.Reason) {
      while try entries.next(bytes.span) != nil {}
    } catch {
      hasFailed = true
    }
    #expect(hasFailed == !text.isEmpty)
  }

  @Test func readsCommitsAndTags() throws {
    let fixture = try GitFixture("repository")
    let first = try fixture.commit("one")
    try fixture.git("checkout", "-q", "-b", "side")
    try fixture.git("-c", "i18n.commitEncoding=latin1", "commit", "-q", "--allow-empty", "-m", "s")
    let side = try fixture.git("rev-parse", "HEAD").dropLast()
    try fixture.git("checkout", "-q", "main")
    let main = try fixture.commit("two")
    try fixture.git("merge", "-q", "--no-ff", "-m", "merge\n\nbody", "side")
    try fixture.git("tag", "-m", "a tag", "v1", "side")
    func bytes(_ name: String) throws -> [UInt8] {
      Array(
        try fixture.gitBytes([
          "cat-file",
          try fixture.git("cat-file", "-t", name)
            .trimmingCharacters(in: .newlines), name,
        ]))
    }

    let merge = try bytes("HEAD")
    let commit = try CommitObject(merge.span)
    #expect(try commit.tree == fixture.id("HEAD^{tree}"))
    #expect(commit.parents.map(\.hex) == [main, String(side)])
    #expect(commit.encoding == nil)
    #expect(String(Array(merge[commit.messageStart...])) == "merge\n\nbody\n")
    let author = try #require(commit.author)
    #expect(String(Array(merge[author])).hasPrefix("Ada Author <ada@example.com> 17"))
    let committer = try #require(commit.committer)
    #expect(String(Array(merge[committer])).hasPrefix("Cleo Committer <"))

    let other = try bytes("side")
    let encoded = try CommitObject(other.span)
    #expect(encoded.parents.map(\.hex) == [first])
    #expect(encoded.encoding.map { String(Array(other[$0])) }?.lowercased() == "latin1")

    let tagged = try bytes("v1")
    let tag = try TagObject(tagged.span)
    #expect(tag.target.hex == side)
  }

  @Test(arguments: ["", "tree", "tree 123\n", "parent x\n\n", "\n\n"])
  func refusesBrokenCommitsAndTags(_ text: String) {
    let bytes = Array(text.utf8)
    #expect((try? CommitObject(bytes.span)) == nil)
    #expect((try? TagObject(bytes.span)) == nil)
  }
}
