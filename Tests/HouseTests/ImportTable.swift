/// Who may import whom: the plan of the house, as data.
///
/// A room imports rooms of rows above its own only, and what is not in its row it leaves alone.
enum ImportTable {
  struct Row: Sendable {
    var target: String
    var mayImport: Set<String>
  }

  /// The rooms, from the ground up.
  static let rooms: [Row] = [
    Row(target: "Bytes", mayImport: []),
    Row(target: "SystemIO", mayImport: []),
    Row(target: "CZlib", mayImport: []),
    Row(target: "Inflate", mayImport: ["CZlib"]),
    Row(target: "Findings", mayImport: []),
    Row(target: "PatternEngine", mayImport: ["Bytes"]),
    Row(target: "RuleSet", mayImport: ["Findings", "PatternEngine"]),
    Row(target: "BuiltInRules", mayImport: ["RuleSet"]),
    Row(
      target: "Detection", mayImport: ["Bytes", "Findings", "Inflate", "PatternEngine", "RuleSet"]),
    Row(target: "FileTree", mayImport: ["SystemIO"]),
    Row(target: "GitObjects", mayImport: ["Bytes", "Inflate", "SystemIO"]),
    Row(
      target: "Scanning",
      mayImport: ["Detection", "FileTree", "Findings", "GitObjects", "RuleSet", "SystemIO"]),
    Row(target: "Reports", mayImport: ["Findings"]),
    Row(target: "Hooks", mayImport: ["Findings", "GitObjects", "Scanning", "SystemIO"]),
    Row(
      target: "Commands",
      mayImport: [
        "BuiltInRules", "Bytes", "Detection", "FileTree", "Findings", "GitObjects", "Hooks",
        "PatternEngine", "Reports", "RuleSet", "Scanning", "SystemIO",
      ]),
    Row(target: "kunci", mayImport: ["Commands"]),
  ]

  /// What only runs while the package is built.
  static let buildTools: [Row] = [
    Row(target: "RuleCompiler", mayImport: ["Detection", "RuleSet", "SystemIO"]),
    Row(target: "EmbedRules", mayImport: ["RuleCompiler"]),
  ]

  /// A plugin is no import, though the package lists it as a dependency.
  static let plugins: [String: Set<String>] = ["BuiltInRules": ["EmbedRules"]]

  /// The toolchain's modules that any target may import.
  static let systemModules: Set<String> = [
    "Swift", "Synchronization", "Glibc", "Darwin", "Dispatch",
  ]

  /// The toolchain's modules that some targets may import besides: Foundation would cost every
  /// start of kunci some milliseconds, so it stays out of whatever is linked into it.
  static let moreSystemModules: [String: Set<String>] = [
    "EmbedRules": ["Foundation", "PackagePlugin"]
  ]

  /// The toolchain's modules that tests may import besides.
  static let testModules: Set<String> = ["Foundation", "FoundationXML", "Testing"]
}
