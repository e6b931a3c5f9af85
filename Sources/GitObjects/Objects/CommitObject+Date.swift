extension CommitObject {
  /// When it was committed, in seconds since 1970; 0 when it does not say.
  ///
  /// - Parameter content: What the commit was read from.
  package func committed(in content: Span<UInt8>) -> Int {
    committer.flatMap { Signature.time(in: content.extracting($0))?.seconds } ?? 0
  }
}
