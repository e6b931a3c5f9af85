import Detection
import Engine
import Findings
import SystemIO

/// Scans one long text by several threads at once, in bounded memory.
///
/// Regions overlap by the detector's reach, so a match is seen with everything that decides about
/// it; each is reported for the one region that it begins in. Lines are counted in each region by
/// itself and put in a row at the end.
struct RegionScan: Sendable {
  /// Appends up to so many bytes from an offset on: fewer only at the end of the text.
  typealias Read =
    @Sendable (_ offset: Int, _ limit: Int, _ buffer: inout ByteBuffer) throws(SystemError) -> Void

  private let reach: (before: Int, after: Int)
  /// In bytes; a multiple of ``Detector/alignment``.
  private let regionSize: Int
  private let workers: Int

  /// All workers' regions together take about so much memory, in bytes.
  private static let memory = 24 << 20
  private static let largestRegion = 4 << 20
  private static let smallestRegion = 1 << 20

  /// Prepares scanning with the rules of a detector; `regionSize` is a multiple of
  /// ``Detector/alignment``, and nil for one that keeps memory in bounds.
  init(_ detector: Detector, threads: Int, regionSize: Int? = nil) {
    reach = detector.reach
    workers = min(max(1, threads), Self.memory / Self.smallestRegion)
    self.regionSize = regionSize ?? min(Detector.aligned(Self.memory / workers), Self.largestRegion)
  }

  /// Scans a text of so many bytes, which all workers read.
  ///
  /// - Returns: What was found, in order; and the error of a read, after which nothing more was
  ///   looked at.
  func scan(
    size: Int, with scanners: PerWorker<FileScanner>, from source: Provenance,
    read: @escaping Read
  ) -> (occurrences: [Occurrence], error: SystemError?) {
    let work = RegionWork(count: (size + regionSize - 1) / regionSize)
    Threads.run(min(workers, scanners.count, work.count)) { worker in
      scanners.with(worker) { scanner in
        scanner.withMemory { scanner, buffer in
          while let number = work.next() {
            do throws(SystemError) {
              let start = number * regionSize
              let core = start..<min(start + regionSize, size)
              work.add(
                number,
                try scan(core, with: scanner, &buffer, from: source, read: read))
            } catch {
              work.fail(error)
            }
          }
        }
      }
    }
    return work.result()
  }

  private func scan(
    _ core: Range<Int>, with scanner: TextScanner, _ buffer: inout ByteBuffer,
    from source: Provenance, read: Read
  ) throws(SystemError) -> RegionWork.Region {
    buffer.removeAll()
    // How the text is written shows at its start only.
    try read(0, CodeUnit.signatureLength, &buffer)
    let unit = buffer.withBytes { CodeUnit(atStartOf: $0) }
    buffer.removeAll()
    let base = Detector.aligned(max(0, core.lowerBound - reach.before))
    try read(base, core.upperBound + reach.after - base, &buffer)
    var counter: LineCounter? = LineCounter(unit, at: core.lowerBound)
    buffer.withBytes { part in
      // Whoever shortens the text meanwhile loses what is gone.
      let end = min(core.upperBound, base + part.count)
      guard end > core.lowerBound else { return }
      scanner.scan(part, base: base, core: core.lowerBound..<end, counter: &counter) { source }
      counter?.advance(to: end, in: part, base: base)
    }
    return RegionWork.Region(
      occurrences: scanner.takeOccurrences(), lines: (counter?.line ?? 1) - 1,
      units: (counter?.column ?? 1) - 1, bytes: (counter?.byteColumn ?? 1) - 1)
  }
}
