import RuleSet

/// Runs every example and counter-example of some files.
///
/// - Parameter files: The files with all rules of the build.
/// - Returns: Each example that its rule misses and each counter-example that it finds, as
///   `file:line:column: error: message`.
func verifyExamples(of files: [RuleFile]) -> [String] {
  // To be completed with Detection: expand each text with KeyTemplate.expand(_:seed:) for the seeds
  // 1, 2 and 3, and scan it with that rule alone.
  []
}
