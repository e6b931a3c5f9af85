import Foundation
import Testing

/// The plan of the house is the list of targets in `Package.swift`, from the ground up: a room
/// imports rooms above it in that list only, and only those that it declares.
struct ImportTests {
  static let package = Result { try PackageFacts.read() }

  /// The toolchain's modules that any target may import.
  static let systemModules: Set<String> = [
    "Swift", "Synchronization", "Glibc", "Darwin", "Dispatch",
  ]

  /// The toolchain's modules that some targets may import besides: Foundation would cost every
  /// start of kunci some milliseconds, so it stays out of whatever is linked into it.
  static let moreSystemModules: [String: Set<String>] = [
    "EmbedRules": ["Foundation", "PackagePlugin"], "RuleCompiler": ["Foundation"],
  ]

  /// The toolchain's modules that tests may import besides.
  static let testModules: Set<String> = ["Foundation", "FoundationXML", "Testing"]

  @Test func roomsRestOnRoomsAboveThem() throws {
    var above: Set<String> = []
    for target in try Self.package.get().targets where target.folder.hasPrefix("Sources/") {
      let below = target.imports.subtracting(above)
      #expect(below.isEmpty, "\(target.name) imports \(below.sorted()), which stand below it")
      above.insert(target.name)
    }
    #expect(above.count > 10, "are the rooms still under Sources?")
  }

  @Test func everyFolderIsATarget() throws {
    let targets = try Self.package.get().targets.filter { $0.folder.hasPrefix("Sources/") }
    #expect(targets.filter { $0.folder != "Sources/\($0.name)" }.map(\.name) == [])
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: SourceTree.root.appending(path: "Sources").path
    ).filter { !$0.hasSuffix(".md") }
    #expect(folders.sorted() == targets.map(\.name).sorted())
  }

  @Test func packageNamesNoPackage() throws {
    let package = try Self.package.get()
    #expect(package.dependencies.isEmpty)
    for target in package.targets {
      #expect(target.products == [], "\(target.name) uses a product")
      #expect(
        ["regular", "executable", "test", "plugin", "system"].contains(target.type),
        "\(target.name) is a \(target.type)")
    }
  }

  /// Nobody imports what its dependencies depend on.
  ///
  /// SwiftPM would let it, and then not build it anew when that changes: code for an old layout
  /// crashes.
  @Test func sourcesImportWhatTheirTargetDeclares() throws {
    for target in try Self.package.get().targets {
      var allowed = Self.systemModules.union(target.imports)
      if target.folder.hasPrefix("Tests/") {
        allowed.formUnion(Self.testModules)
      } else {
        allowed.formUnion(Self.moreSystemModules[target.name] ?? [])
      }
      for file in try SourceTree.swiftFiles(below: target.folder) {
        let surplus = SwiftCode(file.text).imports.subtracting(allowed)
        #expect(surplus.isEmpty, "\(file) imports \(surplus.sorted())")
      }
    }
  }
}
