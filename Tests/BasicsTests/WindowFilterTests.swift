import Testing

@testable import Basics

@Suite struct WindowFilterTests {
  /// Wherever a window stands at an even offset, in the buffer's middle or at its end, it is told.
  @Test(arguments: 0..<40)
  func missesNothing(length: Int) {
    let windows: [(UInt8?, UInt8?)] = [(0x61, 0x64), (nil, 0x64), (0x61, nil)]
    for (first, fourth) in windows {
      var filter = WindowFilter()
      switch (first, fourth) {
      case (let first?, let fourth?): filter.insert(first, 0x62, 0x63, fourth)
      case (nil, let fourth?): filter.insert(anyBefore: 0x62, 0x63, fourth)
      case (let first?, nil):
        filter.insert(first, 0x62, 0x63, anyOf: [.max, .max, .max, .max])
      case (nil, nil): break
      }
      for offset in stride(from: 0, through: length - 3, by: 2) {
        if offset + 4 > length, fourth != nil { continue }
        for other: UInt8 in [0, 0x2D, 0x61, 0xFF] {
          var text = [UInt8](repeating: 0x2E, count: length)
          text.replaceSubrange(offset..<offset + 3, with: [first ?? other, 0x62, 0x63])
          if offset + 3 < length { text[offset + 3] = fourth ?? other }
          for start in [0, offset, offset + 1] {
            var found: [Int] = []
            filter.forEachCandidate(in: text.span, range: start..<length) { place, bytes, hashes in
              found.append(place)
              guard place == offset else { return }
              let around = ([0] + text)[place...].prefix(8).reversed()
              #expect(bytes == around.reduce(0) { $0 << 8 | UInt64($1) })
              #expect(hashes.first == WindowFilter.hash(text[place], 0x62, 0x63))
              let last = place + 3 < length ? text[place + 3] : 0
              #expect(hashes.last == WindowFilter.hash(0x62, 0x63, last))
            }
            #expect(found.contains(offset), "\(text) from \(start)")
          }
        }
      }
    }
  }

  /// Several windows at once are looked up as one after the other.
  @Test(.enabled(if: WindowFilter.canGather))
  func gathersWhatIsFoundOneByOne() {
    var random = SeededGenerator(seed: 2211)
    func bytes(_ count: Int) -> [UInt8] {
      (0..<count).map { _ in
        UInt8(32 + random.next(below: 96)) | (random.next(below: 9) == 0 ? 128 : 0)
      }
    }
    var total = 0
    for round in 0..<120 {
      var filter = WindowFilter()
      let windows = (0..<40).map { _ in bytes(4) }
      for window in windows { filter.insert(window[0], window[1], window[2], window[3]) }
      var text = bytes(random.next(below: round < 60 ? 200 : 5_000))
      for window in windows where text.count >= 4 {
        let place = random.next(below: text.count - 3)
        text.replaceSubrange(place..<place + 4, with: window)
      }
      let start = random.next(below: text.count + 1)
      let range = start..<start + random.next(below: text.count - start + 1)
      func found(gathering gathers: Bool) -> [Int] {
        var found: [Int] = []
        filter.forEachCandidate(in: text.span, range: range, gathers: gathers) { place, _, _ in
          found.append(place)
        }
        return found
      }
      let expected = found(gathering: false)
      #expect(found(gathering: true) == expected, "round \(round)")
      total += expected.count
    }
    #expect(total > 200, "\(total)")
  }

  @Test func knowsEachOfSeveralLastBytes() {
    var filter = WindowFilter()
    let last: [UInt8] = [0x00, 0x30, 0x41, 0x7A, 0x80, 0xFF]
    var words: [UInt64] = [0, 0, 0, 0]
    for byte in last { words[Int(byte / 64)] |= 1 << UInt64(byte % 64) }
    filter.insert(0x61, 0x62, 0x63, anyOf: words)
    let found = (UInt8.min...UInt8.max).filter { byte in
      var isCandidate = false
      let text = [0x61, 0x62, 0x63, byte, 0x2E]
      filter.forEachCandidate(in: text.span, range: 0..<text.count) { offset, _, _ in
        isCandidate = isCandidate || offset == 0
      }
      return isCandidate
    }
    #expect(last.allSatisfy(found.contains), "\(found)")
    #expect(found.count < 20, "\(found)")
  }

  @Test func otherTextIsPassedOver() {
    var filter = WindowFilter()
    filter.insert(0x61, 0x62, 0x63, 0x64)
    var found = 0
    for number in 0..<10_000 {
      let text = Array("\(number) abce bbcd abdd aacd ".utf8)
      filter.forEachCandidate(in: text.span, range: 0..<text.count) { _, _, _ in found += 1 }
    }
    #expect(found < 1_000)
  }
}
