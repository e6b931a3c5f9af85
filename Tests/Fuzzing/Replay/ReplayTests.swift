import Foundation
import TestSupport
import Testing

/// The targets without libFuzzer: inputs that it has found, the seeds, and a few inputs near these.
///
/// An input for which something does not hold ends the process.
@Suite struct ReplayTests {
  private static let folder = Fixture.url("fuzz")

  /// The names in a folder; none of one that nothing has been put into.
  private static func names(in folder: URL) throws -> [String] {
    guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test func everyFolderIsOfATarget() throws {
    let targets = FuzzTargets.all.map { $0.name }
    #expect(Set(targets).count == targets.count)
    #expect(try Self.names(in: Self.folder).filter { !targets.contains($0) } == [])
  }

  @Test(arguments: FuzzTargets.all.map { $0.name })
  func targetHolds(name: String) throws {
    let type = try #require(FuzzTargets.all.first { $0.name == name })
    let target = type.init()
    let folder = Self.folder.appending(path: name)
    for file in try Self.names(in: folder) {
      target.run(Array(try Data(contentsOf: folder.appending(path: file))))
    }
    let seeds = type.seeds
    try #require(!seeds.isEmpty)
    for seed in seeds { target.run(seed) }
    var random = TestRandom(seed: 17)
    for _ in 0..<200 { target.run(Self.changed(random.pick(seeds), random.pick(seeds), &random)) }
  }

  /// An input with bytes changed, left out, or taken from another.
  private static func changed(
    _ seed: [UInt8], _ other: [UInt8], _ random: inout TestRandom
  ) -> [UInt8] {
    var input = seed
    for _ in 0...random.below(4) {
      let place = random.below(input.count + 1)
      let end = min(input.count, place + random.below(9))
      switch random.below(5) {
      case 0 where !input.isEmpty: input[random.below(input.count)] ^= 1 << random.below(8)
      case 1 where !input.isEmpty: input[random.below(input.count)] = UInt8(random.below(256))
      case 2: input.removeSubrange(place..<end)
      case 3: input.insert(contentsOf: input[place..<end], at: random.below(place + 1))
      default: input = Array(input[..<place] + other.dropFirst(random.below(other.count + 1)))
      }
    }
    return input
  }
}
