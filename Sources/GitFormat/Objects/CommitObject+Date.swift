extension CommitObject {
  /// Reads when it was committed.
  ///
  /// - Parameter content: What the commit was read from.
  /// - Returns: Seconds since 1970; 0 when the commit does not say.
  package func committed(in content: Span<UInt8>) -> Int {
    committer.flatMap { Signature.time(in: content.extracting($0))?.seconds } ?? 0
  }
}
