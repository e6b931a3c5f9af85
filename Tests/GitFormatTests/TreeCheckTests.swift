import Basics
import TestSupport
import Testing

@testable import GitFormat

/// Entries have the numbers of their objects, whatever their names stood for before.
struct TreeCheckTests {
  @Test(arguments: [0, 1, 3, 1 << 16])
  func entriesNameWhatTheStoreHas(_ mostNamed: Int) throws {
    let fixture = try PackFixture(.severalPacks, seed: 5)
    let store = fixture.store
    let trees = try fixture.objects().filter { $0.value.kind == .tree }.sorted { $0.key < $1.key }
    #expect(trees.count > 40)
    let missing = MissingObjects(of: store)
    var check = TreeCheck(store, missing, keeping: .entries, mostNamed: mostNamed)
    var wrong = 0
    for (id, tree) in trees {
      _ = try check.check(
        tree.bytes.span, number: store.number(of: id), delta: Span(), base: TreeCheck.KnownTree())
      let links = try #require(check.takeTrees().first).entries
      var entries = TreeEntries(format: store.format)
      for link in links {
        let next = try entries.next(tree.bytes.span)
        let entry = try #require(next)
        let expected = store.number(of: entry.id) ?? missing.number(of: entry.id, isForeign: true)
        let name = Array(tree.bytes[entry.name])
        if Int(link.object) != expected || check.links.label(link.label).name != name { wrong += 1 }
      }
    }
    #expect(wrong == 0)
  }
}
