import CVectors

/// Searches that look at 32 bytes at once.
enum Wide {
  /// Whether the processor has the instructions that make them quick.
  static let isQuick = kunci_has_avx2() != 0
}
