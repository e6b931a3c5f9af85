import Engine
import Findings
import Synchronization
import SystemIO

/// The regions of a text that several workers take one after the other.
final class RegionWork: Sendable {
  /// What a region held, counted as if a line began with it.
  struct Region: Sendable {
    var occurrences: [Occurrence]
    /// Number of line ends in it.
    var lines: Int
    /// UTF-16 code units behind the last of them.
    var units: Int
    /// Bytes behind the last of them.
    var bytes: Int
  }

  private struct State {
    var next = 0
    var regions: [Int: Region] = [:]
    var error: SystemError?
  }

  /// Number of regions.
  let count: Int
  private let state = Mutex(State())

  init(count: Int) { self.count = count }

  /// The number of a region that nobody has taken; nil when there is none, or after a failure.
  func next() -> Int? {
    state.withLock { state in
      guard state.next < count, state.error == nil else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }

  func add(_ number: Int, _ region: Region) {
    state.withLock { $0.regions[number] = region }
  }

  func fail(_ error: SystemError) {
    state.withLock { $0.error = error }
  }

  /// All occurrences, with lines and columns counted from the start of the text, as far as the
  /// regions before are known.
  func result() -> (occurrences: [Occurrence], error: SystemError?) {
    state.withLock { state in
      var occurrences: [Occurrence] = []
      var lines = 0
      var units = 0
      var bytes = 0
      for number in 0..<count {
        guard let region = state.regions[number] else { break }
        occurrences += region.occurrences.map { occurrence in
          var occurrence = occurrence
          occurrence.location.region.move(lines: lines, units: units, bytes: bytes)
          return occurrence
        }
        lines += region.lines
        units = region.lines > 0 ? region.units : units + region.units
        bytes = region.lines > 0 ? region.bytes : bytes + region.bytes
      }
      return (occurrences, state.error)
    }
  }
}

extension Region {
  /// Counts the place from further up: so many lines, and in the first line so many code units and
  /// bytes.
  fileprivate mutating func move(lines: Int, units: Int, bytes: Int) {
    start.move(lines: lines, units: units, bytes: bytes)
    end.move(lines: lines, units: units, bytes: bytes)
  }
}

extension Region.Position {
  fileprivate mutating func move(lines: Int, units: Int, bytes: Int) {
    if line == 1 {
      column += units
      byteColumn += bytes
    }
    line += lines
  }
}
