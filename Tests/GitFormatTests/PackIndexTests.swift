import Basics
import Foundation
import TestSupport
import Testing

@testable import GitFormat

@Suite struct PackIndexTests {
  /// An index of ids, ascending; offsets and checksums are of no interest.
  private func file(_ ids: [[UInt8]]) -> [UInt8] {
    func big(_ number: Int) -> [UInt8] {
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }
    var file = big(0xFF74_4F63) + big(2)
    for bucket in 0..<256 { file += big(ids.count { $0[0] <= bucket }) }
    file += ids.joined()
    for position in ids.indices { file += big(position) }
    for position in ids.indices { file += big(12 + position) }
    return file + [UInt8](repeating: 0, count: 40)
  }

  /// Looks for an id without the finer fan-out and with it.
  private func find(
    _ bytes: [UInt8], in index: borrowing PackIndex, by fanOut: [UInt32]
  ) -> (plain: Int?, fine: Int?) {
    let id = ObjectID(bytes.span, at: 0, format: .sha1)
    return (index.position(of: id), index.position(of: id, by: fanOut))
  }

  /// Few of the first bytes occur, so that some buckets are full and most are empty.
  private func randomID(_ random: inout TestRandom) -> [UInt8] {
    [random.pick([0, 7, 128, 255]), random.pick([0, 1, 254, 255])]
      + (0..<18).map { _ in UInt8(random.below(random.pick([2, 256]))) }
  }

  @Test func findsIDsWithAndWithoutFinerFanOut() throws {
    var random = TestRandom(seed: 11)
    for count in [0, 1, 2, 40, 3000] {
      let known = Set((0..<count).map { _ in randomID(&random) })
      let ids = known.sorted { $0.lexicographicallyPrecedes($1) }
      let path = URL(filePath: NSTemporaryDirectory()).appending(path: UUID().uuidString).path
      defer { try? FileManager.default.removeItem(atPath: path) }
      try Data(file(ids)).write(to: URL(filePath: path))
      let index = try PackIndex(path: path, format: .sha1)
      let fanOut = index.fineFanOut()
      for (position, bytes) in ids.enumerated() {
        let (plain, fine) = find(bytes, in: index, by: fanOut)
        #expect(plain == position)
        #expect(fine == position)
      }
      for _ in 0..<200 {
        let other = randomID(&random)
        guard !known.contains(other) else { continue }
        let (plain, fine) = find(other, in: index, by: fanOut)
        #expect(plain == nil)
        #expect(fine == nil)
      }
    }
  }
}
