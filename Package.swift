// swift-tools-version: 6.2

import PackageDescription

/// Settings of every target: Swift 6, nothing imported by accident, every warning an error.
let shared: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// Settings of the rooms where the time goes: optimised for tests as well.
///
/// Tests take a fifth of the time. Overflow and bounds are checked nevertheless, in a release too;
/// overlapping accesses only in tests, as looking for them takes 4 % of a scan.
let fast: [SwiftSetting] = [
  .unsafeFlags(["-O"], .when(configuration: .debug)),
  .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
]

/// A room of the house: a library target under `Sources`, with every unsafe use marked.
func room(
  _ name: String, imports dependencies: [Target.Dependency] = [], exclude: [String] = [],
  plugins: [Target.PluginUsage] = [], settings: [SwiftSetting] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, exclude: exclude,
    swiftSettings: shared + [.strictMemorySafety()] + settings, plugins: plugins)
}

/// The tests of a room, under `Tests/<room>Tests`.
func tests(of name: String, using dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests",
    dependencies: [.target(name: name), .target(name: "TestSupport")] + dependencies,
    swiftSettings: shared)
}

/// The rooms that read what somebody else may have written.
let fuzzedRooms = [
  "Agents", "Archives", "Basics", "CVectors", "CZlib", "Codecs", "Detection", "Documents", "Engine",
  "FileTree", "Findings", "GitFormat", "GitRepository", "Hooks", "Inflate", "Inputs", "KeyFormats",
  "PatternEngine", "Redaction", "Reports", "RuleSet", "SystemIO",
]
let fuzzing = fuzzedRooms.map { Target.Dependency.target(name: $0) }

