import Codecs
import SystemIO

/// A decompressor of the room of codecs, which go on with further streams by themselves.
final class CodecDecoder: StreamDecoder {
  private let makeDecompressor: () -> any Decompressor
  private var decompressor: any Decompressor
  private var output: [UInt8] = []

  init(_ makeDecompressor: @escaping () -> any Decompressor) {
    self.makeDecompressor = makeDecompressor
    decompressor = makeDecompressor()
  }

  func reset() { decompressor = makeDecompressor() }

  func decode(
    _ input: Span<UInt8>, into target: inout ByteBuffer, room: Int
  ) throws(ArchiveError) -> (taken: Int, isAtEnd: Bool) {
    output.removeAll(keepingCapacity: true)
    let outcome: Result<DecompressionStep, DecompressionError>
    do throws(DecompressionError) {
      outcome = .success(try decompressor.decode(input, into: &output, room: room))
    } catch {
      outcome = .failure(error)
    }
    // What was decoded before an error counts as well.
    let decoded = output
    target.append(decoded.span)
    switch outcome {
    case .failure(let error): throw ArchiveError(error)
    case .success(let step):
      let isAtEnd =
        step.isFinished && !step.hasMore && (input.isEmpty || step.consumed < input.count)
      return (step.consumed, isAtEnd)
    }
  }
}

extension ArchiveError {
  fileprivate init(_ error: DecompressionError) {
    self =
      switch error {
      case .damaged(let what): .damaged(what)
      case .unsupported(let what): .unknownForm(what)
      case .needsMemory(let count): .tooLarge("takes \(count) bytes of memory to decompress")
      case .truncated: .cutOff
      }
  }
}
