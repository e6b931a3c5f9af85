package import Basics
import Documents
import SystemIO

/// Looks at a text that can be read only once, and keeps of it what may be packed behind something
/// else: what follows the first bytes that an entry of a zip file begins with, what follows the first line
/// of a file in uuencode, and all of a script or of a PDF.
package final class BehindWatch {
  /// What there is at the end of the text.
  package enum Outcome {
    case nothing
    /// Something packed that begins at an offset of these bytes.
    case packed(MemoryStream, start: Int)
    /// A text with files in uuencode.
    case files([UInt8])
    /// Something packed that is larger than what is kept.
    case tooLarge
  }

  /// So much is kept, in bytes.
  package static let limit = 32 << 20

  private var kept = ByteBuffer()
  private var isKeeping = false
  /// Whether more came than is kept: then only the end of the text is there.
  private var isTooLarge = false
  /// Whether what is no longer there was a script with something packed behind it, or a PDF.
  private var isScript = false
  private var isPDF = false
  private var hasBegun = false
  /// The last bytes that were looked at, if an entry may begin in them.
  private var last: [UInt8] = []
  /// What follows the start of the line that may begin a file in uuencode.
  private let encoded = EncodedFilesWatch()

  private static let entry: [UInt8] = [0x50, 0x4B, 3, 4]

  package init() {}

  /// Takes the next bytes of the text.
  package func take(_ bytes: Span<UInt8>) {
    if !hasBegun, !bytes.isEmpty {
      hasBegun = true
      isKeeping = SelfExtractor.mayBegin(bytes) || PDFText.start(in: bytes) != nil
    }
    encoded.take(bytes)
    if isKeeping { kept.append(bytes) } else { seek(bytes) }
    guard kept.count > Self.limit else { return }
    if !isTooLarge {
      (isScript, isPDF) = kept.withBytes {
        (
          SelfExtractor.mayBegin($0) && SelfExtractor.start(in: $0) != nil,
          PDFText.start(in: $0) != nil
        )
      }
    }
    isTooLarge = true
    kept.removeFirst(kept.count - 2 * ZipEnd.reach)
  }

  /// Looks for the start of an entry, also across two pieces.
  private func seek(_ bytes: Span<UInt8>) {
    let before = last.count
    func byte(_ index: Int) -> UInt8 { index < 0 ? last[before + index] : bytes[index] }
    var place = 0
    while let found = bytes.firstIndex(of: 4, from: place) {
      place = found + 1
      let start = found - 3
      guard start >= -before,
        (0..<4).allSatisfy({ byte(start + $0) == Self.entry[$0] })
      else { continue }
      isKeeping = true
      if start < 0 { kept.append(Array(last.suffix(-start)).span) }
      kept.append(bytes.extracting(max(0, start)...))
      return
    }
    var tail = last
    tail.append(max(0, bytes.count - 3)..<bytes.count, of: bytes)
    last = Array(tail.suffix(3))
  }

  /// Looks at a text that is there as a whole; what begins like something packed is none here.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - signs: What somebody has seen of it who has looked through it.
  /// - Returns: What there is.
  package static func look(at text: Span<UInt8>, signs: TextSigns? = nil) -> Outcome {
    if let start = PackedFormat.start(behindSomethingIn: text, signs: signs) {
      return .packed(MemoryStream(copying: text), start: start)
    }
    guard signs?.mayHoldFiles == true else { return .nothing }
    let bytes = Array(copying: text)
    return UUEncoding.holdsFile(bytes) ? .files(bytes) : .nothing
  }

  /// Says what there is, at the end of the text.
  package func finish() -> Outcome {
    let behind = finishPacked()
    guard case .nothing = behind else { return behind }
    return encoded.finish()
  }

  private func finishPacked() -> Outcome {
    guard isKeeping else { return .nothing }
    guard isTooLarge else { return kept.withBytes { Self.look(at: $0) } }
    let isPacked = kept.withBytes { tail in
      ZipEnd(at: tail, reach: ZipEnd.reach) != nil || isScript && SelfExtractor.mayEnd(tail)
        || isPDF && PDFText.isEnd(tail)
    }
    return isPacked ? .tooLarge : .nothing
  }
}
