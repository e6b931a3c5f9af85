import Foundation
import Testing

/// The package and its sources, held against `ImportTable`.
struct ImportTests {
  static let facts = Result { try PackageFacts.read() }

  @Test func tableIsInOrder() {
    var above: Set<String> = []
    for row in ImportTable.rooms + ImportTable.buildTools {
      #expect(row.mayImport.subtracting(above).isEmpty, "\(row.target) imports from below")
      #expect(above.insert(row.target).inserted, "\(row.target) stands there twice")
    }
  }

  @Test func packageFollowsTheTable() throws {
    let targets = try Self.facts.get().targets
    var expected: [String: Set<String>] = [:]
    for row in ImportTable.rooms + ImportTable.buildTools {
      expected[row.target] = row.mayImport.union(ImportTable.plugins[row.target] ?? [])
    }
    for target in targets where target.path.hasPrefix("Sources/") {
      #expect(target.path == "Sources/\(target.name)")
      #expect(
        target.targetDependencies ?? [] == expected.removeValue(forKey: target.name),
        "\(target.name) in Package.swift differs from its row")
    }
    #expect(expected.isEmpty, "rows without a target")
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: SourceTree.root.appending(path: "Sources").path)
    let rooms = (ImportTable.rooms + ImportTable.buildTools).map(\.target)
    #expect(folders.sorted() == rooms.sorted(), "Sources holds what is no target")
  }

  @Test func packageNamesNoPackage() throws {
    let facts = try Self.facts.get()
    #expect(facts.dependencies.map(\.identity) == [])
    for target in facts.targets {
      #expect(target.productDependencies ?? [] == [], "\(target.name) uses a product")
      #expect(
        ["library", "executable", "test", "plugin", "system-target"].contains(target.type),
        "\(target.name) is a \(target.type)")
    }
  }

  /// Nobody imports what its dependencies depend on.
  ///
  /// SwiftPM would let it, and then not build it anew when that changes: code for an old layout
  /// crashes.
  @Test func sourcesImportWhatTheirTargetDeclares() throws {
    for target in try Self.facts.get().targets {
      let declared = target.targetDependencies ?? []
      var allowed = ImportTable.systemModules.union(declared)
      if target.path.hasPrefix("Tests/") {
        allowed.formUnion(ImportTable.testModules)
      } else {
        allowed.formUnion(ImportTable.moreSystemModules[target.name] ?? [])
      }
      for source in target.sources where source.hasSuffix(".swift") {
        let file = try SourceTree.file("\(target.path)/\(source)")
        let surplus = SwiftCode(file.text).imports.subtracting(allowed)
        #expect(surplus.isEmpty, "\(file) imports \(surplus.sorted())")
      }
    }
  }
}
