import Basics
import Documents
import SystemIO

/// Looks at a text that can be read only once, and keeps of it what follows the first line that may begin a
/// file in uuencode.
package final class EncodedFilesWatch {
  private var kept = ByteBuffer()
  /// Whether a line has been there that may begin one.
  package private(set) var isKeeping = false
  private var isTooLarge = false
  /// The end of what was looked at, in which a first line may begin.
  private var last: [UInt8] = []

  /// The first word of a line with what may stand before and behind it, in bytes.
  private static let reach = UUEncoding.longestPrefix + 32

  package init() {}

  /// Takes the next bytes of the text.
  package func take(_ bytes: Span<UInt8>) {
    guard !isTooLarge else { return }
    if isKeeping { kept.append(bytes) } else { seek(bytes) }
    guard kept.count > BehindWatch.limit else { return }
    // Whether it was one, its beginning tells.
    isTooLarge = true
    kept.truncate(to: BehindWatch.limit / 64)
  }

  /// Looks for a first line, also across two pieces.
  private func seek(_ bytes: Span<UInt8>) {
    let before = last
    var seam = before
    seam.append(0..<min(bytes.count, Self.reach), of: bytes)
    isKeeping = UUEncoding.start(in: seam.span) != nil
    if !isKeeping { isKeeping = UUEncoding.start(in: bytes) != nil }
    guard !isKeeping else {
      kept.append(before.span)
      kept.append(bytes)
      return
    }
    last.append(max(0, bytes.count - Self.reach)..<bytes.count, of: bytes)
    last = Array(last.suffix(Self.reach))
  }

  /// Says what there is, at the end of the text.
  package func finish() -> BehindWatch.Outcome {
    guard isKeeping else { return .nothing }
    let bytes = kept.copied()
    guard UUEncoding.holdsFile(bytes) else { return .nothing }
    return isTooLarge ? .tooLarge : .files(bytes)
  }
}