let package = Package(
  name: "kunci",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "kunci", targets: ["kunci"])],
  targets: [
    // Who may import whom: each room only rooms above it, which Tests/HouseTests makes sure of.
    .systemLibrary(name: "CVectors"),
    room("Basics", imports: ["CVectors"], settings: fast),
    room("SystemIO", settings: fast),
    .systemLibrary(name: "CZlib"),
    room("Inflate", imports: ["CZlib"], settings: fast),
    room("Codecs", imports: ["Basics"], settings: fast),
    room("Documents", imports: ["Basics", "Inflate"], settings: fast),
    room("Findings", imports: ["Basics"], settings: fast),
    room("PatternEngine", imports: ["Basics"], settings: fast),
    room("RuleSet", imports: ["Basics", "Findings", "PatternEngine"], settings: fast),
    room(
      "KeyFormats", imports: ["Basics", "Findings", "PatternEngine", "RuleSet"], settings: fast),
    room(
      "BuiltInRules", imports: ["Basics", "RuleSet"], exclude: ["Rules"], plugins: ["EmbedRules"]),
    room(
      "Detection",
      imports: ["Basics", "Findings", "Inflate", "KeyFormats", "PatternEngine", "RuleSet"],
      settings: fast),
    room("FileTree", imports: ["SystemIO"]),
    room("GitFormat", imports: ["Basics", "Inflate", "SystemIO"], settings: fast),
    room("GitRepository", imports: ["Basics", "GitFormat", "SystemIO"], settings: fast),
    room(
      "Archives", imports: ["Basics", "Codecs", "Documents", "GitFormat", "Inflate", "SystemIO"],
      settings: fast),
    room(
      "Engine",
      imports: [
        "Archives", "Basics", "Detection", "Documents", "FileTree", "Findings", "GitFormat",
        "PatternEngine", "RuleSet", "SystemIO",
      ]),
    room(
      "Redaction",
      imports: ["Archives", "Basics", "Detection", "Documents", "Engine", "Findings", "RuleSet"],
      settings: fast),
    room(
      "Inputs",
      imports: [
        "Archives", "Basics", "Detection", "Documents", "Engine", "FileTree", "Findings",
        "GitFormat",
        "GitRepository", "RuleSet", "SystemIO",
      ]),
    room(
      "Agents",
      imports: [
        "Archives", "Basics", "Detection", "Engine", "FileTree", "Findings", "GitRepository",
        "Inputs", "Redaction", "SystemIO",
      ]),
    room("Reports", imports: ["Basics", "Findings"]),
    room("Hooks", imports: ["Basics", "GitFormat", "GitRepository", "SystemIO"]),
    room(
      "Commands",
      imports: [
        "Agents", "Archives", "Basics", "BuiltInRules", "Detection", "Engine", "FileTree",
        "Findings", "GitFormat", "GitRepository", "Hooks", "Inputs", "PatternEngine", "Redaction",
        "Reports", "RuleSet", "SystemIO",
      ]),
    .executableTarget(
      name: "kunci", dependencies: ["Commands"],
      swiftSettings: shared + [.strictMemorySafety()],
      // A release is one file that starts in a millisecond. lld, as GNU's linkers warn of a
      // `dlopen` in Swift's runtime that kunci never reaches.
      linkerSettings: [
        .unsafeFlags(
          ["-static-executable", "-use-ld=lld"], .when(platforms: [.linux], configuration: .release)
        )
      ]),

    // Rules/*.toml, checked and compiled in: a bad rule is a build error.
    .executableTarget(
      name: "RuleCompiler", dependencies: ["RuleSet"],
      swiftSettings: shared + [.strictMemorySafety()]),
    .plugin(
      name: "EmbedRules", capability: .buildTool(), dependencies: ["RuleCompiler"],
      path: "Sources/EmbedRules"),

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: shared),
    .target(
      name: "ScanTestSupport",
      dependencies: ["BuiltInRules", "Findings", "KeyFormats", "RuleSet", "TestSupport"],
      path: "Tests/ScanTestSupport", swiftSettings: shared),
    tests(of: "Basics"),
    tests(of: "SystemIO"),
    tests(of: "Inflate", using: ["CZlib"]),
    tests(of: "Codecs", using: ["Basics"]),
    tests(of: "Documents", using: ["Basics"]),
    tests(of: "Findings"),
    tests(of: "PatternEngine", using: ["Basics"]),
    tests(of: "RuleSet", using: ["Basics", "BuiltInRules", "Findings", "PatternEngine"]),
    tests(of: "KeyFormats", using: ["Basics", "Findings", "PatternEngine", "RuleSet"]),
    tests(
      of: "Detection",
      using: ["Basics", "BuiltInRules", "Findings", "KeyFormats", "PatternEngine", "RuleSet"]),
    tests(of: "FileTree", using: ["SystemIO"]),
    tests(of: "Archives", using: ["Basics", "Codecs", "Documents", "SystemIO"]),
    tests(of: "GitFormat", using: ["Basics", "SystemIO"]),
    tests(of: "GitRepository", using: ["Basics", "GitFormat", "SystemIO"]),
    tests(
      of: "Engine",
      using: [
        "Basics", "BuiltInRules", "Detection", "Findings", "KeyFormats", "RuleSet",
        "ScanTestSupport", "SystemIO",
      ]),
    tests(
      of: "Redaction",
      using: [
        "Basics", "BuiltInRules", "Detection", "Documents", "Findings", "KeyFormats", "RuleSet",
        "ScanTestSupport",
      ]),
    tests(
      of: "Agents",
      using: [
        "BuiltInRules", "Detection", "Engine", "Findings", "KeyFormats", "Redaction", "RuleSet",
        "ScanTestSupport", "SystemIO",
      ]),
    tests(
      of: "Inputs",
      using: [
        "Basics", "BuiltInRules", "Detection", "Engine", "Findings", "GitFormat", "GitRepository",
        "KeyFormats", "RuleSet", "ScanTestSupport", "SystemIO",
      ]),
    tests(of: "Reports", using: ["Basics", "Findings"]),
    tests(of: "Hooks", using: ["Basics", "GitRepository", "KeyFormats", "kunci"]),
    tests(
      of: "Commands",
      using: [
        "Agents", "Basics", "Findings", "GitRepository", "Hooks", "KeyFormats", "Reports",
        "SystemIO", "kunci",
      ]),
    .testTarget(
      name: "FaultsTests",
      dependencies: ["Basics", "Findings", "ScanTestSupport", "TestSupport", "kunci"],
      path: "Tests/Faults", swiftSettings: shared),
    .testTarget(
      name: "FuzzingTests", dependencies: fuzzing + ["TestSupport"], path: "Tests/Fuzzing",
      exclude: ["Driver", "README.md", "run"], swiftSettings: shared),
    .testTarget(name: "HouseTests", dependencies: ["TestSupport"], swiftSettings: shared),
    .testTarget(name: "ReleaseTests", dependencies: ["TestSupport"], swiftSettings: shared),
  ]
)

// For `Tests/Fuzzing/run`, a program of libFuzzer and nothing that a tool has to be built for: tools
// cannot be built with it.
if Context.environment["KUNCI_FUZZING"] != nil {
  package.products = []
  package.targets.removeAll { !fuzzedRooms.contains($0.name) }
  package.targets.append(
    .executableTarget(
      name: "Fuzzing", dependencies: fuzzing, path: "Tests/Fuzzing",
      exclude: ["README.md", "Replay", "run"], swiftSettings: shared))
}
