/// What a secret proves by itself.
struct ProofVerdict: Equatable {
  /// True when it holds, false when it does not, nil when it only tells facts.
  var holds: Bool?
  /// Phrases for the evidence; never a part of the secret that opens anything.
  var facts: [String]

  /// A verdict in one phrase.
  static func verdict(_ holds: Bool, _ proof: String, facts: [String] = []) -> ProofVerdict {
    ProofVerdict(
      holds: holds, facts: [holds ? "\(proof) holds" : "\(proof) does not hold"] + facts)
  }
}
