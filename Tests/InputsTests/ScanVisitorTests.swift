import Basics
import Detection
import Engine
import Findings
import GitFormat
import ScanTestSupport
import SystemIO
import TestSupport
import Testing

@testable import Inputs

/// What is known of a base, wanted or not, changes nothing of what is found in what derives from it.
struct ScanVisitorTests {
  /// A place of a secret, with all that is reported of it.
  private struct Place: Equatable {
    var location: Location
    var fingerprint: Fingerprint
    var comment: String?

    init(_ occurrence: Occurrence) {
      location = occurrence.location
      fingerprint = occurrence.fingerprint
      comment = occurrence.comment
    }
  }

  private func places(_ occurrences: [Occurrence]) -> [ObjectID?: [Place]] {
    Dictionary(grouping: occurrences, by: \.location.provenance.object).mapValues { found in
      found.map(\.location).sorted(by: FindingOrder.precedes).compactMap { location in
        found.first { $0.location == location }.map(Place.init)
      }
    }
  }

  @Test(arguments: 0..<10)
  func someObjectsGiveWhatTheyGiveWhole(_ seed: Int) throws {
    let repository = try RandomHistory.repository(
      seed: seed + 80, options: seed == 9 ? ["--object-format=sha256"] : [])
    try RandomHistory.store(repository, seed)
    let store = NativeStore(
      folders: [repository.path(".git/objects")], format: seed == 9 ? .sha256 : .sha1)
    let listed = try repository.git(
      "cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)")
    let blobs = try listed.split(separator: "\n").filter { $0.hasSuffix(" blob") }.map { line in
      try #require(ObjectID(hex: String(line.prefix { $0 != " " })))
    }
    let ruleSet = try LeakedKey.ruleSet
    let run = ScanRun(ScanPlan(ruleSet: ruleSet), try Detector(ruleSet))
    var whole: [ObjectID: [Place]] = [:]
    var reader = ObjectReader(store)
    var buffer = ByteBuffer()
    for blob in blobs {
      _ = try reader.read(blob, limit: .max, into: &buffer)
      let scanner = run.makeScanner()
      buffer.withBytes { content in scanner.scan(content) { .blob(blob) } }
      if !scanner.occurrences.isEmpty { whole[blob] = places(scanner.occurrences)[blob] }
    }
    #expect(whole.count > 20)
    var random = TestRandom(seed: UInt64(seed))
    for percent in [2, 10, 30, 60, 100] {
      let wanted = Set(blobs.filter { _ in random.chance(percent) })
      var numbers = NumberSet(below: store.numberLimit)
      for blob in wanted { numbers.insert(try #require(store.number(of: blob))) }
      let missing = MissingObjects(of: store)
      let visitors = PerWorker(1 + seed % 3) {
        ScanVisitor(run, store, missing, shallow: [], for: .texts(blobs: numbers))
      }
      store.walk(numbers, visitors) { false }
      var found: [Occurrence] = []
      var scanned = 0
      visitors.forEach { visitor in
        found += visitor.scanner.occurrences
        scanned += visitor.coverage.scanned.blobs
        #expect(visitor.failures.isEmpty)
      }
      #expect(scanned == wanted.count)
      let places = places(found)
      #expect(places.keys.allSatisfy { $0.map(wanted.contains) ?? false })
      for blob in wanted { #expect(places[blob] == whole[blob], "\(blob)") }
    }
  }
}
